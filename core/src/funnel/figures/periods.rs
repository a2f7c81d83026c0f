//! Periods behind one another, and in which of them an instant lies.

use crate::time::{Calendar, Instant, Period, PeriodKind};
use crate::{Error, ErrorKind, Result};

/// As many periods as a report may tell.
pub const MAX_PERIODS: usize = 10_000;

/// Periods without gaps.
pub(super) struct Periods(pub(super) Vec<Period>);

impl Periods {
    /// From the period that holds `first` to that which holds `last`.
    pub(super) fn between(
        first: Instant,
        last: Instant,
        kind: PeriodKind,
        calendar: &Calendar,
        path: &'static str,
    ) -> Result<Self> {
        let mut periods = vec![calendar.period_of(first, kind)];
        while let Some(end) = periods.last().map(|period| period.end).filter(|end| *end <= last) {
            let next = calendar.period_of(end, kind);
            if next.end <= end {
                // The end of the year 9999 is the end of time.
                break;
            }
            if periods.len() == MAX_PERIODS {
                let message = format!("more than {MAX_PERIODS} periods: ask for longer ones");
                return Err(Error::one(ErrorKind::Limit, "too_many_periods", path, message));
            }
            periods.push(next);
        }
        Ok(Self(periods))
    }

    /// The place of the period that holds `t`.
    pub(super) fn place(&self, t: i64) -> usize {
        let last = self.0.len().saturating_sub(1);
        self.0.partition_point(|period| period.end.millis() <= t).min(last)
    }
}
