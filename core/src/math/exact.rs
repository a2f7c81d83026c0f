//! Exact sums and ratios: whole numbers of a small unit.

use super::Decimal;
use crate::shape::Reader;
use crate::{Error, ErrorKind, Result};

/// Money, points and counts, in whole millionths.
pub(crate) type Amount = Exact<6>;

/// What a single rule gave: rules multiply, and their steps are not rounded.
pub(crate) type Fine = Exact<18>;

/// Nothing that is paid is larger.
const LARGEST: i128 = 1_000_000_000_000_000;

/// A whole number of units of 10^-`DIGITS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exact<const DIGITS: u32>(i128);

impl<const DIGITS: u32> Exact<DIGITS> {
    pub(crate) const ZERO: Self = Self(0);
    /// One, in units.
    pub(crate) const ONE: i128 = 10_i128.pow(DIGITS);

    pub(crate) fn of_units(units: i128) -> Self {
        Self(units)
    }

    /// So many whole ones; a count of rows or days.
    pub(crate) fn count(count: i64) -> Self {
        Self(i128::from(count) * Self::ONE)
    }

    pub(crate) fn units(self) -> i128 {
        self.0
    }

    /// The amount of a decimal; `too_precise` and `too_large` are noted.
    pub(crate) fn read(decimal: Decimal, at: &mut Reader) -> Option<Self> {
        match decimal.units(DIGITS) {
            Some(units) if units.abs() <= LARGEST * Self::ONE => Some(Self(units)),
            None if decimal.round(DIGITS, crate::math::Rounding::Down) != decimal => at.problem(
                "too_precise",
                format!("expected at most {DIGITS} digits after the point"),
            ),
            _ => at.limit("too_large", "expected at most 10^15"),
        }
    }

    /// The amount of a decimal that was read before.
    pub(crate) fn of(decimal: Decimal) -> Result<Self> {
        decimal.units(DIGITS).map(Self).ok_or_else(too_large)
    }

    /// As a decimal without zeros at its end: equal amounts are the same text.
    pub(crate) fn decimal(self) -> Result<Decimal> {
        written(self.0, DIGITS)
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self> {
        self.0.checked_add(other.0).map(Self).ok_or_else(too_large)
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self> {
        self.0.checked_sub(other.0).map(Self).ok_or_else(too_large)
    }

    /// The amount `numerator / denominator`, half up to so many digits.
    pub(crate) fn rounded(numerator: i128, denominator: i128, places: u32) -> Result<Self> {
        let places = places.min(DIGITS);
        let units = divided(numerator, denominator, places).ok_or_else(too_large)?;
        units.checked_mul(10_i128.pow(DIGITS - places)).map(Self).ok_or_else(too_large)
    }
}

impl Amount {
    /// As what a single rule gave.
    pub(crate) fn fine(self) -> Result<Fine> {
        times(self.0, Fine::ONE / Self::ONE).map(Exact)
    }
}

impl Fine {
    /// How many millionths this is, where it is a whole number of them: most of what is paid is.
    #[inline]
    pub(crate) fn millionths(self) -> Option<i64> {
        self.whole(6)
    }

    /// How many units of 10^-`digits` this is, at most 18 digits; `None` where it is no whole number of
    /// them, or 64 bits do not hold it.
    #[inline]
    pub(crate) fn whole(self, digits: u32) -> Option<i64> {
        let places = 18_u32.saturating_sub(digits);
        // A power of ten is one of two and one of five. Without the twos 64 bits hold nearly all; to
        // divide 128 of them takes longer than all else that is done with a step.
        let (rest, fives) = (self.0 >> places, 5_i64.pow(places));
        if rest << places != self.0 {
            return None;
        }
        match i64::try_from(rest) {
            Ok(rest) => (rest % fives == 0).then_some(rest / fives),
            Err(_) => {
                let fives = i128::from(fives);
                i64::try_from(rest / fives).ok().filter(|_| rest % fives == 0)
            }
        }
    }

    /// So many millionths: 128 bits hold them all.
    #[inline]
    pub(crate) fn of_millionths(millionths: i64) -> Self {
        Self(i128::from(millionths) * (Self::ONE / 1_000_000))
    }

    /// The nearest f64.
    pub(crate) fn to_f64(self) -> Result<f64> {
        // Two numbers that an f64 holds have the f64 that is nearest to their quotient.
        let quick = self.millionths().filter(|millionths| millionths.unsigned_abs() < 1 << 53);
        quick.map_or_else(|| Ok(self.decimal()?.to_f64()), |millionths| Ok(millionths as f64 / 1e6))
    }

    /// As what is paid, half up.
    pub(crate) fn amount(self) -> Result<Amount> {
        Amount::rounded(self.0, Self::ONE, 6)
    }
}

/// The product of units.
pub(crate) fn times(a: i128, b: i128) -> Result<i128> {
    a.checked_mul(b).ok_or_else(too_large)
}

/// Percent: 100 `part` / `whole`, half up to four digits; `None` where there is no whole.
pub(crate) fn percent(part: Amount, whole: Amount) -> Result<Option<Decimal>> {
    const PLACES: u32 = 4;
    if whole == Amount::ZERO {
        return Ok(None);
    }
    ratio(times(part.units(), 100)?, whole.units(), PLACES).map(Some)
}

/// `numerator / denominator` as a decimal, half up to so many digits.
pub(crate) fn ratio(numerator: i128, denominator: i128, places: u32) -> Result<Decimal> {
    written(divided(numerator, denominator, places).ok_or_else(too_large)?, places)
}

/// `numerator / denominator` in units of 10^-`places`, halves away from zero.
fn divided(numerator: i128, denominator: i128, places: u32) -> Option<i128> {
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let ten = 10_u128.checked_pow(places)?;
    let whole = n.checked_div(d)?.checked_mul(ten)?;
    let rest = n.checked_rem(d)?.checked_mul(ten)?;
    let (part, rest) = (rest / d, rest % d);
    let up = u128::from(rest >= d - rest);
    let size = i128::try_from(whole.checked_add(part)?.checked_add(up)?).ok()?;
    Some(if (numerator < 0) == (denominator < 0) { size } else { -size })
}

/// `numerator / denominator` to the nearest whole number, halves away from zero.
pub(crate) fn divided_half_up(numerator: i128, denominator: i128) -> i128 {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = rest.abs() >= denominator.abs() - rest.abs();
    let sign = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    whole + if up { sign } else { 0 }
}

/// So many millionths as a decimal.
pub(crate) fn millionths(units: i128) -> Result<Decimal> {
    written(units, 6)
}

fn written(mut units: i128, mut digits: u32) -> Result<Decimal> {
    while digits > 0 && units % 10 == 0 {
        (units, digits) = (units / 10, digits - 1);
    }
    Decimal::from_units(units, digits).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::one(ErrorKind::Limit, "too_large", "$", "a sum or a ratio has more than 28 digits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (numerator, text) in [(5, "0.1"), (-5, "-0.1"), (4, "0"), (15, "0.2"), (100, "1")] {
            assert_eq!(ratio(numerator, 100, 1).unwrap().to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_found_without_a_division_is_what_a_division_gives(
            whole in any::<i32>(), more in 1_i64..2_000_000_000, digits in 0_u32..=18,
            off in prop::sample::select(vec![0_i128, 0, 1, -1, 1_000_000]),
        ) {
            let unit = 10_i128.pow(18 - digits);
            let fine = Fine::of_units(i128::from(i64::from(whole) * more) * unit + off);
            let due = (fine.units() % unit == 0).then(|| fine.units() / unit);
            prop_assert_eq!(fine.whole(digits).map(i128::from), due);
            if let Ok(decimal) = fine.decimal() {
                prop_assert_eq!(fine.to_f64().unwrap(), decimal.to_f64());
            }
        }

        #[test]
        fn a_ratio_is_the_nearest_number_of_its_digits(
            n in -1_000_000_i64..1_000_000, d in 1_i64..10_000, places in 0_u32..6,
        ) {
            let (n, d) = (i128::from(n), i128::from(d));
            let units = divided(n, d, places).unwrap();
            let off = (n * 10_i128.pow(places) - units * d).abs() * 2;
            prop_assert!(off < d || (off == d && units.abs() * d > n.abs() * 10_i128.pow(places)));
        }
    }
}
