//! What else holds of evidence: anomalies on their own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::Reason;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog::{Language, call, reason_text};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::random;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

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
