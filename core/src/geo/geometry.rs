//! GeoJSON polygons (RFC 7946).

use crate::shape::{Reader, Shape, Shaped, Value};

/// A GeoJSON Polygon or MultiPolygon.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry(Value);

impl Shaped for Geometry {
    fn shape() -> Shape {
        Shape::Any
    }
    fn read(value: &Value, _at: &mut Reader) -> Option<Self> {
        Some(Self(value.clone()))
    }
    fn to_value(&self) -> Value {
        self.0.clone()
    }
}
