//! What stays cost, a fix.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::budget::Budget;
use fieldbeat::column::{Instants, Texts};
use fieldbeat::{StayFixes, StayPolicy, math, stay_points};

const FIXES: usize = 100_000;

/// One rep, a fix every `seconds`: half an hour at a place, ten minutes on the road at 15 m/s; the
/// noise is `noise_m` metres and repeats after a while.
fn days(seconds: usize, noise_m: f64) -> StayFixes {
    let (mut t, mut lat, mut lon) = (Vec::new(), Vec::new(), Vec::new());
    let mut driven = 0.0;
    for i in 0..FIXES {
        let second = i * seconds;
        if second % 2400 > 1800 {
            driven += 15.0 * seconds as f64;
        }
        let noise =
            |step: f64| noise_m * (math::sin(i as f64 * step) + math::sin(i as f64 * step * 1.7));
        t.push(1_795_165_200_000 + second as i64 * 1000);
        lat.push(55.0 + noise(12.9) / 111_000.0);
        lon.push(37.0 + (driven + noise(78.2)) / 64_000.0);
    }
    let t = Instants(t.into());
    StayFixes { t, lat: lat.into(), lon: lon.into(), accuracy_m: None, rep: None }
}

/// The same rows, dealt out to a hundred reps in turn.
fn mixed(fixes: &StayFixes) -> StayFixes {
    let names = (0..100).map(|i| format!("rep {i}")).collect();
    let codes = (0..FIXES as u32).map(|i| i % 100).collect();
    StayFixes { rep: Some(Texts { codes, names }), ..fixes.clone() }
}

fn stays(c: &mut Criterion) {
    let mut group = c.benchmark_group("stay_points");
    group.throughput(Throughput::Elements(FIXES as u64));
    let tracks = [
        ("second", days(1, 5.0)),
        ("half_minute", days(30, 5.0)),
        ("indoors", days(1, 60.0)),
        ("hundred_reps", mixed(&days(1, 5.0))),
    ];
    for (track, fixes) in &tracks {
        for algorithm in ["li2008", "anchored"] {
            let policy = format!(r#"{{"algorithm": "{algorithm}"}}"#);
            let policy = StayPolicy::from_json(&policy).unwrap();
            group.bench_function(format!("{algorithm}/{track}"), |b| {
                b.iter(|| {
                    stay_points(black_box(fixes), &policy, &mut Budget::unlimited()).unwrap()
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, stays);
criterion_main!(benches);
