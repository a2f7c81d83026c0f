//! One reading of a positioning device.

use crate::Position;
use crate::geo::{Latitude, Longitude};
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};
use crate::time::Instant;

record! {
    /// One reading of a positioning device.
    pub struct Fix: data {
        /// When the position was measured, by the device's clock.
        pub t: Instant,
        /// Latitude in degrees, -90 to 90.
        pub lat: Latitude,
        /// Longitude in degrees; wrapped to [-180, 180).
        pub lon: Longitude,
        /// Horizontal accuracy: the radius in metres that holds the true position with the
        /// policy's `accuracy_percentile`. Absent and 0 mean none was given.
        pub accuracy_m: Accuracy,
        /// Whether the device says that the position is simulated; absent where it cannot tell.
        pub mock: Option<bool>,
        /// Speed in metres a second, as measured; negative means unknown.
        pub speed_mps: Reading,
        /// When the app or the server got it.
        pub received: Option<Instant>,
        /// What measured it.
        pub source: Option<FixSource>,
        /// A press of the check-in or check-out button.
        pub mark: Option<Mark>,
        /// The device's own count.
        pub seq: Option<i64>,
    }
}

impl Fix {
    /// A fix with nothing but time, place and accuracy in metres.
    ///
    /// # Errors
    /// `not_finite`, `out_of_range`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::Fix;
    ///
    /// let fix = Fix::new("2026-11-20T09:00:00Z".parse()?, 55.7558, 37.6173, 12.0)?;
    /// assert_eq!(fix.accuracy_m.radius(), Some(12.0));
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    pub fn new(t: Instant, lat: f64, lon: f64, accuracy_m: f64) -> Result<Self, crate::Problem> {
        Ok(Self {
            t,
            lat: lat.try_into()?,
            lon: lon.try_into()?,
            accuracy_m: accuracy_m.into(),
            mock: None,
            speed_mps: Reading::default(),
            received: None,
            source: None,
            mark: None,
            seq: None,
        })
    }

    /// The same fix: a copy without a look at what it holds, as [`Clone`] takes one.
    #[cfg(feature = "tracker")]
    pub(crate) fn copied(&self) -> Self {
        Self { ..*self }
    }

    /// Latitude and longitude.
    #[cfg(feature = "tracker")]
    pub(crate) fn degrees(&self) -> (f64, f64) {
        (self.lat.get(), self.lon.get())
    }

    /// Where it was.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { lat: self.lat, lon: self.lon }
    }

    /// Latitude 0, longitude 0 is what a device says that knows nothing.
    #[cfg(feature = "tracker")]
    pub(crate) fn is_zero_island(&self) -> bool {
        const DEGREES: f64 = 1e-6;
        self.lat.get().abs() < DEGREES && self.lon.get().abs() < DEGREES
    }
}

/// The accuracy of a fix: a radius in metres, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accuracy {
    /// The radius in metres, above 0 and finite.
    Radius(f64),
    /// None was given (absent, or Android's 0).
    Missing,
    /// Negative, NaN or infinite.
    Invalid,
}

impl Accuracy {
    /// The radius in metres, if there is one.
    #[must_use]
    pub fn radius(self) -> Option<f64> {
        match self {
            Self::Radius(m) => Some(m),
            Self::Missing | Self::Invalid => None,
        }
    }
}

impl From<f64> for Accuracy {
    fn from(m: f64) -> Self {
        if m == 0.0 {
            Self::Missing
        } else if m > 0.0 && m.is_finite() {
            Self::Radius(m)
        } else {
            Self::Invalid
        }
    }
}

impl Shaped for Accuracy {
    fn shape() -> Shape {
        Shape::Optional(Box::new(f64::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.number(value).map(Self::from)
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Radius(m) => Value::Float(*m),
            Self::Missing => Value::Null,
            // -1 reads back as invalid.
            Self::Invalid => Value::Float(-1.0),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::Missing)
    }
}

/// A number that devices leave out in many ways: absent, negative, NaN.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading(Option<f64>);

impl Reading {
    /// The number, if the device gave one.
    #[must_use]
    pub fn get(self) -> Option<f64> {
        self.0
    }
}

impl From<f64> for Reading {
    fn from(x: f64) -> Self {
        Self((x.is_finite() && x >= 0.0).then_some(x + 0.0))
    }
}

impl Shaped for Reading {
    fn shape() -> Shape {
        Shape::Optional(Box::new(f64::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.number(value).map(Self::from)
    }

    fn to_value(&self) -> Value {
        self.0.map_or(Value::Null, Value::Float)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

codes! {
    /// What measured a fix.
    pub enum FixSource {
        /// Satellites.
        Gps = "gps",
        /// Cell towers and Wi-Fi.
        Network = "network",
        /// The platform's mixture.
        Fused = "fused",
    }
}

codes! {
    /// A press of the check-in or check-out button.
    pub enum Mark {
        /// Check-in.
        In = "in",
        /// Check-out.
        Out = "out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_tells_no_place() {
        let fix =
            Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), 55.7558, 37.6173, 12.0).unwrap();
        let text = format!("{fix:?} {:?}", crate::geofence::Track::new(vec![fix.clone()]));
        assert!(text.contains("Latitude(..)") && !text.contains("55.7") && !text.contains("37.6"));
    }
}
