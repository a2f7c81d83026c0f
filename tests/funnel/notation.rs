//! One value in two notations is one value, wherever a case was stored between two steps.

use crate::cases::{open, pipeline, t, update};
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Case, CaseEvents, CaseStore, Event, NewCase, Outcome, Pipeline, merge_logs,
};
use fieldbeat::shape::Shaped;
use std::sync::Arc;

const START: &str = "2026-11-20T08:00:00Z";
const TEN: &str = "2026-11-20T10:00:00Z";
const NOON: &str = "2026-11-20T12:00:00Z";

/// Every type that has more than one notation; votes hang on some, and so does what is carried on.
fn deals() -> Pipeline {
    pipeline(
        r#"{"name": "d", "version": "1",
            "schema": {"day": "instant", "sum": {"type": "decimal", "scale": 2}, "part": "number", "wait": "span",
                "x": "int",
                "visits": {"type": "list", "items": {"t": "instant", "n": "number", "of.sum": "decimal"}}},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won"}],
            "transitions": [
                {"source": ["a"], "target": "z", "auto": true, "approvals": {"need": [{"role": "h", "count": 2}],
                    "reset_on": ["day", "sum", "part", "wait", "visits"]}},
                {"source": ["a"], "target": "z", "on": "done"}],
            "handover": [{"source": "z", "pipeline": "next", "stage": "n",
                "carry": ["day", "sum", "part", "wait", "visits"]}]}"#,
    )
}

/// The same values as three hosts write them.
const NOTATIONS: [&str; 3] = [
    r#"{"day": "2026-11-20T10:00:00Z", "sum": 1500.5, "part": 1500, "wait": "20m", "x": 1,
        "visits": [{"t": "2026-11-20T10:00:00Z", "n": 1, "of": {"sum": 5}, "more": "m"}]}"#,
    r#"{"day": "2026-11-20T13:00:00+03:00", "sum": "1500.50", "part": 1500.0, "wait": 1200000, "x": 1.0,
        "visits": [{"more": "m", "of": {"sum": "5.0"}, "n": 1.0, "t": "2026-11-20T10:00:00.000Z"}]}"#,
    r#"{"x": 1, "wait": "1200s", "part": 1500, "sum": "1500.5", "day": 1795168800000,
        "visits": [{"n": 1, "t": 1795168800000, "of": {"sum": 5.0}, "more": "m"}]}"#,
];

/// The case as a host reads it back that stored its fields in one of the notations.
fn stored(case: &Case, notation: &str) -> Case {
    let own = case.fields.to_value().to_json().unwrap();
    let text = case.to_json().unwrap();
    assert!(text.contains(&own));
    Case::from_json(&text.replace(&own, notation)).unwrap()
}

fn vote(id: &str) -> Event {
    let text = format!(
        r#"{{"id": "{id}", "kind": "approve", "actor": {{"id": "{id}", "roles": ["h"]}}}}"#
    );
    Event::from_json(&text).unwrap()
}

fn opened(pipeline: &Pipeline, notation: &str) -> Case {
    open(pipeline, &format!(r#"{{"id": "1", "fields": {notation}}}"#), START)
}

#[test]
fn a_case_is_the_same_in_whatever_notation_it_comes() {
    let deals = deals();
    let first = opened(&deals, NOTATIONS[0]);
    let expected = deals.apply(&first, &vote("v"), t(TEN)).unwrap().case_after;
    for notation in NOTATIONS {
        assert_eq!(opened(&deals, notation), first, "{notation}");
        let read = stored(&first, notation);
        let voted = deals.apply(&read, &vote("v"), t(TEN)).unwrap().case_after;
        assert_eq!(voted.to_json().unwrap(), expected.to_json().unwrap(), "{notation}");
        // Nor does it matter in what the log and the origin are.
        let read = stored(&voted, notation);
        let done = Event::from_json(r#"{"id": "e", "on": "done"}"#).unwrap();
        let done_here = deals.apply(&read, &done, t(NOON)).unwrap();
        let done = deals.apply(&expected, &done, t(NOON)).unwrap();
        assert_eq!(done_here.commands, done.commands, "{notation}");
        assert_eq!((done.commands.len(), &done_here.case_after), (1, &done.case_after));
    }
}

#[test]
fn the_same_value_in_another_notation_voids_no_vote_and_another_value_does() {
    let deals = deals();
    for before in NOTATIONS {
        for after in NOTATIONS {
            let case = stored(&opened(&deals, NOTATIONS[0]), before);
            let voted = deals.apply(&case, &vote("v"), t(TEN)).unwrap().case_after;
            let same = update(&deals, &stored(&voted, before), after, NOON).case_after;
            assert_eq!(same.votes.len(), 1, "{before} {after}");
            let again = update(&deals, &same, before, NOON);
            assert_eq!(again.outcome, Outcome::Repeated, "{before} {after}");
        }
    }
    let voted = deals.apply(&opened(&deals, NOTATIONS[0]), &vote("v"), t(TEN)).unwrap().case_after;
    let other =
        r#"{"visits": [{"t": "2026-11-20T10:00:01Z", "n": 1, "of": {"sum": 5}, "more": "m"}]}"#;
    assert_eq!(update(&deals, &voted, other, NOON).case_after.votes.len(), 0);
}

#[test]
fn copies_that_two_hosts_stored_in_their_own_ways_are_merged() {
    let deals = deals();
    let case = opened(&deals, NOTATIONS[0]);
    let event = |notation: &str| {
        let text =
            format!(r#"{{"id": "u", "at": "{TEN}", "kind": "update", "fields": {notation}}}"#);
        Event::from_json(&text).unwrap()
    };
    let mut all = Vec::new();
    for one in NOTATIONS {
        for two in NOTATIONS {
            let phone = deals.apply(&stored(&case, one), &event(two), t(TEN)).unwrap().case_after;
            let server = deals.apply(&stored(&case, two), &event(one), t(TEN)).unwrap().case_after;
            let server = deals.apply(&server, &vote("v"), t(NOON)).unwrap().case_after;
            let (phone, server) = (stored(&phone, two), stored(&server, one));
            let merged = merge_logs(&phone, &server, &deals, t(NOON)).unwrap().case_after;
            let back = merge_logs(&server, &phone, &deals, t(NOON)).unwrap().case_after;
            assert_eq!((&merged, merged.log.len()), (&back, 2));
            all.push(merged.to_json().unwrap());
        }
    }
    all.dedup();
    assert_eq!(all.len(), 1);
}

#[test]
fn many_cases_and_those_of_a_store_are_read_as_one_is() {
    let deals = Arc::new(deals());
    let case = opened(&deals, NOTATIONS[0]);
    let expected = deals.apply(&case, &vote("v"), t(TEN)).unwrap().case_after;
    for notation in NOTATIONS {
        let read = stored(&case, notation);
        let events = || {
            let text = r#"[{"case_id": "1", "event": {"id": "v", "kind": "approve",
                "actor": {"id": "v", "roles": ["h"]}}}]"#;
            CaseEvents::from_json(text).unwrap()
        };
        let mut budget = Budget::unlimited();
        let many = deals.apply_many(vec![read.clone()], events(), t(TEN), &mut budget).unwrap();
        assert_eq!(many.cases[0], expected);
        let mut store = CaseStore::new(Arc::clone(&deals));
        store.put(vec![read]).unwrap();
        store.apply_many(events(), t(TEN), &mut Budget::unlimited()).unwrap();
        assert_eq!(store.get("1"), Some(&expected));
    }
}

#[test]
fn what_stands_for_nothing_is_nothing_wherever_it_comes_from() {
    let leads = pipeline(
        r#"{"name": "l", "version": "1", "schema": {
                "company": {"type": "string", "empty_is_missing": true},
                "date": {"type": "date", "empty_is_missing": true}},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won", "require": ["company", "date"]}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let record = r#"{"id": "1", "fields": {"company": "", "date": "0001-01-01T00:00:00"}}"#;
    let opened = leads.open(&NewCase::from_json(record).unwrap(), t(START)).unwrap();
    let case = opened.case_after.unwrap();
    assert!(case.fields.is_empty());
    let case = update(&leads, &case, r#"{"company": "A", "date": "2026-12-01"}"#, TEN).case_after;
    let case = update(&leads, &case, r#"{"company": "", "date": ""}"#, NOON).case_after;
    let done = Event::from_json(r#"{"id": "e", "target": "z"}"#).unwrap();
    let refused = leads.apply(&case, &done, t(NOON)).unwrap();
    let told: Vec<_> = refused.failed.iter().map(|failed| &*failed.path).collect();
    assert_eq!(told, ["$.fields.company", "$.fields.date"]);
}
