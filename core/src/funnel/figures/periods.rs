//! Periods behind one another, in which of them an instant lies, and which cases begin and end in them.

use super::super::pipeline::StageKind;
use super::log::Entry;
use super::report::FunnelThroughput;
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

/// Cases that begin and end, by period.
pub(super) struct Throughput<'p> {
    periods: &'p Periods,
    counts: Vec<Count>,
}

#[derive(Clone, Default)]
struct Count {
    started: i64,
    won: i64,
    lost: i64,
}

impl<'p> Throughput<'p> {
    pub(super) fn new(periods: &'p Periods) -> Self {
        Self { periods, counts: vec![Count::default(); periods.0.len()] }
    }

    pub(super) fn add(&mut self, entries: &[Entry], kinds: &[Option<StageKind>]) {
        let (Some((first, _)), Some((last, stage))) = (entries.first(), entries.last()) else {
            return;
        };
        if let Some(count) = self.counts.get_mut(self.periods.place(*first)) {
            count.started += 1;
        }
        let Some(count) = self.counts.get_mut(self.periods.place(*last)) else { return };
        match kinds.get(*stage).copied().flatten() {
            Some(StageKind::Won) => count.won += 1,
            Some(StageKind::Lost) => count.lost += 1,
            _ => {}
        }
    }

    /// From the first period in which a case begins; the ends only where anybody knows them.
    pub(super) fn told(self, knows_ends: bool) -> Vec<FunnelThroughput> {
        let told = |(period, count): (&Period, Count)| FunnelThroughput {
            period: period.clone(),
            started: count.started,
            won: knows_ends.then_some(count.won),
            lost: knows_ends.then_some(count.lost),
        };
        let all = self.periods.0.iter().zip(self.counts);
        all.skip_while(|(_, count)| count.started == 0).map(told).collect()
    }
}
