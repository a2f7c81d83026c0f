//! What stage a case is in, what it may do next, and why not.
//!
//! [`next_step_audit`] finds clients with whom nothing is planned, [`waiting`] who waits for an
//! answer and for how long, [`roll_up`] when a company was last heard of. [`funnel_report`] tells of
//! a log of stages how many cases come how far, and how long they stay where.

mod audit;

pub(crate) use audit::default_edges;
pub(crate) use audit::reasons as audit_reasons;
pub use audit::{
    ClientActivity, ClientRequest, CompanyContact, CompanySummary, ContactCall, Direction,
    NextStepAudit, NextStepClient, NextStepOptions, Notice, NoticeKind, RequestMessage, RollUp,
    SourceWaiting, WaitingBucket, WaitingReport, WaitingRequest, next_step_audit, roll_up, waiting,
};
