//! Polygons across the antimeridian and around poles, against a plane with a pole in its middle,
//! Shapely and GeographicLib.

use std::io::Read;

use fieldbeat::budget::Budget;
use fieldbeat::geo::Geometry;
use fieldbeat::geofence::{CompiledFence, FenceIndex, IndexPolicy, PresenceState};
use fieldbeat::shape::{Reader, Value};
use fieldbeat::{Fence, Fix, Position, PresencePolicy, Shaped, distance};
use proptest::prelude::*;

/// Longitude and latitude, unwrapped. A ring around a pole ends with its start, a turn on.
type Degrees = (f64, f64);
type Line = Vec<Degrees>;

fn wrapped(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

fn polygon_of(rings: &[Line]) -> String {
    let ring = |ring: &Line| {
        let positions: Vec<String> =
            ring.iter().map(|(lon, lat)| format!("[{lon},{lat}]")).collect();
        format!("[{}]", positions.join(","))
    };
    format!("[{}]", rings.iter().map(ring).collect::<Vec<_>>().join(","))
}

fn geojson(polygons: &[Vec<Line>]) -> String {
    let polygons: Vec<String> = polygons.iter().map(|rings| polygon_of(rings)).collect();
    format!(r#"{{"type": "MultiPolygon", "coordinates": [{}]}}"#, polygons.join(","))
}

fn compiled_from(geometry: &str, policy: &str) -> CompiledFence {
    let fence = Fence::from_json(&format!(r#"{{"geometry": {geometry}}}"#)).unwrap();
    CompiledFence::new(&fence, &PresencePolicy::from_json(policy).unwrap()).unwrap()
}

fn compiled(polygons: &[Vec<Line>]) -> CompiledFence {
    compiled_from(&geojson(polygons), "{}")
}

/// One way of many to write the same ring down.
fn written(ring: &Line, way: u8) -> Line {
    let mut ring = ring.clone();
    // A ring without its end is closed with a warning, which is not what is tested here.
    match way % 4 {
        0 => {}
        1 => ring.iter_mut().for_each(|(lon, _)| *lon = wrapped(*lon)),
        2 => ring.iter_mut().for_each(|(lon, _)| *lon = wrapped(*lon + 90.0) - 90.0),
        _ => ring.iter_mut().for_each(|(lon, _)| *lon += 360.0),
    }
    if way >= 4 {
        ring.reverse();
    }
    ring
}

/// The reference: a plane with the nearer pole in its middle, where a degree of latitude is 1 and
/// the longitude is the direction. Edges that are straight in degrees are cut into short pieces.
struct PolarPlane {
    sign: f64,
    segments: Vec<(Degrees, Degrees)>,
    /// An edge that climbs as it turns is a spiral here; no piece of one bends farther than so many
    /// degrees from its chord, but for what an arc of its turn does: turn times climb over 8.
    bent: f64,
}

impl PolarPlane {
    fn new(rings: &[Line], sign: f64) -> Self {
        let mut plane = Self { sign, segments: Vec::new(), bent: 0.0 };
        for ring in rings {
            for (i, a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                // The way from the end of a closed ring to its start is none.
                if i + 1 == ring.len() {
                    continue;
                }
                let pieces = ((b.0 - a.0).abs().max((b.1 - a.1).abs()) / 0.1).ceil().max(1.0);
                let (turn, climb) = ((b.0 - a.0).to_radians() / pieces, (b.1 - a.1) / pieces);
                plane.bent = plane.bent.max((turn * climb).abs() / 8.0);
                let at = |t: f64| plane.at((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
                let line: Vec<Degrees> =
                    (0..=pieces as u32).map(|piece| at(f64::from(piece) / pieces)).collect();
                plane.segments.extend(line.windows(2).map(|pair| (pair[0], pair[1])));
            }
        }
        plane
    }

    fn at(&self, (lon, lat): Degrees) -> Degrees {
        let (s, c) = lon.to_radians().sin_cos();
        ((90.0 - self.sign * lat) * s, (90.0 - self.sign * lat) * c)
    }

    /// Whether a point is inside, and how far from the boundary, in degrees of this plane.
    fn locate(&self, point: Degrees) -> (bool, f64) {
        let (x, y) = self.at(point);
        let (mut inside, mut nearest) = (false, f64::INFINITY);
        for ((x1, y1), (x2, y2)) in &self.segments {
            if (*y1 > y) != (*y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
                inside = !inside;
            }
            let (dx, dy) = (x2 - x1, y2 - y1);
            let t = (((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            nearest = nearest.min((x1 + t * dx - x).hypot(y1 + t * dy - y));
        }
        (inside, nearest)
    }
}

/// Metres to the boundary: the least of the geodesics to points sown along it, sown again and
/// again around those that are near.
fn metres_to(rings: &[Line], (lon, lat): Degrees) -> f64 {
    let here = Position::new(lat, lon).unwrap();
    let mut least = f64::INFINITY;
    for edge in rings.iter().flat_map(|ring| ring.windows(2)) {
        let (a, b) = (edge[0], edge[1]);
        let metres = |t: f64| {
            let lat = a.1 + t * (b.1 - a.1);
            distance(&here, &Position::new(lat, a.0 + t * (b.0 - a.0)).unwrap())
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..6 {
            let step = (high - low) / 40.0;
            let nearest = (0..=40)
                .map(|i| low + step * f64::from(i))
                .min_by(|s, t| metres(*s).total_cmp(&metres(*t)))
                .unwrap();
            least = least.min(metres(nearest));
            (low, high) = ((nearest - step).max(0.0), (nearest + step).min(1.0));
        }
    }
    least
}

/// A star in degrees, closed.
fn star(lon: f64, lat: f64, reach: f64) -> impl Strategy<Value = Line> {
    prop::collection::vec((0.0..1.0, 0.05..1.0), 3..10).prop_map(move |arms| {
        let sector = std::f64::consts::TAU / arms.len() as f64;
        let corner = |(i, (share, arm)): (usize, &(f64, f64))| {
            let angle: f64 = (i as f64 + 0.9 * share) * sector;
            (lon + reach * arm * angle.cos(), (lat + reach * arm * angle.sin()).clamp(-90.0, 90.0))
        };
        let mut ring: Line = arms.iter().enumerate().map(corner).collect();
        ring.push(ring[0]);
        ring
    })
}

/// Stars that share a middle, a sliver among them now and then, often across the antimeridian.
fn stars() -> impl Strategy<Value = Vec<Line>> {
    let reaches = prop::sample::select(vec![(0.01, 85.0), (1.0, 88.0), (30.0, 55.0)]);
    (150.0..210.0, -1.0..1.0, reaches).prop_flat_map(|(lon, lat, (reach, farthest))| {
        let lat = farthest * lat;
        let sliver = (-1.0..0.9).prop_map(move |north| {
            let ring = [(-1.0, 0.0), (1.0, north), (1.0, north + 0.01), (-1.0, 0.0)];
            ring.map(|(x, y)| (lon + reach * x, lat + reach * y)).to_vec()
        });
        let star = prop_oneof![4 => star(lon, lat, reach), 1 => sliver];
        prop::collection::vec(star, 1..4)
    })
}

/// A ring around a pole: on and on to the east, with steps back.
fn around(sign: f64, nearest: f64, farthest: f64) -> impl Strategy<Value = Line> {
    let corners = prop::collection::vec((-1.0..1.0, nearest..farthest), 5..12);
    (corners, -180.0..180.0).prop_map(move |(corners, start)| {
        let step = 360.0 / corners.len() as f64;
        let corner = |(i, (share, from_pole)): (usize, &(f64, f64))| {
            (start + step * (i as f64 + 0.7 * share), sign * (90.0 - from_pole))
        };
        let mut ring: Line = corners.iter().enumerate().map(corner).collect();
        ring.push((ring[0].0 + 360.0, ring[0].1));
        ring
    })
}

/// One to three rings around one pole; two make an annulus, if they do not cross.
fn caps() -> impl Strategy<Value = (f64, Vec<Line>)> {
    (prop::sample::select(vec![-1.0, 1.0]), prop::sample::select(vec![0.01, 1.0, 10.0, 88.0]))
        .prop_flat_map(|(sign, farthest)| {
            let rings = prop::collection::vec(around(sign, farthest / 100.0, farthest), 1..4);
            (Just(sign), rings)
        })
}

/// A point near some vertex, or anywhere.
fn point_by(rings: &[Line], pick: prop::sample::Index, off: Degrees, scale: f64) -> Degrees {
    let all: Vec<Degrees> = rings.iter().flatten().copied().collect();
    let (lon, lat) = all[pick.index(all.len())];
    (lon + off.0 * scale, (lat + off.1 * scale).clamp(-90.0, 90.0))
}

fn assert_located(
    rings: &[Line],
    sign: f64,
    ways: &[u8],
    point: Degrees,
) -> Result<(), TestCaseError> {
    let plane = PolarPlane::new(rings, sign);
    let (inside, nearest) = plane.locate(point);
    // Of an arc of 0.1 degrees the plane's chord cuts off as much.
    prop_assume!(nearest > 2e-6 * (90.0 - sign * point.1) + 2.0 * plane.bent + 1e-9);
    let rings: Vec<Line> =
        rings.iter().zip(ways.iter().cycle()).map(|(ring, way)| written(ring, *way)).collect();
    let found = compiled(&[rings]).distance_m(point.1, point.0);
    prop_assert_eq!(found < 0.0, inside, "{} m, {} degrees", found, nearest);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn membership_across_the_antimeridian_is_that_of_a_plane_around_the_pole(
        rings in stars(), ways in prop::collection::vec(0_u8..8, 3), pick in any::<prop::sample::Index>(),
        off in (-1.0..1.0, -1.0..1.0), scale in prop::sample::select(vec![0.01, 1.0, 60.0]),
        north in any::<bool>(),
    ) {
        let point = point_by(&rings, pick, off, scale);
        assert_located(&rings, if north { 1.0 } else { -1.0 }, &ways, point)?;
    }

    #[test]
    fn membership_around_a_pole_is_that_of_a_plane_around_it(
        (sign, rings) in caps(), ways in prop::collection::vec(0_u8..8, 3),
        pick in any::<prop::sample::Index>(), off in (-1.0..1.0, -1.0..1.0),
        scale in prop::sample::select(vec![0.01, 1.0, 10.0, 180.0]),
    ) {
        assert_located(&rings, sign, &ways, point_by(&rings, pick, off, scale))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn distances_near_a_pole_and_to_what_lies_around_it_are_geodesics(
        (sign, rings) in caps(), pick in any::<prop::sample::Index>(),
        off in (-1.0..1.0, -1.0..1.0), scale in prop::sample::select(vec![0.01, 1.0, 180.0]),
        at_pole in prop::sample::select(vec![false, false, true]),
    ) {
        let (lon, lat) = point_by(&rings, pick, off, scale);
        let point = if at_pole { (lon, sign * 90.0) } else { (lon, lat) };
        let nearest = metres_to(&rings, point);
        let found = compiled(&[rings]).distance_m(point.1, point.0).abs();
        prop_assert!((found - nearest).abs() <= 3e-5 * nearest + 0.002, "{} {}", found, nearest);
    }

    #[test]
    fn distances_across_the_antimeridian_are_geodesics(
        rings in stars(), pick in any::<prop::sample::Index>(), off in (-1.0..1.0, -1.0..1.0),
        ways in prop::collection::vec(0_u8..8, 3),
    ) {
        prop_assume!(rings.iter().flatten().all(|(_, lat)| lat.abs() <= 75.0));
        let point = point_by(&rings, pick, off, 0.05);
        let nearest = metres_to(&rings, point);
        prop_assume!(nearest < 10_000.0);
        let rings: Vec<Line> =
            rings.iter().zip(ways).map(|(ring, way)| written(ring, way)).collect();
        let found = compiled(&[rings]).distance_m(point.1, point.0).abs();
        prop_assert!((found - nearest).abs() <= 0.05, "{} {}", found, nearest);
    }

    #[test]
    fn what_goes_out_comes_back_without_a_warning(
        stars in stars(), (_, caps) in caps(), ways in prop::collection::vec(0_u8..8, 3),
    ) {
        let polygons = [stars, caps].map(|rings| {
            rings.iter().zip(&ways).map(|(ring, way)| written(ring, *way)).collect::<Vec<_>>()
        });
        let once = Geometry::from_json(&geojson(&polygons)).unwrap();
        let mut at = Reader::new();
        let read = Geometry::read(&Value::from_json(&once.to_json().unwrap()).unwrap(), &mut at);
        let (twice, warnings) = at.finish(read).unwrap();
        prop_assert!(warnings.is_empty(), "{:?}", warnings);
        prop_assert_eq!(once, twice);
    }
}

/// The world in districts: rows of jagged borders from south to north, a cap on either pole.
fn districts() -> impl Strategy<Value = Vec<Line>> {
    (4_usize..7, 2_usize..6, -180.0..180.0).prop_flat_map(|(columns, rows, start)| {
        let jitter = prop::collection::vec((-0.4..0.4, -0.4..0.4), columns * rows);
        jitter.prop_map(move |jitter| {
            let corner = |column: usize, row: usize| {
                let column = column % columns;
                let (east, north) = jitter[column * rows + row];
                let lon = start + (column as f64 + east) * 360.0 / columns as f64;
                let lat = -50.0 + (row as f64 + 0.8 * north) * 100.0 / (rows - 1) as f64;
                (wrapped(lon), lat)
            };
            let border = |column| (0..rows).map(move |row| corner(column, row));
            let mut all: Vec<Line> = (0..columns)
                .map(|column| border(column).chain(border(column + 1).rev()).collect())
                .collect();
            let chain = |row| (0..columns).map(move |column| corner(column, row));
            all.push(chain(0).collect());
            all.push(chain(rows - 1).rev().collect());
            for ring in &mut all {
                ring.push(ring[0]);
            }
            all
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn of_all_districts_of_the_world_exactly_one_holds_any_point(
        districts in districts(), ways in prop::collection::vec(0_u8..8, 8),
        lon in -180.0..180.0, lat in -90.0..=90.0, share in 0.0..1.0,
        pick in any::<prop::sample::Index>(), kind in 0_u8..6,
    ) {
        let edges: Vec<(Degrees, Degrees)> =
            districts.iter().flat_map(|ring| ring.windows(2).map(|w| (w[0], w[1]))).collect();
        let (a, b) = edges[pick.index(edges.len())];
        let east = wrapped(b.0 - a.0);
        let (lon, lat) = match kind {
            0 => (lon, lat),
            1 => (lon, if lat < 0.0 { -90.0 } else { 90.0 }),
            2 => (-180.0, lat),
            3 => a,
            _ => (a.0 + share * east, a.1 + share * (b.1 - a.1)),
        };
        let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), lat, lon, 5.0).unwrap();
        let policy = r#"{"model": "margin", "boundary": "half_open"}"#;
        let holding = districts.iter().zip(ways.iter().cycle()).filter(|(ring, way)| {
            // Neighbours may write a border down in either direction, but in the same degrees.
            let way = if **way % 2 == 0 { 0 } else { 4 };
            let fence = compiled_from(&geojson(&[vec![written(ring, way)]]), policy);
            fence.observe(&fix).state == PresenceState::Inside
        });
        prop_assert_eq!(holding.count(), 1);
    }

    #[test]
    fn a_cut_at_the_antimeridian_is_no_boundary(
        west in 170.0..179.9, east in 180.1..190.0, south in (-60.0..0.0, -60.0..0.0),
        north in (1.0..60.0, 1.0..60.0), lon in 165.0..195.0, lat in -70.0..70.0,
        on_cut in any::<bool>(), dense in any::<bool>(),
    ) {
        let share = (180.0 - west) / (east - west);
        let at_cut = |(from, to): (f64, f64)| from + share * (to - from);
        let (low, high) = (at_cut(south), at_cut(north));
        let whole = vec![(west, south.0), (east, south.1), (east, north.1), (west, north.0), (west, south.0)];
        let mut left = vec![(west, south.0), (180.0, low), (180.0, high), (west, north.0), (west, south.0)];
        if dense {
            left.insert(2, (180.0, (low + high) / 2.0));
        }
        let east = east - 360.0;
        let right = vec![(-180.0, low), (east, south.1), (east, north.1), (-180.0, high), (-180.0, low)];
        let lon = if on_cut { 180.0 } else { lon };
        let (whole, cut) = (compiled(&[vec![whole]]), compiled(&[vec![left], vec![right]]));
        let (expected, found) = (whole.distance_m(lat, lon), cut.distance_m(lat, lon));
        // Rounded, the cut's edges are not quite in line.
        prop_assert!((found - expected).abs() <= 1e-5 * expected.abs() + 1e-6, "{} {}", found, expected);
        let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), lat, lon, 30.0).unwrap();
        let p = |fence: &CompiledFence| fence.observe(&fix).probability.unwrap();
        prop_assert!((p(&whole) - p(&cut)).abs() < 0.02);
        prop_assert!((whole.radius_m() / cut.radius_m() - 1.0).abs() < 1e-3);
    }
}

/// The Gaussian around a fix near a pole, on a fine grid of the plane around the pole.
fn probability_at_pole(rings: &[Line], sign: f64, (lon, lat): Degrees, sigma: f64) -> f64 {
    const CELLS: i32 = 64;
    const METRES: f64 = 111_693.98;
    let plane = PolarPlane::new(rings, sign);
    let middle = plane.at((lon, lat));
    let (mut sum, mut all) = (0.0, 0.0);
    for i in 0..CELLS {
        for j in 0..CELLS {
            let at = |k: i32| -4.0 + (f64::from(k) + 0.5) * 8.0 / f64::from(CELLS);
            let (u, v) = (0.8 * at(i) - 0.6 * at(j), 0.6 * at(i) + 0.8 * at(j));
            let weight = (-(u * u + v * v) / 2.0).exp();
            all += weight;
            let (x, y) = (middle.0 + u * sigma / METRES, middle.1 + v * sigma / METRES);
            let (lon, lat) = (x.atan2(y).to_degrees(), sign * (90.0 - x.hypot(y)));
            sum += if plane.locate((lon, lat)).0 { weight } else { 0.0 };
        }
    }
    sum / all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn probabilities_within_kilometres_of_a_pole_hold(
        sign in prop::sample::select(vec![-1.0, 1.0]),
        size in prop::sample::select(vec![0.002, 0.02, 0.2]),
        shape in (around(1.0, 0.01, 1.0), star(0.0, 0.0, 1.0)), cap in any::<bool>(),
        pick in any::<prop::sample::Index>(), off in (-1.0..1.0, -1.0..1.0), lon in -180.0..180.0,
        at_pole in any::<bool>(), accuracy in 6.0..100.0,
    ) {
        // A ring around the pole, or a wedge that leans on it.
        let ring: Line = if cap {
            shape.0.iter().map(|(lon, lat)| (*lon, sign * (90.0 - size * (90.0 - lat)))).collect()
        } else {
            shape.1.iter().map(|(x, y)| (lon + 80.0 * x, sign * (90.0 - size * (1.0 + y)))).collect()
        };
        let rings = vec![ring];
        let near = point_by(&rings, pick, off, 0.0);
        let shift = accuracy / 111_694.0;
        let point = if at_pole {
            (lon, sign * 90.0)
        } else {
            let from_pole = 90.0 - near.1.abs();
            let from_pole = from_pole.max(1e-9);
            let turn = f64::to_degrees(off.0 * shift / from_pole);
            (near.0 + turn, f64::clamp(near.1 + off.1 * shift, -90.0, 90.0))
        };
        let expected = probability_at_pole(&rings, sign, point, accuracy / 1.509_59);
        let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), point.1, point.0, accuracy);
        let found = compiled(&[rings]).observe(&fix.unwrap()).probability.unwrap();
        prop_assert!((found - expected).abs() < 0.04, "{} {}", found, expected);
    }
}

/// An edge that turns by a fifth of a circle while it goes two kilometres away is a spiral.
#[test]
fn edges_that_lead_away_from_a_pole_as_they_turn_are_no_chords() {
    const FROM_POLE: [(f64, f64); 6] = [
        (20.8, 0.0002),
        (72.0, 0.017),
        (144.0, 0.0002),
        (216.0, 0.0002),
        (285.7, 0.007),
        (380.8, 0.0002),
    ];
    for sign in [-1.0, 1.0] {
        let ring: Line = FROM_POLE.iter().map(|(lon, dlat)| (*lon, sign * (90.0 - dlat))).collect();
        let rings = vec![ring];
        for (lon, lat) in rings[0].clone() {
            let point = (lon, lat - sign * 0.00005);
            let expected = probability_at_pole(&rings, sign, point, 6.0 / 1.509_59);
            let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), point.1, point.0, 6.0);
            let found =
                compiled(std::slice::from_ref(&rings)).observe(&fix.unwrap()).probability.unwrap();
            assert!((found - expected).abs() < 0.02, "{point:?}: {found}, not {expected}");
        }
    }
}

#[test]
fn areas_are_those_of_geographiclib() {
    let mut rows = 0;
    for line in include_str!("areas.csv").lines().skip(1) {
        let mut fields = line.split(',');
        let (name, area) = (fields.next().unwrap(), fields.next().unwrap().parse::<f64>().unwrap());
        let number = |text: &str| text.parse::<f64>().unwrap();
        let position =
            |text: &str| text.split_once(' ').map(|(lon, lat)| (number(lon), number(lat)));
        let ring = |text: &str| -> Line {
            let mut ring: Line = text
                .split(' ')
                .collect::<Vec<_>>()
                .chunks(2)
                .map(|pair| position(&pair.join(" ")).unwrap())
                .collect();
            if (ring[0].0 - ring[ring.len() - 1].0).abs() != 360.0 {
                ring.push(ring[0]);
            }
            ring
        };
        let rings: Vec<Line> = fields.next().unwrap().split(';').map(ring).collect();
        for way in [0, 1, 4, 5] {
            let rings: Vec<Line> = rings.iter().map(|ring| written(ring, way)).collect();
            let radius = compiled(&[rings]).radius_m();
            let found = std::f64::consts::PI * radius * radius;
            println!("{name}: {}", found / area - 1.0);
            assert!((found / area - 1.0).abs() < 1e-3, "{name}, way {way}: {found}, not {area}");
        }
        rows += 1;
    }
    assert_eq!(rows, 9);
}

/// The classes of points, and what is left out, are told in planar.py.
#[test]
fn states_and_countries_hold_what_shapely_says() {
    let (mut clear, mut near, mut on, mut lines) = (0, 0, 0, 0);
    let mut rest = include_str!("planar.csv").lines().skip(1).peekable();
    while let Some(first) = rest.peek() {
        let file = first.split(',').next().unwrap().to_owned();
        let Some(path) = fieldbeat_tests::development::file(&format!("geo/{file}.geojson.gz"))
        else {
            return;
        };
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        let collection: serde_json::Value = serde_json::from_str(&text).unwrap();
        let features = collection["features"].as_array().unwrap();
        let mut left_out = Vec::new();
        let geometries: Vec<String> = (0..)
            .zip(features)
            .map(|(feature, json)| without_lines(feature, &json["geometry"], &mut left_out))
            .collect();
        let fences: Vec<CompiledFence> =
            geometries.iter().map(|geometry| compiled_from(geometry, "{}")).collect();
        let index = index_of(&geometries);
        let mut told_left_out = Vec::new();
        while let Some(line) = rest.next_if(|line| line.starts_with(&file)) {
            let fields: Vec<&str> = line.split(',').collect();
            let feature: usize = fields[1].parse().unwrap();
            if fields[2] == "line" {
                told_left_out.push((feature, fields[3].parse::<usize>().unwrap()));
                continue;
            }
            let [lon, lat] = [3, 4].map(|i| fields[i].parse::<f64>().unwrap());
            let found = fences[feature].distance_m(lat, lon);
            let is_right = (found < 0.0) == (fields[5] == "1");
            if fields[2] != "on" {
                let mut hits = index.containing(lat, lon).unwrap().into_iter();
                let is_held = hits.any(|hit| hit.fence_index as usize == feature);
                assert_eq!(is_held, fields[5] == "1", "{line}, by the index");
            }
            match fields[2] {
                "clear" => {
                    assert!(is_right && found.abs() > 1e-4, "{line}: {found} m");
                    clear += 1;
                }
                "near" => {
                    assert!(is_right && found != 0.0 && found.abs() < 0.12, "{line}: {found} m");
                    near += 1;
                }
                "on" => {
                    assert!(found.abs() < 1e-7, "{line}: {found} m");
                    on += 1;
                }
                other => panic!("{other}?"),
            }
        }
        assert_eq!(left_out, told_left_out, "{file}");
        lines += left_out.len();
    }
    assert_eq!((clear, near, on, lines), (10_252, 2_328, 934, 2));
}

/// A feature without the parts that have shrunk to a line there and back, which we refuse: those
/// and nothing else.
fn without_lines(
    feature: usize,
    geometry: &serde_json::Value,
    left_out: &mut Vec<(usize, usize)>,
) -> String {
    let coordinates = geometry["coordinates"].as_array().unwrap().clone();
    let mut parts =
        if geometry["type"] == "Polygon" { vec![coordinates.into()] } else { coordinates };
    let written = |parts: &[serde_json::Value]| {
        serde_json::json!({"type": "MultiPolygon", "coordinates": parts}).to_string()
    };
    if let Err(error) = Geometry::from_json(&written(&parts)) {
        let problems = error.problems().iter().rev();
        for problem in problems {
            assert_eq!(problem.code, "too_few_vertices");
            let place = problem.path.strip_prefix("$.coordinates[").unwrap();
            let place = place.strip_suffix("][0]").unwrap().parse().unwrap();
            left_out.push((feature, place));
            parts.remove(place);
        }
    }
    written(&parts)
}

fn index_of(geometries: &[String]) -> FenceIndex {
    let fence =
        |geometry: &String| Fence::from_json(&format!(r#"{{"geometry": {geometry}}}"#)).unwrap();
    let fences: Vec<Fence> = geometries.iter().map(fence).collect();
    FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited()).unwrap()
}
