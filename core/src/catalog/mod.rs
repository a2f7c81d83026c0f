//! What the library can do, as data: operations, policies, reasons.
//!
//! The bindings are doors to [`call`]: they turn a host's objects into a [`Value`](crate::shape::Value) and the
//! answer's `Value` into the host's objects. Hosts' type declarations are written from
//! `operations` (feature `describe`), so that no signature exists twice.

#[cfg(feature = "lint")]
mod lint;
mod operations;
mod policies;
mod reasons;

pub use crate::reason::ReasonTexts;
#[cfg(feature = "lint")]
pub use lint::{Lint, LintProblem, Severity, lint};
pub use operations::call;
#[cfg(feature = "describe")]
pub use operations::{Form, Operation, operations};
#[cfg(feature = "describe")]
pub use policies::{policies, schema};
pub use reasons::{Language, all_reasons, reason_text};

/// The version of the engine, as every report carries it.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
