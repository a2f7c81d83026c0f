//! What an event makes of a case, on time or late.

use super::case::{Case, Event, EventKind, Origin};
use super::engine::Pipeline;
use super::fields::Fields;
use super::history::{History, Past};
use super::name::Name;
use super::report::{Applied, Command, Failed, Outcome, Overruled};
use super::run::Run;
use super::trail::Trail;
use crate::math::StableHash;
use crate::shape::Reader;
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
    pub fn advance(&self, record: Case, event: Event, now: Instant) -> Result<Applied> {
        let mut walk = Walk::new(self, record, now)?;
        let taken = walk.take(event)?;
        let (case, trail) = walk.finish()?;
        Ok(self.applied(taken, *case, trail))
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
        let last = record.history().last_name(now);
        if last.is_some_and(|last| last.ends_with(own)) {
            let repeated = Taken::unchanged(Outcome::Repeated, Vec::new());
            return Ok(self.applied(repeated, record.clone(), Trail::default()));
        }
        let event = Event {
            id: update_name(last, own).into(),
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

    pub(super) fn applied(&self, taken: Taken, case: Case, trail: Trail<'_>) -> Applied {
        let Taken { outcome, failed, withdrawn } = taken;
        let moves = trail.moves(&self.machine, &case.id);
        let Trail { fired, commands, overruled, .. } = trail;
        Applied { outcome, case_after: case, failed, moves, fired, commands, withdrawn, overruled }
    }
}

/// What became of one event.
pub(super) struct Taken {
    pub(super) outcome: Outcome,
    pub(super) failed: Vec<Failed>,
    pub(super) withdrawn: Vec<Command>,
}

impl Taken {
    pub(super) fn unchanged(outcome: Outcome, failed: Vec<Failed>) -> Self {
        Self { outcome, failed, withdrawn: Vec::new() }
    }
}

/// A case to which events come, one after another.
pub(super) struct Walk<'m> {
    pub(super) run: Run<'m>,
    past: Past,
    /// What other rules wrote: where no event changes it, it is not even taken over.
    given: Option<Box<Case>>,
    is_changed: bool,
}

impl<'m> Walk<'m> {
    pub(super) fn new(pipeline: &'m Pipeline, case: Case, now: Instant) -> Result<Self> {
        let mut case = Box::new(case);
        let given = (!pipeline.is_own(&case)?).then(|| case.clone());
        if given.is_some() {
            *case = pipeline.begun(*case);
        }
        let past = Past::of(&mut case);
        let run = Run::new(&pipeline.machine, case, now);
        Ok(Self { run, past, given, is_changed: false })
    }

    fn history(&self) -> History<'_> {
        self.past.view(&self.run.case)
    }

    /// Room for so many events more.
    pub(super) fn expect(&mut self, events: usize) {
        self.past.log.reserve(events);
        self.run.case.stays.reserve(events.min(super::MAX_STAYS));
    }

    /// One event. After an error the case is as it was.
    pub(super) fn take(&mut self, mut event: Event) -> Result<Taken> {
        let now = self.run.now;
        let at = *event.at.get_or_insert(now);
        named(&event.id, "$.event.id")?;
        let history = self.history();
        if history.has_seen(&event.id) {
            return Ok(Taken::unchanged(Outcome::Repeated, Vec::new()));
        }
        let failed = history.untimely(&event, now);
        if !failed.is_empty() {
            return Ok(Taken::unchanged(Outcome::Refused, failed));
        }
        if history.is_late(&event) {
            return self.insert(event);
        }
        self.run.begin_anew();
        let is_due = self.run.is_due(at)?;
        let is_first = self.past.origin.0.is_none();
        let is_copied = is_due || is_first || self.past.is_full(self.run.machine);
        let mut before = is_copied.then(|| self.run.case.clone());
        let next_due = self.run.case.next_due;
        let mark = self.run.trail.mark();
        let failed = match self.pass(&event, at) {
            Ok((Outcome::Refused, failed)) => Ok(failed),
            Ok((outcome, _)) => {
                if is_first {
                    self.past.origin = Origin(before.take());
                }
                match self.past.keep(event, self.run.machine, &self.run.case, now) {
                    Ok(()) => {
                        self.is_changed = true;
                        return Ok(Taken::unchanged(outcome, Vec::new()));
                    }
                    Err(error) => {
                        before = before.or_else(|| self.past.origin.0.take());
                        Err(error)
                    }
                }
            }
            Err(error) => Err(error),
        };
        // A refused event changes nothing, and timers before it may have fired.
        if is_due || failed.is_err() {
            let mut before = match before {
                Some(before) => before,
                None => self.history().again(self.run.machine, now)?.case,
            };
            before.next_due = next_due;
            self.run.put_back(before);
        }
        self.run.trail.cut(mark);
        failed.map(|failed| Taken::unchanged(Outcome::Refused, failed))
    }

    /// The timers before an event, the event, and the timers at its instant.
    fn pass(&mut self, event: &Event, at: Instant) -> Result<(Outcome, Vec<Failed>)> {
        self.run.settle(at)?;
        let (outcome, failed) = self.run.step(event)?;
        if outcome != Outcome::Refused {
            self.run.settle(at)?;
        }
        Ok((outcome, failed))
    }

    /// An event that comes later than others that were after it.
    fn insert(&mut self, event: Event) -> Result<Taken> {
        let (machine, now) = (self.run.machine, self.run.now);
        let history = self.history();
        let (mut run, later) = history.before(machine, &event, now)?;
        let (outcome, failed) = run.step(&event)?;
        if outcome == Outcome::Refused {
            return Ok(Taken::unchanged(outcome, failed));
        }
        run.settle(event.at())?;
        replay(&mut run, later)?;
        run.settle(self.run.case.stepped_at.max(event.at()))?;
        let withdrawn = run.trail.less(&history.again(machine, now)?.trail);
        let origin = Origin(Some(Box::new(history.origin())));
        let known = std::mem::replace(&mut self.past.origin, origin);
        if let Err(error) = self.past.keep(event, machine, &run.case, now) {
            self.past.origin = known;
            return Err(error);
        }
        let trail = std::mem::replace(&mut run.trail, std::mem::take(&mut self.run.trail));
        self.run = run;
        self.run.trail.append(trail);
        self.is_changed = true;
        Ok(Taken { outcome, failed: Vec::new(), withdrawn })
    }

    /// The case as it is then, to be stored, and what happened on the way.
    pub(super) fn finish(self) -> Result<(Box<Case>, Trail<'m>)> {
        if let (Some(given), false) = (self.given, self.is_changed) {
            return Ok((given, Trail::default()));
        }
        let next_due = if self.is_changed { self.run.first_due()? } else { self.run.case.next_due };
        let Run { mut case, trail, .. } = self.run;
        self.past.put(&mut case);
        case.next_due = next_due;
        Ok((case, trail))
    }
}

/// Events of a log, in their order; one that is not possible any more is told.
pub(super) fn replay(run: &mut Run<'_>, events: &[Event]) -> Result<()> {
    for event in events {
        run.settle(event.at())?;
        let (outcome, failed) = run.step(event)?;
        if outcome == Outcome::Refused {
            let id = event.id.clone();
            run.trail.overruled.push(Overruled { id, failed });
        }
        run.settle(event.at())?;
    }
    Ok(())
}

/// So many letters of its hash are the name of an update.
const OWN_NAME: usize = 12;

/// The name of an update: at one instant it comes after what the case has seen then.
fn update_name(last: Option<&Name>, own: &str) -> String {
    let Some(last) = last else { return own.to_owned() };
    // `NAME+00000001OWN`: names are in order as texts, and do not grow.
    let counted = last.rsplit_once('+').and_then(|(root, mark)| {
        let (count, _) = mark.split_at_checked(8).filter(|(_, own)| own.len() == OWN_NAME)?;
        Some((root, count.parse::<u32>().ok()?))
    });
    let (root, count) = counted.unwrap_or((last.as_str(), 0));
    format!("{root}+{:08}{own}", count.saturating_add(1))
}

/// Whatever has no name would be taken for whatever else has none.
pub(super) fn named(id: &str, path: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::one(ErrorKind::Input, "empty", path, "expected a name"));
    }
    Ok(())
}
