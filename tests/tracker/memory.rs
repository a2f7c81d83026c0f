//! How much memory fences and reps take.

use fieldbeat::Fence;
use fieldbeat::geofence::{Tracker, TrackerPolicy};

use super::{LAT, LON, fence, fix, index};

/// Shops in a square of so many a side, 300 m apart.
fn shops(side: u32) -> Vec<Fence> {
    let shop = |i: u32| {
        let (lat, lon) = (LAT + 0.0027 * f64::from(i / side), LON + 0.0048 * f64::from(i % side));
        fence(&format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": 80}}"#))
    };
    (0..side * side).map(shop).collect()
}

#[test]
fn a_fence_that_nobody_was_near_costs_at_most_64_bytes() {
    let bytes = |side: u32| {
        let tracker = Tracker::new(index(&shops(side)), &TrackerPolicy::default()).unwrap();
        tracker.memory_bytes()
    };
    let few = bytes(1);
    for side in [10, 30, 100] {
        let count = u64::from(side * side);
        let each = (bytes(side) - few) / (count - 1);
        println!("{count} fences: {each} bytes each");
        assert!((40..=64).contains(&each), "{each} of {count}");
    }
}

#[test]
fn one_that_reps_were_near_costs_at_most_half_a_kilobyte() {
    let fences = shops(20);
    let mut tracker = Tracker::new(index(&fences), &TrackerPolicy::default()).unwrap();
    let unseen = tracker.memory_bytes();
    for (seconds, shop) in fences.iter().enumerate() {
        let center = shop.center.as_ref().unwrap();
        let mut seen = fix(600 * seconds as i64, 0.0);
        (seen.lat, seen.lon) = (center.lat, center.lon);
        tracker.push("rep", seen, None).unwrap();
    }
    assert!(tracker.forget("rep"));
    let each = (tracker.memory_bytes() - unseen) / fences.len() as u64;
    println!("{each} bytes each");
    assert!((100..=512).contains(&each), "{each}");
}

#[test]
fn a_rep_costs_a_few_kilobytes_however_long_the_day() {
    let fences = shops(100);
    let day = |reps: i64, fixes: i64| {
        let mut tracker = Tracker::new(index(&fences), &TrackerPolicy::default()).unwrap();
        for rep in 0..reps {
            let name = format!("rep-{rep:04}");
            for i in 0..fixes {
                // To and fro over five kilometres of shops, a fix every ten seconds.
                let north = 50.0 * (i % 200 - 100).abs() as f64;
                tracker.push(&name, fix(10 * i, north), None).unwrap();
            }
        }
        tracker.memory_bytes()
    };
    let (one, hour, long) = (day(1, 360), day(101, 360), day(101, 3_600));
    println!("a rep: {} bytes after an hour, {} after ten", (hour - one) / 100, (long - one) / 100);
    assert!((hour - one) / 100 <= 16_384, "{}", (hour - one) / 100);
    // Ten hours are no more than one, but for where the day ended.
    assert!(long < hour + hour / 4, "{long} {hour}");
}
