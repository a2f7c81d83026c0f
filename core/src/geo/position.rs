//! Latitude and longitude, checked once.

use crate::Problem;
use crate::math;
use crate::shape::{Reader, Shape, Shaped, Value, number, record};

number! {
    /// Latitude in degrees, -90 to 90. Debug output does not tell where a person was.
    pub struct Latitude(min -90.0, max 90.0) private
}

/// Longitude in degrees; any finite number comes in, and is wrapped to [-180, 180).
///
/// Debug output does not tell where a person was.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Longitude(f64);

impl std::fmt::Debug for Longitude {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Longitude(..)")
    }
}

impl Longitude {
    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Longitude {
    type Error = Problem;

    fn try_from(x: f64) -> Result<Self, Problem> {
        if !x.is_finite() {
            return Err(Problem::new("not_finite", "$", "expected a finite number"));
        }
        Ok(Self(wrap_longitude(x)))
    }
}

/// `lon` moved by whole turns into [-180, 180); exact, and the same number if it is there already.
#[must_use]
pub(crate) fn wrap_longitude(lon: f64) -> f64 {
    if (-180.0..180.0).contains(&lon) {
        return lon + 0.0;
    }
    let turn = math::fmod(lon, 360.0);
    let wrapped = if turn >= 180.0 {
        turn - 360.0
    } else if turn < -180.0 {
        turn + 360.0
    } else {
        turn
    };
    wrapped + 0.0
}

impl Shaped for Longitude {
    fn shape() -> Shape {
        Shape::Number { min: None, above: None, max: None }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        f64::read(value, at).map(|lon| Self(wrap_longitude(lon)))
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

record! {
    /// A position on the WGS84 ellipsoid, in degrees.
    pub struct Position: data {
        /// Latitude, -90 to 90.
        pub lat: Latitude,
        /// Longitude; any finite number is wrapped to [-180, 180).
        pub lon: Longitude,
    }
}

impl Position {
    /// The position at `lat`, `lon` degrees.
    ///
    /// # Errors
    /// `not_finite`, `out_of_range` (latitude beyond 90 degrees).
    ///
    /// # Example
    /// ```
    /// use fieldbeat::Position;
    ///
    /// assert_eq!(Position::new(55.7558, 397.5)?.lon.get(), 37.5);
    /// assert!(Position::new(91.0, 0.0).is_err());
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    pub fn new(lat: f64, lon: f64) -> Result<Self, Problem> {
        Ok(Self { lat: lat.try_into()?, lon: lon.try_into()? })
    }

    /// The position at a latitude and longitude that were checked before.
    pub(crate) const fn known(lat: f64, lon: f64) -> Self {
        Self { lat: Latitude::known(lat), lon: Longitude(lon) }
    }
}
