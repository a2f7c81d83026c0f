//! What comes late: events of before, told after others.

use crate::cases::{apply, open, pipeline, t, tick, ticked, update};
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Applied, Case, CaseEvents, Command, Event, Outcome, Pipeline, Possible, merge_logs,
};
use fieldbeat::shape::Shaped;

const END: &str = "2026-11-25T20:00:00Z";

/// A pause moves the timer that asks for a call, and so the day on which the call is due.
fn calls() -> Pipeline {
    pipeline(
        r#"{"name": "p", "version": "1", "schema": {"x": "int"}, "stages": [
                {"id": "a", "pause_when": {"field": "x", "eq": 1}, "timers": [{"id": "t", "offset": "10h",
                    "emit": {"tasks": [{"id": "call", "due": "1d"}], "notify": [{"id": "n"}]}}]},
                {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    )
}

fn says(pipeline: &Pipeline, case: &Case, id: &str, hour: u8, x: u8) -> Applied {
    let event = format!(
        r#"{{"id": "{id}", "kind": "update", "at": "2026-11-20T{hour:02}:00:00Z", "fields": {{"x": {x}}}}}"#
    );
    pipeline.apply(case, &Event::from_json(&event).unwrap(), t(END)).unwrap()
}

fn told(commands: &[Command]) -> Vec<(String, String)> {
    let told = commands.iter();
    told.map(|one| (one.at.to_string(), one.details.to_json().unwrap())).collect()
}

#[test]
fn a_command_that_would_have_been_another_is_withdrawn_and_told_anew() {
    let pipeline = calls();
    let mut case = open(&pipeline, r#"{"id": "c"}"#, "2026-11-20T00:00:00Z");
    let first = says(&pipeline, &case, "e1", 18, 0);
    assert_eq!(first.commands.len(), 2);
    assert_eq!(first.commands[0].at, t("2026-11-20T10:00:00Z"));
    case = says(&pipeline, &first.case_after, "e2", 4, 0).case_after;
    // Two hours of pause become known: all that the timer told is two hours later.
    let late = says(&pipeline, &case, "e3", 2, 1);
    assert_eq!(told(&late.withdrawn), told(&first.commands));
    let mut in_order = open(&pipeline, r#"{"id": "c"}"#, "2026-11-20T00:00:00Z");
    let mut commands = Vec::new();
    for (id, hour, x) in [("e3", 2, 1), ("e2", 4, 0), ("e1", 18, 0)] {
        let applied = says(&pipeline, &in_order, id, hour, x);
        commands.extend(applied.commands);
        in_order = applied.case_after;
    }
    assert_eq!(late.commands, commands);
    assert_eq!(late.commands[0].at, t("2026-11-20T12:00:00Z"));
    assert_eq!(late.case_after.tasks, in_order.tasks);
}

#[test]
fn what_a_late_pause_puts_off_comes_under_a_key_of_its_own() {
    let pipeline = calls();
    let case = open(&pipeline, r#"{"id": "c"}"#, "2026-11-20T00:00:00Z");
    let first = says(&pipeline, &case, "e1", 11, 0);
    // The pause begins before the timer and ends after it: nothing has been told yet.
    let case = says(&pipeline, &first.case_after, "e2", 11, 0).case_after;
    let late = says(&pipeline, &case, "e0", 5, 1);
    assert_eq!((late.withdrawn.len(), late.commands.len()), (2, 0));
    let later = ticked(&pipeline, &late.case_after, END).commands;
    assert_eq!(later.len(), 2);
    assert!(later.iter().all(|one| first.commands.iter().all(|old| old.key != one.key)));
}

#[test]
fn each_stay_has_commands_of_its_own_be_it_of_the_same_instant() {
    let pipeline = pipeline(
        r#"{"name": "p", "version": "1", "stages": [
                {"id": "a", "on_enter": {"notify": [{"id": "n"}]}}, {"id": "b"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "b"}, {"source": ["b"], "target": "a"},
                            {"source": ["b"], "target": "z"}]}"#,
    );
    let now = t("2026-11-20T10:00:00Z");
    let opened = fieldbeat::funnel::NewCase::from_json(r#"{"id": "c"}"#).unwrap();
    let opened = pipeline.open(&opened, now).unwrap();
    let mut keys = vec![opened.commands[0].key.clone()];
    let mut case = opened.case_after.unwrap();
    for (index, target) in ["b", "a", "b", "a"].iter().enumerate() {
        let event = format!(r#"{{"id": "e{index}", "target": "{target}"}}"#);
        let applied = pipeline.apply(&case, &Event::from_json(&event).unwrap(), now).unwrap();
        keys.extend(applied.commands.into_iter().map(|command| command.key));
        case = applied.case_after;
    }
    assert_eq!(keys.len(), 3);
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2], "{keys:?}");
}

/// An event that was refused is not kept: whoever learns of something earlier sends it again.
#[test]
fn a_refused_event_that_is_sent_again_after_a_late_one_ends_where_it_would_have() {
    let visits = include_str!("../../core/policies/field_visits.json");
    let visits = pipeline(visits);
    let event = |text: &str| Event::from_json(text).unwrap();
    let seen = event(
        r#"{"id": "v", "kind": "update", "at": "2026-12-15T11:00:00Z",
            "fields": {"visit": {"verdict": "verified"}}}"#,
    );
    let drop = event(r#"{"id": "d", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#);
    let now = t("2026-12-15T18:00:00Z");
    let record = r#"{"id": "v1", "fields": {"date": "2026-12-15"}}"#;
    let opened = || open(&visits, record, "2026-12-10T10:00:00Z");
    let play = |events: &[(&Event, Outcome)]| {
        events.iter().fold(opened(), |case, (event, outcome)| {
            let applied = visits.apply(&case, event, now).unwrap();
            assert_eq!(applied.outcome, *outcome, "{}", event.id);
            applied.case_after
        })
    };
    let in_order = play(&[(&seen, Outcome::Recorded), (&drop, Outcome::Moved)]);
    let again = play(&[
        (&drop, Outcome::Refused),
        (&seen, Outcome::Recorded),
        (&drop, Outcome::Moved),
        (&drop, Outcome::Repeated),
    ]);
    assert_eq!(again, in_order);
}

#[test]
fn a_case_that_goes_round_without_end_is_stalled_and_says_why() {
    // Rules that compile, as what is set on the way could end it; here it does not.
    let rounds = pipeline(
        r#"{"name": "p", "version": "1", "schema": {"x": "int"}, "stages": [
                {"id": "a"}, {"id": "b", "on_enter": {"set": {"x": 1}}}, {"id": "z", "kind": "won"}],
            "transitions": [
                {"source": ["a"], "target": "b", "auto": true, "guard": {"field": "x", "eq": 1}},
                {"source": ["b"], "target": "a", "auto": true, "guard": {"field": "x", "eq": 1}},
                {"source": ["a", "b"], "target": "z"}]}"#,
    );
    assert_eq!(rounds.warnings()[0].code, "automatic_loop");
    let case = open(&rounds, r#"{"id": "c"}"#, "2026-11-20T00:00:00Z");
    let round = update(&rounds, &case, r#"{"x": 1}"#, "2026-11-20T01:00:00Z").case_after;
    assert!(round.halted);
    let clock = rounds.clock(&round, t(END)).unwrap();
    assert!(clock.stalled);
    assert_eq!(clock.reasons[0].code, "halted");
    assert_eq!(tick(&rounds, &round, END), round);
}

/// Visits that are done once somebody saw them.
fn seen_visits() -> Pipeline {
    pipeline(
        r#"{"name": "v", "version": "1", "schema": {"verdict": "string", "x": "int"},
            "stages": [{"id": "work"}, {"id": "done", "kind": "won"}],
            "transitions": [{"source": ["work"], "target": "done",
                "guard": {"field": "verdict", "eq": "verified"}}]}"#,
    )
}

const NOON: &str = "2026-11-20T12:00:00Z";

#[test]
fn of_events_without_a_time_the_order_decides_and_not_the_names() {
    let visits = seen_visits();
    let case = open(&visits, r#"{"id": "1"}"#, "2026-11-20T00:00:00Z");
    for ids in [["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]] {
        let [first, second, third] = ids;
        let events = format!(
            r#"{{"case_id": ["1", "1", "1"], "id": ["{first}", "{second}", "{third}"],
                "kind": ["move", "update", "move"], "target": ["done", null, "done"],
                "verdict": [null, "verified", null]}}"#
        );
        let events = CaseEvents::from_json(&events).unwrap();
        let many = visits
            .apply_many(vec![case.clone()], events, t(NOON), &mut Budget::unlimited())
            .unwrap();
        let told: Vec<_> = (0..3).map(|row| many.outcomes.get(row).unwrap()).collect();
        assert_eq!(told, ["refused", "recorded", "moved"], "{ids:?}");
        // What is stored tells the order: the same again by replay, and by a merge with what was before.
        let merged = merge_logs(&case, &many.cases[0], &visits, t(NOON)).unwrap().case_after;
        assert_eq!((&*merged.stage, &merged.log), ("done", &many.cases[0].log), "{ids:?}");
    }
    let seen = update(&visits, &case, r#"{"verdict": "verified"}"#, NOON).case_after;
    for id in 0..256 {
        let event = format!(r#"{{"id": "{id:02x}", "target": "done"}}"#);
        let told = visits.can(&seen, t(NOON), None, Some(&Event::from_json(&event).unwrap()));
        assert_eq!(told.unwrap().targets[0].answer, Possible::Allowed, "{id}");
        assert_eq!(apply(&visits, &seen, &event, NOON).outcome, Outcome::Moved, "{id}");
    }
}

#[test]
fn updates_of_one_instant_hold_in_their_order_however_late_they_come() {
    let visits = seen_visits();
    let opened = open(&visits, r#"{"id": "1"}"#, "2026-11-20T00:00:00Z");
    let says = |case: &Case, fields: &str, at: &str| update(&visits, case, fields, at).case_after;
    for (one, two) in (0..20).map(|x| (x, x + 1)) {
        let (one, two) = (format!(r#"{{"x": {one}}}"#), format!(r#"{{"x": {two}}}"#));
        let other = r#"{"verdict": "partial"}"#;
        let in_order =
            says(&says(&opened, &one, "2026-11-20T11:00:00Z"), &two, "2026-11-20T11:00:00Z");
        let in_order = says(&in_order, other, NOON);
        let late = says(&says(&opened, other, NOON), &one, "2026-11-20T11:00:00Z");
        let late = says(&late, &two, "2026-11-20T11:00:00Z");
        assert_eq!((&late.fields, &late.log), (&in_order.fields, &in_order.log));
        let back = says(&late, &one, "2026-11-20T11:00:00Z");
        assert_eq!(
            back.fields.value().get("x"),
            opened_with(&visits, &one).fields.value().get("x")
        );
    }
}

fn opened_with(pipeline: &Pipeline, fields: &str) -> Case {
    open(pipeline, &format!(r#"{{"id": "1", "fields": {fields}}}"#), NOON)
}

#[test]
fn one_event_without_a_time_that_two_copies_put_elsewhere_is_one() {
    let visits = seen_visits();
    let case = open(&visits, r#"{"id": "1"}"#, "2026-11-20T00:00:00Z");
    let event = r#"{"id": "e", "kind": "update", "fields": {"x": 1}}"#;
    let first = apply(&visits, &case, event, NOON).case_after;
    let after = update(&visits, &case, r#"{"verdict": "partial"}"#, NOON).case_after;
    let second = apply(&visits, &after, event, NOON).case_after;
    assert_ne!(first.log[0].seq, second.log[1].seq);
    let one = merge_logs(&first, &second, &visits, t(NOON)).unwrap().case_after;
    let other = merge_logs(&second, &first, &visits, t(NOON)).unwrap().case_after;
    assert_eq!((&one, one.log.len()), (&other, 2));
}
