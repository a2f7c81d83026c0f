//! What holds for every day, however odd: the laws of `verify_plan`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog::{Language, all_reasons, call, reason_text};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::visit::Status;
use fieldbeat::{ErrorKind, VisitReport};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::random;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

fn verify(input: &Value) -> fieldbeat::Result<Value> {
    call("verify_plan", input, &mut Budget::unlimited())
}

/// The arguments of one call, their track a list of fixes.
fn drawn(seed: u64) -> Value {
    random::input(&mut Dice::new(seed), false)
}

/// The same arguments with another value under `key`.
fn with(input: &Value, key: &str, value: Value) -> Value {
    let Value::Map(entries) = input else { panic!("arguments are an object") };
    let replace = |(known, old): &(String, Value)| {
        (known.clone(), if known == key { value.clone() } else { old.clone() })
    };
    Value::Map(entries.iter().map(replace).collect())
}

fn list(input: &Value, key: &str) -> Vec<Value> {
    let Some(Value::List(items)) = input.get(key) else { panic!("{key} is a list") };
    items.clone()
}

/// A permutation by the Fisher-Yates shuffle.
fn shuffled(mut items: Vec<Value>, dice: &mut Dice) -> Vec<Value> {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.between(0.0, (last + 1) as f64) as usize);
    }
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_fixes_and_repeated_ones_never_matter(seed: u64) {
        let input = drawn(seed);
        let mut dice = Dice::new(seed ^ 0xfeed);
        let mut fixes = list(&input, "track");
        let repeated: Vec<Value> =
            fixes.iter().filter(|_| dice.happens(0.3)).cloned().collect();
        fixes.extend(repeated);
        let other = with(&input, "track", Value::List(shuffled(fixes, &mut dice)));
        prop_assert_eq!(
            canonical(&verify(&input).unwrap()).unwrap(),
            canonical(&verify(&other).unwrap()).unwrap(),
        );
    }

    #[test]
    fn the_order_of_sites_never_matters(seed: u64) {
        let input = drawn(seed);
        let mut dice = Dice::new(seed ^ 0x5173);
        let sites = shuffled(list(&input, "sites"), &mut dice);
        let other = with(&input, "sites", Value::List(sites));
        prop_assert_eq!(
            canonical(&verify(&input).unwrap()).unwrap(),
            canonical(&verify(&other).unwrap()).unwrap(),
        );
    }

    #[test]
    fn a_report_is_whole(seed: u64) {
        let input = drawn(seed);
        let answer = verify(&input).unwrap();
        let report = VisitReport::from_value(&answer).unwrap();

        // It reads back as it was written.
        prop_assert_eq!(canonical(&report.to_value()).unwrap(), canonical(&answer).unwrap());

        // The time of the day is divided to the millisecond.
        let totals = &report.totals;
        let sum = totals.on_site_ms + totals.travel_ms + totals.idle_ms + totals.unknown_ms;
        let day = report.last.zip(report.first).map_or(0, |(last, first)| last.since(first));
        prop_assert_eq!(sum, day);
        for part in [totals.on_site_ms, totals.travel_ms, totals.idle_ms, totals.unknown_ms] {
            prop_assert!(part >= 0);
        }

        // No millisecond counts twice, whoever shares a building.
        let credited: i64 = report.visits.iter().filter(|visit| visit.arrival.is_some())
            .map(|visit| visit.time_on_site_ms)
            .chain(report.off_plan.iter().map(|visit| visit.time_on_site_ms))
            .sum();
        prop_assert!(credited <= totals.on_site_ms, "{credited} of {}", totals.on_site_ms);

        // One verdict a plan, in order, and each is consistent.
        prop_assert_eq!(report.visits.len(), list(&input, "plan").len());
        for visit in &report.visits {
            if visit.r#override.is_none() {
                prop_assert_eq!(visit.status, visit.computed_status);
            }
            let on_site = matches!(
                visit.computed_status, Status::Verified | Status::Partial | Status::Suspect,
            );
            prop_assert!(!on_site || visit.arrival.is_some());
            prop_assert!(visit.computed_status == Status::Verified || !visit.reasons.is_empty());
            if let (Some(arrival), Some(departure)) = (&visit.arrival, &visit.departure) {
                prop_assert!(arrival.t_min <= arrival.t && arrival.t <= arrival.t_max);
                prop_assert!(departure.t_min <= departure.t && departure.t <= departure.t_max);
                prop_assert!(arrival.t <= departure.t);
            }
        }
    }

    #[test]
    fn who_shares_a_building_comes_and_goes_as_if_alone(seed: u64) {
        let input = drawn(seed);
        let together = VisitReport::from_value(&verify(&input).unwrap()).unwrap();
        let (plan, sites) = (list(&input, "plan"), list(&input, "sites"));
        for (planned, visit) in plan.iter().zip(&together.visits) {
            let of_one_site = plan.iter().filter(|other| other.get("site") == planned.get("site"));
            if of_one_site.count() > 1 {
                continue;
            }
            let own = sites.iter().filter(|site| site.get("id") == planned.get("site")).cloned();
            let alone = with(&input, "sites", Value::List(own.collect()));
            let alone = with(&alone, "plan", Value::List(vec![planned.clone()]));
            let alone = VisitReport::from_value(&verify(&alone).unwrap()).unwrap();
            prop_assert_eq!(&visit.arrival, &alone.visits[0].arrival);
            prop_assert_eq!(&visit.departure, &alone.visits[0].departure);
            prop_assert!(visit.time_on_site_ms <= alone.visits[0].time_on_site_ms);
        }
    }

    /// Every two presses in a row say what the time between them was.
    #[test]
    fn presses_pay_what_lies_between_them_but_not_from_a_check_out_to_a_check_in(
        presses in prop::collection::vec((any::<bool>(), 1..840_i64), 1..40),
        grace in 0..600_i64,
    ) {
        let press = |(index, &(is_in, seconds)): (usize, &(bool, i64))| {
            let mark = if is_in { "in" } else { "out" };
            (index as i64, mark, seconds)
        };
        let (mut t, mut paid_ms, mut before) = (1_795_165_200_000_i64, 0, None);
        let mut fixes = Vec::new();
        for (index, mark, seconds) in presses.iter().enumerate().map(press) {
            t += seconds * 1000;
            if before.is_some_and(|before| (before, mark) != ("out", "in")) {
                paid_ms += seconds * 1000;
            }
            before = Some(mark);
            let lon = 37.6 + 1e-6 * (index % 7) as f64;
            fixes.push(format!(
                r#"{{"t": {t}, "lat": 55.75, "lon": {lon}, "accuracy_m": {}, "mark": "{mark}"}}"#,
                8 + index % 5,
            ));
        }
        let json = format!(
            r#"{{"plan": [{{"id": "v", "site": "s", "date": "2026-11-20"}}], "track": [{}],
                "sites": [{{"id": "s", "fence": {{"center": {{"lat": 55.75, "lon": 37.6}}, "radius_m": 100}}}}],
                "policy": {{"sampling": "check_in", "grace": "{grace}s"}}}}"#,
            fixes.join(","),
        );
        let answer = verify(&Value::from_json(&json).unwrap()).unwrap();
        let report = VisitReport::from_value(&answer).unwrap();
        prop_assert_eq!(report.totals.on_site_ms, paid_ms);
        prop_assert!(report.visits[0].time_on_site_ms <= paid_ms);
    }

    #[test]
    fn every_reason_has_a_text_without_holes(seed: u64) {
        let report = VisitReport::from_value(&verify(&drawn(seed)).unwrap()).unwrap();
        for reason in report.visits.iter().flat_map(|visit| &visit.reasons) {
            for language in [Language::En, Language::Ru] {
                let text = reason_text(reason, language);
                prop_assert!(text != reason.code && !text.contains('{'), "{text}");
            }
        }
    }
}

#[test]
fn reason_codes_are_unique_and_both_texts_name_the_same_facts() {
    let facts = |text: &str| -> Vec<String> {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let mut codes: Vec<&str> = Vec::new();
    for texts in all_reasons() {
        assert_eq!(facts(texts.en), facts(texts.ru), "{}", texts.code);
        codes.push(texts.code);
    }
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn a_listener_may_stop_the_verdicts_and_then_there_are_none() {
    let input = drawn(7);
    let mut heard = 0;
    let mut budget = Budget::on_progress(1, |_| {
        heard += 1;
        if heard < 3 { Continue::Yes } else { Continue::No }
    });
    let error = call("verify_plan", &input, &mut budget).unwrap_err();
    drop(budget);
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(heard, 3);
}
