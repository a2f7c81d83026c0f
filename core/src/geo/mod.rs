//! Positions on the WGS84 ellipsoid, distances, local frames and polygons.

mod ellipsoid;
mod frame;
mod geodesic;
mod geometry;
mod position;

pub use frame::LocalFrame;
pub use geodesic::distance;
pub use geometry::Geometry;
pub use position::{Latitude, Longitude, Position};
