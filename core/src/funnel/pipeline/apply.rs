//! What an event makes of a case, on time or late.

use super::case::{Case, Event, EventKind, Origin};
use super::engine::Pipeline;
use super::fields::Fields;
use super::judge::failed;
use super::report::{Applied, Command, Failed, Outcome};
use super::run::{Run, Trail, instants};
use crate::funnel::reasons;
use crate::math::StableHash;
use crate::shape::{Reader, Shaped};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

impl Pipeline {
    /// What an event makes of a case: first all timers fire that were planned at or before it. An event
    /// older than what the case has seen is put in its place, and the case becomes what it would have
    /// been; commands that would not have been are withdrawn. A refused event changes nothing.
    ///
    /// O(fields + timers) for an event that is the latest, else the same for all events that the case
    /// keeps. An event that the case knows changes nothing, however often it comes: it knows those of its
    /// log and the names of [`MAX_SETTLED`](super::MAX_SETTLED) before them.
    ///
    /// # Errors
    /// Fields of a wrong type; an event whose name is `empty`; `other_pipeline`; `unknown_stage` of a
    /// case that has to be migrated; `too_many_steps`.
    pub fn apply(&self, record: &Case, event: &Event, now: Instant) -> Result<Applied> {
        self.advance(record.clone(), event.clone(), now)
    }

    /// As [`Self::apply`], of a case and an event that are given away: nothing is copied but what the
    /// case keeps twice.
    ///
    /// # Errors
    /// As [`Self::apply`].
    ///
    /// # Example
    /// ```
    /// use fieldbeat::funnel::{Event, NewCase, Outcome, Pipeline, PipelinePolicy};
    ///
    /// let pipeline = Pipeline::new(&PipelinePolicy::from_json(r#"{
    ///     "name": "leads", "version": "1",
    ///     "stages": [{"id": "new"}, {"id": "done", "kind": "won"}],
    ///     "transitions": [{"source": ["new"], "target": "done"}]
    /// }"#)?)?;
    /// let now = "2026-11-20T10:00:00Z".parse()?;
    /// let case = pipeline.open(&NewCase::from_json(r#"{"id": "l1"}"#)?, now)?.case_after.unwrap();
    /// let done = Event::from_json(r#"{"id": "e1", "target": "done"}"#)?;
    /// let applied = pipeline.advance(case, done, now)?;
    /// assert_eq!((applied.outcome, &*applied.case_after.stage), (Outcome::Moved, "done"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&self, record: Case, mut event: Event, now: Instant) -> Result<Applied> {
        event.at = Some(event.at.unwrap_or(now));
        // A refused event does not even change the version.
        let given = (!self.is_own(&record)?).then(|| record.clone());
        let case = if given.is_some() { self.begun(record) } else { record };
        named(&event.id, "$.event.id")?;
        let unchanged = |case, outcome, failed| {
            let trail = Trail::default();
            Ok(applied(outcome, given.unwrap_or(case), failed, trail, Vec::new()))
        };
        if case.has_seen(&event.id) {
            return unchanged(case, Outcome::Repeated, Vec::new());
        }
        let failed = untimely(&case, &event, now);
        if !failed.is_empty() {
            return unchanged(case, Outcome::Refused, failed);
        }
        if is_late(&case, &event) {
            return self.insert(case, event, now);
        }
        let at = event.at();
        let mut run = Run::new(&self.machine, case, now);
        let (mut log, mut origin, settled) = run.lay_aside();
        let is_kept = origin.0.is_none() || run.is_due(at)?;
        let before = is_kept.then(|| run.case.clone());
        run.settle(at)?;
        let (outcome, failed) = run.step(&event)?;
        if outcome == Outcome::Refused {
            // Refused before anything was done, but timers may have fired.
            let mut case = before.unwrap_or(run.case);
            (case.log, case.origin, case.settled) = (log, origin, settled);
            return unchanged(case, outcome, failed);
        }
        run.settle(at)?;
        let Run { case: mut new, trail, .. } = run;
        if origin.0.is_none() {
            origin = Origin(before.map(Box::new));
        }
        log.push(event);
        (new.log, new.origin, new.settled) = (log, origin, settled);
        self.forget(&mut new, now)?;
        new.next_due = self.machine.first_due(&new)?;
        Ok(applied(outcome, new, Vec::new(), trail, Vec::new()))
    }

    /// An event that comes later than others that were after it.
    fn insert(&self, case: Case, event: Event, now: Instant) -> Result<Applied> {
        let (mut run, later) = self.before(&case, &event, now)?;
        let (outcome, failed) = run.step(&event)?;
        if outcome == Outcome::Refused {
            return Ok(applied(outcome, case, failed, Trail::default(), Vec::new()));
        }
        run.settle(event.at())?;
        self.replay(&mut run, later)?;
        run.settle(case.stepped_at.max(event.at()))?;
        let Run { case: mut new, mut trail, .. } = run;
        let old = self.again(&case, now)?;
        let withdrawn = without(&old.commands, &trail.commands);
        trail.commands = without(&trail.commands, &old.commands);
        trail.moves.retain(|step| !old.moves.contains(step));
        trail.fired.retain(|fired| !old.fired.iter().any(|known| known.key == fired.key));
        trail.overruled.retain(|event| !old.overruled.iter().any(|known| known.id == event.id));
        let origin = Origin(Some(Box::new(case.origin())));
        (new.log, new.origin, new.settled) = (case.log, origin, case.settled);
        let place = new.log.partition_point(|known| known.place() < event.place());
        new.log.insert(place, event);
        self.forget(&mut new, now)?;
        new.next_due = self.machine.first_due(&new)?;
        Ok(applied(outcome, new, Vec::new(), trail, withdrawn))
    }

    /// New values of fields: `null` takes one away. At this moment pauses, automatic moves and anchors
    /// change. Besides the fields of the schema: `tasks.done` (names or keys of tasks), `snooze.until`,
    /// `snooze.reason`. The same fields twice at one instant, and nothing between, are one update.
    ///
    /// # Errors
    /// As [`Self::apply`], with paths under `$.fields`; `reason_required` of a snooze without a reason.
    pub fn update(&self, record: &Case, fields: &Fields, now: Instant) -> Result<Applied> {
        let mut at = Reader::new();
        at.within("fields", |at| self.machine.known.read(fields, true, at));
        at.finish(Some(()))?;
        // Two devices that say different things at one instant are told apart.
        let hash = StableHash::new().text(&record.id).int(now.millis());
        let hash = hash.text(&crate::math::hash_value(&fields.0)).hex();
        let own = hash.get(..OWN_NAME).unwrap_or(&hash);
        let last = record.last_name(now);
        if last.is_some_and(|last| last.ends_with(own)) {
            let trail = Trail::default();
            return Ok(applied(Outcome::Repeated, record.clone(), Vec::new(), trail, Vec::new()));
        }
        let event = Event {
            id: update_name(last, own),
            at: Some(now),
            kind: EventKind::Update,
            actor: None,
            on: None,
            target: None,
            reason: None,
            fields: fields.clone(),
        };
        self.advance(record.clone(), event, now)
    }

    /// The case just before an event, and the events that come after it.
    pub(super) fn before<'a>(
        &'a self,
        case: &'a Case,
        event: &Event,
        now: Instant,
    ) -> Result<(Run<'a>, &'a [Event])> {
        if !is_late(case, event) {
            let mut run = Run::new(&self.machine, case.bare(), now);
            run.settle(event.at())?;
            return Ok((run, &[]));
        }
        let mut run = Run::new(&self.machine, case.origin(), now);
        run.remember(case);
        let place = case.log.partition_point(|known| known.place() < event.place());
        let (earlier, later) = case.log.split_at_checked(place).unwrap_or((&case.log, &[]));
        self.replay(&mut run, earlier)?;
        run.settle(event.at())?;
        Ok((run, later))
    }

    /// Events of the log, in their order; one that is not possible any more is told.
    pub(super) fn replay(&self, run: &mut Run<'_>, events: &[Event]) -> Result<()> {
        for event in events {
            run.settle(event.at())?;
            let (outcome, failed) = run.step(event)?;
            if outcome == Outcome::Refused {
                let id = event.id.clone();
                run.trail.overruled.push(super::report::Overruled { id, failed });
            }
            run.settle(event.at())?;
        }
        Ok(())
    }

    /// All that happened to a case since its origin.
    pub(super) fn again(&self, case: &Case, now: Instant) -> Result<Trail> {
        let mut run = Run::new(&self.machine, case.origin(), now);
        self.replay(&mut run, &case.log)?;
        run.settle(case.stepped_at)?;
        Ok(run.trail)
    }

    /// Settles the first events of a log that has become long.
    pub(super) fn forget(&self, case: &mut Case, now: Instant) -> Result<()> {
        let keep = self.machine.policy.keep_events as usize;
        if case.log.len() <= 2 * keep {
            return Ok(());
        }
        let mut run = Run::new(&self.machine, case.origin(), now);
        let kept = case.log.split_off(case.log.len() - keep);
        self.replay(&mut run, &case.log)?;
        case.settle(kept);
        case.origin = Origin(Some(Box::new(run.case)));
        Ok(())
    }
}

/// So many letters of its hash are the name of an update.
const OWN_NAME: usize = 12;

/// The name of an update: at one instant it comes after what the case has seen then.
fn update_name(last: Option<&str>, own: &str) -> String {
    let Some(last) = last else { return own.to_owned() };
    // `NAME+00000001OWN`: names are in order as texts, and do not grow.
    let counted = last.rsplit_once('+').and_then(|(root, mark)| {
        let (count, _) = mark.split_at_checked(8).filter(|(_, own)| own.len() == OWN_NAME)?;
        Some((root, count.parse::<u32>().ok()?))
    });
    let (root, count) = counted.unwrap_or((last, 0));
    format!("{root}+{:08}{own}", count.saturating_add(1))
}

/// The commands of a list that are not in another one.
pub(super) fn without(commands: &[Command], others: &[Command]) -> Vec<Command> {
    let is_new = |command: &&Command| !others.iter().any(|other| other.key == command.key);
    commands.iter().filter(is_new).cloned().collect()
}

/// Whether a case has seen something that comes after an event.
fn is_late(case: &Case, event: &Event) -> bool {
    event.at() < case.stepped_at || case.log.last().is_some_and(|last| last.place() > event.place())
}

/// Whatever has no name would be taken for whatever else has none.
pub(super) fn named(id: &str, path: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::one(ErrorKind::Input, "empty", path, "expected a name"));
    }
    Ok(())
}

/// What is wrong with the time of an event.
pub(super) fn untimely(case: &Case, event: &Event, now: Instant) -> Vec<Failed> {
    let at = event.at();
    let kept_from = case.origin.0.as_ref().map_or(case.stepped_at, |origin| origin.stepped_at);
    let value = at.to_value();
    let mut found = Vec::new();
    if at > now {
        let told = instants(&[("at", at), ("now", now)]);
        found.push(failed(reasons::IN_FUTURE, "$.event.at", value.clone(), None, told));
    }
    if at < kept_from {
        let told = instants(&[("at", at), ("kept_from", kept_from)]);
        found.push(failed(reasons::TOO_OLD, "$.event.at", value, None, told));
    }
    found
}

pub(super) fn applied(
    outcome: Outcome,
    case: Case,
    failed: Vec<Failed>,
    trail: Trail,
    withdrawn: Vec<Command>,
) -> Applied {
    let Trail { moves, fired, commands, overruled } = trail;
    Applied { outcome, case_after: case, failed, moves, fired, commands, withdrawn, overruled }
}
