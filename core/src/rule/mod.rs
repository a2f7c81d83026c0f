//! Conditions as data: typed, three-valued, explained.
//!
//! One language of conditions serves score tables, funnel guards, segment filters and eligibility.
//! A [`Condition`] is JSON, checked against a [`Schema`] when it is made, and then asked of records
//! one by one or in columns. What is missing is unknown, not zero and not no: Kleene's three values.
//!
//! # Example
//! ```
//! use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
//!
//! let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
//! let policy = ConditionPolicy::from_json(r#"{"field": "doctros_met", "ge": 5}"#)?;
//! let error = Condition::new(&policy, &schema, None).unwrap_err();
//! assert_eq!(error.problems()[0].code, "unknown_field");
//! assert_eq!(error.problems()[0].path, "$.json.field");
//! # Ok::<(), fieldbeat::Error>(())
//! ```

mod answer;
mod blame;
mod columns;
mod compile;
mod condition;
#[cfg(feature = "exchange")]
mod exchange;
mod explain;
mod field;
#[cfg(feature = "exchange")]
mod jsonlogic;
#[cfg(any(feature = "lint", feature = "funnel"))]
mod lint;
mod many;
mod next_change;
mod operators;
mod policy;
mod program;
#[cfg(feature = "exchange")]
mod query_builder;
mod report;
mod schema;
mod steps;
#[cfg(feature = "exchange")]
mod to_jsonlogic;
#[cfg(feature = "exchange")]
mod to_query_builder;
mod values;
#[cfg(feature = "kpi")]
mod words;

pub(crate) use answer::Answer;
#[cfg(feature = "funnel")]
pub(crate) use blame::{Culprit, blame, opposite};
pub(crate) use columns::{Columns, Typed};
pub(crate) use compile::{Compiler, Note};
pub use compile::{MAX_DEPTH, MAX_LITERALS, MAX_NODES};
pub use condition::Condition;
pub(crate) use condition::{check_condition, needs_now};
#[cfg(feature = "exchange")]
pub use exchange::NullSemantics;
#[cfg(feature = "kpi")]
pub(crate) use explain::blamed;
pub use field::Record;
pub(crate) use field::{Cell, Field, Kind, Scope, Slot};
#[cfg(feature = "exchange")]
pub use jsonlogic::from_jsonlogic;
#[cfg(feature = "funnel")]
pub(crate) use lint::{Meeting, meeting};
pub(crate) use many::answers;
#[cfg(feature = "funnel")]
pub(crate) use next_change::changes;
pub use policy::{ConditionNode, ConditionPolicy};
#[cfg(all(test, feature = "funnel"))]
pub(crate) use program::ASKED;
#[cfg(feature = "segment")]
pub(crate) use program::Test;
pub(crate) use program::{Moment, Node};
#[cfg(feature = "exchange")]
pub use query_builder::from_query_builder;
pub use report::{Explanation, LeafAnswer};
pub use schema::{FieldPolicy, FieldType, NOW, Schema};
#[cfg(feature = "exchange")]
pub use to_jsonlogic::to_jsonlogic;
#[cfg(feature = "exchange")]
pub use to_query_builder::to_query_builder;
#[cfg(feature = "kpi")]
pub(crate) use words::operator_words;
