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
        let ends_before = |place: usize| self.0.get(place).is_some_and(|own| own.end.millis() <= t);
        // Periods of one kind are about as long as each other: it is near where it would be then.
        let mut place = match (self.0.first(), self.0.last()) {
            (Some(first), Some(end)) if t > first.start.millis() => {
                let (past, all) = (t - first.start.millis(), end.end.since(first.start).max(1));
                ((past * self.0.len() as i64 / all) as usize).min(last)
            }
            _ => 0,
        };
        while place > 0 && !ends_before(place - 1) {
            place -= 1;
        }
        while place < last && ends_before(place) {
            place += 1;
        }
        place
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
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
        if let Some(count) = self.counts.get_mut(self.periods.place(first.at())) {
            count.started += 1;
        }
        let kind = kinds.get(last.stage()).copied().flatten();
        let Some(kind) = kind.filter(|kind| kind.is_final()) else { return };
        if let Some(count) = self.counts.get_mut(self.periods.place(last.at())) {
            *(if kind == StageKind::Won { &mut count.won } else { &mut count.lost }) += 1;
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
