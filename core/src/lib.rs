#![forbid(unsafe_code)]
#![cfg_attr(
    not(feature = "geofence"),
    allow(
        dead_code,
        unused_imports,
        unused_macros,
        reason = "half of the lower floors serve fences"
    )
)]
#![doc = include_str!("../docs/crate.md")]

#[cfg(all(doctest, feature = "visit"))]
#[doc = include_str!("../../README.md")]
mod front_page {}

pub mod budget;
pub mod catalog;
pub mod column;
mod error;
#[cfg(feature = "funnel")]
pub mod funnel;
pub mod geo;
#[cfg(feature = "geofence")]
pub mod geofence;
#[cfg(feature = "kpi")]
pub mod kpi;
pub mod math;
mod reason;
#[cfg(feature = "route")]
pub mod route;
#[cfg(feature = "rule")]
pub mod rule;
#[cfg(feature = "segment")]
pub mod segment;
pub mod shape;
#[cfg(any(feature = "tracker", feature = "route", feature = "segment", feature = "funnel"))]
mod snapshot;
pub mod time;
#[cfg(feature = "visit")]
pub mod visit;

#[cfg(feature = "lint")]
pub use catalog::lint;
#[cfg(feature = "describe")]
pub use catalog::schema;
pub use catalog::{reason_text, version};
pub use column::Column;
pub use error::{Error, ErrorKind, Problem, Result};
#[cfg(feature = "funnel")]
pub use funnel::{
    CaseStore, FunnelEvents, FunnelOptions, FunnelReport, Pipeline, PipelinePolicy, funnel_report,
    merge_logs, next_step_audit, roll_up, waiting, worklist,
};
pub use geo::{Position, distance};
#[cfg(feature = "geofence")]
pub use geofence::{Fence, Fix, Presence, PresencePolicy, Track, presence};
#[cfg(feature = "tracker")]
pub use geofence::{
    FenceEvent, FenceHit, FenceIndex, IndexPolicy, Tracker, TrackerPolicy, supersede,
};
#[cfg(feature = "kpi")]
pub use kpi::{
    Leaderboard, PeriodSnapshot, Progress, Reconciliation, Rep, Score, ScoreCard, ScoreCardPolicy,
    ScoreReport, ScoreStep, Target, close_period, leaderboard, merge_scores, plan_actual, progress,
    reconcile, statistics,
};
pub use reason::{Facts, Reason};
#[cfg(feature = "route")]
pub use route::{
    Matrix, Tour, TourBudget, TourOptions, TourSearch, matrix_from, matrix_of, order_matrix,
    order_plane, order_stops,
};
#[cfg(feature = "rule")]
pub use rule::{Condition, ConditionPolicy, Schema};
#[cfg(feature = "exchange")]
pub use rule::{NullSemantics, from_jsonlogic, from_query_builder, to_jsonlogic, to_query_builder};
#[cfg(feature = "segment")]
pub use segment::{SegmentPolicy, Segmenter, abc, bcg, compare, life_cycle, rfm, xyz};
pub use shape::Shaped;
#[cfg(feature = "hours")]
pub use time::{
    Calendar, CalendarPolicy, CalendarSpan, Period, PeriodKind, period, period_of, zone_table,
};
pub use time::{Date, Instant, Span, Zone, ZoneTable};
#[cfg(feature = "visit")]
pub use visit::{
    AnomalyReport, Deviation, DeviationPolicy, History, PlannedVisit, Site, StayFixes, StayPoints,
    StayPolicy, TripPolicy, TripReport, VisitPolicy, VisitReport, anomalies, coarsen, deviation,
    digest, redact, register_visit, retention, stay_points, suggest_site_position, trips,
    verify_many, verify_plan,
};
