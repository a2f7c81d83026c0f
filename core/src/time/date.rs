//! A date of the calendar.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value};

/// Milliseconds of a day on a clock that is never put forward or back.
pub(super) const DAY_MS: i64 = 86_400_000;

/// 1970-01-01, counted from 0001-01-01, which is 1.
const EPOCH_DAY: i64 = 719_163;

/// The days of 0001-01-01 and 9999-12-31, counted from 1970-01-01, which is 0.
#[cfg(feature = "hours")]
pub(crate) const FIRST_DAY_NUMBER: i64 = -719_162;
#[cfg(feature = "hours")]
pub(crate) const LAST_DAY_NUMBER: i64 = 2_932_896;

/// A date, such as `2026-11-20`, in the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The date `year-month-day`, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::in_range)
    }

    /// The day after; the last date stays.
    #[must_use]
    pub fn next(self) -> Self {
        self.0.checked_add_days(Days::new(1)).and_then(Self::in_range).unwrap_or(self)
    }

    /// Milliseconds from 1970-01-01 to the start of this date, on a clock without offset.
    pub(super) fn local_millis(self) -> i64 {
        self.day_number() * DAY_MS
    }

    /// Days since 1970-01-01.
    pub(crate) fn day_number(self) -> i64 {
        i64::from(self.0.num_days_from_ce()) - EPOCH_DAY
    }

    /// The date that a clock without offset shows `ms` milliseconds after 1970-01-01 00:00, held
    /// within the years 1 to 9999.
    #[cfg(feature = "hours")]
    pub(crate) fn of_local_millis(ms: i64) -> Self {
        let t = super::Instant::held(ms);
        chrono::DateTime::from(t).date_naive().into()
    }

    /// The first date.
    pub(super) const FIRST: Self = match NaiveDate::from_ymd_opt(1, 1, 1) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MIN),
    };

    /// The last date.
    #[cfg(feature = "hours")]
    pub(super) const LAST: Self = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MAX),
    };

    /// So many days later or earlier, held within the years 1 to 9999.
    #[cfg(feature = "hours")]
    pub(super) fn plus_days(self, days: i64) -> Self {
        Self::of_day_number(self.day_number() + days)
    }

    /// The date of [`Self::day_number`], held within the years 1 to 9999.
    #[cfg(feature = "hours")]
    pub(crate) fn of_day_number(day: i64) -> Self {
        let held = day.clamp(FIRST_DAY_NUMBER, LAST_DAY_NUMBER) + EPOCH_DAY;
        NaiveDate::from_num_days_from_ce_opt(held as i32).map_or(Self::LAST, Self)
    }

    /// Year, month and day.
    #[cfg(feature = "hours")]
    pub(crate) fn parts(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// So many months later or earlier; the end of the month holds the day. `None` beyond the years
    /// 1 to 9999.
    #[cfg(feature = "hours")]
    pub(crate) fn plus_months(self, months: i64) -> Option<Self> {
        let (_, _, day) = self.parts();
        let month = self.month_number().checked_add(months)?;
        (1..=day).rev().find_map(|day| Self::in_month(month, day))
    }

    /// Months since January of the year 0, which is 0.
    #[cfg(feature = "hours")]
    pub(super) fn month_number(self) -> i64 {
        let (year, month, _) = self.parts();
        i64::from(year) * 12 + i64::from(month) - 1
    }

    /// A day of the month of [`Self::month_number`]; `None` beyond the years 1 to 9999 too.
    #[cfg(feature = "hours")]
    pub(super) fn in_month(month: i64, day: u32) -> Option<Self> {
        let year = i32::try_from(month.div_euclid(12)).ok()?;
        Self::new(year, u32::try_from(month.rem_euclid(12)).ok()? + 1, day)
    }

    /// The ISO year and week (ISO 8601), and the day of the week from Monday, 0 to 6.
    #[cfg(feature = "hours")]
    pub(crate) fn iso_week(self) -> (i32, u32, u32) {
        let week = self.0.iso_week();
        (week.year(), week.week(), self.0.weekday().num_days_from_monday())
    }

    /// The Monday of an ISO week, if the year has that week.
    #[cfg(feature = "hours")]
    pub(super) fn of_iso_week(year: i32, week: u32) -> Option<Self> {
        NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon).and_then(Self::in_range)
    }

    fn in_range(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self::in_range(date).unwrap_or(Self(NaiveDate::default()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Date {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        // Read by hand: chrono's format strings would be a tenth of a geofence-only browser module.
        let date = match text.split('-').collect::<Vec<_>>().as_slice() {
            [year, month, day] => number(year, 4)
                .zip(number(month, 2))
                .zip(number(day, 2))
                .and_then(|((year, month), day)| Self::new(i32::try_from(year).ok()?, month, day)),
            _ => None,
        };
        date.ok_or_else(|| Problem::new("invalid_date", "$", "expected a date such as 2026-11-20"))
    }
}

/// A number of so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

impl Shaped for Date {
    fn shape() -> Shape {
        Shape::Date
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Text(text) = value else {
            return at.mismatch("a date such as \"2026-11-20\"", value);
        };
        match text.parse() {
            Ok(date) => Some(date),
            Err(Problem { message, .. }) => at.problem("invalid_date", message),
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_what_they_write() {
        for text in ["0001-01-01", "1970-01-01", "2024-02-29", "2026-11-20", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[cfg(feature = "hours")]
    #[test]
    fn numbers_of_days_are_dates_up_to_the_first_and_the_last() {
        for text in ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Date::of_day_number(date.day_number()), date);
        }
        assert_eq!(Date::of_day_number(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Date::of_day_number(i64::MIN).to_string(), "0001-01-01");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-11-31",
            "2025-02-29",
            "0000-01-01",
            "10000-01-01",
            "2026-1-20",
            "2026-11-2",
            "-999-01-01",
            "+026-01-01",
            "2026-11-20-",
            "2026-11-20T",
            "20261120",
            "2026/11/20",
            " 2026-11-20",
            "２026-11-20",
            "2026--1-20",
        ] {
            assert_eq!(text.parse::<Date>().unwrap_err().code, "invalid_date", "{text}");
        }
    }
}
