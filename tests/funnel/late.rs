//! What comes late: events of before, told after others.

use crate::cases::{open, pipeline, t, tick, ticked, update};
use fieldbeat::funnel::{Applied, Case, Command, Event, Outcome, Pipeline};
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
