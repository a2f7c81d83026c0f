//! A moment, to the millisecond.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeZone, Utc};

use super::rfc3339;
use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value};

/// A moment: milliseconds since 1970-01-01 UTC, between the years 1 and 9999.
///
/// Reads RFC 3339 with an offset; a time without one is `naive_time`. Finer than 1 ms is floored.
/// A whole number is milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 0001-01-01T00:00:00Z, the earliest that every runtime can hold.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `ms` milliseconds after 1970-01-01 UTC; `None` outside the years 1 to 9999.
    #[must_use]
    pub const fn from_millis(ms: i64) -> Option<Self> {
        if ms >= Self::MIN.0 && ms <= Self::MAX.0 { Some(Self(ms)) } else { None }
    }

    /// The instant `ms` milliseconds after 1970-01-01 UTC, held within [`Self::MIN`] and
    /// [`Self::MAX`].
    pub(crate) fn held(ms: i64) -> Self {
        Self(ms.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by `ms` milliseconds, held within [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self::held(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this; negative if it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Instant {
    fn from(time: DateTime<Z>) -> Self {
        Self::held(time.timestamp_millis())
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(t: Instant) -> Self {
        DateTime::from_timestamp_millis(t.0).unwrap_or_default()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::write((*self).into(), f)
    }
}

impl FromStr for Instant {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        match rfc3339::read(text) {
            Some(ms) => Self::from_millis(ms).ok_or_else(out_of_range),
            None if is_naive(text) => Err(Problem::new(
                "naive_time",
                "$",
                "a time needs an offset, such as 2026-11-20T17:50:00+03:00",
            )),
            None => Err(Problem::new(
                "invalid_time",
                "$",
                "expected RFC 3339 with an offset, such as 2026-11-20T17:50:00+03:00",
            )),
        }
    }
}

fn out_of_range() -> Problem {
    Problem::new("out_of_range", "$", "expected a time in the years 1 to 9999")
}

/// Whether only the offset is missing.
fn is_naive(text: &str) -> bool {
    rfc3339::read(&format!("{text}Z")).is_some() || text.parse::<super::Date>().is_ok()
}

impl Shaped for Instant {
    fn shape() -> Shape {
        Shape::Instant
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let read = match value {
            Value::Instant(t) => return Some(*t),
            Value::Text(text) => text.parse(),
            Value::Int(ms) => Self::from_millis(*ms).ok_or_else(out_of_range),
            Value::Float(ms) if !ms.is_finite() => {
                return at.problem("not_finite", "expected a finite number of milliseconds");
            }
            // Within the range of instants a float is exact to well below a millisecond.
            Value::Float(ms) if ms.abs() < 1e15 => {
                Self::from_millis(ms.floor() as i64).ok_or_else(out_of_range)
            }
            Value::Float(_) => Err(out_of_range()),
            other => return at.mismatch("a time", other),
        };
        match read {
            Ok(t) => Some(t),
            Err(problem) => match &*problem.code {
                "naive_time" => at.problem("naive_time", problem.message),
                "out_of_range" => at.problem("out_of_range", problem.message),
                _ => at.problem("invalid_time", problem.message),
            },
        }
    }

    fn to_value(&self) -> Value {
        Value::Instant(*self)
    }
}
