//! Lines in GeoJSON, as maps draw them.

use super::position::{Position, wrap_longitude};
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};

codes! {
    /// The type of a GeoJSON LineString.
    pub enum LineStringType {
        /// A line.
        LineString = "LineString",
    }
}

codes! {
    /// The type of a GeoJSON MultiLineString.
    pub enum MultiLineStringType {
        /// Several lines.
        MultiLineString = "MultiLineString",
    }
}

record! {
    /// A GeoJSON LineString.
    pub struct LineString: data {
        /// What it is.
        pub r#type: LineStringType,
        /// Positions [lon, lat] in degrees.
        pub coordinates: Vec<Vec<f64>>,
    }
}

record! {
    /// A GeoJSON MultiLineString.
    pub struct MultiLineString: data {
        /// What it is.
        pub r#type: MultiLineStringType,
        /// Of each line the positions [lon, lat] in degrees.
        pub coordinates: Vec<Vec<Vec<f64>>>,
    }
}

/// A line as GeoJSON (RFC 7946): in one piece, or cut where it crosses the antimeridian, as section
/// 3.1.9 asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// In one piece.
    Whole(LineString),
    /// Cut at the antimeridian.
    Cut(MultiLineString),
}

impl Line {
    /// The line through `positions`, each leg the shorter way around the Earth.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::Position;
    /// use fieldbeat::geo::Line;
    ///
    /// let fiji = [Position::new(-17.0, 179.0)?, Position::new(-18.0, -179.0)?];
    /// let Line::Cut(line) = Line::through(&fiji) else { panic!("it crosses the antimeridian") };
    /// assert_eq!(line.coordinates[0], [[179.0, -17.0], [180.0, -17.5]]);
    /// assert_eq!(line.coordinates[1], [[-180.0, -17.5], [-179.0, -18.0]]);
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    #[must_use]
    pub fn through<'p>(positions: impl IntoIterator<Item = &'p Position>) -> Self {
        let mut pieces = Vec::new();
        let mut piece: Vec<Vec<f64>> = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for position in positions {
            let (lon, lat) = (position.lon.get(), position.lat.get());
            if let Some((from_lon, from_lat)) = before
                && (lon - from_lon).abs() > 180.0
            {
                let eastward = lon < from_lon;
                let edge = if eastward { 180.0 } else { -180.0 };
                // Longitudes are in [-180, 180): a leg from or to the edge itself has a part of no
                // length on one side of it.
                let share = (edge - from_lon) / wrap_longitude(lon - from_lon);
                let crossing = from_lat + (lat - from_lat) * share;
                piece.push(vec![edge, crossing]);
                pieces.push(std::mem::take(&mut piece));
                piece.push(vec![-edge, crossing]);
            }
            piece.push(vec![lon, lat]);
            before = Some((lon, lat));
        }
        if pieces.is_empty() {
            let r#type = LineStringType::LineString;
            return Self::Whole(LineString { r#type, coordinates: piece });
        }
        pieces.push(piece);
        let r#type = MultiLineStringType::MultiLineString;
        Self::Cut(MultiLineString { r#type, coordinates: pieces })
    }
}

impl Shaped for Line {
    fn shape() -> Shape {
        Shape::Either {
            name: "Line",
            doc: "A GeoJSON line (RFC 7946): several, where it is cut at the antimeridian.",
            shapes: vec![LineString::shape(), MultiLineString::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value.get("type") {
            Some(Value::Text(kind)) if kind == "MultiLineString" => {
                MultiLineString::read(value, at).map(Self::Cut)
            }
            _ => LineString::read(value, at).map(Self::Whole),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Whole(line) => line.to_value(),
            Self::Cut(lines) => lines.to_value(),
        }
    }
}
