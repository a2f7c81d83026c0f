//! From a pipeline as data to stages and moves by number: all problems at once, each with its path.

use super::effects::Effect;
use super::fields::{Known, is_computed};
use super::graph;
use super::name::Name;
use super::names::{Names, named};
use super::policy::{ApprovalPolicy, PipelinePolicy, StageKind};
use super::transitions::implicit;
use crate::math::hash_value;
use crate::rule::{Compiler, Node, Note, Scope, Slot};
use crate::shape::{Reader, Shaped};
use crate::time::{Calendar, CalendarPolicy, CalendarSpan};

/// A pipeline of more stages is not compiled: `too_many_stages`.
pub const MAX_PIPELINE_STAGES: usize = 100;
/// A pipeline of more transitions is not compiled: `too_many_transitions`.
pub const MAX_TRANSITIONS: usize = 2000;

/// A compiled pipeline. Stages and transitions are known by their places.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) policy: PipelinePolicy,
    pub(super) name: Name,
    pub(super) version: Name,
    pub(super) hash: Name,
    pub(super) calendar: Calendar,
    pub(super) known: Known,
    /// What all conditions read.
    pub(super) scope: Scope,
    pub(super) notes: Vec<Note>,
    /// Fields that the case itself has, of those that are read.
    pub(super) computed: Vec<(Slot, String)>,
    pub(super) initial: usize,
    pub(super) stages: Vec<Stage>,
    pub(super) transitions: Vec<Transition>,
    pub(super) select: Vec<Selection>,
    pub(super) next_step: Option<Anchor>,
}

#[derive(Debug)]
pub(super) struct Stage {
    pub(super) id: Name,
    pub(super) path: String,
    pub(super) kind: StageKind,
    pub(super) reasons: Vec<String>,
    pub(super) pause: Option<Node>,
    pub(super) require: Vec<Required>,
    pub(super) enter: Option<Effect>,
    pub(super) timers: Vec<Timer>,
    /// The moves that leave it, in their declared order; those of the policies after all others.
    pub(super) exits: Vec<usize>,
    /// Whether one of them is made by itself.
    pub(super) goes_on: bool,
    /// Whether time alone makes an automatic move possible, or lets a pause begin or end.
    pub(super) awaits: bool,
    /// Cases that begin elsewhere when one enters, by their places in the policy.
    pub(super) handover: Vec<usize>,
}

impl Stage {
    /// Whether time alone changes nothing in it.
    pub(super) fn is_timeless(&self) -> bool {
        self.timers.is_empty() && !self.awaits
    }
}

/// A field that has to be there.
#[derive(Clone, Debug)]
pub(super) struct Required {
    pub(super) field: String,
    pub(super) slot: Slot,
    pub(super) path: String,
}

/// From when a timer counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Entered,
    Created,
    LastActivity,
    Field { slot: Slot, is_date: bool },
}

impl Anchor {
    /// Whether pauses move what counts from it.
    pub(super) fn is_moved(self) -> bool {
        matches!(self, Self::Entered | Self::LastActivity)
    }
}

#[derive(Debug)]
pub(super) struct Timer {
    pub(super) id: Name,
    pub(super) path: Name,
    pub(super) anchor: Anchor,
    pub(super) offset: CalendarSpan,
    pub(super) when: Option<Node>,
    pub(super) what: What,
    pub(super) skips_late: bool,
    pub(super) pausable: bool,
}

#[derive(Debug)]
pub(super) enum What {
    Go(usize),
    Emit(Effect),
}

#[derive(Debug, Default)]
pub(super) struct Transition {
    pub(super) path: Name,
    pub(super) source: Vec<usize>,
    pub(super) target: usize,
    pub(super) on: Option<Name>,
    pub(super) auto: bool,
    pub(super) guard: Option<Node>,
    /// Whether it is made by itself, and time alone may meet its guard.
    pub(super) awaits: bool,
    pub(super) require: Vec<Required>,
    /// All fields that the event may bring.
    pub(super) input: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) approvals: Option<ApprovalPolicy>,
    /// The move that a vote against it makes.
    pub(super) reject: Option<Box<Transition>>,
    pub(super) message: Option<String>,
    /// Whether the event has to say why.
    pub(super) asks_reason: bool,
    /// Whether anything of the case is looked at.
    pub(super) looks: bool,
}

#[derive(Debug)]
pub(super) struct Selection {
    pub(super) when: Node,
    pub(super) pipeline: String,
    pub(super) path: String,
}

/// Notes all that is wrong with a pipeline beyond its shape, or odd.
pub(crate) fn check_pipeline(policy: &PipelinePolicy, at: &mut Reader) {
    Machine::new(policy, at);
}

impl Machine {
    /// Compiles a pipeline; problems are noted at its place.
    pub(super) fn new(policy: &PipelinePolicy, at: &mut Reader) -> Option<Self> {
        let problems = at.problem_count();
        let machine = at.policy(|at| Self::compile(policy, at));
        machine.filter(|_| at.problem_count() == problems)
    }

    pub(super) fn stage(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    /// The place of the stage of a case, which mostly shares its name.
    pub(super) fn place(&self, id: &Name) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id.is_shared(id)).or_else(|| self.stage(id))
    }

    fn compile(policy: &PipelinePolicy, at: &mut Reader) -> Option<Self> {
        let calendar = policy.calendar.as_ref().map(Calendar::new).and_then(|own| match own {
            Ok(own) => Some(own),
            Err(error) => {
                let message = error.to_string();
                at.within("calendar", |at| at.problem("invalid_calendar", message))
            }
        });
        // What else is wrong does not depend on which calendar it is.
        let calendar =
            calendar.map_or_else(|| Calendar::new(&CalendarPolicy::default()).ok(), Some)?;
        let problems = at.problem_count();
        let ids: Vec<String> = policy.stages.iter().map(|stage| stage.id.clone()).collect();
        let known = Known::new(&policy.schema, &ids, at);
        let mut names =
            Names { ids: &ids, known: &known, compiler: Compiler::new(Some(&calendar)) };
        check_sizes(policy, at);
        let initial = match &policy.initial {
            None => Some(0),
            Some(id) => at.within("initial", |at| names.stage(id, at)),
        };
        let mut stages = names.all_stages(&policy.stages, at);
        let mut transitions = names.all_transitions(&policy.transitions, at);
        handovers(policy, &mut names, &mut stages, at);
        let select = selections(policy, &mut names, at);
        if let Some(fields) = &policy.updates {
            at.within("updates", |at| names.each_field(fields, at));
        }
        let next_step = at.within("stall", |at| next_step(policy, &mut names, at));
        if !(1..=1000).contains(&policy.keep_events) {
            at.within("keep_events", |at| at.problem::<()>("out_of_range", "expected 1 to 1000"));
        }
        // What leads where can be told once every name is known.
        if at.problem_count() > problems {
            return None;
        }
        implicit(policy, &stages, &mut transitions);
        connect(&mut stages, &mut transitions);
        let Compiler { scope, notes, .. } = names.compiler;
        let computed =
            scope.fields.iter().enumerate().filter(|(_, field)| is_computed(&field.path));
        let computed =
            computed.map(|(place, field)| (Slot(place as u32), field.path.clone())).collect();
        let machine = Self {
            name: policy.name.as_str().into(),
            version: policy.version.as_str().into(),
            hash: hash_value(&policy.to_value()).into(),
            policy: policy.clone(),
            computed,
            scope,
            notes,
            initial: initial?,
            stages,
            transitions,
            select,
            next_step,
            known,
            calendar,
        };
        graph::check(&machine, at);
        Some(machine)
    }
}

fn check_sizes(policy: &PipelinePolicy, at: &mut Reader) {
    named("name", &policy.name, at);
    at.within("stages", |at| {
        if policy.stages.is_empty() {
            at.problem::<()>("empty", "expected at least one stage");
        }
        if policy.stages.len() > MAX_PIPELINE_STAGES {
            let message = format!("more than {MAX_PIPELINE_STAGES} stages");
            at.limit::<()>("too_many_stages", message);
        }
    });
    if policy.transitions.len() > MAX_TRANSITIONS {
        let message = format!("more than {MAX_TRANSITIONS} transitions");
        at.within("transitions", |at| at.limit::<()>("too_many_transitions", message));
    }
}

/// Notes at each stage which cases begin elsewhere when one enters.
fn handovers(
    policy: &PipelinePolicy,
    names: &mut Names<'_>,
    stages: &mut [Stage],
    at: &mut Reader,
) {
    at.within("handover", |at| {
        for (index, handover) in policy.handover.iter().enumerate() {
            at.within(index, |at| {
                let source = at.within("source", |at| names.stage(&handover.source, at));
                named("pipeline", &handover.pipeline, at);
                at.within("carry", |at| names.each_field(&handover.carry, at));
                if let Some(stage) = source.and_then(|source| stages.get_mut(source)) {
                    stage.handover.push(index);
                }
            });
        }
    });
}

fn selections(policy: &PipelinePolicy, names: &mut Names<'_>, at: &mut Reader) -> Vec<Selection> {
    let mut select = Vec::new();
    at.within("select", |at| {
        for (index, selection) in policy.select.iter().enumerate() {
            at.within(index, |at| {
                let path = at.path();
                named("pipeline", &selection.pipeline, at);
                let when = at.within("when", |at| names.condition(&selection.when, at));
                let pipeline = selection.pipeline.clone();
                select.extend(when.map(|when| Selection { when, pipeline, path }));
            });
        }
    });
    select
}

/// The field that says when the next step is.
fn next_step(policy: &PipelinePolicy, names: &mut Names<'_>, at: &mut Reader) -> Option<Anchor> {
    let field = policy.stall.next_step.as_ref();
    let field = field.and_then(|field| at.within("next_step", |at| names.time_field(field, at)));
    if policy.stall.no_activity.is_some_and(|span| span.length() <= 0) {
        let message = "expected more than 0";
        at.within("no_activity", |at| at.problem::<()>("out_of_range", message));
    }
    field
}

/// Notes at each stage the moves that leave it, and at each move what its target asks for.
fn connect(stages: &mut [Stage], transitions: &mut [Transition]) {
    for (index, transition) in transitions.iter_mut().enumerate() {
        for source in &transition.source {
            if let Some(stage) = stages.get_mut(*source) {
                stage.exits.push(index);
                stage.goes_on |= transition.auto;
                stage.awaits |= transition.awaits;
            }
        }
        asks(transition, stages);
        if let Some(reject) = &mut transition.reject {
            asks(reject, stages);
        }
    }
}

/// Notes at a move what its target asks for.
fn asks(transition: &mut Transition, stages: &[Stage]) {
    let target = stages.get(transition.target);
    transition.asks_reason |= target.is_some_and(|stage| !stage.reasons.is_empty());
    let of_stage = target.into_iter().flat_map(|stage| &stage.require);
    let fields = transition.require.iter().chain(of_stage);
    transition.input.extend(fields.map(|required| required.field.clone()));
    let asks =
        !transition.require.is_empty() || target.is_some_and(|stage| !stage.require.is_empty());
    transition.looks = asks || transition.guard.is_some();
}
