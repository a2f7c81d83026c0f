//! Was the visit real? Plans, tracks and sites in; verdicts with reasons out.

mod anomaly;
mod assign;
mod audit;
mod bearing;
mod companion;
mod compile;
mod digest;
mod evidence;
mod hiding;
mod jumps;
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

pub use audit::anomalies;
pub use compile::MAX_PLAN;
pub use digest::digest;
pub use policy::{
    AnomalyPolicy, Claim, Companion, Confidence, Degrade, DegradePolicy, Detail, History, Interval,
    Override, PlannedVisit, Sampling, Site, SlotRule, Status, VisitPolicy,
};
pub use report::{
    Anomaly, AnomalyReport, Evidence, FixCounts, Moment, OffPlanVisit, Punctuality,
    PunctualityKind, Totals, UnknownStop, VisitReport, VisitVerdict, Warning,
};
pub use verify::verify_plan;
