//! Exact decimals for money and points.

use std::fmt;
use std::str::FromStr;

use rust_decimal::RoundingStrategy;

use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value};

/// An exact decimal of at most 28 digits. Arithmetic is checked: it never wraps or rounds in
/// silence.
///
/// Reads a string, a whole number, or a number whose shortest text has at most 15 significant
/// digits (more is `too_precise`).
///
/// # Example
/// ```
/// use fieldbeat::math::{Decimal, Rounding};
///
/// let points: Decimal = "2.3625".parse()?;
/// assert_eq!(points.round(2, Rounding::HalfUp).to_string(), "2.36");
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal);

/// What becomes of digits beyond the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half away from zero: 2.5 -> 3, -2.5 -> -3.
    HalfUp,
    /// Half to the even neighbour: 2.5 -> 2.
    HalfEven,
    /// Toward zero.
    Down,
}

/// An f64 holds every decimal of this many significant digits.
const MAX_F64_DIGITS: usize = 15;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);

    /// One.
    pub const ONE: Self = Self(rust_decimal::Decimal::ONE);

    /// The least decimal that there is.
    #[cfg(feature = "rule")]
    pub(crate) const MIN: Self = Self(rust_decimal::Decimal::MIN);

    /// The greatest.
    #[cfg(feature = "rule")]
    pub(crate) const MAX: Self = Self(rust_decimal::Decimal::MAX);

    /// `units` of 10^-`scale`: `from_units(3800, 2)` is 38.00. `None` above 28 digits of scale.
    #[must_use]
    pub fn from_units(units: impl Into<i128>, scale: u32) -> Option<Self> {
        rust_decimal::Decimal::try_from_i128_with_scale(units.into(), scale).ok().map(Self)
    }

    /// How many units of 10^-`scale` this is: 38.5 is 3,850 of 10^-2. `None` where it is no whole
    /// number of them, or too large.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::math::Decimal;
    ///
    /// let points: Decimal = "38.50".parse()?;
    /// assert_eq!(points.units(2), Some(3_850));
    /// assert_eq!(points.units(0), None);
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    #[must_use]
    pub fn units(self, scale: u32) -> Option<i128> {
        let (units, own) = (self.0.mantissa(), self.0.scale());
        match scale.checked_sub(own) {
            Some(more) => units.checked_mul(10_i128.checked_pow(more)?),
            // A scale is 28 at most.
            None => {
                let fewer = 10_i128.pow(own - scale);
                (units % fewer == 0).then(|| units / fewer)
            }
        }
    }

    /// The decimal that `x` was written as.
    ///
    /// # Errors
    /// `not_finite`, `too_precise`, `out_of_range`.
    pub fn from_f64(x: f64) -> Result<Self, Problem> {
        if !x.is_finite() {
            return Err(Problem::new("not_finite", "$", "expected a finite number"));
        }
        let text = super::plain_text(x);
        let digits = text.trim_start_matches(['-', '0', '.']).trim_end_matches('0');
        if digits.chars().filter(char::is_ascii_digit).count() > MAX_F64_DIGITS {
            let message = "more than 15 significant digits: pass it as a string";
            return Err(Problem::new("too_precise", "$", message));
        }
        text.parse()
    }

    /// The whole units of 10^-`scale` at or below this, and whether that is all; `None` beyond 64 bits.
    #[cfg(feature = "rule")]
    pub(crate) fn units_below(self, scale: u32) -> Option<(i64, bool)> {
        let (units, own) = (self.0.mantissa(), self.0.scale());
        let (whole, is_all) = match scale.checked_sub(own) {
            Some(more) => (units.checked_mul(10_i128.checked_pow(more)?)?, true),
            None => {
                let fewer = 10_i128.pow(own - scale);
                (units.div_euclid(fewer), units.rem_euclid(fewer) == 0)
            }
        };
        Some((i64::try_from(whole).ok()?, is_all))
    }

    /// This as plain data, from which it is read back as exactly the same: a number where one of 15
    /// digits tells it, else its text.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::math::Decimal;
    /// use fieldbeat::shape::Value;
    ///
    /// let points: Decimal = "38.50".parse()?;
    /// assert_eq!(points.plain(), Value::Float(38.5));
    /// let step: Decimal = "171.370245600000000001".parse()?;
    /// assert_eq!(step.plain(), Value::Text("171.370245600000000001".to_owned()));
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    #[must_use]
    pub fn plain(self) -> Value {
        let is_short = self.short().mantissa().unsigned_abs() < 10_u128.pow(MAX_F64_DIGITS as u32);
        if is_short { Value::Float(self.to_f64()) } else { Value::Text(self.text()) }
    }

    /// Its one text, without zeros at its end: that of 1.50 is `1.5`.
    #[must_use]
    pub fn text(self) -> String {
        self.short().to_string()
    }

    fn short(self) -> rust_decimal::Decimal {
        self.0.normalize()
    }

    /// The nearest f64.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Not through text: std's parser of floats has a table of 10 KB.
        let units = self.0.mantissa();
        let size = ratio_to_f64(units.unsigned_abs(), 10_u128.pow(self.0.scale()));
        if units < 0 { -size } else { size }
    }

    /// The sum; `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product; `None` when it does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }

    /// The quotient; `None` when it does not fit or `other` is 0.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self)
    }

    /// With at most `scale` digits after the point.
    #[must_use]
    pub fn round(self, scale: u32, rounding: Rounding) -> Self {
        let strategy = match rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::Down => RoundingStrategy::ToZero,
        };
        Self(self.0.round_dp_with_strategy(scale, strategy))
    }
}

/// The f64 nearest to `a / b`, where both are below 2^96 and `b` is not 0.
fn ratio_to_f64(a: u128, b: u128) -> f64 {
    // Two bits more than an f64 holds, of which the last also stands for all that follow:
    // enough to round as if all were there.
    const ENOUGH: u128 = 1 << 54;
    let (mut quotient, mut rest) = (a / b, a % b);
    let mut scale = 1.0;
    while quotient < ENOUGH && rest > 0 {
        rest *= 2;
        let bit = u128::from(rest >= b);
        rest -= bit * b;
        quotient = quotient * 2 + bit;
        scale *= 0.5;
    }
    (quotient | u128::from(rest > 0)) as f64 * scale
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Decimal {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        rust_decimal::Decimal::from_str_exact(text)
            .map(Self)
            .map_err(|error| Problem::new("invalid_decimal", "$", error.to_string()))
    }
}

impl Shaped for Decimal {
    fn shape() -> Shape {
        Shape::Decimal
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let read = match value {
            Value::Decimal(d) => return Some(*d),
            Value::Int(i) => return Some(Self((*i).into())),
            Value::Float(x) => Self::from_f64(*x),
            Value::Text(text) => text.parse(),
            other => return at.mismatch("a decimal", other),
        };
        match read {
            Ok(decimal) => Some(decimal),
            Err(problem) => match &*problem.code {
                "not_finite" => at.problem("not_finite", problem.message),
                "too_precise" => at.problem("too_precise", problem.message),
                _ => at.problem("invalid_decimal", problem.message),
            },
        }
    }

    fn to_value(&self) -> Value {
        Value::Decimal(*self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn floats_become_the_decimal_they_were_written_as() {
        for (x, text) in
            [(0.1, "0.1"), (-10.0, "-10"), (1e-7, "0.0000001"), (1e15, "1000000000000000")]
        {
            assert_eq!(Decimal::from_f64(x).unwrap().to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn a_decimal_becomes_the_nearest_float(
            units in 0..1_u128 << 96, bits in 0_u32..96, scale in 0_u32..=28, negative: bool,
        ) {
            let units = (units >> bits) as i128;
            let units = if negative { -units } else { units };
            let decimal = Decimal(rust_decimal::Decimal::from_i128_with_scale(units, scale));
            let nearest: f64 = decimal.to_string().parse().unwrap();
            prop_assert_eq!(decimal.to_f64(), nearest);
        }
    }

    proptest! {
        #[test]
        fn what_a_decimal_is_written_as_is_read_back_as_the_same(
            units in 0..1_u128 << 96, bits in 0_u32..96, scale in 0_u32..=28, negative: bool,
        ) {
            let units = (units >> bits) as i128;
            let units = if negative { -units } else { units };
            let decimal = Decimal(rust_decimal::Decimal::from_i128_with_scale(units, scale));
            for written in [decimal.plain(), Value::from_json(&decimal.to_json().unwrap()).unwrap()] {
                prop_assert_eq!(Decimal::from_value(&written).unwrap(), decimal, "{:?}", written);
            }
        }
    }

    #[test]
    fn a_whole_number_of_16_digits_is_a_text() {
        let written = |text: &str| text.parse::<Decimal>().unwrap().to_json().unwrap();
        assert_eq!(written("123456789012345"), "123456789012345.0");
        assert_eq!(written("1234567890123456"), "\"1234567890123456\"");
        assert_eq!(written("-0.1234567890123450"), "-0.123456789012345");
        assert_eq!(written("1000000000000000000000"), "\"1000000000000000000000\"");
    }

    #[test]
    fn more_digits_than_a_float_holds_are_refused() {
        assert_eq!(Decimal::from_f64(0.1 + 0.2).unwrap_err().code, "too_precise");
        assert_eq!(Decimal::from_f64(f64::NAN).unwrap_err().code, "not_finite");
        assert_eq!(Decimal::from_f64(1e300).unwrap_err().code, "invalid_decimal");
    }

    #[test]
    fn half_up_is_away_from_zero() {
        let x: Decimal = "-2.365".parse().unwrap();
        assert_eq!(x.round(2, Rounding::HalfUp).to_string(), "-2.37");
        assert_eq!(x.round(2, Rounding::HalfEven).to_string(), "-2.36");
        assert_eq!(x.round(2, Rounding::Down).to_string(), "-2.36");
    }
}
