//! A number as a text, where the module shall be small.

/// The shortest text that reads back as `x`, without an exponent: what Display writes, but that of two
/// which are equally near, of 16 digits, it may be the other.
///
/// Display takes 11 KB of WebAssembly of its own. The writer of JSON is there anyhow; it only sets an
/// exponent where there would be many zeros.
pub(crate) fn plain_text(x: f64) -> String {
    if x.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    let written = serde_json::to_string(&x.abs()).unwrap_or_default();
    let (number, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{}", part.trim_end_matches('0'));
    // How many of the digits stand before the point, or how many zeros behind it.
    let point = whole.len() as i64 + exponent.parse::<i64>().unwrap_or(0);
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    match usize::try_from(point).ok().filter(|point| *point > 0) {
        None => format!("{sign}0.{}{digits}", zeros(-point)),
        Some(point) => match digits.split_at_checked(point) {
            Some((whole, part)) if !part.is_empty() => format!("{sign}{whole}.{part}"),
            _ => format!("{sign}{digits}{}", zeros(point as i64 - digits.len() as i64)),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_reads_back_and_is_as_short_as_display_writes_it(bits: u64) {
            let x = f64::from_bits(bits);
            let text = plain_text(x);
            prop_assert_eq!(text.len(), x.to_string().len());
            let read: f64 = text.parse().unwrap();
            prop_assert!(read.to_bits() == x.to_bits() || read.is_nan() && x.is_nan());
        }

        #[test]
        fn of_15_digits_there_is_one_text(
            units in -999_999_999_999_999_i64..=999_999_999_999_999, some in -999_i64..=999, scale in 0_u32..20,
        ) {
            for units in [units, some] {
                let x: f64 = format!("{units}e-{scale}").parse().unwrap();
                prop_assert_eq!(plain_text(x), x.to_string());
            }
        }
    }

    #[test]
    fn numbers_at_the_ends_of_all_are_written_in_full() {
        for x in [
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.1,
            100.0,
            1e15,
            1e16,
            1e17,
            123456789012345680.0,
            1e21,
            1.5e-5,
            1e-5,
            1e-7,
            5e-324,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            38.5,
            9007199254740993.0,
        ] {
            assert_eq!(plain_text(x), x.to_string());
        }
    }
}
