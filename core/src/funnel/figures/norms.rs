//! Actual time against norms.

use super::super::pipeline::NormCounts;
use super::policy::FunnelOptions;
use super::report::{NormClock, NormFigures};
use super::spread::{mean_of, share};
use crate::shape::Reader;
use crate::time::{Calendar, CalendarSpan, Instant};

/// The norm of a stage.
pub(super) struct Norm<'c> {
    span: CalendarSpan,
    pub(super) counts: NormCounts,
    /// Whose working time counts; without it, the time by the clock.
    working: Option<&'c Calendar>,
    /// Whose days and months the span consists of.
    calendar: &'c Calendar,
}

impl<'c> Norm<'c> {
    /// The norms of all stages that have one.
    pub(super) fn all(
        options: &FunnelOptions,
        working: Option<&'c Calendar>,
        utc: &'c Calendar,
        at: &mut Reader,
    ) -> Vec<Option<Self>> {
        let calendar = working.unwrap_or(utc);
        let mut norms = Vec::with_capacity(options.stages.len());
        for (index, stage) in options.stages.iter().enumerate() {
            let norm = stage.norm.and_then(|span| {
                let works = matches!(span, CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_));
                let mut wrong = |code, message| {
                    at.within("options", |at| {
                        at.within("stages", |at| {
                            at.within(index, |at| {
                                at.within("norm", |at| at.problem::<Self>(code, message))
                            })
                        })
                    })
                };
                if span.length() <= 0 {
                    return wrong("out_of_range", "expected more than 0");
                }
                if works && working.is_none() {
                    return wrong("missing_calendar", "working days and hours take a calendar");
                }
                Some(Self { span, counts: stage.norm_counts, working, calendar })
            });
            norms.push(norm);
        }
        norms
    }

    /// How long the norm is for whoever enters at `t`, by its clock: from there to the deadline.
    /// `None` where the calendar has no such deadline.
    pub(super) fn length(&self, t: i64) -> Option<i64> {
        match (self.span, self.working) {
            (CalendarSpan::Exact(ms), None) | (CalendarSpan::Working(ms), Some(_)) => Some(ms),
            (span, working) => {
                let t = Instant::held(t);
                let deadline = self.calendar.add(t, span).ok()?;
                Some(working.map_or(deadline.since(t), |working| working.working_time(t, deadline)))
            }
        }
    }

    pub(super) fn figures(&self, tally: &NormTally) -> NormFigures {
        let deviation = tally.actual - tally.norm;
        NormFigures {
            norm: self.span,
            clock: if self.working.is_some() { NormClock::Working } else { NormClock::Wall },
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
    /// A stay that began at `entered`: of a case that has been there, or of its own.
    pub(super) fn stay(&mut self, norm: &Norm<'_>, entered: i64, length: i64, is_open: bool) {
        if norm.counts == NormCounts::Visit {
            self.settle();
        }
        match &mut self.own {
            Some((_, so_far, open)) => {
                *so_far += length;
                *open |= is_open;
            }
            None => self.own = norm.length(entered).map(|norm| (norm, length, is_open)),
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
