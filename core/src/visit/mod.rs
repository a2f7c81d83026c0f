//! Was the visit real? Plans, tracks and sites in; verdicts with reasons out.

mod anomaly;
mod assign;
mod audit;
mod bearing;
mod coarsen;
mod companion;
mod compile;
mod deviation;
mod digest;
mod door;
mod duty;
mod evidence;
mod hiding;
mod ids;
mod jumps;
mod legs;
mod many;
mod mileage;
mod policy;
mod privacy;
pub(crate) mod reasons;
mod register;
mod rep_days;
mod report;
mod report_many;
mod shared;
mod site_position;
mod stays;
mod still;
mod stops;
#[cfg(feature = "rayon")]
mod threads;
mod trips;
mod usable;
mod verdict;
mod verify;
mod window;

pub use crate::geofence::Confidence;
pub use audit::anomalies;
pub use coarsen::{BucketSize, CellSize, coarsen};
pub use compile::MAX_PLAN;
pub use deviation::{Deviation, DeviationPolicy, Excursion, Farthest, HalfWidth, deviation};
pub use digest::digest;
pub use duty::DutyHours;
pub(crate) use ids::check_ids;
pub use many::verify_many;
pub use policy::{
    AnomalyPolicy, Claim, Companion, Degrade, DegradePolicy, Detail, History, Interval,
    LocatedVisit, Override, PlannedVisit, RepHistory, RetentionPolicy, Sampling, Site, SlotRule,
    Status, VisitPolicy,
};
pub use privacy::{AnyReport, Report, redact, retention};
pub use register::register_visit;
pub use report::{
    Anomaly, AnomalyReport, Candidate, Erasable, Erasure, Evidence, FixCounts, Moment, NearestSite,
    OffPlanVisit, Outcome, Punctuality, PunctualityKind, Registration, Retention, SitePosition,
    Totals, UnknownStop, VisitReport, VisitVerdict,
};
pub use report_many::{DayColumns, ManyReport, OffPlanColumns, VisitColumns};
pub use site_position::suggest_site_position;
pub use stays::{StayAlgorithm, StayFix, StayFixes, StayPoints, StayPolicy, stay_points};
pub use trips::{Trip, TripMileage, TripPolicy, TripReport, trips};
pub use verify::verify_plan;
