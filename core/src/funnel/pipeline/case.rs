//! A case and what happens to it: plain data that the host stores.

use std::sync::Arc;

use super::fields::Fields;
use super::name::Name;
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};
use crate::time::Instant;

codes! {
    /// What an event is about.
    pub enum EventKind {
        /// A move: the event called `on`, or the stage `target`.
        Move = "move",
        /// A vote for a move that needs approval.
        Approve = "approve",
        /// A vote against it.
        Reject = "reject",
        /// New values of fields, as `update` makes them.
        Update = "update",
    }
}

record! {
    /// Who acts.
    pub struct Actor: data {
        /// Who.
        pub id: String,
        /// In which roles.
        pub roles: Vec<String> = Vec::new(),
    }
}

record! {
    /// Something that happened, wherever and whenever it becomes known.
    pub struct Event: data {
        /// Its name; one that is known already changes nothing, be it in the log of the case or among the
        /// last 1000 that are `settled`.
        pub id: Name,
        /// When it happened; by default now, after all that the case has seen. Of events that name one
        /// instant, in whatever order they come, `seq` decides, then `id`.
        pub at: Option<Instant>,
        /// Its place among the events of its instant, by default 0. The case gives one to an event that
        /// comes without `at` when it has seen others at that instant.
        pub seq: Option<i64>,
        /// What it is about.
        pub kind: EventKind = EventKind::Move,
        /// Who did it.
        pub actor: Option<Box<Actor>>,
        /// The event that transitions wait for.
        pub on: Option<Name>,
        /// The stage that is wanted.
        pub target: Option<Name>,
        /// Why; blanks are no reason.
        pub reason: Option<String>,
        /// Fields that it brings.
        pub fields: Fields = Fields::default(),
    }
}

impl Event {
    /// By when and, at one instant, by number, then by name.
    pub(super) fn place(&self) -> (Option<Instant>, i64, &str) {
        (self.at, self.seq.unwrap_or(0), &self.id)
    }

    pub(super) fn at(&self) -> Instant {
        self.at.unwrap_or(Instant::MIN)
    }

    /// Why, where it says so: blanks say nothing.
    pub(super) fn why(&self) -> Option<&String> {
        self.reason.as_ref().filter(|reason| !reason.trim().is_empty())
    }
}

record! {
    /// What a case begins with.
    pub struct NewCase: data {
        /// Its name.
        pub id: String,
        /// Who made it: to be told where the author does not vote.
        pub author: Option<String>,
        /// The stage that it is in; by default the one with which the pipeline begins.
        pub stage: Option<String>,
        /// When it was made, not after it entered its stage; by default now.
        pub created_at: Option<Instant>,
        /// Since when it is in its stage. Nothing is done on entry then: it is in it already.
        pub entered_at: Option<Instant>,
        /// What is known of it; what the pipeline does not know is passed over.
        pub fields: Fields = Fields::default(),
    }
}

record! {
    /// Time for which the clocks of a case stood.
    pub struct Paused: data {
        /// By the wall clock.
        pub elapsed_ms: i64,
        /// Of it, working time.
        pub working_ms: i64,
    }
}

impl Paused {
    pub(in crate::funnel) const NONE: Self = Self { elapsed_ms: 0, working_ms: 0 };

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            elapsed_ms: self.elapsed_ms.saturating_add(other.elapsed_ms),
            working_ms: self.working_ms.saturating_add(other.working_ms),
        }
    }
}

record! {
    /// A timer that fired in the present stay.
    pub struct FiredTimer: data {
        /// Which.
        pub timer: Name,
        /// The deadline by its anchor and offset: another one fires again.
        pub deadline: Instant,
        /// When it was to fire: what it does is done as of then.
        pub planned_at: Instant,
        /// When the host let it.
        pub fired_at: Instant,
    }
}

record! {
    /// A task that was created and is not done.
    pub struct OpenTask: data {
        /// Its name in the pipeline.
        pub id: String,
        /// The key of the command that created it.
        pub key: String,
        /// Whether it counts in `tasks.required_open`.
        pub required: bool = false,
    }
}

record! {
    /// A vote in the present stay.
    pub struct Vote: data {
        /// Whose.
        pub actor: Actor,
        /// Whether for the move.
        pub approves: bool,
        /// For the move to this stage only.
        pub target: Option<Name>,
        /// When.
        pub at: Instant,
    }
}

record! {
    /// A stay in a stage that is over.
    pub struct Stay: data {
        /// The stage.
        pub stage: Name,
        /// From when.
        pub entered_at: Instant,
        /// To when.
        pub left_at: Instant,
        /// For how long its clock stood.
        pub paused: Paused = Paused::NONE,
    }
}

/// The case as it was before the first of the events that it keeps. It never changes: copies share it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin(pub(super) Option<Arc<Case>>);

impl Shaped for Origin {
    fn shape() -> Shape {
        Shape::Optional(Box::new(Case::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Null => Some(Self(None)),
            value => Case::read(value, at).map(|case| Self(Some(Arc::new(case)))),
        }
    }

    fn to_value(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, |case| case.to_value())
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }
}

impl Origin {
    pub(in crate::funnel) fn of(case: Case) -> Self {
        Self(Some(case.into()))
    }

    pub(in crate::funnel) fn case(&self) -> Option<&Case> {
        self.0.as_deref()
    }
}

record! {
    /// A case: a visit, a deal, a lead, a company, a debt. The pipeline writes it, the host stores it.
    pub struct Case: data {
        /// Its name.
        pub id: Name,
        /// The pipeline.
        pub pipeline: Name,
        /// The version of the pipeline that wrote it.
        pub version: Name,
        /// The hash of its rules.
        pub policy_hash: Name,
        /// Who made it.
        pub author: Option<String>,
        /// When it was made.
        pub created_at: Instant,
        /// The stage that it is in.
        pub stage: Name,
        /// Since when.
        pub entered_at: Instant,
        /// When anybody last did something with it.
        pub last_activity_at: Instant,
        /// When it last changed, by a person, by a timer, or by time alone.
        pub stepped_at: Instant,
        /// The first instant at which time changes it: a timer fires, or a condition is met by then.
        pub next_due: Option<Instant>,
        /// What is known of it.
        pub fields: Fields = Fields::default(),
        /// Why it came to its stage, where that was asked.
        pub reason: Option<String>,
        /// Since when its clocks stand.
        pub paused_since: Option<Instant>,
        /// For how long they stood in this stay, before.
        pub paused: Paused = Paused::NONE,
        /// For how long they stood since the last activity, before.
        pub paused_idle: Paused = Paused::NONE,
        /// Whether automatic steps were stopped, as there were too many.
        pub halted: bool = false,
        /// Timers that fired in this stay.
        pub fired: Vec<FiredTimer> = Vec::new(),
        /// Tasks that are not done.
        pub tasks: Vec<OpenTask> = Vec::new(),
        /// Votes in this stay.
        pub votes: Vec<Vote> = Vec::new(),
        /// The stays before this one, at most [`MAX_STAYS`] of them: the last.
        pub stays: Vec<Stay> = Vec::new(),
        /// The last events, in the order of their times.
        pub log: Vec<Event> = Vec::new(),
        /// What it was before them.
        pub origin: Origin = Origin::default(),
        /// The names of events before them, which stay as they are: the log was long, or other rules were
        /// in force. At most [`MAX_SETTLED`] of them: the last.
        pub settled: Vec<Name> = Vec::new(),
    }
}

/// So many names of settled events a case keeps, so that none of them is taken again. An older one with
/// an instant of its own is `too_old`; without one it cannot be told from a new one.
pub const MAX_SETTLED: usize = 1000;

/// Of a case that moves more often the first stays are forgotten.
pub const MAX_STAYS: usize = 200;

impl Case {
    /// Without the events that it keeps, its origin and their names, which are the larger part: a copy to
    /// look ahead.
    pub(in crate::funnel) fn bare(&self) -> Self {
        Self {
            id: self.id.clone(),
            pipeline: self.pipeline.clone(),
            version: self.version.clone(),
            policy_hash: self.policy_hash.clone(),
            author: self.author.clone(),
            stage: self.stage.clone(),
            fields: self.fields.clone(),
            reason: self.reason.clone(),
            paused: self.paused.clone(),
            paused_idle: self.paused_idle.clone(),
            fired: self.fired.clone(),
            tasks: self.tasks.clone(),
            votes: self.votes.clone(),
            stays: self.stays.clone(),
            log: Vec::new(),
            origin: Origin::default(),
            settled: Vec::new(),
            ..*self
        }
    }

    /// Becomes what another way led to, and keeps its events, its origin and their names.
    pub(super) fn resume(&mut self, mut other: Self) {
        std::mem::swap(&mut self.log, &mut other.log);
        std::mem::swap(&mut self.origin, &mut other.origin);
        std::mem::swap(&mut self.settled, &mut other.settled);
        *self = other;
    }

    pub(super) fn required_open(&self) -> i64 {
        self.tasks.iter().filter(|task| task.required).count() as i64
    }
}
