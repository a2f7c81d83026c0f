//! What time alone does, and what new rules make of a case whose clocks stand.

use fieldbeat::Facts;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{Case, Idle, Pipeline};

use crate::cases::{open, pipeline, t, tick, ticked, update, way};

const HOUR: i64 = 3_600_000;

/// A contract that lapses when its date is over, and rests while the client is on leave.
fn contracts() -> Pipeline {
    pipeline(
        r#"{"name": "c", "version": "1", "schema": {"until": "instant", "leave": "instant", "ok": "bool"},
            "stages": [
                {"id": "runs", "pause_when": {"field": "leave", "gt": {"field": "now"}}, "timers": [
                    {"id": "ask", "offset": "48h", "emit": {"notify": [{"id": "ask"}]}}]},
                {"id": "ends", "timers": [{"id": "file", "offset": "24h", "go": "filed"}]},
                {"id": "filed", "kind": "lost"}],
            "transitions": [
                {"source": ["runs"], "target": "ends", "auto": true, "require": ["ok"],
                    "guard": {"field": "until", "within": "24h"}}]}"#,
    )
}

#[test]
fn an_automatic_move_is_made_when_time_alone_meets_its_guard() {
    let contracts = contracts();
    let record = r#"{"id": "c", "fields": {"until": "2026-04-10T12:00:00Z", "ok": true}}"#;
    let case = open(&contracts, record, "2026-04-01T00:00:00Z");
    let after_ask = tick(&contracts, &case, "2026-04-04T00:00:00Z");
    assert_eq!(after_ask.next_due, Some(t("2026-04-09T12:00:00Z")));
    assert_eq!(contracts.next_due(&after_ask).unwrap(), after_ask.next_due);
    // Whether the host ticks then or is down for long.
    let then = ticked(&contracts, &after_ask, "2026-04-09T12:00:00Z");
    assert_eq!((then.cases[0].stage.as_str(), then.moves.len()), ("ends", 1));
    let late = tick(&contracts, &case, "2026-05-01T00:00:00Z");
    let expected = [("runs", "2026-04-01"), ("ends", "2026-04-09"), ("filed", "2026-04-10")];
    assert_eq!(way(&late), expected.map(|(stage, day)| (stage, day.to_owned())));
    assert_eq!(late.stays[1].entered_at, t("2026-04-09T12:00:00Z"));
    assert_eq!(contracts.clock(&case, t("2026-04-09T13:00:00Z")).unwrap().stage, "ends");
    assert_eq!(contracts.can(&case, t("2026-04-09T13:00:00Z"), None, None).unwrap().stage, "ends");
    // What it requires has to be there then; when it comes later, it is made at that moment.
    let record = r#"{"id": "c", "fields": {"until": "2026-04-10T12:00:00Z"}}"#;
    let waits =
        tick(&contracts, &open(&contracts, record, "2026-04-01T00:00:00Z"), "2026-04-04T00:00:00Z");
    assert_eq!(waits.next_due, None);
    let given = update(&contracts, &waits, r#"{"ok": true}"#, "2026-04-10T11:00:00Z").case_after;
    assert_eq!((given.stage.as_str(), given.entered_at), ("ends", t("2026-04-10T11:00:00Z")));
}

#[test]
fn a_pause_begins_and_ends_when_time_alone_says_so() {
    let contracts = contracts();
    let record = r#"{"id": "c", "fields": {"leave": "2026-04-02T00:00:00Z"}}"#;
    let case = open(&contracts, record, "2026-04-01T00:00:00Z");
    assert_eq!(case.paused_since, Some(t("2026-04-01T00:00:00Z")));
    assert_eq!(case.next_due, Some(t("2026-04-02T00:00:00Z")));
    for now in ["2026-04-02T00:00:00Z", "2026-04-03T10:00:00Z"] {
        let on = tick(&contracts, &case, now);
        assert_eq!((on.paused_since, on.paused.elapsed_ms), (None, 24 * HOUR), "{now}");
        assert_eq!(on.next_due, Some(t("2026-04-04T00:00:00Z")));
        assert_eq!(on.last_activity_at, case.last_activity_at);
    }
    let fired = ticked(&contracts, &case, "2026-05-01T00:00:00Z").fired;
    assert_eq!((fired.len(), fired[0].planned_at), (1, t("2026-04-04T00:00:00Z")));
}

#[test]
fn a_timer_whose_condition_reads_the_clock_fires_when_both_are_so() {
    let visits = pipeline(
        r#"{"name": "v", "version": "1", "schema": {"date": "instant"},
            "stages": [
                {"id": "a", "timers": [{"id": "soon", "offset": "0h", "when": {"field": "date", "within": "2h"},
                    "emit": {"notify": [{"id": "soon"}]}}]},
                {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let record = r#"{"id": "v", "fields": {"date": "2026-04-05T12:00:00Z"}}"#;
    let case = open(&visits, record, "2026-04-01T00:00:00Z");
    assert_eq!(case.next_due, Some(t("2026-04-05T10:00:00Z")));
    let fired = ticked(&visits, &case, "2026-04-20T00:00:00Z").fired;
    assert_eq!((fired.len(), fired[0].planned_at), (1, t("2026-04-05T10:00:00Z")));
    // It was over before it could be.
    let record = r#"{"id": "v", "fields": {"date": "2026-03-05T12:00:00Z"}}"#;
    let over = open(&visits, record, "2026-04-01T00:00:00Z");
    let timers = visits.due(&over, t("2026-04-20T00:00:00Z")).unwrap().timers;
    assert_eq!((over.next_due, timers[0].idle), (None, Some(Idle::ConditionNotMet)));
}

fn paused_rules(version: &str, stage: &str, pause: &str) -> Pipeline {
    pipeline(&format!(
        r#"{{"name": "d", "version": "{version}", "schema": {{"waits": "bool", "x": "int"}}, "stages": [
            {{"id": "{stage}", {pause} "timers": [
                {{"id": "t", "offset": "48h", "go": "z"}},
                {{"id": "q", "anchor": "last_activity", "offset": "12h", "emit": {{"notify": [{{"id": "q"}}]}}}},
                {{"id": "fix", "offset": "240h", "pausable": false, "emit": {{"notify": [{{"id": "fix"}}]}}}}]}},
            {{"id": "z", "kind": "lost"}}]}}"#
    ))
}

fn migrated(to: &Pipeline, case: &Case, stage: &str) -> Case {
    let map = Facts::default().with("a", stage.to_owned());
    let cases = std::slice::from_ref(case);
    let mut migrated = to.migrate(cases, &map, &mut Budget::unlimited()).unwrap();
    assert_eq!(migrated.failed, []);
    migrated.cases.remove(0)
}

const WAITS: &str = r#""pause_when": {"field": "waits", "eq": true},"#;

#[test]
fn a_pause_that_new_rules_do_not_know_counts_until_the_last_thing_that_happened() {
    let old = paused_rules("1", "a", WAITS);
    let case = open(&old, r#"{"id": "c"}"#, "2026-04-01T00:00:00Z");
    let waits = update(&old, &case, r#"{"waits": true}"#, "2026-04-01T06:00:00Z").case_after;
    // The timer that no pause moves was the last thing that happened.
    let waits = tick(&old, &waits, "2026-04-12T00:00:00Z");
    assert_eq!(waits.stepped_at, t("2026-04-11T00:00:00Z"));
    let stood_ms = (9 * 24 + 18) * HOUR;
    for stage in ["a", "b"] {
        let new = paused_rules("2", stage, "");
        let on = migrated(&new, &waits, stage);
        assert_eq!(on.paused_since, None);
        assert_eq!(on.paused.elapsed_ms, stood_ms);
        // 42 hours are left of the stay, and 12 of the silence.
        assert_eq!(on.next_due, Some(t("2026-04-11T12:00:00Z")));
        let due = new.due(&on, t("2026-04-11T00:00:00Z")).unwrap().timers;
        assert_eq!(due[0].planned_at, Some(t("2026-04-12T18:00:00Z")));
        // Once: a second version finds nothing to count.
        let newer = migrated(&paused_rules("3", stage, ""), &on, stage);
        assert_eq!((newer.paused, newer.paused_idle), (on.paused, on.paused_idle));
    }
}

#[test]
fn a_pause_that_both_rules_know_goes_on_and_counts_once() {
    let old = paused_rules("1", "a", WAITS);
    let case = open(&old, r#"{"id": "c"}"#, "2026-04-01T00:00:00Z");
    let waits = update(&old, &case, r#"{"waits": true}"#, "2026-04-01T06:00:00Z").case_after;
    let waits = tick(&old, &waits, "2026-04-12T00:00:00Z");
    let new = paused_rules("2", "b", WAITS);
    let on = migrated(&new, &waits, "b");
    assert_eq!(on.paused_since, Some(t("2026-04-11T00:00:00Z")));
    let goes_on = |pipeline: &Pipeline, case: &Case| {
        update(pipeline, case, r#"{"waits": false}"#, "2026-04-13T00:00:00Z").case_after
    };
    let (there, here) = (goes_on(&new, &on), goes_on(&old, &waits));
    assert_eq!((&there.paused, &there.paused_idle), (&here.paused, &here.paused_idle));
    assert_eq!(there.next_due, here.next_due);
    assert_eq!(there.paused.elapsed_ms, 11 * 24 * HOUR + 18 * HOUR);
}

#[test]
fn a_pause_that_only_new_rules_know_begins_with_them_wherever_they_come() {
    let old = paused_rules("1", "a", "");
    let record = r#"{"id": "c", "fields": {"waits": true}}"#;
    let case = open(&old, record, "2026-04-01T00:00:00Z");
    let case = update(&old, &case, r#"{"x": 1}"#, "2026-04-01T06:00:00Z").case_after;
    for stage in ["a", "b"] {
        let new = paused_rules("2", stage, WAITS);
        let on = migrated(&new, &case, stage);
        assert_eq!(on.paused_since, Some(t("2026-04-01T06:00:00Z")));
        assert_eq!(on.next_due, Some(t("2026-04-11T00:00:00Z")));
    }
    // Without a map it comes under them as well, whoever looks at it and whenever.
    let new = paused_rules("2", "a", WAITS);
    let ticked = tick(&new, &case, "2026-04-05T00:00:00Z");
    let on = migrated(&new, &case, "a");
    assert_eq!((ticked.paused_since, ticked.next_due), (on.paused_since, on.next_due));
    assert_eq!(new.next_due(&case).unwrap(), ticked.next_due);
    let clock = new.clock(&case, t("2026-04-05T00:00:00Z")).unwrap();
    assert_eq!((clock.elapsed_ms, clock.paused.elapsed_ms), (6 * HOUR, 90 * HOUR));
}
