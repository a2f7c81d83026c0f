//! The local frame against the geodesic.

use fieldbeat::geo::LocalFrame;
use fieldbeat::{Position, distance};
use proptest::prelude::*;

fn error_m(lat: f64, lon: f64, bearing: f64, metres: f64) -> (f64, f64) {
    let origin = Position::new(lat, lon).unwrap();
    let degree = 111_320.0;
    let other_lat = lat + metres * bearing.cos() / degree;
    let other_lon = lon + metres * bearing.sin() / (degree * lat.to_radians().cos());
    let exact = distance(&origin, &Position::new(other_lat, other_lon).unwrap());
    let framed = LocalFrame::new(&origin).distance(other_lat, other_lon);
    (exact, (framed - exact).abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn two_millimetres_up_to_five_kilometres(
        lat in -70.0..=70.0, lon in -180.0..180.0, bearing in 0.0..std::f64::consts::TAU,
        metres in 0.0..4_950.0,
    ) {
        let (exact, error) = error_m(lat, lon, bearing, metres);
        prop_assume!(exact <= 5_000.0);
        prop_assert!(error <= 0.002, "{} m off at {} m", error, exact);
    }

    #[test]
    fn ten_centimetres_up_to_twenty_kilometres(
        lat in -70.0..=70.0, lon in -180.0..180.0, bearing in 0.0..std::f64::consts::TAU,
        metres in 0.0..19_800.0,
    ) {
        let (exact, error) = error_m(lat, lon, bearing, metres);
        prop_assume!(exact <= 20_000.0);
        prop_assert!(error <= 0.1, "{} m off at {} m", error, exact);
    }
}

#[test]
fn the_shorter_way_round_crosses_the_antimeridian() {
    let frame = LocalFrame::new(&Position::new(65.0, 179.999).unwrap());
    let (east, _) = frame.project(65.0, -179.999);
    assert!((east - 94.4).abs() < 1.0, "{east}");
}
