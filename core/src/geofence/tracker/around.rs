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
const FEW: usize = 16;
const MANY: usize = 64;

/// The fences around a rep, each with how far the rep may go before it has to be looked at. What is
/// known here changes no answer, only how soon it comes: snapshots leave it out.
#[derive(Clone, Debug)]
pub(super) struct Around {
    /// Where the index was asked.
    frame: Option<LocalFrame>,
    /// All fences with an edge within so many metres of it are known.
    radius_m: f64,
    /// Metres gone since, at least.
    gone_m: f64,
    /// Of each fence, `gone_m` when it was looked at and the metres to its edge (tolerance included)
    /// together: before, the edge is out of reach. In order.
    fences: Vec<(f64, u32)>,
    /// How far to ask next time, in metres.
    wish_m: f64,
    /// Room for the fences to look at.
    pub(super) due: Vec<u32>,
}

impl Around {
    pub(super) fn nowhere() -> Self {
        let (fences, due) = (Vec::new(), Vec::new());
        Self { frame: None, radius_m: 0.0, gone_m: 0.0, fences, wish_m: 1_000.0, due }
    }

    /// Metres east and north of where the index was asked.
    pub(super) fn project(&self, lat: f64, lon: f64) -> Option<(f64, f64)> {
        self.frame.as_ref().map(|frame| frame.project(lat, lon))
    }

    /// Whether all fences within `metres` of where the index was asked are known.
    pub(super) fn covers(&self, metres: f64) -> bool {
        metres <= self.radius_m
    }

    /// The rep has gone on.
    pub(super) fn go(&mut self, metres: f64) {
        self.gone_m += metres;
    }

    /// Takes out the fences whose edges may lie within `metres`, by index.
    pub(super) fn take_due(&mut self, metres: f64) -> Vec<u32> {
        let mut due = std::mem::take(&mut self.due);
        due.clear();
        let reached_m = self.gone_m + metres;
        let count = self.fences.iter().take_while(|(due_m, _)| *due_m <= reached_m).count();
        due.extend(self.fences.drain(..count).map(|(_, fence)| fence));
        due.sort_unstable();
        due
    }

    /// Puts a fence back that is `edge_m` metres away.
    pub(super) fn put(&mut self, edge_m: f64, fence: u32) {
        let due_m = self.gone_m + edge_m;
        let place = self.fences.partition_point(|(own_m, _)| *own_m <= due_m);
        self.fences.insert(place, (due_m, fence));
    }

    /// Asks the index at a place, for `metres` at least.
    pub(super) fn ask(&mut self, lat: f64, lon: f64, metres: f64, fences: &mut Fences, law: &Law) {
        let polar = lat.abs() > FRAME_LATITUDE;
        let reach_m = if polar { metres } else { math::max(metres, self.wish_m) };
        // Asked anew for every fix near a pole.
        self.frame = (!polar).then(|| LocalFrame::ellipsoidal(lat, lon));
        (self.radius_m, self.gone_m) = (reach_m, 0.0);
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
    }
}
