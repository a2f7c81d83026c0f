//! Conditions in other forms, both ways: beside JsonLogic they answer the same, or they are refused.

use fieldbeat::rule::{
    ConditionPolicy, NullSemantics, Schema, from_jsonlogic, from_query_builder, to_jsonlogic,
    to_query_builder,
};
use fieldbeat::shape::Value;
use fieldbeat::{Error, Shaped};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::world::{Case, cases, schema};
use crate::{compile, value};

/// What JsonLogic says, by the rules of its reference in JavaScript; `var` finds nested keys only.
mod logic {
    use serde_json::Value as Json;

    pub(crate) fn is_truthy(value: &Json) -> bool {
        match value {
            Json::Null => false,
            Json::Bool(yes) => *yes,
            Json::Number(x) => x.as_f64() != Some(0.0),
            Json::String(text) => !text.is_empty(),
            Json::Array(items) => !items.is_empty(),
            Json::Object(_) => true,
        }
    }

    pub(crate) fn apply(logic: &Json, data: &Json) -> Json {
        let Json::Object(entries) = logic else { return logic.clone() };
        let (name, arguments) = entries.iter().next().unwrap();
        let one = std::slice::from_ref(arguments);
        let arguments = arguments.as_array().map_or(one, |many| many);
        if name == "var" {
            let path = arguments[0].as_str().unwrap();
            let found = path.split('.').try_fold(data, |value, key| value.get(key));
            return found.cloned().unwrap_or(Json::Null);
        }
        let values: Vec<Json> = arguments.iter().map(|part| apply(part, data)).collect();
        let by = |holds: fn(f64, f64) -> bool| {
            values.windows(2).all(|pair| less(&pair[0], &pair[1], holds))
        };
        Json::Bool(match name.as_str() {
            "and" => values.iter().all(is_truthy),
            "or" => values.iter().any(is_truthy),
            "!" => !is_truthy(&values[0]),
            "!!" => is_truthy(&values[0]),
            "==" => equal(&values[0], &values[1]),
            "!=" => !equal(&values[0], &values[1]),
            "===" => same(&values[0], &values[1]),
            "!==" => !same(&values[0], &values[1]),
            "<" => by(|a, b| a < b),
            "<=" => by(|a, b| a <= b),
            ">" => by(|a, b| a > b),
            ">=" => by(|a, b| a >= b),
            "in" => match &values[1] {
                Json::Array(items) => items.iter().any(|item| same(item, &values[0])),
                Json::String(text) => {
                    !text.is_empty() && text.contains(values[0].as_str().unwrap())
                }
                _ => false,
            },
            other => panic!("{other}"),
        })
    }

    /// A number, as JavaScript makes one of a value.
    fn number(value: &Json) -> f64 {
        match value {
            Json::Null => 0.0,
            Json::Bool(yes) => f64::from(u8::from(*yes)),
            Json::Number(x) => x.as_f64().unwrap(),
            Json::String(text) if text.is_empty() => 0.0,
            Json::String(text) => text.parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    fn less(a: &Json, b: &Json, holds: fn(f64, f64) -> bool) -> bool {
        if let (Json::String(a), Json::String(b)) = (a, b) {
            return holds(f64::from(a.cmp(b) as i8), 0.0);
        }
        holds(number(a), number(b))
    }

    fn same(a: &Json, b: &Json) -> bool {
        match (a, b) {
            (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
            (a, b) => a == b,
        }
    }

    fn equal(a: &Json, b: &Json) -> bool {
        match (a, b) {
            (Json::Null, other) | (other, Json::Null) => other.is_null(),
            (Json::String(a), Json::String(b)) => a == b,
            (a, b) => number(a) == number(b),
        }
    }
}

fn read(schema: &Json) -> Schema {
    Schema::from_json(&schema.to_string()).unwrap()
}

fn policy(json: &Json) -> ConditionPolicy {
    ConditionPolicy::from_json(&json.to_string()).unwrap()
}

fn plain(value: &Value) -> Json {
    serde_json::to_value(value).unwrap()
}

fn written(policy: &ConditionPolicy) -> Json {
    serde_json::from_str(&policy.to_json().unwrap()).unwrap()
}

/// Whether a condition is only refused for what the other form has no words for.
fn is_unsupported(error: &Error) -> bool {
    let allowed = |code: &str| code == "unsupported_construct" || code == "empty";
    error
        .problems()
        .iter()
        .all(|problem| allowed(&problem.code) && problem.path.starts_with("$.condition"))
}

/// Records as JsonLogic finds their fields: nested, and decimals as numbers.
fn nested(case: &Case, record: &Json) -> Json {
    let mut out = json!({});
    for field in &case.fields {
        let found = record
            .get(field.path)
            .or_else(|| field.path.split('.').try_fold(record, |value, key| value.get(key)));
        let Some(mut found) = found.cloned() else { continue };
        if let (Some(text), "decimal") = (found.as_str(), field.kind) {
            found = json!(text.parse::<f64>().unwrap());
        }
        let mut place = &mut out;
        for key in field.path.split('.') {
            place = place.as_object_mut().unwrap().entry(key).or_insert_with(|| json!({}));
        }
        *place = found;
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn logic_with_its_nulls_is_truthy_where_the_condition_is_true(case in cases(12)) {
        let fields = schema(&case.fields);
        let nulls = NullSemantics::Jsonlogic;
        let logic = match to_jsonlogic(&policy(&case.condition), &read(&fields), nulls) {
            Ok(logic) => logic,
            Err(error) => {
                prop_assert!(is_unsupported(&error), "{error:?}");
                return Ok(());
            }
        };
        let there = compile(&case.condition, &fields).unwrap();
        // And read again, it has two values: true where the logic is truthy, else false.
        let back = from_jsonlogic(&logic, &read(&fields), nulls).unwrap();
        let back = compile(&written(&back), &fields);
        for record in &case.records {
            let record = nested(&case, record);
            let answer = there.matches(&value(&record), None).unwrap();
            let by_logic = logic::is_truthy(&logic::apply(&plain(&logic), &record));
            prop_assert_eq!(answer == Some(true), by_logic, "{} {}", plain(&logic), &record);
            // Guards make it deeper than conditions may be, now and then.
            if let Ok(back) = &back {
                prop_assert_eq!(back.matches(&value(&record), None).unwrap(), Some(by_logic));
            }
        }
    }

    #[test]
    fn plain_logic_with_its_nulls_answers_what_javascript_does(case in cases(12)) {
        // As strict logic is written, without tests of null around it.
        let fields = schema(&case.fields);
        let strict = NullSemantics::Strict;
        let Ok(logic) = to_jsonlogic(&policy(&case.condition), &read(&fields), strict) else {
            return Ok(());
        };
        let Ok(condition) = from_jsonlogic(&logic, &read(&fields), NullSemantics::Jsonlogic) else {
            return Ok(());
        };
        let condition = compile(&written(&condition), &fields).unwrap();
        for record in &case.records {
            let record = nested(&case, record);
            if plain(&logic).to_string().contains("startsWith") {
                continue;
            }
            let by_logic = logic::is_truthy(&logic::apply(&plain(&logic), &record));
            let answer = condition.matches(&value(&record), None).unwrap();
            prop_assert_eq!(answer, Some(by_logic), "{} {}", plain(&logic), &record);
        }
    }

    #[test]
    fn strict_logic_comes_back_as_the_same_condition(case in cases(8)) {
        let fields = schema(&case.fields);
        let strict = NullSemantics::Strict;
        match to_jsonlogic(&policy(&case.condition), &read(&fields), strict) {
            Ok(logic) => {
                let back = from_jsonlogic(&logic, &read(&fields), strict).unwrap();
                agree(&case, &fields, &written(&back))?;
            }
            Err(error) => prop_assert!(is_unsupported(&error), "{error:?}"),
        }
    }

    #[test]
    fn queries_come_back_as_the_same_condition(case in cases(8)) {
        let fields = schema(&case.fields);
        match to_query_builder(&policy(&case.condition), &read(&fields)) {
            Ok(query) => {
                let back = from_query_builder(&query, &read(&fields)).unwrap();
                agree(&case, &fields, &written(&back))?;
            }
            Err(error) => prop_assert!(is_unsupported(&error), "{error:?}"),
        }
    }
}

/// A condition that came back answers the same, unknown for unknown.
fn agree(case: &Case, fields: &Json, back: &Json) -> Result<(), TestCaseError> {
    let (there, back) = (compile(&case.condition, fields).unwrap(), compile(back, fields).unwrap());
    for record in &case.records {
        let record = value(record);
        prop_assert_eq!(
            there.matches(&record, Some(case.now)).unwrap(),
            back.matches(&record, Some(case.now)).unwrap()
        );
    }
    Ok(())
}

fn fields() -> Json {
    json!({
        "agreed": "bool",
        "doctors": "int",
        "planned": "int",
        "km": "number",
        "amount": "decimal",
        "name": "string",
        "kind": { "type": "enum", "values": ["demo", "call"] },
        "opened": "date",
        "seen_at": "instant",
        "mail": { "type": "string", "empty_is_missing": true },
        "contacts": { "type": "list", "items": { "role": "string" } },
    })
}

fn problems(error: &Error) -> Vec<(String, String)> {
    error.problems().iter().map(|p| (p.code.to_string(), p.path.clone())).collect()
}

/// All operators of jsonlogic.com, with arguments of every kind, wherever they stand.
#[test]
fn logic_of_any_kind_is_refused_or_answers_what_javascript_does() {
    const OPERATORS: [&str; 33] = [
        "==",
        "===",
        "!=",
        "!==",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "and",
        "or",
        "!",
        "!!",
        "if",
        "?:",
        "max",
        "min",
        "+",
        "-",
        "*",
        "/",
        "%",
        "map",
        "reduce",
        "filter",
        "all",
        "none",
        "some",
        "merge",
        "cat",
        "substr",
        "missing",
        "missing_some",
    ];
    let fields = json!({
        "agreed": "bool", "doctors": "int", "planned": "int", "km": "number", "name": "string",
        "kind": { "type": "enum", "values": ["demo", "call"] },
        "contacts": { "type": "list", "items": { "role": "string" } },
    });
    let names = ["agreed", "doctors", "km", "name", "kind", "contacts", "nobody", ""];
    let vars = names.map(|name| json!({ "var": name }));
    let others = [
        json!({ "var": ["doctors", 1] }),
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(""),
        json!("a"),
        json!("1"),
        json!("demo"),
        json!([]),
        json!([1, 2]),
        json!(["a", "demo"]),
        json!([null]),
        json!({ "==": [{ "var": "planned" }, 1] }),
    ];
    let arguments: Vec<Json> = vars.into_iter().chain(others).collect();
    let records = [
        json!({}),
        json!({ "agreed": null, "doctors": null, "km": null, "name": null, "kind": null, "contacts": null }),
        json!({ "agreed": false, "doctors": 0, "planned": 1, "km": 0, "name": "", "kind": "call", "contacts": [] }),
        json!({ "agreed": true, "doctors": 1, "planned": 0, "km": 0.5, "name": "a", "kind": "demo", "contacts": [{ "role": "a" }] }),
        json!({ "agreed": true, "doctors": -1, "planned": 1, "km": -1, "name": "demo", "contacts": [] }),
    ];
    let schema = read(&fields);
    let mut accepted = 0;
    let mut check = |logic: Json| {
        for nulls in [NullSemantics::Strict, NullSemantics::Jsonlogic] {
            let condition = match from_jsonlogic(&value(&logic), &schema, nulls) {
                Ok(condition) => condition,
                Err(error) => {
                    assert!(
                        error.problems().iter().all(|one| one.path.starts_with("$.logic")),
                        "{error:?}"
                    );
                    continue;
                }
            };
            let condition = compile(&written(&condition), &fields).unwrap();
            accepted += 1;
            for record in &records {
                let answer = condition.matches(&value(record), None).unwrap();
                // What is missing is unknown to strict logic, and null to JavaScript.
                if let Some(answer) = answer {
                    let by_logic = logic::is_truthy(&logic::apply(&logic, record));
                    assert_eq!(answer, by_logic, "{logic} {record} {nulls:?}");
                } else {
                    assert_eq!(nulls, NullSemantics::Strict, "{logic} {record}");
                }
            }
        }
    };
    for operator in OPERATORS {
        for one in &arguments {
            check(json!({ operator: one }));
            check(json!({ operator: [one] }));
            for other in &arguments {
                check(json!({ operator: [one, other] }));
            }
            for (low, high) in [(json!(0), json!(1)), (json!("a"), json!("b"))] {
                check(json!({ operator: [low, one, high] }));
                check(json!({ operator: [one, low, high] }));
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
}

#[test]
fn logic_becomes_the_condition_that_it_says() {
    let var = |path: &str| json!({ "var": path });
    for (logic, expected) in [
        (json!({ "==": [var("doctors"), 5] }), json!({ "field": "doctors", "eq": 5 })),
        (json!({ "==": [var("doctors"), "5"] }), json!({ "field": "doctors", "eq": 5 })),
        (json!({ "===": [5, var("doctors")] }), json!({ "field": "doctors", "eq": 5 })),
        (json!({ "!==": [var("name"), "a"] }), json!({ "field": "name", "ne": "a" })),
        (json!({ "<": [5, var("km")] }), json!({ "field": "km", "gt": 5 })),
        (json!({ "<=": [1, var("km"), 2.5] }), json!({ "field": "km", "between": [1, 2.5] })),
        (
            json!({ "<": [1, var("km"), 2] }),
            json!({ "all": [{ "field": "km", "gt": 1 }, { "field": "km", "lt": 2 }] }),
        ),
        (json!({ "==": [var("name"), null] }), json!({ "field": "name", "is_null": true })),
        (json!({ "!=": [null, var("name")] }), json!({ "field": "name", "not_null": true })),
        (json!({ "in": [var("kind"), ["demo"]] }), json!({ "field": "kind", "in": ["demo"] })),
        (json!({ "in": ["ann", var("name")] }), json!({ "field": "name", "contains": "ann" })),
        (json!({ "!": { "var": "agreed" } }), json!({ "not": { "field": "agreed", "eq": true } })),
        (json!({ "!!": [var("agreed")] }), json!({ "field": "agreed", "eq": true })),
        (json!({ "var": ["agreed"] }), json!({ "field": "agreed", "eq": true })),
        (json!({ "==": [var("agreed"), 1] }), json!({ "field": "agreed", "eq": true })),
        (
            json!({ ">=": [var("doctors"), var("planned")] }),
            json!({ "field": "doctors", "ge": { "field": "planned" } }),
        ),
        (json!({ "or": [true, false] }), json!({ "any": [{ "all": [] }, { "any": [] }] })),
        (
            json!({ ">": [var("opened"), "2026-01-01"] }),
            json!({ "field": "opened", "gt": "2026-01-01" }),
        ),
    ] {
        let found =
            from_jsonlogic(&value(&logic), &read(&fields()), NullSemantics::Strict).unwrap();
        assert_eq!(written(&found), expected, "{logic}");
    }
}

#[test]
fn what_logic_says_otherwise_is_refused_with_its_path() {
    let unsupported = "unsupported_construct";
    let var = |path: &str| json!({ "var": path });
    for (logic, code, path) in [
        (json!({ "+": [1, 2] }), unsupported, "$.logic[\"+\"]"),
        (json!({ "if": [true, true, false] }), unsupported, "$.logic.if"),
        (json!(5), unsupported, "$.logic"),
        (json!([]), unsupported, "$.logic"),
        (json!({ "and": [] }), unsupported, "$.logic.and"),
        (json!({ "==": [1, 1] }), unsupported, "$.logic[\"==\"]"),
        (json!({ "==": [var("doctors")] }), unsupported, "$.logic[\"==\"]"),
        (json!({ ">": [3, var("km"), 1] }), unsupported, "$.logic[\">\"]"),
        (
            json!({ "==": [{ "%": [var("doctors"), 2] }, 0] }),
            unsupported,
            "$.logic[\"==\"][0][\"%\"]",
        ),
        (json!({ "==": [{ "var": ["doctors", 5] }, 0] }), unsupported, "$.logic[\"==\"][0].var"),
        (json!({ "==": [var("now"), 0] }), unsupported, "$.logic[\"==\"][0].var"),
        (json!({ "<": [var("doctors"), null] }), unsupported, "$.logic[\"<\"]"),
        (json!({ "!": [var("doctors")] }), unsupported, "$.logic[\"!\"][0].var"),
        (json!({ "in": ["", var("name")] }), unsupported, "$.logic.in"),
        (json!({ "in": [var("name"), "anna"] }), unsupported, "$.logic.in"),
        (json!({ "in": [var("kind"), ["demo", null]] }), unsupported, "$.logic.in"),
        (json!({ "some": [var("contacts"), true] }), unsupported, "$.logic.some"),
        (json!({ "===": [var("doctors"), "5"] }), "wrong_type", "$.logic[\"===\"]"),
        (json!({ "in": [var("doctors"), ["5"]] }), "wrong_type", "$.logic.in"),
        (json!({ "==": [var("doctors"), "five"] }), "wrong_type", "$.logic[\"==\"]"),
        (json!({ "<": [var("name"), "b"] }), "wrong_operator", "$.logic[\"<\"]"),
        (json!({ "==": [var("kind"), "cal"] }), "unknown_value", "$.logic[\"==\"]"),
        (
            json!({ "or": [true, { "==": [var("doctros"), 1] }] }),
            "unknown_field",
            "$.logic.or[1][\"==\"][0].var",
        ),
    ] {
        let error =
            from_jsonlogic(&value(&logic), &read(&fields()), NullSemantics::Strict).unwrap_err();
        assert_eq!(problems(&error), [(code.to_owned(), path.to_owned())], "{logic}");
    }
    for (logic, path) in [
        (json!({ "<": [var("seen_at"), "2026-11-20T09:00:00Z"] }), "$.logic[\"<\"]"),
        (json!({ "==": [var("mail"), ""] }), "$.logic[\"==\"][0].var"),
    ] {
        let error =
            from_jsonlogic(&value(&logic), &read(&fields()), NullSemantics::Jsonlogic).unwrap_err();
        assert_eq!(problems(&error), [(unsupported.to_owned(), path.to_owned())], "{logic}");
        from_jsonlogic(&value(&logic), &read(&fields()), NullSemantics::Strict).unwrap();
    }
}

#[test]
fn missing_is_unknown_or_null() {
    let logic = value(&json!({ ">": [{ "var": "doctors" }, -1] }));
    let answer = |nulls| {
        let condition = from_jsonlogic(&logic, &read(&fields()), nulls).unwrap();
        compile(&written(&condition), &fields()).unwrap().matches(&value(&json!({})), None).unwrap()
    };
    assert_eq!(answer(NullSemantics::Strict), None);
    assert_eq!(answer(NullSemantics::Jsonlogic), Some(true));
}

#[test]
fn queries_become_the_condition_that_they_say() {
    let rule = |field: &str, operator: &str, value: Json| json!({ "id": "r", "field": field, "operator": operator, "valueSource": "value", "value": value });
    for (rule, expected) in [
        (rule("doctors", "=", json!("5")), json!({ "field": "doctors", "eq": 5 })),
        (rule("doctors", "!=", json!(5)), json!({ "field": "doctors", "ne": 5 })),
        (rule("km", "<", json!("2.5")), json!({ "field": "km", "lt": 2.5 })),
        (rule("amount", ">=", json!("0.50")), json!({ "field": "amount", "ge": 0.5 })),
        (rule("agreed", "=", json!("true")), json!({ "field": "agreed", "eq": true })),
        (rule("name", "contains", json!("5")), json!({ "field": "name", "contains": "5" })),
        (
            rule("name", "doesNotContain", json!("a")),
            json!({ "not": { "field": "name", "contains": "a" } }),
        ),
        (rule("name", "beginsWith", json!("a")), json!({ "field": "name", "starts_with": "a" })),
        (
            rule("name", "doesNotBeginWith", json!("a")),
            json!({ "not": { "field": "name", "starts_with": "a" } }),
        ),
        (rule("name", "null", json!("")), json!({ "field": "name", "is_null": true })),
        (rule("name", "notNull", json!(null)), json!({ "field": "name", "not_null": true })),
        (rule("doctors", "in", json!("1, 2,")), json!({ "field": "doctors", "in": [1, 2] })),
        (rule("kind", "notIn", json!(["demo"])), json!({ "field": "kind", "not_in": ["demo"] })),
        (
            rule("doctors", "between", json!("1,3")),
            json!({ "field": "doctors", "between": [1, 3] }),
        ),
        // The editor's exports put two numbers in order, whoever types the larger one first.
        (
            rule("doctors", "between", json!("10,9")),
            json!({ "field": "doctors", "between": [9, 10] }),
        ),
        (
            rule("doctors", "notBetween", json!([3, 1])),
            json!({ "not": { "field": "doctors", "between": [1, 3] } }),
        ),
        (
            rule("opened", "notBetween", json!(["2026-01-01", "2026-12-31"])),
            json!({ "not": { "field": "opened", "between": ["2026-01-01", "2026-12-31"] } }),
        ),
        (
            json!({ "field": "doctors", "operator": "<", "value": "planned", "valueSource": "field" }),
            json!({ "field": "doctors", "lt": { "field": "planned" } }),
        ),
    ] {
        let query = json!({ "id": "root", "combinator": "and", "not": false, "rules": [rule] });
        let found = from_query_builder(&value(&query), &read(&fields())).unwrap();
        assert_eq!(written(&found), json!({ "all": [expected] }), "{query}");
    }
    let [a, b, c] = ["1", "2", "3"].map(|digit| rule("doctors", "=", json!(digit)));
    let query = json!({ "rules": [a, "and", b, "or", c], "not": true });
    let found = from_query_builder(&value(&query), &read(&fields())).unwrap();
    let [a, b, c] = [1, 2, 3].map(|number| json!({ "field": "doctors", "eq": number }));
    assert_eq!(written(&found), json!({ "not": { "any": [{ "all": [a, b] }, c] } }));
}

#[test]
fn what_queries_say_otherwise_is_refused_with_its_path() {
    let unsupported = "unsupported_construct";
    for (rule, code, path) in [
        (
            json!({ "field": "name", "operator": "endsWith", "value": "a" }),
            unsupported,
            ".operator",
        ),
        (json!({ "field": "name", "operator": "like", "value": "a" }), unsupported, ".operator"),
        (
            json!({ "field": "name", "operator": "=", "value": "a", "muted": true }),
            unsupported,
            ".muted",
        ),
        (
            json!({ "field": "contacts", "operator": "=", "value": "a", "match": { "mode": "all" } }),
            unsupported,
            ".match",
        ),
        (
            json!({ "field": "name", "operator": "=", "value": "a", "valueSource": "sql" }),
            unsupported,
            ".valueSource",
        ),
        (
            json!({ "field": "name", "operator": "contains", "value": "name", "valueSource": "field" }),
            unsupported,
            ".value",
        ),
        (json!({ "field": "doctors", "operator": "=", "value": "" }), "wrong_type", ".value"),
        (json!({ "field": "doctors", "operator": "=", "value": "five" }), "wrong_type", ".value"),
        (
            json!({ "field": "doctors", "operator": "in", "value": ["1", "x"] }),
            "wrong_type",
            ".value[1]",
        ),
        (json!({ "field": "doctors", "operator": "between", "value": "1" }), "wrong_length", ""),
        (json!({ "field": "agreed", "operator": "=", "value": "yes" }), "wrong_type", ".value"),
        (json!({ "field": "name", "operator": "in", "value": "a\\,b" }), unsupported, ".value"),
        (
            json!({ "field": "seen_at", "operator": ">", "value": "2026-11-20T09:00:00" }),
            "naive_time",
            "",
        ),
        (json!({ "field": "kind", "operator": "=", "value": "cal" }), "unknown_value", ""),
        (json!({ "field": "doctros", "operator": "=", "value": "1" }), "unknown_field", ".field"),
        (json!({ "field": "name", "value": "1" }), "missing_key", ".operator"),
        (json!({ "combinator": "and", "rules": [] }), "empty", ".rules"),
        (
            json!({ "combinator": "xor", "rules": [{ "field": "name", "operator": "null" }] }),
            unsupported,
            ".combinator",
        ),
        (json!("and"), "wrong_type", ""),
    ] {
        let query = json!({ "combinator": "and", "rules": [rule] });
        let error = from_query_builder(&value(&query), &read(&fields())).unwrap_err();
        assert_eq!(
            problems(&error),
            [(code.to_owned(), format!("$.query.rules[0]{path}"))],
            "{query}"
        );
    }
}

#[test]
fn conditions_that_others_have_no_words_for_are_refused_with_their_path() {
    for (condition, path) in [
        (json!({ "all": [{ "field": "seen_at", "within": "1h" }] }), "$.condition.all[0].within"),
        (
            json!({ "not": { "field": "contacts", "any_of": { "field": "role", "eq": "x" } } }),
            "$.condition.not.any_of",
        ),
        (json!({ "field": "now", "gt": "2026-11-20T09:00:00Z" }), "$.condition.field"),
        (json!({ "field": "seen_at", "gt": { "field": "now" } }), "$.condition.gt.field"),
    ] {
        let expected = [("unsupported_construct".to_owned(), path.to_owned())];
        let (condition, schema) = (policy(&condition), read(&fields()));
        let logic = to_jsonlogic(&condition, &schema, NullSemantics::Strict).unwrap_err();
        assert_eq!(problems(&logic), expected);
        assert_eq!(problems(&to_query_builder(&condition, &schema).unwrap_err()), expected);
    }
    // Never met, but an editor would read it as the numbers from 1 to 3.
    let reversed = policy(&json!({ "any": [{ "field": "doctors", "between": [3, 1] }] }));
    let expected = [("unsupported_construct".to_owned(), "$.condition.any[0].between".to_owned())];
    assert_eq!(problems(&to_query_builder(&reversed, &read(&fields())).unwrap_err()), expected);
    let broken = policy(&json!({ "all": [{ "field": "doctors", "ge": "5" }] }));
    let expected = [("wrong_type".to_owned(), "$.condition.all[0].ge".to_owned())];
    let error = to_jsonlogic(&broken, &read(&fields()), NullSemantics::Strict).unwrap_err();
    assert_eq!(problems(&error), expected);
    assert_eq!(problems(&to_query_builder(&broken, &read(&fields())).unwrap_err()), expected);
}

#[test]
fn logic_and_queries_of_any_depth_are_refused_as_too_deep() {
    let mut logic = Value::Bool(true);
    let mut query = value(&json!({ "field": "name", "operator": "null" }));
    for _ in 0..2000 {
        logic = Value::Map(vec![("!".to_owned(), Value::List(vec![logic]))]);
        query = Value::Map(vec![
            ("combinator".to_owned(), Value::Text("and".to_owned())),
            ("rules".to_owned(), Value::List(vec![query])),
        ]);
    }
    let schema = read(&fields());
    for nulls in [NullSemantics::Strict, NullSemantics::Jsonlogic] {
        assert_eq!(problems(&from_jsonlogic(&logic, &schema, nulls).unwrap_err())[0].0, "too_deep");
    }
    let error = from_query_builder(&query, &schema).unwrap_err();
    assert_eq!(problems(&error)[0].0, "too_deep");
}
