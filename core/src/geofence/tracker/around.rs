//! Which fences are near: asked once, and again only when the rep has moved as far.

use super::fences::Fences;
use crate::geo::{LocalFrame, segment_distance2};
use crate::math;

/// Nearer to the poles the frame's scales are not those of the neighbourhood.
const FRAME_LATITUDE: f64 = 80.0;
/// The square of the distance, in square metres, within which a frame tells lengths to 2 %.
const FRAME_REACH_M2: f64 = 5e8;
/// Who is so many metres from where the frame touches needs another, so that it tells lengths to
/// fences ahead.
const FRAME_STAY_M: f64 = 5_000.0;
/// It is asked for so many times what a fix needs: the next fixes then need not ask, and where
/// fences are many not too many are carried along.
const AHEAD: f64 = 4.0;
/// But not for more metres than this, if the fix itself does not need it.
const FARTHEST_M: f64 = 16_000.0;

/// The fences around a rep. What is known here changes no answer, only how soon it comes: snapshots
/// leave it out.
///
/// Places are metres east and north of where the frame touches.
#[derive(Clone, Debug)]
pub(super) struct Around {
    frame: Option<LocalFrame>,
    /// Degrees of the last fix.
    last: Option<(f64, f64)>,
    /// Where the rep is.
    at: (f64, f64),
    /// The same of the fix before, if it is told.
    was: Option<(f64, f64)>,
    /// Where it was asked which fences are near: all with an edge within `radius_m` metres are known.
    asked: (f64, f64),
    radius_m: f64,
    /// Metres gone since, at least.
    gone_m: f64,
    /// So far must the rep go before any fence known can be within reach.
    clear_m: f64,
    near: Vec<Near>,
}

/// A fence nearby.
#[derive(Clone, Debug)]
struct Near {
    fence: u32,
    /// The circle in which the fence lies, its tolerance included.
    middle: (f64, f64),
    radius_m: f64,
    /// `gone_m` when its edge was looked at, and the metres to it: before, it is out of reach.
    clear_m: f64,
}

impl Around {
    pub(super) fn nowhere() -> Self {
        Self {
            frame: None,
            last: None,
            at: (0.0, 0.0),
            was: None,
            asked: (0.0, 0.0),
            radius_m: UNKNOWN_M,
            gone_m: 0.0,
            clear_m: 0.0,
            near: Vec::new(),
        }
    }

    /// The rep has gone on, so many metres at least; infinite where that takes an exact distance.
    ///
    /// Where the index was asked is no part of the state: this may decide nothing, only save work.
    pub(super) fn go(&mut self, lat: f64, lon: f64) -> f64 {
        let before = self.last.replace((lat, lon));
        let to = self.frame.as_ref().map(|frame| frame.project(lat, lon));
        if let Some(to) = to.filter(|to| apart_m(ORIGIN, *to) < FRAME_STAY_M) {
            self.was = Some(std::mem::replace(&mut self.at, to));
        } else {
            // Near a pole there is none, and all is asked anew for every fix.
            let frame = (lat.abs() <= FRAME_LATITUDE).then(|| LocalFrame::ellipsoidal(lat, lon));
            let was = frame.as_ref().zip(before).map(|(frame, (lat, lon))| frame.project(lat, lon));
            self.was = was.filter(|was| is_told(*was));
            (self.frame, self.at, self.radius_m) = (frame, ORIGIN, UNKNOWN_M);
        }
        let moved_m = self.was.map_or(f64::INFINITY, |was| at_most_m(was, self.at));
        self.gone_m += moved_m;
        moved_m
    }

    /// Makes sure that all fences within `metres` of where the rep is now are known.
    pub(super) fn know(&mut self, lat: f64, lon: f64, metres: f64, fences: &Fences) {
        if self.gone_m + metres <= self.radius_m
            || at_most_m(self.asked, self.at) + metres <= self.radius_m
        {
            return;
        }
        let ahead_m =
            if self.frame.is_some() { math::min(AHEAD * metres, FARTHEST_M) } else { UNKNOWN_M };
        self.radius_m = math::max(metres, ahead_m);
        (self.asked, self.gone_m, self.clear_m) = (self.at, 0.0, 0.0);
        self.near.clear();
        let (frame, near) = (&self.frame, &mut self.near);
        fences.places.near(lat, lon, self.radius_m, |place| {
            let bound = &place.bound;
            let middle = frame.as_ref().map(|frame| frame.project(bound.lat, bound.lon));
            let told = middle.filter(|middle| is_told(*middle));
            let radius_m = if told.is_some() { bound.radius_m } else { f64::INFINITY };
            let middle = told.unwrap_or(ORIGIN);
            near.push(Near { fence: place.fence, middle, radius_m, clear_m: 0.0 });
        });
    }

    /// Looks at every fence whose edge may lie within `reach_m` metres of the rep, or on the way there
    /// from the fix before, of at most `way_m` metres. `look` tells the metres to the edge: until
    /// they are gone the fence is out of reach.
    pub(super) fn each_due(&mut self, reach_m: f64, way_m: f64, mut look: impl FnMut(u32) -> f64) {
        let within_m = math::max(reach_m, way_m);
        let reached_m = self.gone_m + within_m;
        if self.clear_m > reached_m {
            return;
        }
        let (at, was) = (self.at, self.was);
        self.clear_m = f64::INFINITY;
        for near in &mut self.near {
            if near.clear_m <= reached_m {
                // Twice what a frame may be off.
                let least_m = |metres: f64| metres * 0.96 - 1.0 - near.radius_m;
                let to_m = least_m(apart_m(near.middle, at));
                // Only nearly is the way straight in the frame.
                let off_way_m = |was| {
                    least_m(segment_distance2(near.middle, (was, at)).sqrt())
                        - 0.02 * apart_m(was, at)
                };
                let is_due = to_m <= within_m
                    && (to_m <= reach_m || was.is_none_or(|was| off_way_m(was) <= 0.0));
                near.clear_m = self.gone_m + if is_due { look(near.fence) } else { to_m };
            }
            self.clear_m = math::min(self.clear_m, near.clear_m);
        }
    }

    /// A fence that was out of the question until now has its edge `edge_m` metres away.
    pub(super) fn mind(&mut self, fence: u32, edge_m: f64) {
        if let Some(near) = self.near.iter_mut().find(|near| near.fence == fence) {
            near.clear_m = self.gone_m + edge_m;
            self.clear_m = math::min(self.clear_m, near.clear_m);
        }
    }
}

const ORIGIN: (f64, f64) = (0.0, 0.0);
/// Nothing is known, not even what is here.
const UNKNOWN_M: f64 = -1.0;

/// Whether a frame tells lengths from there.
fn is_told((x, y): (f64, f64)) -> bool {
    x * x + y * y < FRAME_REACH_M2
}

fn apart_m((x, y): (f64, f64), (u, v): (f64, f64)) -> f64 {
    ((u - x) * (u - x) + (v - y) * (v - y)).sqrt()
}

/// No fewer metres than there are.
fn at_most_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    apart_m(from, to) * 1.02 + 0.01
}
