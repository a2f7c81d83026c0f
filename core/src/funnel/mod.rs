//! What stage a case is in, what it may do next, and why not.
//!
//! A [`Pipeline`] moves cases from stage to stage by events and by time; [`worklist`] says which of
//! them come first; a [`CaseStore`] holds cases between calls. [`next_step_audit`] finds clients with
//! whom nothing is planned, [`waiting`] who waits for an answer and for how long, [`roll_up`] when a
//! company was last heard of. [`funnel_report`] tells of a log of stages how many cases come how far,
//! and how long they stay where.

mod audit;
mod figures;
mod pipeline;
pub(crate) mod reasons;
mod store;

pub(crate) use audit::default_edges;
pub(crate) use audit::reasons as audit_reasons;
pub use audit::{
    ClientActivity, ClientRequest, CompanyContact, CompanySummary, ContactCall, Direction,
    NextStepAudit, NextStepClient, NextStepOptions, Notice, NoticeKind, RequestMessage, RollUp,
    SourceWaiting, WaitingBucket, WaitingReport, WaitingRequest, next_step_audit, roll_up, waiting,
};
pub use figures::{
    FunnelEvents, FunnelGroup, FunnelMove, FunnelOptions, FunnelReport, FunnelStage,
    FunnelThroughput, FunnelTransition, FunnelVariant, MAX_GROUP_ROWS, MAX_PERIODS, MAX_STAGES,
    MoveSources, NormFigures, StageFigures, TimeFigures, funnel_report,
};
pub(crate) use pipeline::check_pipeline;
pub use pipeline::*;
pub use store::{CaseStages, CaseStore, PutCases, StoreApplied, StoreTicked, StuckCase};
