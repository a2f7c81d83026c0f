//! The stream held against the machine over the whole track: they must agree to the millisecond.

use std::sync::Arc;

use proptest::prelude::*;

use super::super::machine::{Machine, Sight, Stay};
use super::super::sight::Leg;
use super::super::{Confidence, Fence, FenceIndex, Fix, IndexPolicy, Model, PresencePolicy, Track};
use super::fences::Law;
use super::{EventKind, FenceEvent, Tracker, TrackerPolicy};
use crate::budget::Budget;

const START_MS: i64 = 1_790_000_000_000;

fn fences() -> Vec<Fence> {
    [
        r#"{"id": "shop", "center": {"lat": 55.75, "lon": 37.6}, "radius_m": 60}"#,
        r#"{"id": "mall", "center": {"lat": 55.7515, "lon": 37.603}, "radius_m": 150,
            "tolerance_m": 25}"#,
        r#"{"id": "yard", "geometry": {"type": "Polygon", "coordinates": [[[37.596, 55.7495],
            [37.599, 55.7495], [37.599, 55.7512], [37.5975, 55.7503], [37.596, 55.7512],
            [37.596, 55.7495]]]}}"#,
        r#"{"id": "kiosk", "center": {"lat": 55.7507, "lon": 37.6013}, "radius_m": 15}"#,
        r#"{"id": "far", "center": {"lat": 55.80, "lon": 37.7}, "radius_m": 300}"#,
    ]
    .map(|json| Fence::from_json(json).unwrap())
    .to_vec()
}

/// A step of a walk: milliseconds, metres east and north, accuracy.
type Step = (i64, f64, f64, f64);

fn step() -> impl Strategy<Value = Step> {
    let pause = prop_oneof![
        8 => 1_000_i64..40_000,
        2 => 40_000_i64..300_000,
        1 => 850_000_i64..2_000_000,
    ];
    let stride = || prop_oneof![6 => -30.0..30.0, 3 => -200.0..200.0, 1 => -3_000.0..3_000.0];
    let accuracy = prop_oneof![
        8 => 3.0..30.0,
        3 => 30.0..120.0,
        1 => 120.0..900.0,
        1 => Just(0.0),
        1 => Just(-1.0),
    ];
    (pause, stride(), stride(), accuracy)
}

/// A walk that comes home every so often, so that it keeps to the fences.
fn walk(steps: &[Step]) -> Vec<Fix> {
    let (mut t, mut x, mut y) = (START_MS, 0.0, 0.0);
    steps
        .iter()
        .map(|&(pause, dx, dy, accuracy_m)| {
            t += pause;
            (x, y) = (0.8 * x + dx, 0.8 * y + dy);
            Fix::new(
                super::event::instant(t),
                55.7505 + y / 111_300.0,
                37.6 + x / 62_700.0,
                accuracy_m,
            )
            .unwrap()
        })
        .collect()
}

fn policies() -> Vec<TrackerPolicy> {
    let margin = PresencePolicy { model: Model::Margin, ..PresencePolicy::default() };
    let assumed = PresencePolicy {
        default_accuracy_m: Some(40.0.try_into().unwrap()),
        tolerance_m: 10.0.try_into().unwrap(),
        ..PresencePolicy::default()
    };
    let strict = PresencePolicy {
        outside_probability: 0.0.try_into().unwrap(),
        ..PresencePolicy::default()
    };
    [PresencePolicy::default(), margin, assumed, strict]
        .map(|presence| TrackerPolicy { presence, ..TrackerPolicy::default() })
        .to_vec()
}

/// What the machine makes of the whole track.
fn stays(fixes: &[Fix], fence: u32, index: &FenceIndex, law: &Law) -> Vec<Stay> {
    let fence = index.compiled(fence, &law.policy.presence).unwrap();
    let seen = Sight { fixes, doubtful: &[] }.through(&fence);
    let gap_ms = law.policy.gap.millis();
    let legs: Vec<Leg> = fixes
        .windows(2)
        .map(|pair| if pair[1].t.since(pair[0].t) > gap_ms { Leg::Gap } else { Leg::Covered })
        .collect();
    let machine = Machine { fence: &fence, fixes, seen: &seen, legs: &legs, rules: &law.rules };
    machine.stays().into_iter().filter(|stay| stay.confirmed).collect()
}

/// The events that stays lead to, without what only the stream knows.
type Told = (EventKind, i64, i64, i64, bool, Option<i64>);

fn told_by_stays(stays: &[Stay], dwell_ms: i64) -> Vec<Told> {
    let mut told = Vec::new();
    for stay in stays {
        let (enter, exit) = (stay.enter, stay.exit);
        told.push((EventKind::Enter, enter.t, enter.t_min, enter.t_max, enter.hidden, None));
        if stay.on_site_ms() >= dwell_ms {
            let mut left = dwell_ms;
            let (start, _) = *stay
                .inside
                .iter()
                .find(|(start, end)| {
                    let here = end - start >= left;
                    if !here {
                        left -= end - start;
                    }
                    here
                })
                .unwrap();
            let t = start + left;
            let bounds = (t - (enter.t - enter.t_min), t + (enter.t_max - enter.t));
            told.push((EventKind::Dwell, t, bounds.0, bounds.1, enter.hidden, None));
        }
        let on_site_ms = Some(stay.on_site_ms());
        told.push((EventKind::Exit, exit.t, exit.t_min, exit.t_max, exit.hidden, on_site_ms));
    }
    told
}

fn told_by_events(events: &[FenceEvent], fence: u32) -> Vec<Told> {
    events
        .iter()
        .filter(|event| event.fence_index == fence && event.kind != EventKind::Cross)
        .map(|event| {
            let low = event.confidence == Confidence::Low;
            let (t, t_min, t_max) = (event.t, event.t_min, event.t_max);
            let bounds = (t_min.millis(), t_max.millis());
            (event.kind, t.millis(), bounds.0, bounds.1, low, event.time_on_site_ms)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_events_of_a_track_are_the_stays_of_the_machine(
        steps in prop::collection::vec(step(), 1..220),
        which in 0_usize..4,
    ) {
        let policy = &policies()[which];
        let index = FenceIndex::new(&fences(), &IndexPolicy::default(), &mut Budget::unlimited());
        let index = Arc::new(index.unwrap());
        let law = Law::new(policy).unwrap();
        let track = Track::new(walk(&steps));
        let mut tracker = Tracker::new(Arc::clone(&index), policy).unwrap();
        let mut events = Vec::new();
        for fix in track.fixes() {
            events.extend(tracker.push("rep", fix.clone(), None).unwrap().events);
        }
        events.extend(tracker.finish().unwrap().events);
        for fence in 0..index.len() as u32 {
            let stays = stays(track.fixes(), fence, &index, &law);
            prop_assert_eq!(
                told_by_events(&events, fence),
                told_by_stays(&stays, policy.dwell.millis()),
                "fence {}", fence,
            );
        }
    }
}

#[test]
fn the_walks_of_the_law_above_do_visit_fences() {
    let index = FenceIndex::new(&fences(), &IndexPolicy::default(), &mut Budget::unlimited());
    let law = Law::new(&TrackerPolicy::default()).unwrap();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let steps = prop::collection::vec(step(), 220);
    let (index, mut count) = (index.unwrap(), 0);
    for _ in 0..50 {
        let tree = steps.new_tree(&mut runner).unwrap();
        let fixes = walk(&proptest::strategy::ValueTree::current(&tree));
        count += (0..5).map(|fence| stays(&fixes, fence, &index, &law).len()).sum::<usize>();
    }
    assert!(count > 100, "{count} stays");
}
