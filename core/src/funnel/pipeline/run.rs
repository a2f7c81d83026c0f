//! One case on its way: timers in the order of their instants, events at theirs, and all automatic
//! steps after each.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::case::{Case, Event, EventKind, FiredTimer, MAX_STAYS, Paused, Stay};
use super::compile::{Machine, Stage, Transition, What};
use super::courses::Courses;
use super::fields::{Fields, TASKS_DONE};
use super::judge::{facts, failed};
use super::name::Name;
use super::pauses::close_pause;
use super::report::{Failed, Firing, MovedBy, Outcome};
use super::timers::{Next, Planned, timer_key};
use super::trail::{Step, Trail};
use super::verdict::Verdict;
use crate::funnel::reasons;
use crate::math::hash_value;
use crate::rule::{Answer, Node, Record};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;
use crate::{Error, ErrorKind, Facts, Result};

/// At most so many automatic steps follow an event, a timer, or an instant at which time meets a
/// condition; then they stop until the next one.
pub const MAX_AUTOMATIC: usize = 16;
/// At most so often time changes a case before an event, or in a tick: `too_many_steps`. Automatic moves
/// there and back, each met by the time since the other, come to this.
pub const MAX_STEPS: usize = 10_000;

pub(super) struct Run<'m, 'c> {
    pub(super) machine: &'m Machine,
    /// Somebody else's: it stays where it is, and what it keeps of the past is not looked at.
    pub(super) case: &'c mut Case,
    /// The place of its stage: beyond all of them where there is no such stage.
    place: usize,
    /// What conditions see of its fields, once somebody looked; taken away when they change.
    seen: OnceCell<Record>,
    /// The same with what the case itself has, where any condition looks at that.
    whole: OnceCell<Record>,
    /// What that was before the case itself became another.
    stale: Cell<Option<Record>>,
    /// When conditions over that are met.
    courses: Courses,
    pub(super) trail: Trail<'m>,
    /// When the host lets timers fire; one that fired before, as it is told now, then.
    pub(super) now: Instant,
    pub(super) before: Vec<(Instant, FiredTimer)>,
    /// Automatic steps since the last event or timer.
    chain: usize,
}

impl<'m, 'c> Run<'m, 'c> {
    #[inline]
    pub(super) fn new(machine: &'m Machine, case: &'c mut Case, now: Instant) -> Self {
        let place = machine.place(&case.stage).unwrap_or(usize::MAX);
        let (seen, whole, stale) = (OnceCell::new(), OnceCell::new(), Cell::new(None));
        let (courses, trail, before) = (Courses::default(), Trail::default(), Vec::new());
        Self { machine, case, place, seen, whole, stale, courses, trail, now, before, chain: 0 }
    }

    /// As a run begins: for the next event of the same case.
    pub(super) fn begin_anew(&mut self) {
        self.chain = 0;
    }

    /// Lets the case be what another way led to, or what it was; its past stays.
    pub(super) fn resume(&mut self, case: Case) {
        self.place = self.machine.place(&case.stage).unwrap_or(usize::MAX);
        self.forget_fields();
        self.case.resume(case);
    }

    /// Timers that this case let fire, whose times are kept when the way is gone again.
    pub(super) fn remember(&mut self, case: &Case) {
        self.before.extend(case.fired.iter().map(|fired| (case.entered_at, fired.clone())));
    }

    #[inline]
    pub(super) fn stage(&self) -> Result<&'m Stage> {
        self.machine.stages.get(self.place).ok_or_else(|| gone(&self.case.stage))
    }

    /// The first instant at which time changes the case, if nothing happens before.
    pub(super) fn first_due(&self) -> Result<Option<Instant>> {
        Ok(self.next()?.map(|next| next.at()))
    }

    fn next(&self) -> Result<Option<Next>> {
        let stage = self.stage()?;
        if stage.is_timeless() {
            return Ok(None);
        }
        Ok(self.machine.next(stage, self.case, self.record()?, &self.courses))
    }

    /// What conditions see of the case.
    pub(super) fn record(&self) -> Result<&Record> {
        let seen = match self.seen.get() {
            Some(seen) => seen,
            None => {
                let read = self.machine.read(&self.case.fields)?;
                self.seen.get_or_init(|| read)
            }
        };
        if self.machine.computed.is_empty() {
            return Ok(seen);
        }
        Ok(self.whole.get_or_init(|| {
            let mut record = self.stale.take().unwrap_or_else(|| seen.clone());
            self.machine.compute(self.case, &mut record, &mut |slot| self.courses.forget_of(slot));
            record
        }))
    }

    /// The fields of the case, to be changed.
    pub(super) fn fields_mut(&mut self) -> &mut Fields {
        self.forget_fields();
        &mut self.case.fields
    }

    fn forget_fields(&mut self) {
        self.seen = OnceCell::new();
        self.whole = OnceCell::new();
        self.stale = Cell::new(None);
        self.courses.forget();
    }

    /// What the case itself has, its stage or tasks, is another.
    #[inline]
    pub(super) fn forget_case(&mut self) {
        if let Some(whole) = self.whole.take() {
            self.stale.set(Some(whole));
        }
    }

    /// Lets time do all that it does at or before `until`; when it does the next thing. What is too much
    /// is told of one wait and not of a whole log, so that a log is settled by the rules by which it was
    /// written.
    #[inline]
    pub(super) fn settle(&mut self, until: Instant) -> Result<Option<Instant>> {
        if self.stage()?.is_timeless() { Ok(None) } else { self.let_fire(until) }
    }

    fn let_fire(&mut self, until: Instant) -> Result<Option<Instant>> {
        let mut steps = 0;
        loop {
            let Some(next) = self.next()? else { return Ok(None) };
            if next.at() > until {
                return Ok(Some(next.at()));
            }
            steps += 1;
            if steps > MAX_STEPS {
                let message = format!(
                    "time changes the case more than {MAX_STEPS} times: tick more often, or see whether \
                     its moves go there and back"
                );
                return Err(Error::one(ErrorKind::Limit, "too_many_steps", "$.record", message));
            }
            match next {
                Next::Timer(place, planned) => self.fire(self.stage()?, place, planned)?,
                Next::Look(at) => {
                    self.chain = 0;
                    self.case.halted = false;
                    self.case.stepped_at = at;
                    self.complete(at)?;
                }
            }
        }
    }

    fn fire(&mut self, stage: &'m Stage, place: usize, planned: Planned) -> Result<()> {
        let Some(timer) = stage.timers.get(place) else { return Ok(()) };
        if planned.at > self.case.stepped_at {
            self.chain = 0;
            self.case.halted = false;
        } else if matches!(timer.what, What::Go(_)) {
            // At once after another step: one more of a chain.
            self.chain += 1;
            if self.chain > MAX_AUTOMATIC {
                self.case.halted = true;
                return Ok(());
            }
        }
        // Of two copies either may have been the first.
        let known = self.before.iter().filter(|(entered_at, fired)| {
            *entered_at == self.case.entered_at
                && fired.timer == timer.id
                && fired.deadline == planned.deadline
        });
        let fired_at = known.map(|(_, fired)| fired.fired_at).fold(self.now, Instant::min);
        let key = timer_key(self.case, &timer.id, planned.deadline);
        self.trail.fired.push(Firing {
            case_id: self.case.id.clone(),
            stage: stage.id.clone(),
            timer: timer.id.clone(),
            key: key.clone(),
            deadline: planned.deadline,
            planned_at: planned.at,
            fired_at,
        });
        self.case.fired.push(FiredTimer {
            timer: timer.id.clone(),
            deadline: planned.deadline,
            planned_at: planned.at,
            fired_at,
        });
        self.case.stepped_at = planned.at;
        match &timer.what {
            What::Go(target) => {
                self.go(*target, planned.at, MovedBy::Timer, &timer.path, None);
            }
            What::Emit(effect) => self.effect(effect, planned.at, &key),
        }
        self.complete(planned.at)
    }

    /// An event at its instant, after the timers before it. Nothing changes when it is refused.
    #[inline]
    pub(super) fn step(&mut self, event: &Event) -> Result<(Outcome, Vec<Failed>)> {
        let Some(way) = self.plain_way(event)? else { return self.step_with_care(event) };
        self.make(way, event);
        self.complete(event.at())?;
        Ok((Outcome::Moved, Vec::new()))
    }

    /// The same of an event of which more than its way has to be looked at.
    pub(super) fn step_with_care(&mut self, event: &Event) -> Result<(Outcome, Vec<Failed>)> {
        let at = event.at();
        let brought = self.brought(event)?;
        if event.kind != EventKind::Update {
            return match self.careful_verdict(event, &brought)? {
                Verdict::Moves(transition) => {
                    self.begin(at);
                    if event.kind == EventKind::Approve {
                        self.vote(event, true);
                    }
                    self.set(&brought);
                    let by = match event.kind {
                        EventKind::Reject => MovedBy::Reject,
                        _ => MovedBy::Event,
                    };
                    let reason = event.why().cloned();
                    self.go(transition.target, at, by, &transition.path, reason);
                    self.complete(at)?;
                    Ok((Outcome::Moved, Vec::new()))
                }
                Verdict::Votes => {
                    self.begin(at);
                    self.vote(event, event.kind == EventKind::Approve);
                    self.completed(at)
                }
                Verdict::Refused(failed) => Ok((Outcome::Refused, failed)),
            };
        }
        let refused = self.not_accepted(&brought);
        if !refused.is_empty() {
            return Ok((Outcome::Refused, refused));
        }
        self.begin(at);
        self.set(&brought);
        self.completed(at)
    }

    /// The move of an event that brings nothing else.
    #[inline]
    pub(super) fn make(&mut self, way: &'m Transition, event: &Event) {
        self.begin(event.at());
        let reason = event.why().cloned();
        self.go(way.target, event.at(), MovedBy::Event, &way.path, reason);
    }

    /// What came of an event that moves nothing itself.
    fn completed(&mut self, at: Instant) -> Result<(Outcome, Vec<Failed>)> {
        let moves = self.trail.steps.len();
        self.complete(at)?;
        let is_moved = self.trail.steps.len() > moves;
        Ok((if is_moved { Outcome::Moved } else { Outcome::Recorded }, Vec::new()))
    }

    /// The fields of an event, as every host writes them.
    pub(super) fn brought(&self, event: &Event) -> Result<Vec<(String, Value)>> {
        if event.fields.is_empty() {
            return Ok(Vec::new());
        }
        let mut at = Reader::new();
        let known = &self.machine.known;
        let read =
            at.within("event", |at| at.within("fields", |at| known.read(&event.fields, true, at)));
        at.finish(Some(read)).map(|(read, _)| read)
    }

    fn not_accepted(&self, brought: &[(String, Value)]) -> Vec<Failed> {
        let Some(updates) = &self.machine.policy.updates else { return Vec::new() };
        let is_open = |field: &str| {
            field == TASKS_DONE
                || field.starts_with("snooze.")
                || updates.iter().any(|own| own == field)
        };
        let refused = brought.iter().filter(|(field, _)| !is_open(field));
        let told = refused.map(|(field, value)| {
            let told = facts().with("field", field.clone());
            let (path, rule) = (format!("$.event.fields.{field}"), Some("$.policy.updates"));
            failed(reasons::FIELD_NOT_ACCEPTED, path, value.clone(), rule, told)
        });
        told.collect()
    }

    /// A person did something.
    #[inline]
    fn begin(&mut self, at: Instant) {
        self.chain = 0;
        self.case.halted = false;
        self.case.stepped_at = at;
        self.case.last_activity_at = at;
        self.forget_case();
        // What the clock stood since then counts from now on.
        self.case.paused_idle = Paused::NONE;
        if let Some(since) = self.case.paused_since {
            let paused = self.machine.pause(since, at);
            self.case.paused = self.case.paused.plus(&paused);
            self.case.paused_since = Some(at);
        }
    }

    fn set(&mut self, brought: &[(String, Value)]) {
        let mut changed = Vec::new();
        for (field, value) in brought {
            if field == TASKS_DONE {
                let done = Vec::<String>::read(value, &mut Reader::new()).unwrap_or_default();
                self.case
                    .tasks
                    .retain(|task| !done.contains(&task.id) && !done.contains(&task.key));
                self.forget_case();
                continue;
            }
            if self.changes(field, value) {
                changed.push(field.as_str());
                self.fields_mut().put(field, value.clone());
            }
        }
        self.void_votes(&changed);
    }

    /// Whether a value is another one than the field has, however the host wrote either.
    pub(super) fn changes(&self, field: &str, value: &Value) -> bool {
        let known = self.case.fields.get(field).unwrap_or(&Value::Null);
        known != value && hash_value(known) != hash_value(value)
    }

    /// Takes the votes back that these fields were the ground of.
    pub(super) fn void_votes(&mut self, changed: &[&str]) {
        let is_reset = |transition: &Transition| {
            let approvals = transition.approvals.as_ref();
            approvals.is_some_and(|approvals| {
                approvals.reset_on.iter().any(|field| changed.contains(&field.as_str()))
            })
        };
        if !changed.is_empty() && self.exits().any(is_reset) {
            self.case.votes.clear();
        }
    }

    pub(super) fn exits(&self) -> impl Iterator<Item = &'m Transition> + use<'m> {
        let machine = self.machine;
        let stage = machine.stages.get(self.place);
        let exits = stage.map_or(&[][..], |stage| stage.exits.as_slice());
        exits.iter().filter_map(move |place| machine.transitions.get(*place))
    }

    fn go(
        &mut self,
        target: usize,
        at: Instant,
        by: MovedBy,
        rule: &'m Name,
        reason: Option<String>,
    ) {
        let machine = self.machine;
        let Some(stage) = machine.stages.get(target) else { return };
        self.trail.steps.push(Step { source: self.place, target, at, by, rule });
        self.place = target;
        let case = &mut *self.case;
        close_pause(machine, case, at);
        let left = Stay {
            stage: std::mem::replace(&mut case.stage, stage.id.clone()),
            entered_at: case.entered_at,
            left_at: at,
            paused: std::mem::replace(&mut case.paused, Paused::NONE),
        };
        case.stays.push(left);
        if case.stays.len() > MAX_STAYS {
            case.stays.remove(0);
        }
        case.entered_at = at;
        case.stepped_at = at;
        case.reason = reason;
        case.fired.clear();
        case.votes.clear();
        self.forget_case();
        if stage.does_something() {
            self.enter(stage, at);
        }
    }

    /// Makes automatic moves until there is none, and then lets the clock stand or go.
    #[inline]
    pub(super) fn complete(&mut self, at: Instant) -> Result<()> {
        loop {
            if self.case.halted || !self.stage()?.goes_on {
                break;
            }
            let Some(next) = self.next_auto(at)? else { break };
            self.chain += 1;
            if self.chain > MAX_AUTOMATIC {
                self.case.halted = true;
                break;
            }
            self.go(next.target, at, MovedBy::Auto, &next.path, None);
        }
        self.pause_or_go_on(at)
    }

    /// The first automatic move that can be made.
    fn next_auto(&self, at: Instant) -> Result<Option<&'m Transition>> {
        let record = self.record()?;
        for way in self.exits().filter(|way| way.auto) {
            if self.machine.is_free(way, self.case, record)
                && way.guard.as_ref().map_or(Ok(true), |guard| self.is_met(guard, at))?
            {
                return Ok(Some(way));
            }
        }
        Ok(None)
    }

    /// Whether a condition is met.
    pub(super) fn is_met(&self, node: &Node, at: Instant) -> Result<bool> {
        let record = self.record()?;
        if node.reads_now() {
            return Ok(self.courses.is_met(self.machine, node, record, at));
        }
        Ok(node.answer(record, self.machine.moment(at)) == Answer::Yes)
    }
}

impl Machine {
    pub(super) fn stage_of(&self, case: &Case) -> Result<&Stage> {
        let found = self.stages.iter().find(|stage| stage.id == case.stage);
        found.ok_or_else(|| gone(&case.stage))
    }

    /// The name of the stage at a place.
    pub(super) fn name_of(&self, place: usize) -> Name {
        self.stages.get(place).map_or_else(Name::default, |stage| stage.id.clone())
    }
}

#[cold]
fn gone(stage: &Name) -> Error {
    let message = format!("there is no stage \"{stage}\": see migrate");
    Error::one(ErrorKind::State, "unknown_stage", "$.record.stage", message)
}

/// Facts of an event that comes at a wrong time.
pub(super) fn instants(pairs: &[(&'static str, Instant)]) -> Facts {
    Facts(pairs.iter().map(|(name, t)| (Cow::Borrowed(*name), t.to_value())).collect())
}
