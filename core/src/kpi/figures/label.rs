//! What stands in the rows of any system.

use crate::math::Decimal;
use crate::math::exact::Amount;
use crate::reason::Facts;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Date, Instant};

/// A value by which rows are grouped, in the order in which groups are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label<'a> {
    None,
    Bool(bool),
    Int(i64),
    Text(&'a str),
}

impl Label<'_> {
    pub(super) fn value(self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Bool(is) => Value::Bool(is),
            Self::Int(number) => Value::Int(number),
            Self::Text(text) => Value::Text(text.to_owned()),
        }
    }
}

/// The value under a key; nothing where it is `null`.
pub(super) fn get<'a>(row: &'a Facts, key: &str) -> Option<&'a Value> {
    let entry = row.0.iter().find(|(name, _)| name == key);
    entry.map(|(_, value)| value).filter(|value| **value != Value::Null)
}

/// The label under a key; `wrong_type` is noted.
pub(super) fn label<'a>(row: &'a Facts, key: &str, at: &mut Reader) -> Option<Label<'a>> {
    Some(match get(row, key) {
        None => Label::None,
        Some(Value::Bool(is)) => Label::Bool(*is),
        Some(Value::Text(text)) => Label::Text(text),
        Some(value @ (Value::Int(_) | Value::Float(_))) => {
            Label::Int(at.within(key.to_owned(), |at| i64::read(value, at))?)
        }
        Some(value) => {
            let expected = "a text, a whole number or a boolean";
            return at.within(key.to_owned(), |at| at.mismatch(expected, value));
        }
    })
}

/// The amount under a key.
pub(super) fn amount(row: &Facts, key: &'static str, at: &mut Reader) -> Option<Amount> {
    let value = get(row, key)?;
    at.within(key, |at| Decimal::read(value, at).and_then(|decimal| Amount::read(decimal, at)))
}

/// The time under a key; of a crossing of a fence, the likeliest.
pub(super) fn time(row: &Facts, key: &'static str, at: &mut Reader) -> Option<Instant> {
    let value = get(row, key)?;
    at.within(key, |at| Instant::read(value.get("t").unwrap_or(value), at))
}

/// When a row was: `t`, or the `arrival` of a verdict.
pub(super) fn arrival(row: &Facts, at: &mut Reader) -> Option<Instant> {
    time(row, "t", at).or_else(|| time(row, "arrival", at))
}

/// The local date of a row, where it has one: by the clock that counts for it.
pub(super) fn day(row: &Facts, at: &mut Reader) -> Option<Date> {
    let value = get(row, "day")?;
    at.within("day", |at| Date::read(value, at))
}

/// The sum of those that are known; `None` where none is.
pub(super) fn add(sum: &mut Option<Amount>, more: Option<Amount>) -> crate::Result<()> {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or_default().plus(more)?);
    }
    Ok(())
}
