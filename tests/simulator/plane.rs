//! A small flat world of metres, and where it lies on the Earth.

use fieldbeat::math;

/// Metres east and north of the middle of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Point {
    pub(crate) fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The point `share` of the way to `other`.
    pub(crate) fn toward(self, other: Self, share: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }

    /// The point `metres` away at `angle` radians from east.
    pub(crate) fn offset(self, metres: f64, angle: f64) -> Self {
        Self { x: self.x + metres * math::cos(angle), y: self.y + metres * math::sin(angle) }
    }
}

/// The middle of the world on the Earth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    lat: f64,
    lon: f64,
}

// WGS84.
const EQUATOR_M: f64 = 6_378_137.0;
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316_5e-3;
const DEGREE: f64 = std::f64::consts::PI / 180.0;

impl Plane {
    pub(crate) fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }

    /// Latitude and longitude, to the 1e-7 degrees (about a centimetre) that phones report.
    pub(crate) fn degrees(&self, point: Point) -> (f64, f64) {
        let sine = math::sin(self.lat * DEGREE);
        let w = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
        let meridian_m = DEGREE * EQUATOR_M * (1.0 - ECCENTRICITY_SQUARED) / (w * w.sqrt());
        let lat = self.lat + point.y / meridian_m;
        let sine = math::sin(lat * DEGREE);
        let prime_vertical_m = EQUATOR_M / (1.0 - ECCENTRICITY_SQUARED * sine * sine).sqrt();
        let lon = self.lon + point.x / (DEGREE * prime_vertical_m * math::cos(lat * DEGREE));
        (rounded(lat), rounded(lon))
    }
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// The area of a site.
#[derive(Clone, Debug)]
pub(crate) enum Area {
    Circle { center: Point, radius: f64 },
    Polygon { center: Point, vertices: Vec<Point> },
}

impl Area {
    pub(crate) fn center(&self) -> Point {
        match self {
            Self::Circle { center, .. } | Self::Polygon { center, .. } => *center,
        }
    }

    /// A distance from the centre within which everything is inside.
    pub(crate) fn inner_radius(&self) -> f64 {
        match self {
            Self::Circle { radius, .. } => *radius,
            Self::Polygon { center, vertices } => edges(vertices)
                .map(|(a, b)| distance_to_segment(*center, a, b))
                .fold(f64::INFINITY, math::min),
        }
    }

    /// A distance from the centre beyond which nothing is inside.
    pub(crate) fn outer_radius(&self) -> f64 {
        match self {
            Self::Circle { radius, .. } => *radius,
            Self::Polygon { center, vertices } => {
                vertices.iter().map(|v| center.distance(*v)).fold(0.0, math::max)
            }
        }
    }

    pub(crate) fn contains(&self, point: Point) -> bool {
        match self {
            Self::Circle { center, radius } => center.distance(point) <= *radius,
            Self::Polygon { vertices, .. } => {
                let crossings = edges(vertices).filter(|(a, b)| {
                    (a.y > point.y) != (b.y > point.y)
                        && point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y)
                });
                crossings.count() % 2 == 1
            }
        }
    }
}

/// The edges of a closed ring.
fn edges(vertices: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    vertices.iter().copied().zip(vertices.iter().copied().cycle().skip(1))
}

fn distance_to_segment(point: Point, a: Point, b: Point) -> f64 {
    let length = a.distance(b);
    let along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length * length);
    point.distance(a.toward(b, along.clamp(0.0, 1.0)))
}
