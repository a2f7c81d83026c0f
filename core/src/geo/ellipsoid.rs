//! The WGS84 ellipsoid: its constants, and trigonometry of angles in degrees.

use crate::math;

/// Equatorial radius in metres (WGS84 definition).
pub(crate) const A: f64 = 6_378_137.0;
/// Flattening (WGS84 definition).
pub(crate) const F: f64 = 1.0 / 298.257_223_563;
/// Polar radius in metres.
pub(crate) const B: f64 = A * (1.0 - F);
/// Third flattening, (A - B) / (A + B).
pub(crate) const N: f64 = F / (2.0 - F);
/// First eccentricity squared.
pub(crate) const E2: f64 = F * (2.0 - F);
/// Second eccentricity squared.
pub(crate) const EP2: f64 = E2 / (1.0 - E2);
/// Mean radius in metres, (2 A + B) / 3 (IUGG): the sphere of the haversine.
pub(crate) const MEAN_RADIUS: f64 = 6_371_008.771_415_059;

/// Radians in a degree.
pub(crate) const RADIANS: f64 = std::f64::consts::PI / 180.0;

/// Sine and cosine of `degrees`; exact at multiples of 90.
pub(crate) fn sin_cos(degrees: f64) -> (f64, f64) {
    let quarter_turns = (degrees / 90.0).round();
    // Exact: both terms are within a factor of two of each other, or the second is 0.
    let rest = (degrees - 90.0 * quarter_turns) * RADIANS;
    let (s, c) = (math::sin(rest), math::cos(rest));
    match math::fmod(quarter_turns, 4.0) as i32 {
        0 => (s, c),
        1 | -3 => (c, -s),
        2 | -2 => (-s, -c),
        _ => (-c, s),
    }
}

/// An arc of a chord `c` on the earth is about `c (1 + CHORD_BEND c²)`: 1 / (24 R²).
#[cfg(feature = "route")]
pub(crate) const CHORD_BEND: f64 = 1.0 / (24.0 * MEAN_RADIUS * MEAN_RADIUS);

/// A position in space, in metres from the middle of the earth.
#[cfg(feature = "route")]
pub(crate) fn chord_position(position: &super::Position) -> [f64; 3] {
    let (sin_lat, cos_lat) = sin_cos(position.lat.get());
    let (sin_lon, cos_lon) = sin_cos(position.lon.get());
    let prime_vertical = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
    let across = prime_vertical * cos_lat;
    [across * cos_lon, across * sin_lon, prime_vertical * (1.0 - E2) * sin_lat]
}

/// Metres between two points given in degrees, on a sphere of [`MEAN_RADIUS`].
pub(crate) fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |degrees: f64| sin_cos(degrees / 2.0).0;
    let (lat, lon) = (half(b.0 - a.0), half(super::position::wrap_longitude(b.1 - a.1)));
    let h = lat * lat + sin_cos(a.0).1 * sin_cos(b.0).1 * lon * lon;
    2.0 * MEAN_RADIUS * math::asin(math::min(h, 1.0).sqrt())
}
