//! A line that somebody was to drive along.

use super::LineString;
use super::ellipsoid::sin_cos;
use super::geometry::{read_list, read_vertex};
use super::position::{Longitude, Position, wrap_longitude};
use super::{Latitude, MAX_VERTICES, Vertex};
use crate::shape::{Reader, Shape, Shaped, Value};
use crate::{Problem, Result, math};

/// A longer path than this many metres is refused: more than twice around the Earth.
pub const MAX_PATH_M: f64 = 1e8;

/// A planned way: two or more positions, joined by legs that are straight in longitude and
/// latitude, each the shorter way around the Earth.
///
/// Reads a list of `{lat, lon}`, or a GeoJSON LineString (RFC 7946). At most
/// [`MAX_VERTICES`] positions and [`MAX_PATH_M`] metres.
///
/// # Example
/// ```
/// use fieldbeat::geo::Path;
///
/// let listed = Path::from_json(r#"[{"lat": 55.75, "lon": 37.61}, {"lat": 55.76, "lon": 37.62}]"#)?;
/// let geojson = Path::from_json(
///     r#"{"type": "LineString", "coordinates": [[37.61, 55.75], [37.62, 55.76]]}"#,
/// )?;
/// assert_eq!(listed, geojson);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Path(Vec<Position>);

impl Path {
    /// The path through `positions`.
    ///
    /// # Errors
    /// `too_few_vertices` (fewer than two), `too_many_vertices`, `path_too_long`.
    pub fn new(positions: Vec<Position>) -> Result<Self> {
        let mut at = Reader::new();
        let path = Self::checked(positions, &mut at);
        Ok(at.finish(path)?.0)
    }

    /// Reads a path from JSON text: a list of positions or a GeoJSON LineString.
    ///
    /// # Errors
    /// `invalid_json`, or all problems found, each with a path.
    pub fn from_json(text: &str) -> Result<Self> {
        <Self as Shaped>::from_json(text)
    }

    /// The positions, in order.
    #[must_use]
    pub fn positions(&self) -> &[Position] {
        &self.0
    }

    /// The ends of each leg in degrees; the longitude of the second end goes on from that of the
    /// first, and may leave [-180, 180).
    pub(crate) fn legs(&self) -> impl Iterator<Item = (Vertex, Vertex)> {
        self.0.iter().zip(self.0.iter().skip(1)).map(|(a, b)| {
            let from = Vertex { lon: a.lon.get(), lat: a.lat.get() };
            let lon = from.lon + wrap_longitude(b.lon.get() - from.lon);
            (from, Vertex { lon, lat: b.lat.get() })
        })
    }

    fn checked(positions: Vec<Position>, at: &mut Reader) -> Option<Self> {
        check_count(positions.len(), at)?;
        let path = Self(positions);
        let metres: f64 = path.legs().map(|(from, to)| at_most_m(&from, &to)).sum();
        if metres > MAX_PATH_M {
            return at.limit("path_too_long", "a path is at most 100,000 km long");
        }
        Some(path)
    }
}

/// Metres of a leg, or a little more.
pub(super) fn at_most_m(from: &Vertex, to: &Vertex) -> f64 {
    const METRES_A_DEGREE: f64 = 111_700.0;
    let nearest_equator = if (from.lat > 0.0) == (to.lat > 0.0) {
        math::min(from.lat.abs(), to.lat.abs())
    } else {
        0.0
    };
    let (north, east) = (to.lat - from.lat, (to.lon - from.lon) * sin_cos(nearest_equator).1);
    METRES_A_DEGREE * (north * north + east * east).sqrt()
}

fn check_count(positions: usize, at: &mut Reader) -> Option<()> {
    if positions > MAX_VERTICES {
        let message = format!("{positions} positions; at most {MAX_VERTICES}");
        return at.limit("too_many_vertices", message);
    }
    if positions < 2 {
        return at.problem("too_few_vertices", "a path needs two positions");
    }
    Some(())
}

impl Shaped for Path {
    fn shape() -> Shape {
        Shape::Either {
            name: "Path",
            doc: "A planned way: a list of positions, or a GeoJSON LineString (RFC 7946).",
            shapes: vec![Shape::List(Box::new(Position::shape())), LineString::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(items) => {
                check_count(items.len(), at)?;
                let positions = read_list(value, "a list of positions", at, Position::read)?;
                Self::checked(positions, at)
            }
            Value::Map(_) => read_line_string(value, at),
            other => at.mismatch("a list of positions, or a GeoJSON LineString", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

fn read_line_string(value: &Value, at: &mut Reader) -> Option<Path> {
    let entries = at.object(value, &["type", "coordinates", "bbox"])?;
    let kind: Option<String> = at.required(entries, "type");
    if kind? != "LineString" {
        return at.within("type", |at| {
            at.problem("not_a_path", "a path is a GeoJSON LineString, or a list of positions")
        });
    }
    at.within("coordinates", |at| match value.get("coordinates") {
        None | Some(Value::Null) => at.problem("missing_key", "\"coordinates\" is required"),
        Some(coordinates) => {
            if let Value::List(items) = coordinates {
                check_count(items.len(), at)?;
            }
            let vertices = read_list(coordinates, "a list of positions", at, read_vertex)?;
            let position = |vertex: &Vertex| -> std::result::Result<Position, Problem> {
                Ok(Position {
                    lat: Latitude::try_from(vertex.lat)?,
                    lon: Longitude::try_from(vertex.lon)?,
                })
            };
            // The ranges were checked as the vertices were read.
            let positions = vertices.iter().map(position).collect::<std::result::Result<_, _>>();
            Path::checked(positions.ok()?, at)
        }
    })
}
