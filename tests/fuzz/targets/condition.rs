//! Any text as a condition and a record: it is refused with paths, or answers, explains itself and
//! goes through other forms and comes back as what it was.
#![no_main]

use std::sync::{Arc, OnceLock};

use fieldbeat::budget::Budget;
use fieldbeat::rule::{
    NullSemantics, from_jsonlogic, from_query_builder, to_jsonlogic, to_query_builder,
};
use fieldbeat::shape::{Reader, Value};
use fieldbeat::time::{Calendar, CalendarPolicy};
use fieldbeat::{Condition, ConditionPolicy, Error, Schema, Shaped};
use libfuzzer_sys::fuzz_target;

/// Fields of every type, and when people work.
fn world() -> &'static (Schema, Arc<Calendar>) {
    static WORLD: OnceLock<(Schema, Arc<Calendar>)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let schema = r#"{
            "b": "bool", "i": "int", "x": "number", "d": "decimal", "s": "string", "a.s": "string",
            "e": {"type": "enum", "values": ["p", "q", ""]}, "day": "date", "t": "instant", "ms": "span",
            "empty": {"type": "string", "empty_is_missing": true},
            "l": {"type": "list", "items": {"i": "int", "l": {"type": "list", "items": {"s": "string"}}}}
        }"#;
        let schema = Schema::from_json(schema).expect("a schema");
        let calendar = Calendar::new(&CalendarPolicy::default()).expect("the defaults");
        (schema, Arc::new(calendar))
    })
}

fn refused(error: &Error) {
    assert!(!error.problems().is_empty());
    assert!(error.problems().iter().all(|problem| problem.path.starts_with('$')));
}

fn read(form: &Value) -> Option<ConditionPolicy> {
    let mut at = Reader::new();
    let policy = ConditionPolicy::read(form, &mut at);
    at.finish(policy).map(|(policy, _)| policy).map_err(|error| refused(&error)).ok()
}

/// Asks a condition everything.
fn ask(policy: &ConditionPolicy, record: &Value) {
    let (schema, calendar) = world();
    let written = policy.to_json().expect("a condition is plain data");
    assert_eq!(
        &ConditionPolicy::from_json(&written).expect("what was written can be read"),
        policy
    );
    let condition = match Condition::new(policy, schema, Some(calendar)) {
        Ok(condition) => condition,
        Err(error) => return refused(&error),
    };
    let now = "2026-11-20T09:00:00Z".parse().expect("an instant");
    match condition.matches(record, Some(now)) {
        Ok(answer) => {
            let explained = condition.explain(record, Some(now)).expect("it was answered");
            assert_eq!(explained.answer, answer);
            if let Some(change) = condition.next_change(record, now).expect("it was answered") {
                assert!(change > now);
                assert_ne!(
                    condition.matches(record, Some(change)).expect("it was answered"),
                    answer
                );
            }
        }
        Err(error) => refused(&error),
    }
    if let Err(error) = condition.matches_many(record, Some(now), &mut Budget::unlimited()) {
        refused(&error);
    }
    for nulls in [NullSemantics::Strict, NullSemantics::Jsonlogic] {
        match to_jsonlogic(policy, schema, nulls) {
            Ok(logic) => {
                drop(from_jsonlogic(&logic, schema, nulls).map_err(|error| refused(&error)))
            }
            Err(error) => refused(&error),
        }
    }
    match to_query_builder(policy, schema) {
        Ok(query) => drop(from_query_builder(&query, schema).map_err(|error| refused(&error))),
        Err(error) => refused(&error),
    }
}

fuzz_target!(|text: &str| {
    let Ok(value) = Value::from_json(text) else { return };
    let (schema, _) = world();
    let record = value.get("record").unwrap_or(&value);
    let form = value.get("condition").unwrap_or(&value);
    let forms = [
        read(form),
        from_jsonlogic(form, schema, NullSemantics::Strict).map_err(|error| refused(&error)).ok(),
        from_jsonlogic(form, schema, NullSemantics::Jsonlogic)
            .map_err(|error| refused(&error))
            .ok(),
        from_query_builder(form, schema).map_err(|error| refused(&error)).ok(),
    ];
    for policy in forms.iter().flatten() {
        ask(policy, record);
    }
});
