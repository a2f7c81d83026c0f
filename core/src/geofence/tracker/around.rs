//! Which fences are near: asked of the index once, and again only when the rep has moved as far.

use super::fences::{Fences, Law, edge_m};
use crate::geo::LocalFrame;
use crate::math;

/// Half-way to the poles' singularity the frame's scales are no longer those of the neighbourhood.
const FRAME_LATITUDE: f64 = 80.0;
/// Nobody profits from knowing more, in metres.
const FARTHEST_M: f64 = 16_000.0;
const NEAREST_M: f64 = 100.0;
/// With fewer fences than the first the next question reaches farther, with more than the second
/// less far.
const FEW: usize = 8;
const MANY: usize = 24;

/// The fences around a place, by distance. What is known here changes no answer, only how soon it
/// comes: snapshots leave it out.
#[derive(Clone, Debug)]
pub(super) struct Around {
    /// Where the index was asked.
    frame: Option<LocalFrame>,
    /// All fences with an edge within so many metres of it are known.
    radius_m: f64,
    /// Metres to their edges, tolerance included.
    fences: Vec<(f64, u32)>,
    /// How far to ask next time, in metres.
    wish_m: f64,
}

impl Around {
    pub(super) fn nowhere() -> Self {
        Self { frame: None, radius_m: 0.0, fences: Vec::new(), wish_m: 1_000.0 }
    }

    /// Metres east and north of where the index was asked.
    pub(super) fn project(&self, lat: f64, lon: f64) -> Option<(f64, f64)> {
        self.frame.as_ref().map(|frame| frame.project(lat, lon))
    }

    /// Whether all fences within `metres` of where the index was asked are known.
    pub(super) fn covers(&self, metres: f64) -> bool {
        metres <= self.radius_m
    }

    /// How many of the fences lie within `metres`.
    pub(super) fn count(&self, metres: f64) -> usize {
        self.fences.iter().take_while(|(edge_m, _)| *edge_m <= metres).count()
    }

    pub(super) fn get(&self, index: usize) -> Option<u32> {
        self.fences.get(index).map(|(_, fence)| *fence)
    }

    /// Asks the index at a place, for `metres` at least.
    pub(super) fn ask(&mut self, lat: f64, lon: f64, metres: f64, fences: &mut Fences, law: &Law) {
        let polar = lat.abs() > FRAME_LATITUDE;
        let reach_m = if polar { metres } else { math::max(metres, self.wish_m) };
        self.frame = Some(LocalFrame::ellipsoidal(lat, lon));
        self.radius_m = reach_m;
        self.fences.clear();
        for fence in fences.near(lat, lon, reach_m) {
            if let Some(ground) = fences.ground(fence, law) {
                self.fences.push((edge_m(&ground.fence, lat, lon), fence));
            }
        }
        self.fences.sort_by(|(a, x), (b, y)| a.total_cmp(b).then(x.cmp(y)));
        if self.fences.len() > MANY {
            self.wish_m = math::max(NEAREST_M, self.wish_m / 2.0);
        } else if self.fences.len() < FEW {
            self.wish_m = math::min(FARTHEST_M, self.wish_m * 2.0);
        }
        if polar {
            // Asked anew for every fix.
            self.frame = None;
        }
    }
}
