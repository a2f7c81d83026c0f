//! Random fences of every kind, and points where they are hardest to tell apart.

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{Boundary, CompiledFence, FenceIndex, IndexPolicy, Model, PresenceState};
use fieldbeat::shape::Meters;
use fieldbeat::{Fence, Fix, PresencePolicy};
use fieldbeat_tests::simulator::Dice;

/// Latitude and longitude in degrees.
pub(crate) type Place = (f64, f64);

/// Fences and points of one seed.
pub(crate) struct World {
    pub(crate) fences: Vec<Fence>,
    pub(crate) points: Vec<Place>,
}

/// Where things happen: a centre and degrees around it.
const REGIONS: [(Place, f64); 9] = [
    ((55.75, 37.6), 0.02),
    ((55.75, 37.6), 0.5),
    ((0.0, 0.0), 1e-4),
    ((10.0, 20.0), 60.0),
    ((-17.0, 179.99), 0.3),
    ((66.0, -179.9), 20.0),
    ((84.95, 10.0), 0.2),
    ((89.9, 0.0), 0.3),
    ((-88.5, 100.0), 3.0),
];

impl World {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (center, spread) = dice.pick(REGIONS[0], &REGIONS[1..]);
        let mut painter = Painter { center, spread, texts: Vec::new(), corners: Vec::new() };
        let count = dice.pick(1, &[2, 5, 12, 40]);
        while painter.texts.len() < count {
            painter.paint(&mut dice);
        }
        let read = |text: &String| Fence::from_json(text).ok();
        let fences: Vec<Fence> = painter.texts.iter().filter_map(read).collect();
        let points = (0..80).map(|_| painter.point(&mut dice)).collect();
        Self { fences, points }
    }

    pub(crate) fn index(&self, boundary: Boundary) -> FenceIndex {
        let policy = IndexPolicy { boundary, ..IndexPolicy::default() };
        FenceIndex::new(&self.fences, &policy, &mut Budget::unlimited()).unwrap()
    }

    /// Every fence by itself.
    pub(crate) fn alone(&self, boundary: Boundary) -> Vec<CompiledFence> {
        self.fences.iter().map(|fence| alone(fence, boundary)).collect()
    }
}

/// A fence without its tolerance, under the rule that is plain geometry.
pub(crate) fn alone(fence: &Fence, boundary: Boundary) -> CompiledFence {
    let policy = PresencePolicy { boundary, model: Model::Margin, ..PresencePolicy::default() };
    let bare = Fence { tolerance_m: Some(Meters::try_from(0.0).unwrap()), ..fence.clone() };
    CompiledFence::new(&bare, &policy).unwrap()
}

/// Whether a position lies in a fence: what `presence` says of it under the margin rule.
pub(crate) fn holds(fence: &CompiledFence, (lat, lon): Place) -> bool {
    let t = "2026-11-20T09:00:00Z".parse().unwrap();
    fence.observe(&Fix::new(t, lat, lon, 10.0).unwrap()).state == PresenceState::Inside
}

struct Painter {
    center: Place,
    spread: f64,
    texts: Vec<String>,
    /// Vertices, and points on the edges of circles.
    corners: Vec<Place>,
}

impl Painter {
    fn somewhere(&self, dice: &mut Dice) -> Place {
        let lat = self.center.0 + self.spread * dice.between(-1.0, 1.0);
        let lon = self.center.1 + self.spread * dice.between(-1.0, 1.0);
        (lat.clamp(-90.0, 90.0), lon)
    }

    fn paint(&mut self, dice: &mut Dice) {
        let at = self.somewhere(dice);
        let size = self.spread * 10_f64.powf(dice.between(-3.0, 0.3));
        match dice.pick(0, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
            0 => self.circle(at, 10_f64.powf(dice.between(-0.5, 6.0)), dice),
            1 | 2 => self.circle(at, size * 111e3, dice),
            3 => {
                let (count, ring) = (1 + dice.between(2.0, 60.0) as usize, dice.between(0.2, 1.0));
                let star = star(at, size, count, ring);
                self.polygons(&[vec![star]], dice);
            }
            4 => {
                let (outer, inner) = (star(at, size, 24, 0.9), star(at, size / 2.0, 15, 0.3));
                self.polygons(&[vec![outer, inner]], dice);
            }
            5 => {
                let (dlat, dlon) = (dice.between(-1.0, 1.0), dice.between(-1.0, 1.0));
                let end = (at.0 + size * dlat, at.1 + size * dlon);
                let aside = (end.0 + size * 1e-6, end.1 - size * 1e-6);
                self.polygons(&[vec![vec![at, end, aside]]], dice);
            }
            6 => {
                let round = |x: f64| (x * 100.0).round() / 100.0;
                let (lat, lon) = (round(at.0), round(at.1));
                let (high, wide) = (round(size) + 0.01, round(2.0 * size) + 0.01);
                self.polygons(&[vec![square((lat, lon), high, wide)]], dice);
            }
            7 => {
                // Districts that share their borders.
                let side = size / 3.0;
                for cell in 0..6 {
                    let south = at.0 + side * f64::from(cell / 3);
                    let west = at.1 + side * f64::from(cell % 3);
                    self.polygons(&[vec![square((south, west), side, side)]], dice);
                }
            }
            8 => {
                let other = self.somewhere(dice);
                let (one, two) = (star(at, size, 9, 0.5), star(other, size / 3.0, 5, 0.5));
                self.polygons(&[vec![one], vec![two]], dice);
            }
            9 => {
                // Around a pole.
                let toward = self.center.0.signum();
                let (reach, count) = (dice.between(0.001, 2.0 * self.spread + 1.0), 7);
                let corner = |i: i32| {
                    let lat = toward * (90.0 - reach * dice.between(0.3, 1.0));
                    (lat, f64::from(i) * 360.0 / f64::from(count) - 180.0)
                };
                let ring = (0..count).map(corner).collect();
                self.polygons(&[vec![ring]], dice);
            }
            _ => {
                // The same again, or smaller circles within.
                if let Some(last) = self.texts.last().cloned() {
                    self.texts.push(last);
                }
                for ring in 1..4 {
                    self.circle(at, size * 5e4 / f64::from(ring), dice);
                }
            }
        }
    }

    fn circle(&mut self, (lat, lon): Place, radius_m: f64, dice: &mut Dice) {
        let radius_m = radius_m.clamp(0.01, 1e6);
        let tolerance = if dice.happens(0.2) { r#","tolerance_m": 20"# } else { "" };
        let center = format!(r#"{{"lat": {lat:?}, "lon": {lon:?}}}"#);
        self.texts.push(format!(r#"{{"center": {center}, "radius_m": {radius_m:?}{tolerance}}}"#));
        let (dlat, dlon) = (radius_m / 111_195.0, radius_m / 111_195.0 / lat.to_radians().cos());
        self.corners.extend([(lat + dlat, lon), (lat, lon + dlon), (lat, lon), (lat - dlat, lon)]);
    }

    fn polygons(&mut self, polygons: &[Vec<Vec<Place>>], dice: &mut Dice) {
        // Across the antimeridian rings run on, or jump.
        let jumps = dice.happens(0.5);
        let home = |lon: f64| if jumps { (lon + 180.0).rem_euclid(360.0) - 180.0 } else { lon };
        let mut texts = Vec::new();
        for rings in polygons {
            let ring = |ring: &Vec<Place>| {
                let position =
                    |(lat, lon): &Place| format!("[{:?},{:?}]", home(*lon), lat.clamp(-90.0, 90.0));
                let closed = ring.iter().chain(ring.first()).map(position);
                format!("[{}]", closed.collect::<Vec<_>>().join(","))
            };
            texts.push(format!("[{}]", rings.iter().map(ring).collect::<Vec<_>>().join(",")));
            for ring in rings {
                for (a, b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
                    let t = dice.between(0.0, 1.0);
                    self.corners.extend([*a, (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))]);
                }
            }
        }
        let id = if dice.happens(0.5) {
            format!(r#""id": "f{}","#, self.texts.len())
        } else {
            String::new()
        };
        let (kind, coordinates) = match texts.as_slice() {
            [one] => ("Polygon", one.clone()),
            many => ("MultiPolygon", format!("[{}]", many.join(","))),
        };
        self.texts.push(format!(
            r#"{{{id} "geometry": {{"type": "{kind}", "coordinates": {coordinates}}}}}"#
        ));
    }

    /// At a corner, a hair beside it, in line with it, or anywhere.
    fn point(&self, dice: &mut Dice) -> Place {
        let (mut lat, mut lon) = self.somewhere(dice);
        if let (Some(first), true) = (self.corners.first(), dice.happens(0.8)) {
            let corner = dice.pick(*first, &self.corners);
            let hair = self.spread * 10_f64.powf(dice.between(-14.0, 0.0));
            match dice.pick(0, &[1, 2, 3, 4]) {
                0 => (lat, lon) = corner,
                1 => lat = corner.0,
                2 => lon = corner.1,
                _ => {
                    lat = corner.0 + hair * dice.between(-1.0, 1.0);
                    lon = corner.1 + hair * dice.between(-1.0, 1.0);
                }
            }
        }
        if dice.happens(0.02) {
            lat = dice.pick(90.0, &[-90.0]);
        }
        if dice.happens(0.02) {
            lon = dice.pick(180.0, &[-180.0, 539.9]);
        }
        (lat.clamp(-90.0, 90.0), lon)
    }
}

fn square((south, west): Place, height: f64, width: f64) -> Vec<Place> {
    let (north, east) = (south + height, west + width);
    vec![(south, west), (south, east), (north, east), (north, west)]
}

fn star((lat, lon): Place, size: f64, count: usize, inner: f64) -> Vec<Place> {
    let corner = |i: usize| {
        let angle = std::f64::consts::TAU * i as f64 / count as f64;
        let arm = if i.is_multiple_of(2) { size } else { size * inner };
        (lat + arm * angle.sin(), lon + 1.5 * arm * angle.cos())
    };
    (0..count).map(corner).collect()
}
