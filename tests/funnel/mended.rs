//! What was wrong once, each told by the shortest way to it.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Applied, Case, Event, Fields, NewCase, Outcome, Pipeline, PipelinePolicy, Possible, Stay,
    merge_logs, worklist,
};
use fieldbeat::shape::Shaped;

fn t(text: &str) -> Instant {
    text.parse().unwrap()
}

fn pipeline(text: &str) -> Pipeline {
    Pipeline::new(&PipelinePolicy::from_json(text).unwrap()).unwrap()
}

fn event(text: &str) -> Event {
    Event::from_json(text).unwrap()
}

fn open(pipeline: &Pipeline, record: &str) -> Case {
    let record = NewCase::from_json(record).unwrap();
    pipeline.open(&record, t("2026-04-01T00:00:00Z")).unwrap().case_after.unwrap()
}

fn apply(pipeline: &Pipeline, case: &Case, text: &str, now: &str) -> Applied {
    pipeline.apply(case, &event(text), t(now)).unwrap()
}

fn update(pipeline: &Pipeline, case: &Case, fields: &str, now: &str) -> Applied {
    let fields: Fields = Shaped::from_json(fields).unwrap();
    pipeline.update(case, &fields, t(now)).unwrap()
}

fn tick(pipeline: &Pipeline, case: &Case, now: &str) -> Case {
    let cases = std::slice::from_ref(case);
    let mut ticked = pipeline.tick(cases, t(now), &mut Budget::unlimited()).unwrap();
    ticked.cases.pop().unwrap_or_else(|| case.clone())
}

#[test]
fn no_stored_number_makes_a_clock_panic() {
    let deals = pipeline(
        r#"{"name": "d", "version": "1", "stages": [{"id": "a", "norm": "5bd"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let mut case = open(&deals, r#"{"id": "x"}"#);
    for ms in [i64::MIN, -1, i64::MAX] {
        for (entered_at, now) in [(Instant::MIN, Instant::MAX), (Instant::MAX, Instant::MIN)] {
            case.entered_at = entered_at;
            (case.paused.elapsed_ms, case.paused.working_ms) = (ms, ms);
            let (left_at, paused) = (now, case.paused.clone());
            case.stays = vec![Stay { stage: "a".into(), entered_at: now, left_at, paused }];
            assert_eq!(deals.clock(&case, now).unwrap().stage, "a");
        }
    }
}

#[test]
fn a_clock_does_not_tell_when_the_host_ticked() {
    let deals = pipeline(
        r#"{"name": "d", "version": "1", "stages": [
                {"id": "a", "norm": "1d", "timers": [{"id": "t", "offset": "2d", "go": "b"}]},
                {"id": "b", "norm": "10d", "timers": [{"id": "t", "offset": "20d", "go": "z"}]},
                {"id": "z", "kind": "lost"}]}"#,
    );
    let case = open(&deals, r#"{"id": "x"}"#);
    let now = "2026-04-05T00:00:00Z";
    let ticked = deals.clock(&tick(&deals, &case, now), t(now)).unwrap();
    assert_eq!(ticked.stage, "b");
    assert_eq!(deals.clock(&case, t(now)).unwrap(), ticked);
    assert_eq!(worklist(std::slice::from_ref(&case), t(now), &deals).unwrap()[0].stage, "b");
    assert!(worklist(&[case], t("2026-05-01T00:00:00Z"), &deals).unwrap().is_empty());
}

#[test]
fn days_before_a_date_begin_at_their_own_midnight() {
    // In Cairo 24 April 2026 begins at 1:00.
    let visits = pipeline(
        r#"{"name": "v", "version": "1", "schema": {"date": "date"}, "calendar": {"zone": "Africa/Cairo"},
            "stages": [{"id": "a", "timers": [{"id": "t", "anchor": "field:date", "offset": "-3d", "go": "z"}]},
                       {"id": "z", "kind": "won"}]}"#,
    );
    let case = open(&visits, r#"{"id": "x", "fields": {"date": "2026-04-24"}}"#);
    assert_eq!(case.next_due, Some(t("2026-04-20T22:00:00Z")));
}

#[test]
fn a_day_goes_on_while_its_clock_shows_the_day_before() {
    // In St. John's clocks went back from 0:01 on 7 November 2010 to 23:01 of the day before.
    let visits = pipeline(
        r#"{"name": "v", "version": "1", "schema": {"since": "date"}, "calendar": {"zone": "America/St_Johns"},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won", "on_enter": {"set": {"since": {"field": "now"}}}}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let case = open(&visits, r#"{"id": "x", "entered_at": "2010-11-01T00:00:00Z"}"#);
    for (at, day) in [("02:29", "2010-11-06"), ("02:30", "2010-11-07"), ("03:00", "2010-11-07")] {
        let ended = format!(r#"{{"id": "e", "at": "2010-11-07T{at}:00Z", "target": "z"}}"#);
        let ended = apply(&visits, &case, &ended, "2010-11-08T00:00:00Z").case_after;
        let since = ended.fields.value().get("since").cloned();
        assert_eq!(since, Some(fieldbeat::shape::Value::Text(day.to_owned())), "{at}");
    }
}

const QUOTES: &str = r#"{"name": "q", "version": "1", "schema": {"sum": "int"},
    "stages": [{"id": "a", "timers": [{"id": "t", "offset": "1d", "emit": {"set": {"sum": 9}}}]},
               {"id": "stale"}, {"id": "z", "kind": "won"}],
    "transitions": [
        {"source": ["a"], "target": "z", "auto": true,
         "approvals": {"need": [{"role": "head", "count": 2}], "reset_on": ["sum"]}},
        {"source": ["a"], "target": "stale", "auto": true,
         "guard": {"field": "last_activity_at", "ge": "2026-05-01T00:00:00Z"}},
        {"source": ["stale"], "target": "z"}]}"#;
const BEN: &str = r#"{"id": "1", "kind": "approve", "actor": {"id": "ben", "roles": ["head"]}}"#;

#[test]
fn who_votes_for_all_moves_and_for_one_is_one_person() {
    let quotes = pipeline(QUOTES);
    let once =
        apply(&quotes, &open(&quotes, r#"{"id": "x"}"#), BEN, "2026-04-01T01:00:00Z").case_after;
    let again = r#"{"id": "2", "kind": "approve", "target": "z", "actor": {"id": "ben", "roles": ["head"]}}"#;
    let again = apply(&quotes, &once, again, "2026-04-01T02:00:00Z");
    assert_eq!((again.outcome, &*again.case_after.stage), (Outcome::Recorded, "a"));
    let cara = r#"{"id": "3", "kind": "approve", "actor": {"id": "cara", "roles": ["head"]}}"#;
    assert_eq!(
        apply(&quotes, &again.case_after, cara, "2026-04-01T03:00:00Z").outcome,
        Outcome::Moved
    );
}

#[test]
fn votes_are_void_when_a_timer_changes_what_was_voted_on() {
    let quotes = pipeline(QUOTES);
    let voted =
        apply(&quotes, &open(&quotes, r#"{"id": "x"}"#), BEN, "2026-04-01T01:00:00Z").case_after;
    assert_eq!(voted.votes.len(), 1);
    let ticked = tick(&quotes, &voted, "2026-04-03T00:00:00Z");
    assert!(ticked.votes.is_empty());
}

#[test]
fn a_vote_that_lets_another_move_be_made_moves_the_case() {
    let quotes = pipeline(QUOTES);
    let case = open(&quotes, r#"{"id": "x"}"#);
    let now = "2026-05-03T00:00:00Z";
    let can = quotes.can(&case, t(now), None, Some(&event(BEN))).unwrap();
    let applied = apply(&quotes, &case, BEN, now);
    assert_eq!((applied.outcome, &*applied.case_after.stage), (Outcome::Moved, "stale"));
    assert_eq!((can.targets[0].answer, &*can.targets[0].stage), (Possible::Allowed, "stale"));
}

#[test]
fn what_the_event_may_bring_is_asked_for_and_not_denied() {
    let deals = |guard: &str| {
        pipeline(&format!(
            r#"{{"name": "d", "version": "1", "schema": {{"met": "bool", "inn": "string", "company": "string",
                "kind": {{"type": "enum", "values": ["u", "v"]}}}},
                "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z", "guard": {guard},
                    "input": ["met", "kind", "inn"]}}]}}"#
        ))
    };
    let drop = |pipeline: &Pipeline, event: Option<&Event>| {
        let case = open(pipeline, r#"{"id": "x", "fields": {"met": false}}"#);
        pipeline.can(&case, t("2026-04-01T00:00:00Z"), None, event).unwrap().targets.remove(0)
    };
    let both = deals(r#"{"all": [{"field": "met", "eq": true}, {"field": "kind", "eq": "u"}]}"#);
    let asked = drop(&both, None);
    assert_eq!((asked.answer, asked.failed.len()), (Possible::NeedsInput, 2));
    assert_eq!(asked.fields, ["met", "kind"]);
    // Of the two kinds the guard lets one pass.
    assert_eq!(asked.options.to_json().unwrap(), r#"{"kind":["u"]}"#);
    // It brought the wrong one.
    let wrong = event(r#"{"id": "e", "target": "z", "fields": {"met": false, "kind": "u"}}"#);
    assert_eq!(drop(&both, Some(&wrong)).answer, Possible::Denied);
    let either =
        deals(r#"{"any": [{"field": "inn", "eq": "7"}, {"field": "company", "eq": "u"}]}"#);
    let asked = drop(&either, None);
    assert_eq!((asked.answer, &asked.fields[..]), (Possible::NeedsInput, &["inn".to_owned()][..]));
    let other = deals(r#"{"all": [{"field": "inn", "eq": "7"}, {"field": "company", "eq": "u"}]}"#);
    assert_eq!(drop(&other, None).answer, Possible::Denied);
    let no_kind = deals(r#"{"all": [{"field": "kind", "eq": "u"}, {"field": "kind", "eq": "v"}]}"#);
    assert_eq!(drop(&no_kind, None).answer, Possible::Denied);
    let one_of = deals(r#"{"any": [{"field": "kind", "eq": "u"}, {"field": "inn", "eq": "7"}]}"#);
    assert_eq!(drop(&one_of, None).options.to_json().unwrap(), r#"{"kind":["u","v"]}"#);
    let there = deals(r#"{"field": "inn", "not_null": true}"#);
    assert_eq!(drop(&there, None).answer, Possible::NeedsInput);
}

#[test]
fn what_is_made_by_itself_names_no_reason() {
    let leads = pipeline(
        r#"{"name": "l", "version": "1", "schema": {"spam": "bool"},
            "stages": [{"id": "a"}, {"id": "z", "kind": "lost", "reasons": ["spam"]}],
            "transitions": [{"source": ["a"], "target": "z", "auto": true,
                "guard": {"field": "spam", "eq": true}}]}"#,
    );
    let case = open(&leads, r#"{"id": "x"}"#);
    let lost = update(&leads, &case, r#"{"spam": true}"#, "2026-04-01T01:00:00Z");
    assert_eq!((lost.outcome, &*lost.case_after.stage), (Outcome::Moved, "z"));
}

#[test]
fn commands_of_one_key_tell_the_same() {
    let sale = pipeline(
        r#"{"name": "s", "version": "1", "schema": {"x": "int", "y": "int"},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won", "on_enter": {"set": {"y": {"field": "x"}}}}],
            "transitions": [{"source": ["a"], "target": "z"}],
            "handover": [{"source": "z", "pipeline": "service", "stage": "one", "carry": ["x"]},
                         {"source": "z", "pipeline": "service", "stage": "two"}]}"#,
    );
    let case = open(&sale, r#"{"id": "x", "fields": {"x": 1}}"#);
    let won = apply(&sale, &case, r#"{"id": "1", "target": "z"}"#, "2026-04-01T05:00:00Z");
    let keys: Vec<&str> = won.commands.iter().map(|command| &*command.key).collect();
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2], "{keys:?}");
    // An offline change of what was carried: both commands that told it are told anew.
    let late = r#"{"id": "0", "kind": "update", "at": "2026-04-01T01:00:00Z", "fields": {"x": 7}}"#;
    let late = apply(&sale, &won.case_after, late, "2026-04-01T06:00:00Z");
    let told = |commands: &[fieldbeat::funnel::Command]| -> Vec<String> {
        commands.iter().map(|command| command.details.to_json().unwrap()).collect()
    };
    let expected =
        [r#"{"field":"y","value":7}"#, r#"{"pipeline":"service","stage":"one","fields":{"x":7}}"#];
    assert_eq!(told(&late.commands), expected);
    assert_eq!(told(&late.withdrawn), expected.map(|text| text.replace('7', "1")));
}

#[test]
fn rules_without_a_pause_let_a_paused_case_go_on() {
    let rules = |version: &str, stage: &str, pause: &str| {
        pipeline(&format!(
            r#"{{"name": "d", "version": "{version}", "schema": {{"waits": "bool"}}, "stages": [
                {{"id": "{stage}", {pause} "timers": [{{"id": "t", "offset": "1d", "go": "z"}}]}},
                {{"id": "z", "kind": "lost"}}]}}"#
        ))
    };
    let old = rules("1", "a", r#""pause_when": {"field": "waits", "eq": true},"#);
    let (new, renamed) = (rules("2", "a", ""), rules("3", "b", ""));
    let case = open(&old, r#"{"id": "x", "fields": {"waits": true}}"#);
    assert_eq!(case.next_due, None);
    let ticked = tick(&new, &case, "2026-05-01T00:00:00Z");
    assert_eq!((&*ticked.stage, ticked.entered_at), ("z", t("2026-04-02T00:00:00Z")));
    let map = fieldbeat::Facts::default().with("a", "b".to_owned());
    let cases = std::slice::from_ref(&case);
    let migrated = renamed.migrate(cases, &map, &mut Budget::unlimited()).unwrap().cases.remove(0);
    assert_eq!(migrated.next_due, Some(t("2026-04-02T00:00:00Z")));
}

#[test]
fn a_copy_of_another_pipeline_is_told_by_its_argument() {
    let rules = |name: &str| {
        pipeline(&format!(
            r#"{{"name": "{name}", "version": "1", "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z"}}]}}"#
        ))
    };
    let (one, two) = (rules("one"), rules("two"));
    let (a, b) = (open(&one, r#"{"id": "x"}"#), open(&two, r#"{"id": "x"}"#));
    let error = merge_logs(&a, &b, &one, t("2026-04-02T00:00:00Z")).unwrap_err();
    assert_eq!(error.problems()[0].code, "other_pipeline");
    assert_eq!(error.problems()[0].path, "$.b.pipeline");
}

#[test]
fn whatever_has_no_name_is_refused_and_not_taken_for_another() {
    let quotes = pipeline(QUOTES);
    let now = t("2026-04-01T00:00:00Z");
    let error = quotes.open(&NewCase::from_json(r#"{"id": ""}"#).unwrap(), now).unwrap_err();
    assert_eq!((&*error.problems()[0].code, &*error.problems()[0].path), ("empty", "$.record.id"));
    let case = open(&quotes, r#"{"id": "x"}"#);
    let nameless = event(r#"{"id": "", "target": "z"}"#);
    let path = |error: fieldbeat::Error| error.problems()[0].path.clone();
    assert_eq!(path(quotes.apply(&case, &nameless, now).unwrap_err()), "$.event.id");
    assert_eq!(path(quotes.can(&case, now, None, Some(&nameless)).unwrap_err()), "$.event.id");
}

#[test]
fn whoever_snoozes_says_why_and_new_cases_have_no_finished_tasks() {
    let quotes = pipeline(QUOTES);
    let case = open(&quotes, r#"{"id": "x", "fields": {"tasks": {"done": ["a"]}}}"#);
    assert!(case.fields.is_empty());
    let now = t("2026-04-01T01:00:00Z");
    let snooze =
        r#"{"id": "1", "kind": "update", "fields": {"snooze": {"until": "2026-05-01T00:00:00Z"}}}"#;
    let error = quotes.apply(&case, &event(snooze), now).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((&*problem.code, &*problem.path), ("reason_required", "$.event.fields.snooze"));
}

#[test]
fn a_field_that_a_stage_requires_and_nothing_sets_is_found() {
    let policy = r#"{"name": "d", "version": "1", "schema": {"x": "int", "y": "int"}, "updates": ["x"],
        "stages": [{"id": "a"}, {"id": "z", "kind": "won", "require": ["x", "y"]}],
        "transitions": [{"source": ["a"], "target": "z", "auto": true}]}"#;
    let error = Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(told, [("never_set", "$.policy.stages[1].require[1]")]);
}

#[test]
fn a_circle_is_found_among_others_that_share_its_stages() {
    // a and b circle where x is 1; a and c where x is 2: each circle is gone around.
    let policy = r#"{"name": "d", "version": "1", "schema": {"x": "int"},
        "stages": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "z", "kind": "won"}],
        "transitions": [
            {"source": ["a"], "target": "b", "auto": true, "guard": {"field": "x", "eq": 1}},
            {"source": ["b"], "target": "a", "auto": true, "guard": {"field": "x", "eq": 1}},
            {"source": ["a"], "target": "c", "auto": true, "guard": {"field": "x", "eq": 2}},
            {"source": ["c"], "target": "a", "auto": true, "guard": {"field": "x", "eq": 2}},
            {"source": ["a", "b", "c"], "target": "z"}]}"#;
    let error = Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(told, [("automatic_loop", "$.policy.transitions[0]")]);
}

#[test]
fn blanks_are_no_reason() {
    let back = pipeline(
        r#"{"name": "p", "version": "1", "stages": [{"id": "a"}, {"id": "b"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "b"}, {"source": ["b"], "target": "z"}],
            "policies": {"backward": "reason"}}"#,
    );
    let case = open(&back, r#"{"id": "c", "stage": "b"}"#);
    let now = "2026-04-01T01:00:00Z";
    for (reason, code) in
        [("", Some("reason_required")), (" ", Some("reason_required")), ("x", None)]
    {
        let event = format!(r#"{{"id": "1", "target": "a", "reason": "{reason}"}}"#);
        let applied = apply(&back, &case, &event, now);
        assert_eq!(applied.failed.first().map(|failed| &*failed.code), code, "{reason:?}");
    }
    let snooze = event(
        r#"{"id": "1", "kind": "update",
            "fields": {"snooze": {"until": "2026-05-01T00:00:00Z", "reason": " "}}}"#,
    );
    let error = back.apply(&case, &snooze, t(now)).unwrap_err();
    assert_eq!(error.problems()[0].code, "reason_required");
}

#[test]
fn cases_of_another_pipeline_do_not_change_sides() {
    let rules = |name: &str, version: &str| {
        pipeline(&format!(
            r#"{{"name": "{name}", "version": "{version}",
                "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z"}}]}}"#
        ))
    };
    let one = open(&rules("one", "1"), r#"{"id": "x"}"#);
    let two = open(&rules("two", "1"), r#"{"id": "y"}"#);
    let stage_map = fieldbeat::Facts::default();
    let migrated = rules("one", "2").migrate(&[two, one], &stage_map, &mut Budget::unlimited());
    let migrated = migrated.unwrap();
    assert_eq!((migrated.cases.len(), &*migrated.cases[0].id), (1, "x"));
    let problem = &migrated.failed[0].problems[0];
    assert_eq!((&*problem.code, &*problem.path), ("other_pipeline", "$.records[0].pipeline"));
}

#[test]
fn under_a_not_it_is_the_opposite_that_is_asked_for() {
    let asked = |guard: &str| {
        let pipeline = pipeline(&format!(
            r#"{{"name": "p", "version": "1", "schema": {{"x": "int"}},
                "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z", "guard": {guard}}}]}}"#
        ));
        let case = open(&pipeline, r#"{"id": "c", "fields": {"x": 9}}"#);
        let applied =
            apply(&pipeline, &case, r#"{"id": "1", "target": "z"}"#, "2026-04-01T01:00:00Z");
        let failed = &applied.failed[0];
        let reason = fieldbeat::Reason::from_value(&failed.to_value()).unwrap();
        let words = fieldbeat::reason_text(&reason, fieldbeat::catalog::Language::Ru);
        (failed.message.clone(), words)
    };
    let between = asked(r#"{"not": {"field": "x", "between": [1, 9]}}"#).1;
    assert_eq!(between, "x: 9, требуется: не от первого до последнего из 1, 9");
    assert_eq!(asked(r#"{"not": {"field": "x", "ge": 5}}"#).1, "x: 9, требуется: меньше 5");
    for (guard, told) in [
        (r#"{"field": "x", "lt": 5}"#, "x is 9, expected: lt 5"),
        (r#"{"not": {"field": "x", "ge": 5}}"#, "x is 9, expected: lt 5"),
        (r#"{"not": {"not": {"field": "x", "lt": 5}}}"#, "x is 9, expected: lt 5"),
        (r#"{"not": {"any": [{"field": "x", "eq": 9}]}}"#, "x is 9, expected: ne 9"),
        (r#"{"not": {"field": "x", "in": [9]}}"#, "x is 9, expected: not_in 9"),
        (r#"{"not": {"field": "x", "between": [1, 9]}}"#, "x is 9, expected: not between 1, 9"),
    ] {
        assert_eq!(asked(guard).0, told, "{guard}");
    }
}

#[test]
fn whoever_names_a_wrong_event_is_told_the_right_one() {
    let sale = pipeline(
        r#"{"name": "p", "version": "1", "stages": [{"id": "a"}, {"id": "b"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "b", "on": "paid"},
                            {"source": ["a", "b"], "target": "z", "on": "shipped"}]}"#,
    );
    let case = open(&sale, r#"{"id": "c"}"#);
    let told = |event: &str| {
        let applied = apply(&sale, &case, event, "2026-04-01T01:00:00Z");
        let failed = &applied.failed[0];
        (failed.code.clone(), failed.path.clone(), failed.message.clone())
    };
    let three = |code: &str, path: &str, message: &str| {
        (code.to_owned(), path.to_owned(), message.to_owned())
    };
    let to_b = three("wrong_event", "$.event.on", "to b leads the event: paid");
    assert_eq!(told(r#"{"id": "1", "target": "b"}"#), to_b);
    assert_eq!(told(r#"{"id": "1", "target": "b", "on": "shipped"}"#), to_b);
    let meant = "no move waits for the event piad, only for: paid, shipped: did you mean \"paid\"?";
    let unknown = three("unknown_event", "$.event.on", meant);
    assert_eq!(told(r#"{"id": "1", "on": "piad"}"#), unknown);
    assert_eq!(told(r#"{"id": "1", "on": "piad", "target": "b"}"#), unknown);
    let nowhere = three("no_transition", "$.stage", "there is no such move from a");
    assert_eq!(told(r#"{"id": "1", "target": "a"}"#), nowhere);
}

#[test]
fn a_task_that_is_required_later_is_waited_for_though_it_is_there_already() {
    let two = pipeline(
        r#"{"name": "p", "version": "1", "stages": [
                {"id": "a", "on_enter": {"tasks": [{"id": "k", "required": false}]}},
                {"id": "b", "on_enter": {"tasks": [{"id": "k", "required": true}]}},
                {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "b"}, {"source": ["b"], "target": "z",
                "guard": {"field": "tasks.required_open", "eq": 0}}]}"#,
    );
    let case = open(&two, r#"{"id": "x"}"#);
    let case =
        apply(&two, &case, r#"{"id": "1", "target": "b"}"#, "2026-04-02T00:00:00Z").case_after;
    let done = r#"{"id": "2", "target": "z"}"#;
    assert_eq!(apply(&two, &case, done, "2026-04-03T00:00:00Z").outcome, Outcome::Refused);
    let case = update(&two, &case, r#"{"tasks.done": ["k"]}"#, "2026-04-03T00:00:00Z").case_after;
    assert_eq!(apply(&two, &case, done, "2026-04-04T00:00:00Z").outcome, Outcome::Moved);
}
