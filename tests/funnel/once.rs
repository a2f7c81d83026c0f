//! What happened is taken once, whatever became of the rules; of many cases none is lost.

use fieldbeat::budget::Budget;
use fieldbeat::funnel::{Case, Event, MAX_SETTLED, Name, NewCase, Outcome, Pipeline, merge_logs};
use fieldbeat::{Facts, Shaped};

use crate::cases::{apply, open, pipeline, t, update};

/// Visits that may be put off and done; each version has rules of its own.
fn visits(version: u32, keep_events: u32) -> Pipeline {
    pipeline(&format!(
        r#"{{"name": "v", "version": "{version}", "schema": {{"x": "int"}}, "keep_events": {keep_events},
            "stages": [{{"id": "plan"}}, {{"id": "work"}}, {{"id": "done", "kind": "won"}}],
            "transitions": [{{"source": ["plan"], "target": "work"}},
                {{"source": ["work"], "target": "plan"}}, {{"source": ["work"], "target": "done"}}]}}"#
    ))
}

const DAY: &str = "2026-04-01T08:00:00Z";

fn opened(pipeline: &Pipeline) -> Case {
    open(pipeline, r#"{"id": "c"}"#, DAY)
}

fn migrated(pipeline: &Pipeline, case: &Case) -> Case {
    let cases = std::slice::from_ref(case);
    pipeline.migrate(cases, &Facts::default(), &mut Budget::unlimited()).unwrap().cases.remove(0)
}

const TO_WORK: &str = r#"{"id": "e1", "at": "2026-04-01T09:00:00Z", "target": "work"}"#;
const BACK: &str = r#"{"id": "e2", "at": "2026-04-01T10:00:00Z", "target": "plan"}"#;

#[test]
fn an_event_that_other_rules_saw_is_not_taken_again() {
    let (one, two) = (visits(1, 100), visits(2, 100));
    let now = "2026-04-02T00:00:00Z";
    let back = apply(&one, &apply(&one, &opened(&one), TO_WORK, now).case_after, BACK, now);
    // The last event, at the very instant at which the rules changed, and one before it.
    for event in [TO_WORK, BACK] {
        let again = apply(&two, &back.case_after, event, now);
        assert_eq!((again.outcome, again.case_after), (Outcome::Repeated, back.case_after.clone()));
        let migrated = migrated(&two, &back.case_after);
        assert_eq!(
            (migrated.log.len(), &migrated.settled[..]),
            (0, &["e1", "e2"].map(Name::from)[..])
        );
        let again = apply(&two, &migrated, event, now);
        assert_eq!((again.outcome, &again.case_after), (Outcome::Repeated, &migrated));
        let event = Event::from_json(event).unwrap();
        assert!(two.can(&migrated, t(now), None, Some(&event)).unwrap().targets.is_empty());
    }
    // Nor when a device sends it without its time.
    let again =
        apply(&two, &migrated(&two, &back.case_after), r#"{"id": "e1", "target": "work"}"#, now);
    assert_eq!(again.outcome, Outcome::Repeated);
}

#[test]
fn an_event_that_was_forgotten_is_not_taken_again() {
    let visits = visits(1, 1);
    let event = |index: usize, at: &str| {
        let target = if index.is_multiple_of(2) { "work" } else { "plan" };
        format!(r#"{{"id": "e{index:04}", {at} "target": "{target}"}}"#)
    };
    let hour = |index: usize| format!(r#""at": "{}","#, t(DAY).plus(index as i64 * 3_600_000));
    let mut case = opened(&visits);
    let now = "2026-12-01T00:00:00Z";
    for index in 0..MAX_SETTLED + 20 {
        let applied = apply(&visits, &case, &event(index, &hour(index)), now);
        assert_eq!(applied.outcome, Outcome::Moved, "{index}");
        case = applied.case_after;
    }
    assert_eq!(case.settled.len(), MAX_SETTLED);
    for index in MAX_SETTLED..MAX_SETTLED + 20 {
        for at in [hour(index), String::new()] {
            let again = apply(&visits, &case, &event(index, &at), now);
            assert_eq!((again.outcome, &again.case_after), (Outcome::Repeated, &case), "{index}");
        }
    }
    // Beyond the names that are kept its time tells that it is settled.
    let oldest = apply(&visits, &case, &event(0, &hour(0)), now);
    assert_eq!((oldest.outcome, &*oldest.failed[0].code), (Outcome::Refused, "too_old"));
}

#[test]
fn what_was_said_last_at_one_instant_holds() {
    let (one, two) = (visits(1, 2), visits(2, 2));
    let now = "2026-04-01T09:00:00Z";
    let x = |case: &Case, x: u32| update(&one, case, &format!(r#"{{"x": {x}}}"#), now);
    let mut case = opened(&one);
    for value in [1, 2, 1] {
        let updated = x(&case, value);
        assert_eq!(updated.outcome, Outcome::Recorded);
        case = updated.case_after;
    }
    assert_eq!(case.fields.to_json().unwrap(), r#"{"x":1}"#);
    assert_eq!(x(&case, 1).outcome, Outcome::Repeated);
    // Also when the first ones are forgotten, and their names do not grow.
    for value in 0..40 {
        case = x(&case, value % 3).case_after;
    }
    assert_eq!(case.fields.to_json().unwrap(), r#"{"x":0}"#);
    assert!(case.log.iter().all(|event| event.id.len() < 40), "{:?}", case.log);
    // And when the rules change at that instant.
    let say = |case: &Case, fields: &str| update(&two, case, fields, now);
    assert_eq!(say(&case, r#"{"x": 0}"#).outcome, Outcome::Repeated);
    let first = say(&case, r#"{"x": 1}"#);
    let second = say(&first.case_after, r#"{"x": 0}"#);
    assert_eq!((first.outcome, second.outcome), (Outcome::Recorded, Outcome::Recorded));
    assert_eq!(second.case_after.fields.to_json().unwrap(), r#"{"x":0}"#);
}

fn code(a: &Case, b: &Case, pipeline: &Pipeline) -> String {
    let mut codes = [(a, b), (b, a)].map(|(a, b)| {
        let error = merge_logs(a, b, pipeline, t("2026-04-03T00:00:00Z")).unwrap_err();
        assert_eq!(error.problems().len(), 1);
        error.problems()[0].code.to_string()
    });
    assert_eq!(codes[0], codes[1]);
    std::mem::take(&mut codes[0])
}

#[test]
fn copies_that_parted_under_new_rules_merge_and_others_are_told_why_not() {
    let (one, two) = (visits(1, 100), visits(2, 100));
    let now = "2026-04-02T00:00:00Z";
    let common = apply(&one, &opened(&one), TO_WORK, now).case_after;
    let done = r#"{"id": "e3", "at": "2026-04-01T11:00:00Z", "target": "done"}"#;
    let note =
        r#"{"id": "e2", "at": "2026-04-01T10:00:00Z", "kind": "update", "fields": {"x": 1}}"#;
    // Both were taken over where they had seen the same.
    let (a, b) = (apply(&two, &common, done, now), apply(&two, &common, note, now));
    let merged = merge_logs(&a.case_after, &b.case_after, &two, t(now)).unwrap().case_after;
    assert_eq!((merged.stage.as_str(), merged.log.len()), ("done", 2));
    assert_eq!(merged.fields.to_json().unwrap(), r#"{"x":1}"#);
    assert_eq!(apply(&two, &merged, TO_WORK, now).outcome, Outcome::Repeated);
    assert!(merge_logs(&common, &common, &two, t(now)).is_ok());
    // Here they had not: what each saw is settled, and the rules that wrote it have to merge it.
    let (a, b) = (apply(&one, &common, done, now), apply(&one, &common, note, now));
    let (a, b) = (&a.case_after, &b.case_after);
    assert_eq!(code(a, b, &two), "settled_apart");
    assert_eq!(code(&migrated(&two, a), &migrated(&two, b), &two), "settled_apart");
    let by_their_own = migrated(&two, &merge_logs(a, b, &one, t(now)).unwrap().case_after);
    assert_eq!((by_their_own.stage.as_str(), by_their_own.settled.len()), ("done", 3));
    let other = open(&one, r#"{"id": "other"}"#, DAY);
    assert_eq!(code(a, &other, &one), "other_case");
}

#[test]
fn copies_whose_timers_fired_by_their_own_clocks_merge_in_any_order() {
    let rules = |keep_events: u32| {
        pipeline(&format!(
            r#"{{"name": "v", "version": "1", "schema": {{"x": "int"}}, "keep_events": {keep_events},
                "stages": [{{"id": "a", "timers": [
                    {{"id": "t", "offset": "1d", "emit": {{"notify": [{{"id": "n"}}]}}}},
                    {{"id": "u", "offset": "9d", "go": "z"}}]}}, {{"id": "z", "kind": "lost"}}]}}"#
        ))
    };
    let say = |hour: u32| {
        format!(
            r#"{{"id": "e{hour}", "at": "2026-04-03T{hour:02}:00:00Z", "kind": "update",
                "fields": {{"x": {hour}}}}}"#
        )
    };
    // With a long log the timer fires after the origin; with a short one before it.
    for (keep_events, settled) in [(100, 0), (1, 2)] {
        let rules = rules(keep_events);
        let copy = |now: &str| {
            let case = opened(&rules);
            (1..=3).fold(case, |case, hour| apply(&rules, &case, &say(hour), now).case_after)
        };
        let (phone, server) = (copy("2026-04-04T00:00:00Z"), copy("2026-04-06T00:00:00Z"));
        assert_eq!((phone.settled.len(), phone.fired.len()), (settled, 1));
        assert_ne!(phone.fired, server.fired);
        let merge = |a, b| merge_logs(a, b, &rules, t("2026-04-07T00:00:00Z")).unwrap();
        let (ab, ba) = (merge(&phone, &server), merge(&server, &phone));
        assert_eq!(ab, ba);
        assert_eq!((&ab.case_after.fired, ab.commands.len()), (&phone.fired, 0));
    }
}

#[test]
fn one_case_that_cannot_be_ticked_keeps_no_other_from_it() {
    let late = |name: &str, version: u32| {
        pipeline(&format!(
            r#"{{"name": "{name}", "version": "{version}", "stages": [
                {{"id": "a{version}", "timers": [{{"id": "t", "offset": "1d", "go": "z"}}]}},
                {{"id": "z", "kind": "lost"}}]}}"#
        ))
    };
    let (own, other, old) = (late("l", 1), late("other", 1), late("l", 0));
    let one = |pipeline: &Pipeline, id: &str| open(pipeline, &format!(r#"{{"id": "{id}"}}"#), DAY);
    let cases = [one(&own, "a"), one(&other, "b"), one(&own, "c"), one(&old, "d"), one(&own, "e")];
    let ticked = own.tick(&cases, t("2026-05-01T00:00:00Z"), &mut Budget::unlimited()).unwrap();
    let ids: Vec<_> = ticked.cases.iter().map(|case| (&*case.id, &*case.stage)).collect();
    assert_eq!(ids, [("a", "z"), ("c", "z"), ("e", "z")]);
    let told: Vec<_> = ticked
        .failed
        .iter()
        .map(|row| (row.index, &*row.case_id, &*row.problems[0].code, &*row.problems[0].path))
        .collect();
    assert_eq!(
        told,
        [
            (1, "b", "other_pipeline", "$.records[1].pipeline"),
            (3, "d", "unknown_stage", "$.records[3].stage")
        ]
    );
    // The older ones are brought over; the one without a place is as it was.
    let map = Facts::default().with("a0", "a1".to_owned());
    let migrated = own.migrate(&cases[2..4], &map, &mut Budget::unlimited()).unwrap();
    assert_eq!((migrated.cases.len(), migrated.failed.len()), (2, 0));
    assert_eq!(migrated.cases[0], cases[2]);
    let migrated = own.migrate(&cases, &Facts::default(), &mut Budget::unlimited()).unwrap();
    let lost: Vec<_> =
        migrated.failed.iter().map(|row| (row.index, &*row.problems[0].code)).collect();
    assert_eq!((migrated.cases.len(), lost), (3, vec![(1, "other_pipeline"), (3, "no_place")]));
}

#[test]
fn what_is_misspelt_is_told() {
    let visits = visits(1, 100);
    let record = r#"{"id": "c", "fields": {"y": 1, "stage": "work", "tasks": {"done": ["a"]}}}"#;
    let opened = visits.open(&NewCase::from_json(record).unwrap(), t(DAY)).unwrap();
    let told: Vec<_> = opened.warnings.iter().map(|w| (&*w.code, &*w.path)).collect();
    assert_eq!(
        told,
        [
            ("unknown_field", "$.record.fields.y"),
            ("reserved_field", "$.record.fields.stage"),
            ("reserved_field", "$.record.fields.tasks.done")
        ]
    );
    let case = opened.case_after.unwrap();
    for kind in ["move", "approve", "reject"] {
        let event = format!(
            r#"{{"id": "e", "kind": "{kind}", "target": "wrk", "actor": {{"id": "ann"}}}}"#
        );
        let refused = apply(&visits, &case, &event, DAY);
        assert_eq!((refused.outcome, refused.failed.len()), (Outcome::Refused, 1));
        let failed = &refused.failed[0];
        assert_eq!((&*failed.code, &*failed.path), ("unknown_stage", "$.event.target"));
        assert_eq!(failed.message, "there is no stage wrk, only: plan, work, done");
        let can =
            visits.can(&case, t(DAY), None, Some(&Event::from_json(&event).unwrap())).unwrap();
        assert_eq!(can.targets[0].failed, refused.failed);
    }
    let tomorrow = r#"{"id": "c", "entered_at": "2026-04-02T00:00:00Z", "created_at": "2026-04-02T00:00:00Z"}"#;
    let error = visits.open(&NewCase::from_json(tomorrow).unwrap(), t(DAY)).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(told, [("in_future", "$.record.entered_at"), ("in_future", "$.record.created_at")]);
}
