use fieldbeat::budget::{Budget, Continue};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::visit::{TripPolicy, TripReport, VisitPolicy};
use fieldbeat::{ErrorKind, Fix, Instant, Position, Site, Track, ZoneTable, trips, verify_plan};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::simulator::Dice;
use fieldbeat_tests::{development, random};
use proptest::prelude::*;

/// A day as random as those of `verify_plan`.
struct Case {
    fixes: Vec<Fix>,
    sites: Vec<Site>,
    policy: TripPolicy,
    base: Position,
}

impl Case {
    fn drawn(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let input = random::input(&mut dice, false);
        let list = |key: &str| match input.get(key) {
            Some(Value::List(items)) => items.clone(),
            _ => panic!("{key} is a list"),
        };
        let visit = input.get("policy").map(|policy| VisitPolicy::from_value(policy).unwrap());
        let policy = TripPolicy {
            visit: visit.unwrap_or_default(),
            observe_nights: dice.happens(0.5),
            ..Default::default()
        };
        Self {
            fixes: list("track").iter().map(|item| Fix::from_value(item).unwrap()).collect(),
            sites: list("sites").iter().map(|item| Site::from_value(item).unwrap()).collect(),
            policy,
            base: Position::new(55.75 - dice.between(0.0, 2.0), 37.6).unwrap(),
        }
    }

    fn report(&self) -> TripReport {
        let track = Track::new(self.fixes.clone());
        let mut budget = Budget::unlimited();
        trips(&track, &self.policy, &self.sites, Some(&self.base), &mut budget).unwrap()
    }
}

fn bytes(report: &TripReport) -> String {
    canonical(&report.to_value()).unwrap()
}

fn shuffled<T>(mut items: Vec<T>, dice: &mut Dice) -> Vec<T> {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.between(0.0, (last + 1) as f64) as usize);
    }
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_fixes_and_sites_and_repeated_fixes_never_matter(seed: u64) {
        let case = Case::drawn(seed);
        let mut dice = Dice::new(seed ^ 0xfeed);
        let mut fixes = case.fixes.clone();
        fixes.extend(case.fixes.iter().filter(|_| dice.happens(0.3)).cloned());
        let other = Case {
            fixes: shuffled(fixes, &mut dice),
            sites: shuffled(case.sites.clone(), &mut dice),
            policy: case.policy.clone(),
            base: case.base.clone(),
        };
        prop_assert_eq!(bytes(&case.report()), bytes(&other.report()));
    }

    #[test]
    fn the_time_is_divided_as_by_verify_plan(seed: u64) {
        let case = Case::drawn(seed);
        let report = case.report();
        let track = Track::new(case.fixes.clone());
        let visit = &case.policy.visit;
        let mut budget = Budget::unlimited();
        let day = verify_plan(&[], &track, &case.sites, visit, None, &mut budget).unwrap();
        prop_assert_eq!(&report.totals, &day.totals);
        prop_assert_eq!((report.first, report.last), (day.first, day.last));
        prop_assert_eq!(&report.digest, &day.digest);
        let totals = &report.totals;
        let sum = totals.on_site_ms + totals.travel_ms + totals.idle_ms + totals.unknown_ms;
        prop_assert_eq!(sum, report.last.zip(report.first).map_or(0, |(b, a)| b.since(a)));
    }

    #[test]
    fn a_report_is_whole(seed: u64) {
        let case = Case::drawn(seed);
        let report = case.report();
        let text = bytes(&report);
        prop_assert_eq!(&bytes(&TripReport::from_json(&text).unwrap()), &text);
        let mut last = report.first;
        let (mut raw_m, mut cleaned_m, mut bridged_m) = (0.0, 0.0, 0.0);
        for trip in &report.trips {
            prop_assert!(last <= Some(trip.start) && Some(trip.end) <= report.last);
            prop_assert_eq!(trip.duration_ms, trip.end.since(trip.start));
            prop_assert!(trip.duration_ms >= case.policy.min_duration.millis());
            prop_assert!(trip.distance_m >= case.policy.min_distance_m.get());
            prop_assert!((0..=trip.duration_ms).contains(&trip.bridged_ms));
            let metres = &trip.mileage;
            prop_assert!((trip.distance_m - metres.cleaned_m - metres.bridged_m).abs() < 0.11);
            raw_m += metres.raw_m;
            cleaned_m += metres.cleaned_m;
            bridged_m += metres.bridged_m;
            last = Some(trip.end);
        }
        // The trips are parts of the whole; each number is rounded to a tenth.
        let slack = 0.1 * (report.trips.len() + 1) as f64;
        prop_assert!(raw_m <= report.mileage.raw_m + slack);
        prop_assert!(cleaned_m <= report.mileage.cleaned_m + slack);
        prop_assert!(bridged_m <= report.mileage.bridged_m + slack);
        // What is unknown is not false.
        if report.nights_unseen > 0 {
            prop_assert!(report.business_trip != Some(false));
        }
        prop_assert_eq!(report.nights_away.is_empty() || case.policy.observe_nights, true);
    }
}

#[test]
fn clean_drives_are_as_long_as_geographiclib_says() {
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let mut rows = 0;
    for line in include_str!("mileage.csv").lines().skip(1) {
        let (positions, metres) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = positions.split(' ').map(|x| x.parse().unwrap()).collect();
        let fix = |(i, at): (usize, &[f64])| {
            let accuracy_m = 8.0 + (i % 3) as f64;
            Fix::new(start.plus(i as i64 * 60_000), at[0], at[1], accuracy_m).unwrap()
        };
        let track = Track::new(numbers.chunks(2).enumerate().map(fix).collect());
        let policy = TripPolicy::default();
        let report = trips(&track, &policy, &[], None, &mut Budget::unlimited()).unwrap();
        let expected: f64 = metres.parse().unwrap();
        for found in [report.mileage.raw_m, report.mileage.cleaned_m, report.trips[0].distance_m] {
            assert!((found - expected).abs() <= 0.0501, "{found} {expected}");
        }
        rows += 1;
    }
    assert_eq!(rows, 20);
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
fn tracks_of_ten_thousand_years_and_zones_that_jump_by_days_are_answers() {
    let day = 26 * 3600;
    let offsets = (0..40).map(|i| vec![i * 80_000_000, if i % 2 == 0 { day } else { -day }]);
    let table = ZoneTable { name: "nowhere".to_owned(), offsets: offsets.collect() };
    let zone = fieldbeat::Zone::from_value(&table.to_value()).unwrap();
    let times = [Instant::MIN, Instant::MAX, Instant::from_millis(0).unwrap()];
    let more = (0..2000).map(|i| Instant::from_millis(i * 1_000_000).unwrap());
    let fix = |t: Instant| Fix::new(t, 55.75, 37.6, 10.0).unwrap();
    let fixes = times.into_iter().chain(more).map(fix).collect();
    let mut policy = TripPolicy { observe_nights: true, ..Default::default() };
    policy.visit.zone = zone;
    policy.visit.gap = "999999999h".parse().unwrap();
    let base = Position::new(54.0, 37.6).unwrap();
    let report =
        trips(&Track::new(fixes), &policy, &[], Some(&base), &mut Budget::unlimited()).unwrap();
    assert_eq!(report.business_trip, Some(true));
    assert!(report.nights_unseen > 3_000_000);
}

#[test]
fn a_listener_may_stop_it() {
    let case = Case::drawn(3);
    let mut budget = Budget::on_progress(1, |_| Continue::No);
    let track = Track::new(case.fixes);
    let error = trips(&track, &case.policy, &case.sites, None, &mut budget).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

fn mileage(fixes: Vec<Fix>) -> fieldbeat::visit::TripMileage {
    let (track, mut budget) = (Track::new(fixes), Budget::unlimited());
    let policy = TripPolicy::default();
    trips(&track, &policy, &[], None, &mut budget).unwrap().mileage
}

/// A receiver that moves along `at` (metres east by seconds) until `end_s`, with errors that fade over
/// `fade_s` seconds and are as large as its accuracies say, 10 to 30 m.
fn received(
    at: impl Fn(i64) -> f64,
    end_s: i64,
    every_s: i64,
    fade_s: f64,
    dice: &mut Dice,
) -> Vec<Fix> {
    let start: Instant = "2026-11-20T06:00:00Z".parse().unwrap();
    let kept = fieldbeat::math::exp(-(every_s as f64) / fade_s);
    let fresh = (1.0 - kept * kept).sqrt();
    let mut error = [dice.normal(), dice.normal()];
    let fixes = (0..=end_s / every_s).map(|step| {
        error = error.map(|own| own * kept + fresh * dice.normal());
        let accuracy_m = dice.between(10.0, 30.0);
        let [x, y] = error.map(|own| own * accuracy_m / 1.509_59);
        let east_m = at(step * every_s) + x;
        let (lat, lon) = (55.75 + y / 111_343.0, 37.6 + east_m / 62_800.0);
        Fix::new(start.plus(step * every_s * 1000), lat, lon, accuracy_m).unwrap()
    });
    fixes.collect()
}

#[test]
fn eight_hours_of_a_still_phone_are_25_metres() {
    let (mut raw_m, mut cleaned_m, mut worst_m) = (0.0, 0.0, 0.0_f64);
    let (mut days, mut worst) = (0, (0.0, 0, 0));
    for fade_s in [0.1, 10.0, 60.0, 600.0] {
        for every_s in [5, 30, 120] {
            for seed in 0..6 {
                let mut dice = Dice::new(seed);
                let found = mileage(received(|_| 0.0, 8 * 3600, every_s, fade_s, &mut dice));
                if found.cleaned_m > worst_m {
                    worst = (fade_s, every_s, seed);
                }
                worst_m = fieldbeat::math::max(worst_m, found.cleaned_m);
                raw_m += found.raw_m;
                cleaned_m += found.cleaned_m;
                days += 1;
            }
        }
    }
    println!("{worst:?}");
    println!("{days} days: raw {raw_m:.0} m, cleaned {cleaned_m:.0} m, at most {worst_m:.0} m");
    assert!(raw_m > f64::from(days) * 2_000.0, "{raw_m}");
    assert!(cleaned_m < f64::from(days) * 25.0, "{cleaned_m}");
    // An error that fades over ten minutes may begin far off, and wanders until it agrees with the place.
    assert!(worst_m < 500.0, "{worst_m}");
}

#[test]
fn drives_between_stops_keep_their_length() {
    // Eight times twenty minutes at a place and ten on the way at 12 m/s.
    const ROUND_S: i64 = 1_800;
    let at = |second: i64| {
        let (round, left) = (second / ROUND_S, second % ROUND_S);
        (round * 7_200) as f64 + 12.0 * (left - 1_200).max(0) as f64
    };
    for every_s in [5, 15, 30] {
        for fade_s in [60.0, 600.0] {
            let mut dice = Dice::new(every_s as u64);
            let fixes = received(at, 8 * ROUND_S + 1_200, every_s, fade_s, &mut dice);
            // Against the way of the very fixes while it moved: errors make that longer.
            let moves = |second: i64| second % ROUND_S >= 1_200 && second < 8 * ROUND_S;
            let truth_m: f64 = fixes
                .windows(2)
                .filter(|pair| moves(pair[0].t.since(fixes[0].t) / 1000))
                .map(|pair| fieldbeat::distance(&pair[0].position(), &pair[1].position()))
                .sum();
            let found = mileage(fixes);
            println!(
                "{every_s} s, {fade_s} s: {truth_m:.0} m driven, {:.0} m cleaned",
                found.cleaned_m
            );
            assert!((found.cleaned_m / truth_m - 1.0).abs() < 0.01, "{found:?} {truth_m}");
        }
    }
}

/// Real tracks without accuracies, by name.
fn real_tracks() -> Option<Vec<(String, Vec<Fix>)>> {
    let mut tracks: Vec<(String, Vec<Fix>)> = Vec::new();
    for name in ["geo/tracks_gpxpy.csv.gz", "geo/tracks_ibiza.csv.gz"] {
        let file = std::fs::File::open(development::file(name)?).unwrap();
        let mut rows = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
        for row in rows.records() {
            let row = row.unwrap();
            let number = |place: usize| row[place].parse::<f64>().unwrap();
            let t = Instant::from_millis(row[1].parse().unwrap()).unwrap();
            let fix = Fix::new(t, number(2), number(3), 10.0).unwrap();
            match tracks.last_mut() {
                Some((last, fixes)) if *last == row[0] => fixes.push(fix),
                _ => tracks.push((row[0].to_owned(), vec![fix])),
            }
        }
    }
    Some(tracks)
}

#[test]
fn real_tracks_keep_their_length() {
    let Some(tracks) = real_tracks() else { return };
    let (mut raw_m, mut cleaned_m) = (0.0, 0.0);
    for (name, fixes) in tracks {
        // One was saved without its times.
        if fixes.iter().all(|fix| fix.t.since(fixes[0].t).abs() < 60_000) {
            continue;
        }
        let found = mileage(fixes);
        println!("{name}: {found:?}");
        raw_m += found.raw_m;
        cleaned_m += found.cleaned_m;
    }
    println!("{raw_m:.0} m, cleaned {cleaned_m:.0} m");
    assert!(raw_m > 50_000.0 && cleaned_m > 0.99 * raw_m, "{raw_m} {cleaned_m}");
}
