//! Names and amounts as a host has them: columns, dictionaries, lists.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a code that is used is below the count of names, and a rank is given to each"
)]

use crate::column::{Buffer, Cells, Column, Interner};
use crate::math::{Decimal, sort_by_number};
use crate::shape::{Reader, Shaped, Value};

/// Digits after the point of amounts that come as numbers with a fraction.
pub(super) const PLACES: u32 = 4;

/// A number a row, and the names by number in byte order.
pub(super) struct Ids<'v> {
    pub(super) codes: Vec<u32>,
    pub(super) names: Vec<&'v str>,
}

/// The names of a column, or of a list; where they are counted, those under `names_key`.
pub(super) fn ids<'v>(
    value: &'v Value,
    names: Option<&'v Value>,
    key: &'static str,
    names_key: &'static str,
    at: &mut Reader,
) -> Option<Ids<'v>> {
    match value {
        Value::Column(column) => match column.cells() {
            Cells::Text { codes, names } => {
                let names: Vec<&str> = names.iter().collect();
                at.within(key, |at| ranked(codes, column.nulls(), &names, at))
            }
            cells if cells.are_whole() => {
                let names: Vec<&str> = match names {
                    Some(names) => at.within(names_key, |at| listed(names, at))?,
                    None => return missing(names_key, at),
                };
                at.within(key, |at| {
                    let codes: Vec<u32> = (0..column.len()).map(|row| code(column, row)).collect();
                    ranked(&codes, column.nulls(), &names, at)
                })
            }
            _ => at.within(key, |at| at.mismatch("texts", value)),
        },
        Value::List(rows) => at.within(key, |at| {
            let (codes, names) = interned(rows, at)?;
            ranked(&codes, &[], &names, at)
        }),
        _ => at.within(key, |at| at.mismatch("a column of texts", value)),
    }
}

/// The names that a list or a column holds, one a number.
fn listed<'v>(value: &'v Value, at: &mut Reader) -> Option<Vec<&'v str>> {
    match value {
        Value::Column(column) => match column.cells() {
            Cells::Text { codes, names } if column.nulls().is_empty() => {
                codes.iter().map(|code| names.get(*code as usize)).collect()
            }
            _ => at.mismatch("texts", value),
        },
        Value::List(rows) => {
            let text = |(row, value): (usize, &'v Value)| match value {
                Value::Text(text) => Some(text.as_str()),
                other => at.within(row, |at| at.mismatch("a string", other)),
            };
            let texts: Vec<&str> = rows.iter().enumerate().filter_map(text).collect();
            (texts.len() == rows.len()).then_some(texts)
        }
        other => at.mismatch("a list of strings", other),
    }
}

/// No name has this number.
const NO_CODE: u32 = u32::MAX;

fn code(column: &Column, row: usize) -> u32 {
    match column.value(row) {
        Value::Int(code) => u32::try_from(code).unwrap_or(NO_CODE),
        _ => NO_CODE,
    }
}

/// Distinct texts in the order in which they come, and the number of each row's.
fn interned<'v>(rows: &'v [Value], at: &mut Reader) -> Option<(Vec<u32>, Vec<&'v str>)> {
    let mut known = Interner::default();
    let (mut codes, mut names) = (Vec::with_capacity(rows.len()), Vec::new());
    for (row, value) in rows.iter().enumerate() {
        match value {
            Value::Text(text) => {
                let code = known.code(text);
                if code as usize == names.len() {
                    names.push(text.as_str());
                }
                codes.push(code);
            }
            Value::Null => at.within(row, no_name),
            other => at.within(row, |at| {
                at.mismatch::<()>("a string", other);
            }),
        }
    }
    (codes.len() == rows.len()).then_some((codes, names))
}

fn no_name(at: &mut Reader) {
    at.problem::<()>("missing_value", "expected a name");
}

/// Numbers in the byte order of names, of those names only that have a row.
fn ranked<'v>(
    codes: &[u32],
    nulls: &[bool],
    names: &[&'v str],
    at: &mut Reader,
) -> Option<Ids<'v>> {
    let mut is_used = vec![false; names.len()];
    let mut is_whole = true;
    for (row, code) in codes.iter().enumerate() {
        match is_used.get_mut(*code as usize) {
            Some(used) if !nulls.get(row).is_some_and(|null| *null) => *used = true,
            _ => {
                is_whole = false;
                at.within(row, no_name);
            }
        }
    }
    if !is_whole {
        return None;
    }
    let mut order: Vec<u32> =
        (0..names.len() as u32).filter(|code| is_used[*code as usize]).collect();
    in_byte_order(&mut order, |code| names[*code as usize]);
    let mut rank = vec![NO_CODE; names.len()];
    let mut distinct: Vec<&str> = Vec::with_capacity(order.len());
    for code in order {
        let name = names[code as usize];
        if distinct.last() != Some(&name) {
            distinct.push(name);
        }
        rank[code as usize] = distinct.len() as u32 - 1;
    }
    let codes = codes.iter().map(|code| rank[*code as usize]).collect();
    Some(Ids { codes, names: distinct })
}

/// Sorts by the eight bytes behind what all names begin with, and only equals by whole names; who has
/// the same name keeps the order.
pub(crate) fn in_byte_order<'n, T>(order: &mut [T], name: impl Fn(&T) -> &'n str) {
    let bytes = |item: &T| name(item).as_bytes();
    let Some(first) = order.first().map(bytes) else { return };
    let common = |name: &[u8]| name.iter().zip(first).take_while(|(a, b)| a == b).count();
    let shared = order.iter().map(|item| common(bytes(item))).min().unwrap_or(0);
    let key = |item: &T| {
        let mut key = [0; 8];
        for (place, byte) in key.iter_mut().zip(bytes(item).iter().skip(shared)) {
            *place = *byte;
        }
        // As signed numbers in the same order.
        (u64::from_be_bytes(key) ^ (1 << 63)) as i64
    };
    sort_by_number(order, key, |a, b| bytes(a).cmp(bytes(b)));
}

/// Amounts in whole 10^-`scale`, of 10^-4 without one.
pub(super) fn amounts(value: &Value, scale: Option<u32>, at: &mut Reader) -> Option<Buffer<i64>> {
    if let Value::Column(column) = value
        && column.nulls().is_empty()
    {
        match (column.cells(), scale) {
            (Cells::I64(cells), Some(_)) => return Some(cells.clone()),
            (Cells::F64(cells), None) => {
                // All rows and then one look: a loop that may end early takes twice the time.
                let mut are_exact = true;
                let mut exact = |x: &f64| {
                    let units = units(*x);
                    are_exact &= units.is_some();
                    units.unwrap_or_default()
                };
                let units: Vec<i64> = cells.iter().map(&mut exact).collect();
                if are_exact {
                    return Some(units.into());
                }
            }
            _ => {}
        }
    }
    let mut units = Vec::new();
    let rows = at.list(value, &mut |value, at| units.extend(amount(value, scale, at)))?;
    (units.len() == rows).then(|| units.into())
}

/// One amount, with what is wrong with it.
fn amount(value: &Value, scale: Option<u32>, at: &mut Reader) -> Option<i64> {
    if *value == Value::Null {
        return at.problem("missing_value", "expected an amount: missing is not zero");
    }
    if scale.is_some() {
        return at.integer(value, i64::MIN, i64::MAX);
    }
    if let Value::Float(x) = value
        && let Some(units) = units(*x)
    {
        return Some(units);
    }
    let decimal = Decimal::read(value, at)?;
    match decimal.units(PLACES).map(i64::try_from) {
        Some(Ok(units)) => Some(units),
        Some(Err(_)) => at.limit("too_large", "expected at most 9 * 10^14"),
        None => at.problem("too_precise", "expected at most 4 digits after the point"),
    }
}

/// The whole 10^-4 that `x` is: none where it is something between, or beyond 10^11.
fn units(x: f64) -> Option<i64> {
    /// 2^51 in units.
    const LARGEST: f64 = 2_251_799_813_685_248.0;
    /// 1.5 * 2^52: a sum with it has no room for a fraction, so it is rounded to the nearest whole.
    const NO_FRACTION: f64 = 6_755_399_441_055_744.0;
    let units = x * 1e4;
    let whole = (units + NO_FRACTION) - NO_FRACTION;
    (units.abs() < LARGEST && whole / 1e4 == x).then_some(whole as i64)
}

/// Notes a column that is not there.
pub(super) fn missing<T>(key: &'static str, at: &mut Reader) -> Option<T> {
    let message = format!("the column \"{key}\" is required");
    at.within(key, |at| at.problem("missing_key", message))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_are_in_byte_order(names in prop::collection::vec("[abя]{0,12}", 0..60)) {
            let rows: Vec<Value> = names.iter().map(|name| Value::Text(name.clone())).collect();
            let (codes, distinct) = interned(&rows, &mut Reader::new()).unwrap();
            let ids = ranked(&codes, &[], &distinct, &mut Reader::new()).unwrap();
            let mut expected: Vec<&str> = names.iter().map(String::as_str).collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(&ids.names, &expected);
            for (code, name) in ids.codes.iter().zip(&names) {
                prop_assert_eq!(ids.names[*code as usize], name);
            }
        }

        #[test]
        fn floats_are_the_decimals_they_were_written_as(units in -1_i64 << 52..1 << 52) {
            let x = units as f64 / 1e4;
            if units.abs() < 1 << 51 {
                prop_assert_eq!(super::units(x), Some(units));
                prop_assert_eq!(super::units(x * (1.0 + f64::EPSILON)), None);
            }
            let read = amount(&Value::Float(x), None, &mut Reader::new());
            prop_assert!(read == Some(units) || units.to_string().len() > 15);
        }
    }
}
