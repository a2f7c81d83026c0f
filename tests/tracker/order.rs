//! Fixes late, twice, ahead of their time, too many; and what fails changes nothing.

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::column::Texts;
use fieldbeat::geofence::EventKind::{Dwell, Enter, Exit};
use fieldbeat::geofence::{FixSource, RepFixes, SetAside, Tracker, TrackerPolicy};
use fieldbeat::{ErrorKind, Fix};

use super::{Day, at, codes, fence, fix, index, kinds, sharp, told, tracker};

const OUT: f64 = 300.0;

fn why(set_aside: &[SetAside]) -> Vec<&str> {
    set_aside.iter().flat_map(|own| &own.reasons).map(|reason| reason.code.as_str()).collect()
}

#[test]
fn events_wait_for_the_lateness() {
    let mut day = Day::new().walk(&[(0, OUT), (60, 0.0), (70, 0.0), (370, 0.0)]);
    assert_eq!(day.told(), [], "the fix of 70 s may still change");
    day = day.walk(&[(371, 0.0)]);
    assert_eq!(kinds(&day.events), [Enter]);
}

#[test]
fn a_fix_older_than_the_watermark_comes_back_as_late_and_changes_nothing() {
    let mut day = Day::new().walk(&[(0, OUT), (400, OUT)]);
    let before = day.tracker.snapshot();
    let pushed = day.push(fix(99, 0.0));
    assert_eq!(why(&pushed.late), ["late_fix"]);
    assert_eq!(pushed.late[0].fix, fix(99, 0.0));
    assert_eq!((pushed.late[0].rep.as_str(), pushed.events.len()), ("rep", 0));
    assert_eq!(day.tracker.snapshot(), before);
    // On the watermark itself it is not too late.
    assert_eq!(day.push(fix(100, 0.0)).late, []);
}

#[test]
fn the_source_that_is_behind_holds_the_watermark_for_as_long_as_a_gap() {
    let from = |source, seconds, north| Fix { source: Some(source), ..fix(seconds, north) };
    let mut day = Day::new();
    day.push(from(FixSource::Network, 0, OUT));
    day.push(from(FixSource::Gps, 500, OUT));
    assert_eq!(day.push(from(FixSource::Network, 10, OUT)).late, [], "its own time is 0 s");
    day.push(from(FixSource::Gps, 1_000, OUT));
    // Silent for 990 s, it holds nobody up: the watermark is at 1000 s less gap and lateness.
    day.push(from(FixSource::Gps, 1_500, OUT));
    assert_eq!(day.push(from(FixSource::Network, 300, OUT)).late, []);
    assert_eq!(why(&day.push(from(FixSource::Network, 5, OUT)).late), ["late_fix"]);
}

#[test]
fn of_one_instant_the_most_accurate_fix_survives_and_mock_is_any_of_them() {
    let mut day = Day::new();
    // At 60 s one fix says 300 m away, with a poor accuracy, and mock: it does not survive.
    for fix in
        [fix(0, OUT), Fix { mock: Some(true), ..sharp(60, OUT, 40.0) }, fix(60, 0.0), fix(80, 0.0)]
    {
        day.push(fix);
    }
    let events = day.finish();
    assert_eq!(kinds(&events), [Enter, Exit]);
    assert_eq!(codes(&events[0]), ["entry_confirmed", "mock_location", "conflicting_fix"]);
}

#[test]
fn repeated_fixes_take_no_room_in_the_buffer() {
    let policy = TrackerPolicy::from_json(r#"{"max_pending": 2}"#).unwrap();
    let mut day = Day::under(&policy);
    for _ in 0..10 {
        day.push(fix(0, 0.0));
        day.push(fix(20, 0.0));
    }
    assert_eq!(kinds(&day.finish()), [Enter, Exit]);
}

#[test]
fn overflow_is_a_limit_and_changes_nothing() {
    let policy = TrackerPolicy::from_json(r#"{"max_pending": 3}"#).unwrap();
    let mut day = Day::under(&policy).walk(&[(0, OUT), (10, OUT), (20, OUT)]);
    let before = day.tracker.snapshot();
    let error = day.tracker.push("rep", fix(30, OUT), None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(error.problems()[0].code, "too_many_pending");
    assert_eq!(error.problems()[0].path, "$.fix");
    assert_eq!(day.tracker.snapshot(), before);
    // Other sources and reps have room of their own, and one that moves the watermark makes room.
    day.push(Fix { source: Some(FixSource::Gps), ..fix(15, OUT) });
    day.tracker.push("another", fix(30, OUT), None).unwrap();
    let mut day = Day::under(&policy).walk(&[(0, OUT), (10, OUT), (20, OUT)]);
    day.push(fix(320, OUT));
    assert_eq!(day.tracker.len(), 1);
}

#[test]
fn a_fix_from_the_future_is_quarantined_and_the_watermark_stays() {
    let mut day = Day::new().walk(&[(0, OUT), (60, 0.0)]);
    let before = day.tracker.snapshot();
    let by_receipt = Fix { received: Some(at(1_000)), ..fix(1_061, 0.0) };
    assert_eq!(why(&day.push(by_receipt).quarantined), ["clock_ahead"]);
    let pushed = day.tracker.push("rep", fix(1_061, 0.0), Some(at(1_000))).unwrap();
    assert_eq!(why(&pushed.quarantined), ["clock_ahead"]);
    assert_eq!(day.tracker.snapshot(), before);
    // A stranger's does not even make them known.
    day.tracker.push("stranger", fix(1_061, 0.0), Some(at(1_000))).unwrap();
    assert_eq!(day.tracker.len(), 1);
    // Sixty seconds are within what clocks do.
    let on_time = Fix { received: Some(at(60)), ..fix(120, 0.0) };
    assert_eq!(day.push(on_time).quarantined, []);
    assert_eq!(kinds(&day.finish()), [Enter, Exit]);
}

#[test]
fn zero_island_is_quarantined_and_ends_no_visit() {
    let mut day = Day::at_once().walk(&[(0, 0.0), (60, 0.0)]);
    for seconds in [120, 180, 600] {
        let lost = Fix::new(at(seconds), 0.0, 0.0, 5.0).unwrap();
        assert_eq!(why(&day.push(lost).quarantined), ["zero_island"]);
    }
    assert_eq!(kinds(&day.walk(&[(660, 0.0)]).finish()), [Enter, Dwell, Exit]);
}

#[test]
fn many_at_once_are_as_one_by_one() {
    let steps = [(0, OUT), (60, 0.0), (400, 0.0), (420, OUT), (440, OUT), (800, OUT)];
    let mut one_by_one = tracker(&[super::shop()], &super::at_once());
    let (mut events, mut late) = (Vec::new(), Vec::new());
    let mut fixes = Vec::new();
    for (seconds, north) in steps.into_iter().chain([(5, 0.0)]) {
        for rep in ["b", "a"] {
            let pushed = one_by_one.push(rep, fix(seconds, north), None).unwrap();
            events.extend(pushed.events);
            late.extend(pushed.late);
            fixes.push((rep, fix(seconds, north)));
        }
    }
    let mut at_once = tracker(&[super::shop()], &super::at_once());
    let pushed = at_once.push_many(&fixes, None, &mut Budget::unlimited()).unwrap();
    assert_eq!((&pushed.events, &pushed.late), (&events, &late));
    assert_eq!(at_once.snapshot(), one_by_one.snapshot());

    // In columns too, where one rep may stand under two codes.
    let names = ["nobody", "a", "b", "a"].map(str::to_owned).to_vec();
    let code = |(row, (rep, _)): (usize, &(&str, Fix))| match *rep {
        "b" => 2,
        _ if row % 4 == 1 => 1,
        _ => 3,
    };
    let reps = Texts { codes: fixes.iter().enumerate().map(code).collect(), names };
    let columns = RepFixes { reps, fixes: fixes.iter().map(|(_, fix)| fix.clone()).collect() };
    let mut in_columns = tracker(&[super::shop()], &super::at_once());
    let pushed = in_columns.push_columns(&columns, None, &mut Budget::unlimited()).unwrap();
    assert_eq!((pushed.events, pushed.late), (events, late));
    assert_eq!(in_columns.snapshot(), one_by_one.snapshot());
}

#[test]
fn many_at_once_that_fail_change_nothing() {
    let policy = TrackerPolicy::from_json(r#"{"max_pending": 3}"#).unwrap();
    let mut day = Day::under(&policy).walk(&[(0, OUT)]);
    let before = day.tracker.snapshot();
    let fixes: Vec<(&str, Fix)> =
        (0..4).flat_map(|i| [("rep", fix(10 + i, OUT)), ("new", fix(10 + i, OUT))]).collect();
    let error = day.tracker.push_many(&fixes, None, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.fixes[4]");
    assert_eq!(day.tracker.snapshot(), before);

    let mut budget =
        Budget::on_progress(1, |done| if done < 3 { Continue::Yes } else { Continue::No });
    let error = day.tracker.push_many(&fixes, None, &mut budget).unwrap_err();
    drop(budget);
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(day.tracker.snapshot(), before);
}

#[test]
fn forgetting_a_rep_leaves_nothing_of_them() {
    let mut day = Day::at_once();
    let stranger = day.tracker.snapshot();
    day = day.walk(&[(0, OUT), (60, 0.0), (80, 0.0)]);
    assert!(day.tracker.forget("rep"));
    assert!(!day.tracker.forget("rep"));
    assert_eq!(day.tracker.snapshot(), stranger);
    assert_eq!(told(&day.tracker.finish().unwrap().events), []);
}

#[test]
fn debug_output_tells_no_place() {
    let day = Day::at_once().walk(&[(0, 0.0), (60, 0.0)]);
    assert_eq!(format!("{:?}", day.tracker), "Tracker { fences: 1, reps: 1, .. }");
}

#[test]
fn a_policy_tells_all_its_problems_at_once() {
    let mut policy = TrackerPolicy { max_pending: 0, ..TrackerPolicy::default() };
    policy.enter.fixes = 0;
    policy.presence.version = 2;
    policy.grace = "-1s".parse().unwrap();
    let error = fieldbeat::geofence::Tracker::new(super::index(&[]), &policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Policy);
    let paths: Vec<&str> = error.problems().iter().map(|problem| &*problem.path).collect();
    assert_eq!(
        paths,
        [
            "$.policy.grace",
            "$.policy.max_pending",
            "$.policy.presence.version",
            "$.policy.enter.fixes"
        ]
    );
}

#[test]
fn fences_that_events_would_not_tell_apart_are_refused() {
    let named = |id: &str| {
        fence(&format!(r#"{{{id} "center": {{"lat": 55.7558, "lon": 37.6173}}, "radius_m": 100}}"#))
    };
    let (shop, nobody, one) = (named(r#""id": "shop","#), named(""), named(r#""id": "1","#));
    let told_apart = index(&[nobody.clone(), one.clone(), shop.clone(), nobody.clone()]);
    assert!(Tracker::new(told_apart, &TrackerPolicy::default()).is_ok());

    // The second has no name but its place, which is the name of the fourth.
    let alike = index(&[shop.clone(), nobody, shop, one]);
    let error = Tracker::new(alike, &TrackerPolicy::default()).unwrap_err();
    let problems: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.message)).collect();
    assert_eq!(
        problems,
        [
            ("duplicate_id", "two fences are called \"shop\""),
            ("duplicate_id", "two fences are called \"1\""),
        ]
    );
}
