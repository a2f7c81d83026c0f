//! Norms, their warnings, what stops by itself, and lists of work.

use fieldbeat::funnel::{Case, ClockStatus, Idle, Pipeline, WorkItem, worklist};
use fieldbeat::time::CalendarSpan;
use fieldbeat::{Calendar, CalendarPolicy, Instant, Shaped};
use proptest::prelude::*;

use crate::cases::{open, pipeline, t, ticked, update};
use crate::laws::at;

const HOUR: i64 = 3_600_000;

#[test]
fn a_clock_warns_from_the_share_of_the_norm_that_the_stage_names() {
    use ClockStatus::{Over, Warning, Within};
    // Monday at nine. Half of ten hours; a quarter of eighteen working hours; never before the
    // end; from the beginning.
    for (norm, warn_at, warn_from, deadline) in [
        ("10h", "0.5", "2026-04-06T14:00:00Z", "2026-04-06T19:00:00Z"),
        ("2bd", "0.25", "2026-04-06T13:30:00Z", "2026-04-08T09:00:00Z"),
        ("10h", "1", "2026-04-06T19:00:00Z", "2026-04-06T19:00:00Z"),
        ("10h", "0", "2026-04-06T09:00:00Z", "2026-04-06T19:00:00Z"),
    ] {
        let rules = pipeline(&format!(
            r#"{{"name": "d", "version": "1", "stages": [
                {{"id": "a", "norm": "{norm}", "warn_at": {warn_at}}}, {{"id": "z", "kind": "won"}}],
                "transitions": [{{"source": ["a"], "target": "z"}}]}}"#
        ));
        let case = open(&rules, r#"{"id": "c"}"#, "2026-04-06T09:00:00Z");
        let told = |t: Instant| rules.clock(&case, t).unwrap();
        let (warn_from, deadline) = (t(warn_from), t(deadline));
        let clock = told(case.entered_at);
        assert_eq!((clock.warn_from, clock.deadline), (Some(warn_from), Some(deadline)), "{norm}");
        if warn_from > case.entered_at {
            assert_eq!(told(warn_from.plus(-1)).status, Within, "{norm} {warn_at}");
        }
        assert_eq!(told(warn_from).status, Warning, "{norm} {warn_at}");
        assert_eq!(told(deadline).status, Warning, "{norm} {warn_at}");
        assert_eq!(told(deadline.plus(1)).status, Over, "{norm} {warn_at}");
    }
}

/// A chain of so many steps that are made by themselves, and a timer at the stage in which it stops.
fn chain() -> Pipeline {
    let stages: Vec<String> = (0..18)
        .map(|n| {
            let timer = r#", "timers": [{"id": "now", "offset": "0h", "go": "z"}]"#;
            format!(r#"{{"id": "s{n}"{}}}"#, if n == 16 { timer } else { "" })
        })
        .collect();
    let step = |n: i32| {
        let guard = r#""guard": {"field": "x", "eq": 1}"#;
        format!(r#"{{"source": ["s{n}"], "target": "s{}", "auto": true, {guard}}}"#, n + 1)
    };
    let steps: Vec<String> = (0..17).map(step).collect();
    pipeline(&format!(
        r#"{{"name": "d", "version": "1", "schema": {{"x": "int"}},
            "stages": [{}, {{"id": "z", "kind": "won"}}],
            "transitions": [{}, {{"source": ["s17"], "target": "z"}}]}}"#,
        stages.join(","),
        steps.join(",")
    ))
}

#[test]
fn what_stopped_by_itself_says_so_until_somebody_does_something() {
    let rules = chain();
    let case = open(&rules, r#"{"id": "c", "fields": {"x": 1}}"#, "2026-04-06T09:00:00Z");
    assert_eq!((&*case.stage, case.halted, case.next_due), ("s16", true, None));
    let now = "2026-04-07T09:00:00Z";
    assert!(ticked(&rules, &case, now).fired.is_empty());
    assert_eq!(rules.due(&case, t(now)).unwrap().timers[0].idle, Some(Idle::Halted));
    let list = worklist(std::slice::from_ref(&case), t(now), &rules).unwrap();
    let why: Vec<_> = list[0].reasons.iter().map(|reason| &*reason.code).collect();
    assert_eq!((list[0].stalled, why, list[0].next_due), (true, vec!["halted"], None));
    let since = list[0].reasons[0].facts.to_json().unwrap();
    assert_eq!(since, r#"{"since":"2026-04-06T09:00:00.000Z"}"#);
    let goes_on = update(&rules, &case, r#"{"x": 1}"#, now).case_after;
    assert_eq!((&*goes_on.stage, goes_on.halted), ("s17", false));
    assert!(rules.clock(&goes_on, t(now)).unwrap().reasons.is_empty());
}

#[test]
fn a_deadline_beyond_all_years_is_none() {
    let rules = pipeline(
        r#"{"name": "d", "version": "1", "stages": [
            {"id": "a", "norm": "9000y", "timers": [{"id": "far", "offset": "9000y", "go": "z"}]},
            {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "z"}]}"#,
    );
    let case = open(&rules, r#"{"id": "c"}"#, "2026-04-06T09:00:00Z");
    let timer = rules.due(&case, t("2026-04-07T09:00:00Z")).unwrap().timers.remove(0);
    assert_eq!((timer.idle, timer.deadline, timer.key), (Some(Idle::OutOfRange), None, None));
    assert_eq!(case.next_due, None);
    let clock = rules.clock(&case, t("2026-04-07T09:00:00Z")).unwrap();
    assert_eq!((clock.status, clock.norm_ms, clock.deadline), (ClockStatus::None, None, None));
}

/// Norms of a working day and of a day, and none; the second stands still while the client thinks.
fn mixed() -> Pipeline {
    pipeline(
        r#"{"name": "m", "version": "1", "schema": {"waits": "bool"}, "stages": [
            {"id": "a", "norm": "1bd"},
            {"id": "b", "norm": "1d", "pause_when": {"field": "waits", "eq": true}},
            {"id": "free"}, {"id": "rest", "kind": "hold", "norm": "1d"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a", "b", "free", "rest"], "target": "z"}],
            "policies": {"skip": "allow"}}"#,
    )
}

#[test]
fn the_longest_overdue_comes_first_whatever_its_norm_counts() {
    let rules = mixed();
    // Friday at 17 was the end of a working day, Sunday at noon that of a day.
    let a = open(&rules, r#"{"id": "A"}"#, "2026-11-19T17:00:00Z");
    let b = open(&rules, r#"{"id": "B", "stage": "b"}"#, "2026-11-21T12:00:00Z");
    let list = worklist(&[b, a], t("2026-11-23T09:30:00Z"), &rules).unwrap();
    let told: Vec<_> = list.iter().map(|row| (&*row.case_id, row.overdue_ms)).collect();
    assert_eq!(told, [("A", Some(64 * HOUR + HOUR / 2)), ("B", Some(21 * HOUR + HOUR / 2))]);
    let working: Vec<_> = list.iter().map(|row| row.overdue_working_ms).collect();
    assert_eq!(working, [Some(HOUR + HOUR / 2), Some(HOUR / 2)]);
}

#[test]
fn a_row_tells_of_one_moment_after_the_timers_that_are_due() {
    let rules = pipeline(
        r#"{"name": "d", "version": "1", "stages": [
            {"id": "a", "timers": [{"id": "t", "offset": "1d", "go": "b"}]},
            {"id": "b", "norm": "4h", "timers": [{"id": "t", "offset": "9d", "go": "z"}]},
            {"id": "z", "kind": "lost"}]}"#,
    );
    let case = open(&rules, r#"{"id": "c"}"#, "2026-11-20T10:00:00Z");
    let row = |now: &str| worklist(std::slice::from_ref(&case), t(now), &rules).unwrap().pop();
    let before = row("2026-11-21T09:59:59Z").unwrap();
    assert_eq!((&*before.stage, before.next_due), ("a", Some(t("2026-11-21T10:00:00Z"))));
    let after = row("2026-11-25T10:00:00Z").unwrap();
    assert_eq!((&*after.stage, after.next_due), ("b", Some(t("2026-11-30T10:00:00Z"))));
    assert_eq!(after.overdue_ms, Some(92 * HOUR));
    assert_eq!(row("2026-11-30T10:00:00Z"), None);
}

fn case(rules: &Pipeline, id: usize, stage: u8, hour: i64, waits: Option<i64>) -> Case {
    let stage = ["a", "b", "free", "rest", "z"][usize::from(stage)];
    let entered = at(hour).to_string();
    let record = format!(r#"{{"id": "c{id}", "stage": "{stage}", "entered_at": "{entered}"}}"#);
    let case = open(rules, &record, &entered);
    match waits {
        Some(hours) => {
            update(rules, &case, r#"{"waits": true}"#, &at(hour + hours).to_string()).case_after
        }
        None => case,
    }
}

proptest! {
    #[test]
    fn a_list_of_work_is_in_the_order_of_its_deadlines(
        drawn in prop::collection::vec(
            (0_u8..5, -300_i64..0, prop::option::of(0_i64..300)), 0..12,
        ),
    ) {
        let rules = mixed();
        let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
        let now = at(0);
        let mut due: Vec<(Option<i64>, String, Option<i64>)> = Vec::new();
        let mut cases = Vec::new();
        for (id, (stage, hour, waits)) in drawn.into_iter().enumerate() {
            let waits = waits.filter(|hours| hour + hours < 0);
            cases.push(case(&rules, id, stage, hour, waits));
            let span = match stage {
                0 => Some(CalendarSpan::WorkingDays(1)),
                1 => Some(CalendarSpan::Days(1)),
                4 => continue,
                _ => None,
            };
            let deadline = span.map(|span| calendar.add(at(hour), span).unwrap());
            // Since then the clock of the second stage has stood.
            let stood = waits.filter(|_| stage == 1).map_or(0, |hours| (-hour - hours) * HOUR);
            let deadline = deadline.map(|deadline| deadline.plus(stood));
            let by_wall = deadline.map(|deadline| now.millis() - deadline.millis());
            due.push((
                by_wall, format!("c{id}"), deadline.map(|due| calendar.working_time(due, now)),
            ));
        }
        due.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        let row = |row: WorkItem| (row.overdue_ms, row.case_id.to_string(), row.overdue_working_ms);
        let told: Vec<_> = worklist(&cases, now, &rules).unwrap().into_iter().map(row).collect();
        prop_assert_eq!(told, due);
    }
}
