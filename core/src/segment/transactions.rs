//! Transactions as they come in columns: who bought, on which local day, for how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's and a scope's number is below the count of their names, `ranked` \
              gives it from a list as long, and all columns have as many rows as `client`"
)]

use crate::column::{Buffer, Cells, Column, Instants, Interner};
use crate::math::{Decimal, sort_by_number};
use crate::segment::ids::{IdHash, read_ids};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Zone;

/// Digits after the point of amounts that come as numbers with a fraction.
const PLACES: u32 = 4;

/// Digits after the point of amounts that come as whole numbers, at most.
const MAX_SCALE: u32 = 6;

/// The columns that are read.
const KEYS: [&str; 8] = ["client", "t", "amount", "scope", "clients", "scopes", "id", "scale"];

/// Notes, under `version`, one of defaults that this engine does not know.
pub(crate) fn check_version(version: u32, at: &mut Reader) {
    if version != 1 {
        at.within("version", |at| at.problem::<()>("version_unsupported", "expected 1"));
    }
}

/// Notes, under `scale`, digits after the point of amounts that are too many.
pub(crate) fn check_scale(scale: Option<u32>, at: &mut Reader) {
    if scale.is_some_and(|scale| scale > MAX_SCALE) {
        let message = format!("expected 0 to {MAX_SCALE}");
        at.within("scale", |at| at.problem::<()>("out_of_range", message));
    }
}

/// The columns `client`, `t`, `amount` and, where there are such, `scope` and `id`.
///
/// Clients and scopes are numbered in the byte order of their names, and each has a row at least:
/// the smaller number goes first among equals.
pub(crate) struct Transactions<'v> {
    /// Names by number.
    pub(crate) clients: Vec<&'v str>,
    /// Names by number; none where there is no column of scopes.
    pub(crate) scopes: Vec<&'v str>,
    /// A number a row.
    pub(crate) client: Vec<u32>,
    /// A number a row, or no rows.
    pub(crate) scope: Vec<u32>,
    /// Milliseconds since 1970-01-01 UTC.
    pub(crate) t: Buffer<i64>,
    /// The local date, as days since 1970-01-01; no rows without a zone.
    pub(crate) day: Vec<i32>,
    /// In whole 10^-`scale`; a return is negative.
    pub(crate) amount: Buffer<i64>,
    /// Digits after the point of amounts.
    pub(crate) scale: u32,
    /// An id a row, or none; no rows where there are no ids.
    pub(crate) id: Vec<Option<IdHash>>,
}

impl<'v> Transactions<'v> {
    /// Reads `columns`, with paths under where `at` is. O(n + c log c) for n rows of c clients.
    ///
    /// - `client` and `scope` are texts, or whole numbers that count names under `clients` and
    ///   `scopes` from 0 on.
    /// - `amount` is whole numbers of 10^-scale where there is a scale, else numbers of at most four
    ///   digits after the point: a float must equal its rounding to four. The scale stands among the
    ///   columns under `scale`, or is `scale` of a policy.
    ///
    /// Problems: `missing_key`, `missing_value`, `empty`, `length_mismatch`, `too_precise`,
    /// `too_large`, `not_finite`, `out_of_range`, `wrong_type`, those of times; `scale_differs`, where
    /// the columns say another scale than the policy.
    pub(crate) fn read(
        columns: &'v Value,
        scale: Option<u32>,
        zone: Option<&Zone>,
        at: &mut Reader,
    ) -> Option<Self> {
        if matches!(columns, Value::Map(_)) {
            // What is a slip of the pen is told; other columns are the host's own.
            at.object(columns, &KEYS);
        }
        let scale = own_scale(columns, scale, at);
        let client = match columns.get("client") {
            Some(value) => ids(value, columns.get("clients"), "client", "clients", at),
            None => missing("client", at),
        };
        let t = match columns.get("t") {
            Some(value) => at.within("t", |at| Instants::read(value, at)),
            None => missing("t", at),
        };
        let amount = match columns.get("amount") {
            // Without a scale that can be read no amount is wrong.
            Some(value) => scale.and_then(|own| at.within("amount", |at| amounts(value, own, at))),
            None => missing("amount", at),
        };
        let scope = match columns.get("scope") {
            None | Some(Value::Null) => Some(Ids { codes: Vec::new(), names: Vec::new() }),
            Some(value) => ids(value, columns.get("scopes"), "scope", "scopes", at),
        };
        let id = match columns.get("id") {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(value) => at.within("id", |at| read_ids(value, at)),
        };
        let has = |key: &str| !matches!(columns.get(key), None | Some(Value::Null));
        if let Some(client) = &client {
            check_names(client, at);
        }
        let (client, t, amount, scope, id) = (client?, t?.0, amount?, scope?, id?);
        let rows = client.codes.len();
        let others = [
            ("t", t.len(), true),
            ("amount", amount.len(), true),
            ("scope", scope.codes.len(), has("scope")),
            ("id", id.len(), has("id")),
        ];
        let mut are_equal = true;
        for (key, len, is_there) in others {
            if is_there && len != rows {
                are_equal = false;
                let message = format!("{len} rows where \"client\" has {rows}");
                at.within(key, |at| at.problem::<()>("length_mismatch", message));
            }
        }
        are_equal.then(|| Self {
            day: zone.map_or_else(Vec::new, |zone| zone.days_of(&t)),
            clients: client.names,
            scopes: scope.names,
            client: client.codes,
            scope: scope.codes,
            t,
            amount,
            scale: scale.flatten().unwrap_or(PLACES),
            id,
        })
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.client.len()
    }

    /// The scope of each client: that of its latest row before `end`, of several at once the last by
    /// name; of one that has none before, that of its latest row. No rows where there are no scopes.
    pub(crate) fn scope_of_clients(&self, end: i32) -> Vec<u32> {
        if self.scopes.is_empty() {
            return Vec::new();
        }
        let mut latest = vec![(false, i64::MIN, 0); self.clients.len()];
        let rows = self.client.iter().zip(&self.scope).zip(self.t.iter()).zip(&self.day);
        for (((client, scope), t), day) in rows {
            let known = &mut latest[*client as usize];
            *known = (*known).max((*day < end, *t, *scope));
        }
        latest.into_iter().map(|(_, _, scope)| scope).collect()
    }
}

/// The scale of amounts: that of the columns, or of the policy that they are read by.
fn own_scale(columns: &Value, of_policy: Option<u32>, at: &mut Reader) -> Option<Option<u32>> {
    let value = match columns.get("scale") {
        None | Some(Value::Null) => return Some(of_policy),
        Some(value) => value,
    };
    let scale = at.within("scale", |at| u32::read(value, at))?;
    if scale > MAX_SCALE {
        check_scale(Some(scale), at);
        return None;
    }
    if let Some(other) = of_policy.filter(|other| *other != scale) {
        let message = format!("the policy has the scale {other}");
        return at.within("scale", |at| at.problem("scale_differs", message));
    }
    Some(Some(scale))
}

/// Nobody has an empty name: it would be that of all whose name is missing.
fn check_names(client: &Ids<'_>, at: &mut Reader) {
    // The first in byte order.
    if client.names.first() == Some(&"") {
        for (row, _) in client.codes.iter().enumerate().filter(|(_, code)| **code == 0) {
            at.within("client", |at| {
                at.within(row, |at| at.problem::<()>("empty", "expected a name"))
            });
        }
    }
}

fn missing<T>(key: &'static str, at: &mut Reader) -> Option<T> {
    let message = format!("the column \"{key}\" is required");
    at.within(key, |at| at.problem("missing_key", message))
}

/// A number a row, and the names by number in byte order.
struct Ids<'v> {
    codes: Vec<u32>,
    names: Vec<&'v str>,
}

fn ids<'v>(
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
fn amounts(value: &Value, scale: Option<u32>, at: &mut Reader) -> Option<Buffer<i64>> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(cells: Cells) -> Value {
        Value::Column(Column::new(cells))
    }

    type Rows = (Vec<String>, Vec<u32>, Vec<i64>, Vec<i32>);

    fn read(json: &str) -> Result<Rows, String> {
        let columns = Value::from_json(json).unwrap();
        let mut at = Reader::new();
        let read = Transactions::read(&columns, None, Some(&Zone::utc()), &mut at);
        let read = at.finish(read).map_err(|error| {
            let told = error.problems().iter().map(|it| format!("{} {}", it.code, it.path));
            told.collect::<Vec<_>>().join(", ")
        });
        let read = read?.0;
        let clients = read.clients.iter().map(|name| (*name).to_owned()).collect();
        Ok((clients, read.client, read.amount.to_vec(), read.day))
    }

    #[test]
    fn clients_are_numbered_by_the_bytes_of_their_names() {
        let read = read(
            r#"{"client": ["б", "a", "B", "б"], "t": [0, 86400000, -1, 5], "amount": [1, 2.5, -3, 0]}"#,
        );
        let clients = ["B", "a", "б"].map(str::to_owned).to_vec();
        let amounts = vec![10_000, 25_000, -30_000, 0];
        assert_eq!(read, Ok((clients, vec![2, 1, 0, 2], amounts, vec![0, 1, -1, 0])));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = |json: &str| read(json).unwrap_err();
        let error = wrong(
            r#"{"client": ["a", null, 7], "t": [0, "2026-01-01T00:00:00", 1],
                "amount": [0.00001, null, 1e300], "scope": 5}"#,
        );
        let expected = "missing_value $.client[1], wrong_type $.client[2], naive_time $.t[1], \
                        too_precise $.amount[0], missing_value $.amount[1], \
                        invalid_decimal $.amount[2], wrong_type $.scope";
        assert_eq!(error, expected);
        let error = wrong(r#"{"client": ["a"], "t": [], "amount": [1, 2]}"#);
        assert_eq!(error, "length_mismatch $.t, length_mismatch $.amount");
        assert!(wrong("{}").starts_with("missing_key $.client, missing_key $.t"));
        assert!(wrong(r#"{"client": ["a"], "t": [1], "amount": [1e15]}"#).starts_with("too_large"));
    }

    #[test]
    fn names_of_a_dictionary_come_once_and_only_if_used() {
        let names = ["z", "a", "unused", "z"].map(str::to_owned).to_vec();
        let rows = |client: Value| {
            Value::Map(vec![
                ("client".to_owned(), client),
                ("t".to_owned(), column(Cells::Millis(vec![0; 3].into()))),
                ("amount".to_owned(), column(Cells::I64(vec![1, i64::MAX, -1].into()))),
                (
                    "clients".to_owned(),
                    Value::List(names.iter().map(|name| Value::Text(name.clone())).collect()),
                ),
            ])
        };
        let texts =
            rows(column(Cells::Text { codes: vec![0, 1, 3].into(), names: names.clone().into() }));
        let codes = rows(column(Cells::U32(vec![0, 1, 3].into())));
        for columns in [texts, codes] {
            let mut at = Reader::new();
            let read = Transactions::read(&columns, Some(2), Some(&Zone::utc()), &mut at).unwrap();
            assert_eq!((read.clients, read.client), (vec!["a", "z"], vec![1, 0, 1]));
            assert_eq!((&*read.amount, read.scale), (&[1, i64::MAX, -1][..], 2));
        }
    }

    #[test]
    fn a_client_is_of_the_scope_of_its_latest_row() {
        let json = r#"{"client": ["a", "a", "a", "b"], "t": [1, 2, 2, 0], "amount": [1, 1, 1, 1],
                       "scope": ["z", "x", "y", "x"]}"#;
        let columns = Value::from_json(json).unwrap();
        let read =
            Transactions::read(&columns, None, Some(&Zone::utc()), &mut Reader::new()).unwrap();
        assert_eq!(read.scopes, ["x", "y", "z"]);
        assert_eq!(read.scope_of_clients(i32::MAX), [1, 0]);
        // None of them counts yet.
        assert_eq!(read.scope_of_clients(0), [1, 0]);
    }

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
