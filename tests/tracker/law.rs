//! One and the same list of events, whatever the order within the lateness, whatever the
//! repetitions, whether one by one, many at once or sorted, with snapshots in between.

use std::sync::Arc;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceEvent, FenceIndex, FixSource, Tracker, TrackerPolicy};
use fieldbeat::shape::Shaped;
use fieldbeat::{Fence, Fix};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::development;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

use super::{LAT, LON, at, fence, index};

pub(super) type Pushes = Vec<(usize, Fix)>;

fn town() -> Vec<Fence> {
    (0..25)
        .map(|i| {
            let (lat, lon) = (LAT + 0.006 * f64::from(i / 5), LON + 0.01 * f64::from(i % 5));
            let radius = 40 + 20 * (i % 6);
            fence(&format!(
                r#"{{"id": "f{i:02}", "center": {{"lat": {lat}, "lon": {lon}}},
                    "radius_m": {radius}}}"#
            ))
        })
        .collect()
}

fn names(reps: usize) -> Vec<String> {
    (0..reps).map(|rep| format!("rep-{rep:02}")).collect()
}

/// Reps drive from fence to fence and stay there for a while, or pass through.
fn days(reps: usize, fixes: usize, dice: &mut Dice) -> Pushes {
    let mut pushes = Vec::new();
    for rep in 0..reps {
        let (mut seconds, mut made) = (dice.between(0.0, 600.0), 0);
        let (mut lat, mut lon) = (LAT + 0.01, LON + 0.01);
        while made < fixes {
            let goal = dice.between(0.0, 25.0) as i32;
            let to = (LAT + 0.006 * f64::from(goal / 5), LON + 0.01 * f64::from(goal % 5));
            let legs = dice.between(3.0, 12.0) as i32;
            let from = (lat, lon);
            let stays = dice.between(0.0, 20.0) as i32;
            for step in 1..=legs + stays {
                let share = f64::from(step.min(legs)) / f64::from(legs);
                let accuracy_m = dice.pick(8.0, &[15.0, 30.0, 90.0, 0.0, 8.0, 8.0]);
                let noise = dice.pick(0.0, &[1.0, 1.0, 4.0]) * 5e-5;
                seconds += dice.pick(10.0, &[20.0, 5.0, 1.0, 45.0, 30.0]);
                if dice.happens(0.005) {
                    seconds += 1_500.0;
                }
                (lat, lon) = (
                    from.0 + share * (to.0 - from.0) + noise * dice.normal(),
                    from.1 + share * (to.1 - from.1) + noise * dice.normal(),
                );
                let source =
                    dice.pick(None, &[Some(FixSource::Gps), Some(FixSource::Network), None]);
                let fix = Fix {
                    source,
                    mock: dice.pick(None, &[Some(false), Some(false), Some(dice_rare(step))]),
                    ..Fix::new(at(seconds as i64), lat, lon, accuracy_m).unwrap()
                };
                if dice.happens(0.05) {
                    // Another reading of the same instant.
                    let other = Fix { lat: LAT.try_into().unwrap(), ..fix.clone() };
                    pushes.push((rep, other));
                }
                pushes.push((rep, fix));
                made += 1;
            }
        }
    }
    pushes
}

fn dice_rare(step: i32) -> bool {
    step % 13 == 0
}

/// An order in which every fix comes before any that is `lateness_ms` newer, some of them twice.
pub(super) fn late(pushes: &Pushes, lateness_ms: f64, dice: &mut Dice) -> Pushes {
    let mut keyed: Vec<(f64, usize)> = Vec::new();
    for (index, (_, fix)) in pushes.iter().enumerate() {
        let mut arrive = || fix.t.millis() as f64 + dice.between(0.0, lateness_ms);
        keyed.push((arrive(), index));
        let again = arrive();
        if dice.happens(0.2) {
            keyed.push((again, index));
        }
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, index)| pushes[index].clone()).collect()
}

/// By rep: each rep's own in the order in which they came.
fn by_rep(mut events: Vec<FenceEvent>) -> Vec<FenceEvent> {
    events.sort_by(|a, b| a.rep.cmp(&b.rep));
    events
}

fn sorted(pushes: &Pushes) -> Pushes {
    let mut pushes = pushes.clone();
    pushes.sort_by_key(|(rep, fix)| (*rep, fix.t));
    pushes
}

fn borrowed<'n>(pushes: &Pushes, names: &'n [String]) -> Vec<(&'n str, Fix)> {
    pushes.iter().map(|(rep, fix)| (names[*rep].as_str(), fix.clone())).collect()
}

fn batch(pushes: &Pushes, names: &[String], index: &Arc<FenceIndex>) -> Vec<FenceEvent> {
    let mut tracker = Tracker::new(Arc::clone(index), &TrackerPolicy::default()).unwrap();
    let fixes = borrowed(&sorted(pushes), names);
    let mut events = tracker.push_many(&fixes, None, &mut Budget::unlimited()).unwrap().events;
    events.extend(tracker.finish().unwrap().events);
    by_rep(events)
}

/// One by one, with a snapshot restored before the pushes that `breaks` says.
fn stream(
    pushes: &Pushes,
    names: &[String],
    index: &Arc<FenceIndex>,
    mut breaks: impl FnMut() -> bool,
) -> Vec<FenceEvent> {
    let policy = TrackerPolicy::default();
    let mut tracker = Tracker::new(Arc::clone(index), &policy).unwrap();
    let mut events = Vec::new();
    for (rep, fix) in pushes {
        if breaks() {
            let bytes = tracker.snapshot();
            tracker = Tracker::restore(&bytes, Arc::clone(index), &policy).unwrap();
            assert_eq!(tracker.snapshot(), bytes);
        }
        let pushed = tracker.push(&names[*rep], fix.clone(), None).unwrap();
        assert_eq!(pushed.late, []);
        events.extend(pushed.events);
    }
    events.extend(tracker.finish().unwrap().events);
    by_rep(events)
}

/// Pushes the days of so many reps in fifty orders, some fixes twice, with so many snapshots
/// restored in each; answers how many fixes the days have, and how many were pushed.
fn in_fifty_orders(reps: usize, snapshots: f64) -> (usize, usize) {
    let mut dice = Dice::new(3);
    let (names, index) = (names(reps), index(&town()));
    let pushes = days(reps, 440, &mut dice);
    let expected = batch(&pushes, &names, &index);
    for kind in fieldbeat::geofence::EventKind::ALL {
        let count = expected.iter().filter(|event| event.kind == *kind).count();
        assert!(count > 50, "{count} of {kind}");
    }
    let bytes = canonical(&expected.to_value()).unwrap();
    let mut pushed = 0;
    for _ in 0..50 {
        let order = late(&pushes, 300_000.0, &mut dice);
        pushed += order.len();
        let share = snapshots / order.len() as f64;
        let events = stream(&order, &names, &index, || dice.happens(share));
        assert!(events == expected);
        assert!(canonical(&events.to_value()).unwrap() == bytes);
    }
    (pushes.len(), pushed)
}

#[test]
fn fixes_in_fifty_orders_make_one_list_of_events() {
    let (_, pushed) = in_fifty_orders(40, 10.0);
    assert!(pushed > 1_000_000, "{pushed}");
}

/// Three minutes with `--release`.
#[test]
fn a_million_fixes_in_fifty_orders_make_one_list_of_events() {
    if !development::has_minutes() {
        return;
    }
    let (fixes, pushed) = in_fifty_orders(2_200, 20.0);
    println!("{fixes} fixes, {pushed} pushed");
    assert!(fixes > 1_000_000 && pushed > 60_000_000, "{fixes} fixes, {pushed} pushed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn order_repetition_batches_and_snapshots_change_nothing(seed: u64) {
        let mut dice = Dice::new(seed);
        let (names, index) = (names(3), index(&town()));
        let pushes = days(3, 120, &mut dice);
        let expected = batch(&pushes, &names, &index);
        let order = late(&pushes, 300_000.0, &mut dice);
        prop_assert_eq!(&stream(&order, &names, &index, || dice.happens(0.05)), &expected);

        // In batches of random length.
        let mut tracker = Tracker::new(Arc::clone(&index), &TrackerPolicy::default()).unwrap();
        let (mut events, mut rest) = (Vec::new(), order.as_slice());
        while !rest.is_empty() {
            let (now, later) = rest.split_at((dice.between(1.0, 60.0) as usize).min(rest.len()));
            let fixes = borrowed(&now.to_vec(), &names);
            let pushed = tracker.push_many(&fixes, None, &mut Budget::unlimited()).unwrap();
            events.extend(pushed.events);
            rest = later;
        }
        events.extend(tracker.finish().unwrap().events);
        prop_assert_eq!(by_rep(events), expected);
    }

    #[test]
    fn what_is_saved_on_a_rep_who_stays_or_is_far_from_fences_changes_no_state(seed: u64) {
        let mut dice = Dice::new(seed);
        let (names, index) = (names(1), index(&town()));
        let policy = TrackerPolicy::default();
        let mut tracker = Tracker::new(Arc::clone(&index), &policy).unwrap();
        // Restored before every fix, it knows of nothing that it may skip.
        let mut wary = tracker.clone();
        for (rep, fix) in sorted(&days(1, 150, &mut dice)) {
            wary = Tracker::restore(&wary.snapshot(), Arc::clone(&index), &policy).unwrap();
            let told = tracker.push(&names[rep], fix.clone(), None).unwrap();
            prop_assert_eq!(told, wary.push(&names[rep], fix, None).unwrap());
            if dice.happens(0.2) {
                prop_assert!(tracker.snapshot() == wary.snapshot());
            }
        }
        prop_assert_eq!(tracker.finish().unwrap(), wary.finish().unwrap());
    }

    #[test]
    fn reps_never_influence_each_other(seed: u64) {
        let mut dice = Dice::new(seed);
        let (names, index) = (names(3), index(&town()));
        let pushes = days(3, 80, &mut dice);
        let together = batch(&pushes, &names, &index);
        let apart: Vec<FenceEvent> = (0..3)
            .flat_map(|rep| {
                let own = pushes.iter().filter(|(own, _)| *own == rep).cloned().collect();
                batch(&own, &names, &index)
            })
            .collect();
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn events_are_whole(seed: u64) {
        let mut dice = Dice::new(seed);
        let (names, index) = (names(2), index(&town()));
        let events = batch(&days(2, 200, &mut dice), &names, &index);
        let mut ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), events.len());
        for event in &events {
            prop_assert!(event.t_min <= event.t && event.t <= event.t_max);
            prop_assert!(!event.reasons.is_empty());
            prop_assert_eq!(
                event.time_on_site_ms.is_some(),
                event.kind == fieldbeat::geofence::EventKind::Exit
            );
            prop_assert_eq!(&FenceEvent::from_value(&event.to_value()).unwrap(), event);
        }
    }
}
