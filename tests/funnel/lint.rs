//! What is found in a pipeline before any case is in it, and what is not.

use fieldbeat::catalog::lint;
use fieldbeat::funnel::{Pipeline, PipelinePolicy};
use fieldbeat::shape::Value;
use fieldbeat::time::CalendarPolicy;

/// The errors of a pipeline of stages `a`, `b` and `z`, or else its warnings: code and path.
fn found(a: &str, b: &str, transitions: &str) -> Vec<(String, String)> {
    let policy = format!(
        r#"{{"name": "p", "version": "1", "schema": {{"x": "int", "y": "int", "when": "instant"}},
            "stages": [{{"id": "a"{a}}}, {{"id": "b"{b}}}, {{"id": "z", "kind": "won"}}],
            "transitions": [{transitions}{}{{"source": ["a", "b"], "target": "z"}}, {{"source": ["a"], "target": "b"}}]}}"#,
        if transitions.is_empty() { "" } else { ", " }
    );
    match Pipeline::new(&PipelinePolicy::from_json(&policy).unwrap()) {
        Ok(pipeline) => {
            let warnings = pipeline.warnings().iter();
            warnings.map(|one| (format!("warning {}", one.code), one.path.clone())).collect()
        }
        Err(error) => {
            error.problems().iter().map(|one| (one.code.to_string(), one.path.clone())).collect()
        }
    }
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), format!("$.policy.{path}"))]
}

fn timers(list: &str) -> String {
    format!(r#", "timers": [{list}]"#)
}

fn go(id: &str, anchor: &str, offset: &str, stage: &str) -> String {
    format!(r#"{{"id": "{id}", "anchor": "{anchor}", "offset": "{offset}", "go": "{stage}"}}"#)
}

fn auto(source: &str, target: &str, x: i64) -> String {
    format!(
        r#"{{"source": ["{source}"], "target": "{target}", "auto": true, "guard": {{"field": "x", "eq": {x}}}}}"#
    )
}

#[test]
fn timers_that_no_entry_moves_go_round_without_time() {
    for anchor in ["created", "last_activity", "field:when"] {
        let (a, b) = (timers(&go("t", anchor, "1h", "b")), timers(&go("t", anchor, "2h", "a")));
        assert_eq!(found(&a, &b, ""), one("automatic_loop", "stages[0].timers[0]"), "{anchor}");
        // With a step between that takes time, there is no such circle.
        let b = timers(&go("t", "entered", "2h", "a"));
        assert_eq!(found(&a, &b, ""), [], "{anchor}");
        // Whoever comes back too late is left alone.
        let skips = go("t", anchor, "2h", "a").replace("\"go\"", "\"late\": \"skip\", \"go\"");
        assert_eq!(found(&a, &timers(&skips), ""), [], "{anchor}");
    }
}

#[test]
fn a_circle_that_may_end_by_what_it_sets_is_a_warning() {
    let circle = format!("{}, {}", auto("a", "b", 1), auto("b", "a", 1));
    let set = |field: &str| format!(r#", "on_enter": {{"set": {{"{field}": 2}}}}"#);
    assert_eq!(found("", "", &circle), one("automatic_loop", "transitions[0]"));
    // Nothing looks at what is set.
    assert_eq!(found("", &set("y"), &circle), one("automatic_loop", "transitions[0]"));
    let warned = one("warning automatic_loop", "transitions[0]");
    assert_eq!(found("", &set("x"), &circle), warned);
    let goes_on = format!("{}, {}", auto("a", "b", 1), auto("b", "a", 2));
    assert_eq!(found("", &set("x"), &goes_on), warned);
    assert_eq!(found("", &set("y"), &goes_on), []);
    // A date that the entry moves.
    let (a, b) = (timers(&go("t", "field:when", "1h", "b")), go("t", "field:when", "2h", "a"));
    let b = format!(r#", "on_enter": {{"set": {{"when": {{"field": "now"}}}}}}{}"#, timers(&b));
    assert_eq!(found(&a, &b, ""), one("warning automatic_loop", "stages[0].timers[0]"));
}

#[test]
fn timers_that_never_fire_are_found_and_others_are_not() {
    let dead = |place: u8| one("dead_timer", &format!("stages[0].timers[{place}]"));
    let emit = |offset: &str, more: &str| {
        format!(r#"{{"id": "e", "offset": "{offset}"{more}, "emit": {{}}}}"#)
    };
    let at_once = r#"{"source": ["a"], "target": "b", "auto": true}"#;
    assert_eq!(found(&timers(&emit("1h", "")), "", at_once), dead(0));
    let elsewhere = r#", "when": {"field": "stage", "eq": "b"}"#;
    assert_eq!(found(&timers(&emit("1h", elsewhere)), "", ""), dead(0));
    let here = r#", "when": {"field": "stage", "eq": "a"}"#;
    assert!(found(&timers(&emit("1h", here)), "", "").iter().all(|(code, _)| code != "dead_timer"));
    let created = r#", "anchor": "created""#;
    assert_eq!(found(&timers(&emit("-1h", created)), "", ""), dead(0));
    assert_eq!(found(&timers(&emit("0h", created)), "", ""), []);
    // Of several, one that leaves before.
    let both = |first: String, second: String| timers(&format!("{first}, {second}"));
    let leaves = |offset: &str| go("g", "entered", offset, "b");
    assert_eq!(found(&both(leaves("1h"), emit("2h", "")), "", ""), dead(1));
    assert_eq!(found(&both(leaves("1h"), emit("1h", "")), "", ""), dead(1));
    assert_eq!(found(&both(emit("2h", ""), leaves("1h")), "", ""), dead(0));
    assert_eq!(found(&both(emit("1h", ""), leaves("1h")), "", ""), []);
    // From a Saturday both are over when work begins, and the first declared fires.
    assert_eq!(found(&both(emit("1bd", ""), leaves("0bd")), "", ""), []);
    assert_eq!(found(&both(leaves("0bd"), emit("1bd", "")), "", ""), dead(1));
    // Both are over at the entry.
    let late = format!(r#"{created}, "late": "fire""#);
    let leaves = go("g", "created", "1h", "b");
    assert_eq!(found(&both(emit("2h", &late), leaves), "", ""), []);
}

#[test]
fn moves_that_are_never_made_are_told() {
    let at_once = r#"{"source": ["a"], "target": "b", "auto": true}"#;
    assert_eq!(found("", "", at_once), one("warning dead_transition", "transitions[2]"));
    let same = r#"{"id": "other words", "source": ["a"], "target": "z", "message": "no"}, {"source": ["b"], "target": "z"}"#;
    assert_eq!(found("", "", same), []);
    let wider = r#"{"source": ["b", "a"], "target": "z"}"#;
    assert_eq!(found("", "", wider), one("warning dead_transition", "transitions[1]"));
    let other = r#"{"source": ["b", "a"], "target": "z", "require": ["x"]}"#;
    assert_eq!(found("", "", other), []);
}

#[test]
fn names_that_are_none_and_reasons_that_say_nothing_are_refused() {
    let lost = |reasons: &str| format!(r#", "kind": "lost", "reasons": {reasons}"#);
    let policy = |change: (&str, &str)| {
        let text = r#"{"name": "p", "version": "1",
            "stages": [{"id": "a", "timers": [{"id": "t", "offset": "1h", "go": "z"}]}, {"id": "z" LOST}],
            "transitions": [{"source": ["a"], "target": "z", "on": "done"}],
            "handover": [{"source": "z", "pipeline": "other"}],
            "select": [{"when": {"field": "stage", "eq": "a"}, "pipeline": "p"}]}"#;
        let text = text.replacen(change.0, change.1, 1).replace("LOST", &lost(r#"["x"]"#));
        Pipeline::new(&PipelinePolicy::from_json(&text).unwrap()).map(|_| ()).map_err(|error| {
            let problem = &error.problems()[0];
            (problem.code.to_string(), problem.path.clone())
        })
    };
    assert_eq!(policy(("LOST", "LOST")), Ok(()));
    for (from, to, code, path) in [
        (r#""name": "p""#, r#""name": """#, "empty", "name"),
        (r#""id": "t""#, r#""id": """#, "empty", "stages[0].timers[0].id"),
        (r#""on": "done""#, r#""on": """#, "empty", "transitions[0].on"),
        (r#""pipeline": "other""#, r#""pipeline": """#, "empty", "handover[0].pipeline"),
        (r#""pipeline": "p""#, r#""pipeline": """#, "empty", "select[0].pipeline"),
        ("LOST", lost(r#"["x", " "]"#).as_str(), "empty", "stages[1].reasons[1]"),
        ("LOST", lost(r#"["x", "x"]"#).as_str(), "duplicate_id", "stages[1].reasons[1]"),
    ] {
        let told = (code.to_owned(), format!("$.policy.{path}"));
        assert_eq!(policy((from, to)), Err(told), "{path}");
    }
    let rests = found("", r#", "kind": "hold", "norm": "1d""#, "");
    assert_eq!(rests, one("warning ignored_key", "stages[1].norm"));
}

fn auto_when(source: &str, target: &str, guard: &str) -> String {
    format!(r#"{{"source": ["{source}"], "target": "{target}", "auto": true, "guard": {guard}}}"#)
}

#[test]
fn circles_whose_guards_exclude_each_other_are_none() {
    let is_one = r#"{"field": "x", "eq": 1}"#;
    let both = r#"{"all": [{"field": "x", "eq": 1}, {"field": "y", "ge": 2}]}"#;
    let either = r#"{"any": [{"field": "x", "eq": 1}, {"field": "y", "ge": 2}]}"#;
    let dated = r#"{"field": "when", "le": {"field": "now"}}"#;
    let not = |guard: &str| format!(r#"{{"not": {guard}}}"#);
    for (there, back) in [
        (is_one, not(is_one)),
        (both, not(both)),
        (either, not(either)),
        (is_one, not(either)),
        (both, r#"{"field": "x", "is_null": true}"#.to_owned()),
        (both, not(&not(r#"{"field": "y", "lt": 2}"#))),
    ] {
        let circle = format!("{}, {}", auto_when("a", "b", there), auto_when("b", "a", &back));
        assert_eq!(found("", "", &circle), [], "{there} and {back}");
    }
    // However many ways there are to meet the rest.
    let wide = |x: i64| {
        let ys = (0..9).map(|y| format!(r#"{{"field": "y", "eq": {y}}}"#)).collect::<Vec<_>>();
        format!(r#"{{"all": [{{"field": "x", "eq": {x}}}, {{"any": [{}]}}]}}"#, ys.join(", "))
    };
    let circle = format!("{}, {}", auto_when("a", "b", &wide(1)), auto_when("b", "a", &wide(2)));
    assert_eq!(found("", "", &circle), []);
    let forks = format!("{}, {}", auto_when("a", "b", &wide(1)), auto_when("a", "z", &wide(2)));
    assert_eq!(found("", "", &forks), []);
    // Some record goes round for certain.
    for (there, back) in [
        (is_one, both),
        (either, r#"{"field": "y", "lt": 0}"#),
        (both, r#"{"not": {"field": "x", "eq": 2}}"#),
    ] {
        let circle = format!("{}, {}", auto_when("a", "b", there), auto_when("b", "a", back));
        let expected = one("automatic_loop", "transitions[0]");
        assert_eq!(found("", "", &circle), expected, "{there} and {back}");
    }
    // Nobody knows: what two fields say of each other, and what is made before.
    let warned = one("warning automatic_loop", "transitions[0]");
    for (there, back) in [
        (dated, r#"{"field": "when", "gt": {"field": "now"}}"#),
        (r#"{"field": "x", "lt": {"field": "y"}}"#, is_one),
    ] {
        let circle = format!("{}, {}", auto_when("a", "b", there), auto_when("b", "a", back));
        assert_eq!(found("", "", &circle), warned, "{there} and {back}");
    }
}

#[test]
fn of_several_circles_through_a_stage_each_is_looked_at_alone() {
    // Each pair excludes each other, though four steps leave three stages.
    let policy = |back: i64| {
        let steps = [
            auto_when("a", "b", r#"{"field": "x", "eq": 1}"#),
            auto_when("b", "a", r#"{"field": "x", "eq": 2}"#),
            auto_when("a", "c", r#"{"field": "x", "eq": 3}"#),
            auto_when("c", "a", &format!(r#"{{"field": "x", "eq": {back}}}"#)),
        ];
        let policy = format!(
            r#"{{"name": "p", "version": "1", "schema": {{"x": "int"}},
                "stages": [{{"id": "a"}}, {{"id": "b"}}, {{"id": "c"}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{}, {{"source": ["a", "b", "c"], "target": "z"}}]}}"#,
            steps.join(", ")
        );
        Pipeline::new(&PipelinePolicy::from_json(&policy).unwrap()).map(|own| own.warnings().len())
    };
    assert_eq!(policy(4).unwrap(), 0);
    assert_eq!(policy(3).unwrap_err().problems()[0].code, "automatic_loop");
    // The way back is never taken, for another is declared before it; but nobody compares stages left.
    let leaves = r#"{"source": ["b"], "target": "z", "auto": true}"#;
    let circle = format!("{leaves}, {}, {}", auto("a", "b", 1), auto("b", "a", 1));
    let warnings = found("", "", &circle);
    assert!(warnings.iter().all(|(code, _)| code.starts_with("warning")), "{warnings:?}");
    assert!(
        warnings
            .contains(&("warning automatic_loop".to_owned(), "$.policy.transitions[1]".to_owned()))
    );
}

#[test]
fn a_required_text_that_may_be_empty_is_told() {
    let found = |field: &str| {
        let policy = format!(
            r#"{{"name": "p", "version": "1", "schema": {{"company": {field}}},
                "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won", "require": ["company"]}}],
                "transitions": [{{"source": ["a"], "target": "z", "require": ["company"]}}]}}"#
        );
        let pipeline = Pipeline::new(&PipelinePolicy::from_json(&policy).unwrap()).unwrap();
        let told = pipeline.warnings().iter().map(|one| (one.code.clone(), one.path.clone()));
        told.collect::<Vec<_>>()
    };
    let told = ["stages[1].require[0]", "transitions[0].require[0]"];
    let told = told.map(|path| ("empty_passes".to_owned(), format!("$.policy.{path}")));
    assert_eq!(found(r#""string""#), told);
    assert_eq!(found(r#"{"type": "string", "empty_is_missing": true}"#), []);
    assert_eq!(found(r#""int""#), []);
    assert_eq!(found(r#""date""#), []);
}

#[test]
fn what_is_wrong_besides_the_calendar_is_told_at_once() {
    let policy = |calendar: &str| {
        format!(
            r#"{{"name": "p", "version": "1", {calendar}
                "stages": [{{"id": "a"}}, {{"id": "z", "kind": "won"}}, {{"id": "lonely", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z", "guard": {{"field": "x", "eq": 1}}}}]}}"#
        )
    };
    let guard = ("unknown_field", "$.policy.transitions[0].guard.field");
    // Put together in Rust: no reader has seen it.
    let mut own = PipelinePolicy::from_json(&policy("")).unwrap();
    own.calendar = Some(CalendarPolicy { year_start: 13, ..CalendarPolicy::default() });
    let error = Pipeline::new(&own).unwrap_err();
    let told = error.problems().iter().map(|one| (one.code.as_ref(), one.path.as_str()));
    let told: Vec<(&str, &str)> = told.collect();
    assert_eq!(told, [("invalid_calendar", "$.policy.calendar"), guard]);
    own.transitions[0].guard = None;
    let told = Pipeline::new(&own).unwrap_err();
    let told: Vec<&str> = told.problems().iter().map(|one| one.code.as_ref()).collect();
    assert_eq!(told, ["invalid_calendar", "unreachable_stage"]);
    for (calendar, code, path) in [
        (r#""calendar": {"zone": "Moon/Sea"},"#, "unknown_zone", "$.policy.calendar.zone"),
        (r#""calendar": {"zone": 3, "days": []},"#, "wrong_type", "$.policy.calendar.zone"),
        (r#""calendar": {"year_start": 13},"#, "out_of_range", "$.policy.calendar.year_start"),
    ] {
        let lint = lint("pipeline", &Value::from_json(&policy(calendar)).unwrap()).unwrap();
        let told = lint.problems.iter().map(|one| (one.code.as_str(), one.path.as_str()));
        let told: Vec<(&str, &str)> = told.collect();
        assert_eq!(told, [(code, path), guard]);
    }
}

#[test]
fn a_pause_that_keeps_a_circle_from_going_round_makes_it_none() {
    // From `a` by a timer as soon as the guard is met, unless its clock stands; back by itself.
    let paused = |guard: &str, pause: &str, more: &str| {
        let go = format!(r#"{{"id": "t", "offset": "0h", "go": "b"{more}, "when": {guard}}}"#);
        let a = format!(r#", "pause_when": {pause}{}"#, timers(&go));
        found(&a, "", &auto_when("b", "a", guard))
    };
    let is_one = r#"{"field": "x", "eq": 1}"#;
    let both = r#"{"all": [{"field": "x", "eq": 1}, {"field": "y", "ge": 2}]}"#;
    let unless_two = r#"{"not": {"field": "x", "eq": 2}}"#;
    let none = Vec::<(String, String)>::new();
    assert_eq!(paused(is_one, is_one, ""), none);
    assert_eq!(paused(both, is_one, ""), none);
    assert_eq!(paused(is_one, unless_two, ""), none);
    // Whatever a pause says of fields that are missing, it does not stand then.
    let is_missing = r#"{"field": "x", "is_null": true}"#;
    let certain = one("automatic_loop", "transitions[0]");
    for (guard, pause) in [
        (is_one, both),
        (is_one, r#"{"field": "x", "eq": 2}"#),
        (is_missing, is_one),
        (is_missing, unless_two),
        (is_missing, r#"{"not": {"field": "x", "is_null": true}}"#),
    ] {
        assert_eq!(paused(guard, pause, ""), certain, "{guard} unless {pause}");
    }
    assert_eq!(paused(is_missing, is_missing, ""), none);
    // A timer that no pause holds up, or that counts from what no pause moves.
    assert_eq!(paused(is_one, is_one, r#", "pausable": false"#), certain);
    assert_eq!(paused(is_one, is_one, r#", "anchor": "created""#), certain);
    // What happens on entry ends or begins it.
    let set = r#", "on_enter": {"set": {"x": 2}}"#;
    let go = format!(r#"{{"id": "t", "offset": "0h", "go": "b", "when": {is_one}}}"#);
    let a = format!(r#", "pause_when": {both}{}"#, timers(&go));
    let warned = found(&a, set, &auto_when("b", "a", is_one));
    assert_eq!(warned, one("warning automatic_loop", "transitions[0]"));
    // Moves that are made by themselves ask no clock.
    let circle = format!("{}, {}", auto("a", "b", 1), auto("b", "a", 1));
    let pause = format!(r#", "pause_when": {is_one}"#);
    assert_eq!(found(&pause, &pause, &circle), certain);
}
