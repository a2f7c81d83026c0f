//! Lengths of time as people write them.

use std::fmt;
use std::str::FromStr;

use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value};

/// The form of an exact span, as a regular expression.
pub const SPAN_PATTERN: &str = "^-?[0-9]{1,9}[smh]$";

/// An exact span: `90s`, `20m`, `4h`. Signed; whole numbers of one unit.
///
/// Days and longer depend on a calendar and are not exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// A span of `s` seconds.
    #[must_use]
    pub const fn seconds(s: i32) -> Self {
        Self(s as i64 * 1000)
    }

    /// A span of `m` minutes.
    #[must_use]
    pub const fn minutes(m: i32) -> Self {
        Self(m as i64 * 60_000)
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }
}

impl FromStr for Span {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let invalid = |hint| Problem::new("invalid_span", "$", hint);
        const FORM: &str = "expected a span such as \"90s\", \"20m\" or \"4h\"";
        let (count, unit) = number_and_unit(text).ok_or_else(|| invalid(FORM))?;
        let factor = match unit {
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" | "w" | "mo" | "q" | "y" | "bd" | "bh" => {
                return Err(invalid("this needs an exact span: \"90s\", \"20m\" or \"4h\""));
            }
            _ => return Err(invalid(FORM)),
        };
        Ok(Self(count * factor))
    }
}

/// What any span consists of: a signed whole number of at most 9 digits, and its unit.
pub(super) fn number_and_unit(text: &str) -> Option<(i64, &str)> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let unit = unsigned.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = unsigned.strip_suffix(unit)?;
    let count: i64 = number.parse().ok().filter(|_| number.len() <= 9)?;
    Some((sign * count, unit))
}

/// Reads a span of either kind, of which `form` tells an example.
pub(super) fn read<S: FromStr<Err = Problem>>(
    value: &Value,
    form: &str,
    at: &mut Reader,
) -> Option<S> {
    let Value::Text(text) = value else { return at.mismatch(form, value) };
    match text.parse() {
        Ok(span) => Some(span),
        Err(Problem { message, .. }) => at.problem("invalid_span", message),
    }
}

/// In the largest unit that divides it.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        match seconds {
            s if s != 0 && s % 3600 == 0 => write!(f, "{}h", s / 3600),
            s if s != 0 && s % 60 == 0 => write!(f, "{}m", s / 60),
            s => write!(f, "{s}s"),
        }
    }
}

impl Shaped for Span {
    fn shape() -> Shape {
        Shape::Span
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        read(value, "a span such as \"20m\"", at)
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
        for text in ["0s", "90s", "20m", "4h", "-3m", "999999999h"] {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.to_string().parse::<Span>().unwrap(), span, "{text}");
        }
    }

    #[test]
    fn spans_that_need_a_calendar_or_are_none_are_refused() {
        for text in ["3d", "5bd", "", "m", "20", "1.5h", "20 m", "--2m", "1234567890s", "２m"] {
            assert_eq!(text.parse::<Span>().unwrap_err().code, "invalid_span", "{text}");
        }
    }
}
