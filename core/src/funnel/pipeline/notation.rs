//! The one notation of each value: two hosts that write one instant, or one sum, in their own ways hold
//! the same case.

use std::borrow::Cow;
use std::sync::Arc;

use super::case::{Case, Origin};
use super::compile::Machine;
use super::fields::{Fields, Known, put};
use crate::rule::{Cell, Field, Kind, Record, Schema, Scope};
use crate::shape::{Reader, Value};

/// The fields of a schema, with those of the records in its lists.
pub(super) fn all_fields(schema: &Schema) -> Vec<Field> {
    let fields = schema.0.iter().map(|(path, policy)| Field {
        path: path.clone(),
        kind: match (Kind::of(policy), &policy.items) {
            (Kind::List(_), Some(items)) => Kind::List(Scope { fields: all_fields(items) }),
            (kind, _) => kind,
        },
        empty_is_missing: policy.empty_is_missing,
    });
    fields.collect()
}

/// A value as every host writes it; `None` after a problem.
pub(super) fn normal(field: &Field, value: &Value, at: &mut Reader) -> Option<Value> {
    let cell = field.cell(value, at)?;
    Some(written(&field.kind, &cell, value))
}

fn written(kind: &Kind, cell: &Cell, value: &Value) -> Value {
    match (kind, cell, value) {
        // A list is more than its length.
        (Kind::List(scope), Cell::Items(records), Value::List(items)) => {
            let items = items.iter().zip(records);
            Value::List(items.map(|(item, record)| item_of(scope, record, item)).collect())
        }
        (Kind::List(_), Cell::Items(_), value) => value.clone(),
        (kind, cell, _) => kind.write(cell),
    }
}

/// A record of a list: what the schema does not name stays.
fn item_of(scope: &Scope, record: &Record, item: &Value) -> Value {
    let mut item = item.clone();
    for (field, cell) in scope.fields.iter().zip(&record.0) {
        let lies = |item: &Value| {
            field.path.split('.').try_fold(item.clone(), |within, key| within.get(key).cloned())
        };
        match (item.get(&field.path).cloned(), lies(&item)) {
            (Some(value), _) => {
                let value = written(&field.kind, cell, &value);
                let Value::Map(entries) = &mut item else { continue };
                for (_, place) in entries.iter_mut().filter(|(key, _)| *key == field.path) {
                    place.clone_from(&value);
                }
            }
            (None, Some(value)) => {
                put(&mut item, &field.path, written(&field.kind, cell, &value));
            }
            (None, None) => {}
        }
    }
    if let Value::Map(entries) = &mut item {
        crate::math::sort_by(entries, |(a, _), (b, _)| a.cmp(b));
    }
    item
}

/// Whether a value is in its one notation, as far as that is seen at once.
fn is_plain(field: &Field, value: &Value) -> bool {
    match (&field.kind, value) {
        (Kind::Bool, Value::Bool(_))
        | (Kind::Int | Kind::Span, Value::Int(_))
        | (Kind::Number, Value::Float(_))
        | (Kind::Decimal { .. }, Value::Decimal(_))
        | (_, Value::Null) => true,
        (Kind::Instant, Value::Instant(_)) => !field.empty_is_missing,
        (Kind::Text | Kind::Enum(_), Value::Text(_)) => !field.empty_is_missing,
        _ => false,
    }
}

impl Known {
    /// The same fields in their one notation, where they are in another. What is not of its type stays,
    /// and is told where somebody looks at it.
    fn rewritten(&self, value: &Value, within: &str) -> Option<Value> {
        let Value::Map(entries) = value else { return None };
        let mut changed: Option<Vec<(String, Value)>> = None;
        for (place, (key, value)) in entries.iter().enumerate() {
            let path = match within {
                "" => Cow::Borrowed(key.as_str()),
                _ => Cow::Owned(format!("{within}.{key}")),
            };
            let other = match self.field(&path) {
                Some(field) if is_plain(field, value) => None,
                Some(field) => {
                    normal(field, value, &mut Reader::new()).filter(|other| other != value)
                }
                None => self.rewritten(value, &path),
            };
            if let Some(other) = other
                && let Some((_, slot)) =
                    changed.get_or_insert_with(|| entries.clone()).get_mut(place)
            {
                *slot = other;
            }
        }
        // The order of keys tells nothing.
        if changed.is_none() && entries.is_sorted_by(|(a, _), (b, _)| a <= b) {
            return None;
        }
        let mut entries = changed.unwrap_or_else(|| entries.clone());
        crate::math::sort_by(&mut entries, |(a, _), (b, _)| a.cmp(b));
        Some(Value::Map(entries))
    }

    /// Lets fields be in their one notation.
    pub(super) fn rewrite(&self, fields: &mut Fields) {
        if !fields.is_empty()
            && let Some(other) = self.rewritten(fields.value(), "")
        {
            *fields = other.into();
        }
    }

    fn is_other(&self, fields: &Fields) -> bool {
        self.rewritten(fields.value(), "").is_some()
    }
}

impl Machine {
    /// Whether anything that a case holds, or held, is in another notation.
    pub(super) fn is_foreign(&self, case: &Case) -> bool {
        let origin = case.origin.case().map(|origin| &origin.fields);
        let mut all =
            case.log.iter().map(|event| &event.fields).chain(origin).chain([&case.fields]);
        all.any(|fields| self.known.is_other(fields))
    }

    /// Lets all that a case holds, and held, be in its one notation.
    pub(in crate::funnel) fn rewrite(&self, case: &mut Case) {
        self.known.rewrite(&mut case.fields);
        for event in &mut case.log {
            self.known.rewrite(&mut event.fields);
        }
        if let Some(origin) = &mut case.origin.0
            && self.known.is_other(&origin.fields)
        {
            let mut before = Case::clone(origin);
            self.known.rewrite(&mut before.fields);
            case.origin = Origin(Some(Arc::new(before)));
        }
    }
}
