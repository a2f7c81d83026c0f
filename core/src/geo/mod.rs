//! Positions on the WGS84 ellipsoid, distances, local frames and polygons.

mod geodesic;
mod geometry;
mod position;

pub use geodesic::distance;
pub use geometry::Geometry;
pub use position::{Latitude, Longitude, Position};
