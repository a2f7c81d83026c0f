//! One case of two that were moved apart.

use std::sync::Arc;

use super::apply::{Taken, replay};
use super::case::{Case, Event};
use super::engine::{Pipeline, of_argument};
use super::report::{Applied, Outcome};
use super::run::Run;
use crate::shape::{Reader, Shaped};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

/// One case of two copies that saw different events offline: the same in whatever order they are
/// named, and the same as one copy that saw all of them.
///
/// # Errors
/// `other_case`; `settled_apart`, when the copies saw different events that are settled since, because
/// other rules came into force or the log was long (`keep_events`); `different_events`, when one name is
/// of two.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{Event, NewCase, Pipeline, PipelinePolicy, merge_logs};
///
/// let pipeline = Pipeline::new(&PipelinePolicy::from_json(r#"{
///     "name": "leads", "version": "1",
///     "stages": [{"id": "new"}, {"id": "called"}, {"id": "done", "kind": "won"}],
///     "transitions": [{"source": ["new"], "target": "called"},
///                     {"source": ["new", "called"], "target": "done"}]
/// }"#)?)?;
/// let t = |text: &str| text.parse::<fieldbeat::Instant>();
/// let lead = NewCase::from_json(r#"{"id": "l1"}"#)?;
/// let case = pipeline.open(&lead, t("2026-11-20T09:00:00Z")?)?.case_after.unwrap();
/// let now = t("2026-11-20T12:00:00Z")?;
/// let call = Event::from_json(r#"{"id": "e1", "at": "2026-11-20T10:00:00Z", "target": "called"}"#)?;
/// let deal = Event::from_json(r#"{"id": "e2", "at": "2026-11-20T11:00:00Z", "target": "done"}"#)?;
/// let phone = pipeline.apply(&case, &call, now)?.case_after;
/// let server = pipeline.apply(&case, &deal, now)?.case_after;
/// let merged = merge_logs(&phone, &server, &pipeline, now)?.case_after;
/// assert_eq!((merged.stage.as_str(), merged.stays.len()), ("done", 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn merge_logs(
    a: &Case,
    b: &Case,
    pipeline: &Pipeline,
    now: Instant,
) -> Result<super::report::Applied> {
    pipeline.merge(a, b, now)
}

impl Pipeline {
    pub(super) fn merge(&self, a: &Case, b: &Case, now: Instant) -> Result<Applied> {
        let adopt = |case, name| self.adopt(case).map_err(|error| of_argument(&error, name));
        let (a, b) = (&*adopt(a, "a")?, &*adopt(b, "b")?);
        if (&a.id, a.created_at) != (&b.id, b.created_at) {
            let message = "this is another case";
            return Err(Error::one(ErrorKind::Input, "other_case", "$.b", message));
        }
        let origin = common(a.origin(), b.origin())?;
        let Some(origin) = origin.filter(|_| a.settled == b.settled) else {
            let message = "the copies parted before the first event that they keep, or under other \
                           rules: merge by the rules that wrote them, then migrate";
            return Err(Error::one(ErrorKind::Input, "settled_apart", "$.b", message));
        };
        let mut log = a.log.clone();
        let mut at = Reader::new();
        for (index, event) in b.log.iter().enumerate() {
            match log.iter_mut().find(|known| known.id == event.id) {
                None => log.push(event.clone()),
                // One that came without a time has its place from the copy: the first holds.
                Some(known) if is_same(known, event)? => known.seq = known.seq.min(event.seq),
                Some(_) => at.within("b", |at| {
                    at.within("log", |at| {
                        at.within(index, |at| {
                            let message = format!("\"{}\" is another event in a", event.id);
                            at.problem::<()>("different_events", message);
                        });
                    });
                }),
            }
        }
        at.finish(Some(()))?;
        crate::math::sort_by(&mut log, |a, b| a.place().cmp(&b.place()));
        let mut case = origin.clone();
        let mut run = Run::new(&self.machine, &mut case, now);
        run.remember(a);
        run.remember(b);
        replay(&mut run, &log)?;
        let next_due = run.settle(a.stepped_at.max(b.stepped_at))?;
        let mut trail = run.trail;
        let (_, mut old) = a.again(&self.machine, now)?;
        old.merge(b.again(&self.machine, now)?.1);
        let withdrawn = trail.less(&old);
        case.next_due = next_due;
        (case.log, case.settled) = (log, a.settled.clone());
        if !case.log.is_empty() || a.origin.0.is_some() || b.origin.0.is_some() {
            case.origin.0 = Some(Arc::new(origin));
        }
        case.forget(&self.machine, now)?;
        let is_moved = trail.steps.len() > 0;
        let outcome = if is_moved { Outcome::Moved } else { Outcome::Recorded };
        let taken = Taken { outcome, failed: Vec::new(), withdrawn };
        Ok(self.applied(taken, case, trail))
    }
}

/// Whether two copies keep one event, wherever each put it at its instant.
fn is_same(a: &Event, b: &Event) -> Result<bool> {
    let b = Event { seq: a.seq, ..b.clone() };
    Ok(a.to_json()? == b.to_json()?)
}

/// The origin of both copies, if it is one. When each host let timers fire, and when it was to look
/// again, makes no difference: the earlier holds.
fn common(mut a: Case, mut b: Case) -> Result<Option<Case>> {
    for (one, other) in a.fired.iter_mut().zip(&mut b.fired) {
        let fired_at = one.fired_at.min(other.fired_at);
        (one.fired_at, other.fired_at) = (fired_at, fired_at);
    }
    let next_due = [a.next_due, b.next_due].into_iter().flatten().min();
    (a.next_due, b.next_due) = (next_due, next_due);
    Ok((a.to_json()? == b.to_json()?).then_some(a))
}
