//! When a fence is entered, stayed at, left and crossed.

use fieldbeat::geofence::EventKind::{Cross, Dwell, Enter, Exit};
use fieldbeat::geofence::{Confidence, EventKind, TrackerPolicy};
use fieldbeat::{Fix, Position};
use fieldbeat_tests::simulator::Dice;

use super::{Day, LAT, LON, at, codes, fence, fix, kinds, sharp, told, tracker};

/// Far enough out to be outside of the exit fence.
const OUT: f64 = 300.0;

fn of(steps: &[(i64, f64)]) -> Vec<EventKind> {
    kinds(&Day::new().walk(steps).finish())
}

#[test]
fn two_inside_fixes_ten_seconds_apart_confirm_an_entry() {
    assert_eq!(of(&[(0, OUT), (60, 0.0), (70, 0.0)]), [Enter, Exit]);
    assert_eq!(of(&[(0, OUT), (60, 0.0), (69, 0.0)]), []);
    assert_eq!(of(&[(0, OUT), (60, 0.0)]), []);
}

#[test]
fn so_does_any_inside_fix_thirty_seconds_after_the_first() {
    let policy = TrackerPolicy::from_json(r#"{"enter": {"fixes": 5}}"#).unwrap();
    let run = |seconds: i64| {
        kinds(&Day::under(&policy).walk(&[(0, OUT), (60, 0.0), (60 + seconds, 0.0)]).finish())
    };
    assert_eq!(run(30), [Enter, Exit]);
    assert_eq!(run(29), []);
}

#[test]
fn one_outside_fix_undoes_an_entry_that_is_not_confirmed() {
    assert_eq!(of(&[(0, OUT), (60, 0.0), (65, OUT), (70, 0.0), (75, OUT)]), []);
}

#[test]
fn uncertain_fixes_neither_count_nor_reset() {
    // At the edge a fix of 60 m tells nothing.
    let day = |middle: &[Fix]| {
        let mut day = Day::new();
        day.push(fix(0, OUT));
        day.push(fix(60, 0.0));
        middle.iter().for_each(|fix| drop(day.push(fix.clone())));
        day.push(fix(69, 0.0));
        let early = day.finish();
        kinds(&early)
    };
    assert_eq!(day(&[sharp(65, 100.0, 60.0)]), []);
    let mut day = Day::new().walk(&[(0, OUT), (60, 0.0)]);
    day.push(sharp(65, 100.0, 60.0));
    assert_eq!(kinds(&day.walk(&[(70, 0.0)]).finish()), [Enter, Exit]);
}

#[test]
fn the_clock_never_confirms_an_entry() {
    let mut day = Day::at_once().walk(&[(0, OUT), (60, 0.0)]);
    assert_eq!(day.tracker.advance(at(3600)).unwrap().events, []);
    assert_eq!(day.tracker.finish().unwrap().events, []);
}

#[test]
fn two_fixes_outside_the_exit_fence_ten_seconds_apart_confirm_an_exit() {
    let inside = [(0, OUT), (60, 0.0), (80, 0.0)];
    let left = |first: f64, second: i64| {
        let mut day = Day::at_once().walk(&inside);
        // An accuracy of 25 m is no plain exit.
        day.push(sharp(200, first, 25.0));
        day.push(sharp(200 + second, first, 25.0));
        // Back inside after the grace: had the rep left, there are two visits.
        kinds(&day.walk(&[(900, 0.0), (920, 0.0)]).finish())
    };
    assert_eq!(left(OUT, 10), [Enter, Exit, Enter, Exit]);
    assert_eq!(left(OUT, 9), [Enter, Dwell, Exit]);
    // 120 m is outside the fence, but not outside the wider exit fence of 130 m.
    assert_eq!(left(120.0, 10), [Enter, Dwell, Exit]);
}

#[test]
fn one_sharp_certain_fix_at_a_plausible_speed_is_a_plain_exit() {
    let left = |accuracy_m: f64, seconds: i64, north: f64| {
        let mut day = Day::at_once().walk(&[(0, OUT), (60, 0.0), (80, 0.0)]);
        day.push(sharp(80 + seconds, north, accuracy_m));
        kinds(&day.walk(&[(900, 0.0), (920, 0.0)]).finish()).len() == 4
    };
    assert!(left(20.0, 60, OUT));
    assert!(!left(21.0, 60, OUT), "not sharp");
    // At 145 m the chance to be inside the exit fence is some percent.
    assert!(!left(20.0, 60, 148.0), "not certain");
    assert!(!left(10.0, 60, 5_000.0), "83 m/s");
}

#[test]
fn time_between_fence_and_exit_fence_is_no_time_on_site() {
    let events = Day::new()
        .walk(&[
            (0, OUT),
            (60, 0.0),
            (120, 0.0),
            (180, 125.0),
            (600, 125.0),
            (660, 0.0),
            (720, 0.0),
        ])
        .walk(&[(780, OUT), (800, OUT)])
        .finish();
    assert_eq!(kinds(&events), [Enter, Exit]);
    let (enter, exit) = (&events[0], &events[1]);
    let whole_ms = exit.t.since(enter.t);
    let absent_ms = whole_ms - exit.time_on_site_ms.unwrap();
    assert!((420_000..540_000).contains(&absent_ms), "{absent_ms}");
}

#[test]
fn leaving_for_less_than_the_grace_continues_the_visit() {
    let away = |seconds: i64| {
        Day::new()
            .walk(&[(0, OUT), (60, 0.0), (120, 0.0), (125, OUT), (140, OUT)])
            .walk(&[(120 + seconds, OUT), (125 + seconds, 0.0), (150 + seconds, 0.0)])
            .walk(&[(155 + seconds, OUT), (170 + seconds, OUT)])
            .finish()
    };
    let once = away(170);
    assert_eq!(kinds(&once), [Enter, Exit]);
    // The absence is no time on site: from crossing to crossing there and back.
    let on_site_ms = once[1].time_on_site_ms.unwrap();
    let absent_ms = once[1].t.since(once[0].t) - on_site_ms;
    assert!((165_000..175_000).contains(&absent_ms), "{absent_ms}");
    assert_eq!(kinds(&away(190)), [Enter, Exit, Enter, Exit]);
}

#[test]
fn a_single_fix_inside_does_not_use_up_the_grace() {
    // Away, inside for one fix only, away, back: all within the grace.
    let events = Day::new()
        .walk(&[(0, OUT), (60, 0.0), (120, 0.0), (125, OUT), (140, OUT)])
        .walk(&[(180, 0.0), (185, OUT), (220, OUT), (240, 0.0), (270, 0.0)])
        .walk(&[(300, OUT), (320, OUT)])
        .finish();
    assert_eq!(kinds(&events), [Enter, Exit]);
}

#[test]
fn an_exit_comes_once_the_fixes_show_that_nobody_was_back_in_time() {
    let mut day = Day::at_once().walk(&[(0, OUT), (60, 0.0), (120, 0.0), (125, OUT), (140, OUT)]);
    day = day.walk(&[(200, OUT), (290, OUT)]);
    assert_eq!(kinds(&day.events), [Enter]);
    // The crossing was at about 122 s.
    day = day.walk(&[(310, OUT), (311, OUT)]);
    assert_eq!(kinds(&day.events), [Enter, Exit]);
}

#[test]
fn an_exit_comes_once_the_clock_passes_the_grace() {
    let mut day = Day::new().walk(&[(0, OUT), (60, 0.0), (120, 0.0), (125, OUT), (140, OUT)]);
    let early = day.tracker.advance(at(121 + 170 + 300)).unwrap().events;
    assert_eq!(kinds(&early), [Enter]);
    let late = day.tracker.advance(at(121 + 190 + 300)).unwrap().events;
    assert_eq!(told(&late), [(Exit, 121)]);
    // Whoever comes back afterwards begins another visit.
    let day = day.walk(&[(320, 0.0), (340, 0.0)]);
    assert_eq!(kinds(&day.finish()), [Enter, Exit]);
}

#[test]
fn the_clock_waits_for_one_who_may_be_coming_in_again_until_the_silence_is_a_gap() {
    let mut day =
        Day::at_once().walk(&[(0, OUT), (60, 0.0), (120, 0.0), (125, OUT), (140, OUT), (200, 0.0)]);
    assert_eq!(day.told(), [(Enter, 41)]);
    assert_eq!(day.tracker.advance(at(1_000)).unwrap().events, []);
    assert_eq!(kinds(&day.tracker.advance(at(1_200)).unwrap().events), [Exit]);
}

#[test]
fn an_event_lies_at_the_interpolated_crossing_within_the_fixes_that_tell() {
    // From 500 m to the middle at an even pace: the edge, for a fix of 10 m to be inside, lies at
    // about 93 m, so at 0.81 of the way.
    let events = Day::new().walk(&[(0, 500.0), (100, 0.0), (120, 0.0), (220, 500.0)]).finish();
    assert_eq!(kinds(&events), [Enter, Exit]);
    let (enter, exit) = (&events[0], &events[1]);
    assert_eq!((enter.t_min, enter.t_max), (at(0), at(100)));
    assert_eq!((exit.t_min, exit.t_max), (at(120), at(220)));
    assert!((80_000..84_000).contains(&enter.t.since(at(0))), "{}", enter.t);
    assert_eq!(exit.t.since(at(120)), at(100).since(enter.t), "there as back");
    assert_eq!(enter.confidence, Confidence::High);
    assert_eq!(codes(enter), ["entry_confirmed"]);
    assert_eq!(codes(exit), ["exit_confirmed"]);
    assert_eq!(exit.time_on_site_ms, Some(exit.t.since(enter.t)));
}

#[test]
fn over_a_gap_the_bounds_widen_and_confidence_is_low() {
    let events = Day::new()
        .walk(&[(0, OUT), (1_000, 0.0), (1_020, 0.0), (1_030, OUT), (1_040, OUT)])
        .finish();
    let enter = &events[0];
    assert_eq!((enter.t_min, enter.t_max), (at(0), at(1_000)));
    assert_eq!(enter.confidence, Confidence::Low);
    assert_eq!(codes(enter), ["entry_confirmed", "crossed_in_gap"]);
    // Nobody knows that the rep was there during the gap.
    assert!(events[1].time_on_site_ms.unwrap() < 31_000);
    assert_eq!(events[1].confidence, Confidence::High);
}

#[test]
fn a_track_that_begins_or_ends_inside_says_so() {
    let events = Day::new().walk(&[(0, 0.0), (30, 0.0), (400, 0.0)]).finish();
    assert_eq!(kinds(&events), [Enter, Dwell, Exit]);
    assert_eq!(codes(&events[0]), ["track_begins_inside"]);
    assert_eq!(codes(&events[2]), ["track_ends_inside"]);
    assert!(events.iter().all(|event| event.confidence == Confidence::Low));
    assert_eq!(events[2].time_on_site_ms, Some(400_000));
}

#[test]
fn dwell_comes_when_the_time_on_site_reaches_it_without_absences() {
    let day = Day::at_once().walk(&[(0, 0.0), (60, 0.0), (200, 0.0), (299, 0.0), (301, 0.0)]);
    assert_eq!(day.told(), [(Enter, 0)]);
    assert_eq!(day.walk(&[(302, 0.0)]).told(), [(Enter, 0), (Dwell, 300)]);
    // Two minutes on site, 140 s out, back: five minutes on site are full at 440 s.
    let events = Day::new()
        .walk(&[(0, 0.0), (60, 0.0), (120, 0.0), (121, OUT), (150, OUT), (259, OUT), (260, 0.0)])
        .walk(&[(300, 0.0), (420, 0.0), (500, 0.0)])
        .finish();
    assert_eq!(kinds(&events), [Enter, Dwell, Exit]);
    let dwell_ms = events[1].t.since(at(0));
    assert!((438_000..441_000).contains(&dwell_ms), "{dwell_ms}");
}

#[test]
fn a_drive_through_between_two_fixes_is_a_cross() {
    let day = Day::at_once().walk(&[(0, 400.0), (20, -400.0), (40, -800.0)]);
    assert_eq!(kinds(&day.events), [Cross]);
    let cross = &day.events[0];
    assert_eq!((cross.t_min, cross.t_max), (at(0), at(20)));
    // The edge is 300 m away at 40 m/s.
    let ms = cross.t.since(at(0));
    assert!((7_450..7_600).contains(&ms), "{ms}");
    assert_eq!(codes(cross), ["passed_through"]);
}

#[test]
fn no_cross_where_the_way_leads_past_over_a_gap_or_faster_than_anything_drives() {
    let beside = |seconds: i64| {
        Fix::new(at(seconds), LAT + 0.003 - 0.006 * (seconds as f64 / 20.0), LON + 0.003, 10.0)
            .unwrap()
    };
    let mut day = Day::at_once();
    day.push(beside(0));
    day.push(beside(20));
    assert_eq!(day.finish(), []);
    assert_eq!(of(&[(0, 400.0), (901, -400.0)]), []);
    assert_eq!(of(&[(0, 400.0), (11, -400.0)]), []);
    // With a fix inside it is a drive-by that was seen, and no visit.
    assert_eq!(of(&[(0, 400.0), (10, 0.0), (20, -400.0)]), []);
}

#[test]
fn every_fence_on_a_long_way_is_crossed_in_order() {
    let fences: Vec<_> = (1..=9)
        .map(|i| {
            let lat = LAT + 0.01 * f64::from(i);
            fence(&format!(
                r#"{{"id": "f{i}", "center": {{"lat": {lat}, "lon": {LON}}}, "radius_m": 80}}"#
            ))
        })
        .collect();
    let mut tracker = tracker(&fences, &super::at_once());
    let far = Fix::new(at(300), LAT + 0.1, LON, 10.0).unwrap();
    tracker.push("rep", fix(0, 0.0), None).unwrap();
    tracker.push("rep", far, None).unwrap();
    let events = tracker.finish().unwrap().events;
    let crossed: Vec<&str> = events.iter().map(|event| event.fence.as_str()).collect();
    assert_eq!(crossed, ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9"]);
}

#[test]
fn a_drive_through_whose_fixes_near_the_fence_do_not_tell_is_a_cross() {
    let crosses = |fixes: &[Fix]| {
        let mut day = Day::at_once();
        fixes.iter().for_each(|fix| drop(day.push(fix.clone())));
        day.finish()
    };
    let drive = |middle: &[Fix]| {
        let mut all = vec![fix(0, 500.0)];
        all.extend(middle.iter().cloned());
        all.extend([fix(100, -500.0), fix(120, -700.0)]);
        crosses(&all)
    };
    // The edge is 100 m from the middle.
    for (since, middle) in [
        (0, vec![sharp(40, 110.0, 20.0), sharp(60, -110.0, 20.0)]),
        (0, vec![sharp(50, 0.0, 150.0)]),
        (0, vec![sharp(50, 95.0, 60.0)]),
        // The first of these speaks against presence.
        (40, vec![sharp(40, 150.0, 60.0), sharp(50, 90.0, 60.0), sharp(60, -120.0, 60.0)]),
        (40, vec![sharp(40, 150.0, 60.0), sharp(50, 20.0, 150.0), sharp(60, -120.0, 60.0)]),
    ] {
        let events = drive(&middle);
        assert_eq!(kinds(&events), [Cross], "{middle:?}");
        let (from, to) = (events[0].t_min, events[0].t_max);
        assert_eq!((from, to), (at(since), at(100)), "{middle:?}");
        assert!(from < events[0].t && events[0].t < to);
    }
    // With a fix inside, a gap, or a way that turns back there is none.
    assert_eq!(drive(&[sharp(40, 110.0, 20.0), fix(50, 0.0)]), []);
    assert_eq!(crosses(&[fix(0, 500.0), sharp(40, 110.0, 20.0), fix(1000, -500.0)]), []);
    assert_eq!(crosses(&[fix(0, 500.0), sharp(40, 110.0, 20.0), fix(80, 500.0)]), []);
}

#[test]
fn small_fences_on_a_long_way_are_crossed_too() {
    // A way of 20 km to the north-east, and on it a fence of 15 m radius or a strip of 10 m every
    // kilometre.
    let way = |share: f64| (LAT + 0.13 * share, LON + 0.22 * share);
    let fences: Vec<_> = (1..=19)
        .map(|i| {
            let (lat, lon) = way(f64::from(i) / 20.0);
            let (n, e) = (0.00005, 0.004);
            fence(&if i % 2 == 0 {
                format!(
                    r#"{{"id": "f{i:02}", "center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": 15}}"#
                )
            } else {
                let (west, east, south, north) = (lon - e, lon + e, lat - n, lat + n);
                format!(
                    r#"{{"id": "f{i:02}", "geometry": {{"type": "Polygon", "coordinates": [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]]}}}}"#
                )
            })
        })
        .collect();
    let policy =
        TrackerPolicy::from_json(r#"{"lateness": "0s", "presence": {"tolerance_m": 0}}"#).unwrap();
    let mut tracker = tracker(&fences, &policy);
    let start = Fix::new(at(0), LAT, LON, 10.0).unwrap();
    let (lat, lon) = way(1.0);
    tracker.push("rep", start, None).unwrap();
    tracker.push("rep", Fix::new(at(600), lat, lon, 10.0).unwrap(), None).unwrap();
    let events = tracker.finish().unwrap().events;
    let crossed: Vec<&str> = events.iter().map(|event| event.fence.as_str()).collect();
    let all: Vec<String> = (1..=19).map(|i| format!("f{i:02}")).collect();
    assert_eq!(crossed, all);
}

#[test]
fn crosses_are_what_a_way_looked_at_every_half_metre_leads_through() {
    let mut dice = Dice::new(11);
    let (north, east) = (0.027, 0.05);
    let circles: Vec<(f64, f64, f64)> = (0..60)
        .map(|_| {
            let (share, off) = (dice.between(0.05, 0.95), dice.between(-0.0008, 0.0008));
            (LAT + share * north + off, LON + share * east, dice.between(5.0, 60.0))
        })
        .collect();
    let fences: Vec<_> = circles
        .iter()
        .enumerate()
        .map(|(i, (lat, lon, radius_m))| {
            fence(&format!(
                r#"{{"id": "{i}", "center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius_m}}}"#
            ))
        })
        .collect();
    let policy =
        TrackerPolicy::from_json(r#"{"lateness": "0s", "presence": {"tolerance_m": 0}}"#).unwrap();
    let mut tracker = tracker(&fences, &policy);
    for (seconds, share) in [(0, 0.0), (300, 1.0)] {
        let fix = Fix::new(at(seconds), LAT + share * north, LON + share * east, 5.0).unwrap();
        tracker.push("rep", fix, None).unwrap();
    }
    let events = tracker.finish().unwrap().events;
    let looks = 9_000;
    let mut through = 0;
    for (i, (lat, lon, radius_m)) in circles.iter().enumerate() {
        let middle = Position::new(*lat, *lon).unwrap();
        let nearest_m = (0..=looks)
            .map(|look| f64::from(look) / f64::from(looks))
            .map(|share| Position::new(LAT + share * north, LON + share * east).unwrap())
            .map(|position| fieldbeat::distance(&position, &middle) - radius_m)
            .fold(f64::INFINITY, |a, b| if b < a { b } else { a });
        let is_crossed = events.iter().any(|event| event.fence == i.to_string());
        // A chord of a metre may be stepped over.
        if nearest_m.abs() > 0.1 {
            assert_eq!(is_crossed, nearest_m < 0.0, "{i}: {nearest_m} of {radius_m}");
        }
        through += usize::from(nearest_m < 0.0);
    }
    assert!((10..50).contains(&through), "{through}");
    assert!(events.iter().all(|event| event.kind == Cross));
}

#[test]
fn a_way_over_a_pole_crosses_what_lies_there() {
    for sign in [1.0, -1.0] {
        let circle = |id: &str, from_pole: f64, lon: f64| {
            let lat = sign * (90.0 - from_pole);
            fence(&format!(
                r#"{{"id": "{id}", "center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": 150}}"#
            ))
        };
        // Beside the pole, on it, and on the parallel of both ends, which no straight way follows.
        let fences = [
            circle("before", 0.005, 10.0),
            circle("pole", 0.0, 0.0),
            circle("behind", 0.007, -170.0),
            circle("aside", 0.005, 100.0),
            circle("parallel", 0.012, 100.0),
        ];
        let mut tracker = tracker(&fences, &super::at_once());
        // 2.7 km apart, the pole in the middle.
        for (seconds, lon) in [(0, 10.0), (120, -170.0)] {
            let fix = Fix::new(at(seconds), sign * 89.988, lon, 10.0).unwrap();
            tracker.push("rep", fix, None).unwrap();
        }
        let events = tracker.finish().unwrap().events;
        let crossed: Vec<_> =
            events.iter().map(|event| (event.fence.as_str(), event.kind)).collect();
        assert_eq!(crossed, [("before", Cross), ("pole", Cross), ("behind", Cross)]);
        // From 1,340 m away to the edge of the pole's fence at 22 m/s.
        let millis = events[1].t.since(at(0));
        assert!((52_000..55_000).contains(&millis), "{millis}");
    }
}

#[test]
fn fences_overlap_and_one_without_an_id_is_named_by_its_index() {
    let nameless = r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 200}"#;
    let mut tracker = tracker(&[super::shop(), fence(nameless)], &super::at_once());
    let mut events = Vec::new();
    for (seconds, north) in [(0, 0.0), (20, 0.0), (21, 0.0)] {
        events.extend(tracker.push("rep", fix(seconds, north), None).unwrap().events);
    }
    let names: Vec<_> =
        events.iter().map(|event| (event.fence.as_str(), event.fence_index)).collect();
    assert_eq!(names, [("1", 1), ("shop", 0)]);
}

#[test]
fn ids_are_stable_and_tell_rep_fence_first_inside_fix_and_kind_apart() {
    let steps = [(0, OUT), (60, 0.0), (400, 0.0), (420, OUT), (440, OUT)];
    let first = Day::new().walk(&steps).finish();
    let again = Day::new().walk(&steps[..3]).finish();
    assert_eq!(first[0].id, again[0].id);
    // The exit is told otherwise, and is the same event.
    assert_eq!(first[2].id, again[2].id);
    assert_ne!(first[2], again[2]);
    let mut ids: Vec<_> = first.iter().map(|event| event.id.clone()).collect();
    let mut other = tracker(&[super::shop()], &TrackerPolicy::default());
    for (seconds, north) in steps {
        other.push("another rep", fix(seconds, north), None).unwrap();
    }
    ids.extend(other.finish().unwrap().events.into_iter().map(|event| event.id));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
    assert!(ids.iter().all(|id| id.len() == 32));
}

#[test]
fn simulated_and_contradictory_fixes_are_named_in_the_events_that_rest_on_them() {
    let mut day = Day::at_once().walk(&[(0, OUT), (60, 0.0)]);
    day.push(Fix { mock: Some(true), ..fix(80, 0.0) });
    day = day.walk(&[(90, OUT), (110, OUT), (900, OUT), (960, 0.0), (980, 0.0)]);
    let events = day.finish();
    assert_eq!(codes(&events[0]), ["entry_confirmed", "mock_location"]);
    assert_eq!(codes(&events[1]), ["exit_confirmed", "mock_location"]);
    assert_eq!(codes(&events[2]), ["entry_confirmed"]);
}
