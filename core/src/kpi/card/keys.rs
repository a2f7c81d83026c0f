//! What else lines have in common, in one form, whatever hosts and files make of it meanwhile.

use std::borrow::Cow;

use crate::rule::{Cell, Kind};
use crate::shape::Value;

/// Beyond this JavaScript's numbers do not tell whole ones apart.
const LARGEST: u64 = 1 << 53;

/// The value of a field by which a limit counts, as a row keeps it.
///
/// Instants and decimals are texts: `2026-11-13T10:00:00.000Z` comes back from a host's own type as
/// `2026-11-13 10:00:00+00:00`, and 1.0 as 1.
pub(super) fn kept(kind: &Kind, cell: &Cell) -> Value {
    match kind.write(cell) {
        value @ (Value::Instant(_) | Value::Decimal(_)) => {
            text(&value).map_or(Value::Null, |text| Value::Text(text.into_owned()))
        }
        Value::Int(whole) if whole.unsigned_abs() > LARGEST => Value::Text(whole.to_string()),
        value => value,
    }
}

/// The one text of a value that was kept; none where it is missing.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => text.into(),
        Value::Bool(is) => if *is { "true" } else { "false" }.into(),
        Value::Int(whole) => whole.to_string().into(),
        // Adding 0 turns -0 into 0; 5.0 is written as 5.
        Value::Float(x) => crate::math::plain_text(x + 0.0).into(),
        Value::Decimal(decimal) => decimal.text().into(),
        Value::Instant(t) => t.to_string().into(),
        other => crate::math::hash_value(other).into(),
    })
}
