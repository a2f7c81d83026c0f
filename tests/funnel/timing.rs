//! Timers, norms, automatic steps and what stands still: the ways of the engine one by one.

use fieldbeat::Instant;
use fieldbeat::funnel::{Case, Clock, ClockStatus, Idle, NewCase, Outcome, Pipeline};

use crate::cases::{apply, open, pipeline, t, tick, ticked, update};

fn idle(pipeline: &Pipeline, case: &Case, now: &str) -> Vec<Option<Idle>> {
    pipeline.due(case, t(now)).unwrap().timers.into_iter().map(|timer| timer.idle).collect()
}

/// A notice and an end, each by a date; a notice that counts from the entry.
fn dated() -> Pipeline {
    pipeline(
        r#"{"name": "d", "version": "1", "schema": {"date": "date", "mute": "bool"}, "stages": [
            {"id": "a", "timers": [
                {"id": "notice", "anchor": "field:date", "offset": "1d", "emit": {"notify": [{"id": "n"}]}},
                {"id": "quiet", "offset": "2d", "when": {"field": "mute", "eq": false},
                    "emit": {"notify": [{"id": "q"}]}},
                {"id": "end", "anchor": "field:date", "offset": "90d", "go": "z"}]},
            {"id": "z", "kind": "lost"}]}"#,
    )
}

#[test]
fn another_date_arms_a_timer_anew_and_the_same_one_does_not() {
    let pipeline = dated();
    let case =
        open(&pipeline, r#"{"id": "c", "fields": {"date": "2026-04-05"}}"#, "2026-04-01T00:00:00Z");
    assert_eq!(case.next_due, Some(t("2026-04-06T00:00:00Z")));
    let first = ticked(&pipeline, &case, "2026-04-07T00:00:00Z");
    assert_eq!(first.fired.len(), 1);
    let fired = &first.cases[0];
    assert_eq!(idle(&pipeline, fired, "2026-04-07T00:00:00Z")[0], Some(Idle::Fired));
    let later = update(&pipeline, fired, r#"{"date": "2026-04-10"}"#, "2026-04-07T09:00:00Z");
    assert_eq!(later.case_after.next_due, Some(t("2026-04-11T00:00:00Z")));
    let second = ticked(&pipeline, &later.case_after, "2026-04-12T00:00:00Z");
    assert_eq!((second.fired.len(), second.fired[0].planned_at), (1, t("2026-04-11T00:00:00Z")));
    assert!(
        second.fired[0].key != first.fired[0].key
            && second.commands[0].key != first.commands[0].key
    );
    // The first date again: its deadline has fired.
    let again =
        update(&pipeline, &second.cases[0], r#"{"date": "2026-04-05"}"#, "2026-04-12T09:00:00Z");
    assert!(again.fired.is_empty());
    assert_eq!(idle(&pipeline, &again.case_after, "2026-04-13T00:00:00Z")[0], Some(Idle::Fired));
    // A date whose deadline is over fires once, as of the change.
    let over = update(&pipeline, fired, r#"{"date": "2026-04-03"}"#, "2026-04-07T09:00:00Z");
    assert_eq!((over.fired.len(), over.fired[0].planned_at), (1, t("2026-04-07T09:00:00Z")));
    assert_eq!(over.fired[0].deadline, t("2026-04-04T00:00:00Z"));
}

#[test]
fn a_timer_without_its_anchor_or_its_condition_is_not_armed_and_says_so() {
    let pipeline = dated();
    let now = "2026-04-01T00:00:00Z";
    let case = open(&pipeline, r#"{"id": "c"}"#, now);
    let why = [Some(Idle::AnchorMissing), Some(Idle::ConditionNotMet), Some(Idle::AnchorMissing)];
    assert_eq!((idle(&pipeline, &case, now), case.next_due), (why.to_vec(), None));
    assert_eq!(pipeline.due(&case, t(now)).unwrap().timers[0].deadline, None);
    let loud = update(&pipeline, &case, r#"{"mute": false}"#, "2026-04-01T12:00:00Z").case_after;
    assert_eq!(
        (idle(&pipeline, &loud, now)[1], loud.next_due),
        (None, Some(t("2026-04-03T00:00:00Z")))
    );
    let dated =
        update(&pipeline, &case, r#"{"date": "2026-04-02"}"#, "2026-04-01T12:00:00Z").case_after;
    assert_eq!(dated.next_due, Some(t("2026-04-03T00:00:00Z")));
    // A notice that was due before the case came is not sent; an end is, at the entry.
    let late = open(&pipeline, r#"{"id": "c", "fields": {"date": "2026-03-01"}}"#, now);
    assert_eq!(idle(&pipeline, &late, now)[0], Some(Idle::Late));
    let ended = open(&pipeline, r#"{"id": "c", "fields": {"date": "2025-03-01"}}"#, now);
    assert_eq!((ended.stage.as_str(), ended.entered_at), ("z", t(now)));
}

#[test]
fn of_timers_at_one_instant_the_first_declared_fires_first_and_all_before_the_event() {
    let pipeline = pipeline(
        r#"{"name": "d", "version": "1", "schema": {"x": "int"}, "stages": [
            {"id": "a", "timers": [
                {"id": "two", "offset": "1d", "emit": {"set": {"x": 2}}},
                {"id": "one", "offset": "24h", "emit": {"set": {"x": 1}}},
                {"id": "early", "offset": "23h", "emit": {"set": {"x": 0}}}]},
            {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z", "guard": {"field": "x", "eq": 1}}]}"#,
    );
    let case = open(&pipeline, r#"{"id": "c"}"#, "2026-04-01T00:00:00Z");
    let fired = ticked(&pipeline, &case, "2026-04-05T00:00:00Z").fired;
    let order: Vec<_> = fired.iter().map(|fired| fired.timer.as_str()).collect();
    assert_eq!(order, ["early", "two", "one"]);
    let won = r#"{"id": "e", "at": "2026-04-02T00:00:00Z", "target": "z"}"#;
    let won = apply(&pipeline, &case, won, "2026-04-05T00:00:00Z");
    assert_eq!((won.outcome, won.fired.len()), (Outcome::Moved, 3));
    let early = r#"{"id": "e", "at": "2026-04-01T23:59:59Z", "target": "z"}"#;
    let early = apply(&pipeline, &case, early, "2026-04-05T00:00:00Z");
    assert_eq!((early.outcome, early.case_after), (Outcome::Refused, case));
}

#[test]
fn sixteen_automatic_steps_are_made_and_then_none_until_something_happens() {
    let stages: Vec<String> = (0..40).map(|n| format!(r#"{{"id": "s{n}"}}"#)).collect();
    let steps: Vec<String> = (0..39)
        .map(|n| format!(r#"{{"source": ["s{n}"], "target": "s{}", "auto": true}}"#, n + 1))
        .collect();
    let pipeline = pipeline(&format!(
        r#"{{"name": "d", "version": "1", "schema": {{"x": "int"}},
            "stages": [{}, {{"id": "z", "kind": "won"}}],
            "transitions": [{}, {{"source": ["s39"], "target": "z"}}]}}"#,
        stages.join(","),
        steps.join(",")
    ));
    let opened = pipeline
        .open(&NewCase::from_json(r#"{"id": "c"}"#).unwrap(), t("2026-04-01T00:00:00Z"))
        .unwrap();
    let case = opened.case_after.unwrap();
    assert_eq!((opened.moves.len(), case.stage.as_str(), case.halted), (16, "s16", true));
    assert!(ticked(&pipeline, &case, "2026-05-01T00:00:00Z").moves.is_empty());
    let one = update(&pipeline, &case, r#"{"x": 1}"#, "2026-04-02T00:00:00Z");
    assert_eq!((one.moves.len(), one.case_after.stage.as_str()), (16, "s32"));
    let two = update(&pipeline, &one.case_after, r#"{"x": 2}"#, "2026-04-03T00:00:00Z");
    let after = &two.case_after;
    assert_eq!((two.moves.len(), after.stage.as_str(), after.halted), (7, "s39", false));
}

fn clock(pipeline: &Pipeline, case: &Case, now: &str) -> Clock {
    pipeline.clock(case, t(now)).unwrap()
}

#[test]
fn a_norm_counts_all_stays_together_or_each_anew() {
    let rules = |counts: &str| {
        pipeline(&format!(
            r#"{{"name": "d", "version": "1",
                "stages": [{{"id": "a", "norm": "24h" {counts}}}, {{"id": "b"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "b"}}, {{"source": ["b"], "target": "a"}},
                    {{"source": ["a"], "target": "z"}}]}}"#
        ))
    };
    const HOUR: i64 = 3_600_000;
    let now = "2026-04-02T10:00:00Z";
    let back = |pipeline: &Pipeline| {
        let case = open(pipeline, r#"{"id": "c"}"#, "2026-04-01T00:00:00Z");
        let away = r#"{"id": "1", "at": "2026-04-01T12:00:00Z", "target": "b"}"#;
        let back = r#"{"id": "2", "at": "2026-04-02T00:00:00Z", "target": "a"}"#;
        apply(pipeline, &apply(pipeline, &case, away, now).case_after, back, now).case_after
    };
    for counts in ["", r#", "norm_counts": "total""#] {
        let total = rules(counts);
        let told = clock(&total, &back(&total), now);
        assert_eq!((told.elapsed_ms, told.status), (22 * HOUR, ClockStatus::Warning));
        assert_eq!(told.deadline, Some(t("2026-04-02T12:00:00Z")));
        assert_eq!(told.entered_at, t("2026-04-02T00:00:00Z"));
    }
    let visit = rules(r#", "norm_counts": "visit""#);
    let told = clock(&visit, &back(&visit), now);
    assert_eq!((told.elapsed_ms, told.status), (10 * HOUR, ClockStatus::Within));
    assert_eq!(told.deadline, Some(t("2026-04-03T00:00:00Z")));
    assert_eq!(
        (told.deviation_ms, told.deviation_percent),
        (Some(-14 * HOUR), Some(-14.0 * 100.0 / 24.0))
    );
}

fn why(pipeline: &Pipeline, case: &Case, now: &str) -> (bool, Vec<String>) {
    let told = clock(pipeline, case, now);
    (told.stalled, told.reasons.into_iter().map(|reason| reason.code.to_string()).collect())
}

fn stalled(codes: &[&str]) -> (bool, Vec<String>) {
    (!codes.is_empty(), codes.iter().map(|code| (*code).to_owned()).collect())
}

#[test]
fn what_nobody_touches_or_plans_for_is_stalled() {
    let pipeline = pipeline(
        r#"{"name": "d", "version": "1", "schema": {"next": "date", "waits": "bool"},
            "stall": {"no_activity": "2d", "next_step": "next"},
            "stages": [{"id": "a", "pause_when": {"field": "waits", "eq": true}},
                {"id": "rest", "kind": "hold"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "rest"}, {"source": ["rest"], "target": "z"}]}"#,
    );
    let case =
        open(&pipeline, r#"{"id": "c", "fields": {"next": "2026-04-05"}}"#, "2026-04-01T00:00:00Z");
    assert_eq!(why(&pipeline, &case, "2026-04-02T23:59:59Z"), stalled(&[]));
    assert_eq!(why(&pipeline, &case, "2026-04-03T00:00:00Z"), stalled(&["no_activity"]));
    // Whatever is done is activity.
    let touched =
        update(&pipeline, &case, r#"{"waits": false}"#, "2026-04-05T00:00:00Z").case_after;
    // A date lasts until its end.
    assert_eq!(why(&pipeline, &touched, "2026-04-05T23:59:59Z"), stalled(&[]));
    assert_eq!(why(&pipeline, &touched, "2026-04-06T00:00:00Z"), stalled(&["no_next_step"]));
    let unplanned =
        update(&pipeline, &touched, r#"{"next": null}"#, "2026-04-05T01:00:00Z").case_after;
    assert_eq!(why(&pipeline, &unplanned, "2026-04-05T02:00:00Z"), stalled(&["no_next_step"]));
    let both = why(&pipeline, &touched, "2026-04-20T00:00:00Z");
    assert_eq!(both, stalled(&["no_activity", "no_next_step"]));
    // Who waits for the client, or rests, stands still rightly; after the pause the days go on.
    let waits =
        update(&pipeline, &touched, r#"{"waits": true}"#, "2026-04-05T12:00:00Z").case_after;
    assert_eq!(why(&pipeline, &waits, "2026-04-20T00:00:00Z"), stalled(&[]));
    let rests =
        apply(&pipeline, &touched, r#"{"id": "e", "target": "rest"}"#, "2026-04-05T12:00:00Z");
    assert_eq!(why(&pipeline, &rests.case_after, "2026-04-20T00:00:00Z"), stalled(&[]));
    // Until then nobody wants to hear of it, and the cause is told all the same.
    let snooze = r#"{"snooze": {"until": "2026-04-25T00:00:00Z", "reason": "on leave"}}"#;
    let snoozed = update(&pipeline, &touched, snooze, "2026-04-05T12:00:00Z").case_after;
    let told = why(&pipeline, &snoozed, "2026-04-20T00:00:00Z");
    assert_eq!(
        told,
        (false, ["no_activity", "no_next_step", "snoozed"].map(str::to_owned).to_vec())
    );
    assert!(why(&pipeline, &snoozed, "2026-04-25T00:00:00Z").0);
}

#[test]
fn a_pause_moves_what_counts_from_the_entry_or_the_last_activity_and_nothing_else() {
    let timer = |id: &str, more: &str| {
        format!(r#"{{"id": "{id}", {more}, "emit": {{"notify": [{{"id": "{id}"}}]}}}}"#)
    };
    let timers = [
        timer("entered", r#""offset": "5d""#),
        timer("created", r#""anchor": "created", "offset": "5d""#),
        timer("active", r#""anchor": "last_activity", "offset": "5d""#),
        timer("date", r#""anchor": "field:date", "offset": "5d""#),
        timer("fixed", r#""offset": "5d", "pausable": false"#),
        timer("work", r#""offset": "5bd""#),
    ];
    let pipeline = pipeline(&format!(
        r#"{{"name": "d", "version": "1", "schema": {{"date": "instant", "waits": "bool"}}, "stages": [
            {{"id": "a", "pause_when": {{"field": "waits", "eq": true}}, "timers": [{}]}},
            {{"id": "z", "kind": "won"}}],
            "transitions": [{{"source": ["a"], "target": "z"}}]}}"#,
        timers.join(",")
    ));
    // Monday at nine; it waits from Tuesday noon to Wednesday noon: a day, nine working hours.
    let record = r#"{"id": "c", "fields": {"date": "2026-04-06T09:00:00Z"}}"#;
    let case = open(&pipeline, record, "2026-04-06T09:00:00Z");
    let waits = update(&pipeline, &case, r#"{"waits": true}"#, "2026-04-07T12:00:00Z").case_after;
    let paused = Some(Idle::Paused);
    assert_eq!(
        idle(&pipeline, &waits, "2026-04-08T00:00:00Z"),
        [paused, None, paused, None, None, paused]
    );
    let goes_on =
        update(&pipeline, &waits, r#"{"waits": false}"#, "2026-04-08T12:00:00Z").case_after;
    let planned: Vec<Option<Instant>> = pipeline
        .due(&goes_on, t("2026-04-08T12:00:00Z"))
        .unwrap()
        .timers
        .into_iter()
        .map(|timer| timer.planned_at)
        .collect();
    let expected = [
        "2026-04-12T09:00:00Z",
        "2026-04-11T09:00:00Z",
        // The last activity was the end of the pause.
        "2026-04-13T12:00:00Z",
        "2026-04-11T09:00:00Z",
        "2026-04-11T09:00:00Z",
        // Monday's nine o'clock is five working days on; nine hours more, to the end of that day.
        "2026-04-13T18:00:00Z",
    ];
    assert_eq!(planned, expected.map(|text| Some(t(text))));
    assert_eq!(tick(&pipeline, &goes_on, "2026-04-30T00:00:00Z").fired.len(), 6);
}

#[test]
fn a_pause_that_no_person_ended_counts_until_somebody_does_something() {
    let pipeline = pipeline(
        r#"{"name": "d", "version": "1", "schema": {"date": "instant", "waits": "bool"}, "stages": [
            {"id": "a", "pause_when": {"field": "waits", "eq": true}, "timers": [
                {"id": "on", "anchor": "field:date", "offset": "0d", "emit": {"set": {"waits": false}}},
                {"id": "quiet", "anchor": "last_activity", "offset": "5d",
                    "emit": {"notify": [{"id": "q"}]}}]},
            {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}], "stall": {"no_activity": "5d"}}"#,
    );
    // Two days of waiting, until the date.
    let record = r#"{"id": "c", "fields": {"date": "2026-04-08T09:00:00Z", "waits": true}}"#;
    let case = open(&pipeline, record, "2026-04-06T09:00:00Z");
    let on = tick(&pipeline, &case, "2026-04-09T09:00:00Z");
    assert_eq!((on.paused_since, on.paused_idle.elapsed_ms), (None, 48 * 3_600_000));
    assert_eq!(on.next_due, Some(t("2026-04-13T09:00:00Z")));
    assert_eq!(why(&pipeline, &on, "2026-04-13T08:59:59Z"), stalled(&[]));
    assert_eq!(why(&pipeline, &on, "2026-04-13T09:00:00Z"), stalled(&["no_activity"]));
    let touched = update(&pipeline, &on, "{}", "2026-04-10T09:00:00Z").case_after;
    assert_eq!(touched.next_due, Some(t("2026-04-15T09:00:00Z")));
    assert_eq!(why(&pipeline, &touched, "2026-04-15T08:59:59Z"), stalled(&[]));
}

#[test]
fn whoever_has_two_roles_leaves_a_seat_to_whoever_has_one() {
    let pipeline = pipeline(
        r#"{"name": "q", "version": "1", "stages": [{"id": "a"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z", "auto": true, "approvals": {"need": [
                {"role": "head"}, {"role": "lawyer"}, {"role": "finance"}]}}]}"#,
    );
    let case = open(&pipeline, r#"{"id": "c"}"#, "2026-04-01T00:00:00Z");
    let vote = |case: &Case, id: &str, roles: &str| {
        let event = format!(
            r#"{{"id": "{id}", "kind": "approve", "actor": {{"id": "{id}", "roles": {roles}}}}}"#
        );
        apply(&pipeline, case, &event, "2026-04-02T00:00:00Z")
    };
    let ann = vote(&case, "ann", r#"["head", "lawyer"]"#);
    let ben = vote(&ann.case_after, "ben", r#"["lawyer", "finance"]"#);
    assert_eq!((ann.outcome, ben.outcome), (Outcome::Recorded, Outcome::Recorded));
    // She takes the first seat: ann moves to the lawyer's, and ben to that of finance.
    let cat = vote(&ben.case_after, "cat", r#"["head"]"#);
    assert_eq!((cat.outcome, cat.case_after.stage.as_str()), (Outcome::Moved, "z"));
}

#[test]
fn a_record_goes_to_the_first_pipeline_whose_condition_is_met() {
    let pipeline = pipeline(
        r#"{"name": "own", "version": "1", "schema": {"x": "int", "vip": "bool"},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}],
            "select": [{"when": {"field": "x", "eq": 1}, "pipeline": "one"},
                {"when": {"field": "x", "le": 2}, "pipeline": "own"},
                {"when": {"field": "vip", "eq": true}, "pipeline": "vip"}]}"#,
    );
    let opened = |fields: &str| {
        let record = NewCase::from_json(&format!(r#"{{"id": "c", "fields": {fields}}}"#)).unwrap();
        let opened = pipeline.open(&record, t("2026-04-01T00:00:00Z")).unwrap();
        let codes: Vec<_> = opened.failed.iter().map(|failed| failed.code.clone()).collect();
        assert_eq!(opened.case_after.is_some(), codes.is_empty());
        (opened.pipeline, codes)
    };
    let told = |pipeline: Option<&str>, codes: &[&str]| {
        (pipeline.map(str::to_owned), codes.iter().map(|code| (*code).to_owned()).collect())
    };
    assert_eq!(opened(r#"{"x": 1, "vip": true}"#), told(Some("one"), &["other_pipeline"]));
    // The own one comes before the next.
    assert_eq!(opened(r#"{"x": 2, "vip": true}"#), told(Some("own"), &[]));
    assert_eq!(opened(r#"{"x": 3, "vip": true}"#), told(Some("vip"), &["other_pipeline"]));
    assert_eq!(opened(r#"{"x": 3, "vip": false}"#), told(Some("own"), &[]));
    // Whoever does not say belongs nowhere yet.
    assert_eq!(opened(r#"{"vip": true}"#), told(None, &["guard_unknown"]));
    assert_eq!(opened(r#"{"x": 3}"#), told(None, &["guard_unknown"]));
}

#[test]
fn a_diagram_has_every_stage_move_rejection_and_timer() {
    let pipeline = pipeline(
        r#"{"name": "d", "version": "1", "schema": {"x": "int", "date": "date"}, "initial": "b",
            "stages": [
                {"id": "a", "title": "New \"lead\"; #1", "timers": [
                    {"id": "t", "offset": "5bd", "go": "l"},
                    {"id": "u", "anchor": "field:date", "offset": "-3d", "go": "b"},
                    {"id": "n", "offset": "1d", "emit": {}}]},
                {"id": "b"}, {"id": "rest", "kind": "hold"},
                {"id": "z", "kind": "won", "title": "Won"}, {"id": "l", "kind": "lost"}],
            "transitions": [
                {"source": ["b", "rest"], "target": "a", "on": "call: back"},
                {"source": ["a"], "target": "z", "auto": true, "guard": {"field": "x", "eq": 1},
                    "approvals": {"need": [{"role": "head"}], "any_reject": "rest"}},
                {"source": ["a"], "target": "rest", "id": "wait"},
                {"source": ["b"], "target": "l"}],
            "policies": {"skip": "allow"}}"#,
    );
    let expected = [
        "stateDiagram-v2",
        r#"    state "New #34;lead#34;#59; #35;1" as s0"#,
        r#"    state "b" as s1"#,
        r#"    state "rest" as s2"#,
        r#"    state "Won" as s3"#,
        r#"    state "l" as s4"#,
        "    [*] --> s1",
        "    s1 --> s0 : call#58; back",
        "    s2 --> s0 : call#58; back",
        "    s0 --> s3 : auto [guard]",
        "    s0 --> s2 : rejected",
        "    s0 --> s2 : wait",
        "    s1 --> s4",
        "    s0 --> s4 : entered 5bd",
        "    s0 --> s1 : date -3d",
        "    s3 --> [*]",
        "    s4 --> [*]",
        "",
    ];
    assert_eq!(pipeline.diagram(), expected.join("\n"));
}
