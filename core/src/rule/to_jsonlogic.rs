//! Conditions as JsonLogic.

use super::compile::MAX_DEPTH;
use super::exchange::{NullSemantics, each, known, map, no_counterpart, unsupported, written};
use super::field::{Cell, Kind};
use super::operators::COMPARISONS;
use super::policy::{ConditionNode, ConditionPolicy};
use super::program::Order;
use super::schema::{FieldPolicy, Schema};
use crate::Result;
use crate::math::Decimal;
use crate::shape::{Reader, Value};

/// A condition as JsonLogic.
///
/// With [`NullSemantics::Strict`] operators are written one for one, to be read by
/// [`from_jsonlogic`](super::from_jsonlogic) or shown by a query builder. With
/// [`NullSemantics::Jsonlogic`] they are written with tests of null around them: any JsonLogic is
/// truthy of just the records of which the condition is true, where their fields are of the types that
/// the schema says and decimals are numbers.
///
/// # Errors
/// `unsupported_construct` of what JsonLogic has no words for: `within`, lists, `now`, and with its
/// nulls instants, spans, `starts_with` and fields with `empty_is_missing`; what
/// [`Condition::new`](super::Condition::new) refuses; with paths under `$.condition`.
///
/// # Example
/// ```
/// use fieldbeat::rule::{ConditionPolicy, NullSemantics, Schema, to_jsonlogic};
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
/// let condition = ConditionPolicy::from_json(r#"{"field": "doctors_met", "lt": 5}"#)?;
/// let logic = |nulls| to_jsonlogic(&condition, &schema, nulls).map(|logic| serde_json::to_string(&logic));
/// assert_eq!(logic(NullSemantics::Strict)??, r#"{"<":[{"var":"doctors_met"},5]}"#);
/// // Null is less than 5.
/// assert_eq!(
///     logic(NullSemantics::Jsonlogic)??,
///     r#"{"and":[{"!=":[{"var":"doctors_met"},null]},{"<":[{"var":"doctors_met"},5]}]}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn to_jsonlogic(
    condition: &ConditionPolicy,
    schema: &Schema,
    null_semantics: NullSemantics,
) -> Result<Value> {
    let export = Export { schema, keeps_nulls: null_semantics == NullSemantics::Jsonlogic };
    written(condition, schema, |at| export.condition(condition, true, 1, at))
}

struct Export<'s> {
    schema: &'s Schema,
    /// Whether tests of null make JsonLogic say what the condition says.
    keeps_nulls: bool,
}

impl Export<'_> {
    /// Logic that is truthy where the condition is `wanted`.
    fn condition(
        &self,
        policy: &ConditionPolicy,
        wanted: bool,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let node = &*policy.0;
        if let Some(part) = &node.not {
            return at.within("not", |at| {
                // Not of unknown is unknown: it is the leaves that are turned around.
                if self.keeps_nulls {
                    return self.condition(part, !wanted, depth + 1, at);
                }
                self.condition(part, true, depth + 1, at).map(denied)
            });
        }
        for (key, parts) in [("all", &node.all), ("any", &node.any)] {
            let Some(parts) = parts else { continue };
            let all = (key == "all") == wanted;
            if parts.is_empty() {
                // JsonLogic has no "and" of nothing.
                return Some(Value::Bool(all));
            }
            let parts = at.within(key, |at| {
                each(parts, at, |part, at| self.condition(part, wanted, depth + 1, at))
            })?;
            return Some(operator(if all { "and" } else { "or" }, parts));
        }
        let path = node.field.as_deref()?;
        let field = at.within("field", |at| known(path, self.schema, at))?;
        self.leaf(path, field, node, wanted, at)
    }

    fn leaf(
        &self,
        path: &str,
        field: &FieldPolicy,
        node: &ConditionNode,
        wanted: bool,
        at: &mut Reader,
    ) -> Option<Value> {
        let kind = Kind::of(field);
        let turned = |test| if wanted { test } else { denied(test) };
        if self.keeps_nulls && field.empty_is_missing {
            return unsupported("JsonLogic does not see that what is empty is missing", at);
        }
        if node.is_null.is_some() || node.not_null.is_some() {
            let name = if node.is_null.is_some() { "==" } else { "!=" };
            return Some(turned(operator(name, vec![var(path), Value::Null])));
        }
        if self.keeps_nulls && matches!(kind, Kind::Instant | Kind::Span) {
            return unsupported("times are no times in JsonLogic: take strict nulls", at);
        }
        let (test, other) = self.test(path, &kind, node, at)?;
        if !self.keeps_nulls {
            return Some(turned(test));
        }
        let there = |path: &str| operator("!=", vec![var(path), Value::Null]);
        let mut parts = vec![there(path)];
        parts.extend(other.map(there));
        parts.push(turned(test));
        Some(operator("and", parts))
    }

    /// The test of a leaf, and the other field that it looks at.
    fn test<'n>(
        &self,
        path: &str,
        kind: &Kind,
        node: &'n ConditionNode,
        at: &mut Reader,
    ) -> Option<(Value, Option<&'n str>)> {
        if matches!(kind, Kind::List(_)) {
            return no_counterpart(node, at);
        }
        for (key, get, order) in COMPARISONS {
            let Some(value) = get(node) else { continue };
            let name = match order {
                Order::Eq => "==",
                Order::Ne => "!=",
                Order::Lt => "<",
                Order::Le => "<=",
                Order::Gt => ">",
                Order::Ge => ">=",
            };
            return at.within(key, |at| {
                if let Some(Value::Text(other)) = value.get("field") {
                    let field = at.within("field", |at| known(other, self.schema, at))?;
                    if self.keeps_nulls && field.empty_is_missing {
                        return unsupported(
                            "JsonLogic does not see that what is empty is missing",
                            at,
                        );
                    }
                    return Some((operator(name, vec![var(path), var(other)]), Some(&**other)));
                }
                let value = self.literal(kind, value, at)?;
                Some((operator(name, vec![var(path), value]), None))
            });
        }
        for (key, values) in [("in", &node.r#in), ("not_in", &node.not_in)] {
            let Some(values) = values else { continue };
            let values = at.within(key, |at| self.literals(kind, values, at))?;
            let test = operator("in", vec![var(path), Value::List(values)]);
            return Some((if key == "in" { test } else { denied(test) }, None));
        }
        for (key, ends) in [("between", &node.between), ("range", &node.range)] {
            let Some(ends) = ends else { continue };
            let ends = at.within(key, |at| self.literals(kind, ends, at))?;
            let [low, high] = <[Value; 2]>::try_from(ends).ok()?;
            if key == "between" {
                return Some((operator("<=", vec![low, var(path), high]), None));
            }
            let low = operator(">=", vec![var(path), low]);
            let high = operator("<", vec![var(path), high]);
            return Some((operator("and", vec![low, high]), None));
        }
        if let Some(part) = &node.contains {
            if part.is_empty() {
                return at.within("contains", |at| {
                    unsupported("in JsonLogic an empty text is not in an empty one", at)
                });
            }
            return Some((operator("in", vec![Value::Text(part.clone()), var(path)]), None));
        }
        if let (Some(part), false) = (&node.starts_with, self.keeps_nulls) {
            return Some((
                operator("startsWith", vec![var(path), Value::Text(part.clone())]),
                None,
            ));
        }
        no_counterpart(node, at)
    }

    fn literals(&self, kind: &Kind, values: &[Value], at: &mut Reader) -> Option<Vec<Value>> {
        each(values, at, |value, at| self.literal(kind, value, at))
    }

    /// Decimals are numbers there.
    fn literal(&self, kind: &Kind, value: &Value, at: &mut Reader) -> Option<Value> {
        if !matches!(kind, Kind::Decimal { .. }) {
            return Some(value.clone());
        }
        let Cell::Decimal(decimal) = kind.read(value, at)? else { return None };
        if Decimal::from_f64(decimal.to_f64()).ok() == Some(decimal) {
            return Some(Value::Decimal(decimal));
        }
        unsupported("more digits than a number has", at)
    }
}

fn var(path: &str) -> Value {
    map(vec![("var", Value::Text(path.to_owned()))])
}

fn operator(name: &str, arguments: Vec<Value>) -> Value {
    map(vec![(name, Value::List(arguments))])
}

fn denied(logic: Value) -> Value {
    operator("!", vec![logic])
}
