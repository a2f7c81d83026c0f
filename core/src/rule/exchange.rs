//! What conditions in other forms share: nodes to build, and how their fields and values are read.

use super::compile::Compiler;
use super::field::Kind;
use super::operators::operator_names;
use super::policy::{ConditionNode, ConditionPolicy};
use super::schema::{FieldPolicy, NOW, Schema};
use crate::Result;
use crate::shape::{Reader, Shaped, Value, codes};

codes! {
    /// What becomes of fields that are missing when a condition is exchanged.
    pub enum NullSemantics {
        /// Operators are taken one for one: what is missing is unknown, as in every condition.
        Strict = "strict",
        /// The answers of JsonLogic, where a missing field is `null`: less than 1, and equal to nothing.
        Jsonlogic = "jsonlogic",
    }
}

/// A construct that the other side, or this one, has no words for.
pub(super) fn unsupported<T>(what: impl Into<String>, at: &mut Reader) -> Option<T> {
    at.problem("unsupported_construct", what)
}

pub(super) fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

pub(super) fn all(parts: Vec<Value>) -> Value {
    map(vec![("all", Value::List(parts))])
}

pub(super) fn any(parts: Vec<Value>) -> Value {
    map(vec![("any", Value::List(parts))])
}

pub(super) fn not(part: Value) -> Value {
    map(vec![("not", part)])
}

pub(super) fn leaf(path: &str, operator: &str, value: Value) -> Value {
    map(vec![("field", Value::Text(path.to_owned())), (operator, value)])
}

pub(super) fn is_missing(path: &str) -> Value {
    leaf(path, "is_null", Value::Bool(true))
}

pub(super) fn is_there(path: &str) -> Value {
    leaf(path, "not_null", Value::Bool(true))
}

/// Another field, to be compared with.
pub(super) fn field(path: &str) -> Value {
    map(vec![("field", Value::Text(path.to_owned()))])
}

/// The field at `path`; of `now` the other forms know nothing.
pub(super) fn known<'s>(
    path: &str,
    schema: &'s Schema,
    at: &mut Reader,
) -> Option<&'s FieldPolicy> {
    if path == NOW {
        return unsupported("\"now\" has no counterpart", at);
    }
    schema.require(path, at)
}

/// The node, if it compiles; or its problems at the place that it was read from.
pub(super) fn checked(node: Value, schema: &Schema, at: &mut Reader) -> Option<Value> {
    let mut alone = Reader::new();
    let policy = ConditionPolicy::read(&node, &mut alone);
    let compiled =
        policy.and_then(|policy| Compiler::new(None).compile(&policy, schema, &mut alone));
    match alone.finish(compiled) {
        Ok(_) => Some(node),
        Err(error) => {
            at.again(&error);
            None
        }
    }
}

/// What was built, as a whole; or all problems.
pub(super) fn finished(
    node: Option<Value>,
    name: &'static str,
    mut at: Reader,
    schema: &Schema,
) -> Result<ConditionPolicy> {
    // Its nodes are checked one by one: what is left are its depth and its size.
    let node =
        node.and_then(|node| at.within(name, |at| at.policy(|at| checked(node, schema, at))));
    let policy = node.and_then(|node| ConditionPolicy::read(&node, &mut at));
    at.finish(policy).map(|(policy, _)| policy)
}

/// Texts are numbers where a form has no other: `"5"`, as they are written in JSON.
pub(super) fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1;
    if !is_plain {
        return None;
    }
    text.parse().map(Value::Int).or_else(|_| text.parse().map(Value::Float)).ok()
}

pub(super) fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Number | Kind::Decimal { .. })
}

/// Whether two ends are numbers, perhaps written as texts, the larger one first: what react-querybuilder
/// puts in order, and a condition takes at its word.
pub(super) fn is_reversed(kind: &Kind, low: &Value, high: &Value) -> bool {
    let read = |value: &Value| match value {
        Value::Text(text) if is_number(kind) => number(text.trim()),
        other => Some(other.clone()),
    };
    let size = |value: &Value| match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Decimal(number) => Some(number.to_f64()),
        _ => None,
    };
    match (read(low), read(high)) {
        (Some(Value::Int(low)), Some(Value::Int(high))) => low > high,
        (Some(low), Some(high)) => size(&low).zip(size(&high)).is_some_and(|(l, h)| l > h),
        _ => false,
    }
}

/// What a condition is in another form; or all problems, of the condition itself too.
pub(super) fn written(
    condition: &ConditionPolicy,
    schema: &Schema,
    write: impl FnOnce(&mut Reader) -> Option<Value>,
) -> Result<Value> {
    let mut at = Reader::new();
    let form = at.within("condition", |at| {
        at.policy(|at| {
            let form = write(at);
            if at.problem_count() > 0 {
                return None;
            }
            Compiler::new(None).compile(condition, schema, at)?;
            form
        })
    });
    at.finish(form).map(|(form, _)| form)
}

/// Reads every one of a list; `None` after a problem.
pub(super) fn each<T, R>(
    values: &[T],
    at: &mut Reader,
    read: impl Fn(&T, &mut Reader) -> Option<R>,
) -> Option<Vec<R>> {
    let mut all = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        all.extend(at.within(index, |at| read(value, at)));
    }
    (all.len() == values.len()).then_some(all)
}

/// The operator of a leaf has no word in another form.
pub(super) fn no_counterpart<T>(node: &ConditionNode, at: &mut Reader) -> Option<T> {
    // The comparison beside `count_of` comes first.
    let name = operator_names(node).last()?;
    at.within(name, |at| unsupported(format!("\"{name}\" has no counterpart"), at))
}
