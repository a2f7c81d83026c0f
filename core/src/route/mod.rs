//! In which order stops are visited.
//!
//! [`order_stops`] finds a short tour through positions, [`order_plane`] through points of a plane,
//! [`order_matrix`] by a table of costs such as minutes by road. [`TourSearch`] is the same search in
//! slices, for hosts that must stay alive. Tours are closed or open, with or without fixed ends.
//!
//! The same seed and number of iterations give the same tour on every platform.
//!
//! # Example
//! ```
//! use fieldbeat::budget::Budget;
//! use fieldbeat::route::{TourOptions, order_stops};
//!
//! let (lat, lon) = ([55.75, 55.80, 55.76], [37.60, 37.65, 37.61]);
//! let tour = order_stops(&lat, &lon, &TourOptions::default(), &mut Budget::unlimited())?;
//! assert_eq!(tour.order.len(), 3);
//! # Ok::<(), fieldbeat::Error>(())
//! ```

mod matrix;
mod order;
mod policy;
mod report;
mod snapshot;
mod stops;
mod table;
mod tour;
mod tour_search;

pub(crate) use matrix::CostTable;
pub use matrix::{MAX_ROWS, Matrix};
pub(crate) use order::order_table;
pub use order::{order_matrix, order_plane, order_stops};
pub use policy::{Milliseconds, TourBudget, TourMetric, TourOptions};
pub use report::{StoppedBy, Tour};
pub use stops::MAX_STOPS;
pub(crate) use table::ServiceAnswer;
pub use table::{
    Circuity, MatrixKind, MatrixProfile, Speed, SpeedBand, StopPair, TravelMatrix, WayMetres,
    matrix_from, matrix_of,
};
pub use tour_search::TourSearch;
