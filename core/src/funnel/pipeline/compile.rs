//! From a pipeline as data to stages and moves by number: all problems at once, each with its path.

use super::effects::{self, Effect};
use super::fields::{Known, is_computed};
use super::graph;
use super::policy::{
    ApprovalPolicy, Backward, Late, Permission, PipelinePolicy, StageKind, StagePolicy,
    TimerPolicy, TransitionPolicy,
};
use crate::math::hash_value;
use crate::rule::{Compiler, ConditionPolicy, FieldType, Node, Note, Scope, Slot};
use crate::shape::{Reader, Shaped, did_you_mean};
use crate::time::{Calendar, CalendarSpan};

/// A pipeline of more stages is not compiled: `too_many_stages`.
pub const MAX_PIPELINE_STAGES: usize = 100;
/// A pipeline of more transitions is not compiled: `too_many_transitions`.
pub const MAX_TRANSITIONS: usize = 2000;

/// A compiled pipeline. Stages and transitions are known by their places.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) policy: PipelinePolicy,
    pub(super) hash: String,
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
    pub(super) id: String,
    pub(super) path: String,
    pub(super) kind: StageKind,
    pub(super) reasons: Vec<String>,
    pub(super) pause: Option<Node>,
    pub(super) require: Vec<Required>,
    pub(super) enter: Option<Effect>,
    pub(super) timers: Vec<Timer>,
    /// The moves that leave it, in their declared order; those of the policies after all others.
    pub(super) exits: Vec<usize>,
    /// Cases that begin elsewhere when one enters, by their places in the policy.
    pub(super) handover: Vec<usize>,
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
    pub(super) id: String,
    pub(super) path: String,
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

#[derive(Debug)]
pub(super) struct Transition {
    pub(super) path: String,
    pub(super) source: Vec<usize>,
    pub(super) target: usize,
    pub(super) on: Option<String>,
    pub(super) auto: bool,
    pub(super) guard: Option<Node>,
    pub(super) require: Vec<Required>,
    /// All fields that the event may bring.
    pub(super) input: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) approvals: Option<ApprovalPolicy>,
    /// Where a rejection leads.
    pub(super) reject: Option<usize>,
    pub(super) message: Option<String>,
    /// Whether the event has to say why.
    pub(super) asks_reason: bool,
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

    fn compile(policy: &PipelinePolicy, at: &mut Reader) -> Option<Self> {
        let problems = at.problem_count();
        let calendar = Calendar::new(&policy.calendar.clone().unwrap_or_default());
        let calendar = match calendar {
            Ok(calendar) => calendar,
            Err(error) => {
                return at
                    .within("calendar", |at| at.problem("invalid_calendar", error.to_string()));
            }
        };
        let ids: Vec<String> = policy.stages.iter().map(|stage| stage.id.clone()).collect();
        let known = Known::new(&policy.schema, &ids, at);
        let mut making =
            Making { ids: &ids, known: &known, compiler: Compiler::new(Some(&calendar)) };
        making.sizes(policy, at);
        let initial = match &policy.initial {
            None => Some(0),
            Some(id) => at.within("initial", |at| making.stage(id, at)),
        };
        let mut stages = Vec::new();
        at.within("stages", |at| {
            for (index, stage) in policy.stages.iter().enumerate() {
                stages.extend(at.within(index, |at| making.one_stage(index, stage, at)));
            }
        });
        let mut transitions = Vec::new();
        at.within("transitions", |at| {
            for (index, transition) in policy.transitions.iter().enumerate() {
                transitions.extend(at.within(index, |at| making.transition(transition, at)));
            }
        });
        at.within("handover", |at| {
            for (index, handover) in policy.handover.iter().enumerate() {
                at.within(index, |at| {
                    let source = at.within("source", |at| making.stage(&handover.source, at));
                    at.within("carry", |at| making.each_field(&handover.carry, at));
                    if let Some(stage) = source.and_then(|source| stages.get_mut(source)) {
                        let stage: &mut Stage = stage;
                        stage.handover.push(index);
                    }
                });
            }
        });
        let mut select = Vec::new();
        at.within("select", |at| {
            for (index, selection) in policy.select.iter().enumerate() {
                at.within(index, |at| {
                    let path = at.path();
                    let when = at.within("when", |at| making.condition(&selection.when, at));
                    let pipeline = selection.pipeline.clone();
                    select.extend(when.map(|when| Selection { when, pipeline, path }));
                });
            }
        });
        if let Some(fields) = &policy.updates {
            at.within("updates", |at| making.each_field(fields, at));
        }
        let next_step = policy.stall.next_step.as_ref().and_then(|field| {
            at.within("stall", |at| at.within("next_step", |at| making.time_field(field, at)))
        });
        if let Some(span) = policy.stall.no_activity
            && !is_positive(span)
        {
            at.within("stall", |at| {
                at.within("no_activity", |at| {
                    at.problem::<()>("out_of_range", "expected more than 0")
                })
            });
        }
        if !(1..=1000).contains(&policy.keep_events) {
            at.within("keep_events", |at| at.problem::<()>("out_of_range", "expected 1 to 1000"));
        }
        // What leads where can be told once every name is known.
        if at.problem_count() > problems {
            return None;
        }
        implicit(policy, &stages, &mut transitions);
        for (index, transition) in transitions.iter_mut().enumerate() {
            for source in &transition.source {
                if let Some(stage) = stages.get_mut(*source) {
                    stage.exits.push(index);
                }
            }
            transition.asks_reason |=
                stages.get(transition.target).is_some_and(|stage| !stage.reasons.is_empty());
            let of_stage = stages.get(transition.target).map(|stage| &stage.require);
            let fields = transition.require.iter().chain(of_stage.into_iter().flatten());
            transition.input.extend(fields.map(|required| required.field.clone()));
        }
        let Compiler { scope, notes, .. } = making.compiler;
        let computed =
            scope.fields.iter().enumerate().filter(|(_, field)| is_computed(&field.path));
        let computed =
            computed.map(|(place, field)| (Slot(place as u32), field.path.clone())).collect();
        let machine = Self {
            hash: hash_value(&policy.to_value()),
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

/// The moves that the policies allow besides the declared ones.
fn implicit(policy: &PipelinePolicy, stages: &[Stage], transitions: &mut Vec<Transition>) {
    let policies = &policy.policies;
    let is_open = |stage: &Stage| matches!(stage.kind, StageKind::Open | StageKind::Hold);
    for (source, from) in stages.iter().enumerate().filter(|(_, stage)| is_open(stage)) {
        for (target, to) in stages.iter().enumerate().filter(|(target, _)| *target != source) {
            let (key, asks_reason) = if to.kind == StageKind::Lost {
                (policies.lost_from_any.then_some("lost_from_any"), false)
            } else if target > source {
                ((policies.skip == Permission::Allow).then_some("skip"), false)
            } else if is_open(to) {
                let is_allowed = policies.backward != Backward::Deny;
                (is_allowed.then_some("backward"), policies.backward == Backward::Reason)
            } else {
                (None, false)
            };
            let Some(key) = key else { continue };
            let is_declared = |transition: &Transition| {
                transition.target == target
                    && transition.source.contains(&source)
                    && transition.on.is_none()
                    && !transition.auto
            };
            if !transitions.iter().any(is_declared) {
                transitions.push(Transition {
                    path: format!("$.policy.policies.{key}"),
                    source: vec![source],
                    target,
                    on: None,
                    auto: false,
                    guard: None,
                    require: Vec::new(),
                    input: Vec::new(),
                    roles: Vec::new(),
                    approvals: None,
                    reject: None,
                    message: None,
                    asks_reason,
                });
            }
            let _ = from;
        }
    }
}

/// What names mean while a pipeline is compiled.
pub(super) struct Making<'p> {
    ids: &'p [String],
    pub(super) known: &'p Known,
    compiler: Compiler<'p>,
}

impl Making<'_> {
    fn sizes(&self, policy: &PipelinePolicy, at: &mut Reader) {
        at.within("stages", |at| {
            if policy.stages.is_empty() {
                at.problem::<()>("empty", "expected at least one stage");
            }
            if policy.stages.len() > MAX_PIPELINE_STAGES {
                at.limit::<()>(
                    "too_many_stages",
                    format!("more than {MAX_PIPELINE_STAGES} stages"),
                );
            }
        });
        if policy.transitions.len() > MAX_TRANSITIONS {
            let message = format!("more than {MAX_TRANSITIONS} transitions");
            at.within("transitions", |at| at.limit::<()>("too_many_transitions", message));
        }
    }

    pub(super) fn stage(&self, id: &str, at: &mut Reader) -> Option<usize> {
        self.ids.iter().position(|known| known == id).or_else(|| {
            let known: Vec<&str> = self.ids.iter().map(String::as_str).collect();
            let hint = did_you_mean(id, &known).map_or_else(
                || format!("the stages are: {}", known.join(", ")),
                |meant| format!("did you mean \"{meant}\"?"),
            );
            at.problem("unknown_stage", format!("unknown stage \"{id}\": {hint}"))
        })
    }

    fn condition(&mut self, policy: &ConditionPolicy, at: &mut Reader) -> Option<Node> {
        self.compiler.compile(policy, &self.known.schema, at)
    }

    /// The place of a field of the schema.
    fn slot(&mut self, field: &str, at: &mut Reader) -> Option<Slot> {
        self.compiler.slot(field, &self.known.schema, at)
    }

    fn each_field(&mut self, fields: &[String], at: &mut Reader) {
        for (index, field) in fields.iter().enumerate() {
            at.within(index, |at| self.own_field(field, at));
        }
    }

    /// A field that somebody can set.
    fn own_field(&mut self, field: &str, at: &mut Reader) -> Option<Slot> {
        if is_computed(field) || field == crate::rule::NOW {
            return at.problem("reserved_field", "the pipeline sets this itself");
        }
        self.slot(field, at)
    }

    fn required(&mut self, fields: &[String], at: &mut Reader) -> Vec<Required> {
        let mut required = Vec::new();
        at.within("require", |at| {
            for (index, field) in fields.iter().enumerate() {
                at.within(index, |at| {
                    let (path, slot) = (at.path(), self.own_field(field, at));
                    let field = field.clone();
                    required.extend(slot.map(|slot| Required { field, slot, path }));
                });
            }
        });
        required
    }

    /// A field that holds a date or an instant.
    fn time_field(&mut self, field: &str, at: &mut Reader) -> Option<Anchor> {
        let slot = self.slot(field, at)?;
        match self.compiler.kind(slot).name() {
            FieldType::Date => Some(Anchor::Field { slot, is_date: true }),
            FieldType::Instant => Some(Anchor::Field { slot, is_date: false }),
            other => at.problem("wrong_type", format!("type \"{other}\" is no time")),
        }
    }

    fn one_stage(&mut self, index: usize, stage: &StagePolicy, at: &mut Reader) -> Option<Stage> {
        let path = at.path();
        at.within("id", |at| {
            if stage.id.is_empty() {
                at.problem::<()>("empty", "a stage has a name");
            }
            if self.ids.iter().take(index).any(|known| *known == stage.id) {
                at.problem::<()>("duplicate_id", format!("\"{}\" comes twice", stage.id));
            }
        });
        if stage.norm.is_some_and(|norm| !is_positive(norm)) {
            at.within("norm", |at| at.problem::<()>("out_of_range", "expected more than 0"));
        }
        if !stage.reasons.is_empty() && stage.kind != StageKind::Lost {
            let message = "only a lost stage has reasons";
            at.within("reasons", |at| at.problem::<()>("misplaced_key", message));
        }
        let pause = stage
            .pause_when
            .as_ref()
            .and_then(|condition| at.within("pause_when", |at| self.condition(condition, at)));
        let require = self.required(&stage.require, at);
        let enter = stage
            .on_enter
            .as_ref()
            .map(|effects| at.within("on_enter", |at| effects::compile(effects, self.known, at)));
        let mut timers: Vec<Timer> = Vec::new();
        at.within("timers", |at| {
            for (place, timer) in stage.timers.iter().enumerate() {
                at.within(place, |at| {
                    if stage.timers.iter().take(place).any(|known| known.id == timer.id) {
                        let message = format!("\"{}\" comes twice", timer.id);
                        at.within("id", |at| at.problem::<()>("duplicate_id", message));
                    }
                    timers.extend(self.timer(timer, at));
                });
            }
        });
        Some(Stage {
            id: stage.id.clone(),
            path,
            kind: stage.kind,
            reasons: stage.reasons.clone(),
            pause,
            require,
            enter,
            timers,
            exits: Vec::new(),
            handover: Vec::new(),
        })
    }

    fn timer(&mut self, timer: &TimerPolicy, at: &mut Reader) -> Option<Timer> {
        let anchor = at.within("anchor", |at| match timer.anchor.as_str() {
            "entered" => Some(Anchor::Entered),
            "created" => Some(Anchor::Created),
            "last_activity" => Some(Anchor::LastActivity),
            other => match other.strip_prefix("field:") {
                Some(field) => self.time_field(field, at),
                None => at.unknown_code(other, &["entered", "created", "last_activity", "field:"]),
            },
        });
        let when = timer
            .when
            .as_ref()
            .map(|condition| at.within("when", |at| self.condition(condition, at)));
        let what = match (&timer.go, &timer.emit) {
            (Some(stage), None) => at.within("go", |at| self.stage(stage, at)).map(What::Go),
            (None, Some(effects)) => {
                Some(What::Emit(at.within("emit", |at| effects::compile(effects, self.known, at))))
            }
            (None, None) => at.problem("missing_key", "expected \"go\" or \"emit\""),
            (Some(_), Some(_)) => at.problem("ambiguous", "expected one of \"go\" and \"emit\""),
        };
        let what = what?;
        let late = timer.late.unwrap_or(match what {
            What::Go(_) => Late::Fire,
            What::Emit(_) => Late::Skip,
        });
        Some(Timer {
            id: timer.id.clone(),
            path: at.path(),
            anchor: anchor?,
            offset: timer.offset,
            when: match when {
                Some(when) => Some(when?),
                None => None,
            },
            what,
            skips_late: late == Late::Skip,
            pausable: timer.pausable,
        })
    }

    fn transition(&mut self, policy: &TransitionPolicy, at: &mut Reader) -> Option<Transition> {
        let mut source = Vec::new();
        at.within("source", |at| {
            if policy.source.is_empty() {
                at.problem::<()>("empty", "expected at least one stage");
            }
            for (index, id) in policy.source.iter().enumerate() {
                at.within(index, |at| {
                    if policy.source.iter().take(index).any(|known| known == id) {
                        at.problem::<()>("duplicate_id", format!("\"{id}\" comes twice"));
                    }
                    source.extend(self.stage(id, at));
                });
            }
        });
        let target = at.within("target", |at| self.stage(&policy.target, at));
        if policy.auto && policy.on.is_some() {
            at.problem::<()>("ambiguous", "what is made by itself waits for no event");
        }
        if policy.auto && !policy.roles.is_empty() {
            let message = "what is made by itself is made by nobody; see \"approvals\"";
            at.within("roles", |at| at.problem::<()>("misplaced_key", message));
        }
        if policy.auto && !policy.input.is_empty() {
            let message = "what is made by itself has no event to bring fields";
            at.within("input", |at| at.problem::<()>("misplaced_key", message));
        }
        let guard = policy
            .guard
            .as_ref()
            .map(|condition| at.within("guard", |at| self.condition(condition, at)));
        let require = self.required(&policy.require, at);
        at.within("input", |at| self.each_field(&policy.input, at));
        let mut reject = None;
        if let Some(approvals) = &policy.approvals {
            reject = at.within("approvals", |at| self.approvals(approvals, at));
        }
        Some(Transition {
            path: at.path(),
            source,
            target: target?,
            on: policy.on.clone(),
            auto: policy.auto,
            guard: match guard {
                Some(guard) => Some(guard?),
                None => None,
            },
            require,
            input: policy.input.clone(),
            roles: policy.roles.clone(),
            approvals: policy.approvals.clone(),
            reject,
            message: policy.message.clone(),
            asks_reason: false,
        })
    }

    fn approvals(&mut self, approvals: &ApprovalPolicy, at: &mut Reader) -> Option<usize> {
        at.within("need", |at| {
            if approvals.need.is_empty() {
                at.problem::<()>("empty", "expected at least one role");
            }
            for (index, need) in approvals.need.iter().enumerate() {
                at.within(index, |at| {
                    if approvals.need.iter().take(index).any(|known| known.role == need.role) {
                        let message = format!("\"{}\" comes twice", need.role);
                        at.within("role", |at| at.problem::<()>("duplicate_id", message));
                    }
                    if !(1..=100).contains(&need.count) {
                        at.within("count", |at| {
                            at.problem::<()>("out_of_range", "expected 1 to 100")
                        });
                    }
                });
            }
        });
        at.within("reset_on", |at| self.each_field(&approvals.reset_on, at));
        let stage = approvals.any_reject.as_ref()?;
        at.within("any_reject", |at| self.stage(stage, at))
    }
}

pub(super) fn is_positive(span: CalendarSpan) -> bool {
    length(span) > 0
}

/// How long a span is, in whatever it counts.
pub(super) fn length(span: CalendarSpan) -> i64 {
    match span {
        CalendarSpan::Exact(n)
        | CalendarSpan::Days(n)
        | CalendarSpan::Months(n)
        | CalendarSpan::WorkingDays(n)
        | CalendarSpan::Working(n) => n,
    }
}
