//! The kinds of policy: one line each.

use crate::Result;
use crate::shape::Reader;
#[cfg(feature = "describe")]
use crate::shape::{Shape, json_schema};
#[cfg(any(feature = "lint", feature = "describe"))]
use crate::shape::{Shaped, Value};

/// A kind of policy.
pub(super) struct Kind {
    name: &'static str,
    /// Notes all that is wrong with a policy of this kind, or odd.
    #[cfg(feature = "lint")]
    pub(super) check: fn(&Value, &mut Reader),
    #[cfg(feature = "describe")]
    shape: fn() -> Shape,
}

/// Lists the kinds, each as `name: Type` after the feature that it takes, and behind an arrow what is
/// asked of a policy besides its shape.
macro_rules! kinds {
    ($( $feature:literal $name:ident: $policy:ty $(=> $check:path)? ),* $(,)?) => {
        /// All kinds; in this order they are named to people.
        const KINDS: &[Kind] = &[ $(
            #[cfg(feature = $feature)]
            Kind {
                name: stringify!($name),
                #[cfg(feature = "lint")]
                check: |value, at| {
                    let policy = <$policy as Shaped>::read(value, at);
                    $(
                        let policy = policy.or_else(|| super::operations::without_calendar(value));
                        policy.as_ref().map(|policy| at.besides(|at| $check(policy, at)));
                    )?
                    let _ = policy;
                },
                #[cfg(feature = "describe")]
                shape: <$policy as Shaped>::shape,
            },
        )* ];

        const NAMES: &[&str] = &[ $( #[cfg(feature = $feature)] stringify!($name) ),* ];
    };
}

kinds! {
    "geofence" presence: crate::geofence::PresencePolicy,
    "tracker" tracker: crate::geofence::TrackerPolicy,
    "visit" visit: crate::visit::VisitPolicy,
    "visit" anomaly: crate::visit::AnomalyPolicy,
    "visit" deviation: crate::visit::DeviationPolicy,
    "visit" retention: crate::visit::RetentionPolicy,
    "visit" trip: crate::visit::TripPolicy,
    "visit" stay: crate::visit::StayPolicy,
    "route" matrix: crate::route::MatrixProfile,
    "calendar" calendar: crate::time::CalendarPolicy,
    "rule" condition: crate::rule::ConditionPolicy,
    "kpi" scorecard: super::operations::scorecard::Versions => super::operations::scorecard::check,
    "kpi" target: crate::kpi::Target,
    "kpi" close: crate::kpi::ClosePolicy,
    "funnel" pipeline: crate::funnel::PipelinePolicy => crate::funnel::check_pipeline,
    "segment" rfm: crate::segment::RfmPolicy,
    "segment" rfm_cuts: crate::segment::RfmCuts,
    "segment" abc: crate::segment::AbcPolicy,
    "segment" xyz: crate::segment::XyzPolicy,
    "segment" bcg: crate::segment::BcgPolicy,
    "segment" life_cycle: crate::segment::LifeCyclePolicy,
    "segment" segment: crate::segment::SegmentPolicy,
}

/// The kind called `name`.
pub(super) fn kind(name: &str) -> Result<&'static Kind> {
    let mut at = Reader::new();
    let known = KINDS.iter().find(|kind| kind.name == name);
    let known = known.or_else(|| at.within("kind", |at| at.unknown_code(name, NAMES)));
    at.finish(known).map(|(kind, _)| kind)
}

/// Fails with `unknown_value` when `name` is no kind of policy.
#[cfg(not(feature = "describe"))]
pub(super) fn check_kind(name: &str) -> Result<()> {
    kind(name).map(|_| ())
}

/// The JSON Schema (draft 2020-12) of a kind of policy, which is one of [`policies`].
///
/// # Errors
/// `unknown_value`, when there is no such kind.
///
/// # Example
/// ```
/// let schema = fieldbeat::catalog::schema("presence")?;
/// assert!(schema.get("$defs").is_some());
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[cfg(feature = "describe")]
pub fn schema(kind: &str) -> Result<Value> {
    Ok(json_schema(&(self::kind(kind)?.shape)()))
}

/// The kinds of policy, each of which has a [`schema`].
#[cfg(feature = "describe")]
#[must_use]
pub fn policies() -> &'static [&'static str] {
    NAMES
}
