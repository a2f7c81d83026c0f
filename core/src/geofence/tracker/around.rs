//! Which fences are near: asked once, and again only when the rep has moved as far.

use super::fences::{Fences, Sight};
use super::near::{Due, Near, edge_of_way_at_least_m};
use crate::geo::{LocalFrame, segment_distance2};
use crate::math;

/// Nearer to the poles the frame's scales are not those of the neighbourhood.
const FRAME_LATITUDE: f64 = 80.0;
/// The square of the distance, in square metres, within which a frame tells lengths to 2 %.
const FRAME_REACH_M2: f64 = 5e8;
/// Who is so many metres from where the frame touches needs another, so that it tells lengths to
/// fences ahead.
const FRAME_STAY_M: f64 = 5_000.0;
/// It is asked for so many times what a fix needs, at first, at least and at most: the next fixes
/// then need not ask.
const AHEAD: f64 = 8.0;
const LEAST_AHEAD: f64 = 4.0;
const MOST_AHEAD: f64 = 64.0;
/// It is asked for more where no more than so many fences were found, and for less where more were:
/// all are carried along.
const FEW: usize = 10;
const MANY: usize = 28;
/// So many metres are gone before it is asked again at the latest: beyond, centimetres are lost.
const LONGEST_M: f64 = 100_000.0;
/// But not for more metres than this, if the fix itself does not need it.
const FARTHEST_M: f64 = 16_000.0;
/// So many times the metres that the frame tells are more than any measure has, and more than a
/// straight way between two places leads away from a third.
const AMPLE: f64 = 1.06;

/// The fences around a rep. What is known here changes no answer, only how soon it comes: snapshots
/// leave it out.
///
/// Places are metres east and north of where the frame touches.
#[derive(Clone, Debug)]
pub(super) struct Around {
    frame: Option<LocalFrame>,
    /// Where the rep was when it was last looked around.
    at: (f64, f64),
    quiet: Quiet,
    /// Where the last fix that told a place was, and the one before it; [`UNTOLD`] where the frame
    /// does not tell.
    here: (f64, f64),
    was: (f64, f64),
    /// Where it was asked which fences are near: all with an edge within `radius_m` metres are known.
    asked: (f64, f64),
    radius_m: f64,
    /// So many times what the next fix needs is asked for.
    ahead: f64,
    /// Metres gone since, at least.
    gone_m: f64,
    /// So many must be gone before any fence known can be within reach.
    clear_m: f64,
    near: Near,
}

/// What fixes may come of which nothing but the last matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quiet {
    /// Those before this instant ...
    until: i64,
    /// ... that are so many metres inside all fences in which the rep is, infinitely many where it is
    /// in none, ...
    depth_m: f64,
    /// ... and so many outside all others.
    clear_m: f64,
}

impl Quiet {
    /// As far as nothing is watched.
    pub(super) const ALL: Self =
        Self { until: i64::MAX, depth_m: f64::INFINITY, clear_m: f64::INFINITY };
    const NONE: Self = Self { until: i64::MIN, ..Self::ALL };

    /// Within a fence whose edge is so many metres away, before `until`.
    pub(super) fn inside(self, depth_m: f64, until: i64) -> Self {
        let depth_m = math::min(self.depth_m, depth_m);
        Self { until: self.until.min(until), depth_m, ..self }
    }

    /// Outside a fence whose edge is so many metres away, before `until`.
    pub(super) fn outside(self, edge_m: f64, until: i64) -> Self {
        let clear_m = math::min(self.clear_m, edge_m);
        Self { until: self.until.min(until), clear_m, ..self }
    }
}

impl Around {
    pub(super) fn nowhere() -> Self {
        Self {
            frame: None,
            at: ORIGIN,
            quiet: Quiet::NONE,
            here: UNTOLD,
            was: UNTOLD,
            asked: ORIGIN,
            radius_m: UNKNOWN_M,
            ahead: AHEAD,
            gone_m: 0.0,
            clear_m: 0.0,
            near: Near::default(),
        }
    }

    /// Bytes behind it.
    pub(super) fn memory_bytes(&self) -> usize {
        self.near.memory_bytes()
    }

    /// The next fix tells a place, in degrees.
    pub(super) fn arrive(&mut self, (lat, lon): (f64, f64)) {
        self.was = self.here;
        self.here = self.frame.as_ref().map_or(UNTOLD, |frame| frame.project(lat, lon));
    }

    /// Whether the fix, and the way to it, is one of those of which nothing but the last matters.
    pub(super) fn is_quiet(&self, t: i64, sight: &Sight) -> bool {
        let quiet = &self.quiet;
        // Where there is no depth, none is asked for: not a number is not less.
        let slack_m = math::min(quiet.clear_m - sight.reach_m, quiet.depth_m - sight.deep_m);
        let apart2_m2 = apart2_m2(self.at, self.here);
        // Not one question after the other: a processor guesses the one answer, not three.
        (t < quiet.until) & (slack_m > 0.0) & (apart2_m2 * (AMPLE * AMPLE) < slack_m * slack_m)
    }

    /// Fixes around here are quiet, if nothing else is near.
    pub(super) fn keep_quiet(&mut self, quiet: Quiet) {
        let known_m = self.radius_m - math::min(self.gone_m, at_most_m(self.asked, self.at));
        let clear_m = math::min(self.clear_m - self.gone_m, math::min(known_m, FARTHEST_M));
        self.quiet = Quiet {
            clear_m: math::min(quiet.clear_m, clear_m) - 1.0,
            depth_m: quiet.depth_m - 1.0,
            ..quiet
        };
    }

    /// Nothing is sure any longer.
    pub(super) fn be_alert(&mut self) {
        self.quiet = Quiet::NONE;
    }

    /// The rep has gone on from `prior`, the fix before, so many metres at most; infinite where that
    /// takes an exact distance. Degrees.
    ///
    /// Where the index was asked is no part of the state: this may decide nothing, only save work.
    pub(super) fn go(&mut self, (lat, lon): (f64, f64), prior: Option<(f64, f64)>) -> f64 {
        if apart2_m2(ORIGIN, self.here) < FRAME_STAY_M * FRAME_STAY_M {
            self.gone_m += at_most_m(self.at, self.here);
            self.at = self.here;
            if self.gone_m > LONGEST_M {
                self.radius_m = UNKNOWN_M;
            }
        } else {
            // Near a pole there is none, and all is asked anew for every fix.
            self.frame = (lat.abs() <= FRAME_LATITUDE).then(|| LocalFrame::ellipsoidal(lat, lon));
            (self.at, self.radius_m) = (ORIGIN, UNKNOWN_M);
            let frame = self.frame.as_ref();
            self.here = frame.map_or(UNTOLD, |_| ORIGIN);
            let was = frame.zip(prior).map(|(frame, (lat, lon))| frame.project(lat, lon));
            self.was = was.unwrap_or(UNTOLD);
        }
        if is_told(self.was) {
            at_most_m(self.was, self.at)
        } else {
            self.was = UNTOLD;
            f64::INFINITY
        }
    }

    fn is_known(&self, metres: f64) -> bool {
        self.gone_m + metres <= self.radius_m
            || at_most_m(self.asked, self.at) + metres <= self.radius_m
    }

    /// Makes sure that all fences within `metres` of where the rep is now are known.
    pub(super) fn know(&mut self, lat: f64, lon: f64, metres: f64, fences: &Fences) {
        if self.is_known(metres) {
            return;
        }
        let ahead_m = if self.frame.is_some() {
            math::min(self.ahead * metres, FARTHEST_M)
        } else {
            UNKNOWN_M
        };
        self.radius_m = math::max(metres, ahead_m);
        (self.asked, self.gone_m, self.clear_m) = (self.at, 0.0, 0.0);
        self.near.clear();
        let (frame, near, at, within_m) = (&self.frame, &mut self.near, self.at, self.radius_m);
        fences.places.near(lat, lon, self.radius_m, |place| {
            let bound = &place.bound;
            let middle = frame.as_ref().map(|frame| frame.project(bound.lat, bound.lon));
            let told = middle.filter(|middle| is_told(*middle));
            let radius_m = if told.is_some() { bound.radius_m } else { f64::INFINITY };
            let middle = told.unwrap_or(ORIGIN);
            if apart_m(middle, at) * 0.96 - 1.0 - radius_m <= within_m {
                near.push(place.fence, middle, radius_m);
            }
        });
        if self.near.len() <= FEW {
            self.ahead = math::min(2.0 * self.ahead, MOST_AHEAD);
        } else if self.near.len() > MANY {
            self.ahead = math::max(0.5 * self.ahead, LEAST_AHEAD);
        }
    }

    /// Whether all fences within so many metres of where the rep is now are known, and none is.
    pub(super) fn is_clear(&mut self, metres: f64) -> bool {
        if !self.is_known(metres) {
            return false;
        }
        self.clear_m = self.near.least_clear_m(self.at, self.gone_m);
        self.clear_m > self.gone_m + metres
    }

    /// Looks at every fence whose edge may lie within `reach_m` metres of the rep, or on the way there
    /// from the fix before, of at most `way_m` metres, or from another place, in degrees. `look` tells
    /// the metres to the edge: until they are gone the fence is out of reach.
    pub(super) fn each_due(
        &mut self,
        reach_m: f64,
        way_m: f64,
        from: Option<(f64, f64)>,
        mut look: impl FnMut(u32) -> f64,
    ) {
        let within_m = math::max(reach_m, way_m);
        if self.is_clear(within_m) {
            return;
        }
        let (at, gone_m) = (self.at, self.gone_m);
        let project = |(lat, lon)| self.frame.as_ref().map_or(UNTOLD, |own| own.project(lat, lon));
        let was = from.map_or(self.was, project);
        self.clear_m = self.near.each_due(at, gone_m, gone_m + within_m, |due| {
            let is_meant = due.least_m <= reach_m || due.is_on_way(was, at);
            is_meant.then(|| look(due.fence))
        });
    }

    /// A fence that was out of the question until now has its edge `edge_m` metres away.
    pub(super) fn mind(&mut self, fence: u32, edge_m: f64) {
        let clear_m = self.gone_m + edge_m;
        if self.near.mind(fence, clear_m) {
            self.clear_m = math::min(self.clear_m, clear_m);
        }
    }
}

impl Due {
    /// Whether the way may lead through it.
    fn is_on_way(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        let to_way_m = segment_distance2(self.middle, (from, to)).sqrt();
        !is_told(from) || edge_of_way_at_least_m(to_way_m, self.radius_m, apart_m(from, to)) <= 0.0
    }
}

const ORIGIN: (f64, f64) = (0.0, 0.0);
/// Near nothing: no comparison with it holds.
const UNTOLD: (f64, f64) = (f64::NAN, f64::NAN);
/// Nothing is known, not even what is here.
const UNKNOWN_M: f64 = -1.0;

/// Whether a frame tells lengths from there.
fn is_told((x, y): (f64, f64)) -> bool {
    x * x + y * y < FRAME_REACH_M2
}

fn apart2_m2((x, y): (f64, f64), (u, v): (f64, f64)) -> f64 {
    (u - x) * (u - x) + (v - y) * (v - y)
}

fn apart_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    apart2_m2(from, to).sqrt()
}

/// No fewer metres than there are.
fn at_most_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    apart_m(from, to) * 1.02 + 0.01
}
