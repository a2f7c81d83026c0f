//! Polygons: membership, distance and probability against brute force.

use fieldbeat::geo::Geometry;
use fieldbeat::geofence::{CompiledFence, PresenceState};
use fieldbeat::{Fence, Fix, Position, PresencePolicy, distance};
use proptest::prelude::*;

const LAT: f64 = 55.75;
const LON: f64 = 37.61;
/// Degrees in a metre at [`LAT`], WGS84.
const NORTH: f64 = 1.0 / 111_341.0;
const EAST: f64 = 1.0 / 62_798.0;

type Metres = (f64, f64);

/// A fence whose rings are given in metres east and north of the origin.
fn fence_of(rings: &[Vec<Metres>], tolerance_m: f64) -> Fence {
    let ring = |corners: &Vec<Metres>| {
        let closed = corners.iter().chain(corners.first());
        let positions: Vec<String> =
            closed.map(|(x, y)| format!("[{},{}]", LON + x * EAST, LAT + y * NORTH)).collect();
        format!("[{}]", positions.join(","))
    };
    let rings: Vec<String> = rings.iter().map(ring).collect();
    let text = format!(
        r#"{{"geometry": {{"type": "Polygon", "coordinates": [{}]}}, "tolerance_m": {tolerance_m}}}"#,
        rings.join(",")
    );
    Fence::from_json(&text).unwrap()
}

fn fix(place: Metres, accuracy_m: f64) -> Fix {
    let t = "2026-11-20T09:00:00Z".parse().unwrap();
    Fix::new(t, LAT + place.1 * NORTH, LON + place.0 * EAST, accuracy_m).unwrap()
}

fn compiled(rings: &[Vec<Metres>], tolerance_m: f64, policy: &str) -> CompiledFence {
    let policy = PresencePolicy::from_json(policy).unwrap();
    CompiledFence::new(&fence_of(rings, tolerance_m), &policy).unwrap()
}

/// Even-odd membership by the textbook.
fn contains(rings: &[Vec<Metres>], (x, y): Metres) -> bool {
    let mut inside = false;
    for ring in rings {
        for (i, &(x1, y1)) in ring.iter().enumerate() {
            let (x2, y2) = ring[(i + 1) % ring.len()];
            if (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
                inside = !inside;
            }
        }
    }
    inside
}

fn to_boundary(rings: &[Vec<Metres>], (x, y): Metres) -> f64 {
    let mut nearest = f64::INFINITY;
    for ring in rings {
        for (i, &(x1, y1)) in ring.iter().enumerate() {
            let (x2, y2) = ring[(i + 1) % ring.len()];
            let (dx, dy) = (x2 - x1, y2 - y1);
            let t = (((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            nearest = nearest.min((x1 + t * dx - x).hypot(y1 + t * dy - y));
        }
    }
    nearest
}

/// The Gaussian over the widened polygon, summed over a fine square grid that stands askew, so
/// that no row of it lies along an edge.
fn brute_probability(rings: &[Vec<Metres>], tolerance: f64, at: Metres, sigma: f64) -> f64 {
    const CELLS: i32 = 128;
    let step = 8.0 / f64::from(CELLS);
    let (s, c) = 0.37_f64.sin_cos();
    let (mut sum, mut all) = (0.0, 0.0);
    for i in 0..CELLS {
        for j in 0..CELLS {
            let (u, v) = (-4.0 + (f64::from(i) + 0.5) * step, -4.0 + (f64::from(j) + 0.5) * step);
            let weight = (-(u * u + v * v) / 2.0).exp();
            all += weight;
            let place = (at.0 + (c * u - s * v) * sigma, at.1 + (s * u + c * v) * sigma);
            if contains(rings, place) || (tolerance > 0.0 && to_boundary(rings, place) <= tolerance)
            {
                sum += weight;
            }
        }
    }
    sum / all
}

/// The specification allows 0.05; the rule keeps 0.02.
fn assert_likely(name: &str, rings: &[Vec<Metres>], tolerance: f64, at: Metres, accuracy: f64) {
    let sigma = accuracy / 1.509_59;
    let fence = compiled(rings, tolerance, r#"{"max_accuracy_m": 1000}"#);
    let found = fence.observe(&fix(at, accuracy)).probability.unwrap();
    let expected = brute_probability(rings, tolerance, at, sigma);
    assert!(
        (found - expected).abs() < 0.02,
        "{name} at {at:?}, accuracy {accuracy}, tolerance {tolerance}: {found}, not {expected}"
    );
}

fn square(west: f64, south: f64, side: f64) -> Vec<Metres> {
    vec![(west, south), (west + side, south), (west + side, south + side), (west, south + side)]
}

/// A thin rectangle through the origin.
fn sliver(length: f64, width: f64, angle: f64) -> Vec<Metres> {
    let turn =
        |x: f64, y: f64| (x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos());
    vec![
        turn(-length, -width / 2.0),
        turn(length, -width / 2.0),
        turn(length, width / 2.0),
        turn(-length, width / 2.0),
    ]
}

#[test]
fn probabilities_hold_at_edges_corners_holes_and_slivers() {
    let shapes: Vec<(&str, Vec<Vec<Metres>>)> = vec![
        ("a square", vec![square(-100.0, -100.0, 200.0)]),
        ("a courtyard", vec![square(-100.0, -100.0, 200.0), square(-40.0, -40.0, 80.0)]),
        ("a small hole", vec![square(-300.0, -300.0, 600.0), square(-5.0, -5.0, 10.0)]),
        ("a spike", vec![vec![(-200.0, 0.0), (200.0, -3.0), (200.0, 3.0)]]),
        (
            "an L",
            vec![vec![
                (-100.0, -100.0),
                (100.0, -100.0),
                (100.0, 0.0),
                (0.0, 0.0),
                (0.0, 100.0),
                (-100.0, 100.0),
            ]],
        ),
        (
            "a cross of streets",
            vec![vec![
                (-300.0, -2.0),
                (-2.0, -2.0),
                (-2.0, -300.0),
                (2.0, -300.0),
                (2.0, -2.0),
                (300.0, -2.0),
                (300.0, 2.0),
                (2.0, 2.0),
                (2.0, 300.0),
                (-2.0, 300.0),
                (-2.0, 2.0),
                (-300.0, 2.0),
            ]],
        ),
        (
            "a comb",
            vec![
                (0..10)
                    .flat_map(|tooth| {
                        let x = -100.0 + 20.0 * f64::from(tooth);
                        [(x, -100.0), (x, 100.0), (x + 10.0, 100.0), (x + 10.0, -90.0)]
                    })
                    .chain([(100.0, -90.0), (100.0, -100.0)])
                    .collect(),
            ],
        ),
    ];
    for (name, rings) in &shapes {
        for at in
            [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (-97.0, 60.0), (40.0, 40.0), (3.0, 150.0)]
        {
            for accuracy in [6.0, 30.0, 100.0] {
                for tolerance in [0.0, 25.0] {
                    assert_likely(name, rings, tolerance, at, accuracy);
                }
            }
        }
    }
    for degrees in 0..12 {
        let angle = f64::from(degrees * 15).to_radians();
        for width in [0.5, 5.0, 40.0] {
            assert_likely("a sliver", &[sliver(500.0, width, angle)], 0.0, (0.0, 0.0), 60.0);
        }
    }
}

/// A star around a point: random directions in order, random distances; no edge crosses another.
fn star() -> impl Strategy<Value = Vec<Metres>> {
    (3_usize..12, -80.0..80.0, -80.0..80.0).prop_flat_map(|(corners, x, y)| {
        prop::collection::vec((0.0..1.0, 5.0..250.0), corners).prop_map(move |arms| {
            let sector = std::f64::consts::TAU / arms.len() as f64;
            arms.iter()
                .enumerate()
                .map(|(i, (share, arm))| {
                    let angle: f64 = (i as f64 + 0.9 * share) * sector;
                    (x + arm * angle.cos(), y + arm * angle.sin())
                })
                .collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn probabilities_of_random_stars_hold(
        rings in prop::collection::vec(star(), 1..3), accuracy in 5.0..100.0,
        tolerance in prop::sample::select(vec![0.0, 0.0, 10.0, 50.0]),
        x in -200.0..200.0, y in -200.0..200.0,
    ) {
        assert_likely("stars", &rings, tolerance, (x, y), accuracy);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn membership_and_distance_are_those_of_the_plane(
        rings in prop::collection::vec(star(), 1..4), x in -300.0..300.0, y in -300.0..300.0,
    ) {
        let nearest = to_boundary(&rings, (x, y));
        prop_assume!(nearest > 0.01);
        let expected = if contains(&rings, (x, y)) { -nearest } else { nearest };
        let fence = compiled(&rings, 0.0, "{}");
        let found = fence.distance_m(LAT + y * NORTH, LON + x * EAST);
        // The plane of this test is the ellipsoid's to about one part in ten thousand.
        prop_assert!((found - expected).abs() <= 3e-4 * nearest + 0.01, "{} {}", found, expected);
    }

    #[test]
    fn two_millimetres_to_edges_straight_in_degrees(
        lat in -70.0..70.0, south in -0.02..0.02, west in -0.03..0.03, height in 0.001..0.03,
        width in 0.001..0.03,
    ) {
        let corners = [(south, west), (south, west + width), (south + height, west + width)];
        let positions: Vec<String> =
            corners.iter().map(|(dlat, dlon)| format!("[{},{}]", 30.0 + dlon, lat + dlat)).collect();
        let text = format!(
            r#"{{"geometry": {{"type": "Polygon", "coordinates": [[{0},{1}]]}}}}"#,
            positions.join(","), positions[0],
        );
        let fence = Fence::from_json(&text).unwrap();
        let fence = CompiledFence::new(&fence, &PresencePolicy::default()).unwrap();
        let found = fence.distance_m(lat, 30.0).abs();
        prop_assume!(found <= 5_000.0);
        let at = Position::new(lat, 30.0).unwrap();
        let mut nearest = f64::INFINITY;
        for (i, a) in corners.iter().enumerate() {
            let b = corners[(i + 1) % 3];
            let metres = |t: f64| {
                let (dlat, dlon) = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
                distance(&at, &Position::new(lat + dlat, 30.0 + dlon).unwrap())
            };
            // The distance along an edge this short has one minimum.
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..80 {
                let third = (high - low) / 3.0;
                if metres(low + third) < metres(high - third) {
                    high -= third;
                } else {
                    low += third;
                }
            }
            nearest = nearest.min(metres((low + high) / 2.0));
        }
        prop_assert!((found - nearest).abs() <= 0.002, "{} {}", found, nearest);
    }

    #[test]
    fn of_two_adjacent_districts_exactly_one_holds_a_point_of_the_border(
        corners in prop::collection::vec((-40_i32..40, -40_i32..40), 2..6), share in 0.0..1.0,
        at_vertex in any::<bool>(),
    ) {
        // A border from south to north, districts to its west and east.
        let mut border: Vec<Metres> = vec![(0.0, -100.0)];
        let step = 160.0 / corners.len() as f64;
        for (i, (x, y)) in corners.iter().enumerate() {
            border.push((f64::from(*x), -80.0 + step * (i as f64 + 0.5) + f64::from(*y) / 40.0));
        }
        border.push((0.0, 100.0));
        let district = |side: f64| {
            let mut ring = border.clone();
            ring.extend([(side, 100.0), (side, -100.0)]);
            compiled(&[ring], 0.0, r#"{"model": "margin", "boundary": "half_open"}"#)
        };
        let (west, east) = (district(-100.0), district(100.0));
        let along = share * (border.len() - 1) as f64;
        let i = along as usize;
        let t = if at_vertex { 0.0 } else { along - i as f64 };
        prop_assume!(i > 0 || !at_vertex);
        let (a, b) = (border[i], border[i + 1]);
        let place = fix((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)), 5.0);
        let inside = [west, east].map(|fence| fence.observe(&place).state == PresenceState::Inside);
        prop_assert!(inside[0] != inside[1], "{:?}", inside);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn winding_and_first_vertex_do_not_matter(
        ring in star(), turn in 0_usize..12, x in -300.0..300.0, y in -300.0..300.0,
    ) {
        let mut other = ring.clone();
        other.reverse();
        other.rotate_left(turn % ring.len());
        let [one, two] = [ring, other]
            .map(|ring| compiled(&[ring], 20.0, "{}").observe(&fix((x, y), 15.0)));
        prop_assert!((one.distance_m - two.distance_m).abs() < 1e-6);
        let [p, q] = [one, two].map(|seen| seen.probability.unwrap());
        // A sample may lie on an edge to the last bit: one of 768.
        prop_assert!((p - q).abs() < 0.002, "{} {}", p, q);
    }

    #[test]
    fn no_input_gives_an_answer_that_is_no_number(
        corners in prop::collection::vec((any_degrees(90.0), any_degrees(90.0)), 3..8),
        east in prop::sample::select(vec![0.0, 90.0, 170.0, -90.0]),
        circle in any::<bool>(), radius in 1e-6..1e6, lat in any_degrees(90.0),
        lon in any_degrees(180.0), accuracy in prop::num::f64::ANY,
        tolerance in prop::sample::select(vec![0.0, 1e-9, 30.0, 1e9]),
        haversine in any::<bool>(), margin in any::<bool>(),
    ) {
        let corner = |(lat, lon): &(f64, f64)| format!("[{},{lat}]", lon + east);
        let ring: Vec<String> = corners.iter().map(corner).collect();
        let area = if circle {
            format!(
                r#""center": {{"lat": {}, "lon": {}}}, "radius_m": {radius}"#,
                corners[0].0, corners[0].1
            )
        } else {
            let ring = ring.join(",");
            format!(r#""geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}"#)
        };
        let read = Fence::from_json(&format!(r#"{{{area}, "tolerance_m": {tolerance}}}"#));
        // Some rings have too few distinct corners.
        prop_assume!(read.is_ok());
        let policy = PresencePolicy::from_json(&format!(
            r#"{{"metric": "{}", "model": "{}", "accuracy_floor_m": 0, "max_accuracy_m": 1e9}}"#,
            if haversine { "haversine" } else { "ellipsoidal" },
            if margin { "margin" } else { "probability" },
        ));
        let fence = CompiledFence::new(&read.unwrap(), &policy.unwrap()).unwrap();
        let t = "2026-11-20T09:00:00Z".parse().unwrap();
        let fix = Fix::new(t, lat, lon, accuracy).unwrap();
        let answer = fence.presence(&fix);
        prop_assert!(answer.distance_m.is_finite(), "{:?}", answer);
        let p = answer.probability.map_or(0.0, |p| p.get());
        prop_assert!((0.0..=1.0).contains(&p), "{:?}", answer);
        prop_assert_eq!(fence.presence(&fix), answer);
        prop_assert!(fence.radius_m().is_finite());
    }
}

/// A share, for a fix that may be anywhere, is that of the place on a sphere of no bounds: small.
#[test]
fn who_may_be_off_by_more_than_the_earth_may_be_anywhere() {
    let text = r#"{"geometry": {"type": "Polygon", "coordinates":
        [[[0, -90], [45.2, 0], [-73.8, 0], [0, -90]]]}}"#;
    let policy = r#"{"max_accuracy_m": 1e9, "accuracy_floor_m": 0}"#;
    let fence = Fence::from_json(text).unwrap();
    let fence = CompiledFence::new(&fence, &PresencePolicy::from_json(policy).unwrap()).unwrap();
    let at = |accuracy| Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), 0.0, 0.0, accuracy);
    let probability = |accuracy| fence.presence(&at(accuracy).unwrap()).probability.unwrap().get();
    let somewhere = probability(1e8);
    assert!(somewhere < 0.5, "{somewhere}");
    assert_eq!([1e9, 1e200, 4e307].map(probability), [somewhere; 3]);
}

/// Degrees up to `limit`, often at it, at 0, or a hair from either.
fn any_degrees(limit: f64) -> impl Strategy<Value = f64> {
    let special = vec![-limit, -limit + 1e-12, -0.0, 0.0, 1e-300, limit - 1e-9, limit];
    prop_oneof![-limit..=limit, prop::sample::select(special)]
}

#[test]
fn the_boundary_is_inside_or_half_of_it_is() {
    let rings = [square(0.0, 0.0, 100.0)];
    let state = |boundary: &str, place| {
        let policy = format!(r#"{{"model": "margin", "boundary": "{boundary}"}}"#);
        compiled(&rings, 0.0, &policy).observe(&fix(place, 5.0)).state
    };
    let corners = &rings[0];
    assert!(corners.iter().all(|corner| state("closed", *corner) == PresenceState::Inside));
    let halves = corners.iter().filter(|at| state("half_open", **at) == PresenceState::Inside);
    assert_eq!(halves.count(), 1, "of four squares around a corner it is in one");
}

#[test]
fn the_radius_of_a_polygon_is_that_of_a_circle_with_its_area() {
    let yard = compiled(&[square(0.0, 0.0, 200.0), square(50.0, 50.0, 100.0)], 0.0, "{}");
    let expected = (30_000.0_f64 / std::f64::consts::PI).sqrt();
    assert!((yard.radius_m() - expected).abs() < 0.1, "{}", yard.radius_m());
}

#[test]
fn a_sphere_for_agreement_with_other_systems() {
    let rings = [square(0.0, 0.0, 200.0)];
    let far = |policy: &str| compiled(&rings, 0.0, policy).distance_m(LAT - 1_000.0 * NORTH, LON);
    let (ellipsoid, sphere) = (far("{}"), far(r#"{"metric": "haversine"}"#));
    assert!((ellipsoid - 1_000.0).abs() < 0.1, "{ellipsoid}");
    assert!((sphere / ellipsoid - 0.9987).abs() < 0.0005, "{}", sphere / ellipsoid);
}

#[test]
fn a_ring_beside_the_antimeridian_is_measured_across_it() {
    let geometry = Geometry::from_json(
        r#"{"type": "Polygon", "coordinates": [[[179,65],[180,65],[180,66],[179,66],[179,65]]]}"#,
    )
    .unwrap();
    let mut fence = fence_of(&[square(0.0, 0.0, 1.0)], 0.0);
    fence.geometry = Some(geometry);
    let fence = CompiledFence::new(&fence, &PresencePolicy::default()).unwrap();
    assert_eq!(fence.distance_m(65.5, 180.0), 0.0, "its edge");
    let beyond = fence.distance_m(65.5, -179.99);
    assert!((beyond - 463.0).abs() < 1.0, "{beyond}");
    assert!(fence.distance_m(65.5, 179.99) < -462.0);
}
