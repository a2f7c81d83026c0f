//! What any pipeline has to do in practice; the ready ones are in `ready.rs`.

use crate::cases::{open, pipeline, t, tick, update};
use fieldbeat::budget::Budget;
use fieldbeat::funnel::ClockStatus;

#[test]
fn a_deal_over_its_norm_is_told_with_its_hours() {
    let deals = pipeline(
        r#"{"name": "deals", "version": "1", "schema": {"waiting": "bool"},
            "stages": [{"id": "offer", "norm": "2bd", "pause_when": {"field": "waiting", "eq": true}},
                       {"id": "won", "kind": "won"}],
            "transitions": [{"source": ["offer"], "target": "won"}]}"#,
    );
    // Friday, 16:00.
    let case = open(&deals, r#"{"id": "d1"}"#, "2026-11-20T16:00:00Z");
    let clock = deals.clock(&case, t("2026-11-24T17:00:00Z")).unwrap();
    assert_eq!((clock.working_ms, clock.norm_ms), (19 * 3_600_000, Some(18 * 3_600_000)));
    assert_eq!(clock.status, ClockStatus::Over);
    assert!(clock.stalled);
    // Monday, waiting from 10:00 to 13:00: three working hours more.
    let waits = update(&deals, &case, r#"{"waiting": true}"#, "2026-11-23T10:00:00Z").case_after;
    let goes_on =
        update(&deals, &waits, r#"{"waiting": false}"#, "2026-11-23T13:00:00Z").case_after;
    let clock = deals.clock(&goes_on, t("2026-11-24T17:00:00Z")).unwrap();
    assert_eq!((clock.working_ms, clock.status), (16 * 3_600_000, ClockStatus::Warning));
    assert_eq!(clock.deadline, Some(t("2026-11-25T10:00:00Z")));
}

#[test]
fn a_new_timer_reaches_cases_that_are_there_already() {
    let old = r#"{"name": "d", "version": "1", "stages": [{"id": "a"}, {"id": "b", "kind": "lost"}],
        "transitions": [{"source": ["a"], "target": "b"}]}"#;
    let new = r#"{"name": "d", "version": "2", "stages": [
        {"id": "first", "timers": [{"id": "t", "offset": "3d", "go": "b"}]}, {"id": "b", "kind": "lost"}]}"#;
    let (old, new) = (pipeline(old), pipeline(new));
    let case = open(&old, r#"{"id": "x"}"#, "2026-11-20T10:00:00Z");
    let map = fieldbeat::Facts::default();
    let migrate = |map: &fieldbeat::Facts| {
        new.migrate(std::slice::from_ref(&case), map, &mut Budget::unlimited()).unwrap()
    };
    let lost = migrate(&map);
    assert_eq!((lost.cases.len(), lost.failed[0].problems[0].code.as_str()), (0, "no_place"));
    let moved = migrate(&map.with("a", "first".to_owned())).cases.remove(0);
    let ticked = tick(&new, &moved, "2026-12-20T10:00:00Z");
    assert_eq!((&*ticked.stage, ticked.entered_at), ("b", t("2026-11-23T10:00:00Z")));
}
