//! Votes that move a case, and those of whoever may not vote.

use crate::cases::{apply, open, pipeline, t};
use fieldbeat::funnel::{
    Case, Event, MovedBy, NewCase, Outcome, Pipeline, PipelinePolicy, Possible, PossibleMove,
};
use fieldbeat::shape::Shaped;

const NOW: &str = "2026-11-20T10:00:00Z";

/// A single vote against loses the case, which asks for a reason and a field.
fn lost_by_a_vote() -> Pipeline {
    pipeline(
        r#"{"name": "p", "version": "1", "schema": {"x": "int", "y": "int"},
            "stages": [{"id": "a"}, {"id": "z", "kind": "won"},
                       {"id": "l", "kind": "lost", "reasons": ["price"], "require": ["x"]}],
            "transitions": [{"source": ["a"], "target": "z", "auto": true,
                "approvals": {"need": [{"role": "h"}], "any_reject": "l"}}]}"#,
    )
}

fn reject(more: &str) -> String {
    format!(r#"{{"id": "1", "kind": "reject", "actor": {{"id": "ann", "roles": ["h"]}}{more}}}"#)
}

fn before(pipeline: &Pipeline, event: &str) -> Vec<PossibleMove> {
    let case = open(pipeline, r#"{"id": "c"}"#, NOW);
    pipeline.can(&case, t(NOW), None, Some(&Event::from_json(event).unwrap())).unwrap().targets
}

#[test]
fn a_vote_against_says_why_and_brings_what_the_lost_stage_requires() {
    let pipeline = lost_by_a_vote();
    let case = open(&pipeline, r#"{"id": "c"}"#, NOW);
    let both = r#", "reason": "price", "fields": {"x": 1}"#;
    for (more, answer, codes) in [
        ("", Possible::NeedsInput, vec!["field_required", "reason_required"]),
        (r#", "reason": "price""#, Possible::NeedsInput, vec!["field_required"]),
        (r#", "reason": " ", "fields": {"x": 1}"#, Possible::NeedsInput, vec!["reason_required"]),
        (r#", "reason": "bogus", "fields": {"x": 1}"#, Possible::Denied, vec!["unknown_reason"]),
        (
            r#", "reason": "price", "fields": {"x": 1, "y": 1}"#,
            Possible::Denied,
            vec!["field_not_accepted"],
        ),
        (both, Possible::Allowed, vec![]),
    ] {
        let event = reject(more);
        let targets = before(&pipeline, &event);
        assert_eq!((targets.len(), &*targets[0].stage), (1, "l"), "{more}");
        assert_eq!(targets[0].answer, answer, "{more}");
        let applied = apply(&pipeline, &case, &event, NOW);
        assert_eq!(applied.failed, targets[0].failed, "{more}");
        let told: Vec<&str> = applied.failed.iter().map(|failed| &*failed.code).collect();
        assert_eq!(told, codes, "{more}");
        let is_moved = answer == Possible::Allowed;
        assert_eq!(applied.outcome == Outcome::Moved, is_moved, "{more}");
    }
    let asked = before(&pipeline, &reject("")).remove(0);
    assert_eq!(asked.fields, ["x", "reason"]);
    assert_eq!(asked.options.to_json().unwrap(), r#"{"reason":["price"]}"#);
    let lost = apply(&pipeline, &case, &reject(both), NOW);
    assert_eq!(
        (lost.moves[0].by, &*lost.moves[0].rule),
        (MovedBy::Reject, "$.policy.transitions[0].approvals.any_reject")
    );
    assert_eq!(lost.case_after.reason.as_deref(), Some("price"));
    assert_eq!(lost.case_after.fields.to_value().to_json().unwrap(), r#"{"x":1}"#);
}

#[test]
fn whoever_may_not_vote_is_told_all_that_is_wrong_with_the_vote() {
    let pipeline = lost_by_a_vote();
    let case = open(&pipeline, r#"{"id": "c"}"#, NOW);
    for (event, told) in [
        (
            r#"{"id": "1", "kind": "reject"}"#,
            &["actor_required", "field_required", "reason_required"][..],
        ),
        // Whoever is not asked is told that: what the move requires is not for them.
        (
            r#"{"id": "1", "kind": "reject", "actor": {"id": "bob", "roles": ["rep"]}}"#,
            &["role_required"],
        ),
    ] {
        let applied = apply(&pipeline, &case, event, NOW);
        assert_eq!(applied.failed.iter().map(|one| &*one.code).collect::<Vec<_>>(), told);
        let targets = before(&pipeline, event);
        assert_eq!((targets[0].answer, &targets[0].failed), (Possible::Denied, &applied.failed));
    }
}

/// What a vote against does with a case, which `can` has to say before.
fn rejected(pipeline: &Pipeline, case: &Case, who: &str, more: &str) -> (Outcome, String, String) {
    let event = format!(
        r#"{{"id": "v", "kind": "reject", "actor": {{"id": "x", "roles": ["{who}"]}}{more}}}"#
    );
    let applied = apply(pipeline, case, &event, NOW);
    let event = Event::from_json(&event).unwrap();
    let board = pipeline.can(case, t(NOW), None, Some(&event)).unwrap().targets;
    let is_allowed = board.iter().any(|target| target.answer == Possible::Allowed);
    assert_eq!(applied.outcome == Outcome::Moved, is_allowed, "{who}{more}");
    let why = match applied.failed.first() {
        Some(failed) => failed.code.clone(),
        None => applied.moves.first().map_or_else(String::new, |one| one.rule.to_string()),
    };
    (applied.outcome, applied.case_after.stage.to_string(), why)
}

#[test]
fn whoever_is_not_asked_does_not_stop_an_approval() {
    let contracts = pipeline(include_str!("../../core/policies/contract_approval.json"));
    let case = |sum: &str| {
        let fields = format!(r#""fields": {{"company": "A", "text_version": 1, "sum": {sum}}}"#);
        let record = format!(r#"{{"id": "c", "author": "ann", "stage": "approval", {fields}}}"#);
        open(&contracts, &record, NOW)
    };
    let small = case("1000");
    for more in ["", r#", "target": "signing""#] {
        // The director is asked of large contracts only: the vote is kept, and stops nothing.
        let told = rejected(&contracts, &small, "director", more);
        assert_eq!(told, (Outcome::Recorded, "approval".to_owned(), String::new()));
        let (outcome, stage, rule) = rejected(&contracts, &small, "lawyer", more);
        assert_eq!((outcome, &*stage), (Outcome::Moved, "rework"));
        assert_eq!(rule, "$.policy.transitions[1].approvals.any_reject");
        let (outcome, stage, rule) = rejected(&contracts, &case("1000000"), "director", more);
        assert_eq!((outcome, &*stage), (Outcome::Moved, "rework"));
        assert_eq!(rule, "$.policy.transitions[2].approvals.any_reject");
        let (outcome, _, why) = rejected(&contracts, &small, "rep", more);
        assert_eq!((outcome, &*why), (Outcome::Refused, "role_required"));
    }
}

#[test]
fn a_vote_against_makes_the_move_of_the_rule_that_asks_for_it() {
    let two = pipeline(
        r#"{"name": "p", "version": "1",
            "stages": [{"id": "a"}, {"id": "b", "kind": "won"}, {"id": "c", "kind": "won"},
                       {"id": "rework"}],
            "transitions": [
                {"source": ["a"], "target": "b", "auto": true,
                    "approvals": {"need": [{"role": "lawyer"}]}},
                {"source": ["a"], "target": "c", "auto": true,
                    "approvals": {"need": [{"role": "director"}], "any_reject": "rework"}},
                {"source": ["rework"], "target": "a"}]}"#,
    );
    let case = open(&two, r#"{"id": "c"}"#, NOW);
    let recorded = (Outcome::Recorded, "a".to_owned(), String::new());
    assert_eq!(rejected(&two, &case, "lawyer", ""), recorded);
    let (outcome, _, why) = rejected(&two, &case, "lawyer", r#", "target": "c""#);
    assert_eq!((outcome, &*why), (Outcome::Refused, "role_required"));
    assert_eq!(rejected(&two, &case, "director", "").1, "rework");
}

#[test]
fn where_the_author_does_not_vote_an_unknown_author_lets_nobody_vote() {
    let policy = r#"{"name": "p", "version": "1",
        "stages": [{"id": "a"}, {"id": "z", "kind": "won"}],
        "transitions": [{"source": ["a"], "target": "z", "auto": true,
            "approvals": {"need": [{"role": "h"}], "not_author": true}}]}"#;
    let pipeline = Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).unwrap();
    let vote = r#"{"id": "1", "kind": "approve", "actor": {"id": "ann", "roles": ["h"]}}"#;
    for (author, code, warns) in [
        ("", Some("author_unknown"), true),
        (r#", "author": """#, Some("author_unknown"), true),
        (r#", "author": "ann""#, Some("author_votes"), false),
        (r#", "author": "ben""#, None, false),
    ] {
        let record = NewCase::from_json(&format!(r#"{{"id": "c"{author}}}"#)).unwrap();
        let opened = pipeline.open(&record, t(NOW)).unwrap();
        let warned: Vec<_> = opened.warnings.iter().map(|one| (&*one.code, &*one.path)).collect();
        let expected: &[_] = if warns { &[("author_unknown", "$.record.author")] } else { &[] };
        assert_eq!(warned, expected, "{author}");
        let applied = apply(&pipeline, &opened.case_after.unwrap(), vote, NOW);
        assert_eq!(applied.failed.first().map(|failed| &*failed.code), code, "{author}");
    }
    // Nobody is no voter.
    let nobody = r#"{"id": "1", "kind": "approve", "actor": {"id": "", "roles": ["h"]}}"#;
    let case = open(&pipeline, r#"{"id": "c", "author": "ben"}"#, NOW);
    assert_eq!(apply(&pipeline, &case, nobody, NOW).failed[0].code, "actor_required");
}
