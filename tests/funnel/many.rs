//! Many events at once, of which one fails, comes late, or comes after very many timers.

use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    AppliedMany, Case, CaseEvent, CaseEvents, Command, Event, Outcome, Pipeline,
};
use fieldbeat::shape::Shaped;

use crate::cases::{apply, open, pipeline, t, tick};

const DAY: &str = "2026-04-01T08:00:00Z";

fn apply_many(pipeline: &Pipeline, case: &Case, events: &[&str], now: &str) -> AppliedMany {
    let of_case = |text: &&str| {
        let event = Event::from_json(text).unwrap();
        CaseEvent { case_id: case.id.clone(), event }
    };
    let events = events.iter().map(of_case).collect();
    pipeline.apply_many(vec![case.clone()], events, t(now), &mut Budget::unlimited()).unwrap()
}

#[test]
fn an_event_that_fails_leaves_the_timers_on_time() {
    let visits = pipeline(
        r#"{"name": "v", "version": "1", "schema": {"x": "int"}, "stages": [{"id": "draft"},
                {"id": "work", "timers": [{"id": "t", "offset": "1d", "go": "z"}]},
                {"id": "z", "kind": "lost"}],
            "transitions": [{"source": ["draft"], "target": "work"}]}"#,
    );
    let to_work = r#"{"id": "1", "target": "work"}"#;
    let case = apply(&visits, &open(&visits, r#"{"id": "c"}"#, DAY), to_work, DAY).case_after;
    assert_eq!(case.next_due, Some(t("2026-04-02T08:00:00Z")));
    let wrong = r#"{"id": "2", "kind": "update", "fields": {"x": "text"}}"#;
    let many = apply_many(&visits, &case, &[wrong], "2026-04-01T09:00:00Z");
    assert_eq!((many.failed.len(), &many.cases[0]), (1, &case));
}

/// Two stages between which a case goes every hour, by timers.
fn clockwork() -> Pipeline {
    pipeline(
        r#"{"name": "c", "version": "1", "schema": {"x": "int"}, "keep_events": 1, "stages": [
                {"id": "a", "timers": [{"id": "t", "offset": "1h", "go": "b"}]},
                {"id": "b", "timers": [{"id": "t", "offset": "1h", "go": "a"}]}]}"#,
    )
}

fn said(id: u32, at: &str) -> String {
    format!(r#"{{"id": "{id}", "at": "{at}", "kind": "update", "fields": {{"x": {id}}}}}"#)
}

#[test]
fn what_was_not_too_much_in_its_time_is_not_when_the_log_is_settled() {
    let clockwork = clockwork();
    let mut case = open(&clockwork, r#"{"id": "c"}"#, DAY);
    // Between any two of them some 6600 timers fire.
    for (id, at) in [(1, "2027-01-01T08:30:00Z"), (2, "2027-10-01T08:30:00Z")] {
        case = apply(&clockwork, &case, &said(id, at), at).case_after;
    }
    let at = "2028-07-01T08:30:00Z";
    let third = apply(&clockwork, &case, &said(3, at), at);
    assert_eq!((third.outcome, third.case_after.settled.len()), (Outcome::Recorded, 2));
}

#[test]
fn an_event_after_which_the_log_cannot_be_settled_changes_nothing() {
    let clockwork = clockwork();
    let opened = open(&clockwork, r#"{"id": "c"}"#, DAY);
    let first = said(1, "2026-04-01T08:30:00Z");
    let mut case = apply(&clockwork, &opened, &first, "2026-04-01T08:30:00Z").case_after;
    // Each tick lets few enough timers fire; the log does not know of ticks.
    for now in ["2027-01-01T08:00:00Z", "2027-10-01T08:00:00Z"] {
        case = tick(&clockwork, &case, now);
    }
    let at = ["2027-10-01T08:10:00Z", "2027-10-01T08:20:00Z", "2027-10-01T08:25:00Z"];
    let case = apply(&clockwork, &case, &said(2, at[0]), at[0]).case_after;
    // The last event, and one before it.
    let late = said(3, "2027-10-01T08:05:00Z");
    for event in [said(3, at[1]), late] {
        let alone = clockwork.apply(&case, &Event::from_json(&event).unwrap(), t(at[2]));
        assert_eq!(alone.unwrap_err().problems()[0].code, "too_many_steps");
        let many = apply_many(&clockwork, &case, &[&event], at[2]);
        assert_eq!(&*many.failed[0].failed[0].code, "too_many_steps");
        assert!(many.cases[0] == case && many.moves.index.is_empty());
    }
}

#[test]
fn a_command_that_comes_again_is_not_withdrawn() {
    let leads = pipeline(
        r#"{"name": "l", "version": "1", "schema": {"x": "int"}, "stages": [{"id": "a"},
                {"id": "b", "on_enter": {"notify": [{"id": "n"}]}}, {"id": "c"},
                {"id": "z", "kind": "lost"}],
            "transitions": [{"source": ["a", "c"], "target": "b"}, {"source": ["a"], "target": "c"},
                {"source": ["a"], "target": "z", "auto": true, "guard": {"field": "x", "eq": 1}},
                {"source": ["b"], "target": "z"}],
            "policies": {"skip": "allow", "backward": "allow"}}"#,
    );
    let case = open(&leads, r#"{"id": "l"}"#, DAY);
    let events = [
        r#"{"id": "1", "at": "2026-04-01T11:00:00Z", "target": "b"}"#,
        // It was lost before, and so nobody was to be notified.
        r#"{"id": "2", "at": "2026-04-01T10:00:00Z", "kind": "update", "fields": {"x": 1}}"#,
        // It had left the stage before, and so it was not lost.
        r#"{"id": "3", "at": "2026-04-01T09:00:00Z", "target": "c"}"#,
    ];
    let keys = |commands: &[Command]| -> Vec<String> {
        commands.iter().map(|command| command.key.clone()).collect()
    };
    let now = "2026-04-01T12:00:00Z";
    let two = apply_many(&leads, &case, &events[..2], now);
    assert_eq!((keys(&two.commands).len(), keys(&two.withdrawn)), (1, keys(&two.commands)));
    let three = apply_many(&leads, &case, &events, now);
    assert_eq!(&*three.cases[0].stage, "b");
    let command = &keys(&two.commands)[0];
    assert_eq!(keys(&three.commands), [command.clone(), command.clone()]);
    assert_eq!(keys(&three.withdrawn), [""; 0]);
}

/// What columns of events say: numbers, reasons and fields of them.
fn told(columns: &str) -> Vec<(Option<i64>, Option<String>, String)> {
    let events = Vec::from(CaseEvents::from_json(columns).unwrap());
    let one = |event: CaseEvent| {
        let Event { seq, reason, fields, .. } = event.event;
        (seq, reason, fields.value().to_json().unwrap())
    };
    events.into_iter().map(one).collect()
}

#[test]
fn a_column_of_a_name_that_events_have_is_theirs_and_a_field_of_that_name_has_its_own() {
    let columns = r#"{"case_id": ["c", "c"], "id": ["1", "2"], "kind": ["update", "update"], "seq": [7, null],
        "reason": ["so", null], "fields.reason": ["price", "time"], "fields.x": [1, 2]}"#;
    let expected = [
        (Some(7), Some("so".to_owned()), r#"{"reason":"price","x":1}"#.to_owned()),
        (None, None, r#"{"reason":"time","x":2}"#.to_owned()),
    ];
    assert_eq!(told(columns), expected);
    let twice = r#"{"case_id": ["c"], "id": ["1"], "x": [1], "fields.x": [2]}"#;
    let error = CaseEvents::from_json(twice).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((&*problem.code, &*problem.path), ("duplicate_key", "$[\"fields.x\"]"));
}

#[test]
fn a_column_of_what_the_pipeline_sets_itself_or_does_not_know_refuses_its_events() {
    let visits = pipeline(
        r#"{"name": "v", "version": "1", "schema": {"x": "int"}, "stages": [{"id": "a"},
                {"id": "z", "kind": "lost"}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let case = open(&visits, r#"{"id": "c"}"#, DAY);
    let refused = ["stage", "entered_at", "tasks.required_open"].map(|key| (key, "reserved_field"));
    for (key, code) in
        refused.into_iter().chain([("case", "unknown_field"), ("actor_id", "unknown_field")])
    {
        let columns =
            format!(r#"{{"case_id": ["c"], "id": ["1"], "kind": ["update"], "{key}": ["z"]}}"#);
        let events = CaseEvents::from_json(&columns).unwrap();
        let many = visits.apply_many(vec![case.clone()], events, t(DAY), &mut Budget::unlimited());
        let many = many.unwrap();
        assert_eq!((many.failed.len(), &many.cases[0]), (1, &case), "{key}");
        assert_eq!(many.failed[0].failed[0].code, code, "{key}");
        assert!(many.failed[0].failed[0].path.starts_with("$.event.fields."), "{key}");
    }
}
