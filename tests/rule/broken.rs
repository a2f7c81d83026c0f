//! What is refused, with exactly these codes and paths, all problems at once.

use fieldbeat::ErrorKind;
use fieldbeat::rule::{MAX_DEPTH, MAX_LITERALS, MAX_NODES, Schema};
use fieldbeat::shape::Value;
use serde_json::{Value as Json, json};

use crate::compile;

fn fields() -> Json {
    json!({
        "agreed": "bool",
        "doctors_met": "int",
        "distance_km": "number",
        "amount": "decimal",
        "site.status": { "type": "enum", "values": ["state", "private"] },
        "site.kind": { "type": "enum", "values": ["state", "shop"] },
        "name": "string",
        "opened": "date",
        "planned_at": "instant",
        "spent": "span",
        "contacts": { "type": "list", "items": { "role": "string", "calls": "int" } },
    })
}

fn problems(error: &fieldbeat::Error) -> Vec<(&str, &str)> {
    error.problems().iter().map(|problem| (&*problem.code, &*problem.path)).collect()
}

#[test]
fn broken_conditions_are_refused_with_every_problem_and_its_path() {
    let table: Vec<(Json, Vec<(&str, &str)>)> = vec![
        (json!({}), vec![("empty", "$.json")]),
        (json!({ "field": "doctors_met" }), vec![("missing_operator", "$.json")]),
        (json!({ "ge": 5 }), vec![("missing_key", "$.json.field")]),
        (json!({ "field": "doctros_met", "ge": 5 }), vec![("unknown_field", "$.json.field")]),
        (json!({ "field": "doctors_met", "ge": "five" }), vec![("wrong_type", "$.json.ge")]),
        (json!({ "field": "doctors_met", "ge": 1.5 }), vec![("wrong_type", "$.json.ge")]),
        (json!({ "field": "doctors_met", "ge": true }), vec![("wrong_type", "$.json.ge")]),
        (json!({ "field": "doctors_met", "ge": [1] }), vec![("wrong_type", "$.json.ge")]),
        (json!({ "field": "doctors_met", "ge": 1, "lt": 5 }), vec![("ambiguous", "$.json")]),
        (json!({ "all": [], "any": [] }), vec![("ambiguous", "$.json")]),
        (json!({ "all": [], "field": "agreed", "eq": true }), vec![("ambiguous", "$.json")]),
        (json!({ "not": { "all": [{}] } }), vec![("empty", "$.json.not.all[0]")]),
        (json!({ "field": "agreed", "ge": true }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "name", "lt": "b" }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "name", "between": ["a", "b"] }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "site.status", "gt": "state" }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "site.status", "contains": "st" }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "doctors_met", "starts_with": "1" }), vec![("wrong_operator", "$.json")]),
        (
            json!({ "field": "doctors_met", "within": "7d" }),
            vec![("wrong_operator", "$.json.within")],
        ),
        (json!({ "field": "now", "within": "7d" }), vec![("wrong_operator", "$.json.within")]),
        (json!({ "field": "contacts", "eq": 2 }), vec![("wrong_operator", "$.json")]),
        (json!({ "field": "contacts", "in": [2] }), vec![("wrong_operator", "$.json")]),
        (
            json!({ "field": "name", "any_of": { "field": "role", "eq": "x" } }),
            vec![("wrong_operator", "$.json")],
        ),
        (json!({ "field": "site.status", "eq": "privat" }), vec![("unknown_value", "$.json.eq")]),
        (
            json!({ "field": "site.status", "in": ["state", "privat", 3] }),
            vec![("unknown_value", "$.json.in[1]"), ("wrong_type", "$.json.in[2]")],
        ),
        (
            json!({ "field": "doctors_met", "between": [1] }),
            vec![("wrong_length", "$.json.between")],
        ),
        (
            json!({ "field": "doctors_met", "range": [1, 2, 3] }),
            vec![("wrong_length", "$.json.range")],
        ),
        (
            json!({ "field": "doctors_met", "between": ["a", null] }),
            vec![("wrong_type", "$.json.between[0]"), ("wrong_type", "$.json.between[1]")],
        ),
        (json!({ "field": "name", "is_null": false }), vec![("out_of_range", "$.json.is_null")]),
        (json!({ "field": "name", "not_null": 1 }), vec![("wrong_type", "$.json.not_null")]),
        (
            json!({ "field": "planned_at", "ge": "2026-11-20T09:00:00" }),
            vec![("naive_time", "$.json.ge")],
        ),
        (json!({ "field": "planned_at", "ge": "soon" }), vec![("invalid_time", "$.json.ge")]),
        (json!({ "field": "opened", "eq": "2026-02-30" }), vec![("invalid_date", "$.json.eq")]),
        (json!({ "field": "spent", "ge": "3bd" }), vec![("invalid_span", "$.json.ge")]),
        (
            json!({ "field": "planned_at", "within": "7 days" }),
            vec![("invalid_span", "$.json.within")],
        ),
        (
            json!({ "field": "amount", "ge": 0.12345678901234567 }),
            vec![("too_precise", "$.json.ge")],
        ),
        (
            json!({ "field": "doctors_met", "ge": { "field": "name" } }),
            vec![("wrong_type", "$.json.ge.field")],
        ),
        (
            json!({ "field": "doctors_met", "ge": { "field": "doctros_met" } }),
            vec![("unknown_field", "$.json.ge.field")],
        ),
        (
            json!({ "field": "doctors_met", "ge": { "feild": "amount" } }),
            vec![("unknown_key", "$.json.ge.feild"), ("missing_key", "$.json.ge.field")],
        ),
        (
            json!({ "field": "site.status", "eq": { "field": "site.kind" } }),
            vec![("wrong_type", "$.json.eq.field")],
        ),
        (
            json!({ "field": "contacts", "any_of": { "field": "name", "eq": "x" } }),
            vec![("unknown_field", "$.json.any_of.field")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "role", "eq": "x" } }),
            vec![("missing_operator", "$.json")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "role", "eq": "x" }, "ge": -1 }),
            vec![("out_of_range", "$.json.ge")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "roel", "eq": "x" }, "ge": "2" }),
            vec![("wrong_type", "$.json.ge"), ("unknown_field", "$.json.count_of.field")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "role", "eq": "x" }, "in": [2] }),
            vec![("missing_operator", "$.json")],
        ),
        (
            json!({ "all": [
                { "field": "doctros_met", "ge": 5 },
                { "field": "site.status", "eq": "stat" },
                { "any": [{ "field": "distance_km", "gt": "far" }, { "not": {} }] },
            ] }),
            vec![
                ("unknown_field", "$.json.all[0].field"),
                ("unknown_value", "$.json.all[1].eq"),
                ("wrong_type", "$.json.all[2].any[0].gt"),
                ("empty", "$.json.all[2].any[1].not"),
            ],
        ),
    ];
    for (condition, expected) in table {
        // The shape is read at `$`, and what it means at `$.json`.
        let error = compile(&condition, &fields()).unwrap_err();
        assert!(!error.problems().is_empty());
        let found: Vec<(&str, String)> = problems(&error)
            .into_iter()
            .map(|(code, path)| (code, path.replacen("$.json", "$", 1)))
            .collect();
        let expected: Vec<(&str, String)> = expected
            .into_iter()
            .map(|(code, path)| (code, path.replacen("$.json", "$", 1)))
            .collect();
        assert_eq!(found, expected, "{condition}");
        assert_eq!(error.kind(), ErrorKind::Policy, "{condition}");
    }
}

#[test]
fn a_slip_of_the_pen_is_told_what_was_meant() {
    let error = compile(&json!({ "field": "doctros_met", "ge": 5 }), &fields()).unwrap_err();
    assert!(error.problems()[0].message.contains("did you mean \"doctors_met\"?"));
    let error = compile(&json!({ "field": "site.status", "eq": "privat" }), &fields()).unwrap_err();
    assert!(error.problems()[0].message.contains("did you mean \"private\"?"));
}

#[test]
fn spans_and_dates_that_depend_on_a_calendar_ask_for_one() {
    use fieldbeat::rule::{Condition, ConditionPolicy};
    let schema = Schema::from_json(&fields().to_string()).unwrap();
    for (leaf, is_refused) in [
        (r#"{"field": "planned_at", "within": "7d"}"#, true),
        (r#"{"field": "planned_at", "within": "3bd"}"#, true),
        (r#"{"field": "opened", "within": "24h"}"#, true),
        (r#"{"field": "planned_at", "within": "24h"}"#, false),
    ] {
        let policy = ConditionPolicy::from_json(leaf).unwrap();
        match Condition::new(&policy, &schema, None) {
            Ok(_) => assert!(!is_refused, "{leaf}"),
            Err(error) => {
                assert!(is_refused, "{leaf}");
                assert_eq!(problems(&error), [("calendar_required", "$.json.within")]);
            }
        }
    }
}

#[test]
fn broken_schemas_are_refused_with_every_problem_and_its_path() {
    let schema = json!({
        "now": "instant",
        "site..kind": "string",
        "a": "strnig",
        "b": { "type": "enum" },
        "c": { "type": "enum", "values": [] },
        "d": { "type": "enum", "values": ["x", "x"] },
        "e": { "type": "int", "values": ["x"], "empty_is_missing": true },
        "f": "list",
        "g": { "type": "decimal", "scale": 10 },
        "h": { "type": "number", "scale": 2 },
        "i": { "type": "list", "items": { "j": "inn" } },
        "k": 5,
    });
    let error = Schema::from_json(&schema.to_string()).unwrap_err();
    assert_eq!(
        problems(&error),
        [
            ("unknown_value", "$.a"),
            ("missing_key", "$.b.values"),
            ("empty", "$.c.values"),
            ("duplicate_value", "$.d.values[1]"),
            ("misplaced_key", "$.e.values"),
            ("misplaced_key", "$.e.empty_is_missing"),
            ("missing_key", "$.f.items"),
            ("out_of_range", "$.g.scale"),
            ("misplaced_key", "$.h.scale"),
            ("unknown_value", "$.i.items.j"),
            ("wrong_type", "$.k"),
            ("reserved_field", "$.now"),
            ("invalid_field", "$[\"site..kind\"]"),
        ]
    );
}

#[test]
fn records_of_another_type_are_refused_with_every_problem_and_its_path() {
    let condition = json!({ "all": [
        { "field": "doctors_met", "ge": 5 },
        { "field": "site.status", "eq": "state" },
        { "field": "contacts", "any_of": { "field": "calls", "ge": 1 } },
    ] });
    let condition = compile(&condition, &fields()).unwrap();
    let record = json!({
        "doctors_met": "six",
        "site": "state",
        "contacts": [{ "calls": 1 }, { "calls": "x" }, 3],
        "name": 5,
    });
    let record = Value::from_json(&record.to_string()).unwrap();
    let error = condition.matches(&record, None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(
        problems(&error),
        [
            ("wrong_type", "$.record.doctors_met"),
            ("wrong_type", "$.record.site"),
            ("wrong_type", "$.record.contacts[1].calls"),
            ("wrong_type", "$.record.contacts[2]"),
        ]
    );
    assert_eq!(
        problems(&condition.matches(&Value::Int(1), None).unwrap_err()),
        [("wrong_type", "$.record")]
    );
}

#[test]
fn an_answer_that_depends_on_time_asks_for_it() {
    let condition = json!({ "field": "planned_at", "within": "1h" });
    let condition = compile(&condition, &fields()).unwrap();
    let error = condition.matches(&Value::Map(Vec::new()), None).unwrap_err();
    assert_eq!(problems(&error), [("missing_key", "$.now")]);
}

/// The only problem, that of a limit.
fn limit(condition: &Json) -> (String, String) {
    let error = compile(condition, &fields()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    let [problem] = error.problems() else { panic!("{:?}", error.problems()) };
    (problem.code.to_string(), problem.path.clone())
}

fn nested(depth: usize) -> Json {
    let leaf = json!({ "field": "doctors_met", "ge": 5 });
    (1..depth).fold(leaf, |inner, _| json!({ "not": inner }))
}

#[test]
fn conditions_of_the_largest_size_compile_and_larger_ones_are_refused() {
    compile(&nested(MAX_DEPTH), &fields()).unwrap();
    let (code, path) = limit(&nested(MAX_DEPTH + 1));
    assert_eq!((&*code, path), ("too_deep", format!("$.json{}", ".not".repeat(MAX_DEPTH))));

    let leaf = json!({ "field": "doctors_met", "is_null": true });
    let wide = |nodes: usize| json!({ "all": vec![leaf.clone(); nodes - 1] });
    compile(&wide(MAX_NODES), &fields()).unwrap();
    let found = limit(&wide(MAX_NODES + 1));
    assert_eq!(found, ("too_many_nodes".to_owned(), "$.json".to_owned()));

    let values =
        |count: usize| json!({ "field": "doctors_met", "in": (0..count).collect::<Vec<_>>() });
    compile(&values(MAX_LITERALS), &fields()).unwrap();
    let found = limit(&values(MAX_LITERALS + 1));
    assert_eq!(found, ("too_many_values".to_owned(), "$.json".to_owned()));
}

/// Warnings of lists and ranges as large as they may be take no time to speak of.
#[test]
fn the_largest_sets_are_held_against_each_other_quickly() {
    let half = MAX_LITERALS / 2;
    let set = |from: usize| {
        let values: Vec<usize> = (from..from + half).map(|value| value * 2).collect();
        json!({ "field": "doctors_met", "in": values })
    };
    let condition = compile(&json!({ "all": [set(0), set(half)] }), &fields()).unwrap();
    assert_eq!(condition.warnings()[0].code, "never_true");
    let condition = compile(&json!({ "all": [set(0), set(half - 1)] }), &fields()).unwrap();
    assert!(condition.warnings().is_empty());
}

#[test]
fn what_is_probably_not_meant_is_warned_of() {
    for (condition, expected) in [
        (json!({ "field": "doctors_met", "between": [5, 3] }), vec![("never_true", "$.json")]),
        (json!({ "field": "doctors_met", "range": [3, 3] }), vec![("never_true", "$.json")]),
        (json!({ "field": "doctors_met", "in": [] }), vec![("never_true", "$.json")]),
        (json!({ "field": "doctors_met", "not_in": [] }), vec![("always_true", "$.json")]),
        (json!({ "any": [] }), vec![("never_true", "$.json")]),
        (
            json!({ "all": [{ "field": "doctors_met", "gt": 5 }, { "field": "doctors_met", "lt": 6 }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "distance_km", "gt": 5 }, { "field": "distance_km", "lt": 6 }] }),
            vec![],
        ),
        // Between one number and the next there is none, however many digits they have.
        (
            json!({ "all": [{ "field": "distance_km", "gt": 0.3 }, { "field": "distance_km", "lt": 0.300_000_000_000_000_04 }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "distance_km", "lt": 0 }, { "field": "distance_km", "ge": 0 }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "distance_km", "ge": 0.1 }, { "field": "distance_km", "in": [0.05] }, { "field": "distance_km", "lt": 0.05 }] }),
            vec![],
        ),
        (
            json!({ "any": [{ "field": "amount", "gt": 1 }, { "field": "amount", "in": [1] }, { "field": "amount", "lt": 1 }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "amount", "gt": 1 }, { "field": "amount", "lt": "1.0000000001" }] }),
            vec![],
        ),
        (
            json!({ "any": [{ "field": "amount", "ge": "5" }, { "field": "amount", "lt": 5 }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "site.status", "eq": "state" }, { "field": "site.status", "eq": "private" }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "field": "site.status", "in": ["private", "state"] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "agreed", "eq": true }, { "not": { "field": "agreed", "eq": true } }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "name", "eq": "a" }, { "all": [{ "field": "name", "eq": "b" }] }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "field": "contacts", "all_of": { "field": "calls", "ge": 1 } }),
            vec![("all_of_empty", "$.json.all_of")],
        ),
        (
            json!({ "field": "contacts", "any_of": { "field": "calls", "between": [2, 1] } }),
            vec![("never_true", "$.json.any_of")],
        ),
        (
            json!({ "all": [{ "field": "doctors_met", "is_null": true }, { "field": "doctors_met", "ge": 5 }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "name", "is_null": true }, { "not": { "field": "name", "contains": "a" } }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "all": [{ "field": "name", "is_null": true }, { "all": [{ "field": "name", "not_null": true }] }] }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "name", "is_null": true }, { "field": "name", "not_null": true }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "name", "is_null": true }, { "not": { "field": "name", "is_null": true } }] }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "any": [{ "field": "name", "is_null": true }, { "field": "name", "contains": "a" }] }),
            vec![],
        ),
        (
            json!({ "field": "doctors_met", "lt": { "field": "doctors_met" } }),
            vec![("never_true", "$.json")],
        ),
        (json!({ "field": "name", "ne": { "field": "name" } }), vec![("never_true", "$.json")]),
        (json!({ "field": "name", "eq": { "field": "name" } }), vec![]),
        (
            json!({ "field": "contacts", "count_of": { "field": "calls", "ge": 1 }, "ge": 0 }),
            vec![("always_true", "$.json")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "calls", "ge": 1 }, "lt": 0 }),
            vec![("never_true", "$.json")],
        ),
        (
            json!({ "field": "contacts", "count_of": { "field": "calls", "ge": 1 }, "ge": 1 }),
            vec![],
        ),
    ] {
        let compiled = compile(&condition, &fields()).unwrap();
        let found: Vec<(&str, &str)> =
            compiled.warnings().iter().map(|warning| (&*warning.code, &*warning.path)).collect();
        assert_eq!(found, expected, "{condition}");
    }
}
