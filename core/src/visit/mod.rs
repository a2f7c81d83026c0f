//! Was the visit real? Plans, tracks and sites in; verdicts with reasons out.

mod anomaly;
mod assign;
mod bearing;
mod compile;
mod digest;
mod evidence;
mod hiding;
mod legs;
mod policy;
pub(crate) mod reasons;
mod report;
mod shared;
mod stops;
mod usable;
mod verdict;
mod verify;
mod window;

pub use compile::MAX_PLAN;
pub use digest::digest;
pub use policy::{
    AnomalyPolicy, Claim, Companion, Confidence, Degrade, DegradePolicy, Detail, History, Interval,
    Override, PlannedVisit, Sampling, Site, SlotRule, Status, VisitPolicy,
};
pub use report::{
    Anomaly, Evidence, FixCounts, Moment, OffPlanVisit, Punctuality, PunctualityKind, Totals,
    UnknownStop, VisitReport, VisitVerdict, Warning,
};
pub use verify::verify_plan;
