//! Tables of travel against their definition, and lines on maps.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::Position;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::column::{Cells, Column};
use fieldbeat::geo::{Line, distance};
use fieldbeat::route::{MatrixKind, MatrixProfile, matrix_from, matrix_of};
use fieldbeat::shape::Value;
use proptest::prelude::*;

fn position() -> impl Strategy<Value = Position> {
    let near_the_antimeridian = (-80.0..80.0, 175.0..185.0);
    let anywhere = (-90.0..90.0, -180.0..180.0);
    prop_oneof![near_the_antimeridian, anywhere]
        .prop_map(|(lat, lon)| Position::new(lat, lon).unwrap())
}

/// Speeds of a profile, as `(up_to_m, speed_mps)`.
fn profile(circuity: f64, bands: &[(f64, f64)], last: f64) -> MatrixProfile {
    let band = |(end, speed): &(f64, f64)| format!(r#"{{"up_to_m": {end}, "speed_mps": {speed}}}"#);
    let mut bands: Vec<String> = bands.iter().map(band).collect();
    bands.push(format!(r#"{{"speed_mps": {last}}}"#));
    let json = format!(r#"{{"circuity": {circuity}, "speeds": [{}]}}"#, bands.join(", "));
    MatrixProfile::from_json(&json).unwrap()
}

/// The answer of `order_matrix` to rows as they are given.
fn ordered(rows: Vec<Value>) -> String {
    let budget = r#"{"iterations": 20}"#;
    let arguments = Value::Map(vec![
        ("matrix".into(), Value::List(rows)),
        ("budget".into(), Value::from_json(budget).unwrap()),
    ]);
    let answer = fieldbeat::catalog::call("order_matrix", &arguments, &mut Budget::unlimited());
    format!("{answer:?}")
}

proptest! {
    #[test]
    fn a_table_is_the_same_whatever_its_numbers_are_kept_as(
        size in 1..12_usize, costs in prop::collection::vec(0..90_000_u32, 144),
    ) {
        let row = |row: usize| costs[row * size..(row + 1) * size].iter().copied();
        let of = |cells: &dyn Fn(usize) -> Cells| -> String {
            ordered((0..size).map(|row| Value::Column(Column::new(cells(row)))).collect())
        };
        let listed = |i: usize| Value::List(row(i).map(|cost| Value::Int(cost.into())).collect());
        let lists = ordered((0..size).map(listed).collect());
        prop_assert!(lists.starts_with("Ok"), "{}", lists);
        prop_assert_eq!(&of(&|i| Cells::F64(row(i).map(f64::from).collect())), &lists);
        prop_assert_eq!(&of(&|i| Cells::I64(row(i).map(i64::from).collect())), &lists);
        prop_assert_eq!(&of(&|i| Cells::U32(row(i).collect())), &lists);
        let below = |i: usize| Cells::I64(row(i).map(|cost| i64::from(cost) - 90_001).collect());
        prop_assert!(of(&below).contains("out_of_range"));
    }
}

proptest! {
    #[test]
    fn times_are_driven_metre_by_metre(
        stops in prop::collection::vec(position(), 0..6),
        circuity in 1.0..3.0,
        ends in prop::collection::vec(1.0..1e5, 0..4),
        speeds in prop::collection::vec(0.5..50.0, 5),
    ) {
        let mut ends = ends;
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let bands: Vec<(f64, f64)> = ends.iter().copied().zip(speeds.iter().copied()).collect();
        let profile = profile(circuity, &bands, speeds[4]);
        let travel = matrix_of(&stops, &profile, &mut Budget::unlimited()).unwrap();
        let (times, ways) = (travel.durations_ms.unwrap(), travel.distances_m.unwrap());
        prop_assert!(travel.unreachable.is_empty());
        for (a, from) in stops.iter().enumerate() {
            for (b, to) in stops.iter().enumerate() {
                let way = if a == b { 0.0 } else { distance(from, to) * circuity };
                prop_assert!((ways.rows[a][b] - way).abs() <= 1e-6);
                prop_assert_eq!(ways.rows[a][b], ways.rows[b][a]);
                prop_assert_eq!(times.rows[a][b], times.rows[b][a]);
                let (mut left, mut driven, mut seconds) = (way, 0.0, 0.0);
                for (end, speed) in bands.iter().copied().chain([(f64::INFINITY, speeds[4])]) {
                    let part = (end - driven).clamp(0.0, left);
                    seconds += part / speed;
                    left -= part;
                    driven += part;
                }
                prop_assert!((times.rows[a][b] - seconds * 1000.0).abs() <= 0.51);
            }
        }
    }

    #[test]
    fn a_longer_way_is_never_quicker(
        ways in prop::collection::vec(0.001..1.0f64, 2),
        ends in prop::collection::vec(1.0..1e5, 0..4),
        speeds in prop::collection::vec(0.5..50.0, 5),
    ) {
        let mut ends = ends;
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let bands: Vec<(f64, f64)> = ends.into_iter().zip(speeds.iter().copied()).collect();
        let profile = profile(1.0, &bands, speeds[4]);
        let stops = [0.0, ways[0], ways[1]].map(|lon| Position::new(0.0, lon).unwrap());
        let travel = matrix_of(&stops, &profile, &mut Budget::unlimited()).unwrap();
        let times = travel.durations_ms.unwrap();
        let (near, far) = if ways[0] <= ways[1] { (1, 2) } else { (2, 1) };
        prop_assert!(times.rows[0][near] <= times.rows[0][far]);
    }

    /// RFC 7946, 3.1.9: no part of a line crosses the antimeridian.
    #[test]
    fn a_line_keeps_all_positions_and_no_leg_goes_around_the_earth(
        stops in prop::collection::vec(position(), 2..12)
    ) {
        let pieces = match Line::through(&stops) {
            Line::Whole(line) => vec![line.coordinates],
            Line::Cut(lines) => lines.coordinates,
        };
        for leg in pieces.iter().flat_map(|piece| piece.windows(2)) {
            prop_assert!((leg[1][0] - leg[0][0]).abs() <= 180.0);
        }
        for (before, after) in pieces.iter().zip(pieces.iter().skip(1)) {
            let (end, begin) = (before.last().unwrap(), &after[0]);
            prop_assert_eq!(end[0].abs(), 180.0);
            prop_assert_eq!(begin[0], -end[0]);
            prop_assert_eq!(begin[1], end[1]);
        }
        prop_assert!(pieces.iter().all(|piece| piece.len() > 1));
        // Each cut has two ends that are no stops.
        let count: usize = pieces.iter().map(Vec::len).sum();
        prop_assert_eq!(count, stops.len() + 2 * (pieces.len() - 1));
    }
}

#[test]
fn a_table_that_is_wanted_no_more_is_none() {
    let stops = vec![Position::new(1.0, 2.0).unwrap(); 2_000];
    let mut budget = Budget::on_progress(1_000, |_| Continue::No);
    let error = matrix_of(&stops, &MatrixProfile::default(), &mut budget).unwrap_err();
    assert_eq!(error.problems()[0].code, "cancelled");
}

#[test]
fn what_a_service_did_not_answer_is_absent_and_what_it_could_not_reach_is_told_once() {
    let answer = r#"{"code": "Ok", "distances": [[0, null, 5], [null, 0, null], [5, 7, 0]]}"#;
    let travel = matrix_from(&Value::from_json(answer).unwrap(), MatrixKind::Osrm).unwrap();
    assert!(travel.durations_ms.is_none());
    let pairs: Vec<_> = travel.unreachable.iter().map(|pair| (pair.source, pair.target)).collect();
    assert_eq!(pairs, [(0, 1), (1, 0), (1, 2)]);
}

#[test]
fn a_pair_without_a_way_is_told_whichever_table_lacks_it() {
    let (whole, none) = ([0.0, 60.0, 61.0, 62.0], None::<f64>);
    let cell = |cell: Option<f64>| cell.map_or_else(|| "null".to_owned(), |n| n.to_string());
    // Four stops in pairs; each way of the four off the diagonal may be missing from either.
    for missing in 0..256_u32 {
        let lacks = |table: u32, from: u32, to: u32| {
            from / 2 == to / 2 && from != to && missing >> (4 * table + from) & 1 == 1
        };
        let rows = |table: u32| {
            let row = |from: u32| {
                let way =
                    |to: u32| if lacks(table, from, to) { none } else { Some(whole[to as usize]) };
                format!("[{}]", (0..4).map(|to| cell(way(to))).collect::<Vec<_>>().join(", "))
            };
            format!("[{}]", (0..4).map(row).collect::<Vec<_>>().join(", "))
        };
        let expected: Vec<(u32, u32)> = (0..4)
            .flat_map(|from| (0..4).map(move |to| (from, to)))
            .filter(|(from, to)| lacks(0, *from, *to) || lacks(1, *from, *to))
            .collect();
        let (durations, distances) = (rows(0), rows(1));
        let tables = format!(r#"{{"durations": {durations}, "distances": {distances}}}"#);
        let valhalla = format!(r#"{{"sources_to_targets": {tables}}}"#);
        for (answer, kind) in [(tables, MatrixKind::Osrm), (valhalla, MatrixKind::Valhalla)] {
            let travel = matrix_from(&Value::from_json(&answer).unwrap(), kind).unwrap();
            let told: Vec<_> =
                travel.unreachable.iter().map(|pair| (pair.source, pair.target)).collect();
            assert_eq!(told, expected, "{answer}");
        }
    }
}

#[test]
fn cells_that_have_no_distances_at_all_have_no_table_of_them() {
    let answer =
        r#"{"sources_to_targets": [[{"time": 0}, {"time": 5}], [{"time": null}, {"time": 0}]]}"#;
    let travel = matrix_from(&Value::from_json(answer).unwrap(), MatrixKind::Valhalla).unwrap();
    assert!(travel.distances_m.is_none());
    let pairs: Vec<_> = travel.unreachable.iter().map(|pair| (pair.source, pair.target)).collect();
    assert_eq!(pairs, [(1, 0)]);
}

#[test]
fn tables_of_two_sizes_are_told() {
    for (answer, kind, path) in [
        (r#"{"durations": [[0]], "distances": []}"#, MatrixKind::Osrm, "$.answer.distances"),
        (
            r#"{"sources_to_targets": {"durations": [], "distances": [[0]]}}"#,
            MatrixKind::Valhalla,
            "$.answer.sources_to_targets.distances",
        ),
    ] {
        let error = matrix_from(&Value::from_json(answer).unwrap(), kind).unwrap_err();
        let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
        assert_eq!(found, [("lengths_differ", path)]);
    }
}
