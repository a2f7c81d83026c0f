//! What else holds of evidence: anomalies on their own, visits made on the spot, where sites are.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::Reason;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog::{Language, call, reason_text};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::random;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

mod jumps;

fn run(operation: &str, input: &Value) -> fieldbeat::Result<Value> {
    call(operation, input, &mut Budget::unlimited())
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn value(json: &str) -> Value {
    Value::from_json(json).unwrap()
}

/// The arguments of `verify_plan` on a random day, their track a list of fixes.
fn drawn(seed: u64) -> Value {
    random::input(&mut Dice::new(seed), false)
}

/// The arguments of `input` under these keys.
fn only(input: &Value, keys: &[&str]) -> Value {
    map(keys.iter().map(|&key| (key, input.get(key).unwrap().clone())).collect())
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    let Some(Value::List(items)) = value.get(key) else { panic!("{key} is a list") };
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_flags_of_a_track_are_those_of_its_report(seed: u64) {
        let day = only(&drawn(seed), &["plan", "track", "sites"]);
        let report = run("verify_plan", &day).unwrap();
        let flags = run("anomalies", &only(&day, &["track"])).unwrap();
        for key in
            ["anomalies", "digest", "path_digest", "first", "last", "fixes", "clock_offset_ms"]
        {
            let (a, b) = (flags.get(key).unwrap(), report.get(key).unwrap());
            prop_assert_eq!(canonical(a).unwrap(), canonical(b).unwrap(), "{}", key);
        }
    }

    #[test]
    fn every_flag_reads_as_a_reason_with_a_text(seed: u64) {
        let flags = run("anomalies", &only(&drawn(seed), &["track"])).unwrap();
        for flag in list(&flags, "anomalies") {
            let reason = Reason::from_value(flag).unwrap();
            for language in [Language::En, Language::Ru] {
                let text = reason_text(&reason, language);
                prop_assert!(text != reason.code && !text.contains('{'), "{text}");
            }
        }
    }

    #[test]
    fn a_day_is_its_own_replay_where_it_has_places_enough(seed: u64) {
        let track = only(&drawn(seed), &["track"]);
        let flags = run("anomalies", &track).unwrap();
        let digest = flags.get("path_digest").unwrap().clone();
        prop_assume!(digest != Value::Null);
        let history = map(vec![("path_digests", Value::List(vec![digest]))]);
        let again = map(vec![("track", track.get("track").unwrap().clone()), ("history", history)]);
        let again = run("anomalies", &again).unwrap();
        let replays = list(&again, "anomalies")
            .iter()
            .filter(|flag| flag.get("code") == Some(&Value::Text("replayed_track".to_owned())))
            .count();
        prop_assert_eq!(replays, 1);
    }
}

/// A permutation by the Fisher-Yates shuffle.
fn shuffled(mut items: Vec<Value>, dice: &mut Dice) -> Vec<Value> {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.between(0.0, (last + 1) as f64) as usize);
    }
    items
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    let Some(Value::Text(text)) = value.get(key) else { panic!("{key} is a text") };
    text
}

fn number(value: &Value, key: &str) -> f64 {
    match value.get(key) {
        Some(Value::Float(x)) => *x,
        Some(Value::Int(i)) => *i as f64,
        other => panic!("{key} is no number: {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn who_registers_a_visit_hears_of_every_site_that_may_be_meant(seed: u64) {
        let day = drawn(seed);
        let mut dice = Dice::new(seed ^ 0xbeef);
        let sites = list(&day, "sites").to_vec();
        let policy = day.get("policy").and_then(|policy| policy.get("presence")).cloned();
        for fix in list(&day, "track").iter().step_by(29) {
            let ask = |sites: Vec<Value>| {
                let mut entries = vec![("fix", fix.clone()), ("sites", Value::List(sites))];
                entries.extend(policy.clone().map(|policy| ("policy", policy)));
                run("register_visit", &map(entries)).unwrap()
            };
            let answer = ask(sites.clone());
            let again = ask(shuffled(sites.clone(), &mut dice));
            prop_assert_eq!(canonical(&answer).unwrap(), canonical(&again).unwrap());

            let candidates = list(&answer, "candidates");
            let sum: f64 = candidates.iter().map(|one| number(one, "likelihood")).sum();
            prop_assert!(candidates.is_empty() || (sum - 1.0).abs() < 1e-9, "{sum}");
            let likelihoods = candidates.iter().map(|one| number(one, "likelihood"));
            prop_assert!(likelihoods.is_sorted_by(|a, b| a >= b));
            let zero = number(fix, "lat") == 0.0 && number(fix, "lon") == 0.0;
            for site in &sites {
                let mut entries =
                    vec![("fence", site.get("fence").unwrap().clone()), ("fix", fix.clone())];
                entries.extend(policy.clone().map(|policy| ("policy", policy)));
                let state = run("presence", &map(entries)).unwrap();
                let named = candidates.iter().any(|one| text(one, "site") == text(site, "id"));
                match text(&state, "state") {
                    "inside" => prop_assert!(named || zero),
                    "outside" => prop_assert!(!named),
                    _ => {}
                }
            }
            let several = candidates.len() > 1;
            prop_assert!(!several || text(&answer, "outcome") != "one");
            prop_assert_eq!(
                several,
                list(&answer, "reasons").iter().any(|reason| text(reason, "code") == "several_sites"),
            );
            for reason in list(&answer, "reasons") {
                let words = reason_text(&Reason::from_value(reason).unwrap(), Language::Ru);
                prop_assert!(!words.contains('{') && words != text(reason, "code"), "{words}");
            }
        }
    }

    #[test]
    fn where_a_site_is_does_not_depend_on_the_order_of_its_visits(seed: u64) {
        let mut dice = Dice::new(seed);
        let stored = [(55.75, 37.6), (-16.8, 179.9999), (69.3, -180.0), (0.0, 0.0)];
        let place = |lat: f64, lon: f64| map(vec![("lat", Value::Float(lat)), ("lon", Value::Float(lon))]);
        let visits: Vec<Value> = (0..dice.between(1.0, 40.0) as usize)
            .map(|_| {
                let index = dice.between(0.0, stored.len() as f64) as usize;
                let (lat, lon) = stored[index];
                map(vec![
                    ("site", Value::Text(format!("s{index}"))),
                    ("stored", place(lat, lon)),
                    ("position", place(
                        lat + dice.between(-0.002, 0.002), lon + dice.between(-0.002, 0.002),
                    )),
                ])
            })
            .collect();
        let ask = |visits| {
            run("suggest_site_position", &map(vec![("visits", Value::List(visits))])).unwrap()
        };
        let answer = ask(visits.clone());
        prop_assert_eq!(
            canonical(&answer).unwrap(),
            canonical(&ask(shuffled(visits.clone(), &mut dice))).unwrap(),
        );
        let Value::List(sites) = answer else { panic!("a list of sites") };
        prop_assert_eq!(
            sites.iter().map(|site| number(site, "visits") as usize).sum::<usize>(), visits.len(),
        );
        for site in sites {
            // No median leaves the town, on either side of the antimeridian.
            prop_assert!(number(&site, "offset_m") < 400.0);
            prop_assert_eq!(
                site.get("suspect") == Some(&Value::Null), number(&site, "visits") < 5.0,
            );
        }
    }
}

#[test]
fn verdicts_of_five_days_tell_that_a_clinic_is_not_where_it_is_stored() {
    // The clinic is 80 m north of its stored point, and its fence of 150 m hides that.
    let site = r#"{"id": "clinic",
        "fence": {"center": {"lat": 55.75, "lon": 37.6}, "radius_m": 150}}"#;
    let visits: Vec<Value> = (0..5)
        .map(|day| {
            let fix = |i: i64| {
                let wander = ((i * 7 + day) % 5) as f64 * 1e-5;
                format!(
                    r#"{{"t": {}, "lat": {}, "lon": 37.6, "accuracy_m": {}}}"#,
                    1_795_165_200_000 + day * 86_400_000 + i * 30_000,
                    55.75072 + wander - 2e-5,
                    8 + i % 3,
                )
            };
            let fixes: Vec<String> = (0..40).map(fix).collect();
            let report = run(
                "verify_plan",
                &map(vec![
                    (
                        "plan",
                        value(&format!(
                            r#"[{{"id": "v", "site": "clinic", "date": "2026-11-{}"}}]"#,
                            20 + day,
                        )),
                    ),
                    ("track", value(&format!("[{}]", fixes.join(",")))),
                    ("sites", value(&format!("[{site}]"))),
                    ("policy", value(r#"{"detail": "track"}"#)),
                ]),
            )
            .unwrap();
            let [visit] = list(&report, "visits") else { panic!("one visit") };
            map(vec![
                ("site", visit.get("site").unwrap().clone()),
                ("stored", value(r#"{"lat": 55.75, "lon": 37.6}"#)),
                ("position", visit.get("position").unwrap().clone()),
                ("status", visit.get("status").unwrap().clone()),
            ])
        })
        .collect();
    let answer = run("suggest_site_position", &map(vec![("visits", Value::List(visits))])).unwrap();
    let Value::List(sites) = answer else { panic!("a list of sites") };
    assert_eq!(sites[0].get("suspect"), Some(&Value::Bool(true)));
    assert!((number(&sites[0], "offset_m") - 80.1).abs() < 2.0);
}

#[test]
fn a_listener_may_stop_the_search_for_anomalies() {
    let input = only(&drawn(7), &["track"]);
    let mut budget = Budget::on_progress(1, |_| Continue::No);
    let error = call("anomalies", &input, &mut budget).unwrap_err();
    assert_eq!(error.kind(), fieldbeat::ErrorKind::Cancelled);
}

#[test]
fn tracks_and_policies_beyond_reason_are_answers() {
    let extremes = [
        r#"{"max_speed_mps": 1e-300, "frozen_fixes": 0, "frozen_span": "0s"}"#,
        r#"{"accuracy_constant_fixes": 0, "companion_sites": 0, "companion_span": "0s"}"#,
        r#"{"clock_ahead": "999999999h", "flight_leg_m": 1e9, "companion_sites": 4294967295}"#,
        r#"{"teleport_leg_m": 0, "teleport_return_share": 1, "frozen_places": 16}"#,
    ];
    let fixes = r#"[
        {"t": "0001-01-01T00:00:00Z", "lat": 90, "lon": 0, "accuracy_m": 1e-300, "seq": -9007199254740991},
        {"t": "2026-11-20T10:30:00Z", "lat": 55.75, "lon": 37.6, "accuracy_m": 1e308},
        {"t": "2026-11-20T10:30:00Z", "lat": 55.75, "lon": 37.6, "accuracy_m": 5, "seq": -1},
        {"t": "2026-11-20T10:40:00Z", "lat": 55.75, "lon": 397.6, "accuracy_m": 5, "seq": -2,
         "received": "0001-01-01T00:00:00Z"},
        {"t": "9999-12-31T23:59:59.999Z", "lat": -90, "lon": -1e308, "accuracy_m": -0.0,
         "received": "9999-12-31T23:59:59.999Z", "seq": 9007199254740991}]"#;
    let companion = map(vec![("rep", Value::Text("r2".to_owned())), ("track", value(fixes))]);
    for policy in extremes {
        let answer = run(
            "anomalies",
            &map(vec![
                ("track", value(fixes)),
                ("policy", value(policy)),
                ("history", map(vec![("companions", Value::List(vec![companion.clone()]))])),
            ]),
        );
        let answer = answer.unwrap_or_else(|error| panic!("{policy}: {error}"));
        assert!(canonical(&answer).is_ok(), "{policy}");
    }
}
