//! One case on its way: timers in the order of their instants, events at theirs, and all automatic
//! steps after each.

use std::borrow::Cow;

use super::case::{
    Case, Event, EventKind, FiredTimer, MAX_STAYS, OpenTask, Origin, Paused, Stay, Vote,
};
use super::compile::{Machine, Stage, Transition, What};
use super::effects::{Effect, SetTo};
use super::fields::{Fields, TASKS_DONE};
use super::judge::{Judged, facts, failed, with};
use super::report::{
    Command, CommandKind, Failed, Firing, Move, MovedBy, Outcome, Overruled, Possible,
};
use super::timers::{Planned, stay, timer_key};
use crate::funnel::reasons;
use crate::math::hash_value;
use crate::rule::{Answer, Record, Slot};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;
use crate::{Error, ErrorKind, Facts, Result};

/// At most so many automatic steps follow an event, or a timer; then they stop until the next one.
pub const MAX_AUTOMATIC: usize = 16;
/// At most so many timers of a case fire in one call: `too_many_steps`.
pub const MAX_STEPS: usize = 10_000;

/// What happened on the way.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) moves: Vec<Move>,
    pub(super) fired: Vec<Firing>,
    pub(super) commands: Vec<Command>,
    pub(super) overruled: Vec<Overruled>,
}

pub(super) struct Run<'m> {
    pub(super) machine: &'m Machine,
    pub(super) case: Case,
    pub(super) trail: Trail,
    /// When the host lets timers fire; one that fired before, as it is told now, then.
    now: Instant,
    before: Vec<(Instant, FiredTimer)>,
    /// Automatic steps since the last event or timer.
    chain: usize,
    steps: usize,
}

impl<'m> Run<'m> {
    pub(super) fn new(machine: &'m Machine, case: Case, now: Instant) -> Self {
        Self { machine, case, trail: Trail::default(), now, before: Vec::new(), chain: 0, steps: 0 }
    }

    /// Timers that this case let fire, whose times are kept when the way is gone again.
    pub(super) fn remember(&mut self, case: &Case) {
        self.before.extend(case.fired.iter().map(|fired| (case.entered_at, fired.clone())));
    }

    /// Takes away what no move looks at, so that it is not copied.
    pub(super) fn lay_aside(&mut self) -> (Vec<Event>, Origin) {
        (std::mem::take(&mut self.case.log), std::mem::take(&mut self.case.origin))
    }

    pub(super) fn stage(&self) -> Result<&'m Stage> {
        self.machine.stage_of(&self.case)
    }

    /// Whether a timer fires at or before an instant.
    pub(super) fn is_due(&self, until: Instant) -> Result<bool> {
        Ok(self.machine.first_due(&self.case)?.is_some_and(|due| due <= until))
    }

    /// What conditions see of the case.
    pub(super) fn record(&self) -> Result<Record> {
        self.record_of(&self.case.fields)
    }

    pub(super) fn record_of(&self, fields: &Fields) -> Result<Record> {
        self.machine.record(&self.case, fields)
    }

    /// Lets all timers fire that are planned at or before `until`.
    pub(super) fn settle(&mut self, until: Instant) -> Result<()> {
        loop {
            let stage = self.stage()?;
            if stage.timers.is_empty() {
                return Ok(());
            }
            let record = self.record()?;
            let Some((place, planned)) = self.machine.next(stage, &self.case, &record) else {
                return Ok(());
            };
            if planned.at > until {
                return Ok(());
            }
            self.steps += 1;
            if self.steps > MAX_STEPS {
                let message = format!("more than {MAX_STEPS} timers fire: tick more often");
                return Err(Error::one(ErrorKind::Limit, "too_many_steps", "$.record", message));
            }
            self.fire(stage, place, planned)?;
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
        let known = self.before.iter().find(|(entered_at, fired)| {
            *entered_at == self.case.entered_at
                && fired.timer == timer.id
                && fired.deadline == planned.deadline
        });
        let fired_at = known.map_or(self.now, |(_, fired)| fired.fired_at.min(self.now));
        let key = timer_key(&self.case, &timer.id, planned.deadline);
        self.trail.fired.push(Firing {
            case: self.case.id.clone(),
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
                self.go(*target, planned.at, MovedBy::Timer, &timer.path, None)?;
            }
            What::Emit(effect) => self.effect(effect, planned.at, &key),
        }
        self.complete(planned.at)
    }

    /// An event at its instant, after the timers before it. Nothing changes when it is refused.
    pub(super) fn step(&mut self, event: &Event) -> Result<(Outcome, Vec<Failed>)> {
        let at = event.at();
        let brought = self.brought(event)?;
        if event.kind != EventKind::Update {
            return match self.verdict(event, &brought)? {
                Verdict::Moves(transition) => {
                    self.begin(at);
                    if event.kind == EventKind::Approve {
                        self.vote(event, true);
                    }
                    self.set(&brought);
                    let reason = event.reason.clone();
                    let by = MovedBy::Event;
                    self.go(transition.target, at, by, &transition.path, reason)?;
                    self.complete(at)?;
                    Ok((Outcome::Moved, Vec::new()))
                }
                Verdict::Rejects(target, path) => {
                    self.begin(at);
                    self.go(target, at, MovedBy::Reject, &path, event.reason.clone())?;
                    self.complete(at)?;
                    Ok((Outcome::Moved, Vec::new()))
                }
                Verdict::Votes => {
                    self.begin(at);
                    self.vote(event, event.kind == EventKind::Approve);
                    self.complete(at)?;
                    Ok((Outcome::Recorded, Vec::new()))
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
        let moves = self.trail.moves.len();
        self.complete(at)?;
        let is_moved = self.trail.moves.len() > moves;
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
    fn begin(&mut self, at: Instant) {
        self.chain = 0;
        self.case.halted = false;
        self.case.stepped_at = at;
        self.case.last_activity_at = at;
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
                continue;
            }
            let known = self.case.fields.get(field).unwrap_or(&Value::Null);
            if known != value && hash_value(known) != hash_value(value) {
                changed.push(field.as_str());
                self.case.fields.put(field, value.clone());
            }
        }
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

    fn vote(&mut self, event: &Event, approves: bool) {
        let Some(actor) = &event.actor else { return };
        self.case.votes.retain(|vote| vote.actor.id != actor.id || vote.target != event.target);
        let (actor, target, at) = (actor.clone(), event.target.clone(), event.at());
        self.case.votes.push(Vote { actor, approves, target, at });
    }

    pub(super) fn exits(&self) -> impl Iterator<Item = &'m Transition> + use<'m> {
        let machine = self.machine;
        let stage = machine.stages.iter().find(|stage| stage.id == self.case.stage);
        let exits = stage.map_or(&[][..], |stage| stage.exits.as_slice());
        exits.iter().filter_map(move |place| machine.transitions.get(*place))
    }

    fn go(
        &mut self,
        target: usize,
        at: Instant,
        by: MovedBy,
        rule: &str,
        reason: Option<String>,
    ) -> Result<()> {
        let machine = self.machine;
        let Some(stage) = machine.stages.get(target) else { return Ok(()) };
        self.trail.moves.push(Move {
            case: self.case.id.clone(),
            source: self.case.stage.clone(),
            target: stage.id.clone(),
            at,
            by,
            rule: rule.to_owned(),
        });
        let case = &mut self.case;
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
        self.enter(stage, at);
        Ok(())
    }

    /// What is done on entry.
    pub(super) fn enter(&mut self, stage: &'m Stage, at: Instant) {
        if let Some(effect) = &stage.enter {
            self.effect(effect, at, "enter");
        }
        for place in &stage.handover {
            let Some(handover) = self.machine.policy.handover.get(*place) else { continue };
            let mut fields = Fields::default();
            for field in &handover.carry {
                if let Some(value) = self.case.fields.get(field) {
                    fields.put(field, value.clone());
                }
            }
            let details = facts()
                .with("pipeline", handover.pipeline.clone())
                .with("stage", handover.stage.clone())
                .with("fields", fields);
            let rule = format!("$.policy.handover[{place}]");
            self.command(CommandKind::OpenCase, "handover", &handover.pipeline, at, rule, details);
        }
    }

    fn effect(&mut self, effect: &Effect, at: Instant, cause: &str) {
        for (index, task) in effect.tasks.iter().enumerate() {
            if self.case.tasks.iter().any(|open| open.id == task.id) {
                continue;
            }
            let due_at = task.due.and_then(|due| self.machine.calendar.add(at, due).ok());
            let details = facts()
                .with("task", task.id.clone())
                .with("title", task.title.clone())
                .with("due_at", due_at)
                .with("required", task.required)
                .with("assignee", task.assignee.clone());
            let rule = format!("{}.tasks[{index}]", effect.path);
            let key = self.command(CommandKind::CreateTask, cause, &task.id, at, rule, details);
            self.case.tasks.push(OpenTask { id: task.id.clone(), key, required: task.required });
        }
        for (field, to) in &effect.set {
            let value = match to {
                SetTo::Value(value) => value.clone(),
                SetTo::Now => at.to_value(),
                SetTo::Today => self.machine.calendar.policy().zone.date(at).to_value(),
                SetTo::Field(other) => self.case.fields.get(other).cloned().unwrap_or(Value::Null),
            };
            self.case.fields.put(field, value.clone());
            let details = facts().with("field", field.clone()).with("value", value);
            let rule = format!("{}.set.{field}", effect.path);
            self.command(CommandKind::SetField, cause, field, at, rule, details);
        }
        for (index, note) in effect.notify.iter().enumerate() {
            let details = facts()
                .with("notify", note.id.clone())
                .with("recipient", note.recipient.clone())
                .with("text", note.text.clone());
            let rule = format!("{}.notify[{index}]", effect.path);
            self.command(CommandKind::Notify, cause, &note.id, at, rule, details);
        }
    }

    fn command(
        &mut self,
        kind: CommandKind,
        cause: &str,
        name: &str,
        at: Instant,
        rule: String,
        details: Facts,
    ) -> String {
        let key = stay(&self.case).text(kind.as_str()).text(cause).text(name).hex();
        let (case, command) = (self.case.id.clone(), key.clone());
        self.trail.commands.push(Command { kind, key: command, case, at, rule, details });
        key
    }

    /// Makes automatic moves until there is none, and then lets the clock stand or go.
    pub(super) fn complete(&mut self, at: Instant) -> Result<()> {
        loop {
            if self.case.halted || !self.exits().any(|transition| transition.auto) {
                break;
            }
            let record = self.record()?;
            let event = nobody(at);
            let mut autos = self.exits().filter(|transition| transition.auto);
            let Some(next) = autos.find(|transition| {
                let judged = self.machine.judge(transition, &self.case, &event, &[], &record, at);
                judged.answer() == Possible::Allowed
            }) else {
                break;
            };
            self.chain += 1;
            if self.chain > MAX_AUTOMATIC {
                self.case.halted = true;
                break;
            }
            self.go(next.target, at, MovedBy::Auto, &next.path, None)?;
        }
        let stage = self.stage()?;
        let is_paused = match &stage.pause {
            Some(pause) => pause.answer(&self.record()?, self.machine.moment(at)) == Answer::Yes,
            None => false,
        };
        match (is_paused, self.case.paused_since) {
            (true, None) => self.case.paused_since = Some(at),
            (false, Some(_)) => close_pause(self.machine, &mut self.case, at),
            _ => {}
        }
        Ok(())
    }

    /// What an event would do here.
    pub(super) fn verdict(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Verdict<'m>> {
        if matches!(event.kind, EventKind::Approve | EventKind::Reject) {
            return self.verdict_on_vote(event, brought);
        }
        let mut all = Vec::new();
        for (transition, judged) in self.judged(event, brought)? {
            if judged.answer() == Possible::Allowed {
                return Ok(Verdict::Moves(transition));
            }
            all.extend(judged.failed);
        }
        if all.is_empty() {
            all.push(self.no_transition(event));
        }
        Ok(Verdict::Refused(all))
    }

    pub(super) fn no_transition(&self, event: &Event) -> Failed {
        let told = facts().with("stage", self.case.stage.clone());
        let value = event.on.clone().or(event.target.clone()).to_value();
        failed(reasons::NO_TRANSITION, "$.stage", value, None, told)
    }

    /// The moves that an event can make, with what stands in the way of each.
    pub(super) fn judged(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Vec<(&'m Transition, Judged)>> {
        let at = event.at();
        let record = match brought {
            [] => self.record()?,
            _ => self.record_of(&with(&self.case.fields, brought))?,
        };
        let mut judged = Vec::new();
        let mut voted = None;
        if event.kind == EventKind::Approve {
            let mut run = Run::new(self.machine, self.case.clone(), self.now);
            run.vote(event, true);
            voted = Some(run.case);
        }
        let case = voted.as_ref().unwrap_or(&self.case);
        for transition in self.exits().filter(|transition| self.fits(transition, event)) {
            let found = self.machine.judge(transition, case, event, brought, &record, at);
            judged.push((transition, found));
        }
        Ok(judged)
    }

    fn fits(&self, transition: &Transition, event: &Event) -> bool {
        let target = self.machine.stages.get(transition.target).map(|stage| stage.id.as_str());
        let is_wanted = event.target.is_none() || event.target.as_deref() == target;
        match event.kind {
            EventKind::Approve | EventKind::Reject => {
                is_wanted && transition.auto && transition.approvals.is_some()
            }
            // Without a name it has to say where.
            _ => {
                is_wanted
                    && !transition.auto
                    && transition.on == event.on
                    && (event.on.is_some() || event.target.is_some())
            }
        }
    }

    fn verdict_on_vote(&self, event: &Event, brought: &[(String, Value)]) -> Result<Verdict<'m>> {
        let target = |transition: &Transition| {
            self.machine.stages.get(transition.target).map(|stage| stage.id.as_str())
        };
        let up_for_vote: Vec<&'m Transition> = self
            .exits()
            .filter(|transition| transition.approvals.is_some())
            .filter(|transition| {
                event.target.is_none() || event.target.as_deref() == target(transition)
            })
            .collect();
        let told = facts().with("stage", self.case.stage.clone());
        if up_for_vote.is_empty() {
            let failed = failed(reasons::NO_APPROVAL, "$.stage", Value::Null, None, told);
            return Ok(Verdict::Refused(vec![failed]));
        }
        let Some(actor) = &event.actor else {
            let path = "$.event.actor";
            let failed = failed(reasons::ACTOR_REQUIRED, path, Value::Null, None, facts());
            return Ok(Verdict::Refused(vec![failed]));
        };
        let mut refused = Vec::new();
        let approvals = || up_for_vote.iter().filter_map(|t| t.approvals.as_ref());
        let roles: Vec<String> =
            approvals().flat_map(|a| a.need.iter().map(|need| need.role.clone())).collect();
        if !actor.roles.iter().any(|role| roles.contains(role)) {
            let told = facts().with("expected", roles);
            let (path, own) = ("$.event.actor.roles", actor.roles.to_value());
            refused.push(failed(reasons::ROLE_REQUIRED, path, own, None, told));
        }
        if approvals().any(|a| a.not_author) && self.case.author.as_ref() == Some(&actor.id) {
            let (path, own) = ("$.event.actor.id", actor.id.to_value());
            refused.push(failed(reasons::AUTHOR_VOTES, path, own, None, facts()));
        }
        let approves = event.kind == EventKind::Approve;
        let is_same = |vote: &Vote| {
            vote.actor.id == actor.id && vote.approves == approves && vote.target == event.target
        };
        if self.case.votes.iter().any(is_same) {
            let told = facts().with("actor", actor.id.clone());
            refused.push(failed(reasons::VOTED, "$.votes", actor.id.to_value(), None, told));
        }
        for (field, value) in brought {
            let told = facts().with("field", field.clone());
            let path = format!("$.event.fields.{field}");
            refused.push(failed(reasons::FIELD_NOT_ACCEPTED, path, value.clone(), None, told));
        }
        if !refused.is_empty() {
            return Ok(Verdict::Refused(refused));
        }
        if !approves {
            let rejected = up_for_vote.iter().find_map(|t| t.reject.map(|stage| (t, stage)));
            return Ok(rejected.map_or(Verdict::Votes, |(transition, stage)| {
                let path = format!("{}.approvals.any_reject", transition.path);
                Verdict::Rejects(stage, path)
            }));
        }
        let judged = self.judged(event, brought)?;
        let done = judged.iter().find(|(_, judged)| judged.answer() == Possible::Allowed);
        Ok(done.map_or(Verdict::Votes, |(transition, _)| Verdict::Moves(transition)))
    }
}

/// What an event would do.
pub(super) enum Verdict<'m> {
    Moves(&'m Transition),
    Rejects(usize, String),
    Votes,
    Refused(Vec<Failed>),
}

/// The event of automatic steps.
fn nobody(at: Instant) -> Event {
    Event {
        id: String::new(),
        at: Some(at),
        kind: EventKind::Move,
        actor: None,
        on: None,
        target: None,
        reason: None,
        fields: Fields::default(),
    }
}

fn close_pause(machine: &Machine, case: &mut Case, at: Instant) {
    let Some(since) = case.paused_since.take() else { return };
    let paused = machine.pause(since, at);
    case.paused = case.paused.plus(&paused);
    case.paused_idle = case.paused_idle.plus(&paused);
}

impl Machine {
    pub(super) fn stage_of(&self, case: &Case) -> Result<&Stage> {
        let found = self.stages.iter().find(|stage| stage.id == case.stage);
        found.ok_or_else(|| {
            let message = format!("there is no stage \"{}\": see migrate", case.stage);
            Error::one(ErrorKind::State, "unknown_stage", "$.record.stage", message)
        })
    }

    /// The first instant at which a timer fires, if nothing happens before.
    pub(super) fn first_due(&self, case: &Case) -> Result<Option<Instant>> {
        let stage = self.stage_of(case)?;
        if stage.timers.is_empty() {
            return Ok(None);
        }
        let next = self.next(stage, case, &self.record(case, &case.fields)?);
        Ok(next.map(|(_, planned)| planned.at))
    }

    /// A pause of [since, at).
    pub(super) fn pause(&self, since: Instant, at: Instant) -> Paused {
        let working_ms = self.calendar.working_time(since, at);
        Paused { elapsed_ms: at.since(since), working_ms }
    }

    /// What conditions see of a case with these fields.
    pub(super) fn record(&self, case: &Case, fields: &Fields) -> Result<Record> {
        let mut at = Reader::new();
        let read =
            at.within("record", |at| at.within("fields", |at| self.scope.read(&fields.0, at)));
        let (mut record, _) = at.finish(read)?;
        for (slot, path) in &self.computed {
            let value = match path.as_str() {
                "stage" => self.stage(&case.stage).map_or(0, |place| place as i64),
                "created_at" => case.created_at.millis(),
                "entered_at" => case.entered_at.millis(),
                "last_activity_at" => case.last_activity_at.millis(),
                _ => case.required_open(),
            };
            put(&mut record, *slot, value);
        }
        Ok(record)
    }
}

fn put(record: &mut Record, slot: Slot, value: i64) {
    if let Some(cell) = record.0.get_mut(slot.index()) {
        *cell = crate::rule::Cell::Whole(value);
    }
}

/// Facts of an event that comes at a wrong time.
pub(super) fn instants(pairs: &[(&'static str, Instant)]) -> Facts {
    Facts(pairs.iter().map(|(name, t)| (Cow::Borrowed(*name), t.to_value())).collect())
}
