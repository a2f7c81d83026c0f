//! Fractions as numbers: the nearest one that a float can be.

/// The float nearest to `part / whole`; 0 of nothing. Long division (Knuth 1997, The Art of Computer
/// Programming 2, section 4.3.1) to more digits than a float has, of which one says whether more follow:
/// then rounding once is rounding right.
pub(super) fn nearest(part: i128, whole: i128) -> f64 {
    let (mut rest, divisor) = (part.unsigned_abs(), whole.unsigned_abs());
    if rest == 0 || divisor == 0 {
        return 0.0;
    }
    let mut quotient = rest / divisor;
    rest %= divisor;
    let mut places = 0;
    // A quotient has 65 digits then; no divisor has more than 127.
    while rest > 0 && quotient < 1 << 64 {
        rest <<= 1;
        let digit = rest >= divisor;
        rest -= if digit { divisor } else { 0 };
        quotient = quotient << 1 | u128::from(digit);
        places += 1;
    }
    quotient |= u128::from(rest > 0);
    // 2^-places: fewer than 200, so that it is a normal number and the product is exact.
    let scale = f64::from_bits((1_023 - places) << 52);
    let size = quotient as f64 * scale;
    if (part < 0) == (whole < 0) { size } else { -size }
}

/// The float nearest to so many percent.
pub(super) fn nearest_percent(part: i128, whole: i128) -> f64 {
    match part.checked_mul(100) {
        Some(part) => nearest(part, whole),
        None => 100.0 * nearest(part, whole),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_decimal_is_the_one_that_its_text_is() {
        assert_eq!(nearest_percent(77, 1_100), 7.0);
        assert_eq!(nearest_percent(110 - 100, 100), 10.0);
        assert_eq!(nearest_percent(-923, 1_000), -92.3);
        assert_eq!(nearest(1, 3), 1.0 / 3.0);
        assert_eq!((nearest(0, 5), nearest(5, 0)), (0.0, 0.0));
        assert_eq!(nearest(1, i128::MAX), 1.0 / i128::MAX as f64);
    }

    proptest! {
        /// Of whole numbers below 2^53 a float's own division is rounded once.
        #[test]
        fn of_small_numbers_it_is_what_floats_divide_to(a in -(1_i64 << 53)..1 << 53, b in 1_i64..1 << 53) {
            let expected = if a == 0 { 0.0 } else { a as f64 / b as f64 };
            prop_assert_eq!(nearest(a.into(), b.into()).to_bits(), expected.to_bits());
        }

        /// The text of a number is read as the nearest float.
        #[test]
        fn it_is_what_the_decimal_text_is_read_as(units in any::<i64>(), places in 0_u32..18) {
            let text = format!("{units}e-{places}");
            let expected: f64 = text.parse().unwrap();
            prop_assert_eq!(nearest(units.into(), 10_i128.pow(places)), expected);
        }
    }
}
