//! Conditions from queries of react-querybuilder.

use super::compile::MAX_DEPTH;
use super::exchange::{
    all, any, checked, each, field, finished, is_missing, is_number, is_reversed, is_there, known,
    leaf, not, number, unsupported,
};
use super::field::Kind;
use super::policy::ConditionPolicy;
use super::schema::Schema;
use crate::Result;
use crate::shape::{Reader, Shaped, Value};

/// A condition that says what a query of react-querybuilder 8 says: groups (`RuleGroupType`), also with
/// combinators between their rules (`RuleGroupTypeIC`, where `and` binds closer than `or`).
///
/// Operators: `=` `!=` `<` `>` `<=` `>=` `contains` `doesNotContain` `beginsWith` `doesNotBeginWith`
/// `null` `notNull` `in` `notIn` `between` `notBetween`; with `valueSource: "field"` comparisons and
/// `between`. Editors write texts: the schema says that `"5"` is 5 and `"true"` is true, and that
/// `"a, b"` of `in` are two values, and the two numbers of `between` stand in order, as in the editor's
/// own exports. What is missing is unknown, as in SQL.
///
/// # Errors
/// `unsupported_construct` of what conditions have no words for: `endsWith`, own operators,
/// `match`, `muted`, other keys; `empty` of a group without rules; what
/// [`Condition::new`](super::Condition::new) refuses; with paths under `$.query`.
///
/// # Example
/// ```
/// use fieldbeat::rule::{Schema, from_query_builder};
/// use fieldbeat::shape::{Shaped, Value};
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
/// let query = Value::from_json(
///     r#"{"combinator": "or", "rules": [{"field": "doctors_met", "operator": ">=", "value": "5"}]}"#,
/// )?;
/// let condition = from_query_builder(&query, &schema)?;
/// assert_eq!(condition.to_json()?, r#"{"any":[{"field":"doctors_met","ge":5}]}"#);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn from_query_builder(query: &Value, schema: &Schema) -> Result<ConditionPolicy> {
    let import = Import { schema };
    let mut at = Reader::new();
    let node = at.within("query", |at| at.policy(|at| import.group(query, 1, at)));
    finished(node, "query", at, schema)
}

struct Import<'s> {
    schema: &'s Schema,
}

/// A rule's operator: ours, and whether it is denied.
const OPERATORS: [(&str, &str, bool); 16] = [
    ("=", "eq", false),
    ("!=", "ne", false),
    ("<", "lt", false),
    (">", "gt", false),
    ("<=", "le", false),
    (">=", "ge", false),
    ("contains", "contains", false),
    ("doesNotContain", "contains", true),
    ("beginsWith", "starts_with", false),
    ("doesNotBeginWith", "starts_with", true),
    ("null", "is_null", false),
    ("notNull", "not_null", false),
    ("in", "in", false),
    ("notIn", "not_in", false),
    ("between", "between", false),
    ("notBetween", "between", true),
];

impl Import<'_> {
    fn group(&self, group: &Value, depth: usize, at: &mut Reader) -> Option<Value> {
        if depth > MAX_DEPTH {
            return at.limit("too_deep", format!("more than {MAX_DEPTH} levels"));
        }
        let entries =
            entries(group, &["id", "path", "disabled", "muted", "combinator", "not", "rules"], at)?;
        let is_denied = flag(group, "not", at)?;
        let rules = at.required::<Vec<Value>>(entries, "rules")?;
        if rules.is_empty() {
            return at
                .within("rules", |at| at.problem("empty", "a group without rules says nothing"));
        }
        let joined = match group.get("combinator") {
            Some(combinator) => {
                let is_and = at.within("combinator", |at| is_and(combinator, at));
                let parts =
                    at.within("rules", |at| self.parts(rules.iter().enumerate(), depth, at));
                let (is_and, parts) = (is_and?, parts?);
                if is_and { all(parts) } else { any(parts) }
            }
            None => at.within("rules", |at| self.joined(&rules, depth, at))?,
        };
        Some(if is_denied { not(joined) } else { joined })
    }

    fn parts<'v>(
        &self,
        rules: impl Iterator<Item = (usize, &'v Value)>,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Vec<Value>> {
        let (mut parts, mut is_whole) = (Vec::new(), true);
        for (index, rule) in rules {
            match at.within(index, |at| self.part(rule, depth + 1, at)) {
                Some(part) => parts.push(part),
                None => is_whole = false,
            }
        }
        is_whole.then_some(parts)
    }

    fn part(&self, rule: &Value, depth: usize, at: &mut Reader) -> Option<Value> {
        if rule.get("rules").is_some() { self.group(rule, depth, at) } else { self.rule(rule, at) }
    }

    /// Rules with combinators between them, as in `a and b or c`.
    fn joined(&self, rules: &[Value], depth: usize, at: &mut Reader) -> Option<Value> {
        if rules.len().is_multiple_of(2) {
            return at.problem("wrong_length", "expected a combinator between every two rules");
        }
        let mut alternatives = vec![Vec::new()];
        let mut is_whole = true;
        for (index, rule) in rules.iter().enumerate() {
            if index % 2 == 1 {
                match at.within(index, |at| is_and(rule, at)) {
                    Some(true) => {}
                    Some(false) => alternatives.push(Vec::new()),
                    None => is_whole = false,
                }
                continue;
            }
            match (at.within(index, |at| self.part(rule, depth + 2, at)), alternatives.last_mut()) {
                (Some(part), Some(parts)) => parts.push(part),
                _ => is_whole = false,
            }
        }
        if !is_whole {
            return None;
        }
        let mut parts: Vec<Value> = alternatives
            .into_iter()
            .map(|mut parts| match parts.pop() {
                Some(only) if parts.is_empty() => only,
                last => all(parts.into_iter().chain(last).collect()),
            })
            .collect();
        match parts.pop() {
            Some(only) if parts.is_empty() => Some(only),
            last => Some(any(parts.into_iter().chain(last).collect())),
        }
    }

    fn rule(&self, rule: &Value, at: &mut Reader) -> Option<Value> {
        const KEYS: [&str; 8] =
            ["id", "path", "disabled", "muted", "field", "operator", "value", "valueSource"];
        let entries = entries(rule, &KEYS, at)?;
        let path = at.required::<String>(entries, "field");
        let operator = at.required::<String>(entries, "operator");
        let (path, operator) = (path?, operator?);
        let kind = at.within("field", |at| known(&path, self.schema, at)).map(Kind::of);
        let known = OPERATORS.iter().find(|(theirs, ..)| *theirs == operator);
        if known.is_none() {
            at.within("operator", |at| {
                unsupported::<()>(format!("the operator \"{operator}\" has no counterpart"), at)
            });
        }
        let (kind, (_, ours, is_denied)) = (kind?, known?);
        let value = rule.get("value").unwrap_or(&Value::Null);
        let source = rule.get("valueSource").filter(|source| **source != Value::Null);
        let node = match (*ours, source) {
            ("is_null", _) => is_missing(&path),
            ("not_null", _) => is_there(&path),
            (ours, Some(Value::Text(source))) if source == "field" => {
                at.within("value", |at| self.against(&path, ours, value, at))?
            }
            (ours, None) => at.within("value", |at| valued(&path, &kind, ours, value, at))?,
            (ours, Some(Value::Text(source))) if source == "value" => {
                at.within("value", |at| valued(&path, &kind, ours, value, at))?
            }
            _ => {
                return at.within("valueSource", |at| {
                    unsupported("expected \"value\" or \"field\"", at)
                });
            }
        };
        let node = checked(node, self.schema, at)?;
        Some(if *is_denied { not(node) } else { node })
    }

    /// Comparisons with other fields.
    fn against(&self, path: &str, operator: &str, value: &Value, at: &mut Reader) -> Option<Value> {
        match operator {
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" => {
                let other = String::read(value, at)?;
                known(&other, self.schema, at)?;
                Some(leaf(path, operator, field(&other)))
            }
            "between" => {
                let names = list(value, at)?;
                let [Value::Text(low), Value::Text(high)] = names.as_slice() else {
                    return at.problem("wrong_length", "expected two fields");
                };
                known(low, self.schema, at).and(known(high, self.schema, at))?;
                Some(all(vec![leaf(path, "ge", field(low)), leaf(path, "le", field(high))]))
            }
            other => unsupported(format!("\"{other}\" is not asked of two fields"), at),
        }
    }
}

/// The entries of a group or a rule, which has only known keys and is not muted.
fn entries<'v>(
    value: &'v Value,
    keys: &[&'static str],
    at: &mut Reader,
) -> Option<&'v [(String, Value)]> {
    let entries = match value {
        Value::Map(entries) => entries,
        other => return at.mismatch("a rule or a group", other),
    };
    let problems = at.problem_count();
    for (key, _) in entries {
        if !keys.contains(&key.as_str()) {
            let message = format!("what \"{key}\" means is not known");
            at.within(key.clone(), |at| unsupported::<()>(message, at));
        }
    }
    if flag(value, "muted", at)? {
        at.within("muted", |at| unsupported::<()>("take out what is muted before", at));
    }
    (at.problem_count() == problems).then_some(entries)
}

fn flag(value: &Value, key: &'static str, at: &mut Reader) -> Option<bool> {
    match value.get(key) {
        None | Some(Value::Null) => Some(false),
        Some(flag) => at.within(key, |at| bool::read(flag, at)),
    }
}

fn is_and(combinator: &Value, at: &mut Reader) -> Option<bool> {
    match combinator {
        Value::Text(text) if text.eq_ignore_ascii_case("and") => Some(true),
        Value::Text(text) if text.eq_ignore_ascii_case("or") => Some(false),
        _ => unsupported("expected \"and\" or \"or\"", at),
    }
}

/// A leaf whose values are read as the field's.
fn valued(
    path: &str,
    kind: &Kind,
    operator: &str,
    value: &Value,
    at: &mut Reader,
) -> Option<Value> {
    let value = match operator {
        "in" | "not_in" | "between" => {
            let values = list(value, at)?;
            let mut values = each(&values, at, |value, at| typed(kind, value, at))?;
            if let ("between", [low, high]) = (operator, values.as_mut_slice())
                && is_reversed(kind, low, high)
            {
                std::mem::swap(low, high);
            }
            Value::List(values)
        }
        _ => typed(kind, value, at)?,
    };
    Some(leaf(path, operator, value))
}

/// Several values: a list, or a text with commas between them.
fn list(value: &Value, at: &mut Reader) -> Option<Vec<Value>> {
    match value {
        Value::List(values) => Some(values.clone()),
        Value::Text(text) if text.contains('\\') => {
            unsupported("values with escaped commas: take a list", at)
        }
        Value::Text(text) => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Some(parts.map(|part| Value::Text(part.to_owned())).collect())
        }
        other => at.mismatch("a list of values", other),
    }
}

/// Editors write numbers and flags as texts.
fn typed(kind: &Kind, value: &Value, at: &mut Reader) -> Option<Value> {
    match (kind, value) {
        (kind, Value::Text(text)) if is_number(kind) => {
            let read = number(text.trim());
            read.or_else(|| at.problem("wrong_type", "expected a number"))
        }
        (Kind::Bool, Value::Text(text)) => match text.as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => at.problem("wrong_type", "expected \"true\" or \"false\""),
        },
        (_, other) => Some(other.clone()),
    }
}

/// The name that react-querybuilder has for an operator.
pub(super) fn name(ours: &str) -> Option<&'static str> {
    OPERATORS
        .iter()
        .find(|(_, known, is_denied)| *known == ours && !is_denied)
        .map(|(name, ..)| *name)
}
