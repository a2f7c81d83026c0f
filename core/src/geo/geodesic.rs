//! The geodesic inverse problem.

use super::Position;

/// Metres between two positions along the shortest line on the WGS84 ellipsoid.
#[must_use]
pub fn distance(a: &Position, b: &Position) -> f64 {
    let _ = (a, b);
    0.0
}
