//! What the library can do, as data: operations, policies, reasons.
//!
//! The bindings are doors to [`call`]: they turn a host's objects into a [`Value`] and the
//! answer's `Value` into the host's objects. Hosts' type declarations are written from
//! [`operations`], so that no signature exists twice.

mod operations;
mod reasons;

pub use crate::reason::ReasonTexts;
pub use operations::{Operation, call, operations};
pub use reasons::{Language, all_reasons, reason_text};

use crate::shape::{Shape, Value, json_schema};

/// The version of the engine, as every report carries it.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The policies, by kind, with their shapes.
#[must_use]
pub fn policies() -> Vec<(&'static str, Shape)> {
    #[allow(unused_imports)]
    use crate::shape::Shaped;
    vec![
        #[cfg(feature = "geofence")]
        ("presence", crate::geofence::PresencePolicy::shape()),
        #[cfg(feature = "visit")]
        ("visit", crate::visit::VisitPolicy::shape()),
    ]
}

/// The JSON Schema (draft 2020-12) of a kind of policy: `presence`, `visit`.
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
pub fn schema(kind: &str) -> crate::Result<Value> {
    let policies = policies();
    match policies.iter().find(|(known, _)| *known == kind) {
        Some((_, shape)) => Ok(json_schema(shape)),
        None => {
            let kinds: Vec<_> = policies.iter().map(|(known, _)| *known).collect();
            let mut at = crate::shape::Reader::new();
            let none: Option<()> = at.within("kind", |at| at.unknown_code(kind, &kinds));
            at.finish(none).map(|_| Value::Null)
        }
    }
}
