//! Pipelines: the stage that a case is in, the moves that it may make, and timers.

mod apply;
mod case;
mod circles;
mod clock;
mod compile;
mod courses;
mod diagram;
mod effects;
mod engine;
mod event_columns;
mod fields;
mod graph;
mod guard;
mod history;
mod judge;
mod listed;
mod many;
mod merge;
mod name;
mod names;
mod norm;
mod notation;
mod pauses;
mod policy;
mod possible;
mod report;
mod run;
mod stages;
mod tick;
mod timers;
mod trail;
mod transitions;
mod verdict;

pub use apply::Advanced;
pub use case::{
    Actor, Case, Event, EventKind, FiredTimer, MAX_SETTLED, MAX_STAYS, NewCase, OpenTask, Origin,
    Paused, Stay, Vote,
};
pub use clock::worklist;
pub(crate) use compile::check_pipeline;
pub use compile::{MAX_PIPELINE_STAGES, MAX_TRANSITIONS};
pub use engine::Pipeline;
pub(in crate::funnel) use engine::{failed_case, told};
pub use fields::Fields;
pub use listed::{CaseEvent, CaseEvents};
pub(in crate::funnel) use many::check_count;
pub use many::{AppliedMany, CaseMoves, FailedEvent};
pub use merge::merge_logs;
pub use name::Name;
pub(in crate::funnel) use norm::Norm;
pub use norm::NormClock;
pub use policy::{
    ApprovalPolicy, ApproverPolicy, Backward, Effects, HandoverPolicy, Late, MovePolicies,
    NormCounts, NotifyPolicy, Permission, PipelinePolicy, SelectPolicy, StageKind, StagePolicy,
    StallPolicy, TaskPolicy, TimerPolicy, TransitionPolicy,
};
pub use report::{
    Applied, Clock, ClockStatus, Command, CommandKind, Due, Failed, FailedCase, Firing, Idle,
    Migrated, Move, MovedBy, Opened, Outcome, Overruled, Possibilities, Possible, PossibleMove,
    Ticked, Waiting, WorkItem,
};
pub use run::{MAX_AUTOMATIC, MAX_STEPS};
