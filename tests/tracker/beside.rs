//! What is too small, what replaces what, and that a day's events are its verdicts.

use fieldbeat::budget::Budget;
use fieldbeat::catalog::Language;
use fieldbeat::geofence::EventKind::{Cross, Enter, Exit};
use fieldbeat::geofence::{Tracker, TrackerPolicy, lint_fences, supersede};
use fieldbeat::{Fence, Track, VisitPolicy, reason_text, verify_plan};
use fieldbeat_tests::simulator::{self, Case};

use super::{Day, fence, index};

const OUT: f64 = 300.0;

#[test]
fn a_fence_that_phones_are_too_poor_for_is_named_with_a_radius_that_would_do() {
    let circle = |radius_m: f64, tolerance_m: f64| {
        fence(&format!(
            r#"{{"center": {{"lat": 55.7558, "lon": 37.6173}}, "radius_m": {radius_m},
                "tolerance_m": {tolerance_m}}}"#
        ))
    };
    let square = |side: f64| {
        let (lat, lon) = (55.7558 + side / 111_340.0, 37.6173 + side / 62_800.0);
        fence(&format!(
            r#"{{"geometry": {{"type": "Polygon", "coordinates": [[[37.6173, 55.7558],
                [{lon}, 55.7558], [{lon}, {lat}], [37.6173, {lat}], [37.6173, 55.7558]]]}}}}"#
        ))
    };
    let fences = [
        circle(38.9, 0.0),
        circle(39.0, 0.0),
        circle(20.0, 19.5),
        circle(20.0, 10.5),
        square(60.0),
    ];
    let small = lint_fences(&index(&fences), &TrackerPolicy::default()).unwrap();
    let named: Vec<_> =
        small.iter().map(|small| (small.fence_index, small.suggested_radius_m)).collect();
    assert_eq!(named, [(0, 39.0), (3, 29.0), (4, 39.0)]);
    let text = reason_text(&small[0].reasons[0], Language::En);
    assert!(text.contains("30 m") && text.contains("39 m"), "{text}");
    let sharp = TrackerPolicy::from_json(r#"{"typical_accuracy_m": 10}"#).unwrap();
    assert_eq!(lint_fences(&index(&fences), &sharp).unwrap(), []);
}

#[test]
fn a_visit_computed_again_lists_the_one_that_it_replaces() {
    let steps = [(60, 0.0), (400, 0.0), (420, OUT), (440, OUT), (2_000, OUT)];
    let earlier = Day::new().walk(&[(0, OUT)]).walk(&steps).finish();
    // A late fix says that the rep was there before.
    let mut again = Day::new().walk(&[(0, OUT), (30, 0.0)]).walk(&steps).finish();
    supersede(&mut again, &earlier);
    assert_eq!((earlier.len(), again.len()), (3, 3));
    for (event, old) in again.iter().zip(&earlier) {
        assert_eq!(event.kind, old.kind);
        assert_eq!(event.supersedes, [old.id.as_str()]);
    }
    // The same day again replaces nothing.
    let mut same = Day::new().walk(&[(0, OUT)]).walk(&steps).finish();
    supersede(&mut same, &earlier);
    assert_eq!(same, earlier);
}

#[test]
fn two_visits_that_late_fixes_join_are_both_replaced_and_visits_apart_are_not() {
    let first = [(0, OUT), (60, 0.0), (90, 0.0), (100, OUT), (120, OUT)];
    let second = [(500, OUT), (560, 0.0), (590, 0.0), (600, OUT), (620, OUT), (1_500, OUT)];
    let third = [(3_000, OUT), (3_030, 0.0), (3_060, 0.0), (3_070, OUT), (3_090, OUT)];
    let earlier = Day::new().walk(&first).walk(&second).walk(&third).finish();
    let mut again = Day::new()
        .walk(&[(0, OUT), (50, 0.0), (90, 0.0), (200, 0.0), (350, 0.0), (480, 0.0)])
        .walk(&second[1..])
        .walk(&third)
        .finish();
    supersede(&mut again, &earlier);
    let of = |events: &[fieldbeat::geofence::FenceEvent], kind| {
        events.iter().filter(|event| event.kind == kind).cloned().collect::<Vec<_>>()
    };
    let (enters, exits) = (of(&again, Enter), of(&again, Exit));
    let old = of(&earlier, Enter);
    assert_eq!((old.len(), enters.len()), (3, 2));
    assert_eq!(enters[0].supersedes, [old[0].id.clone(), old[1].id.clone()]);
    assert_eq!(exits[0].supersedes.len(), 2);
    assert_eq!((enters[1].supersedes.len(), exits[1].supersedes.len()), (0, 0));
}

#[test]
fn a_crossing_is_replaced_by_one_that_overlaps_it() {
    let earlier = Day::new().walk(&[(0, 400.0), (20, -400.0)]).finish();
    let mut again = Day::new().walk(&[(0, 400.0), (5, 200.0), (20, -400.0)]).finish();
    supersede(&mut again, &earlier);
    assert_eq!((earlier[0].kind, again[0].kind), (Cross, Cross));
    assert_eq!(again[0].supersedes, [earlier[0].id.as_str()]);
}

#[test]
fn the_events_of_a_day_are_the_visits_of_its_verdicts() {
    let cases = [Case::Ok, Case::Short, Case::OffSlot, Case::Jitter, Case::Ok, Case::Gap];
    let mut compared = 0;
    for seed in 0..12 {
        let day = simulator::Day::of_cases(&cases, seed).unwrap();
        let report = verify_plan(
            &day.plan,
            &Track::new(day.fixes.clone()),
            &day.sites,
            &VisitPolicy::default(),
            None,
            &mut Budget::unlimited(),
        )
        .unwrap();
        let fences: Vec<Fence> = day
            .sites
            .iter()
            .map(|site| Fence { id: Some(site.id.clone()), ..site.fence.clone() })
            .collect();
        let mut tracker = Tracker::new(index(&fences), &super::at_once()).unwrap();
        let mut events = Vec::new();
        for fix in Track::new(day.fixes.clone()).fixes() {
            events.extend(tracker.push("rep", fix.clone(), None).unwrap().events);
        }
        events.extend(tracker.finish().unwrap().events);
        for visit in &report.visits {
            let (Some(arrival), Some(departure)) = (&visit.arrival, &visit.departure) else {
                continue;
            };
            let at_site = || events.iter().filter(|event| event.fence == visit.site);
            let enter = at_site().find(|event| event.kind == Enter && event.t == arrival.t);
            let enter = enter.unwrap_or_else(|| panic!("{seed}: {visit:?}"));
            assert_eq!((enter.t_min, enter.t_max), (arrival.t_min, arrival.t_max));
            let exit = at_site().find(|event| event.kind == Exit && event.t == departure.t);
            let exit = exit.unwrap_or_else(|| panic!("{seed}: {visit:?}"));
            assert_eq!((exit.t_min, exit.t_max), (departure.t_min, departure.t_max));
            assert_eq!(exit.time_on_site_ms, Some(visit.time_on_site_ms));
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}
