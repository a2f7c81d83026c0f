//! What the index answers is what every fence answers by itself.

use fieldbeat::Fence;
use fieldbeat::budget::Budget;
use fieldbeat::geofence::{Boundary, FenceIndex, IndexPolicy};
use proptest::prelude::*;

use crate::world::{World, alone, holds};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn containing_equals_every_fence_by_itself(seed: u64, half_open: bool) {
        let boundary = if half_open { Boundary::HalfOpen } else { Boundary::Closed };
        let world = World::draw(seed);
        let (index, alone) = (world.index(boundary), world.alone(boundary));
        let (mut points, mut fences) = (Vec::new(), Vec::new());
        for (point, place) in (0..).zip(&world.points) {
            let own = (0..).zip(&alone).filter(|(_, fence)| holds(fence, *place));
            let own: Vec<u32> = own.map(|(fence, _)| fence).collect();
            let hits = index.containing(place.0, place.1).unwrap();
            let found: Vec<u32> = hits.iter().map(|hit| hit.fence_index).collect();
            prop_assert_eq!(&found, &own, "{:?} of seed {}", place, seed);
            for hit in hits {
                let lon = fieldbeat::Position::new(place.0, place.1).unwrap().lon.get();
                let distance = alone[hit.fence_index as usize].distance_m(place.0, lon);
                prop_assert_eq!(hit.distance_m.to_bits(), (distance + 0.0).to_bits());
            }
            points.extend(own.iter().map(|_| point));
            fences.extend(own);
        }
        let (lat, lon): (Vec<f64>, Vec<f64>) = world.points.iter().copied().unzip();
        let pairs = index.containing_many(&lat, &lon, &mut Budget::unlimited()).unwrap();
        prop_assert_eq!(pairs.point_index, points);
        prop_assert_eq!(pairs.fence_index, fences);
    }

    #[test]
    fn nearest_equals_the_distances_of_all_fences_sorted(seed: u64, k in 0_u32..6) {
        let world = World::draw(seed);
        let (index, alone) = (world.index(Boundary::Closed), world.alone(Boundary::Closed));
        for (lat, lon) in world.points.iter().take(12) {
            let lon = fieldbeat::Position::new(*lat, *lon).unwrap().lon.get();
            let distances = alone.iter().map(|fence| fence.distance_m(*lat, lon));
            let mut all: Vec<(f64, u32)> = distances.zip(0..).collect();
            all.sort_by(|a, b| a.partial_cmp(b).unwrap());
            all.truncate(k as usize);
            let hits = index.nearest(*lat, lon, k).unwrap();
            let found: Vec<(f64, u32)> =
                hits.iter().map(|hit| (hit.distance_m, hit.fence_index)).collect();
            prop_assert_eq!(found, all, "{:?} of seed {}", (lat, lon), seed);
        }
    }

    #[test]
    fn near_misses_no_fence_within_reach(seed: u64, reach in -1.0..6.5_f64) {
        let world = World::draw(seed);
        let (index, alone) = (world.index(Boundary::Closed), world.alone(Boundary::Closed));
        let reach_m = 10_f64.powf(reach);
        for (lat, lon) in world.points.iter().take(20) {
            let lon = fieldbeat::Position::new(*lat, *lon).unwrap().lon.get();
            let mut found = vec![7];
            index.near(*lat, lon, reach_m, &mut found);
            prop_assert_eq!(found.remove(0), 7);
            prop_assert!(found.is_sorted_by(|a, b| a < b));
            for (fence, alone) in (0_u32..).zip(&alone) {
                let distance = alone.distance_m(*lat, lon);
                if distance <= reach_m {
                    prop_assert!(found.contains(&fence), "{} m, {:?} of seed {}", distance, (lat, lon), seed);
                }
            }
        }
    }
}

#[test]
fn a_country_and_shops_in_it_are_found_together_in_order() {
    let circle = |lat: f64, lon: f64, radius_m: f64| {
        let text =
            format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius_m}}}"#);
        Fence::from_json(&text).unwrap()
    };
    let mut fences: Vec<Fence> = (0..400_u32)
        .map(|n| (50.0 + f64::from(n / 20) * 0.1, 30.0 + f64::from(n % 20) * 0.1))
        .map(|(lat, lon)| circle(lat, lon, 5.0))
        .collect();
    // In the middle, so that its number is neither the first nor the last.
    fences.insert(200, circle(51.0, 31.0, 3e5));
    fences.insert(300, circle(51.0, 31.0, 2e4));
    let index =
        FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited()).unwrap();
    let place = |n: u32| (49.95 + f64::from(n % 97) * 0.025, 29.95 + f64::from(n % 89) * 0.025);
    let (lat, lon): (Vec<f64>, Vec<f64>) = (0..3000).map(place).unzip();
    let pairs = index.containing_many(&lat, &lon, &mut Budget::unlimited()).unwrap();
    let mut alone = Vec::new();
    for (point, (lat, lon)) in (0..).zip(lat.iter().zip(&lon)) {
        let hits = index.containing(*lat, *lon).unwrap();
        alone.extend(hits.iter().map(|hit| (point, hit.fence_index)));
    }
    let pairs: Vec<(u32, u32)> = pairs.point_index.into_iter().zip(pairs.fence_index).collect();
    assert!(pairs.len() > 3100, "{}", pairs.len());
    assert_eq!(pairs, alone);
}

#[test]
fn a_fence_that_begins_beside_the_end_of_a_grid_around_the_earth_is_whole() {
    // The pole makes the grid go around the Earth; the strip crosses all its rows.
    let fences = [
        r#"{"center": {"lat": 90, "lon": 0}, "radius_m": 100}"#,
        r#"{"geometry": {"type": "Polygon", "coordinates":
            [[[-179.99, -60], [-170, -60], [-170, 60], [-179.99, 60], [-179.99, -60]]]}}"#,
    ];
    let fences = fences.map(|fence| Fence::from_json(fence).unwrap());
    let index =
        FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited()).unwrap();
    for lat in -59..60 {
        for (lon, expected) in [(179.999, 0), (-179.999, 0), (-179.98, 1), (-175.0, 1), (-169.0, 0)]
        {
            let hits = index.containing(f64::from(lat), lon).unwrap();
            assert_eq!(hits.len(), expected, "{lat}, {lon}");
        }
    }
}

#[test]
fn a_fan_of_spikes_is_told_apart_at_its_centre_and_at_its_tips() {
    let (lat, lon) = (55.75, 37.6);
    let at = |n: f64, arm: f64| {
        let angle = n * std::f64::consts::TAU / 1000.0;
        (lat + arm * angle.sin(), lon + 1.7 * arm * angle.cos())
    };
    // Every other corner a metre from the centre, where more edges meet than a cell may hold.
    let arm = |n: u32| if n.is_multiple_of(2) { 0.01 } else { 1e-5 };
    let corners: Vec<String> = (0..=1000)
        .map(|n| at(f64::from(n % 1000), arm(n % 1000)))
        .map(|(lat, lon)| format!("[{lon},{lat}]"))
        .collect();
    let ring = corners.join(",");
    let text = format!(r#"{{"geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}"#);
    let fan = Fence::from_json(&text).unwrap();
    let by_itself = alone(&fan, Boundary::Closed);
    let index = FenceIndex::new(&[fan], &IndexPolicy::default(), &mut Budget::unlimited()).unwrap();
    let points: Vec<(f64, f64)> = (0..6000_u32)
        .map(|n| at(f64::from(n) * 0.618, 0.011 * (f64::from(n % 500) / 500.0).powi(4)))
        .collect();
    let (lats, lons): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let pairs = index.containing_many(&lats, &lons, &mut Budget::unlimited()).unwrap();
    let expected = (0..).zip(&points).filter(|(_, place)| holds(&by_itself, **place));
    let expected: Vec<u32> = expected.map(|(point, _)| point).collect();
    assert!(expected.len() > 1000 && expected.len() < 5000, "{}", expected.len());
    assert_eq!(pairs.point_index, expected);
}
