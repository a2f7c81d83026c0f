//! How long a case may be in a stage: one meaning for the clock of a case and for reports.

use super::policy::StageKind;
use crate::shape::codes;
use crate::time::{Calendar, CalendarSpan, Instant};

codes! {
    /// By which clock a norm is counted. Its span says so: whoever writes a day means a day, weekend or
    /// not, and whoever writes a working day means the hours in which people work.
    pub enum NormClock {
        /// By the wall clock: a norm in minutes, hours, days, weeks, months or years.
        Wall = "wall",
        /// While people work: a norm in working days or hours.
        Working = "working",
    }
}

/// The norm of a stage.
#[derive(Clone, Copy, Debug)]
pub(in crate::funnel) struct Norm {
    pub(in crate::funnel) span: CalendarSpan,
}

impl Norm {
    /// None where work rests or has ended: no time counts there.
    pub(in crate::funnel) fn of(kind: StageKind, norm: Option<CalendarSpan>) -> Option<Self> {
        norm.filter(|_| kind == StageKind::Open).map(|span| Self { span })
    }

    pub(in crate::funnel) fn clock(self) -> NormClock {
        match self.span {
            CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_) => NormClock::Working,
            CalendarSpan::Exact(_) | CalendarSpan::Days(_) | CalendarSpan::Months(_) => {
                NormClock::Wall
            }
        }
    }

    /// When it is over for whoever begins at `start`, and how long it is until then by its clock. None
    /// where the calendar has no such instant.
    pub(in crate::funnel) fn end(
        self,
        start: Instant,
        calendar: &Calendar,
    ) -> Option<(Instant, i64)> {
        let end = calendar.add(start, self.span).ok()?;
        let length = match self.clock() {
            NormClock::Wall => end.since(start),
            NormClock::Working => calendar.working_time(start, end),
        };
        Some((end, length))
    }
}
