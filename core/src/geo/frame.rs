//! A plane that touches the ellipsoid: metres east and north of an origin.

use super::ellipsoid::{A, E2, MEAN_RADIUS, RADIANS, sin_cos};
use super::outline::{Edge, along};
use super::position::{Position, wrap_longitude};
use crate::math;

/// What reaches beyond this latitude is measured on the globe: there a frame bends too much.
pub(crate) const FRAME_LATITUDE: f64 = 85.0;

/// Metres east and north of an origin on the WGS84 ellipsoid, without trigonometry per point.
///
/// With `dlat` and `dlon` from the origin, `x = (k0 + k1 dlat / 2) dlon` and
/// `y = (m0 + m1 dlat / 2) dlat`, where `k` is the radius of the parallel, `m` the radius of
/// curvature of the meridian, and `k1`, `m1` their derivatives at the origin: the mid-latitude
/// formula, linearised. `(x² + y²).sqrt()` is the distance *from the origin*: within 2 mm of the
/// geodesic up to 5 km and 10 cm up to 20 km where |latitude| <= 70 degrees; the error grows
/// with the cube of the distance. Between two other points it is a hundred times less exact.
///
/// # Example
/// ```
/// use fieldbeat::Position;
/// use fieldbeat::geo::{LocalFrame, distance};
///
/// let (shop, rep) = (Position::new(55.7558, 37.6173)?, Position::new(55.7567, 37.6191)?);
/// let frame = LocalFrame::new(&shop);
/// let (east, north) = frame.project(rep.lat.get(), rep.lon.get());
/// assert!((east - 113.0).abs() < 0.2 && (north - 100.2).abs() < 0.1);
/// assert!((frame.distance(rep.lat.get(), rep.lon.get()) - distance(&shop, &rep)).abs() < 1e-4);
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct LocalFrame {
    lat: f64,
    lon: f64,
    /// Metres a degree of longitude, and half of its change a degree of latitude.
    east: (f64, f64),
    /// Metres a degree of latitude, and half of its change a degree of latitude.
    north: (f64, f64),
}

/// Debug output does not tell where a person was: the scales tell the latitude.
impl std::fmt::Debug for LocalFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LocalFrame(..)")
    }
}

impl LocalFrame {
    /// The frame at `origin`.
    #[must_use]
    pub fn new(origin: &Position) -> Self {
        Self::ellipsoidal(origin.lat.get(), origin.lon.get())
    }

    pub(crate) fn ellipsoidal(lat: f64, lon: f64) -> Self {
        let (s, c) = sin_cos(lat);
        // Radii of curvature in the prime vertical and in the meridian.
        let w2 = 1.0 - E2 * s * s;
        let prime_vertical = A / w2.sqrt();
        let meridian = prime_vertical * (1.0 - E2) / w2;
        let meridian_slope = 3.0 * E2 * s * c * meridian / w2;
        Self::with_radii(lat, lon, (prime_vertical * c, -meridian * s), (meridian, meridian_slope))
    }

    /// The frame of a sphere, for agreement with haversine distances.
    pub(crate) fn spherical(lat: f64, lon: f64) -> Self {
        let (s, c) = sin_cos(lat);
        Self::with_radii(lat, lon, (MEAN_RADIUS * c, -MEAN_RADIUS * s), (MEAN_RADIUS, 0.0))
    }

    /// From radii in metres and their derivatives by the latitude in radians.
    fn with_radii(lat: f64, lon: f64, (k0, k1): (f64, f64), (m0, m1): (f64, f64)) -> Self {
        let half_square = RADIANS * RADIANS / 2.0;
        Self {
            lat,
            lon,
            east: (k0 * RADIANS, k1 * half_square),
            north: (m0 * RADIANS, m1 * half_square),
        }
    }

    /// The origin.
    #[must_use]
    pub fn origin(&self) -> Position {
        // Both came from a position.
        Position::known(self.lat, self.lon)
    }

    /// Metres east and north of the origin, the shorter way round; `lat`, `lon` in degrees.
    #[must_use]
    pub fn project(&self, lat: f64, lon: f64) -> (f64, f64) {
        self.offset(lat - self.lat, wrap_longitude(lon - self.lon))
    }

    /// Metres from the origin to `lat`, `lon` in degrees.
    #[must_use]
    pub fn distance(&self, lat: f64, lon: f64) -> f64 {
        let (x, y) = self.project(lat, lon);
        (x * x + y * y).sqrt()
    }

    /// Metres east and north of a point `dlat`, `dlon` degrees from the origin.
    pub(crate) fn offset(&self, dlat: f64, dlon: f64) -> (f64, f64) {
        ((self.east.0 + self.east.1 * dlat) * dlon, (self.north.0 + self.north.1 * dlat) * dlat)
    }

    /// Metres east and north between two points near the origin that are `dlat`, `dlon` degrees
    /// apart, by the scales of the latitude between them; `halfway` is twice that latitude's
    /// distance from the origin's.
    #[cfg(feature = "visit")]
    pub(crate) fn offset_at(&self, halfway: f64, dlat: f64, dlon: f64) -> (f64, f64) {
        (
            (self.east.0 + self.east.1 * halfway) * dlon,
            (self.north.0 + self.north.1 * halfway) * dlat,
        )
    }

    pub(crate) fn degrees_of_origin(&self) -> (f64, f64) {
        (self.lat, self.lon)
    }

    /// Degrees of latitude and longitude that are `x` and `y` metres at the origin; infinitely
    /// many at a pole.
    pub(crate) fn degrees(&self, x: f64, y: f64) -> (f64, f64) {
        (y / self.north.0, x / self.east.0.abs())
    }

    /// Where an edge is nearest to the origin and the square of that distance, if the scales of
    /// the origin held everywhere.
    pub(crate) fn flat_nearest(&self, edge: &Edge) -> (f64, f64) {
        let (run_lat, run_lon) = edge.run();
        let (from, run) = (self.flat(edge.from.0, edge.from.1), self.flat(run_lat, run_lon));
        let t = along(from, run);
        let (x, y) = (from.0 + t * run.0, from.1 + t * run.1);
        (t, x * x + y * y)
    }

    /// Metres east and north, if the scales of the origin held everywhere.
    pub(crate) fn flat(&self, dlat: f64, dlon: f64) -> (f64, f64) {
        (self.east.0 * dlon, self.north.0 * dlat)
    }

    /// Up to `dlat` degrees away, a distance is at least this share of what it is at the scales
    /// of the origin.
    pub(crate) fn least_share(&self, dlat: f64) -> f64 {
        let change = |(scale, slope): (f64, f64)| (slope * dlat / scale).abs();
        // At a pole the change is infinite.
        math::max(1.0 - math::max(change(self.east), change(self.north)), 0.0)
    }

    /// Square of the distance to an edge that is straight in degrees, which the frame bends;
    /// `t` is about where it is nearest. Two Gauss-Newton steps.
    pub(crate) fn curved_distance2(&self, edge: &Edge, mut t: f64) -> f64 {
        let (run_lat, run_lon) = edge.run();
        for _ in 0..2 {
            let (dlat, dlon) = edge.at(t);
            let (x, y) = self.offset(dlat, dlon);
            let slope_x =
                (self.east.0 + self.east.1 * dlat) * run_lon + self.east.1 * run_lat * dlon;
            let slope_y = (self.north.0 + 2.0 * self.north.1 * dlat) * run_lat;
            let step = (x * slope_x + y * slope_y) / (slope_x * slope_x + slope_y * slope_y);
            if !step.is_finite() {
                break;
            }
            t = math::max(0.0, math::min(1.0, t - step));
        }
        let (dlat, dlon) = edge.at(t);
        let (x, y) = self.offset(dlat, dlon);
        x * x + y * y
    }
}
