//! What holds for the stays of every track: the laws of `stay_points`, and what no track should hold.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog::call;
use fieldbeat::column::{Cells, Column, Instants, Texts};
use fieldbeat::shape::{MAX_PROBLEMS, Shaped, Value};
use fieldbeat::visit::StayAlgorithm;
use fieldbeat::{ErrorKind, StayFixes, StayPoints, StayPolicy, Track, stay_points};
use proptest::prelude::*;

/// One row: who, when, where, how well.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    rep: usize,
    t: i64,
    lat: f64,
    lon: f64,
    accuracy_m: f64,
}

const REPS: [&str; 3] = ["чужой", "anna", "boris"];
const NINE: i64 = 1_795_165_200_000;

fn fixes(rows: &[Row]) -> StayFixes {
    let column = |cell: fn(&Row) -> f64| rows.iter().map(cell).collect::<Vec<_>>();
    StayFixes {
        t: Instants(rows.iter().map(|row| row.t).collect::<Vec<_>>().into()),
        lat: column(|row| row.lat).into(),
        lon: column(|row| row.lon).into(),
        accuracy_m: Some(column(|row| row.accuracy_m).into()),
        rep: Some(Texts {
            codes: rows.iter().map(|row| row.rep as u32).collect(),
            names: REPS.map(str::to_owned).to_vec(),
        }),
    }
}

fn stays(rows: &[Row], policy: &StayPolicy) -> StayPoints {
    stay_points(&fixes(rows), policy, &mut Budget::unlimited()).unwrap()
}

/// Rep, start, end, mean latitude and median longitude to the bit, fixes, open.
type Listed = (String, i64, i64, u64, u64, u32, Option<bool>);

/// The rows of an answer.
fn listed(stays: &StayPoints) -> Vec<Listed> {
    let rep = |row| stays.rep.as_ref().map_or("", |reps| reps.get(row).unwrap()).to_owned();
    (0..stays.fixes.len())
        .map(|row| {
            let (start, end) = (stays.t_start.0[row], stays.t_end.0[row]);
            assert_eq!(stays.duration_ms[row], end - start);
            let (lat, lon) = (stays.lat[row].to_bits(), stays.median_lon[row].to_bits());
            (rep(row), start, end, lat, lon, stays.fixes[row], stays.open.0[row])
        })
        .collect()
}

/// Somebody who stays, walks and falls silent, now and then at two places at once.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let still = (10_i64..200, -1e-4..1e-4, -1e-4..1e-4);
    let moving = (10_i64..200, -4e-3..4e-3, -4e-3..4e-3);
    let silent = (500_i64..3000, -1e-4..1e-4, -1e-4..1e-4);
    let same = (Just(0_i64), -4e-3..4e-3, -4e-3..4e-3);
    let step = prop_oneof![20 => still, 4 => moving, 1 => silent, 1 => same];
    let row = (0_usize..3, step, 0_u8..4);
    prop::collection::vec(row, 0..250).prop_map(|steps| {
        let mut at = [(NINE, 55.7, 179.999); 3];
        let mut rows = Vec::new();
        for (rep, (seconds, north, east), accuracy) in steps {
            let (t, lat, lon) = &mut at[rep];
            *t += seconds * 1000;
            *lat += north;
            *lon += east;
            let accuracy_m = f64::from(accuracy) * 5.0;
            rows.push(Row { rep, t: *t, lat: *lat, lon: *lon, accuracy_m });
        }
        rows
    })
}

fn policy(anchored: bool) -> StayPolicy {
    let algorithm = if anchored { "anchored" } else { "li2008" };
    StayPolicy::from_json(&format!(
        r#"{{"algorithm": "{algorithm}", "gap": "8m", "duration": "5m"}}"#
    ))
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_and_repeated_ones_never_matter(
        (rows, other) in rows().prop_flat_map(|rows| {
            let repeated = rows.iter().step_by(3).cloned();
            let all: Vec<Row> = rows.iter().cloned().chain(repeated).collect();
            (Just(rows), Just(all).prop_shuffle())
        }),
        anchored: bool,
    ) {
        let policy = policy(anchored);
        prop_assert_eq!(listed(&stays(&rows, &policy)), listed(&stays(&other, &policy)));
    }

    #[test]
    fn many_reps_in_one_call_are_each_on_their_own(rows in rows(), anchored: bool) {
        let policy = policy(anchored);
        let alone = ["anna", "boris", "чужой"].iter().flat_map(|name| {
            let own: Vec<Row> = rows.iter().filter(|row| REPS[row.rep] == *name).cloned().collect();
            listed(&stays(&own, &policy))
        });
        prop_assert_eq!(listed(&stays(&rows, &policy)), alone.collect::<Vec<_>>());
    }

    #[test]
    fn a_longer_silence_than_gap_makes_two_tracks_of_one(rows in rows(), anchored: bool) {
        let policy = policy(anchored);
        let mut own: Vec<Row> = rows.into_iter().filter(|row| row.rep == 1).collect();
        own.sort_by_key(|row| row.t);
        let pieces = own.chunk_by(|a, b| b.t - a.t <= policy.gap.millis());
        let apart: Vec<_> = pieces.flat_map(|piece| listed(&stays(piece, &policy))).collect();
        prop_assert_eq!(listed(&stays(&own, &policy)), apart);
    }

    #[test]
    fn a_list_of_fixes_has_the_stays_of_its_columns_and_of_its_track(
        rows in rows(), anchored: bool,
    ) {
        let own: Vec<Row> = rows.into_iter().filter(|row| row.rep == 1).collect();
        let fix = |row: &Row| {
            let entries = [
                ("t", Value::Int(row.t)),
                ("lat", Value::Float(row.lat)),
                ("lon", Value::Float(row.lon)),
                ("accuracy_m", Value::Float(row.accuracy_m)),
            ];
            Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).to_vec())
        };
        let list = Value::List(own.iter().map(fix).collect());
        let nobody = StayFixes { rep: None, ..fixes(&own) };
        let track = StayFixes::from(&Track::from_value(&list).unwrap());
        let policy = policy(anchored);
        let find = |fixes: &StayFixes| {
            listed(&stay_points(fixes, &policy, &mut Budget::unlimited()).unwrap())
        };
        let read = StayFixes::from_value(&list).unwrap();
        prop_assert_eq!(find(&read), find(&nobody));
        prop_assert_eq!(find(&read), find(&track));
    }
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn column(cells: Cells) -> Value {
    Value::Column(Column::new(cells))
}

/// A fix a second of one who stays half an hour, drives a minute, and so on.
fn long_columns(len: usize) -> Vec<(&'static str, Value)> {
    let t: Vec<i64> = (0..len as i64).map(|i| NINE + i * 1000).collect();
    let lat: Vec<f64> =
        (0..len).map(|i| 50.0 + (i / 1860 % 500) as f64 * 0.01 + (i % 97) as f64 * 1e-6).collect();
    vec![
        ("t", column(Cells::Millis(t.into()))),
        ("lat", column(Cells::F64(lat.into()))),
        ("lon", column(Cells::F64(vec![37.6; len].into()))),
    ]
}

fn called(columns: Vec<(&str, Value)>) -> fieldbeat::Result<Value> {
    call("stay_points", &map(vec![("columns", map(columns))]), &mut Budget::unlimited())
}

#[test]
fn ten_million_rows_of_a_thousand_reps_are_one_call() {
    let len = 10_000_000;
    let mut columns = long_columns(len);
    // Rows of all reps are mixed: every thousandth is the same rep's.
    let codes = (0..len as u32).map(|i| i % 1000).collect();
    let names = (0..1000).map(|i| format!("rep {i:03}")).collect();
    columns.push(("rep", Value::Column(Column::texts(codes, names))));
    let stays = StayPoints::from_value(&called(columns).unwrap()).unwrap();
    // A fix in a thousand seconds: two of them in half an hour are no stay of twenty minutes.
    assert_eq!(stays.fixes.len(), 0);
    let stays = StayPoints::from_value(&called(long_columns(len)).unwrap()).unwrap();
    assert_eq!(stays.fixes.len(), len / 1860);
    assert!(stays.fixes.iter().all(|fixes| *fixes == 1860));
}

#[test]
fn ten_million_cells_that_are_no_place_are_a_thousand_problems_and_a_count() {
    let len = 10_000_000;
    let mut columns = long_columns(len);
    columns[1].1 = column(Cells::F64(vec![f64::NAN; len].into()));
    let error = called(columns).unwrap_err();
    assert_eq!(error.problems().len(), MAX_PROBLEMS + 1);
    let first = &error.problems()[0];
    assert_eq!((&*first.code, &*first.path), ("not_finite", "$.columns.lat[0]"));
}

#[test]
fn columns_built_in_rust_are_checked_as_those_that_were_read() {
    let rows = [Row { rep: 0, t: i64::MAX, lat: f64::INFINITY, lon: 0.0, accuracy_m: f64::NAN }];
    let bad = StayFixes { rep: Some(Texts { codes: vec![7], names: Vec::new() }), ..fixes(&rows) };
    let paths = |fixes: &StayFixes| {
        let error = stay_points(fixes, &StayPolicy::default(), &mut Budget::unlimited());
        error.unwrap_err().problems().iter().map(|p| p.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&bad), ["$.columns.rep", "$.columns.lat[0]", "$.columns.t[0]"]);
    assert_eq!(paths(&fixes(&rows)), ["$.columns.lat[0]", "$.columns.t[0]"]);
}

#[test]
fn the_ends_of_the_earth_and_of_time_have_finite_stays() {
    let columns = r#"{
        "t": ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", 0, 1500000, 3000000],
        "lat": [90, -90, 90, 89.9999, 90], "lon": [1e308, -1e308, 0, 179.9, -0.0],
        "accuracy_m": [null, -1, 0, 1e308, 5]}"#;
    for algorithm in StayAlgorithm::ALL {
        for distance_m in ["1e-300", "200", "1e6"] {
            let policy = format!(
                r#"{{"algorithm": "{algorithm}", "distance_m": {distance_m}, "gap": "999999999h"}}"#
            );
            let input = format!(r#"{{"columns": {columns}, "policy": {policy}}}"#);
            let input = Value::from_json(&input).unwrap();
            let answer = call("stay_points", &input, &mut Budget::unlimited()).unwrap();
            let stays = StayPoints::from_value(&answer).unwrap();
            let degrees = [&stays.lat, &stays.lon, &stays.median_lat, &stays.median_lon];
            assert!(degrees.iter().all(|column| column.iter().all(|x| x.abs() <= 180.0)));
        }
    }
}

#[test]
fn a_caller_in_a_hurry_stops_the_search() {
    let fixes = StayFixes::from_value(&map(long_columns(100_000))).unwrap();
    for anchored in [false, true] {
        let mut seen = 0;
        let mut budget = Budget::on_progress(1000, |done| {
            seen = done;
            if done < 20_000 { Continue::Yes } else { Continue::No }
        });
        let error = stay_points(&fixes, &policy(anchored), &mut budget).unwrap_err();
        drop(budget);
        assert_eq!(error.kind(), ErrorKind::Cancelled);
        assert!((20_000..25_000).contains(&seen), "{seen}");
    }
}
