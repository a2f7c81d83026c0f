//! GeoJSON polygons (RFC 7946): read with all problems, any winding, closed where left open.

use crate::shape::{Choice, Field, Reader, RecordShape, Shape, Shaped, Value};
use crate::{Error, math};

/// At most this many vertices make a geometry.
pub const MAX_VERTICES: usize = 100_000;
/// At most this many rings make a geometry.
pub const MAX_RINGS: usize = 10_000;

/// A GeoJSON Polygon or MultiPolygon: an area on the ellipsoid.
///
/// Edges are straight in longitude and latitude; the fill is even-odd, so that winding does not
/// matter, rings inside rings are holes, and what two rings cover both is outside. Rings that are
/// not closed are closed (warning `ring_unclosed`), and altitudes are ignored. Rings across the
/// antimeridian or around a pole are errors in this version.
///
/// # Example
/// ```
/// use fieldbeat::geo::Geometry;
///
/// let yard = Geometry::from_json(
///     r#"{"type": "Polygon", "coordinates":
///         [[[37.61, 55.75], [37.62, 55.75], [37.62, 55.76], [37.61, 55.75]]]}"#,
/// )?;
/// assert_eq!(yard.polygons()[0][0].vertices().len(), 3);
///
/// let error = Geometry::from_json(
///     r#"{"type": "Polygon", "coordinates": [[[37.61, 155.75], [37.62, 55.75]]]}"#,
/// ).unwrap_err();
/// assert_eq!(error.problems()[0].path, "$.coordinates[0][0][1]");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    kind: Kind,
    polygons: Vec<Vec<Ring>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Polygon,
    MultiPolygon,
}

/// A closed line: three or more distinct vertices, the first of which is not repeated at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring(Vec<Vertex>);

/// A corner of a ring, in degrees.
///
/// The longitude is not wrapped, so that a ring may end at 180.
#[derive(Clone, Copy, PartialEq)]
pub struct Vertex {
    /// Longitude.
    pub lon: f64,
    /// Latitude, -90 to 90.
    pub lat: f64,
}

/// Debug output does not tell where a site is.
impl std::fmt::Debug for Vertex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vertex(..)")
    }
}

impl Geometry {
    /// Reads a geometry from GeoJSON text.
    ///
    /// # Errors
    /// `invalid_json`, or all problems found, each with a path.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        <Self as Shaped>::from_json(text)
    }

    /// The rings of every polygon; one polygon, unless this is a MultiPolygon.
    #[must_use]
    pub fn polygons(&self) -> &[Vec<Ring>] {
        &self.polygons
    }

    /// Whether it is a MultiPolygon.
    #[cfg(feature = "tracker")]
    pub(crate) fn is_multi(&self) -> bool {
        self.kind == Kind::MultiPolygon
    }

    /// A geometry from the vertices of its rings as [`Ring::vertices`] tells them; nothing where
    /// they make none.
    #[cfg(feature = "tracker")]
    pub(crate) fn restored(is_multi: bool, polygons: Vec<Vec<Vec<Vertex>>>) -> Option<Self> {
        let mut at = Reader::new();
        let kind = if is_multi { Kind::MultiPolygon } else { Kind::Polygon };
        let rings: usize = polygons.iter().map(Vec::len).sum();
        let vertices: usize = polygons.iter().flatten().map(Vec::len).sum();
        let is_one = polygons.len() == 1;
        if rings > MAX_RINGS || vertices > MAX_VERTICES || !(is_multi || is_one) {
            return None;
        }
        let ring = |mut vertices: Vec<Vertex>, at: &mut Reader| {
            let checked: Option<Vec<Vertex>> =
                vertices.iter().map(|vertex| in_range(vertex.lon, vertex.lat, at)).collect();
            vertices = checked?;
            // As read: closed.
            vertices.extend(vertices.first().copied());
            Ring::new(vertices, at)
        };
        let mut polygon = |rings: Vec<Vec<Vertex>>| {
            let rings: Option<Vec<Ring>> =
                rings.into_iter().map(|vertices| ring(vertices, &mut at)).collect();
            rings.filter(|rings| !rings.is_empty())
        };
        let polygons: Option<Vec<Vec<Ring>>> = polygons.into_iter().map(&mut polygon).collect();
        let polygons = polygons.filter(|polygons| !polygons.is_empty())?;
        Some(Self { kind, polygons })
    }

    /// All rings.
    pub(crate) fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons.iter().flatten()
    }
}

impl Ring {
    /// The corners, in their given order.
    #[must_use]
    pub fn vertices(&self) -> &[Vertex] {
        &self.0
    }

    /// The edges, the closing one included.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&Vertex, &Vertex)> {
        let next = self.0.iter().skip(1).chain(self.0.first());
        self.0.iter().zip(next)
    }

    /// The ring through `vertices`, whether or not the last repeats the first.
    fn new(mut vertices: Vec<Vertex>, at: &mut Reader) -> Option<Self> {
        if vertices.first() == vertices.last() {
            vertices.pop();
        } else {
            at.warning("ring_unclosed", "the ring is not closed; its ends were joined");
        }
        vertices.dedup();
        let ring = Self(vertices);
        if !ring.has_three_distinct_vertices() {
            return at.problem("too_few_vertices", "a ring needs three distinct positions");
        }
        ring.runs_plainly(at)?;
        Some(ring.brought_home())
    }

    fn has_three_distinct_vertices(&self) -> bool {
        let first = self.0.first();
        let second = self.0.iter().find(|vertex| Some(*vertex) != first);
        self.0.iter().any(|vertex| Some(vertex) != first && Some(vertex) != second)
    }

    /// Refuses rings across the antimeridian and around a pole.
    fn runs_plainly(&self, at: &mut Reader) -> Option<()> {
        let steps = || self.edges().map(|(a, b)| b.lon - a.lon);
        if steps().all(|step| step.abs() <= 180.0) {
            return Some(());
        }
        // The short way round at each step: back home in the end, or once around the pole.
        let around: f64 = steps().map(super::position::wrap_longitude).sum();
        if around.abs() > 180.0 {
            at.problem("pole_unsupported", "the ring goes around a pole")
        } else {
            at.problem(
                "antimeridian_unsupported",
                "the ring jumps by more than 180 degrees of longitude: cut it at the antimeridian",
            )
        }
    }

    /// Moved by whole turns until its western end is within [-180, 180).
    fn brought_home(mut self) -> Self {
        let west = self.0.iter().fold(f64::INFINITY, |west, vertex| math::min(west, vertex.lon));
        let home = super::position::wrap_longitude(west);
        if home != west {
            for vertex in &mut self.0 {
                vertex.lon = home + (vertex.lon - west);
            }
        }
        self
    }
}

const TYPES: [&str; 2] = ["Polygon", "MultiPolygon"];

impl Shaped for Geometry {
    fn shape() -> Shape {
        Shape::Either {
            name: "Geometry",
            doc: "A GeoJSON Polygon or MultiPolygon (RFC 7946); positions are [lon, lat].",
            shapes: vec![
                Shape::Record(RecordShape {
                    name: "Polygon",
                    doc: "A GeoJSON Polygon.",
                    policy: false,
                    fields: || geojson_fields(Kind::Polygon),
                }),
                Shape::Record(RecordShape {
                    name: "MultiPolygon",
                    doc: "A GeoJSON MultiPolygon.",
                    policy: false,
                    fields: || geojson_fields(Kind::MultiPolygon),
                }),
            ],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.object(value, &["type", "coordinates", "bbox"])?;
        let kind = match value.get("type") {
            Some(Value::Text(kind)) => at.within("type", |at| read_kind(kind, at)),
            Some(other) if *other != Value::Null => {
                at.within("type", |at| at.mismatch("a string", other))
            }
            _ => at.within("type", |at| at.problem("missing_key", "\"type\" is required")),
        }?;
        at.within("coordinates", |at| match value.get("coordinates") {
            None | Some(Value::Null) => at.problem("missing_key", "\"coordinates\" is required"),
            Some(coordinates) => {
                let polygons = match (kind, coordinates) {
                    (Kind::MultiPolygon, Value::List(polygons)) => {
                        check_size(&polygons.iter().collect::<Vec<_>>(), at)?;
                        read_list(coordinates, "a list of polygons", at, read_polygon)?
                    }
                    (Kind::MultiPolygon, other) => return at.mismatch("a list of polygons", other),
                    (Kind::Polygon, polygon) => {
                        check_size(&[polygon], at)?;
                        vec![read_polygon(polygon, at)?]
                    }
                };
                if polygons.is_empty() {
                    return at.problem("empty_geometry", "a MultiPolygon needs a polygon");
                }
                Some(Self { kind, polygons })
            }
        })
    }

    fn to_value(&self) -> Value {
        let position =
            |vertex: &Vertex| Value::List(vec![vertex.lon.to_value(), vertex.lat.to_value()]);
        let ring =
            |ring: &Ring| Value::List(ring.0.iter().chain(ring.0.first()).map(position).collect());
        let mut polygons =
            self.polygons.iter().map(|rings| Value::List(rings.iter().map(ring).collect()));
        let (kind, coordinates) = match self.kind {
            Kind::Polygon => ("Polygon", polygons.next().unwrap_or(Value::Null)),
            Kind::MultiPolygon => ("MultiPolygon", Value::List(polygons.collect())),
        };
        geojson(kind, coordinates)
    }
}

impl TryFrom<&geo::Polygon<f64>> for Geometry {
    type Error = Error;

    /// Checks as for GeoJSON, with the paths of GeoJSON.
    fn try_from(polygon: &geo::Polygon<f64>) -> Result<Self, Error> {
        Self::from_value(&geojson("Polygon", rings_of(polygon)))
    }
}

impl TryFrom<&geo::MultiPolygon<f64>> for Geometry {
    type Error = Error;

    /// Checks as for GeoJSON, with the paths of GeoJSON.
    fn try_from(polygons: &geo::MultiPolygon<f64>) -> Result<Self, Error> {
        let coordinates = polygons.0.iter().map(rings_of).collect();
        Self::from_value(&geojson("MultiPolygon", Value::List(coordinates)))
    }
}

fn rings_of(polygon: &geo::Polygon<f64>) -> Value {
    let ring = |ring: &geo::LineString<f64>| {
        let position =
            |at: &geo::Coord<f64>| Value::List(vec![Value::Float(at.x), Value::Float(at.y)]);
        Value::List(ring.0.iter().map(position).collect())
    };
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    Value::List(rings.map(ring).collect())
}

fn geojson(kind: &str, coordinates: Value) -> Value {
    Value::Map(vec![
        ("type".to_owned(), Value::Text(kind.to_owned())),
        ("coordinates".to_owned(), coordinates),
    ])
}

fn geojson_fields(kind: Kind) -> Vec<Field> {
    let list = |item| Shape::List(Box::new(item));
    let polygon = list(list(list(f64::shape())));
    let (choice, coordinates, doc) = match kind {
        Kind::Polygon => (
            Choice {
                name: "PolygonType",
                doc: "The type of a GeoJSON Polygon.",
                codes: &[("Polygon", "One polygon.")],
            },
            polygon,
            "Rings of [lon, lat] positions in degrees; rings inside another are its holes.",
        ),
        Kind::MultiPolygon => (
            Choice {
                name: "MultiPolygonType",
                doc: "The type of a GeoJSON MultiPolygon.",
                codes: &[("MultiPolygon", "Several polygons.")],
            },
            list(polygon),
            "Polygons, each of rings of [lon, lat] positions in degrees.",
        ),
    };
    let field = |key, doc, shape| Field { key, doc, shape, default: None };
    vec![
        field("type", "What it is.", Shape::Choice(choice)),
        field("coordinates", doc, coordinates),
    ]
}

fn read_kind(kind: &str, at: &mut Reader) -> Option<Kind> {
    match kind {
        "Polygon" => Some(Kind::Polygon),
        "MultiPolygon" => Some(Kind::MultiPolygon),
        "Feature" => at.problem(
            "not_a_geometry",
            "a Feature holds a geometry, but is none: pass its \"geometry\"",
        ),
        "FeatureCollection" | "GeometryCollection" => {
            at.problem("not_a_geometry", "a collection is no fence: pass one geometry of it")
        }
        other => at.unknown_code(other, &TYPES),
    }
}

/// Refuses geometries beyond the limits before any of it is copied.
fn check_size(polygons: &[&Value], at: &mut Reader) -> Option<()> {
    let items = |value: &Value| match value {
        Value::List(items) => items.len(),
        _ => 0,
    };
    let rings: usize = polygons.iter().map(|polygon| items(polygon)).sum();
    if rings > MAX_RINGS {
        return at.limit("too_many_rings", format!("{rings} rings; at most {MAX_RINGS}"));
    }
    let each_ring = polygons.iter().filter_map(|polygon| match polygon {
        Value::List(rings) => Some(rings.iter().map(items).sum::<usize>()),
        _ => None,
    });
    let vertices: usize = each_ring.sum();
    if vertices > MAX_VERTICES {
        let message = format!("{vertices} vertices; at most {MAX_VERTICES}");
        return at.limit("too_many_vertices", message);
    }
    Some(())
}

fn read_polygon(value: &Value, at: &mut Reader) -> Option<Vec<Ring>> {
    let rings = read_list(value, "a list of rings", at, |ring, at| {
        let vertices = read_list(ring, "a list of positions", at, read_vertex)?;
        Ring::new(vertices, at)
    })?;
    if rings.is_empty() {
        return at.problem("empty_geometry", "a polygon needs a ring");
    }
    Some(rings)
}

/// `[lon, lat]`; what follows (an altitude) is ignored.
pub(super) fn read_vertex(value: &Value, at: &mut Reader) -> Option<Vertex> {
    let pair = match value {
        Value::List(items) => match items.as_slice() {
            [lon, lat, ..] => Some((lon.clone(), lat.clone())),
            _ => None,
        },
        Value::Column(column) if column.len() >= 2 => Some((column.value(0), column.value(1))),
        other => return at.mismatch("a position [lon, lat]", other),
    };
    let Some((lon, lat)) = pair else {
        return at.problem("wrong_type", "expected a position [lon, lat]");
    };
    let lon = at.within(0, |at| at.number(&lon));
    let lat = at.within(1, |at| at.number(&lat));
    in_range(lon?, lat?, at)
}

fn in_range(lon: f64, lat: f64, at: &mut Reader) -> Option<Vertex> {
    let mut finite = |index: usize, x: f64| {
        if x.is_finite() {
            Some(x + 0.0)
        } else {
            at.within(index, |at| at.problem("not_finite", "expected a finite number"))
        }
    };
    let (lon, lat) = (finite(0, lon), finite(1, lat));
    let (lon, lat) = (lon?, lat?);
    if lat.abs() > 90.0 {
        return at.within(1, |at| {
            at.problem("out_of_range", "a latitude is -90 to 90: positions are [lon, lat]")
        });
    }
    Some(Vertex { lon, lat })
}

/// Reads every item, to find the problems of all.
pub(super) fn read_list<T>(
    value: &Value,
    expected: &str,
    at: &mut Reader,
    mut read: impl FnMut(&Value, &mut Reader) -> Option<T>,
) -> Option<Vec<T>> {
    let Value::List(items) = value else { return at.mismatch(expected, value) };
    let mut all = Vec::new();
    for (index, item) in items.iter().enumerate() {
        all.extend(at.within(index, |at| read(item, at)));
    }
    (all.len() == items.len()).then_some(all)
}
