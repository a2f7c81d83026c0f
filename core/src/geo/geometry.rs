//! GeoJSON polygons (RFC 7946): read with all problems, any winding, closed where left open.

use super::ring::{Ring, Vertex};
use crate::Error;
use crate::shape::{Choice, Field, Reader, RecordShape, Shape, Shaped, Value};

/// At most this many vertices make a geometry.
pub const MAX_VERTICES: usize = 100_000;
/// At most this many rings make a geometry.
pub const MAX_RINGS: usize = 10_000;

/// A GeoJSON Polygon or MultiPolygon: an area on the ellipsoid.
///
/// Edges are straight in longitude and latitude; the fill is even-odd, so that winding does not
/// matter, rings inside rings are holes, and what two rings cover both is outside. Rings that are
/// not closed are closed (warning `ring_unclosed`), and altitudes are ignored.
///
/// Across the antimeridian: a geometry that is cut there, as RFC 7946 asks, is sewn up, so that
/// the cut is no boundary. A ring that is not cut may run on beyond 180 degrees; where it jumps
/// by more than 180 degrees instead, from 179 to -179, it is taken the short way (warning
/// `antimeridian_unwrapped`). Two steps are taken as they stand: those along a pole, and a full
/// turn along a parallel between two sides along the antimeridian (the world from -60 to 80).
///
/// Around a pole: a ring that ends 360 degrees from its start holds the pole of the hemisphere
/// that it lies in. One that lies in both is refused (`pole_ambiguous`), unless it is led to its
/// pole and back along the antimeridian, where the cut is sewn up as well. What goes out runs on
/// beyond 180, and reads back as the same geometry without a warning.
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
///
/// let chukotka = Geometry::from_json(
///     r#"{"type": "Polygon", "coordinates": [[[175, 62], [-170, 62], [-170, 70], [175, 62]]]}"#,
/// )?;
/// assert_eq!(chukotka.polygons()[0][0].vertices()[1].lon, 190.0);
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

    /// A geometry from the vertices of its rings as [`Ring::closed`] tells them; nothing where they
    /// make none.
    #[cfg(feature = "tracker")]
    pub(crate) fn restored(is_multi: bool, polygons: Vec<Vec<Vec<Vertex>>>) -> Option<Self> {
        let mut at = Reader::new();
        let kind = if is_multi { Kind::MultiPolygon } else { Kind::Polygon };
        let rings: usize = polygons.iter().map(Vec::len).sum();
        let vertices: usize = polygons.iter().flatten().map(Vec::len).sum();
        let is_one = polygons.len() == 1;
        // Rings that were not closed have grown.
        if rings > MAX_RINGS || vertices > 2 * MAX_VERTICES || !(is_multi || is_one) {
            return None;
        }
        let ring = |vertices: Vec<Vertex>, at: &mut Reader| {
            let checked: Option<Vec<Vertex>> =
                vertices.iter().map(|vertex| in_range(vertex.lon, vertex.lat, at)).collect();
            Ring::new(checked?, at)
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
                    sparse: false,
                    fields: || geojson_fields(Kind::Polygon),
                }),
                Shape::Record(RecordShape {
                    name: "MultiPolygon",
                    doc: "A GeoJSON MultiPolygon.",
                    policy: false,
                    sparse: false,
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
            |vertex: Vertex| Value::List(vec![vertex.lon.to_value(), vertex.lat.to_value()]);
        let ring = |ring: &Ring| Value::List(ring.closed().map(position).collect());
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
    if lon.abs() > MAX_LONGITUDE {
        return at.within(0, |at| {
            at.problem("out_of_range", "a longitude is -180 to 180, or some turns beyond")
        });
    }
    Some(Vertex { lon, lat })
}

/// Rings may run on beyond the antimeridian; so many turns away a degree is as sharp as at home.
const MAX_LONGITUDE: f64 = 3600.0;

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
