//! What `trips` answers.

use crate::shape::{Warning, record};
use crate::time::{Date, Instant};
use crate::visit::report::{Anomaly, FixCounts, Totals};
use crate::{Position, Reason};

record! {
    /// The trips of a track, and how far they went.
    pub struct TripReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// SHA-256 of the canonical fixes, by which the report is provable after the track is
        /// erased.
        pub digest: String,
        /// First usable fix.
        pub first: Option<Instant>,
        /// Last usable fix.
        pub last: Option<Instant>,
        /// How far the device's clock was ahead, all day; removed from all times.
        pub clock_offset_ms: i64,
        /// The trips, in order.
        pub trips: Vec<Trip>,
        /// Where the time went, to the millisecond: the sum is `last` - `first`.
        pub totals: Totals,
        /// Metres of the whole track.
        pub mileage: TripMileage,
        /// Whether the rep was on a business trip; absent where nobody knows.
        pub business_trip: Option<bool>,
        /// Metres from the base to the fix that was certainly farthest from it, to two digits.
        pub farthest_from_base_m: Option<f64>,
        /// Dates of the nights spent away from the base.
        pub nights_away: Vec<Date>,
        /// Nights between the first and the last fix of which nobody knows where they were spent.
        pub nights_unseen: u32,
        /// Why it is a business trip, or why nobody knows.
        pub reasons: Vec<Reason>,
        /// What is odd about the track.
        pub anomalies: Vec<Anomaly>,
        /// What became of the fixes; fixes off duty that only the nights are asked of count as
        /// off duty.
        pub fixes: FixCounts,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// From one stay to the next.
    pub struct Trip: data {
        /// When it began.
        pub start: Instant,
        /// When it ended.
        pub end: Instant,
        /// How long it took.
        pub duration_ms: i64,
        /// How far it went: `cleaned_m` and `bridged_m` together.
        pub distance_m: f64,
        /// The metres apart.
        pub mileage: TripMileage,
        /// Time of it in gaps.
        pub bridged_ms: i64,
        /// Known sites where it began; several in one building.
        pub start_sites: Vec<String>,
        /// Known sites where it ended.
        pub end_sites: Vec<String>,
        /// Where it began; only with `detail: track`.
        pub start_position: Option<Position>,
        /// Where it ended; only with `detail: track`.
        pub end_position: Option<Position>,
        /// What is to be known about its distance.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// Metres, by how they are known.
    pub struct TripMileage: data {
        /// From fix to fix as they came, without legs over gaps.
        pub raw_m: f64,
        /// The same without outliers, and without the wandering of a receiver that stands still.
        pub cleaned_m: f64,
        /// In straight lines over gaps on duty.
        pub bridged_m: f64,
    }
}
