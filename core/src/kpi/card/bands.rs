//! Ranges of numbers that rows of a table stand for, and whether they leave holes or overlap.

use std::cmp::Ordering;

use super::policy::{Bands, HitPolicy, ScoreTable};
use crate::math::Decimal;
use crate::rule::{ConditionNode, ConditionPolicy, FieldType, Schema};
use crate::shape::{Reader, Shaped, Value};

/// The condition that bands are short for.
pub(super) fn condition(
    bands: &Bands,
    schema: &Schema,
    at: &mut Reader,
) -> Option<ConditionPolicy> {
    let mut parts = Vec::new();
    for (field, ends) in &bands.0 {
        at.within(field.clone(), |at| {
            if let Some(policy) = schema.field(field)
                && !matches!(policy.r#type, FieldType::Int | FieldType::Number | FieldType::Decimal)
            {
                let message = format!("bands are of numbers, not of type \"{}\"", policy.r#type);
                return at.problem("wrong_type", message);
            }
            let [low, high] = ends.as_slice() else { return None };
            let is_int = schema.field(field).is_some_and(|policy| policy.r#type == FieldType::Int);
            if is_int && [low, high].iter().any(|end| end.is_some_and(|end| end.units(0).is_none()))
            {
                return at.problem("wrong_type", "expected whole numbers");
            }
            if low.zip(*high).is_some_and(|(low, high)| low >= high) {
                return at.problem("empty", "the band ends where it begins, or before");
            }
            let node = |key: &str, end: &Decimal| {
                let entries = vec![
                    ("field".to_owned(), Value::Text(field.clone())),
                    (key.to_owned(), plain(*end)),
                ];
                ConditionNode::from_value(&Value::Map(entries)).ok()
            };
            let ends = [("ge", low), ("lt", high)];
            let ends = ends.iter().filter_map(|(key, end)| node(key, end.as_ref()?));
            parts.extend(ends.map(|node| ConditionPolicy(Box::new(node))));
            if low.is_none() && high.is_none() {
                // Any value: whatever it is, it equals itself. What is missing may be one.
                let own = || ("field".to_owned(), Value::Text(field.clone()));
                let any = vec![own(), ("eq".to_owned(), Value::Map(vec![own()]))];
                let node = ConditionNode::from_value(&Value::Map(any)).ok();
                parts.extend(node.map(|node| ConditionPolicy(Box::new(node))));
            }
            Some(())
        });
    }
    if bands.0.is_empty() {
        return at.problem("empty", "expected at least one field");
    }
    let all = Value::Map(vec![("all".to_owned(), parts.to_value())]);
    ConditionPolicy::from_value(&all).ok()
}

/// A whole number where it is one: fields of whole numbers take no other.
fn plain(end: Decimal) -> Value {
    match end.units(0).and_then(|whole| i64::try_from(whole).ok()) {
        Some(whole) => Value::Int(whole),
        None => Value::Decimal(end),
    }
}

/// Notes rows of bands that overlap where only one may be met, and holes between bands of one field.
pub(super) fn check(table: &ScoreTable, at: &mut Reader) {
    let rows: Vec<(usize, &Bands)> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((index, row.bands.as_ref()?)))
        .collect();
    if table.hit == HitPolicy::Unique {
        for (place, (index, bands)) in rows.iter().enumerate() {
            let earlier = rows.iter().take(place).find(|(_, earlier)| overlap(earlier, bands));
            if let Some((earlier, _)) = earlier {
                let message = format!("rows {earlier} and {index} can be met at once");
                at.within("rows", |at| {
                    at.within(*index, |at| at.problem::<()>("overlap", message))
                });
            }
        }
    }
    // Whether other rows fill a hole is not known where any are met by more than one field.
    if table.default.is_none() && rows.len() == table.rows.len() {
        holes(&rows, at);
    }
}

/// Whether a visit can lie in both.
fn overlap(a: &Bands, b: &Bands) -> bool {
    b.0.iter().all(|(field, ends)| {
        let other = a.0.iter().find(|(other, _)| other == field);
        other.is_none_or(|(_, other)| before_end(ends, other) && before_end(other, ends))
    })
}

fn before_end(a: &[Option<Decimal>], b: &[Option<Decimal>]) -> bool {
    match (a.first().copied().flatten(), b.get(1).copied().flatten()) {
        (Some(start), Some(end)) => start < end,
        _ => true,
    }
}

fn holes(rows: &[(usize, &Bands)], at: &mut Reader) {
    let mut field = None;
    let mut bands = Vec::with_capacity(rows.len());
    for (index, row) in rows {
        let [(name, ends)] = row.0.as_slice() else { return };
        let [low, high] = ends.as_slice() else { return };
        if *field.get_or_insert(name) != name {
            return;
        }
        bands.push((*low, *high, *index));
    }
    crate::math::sort_by(&mut bands, |(a, ..), (b, ..)| match (a, b) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(a), Some(b)) => a.cmp(b),
    });
    let mut reached: Option<Option<Decimal>> = None;
    for (low, high, index) in bands {
        if let (Some(Some(end)), Some(low)) = (reached, low)
            && low > end
        {
            let message = format!("no row is met from {end} to below {low}: say \"default\"");
            at.within("rows", |at| at.within(index, |at| at.problem::<()>("hole", message)));
        }
        reached = Some(match (reached, high) {
            (Some(None), _) | (_, None) => None,
            (Some(Some(end)), Some(high)) if end > high => Some(end),
            (_, high) => high,
        });
    }
}
