//! What nobody does anything about: clients without a next step, requests without an answer,
//! companies nobody calls.

mod next_step;
mod policy;
pub(crate) mod reasons;
mod report;
mod roll_up;
mod waiting;

pub use next_step::next_step_audit;
pub(crate) use policy::default_edges;
pub use policy::{
    ClientActivity, ClientRequest, CompanyContact, ContactCall, Direction, NextStepClient,
    NextStepOptions, RequestMessage,
};
pub use report::{
    CompanySummary, NextStepAudit, Notice, NoticeKind, RollUp, SourceWaiting, WaitingBucket,
    WaitingReport, WaitingRequest,
};
pub use roll_up::roll_up;
pub use waiting::waiting;
