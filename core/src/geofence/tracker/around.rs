//! Which fences are near: asked of the index once, and again only when the rep has moved as far.

use super::fences::Fences;
use crate::geo::{LocalFrame, segment_distance2};
use crate::math;

/// Nearer to the poles the frame's scales are not those of the neighbourhood.
const FRAME_LATITUDE: f64 = 80.0;
/// The square of the distance, in square metres, within which a frame tells lengths to 2 %.
const FRAME_REACH_M2: f64 = 5e8;
/// The index is asked for so many times what a fix needs: the next fixes then need not ask, and
/// where fences are many not too many are carried along.
const AHEAD: f64 = 4.0;
/// But not for more metres than this, if the fix itself does not need it.
const FARTHEST_M: f64 = 16_000.0;

/// The fences around a rep. What is known here changes no answer, only how soon it comes: snapshots
/// leave it out.
#[derive(Clone, Debug)]
pub(super) struct Around {
    /// Where the index was asked.
    frame: Option<LocalFrame>,
    /// All fences with an edge within so many metres of it are known.
    radius_m: f64,
    /// Metres east and north of it, where the rep is.
    at: Option<(f64, f64)>,
    /// The same of the fix before, where it was known then.
    was: Option<(f64, f64)>,
    /// Metres gone since, at least.
    gone_m: f64,
    /// By fence.
    near: Vec<Near>,
}

/// A fence nearby.
#[derive(Clone, Debug)]
struct Near {
    fence: u32,
    /// Metres east and north of where the index was asked, and the metres around it in which the
    /// fence lies, its tolerance included.
    middle: (f64, f64),
    radius_m: f64,
    /// `gone_m` when its edge was looked at, and the metres to it: before, it is out of reach.
    clear_m: f64,
}

impl Around {
    pub(super) fn nowhere() -> Self {
        let near = Vec::new();
        Self { frame: None, radius_m: 0.0, at: None, was: None, gone_m: 0.0, near }
    }

    /// The rep has gone on, so many metres at least; infinite where that takes an exact distance.
    ///
    /// Where the index was asked is no part of the state: this may decide nothing, only save work.
    pub(super) fn go(&mut self, lat: f64, lon: f64) -> f64 {
        let Some(frame) = &self.frame else { return f64::INFINITY };
        let to = frame.project(lat, lon);
        self.was = self.at.replace(to).filter(|was| is_told(*was) && is_told(to));
        let moved_m = self.was.map_or(f64::INFINITY, |was| apart_m(was, to) * 1.02 + 0.01);
        self.gone_m += moved_m;
        moved_m
    }

    /// Makes sure that all fences within `metres` of where the rep is now are known.
    pub(super) fn know(&mut self, lat: f64, lon: f64, metres: f64, fences: &Fences) {
        let from_m = self.at.map_or(f64::INFINITY, |at| apart_m((0.0, 0.0), at));
        if from_m * 1.001 + metres <= self.radius_m && self.gone_m < f64::INFINITY {
            return;
        }
        // Asked anew for every fix near a pole.
        let polar = lat.abs() > FRAME_LATITUDE;
        let ahead_m = if polar { 0.0 } else { math::min(AHEAD * metres, FARTHEST_M) };
        self.radius_m = math::max(metres, ahead_m);
        self.frame = (!polar).then(|| LocalFrame::ellipsoidal(lat, lon));
        (self.at, self.was, self.gone_m) = ((!polar).then_some((0.0, 0.0)), None, 0.0);
        self.near.clear();
        for fence in fences.near(lat, lon, self.radius_m) {
            let Some(bound) = fences.bound(fence) else { continue };
            let middle = self.frame.as_ref().map(|frame| frame.project(bound.lat, bound.lon));
            let told = middle.filter(|middle| is_told(*middle));
            let radius_m = if told.is_some() { bound.radius_m } else { f64::INFINITY };
            let middle = told.unwrap_or_default();
            self.near.push(Near { fence, middle, radius_m, clear_m: 0.0 });
        }
    }

    /// The first fence from a place on whose edge may lie within `reach_m` metres of the rep, or on
    /// the way there from the fix before, of at most `way_m` metres; and its place.
    pub(super) fn due(&self, from: usize, reach_m: f64, way_m: f64) -> Option<(usize, u32)> {
        let at = self.at.unwrap_or_default();
        let within_m = math::max(reach_m, way_m);
        let reached_m = self.gone_m + within_m;
        let is_due = |near: &Near| {
            // Twice what a frame may be off.
            let least_m = |metres: f64| metres * 0.96 - 1.0 - near.radius_m;
            let to_m = least_m(apart_m(near.middle, at));
            // Only nearly is the way straight in the frame.
            let off_way_m = |was| {
                least_m(segment_distance2(near.middle, (was, at)).sqrt()) - 0.02 * apart_m(was, at)
            };
            near.clear_m <= reached_m
                && to_m <= within_m
                && (to_m <= reach_m || self.was.is_none_or(|was| off_way_m(was) <= 0.0))
        };
        let place = from + self.near.get(from..)?.iter().position(is_due)?;
        self.near.get(place).map(|near| (place, near.fence))
    }

    /// The fence at a place was looked at: its edge is `edge_m` metres away.
    pub(super) fn looked(&mut self, place: usize, edge_m: f64) {
        if let Some(near) = self.near.get_mut(place) {
            near.clear_m = self.gone_m + edge_m;
        }
    }
}

/// Whether a frame tells lengths from there.
fn is_told((x, y): (f64, f64)) -> bool {
    x * x + y * y < FRAME_REACH_M2
}

fn apart_m((x, y): (f64, f64), (u, v): (f64, f64)) -> f64 {
    ((u - x) * (u - x) + (v - y) * (v - y)).sqrt()
}
