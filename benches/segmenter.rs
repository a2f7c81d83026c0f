//! A million purchases of a hundred thousand clients in a year: taken in at once, and night by night
//! with every day evaluated; in one scope, and in a hundred.
//!
//! Few purchases a night, ten a client and year: `segments_scale` has years of a busier company.
//!
//! `cargo bench --bench segmenter`. Besides it prints how many bytes a client takes, and how many
//! clients were looked at.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::segment::{ClientScope, SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;
use fieldbeat_tests::simulator::Dice;

const CLIENTS: u32 = 100_000;
const PURCHASES: usize = 1_000_000;
const DAYS: i64 = 365;
/// The first instant of 2026.
const START: i64 = 1_767_225_600_000;
const DAY_MS: i64 = 86_400_000;

/// A purchase: who, on which day, for how many cents.
type Purchase = (u32, i64, i64);

/// A few clients buy most, as everywhere: the square of chance, and amounts alike.
fn purchases() -> Vec<Purchase> {
    let mut dice = Dice::new(20_261_120);
    let purchase = |_| {
        let (a, b) = (dice.between(0.0, 1.0), dice.between(0.0, 1.0));
        let client = (a * a * f64::from(CLIENTS)) as u32;
        let day = dice.between(0.0, DAYS as f64) as i64;
        let return_or_not = if dice.happens(0.03) { -1 } else { 1 };
        (client, day, return_or_not * (100 + (b * b * 50_000.0) as i64))
    };
    let mut all: Vec<Purchase> = (0..PURCHASES).map(purchase).collect();
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
fn segmenter(scopes: u32) -> Segmenter {
    let mut own = Segmenter::new(&SegmentPolicy::default()).unwrap();
    if scopes > 1 {
        let of = |client: u32| ClientScope {
            client: name(client),
            scope: format!("manager-{}", client % scopes),
            at: None,
        };
        let all: Vec<ClientScope> = (0..CLIENTS).map(of).collect();
        own.ingest(&Value::List(Vec::new()), &all, &[]).unwrap();
    }
    own
}

/// A year, night by night; how many clients were looked at.
fn year(mut own: Segmenter, nights: &[Value]) -> (Segmenter, i64) {
    let mut touched = 0;
    for (day, bought) in (1..).zip(nights) {
        own.ingest(bought, &[], &[]).unwrap();
        let now = Instant::from_millis(START + day * DAY_MS).unwrap();
        touched += own.advance(now, &mut Budget::unlimited()).unwrap().touched;
    }
    (own, touched)
}

fn a_year(criterion: &mut Criterion) {
    let bought = purchases();
    let at_once = columns(&bought);
    let nights: Vec<Value> = bought.chunk_by(|a, b| a.1 == b.1).map(columns).collect();
    let mut group = criterion.benchmark_group("a million purchases of 100,000 clients");
    group.sample_size(10).throughput(Throughput::Elements(PURCHASES as u64));
    for scopes in [1, 100] {
        group.bench_function(format!("taken in, {scopes} scopes"), |b| {
            let ingest = |mut own: Segmenter| {
                own.ingest(black_box(&at_once), &[], &[]).unwrap();
                own
            };
            b.iter_batched(|| segmenter(scopes), ingest, BatchSize::LargeInput);
        });
        group.bench_function(format!("night by night, {scopes} scopes"), |b| {
            b.iter_batched(|| segmenter(scopes), |own| year(own, &nights), BatchSize::LargeInput);
        });
        let (own, touched) = year(segmenter(scopes), &nights);
        let days = own.len() as i64 * DAYS;
        println!(
            "{scopes} scopes: {} bytes a client, {:.2} % of clients looked at a day, {} moves",
            own.memory_bytes() / own.len(),
            100.0 * touched as f64 / days as f64,
            own.moves(Instant::MIN, Instant::MAX).len(),
        );
        let bytes = own.snapshot();
        println!("a snapshot of {} bytes", bytes.len());
    }
    group.finish();
}

criterion_group!(segmenter_bench, a_year);
criterion_main!(segmenter_bench);
