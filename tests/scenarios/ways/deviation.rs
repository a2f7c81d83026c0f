use fieldbeat::budget::{Budget, Continue};
use fieldbeat::geo::Path;
use fieldbeat::geofence::Accuracy;
use fieldbeat::math;
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::visit::{Deviation, DeviationPolicy, VisitPolicy};
use fieldbeat::{ErrorKind, Fix, Instant, Position, Track, deviation};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::random;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

/// A day as random as those of `verify_plan`, and a path near it.
struct Case {
    fixes: Vec<Fix>,
    path: Vec<Position>,
    policy: DeviationPolicy,
}

impl Case {
    fn drawn(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let input = random::input(&mut dice, false);
        let Some(Value::List(items)) = input.get("track") else { panic!("a track is a list") };
        let fixes: Vec<Fix> = items.iter().map(|item| Fix::from_value(item).unwrap()).collect();
        let visit = input.get("policy").map(|policy| VisitPolicy::from_value(policy).unwrap());
        let mut policy = DeviationPolicy { visit: visit.unwrap_or_default(), ..Default::default() };
        policy.corridor_m = dice.pick(500.0, &[50.0, 200.0, 3000.0]).try_into().unwrap();
        // Through some of the fixes, and beside them.
        let mut path = vec![Position::new(55.75, 37.6).unwrap()];
        for fix in &fixes {
            // Not to zero island and back all day: no path is that long.
            if !dice.happens(0.2) || fix.lat.get() < 10.0 {
                continue;
            }
            let aside = |dice: &mut Dice| dice.normal() * dice.pick(0.0, &[0.002, 0.02]);
            let lat = (fix.lat.get() + aside(&mut dice)).clamp(-90.0, 90.0);
            path.push(Position::new(lat, fix.lon.get() + aside(&mut dice)).unwrap());
        }
        path.push(Position::new(55.8, 37.7).unwrap());
        Self { fixes, path, policy }
    }

    fn report(&self) -> Deviation {
        let path = Path::new(self.path.clone()).unwrap();
        let track = Track::new(self.fixes.clone());
        deviation(&track, &path, &self.policy, &mut Budget::unlimited()).unwrap()
    }
}

fn within(corridor_m: f64) -> DeviationPolicy {
    DeviationPolicy { corridor_m: corridor_m.try_into().unwrap(), ..Default::default() }
}

fn bytes(report: &Deviation) -> String {
    canonical(&report.to_value()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_fixes_and_repeated_ones_never_matter(seed: u64) {
        let case = Case::drawn(seed);
        let mut dice = Dice::new(seed ^ 0xfeed);
        let mut fixes = case.fixes.clone();
        fixes.extend(case.fixes.iter().filter(|_| dice.happens(0.3)).cloned());
        for last in (1..fixes.len()).rev() {
            fixes.swap(last, dice.between(0.0, (last + 1) as f64) as usize);
        }
        let other = Case { fixes, path: case.path.clone(), policy: case.policy.clone() };
        prop_assert_eq!(bytes(&case.report()), bytes(&other.report()));
    }

    #[test]
    fn a_report_is_whole(seed: u64) {
        let case = Case::drawn(seed);
        let report = case.report();
        let text = bytes(&report);
        prop_assert_eq!(&bytes(&Deviation::from_json(&text).unwrap()), &text);

        let all = report.last.zip(report.first).map_or(0, |(last, first)| last.since(first));
        prop_assert_eq!(report.time_on_ms + report.time_off_ms + report.unknown_ms, all);
        for part in [report.time_on_ms, report.time_off_ms, report.unknown_ms] {
            prop_assert!(part >= 0);
        }
        let off = |e: &fieldbeat::visit::Excursion| e.duration_ms - e.unknown_ms;
        prop_assert_eq!(report.excursions.iter().map(off).sum::<i64>(), report.time_off_ms);
        let mut last = None;
        for excursion in &report.excursions {
            prop_assert_eq!(excursion.duration_ms, excursion.end.since(excursion.start));
            prop_assert!(off(excursion) >= case.policy.off_after.millis());
            prop_assert!(excursion.worst.distance_m > case.policy.corridor_m.get() - 0.1);
            prop_assert!(excursion.start <= excursion.worst.t && excursion.worst.t <= excursion.end);
            prop_assert!(last < Some(excursion.start));
            last = Some(excursion.end);
        }
        let mut legs: Vec<u32> =
            report.skipped_legs.iter().chain(&report.unproven_legs).copied().collect();
        legs.sort_unstable();
        legs.dedup();
        prop_assert_eq!(legs.len(), report.skipped_legs.len() + report.unproven_legs.len());
        prop_assert!(legs.iter().all(|&leg| (leg as usize) < case.path.len() - 1));
        prop_assert_eq!(report.excursions.is_empty(), report.time_off_ms == 0);
    }

    #[test]
    fn a_path_driven_the_other_way_is_the_same_path(seed: u64) {
        let case = Case::drawn(seed);
        let mut path = case.path.clone();
        path.reverse();
        let last = path.len() as u32 - 2;
        // Where the path grazes the corridor, a millimetre of another frame is a metre of coverage.
        let [narrow, wide] = [-0.05, 0.05].map(|more| {
            let corridor_m = (case.policy.corridor_m.get() + more).try_into().unwrap();
            let policy = DeviationPolicy { corridor_m, ..case.policy.clone() };
            Case { policy, fixes: case.fixes.clone(), path: case.path.clone() }.report()
        });
        let (there, back) = (case.report(), Case { path, ..case }.report());
        prop_assert_eq!(there.excursions.len(), back.excursions.len());
        prop_assert!((there.time_off_ms - back.time_off_ms).abs() <= 2 * there.excursions.len() as i64);
        prop_assert!((there.path_m - back.path_m).abs() < 0.2);
        let share = |report: &Deviation| report.coverage_share.map_or(0.0, |share| share.get());
        let (least, most) = (share(&narrow) - 1e-6, share(&wide) + 1e-6);
        prop_assert!((least..=most).contains(&share(&back)), "{} {least} {most}", share(&back));
        prop_assert!((least..=most).contains(&share(&there)));
        let turned = |legs: &[u32]| legs.iter().rev().map(|leg| last - leg).collect::<Vec<_>>();
        prop_assert_eq!(turned(&there.skipped_legs), back.skipped_legs);
        prop_assert_eq!(turned(&there.unproven_legs), back.unproven_legs);
    }

    #[test]
    fn a_day_moved_around_the_earth_is_the_same_day(seed: u64, turn in -360.0..360.0_f64) {
        let case = Case::drawn(seed);
        // Whole micro-degrees, lest rounding decide.
        let turn = (turn * 64.0).round() / 64.0;
        let lon = |lon: f64| (lon + turn).try_into().unwrap();
        let fixes = case.fixes.iter().map(|fix| Fix { lon: lon(fix.lon.get()), ..fix.clone() });
        let path = case.path.iter().map(|at| Position { lon: lon(at.lon.get()), ..at.clone() });
        let moved = Case {
            fixes: fixes.collect(), path: path.collect(), policy: case.policy.clone(),
        };
        // Latitude 0, longitude 0 is elsewhere then.
        prop_assume!(case.report().fixes.zero_island == 0);
        let (here, there) = (case.report(), moved.report());
        prop_assert_eq!(here.excursions.len(), there.excursions.len());
        prop_assert!((here.time_off_ms - there.time_off_ms).abs() <= 2 * here.excursions.len() as i64);
        prop_assert_eq!(here.skipped_legs, there.skipped_legs);
    }
}

/// A row of paths.csv: what geographiclib says.
struct Row {
    kind: String,
    corridor_m: f64,
    path: Vec<Position>,
    driven: Vec<Position>,
    expected: f64,
}

fn rows(kind: &str) -> Vec<Row> {
    let positions = |text: &str| {
        let numbers: Vec<f64> = text.split(' ').map(|x| x.parse().unwrap()).collect();
        numbers.chunks(2).map(|at| Position::new(at[0], at[1]).unwrap()).collect()
    };
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        Row {
            kind: cells[0].to_owned(),
            corridor_m: cells[1].parse().unwrap(),
            path: positions(cells[2]),
            driven: positions(cells[3]),
            expected: cells[4].parse().unwrap(),
        }
    };
    let all = include_str!("paths.csv").lines().skip(1).map(row);
    all.filter(|row| row.kind == kind).collect()
}

/// A fix every five minutes.
fn report_of(row: &Row) -> Deviation {
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let fix = |(i, at): (usize, &Position)| {
        Fix::new(start.plus(i as i64 * 300_000), at.lat.get(), at.lon.get(), 10.0).unwrap()
    };
    let fixes = row.driven.iter().enumerate().map(fix).collect();
    let policy = within(row.corridor_m);
    Case { fixes, path: row.path.clone(), policy }.report()
}

#[test]
fn distances_to_paths_are_those_of_geographiclib() {
    let rows = rows("distance");
    for row in &rows {
        let found = report_of(row).worst.unwrap().distance_m;
        // Rounded to a tenth, and 10 cm for the frame up to 20 km away.
        assert!((found - row.expected).abs() < 0.15, "{found} {}", row.expected);
    }
    assert_eq!(rows.len(), 120);
}

#[test]
fn the_share_of_a_path_that_was_driven_is_that_of_geographiclib() {
    let rows = rows("coverage");
    for row in &rows {
        let found = report_of(row).coverage_share.unwrap().get();
        // The reference counts points, 200 a leg; each part begins and ends within one of them.
        assert!((found - row.expected).abs() < 0.01, "{found} {}", row.expected);
    }
    assert_eq!(rows.len(), 12);
}

#[test]
fn twenty_thousand_legs_and_a_hundred_thousand_fixes_are_a_path_and_a_track() {
    let position = |i: usize| {
        let turn = i as f64 * 1e-3;
        let (lat, lon) = (55.0 + turn * 0.05, 37.0 + math::sin(turn * 2.0) * 0.2);
        Position::new(lat, lon).unwrap()
    };
    let path = Path::new((0..20_000).map(position).collect()).unwrap();
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let fixes = (0..100_000)
        .map(|i| {
            let at = position(i / 5);
            Fix::new(start.plus(i as i64 * 1000), at.lat.get(), at.lon.get(), 10.0).unwrap()
        })
        .collect();
    let policy = DeviationPolicy::default();
    let report = deviation(&Track::new(fixes), &path, &policy, &mut Budget::unlimited()).unwrap();
    assert!(report.coverage_share.unwrap().get() > 0.999);
    assert!(report.skipped_legs.is_empty() && report.excursions.is_empty());
}

#[test]
fn thousands_of_jumps_beside_thousands_of_legs_are_a_report() {
    let mut dice = Dice::new(7);
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let fixes: Vec<Fix> = (0..3_000)
        .map(|i| {
            let (lat, lon) = (dice.between(50.0, 60.0), dice.between(32.0, 42.0));
            Fix::new(start.plus(i * 10_000), lat, lon, 10.0).unwrap()
        })
        .collect();
    let position = |i: usize| {
        let lon = 37.0 + math::sin(i as f64 * 0.01);
        Position::new(52.0 + i as f64 * 1e-3, lon).unwrap()
    };
    let case = Case { fixes, path: (0..6_000).map(position).collect(), policy: within(500.0) };
    let report = case.report();
    // No leg is known: what was driven, nobody knows.
    assert_eq!((report.coverage_share, report.unproven_legs.len()), (None, 5_999));
}

#[test]
fn a_listener_may_stop_it() {
    let case = Case::drawn(3);
    let mut budget = Budget::on_progress(1, |_| Continue::No);
    let path = Path::new(case.path.clone()).unwrap();
    let error = deviation(&Track::new(case.fixes), &path, &case.policy, &mut budget).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

#[test]
fn a_report_tells_no_place_unless_it_is_asked_to() {
    for seed in 0..50 {
        let mut case = Case::drawn(seed);
        case.policy.visit.detail = fieldbeat::visit::Detail::Evidence;
        let text = bytes(&case.report());
        assert!(!text.contains("\"lat\"") && !text.contains("\"lon\""), "{text}");
    }
}

#[test]
fn poles_and_the_whole_earth_are_paths_too() {
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let places = [(90.0, 0.0), (-90.0, 37.0), (0.0, 180.0), (0.0, -180.0), (89.999, -120.0)];
    let fixes: Vec<Fix> = (0..50)
        .map(|i| {
            let (lat, lon) = places[i % places.len()];
            let mut fix = Fix::new(start.plus(i as i64 * 60_000), lat, lon, 10.0).unwrap();
            if i % 7 == 0 {
                fix.accuracy_m = Accuracy::Invalid;
            }
            fix
        })
        .collect();
    let position = |&(lat, lon): &(f64, f64)| Position::new(lat, lon).unwrap();
    for corridor_m in [1e-9, 500.0, 1e6] {
        let path: Vec<Position> = places.iter().map(position).collect();
        let mut policy = within(corridor_m);
        policy.visit.anomalies.max_speed_mps = 1e6.try_into().unwrap();
        policy.visit.anomalies.max_flight_speed_mps = 1e6.try_into().unwrap();
        let text = bytes(&Case { fixes: fixes.clone(), path, policy }.report());
        assert_eq!(bytes(&Deviation::from_json(&text).unwrap()), text);
    }
}
