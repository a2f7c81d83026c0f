//! The geodesic inverse against GeodTest, and against geodesics made by quadrature.

use std::io::Read;

use fieldbeat::{Position, distance};
use proptest::prelude::*;

/// Nobody measures a fence to a micrometre; the series leave 15 nm.
const TOLERANCE_M: f64 = 20e-9;

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).unwrap()
}

#[test]
fn all_rows_of_geodtest_short_agree() {
    let Some(path) = fieldbeat_tests::development::file("geo/geodtest_short_10000.dat.gz") else {
        return;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let mut worst = 0.0_f64;
    let mut rows = 0;
    for line in text.lines() {
        let column: Vec<f64> = line.split_whitespace().map(|x| x.parse().unwrap()).collect();
        let found = distance(&at(column[0], column[1]), &at(column[3], column[4]));
        worst = worst.max((found - column[6]).abs());
        rows += 1;
    }
    assert_eq!(rows, 10_000);
    println!("worst of GeodTest-short: {worst:e} m");
    assert!(worst < TOLERANCE_M, "{worst:e} m");
}

/// Made by `by_quadrature::csv`.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/geo/geodesics.csv");

fn rows(text: &str) -> Vec<[f64; 5]> {
    let row = |line: &str| {
        let numbers: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
        numbers.try_into().unwrap()
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn geodesics_made_by_quadrature_agree() {
    let rows = rows(&std::fs::read_to_string(SAMPLE).unwrap());
    assert_eq!(rows.len(), 250);
    for [lat1, lon1, lat2, lon2, metres] in rows {
        let found = distance(&at(lat1, lon1), &at(lat2, lon2));
        // The reference rounds too: 64 pieces of up to 20,000 km, and ends in degrees.
        assert!((found - metres).abs() < 1e-7, "{found} m, not {metres} m");
    }
}

#[test]
fn the_sample_is_what_quadrature_makes() {
    let committed = rows(&std::fs::read_to_string(SAMPLE).unwrap());
    let made = rows(&crate::by_quadrature::csv());
    assert_eq!(committed.len(), made.len());
    for (committed, made) in committed.iter().zip(&made) {
        // This reference calls the platform's own functions, whose last bits differ.
        let apart = committed.iter().zip(made).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-7, "{committed:?} {made:?}");
    }
}

#[test]
fn poles_antipodes_and_no_distance_at_all() {
    const QUARTER_MERIDIAN: f64 = 10_001_965.729_312_7;
    let cases = [
        (at(90.0, 10.0), at(-90.0, 77.0), 2.0 * QUARTER_MERIDIAN),
        (at(0.0, 0.0), at(90.0, 123.0), QUARTER_MERIDIAN),
        // The shortest way to the antipode goes over a pole.
        (at(0.0, 0.0), at(0.0, 180.0), 2.0 * QUARTER_MERIDIAN),
        (at(30.0, 0.0), at(-30.0, 180.0), 2.0 * QUARTER_MERIDIAN),
        (at(0.0, -1.0), at(0.0, 1.0), 6_378_137.0 * 2.0_f64.to_radians()),
        (at(90.0, 0.0), at(90.0, 90.0), 0.0),
        (at(55.0, 37.0), at(55.0, 37.0), 0.0),
        (at(0.0, 180.0), at(0.0, -180.0), 0.0),
    ];
    for (a, b, expected) in cases {
        let found = distance(&a, &b);
        assert!((found - expected).abs() < 1e-6, "{a:?} {b:?}: {found}, not {expected}");
    }
}

proptest! {
    #[test]
    fn the_way_back_is_as_long_to_the_last_bit(
        a in (-90.0..=90.0, -180.0..180.0), b in (-90.0..=90.0, -180.0..180.0),
    ) {
        let (a, b) = (at(a.0, a.1), at(b.0, b.1));
        prop_assert_eq!(distance(&a, &b).to_bits(), distance(&b, &a).to_bits());
    }

    #[test]
    fn equal_latitudes_and_mirrored_ones_are_symmetric_too(
        lat in -90.0..=90.0, lon in (-180.0..180.0, -180.0..180.0), mirrored in any::<bool>(),
    ) {
        let (a, b) = (at(lat, lon.0), at(if mirrored { -lat } else { lat }, lon.1));
        prop_assert_eq!(distance(&a, &b).to_bits(), distance(&b, &a).to_bits());
        prop_assert!(distance(&a, &b) <= 20_003_931.458_7);
    }

    #[test]
    fn a_hair_from_the_equator_the_poles_and_the_antipode_nothing_breaks(
        lat in prop::sample::select(vec![0.0, 30.0, 90.0]), lon in prop::sample::select(
            vec![0.0, 1e-300, 1e-12, 20.0, 179.4, 179.999_999_999, 180.0]),
        by in prop::collection::vec(prop::sample::select(
            vec![0.0, 1e-300, 1e-160, 1e-18, 1e-12, 1e-6, -1e-300, -1e-18, -1e-9]), 3),
        mirrored in any::<bool>(),
    ) {
        let near = |lat: f64| lat.clamp(-90.0, 90.0);
        let a = at(near(lat + by[0]), by[1]);
        let b = at(near(if mirrored { -lat } else { lat } + by[2]), lon);
        let found = distance(&a, &b);
        prop_assert!((0.0..=20_003_931.458_7).contains(&found), "{}", found);
        prop_assert_eq!(found.to_bits(), distance(&b, &a).to_bits());
        // The neighbour without the hairs is at most three hairs away.
        let plain = distance(&at(lat, 0.0), &at(if mirrored { -lat } else { lat }, lon));
        prop_assert!((found - plain).abs() < 0.4, "{} {}", found, plain);
    }

    #[test]
    fn a_detour_is_never_shorter(
        a in (-90.0..=90.0, -180.0..180.0), b in (-90.0..=90.0, -180.0..180.0),
        c in (-90.0..=90.0, -180.0..180.0),
    ) {
        let [a, b, c] = [a, b, c].map(|(lat, lon)| at(lat, lon));
        prop_assert!(distance(&a, &c) <= distance(&a, &b) + distance(&b, &c) + 1e-6);
    }
}
