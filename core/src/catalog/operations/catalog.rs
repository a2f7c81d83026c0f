//! What the catalog tells of itself.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
#[cfg(feature = "lint")]
use crate::catalog::Lint;
use crate::catalog::{self, Language};
use crate::shape::{Value, record};
use crate::{Reason, Result};

record! {
    /// Arguments of `reason_text`.
    pub struct ReasonTextArguments: data {
        /// A reason of any answer.
        pub reason: Reason,
        /// `en` or `ru`.
        pub lang: Language,
    }
}

#[cfg(feature = "lint")]
record! {
    /// Arguments of `lint`.
    pub struct LintArguments: data {
        /// Kind of policy, such as `visit`: one of those that `schema` knows.
        pub kind: String,
        /// The policy, as it would be passed to an operation; `null` is none. A condition alone has no
        /// schema: what is never or always true of it, `Condition.warnings` tells.
        pub policy: Value,
    }
}

record! {
    /// Arguments of `schema`.
    pub struct SchemaArguments: data {
        /// Kind of policy, such as `visit`; an unknown one is answered with the list of all.
        pub kind: String,
    }
}

record! {
    /// Arguments of `version`.
    pub struct NoArguments: data {}
}

operations! {
    /// A reason in words, in English (`en`) or Russian (`ru`).
    reason_text(args: ReasonTextArguments, warnings, budget) -> String {
        catalog::reason_text(&args.reason, args.lang)
    }

    #[cfg(feature = "lint")]
    /// All that is wrong with a policy, and what is odd about it; fails only for an unknown kind.
    lint(args: LintArguments, warnings, budget) -> Lint {
        catalog::lint(&args.kind, &args.policy)?
    }

    /// The JSON Schema (draft 2020-12) of a kind of policy.
    schema(args: SchemaArguments, warnings, budget) -> Value {
        schema_answer(&args.kind)?
    }

    /// The version of the engine.
    version(args: NoArguments, warnings, budget) -> String {
        catalog::version().to_owned()
    }
}

#[cfg(feature = "describe")]
fn schema_answer(kind: &str) -> Result<Value> {
    catalog::schema(kind)
}

/// The kind is checked here; the door in front has the schemas themselves.
#[cfg(not(feature = "describe"))]
fn schema_answer(kind: &str) -> Result<Value> {
    catalog::policies::check_kind(kind).map(|()| Value::Null)
}
