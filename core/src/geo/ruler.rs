//! Which of two places, anywhere, are within one and the same distance of each other.

use super::distance;
use super::ellipsoid::haversine;
use super::frame::LocalFrame;
use super::position::{Position, wrap_longitude};

/// Says whether two places are nearer than a limit, without trigonometry for most pairs.
///
/// A [`LocalFrame`] near the first place measures by the scales of the latitude halfway. That is
/// within 1e-5 of the true distance (see `frame_errs_less_than_it_is_trusted`), so a pair outside
/// the band of [`DOUBT`] around the limit is decided; only in the band is the distance itself
/// taken. The answer is that of the distance, always.
pub(crate) struct Ruler {
    limit_m: f64,
    spherical: bool,
    /// Degrees of latitude that are surely longer than the limit.
    far_lat: f64,
    /// Squares of the limit less and plus the band of doubt.
    surely_within_m2: f64,
    surely_beyond_m2: f64,
    frame: LocalFrame,
    /// How many pairs were measured.
    #[cfg(test)]
    pub(crate) measured: u64,
}

/// Share of the limit by which a frame may err, with a wide margin.
const DOUBT: f64 = 1e-4;
/// Metres of a degree along a meridian, at least: 110,574 at the equator of the ellipsoid.
const LEAST_DEGREE_M: f64 = 110_500.0;
/// Longer limits are beyond what a frame measures.
const MAX_FRAME_M: f64 = 20_000.0;
/// So near the poles, in degrees, scales change too quickly.
const MAX_FRAME_LAT: f64 = 80.0;
/// So many degrees from its origin a frame serves.
const REACH_LAT: f64 = 0.05;

/// A box of latitudes and longitudes in degrees.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) lat: (f64, f64),
    pub(crate) lon: (f64, f64),
}

impl Ruler {
    /// A ruler of `limit_m` metres on the ellipsoid, or on a sphere.
    pub(crate) fn new(limit_m: f64, spherical: bool) -> Self {
        let (least, most) = (limit_m * (1.0 - DOUBT), limit_m * (1.0 + DOUBT));
        Self {
            limit_m,
            spherical,
            far_lat: most / LEAST_DEGREE_M,
            surely_within_m2: least * least,
            surely_beyond_m2: most * most,
            frame: frame(0.0, spherical),
            #[cfg(test)]
            measured: 0,
        }
    }

    /// Whether `a` and `b` (latitude, longitude in degrees) are at most the limit apart; with
    /// `open`, less than it.
    #[inline(always)]
    pub(crate) fn within(&mut self, a: (f64, f64), b: (f64, f64), open: bool) -> bool {
        #[cfg(test)]
        {
            self.measured += 1;
        }
        let dlat = b.0 - a.0;
        if dlat.abs() > self.far_lat {
            return false;
        }
        if !self.place_frame(a.0) {
            return self.measure(a, b, open);
        }
        let m2 = self.squared(self.halfway(a.0, b.0), dlat, wrap_longitude(b.1 - a.1));
        if m2 < self.surely_within_m2 {
            true
        } else if m2 > self.surely_beyond_m2 {
            false
        } else {
            self.measure(a, b, open)
        }
    }

    /// Whether all of `extent` is surely within the limit of `a`; `false` may mean anything.
    pub(crate) fn surely_within(&mut self, a: (f64, f64), extent: &Extent) -> bool {
        let larger = |x: f64, y: f64| if x.abs() > y.abs() { x } else { y };
        let dlat = larger(extent.lat.0 - a.0, extent.lat.1 - a.0);
        let dlon = larger(extent.lon.0 - a.1, extent.lon.1 - a.1);
        // A box around the world's back is not looked at closely.
        if dlat.abs() > self.far_lat || dlon.abs() > 90.0 || !self.place_frame(a.0) {
            return false;
        }
        // Scales change evenly: the largest is at one end.
        let ends = [extent.lat.0, extent.lat.1].map(|lat| self.halfway(a.0, lat));
        ends.iter().all(|halfway| self.squared(*halfway, dlat, dlon) < self.surely_within_m2)
    }

    /// Moves the frame near `lat`; `false` where none will do.
    #[inline(always)]
    fn place_frame(&mut self, lat: f64) -> bool {
        if (lat - self.frame.degrees_of_origin().0).abs() > REACH_LAT {
            self.frame = frame(lat, self.spherical);
        }
        self.limit_m <= MAX_FRAME_M && lat.abs() <= MAX_FRAME_LAT
    }

    /// Twice the degrees from the frame's origin to the latitude halfway between two.
    #[inline(always)]
    fn halfway(&self, a: f64, b: f64) -> f64 {
        let origin = self.frame.degrees_of_origin().0;
        (a - origin) + (b - origin)
    }

    #[inline(always)]
    fn squared(&self, halfway: f64, dlat: f64, dlon: f64) -> f64 {
        let (x, y) = self.frame.offset_at(halfway, dlat, dlon);
        x * x + y * y
    }

    #[cold]
    #[inline(never)]
    fn measure(&self, a: (f64, f64), b: (f64, f64), open: bool) -> bool {
        let m = if self.spherical {
            haversine(a, b)
        } else {
            let position = |(lat, lon)| Position::known(lat, wrap_longitude(lon));
            distance(&position(a), &position(b))
        };
        if open { m < self.limit_m } else { m <= self.limit_m }
    }
}

fn frame(lat: f64, spherical: bool) -> LocalFrame {
    if spherical { LocalFrame::spherical(lat, 0.0) } else { LocalFrame::ellipsoidal(lat, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(a: (f64, f64), b: (f64, f64), spherical: bool) -> f64 {
        if spherical {
            return haversine(a, b);
        }
        let position = |(lat, lon)| Position::new(lat, lon).unwrap();
        distance(&position(a), &position(b))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        /// At the limit, where it matters, and from a frame as far away as one is used.
        #[test]
        fn frame_errs_less_than_it_is_trusted(
            lat in -80.0_f64..80.0, near in -0.05_f64..0.05, far in 1e-5_f64..0.179,
            turn in 0.0_f64..6.3, spherical: bool,
        ) {
            let dlat = far * crate::math::cos(turn);
            let dlon = far * crate::math::sin(turn) / crate::math::cos(lat.to_radians());
            let (a, b) = ((lat, 10.0), (lat + dlat, 10.0 + dlon));
            let m = exact(a, b, spherical);
            let mut ruler = Ruler::new(m, spherical);
            ruler.frame = frame(lat + near, spherical);
            let framed = ruler.squared(ruler.halfway(a.0, b.0), dlat, dlon).sqrt();
            prop_assert!((framed / m - 1.0).abs() < DOUBT / 5.0, "{framed} {m}");
        }

        #[test]
        fn ruler_says_what_the_distance_says(
            lat in -90.0_f64..=90.0, lon in -540.0_f64..540.0,
            north in -1.5_f64..1.5, east in -1.5_f64..1.5, any_lon in -720.0_f64..720.0,
            limit in prop_oneof![1.0_f64..500.0, 1.0_f64..1e6], by_limit: bool, spherical: bool,
            before in -90.0_f64..90.0,
        ) {
            let degrees = limit / 111_000.0;
            let b = if by_limit {
                ((lat + north * degrees).clamp(-90.0, 90.0), lon + east * degrees)
            } else {
                ((lat + north).clamp(-90.0, 90.0), any_lon)
            };
            let mut ruler = Ruler::new(limit, spherical);
            ruler.within((before, 0.0), (before, 0.0), false);
            let m = exact((lat, lon), b, spherical);
            prop_assert_eq!(ruler.within((lat, lon), b, false), m <= limit);
            prop_assert_eq!(ruler.within((lat, lon), b, true), m < limit);
        }

        #[test]
        fn what_is_surely_within_is(
            lat in -85.0_f64..85.0, lon in -180.0_f64..180.0, limit in 1.0_f64..20_000.0,
            south in -1.0_f64..1.0, west in -1.0_f64..1.0, high in 0.0_f64..0.5, wide in 0.0_f64..0.5,
            inside in (0.0_f64..=1.0, 0.0_f64..=1.0), spherical: bool,
        ) {
            let degrees = limit / 111_000.0;
            let (south, west) = (lat + south * degrees, lon + west * degrees);
            let (high, wide) = (high * degrees, wide * degrees);
            let extent = Extent { lat: (south, south + high), lon: (west, west + wide) };
            let b = (south + inside.0 * high, west + inside.1 * wide);
            let mut ruler = Ruler::new(limit, spherical);
            if ruler.surely_within((lat, lon), &extent) {
                prop_assert!(exact((lat, lon), b, spherical) <= limit);
            }
        }
    }

    #[test]
    fn near_boxes_are_seen_to_be_near() {
        let extent = Extent { lat: (55.75, 55.7505), lon: (37.6, 37.6005) };
        assert!(Ruler::new(200.0, false).surely_within((55.7502, 37.6), &extent));
        assert!(!Ruler::new(200.0, false).surely_within((55.76, 37.6), &extent));
    }
}
