//! The simulator keeps its word.

use fieldbeat::Fix;
use fieldbeat::math::{self, StableHash};

use super::{Case, Day, TrueVisit};

const QUARTER_MS: i64 = 15 * 60_000;

fn days() -> Vec<Day> {
    (1..=40).map(|seed| Day::of_seed(seed).unwrap()).collect()
}

/// Every visit with its day and its number in the day.
fn visits(days: &[Day]) -> impl Iterator<Item = (&Day, usize, &TrueVisit)> {
    days.iter().flat_map(|day| day.truth.iter().enumerate().map(move |(i, truth)| (day, i, truth)))
}

fn hash(fixes: &[Fix]) -> String {
    let hash = StableHash::new();
    let numbers = |fix: &Fix| [fix.lat.get(), fix.lon.get(), fix.accuracy_m.radius().unwrap()];
    let hash = fixes.iter().fold(hash, |hash, fix| {
        numbers(fix).into_iter().fold(hash.int(fix.t.millis()), StableHash::float)
    });
    hash.hex()
}

#[test]
fn one_seed_is_one_day_on_every_machine() {
    assert_eq!(hash(&Day::of_seed(1).unwrap().fixes), "80f9743afd122d1bff585a80f0d6b199");
    assert_ne!(hash(&Day::of_seed(2).unwrap().fixes), hash(&Day::of_seed(1).unwrap().fixes));
}

#[test]
fn forty_days_show_every_case_several_times() {
    let days = days();
    for case in Case::ALL {
        let count = visits(&days).filter(|(_, _, truth)| truth.case == case).count();
        assert!(count >= 5, "{}: {count}", case.as_str());
    }
}

#[test]
fn visits_are_as_their_case_says() {
    for (day, index, truth) in visits(&days()) {
        let planned = &day.plan[index];
        let (slot, min_dwell) = (planned.slot.clone().unwrap(), planned.min_dwell.unwrap());
        let (start, end) = (slot.start.millis(), slot.end.millis());
        let name = format!("{} {}", truth.case.as_str(), truth.plan_id);
        let long_enough = truth.dwell_ms >= min_dwell.millis();
        match (truth.case, truth.arrive_ms) {
            (Case::Ok | Case::Jitter | Case::PoorGps | Case::Gap, Some(arrive)) => {
                assert!(start <= arrive && arrive < end && long_enough, "{name}");
            }
            (Case::Short, Some(arrive)) => {
                assert!(start <= arrive && arrive < end, "{name}");
                assert!(truth.dwell_ms > 60_000, "{name}");
                assert!(truth.dwell_ms < min_dwell.millis() - 90_000, "{name}");
            }
            (Case::OffSlot, Some(arrive)) => {
                let depart = truth.depart_ms.unwrap();
                assert!(depart < start - QUARTER_MS || arrive >= end + QUARTER_MS, "{name}");
                assert!(long_enough, "{name}");
            }
            (Case::DriveBy, Some(arrive)) => {
                assert!(start <= arrive && arrive < end && truth.dwell_ms < 60_000, "{name}");
            }
            (Case::Missed | Case::Mock | Case::Teleport | Case::Frozen, None) => {
                assert_eq!(truth.dwell_ms, 0, "{name}");
            }
            (_, arrive) => panic!("{name}: {arrive:?}"),
        }
    }
}

#[test]
fn accuracy_is_honest_where_the_sky_is_clear() {
    // At home in the morning the rep stands, a few steps to and fro, and the phone has no mishap.
    let (mut within, mut all) = (0_u32, 0_u32);
    for day in days() {
        let first = day.fixes.iter().map(|fix| fix.t.millis()).min().unwrap();
        let morning: Vec<_> =
            day.fixes.iter().filter(|fix| fix.t.millis() < first + 70 * 60_000).collect();
        let count = morning.len() as f64;
        let lat = morning.iter().map(|fix| fix.lat.get()).sum::<f64>() / count;
        let lon = morning.iter().map(|fix| fix.lon.get()).sum::<f64>() / count;
        // A degree to half a percent: no need for the library under test here.
        let (north_m, east_m) = (111_300.0, 111_400.0 * math::cos(lat.to_radians()));
        for fix in morning {
            all += 1;
            let (north, east) = ((fix.lat.get() - lat) * north_m, (fix.lon.get() - lon) * east_m);
            let off = (north * north + east * east).sqrt();
            within += u32::from(off <= fix.accuracy_m.radius().unwrap());
        }
    }
    let share = f64::from(within) / f64::from(all);
    assert!((0.60..0.76).contains(&share), "{share}");
}

#[test]
fn fixes_come_late_out_of_order_and_twice() {
    for day in days() {
        let received: Vec<_> = day.fixes.iter().map(|fix| fix.received.unwrap()).collect();
        assert!(received.is_sorted());
        assert!(!day.fixes.is_sorted_by_key(|fix| fix.t));
        let mut times: Vec<_> = day.fixes.iter().map(|fix| fix.t).collect();
        times.sort();
        let all = times.len();
        times.dedup();
        assert!(times.len() < all);
    }
}
