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

proptest! {
    #[test]
    fn the_way_back_is_as_long_to_the_last_bit(
        a in (-90.0..=90.0, -180.0..180.0), b in (-90.0..=90.0, -180.0..180.0),
    ) {
        let (a, b) = (at(a.0, a.1), at(b.0, b.1));
        prop_assert_eq!(distance(&a, &b).to_bits(), distance(&b, &a).to_bits());
    }
}
