//! The section "Presence" of the specification: its fixtures and its laws.

use fieldbeat::geofence::{CompiledFence, Observation, PresenceState};
use fieldbeat::{Fence, Fix, Presence, PresencePolicy};
use proptest::prelude::*;

use PresenceState::{Inside, Outside, Uncertain};

const LAT: f64 = 55.7558;
const LON: f64 = 37.6173;

fn fence(radius_m: f64) -> Fence {
    let text = format!(r#"{{"center": {{"lat": {LAT}, "lon": {LON}}}, "radius_m": {radius_m}}}"#);
    Fence::from_json(&text).unwrap()
}

fn policy(text: &str) -> PresencePolicy {
    PresencePolicy::from_json(text).unwrap()
}

fn fix(lat: f64, lon: f64, accuracy_m: f64) -> Fix {
    Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), lat, lon, accuracy_m).unwrap()
}

/// A fix about `metres` north of the centre.
fn north(metres: f64, accuracy_m: f64) -> Fix {
    fix(LAT + metres / 111_340.0, LON, accuracy_m)
}

fn ask(radius_m: f64, fix: &Fix, policy_text: &str) -> Presence {
    fieldbeat::presence(&fence(radius_m), fix, &policy(policy_text)).unwrap()
}

fn codes(presence: &Presence) -> Vec<&str> {
    presence.reasons.iter().map(|reason| reason.code.as_str()).collect()
}

#[test]
fn a_hundred_metres_north_with_good_accuracy_is_inside() {
    let answer = ask(150.0, &fix(LAT + 0.0009, LON, 20.0), "{}");
    assert_eq!(answer.state, Inside);
    assert!((answer.distance_m + 49.8).abs() < 0.1);
    assert_eq!(codes(&answer), ["inside_fence"]);
}

#[test]
fn near_the_edge_the_accuracy_straddles_the_boundary() {
    let answer = ask(150.0, &fix(LAT, 37.61954, 50.0), "{}");
    assert_eq!(answer.state, Uncertain);
    assert_eq!(codes(&answer), ["accuracy_straddles_boundary"]);
    assert!((answer.distance_m + 10.0).abs() < 1.0, "{}", answer.distance_m);
    let probability = answer.probability.unwrap().get();
    assert!((probability - 0.567).abs() < 0.005, "{probability}");
}

#[test]
fn four_hundred_metres_north_is_outside() {
    let answer = ask(150.0, &fix(LAT + 0.0036, LON, 30.0), "{}");
    assert_eq!(answer.state, Outside);
    assert_eq!(codes(&answer), ["outside_fence"]);
}

#[test]
fn a_poor_accuracy_proves_nothing_nearby() {
    let answer = ask(150.0, &north(200.0, 300.0), "{}");
    assert_eq!(answer.state, Uncertain);
    assert_eq!(codes(&answer), ["accuracy_poor"]);
    assert_eq!(answer.reasons[0].path.as_deref(), Some("$.policy.max_accuracy_m"));
}

#[test]
fn a_poor_accuracy_still_proves_absence_from_five_times_as_far() {
    for model in [r#"{"model": "margin"}"#, "{}"] {
        assert_eq!(ask(150.0, &north(1_640.0, 300.0), model).state, Uncertain);
        assert_eq!(ask(150.0, &north(1_660.0, 300.0), model).state, Outside);
    }
}

#[test]
fn a_poor_accuracy_never_proves_presence() {
    for model in [r#"{"model": "margin"}"#, "{}"] {
        let answer = ask(5_000.0, &north(0.0, 101.0), model);
        assert_eq!((answer.state, codes(&answer)), (Uncertain, vec!["accuracy_poor"]));
    }
}

#[test]
fn without_an_accuracy_nothing_is_known_unless_the_policy_assumes_one() {
    for model in ["margin", "probability"] {
        let plain = format!(r#"{{"model": "{model}"}}"#);
        let answer = ask(150.0, &north(0.0, 0.0), &plain);
        assert_eq!((answer.state, codes(&answer)), (Uncertain, vec!["accuracy_missing"]));
        assert_eq!(answer.probability, None);
        let assuming = format!(r#"{{"model": "{model}", "default_accuracy_m": 25}}"#);
        let answer = ask(150.0, &north(0.0, 0.0), &assuming);
        assert_eq!(answer.state, Inside);
        assert_eq!(codes(&answer), ["inside_fence", "accuracy_assumed"]);
    }
}

#[test]
fn an_impossible_accuracy_is_no_missing_one() {
    for accuracy in [-1.0, f64::NAN, f64::INFINITY] {
        let answer = ask(150.0, &north(0.0, accuracy), r#"{"default_accuracy_m": 25}"#);
        assert_eq!((answer.state, codes(&answer)), (Uncertain, vec!["accuracy_invalid"]));
    }
}

#[test]
fn a_95_percent_radius_is_a_smaller_sigma() {
    let sigma = |percentile: &str, accuracy: f64| {
        ask(150.0, &north(140.0, accuracy), &format!(r#"{{"accuracy_percentile": {percentile}}}"#))
            .probability
            .unwrap()
            .get()
    };
    let (android, other) = (sigma("0.68", 30.0), sigma("0.95", 30.0 * 2.447_75 / 1.509_59));
    assert!((android - other).abs() < 1e-5, "{android} {other}");
}

#[test]
fn accuracies_better_than_the_floor_are_not_believed() {
    let probability = |accuracy| ask(150.0, &north(148.0, accuracy), "{}").probability;
    assert_eq!(probability(1.0), probability(5.0));
    assert_ne!(probability(5.0), probability(6.0));
}

#[test]
fn the_tolerance_of_the_fence_goes_before_that_of_the_policy() {
    let tolerant = policy(r#"{"tolerance_m": 100, "model": "margin"}"#);
    let outside = north(200.0, 5.0);
    assert_eq!(fieldbeat::presence(&fence(150.0), &outside, &tolerant).unwrap().state, Inside);
    let mut strict = fence(150.0);
    strict.tolerance_m = Some(0.0.try_into().unwrap());
    let answer = fieldbeat::presence(&strict, &outside, &tolerant).unwrap();
    assert_eq!(answer.state, Outside);
    assert!((answer.distance_m - 50.0).abs() < 1.0, "the fence's own edge: {}", answer.distance_m);
}

#[test]
fn margin_is_the_rule_that_admins_know() {
    let margin = r#"{"model": "margin", "tolerance_m": 10}"#;
    assert_eq!(ask(150.0, &north(159.0, 90.0), margin).state, Inside);
    assert_eq!(ask(150.0, &north(170.0, 30.0), margin).state, Uncertain);
    assert_eq!(ask(150.0, &north(195.0, 30.0), margin).state, Outside);
    assert_eq!(ask(150.0, &north(195.0, 30.0), margin).probability, None);
}

#[test]
fn a_fence_built_in_rust_is_checked_like_one_that_is_read() {
    let mut nothing = fence(150.0);
    nothing.radius_m = None;
    let error = CompiledFence::new(&nothing, &PresencePolicy::default()).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.fence.radius_m");
    let upside_down =
        PresencePolicy { inside_probability: 0.1.try_into().unwrap(), ..PresencePolicy::default() };
    let error = CompiledFence::new(&fence(150.0), &upside_down).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.policy.outside_probability");
}

#[test]
fn a_widened_fence_is_wider_by_its_tolerance_alone() {
    let plain = CompiledFence::new(&fence(150.0), &policy(r#"{"model": "margin"}"#)).unwrap();
    let wider = plain.widened(30.0);
    let near = north(170.0, 5.0);
    assert_eq!((plain.observe(&near).state, wider.observe(&near).state), (Outside, Inside));
    assert_eq!(plain.observe(&near).distance_m, wider.observe(&near).distance_m);
    assert_eq!((wider.tolerance_m(), wider.radius_m()), (30.0, 150.0));
}

fn observe(radius_m: f64, fix: &Fix, policy_text: &str) -> Observation {
    CompiledFence::new(&fence(radius_m), &policy(policy_text)).unwrap().observe(fix)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn farther_is_never_likelier(
        radius in 1.0..5_000.0, accuracy in 0.001..100.0, share in 0.0..3.0, step in 0.0..50.0,
        bearing in 0.0..std::f64::consts::TAU,
    ) {
        let compiled = CompiledFence::new(&fence(radius), &PresencePolicy::default()).unwrap();
        let at = |metres: f64| {
            let degrees = metres / 111_340.0;
            let east = bearing.sin() / LAT.to_radians().cos();
            compiled.observe(&fix(LAT + degrees * bearing.cos(), LON + degrees * east, accuracy))
        };
        let (near, far) = (at(share * radius), at(share * radius + step));
        prop_assume!(near.distance_m <= far.distance_m);
        prop_assert!(near.probability >= far.probability, "{:?} {:?}", near, far);
    }

    #[test]
    fn at_the_centre_a_worse_accuracy_is_never_likelier(
        radius in 1.0..5_000.0, accuracy in 0.001..1_000.0, more in 0.0..100.0,
    ) {
        let of = |accuracy| {
            observe(radius, &fix(LAT, LON, accuracy), r#"{"accuracy_floor_m": 0}"#).probability
        };
        prop_assert!(of(accuracy) >= of(accuracy + more));
    }

    #[test]
    fn with_perfect_accuracy_the_test_is_geometric(
        radius in 1.0..5_000.0, metres in 0.0..10_000.0, tiny in prop::sample::select(
            vec![1e-3, 1e-9, 1e-100, 1e-300]),
    ) {
        let seen = observe(radius, &north(metres, tiny), r#"{"accuracy_floor_m": 0}"#);
        prop_assume!(seen.distance_m.abs() > 0.01);
        prop_assert_eq!(seen.state, if seen.distance_m < 0.0 { Inside } else { Outside });
    }

    #[test]
    fn a_small_fence_and_a_poor_fix_are_neither_inside_nor_nearby_outside(
        metres in 0.0..300.0,
    ) {
        let seen = observe(50.0, &north(metres, 65.0), "{}");
        prop_assert_ne!(seen.state, Inside);
        prop_assert!(seen.distance_m > 0.0 || seen.state != Outside);
    }

    #[test]
    fn the_answer_with_reasons_is_the_answer_without(
        metres in 0.0..400.0, accuracy in -1.0..200.0, margin in any::<bool>(),
    ) {
        let text = if margin { r#"{"model": "margin"}"# } else { "{}" };
        let (seen, fix) = (observe(150.0, &north(metres, accuracy), text), north(metres, accuracy));
        let answer = ask(150.0, &fix, text);
        prop_assert_eq!(seen.state, answer.state);
        prop_assert_eq!(seen.distance_m, answer.distance_m);
        prop_assert_eq!(seen.probability, answer.probability.map(|p| p.get()));
        prop_assert!(!answer.reasons.is_empty());
    }
}
