//! A track of ten million fixes, and what no track should hold.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use fieldbeat::budget::Budget;
use fieldbeat::catalog::call;
use fieldbeat::column::{Cells, Column};
use fieldbeat::shape::{MAX_PROBLEMS, Shaped, Value};

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
        (
            "t",
            column(Cells::Millis(
                (0..len).map(|i| start + i as i64 * 1000).collect::<Vec<_>>().into(),
            )),
        ),
        ("lat", column(Cells::F64((0..len).map(lat).collect::<Vec<_>>().into()))),
        ("lon", column(Cells::F64(vec![37.6; len].into()))),
        (
            "accuracy_m",
            column(Cells::F64((0..len).map(|i| 5.0 + (i % 7) as f64).collect::<Vec<_>>().into())),
        ),
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
    let lat: Vec<f64> = (0..len).map(|i| bad.get(i % bad.len()).copied().unwrap_or(0.0)).collect();
    let error = verify(map(vec![
        ("t", column(Cells::Millis((0..len).map(|i| i as i64).collect::<Vec<_>>().into()))),
        ("lat", column(Cells::F64(lat.into()))),
        ("lon", column(Cells::F64(vec![-0.0; len].into()))),
    ]))
    .unwrap_err();
    assert_eq!(error.problems().len(), MAX_PROBLEMS + 1);
    let first = error.problems().first().unwrap();
    assert_eq!((&*first.code, &*first.path), ("not_finite", "$.track.lat[0]"));
    let last = error.problems().last().unwrap();
    assert_eq!((&*last.code, &*last.message), ("more_problems", "and 9999000 more problems"));
}

#[test]
fn extreme_policies_and_times_are_answers_or_errors() {
    let extremes = [
        r#"{"max_travel_speed_mps": 1e-300}"#,
        r#"{"early": "999999999h", "late": "999999999h", "grace": "999999999h", "gap": "999999999h"}"#,
        r#"{"min_dwell": "999999999h", "dwell_grace": "999999999h", "anomaly_window": "999999999h"}"#,
        r#"{"presence": {"accuracy_floor_m": 1e-9, "inside_probability": 1, "outside_probability": 0}}"#,
        r#"{"stop_radius_m": 1e9, "stop_span": "0s", "passed_by": "0s", "max_bridged_share": 0}"#,
        r#"{"anomalies": {"max_speed_mps": 1e-300, "frozen_fixes": 0, "frozen_span": "0s"}}"#,
        r#"{"enter": {"fixes": 1, "min_span": "0s"}, "exit": {"fixes": 4294967295}}"#,
    ];
    let fixes = r#"[
        {"t": "0001-01-01T00:00:00Z", "lat": 90, "lon": 0, "accuracy_m": 1e-300},
        {"t": "2026-11-20T10:30:00Z", "lat": 55.75, "lon": 37.6, "accuracy_m": 1e308},
        {"t": "2026-11-20T10:30:00Z", "lat": 55.75, "lon": 37.6, "accuracy_m": 5, "seq": -1},
        {"t": "2026-11-20T10:40:00Z", "lat": 55.75, "lon": 397.6, "accuracy_m": 5, "seq": -2,
         "received": "0001-01-01T00:00:00Z"},
        {"t": "9999-12-31T23:59:59.999Z", "lat": -90, "lon": -1e308, "accuracy_m": -0.0,
         "received": "9999-12-31T23:59:59.999Z"}]"#;
    for policy in extremes {
        let Value::Map(mut entries) = arguments(Value::from_json(fixes).unwrap()) else {
            panic!("arguments are an object");
        };
        entries.push(("policy".to_owned(), Value::from_json(policy).unwrap()));
        let answer = call("verify_plan", &Value::Map(entries), &mut Budget::unlimited());
        assert!(answer.is_ok_and(|report| report.get("visits").is_some()), "{policy}");
    }
}

#[test]
fn more_visits_than_a_day_holds_are_a_limit() {
    let visit = |i: usize| {
        Value::from_json(&format!(r#"{{"id": "v{i}", "site": "clinic", "date": "2026-11-20"}}"#))
    };
    let plan = (0..1001).map(|i| visit(i).unwrap()).collect();
    let Value::Map(mut entries) = arguments(Value::List(Vec::new())) else {
        panic!("arguments are an object");
    };
    entries.retain(|(key, _)| key != "plan");
    entries.push(("plan".to_owned(), Value::List(plan)));
    let error = call("verify_plan", &Value::Map(entries), &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.kind(), fieldbeat::ErrorKind::Limit);
    assert_eq!(error.problems().first().unwrap().code, "too_many_visits");
}

/// The arguments of `verify_many`, with one site.
fn many(plan: Vec<Value>, track: Vec<(&str, Value)>) -> Value {
    let sites = arguments(Value::Null).get("sites").cloned().unwrap();
    map(vec![("plan", Value::List(plan)), ("track", map(track)), ("sites", sites)])
}

#[test]
fn more_visits_than_a_day_holds_are_a_limit_among_many_days_too() {
    let visit = |i: usize, date: &str| {
        let json =
            format!(r#"{{"id": "{date} {i}", "rep": "anna", "site": "clinic", "date": "{date}"}}"#);
        Value::from_json(&json).unwrap()
    };
    let empty = || ["rep", "t", "lat", "lon"].map(|key| (key, Value::List(Vec::new()))).to_vec();
    let calls = |first: usize, second: usize| {
        let plan = (0..first).map(|i| visit(i, "2026-11-20"));
        let plan = plan.chain((0..second).map(|i| visit(i, "2026-11-21")));
        call("verify_many", &many(plan.collect(), empty()), &mut Budget::unlimited())
    };
    assert!(calls(1000, 1000).is_ok());
    let error = calls(1, 1001).unwrap_err();
    assert_eq!(error.kind(), fieldbeat::ErrorKind::Limit);
    assert_eq!(error.problems().first().unwrap().code, "too_many_visits");
}

#[test]
fn numbers_that_are_none_among_the_fixes_of_many_are_told_by_row() {
    let track = vec![
        ("rep", column(Cells::U32(vec![0, 0, 1].into()))),
        (
            "rep_names",
            Value::List(vec![Value::Text("anna".to_owned()), Value::Text("boris".to_owned())]),
        ),
        ("t", column(Cells::F64(vec![f64::NAN, 0.0, 1e300].into()))),
        ("lat", column(Cells::F64(vec![55.75, f64::INFINITY, 91.0].into()))),
        ("lon", column(Cells::F64(vec![37.6, 37.6, f64::NAN].into()))),
        ("accuracy_m", column(Cells::F64(vec![f64::NAN, -1.0, f64::INFINITY].into()))),
    ];
    let error =
        call("verify_many", &many(Vec::new(), track), &mut Budget::unlimited()).unwrap_err();
    let mut found: Vec<_> = error.problems().iter().map(|p| (&*p.path, &*p.code)).collect();
    found.sort_unstable();
    // An accuracy that is none proves nothing, which is an answer.
    let wanted = [
        ("$.track.lat[1]", "not_finite"),
        ("$.track.lat[2]", "out_of_range"),
        ("$.track.lon[2]", "not_finite"),
        ("$.track.t[0]", "not_finite"),
        ("$.track.t[2]", "out_of_range"),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn five_hundred_shops_of_one_building_share_a_stay_to_the_millisecond() {
    let shop = |i: usize| {
        let lat = 55.75 + i as f64 * 1e-7;
        let json = format!(
            r#"{{"id": "shop {i}", "fence": {{"center": {{"lat": {lat}, "lon": 37.6}}, "radius_m": 100}}}}"#,
        );
        Value::from_json(&json).unwrap()
    };
    let start = 1_795_165_200_000_i64;
    let track = map(vec![
        (
            "t",
            column(Cells::Millis((0..240).map(|i| start + i * 30_000).collect::<Vec<_>>().into())),
        ),
        (
            "lat",
            column(Cells::F64(
                (0..240).map(|i| 55.75 + f64::from(i % 5) * 1e-6).collect::<Vec<_>>().into(),
            )),
        ),
        ("lon", column(Cells::F64(vec![37.6; 240].into()))),
        (
            "accuracy_m",
            column(Cells::F64((0..240).map(|i| 5.0 + f64::from(i % 3)).collect::<Vec<_>>().into())),
        ),
    ]);
    let arguments = map(vec![
        ("plan", Value::List(Vec::new())),
        ("track", track),
        ("sites", Value::List((0..500).map(shop).collect())),
    ]);
    let report = call("verify_plan", &arguments, &mut Budget::unlimited()).unwrap();
    let report = fieldbeat::VisitReport::from_value(&report).unwrap();
    assert_eq!(report.off_plan.len(), 500);
    let shared: i64 = report.off_plan.iter().map(|visit| visit.time_on_site_ms).sum();
    assert_eq!(shared, report.totals.on_site_ms);
    assert_eq!(shared, 239 * 30_000);
}

#[test]
fn what_is_wrong_with_a_record_in_a_record_is_told_once() {
    let Value::Map(mut entries) = arguments(Value::List(Vec::new())) else {
        panic!("arguments are an object");
    };
    let plan = r#"[{"id": "v1", "site": "clinic", "min_dwell": "-1s", "slot":
        {"start": "2026-11-20T10:00:00Z", "end": "2026-11-20T10:00:00Z"}}]"#;
    let policy = r#"{"early": "-1s", "presence": {"version": 9}, "enter": {"fixes": 0},
        "observe": [{"start": "2026-11-20T10:00:00Z", "end": "2026-11-20T09:00:00Z"}]}"#;
    entries.retain(|(key, _)| key != "plan");
    entries.push(("plan".to_owned(), Value::from_json(plan).unwrap()));
    entries.push(("policy".to_owned(), Value::from_json(policy).unwrap()));
    let error = call("verify_plan", &Value::Map(entries), &mut Budget::unlimited()).unwrap_err();
    let mut paths: Vec<&str> = error.problems().iter().map(|p| p.path.as_str()).collect();
    paths.sort_unstable();
    let wrong = [
        "$.plan[0].min_dwell",
        "$.plan[0].slot.end",
        "$.policy.early",
        "$.policy.enter.fixes",
        "$.policy.observe[0].end",
        "$.policy.presence.version",
    ];
    assert_eq!(paths, wrong);
}
