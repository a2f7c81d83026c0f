//! RFM, ABC and XYZ of a million transactions of ten thousand clients in two years; and what names cost
//! where they come as texts, row by row.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column, Texts};
use fieldbeat::segment::{AbcPolicy, RfmPolicy, XyzPolicy, abc, rfm, xyz};
use fieldbeat::shape::Value;
use fieldbeat_tests::simulator::Dice;

const ROWS: usize = 1_000_000;
const CLIENTS: u32 = 10_000;
const DAY_MS: i64 = 86_400_000;
const DAYS: i64 = 730;
/// The first instant of 2025.
const START: i64 = 1_735_689_600_000;

/// Names row by row, and columns with them in a dictionary, in no order.
fn transactions() -> (Vec<String>, Value) {
    let mut dice = Dice::new(20_261_127);
    let (mut names, mut t, mut amount) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROWS {
        // A few buy most.
        let a = dice.between(0.0, 1.0);
        names.push(format!("client-{:05}", (a * a * f64::from(CLIENTS)) as u32));
        t.push(START + dice.between(0.0, (DAYS * DAY_MS) as f64) as i64);
        let cents = dice.between(100.0, 500_000.0) as i64;
        let cents = if dice.happens(0.05) { -cents / 4 } else { cents };
        amount.push(cents as f64 / 100.0);
    }
    let Texts { codes, names: known } = names.iter().map(String::as_str).collect();
    let column = |cells: Cells| Value::Column(Column::new(cells));
    let columns = Value::Map(vec![
        ("client".to_owned(), Value::Column(Column::texts(codes, known))),
        ("t".to_owned(), column(Cells::Millis(t.into()))),
        ("amount".to_owned(), column(Cells::F64(amount.into()))),
    ]);
    (names, columns)
}

fn classics(c: &mut Criterion) {
    let (names, columns) = transactions();
    let now = Instant::from_millis(START + DAYS * DAY_MS).unwrap();
    let mut group = c.benchmark_group("segment, a million transactions");
    group.sample_size(20).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("names", |b| {
        b.iter(|| black_box(&names).iter().map(String::as_str).collect::<Texts>());
    });
    group.bench_function("rfm", |b| {
        let policy = RfmPolicy::default();
        b.iter(|| rfm(black_box(&columns), now, &policy, &[], &mut Budget::unlimited()).unwrap());
    });
    group.bench_function("abc", |b| {
        let policy = AbcPolicy::default();
        b.iter(|| abc(black_box(&columns), now, &policy, &mut Budget::unlimited()).unwrap());
    });
    group.bench_function("xyz", |b| {
        let policy = XyzPolicy::default();
        b.iter(|| xyz(black_box(&columns), now, &policy, &mut Budget::unlimited()).unwrap());
    });
    group.finish();
}

criterion_group!(segment_bench, classics);
criterion_main!(segment_bench);
