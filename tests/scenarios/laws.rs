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
