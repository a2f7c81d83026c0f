//! What the library can do, as data: operations, policies, reasons.
//!
//! The bindings are doors to [`call`]: they turn a host's objects into a [`Value`] and the
//! answer's `Value` into the host's objects. Hosts' type declarations are written from
//! `operations` (feature `describe`), so that no signature exists twice.

#[cfg(feature = "calendar")]
mod calendar;
#[cfg(feature = "tracker")]
mod fence_index;
mod macros;
mod operations;
mod reasons;
#[cfg(feature = "route")]
mod tour;
#[cfg(feature = "tracker")]
mod tracker;

pub use crate::reason::ReasonTexts;
pub use operations::call;
#[cfg(feature = "describe")]
pub use operations::{Form, Operation, operations};
pub use reasons::{Language, all_reasons, reason_text};

use crate::shape::Reader;
#[cfg(feature = "describe")]
use crate::shape::{Shape, Shaped, Value, json_schema};

/// The version of the engine, as every report carries it.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The kinds of policy.
const KINDS: &[&str] = &[
    #[cfg(feature = "geofence")]
    "presence",
    #[cfg(feature = "tracker")]
    "tracker",
    #[cfg(feature = "visit")]
    "visit",
    #[cfg(feature = "visit")]
    "anomaly",
    #[cfg(feature = "visit")]
    "deviation",
    #[cfg(feature = "visit")]
    "retention",
    #[cfg(feature = "visit")]
    "trip",
    #[cfg(feature = "visit")]
    "stay",
    #[cfg(feature = "route")]
    "matrix",
    #[cfg(feature = "calendar")]
    "calendar",
];

/// Fails with `unknown_value` when `kind` is no kind of policy.
fn check_kind(kind: &str) -> crate::Result<()> {
    let mut at = Reader::new();
    let known = KINDS.contains(&kind).then_some(());
    let known = known.or_else(|| at.within("kind", |at| at.unknown_code(kind, KINDS)));
    at.finish(known).map(|_| ())
}

/// The JSON Schema (draft 2020-12) of a kind of policy: `presence`, `visit`, `anomaly`,
/// `deviation`, `retention`, `trip`, `stay`, `matrix`, `calendar`.
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
pub fn schema(kind: &str) -> crate::Result<Value> {
    check_kind(kind)?;
    Ok(json_schema(&match kind {
        #[cfg(feature = "geofence")]
        "presence" => crate::geofence::PresencePolicy::shape(),
        #[cfg(feature = "tracker")]
        "tracker" => crate::geofence::TrackerPolicy::shape(),
        #[cfg(feature = "visit")]
        "visit" => crate::visit::VisitPolicy::shape(),
        #[cfg(feature = "visit")]
        "anomaly" => crate::visit::AnomalyPolicy::shape(),
        #[cfg(feature = "visit")]
        "deviation" => crate::visit::DeviationPolicy::shape(),
        #[cfg(feature = "visit")]
        "retention" => crate::visit::RetentionPolicy::shape(),
        #[cfg(feature = "visit")]
        "trip" => crate::visit::TripPolicy::shape(),
        #[cfg(feature = "visit")]
        "stay" => crate::visit::StayPolicy::shape(),
        #[cfg(feature = "route")]
        "matrix" => crate::route::MatrixProfile::shape(),
        #[cfg(feature = "calendar")]
        "calendar" => crate::time::CalendarPolicy::shape(),
        // Not one of `KINDS`.
        _ => Shape::Any,
    }))
}

/// The kinds of policy, each of which has a [`schema`].
#[cfg(feature = "describe")]
#[must_use]
pub fn policies() -> &'static [&'static str] {
    KINDS
}
