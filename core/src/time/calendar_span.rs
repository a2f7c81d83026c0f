//! Spans that a calendar gives their length.

use std::fmt;
use std::str::FromStr;

use super::span::{number_and_unit, read};
use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value};

/// A span: exact (`90s`, `20m`, `4h`), of the calendar (`3d`, `2w`, `1mo`, `1q`, `1y`), of working
/// days (`5bd`) or of working hours (`8bh`). Signed.
///
/// # Example
/// ```
/// use fieldbeat::time::CalendarSpan;
///
/// let span: CalendarSpan = "-3bd".parse()?;
/// assert_eq!(span, CalendarSpan::WorkingDays(-3));
/// // A repeat is that many spans from the anchor, never a chain: 31 January + 1mo + 1mo would be
/// // the 28 March.
/// assert_eq!("1mo".parse::<CalendarSpan>()?.times(2), Some(CalendarSpan::Months(2)));
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarSpan {
    /// So many milliseconds.
    Exact(i64),
    /// So many days by the local clock.
    Days(i64),
    /// So many months; the end of the month holds the day.
    Months(i64),
    /// So many working dates.
    WorkingDays(i64),
    /// So many milliseconds within working hours.
    Working(i64),
}

impl CalendarSpan {
    /// How long it is, in whatever it counts: what is before an instant is below 0.
    #[cfg(any(feature = "rule", feature = "funnel"))]
    pub(crate) const fn length(self) -> i64 {
        match self {
            Self::Exact(n)
            | Self::Days(n)
            | Self::Months(n)
            | Self::WorkingDays(n)
            | Self::Working(n) => n,
        }
    }

    /// So many of these spans; `None` where that is too many to count.
    #[must_use]
    pub fn times(self, count: i64) -> Option<Self> {
        Some(match self {
            Self::Exact(ms) => Self::Exact(ms.checked_mul(count)?),
            Self::Days(days) => Self::Days(days.checked_mul(count)?),
            Self::Months(months) => Self::Months(months.checked_mul(count)?),
            Self::WorkingDays(days) => Self::WorkingDays(days.checked_mul(count)?),
            Self::Working(ms) => Self::Working(ms.checked_mul(count)?),
        })
    }
}

impl FromStr for CalendarSpan {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        const FORM: &str =
            "expected a span such as \"20m\", \"3d\", \"2w\", \"1mo\", \"5bd\" or \"8bh\"";
        let invalid = || Problem::new("invalid_span", "$", FORM);
        let (count, unit) = number_and_unit(text).ok_or_else(invalid)?;
        Ok(match unit {
            "s" => Self::Exact(count * 1_000),
            "m" => Self::Exact(count * 60_000),
            "h" => Self::Exact(count * 3_600_000),
            "d" => Self::Days(count),
            "w" => Self::Days(count * 7),
            "mo" => Self::Months(count),
            "q" => Self::Months(count * 3),
            "y" => Self::Months(count * 12),
            "bd" => Self::WorkingDays(count),
            "bh" => Self::Working(count * 3_600_000),
            _ => return Err(invalid()),
        })
    }
}

/// In the largest unit that divides it.
impl fmt::Display for CalendarSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, units): (i64, &[(i64, &str)]) = match self {
            Self::Exact(ms) => (*ms, &[(3_600_000, "h"), (60_000, "m"), (1_000, "s")]),
            Self::Days(days) => (*days, &[(7, "w"), (1, "d")]),
            Self::Months(months) => (*months, &[(12, "y"), (3, "q"), (1, "mo")]),
            Self::WorkingDays(days) => (*days, &[(1, "bd")]),
            Self::Working(ms) => (*ms, &[(3_600_000, "bh")]),
        };
        let divides = |unit: &&(i64, &str)| count != 0 && count % unit.0 == 0;
        match units.iter().find(divides).or_else(|| units.last()) {
            Some((size, name)) => write!(f, "{}{name}", count / size),
            None => Ok(()),
        }
    }
}

impl Shaped for CalendarSpan {
    fn shape() -> Shape {
        Shape::Text
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        read(value, "a span such as \"3d\" or \"5bd\"", at)
    }

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_what_they_write() {
        for text in
            ["0s", "90s", "20m", "-4h", "3d", "2w", "-1mo", "1q", "2y", "5bd", "-3bd", "0bd", "8bh"]
        {
            assert_eq!(text.parse::<CalendarSpan>().unwrap().to_string(), text);
        }
        for text in ["", "d", "1.5d", "3 d", "--1d", "1month", "1234567890d", "5BD", "+1d"] {
            assert_eq!(text.parse::<CalendarSpan>().unwrap_err().code, "invalid_span", "{text}");
        }
    }
}
