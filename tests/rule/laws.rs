//! What holds of every condition.

use fieldbeat::Shaped;
use fieldbeat::rule::{Condition, ConditionPolicy, Explanation, Schema};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::naive::{World, all, counts};
use crate::world::{Case, Field, cases, schema};
use crate::{compile, moscow, value};

/// The JSON of a node at a path such as `$.json.all[0].not`, and the fields that it stands among.
fn node_at<'c>(case: &'c Case, path: &str) -> (&'c Json, Vec<&'c Field>, Option<&'c Field>) {
    let steps = path.strip_prefix("$.json").unwrap().replace('[', ".").replace(']', "");
    let (mut node, mut list) = (&case.condition, None);
    for step in steps.split('.').filter(|step| !step.is_empty()) {
        if ["any_of", "all_of", "count_of"].contains(&step) {
            list = case.fields.iter().find(|field| node["field"] == field.path);
        }
        node = match step.parse::<usize>() {
            Ok(index) => &node[index],
            Err(_) => &node[step],
        };
    }
    let fields =
        list.map_or_else(|| case.fields.iter().collect(), |list| list.items.iter().collect());
    (node, fields, list)
}

/// The answer that the leaves of an explanation have together, and how many of them were used.
fn recombined(
    condition: &Json,
    fields: &[Field],
    record: &Json,
    told: &mut &[Told],
) -> Option<bool> {
    for (key, is_any) in [("all", false), ("any", true)] {
        let Some(parts) = condition.get(key) else { continue };
        let parts = parts.as_array().unwrap().iter();
        let answers: Vec<_> = parts
            .map(|part| recombined(part, fields, record, told).map(|yes| yes != is_any))
            .collect();
        return all(&answers).map(|yes| yes != is_any);
    }
    if let Some(part) = condition.get("not") {
        return recombined(part, fields, record, told).map(|yes| !yes);
    }
    let (leaf, rest) = told.split_first().unwrap();
    *told = rest;
    let field = condition["field"].as_str().unwrap();
    assert!(leaf.field.ends_with(field), "{} {field}", leaf.field);
    let inner = ["any_of", "all_of", "count_of"]
        .into_iter()
        .find_map(|operator| Some((operator, condition.get(operator)?)));
    let Some((operator, inner)) = inner else { return leaf.answer };
    let list = fields.iter().find(|known| known.path == field).unwrap();
    let found = record
        .get(field)
        .or_else(|| field.split('.').try_fold(record, |value, key| value.get(key)));
    let items = found.and_then(Json::as_array);
    let Some(items) = items.filter(|items| !(list.empty_is_missing && items.is_empty())) else {
        assert_eq!(leaf.answer, None);
        return None;
    };
    let answers: Vec<_> =
        items.iter().map(|item| recombined(inner, &list.items, item, told)).collect();
    let met = answers.iter().filter(|answer| **answer == Some(true)).count();
    assert_eq!(leaf.value, json!(met));
    assert_eq!(counts(condition, operator, &answers), leaf.answer);
    leaf.answer
}

/// A leaf as it is explained.
struct Told {
    field: String,
    value: Json,
    answer: Option<bool>,
}

fn told(explanation: &Explanation) -> Vec<Told> {
    let leaf = |leaf: &fieldbeat::rule::LeafAnswer| Told {
        field: leaf.field.clone(),
        value: serde_json::to_value(&leaf.value).unwrap(),
        answer: leaf.answer,
    };
    explanation.leaves.iter().map(leaf).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_answer_is_what_its_json_says(case in cases(12)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        let calendar = moscow();
        let world = World { now: case.now, calendar: &calendar };
        for record in &case.records {
            let answer = condition.matches(&value(record), Some(case.now)).unwrap();
            let expected = world.answer(&case.condition, &case.fields, record);
            prop_assert_eq!(answer, expected, "{} {}", &case.condition, record);
        }
    }

    #[test]
    fn an_explanation_says_what_was_answered_and_its_leaves_add_up(case in cases(6)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        for record in &case.records {
            let explanation = condition.explain(&value(record), Some(case.now)).unwrap();
            let answer = condition.matches(&value(record), Some(case.now)).unwrap();
            prop_assert_eq!(explanation.answer, answer);
            let leaves = told(&explanation);
            let mut rest = &leaves[..];
            let together = recombined(&case.condition, &case.fields, record, &mut rest);
            prop_assert_eq!(together, answer, "{} {}", &case.condition, record);
            prop_assert!(rest.is_empty(), "{} leaves too many", rest.len());
            let unknown = leaves.iter().any(|leaf| leaf.answer.is_none());
            prop_assert_eq!(unknown, !explanation.missing.is_empty());
        }
    }

    #[test]
    fn what_is_never_true_never_matches_and_what_is_always_true_never_fails(case in cases(24)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        let calendar = moscow();
        let world = World { now: case.now, calendar: &calendar };
        for warning in condition.warnings() {
            if warning.code == "all_of_empty" {
                continue;
            }
            let (node, fields, list) = node_at(&case, &warning.path);
            let fields: Vec<Field> = fields.into_iter().cloned().collect();
            let inner = |record: &Json| {
                let path = list.map(|list| list.path)?;
                record
                    .get(path)
                    .or_else(|| path.split('.').try_fold(record, |value, key| value.get(key)))
                    .and_then(Json::as_array)
                    .cloned()
            };
            let records: Vec<Json> = match list {
                None => case.records.clone(),
                Some(_) => case.records.iter().filter_map(inner).flatten().collect(),
            };
            for record in &records {
                let answer = world.answer(node, &fields, record);
                let excluded = if warning.code == "never_true" { Some(true) } else { Some(false) };
                prop_assert_ne!(answer, excluded, "{} at {}: {}", warning.code, warning.path, record);
            }
        }
    }

    #[test]
    fn a_condition_reads_what_it_writes(case in cases(1)) {
        let fields = schema(&case.fields);
        let condition = compile(&case.condition, &fields).unwrap();
        let (policy, schema) = (condition.policy(), condition.schema());
        let written = policy.to_json().unwrap();
        prop_assert_eq!(&ConditionPolicy::from_json(&written).unwrap(), policy);
        let written = schema.to_json().unwrap();
        prop_assert_eq!(&Schema::from_json(&written).unwrap(), schema);
        let again = Condition::new(policy, schema, condition.calendar()).unwrap();
        prop_assert_eq!(&again, &condition);
    }

    #[test]
    fn only_the_fields_that_are_listed_are_read(case in cases(6)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        let listed = condition.fields();
        for record in &case.records {
            let mut other = record.clone();
            for field in &case.fields {
                if !listed.iter().any(|path| path == field.path) {
                    // Not even of its type.
                    other[field.path] = json!({ "hostile": [1, "x"] });
                }
            }
            let now = Some(case.now);
            prop_assert_eq!(
                condition.matches(&value(&other), now).unwrap(),
                condition.matches(&value(record), now).unwrap()
            );
        }
    }
}
