//! When timers fire: absolute deadlines, derived from the case and the rules.

use super::case::{Case, Paused};
use super::compile::{Anchor, Machine, Stage, Timer};
use super::courses::Courses;
use super::report::{Idle, Waiting};
use crate::Result;
use crate::math::StableHash;
use crate::rule::{Answer, Cell, Moment, Node, Record};
use crate::time::{CalendarSpan, Date, Instant};

/// A timer that fires if nothing happens before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// By its anchor and offset.
    pub(super) deadline: Instant,
    /// Moved by pauses, and not before it was set.
    pub(super) at: Instant,
}

/// What time does next, if nothing happens before.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// The timer at this place fires.
    Timer(usize, Planned),
    /// An automatic move can be made, or a pause begins or ends.
    Look(Instant),
}

impl Next {
    pub(super) fn at(&self) -> Instant {
        match self {
            Self::Timer(_, planned) => planned.at,
            Self::Look(at) => *at,
        }
    }
}

impl Machine {
    /// `t` as a condition sees it.
    pub(super) fn moment(&self, t: Instant) -> Moment<'_> {
        Moment { now: Some(t), calendar: Some(&self.calendar) }
    }

    /// A date or an instant that the case holds; a date as the first instant of its local day.
    pub(super) fn time(&self, anchor: Anchor, case: &Case, record: &Record) -> Option<Instant> {
        match anchor {
            Anchor::Entered => Some(case.entered_at),
            Anchor::Created => Some(case.created_at),
            Anchor::LastActivity => Some(case.last_activity_at),
            Anchor::Field { slot, is_date } => match record.cell(slot) {
                Cell::Whole(day) if is_date => {
                    Some(self.calendar.policy().zone.day(Date::of_day_number(*day)).0)
                }
                Cell::Whole(ms) => Instant::from_millis(*ms),
                _ => None,
            },
        }
    }

    /// A deadline moved by a pause: by its working time where the span counts working time.
    pub(super) fn moved(&self, t: Instant, span: CalendarSpan, paused: &Paused) -> Option<Instant> {
        match span {
            _ if paused.elapsed_ms == 0 => Some(t),
            CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_) => {
                self.calendar.add(t, CalendarSpan::Working(paused.working_ms)).ok()
            }
            _ => Some(t.plus(paused.elapsed_ms)),
        }
    }

    /// When a timer fires; or why it does not, with the deadline where there is one.
    pub(super) fn planned(
        &self,
        timer: &Timer,
        case: &Case,
        record: &Record,
        courses: &Courses,
    ) -> std::result::Result<Planned, (Idle, Option<Instant>)> {
        let anchor = self.time(timer.anchor, case, record).ok_or((Idle::AnchorMissing, None))?;
        let mut deadline =
            self.calendar.add(anchor, timer.offset).map_err(|_| (Idle::OutOfRange, None))?;
        if let (
            Anchor::Field { is_date: true, .. },
            CalendarSpan::Days(_) | CalendarSpan::Months(_),
        ) = (timer.anchor, timer.offset)
        {
            // Where a day begins later than at midnight, the days around it do not.
            let zone = &self.calendar.policy().zone;
            deadline = zone.day(zone.day_of(deadline)).0;
        }
        let idle = |why| Err((why, Some(deadline)));
        let is_same =
            |fired: &super::case::FiredTimer| fired.timer == timer.id && fired.deadline == deadline;
        if case.fired.iter().any(is_same) {
            return idle(Idle::Fired);
        }
        if timer.skips_late && deadline < case.entered_at {
            return idle(Idle::Late);
        }
        let mut moved = deadline;
        if timer.pausable && timer.anchor.is_moved() {
            if case.paused_since.is_some() {
                return idle(Idle::Paused);
            }
            let paused = match timer.anchor {
                Anchor::LastActivity => &case.paused_idle,
                _ => &case.paused,
            };
            let later = self.moved(deadline, timer.offset, paused);
            moved = later.ok_or((Idle::OutOfRange, Some(deadline)))?;
        }
        let mut at = moved.max(case.stepped_at);
        if let Some(when) = &timer.when {
            let met = self.first_met(when, record, at, courses);
            at = met.ok_or((Idle::ConditionNotMet, Some(deadline)))?;
        }
        if case.halted && at == case.stepped_at {
            return idle(Idle::Halted);
        }
        Ok(Planned { deadline, at })
    }

    /// The first instant from `from` on at which a condition is met.
    fn first_met(
        &self,
        when: &Node,
        record: &Record,
        from: Instant,
        courses: &Courses,
    ) -> Option<Instant> {
        if !when.reads_now() {
            return (when.answer(record, self.moment(from)) == Answer::Yes).then_some(from);
        }
        if courses.is_met(self, when, record, from) {
            return Some(from);
        }
        courses.turn(self, when, record, from, true)
    }

    /// The first instant after the last step at which, though no field changes, an automatic move can be
    /// made, or a pause begins or ends.
    fn next_look(
        &self,
        stage: &Stage,
        case: &Case,
        record: &Record,
        courses: &Courses,
    ) -> Option<Instant> {
        let turn = |node, is_met| courses.turn(self, node, record, case.stepped_at, is_met);
        let autos = stage.exits.iter().filter_map(|place| self.transitions.get(*place));
        let autos = autos.filter(|way| way.awaits && self.is_free(way, case, record));
        let moves = autos.filter_map(|way| turn(way.guard.as_ref()?, true));
        let pause = stage.pause.as_ref().filter(|pause| pause.reads_now());
        let pauses = pause.and_then(|pause| turn(pause, case.paused_since.is_none()));
        moves.chain(pauses).min()
    }

    /// What time does first. Of timers at one instant the first declared fires, and before anything else.
    pub(super) fn next(
        &self,
        stage: &Stage,
        case: &Case,
        record: &Record,
        courses: &Courses,
    ) -> Option<Next> {
        let mut first: Option<(usize, Planned)> = None;
        for (place, timer) in stage.timers.iter().enumerate() {
            if let Ok(planned) = self.planned(timer, case, record, courses)
                && first.is_none_or(|(_, known)| planned.at < known.at)
            {
                first = Some((place, planned));
            }
        }
        let timer = first.map(|(place, planned)| Next::Timer(place, planned));
        if !stage.awaits {
            return timer;
        }
        let look = self.next_look(stage, case, record, courses);
        let look = look.filter(|at| first.is_none_or(|(_, planned)| *at < planned.at));
        look.map(Next::Look).or(timer)
    }

    /// The first instant at which time changes a case, if nothing happens before.
    pub(super) fn first_due(&self, case: &Case) -> Result<Option<Instant>> {
        let stage = self.stage_of(case)?;
        if stage.is_timeless() {
            return Ok(None);
        }
        let record = self.record(case, &case.fields)?;
        let next = self.next(stage, case, &record, &Courses::default());
        Ok(next.map(|next| next.at()))
    }

    /// All timers of the present stage.
    pub(super) fn waiting(&self, stage: &Stage, case: &Case, record: &Record) -> Vec<Waiting> {
        let courses = Courses::default();
        let told = |timer: &Timer| {
            let (deadline, planned_at, idle) = match self.planned(timer, case, record, &courses) {
                Ok(planned) => (Some(planned.deadline), Some(planned.at), None),
                Err((idle, deadline)) => (deadline, None, Some(idle)),
            };
            let key = deadline.map(|deadline| timer_key(case, &timer.id, deadline));
            Waiting { timer: timer.id.clone(), key, deadline, planned_at, idle }
        };
        stage.timers.iter().map(told).collect()
    }
}

/// One for each case, stay, timer and deadline.
pub(super) fn timer_key(case: &Case, timer: &str, deadline: Instant) -> String {
    stay(case).text("timer").text(timer).int(deadline.millis()).hex()
}

/// What names a stay.
pub(super) fn stay(case: &Case) -> StableHash {
    // A stage may be entered more than once at one instant.
    let at_once = case.stays.iter().rev().take_while(|stay| stay.entered_at == case.entered_at);
    let before = at_once.filter(|stay| stay.stage == case.stage).count();
    let hash = StableHash::new().text(&case.pipeline).text(&case.id).text(&case.stage);
    hash.int(case.entered_at.millis()).int(before as i64)
}
