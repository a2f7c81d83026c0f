//! RFC 3339, as its section 5.6 writes it: `2026-11-20T17:50:00.123+03:00`.
//!
//! By hand: chrono's reader and writer serve every format, and weigh 4 KB in the browser.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Milliseconds since 1970-01-01 UTC; finer than that is floored.
///
/// Small letters will do, and a space for the `T`. Second 60 is the first of the next minute.
pub(super) fn read(text: &str) -> Option<i64> {
    let (clock, rest) = text.as_bytes().split_at_checked(19)?;
    let (fraction_ms, offset) = split_fraction(rest)?;
    Some(clock_millis(clock)? + fraction_ms - offset_millis(offset)?)
}

/// `2026-11-20T17:50:00` in milliseconds, as if it were UTC.
fn clock_millis(text: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', month @ .., b'T' | b't' | b' ', h1, h2, b':', m1, m2, b':', s1, s2] =
        text
    else {
        return None;
    };
    let [month1, month2, b'-', d1, d2] = month else { return None };
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&[*month1, *month2])?, number(&[*d1, *d2])?)?;
    let hour = number(&[*h1, *h2]).filter(|hour| *hour < 24)?;
    let minute = number(&[*m1, *m2]).filter(|minute| *minute < 60)?;
    let second = number(&[*s1, *s2]).filter(|second| *second <= 60)?;
    let time =
        i64::from(hour) * HOUR_MS + i64::from(minute) * MINUTE_MS + i64::from(second) * SECOND_MS;
    Some(i64::from(date.to_epoch_days()) * 24 * HOUR_MS + time)
}

/// Takes `.123456` off the front: its whole milliseconds, and what follows.
fn split_fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.', fraction @ ..] = text else { return Some((0, text)) };
    let len = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = fraction.split_at_checked(len)?;
    let digit = |index: usize| digits.get(index).map_or(0, |byte| i64::from(byte - b'0'));
    (len > 0).then_some((digit(0) * 100 + digit(1) * 10 + digit(2), rest))
}

/// `Z`, `+03:00`, `-03:00`; the minus may be the typographer's.
fn offset_millis(text: &[u8]) -> Option<i64> {
    let (sign, offset) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', offset @ ..] => (1, offset),
        [b'-', offset @ ..] | [0xE2, 0x88, 0x92, offset @ ..] => (-1, offset),
        _ => return None,
    };
    let [h1, h2, b':', m1, m2] = offset else { return None };
    let hours = number(&[*h1, *h2]).filter(|hours| *hours < 24)?;
    let minutes = number(&[*m1, *m2]).filter(|minutes| *minutes < 60)?;
    Some(sign * (i64::from(hours) * HOUR_MS + i64::from(minutes) * MINUTE_MS))
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}

/// Writes `2026-11-20T14:50:00.123Z`.
pub(super) fn write(time: DateTime<Utc>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let ms = time.timestamp_subsec_millis();
    write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What chrono makes of it.
    fn chronos(text: &str) -> Option<i64> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis())
    }

    #[test]
    fn every_part_is_read_as_chrono_reads_it() {
        for text in [
            "2026-11-20T17:50:00Z",
            "2026-11-20t17:50:00z",
            "2026-11-20 17:50:00+03:00",
            "2026-11-20T17:50:00-03:30",
            "2026-11-20T17:50:00\u{2212}03:30",
            "2026-11-20T17:50:00.1239999999999Z",
            "1969-12-31T23:59:59.0005+00:00",
            "2016-12-31T23:59:60.5Z",
            "0000-02-29T00:00:00Z",
            "9999-12-31T23:59:59.999-23:59",
            "2024-02-29T24:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-11-20T17:60:00Z",
            "2026-11-20T17:50:61Z",
            "2026-11-20T17:50:00.Z",
            "2026-11-20T17:50:00",
            "2026-11-20T17:50:00+0300",
            "2026-11-20T17:50:00+03",
            "2026-11-20T17:50:00+24:00",
            "2026-11-20T17:50:00+03:60",
            "2026-11-20T17:50:00+03:00 ",
            "2026-11-20T17:50Z",
            " 2026-11-20T17:50:00Z",
            "+026-11-20T17:50:00Z",
            "2026-11-20T17:50:0\u{0663}Z",
            "",
        ] {
            assert_eq!(read(text), chronos(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_chrono_reads_it(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]\
                     (\\.[0-9]{0,12})?([Zz]|[+\u{2212}-][0-2][0-9]:[0-6][0-9])?",
            at in 0usize..40,
            slip in proptest::option::of(any::<char>()),
        ) {
            let mut text = text;
            if let Some(slip) = slip && text.is_char_boundary(at) {
                text.insert(at.min(text.len()), slip);
            }
            prop_assert_eq!(read(&text), chronos(&text));
        }

        #[test]
        fn instants_are_written_as_chrono_writes_them(ms in -62_135_596_800_000..=253_402_300_799_999_i64) {
            let instant = super::super::Instant::from_millis(ms).unwrap();
            let time: DateTime<Utc> = instant.into();
            let text = instant.to_string();
            prop_assert_eq!(&text, &time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
            prop_assert_eq!(read(&text), Some(ms));
        }
    }
}
