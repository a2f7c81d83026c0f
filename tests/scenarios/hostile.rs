//! A track of ten million fixes, and what no track should hold.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use fieldbeat::budget::Budget;
use fieldbeat::catalog::call;
use fieldbeat::column::{Cells, Column};
use fieldbeat::shape::{MAX_PROBLEMS, Value};

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn column(cells: Cells) -> Value {
    Value::Column(Column::new(cells))
}

fn arguments(track: Value) -> Value {
    let plan = r#"[{"id": "v1", "site": "clinic", "slot":
        {"start": "2026-11-20T10:00:00Z", "end": "2026-11-20T11:00:00Z"}}]"#;
    let sites = r#"[{"id": "clinic", "fence":
        {"center": {"lat": 55.75, "lon": 37.6}, "radius_m": 100}}]"#;
    map(vec![
        ("plan", Value::from_json(plan).unwrap()),
        ("track", track),
        ("sites", Value::from_json(sites).unwrap()),
    ])
}

fn verify(track: Value) -> fieldbeat::Result<Value> {
    call("verify_plan", &arguments(track), &mut Budget::unlimited())
}

/// 115 days of a fix a second, in and out of the fence every quarter of an hour.
fn long_track(len: usize) -> Value {
    let start = 1_795_165_200_000_i64;
    let lat =
        |i: usize| if (i / 900).is_multiple_of(2) { 55.75 } else { 55.80 } + (i % 97) as f64 * 1e-7;
    map(vec![
        ("t", column(Cells::Millis((0..len).map(|i| start + i as i64 * 1000).collect()))),
        ("lat", column(Cells::F64((0..len).map(lat).collect()))),
        ("lon", column(Cells::F64(vec![37.6; len]))),
        ("accuracy_m", column(Cells::F64((0..len).map(|i| 5.0 + (i % 7) as f64).collect()))),
    ])
}

#[test]
fn ten_million_fixes_are_a_long_day() {
    let report = verify(long_track(10_000_000)).unwrap();
    let Some(Value::Map(counts)) = report.get("fixes") else { panic!("a report counts fixes") };
    assert!(counts.contains(&("used".to_owned(), Value::Int(10_000_000))));
}

#[test]
fn ten_million_bad_fixes_are_a_thousand_problems_and_a_count() {
    let len = 10_000_000;
    let bad = [f64::NAN, f64::INFINITY, 1e308, -1e308, 91.0];
    let lat = (0..len).map(|i| bad.get(i % bad.len()).copied().unwrap_or(0.0)).collect();
    let error = verify(map(vec![
        ("t", column(Cells::Millis((0..len).map(|i| i as i64).collect()))),
        ("lat", column(Cells::F64(lat))),
        ("lon", column(Cells::F64(vec![-0.0; len]))),
    ]))
    .unwrap_err();
    assert_eq!(error.problems().len(), MAX_PROBLEMS + 1);
    let first = error.problems().first().unwrap();
    assert_eq!((&*first.code, &*first.path), ("not_finite", "$.track.lat[0]"));
    let last = error.problems().last().unwrap();
    assert_eq!((&*last.code, &*last.message), ("more_problems", "and 9999000 more problems"));
}
