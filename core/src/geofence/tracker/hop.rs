//! The way from one fix to the next, and when it leads into a fence.

use super::super::{CompiledFence, Fix};
use super::fences::edge_m;
use crate::geo::{distance, wrap_longitude};
use crate::math;

/// From one sharp fix to the next, where nobody was silent.
pub(super) struct Hop {
    /// At least its length in metres, within a few percent.
    pub(super) bound_m: f64,
    pub(super) start_ms: i64,
    pub(super) millis: i64,
}

/// A straight way, in degrees: of latitude and longitude, or, about a pole, of a plane with the pole in
/// its middle. There a parallel is no straight way, and nobody passes by the pole who walks over it.
struct Way {
    from: (f64, f64),
    by: (f64, f64),
    /// The latitude of the pole, if it is near.
    pole: Option<f64>,
}

/// Beyond this latitude ways are those of the plane.
const POLAR_LATITUDE: f64 = 80.0;

impl Way {
    fn between(a: (f64, f64), b: (f64, f64)) -> Self {
        let farther = if a.0.abs() > b.0.abs() { a.0 } else { b.0 };
        if farther.abs() <= POLAR_LATITUDE {
            return Self { from: a, by: (b.0 - a.0, wrap_longitude(b.1 - a.1)), pole: None };
        }
        let pole = if farther > 0.0 { 90.0 } else { -90.0 };
        let plane = |(lat, lon): (f64, f64)| {
            let (from_pole, turn) = ((pole - lat).abs(), lon.to_radians());
            (from_pole * math::cos(turn), from_pole * math::sin(turn))
        };
        let (from, to) = (plane(a), plane(b));
        Self { from, by: (to.0 - from.0, to.1 - from.1), pole: Some(pole) }
    }

    /// Latitude and longitude after so much of it.
    fn at(&self, share: f64) -> (f64, f64) {
        let (x, y) = (self.from.0 + share * self.by.0, self.from.1 + share * self.by.1);
        match self.pole {
            None => (x, wrap_longitude(y)),
            Some(pole) => {
                let lat = pole.abs() - (x * x + y * y).sqrt();
                (if pole > 0.0 { lat } else { -lat }, math::atan2(y, x).to_degrees())
            }
        }
    }
}

/// So many looks at a way that runs along an edge, metre by metre.
const LOOKS: u32 = 1024;

impl Hop {
    /// When the straight way first leads into a fence, if it does.
    ///
    /// Walks as far as the edge is away and looks again (sphere tracing, Hart 1996), at least a
    /// metre: a chord shorter than that may be stepped over. Whoever drives along an edge for
    /// kilometres is looked at [`LOOKS`] times at every metre, and as often over the rest.
    pub(super) fn enters(
        &self,
        fence: &CompiledFence,
        from: &Fix,
        to: &Fix,
        edge_to_m: f64,
    ) -> Option<i64> {
        if edge_to_m > self.bound_m + 1.0 {
            return None;
        }
        let (lat, lon) = (from.lat.get(), from.lon.get());
        let edge_from_m = edge_m(fence, lat, lon);
        if edge_from_m <= 0.0 {
            return Some(self.start_ms);
        }
        if edge_from_m + edge_to_m > self.bound_m + 1.0 {
            return None;
        }
        let metres = distance(&from.position(), &to.position());
        let way = Way::between((lat, lon), (to.lat.get(), to.lon.get()));
        let mut walked_m = math::max(edge_from_m, 1.0);
        for look in 0_u32.. {
            if walked_m >= metres {
                break;
            }
            let share = walked_m / metres;
            let (lat, lon) = way.at(share);
            let edge = edge_m(fence, lat, lon);
            if edge <= 0.0 {
                return Some(self.start_ms + (share * self.millis as f64).round() as i64);
            }
            if walked_m + edge > metres + 1.0 {
                break;
            }
            let least_m =
                if look < LOOKS { 1.0 } else { math::max(1.0, metres / f64::from(LOOKS)) };
            walked_m += math::max(edge, least_m);
        }
        (edge_to_m <= 0.0).then_some(self.start_ms + self.millis)
    }
}
