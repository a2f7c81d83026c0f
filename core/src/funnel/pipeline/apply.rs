//! What an event makes of a case, on time or late.

use std::sync::Arc;

use super::case::{Case, Event, EventKind, Origin};
use super::compile::{Machine, Transition};
use super::engine::Pipeline;
use super::fields::Fields;
use super::name::Name;
use super::report::{Applied, Command, Failed, Firing, Move, Outcome, Overruled};
use super::run::Run;
use super::trail::{Steps, Trail};
use crate::math::StableHash;
use crate::shape::Reader;
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

impl Pipeline {
    /// What an event makes of a case: first all timers fire that were planned at or before it. An event
    /// older than what the case has seen is put in its place, and the case becomes what it would have
    /// been; commands that would not have been, or not so, are withdrawn. A refused event changes nothing
    /// and is not kept: when one from before it comes late and would have let it pass, the host sends it
    /// again.
    ///
    /// O(fields + timers) for an event that is the latest, else the same for all events that the case
    /// keeps. An event that the case knows changes nothing, however often it comes: it knows those of its
    /// log and the names of [`MAX_SETTLED`](super::MAX_SETTLED) before them.
    ///
    /// # Errors
    /// Fields of a wrong type; an event whose name is `empty`; `other_pipeline`; `unknown_stage` of a
    /// case that has to be migrated; `too_many_steps`.
    pub fn apply(&self, record: &Case, event: &Event, now: Instant) -> Result<Applied> {
        // A copy with room for one event more.
        let mut case = record.bare();
        case.origin = record.origin.clone();
        case.settled = record.settled.clone();
        case.log.reserve_exact(record.log.len() + 1);
        case.log.extend_from_slice(&record.log);
        self.advance(case, event.clone(), now)
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
    pub fn advance(&self, mut record: Case, event: Event, now: Instant) -> Result<Applied> {
        self.machine.rewrite(&mut record);
        let advanced = self.advance_in_place(&mut record, event, now)?;
        let moves = advanced.moves(&record);
        let Advanced { outcome, failed, fired, commands, withdrawn, overruled, .. } = advanced;
        let case_after = record;
        Ok(Applied { outcome, case_after, failed, moves, fired, commands, withdrawn, overruled })
    }

    /// As [`Self::apply`], of a case that stays where it is: no memory is asked for but what the case
    /// keeps, and only when it has to grow. Values of a case that comes from JSON text are to be in the
    /// notation in which answers hold them, as [`Self::advance`] leaves them.
    ///
    /// # Errors
    /// As [`Self::apply`]; the case is as it was then.
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
    /// let lead = NewCase::from_json(r#"{"id": "l1"}"#)?;
    /// let mut case = pipeline.open(&lead, now)?.case_after.unwrap();
    /// let done = Event::from_json(r#"{"id": "e1", "target": "done"}"#)?;
    /// let advanced = pipeline.advance_in_place(&mut case, done, now)?;
    /// assert_eq!((advanced.outcome, case.stage.as_str()), (Outcome::Moved, "done"));
    /// assert_eq!(advanced.moves(&case)[0].source, "new");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance_in_place(
        &self,
        record: &mut Case,
        event: Event,
        now: Instant,
    ) -> Result<Advanced<'_>> {
        let given = self.take_over(record)?;
        let mut walk = Walk::new(&self.machine, record, given, now);
        let taken = walk.take(&mut Some(event));
        walk.finish();
        let Taken { outcome, failed, withdrawn } = taken?;
        let Trail { steps, fired, commands, overruled } = walk.run.trail;
        let machine = &self.machine;
        Ok(Advanced { outcome, failed, fired, commands, withdrawn, overruled, steps, machine })
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
        let mut fields = fields.clone();
        self.machine.known.rewrite(&mut fields);
        // Two devices that say different things at one instant are told apart; here it comes after what
        // the case has seen then.
        let hash = StableHash::new().text(&record.id).int(now.millis());
        let hash = hash.text(&crate::math::hash_value(fields.value())).hex();
        let own = hash.get(..OWN_NAME).unwrap_or(&hash);
        if record.last_name(now).is_some_and(|last| last.ends_with(own)) {
            let repeated = Taken::unchanged(Outcome::Repeated, Vec::new());
            return Ok(self.applied(repeated, record.clone(), Trail::default()));
        }
        let named = |seq: Option<i64>| match seq {
            Some(seq) => Name::from(format!("{seq}-{own}")),
            None => own.into(),
        };
        let mut seq = record.next_seq(now);
        // It may have been said before, and something else since.
        while record.has_seen(&named(seq)) {
            seq = Some(seq.unwrap_or(0).saturating_add(1));
        }
        let event = Event {
            id: named(seq),
            at: Some(now),
            seq,
            kind: EventKind::Update,
            actor: None,
            on: None,
            target: None,
            reason: None,
            fields,
        };
        self.advance(record.clone(), event, now)
    }

    /// Brings a case of other rules under these; what it was before.
    pub(super) fn take_over(&self, case: &mut Case) -> Result<Option<Box<Case>>> {
        if self.is_own(case)? {
            return Ok(None);
        }
        let given = Box::new(case.clone());
        if let Err(error) = self.begin(case) {
            *case = *given;
            return Err(error);
        }
        Ok(Some(given))
    }

    pub(super) fn applied(&self, taken: Taken, case: Case, trail: Trail<'_>) -> Applied {
        let Taken { outcome, failed, withdrawn } = taken;
        let Trail { steps, fired, commands, overruled } = trail;
        let moves = steps.moves(&self.machine, &case.id);
        Applied { outcome, case_after: case, failed, moves, fired, commands, withdrawn, overruled }
    }
}

/// What an event made of a case that stays where it is: [`Applied`] without the case.
#[derive(Debug)]
pub struct Advanced<'p> {
    /// What became of it.
    pub outcome: Outcome,
    /// Of a refused event all conditions that are not met.
    pub failed: Vec<Failed>,
    /// The timers that fired.
    pub fired: Vec<Firing>,
    /// What the host is told to do.
    pub commands: Vec<Command>,
    /// Commands of earlier answers that would not have been, had this event been known.
    pub withdrawn: Vec<Command>,
    /// Events that would have been refused, had this one been known.
    pub overruled: Vec<Overruled>,
    steps: Steps<'p>,
    machine: &'p Machine,
}

impl Advanced<'_> {
    /// The moves that it made of this case, with those of timers before it and of automatic steps after
    /// it.
    #[must_use]
    pub fn moves(&self, record: &Case) -> Vec<Move> {
        self.steps.moves(self.machine, &record.id)
    }
}

/// What became of one event.
pub(super) struct Taken {
    pub(super) outcome: Outcome,
    pub(super) failed: Vec<Failed>,
    pub(super) withdrawn: Vec<Command>,
}

impl Taken {
    #[inline]
    pub(super) fn unchanged(outcome: Outcome, failed: Vec<Failed>) -> Self {
        Self { outcome, failed, withdrawn: Vec::new() }
    }
}

/// A case to which events come, one after another.
pub(super) struct Walk<'m, 'c> {
    pub(super) run: Run<'m, 'c>,
    /// What other rules wrote: where no event changes it, it is not even taken over.
    given: Option<Box<Case>>,
    /// When the next timer fires, once somebody looked.
    due: Option<Option<Instant>>,
    is_changed: bool,
}

impl<'m, 'c> Walk<'m, 'c> {
    /// Of a case that is under these rules, with what it was before. Made where it stays, as a run: to
    /// move it takes as long as half an event.
    #[inline]
    pub(super) fn new(
        machine: &'m Machine,
        case: &'c mut Case,
        given: Option<Box<Case>>,
        now: Instant,
    ) -> Self {
        Self { run: Run::new(machine, case, now), given, due: None, is_changed: false }
    }

    /// Room for so many events more.
    pub(super) fn expect(&mut self, events: usize) {
        self.run.case.log.reserve(events);
        self.run.case.stays.reserve(events.min(super::MAX_STAYS));
    }

    /// One event, which leaves its place when the case keeps it. After an error the case is as it was.
    pub(super) fn take(&mut self, given: &mut Option<Event>) -> Result<Taken> {
        let Some(event) = given else { return Ok(Taken::unchanged(Outcome::Repeated, Vec::new())) };
        let (machine, now) = (self.run.machine, self.run.now);
        named(&event.id, "$.event.id")?;
        let case = &*self.run.case;
        case.date(event, now);
        machine.known.rewrite(&mut event.fields);
        let at = event.at();
        if case.has_seen(&event.id) {
            return Ok(Taken::unchanged(Outcome::Repeated, Vec::new()));
        }
        let failed = case.untimely(event, now);
        if !failed.is_empty() {
            return Ok(Taken::unchanged(Outcome::Refused, failed));
        }
        if case.is_late(event) {
            return self.insert(given);
        }
        let (is_first, is_full) = (case.origin.0.is_none(), case.is_full(machine));
        let lone = if is_full { None } else { self.run.lone_way(event) };
        // What cannot be read of the case is told below.
        let is_open = lone.and_then(|way| self.run.is_open(way, event).ok());
        if let (Some(way), Some(true)) = (lone, is_open) {
            self.take_lone(way, given, is_first);
            return Ok(Taken::unchanged(Outcome::Moved, Vec::new()));
        }
        let next_due = case.next_due;
        self.run.begin_anew();
        let due = match self.due {
            Some(due) => due,
            None => self.run.first_due()?,
        };
        let is_due = due.is_some_and(|due| due <= at);
        let is_copied = is_due || is_first || is_full;
        let mut before = is_copied.then(|| Arc::new(self.run.case.bare()));
        let mark = self.run.trail.mark();
        let failed = match self.pass(event, is_due, is_open == Some(false)) {
            Ok((Outcome::Refused, failed)) => Ok(failed),
            Ok((outcome, _)) => {
                let case = &mut *self.run.case;
                if is_first {
                    case.origin.0 = before.take();
                }
                match case.keep_last(given, machine, now) {
                    Ok(()) => {
                        self.is_changed = true;
                        return Ok(Taken::unchanged(outcome, Vec::new()));
                    }
                    Err(error) => {
                        before = before.or_else(|| case.origin.0.take());
                        Err(error)
                    }
                }
            }
            Err(error) => Err(error),
        };
        self.due = Some(due);
        // A refused event changes nothing, and timers before it may have fired.
        if is_due || failed.is_err() {
            let mut before = match before {
                Some(before) => Arc::unwrap_or_clone(before),
                None => self.run.case.again(machine, now)?.0,
            };
            before.next_due = next_due;
            self.run.resume(before);
        }
        self.run.trail.cut(mark);
        failed.map(|failed| Taken::unchanged(Outcome::Refused, failed))
    }

    /// An event of which all is known: that it makes this move, and that nothing comes of it.
    #[inline]
    fn take_lone(&mut self, way: &'m Transition, given: &mut Option<Event>, is_first: bool) {
        let Some(event) = given.take() else { return };
        if is_first {
            self.run.case.origin = Origin::of(self.run.case.bare());
        }
        self.run.make(way, &event);
        self.run.case.log.push(event);
        (self.due, self.is_changed) = (Some(None), true);
    }

    /// The timers before an event, the event, of which it may be known that its only way is shut, and the
    /// timers at its instant.
    #[inline]
    fn pass(
        &mut self,
        event: &Event,
        is_due: bool,
        is_shut: bool,
    ) -> Result<(Outcome, Vec<Failed>)> {
        let (run, at) = (&mut self.run, event.at());
        if is_due {
            run.settle(at)?;
        }
        let (outcome, failed) = if is_shut { run.step_with_care(event) } else { run.step(event) }?;
        if outcome != Outcome::Refused {
            self.due = Some(self.run.settle(at)?);
        }
        Ok((outcome, failed))
    }

    /// An event that comes later than others that were after it.
    fn insert(&mut self, given: &mut Option<Event>) -> Result<Taken> {
        let Some(event) = given else { return Ok(Taken::unchanged(Outcome::Repeated, Vec::new())) };
        let (machine, now) = (self.run.machine, self.run.now);
        let case = &*self.run.case;
        let mut then = case.origin();
        let mut run = Run::new(machine, &mut then, now);
        let later = case.lead(&mut run, event)?;
        let (outcome, failed) = run.step(event)?;
        if outcome == Outcome::Refused {
            return Ok(Taken::unchanged(outcome, failed));
        }
        run.settle(event.at())?;
        replay(&mut run, later)?;
        let due = run.settle(case.stepped_at.max(event.at()))?;
        let Run { mut trail, before, .. } = run;
        let withdrawn = trail.less(&case.again(machine, now)?.1);
        let case = &mut *self.run.case;
        let is_first = case.origin.0.is_none();
        if is_first {
            case.origin.0 = Some(Arc::new(case.bare()));
        }
        if let Err(error) = case.keep(given, machine, now) {
            if is_first {
                case.origin.0 = None;
            }
            return Err(error);
        }
        self.run.resume(then);
        self.run.before = before;
        self.run.trail.append(trail);
        self.due = Some(due);
        self.is_changed = true;
        Ok(Taken { outcome, failed: Vec::new(), withdrawn })
    }

    /// Leaves the case as it is then, to be stored.
    pub(super) fn finish(&mut self) {
        match (self.given.take(), self.due) {
            (Some(given), _) if !self.is_changed => *self.run.case = *given,
            (_, Some(due)) if self.is_changed => self.run.case.next_due = due,
            _ => {}
        }
    }
}

/// Events of a log, in their order; one that is not possible any more is told.
pub(super) fn replay(run: &mut Run<'_, '_>, events: &[Event]) -> Result<()> {
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

/// Whatever has no name would be taken for whatever else has none.
#[inline]
pub(super) fn named(id: &str, path: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::one(ErrorKind::Input, "empty", path, "expected a name"));
    }
    Ok(())
}
