//! What building an index costs, and asking it.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot be set up has no result"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceIndex, IndexPolicy};
use fieldbeat_benches::workload::{Kind, Workload};

const POINTS: usize = 100_000;
const RUNS: [(Kind, usize); 4] = [
    (Kind::Circles, 1_000),
    (Kind::Circles, 100_000),
    (Kind::Polygons, 1_000),
    (Kind::Polygons, 10_000),
];

fn index(c: &mut Criterion) {
    for (kind, count) in RUNS {
        let workload = Workload::draw(kind, count, POINTS);
        let fences = workload.fences().unwrap();
        let policy = IndexPolicy::default();
        let build = || FenceIndex::new(&fences, &policy, &mut Budget::unlimited()).unwrap();
        let mut group = c.benchmark_group(format!("index/{count} {kind:?}"));
        group.sample_size(20).throughput(Throughput::Elements(count as u64));
        group.bench_function("new", |b| b.iter(build));
        let index = build();
        let bytes = index.to_bytes();
        group.bench_function("from_bytes", |b| b.iter(|| FenceIndex::from_bytes(&bytes).unwrap()));
        group.throughput(Throughput::Elements(POINTS as u64));
        group.bench_function("containing_many", |b| {
            b.iter(|| {
                let budget = &mut Budget::unlimited();
                index.containing_many(black_box(&workload.lat), &workload.lon, budget).unwrap()
            });
        });
        group.throughput(Throughput::Elements(1));
        let (lat, lon) = (workload.lat[7], workload.lon[7]);
        group.bench_function("containing", |b| {
            b.iter(|| index.containing(black_box(lat), lon).unwrap());
        });
        group.bench_function("nearest 3", |b| {
            b.iter(|| index.nearest(black_box(lat), lon, 3).unwrap());
        });
        let mut found = Vec::new();
        group.bench_function("near 1 km", |b| {
            b.iter(|| {
                found.clear();
                index.near(black_box(lat), lon, 1000.0, &mut found);
            });
        });
        group.finish();
    }
}

criterion_group!(benches, index);
criterion_main!(benches);
