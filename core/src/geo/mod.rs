//! Positions on the WGS84 ellipsoid, distances, local frames and polygons.
//!
//! [`distance`] is exact to nanometres anywhere and takes under a microsecond; a [`LocalFrame`]
//! is exact to millimetres around one place and takes a few nanoseconds. [`Geometry`] is an area
//! from GeoJSON. Degrees in, metres out; the same bits on every platform.
//!
//! # Example
//! ```
//! use fieldbeat::Position;
//! use fieldbeat::geo::{Geometry, LocalFrame, distance};
//!
//! let (office, client) = (Position::new(55.7558, 37.6173)?, Position::new(55.7601, 37.6187)?);
//! let exact = distance(&office, &client);
//! let quick = LocalFrame::new(&office).distance(client.lat.get(), client.lon.get());
//! assert!((exact - 486.7).abs() < 0.1 && (exact - quick).abs() < 1e-5);
//!
//! let district = r#"{"type": "Polygon", "coordinates": [[[37, 55], [38, 55], [38, 95]]]}"#;
//! let error = Geometry::from_json(district).unwrap_err();
//! assert_eq!(error.problems()[0].path, "$.coordinates[0][2][1]");
//! # Ok::<(), fieldbeat::Problem>(())
//! ```

mod ellipsoid;
mod frame;
mod geodesic;
mod geometry;
#[cfg(any(feature = "visit", feature = "route"))]
mod line;
mod outline;
#[cfg(feature = "visit")]
mod path;
mod polar;
#[cfg(feature = "visit")]
mod polyline;
mod position;
mod ring;
#[cfg(feature = "visit")]
mod ruler;

pub(crate) use ellipsoid::haversine;
#[cfg(feature = "route")]
pub(crate) use ellipsoid::{CHORD_BEND, chord_position};
pub(crate) use frame::FRAME_LATITUDE;
pub use frame::LocalFrame;
pub use geodesic::distance;
pub use geometry::{Geometry, MAX_RINGS, MAX_VERTICES};
#[cfg(any(feature = "visit", feature = "route"))]
pub use line::{Line, LineString, LineStringType, MultiLineString, MultiLineStringType};
pub(crate) use outline::{Outline, Plane, Surroundings, segment_distance2};
#[cfg(feature = "visit")]
pub use path::{MAX_PATH_M, Path};
#[cfg(feature = "visit")]
pub(crate) use polyline::Polyline;
pub(crate) use position::wrap_longitude;
pub use position::{Latitude, Longitude, Position};
pub use ring::{Ring, Vertex};
#[cfg(feature = "visit")]
pub(crate) use ruler::{Extent, Ruler};
