//! Many fences, as an index is built from.

use super::Fence;
use super::policy::Radius;
use crate::column::{Buffer, Texts};
use crate::geo::{Latitude, Longitude, Position};
use crate::shape::{Meters, Reader, Shape, Shaped, Value, record};

/// Many fences: a list of any, or columns of circles.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::geofence::Fences;
///
/// let circles = Fences::from_json(
///     r#"{"id": ["a", "b"], "lat": [55.75, 59.94], "lon": [37.62, 30.31], "radius_m": [150, 80]}"#,
/// )?;
/// assert_eq!(circles.0[1].id.as_deref(), Some("b"));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fences(pub Vec<Fence>);

record! {
    /// Circles as columns of equal length.
    pub struct CircleColumns: data {
        /// Identifiers.
        pub id: Option<Texts>,
        /// Latitudes of the centres in degrees, -90 to 90.
        pub lat: Buffer<f64>,
        /// Longitudes of the centres in degrees.
        pub lon: Buffer<f64>,
        /// Radii in metres, above 0.
        pub radius_m: Buffer<f64>,
        /// Metres around each that count as inside; else the policy's.
        pub tolerance_m: Option<Buffer<f64>>,
    }
}

const EXPECTED: &str = "a list of fences, or columns";

impl Shaped for Fences {
    fn shape() -> Shape {
        Shape::Either {
            name: "Fences",
            doc: "Many fences: a list of any, or columns of circles.",
            shapes: vec![Shape::List(Box::new(Fence::shape())), CircleColumns::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(_) => Vec::<Fence>::read(value, at).map(Self),
            Value::Map(_) if value.get("center").or(value.get("geometry")).is_some() => {
                at.problem("wrong_type", format!("expected {EXPECTED}, got one fence"))
            }
            Value::Map(_) => CircleColumns::read(value, at)?.fences(at).map(Self),
            other => at.mismatch(EXPECTED, other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl CircleColumns {
    fn fences(&self, at: &mut Reader) -> Option<Vec<Fence>> {
        let rows = self.lat.len();
        let lengths = [
            ("id", self.id.as_ref().map(|ids| ids.codes.len())),
            ("lon", Some(self.lon.len())),
            ("radius_m", Some(self.radius_m.len())),
            ("tolerance_m", self.tolerance_m.as_ref().map(|column| column.len())),
        ];
        let before = at.problem_count();
        let mut longest = rows;
        for (key, len) in lengths {
            if let Some(len) = len.filter(|len| *len != rows) {
                let message = format!("{len} rows, but \"lat\" has {rows}");
                at.within(key, |at| at.problem::<()>("lengths_differ", message));
                longest = longest.max(len);
            }
        }
        // What is wrong with cells is told all the same: a column that ends has none.
        let fences = (0..longest).filter_map(|row| self.fence(row, at)).collect();
        (at.problem_count() == before).then_some(fences)
    }

    fn fence(&self, row: usize, at: &mut Reader) -> Option<Fence> {
        let lat = cell::<Latitude>(&self.lat, "lat", row, at);
        let lon = cell::<Longitude>(&self.lon, "lon", row, at);
        let radius_m = cell::<Radius>(&self.radius_m, "radius_m", row, at);
        let tolerance_m = match &self.tolerance_m {
            Some(column) => cell::<Meters>(column, "tolerance_m", row, at).map(Some),
            None => Some(None),
        };
        Some(Fence {
            id: self.id.as_ref().and_then(|ids| ids.get(row)).map(str::to_owned),
            center: Some(Position { lat: lat?, lon: lon? }),
            radius_m: Some(radius_m?),
            geometry: None,
            tolerance_m: tolerance_m?,
        })
    }
}

fn cell<T: Shaped>(
    column: &Buffer<f64>,
    key: &'static str,
    row: usize,
    at: &mut Reader,
) -> Option<T> {
    let value = Value::Float(*column.get(row)?);
    at.within(key, |at| at.within(row, |at| T::read(&value, at)))
}
