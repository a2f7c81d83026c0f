//! Pipelines, compiled once; how a case begins, and how it comes under other rules.

use std::borrow::Cow;

use super::case::{Case, NewCase, Origin, Paused};
use super::compile::Machine;
use super::fields::Fields;
use super::judge::{facts, failed};
use super::name::Name;
use super::policy::PipelinePolicy;
use super::report::{Failed, FailedCase, Migrated, Opened};
use super::run::Run;
use super::trail::Trail;
use crate::budget::Budget;
use crate::funnel::reasons;
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
/// let case = pipeline.open(&visit, "2026-11-20T10:00:00Z".parse()?)?.case_after.unwrap();
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

    /// The hash of its rules.
    pub(in crate::funnel) fn hash(&self) -> &Name {
        &self.machine.hash
    }

    /// The names of its stages, in their order.
    pub(in crate::funnel) fn stage_names(&self) -> impl Iterator<Item = &Name> {
        self.machine.stages.iter().map(|stage| &stage.id)
    }

    /// Lets values be in the one notation in which all hosts hold them.
    pub(in crate::funnel) fn rewrite(&self, case: &mut Case) {
        self.machine.rewrite(case);
    }

    /// Lets a case of these rules have its names as texts that all cases share.
    pub(in crate::funnel) fn share_names(&self, case: &mut Case) {
        let machine = &self.machine;
        case.pipeline.clone_from(&machine.name);
        case.version.clone_from(&machine.version);
        case.policy_hash.clone_from(&machine.hash);
        let stage = |name: &Name| machine.stages.iter().find(|stage| stage.id == *name);
        let stays = case.stays.iter_mut().map(|stay| &mut stay.stage);
        for name in stays.chain([&mut case.stage]) {
            if let Some(stage) = stage(name) {
                name.clone_from(&stage.id);
            }
        }
    }

    /// What is legal and probably not meant: `overlap` of automatic transitions, `dead_transition`,
    /// `automatic_loop` where nobody can tell whether a case goes round, `empty_passes` of a required text
    /// that may be empty, `ignored_key`, `never_true`.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A new case; or the pipeline to which the record belongs by `select`.
    ///
    /// # Errors
    /// Fields of a wrong type, an unknown stage, instants `in_future`, a case made after it entered its
    /// stage (`out_of_range`) and a name that is `empty`, with paths under `$.record`.
    pub fn open(&self, record: &NewCase, now: Instant) -> Result<Opened> {
        let machine = &self.machine;
        let mut at = Reader::new();
        let read = at.within("record", |at| {
            if record.id.is_empty() {
                at.within("id", |at| at.problem::<()>("empty", "expected a name"));
            }
            for (key, t) in [("entered_at", record.entered_at), ("created_at", record.created_at)] {
                if let Some(t) = t.filter(|t| *t > now) {
                    let message = format!("{t} is not over yet: now it is {now}");
                    at.within(key, |at| at.problem::<()>("in_future", message));
                }
            }
            if let (Some(created), Some(entered)) = (record.created_at, record.entered_at)
                && created > entered
            {
                let message = format!("it entered its stage before, at {entered}");
                at.within("created_at", |at| at.problem::<()>("out_of_range", message));
            }
            if record.author.as_deref().unwrap_or_default().is_empty() && machine.asks_author() {
                let message = "approvals ask for the author, who does not vote: nobody can";
                at.within("author", |at| at.warning("author_unknown", message));
            }
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
        let ((given, place), warnings) = at.finish(read)?;
        let mut fields = Fields::default();
        for (field, value) in given {
            fields.put(&field, value);
        }
        let entered_at = record.entered_at.unwrap_or(now);
        let created_at = record.created_at.unwrap_or(entered_at.min(now));
        let Some(stage) = machine.stages.get(place) else { return Err(no_stage()) };
        let mut case = Case {
            id: record.id.as_str().into(),
            pipeline: machine.name.clone(),
            version: machine.version.clone(),
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
            settled: Vec::new(),
        };
        let mut run = Run::new(machine, &mut case, now);
        let (pipeline, failed) = self.belongs(&run, now)?;
        if !failed.is_empty() {
            let (moves, fired, commands) = (Vec::new(), Vec::new(), Vec::new());
            let case_after = None;
            return Ok(Opened { pipeline, case_after, failed, moves, fired, commands, warnings });
        }
        if record.entered_at.is_none() {
            run.enter(stage, entered_at);
        }
        run.complete(entered_at)?;
        let next_due = run.settle(entered_at)?;
        let Trail { steps, fired, commands, .. } = run.trail;
        case.next_due = next_due;
        let moves = steps.moves(machine, &case.id);
        let (case_after, failed) = (Some(case), Vec::new());
        Ok(Opened { pipeline, case_after, failed, moves, fired, commands, warnings })
    }

    /// The pipeline of a record by `select`; and why it is not this one.
    fn belongs(&self, run: &Run<'_, '_>, now: Instant) -> Result<(Option<String>, Vec<Failed>)> {
        let own = self.machine.policy.name.clone();
        let record = run.record()?;
        for selection in &self.machine.select {
            let rule = Some(&*selection.path);
            match selection.when.answer(record, self.machine.moment(now)) {
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

    /// Cases of another version in this one: `stage_map` names the new stage of each old one that is
    /// called otherwise now. None is lost: one without a place or of another pipeline (`other_pipeline`) is
    /// listed, and stays as it is. The events that a case has seen are settled.
    ///
    /// It does not matter when a case comes: these rules hold from the last thing that happened to it. A
    /// pause that was going on counts until then, and goes on where the `pause_when` of its stage is met
    /// here; where it is met only here, a pause begins then. Automatic moves are asked once something
    /// happens, or at the instant at which time changes their answer.
    ///
    /// # Errors
    /// `unknown_stage` in the map; `cancelled`.
    pub fn migrate(
        &self,
        records: &[Case],
        stage_map: &Facts,
        budget: &mut Budget<'_>,
    ) -> Result<Migrated> {
        let map = self.stage_map(stage_map)?;
        let (mut cases, mut failed) = (Vec::new(), Vec::new());
        for (index, record) in records.iter().enumerate() {
            budget.spend(1)?;
            match self.migrated(record, &map) {
                Ok(case) => cases.push(case),
                Err(problems) => failed.push(failed_case(index, record, problems)),
            }
        }
        Ok(Migrated { cases, failed })
    }

    /// Old names of stages with new ones.
    fn stage_map<'a>(&self, stage_map: &'a Facts) -> Result<Vec<(&'a str, Name)>> {
        let mut at = Reader::new();
        let known: Vec<&str> = self.machine.stages.iter().map(|stage| stage.id.as_str()).collect();
        let mut map: Vec<(&str, Name)> = Vec::new();
        at.within("stage_map", |at| {
            for (old, new) in &stage_map.0 {
                at.within(old.to_string(), |at| {
                    let Some(new) = Name::read(new, at) else { return };
                    if known.contains(&new.as_str()) {
                        map.push((old, new));
                    } else {
                        at.unknown_code::<()>(&new, &known);
                    }
                });
            }
        });
        at.finish(Some(map)).map(|(map, _)| map)
    }

    fn migrated(
        &self,
        record: &Case,
        map: &[(&str, Name)],
    ) -> std::result::Result<Case, Vec<Failed>> {
        self.is_of_this(record).map_err(|error| told(&error))?;
        let renamed =
            |old: &str| map.iter().find(|(from, _)| *from == old).map(|(_, to)| to.clone());
        let stage = renamed(&record.stage).unwrap_or_else(|| record.stage.clone());
        if self.machine.stage(&stage).is_none() {
            let told = facts()
                .with("stage", stage.clone())
                .with("version", self.machine.policy.version.clone());
            let (path, value) = ("$.record.stage", stage.to_value());
            return Err(vec![failed(reasons::NO_PLACE, path, value, None, told)]);
        }
        let mut case = Case { stage, ..record.clone() };
        self.begin(&mut case).map_err(|error| told(&error))?;
        for stay in &mut case.stays {
            if let Some(new) = renamed(&stay.stage) {
                stay.stage = new;
            }
        }
        case.next_due = self.machine.first_due(&case).map_err(|error| told(&error))?;
        Ok(case)
    }

    /// The case as one of these rules: what it saw under others is settled.
    pub(super) fn adopt<'a>(&self, record: &'a Case) -> Result<Cow<'a, Case>> {
        let mut case = Cow::Borrowed(record);
        if !self.is_own(record)? {
            self.begin(case.to_mut())?;
        }
        if self.machine.is_foreign(&case) {
            self.machine.rewrite(case.to_mut());
        }
        Ok(case)
    }

    /// Any version of this pipeline wrote it.
    fn is_of_this(&self, record: &Case) -> Result<()> {
        if record.pipeline == self.machine.name {
            return Ok(());
        }
        let message = format!("the case is of the pipeline \"{}\"", record.pipeline);
        let path = "$.record.pipeline";
        Err(Error::one(ErrorKind::State, "other_pipeline", path, message))
    }

    /// Whether these very rules wrote a case; another version of them may have.
    pub(in crate::funnel) fn is_own(&self, record: &Case) -> Result<bool> {
        self.is_of_this(record)?;
        if record.policy_hash == self.machine.hash {
            return Ok(true);
        }
        if self.machine.stage(&record.stage).is_none() {
            return Err(no_stage());
        }
        Ok(false)
    }

    /// Brings a case under these rules: what it saw under others is settled. Whether its clocks stand is
    /// asked anew as of the last thing that happened to it, so that it does not matter when it comes.
    pub(super) fn begin(&self, case: &mut Case) -> Result<()> {
        let at = case.stepped_at;
        Run::new(&self.machine, case, at).pause_anew()?;
        case.settle(Vec::new());
        case.origin.0 = None;
        case.pipeline.clone_from(&self.machine.name);
        case.version.clone_from(&self.machine.version);
        case.policy_hash.clone_from(&self.machine.hash);
        Ok(())
    }
}

pub(super) fn no_stage() -> Error {
    let message = "the pipeline has no such stage any more: see migrate";
    Error::one(ErrorKind::State, "unknown_stage", "$.record.stage", message)
}

/// What is wrong with one case of the list `records`.
pub(in crate::funnel) fn failed_case(
    index: usize,
    record: &Case,
    mut problems: Vec<Failed>,
) -> FailedCase {
    for problem in &mut problems {
        let rest = problem.path.strip_prefix("$.record").unwrap_or_default();
        problem.path = format!("$.records[{index}]{rest}");
    }
    FailedCase { index: index as i64, case_id: record.id.clone(), problems }
}

/// The problems of an error, to be listed.
pub(in crate::funnel) fn told(error: &Error) -> Vec<Failed> {
    let told = |problem: &crate::Problem| Failed {
        code: problem.code.to_string(),
        path: problem.path.clone(),
        message: problem.message.clone(),
        value: Value::Null,
        rule: None,
        facts: facts(),
    };
    error.problems().iter().map(told).collect()
}

/// An error of one case as that of a list.
pub(super) fn of_row(error: &Error, list: &str, index: usize) -> Error {
    of_argument(error, &format!("{list}[{index}]"))
}

/// An error of one case as that of an argument of another name.
pub(super) fn of_argument(error: &Error, name: &str) -> Error {
    let problems = error.problems().iter().map(|problem| {
        let rest = problem.path.strip_prefix("$.record").unwrap_or_default();
        let mut problem = problem.clone();
        problem.path = format!("$.{name}{rest}");
        problem
    });
    Error::new(error.kind(), problems.collect())
}
