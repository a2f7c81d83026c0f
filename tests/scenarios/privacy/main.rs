//! What is told, how coarsely, and for how long: laws of privacy.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::budget::Budget;
use fieldbeat::catalog::call;
use fieldbeat::geo::Path;
use fieldbeat::geofence::{Accuracy, CompiledFence};
use fieldbeat::shape::{Foreign, Shaped, Value};
use fieldbeat::visit::{
    AnyReport, BucketSize, CellSize, Detail, DeviationPolicy, Erasable, RetentionPolicy, TripPolicy,
};
use fieldbeat::{
    Error, Fix, PlannedVisit, Position, PresencePolicy, Site, Track, VisitPolicy, VisitReport,
    coarsen, deviation, distance, redact, retention, trips, verify_plan,
};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::random;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

mod hours;

/// A random day, and its policy.
struct Day {
    plan: Vec<PlannedVisit>,
    track: Track,
    sites: Vec<Site>,
    policy: VisitPolicy,
}

fn drawn(seed: u64) -> Day {
    let input = random::input(&mut Dice::new(seed), false);
    let policy = input
        .get("policy")
        .map_or_else(VisitPolicy::default, |policy| VisitPolicy::from_value(policy).unwrap());
    Day {
        plan: Shaped::from_value(input.get("plan").unwrap()).unwrap(),
        track: Shaped::from_value(input.get("track").unwrap()).unwrap(),
        sites: Shaped::from_value(input.get("sites").unwrap()).unwrap(),
        policy,
    }
}

fn told(day: &Day, detail: Detail) -> VisitReport {
    let policy = VisitPolicy { detail, ..day.policy.clone() };
    let budget = &mut Budget::unlimited();
    verify_plan(&day.plan, &day.track, &day.sites, &policy, None, budget).unwrap()
}

fn instant(text: &str) -> fieldbeat::Instant {
    text.parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_redacted_report_is_the_one_that_was_asked_for_with_less_detail(seed: u64) {
        let day = drawn(seed);
        let whole = told(&day, Detail::Track);
        for &level in Detail::ALL {
            let redacted = redact(&whole, level);
            // The hash is that of the policy that judged, and the level is part of it.
            let asked = VisitReport { policy_hash: whole.policy_hash.clone(), ..told(&day, level) };
            prop_assert_eq!(
                canonical(&redacted.to_value()).unwrap(), canonical(&asked.to_value()).unwrap(),
            );
            // Again changes nothing, and what is gone does not come back.
            for &other in Detail::ALL {
                let lower = if other < level { other } else { level };
                prop_assert_eq!(&redact(&redacted, other), &redact(&whole, lower));
            }
            // Through the door of the bindings it is the same.
            let through = call(
                "redact",
                &Value::Map(vec![
                    ("report".to_owned(), whole.to_value()), ("level".to_owned(), level.to_value()),
                ]),
                &mut Budget::unlimited(),
            ).unwrap();
            prop_assert_eq!(
                canonical(&through).unwrap(), canonical(&redacted.to_value()).unwrap(),
            );
        }
    }

    #[test]
    fn so_are_redacted_reports_of_trips_and_of_deviations(seed: u64) {
        let day = drawn(seed);
        let path = Path::from_json(
            r#"[{"lat": 55.75, "lon": 37.55}, {"lat": 55.75, "lon": 37.65}]"#,
        ).unwrap();
        let reports = |detail: Detail| {
            let visit = VisitPolicy { detail, ..day.policy.clone() };
            let budget = &mut Budget::unlimited();
            let policy = TripPolicy { visit: visit.clone(), ..TripPolicy::default() };
            let mut way = trips(&day.track, &policy, &day.sites, None, budget).unwrap();
            way.policy_hash.clear();
            let policy = DeviationPolicy { visit, ..DeviationPolicy::default() };
            let mut off = deviation(&day.track, &path, &policy, budget).unwrap();
            off.policy_hash.clear();
            [AnyReport::Trips(way), AnyReport::Deviation(off)]
        };
        let now = instant("2040-01-01T00:00:00Z");
        for &level in Detail::ALL {
            for (whole, asked) in reports(Detail::Track).iter().zip(reports(level)) {
                let redacted = redact(whole, level);
                prop_assert_eq!(&redacted, &asked);
                let text = canonical(&redacted.to_value()).unwrap();
                let again = AnyReport::from_json(&text).unwrap();
                prop_assert_eq!(std::mem::discriminant(&again), std::mem::discriminant(whole));
                prop_assert_eq!(&canonical(&again.to_value()).unwrap(), &text);
                let tells = text.contains("\"lat\"");
                prop_assert!(level == Detail::Track || !tells, "{}", text);
                // Positions go with the track, and once gone are not to be erased again.
                let erase = retention(&redacted, &RetentionPolicy::default(), now).unwrap().erase;
                let listed = |what: Erasable| erase.iter().any(|item| item.what == what);
                prop_assert_eq!(listed(Erasable::Positions), tells);
                prop_assert_eq!(listed(Erasable::Track), !day.track.fixes().is_empty());
                prop_assert!(!listed(Erasable::Evidence));
            }
        }
    }

    #[test]
    fn a_redacted_report_keeps_statuses_and_times_and_tells_no_place(seed: u64) {
        let whole = told(&drawn(seed), Detail::Track);
        let verdicts = redact(&whole, Detail::Verdict);
        for (before, after) in whole.visits.iter().zip(&verdicts.visits) {
            prop_assert_eq!(
                (before.status, before.computed_status, &before.arrival, &before.departure),
                (after.status, after.computed_status, &after.arrival, &after.departure),
            );
            prop_assert_eq!(before.time_on_site_ms, after.time_on_site_ms);
            let codes = |visit: &fieldbeat::visit::VisitVerdict| -> Vec<String> {
                visit.reasons.iter().map(|reason| reason.code.clone()).collect()
            };
            prop_assert_eq!(codes(before), codes(after));
        }
        let text = canonical(&verdicts.to_value()).unwrap();
        prop_assert!(!text.contains("\"lat\"") && !text.contains("nearest_m"), "{}", text);
    }

    #[test]
    fn what_redact_has_erased_is_not_to_be_erased_again(seed: u64) {
        let whole = told(&drawn(seed), Detail::Track);
        let policy = RetentionPolicy::default();
        let now = instant("2040-01-01T00:00:00Z");
        let mut report = whole.clone();
        for item in retention(&whole, &policy, now).unwrap().erase {
            if let Some(level) = item.redact_to {
                prop_assert_ne!(item.overdue, Some(false));
                report = redact(&report, level);
            }
        }
        let left = retention(&report, &policy, now).unwrap();
        prop_assert!(left.erase.iter().all(|item| item.redact_to.is_none()));
        prop_assert!(left.erase.len() <= 1);
    }

    #[test]
    fn a_coarse_track_is_a_track_on_a_grid(
        seed: u64, metres in 1.0..50_000.0_f64, seconds in 0.5..7200.0_f64,
    ) {
        let track = drawn(seed).track;
        let (cell, bucket) =
            (CellSize::try_from(metres).unwrap(), BucketSize::try_from(seconds).unwrap());
        let coarse = coarsen(&track, cell, bucket);
        let bucket_ms = (seconds * 1000.0).round() as i64;
        prop_assert!(coarse.fixes().is_sorted_by(|a, b| a.t < b.t));
        prop_assert!(coarse.conflicts().is_empty());
        prop_assert!(coarse.fixes().len() <= track.fixes().len());
        prop_assert_eq!(coarse.fixes().is_empty(), track.fixes().is_empty());
        // It reads back as it was written.
        let written = Track::from_value(&coarse.to_value()).unwrap();
        prop_assert_eq!(written.fixes(), coarse.fixes());
        for fix in coarse.fixes() {
            prop_assert_eq!(fix.t.millis().rem_euclid(bucket_ms), 0);
            // Some fix of the bucket lies within what the accuracy now says.
            let of_bucket = |other: &&Fix| (0..bucket_ms).contains(&other.t.since(fix.t));
            let widened = fix.accuracy_m.radius().unwrap_or(f64::MAX);
            let off_m = |other: &Fix| distance(&other.position(), &fix.position());
            let honest = track.fixes().iter().filter(of_bucket).any(|f| off_m(f) <= widened);
            prop_assert!(honest);
        }
        let again = coarsen(&coarse, cell, bucket);
        let places = |track: &Track| -> Vec<(i64, f64, f64)> {
            track.fixes().iter().map(|f| (f.t.millis(), f.lat.get(), f.lon.get())).collect()
        };
        prop_assert_eq!(places(&again), places(&coarse));
    }

    #[test]
    fn cells_are_as_large_as_was_asked_and_accuracies_stay_honest(
        lat in -90.0..=90.0_f64, lon in -180.0..180.0_f64, metres in 1.0..1e6_f64,
    ) {
        let at = |lat: f64, lon: f64| Fix::new(instant("2026-11-20T09:00:00Z"), lat, lon, 10.0).unwrap();
        let (cell, bucket) = (CellSize::try_from(metres).unwrap(), BucketSize::try_from(1.0).unwrap());
        let coarse = |fix: Fix| coarsen(&Track::new(vec![fix]), cell, bucket).fixes()[0].clone();
        let fix = at(lat, lon);
        let snapped = coarse(fix.clone());
        let off_m = distance(&fix.position(), &snapped.position());
        let Accuracy::Radius(radius) = snapped.accuracy_m else { panic!("an accuracy") };
        prop_assert!(radius >= 10.0 + off_m * 0.999, "{off_m} {radius}");
        // A step of less than half a cell from the middle stays in it.
        let degrees = 0.49 * metres / 111_700.0;
        let near = at(
            (snapped.lat.get() + degrees).clamp(-90.0, 90.0), snapped.lon.get() + degrees,
        );
        prop_assert_eq!(coarse(near).position(), snapped.position());
    }
}

/// Coordinates that can be looked for in any text.
const LAT: &str = "55.7312";
const LON: &str = "37.6498";

fn tells_a_place(text: &str) -> bool {
    text.contains(LAT) || text.contains(LON)
}

#[test]
fn debug_output_and_messages_tell_no_place() {
    let (lat, lon): (f64, f64) = (LAT.parse().unwrap(), LON.parse().unwrap());
    let start = instant("2026-11-20T09:00:00Z");
    let fixes: Vec<Fix> = (0..40)
        .map(|i| Fix::new(start.plus(i * 30_000), lat, lon, 8.0 + (i % 3) as f64).unwrap())
        .collect();
    let track = Track::new(fixes);
    let site = Site::from_json(&format!(
        r#"{{"id": "clinic", "fence": {{"center": {{"lat": {LAT}, "lon": {LON}}}, "radius_m": 150}}}}"#
    ))
    .unwrap();
    let planned =
        PlannedVisit::from_json(r#"{"id": "v", "site": "clinic", "date": "2026-11-20"}"#).unwrap();
    let policy = VisitPolicy { detail: Detail::Track, ..VisitPolicy::default() };
    let budget = &mut Budget::unlimited();
    let report =
        verify_plan(&[planned], &track, std::slice::from_ref(&site), &policy, None, budget)
            .unwrap();
    assert!(report.visits[0].position.is_some());
    let presence = PresencePolicy::default();
    let yard = format!(
        r#"{{"geometry": {{"type": "Polygon", "coordinates":
            [[[{LON}, {LAT}], [37.7, {LAT}], [37.7, 55.8], [{LON}, {LAT}]]]}}}}"#
    );
    let yard = fieldbeat::Fence::from_json(&yard).unwrap();
    let visit = fieldbeat::visit::LocatedVisit {
        site: "clinic".to_owned(),
        stored: Position::new(lat, lon).unwrap(),
        position: Position::new(lat, lon).unwrap(),
        status: None,
    };
    let history = fieldbeat::visit::Companion { rep: "r2".to_owned(), track: track.clone() };
    let printed = [
        format!("{track:?}"),
        format!("{report:?}"),
        format!("{site:?}"),
        format!("{visit:?} {history:?}"),
        format!("{:?}", fieldbeat::suggest_site_position(std::slice::from_ref(&visit)).unwrap()),
        format!(
            "{:?}",
            fieldbeat::register_visit(&track.fixes()[0], std::slice::from_ref(&site), &presence)
        ),
        format!("{:?}", fieldbeat::anomalies(&track, &policy.anomalies, None, budget)),
        format!("{:?}", CompiledFence::new(&site.fence, &presence).unwrap()),
        format!("{yard:?} {:?}", CompiledFence::new(&yard, &presence).unwrap()),
        format!("{:?}", fieldbeat::geo::LocalFrame::new(&visit.stored)),
    ];
    for text in &printed {
        assert!(!tells_a_place(text), "{text}");
    }
}

#[test]
fn problems_tell_no_place() {
    let bad = [
        format!(r#"{{"track": [{{"t": 0, "lat": 9{LAT}, "lon": {LON}}}]}}"#),
        format!(r#"{{"track": [{{"t": "{LAT}", "lat": {LAT}, "lon": "{LON}"}}]}}"#),
        format!(r#"{{"track": {{"t": [0], "lat": [{LAT}, {LAT}], "lon": [null]}}}}"#),
        format!(
            r#"{{"track": [{{"t": 0, "lat": {LAT}, "lon": {LON}, "seq": {LAT}, "mock": {LON}}}]}}"#
        ),
        format!(r#"{{"track": [{{"t": 0, "lat": {LAT}, "lon": {LON}, "accuracy_m": "{LAT}"}}]}}"#),
        format!(r#"{{"track": [{{"t": 0, "position": {LAT}}}]}}"#),
    ];
    for arguments in bad {
        let arguments = Value::from_json(&arguments).unwrap();
        for operation in ["digest", "anomalies", "coarsen"] {
            let error: Error = call(operation, &arguments, &mut Budget::unlimited()).unwrap_err();
            let text = format!("{error} {error:?} {:?}", error.problems());
            assert!(!tells_a_place(&text), "{text}");
        }
    }
}

#[test]
fn facts_that_only_the_host_can_hold_are_named_with_their_path() {
    let report = verify_plan(
        &[PlannedVisit::from_json(r#"{"id": "v", "site": "s", "date": "2026-11-20"}"#).unwrap()],
        &Track::default(),
        &[Site::from_json(
            r#"{"id": "s", "fence": {"center": {"lat": 55.75, "lon": 37.6}, "radius_m": 100}}"#,
        )
        .unwrap()],
        &VisitPolicy::default(),
        None,
        &mut Budget::unlimited(),
    )
    .unwrap();
    let mut report = report.to_value();
    let facts =
        ["visits", "0", "reasons", "0", "facts"].iter().fold(
            &mut report,
            |value, step| match value {
                Value::List(items) => &mut items[step.parse::<usize>().unwrap()],
                Value::Map(entries) => {
                    &mut entries.iter_mut().find(|(key, _)| key == step).unwrap().1
                }
                _ => panic!("a report"),
            },
        );
    let Value::Map(facts) = facts else { panic!("facts") };
    let odd = || Value::Foreign(Foreign::no_data("a function"));
    facts.push(("odd".to_owned(), odd()));
    facts.push(("odder".to_owned(), Value::List(vec![Value::Int(1), odd()])));
    facts.push(("huge".to_owned(), Value::Foreign(Foreign::huge_number())));
    let entry = |key: &str, value: &str| (key.to_owned(), Value::Text(value.to_owned()));
    for (operation, other) in [
        ("redact", entry("level", "evidence")),
        ("retention", entry("now", "2027-03-01T00:00:00Z")),
    ] {
        let policy = ("policy".to_owned(), Value::Map(Vec::new()));
        let mut arguments = vec![("report".to_owned(), report.clone()), other];
        arguments.extend((operation == "retention").then_some(policy));
        let arguments = Value::Map(arguments);
        let error = call(operation, &arguments, &mut Budget::unlimited()).unwrap_err();
        let named: Vec<(&str, &str)> =
            error.problems().iter().map(|problem| (&*problem.code, &*problem.path)).collect();
        let at = "$.report.visits[0].reasons[0].facts";
        assert_eq!(
            named,
            [
                ("wrong_type", format!("{at}.odd").as_str()),
                ("wrong_type", format!("{at}.odder[1]").as_str()),
                ("out_of_range", format!("{at}.huge").as_str()),
            ],
            "{operation}",
        );
    }
}
