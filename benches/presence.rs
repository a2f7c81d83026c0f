//! What a distance, a frame and an answer of presence cost.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fieldbeat::geo::LocalFrame;
use fieldbeat::geofence::CompiledFence;
use fieldbeat::{Fence, Fix, Position, PresencePolicy, distance, math};

const LAT: f64 = 55.7558;
const LON: f64 = 37.6173;

fn fix(dlat: f64, dlon: f64) -> Fix {
    let t = "2026-11-20T09:00:00Z".parse().unwrap();
    Fix::new(t, LAT + dlat, LON + dlon, 30.0).unwrap()
}

fn compiled(fence: &str) -> CompiledFence {
    CompiledFence::new(&Fence::from_json(fence).unwrap(), &PresencePolicy::default()).unwrap()
}

/// A wavy ring of `vertices` corners, about 150 m around.
fn district(vertices: u32) -> String {
    let corner = |i: u32| {
        let angle = std::f64::consts::TAU * f64::from(i % vertices) / f64::from(vertices);
        let arm = 0.00135 * (1.0 + 0.2 * math::sin(7.0 * angle));
        format!("[{},{}]", LON + arm * 1.77 * math::cos(angle), LAT + arm * math::sin(angle))
    };
    let ring: Vec<String> = (0..=vertices).map(corner).collect();
    let ring = ring.join(",");
    format!(r#"{{"geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}"#)
}

fn distances(c: &mut Criterion) {
    let here = Position::new(LAT, LON).unwrap();
    let others = [("near", 55.7567, 37.62), ("far", -33.9, 151.2), ("antipodal", -55.7, -142.4)];
    for (name, lat, lon) in others {
        let there = Position::new(lat, lon).unwrap();
        c.bench_function(&format!("distance/{name}"), |b| {
            b.iter(|| distance(black_box(&here), black_box(&there)));
        });
    }
    let frame = LocalFrame::new(&here);
    c.bench_function("local_frame", |b| {
        b.iter(|| frame.distance(black_box(55.7567), black_box(37.62)));
    });
}

fn presence(c: &mut Criterion) {
    let circle = format!(r#"{{"center": {{"lat": {LAT}, "lon": {LON}}}, "radius_m": 150}}"#);
    let fences = [("circle", circle), ("polygon_10", district(10)), ("polygon_100", district(100))];
    let places = [("inside", 0.0, 0.0), ("edge", 0.00135, 0.0), ("far", 0.05, 0.05)];
    for (shape, fence) in fences {
        let fence = compiled(&fence);
        for (place, dlat, dlon) in places {
            let fix = fix(dlat, dlon);
            c.bench_function(&format!("presence/{shape}/{place}"), |b| {
                b.iter(|| fence.observe(black_box(&fix)));
            });
        }
    }
}

criterion_group!(benches, distances, presence);
criterion_main!(benches);
