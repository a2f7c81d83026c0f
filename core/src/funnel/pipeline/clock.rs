//! How long a case has been where it is, against the norm; and the list of work that follows.

use super::case::{Case, Paused};
use super::engine::Pipeline;
use super::fields::{SNOOZE_REASON, SNOOZE_UNTIL};
use super::judge::{facts, reason};
use super::policy::{NormCounts, StageKind};
use super::report::{Clock, ClockStatus, WorkItem};
use super::run::Run;
use crate::funnel::reasons;
use crate::shape::{Reader, Shaped};
use crate::time::{CalendarSpan, Instant};
use crate::{Reason, Result};

impl Pipeline {
    /// How long a case has been in its stage, against the norm; whether it is stalled, and why. Timers
    /// that are due have fired here, whether the host ticked or not.
    ///
    /// The deadline is the norm after the entry, moved by pauses: by their working time where the norm is
    /// in working days or hours. With `norm_counts: total` the time between stays counts as a pause.
    ///
    /// # Errors
    /// As [`Pipeline::apply`].
    pub fn clock(&self, record: &Case, now: Instant) -> Result<Clock> {
        let machine = &self.machine;
        let mut case = self.adopt(record)?.bare();
        let mut run = Run::new(machine, &mut case, now);
        run.settle(now)?;
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
        let norm = policy.norm.filter(|_| stage.kind == StageKind::Open);
        let norm = norm.and_then(|norm| {
            let end = machine.calendar.add(from, norm).ok()?;
            let deadline = machine.moved(end, norm, &paused)?;
            let in_work = matches!(norm, CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_));
            let (length, spent) = if in_work {
                (machine.calendar.working_time(from, end), working_ms)
            } else {
                (end.since(from), elapsed_ms)
            };
            let warned = (length as f64 * policy.warn_at.get()).floor() as i64;
            let warn_from = if in_work {
                machine.calendar.add(from, CalendarSpan::Working(warned)).ok()?
            } else {
                from.plus(warned)
            };
            let warn_from = machine.moved(warn_from, norm, &paused)?;
            Some((length, deadline, warn_from, spent, warned))
        });
        let status = match norm {
            _ if case.paused_since.is_some() => ClockStatus::Paused,
            None => ClockStatus::None,
            Some((length, _, _, spent, _)) if spent > length => ClockStatus::Over,
            Some((_, _, _, spent, warned)) if spent >= warned => ClockStatus::Warning,
            Some(_) => ClockStatus::Within,
        };
        let deviation_ms = norm.map(|(length, _, _, spent, _)| spent.saturating_sub(length));
        let deviation_percent =
            norm.filter(|(length, ..)| *length > 0).map(|(length, _, _, spent, _)| {
                spent.saturating_sub(length) as f64 * 100.0 / length as f64 + 0.0
            });
        let mut why = Vec::new();
        if case.halted {
            why.push(reason(reasons::TOO_MANY_AUTOMATIC_STEPS, facts()));
        }
        if let (ClockStatus::Over, Some(deviation)) = (status, deviation_ms) {
            let told = facts().with("deviation_ms", deviation);
            why.push(reason(reasons::OVER_NORM, told).by(&format!("{}.norm", stage.path)));
        }
        if stage.kind == StageKind::Open && case.paused_since.is_none() {
            why.extend(self.idleness(&run, now)?);
        }
        let field = |path| case.fields.get(path);
        let until = field(SNOOZE_UNTIL).and_then(|t| Instant::read(t, &mut Reader::new()));
        let snoozed_until = until.filter(|until| *until > now);
        let stalled = !why.is_empty() && snoozed_until.is_none();
        if let Some(until) = snoozed_until {
            let told = facts().with("until", until);
            let told = told
                .with("reason", field(SNOOZE_REASON).cloned().unwrap_or(crate::shape::Value::Null));
            why.push(reason(reasons::SNOOZED, told));
        }
        Ok(Clock {
            stage: stage.id.clone(),
            entered_at: case.entered_at,
            elapsed_ms,
            working_ms,
            paused: Paused { ..paused },
            status,
            norm_ms: norm.map(|(length, ..)| length),
            deadline: norm.map(|(_, deadline, ..)| deadline),
            warn_from: norm.map(|(_, _, warn_from, ..)| warn_from),
            deviation_ms,
            deviation_percent,
            stalled,
            reasons: why,
            snoozed_until,
        })
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
            let step = machine.time(anchor, case, &*run.record()?);
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

/// Open cases, the most overdue first; then those without a norm. Of equals by their names.
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
    for (index, case) in cases.iter().enumerate() {
        let clock = pipeline.clock(case, now);
        let clock = clock.map_err(|error| super::engine::of_row(&error, "cases", index))?;
        let is_closed = pipeline
            .machine
            .stages
            .iter()
            .any(|stage| stage.id == clock.stage && stage.kind.is_final());
        if is_closed {
            continue;
        }
        items.push(WorkItem {
            case_id: case.id.clone(),
            stage: clock.stage,
            deadline: clock.deadline,
            overdue_ms: clock.deviation_ms,
            stalled: clock.stalled,
            reasons: clock.reasons,
            next_due: pipeline.next_due(case)?,
        });
    }
    // Those with no norm are overdue least of all.
    crate::math::sort_by(&mut items, |a: &WorkItem, b| {
        b.overdue_ms.cmp(&a.overdue_ms).then_with(|| a.case_id.cmp(&b.case_id))
    });
    Ok(items)
}
