//! Every kind of policy is linted and described, and every reason that anything gives has its words.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use fieldbeat::catalog::{Language, all_reasons, lint, operations, policies, reason_text, schema};
use fieldbeat::shape::{RecordShape, Shape, Shaped, Value};
use fieldbeat::{Facts, Reason};
use fieldbeat_tests::project;
use fieldbeat_tests::vector::{Outcome, Suite, files};
use serde_json::Value as Json;

/// Policies of engines that are no kind: they hold how an answer is wanted, and no rules of a firm.
const NO_KINDS: [&str; 1] = ["IndexPolicy"];

/// The objects that a policy of a kind may be, by name.
fn roots(kind: &str) -> Vec<(String, Json)> {
    let schema = serde_json::to_value(schema(kind).unwrap()).unwrap();
    let mut roots = Vec::new();
    let mut open = vec![(String::new(), &schema)];
    while let Some((name, node)) = open.pop() {
        if let Some(path) = node["$ref"].as_str() {
            let name = path.strip_prefix("#/$defs/").unwrap();
            open.push((name.to_owned(), &schema["$defs"][name]));
        } else if let Some(choices) = node["anyOf"].as_array() {
            open.extend(choices.iter().map(|choice| (String::new(), choice)));
        } else if node["properties"].is_object() {
            roots.push((name, node.clone()));
        }
    }
    roots
}

/// What is found in a policy that is nothing but one key.
fn found(kind: &str, key: &str) -> Vec<(String, String)> {
    let policy = Value::Map(vec![(key.to_owned(), Value::Map(Vec::new()))]);
    let found = lint(kind, &policy).unwrap().problems;
    found.into_iter().map(|problem| (problem.code, problem.path)).collect()
}

#[test]
fn lint_and_schema_know_the_same_keys_of_every_kind() {
    for kind in policies() {
        let roots = roots(kind);
        assert!(!roots.is_empty(), "{kind}");
        for (name, root) in roots {
            assert_eq!(root["additionalProperties"], false, "{kind}: {name}");
            for key in root["properties"].as_object().unwrap().keys() {
                let unknown = |key: &str| ("unknown_key".to_owned(), format!("$.policy.{key}"));
                assert!(!found(kind, key).contains(&unknown(key)), "{kind}: {key}");
                let slip = format!("{key}_x");
                assert!(found(kind, &slip).contains(&unknown(&slip)), "{kind}: {slip}");
            }
        }
    }
}

#[test]
fn what_is_no_policy_at_all_is_told_of_every_kind() {
    for kind in policies() {
        for policy in [Value::Null, Value::Int(1), Value::Text("policy".to_owned())] {
            let problems = lint(kind, &policy).unwrap().problems;
            assert!(problems.iter().any(|problem| problem.path == "$.policy"), "{kind} {policy:?}");
        }
    }
}

/// The records that a shape is, or may be.
fn records(shape: &Shape) -> Vec<RecordShape> {
    match shape {
        Shape::Record(record) => vec![*record],
        Shape::Optional(inner) | Shape::List(inner) => records(inner),
        Shape::Either { shapes, .. } => shapes.iter().flat_map(records).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn whatever_is_called_a_policy_by_an_operation_is_of_a_kind() {
    let kinds: BTreeSet<String> =
        policies().iter().flat_map(|kind| roots(kind)).map(|(name, _)| name).collect();
    let mut asked = BTreeSet::new();
    for operation in operations() {
        for field in ((operation.arguments)().fields)() {
            if field.key.split('_').any(|word| word == "policy") {
                let named = records(&field.shape).into_iter().filter(|record| record.policy);
                asked.extend(named.map(|record| record.name.to_owned()));
            }
        }
    }
    assert!(asked.len() > 10, "{asked:?}");
    let without: Vec<_> = asked.difference(&kinds).collect();
    assert_eq!(without, NO_KINDS, "a line in core/src/catalog/policies.rs");
}

/// Every `.rs` file under `folder`, as lines of code.
fn sources(folder: &Path, read: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, read);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            read(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// What stands between the first two quotes.
fn quoted(line: &str) -> Option<&str> {
    line.split('"').nth(1)
}

#[test]
fn every_code_that_the_source_declares_has_words_in_the_catalog() {
    let known: BTreeSet<&str> = all_reasons().iter().map(|texts| texts.code).collect();
    assert_eq!(known.len(), all_reasons().len(), "two texts of one code");
    let (mut declared, mut written) = (BTreeSet::new(), Vec::new());
    sources(&project().join("core/src"), &mut |path, text| {
        let shown = path.display();
        let is_list = text.contains("\nreasons! {") || text.contains("\n    reasons! {");
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            // `NAME = "code":`
            if is_list && line.ends_with("\":") {
                declared.extend(quoted(line).map(str::to_owned));
            }
            // A code that is written where it is used is in no list.
            for (_, after) in line.match_indices("Reason::new(").map(|(at, _)| line.split_at(at)) {
                let argument = after.trim_start_matches("Reason::new(");
                written.extend(argument.starts_with('"').then(|| format!("{shown}: {line}")));
            }
        }
    });
    assert!(declared.len() > 100, "{}", declared.len());
    let declared: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
    assert_eq!(declared, known);
    assert_eq!(written, Vec::<String>::new());
}

/// All that a recorded answer gives as reasons, evidence or flags: a code with its facts.
fn reasons(value: &Value, found: &mut Vec<Reason>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| reasons(item, found)),
        Value::Map(entries) => {
            if let (Some(Value::Text(code)), Some(facts)) = (value.get("code"), value.get("facts"))
            {
                let facts = Facts::from_value(facts).unwrap();
                // What is wrong with an input has no facts, but a message of its own.
                if value.get("message").is_none() || !facts.0.is_empty() {
                    found.push(Reason { facts, ..Reason::new(code) });
                }
            }
            let others = entries.iter().filter(|(key, _)| key != "problems");
            others.for_each(|(_, value)| reasons(value, found));
        }
        _ => {}
    }
}

#[test]
fn every_reason_that_was_recorded_reads_as_a_sentence_without_holes() {
    let mut given = BTreeSet::new();
    for file in files(&project().join("tests/vectors")).unwrap() {
        let suite = Suite::read(&file).unwrap();
        for vector in &suite.vectors {
            let mut found = Vec::new();
            if let Some(Outcome::Output(answer)) = &vector.recorded {
                reasons(answer, &mut found);
            }
            for reason in found {
                let texts = all_reasons().into_iter().find(|texts| texts.code == reason.code);
                let shown = format!("{}: {}: {reason:?}", file.display(), vector.name);
                let texts = texts.unwrap_or_else(|| panic!("no text: {shown}"));
                for (language, text) in [(Language::En, texts.en), (Language::Ru, texts.ru)] {
                    assert!(!reason_text(&reason, language).contains('{'), "{shown}");
                    for hole in text.split('{').skip(1) {
                        let (name, _) = hole.split_once('}').unwrap();
                        let is_told = reason.facts.0.iter().any(|(fact, _)| fact == name);
                        assert!(is_told, "no fact {name}: {shown}");
                    }
                }
                given.insert(reason.code);
            }
        }
    }
    assert!(given.len() > 100, "{given:?}");
}
