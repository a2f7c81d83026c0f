//! Whole periods of the calendar, by days.

use std::ops::Range;

use crate::shape::codes;
use crate::time::Date;

/// No more periods are counted.
pub const MAX_PERIODS: u32 = 60;

codes! {
    /// What revenue is summed by.
    pub enum XyzPeriod {
        /// From Monday on.
        Week = "week",
        /// A month of the calendar.
        Month = "month",
        /// Three months, from January on.
        Quarter = "quarter",
    }
}

impl XyzPeriod {
    /// Which period a day is of: periods that follow each other have numbers that do.
    fn number(self, day: i32) -> i64 {
        let (year, month, _) = Date::of_day_number(i64::from(day)).parts();
        let months = i64::from(year) * 12 + i64::from(month) - 1;
        match self {
            // 1970-01-01 was a Thursday.
            Self::Week => (i64::from(day) + 3).div_euclid(7),
            Self::Month => months,
            Self::Quarter => months.div_euclid(3),
        }
    }
}

/// The last whole periods before a day.
pub(super) struct Periods {
    kind: XyzPeriod,
    pub(super) days: Range<i32>,
    first: i64,
    pub(super) count: u32,
    /// Of each day its place among the periods.
    places: Vec<u32>,
}

impl Periods {
    /// The `count` periods before that of `today`.
    pub(super) fn before(today: i32, kind: XyzPeriod, count: u32) -> Self {
        let current = kind.number(today);
        let first = current - i64::from(count);
        let start_of = |number: i64, mut day: i32| {
            while kind.number(day.saturating_sub(1)) >= number && day > i32::MIN {
                day -= 1;
            }
            day
        };
        let end = start_of(current, today);
        // Dates begin with the year 1: what would be before it is empty.
        let start =
            if kind.number(EARLIEST) < first { start_of(first, end) } else { EARLIEST.min(end) };
        let places = (start..end).map(|day| (kind.number(day) - first).max(0) as u32).collect();
        Self { kind, days: start..end, first, count, places }
    }

    /// The place of a day among the periods, from 0; none for days outside of them.
    pub(super) fn place(&self, day: i32) -> Option<u32> {
        let offset = usize::try_from(i64::from(day) - i64::from(self.days.start)).ok()?;
        self.places.get(offset).copied()
    }

    /// How many periods there are from that of a day on.
    pub(super) fn since(&self, day: i32) -> u32 {
        let skipped = (self.kind.number(day) - self.first).clamp(0, i64::from(self.count));
        self.count - skipped as u32
    }
}

/// 0001-01-01.
const EARLIEST: i32 = -719_162;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::classics::ledger::date;

    #[test]
    fn the_last_periods_are_those_that_are_over() {
        let day = |text: &str| text.parse::<Date>().unwrap().day_number() as i32;
        let of = |kind, count| {
            let periods = Periods::before(day("2026-11-20"), kind, count);
            (date(periods.days.start).to_string(), date(periods.days.end).to_string())
        };
        let dates = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(of(XyzPeriod::Month, 12), dates("2025-11-01", "2026-11-01"));
        assert_eq!(of(XyzPeriod::Quarter, 2), dates("2026-04-01", "2026-10-01"));
        assert_eq!(of(XyzPeriod::Week, 1), dates("2026-11-09", "2026-11-16"));
        let months = Periods::before(day("2026-11-20"), XyzPeriod::Month, 3);
        assert_eq!(months.place(day("2026-08-01")), Some(0));
        assert_eq!(months.place(day("2026-10-31")), Some(2));
        assert_eq!(months.place(day("2026-11-01")), None);
        assert_eq!(months.place(day("2026-07-31")), None);
        assert_eq!(months.since(day("2026-09-30")), 2);
        assert_eq!(months.since(day("2020-09-30")), 3);
        assert_eq!(months.since(day("2026-11-10")), 0);
    }
}
