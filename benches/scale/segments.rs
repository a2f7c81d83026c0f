//! Segments that recalculate themselves, over years of a whole company: `segments_scale [CLIENTS]
//! [PURCHASES A CLIENT AND YEAR] [YEARS] [SCOPES]`, by default 100,000, 20, 2, 1.
//!
//! How many purchases a second: taken in; taken in and evaluated night by night, as they come; and
//! all taken in at once and then every night evaluated, as when a service starts. Those three differ
//! in what they count: only the second is what keeping up costs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::time::Instant as Clock;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::segment::{ClientScope, SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;
use fieldbeat_tests::simulator::Dice;

/// The first instant of 2025.
const START: i64 = 1_735_689_600_000;
const DAY_MS: i64 = 86_400_000;

/// A purchase: who, on which day, for how many cents.
type Purchase = (u32, i64, i64);

/// A few clients buy most, as everywhere: by the square of chance, and amounts alike.
fn purchases(clients: u32, count: usize, days: i64) -> Vec<Purchase> {
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
fn columns(bought: &[Purchase]) -> Value {
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
fn segmenter(clients: u32, scopes: u32) -> Segmenter {
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

fn advance(own: &mut Segmenter, day: i64) -> i64 {
    let now = Instant::from_millis(START + day * DAY_MS).unwrap();
    own.advance(now, &mut Budget::unlimited()).unwrap().touched
}

fn main() {
    let arguments: Vec<u32> =
        std::env::args().skip(1).map(|number| number.parse().unwrap()).collect();
    let number = |place: usize, default| arguments.get(place).copied().unwrap_or(default);
    let (clients, a_year, years, scopes) =
        (number(0, 100_000), number(1, 20), number(2, 2), number(3, 1));
    let days = i64::from(years) * 365;
    let count = (clients * a_year * years) as usize;
    let bought = purchases(clients, count, days);
    let nights: Vec<Value> = bought.chunk_by(|a, b| a.1 == b.1).map(columns).collect();
    assert_eq!(nights.len() as i64, days);
    let all = columns(&bought);
    drop(bought);
    println!("{count} purchases of {clients} clients in {days} days and {scopes} scopes");
    let told = |what: &str, seconds: f64| {
        println!("{what}: {seconds:.2} s, {:.2} million a second", count as f64 / seconds / 1e6);
    };

    let mut own = segmenter(clients, scopes);
    let (mut taken, mut evaluated, mut touched) = (0.0, 0.0, 0);
    for (day, bought) in (1..).zip(&nights) {
        let start = Clock::now();
        own.ingest(bought, &[], &[]).unwrap();
        taken += start.elapsed().as_secs_f64();
        let start = Clock::now();
        touched += advance(&mut own, day);
        evaluated += start.elapsed().as_secs_f64();
    }
    println!("  night by night: {taken:.2} s taken in, {evaluated:.2} s evaluated");
    told("night by night", taken + evaluated);
    println!(
        "  {} bytes a client, {:.2} % of clients looked at a day, {} moves, a snapshot of {} bytes",
        own.memory_bytes() / own.len(),
        100.0 * touched as f64 / (own.len() as i64 * days) as f64,
        own.moves(Instant::MIN, Instant::MAX).len(),
        own.snapshot().len(),
    );
    let nightly = own.snapshot();

    let mut own = segmenter(clients, scopes);
    let start = Clock::now();
    own.ingest(&all, &[], &[]).unwrap();
    let taken = start.elapsed().as_secs_f64();
    told("taken in at once", taken);
    advance(&mut own, days);
    told("and every night evaluated", start.elapsed().as_secs_f64());
    assert!(own.snapshot() == nightly, "it matters how purchases come");
}
