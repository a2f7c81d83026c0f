//! How long a case has been where it is, against the norm; and the list of work that follows.

use super::case::{Case, Paused};
use super::compile::Machine;
use super::engine::Pipeline;
use super::fields::{SNOOZE_REASON, SNOOZE_UNTIL};
use super::judge::{facts, reason};
use super::norm::{Norm, NormClock};
use super::policy::{NormCounts, StageKind, StagePolicy};
use super::report::{Clock, ClockStatus, WorkItem};
use super::run::Run;
use crate::funnel::reasons;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{CalendarSpan, Instant};
use crate::{Reason, Result};

/// A case as of now, after the timers that are due.
struct Seen {
    clock: Clock,
    kind: StageKind,
    next_due: Option<Instant>,
}

/// How a case stands to its norm.
struct Standing {
    norm_clock: NormClock,
    norm_ms: i64,
    deadline: Instant,
    warn_from: Instant,
    deviation_ms: i64,
    status: ClockStatus,
}

impl Pipeline {
    /// How long a case has been in its stage, against the norm; whether it is stalled, and why. Timers
    /// that are due have fired here, whether the host ticked or not.
    ///
    /// A norm in working days or hours is counted in working time, any other by the wall clock; only
    /// open stages have one that counts. The deadline is the norm after the entry, moved by pauses: by
    /// their working time where the norm is counted so. The norm in milliseconds is the time by its clock
    /// from the entry to the deadline before pauses, and a case is over it once it has spent more.
    /// `funnel_report` means the same. With `norm_counts: total` the time between stays counts as a pause.
    ///
    /// # Errors
    /// As [`Pipeline::apply`].
    pub fn clock(&self, record: &Case, now: Instant) -> Result<Clock> {
        Ok(self.seen(record, now)?.clock)
    }

    fn seen(&self, record: &Case, now: Instant) -> Result<Seen> {
        let machine = &self.machine;
        let mut case = self.adopt(record)?.bare();
        let mut run = Run::new(machine, &mut case, now);
        let next_due = run.settle(now)?;
        let (stage, case) = (run.stage()?, &*run.case);
        let place = machine.stage(&stage.id).and_then(|place| machine.policy.stages.get(place));
        let Some(policy) = place else { return Err(super::engine::no_stage()) };
        let mut paused = case.paused.clone();
        if let Some(since) = case.paused_since {
            paused = paused.plus(&machine.pause(since, now.max(since)));
        }
        let mut from = case.entered_at;
        if policy.norm_counts == NormCounts::Total {
            // Between two stays the clock stands.
            let mut until = case.entered_at;
            for stay in case.stays.iter().rev().filter(|stay| stay.stage == stage.id) {
                paused = paused.plus(&stay.paused).plus(&machine.pause(stay.left_at, until));
                (from, until) = (stay.entered_at, stay.entered_at);
            }
        }
        let until = now.max(from);
        let elapsed_ms = until.since(from).saturating_sub(paused.elapsed_ms);
        let worked = machine.calendar.working_time(from, until);
        let working_ms = worked.saturating_sub(paused.working_ms);
        let norm = machine.standing(policy, from, &paused, (elapsed_ms, working_ms));
        let status = match &norm {
            _ if case.paused_since.is_some() => ClockStatus::Paused,
            Some(norm) => norm.status,
            None => ClockStatus::None,
        };
        let deviation_percent = norm
            .as_ref()
            .filter(|norm| norm.norm_ms > 0)
            .map(|norm| norm.deviation_ms as f64 * 100.0 / norm.norm_ms as f64 + 0.0);
        let mut why = Vec::new();
        if let (ClockStatus::Over, Some(norm)) = (status, &norm) {
            let told = facts().with("deviation_ms", norm.deviation_ms);
            why.push(reason(reasons::OVER_NORM, told).by(&format!("{}.norm", stage.path)));
        }
        if stage.kind == StageKind::Open && case.paused_since.is_none() {
            why.extend(self.idleness(&run, now)?);
        }
        if case.halted && !stage.kind.is_final() {
            why.push(reason(reasons::HALTED, facts().with("since", case.stepped_at)));
        }
        let field = |path| case.fields.get(path);
        let until = field(SNOOZE_UNTIL).and_then(|t| Instant::read(t, &mut Reader::new()));
        let snoozed_until = until.filter(|until| *until > now);
        let stalled = !why.is_empty() && snoozed_until.is_none();
        if let Some(until) = snoozed_until {
            let told = facts().with("until", until);
            let told = told.with("reason", field(SNOOZE_REASON).cloned().unwrap_or(Value::Null));
            why.push(reason(reasons::SNOOZED, told));
        }
        let clock = Clock {
            stage: stage.id.clone(),
            entered_at: case.entered_at,
            elapsed_ms,
            working_ms,
            paused,
            status,
            norm_clock: norm.as_ref().map(|norm| norm.norm_clock),
            norm_ms: norm.as_ref().map(|norm| norm.norm_ms),
            deadline: norm.as_ref().map(|norm| norm.deadline),
            warn_from: norm.as_ref().map(|norm| norm.warn_from),
            deviation_ms: norm.as_ref().map(|norm| norm.deviation_ms),
            deviation_percent,
            stalled,
            reasons: why,
            snoozed_until,
        };
        Ok(Seen { clock, kind: stage.kind, next_due })
    }

    /// Nothing was done for long, or nothing is planned.
    fn idleness(&self, run: &Run<'_, '_>, now: Instant) -> Result<Vec<Reason>> {
        let (machine, case) = (&self.machine, &*run.case);
        let stall = &machine.policy.stall;
        let mut why = Vec::new();
        if let Some(span) = stall.no_activity {
            let end = machine.calendar.add(case.last_activity_at, span).ok();
            let end = end.and_then(|end| machine.moved(end, span, &case.paused_idle));
            if end.is_some_and(|end| end <= now) {
                let told = facts().with("last_activity_at", case.last_activity_at);
                let reason = reason(reasons::NO_ACTIVITY, told);
                why.push(reason.by("$.policy.stall.no_activity"));
            }
        }
        if let Some(anchor) = machine.next_step {
            let step = machine.time(anchor, case, run.record()?);
            let is_date = matches!(anchor, super::compile::Anchor::Field { is_date: true, .. });
            // A date lasts until its end.
            let zone = &machine.calendar.policy().zone;
            let is_over = |step: Instant| {
                if is_date { zone.day_of(step) < zone.day_of(now) } else { step < now }
            };
            if step.is_none_or(is_over) {
                let told = facts().with("next_step", step);
                why.push(reason(reasons::NO_NEXT_STEP, told).by("$.policy.stall.next_step"));
            }
        }
        Ok(why)
    }
}

impl Machine {
    /// How a case stands to the norm of its stage: it began at `from`, and what it has spent since by
    /// the wall clock and while people work, `paused` left out. None without a norm that counts, or where
    /// the calendar has no such deadline.
    fn standing(
        &self,
        policy: &StagePolicy,
        from: Instant,
        paused: &Paused,
        (elapsed_ms, working_ms): (i64, i64),
    ) -> Option<Standing> {
        let norm = Norm::of(policy.kind, policy.norm)?;
        let (end, norm_ms) = norm.end(from, &self.calendar)?;
        let warned_ms = (norm_ms as f64 * policy.warn_at.get()).floor() as i64;
        let (spent_ms, warned) = match norm.clock() {
            NormClock::Wall => (elapsed_ms, CalendarSpan::Exact(warned_ms)),
            NormClock::Working => (working_ms, CalendarSpan::Working(warned_ms)),
        };
        let warn_from = self.calendar.add(from, warned).ok()?;
        Some(Standing {
            norm_clock: norm.clock(),
            norm_ms,
            deadline: self.moved(end, norm.span, paused)?,
            warn_from: self.moved(warn_from, norm.span, paused)?,
            deviation_ms: spent_ms.saturating_sub(norm_ms),
            status: match spent_ms {
                spent if spent > norm_ms => ClockStatus::Over,
                spent if spent >= warned_ms => ClockStatus::Warning,
                _ => ClockStatus::Within,
            },
        })
    }
}

/// Open cases, the most overdue first, which is the one with the earliest deadline; then those without
/// a norm. Of equals by their names. Timers that are due have fired here.
///
/// All cases are overdue by one clock, that of the wall, whatever their norms count: so lists of several
/// pipelines can be merged by `overdue_ms`. The working time since the deadline is told beside.
///
/// O(n log n) for n cases.
///
/// # Errors
/// As [`Pipeline::apply`], with paths under `$.cases`.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{NewCase, Pipeline, PipelinePolicy, worklist};
///
/// let pipeline = Pipeline::new(&PipelinePolicy::from_json(r#"{
///     "name": "leads", "version": "1",
///     "stages": [{"id": "new", "norm": "1d"}, {"id": "done", "kind": "won"}],
///     "transitions": [{"source": ["new"], "target": "done"}]
/// }"#)?)?;
/// let open = |id: &str, t: &str| -> Result<_, Box<dyn std::error::Error>> {
///     let lead = NewCase::from_json(&format!(r#"{{"id": "{id}"}}"#))?;
///     Ok(pipeline.open(&lead, t.parse()?)?.case_after.unwrap())
/// };
/// let cases = [open("b", "2026-11-19T00:00:00Z")?, open("a", "2026-11-18T00:00:00Z")?];
/// let list = worklist(&cases, "2026-11-20T12:00:00Z".parse()?, &pipeline)?;
/// assert_eq!(list[0].case_id, "a");
/// assert_eq!(list[0].overdue_ms, Some(36 * 3_600_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn worklist(cases: &[Case], now: Instant, pipeline: &Pipeline) -> Result<Vec<WorkItem>> {
    let mut items = Vec::new();
    let calendar = &pipeline.machine.calendar;
    for (index, case) in cases.iter().enumerate() {
        let seen = pipeline.seen(case, now);
        let seen = seen.map_err(|error| super::engine::of_row(&error, "cases", index))?;
        let Seen { clock, kind, next_due } = seen;
        if kind.is_final() {
            continue;
        }
        let since = clock.deadline;
        items.push(WorkItem {
            case_id: case.id.clone(),
            stage: clock.stage,
            deadline: since,
            overdue_ms: since.map(|since| now.since(since)),
            overdue_working_ms: since.map(|since| calendar.working_time(since, now)),
            stalled: clock.stalled,
            reasons: clock.reasons,
            next_due,
        });
    }
    // Those with no norm are overdue least of all.
    crate::math::sort_by(&mut items, |a: &WorkItem, b| {
        b.overdue_ms.cmp(&a.overdue_ms).then_with(|| a.case_id.cmp(&b.case_id))
    });
    Ok(items)
}
