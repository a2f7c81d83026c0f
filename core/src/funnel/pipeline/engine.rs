//! Pipelines: what may be done with a case, what is done, and what time does.

use std::borrow::Cow;

use super::case::{Actor, Case, Event, EventKind, NewCase, Origin, Paused};
use super::compile::Machine;
use super::fields::{Fields, SNOOZE_REASON, SNOOZE_UNTIL};
use super::judge::{facts, failed};
use super::policy::PipelinePolicy;
use super::report::{
    Applied, Command, Due, Failed, Migrated, Opened, Outcome, Possibilities, Possible, Target,
    Ticked,
};
use super::run::{Run, Trail, Verdict, instants};
use crate::budget::Budget;
use crate::funnel::reasons;
use crate::math::StableHash;
use crate::rule::Answer;
use crate::shape::{Reader, Shaped, Value, Warning};
use crate::time::Instant;
use crate::{Error, ErrorKind, Facts, Result};

/// Stages, guarded moves and timers of cases, compiled once.
///
/// Every answer is a function of the rules, the case and the call: nothing is kept here, and when
/// the host ticks changes neither stages nor when they are entered.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{Event, NewCase, Outcome, Pipeline, PipelinePolicy};
///
/// let pipeline = Pipeline::new(&PipelinePolicy::from_json(r#"{
///     "name": "visits", "version": "1",
///     "schema": {"visit.verdict": "string", "date": "date"},
///     "stages": [
///         {"id": "draft", "timers": [{"id": "soon", "anchor": "field:date", "offset": "-7d", "go": "in_work"}]},
///         {"id": "in_work"},
///         {"id": "visited", "kind": "won"}
///     ],
///     "transitions": [{"source": ["in_work"], "target": "visited",
///         "guard": {"field": "visit.verdict", "eq": "verified"}}]
/// }"#)?)?;
/// let visit = NewCase::from_json(r#"{"id": "v1", "fields": {"date": "2026-12-15"}}"#)?;
/// let case = pipeline.open(&visit, "2026-11-20T10:00:00Z".parse()?)?.case.unwrap();
/// assert_eq!(pipeline.next_due(&case)?, Some("2026-12-08T00:00:00Z".parse()?));
/// let drop = Event::from_json(r#"{"id": "e1", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#)?;
/// let applied = pipeline.apply(&case, &drop, "2026-12-15T12:00:00Z".parse()?)?;
/// assert_eq!(applied.outcome, Outcome::Refused);
/// assert_eq!(applied.failed[0].path, "$.fields.visit.verdict");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Pipeline {
    pub(super) machine: Machine,
    warnings: Vec<Warning>,
}

impl Pipeline {
    /// Compiles a pipeline.
    ///
    /// # Errors
    /// All problems at once, each with its path under `$.policy`: `unknown_stage`, `unknown_field`,
    /// those of conditions, `unreachable_stage`, `no_way_out`, `automatic_loop`, `dead_timer`,
    /// `never_set`, `reserved_field`, `duplicate_id`, `out_of_range`, `misplaced_key`.
    pub fn new(policy: &PipelinePolicy) -> Result<Self> {
        let mut at = Reader::new();
        let machine = at.within("policy", |at| Machine::new(policy, at));
        let (machine, warnings) = at.finish(machine)?;
        Ok(Self { machine, warnings })
    }

    /// What it was made of.
    #[must_use]
    pub fn policy(&self) -> &PipelinePolicy {
        &self.machine.policy
    }

    /// What is legal and probably not meant: `overlap` of automatic transitions, `never_true`.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A new case; or the pipeline to which the record belongs by `select`.
    ///
    /// # Errors
    /// Fields of a wrong type and an unknown stage, with paths under `$.record`.
    pub fn open(&self, record: &NewCase, now: Instant) -> Result<Opened> {
        let machine = &self.machine;
        let mut at = Reader::new();
        let read = at.within("record", |at| {
            let fields = at.within("fields", |at| machine.known.read(&record.fields, false, at));
            let stage = match &record.stage {
                None => Some(machine.initial),
                Some(id) => machine.stage(id).or_else(|| {
                    let known: Vec<&str> =
                        machine.stages.iter().map(|stage| stage.id.as_str()).collect();
                    at.within("stage", |at| at.unknown_code(id, &known))
                }),
            };
            stage.map(|stage| (fields, stage))
        });
        let ((given, place), _) = at.finish(read)?;
        let mut fields = Fields::default();
        for (field, value) in given {
            fields.put(&field, value);
        }
        let entered_at = record.entered_at.unwrap_or(now);
        let created_at = record.created_at.unwrap_or(entered_at.min(now));
        let Some(stage) = machine.stages.get(place) else { return Err(no_stage()) };
        let case = Case {
            id: record.id.clone(),
            pipeline: machine.policy.name.clone(),
            version: machine.policy.version.clone(),
            policy_hash: machine.hash.clone(),
            author: record.author.clone(),
            created_at,
            stage: stage.id.clone(),
            entered_at,
            last_activity_at: entered_at,
            stepped_at: entered_at,
            next_due: None,
            fields,
            reason: None,
            paused_since: None,
            paused: Paused::NONE,
            paused_idle: Paused::NONE,
            halted: false,
            fired: Vec::new(),
            tasks: Vec::new(),
            votes: Vec::new(),
            stays: Vec::new(),
            log: Vec::new(),
            origin: Origin::default(),
        };
        let mut run = Run::new(machine, case, now);
        let (pipeline, failed) = self.belongs(&run, now)?;
        if !failed.is_empty() {
            let (moves, fired, commands) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(Opened { pipeline, case: None, failed, moves, fired, commands });
        }
        if record.entered_at.is_none() {
            run.enter(stage, entered_at);
        }
        run.complete(entered_at)?;
        run.settle(entered_at)?;
        let (mut case, trail) = (run.case, run.trail);
        case.next_due = self.machine.first_due(&case)?;
        let Trail { moves, fired, commands, .. } = trail;
        Ok(Opened { pipeline, case: Some(case), failed: Vec::new(), moves, fired, commands })
    }

    /// The pipeline of a record by `select`; and why it is not this one.
    fn belongs(&self, run: &Run<'_>, now: Instant) -> Result<(Option<String>, Vec<Failed>)> {
        let own = self.machine.policy.name.clone();
        let record = run.record()?;
        for selection in &self.machine.select {
            let rule = Some(&*selection.path);
            match selection.when.answer(&record, self.machine.moment(now)) {
                Answer::Yes if selection.pipeline == own => break,
                Answer::Yes => {
                    let other = selection.pipeline.clone();
                    let told = facts().with("pipeline", other.clone());
                    let code = reasons::OTHER_PIPELINE;
                    let failed = failed(code, "$.fields", other.to_value(), rule, told);
                    return Ok((Some(other), vec![failed]));
                }
                Answer::Unknown => {
                    let told = facts()
                        .with("field", "$.fields".to_owned())
                        .with("operator", "select".to_owned())
                        .with("expected", selection.pipeline.clone());
                    let code = reasons::GUARD_UNKNOWN;
                    let failed = failed(code, "$.fields", Value::Null, rule, told);
                    return Ok((None, vec![failed]));
                }
                Answer::No => {}
            }
        }
        Ok((Some(own), Vec::new()))
    }

    /// What may be done with a case, before anybody tries. `apply` of an event moves the case if and
    /// only if this, asked of the same event, says `allowed`.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn can(
        &self,
        record: &Case,
        now: Instant,
        actor: Option<&Actor>,
        event: Option<&Event>,
    ) -> Result<Possibilities> {
        let case = self.adopt(record)?;
        if let Some(event) = event {
            let mut event = event.clone();
            event.at = Some(event.at.unwrap_or(now));
            event.actor = event.actor.or_else(|| actor.cloned());
            let denied = |failed: Vec<Failed>| {
                let stage = event.target.clone().unwrap_or_else(|| record.stage.clone());
                let stage = Possibilities {
                    stage: record.stage.clone(),
                    targets: vec![denied(stage, failed)],
                };
                Ok(stage)
            };
            if case.log.iter().any(|known| known.id == event.id) {
                return Ok(Possibilities { stage: record.stage.clone(), targets: Vec::new() });
            }
            let failed = untimely(&case, &event, now);
            if !failed.is_empty() {
                return denied(failed);
            }
            let (run, _) = self.before(&case, &event, now)?;
            let brought = run.brought(&event)?;
            let mut targets = Vec::new();
            match run.verdict(&event, &brought)? {
                _ if event.kind == EventKind::Update => {
                    let mut then = Run::new(&self.machine, run.case.clone(), now);
                    let (outcome, failed) = then.step(&event)?;
                    match outcome {
                        Outcome::Refused => return denied(failed),
                        _ => targets.extend(then.trail.moves.first().map(|step| Target {
                            stage: step.target.clone(),
                            auto: true,
                            answer: Possible::Allowed,
                            rule: Some(step.rule.clone()),
                            ..self::denied(String::new(), Vec::new())
                        })),
                    }
                }
                Verdict::Rejects(stage, rule) => {
                    targets.push(Target {
                        answer: Possible::Allowed,
                        rule: Some(rule),
                        ..self::denied(self.name(stage), Vec::new())
                    });
                }
                Verdict::Refused(failed) if event.kind != EventKind::Move => {
                    return denied(failed);
                }
                _ => {
                    for (transition, judged) in run.judged(&event, &brought)? {
                        targets.push(self.target(transition, judged));
                    }
                    if targets.is_empty() && event.kind == EventKind::Move {
                        return denied(vec![run.no_transition(&event)]);
                    }
                }
            }
            return Ok(Possibilities { stage: run.case.stage.clone(), targets });
        }
        let mut run = Run::new(&self.machine, case.bare(), now);
        run.settle(now)?;
        let mut targets = Vec::new();
        let template = Event {
            id: String::new(),
            at: Some(now),
            kind: EventKind::Move,
            actor: actor.cloned(),
            on: None,
            target: None,
            reason: None,
            fields: Fields::default(),
        };
        let fields = run.record()?;
        for (place, stage) in self.machine.stages.iter().enumerate() {
            let mut ways = run.exits().filter(|transition| transition.target == place).peekable();
            if ways.peek().is_none() && stage.id != run.case.stage {
                let event = Event { target: Some(stage.id.clone()), ..template.clone() };
                targets.push(denied(stage.id.clone(), vec![run.no_transition(&event)]));
            }
            for transition in ways {
                let judged =
                    self.machine.judge(transition, &run.case, &template, &[], &fields, now);
                targets.push(self.target(transition, judged));
            }
        }
        Ok(Possibilities { stage: run.case.stage, targets })
    }

    fn name(&self, stage: usize) -> String {
        self.machine.stages.get(stage).map_or_else(String::new, |stage| stage.id.clone())
    }

    fn target(
        &self,
        transition: &super::compile::Transition,
        judged: super::judge::Judged,
    ) -> Target {
        Target {
            stage: self.name(transition.target),
            on: transition.on.clone(),
            auto: transition.auto,
            answer: judged.answer(),
            fields: judged.fields,
            options: judged.options,
            failed: judged.failed,
            rule: Some(transition.path.clone()),
        }
    }

    /// What an event makes of a case: first all timers fire that were planned at or before it. An event
    /// older than what the case has seen is put in its place, and the case becomes what it would have
    /// been; commands that would not have been are withdrawn. A refused event changes nothing.
    ///
    /// O(fields + timers) for an event that is the latest, else the same for all events that the case
    /// keeps.
    ///
    /// # Errors
    /// Fields of a wrong type; `other_pipeline`; `unknown_stage` of a case that has to be migrated;
    /// `too_many_steps`.
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
    /// let case = pipeline.open(&NewCase::from_json(r#"{"id": "l1"}"#)?, now)?.case.unwrap();
    /// let done = Event::from_json(r#"{"id": "e1", "target": "done"}"#)?;
    /// let applied = pipeline.advance(case, done, now)?;
    /// assert_eq!((applied.outcome, &*applied.case.stage), (Outcome::Moved, "done"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&self, record: Case, mut event: Event, now: Instant) -> Result<Applied> {
        event.at = Some(event.at.unwrap_or(now));
        // A refused event does not even change the version.
        let given = (!self.is_own(&record)?).then(|| record.clone());
        let case = if given.is_some() { self.begun(record) } else { record };
        let unchanged = |case, outcome, failed| {
            let trail = Trail::default();
            Ok(applied(outcome, given.unwrap_or(case), failed, trail, Vec::new()))
        };
        if case.log.iter().any(|known| known.id == event.id) {
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
        let (mut log, mut origin) = run.lay_aside();
        let is_kept = origin.0.is_none() || run.is_due(at)?;
        let before = is_kept.then(|| run.case.clone());
        run.settle(at)?;
        let (outcome, failed) = run.step(&event)?;
        if outcome == Outcome::Refused {
            // Refused before anything was done, but timers may have fired.
            let mut case = before.unwrap_or(run.case);
            (case.log, case.origin) = (log, origin);
            return unchanged(case, outcome, failed);
        }
        run.settle(at)?;
        let Run { case: mut new, trail, .. } = run;
        if origin.0.is_none() {
            origin = Origin(before.map(Box::new));
        }
        log.push(event);
        (new.log, new.origin) = (log, origin);
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
        let origin = case.origin();
        (new.log, new.origin) = (case.log, Origin(Some(Box::new(origin))));
        let place = new.log.partition_point(|known| known.place() < event.place());
        new.log.insert(place, event);
        self.forget(&mut new, now)?;
        new.next_due = self.machine.first_due(&new)?;
        Ok(applied(outcome, new, Vec::new(), trail, withdrawn))
    }

    /// New values of fields: `null` takes one away. At this moment pauses, automatic moves and anchors
    /// change. Besides the fields of the schema: `tasks.done` (names or keys of tasks), `snooze.until`,
    /// `snooze.reason`.
    ///
    /// # Errors
    /// As [`Self::apply`], with paths under `$.fields`; `reason_required` of a snooze without a reason.
    pub fn update(&self, record: &Case, fields: &Fields, now: Instant) -> Result<Applied> {
        let mut at = Reader::new();
        let given = at.within("fields", |at| self.machine.known.read(fields, true, at));
        let has =
            |field: &str| given.iter().any(|(path, value)| path == field && *value != Value::Null);
        if has(SNOOZE_UNTIL) && !has(SNOOZE_REASON) {
            at.within("fields", |at| {
                at.within("snooze", |at| {
                    at.problem::<()>("reason_required", "why is nothing to be done until then?")
                })
            });
        }
        at.finish(Some(()))?;
        // Two devices that say different things at one instant are told apart; at one instant an update
        // comes after what the case has seen.
        let hash = StableHash::new().text(&record.id).int(now.millis());
        let hash = hash.text(&crate::math::hash_value(&fields.0)).hex();
        let own = hash.get(..12).unwrap_or(&hash);
        let last = record.log.last().filter(|last| last.at() == now);
        let id = last.map_or_else(|| own.to_owned(), |last| format!("{}+{own}", last.id));
        if record.log.iter().any(|known| known.at() == now && known.id.ends_with(own)) {
            let trail = Trail::default();
            return Ok(applied(Outcome::Repeated, record.clone(), Vec::new(), trail, Vec::new()));
        }
        let event = Event {
            id,
            at: Some(now),
            kind: EventKind::Update,
            actor: None,
            on: None,
            target: None,
            reason: None,
            fields: fields.clone(),
        };
        self.apply(record, &event, now)
    }

    /// What a tick would do with a case, and the timers of its stage with why they wait or do not.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn due(&self, record: &Case, now: Instant) -> Result<Due> {
        let mut run = Run::new(&self.machine, self.adopt(record)?.bare(), now);
        let timers = self.machine.waiting(run.stage()?, &run.case, &run.record()?);
        run.settle(now)?;
        Ok(Due { fired: run.trail.fired, moves: run.trail.moves, timers })
    }

    /// The first instant at which a timer fires, if nothing happens before: a host that keeps it ticks
    /// nothing else.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn next_due(&self, record: &Case) -> Result<Option<Instant>> {
        self.machine.first_due(&*self.adopt(record)?)
    }

    /// Lets all timers fire that are planned at or before now; the cases that changed.
    ///
    /// Of a case that nothing is due of only `next_due` is looked at.
    ///
    /// # Errors
    /// As [`Self::apply`], with paths under `$.records`; `cancelled`.
    pub fn tick(&self, records: &[Case], now: Instant, budget: &mut Budget<'_>) -> Result<Ticked> {
        let (cases, moves, fired, commands) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut ticked = Ticked { cases, moves, fired, commands };
        for (index, record) in records.iter().enumerate() {
            budget.spend(1)?;
            let is_own = record.policy_hash == self.machine.hash;
            if is_own && record.next_due.is_none_or(|due| due > now) {
                continue;
            }
            self.tick_one(record, now, &mut ticked)
                .map_err(|error| of_row(&error, "records", index))?;
        }
        Ok(ticked)
    }

    fn tick_one(&self, record: &Case, now: Instant, ticked: &mut Ticked) -> Result<()> {
        let case = self.adopt(record)?;
        let is_new = matches!(case, Cow::Owned(_));
        let mut run = Run::new(&self.machine, case.into_owned(), now);
        let (log, mut origin) = run.lay_aside();
        let before = origin.0.is_none().then(|| run.case.clone());
        run.settle(now)?;
        let Run { case: mut new, trail, .. } = run;
        if trail.fired.is_empty() && !new.halted && !is_new {
            return Ok(());
        }
        if origin.0.is_none() {
            origin = Origin(before.map(Box::new));
        }
        (new.log, new.origin) = (log, origin);
        new.next_due = self.machine.first_due(&new)?;
        ticked.cases.push(new);
        ticked.moves.extend(trail.moves);
        ticked.fired.extend(trail.fired);
        ticked.commands.extend(trail.commands);
        Ok(())
    }

    /// A case of another version in this one: `stage_map` names the new stage of each old one that is
    /// called otherwise now. One without a place is told, and stays as it is.
    ///
    /// # Errors
    /// `unknown_stage` in the map; fields of a wrong type.
    pub fn migrate(&self, record: &Case, stage_map: &Facts) -> Result<Migrated> {
        let mut at = Reader::new();
        let known: Vec<&str> = self.machine.stages.iter().map(|stage| stage.id.as_str()).collect();
        let mut map: Vec<(&str, String)> = Vec::new();
        at.within("stage_map", |at| {
            for (old, new) in &stage_map.0 {
                at.within(old.to_string(), |at| {
                    let Some(new) = String::read(new, at) else { return };
                    if known.contains(&new.as_str()) {
                        map.push((old, new));
                    } else {
                        at.unknown_code::<()>(&new, &known);
                    }
                });
            }
        });
        at.finish(Some(()))?;
        let renamed =
            |old: &str| map.iter().find(|(from, _)| *from == old).map(|(_, to)| to.clone());
        let place = renamed(&record.stage)
            .or_else(|| known.contains(&record.stage.as_str()).then(|| record.stage.clone()));
        let Some(stage) = place else {
            let told = facts()
                .with("stage", record.stage.clone())
                .with("version", self.machine.policy.version.clone());
            let value = record.stage.to_value();
            let failed = failed(reasons::NO_PLACE, "$.stage", value, None, told);
            return Ok(Migrated { case: record.clone(), is_migrated: false, failed: vec![failed] });
        };
        let mut case = self.begun(record.clone());
        case.stage = stage;
        for stay in &mut case.stays {
            if let Some(new) = renamed(&stay.stage) {
                stay.stage = new;
            }
        }
        case.next_due = self.machine.first_due(&case)?;
        Ok(Migrated { case, is_migrated: true, failed: Vec::new() })
    }

    /// The case as one of these rules: what it saw under others is settled.
    pub(super) fn adopt<'a>(&self, record: &'a Case) -> Result<Cow<'a, Case>> {
        Ok(match self.is_own(record)? {
            true => Cow::Borrowed(record),
            false => Cow::Owned(self.begun(record.clone())),
        })
    }

    /// Whether these very rules wrote a case; another version of them may have.
    fn is_own(&self, record: &Case) -> Result<bool> {
        if record.pipeline != self.machine.policy.name {
            let message = format!("the case is of the pipeline \"{}\"", record.pipeline);
            let path = "$.record.pipeline";
            return Err(Error::one(ErrorKind::State, "other_pipeline", path, message));
        }
        if record.policy_hash == self.machine.hash {
            return Ok(true);
        }
        if self.machine.stage(&record.stage).is_none() {
            return Err(no_stage());
        }
        Ok(false)
    }

    fn begun(&self, mut case: Case) -> Case {
        case.log.clear();
        case.origin = Origin::default();
        case.pipeline.clone_from(&self.machine.policy.name);
        case.version.clone_from(&self.machine.policy.version);
        case.policy_hash.clone_from(&self.machine.hash);
        case
    }

    /// The case just before an event, and the events that come after it.
    fn before<'a>(
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
    fn forget(&self, case: &mut Case, now: Instant) -> Result<()> {
        let keep = self.machine.policy.keep_events as usize;
        if case.log.len() <= 2 * keep {
            return Ok(());
        }
        let mut run = Run::new(&self.machine, case.origin(), now);
        let kept = case.log.split_off(case.log.len() - keep);
        self.replay(&mut run, &case.log)?;
        case.log = kept;
        case.origin = Origin(Some(Box::new(run.case)));
        Ok(())
    }

    /// One case of two that saw different events: the same in whatever order they are named.
    ///
    /// # Errors
    /// `other_case`, when they did not begin alike; `different_events`, when one name is of two.
    pub(super) fn merge(&self, a: &Case, b: &Case, now: Instant) -> Result<Applied> {
        let (a, b) = (&*self.adopt(a)?, &*self.adopt(b)?);
        let plain = |case: &Case| case.to_json();
        if plain(a.origin_or_self())? != plain(b.origin_or_self())? {
            let message = "the two cases did not begin alike";
            return Err(Error::one(ErrorKind::Input, "other_case", "$.b", message));
        }
        let mut log = a.log.clone();
        let mut at = Reader::new();
        for (index, event) in b.log.iter().enumerate() {
            match a.log.iter().find(|known| known.id == event.id) {
                None => log.push(event.clone()),
                Some(known) if known.to_json()? == event.to_json()? => {}
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
        let mut run = Run::new(&self.machine, a.origin(), now);
        run.remember(a);
        run.remember(b);
        self.replay(&mut run, &log)?;
        run.settle(a.stepped_at.max(b.stepped_at))?;
        let Run { case: mut new, mut trail, .. } = run;
        let mut old = self.again(a, now)?;
        old.merge(self.again(b, now)?);
        let withdrawn = without(&old.commands, &trail.commands);
        trail.commands = without(&trail.commands, &old.commands);
        trail.moves.retain(|step| !old.moves.contains(step));
        trail.fired.retain(|fired| !old.fired.iter().any(|known| known.key == fired.key));
        if !log.is_empty() || a.origin.0.is_some() || b.origin.0.is_some() {
            new.origin = Origin(Some(Box::new(a.origin())));
        }
        new.log = log;
        self.forget(&mut new, now)?;
        new.next_due = self.machine.first_due(&new)?;
        let is_moved = !trail.moves.is_empty();
        let outcome = if is_moved { Outcome::Moved } else { Outcome::Recorded };
        Ok(applied(outcome, new, Vec::new(), trail, withdrawn))
    }
}

impl Trail {
    /// With what another one has besides, the commands in the order of their keys.
    fn merge(&mut self, other: Self) {
        let more = without(&other.commands, &self.commands);
        self.commands.extend(more);
        crate::math::sort_by(&mut self.commands, |a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        self.moves.extend(other.moves);
        self.fired.extend(other.fired);
    }
}

/// The commands of a list that are not in another one.
fn without(commands: &[Command], others: &[Command]) -> Vec<Command> {
    let is_new = |command: &&Command| !others.iter().any(|other| other.key == command.key);
    commands.iter().filter(is_new).cloned().collect()
}

/// Whether a case has seen something that comes after an event.
fn is_late(case: &Case, event: &Event) -> bool {
    event.at() < case.stepped_at || case.log.last().is_some_and(|last| last.place() > event.place())
}

/// What is wrong with the time of an event.
fn untimely(case: &Case, event: &Event, now: Instant) -> Vec<Failed> {
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

fn denied(stage: String, failed: Vec<Failed>) -> Target {
    Target {
        stage,
        on: None,
        auto: false,
        answer: Possible::Denied,
        fields: Vec::new(),
        options: Facts::default(),
        failed,
        rule: None,
    }
}

fn applied(
    outcome: Outcome,
    case: Case,
    failed: Vec<Failed>,
    trail: Trail,
    withdrawn: Vec<Command>,
) -> Applied {
    let Trail { moves, fired, commands, overruled } = trail;
    Applied { outcome, case, failed, moves, fired, commands, withdrawn, overruled }
}

pub(super) fn no_stage() -> Error {
    let message = "the pipeline has no such stage any more: see migrate";
    Error::one(ErrorKind::State, "unknown_stage", "$.record.stage", message)
}

/// An error of one case as that of a list.
pub(super) fn of_row(error: &Error, list: &str, index: usize) -> Error {
    let problems = error.problems().iter().map(|problem| {
        let rest = problem.path.strip_prefix("$.record").unwrap_or_default();
        let mut problem = problem.clone();
        problem.path = format!("$.{list}[{index}]{rest}");
        problem
    });
    Error::new(error.kind(), problems.collect())
}
