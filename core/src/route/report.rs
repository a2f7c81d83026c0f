//! What comes out of a search for tours.

use crate::column::Buffer;
use crate::geo::Line;
use crate::shape::{codes, record};

codes! {
    /// Why a search ended.
    pub enum StoppedBy {
        /// The tour is the shortest that there is.
        Optimal = "optimal",
        /// All iterations are done.
        Iterations = "iterations",
        /// The time is up.
        Time = "time",
        /// Many iterations brought nothing.
        NoImprovement = "no_improvement",
        /// The caller wanted no more.
        Cancelled = "cancelled",
    }
}

record! {
    /// An order of stops, and how long it is.
    pub struct Tour: data {
        /// The stops in the order of the tour, each by its place in the input.
        pub order: Buffer<u32>,
        /// The length of each leg: from each stop to the next, of a closed tour also back to the
        /// first. Metres for positions, else in the caller's unit.
        pub legs: Buffer<f64>,
        /// The sum of the legs.
        pub length: f64,
        /// The tour as GeoJSON, where the options ask for it.
        pub line: Option<Line>,
        /// Whether no tour is shorter, for certain: through at most 12 places.
        pub proven_optimal: bool,
        /// How many iterations were done.
        pub iterations: i64,
        /// Why the search ended.
        pub stopped_by: StoppedBy,
    }
}
