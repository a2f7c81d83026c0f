//! Jumps and returns: which fixes are a teleport, held against all pairs of jumps, by hand.

use fieldbeat::budget::Budget;
use fieldbeat::visit::{AnomalyPolicy, Site, Status};
use fieldbeat::{
    Fix, Instant, PlannedVisit, Track, TripPolicy, VisitPolicy, anomalies, distance, trips,
    verify_plan,
};
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

const NINE_MS: i64 = 1_795_165_200_000;
const ACCURACY_M: f64 = 10.0;

/// A fix so many metres north, so many seconds after nine.
fn fix(seconds: i64, north_m: f64) -> Fix {
    let t: Instant = Instant::from_millis(NINE_MS + seconds * 1000).unwrap();
    // The receiver wanders, else the coordinates are frozen.
    let wander = (seconds * 7 % 11) as f64 * 0.4;
    Fix::new(t, 55.7558 + (north_m + wander) / 111_343.0, 37.6173, ACCURACY_M).unwrap()
}

/// Fixes in one place every half minute, from one second on to before another.
fn stays(north_m: f64, from: i64, until: i64) -> Vec<Fix> {
    (from..until).step_by(30).map(|seconds| fix(seconds, north_m)).collect()
}

/// Twenty minutes in each of some places, jumping from one to the next.
fn tour(places: &[f64]) -> Vec<Fix> {
    let twenty = |(index, &north_m): (usize, &f64)| {
        stays(north_m, 1200 * index as i64, 1200 * (index as i64 + 1))
    };
    places.iter().enumerate().flat_map(twenty).collect()
}

/// From shop to shop, ten kilometres apart at 15 m/s, twenty minutes in each. The phone slept on
/// the way to the first and said "at home" once more as it woke. Ends in the fifth shop.
fn five_shops() -> Vec<Fix> {
    let mut fixes = stays(0.0, -3600, 0);
    fixes.push(fix(590, 0.0));
    let (mut seconds, mut north_m) = (600, 2500.0);
    for shop in 1..=5 {
        while north_m < SHOP_M * f64::from(shop) {
            fixes.push(fix(seconds, north_m));
            (seconds, north_m) =
                (seconds + 30, fieldbeat::math::min(north_m + 450.0, SHOP_M * f64::from(shop)));
        }
        fixes.extend(stays(north_m, seconds, seconds + 1200));
        seconds += 1200;
    }
    fixes
}

const SHOP_M: f64 = 10_000.0;

fn last_second(fixes: &[Fix]) -> i64 {
    (fixes.last().unwrap().t.millis() - NINE_MS) / 1000
}

/// The teleports of a track, from when to when.
fn flagged(track: &Track) -> Vec<(Instant, Instant)> {
    let mut budget = Budget::unlimited();
    let report = anomalies(track, &AnomalyPolicy::default(), None, &mut budget).unwrap();
    let teleports = report.anomalies.iter().filter(|flag| flag.code == "teleport");
    teleports.map(|flag| (flag.start, flag.end)).collect()
}

/// The same as index of the first fix away and of the last.
fn teleports(fixes: &[Fix]) -> Vec<(usize, usize)> {
    let index = |t: Instant| fixes.iter().position(|fix| fix.t == t).unwrap();
    let flagged = flagged(&Track::new(fixes.to_vec()));
    let mut found: Vec<_> =
        flagged.into_iter().map(|(start, end)| (index(start), index(end))).collect();
    found.sort_unstable();
    found
}

/// The statuses of visits planned at these places for the day.
fn statuses(fixes: &[Fix], places: &[f64]) -> Vec<Status> {
    let json = |north_m: &f64| {
        let lat = 55.7558 + north_m / 111_343.0;
        let site = format!(
            r#"{{"id": "{north_m}",
                "fence": {{"center": {{"lat": {lat}, "lon": 37.6173}}, "radius_m": 100}}}}"#,
        );
        let plan = format!(r#"{{"id": "{north_m}", "site": "{north_m}", "date": "2026-11-20"}}"#);
        (PlannedVisit::from_json(&plan).unwrap(), Site::from_json(&site).unwrap())
    };
    let (plan, sites): (Vec<_>, Vec<_>) = places.iter().map(json).unzip();
    let (track, policy) = (Track::new(fixes.to_vec()), VisitPolicy::default());
    let report =
        verify_plan(&plan, &track, &sites, &policy, None, &mut Budget::unlimited()).unwrap();
    report.visits.iter().map(|visit| visit.status).collect()
}

#[test]
fn nobody_jumps_from_shop_to_shop_and_is_believed() {
    let tours: [&[f64]; 5] = [
        &[0.0, 8000.0, 0.0],
        &[0.0, 8000.0, 0.0, 16_000.0, 0.0],
        &[0.0, 8000.0, 16_000.0, 0.0],
        &[0.0, 8000.0, 12_000.0, 0.0],
        &[0.0, 8000.0, 24_000.0, 16_000.0, 40_000.0, 0.0],
    ];
    for places in tours {
        let shops: Vec<f64> = places.iter().copied().filter(|&north_m| north_m > 0.0).collect();
        for status in statuses(&tour(places), &shops) {
            assert_eq!(status, Status::Suspect, "{places:?}");
        }
    }
    assert_eq!(teleports(&tour(tours[2])), [(40, 119)]);
    assert_eq!(teleports(&tour(tours[4])), [(40, 199)]);
}

#[test]
fn a_wild_fix_accuses_nobody_of_the_jump_with_which_the_phone_woke() {
    let shops: Vec<f64> = (1..=5).map(|shop| SHOP_M * f64::from(shop)).collect();
    let woke = five_shops();
    let end = last_second(&woke);
    let after = |more: Vec<Fix>| {
        let mut fixes = woke.clone();
        fixes.extend(more);
        fixes
    };
    // At noon: half an hour after the last visit, and back.
    let mut noon = stays(SHOP_M * 5.0 + 300.0, end + 90, end + 3600);
    noon.insert(60, fix(end + 90 + 30 * 59 + 15, 0.0));
    let noon = after(noon);
    let wild = noon.iter().rposition(|fix| fix.lat.get() < 55.76).unwrap();
    // The phone sleeps on the way home, and wakes there as it did in the morning.
    let home =
        after([vec![fix(end + 1600, SHOP_M * 5.0)], stays(0.0, end + 1610, end + 3000)].concat());
    let cases = [
        (woke.clone(), vec![]),
        (noon, vec![(wild, wild)]),
        (after(vec![fix(end + 15, 0.0)]), vec![]),
        (home, vec![]),
    ];
    for (case, (fixes, away)) in cases.into_iter().enumerate() {
        assert_eq!(teleports(&fixes), away, "case {case}");
        assert_eq!(statuses(&fixes, &shops), [Status::Verified; 5], "case {case}");
        let track = Track::new(fixes);
        let report =
            trips(&track, &TripPolicy::default(), &[], None, &mut Budget::unlimited()).unwrap();
        assert!(report.mileage.cleaned_m > 45_000.0, "case {case}: {}", report.mileage.cleaned_m);
    }
}

#[test]
fn a_track_of_jumps_alone_is_judged_in_good_time() {
    // Quadratic in its jumps it would take minutes.
    let fixes: Vec<Fix> = (0..20_000)
        .map(|index: i64| fix(index * 30, (index * index * 37 % 1009) as f64 * 3000.0))
        .collect();
    assert!(flagged(&Track::new(fixes)).len() > 10);
}

/// A leg that is too fast, by the documentation: both accuracies are taken off twice.
fn impossible(a: &Fix, b: &Fix) -> bool {
    let metres = distance(&a.position(), &b.position());
    let limit_mps = if metres > 100_000.0 { 300.0 } else { 70.0 };
    metres - 4.0 * ACCURACY_M > limit_mps * b.t.since(a.t) as f64 / 1000.0
}

/// All pairs of jumps that lead away and back; the fewest fixes away first, each jump once.
fn by_all_pairs(fixes: &[Fix]) -> Vec<(usize, usize)> {
    let metres = |a: usize, b: usize| distance(&fixes[a].position(), &fixes[b].position());
    let jumps: Vec<usize> =
        (1..fixes.len()).filter(|&end| impossible(&fixes[end - 1], &fixes[end])).collect();
    // The work of one fix: beyond one end there is nothing, or time for the whole way at 40 m/s.
    let of_one_fix = |end: usize| {
        let driven_ms = metres(end - 1, end) / 40.0 * 1000.0;
        let time = |a: usize, b: usize| fixes[b].t.since(fixes[a].t) as f64;
        end == 1
            || end + 1 == fixes.len()
            || time(end - 2, end - 1) >= driven_ms.floor()
            || time(end, end + 1) >= driven_ms.floor()
    };
    let mut pairs = Vec::new();
    for (place, &out) in jumps.iter().enumerate() {
        for &back in &jumps[place + 1..] {
            let shorter_m = fieldbeat::math::min(metres(out - 1, out), metres(back - 1, back));
            let single = back == out + 1;
            if shorter_m > 100.0
                && metres(out - 1, back) < 0.3 * shorter_m
                && (single || !(of_one_fix(out) && of_one_fix(back)))
            {
                pairs.push((back - out, out, back));
            }
        }
    }
    pairs.sort_unstable();
    let mut used = Vec::new();
    let mut taken = Vec::new();
    for (_, out, back) in pairs {
        if !used.contains(&out) && !used.contains(&back) {
            used.extend([out, back]);
            taken.push((out, back - 1));
        }
    }
    taken.sort_unstable();
    taken
}

/// A day of wandering with wild fixes, places that are jumped to, and rare silences under the gap.
fn jumpy(seed: u64) -> Vec<Fix> {
    let mut dice = Dice::new(seed);
    let count = dice.pick(2, &[5, 30, 80]);
    let (mut seconds, mut here_m) = (0, 0.0);
    (0..count)
        .map(|_| {
            seconds += dice.pick(10, &[30, 30, 60, 120, 600]);
            let wild = dice.happens(0.1);
            if dice.happens(0.06) {
                here_m = dice.pick(0.0, &[8000.0, 16_000.0, 40_000.0]);
            }
            here_m += dice.normal() * 30.0;
            let off_m = if wild { dice.between(-9000.0, 9000.0) } else { 0.0 };
            fix(seconds, here_m + off_m)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn teleports_are_those_of_all_pairs_of_jumps(seed: u64) {
        let fixes = jumpy(seed);
        prop_assert_eq!(teleports(&fixes), by_all_pairs(&fixes));
    }
}
