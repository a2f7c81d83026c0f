//! What a condition costs, of one record and of columns.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
use fieldbeat::shape::Value;

const ROWS: u32 = 100_000;

fn condition() -> Condition {
    let schema = r#"{
        "doctors_met": "int", "distance_km": "number", "site.status": "string",
        "kind": {"type": "enum", "values": ["demo", "consultation", "call"]}
    }"#;
    let policy = r#"{"all": [
        {"field": "doctors_met", "ge": 5},
        {"field": "site.status", "eq": "state"},
        {"any": [{"field": "kind", "in": ["demo", "consultation"]}, {"field": "distance_km", "gt": 100}]}
    ]}"#;
    let policy = ConditionPolicy::from_json(policy).unwrap();
    Condition::new(&policy, &Schema::from_json(schema).unwrap(), None).unwrap()
}

fn row(c: &mut Criterion) {
    let condition = condition();
    let visit =
        r#"{"doctors_met": 6, "site": {"status": "state"}, "kind": "call", "distance_km": 120.5}"#;
    let visit = Value::from_json(visit).unwrap();
    let record = condition.read(&visit).unwrap();
    c.bench_function("condition/answer", |b| {
        b.iter(|| condition.answer(black_box(&record), None).unwrap());
    });
    c.bench_function("condition/matches", |b| {
        b.iter(|| condition.matches(black_box(&visit), None).unwrap());
    });
}

fn columns(c: &mut Criterion) {
    let condition = condition();
    let texts = |names: &[&str], step: u32| {
        let count = u32::try_from(names.len()).unwrap();
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Column::texts((0..ROWS).map(|row| row / step % count).collect(), names)
    };
    let columns = [
        (
            "doctors_met",
            Column::new(Cells::I64((0..ROWS).map(|row| i64::from(row % 10)).collect())),
        ),
        (
            "distance_km",
            Column::new(Cells::F64((0..ROWS).map(|row| f64::from(row % 1_600) / 8.0).collect())),
        ),
        ("kind", texts(&["demo", "consultation", "call"], 7)),
        ("site.status", texts(&["state", "private"], 3)),
    ];
    let columns = columns.map(|(name, column)| (name.to_owned(), Value::Column(column)));
    let columns = Value::Map(columns.into());
    let mut group = c.benchmark_group("condition");
    group.throughput(Throughput::Elements(u64::from(ROWS)));
    group.bench_function("matches_many", |b| {
        b.iter(|| {
            condition.matches_many(black_box(&columns), None, &mut Budget::unlimited()).unwrap()
        });
    });
    group.finish();
}

criterion_group!(benches, row, columns);
criterion_main!(benches);
