//! Positions on the WGS84 ellipsoid, distances, local frames and polygons.

mod ellipsoid;
mod frame;
mod geodesic;
mod geometry;
mod outline;
mod position;

pub(crate) use ellipsoid::haversine;
pub use frame::LocalFrame;
pub use geodesic::distance;
pub use geometry::{Geometry, MAX_RINGS, MAX_VERTICES, Ring, Vertex};
pub(crate) use outline::{Outline, Plane, Surroundings, segment_distance2};
pub use position::{Latitude, Longitude, Position};
