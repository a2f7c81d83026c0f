//! Conditions: laws over random schemas, conditions and records, and broken ones by hand.
//!
//! - `world`: what is drawn: schemas, conditions and records as JSON
//! - `naive`: what a condition says of a record, straight from its JSON
//! - `laws`: answers, explanations, warnings, and conditions that read what they write
//! - `columns`: columns of every kind beside single records
//! - `times`: when an answer changes, by trying every instant at which it could
//! - `exchange`: JsonLogic and queries of react-querybuilder, both ways
//! - `broken`: what is refused, with codes and paths
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod broken;
mod columns;
mod exchange;
mod laws;
mod naive;
mod times;
mod world;

use std::sync::Arc;

use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
use fieldbeat::shape::Value;
use fieldbeat::time::{Calendar, CalendarPolicy, Instant};

/// Monday to Friday from nine to six; clocks that never change, at a whole hour.
fn moscow() -> Arc<Calendar> {
    let policy = r#"{"zone": "Europe/Moscow", "days": [{"first": "2026-11-23"}]}"#;
    Arc::new(Calendar::new(&CalendarPolicy::from_json(policy).unwrap()).unwrap())
}

fn compile(json: &serde_json::Value, schema: &serde_json::Value) -> fieldbeat::Result<Condition> {
    let policy = ConditionPolicy::from_json(&json.to_string())?;
    let schema = Schema::from_json(&schema.to_string())?;
    Condition::new(&policy, &schema, Some(&moscow()))
}

fn value(json: &serde_json::Value) -> Value {
    Value::from_json(&json.to_string()).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}
