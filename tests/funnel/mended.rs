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
    pipeline.open(&record, t("2026-04-01T00:00:00Z")).unwrap().case.unwrap()
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
            case.stays = vec![Stay { stage: "a".to_owned(), entered_at: now, left_at, paused }];
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
    assert_eq!(worklist(&[case.clone()], t(now), &deals).unwrap()[0].stage, "b");
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
