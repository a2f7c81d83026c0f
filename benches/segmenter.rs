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
use fieldbeat::segment::Segmenter;
use fieldbeat::shape::Value;
use fieldbeat_benches::purchases::{columns, night, purchases, segmenter};

const CLIENTS: u32 = 100_000;
const PURCHASES: usize = 1_000_000;
const DAYS: i64 = 365;

/// A year, night by night; how many clients were looked at.
fn year(mut own: Segmenter, nights: &[Value]) -> (Segmenter, i64) {
    let mut touched = 0;
    for (day, bought) in (1..).zip(nights) {
        own.ingest(bought, &[], &[]).unwrap();
        touched += own.advance(night(day), &mut Budget::unlimited()).unwrap().touched;
    }
    (own, touched)
}

fn a_year(criterion: &mut Criterion) {
    let bought = purchases(CLIENTS, PURCHASES, DAYS);
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
            b.iter_batched(|| segmenter(CLIENTS, scopes), ingest, BatchSize::LargeInput);
        });
        group.bench_function(format!("night by night, {scopes} scopes"), |b| {
            b.iter_batched(
                || segmenter(CLIENTS, scopes),
                |own| year(own, &nights),
                BatchSize::LargeInput,
            );
        });
        let (own, touched) = year(segmenter(CLIENTS, scopes), &nights);
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
