//! Transactions, and the ways in which they come.

use std::collections::BTreeSet;

use fieldbeat::column::{Cells, Column};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{Instant, Zone};
use proptest::prelude::*;

pub(super) const DAY: i64 = 86_400_000;

/// One transaction; amounts are cents.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) client: &'static str,
    pub(super) scope: Option<&'static str>,
    pub(super) t: i64,
    pub(super) cents: i64,
}

/// A zone whose clocks are put forward and back within the rows' days.
pub(super) fn zone() -> Zone {
    let json = r#"{"name": "x", "offsets": [[0, 10800], [864000000, 14400], [2592000001, 7200]]}"#;
    Zone::from_json(json).unwrap()
}

pub(super) fn now() -> Instant {
    Instant::from_millis(40 * DAY + 5 * DAY / 24).unwrap()
}

/// The local date, as days since 1970-01-01.
pub(super) fn day(t: i64) -> i64 {
    (t + zone().offset_s(Instant::from_millis(t).unwrap()) * 1000).div_euclid(DAY)
}

pub(super) fn today() -> i64 {
    day(now().millis())
}

/// Rows of eight clients over sixty days, some of them after `now`.
pub(super) fn rows(with_scopes: bool) -> impl Strategy<Value = Vec<Row>> {
    let client = prop::sample::select(vec!["б", "a", "B", "aa", " ", "z", "client 7", "client 8"]);
    let scope = prop::sample::select(vec!["south", "north"]);
    let cents = prop_oneof![3 => 1_i64..50_000, 1 => -60_000_i64..=0, 1 => Just(100_i64)];
    let row =
        (client, scope, 0_i64..60 * 24, cents).prop_map(move |(client, scope, hour, cents)| Row {
            client,
            scope: with_scopes.then_some(scope),
            t: hour * DAY / 24,
            cents,
        });
    prop::collection::vec(row, 0..60)
}

/// Rows as JSON has them: lists, amounts as numbers with a fraction.
pub(super) fn listed(rows: &[Row]) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut columns = vec![
        ("client", rows.iter().map(|row| text(row.client)).collect()),
        ("t", rows.iter().map(|row| Value::Int(row.t)).collect()),
        ("amount", rows.iter().map(|row| Value::Float(row.cents as f64 / 100.0)).collect()),
    ];
    if rows.iter().any(|row| row.scope.is_some()) {
        columns.push(("scope", rows.iter().map(|row| text(row.scope.unwrap_or(""))).collect()));
    }
    object(columns.into_iter().map(|(key, rows)| (key, Value::List(rows))).collect())
}

/// The same as columns: dictionaries with names that nobody has, in no order, and floats.
pub(super) fn columns(rows: &[Row]) -> Value {
    let amounts = rows.iter().map(|row| row.cents as f64 / 100.0).collect();
    in_columns(rows, Cells::F64(amounts))
}

/// The same with amounts in whole cents.
pub(super) fn in_cents(rows: &[Row]) -> Value {
    in_columns(rows, Cells::I64(rows.iter().map(|row| row.cents).collect()))
}

fn in_columns(rows: &[Row], amounts: Cells) -> Value {
    let mut columns = vec![
        ("client", dictionary(rows.iter().map(|row| row.client).collect())),
        ("t", Cells::Millis(rows.iter().map(|row| row.t).collect())),
        ("amount", amounts),
    ];
    if rows.iter().any(|row| row.scope.is_some()) {
        columns.push(("scope", dictionary(rows.iter().filter_map(|row| row.scope).collect())));
    }
    let column = |(key, cells)| (key, Value::Column(Column::new(cells)));
    object(columns.into_iter().map(column).collect())
}

fn dictionary(rows: Vec<&str>) -> Cells {
    let mut names = vec!["nobody".to_owned()];
    names.extend(rows.iter().rev().map(|name| (*name).to_owned()));
    let last = rows.len() as u32;
    Cells::Text { codes: (0..last).map(|row| last - row).collect(), names: names.into() }
}

fn object(columns: Vec<(&str, Value)>) -> Value {
    Value::Map(columns.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// The names of all clients, in byte order.
pub(super) fn clients(rows: &[Row]) -> Vec<&'static str> {
    rows.iter().map(|row| row.client).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The scope of a client: that of its latest row before today, if it has one.
pub(super) fn scope_of(client: &str, rows: &[Row]) -> Option<&'static str> {
    let own = rows.iter().filter(|row| row.client == client);
    own.max_by_key(|row| (day(row.t) < today(), row.t, row.scope)).and_then(|row| row.scope)
}

/// Scopes in byte order, or one that has no name.
pub(super) fn scopes(rows: &[Row]) -> Vec<Option<&'static str>> {
    match rows.iter().map(|row| row.scope).collect::<BTreeSet<_>>() {
        scopes if scopes.is_empty() => vec![None],
        scopes => scopes.into_iter().collect(),
    }
}

/// The rows of a client on days [start, end).
pub(super) fn of<'r>(
    client: &'r str,
    rows: &'r [Row],
    start: i64,
    end: i64,
) -> impl Iterator<Item = &'r Row> + Clone {
    let is_own = move |row: &&Row| row.client == client && (start..end).contains(&day(row.t));
    rows.iter().filter(is_own)
}

/// The cents of a client on days [start, end).
pub(super) fn revenue(client: &str, rows: &[Row], start: i64, end: i64) -> i64 {
    of(client, rows, start, end).map(|row| row.cents).sum()
}

/// The days on which a client bought, of days [start, end).
pub(super) fn days(client: &str, rows: &[Row], start: i64, end: i64) -> BTreeSet<i64> {
    let bought = of(client, rows, start, end).filter(|row| row.cents > 0);
    bought.map(|row| day(row.t)).collect()
}
