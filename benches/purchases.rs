//! A company's purchases, and a segmenter of its clients: what the benches of segments share.
#![allow(clippy::unwrap_used, reason = "a bench that cannot be set up has no result")]

use fieldbeat::Instant;
use fieldbeat::column::{Cells, Column};
use fieldbeat::segment::{ClientScope, SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;
use fieldbeat_tests::simulator::Dice;

/// The first instant of 2025.
const START: i64 = 1_735_689_600_000;
const DAY_MS: i64 = 86_400_000;

/// A purchase: who, on which day, for how many cents.
pub type Purchase = (u32, i64, i64);

/// A few clients buy most, as everywhere: by the square of chance, and amounts alike.
#[must_use]
pub fn purchases(clients: u32, count: usize, days: i64) -> Vec<Purchase> {
    let mut dice = Dice::new(20_261_127);
    let purchase = |_| {
        let (a, b) = (dice.between(0.0, 1.0), dice.between(0.0, 1.0));
        let client = (a * a * f64::from(clients)) as u32;
        let day = dice.between(0.0, days as f64) as i64;
        let return_or_not = if dice.happens(0.03) { -1 } else { 1 };
        (client, day, return_or_not * (100 + (b * b * 50_000.0) as i64))
    };
    let mut all: Vec<Purchase> = (0..count).map(purchase).collect();
    all.sort_by_key(|(_, day, _)| *day);
    all
}

fn name(client: u32) -> String {
    format!("client-{client:06}")
}

/// Columns as a host hands them over: names in a dictionary, cents in whole numbers.
#[must_use]
pub fn columns(bought: &[Purchase]) -> Value {
    let mut numbers: Vec<u32> = bought.iter().map(|(client, ..)| *client).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let code = |client: u32| numbers.binary_search(&client).unwrap() as u32;
    let codes = bought.iter().map(|(client, ..)| code(*client)).collect();
    let names = numbers.iter().map(|client| name(*client)).collect();
    let t: Vec<i64> = bought
        .iter()
        .map(|(client, day, _)| START + day * DAY_MS + i64::from(*client) * 500)
        .collect();
    let amount: Vec<i64> = bought.iter().map(|(.., cents)| *cents).collect();
    let column = |cells: Cells| Value::Column(Column::new(cells));
    Value::Map(vec![
        ("client".to_owned(), Value::Column(Column::texts(codes, names))),
        ("t".to_owned(), column(Cells::Millis(t.into()))),
        ("amount".to_owned(), column(Cells::I64(amount.into()))),
        ("scale".to_owned(), Value::Int(2)),
    ])
}

/// A segmenter whose clients are of so many scopes.
#[must_use]
pub fn segmenter(clients: u32, scopes: u32) -> Segmenter {
    let mut own = Segmenter::new(&SegmentPolicy::default()).unwrap();
    if scopes > 1 {
        let of = |client: u32| ClientScope {
            client: name(client),
            scope: format!("manager-{}", client % scopes),
            at: None,
        };
        let all: Vec<ClientScope> = (0..clients).map(of).collect();
        own.ingest(&Value::List(Vec::new()), &all, &[]).unwrap();
    }
    own
}

/// The first instant of a day, counted from 0.
#[must_use]
pub fn night(day: i64) -> Instant {
    Instant::from_millis(START + day * DAY_MS).unwrap()
}
