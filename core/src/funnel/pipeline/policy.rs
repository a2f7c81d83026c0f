//! A pipeline as it is written down: stages, the moves between them, timers, approvals.

use super::fields::Fields;
use crate::rule::{ConditionPolicy, Schema};
use crate::shape::{Share, codes, record};
use crate::time::{CalendarPolicy, CalendarSpan};

codes! {
    /// What a stage is.
    pub enum StageKind {
        /// Work is going on.
        Open = "open",
        /// Work rests: no norm counts, nothing is stalled.
        Hold = "hold",
        /// The end that was wanted.
        Won = "won",
        /// The other end.
        Lost = "lost",
    }
}

impl StageKind {
    /// Whether a case has ended there.
    pub(in super::super) fn is_final(self) -> bool {
        matches!(self, Self::Won | Self::Lost)
    }
}

codes! {
    /// What the norm of a stage counts.
    pub enum NormCounts {
        /// All stays in the stage together: leaving it and coming back does not reset the clock.
        Total = "total",
        /// The present stay.
        Visit = "visit",
    }
}

codes! {
    /// Whether a timer whose deadline lies before the stage was entered still fires, at the entry.
    pub enum Late {
        /// It does; of `go` the default.
        Fire = "fire",
        /// It does not; of `emit` the default.
        Skip = "skip",
    }
}

codes! {
    /// Whether something is allowed.
    pub enum Permission {
        /// No.
        Deny = "deny",
        /// Yes.
        Allow = "allow",
    }
}

codes! {
    /// Whether a move back is allowed.
    pub enum Backward {
        /// No.
        Deny = "deny",
        /// When the event says why.
        Reason = "reason",
        /// Yes.
        Allow = "allow",
    }
}

record! {
    /// A task to be created.
    pub struct TaskPolicy: policy {
        /// Its name within the pipeline.
        pub id: String,
        /// Its title, for people.
        pub title: Option<String>,
        /// Whether it counts in `tasks.required_open` until it is done.
        pub required: bool = false,
        /// How long after its creation it is due.
        pub due: Option<CalendarSpan>,
        /// Who is to do it: a role, a person, whatever the host understands.
        pub assignee: Option<String>,
    }
}

record! {
    /// A message to be sent.
    pub struct NotifyPolicy: policy {
        /// Its name within the pipeline.
        pub id: String,
        /// To whom: a role, a person, whatever the host understands.
        pub recipient: Option<String>,
        /// The text, or the name of one.
        pub text: Option<String>,
    }
}

record! {
    /// What the host is told to do.
    pub struct Effects: policy {
        /// Tasks to create; one of a name that is still open is not created again.
        pub tasks: Vec<TaskPolicy> = Vec::new(),
        /// Fields to set: a value, or `{"field": "now"}` or another field.
        pub set: Fields = Fields::default(),
        /// Messages to send.
        pub notify: Vec<NotifyPolicy> = Vec::new(),
    }
}

record! {
    /// Something that happens by itself when time has passed.
    pub struct TimerPolicy: policy {
        /// Its name, of which there is one in a stage.
        pub id: String,
        /// From when it counts: `entered`, `created`, `last_activity`, or `field:X` of a date or instant.
        /// A date is the first instant of its local day.
        pub anchor: String = "entered".to_owned(),
        /// How long after the anchor, or before it: `"-3d"`, `"5bd"`.
        pub offset: CalendarSpan,
        /// It fires only where this is met; as soon as it is, where time alone meets it.
        pub when: Option<ConditionPolicy>,
        /// The stage to which the case goes; or `emit`.
        pub go: Option<String>,
        /// What the host is told to do; or `go`.
        pub emit: Option<Effects>,
        /// Whether it fires at the entry where its deadline lies before that.
        pub late: Option<Late>,
        /// Whether pauses move it; only of the anchors `entered` and `last_activity`.
        pub pausable: bool = true,
    }
}

record! {
    /// One stage.
    pub struct StagePolicy: policy {
        /// Its name.
        pub id: String,
        /// What people call it.
        pub title: Option<String>,
        /// What it is.
        pub kind: StageKind = StageKind::Open,
        /// How long a case may be in it, if it is open: by the wall clock, or in working days or hours.
        pub norm: Option<CalendarSpan>,
        /// The share of the norm from which the clock warns.
        pub warn_at: Share = Share::known(0.8),
        /// What the norm counts.
        pub norm_counts: NormCounts = NormCounts::Total,
        /// While this is met the clocks stand: waiting for the client. Looked at when a case enters, when
        /// its fields change, and at the instant at which time alone changes the answer.
        pub pause_when: Option<ConditionPolicy>,
        /// Fields without which no event and no automatic step enters the stage.
        pub require: Vec<String> = Vec::new(),
        /// Of a lost stage: the reasons of which an event has to name one; what is made by itself
        /// names none.
        pub reasons: Vec<String> = Vec::new(),
        /// What is done when a case enters.
        pub on_enter: Option<Effects>,
        /// What happens by itself.
        pub timers: Vec<TimerPolicy> = Vec::new(),
    }
}

record! {
    /// So many people of a role.
    pub struct ApproverPolicy: policy {
        /// The role.
        pub role: String,
        /// How many of it; each person counts for one role.
        pub count: u32 = 1,
    }
}

record! {
    /// Who has to approve a move before it is made. Votes are of one stay: whoever comes back asks anew.
    pub struct ApprovalPolicy: policy {
        /// Of each role so many.
        pub need: Vec<ApproverPolicy>,
        /// The stage to which a single rejection sends the case. What the stage requires and its reason are
        /// asked of the vote.
        pub any_reject: Option<String>,
        /// Whether the author of the case may not vote; nobody can where the author is not known.
        pub not_author: bool = false,
        /// Fields whose change makes all votes void.
        pub reset_on: Vec<String> = Vec::new(),
    }
}

record! {
    /// A move from some stages to another.
    pub struct TransitionPolicy: policy {
        /// Its name, for people.
        pub id: Option<String>,
        /// The stages that it leaves.
        pub source: Vec<String>,
        /// The stage that it enters.
        pub target: String,
        /// The event that makes it; without one, and if it is not `auto`, an event that names the target.
        pub on: Option<String>,
        /// Whether it is made as soon as it can be: when a case enters, when its fields change, and at the
        /// instant at which time alone meets its guard.
        pub auto: bool = false,
        /// What has to be met. Unknown is not met.
        pub guard: Option<ConditionPolicy>,
        /// Fields that have to be there; the event may bring them.
        pub require: Vec<String> = Vec::new(),
        /// Other fields that the event may bring.
        pub input: Vec<String> = Vec::new(),
        /// The roles of which the actor has to have one; without any, everybody.
        pub roles: Vec<String> = Vec::new(),
        /// Who has to approve it.
        pub approvals: Option<ApprovalPolicy>,
        /// What a person is told when its guard fails.
        pub message: Option<String>,
    }
}

record! {
    /// What may be done without a transition of its own, from any stage that is neither won nor lost.
    pub struct MovePolicies: policy {
        /// Moves to any later stage that is not lost.
        pub skip: Permission = Permission::Deny,
        /// Moves to any earlier open stage.
        pub backward: Backward = Backward::Deny,
        /// Moves to any lost stage.
        pub lost_from_any: bool = false,
    }
}

record! {
    /// A case of another pipeline that begins where one of this enters a stage.
    pub struct HandoverPolicy: policy {
        /// The stage that is entered.
        pub source: String,
        /// The other pipeline.
        pub pipeline: String,
        /// The stage with which the new case begins; by default the first.
        pub stage: Option<String>,
        /// The fields that it takes along.
        pub carry: Vec<String> = Vec::new(),
    }
}

record! {
    /// To which pipeline a record belongs.
    pub struct SelectPolicy: policy {
        /// Of such records.
        pub when: ConditionPolicy,
        /// The pipeline.
        pub pipeline: String,
    }
}

record! {
    /// When a case is stalled besides being over its norm.
    pub struct StallPolicy: policy {
        /// Nothing was done with it for so long.
        pub no_activity: Option<CalendarSpan> = None,
        /// The date or instant of the next step: stalled where it is missing, or over.
        pub next_step: Option<String> = None,
    }
}

record! {
    /// A pipeline: the stages of a case, and how it gets from one to another.
    pub struct PipelinePolicy: policy {
        /// Its name.
        pub name: String,
        /// Its version: a change of rules is a new one.
        pub version: String,
        /// The fields of cases. Besides, conditions know `stage`, `created_at`, `entered_at`,
        /// `last_activity_at`, `tasks.required_open`, `snooze.until` and `snooze.reason`.
        pub schema: Schema = Schema::default(),
        /// When people work; by default Monday to Friday, 9 to 18 in UTC.
        pub calendar: Option<CalendarPolicy>,
        /// The stage with which cases begin; by default the first.
        pub initial: Option<String>,
        /// The stages in their order.
        pub stages: Vec<StagePolicy>,
        /// The moves. Of several that an event can make the first one is made.
        pub transitions: Vec<TransitionPolicy> = Vec::new(),
        /// What may be done without a transition of its own.
        pub policies: MovePolicies = MovePolicies::default(),
        /// Cases that begin elsewhere.
        pub handover: Vec<HandoverPolicy> = Vec::new(),
        /// To which pipeline a record belongs: the first whose condition is met, else this one.
        pub select: Vec<SelectPolicy> = Vec::new(),
        /// When a case is stalled.
        pub stall: StallPolicy = StallPolicy::default(),
        /// The fields that `update` takes; by default all.
        pub updates: Option<Vec<String>>,
        /// How many of the last events a case keeps, 1 to 1000, so that an older one can be put in its
        /// place; up to twice as many for a while. Older ones stay as they are, and their names are known.
        pub keep_events: u32 = 100,
    }
}
