//! Actual time against norms.

use super::super::pipeline::{Norm, NormClock, NormCounts};
use super::policy::{FunnelOptions, FunnelStage};
use super::report::NormFigures;
use super::spread::{mean_of, share};
use crate::shape::Reader;
use crate::time::{Calendar, Instant};

/// The norm of a stage, with whose days and months it consists of.
pub(super) struct StageNorm<'c> {
    norm: Norm,
    counts: NormCounts,
    calendar: &'c Calendar,
}

impl<'c> StageNorm<'c> {
    /// The norms of all stages that have one which counts.
    pub(super) fn all(
        options: &FunnelOptions,
        working: Option<&'c Calendar>,
        utc: &'c Calendar,
        at: &mut Reader,
    ) -> Vec<Option<Self>> {
        let one = |stage: &FunnelStage, at: &mut Reader| {
            if stage.norm.is_some_and(|span| span.length() <= 0) {
                return at.problem("out_of_range", "expected more than 0");
            }
            let norm = Norm::of(stage.kind, stage.norm)?;
            if norm.clock() == NormClock::Working && working.is_none() {
                let message = "working days and hours take a calendar";
                return at.problem("missing_calendar", message);
            }
            Some(Self { norm, counts: stage.norm_counts, calendar: working.unwrap_or(utc) })
        };
        let mut norms = Vec::with_capacity(options.stages.len());
        at.within("options", |at| {
            at.within("stages", |at| {
                for (index, stage) in options.stages.iter().enumerate() {
                    let norm = at.within(index, |at| at.within("norm", |at| one(stage, at)));
                    norms.push(norm);
                }
            });
        });
        norms
    }

    /// Of a stay, the time by the clock of the norm.
    pub(super) fn spent(&self, wall: i64, working: i64) -> i64 {
        match self.norm.clock() {
            NormClock::Wall => wall,
            NormClock::Working => working,
        }
    }

    pub(super) fn figures(&self, tally: &NormTally) -> NormFigures {
        let deviation = tally.actual - tally.norm;
        NormFigures {
            norm: self.norm.span,
            clock: self.norm.clock(),
            count: tally.count,
            late: tally.late,
            late_share: share(tally.late, tally.count),
            norm_mean_ms: mean_of(tally.norm, tally.count),
            actual_mean_ms: mean_of(tally.actual, tally.count),
            deviation_percent: (tally.norm != 0)
                .then(|| 100.0 * deviation as f64 / tally.norm as f64),
            open: tally.open,
            open_late: tally.open_late,
        }
    }
}

/// Stays against a norm.
#[derive(Default)]
pub(super) struct NormTally {
    count: i64,
    late: i64,
    norm: i128,
    actual: i128,
    open: i64,
    open_late: i64,
    /// What the present case has: its norm, its time so far, and whether it is still there.
    own: Option<(i64, i64, bool)>,
}

impl NormTally {
    /// A stay that began at `entered` and took so long by the norm's clock: of a case that has been
    /// there, or of its own.
    pub(super) fn stay(&mut self, norm: &StageNorm<'_>, entered: i64, length: i64, is_open: bool) {
        if norm.counts == NormCounts::Visit {
            self.settle();
        }
        match &mut self.own {
            Some((_, so_far, open)) => {
                *so_far += length;
                *open |= is_open;
            }
            None => {
                let end = norm.norm.end(Instant::held(entered), norm.calendar);
                self.own = end.map(|(_, norm)| (norm, length, is_open));
            }
        }
    }

    /// Counts what the present case has.
    pub(super) fn settle(&mut self) {
        let Some((norm, actual, is_open)) = self.own.take() else { return };
        let is_late = i64::from(actual > norm);
        if is_open {
            self.open += 1;
            self.open_late += is_late;
        } else {
            self.count += 1;
            self.late += is_late;
            self.norm += i128::from(norm);
            self.actual += i128::from(actual);
        }
    }
}
