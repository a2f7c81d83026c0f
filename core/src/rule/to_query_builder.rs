//! Conditions as queries of react-querybuilder.

use super::compile::MAX_DEPTH;
use super::exchange::{each, is_reversed, known, map, no_counterpart, unsupported, written};
use super::field::Kind;
use super::operators::operator_names;
use super::policy::{ConditionNode, ConditionPolicy};
use super::query_builder::name;
use super::schema::Schema;
use crate::Result;
use crate::shape::{Reader, Shaped, Value};

/// A condition as a query of react-querybuilder 8 (`RuleGroupType`), to be shown and edited.
///
/// # Errors
/// `unsupported_construct` of what queries have no words for: `within`, lists, `now`, a `between` of two
/// numbers of which the larger one comes first; `empty` of a node without parts; what [`Condition::new`](super::Condition::new) refuses; with paths under
/// `$.condition`.
///
/// # Example
/// ```
/// use fieldbeat::rule::{ConditionPolicy, Schema, from_query_builder, to_query_builder};
/// use fieldbeat::shape::Value;
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
/// let condition = ConditionPolicy::from_json(r#"{"any": [{"field": "doctors_met", "ge": 5}]}"#)?;
/// let query = to_query_builder(&condition, &schema)?;
/// assert_eq!(query.get("combinator"), Some(&Value::Text("or".to_owned())));
/// assert_eq!(from_query_builder(&query, &schema)?, condition);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn to_query_builder(condition: &ConditionPolicy, schema: &Schema) -> Result<Value> {
    let export = Export { schema };
    written(condition, schema, |at| export.group(condition, 1, at))
}

struct Export<'s> {
    schema: &'s Schema,
}

impl Export<'_> {
    /// A group that says what the node does.
    fn group(&self, policy: &ConditionPolicy, depth: usize, at: &mut Reader) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let node = &*policy.0;
        if let Some(part) = &node.not {
            let part = at.within("not", |at| self.group(part, depth + 1, at))?;
            return Some(match part {
                // A group that is denied already needs another one around it.
                part if part.get("not") == Some(&Value::Bool(true)) => {
                    group("and", true, vec![part])
                }
                Value::Map(mut entries) => {
                    entries.push(("not".to_owned(), Value::Bool(true)));
                    Value::Map(entries)
                }
                other => other,
            });
        }
        for (key, combinator, parts) in [("all", "and", &node.all), ("any", "or", &node.any)] {
            let Some(parts) = parts else { continue };
            if parts.is_empty() {
                return at
                    .within(key, |at| at.problem("empty", "a group without rules says nothing"));
            }
            let rules =
                at.within(key, |at| each(parts, at, |part, at| self.rule(part, depth + 1, at)))?;
            return Some(group(combinator, false, rules));
        }
        Some(group("and", false, vec![self.leaf(node, at)?]))
    }

    /// A group, or a rule where that will do.
    fn rule(&self, policy: &ConditionPolicy, depth: usize, at: &mut Reader) -> Option<Value> {
        let node = &*policy.0;
        if node.all.is_some() || node.any.is_some() || node.not.is_some() {
            return self.group(policy, depth, at);
        }
        self.leaf(node, at)
    }

    fn leaf(&self, node: &ConditionNode, at: &mut Reader) -> Option<Value> {
        let path = node.field.as_deref()?;
        let kind = Kind::of(at.within("field", |at| known(path, self.schema, at))?);
        let mut names = operator_names(node);
        let (operator, is_alone) = (names.next()?, names.next().is_none());
        if let (Some([low, high]), true) = (node.range.as_deref(), is_alone) {
            let rules = vec![rule(path, ">=", low.clone()), rule(path, "<", high.clone())];
            return Some(group("and", false, rules));
        }
        let Some(theirs) = name(operator).filter(|_| is_alone) else {
            return no_counterpart(node, at);
        };
        let written = ConditionPolicy(Box::new(node.clone())).to_value();
        let value = written.get(operator).cloned().unwrap_or(Value::Null);
        if let ("between", Value::List(ends)) = (operator, &value)
            && let [low, high] = ends.as_slice()
            && is_reversed(&kind, low, high)
        {
            let why = "the editor puts two numbers in order: this is never met, and would be";
            return at.within(operator, |at| unsupported(why, at));
        }
        Some(match value.get("field") {
            Some(Value::Text(other)) => {
                at.within(operator, |at| at.within("field", |at| known(other, self.schema, at)))?;
                against(path, theirs, other)
            }
            _ if matches!(operator, "is_null" | "not_null") => rule(path, theirs, Value::Null),
            _ => rule(path, theirs, value),
        })
    }
}

fn group(combinator: &str, is_denied: bool, rules: Vec<Value>) -> Value {
    let mut entries =
        vec![("combinator", Value::Text(combinator.to_owned())), ("rules", Value::List(rules))];
    if is_denied {
        entries.push(("not", Value::Bool(true)));
    }
    map(entries)
}

fn rule(path: &str, operator: &str, value: Value) -> Value {
    map(vec![
        ("field", Value::Text(path.to_owned())),
        ("operator", Value::Text(operator.to_owned())),
        ("value", value),
    ])
}

fn against(path: &str, operator: &str, other: &str) -> Value {
    map(vec![
        ("field", Value::Text(path.to_owned())),
        ("operator", Value::Text(operator.to_owned())),
        ("value", Value::Text(other.to_owned())),
        ("valueSource", Value::Text("field".to_owned())),
    ])
}
