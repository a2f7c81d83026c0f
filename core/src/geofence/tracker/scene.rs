//! One rep: what the released fixes came to, fence by fence.

use std::borrow::Cow;

use super::super::Fix;
use super::super::machine::{Passage, Watch};
use super::super::sight::Leg;
use super::around::{Around, Quiet};
use super::event::{FenceEvent, Place};
use super::fences::{Fences, Law, Sight, edge_m, see, traits};
use super::hop::Hop;
use super::watched::{Passing, Watched};
use crate::geo::distance;
use crate::math;

/// The state of one rep.
///
/// Only fences that the rep is near, or was near within the grace, are watched. To all others a
/// fix that tells speaks against presence, and the last of these is all that a watch needs to
/// begin: the answers are those of watching every fence all the time.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// By fence.
    pub(super) watches: Vec<Watched>,
    /// The last fix that tells where it was.
    pub(super) prior: Option<Told>,
    /// Whether a gap came since.
    pub(super) silent: bool,
    /// The last sharp fix, where poor ones came since, and no gap.
    pub(super) sharp: Option<Told>,
    /// Time of the last fix, whether it tells or not.
    pub(super) last: Option<i64>,
    pub(super) around: Around,
}

/// A fix that tells where it was.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) fix: Fix,
    /// Whether it stands for several of one instant that contradict each other.
    pub(super) conflicting: bool,
}

impl Scene {
    pub(super) fn new() -> Self {
        let around = Around::nowhere();
        let watches = Vec::new();
        Self { watches, prior: None, silent: false, sharp: None, last: None, around }
    }

    /// Takes the rep's next fix.
    pub(super) fn take(
        &mut self,
        rep: &str,
        fix: &Fix,
        conflicting: bool,
        fences: &mut Fences,
        law: &Law,
        events: &mut Vec<FenceEvent>,
    ) {
        let t = fix.t.millis();
        let silence_ms = self.last.replace(t).map(|last| t - last);
        let leg =
            silence_ms.map(|ms| if ms > law.policy.gap.millis() { Leg::Gap } else { Leg::Covered });
        let traits = traits(fix, conflicting);
        let sight = law.sight(fix);
        if sight.is_some() {
            self.around.arrive((fix.lat.get(), fix.lon.get()));
        }
        // A way from a fix before the last one may lead anywhere.
        let leaps = |sight: &Sight| sight.is_sharp && self.sharp.is_some();
        let is_quiet =
            sight.as_ref().is_some_and(|own| self.around.is_quiet(t, own) && !leaps(own))
                && leg == Some(Leg::Covered)
                && (traits == 0 || self.watches.is_empty());
        if is_quiet {
            self.watches.iter_mut().for_each(|own| own.behind = true);
        } else {
            self.around.be_alert();
            match sight.as_ref().map(|sight| self.go(fix, sight)) {
                Some(None) => self.around.keep_quiet(Quiet::ALL),
                moved_m => {
                    let seen = (traits, leg, sight.zip(moved_m.flatten()));
                    self.meet(rep, fix, seen, fences, law, events);
                }
            }
        }
        if let Some(Sight { is_sharp, .. }) = sight {
            let goes_on = !is_sharp && leg == Some(Leg::Covered) && !self.silent;
            if !goes_on {
                self.sharp = None;
            } else if self.sharp.is_none() {
                self.sharp = self.prior.take_if(|own| law.is_sharp(&own.fix));
            }
            self.prior = Some(Told { fix: fix.copied(), conflicting });
            self.silent = false;
        } else {
            self.silent |= leg == Some(Leg::Gap);
        }
    }

    /// Bytes behind it.
    pub(super) fn memory_bytes(&self) -> usize {
        self.watches.capacity() * size_of::<Watched>() + self.around.memory_bytes()
    }

    /// Where the way to the next fix begins.
    fn start(&self) -> Option<&Told> {
        self.sharp.as_ref().or(self.prior.as_ref())
    }

    /// What a fix means to the fences that are watched, and to those that come within reach; so many
    /// metres are gone since the one before. Not a part of what is done for every fix, which is little.
    #[inline(never)]
    fn meet(
        &mut self,
        rep: &str,
        fix: &Fix,
        (traits, leg, sight): (u8, Option<Leg>, Option<(Sight, f64)>),
        fences: &mut Fences,
        law: &Law,
        events: &mut Vec<FenceEvent>,
    ) {
        let told = events.len();
        let mut hop = None;
        if let Some((sight, moved_m)) = &sight {
            let seen = (traits, leg, sight.reach_m, *moved_m);
            hop = self.look_around(rep, fix, seen, fences, law, events);
        }
        let goes_on = leg == Some(Leg::Covered) && !self.silent;
        let is_lost = !goes_on || (hop.is_none() && law.is_sharp(fix));
        let mut quiet = sight.map(|_| Quiet::ALL);
        let mut passages = Vec::new();
        self.watches.retain_mut(|own| {
            if let (Some((sight, _)), Some(Leg::Covered)) = (&sight, leg)
                && let Some((edge_m, until)) = own.away(fix, sight.reach_m, fences, law)
            {
                own.behind = true;
                quiet = quiet.map(|quiet| quiet.outside(edge_m, until));
                return true;
            }
            own.catch_up(self.prior.as_ref(), fences, law);
            let (fence, watch) = (own.fence, &mut own.watch);
            let Some(ground) = fences.ground(fence, law) else { return false };
            let seen = see(ground, fix, traits, law);
            let passing = &mut own.passing;
            *passing = passing.take_if(|_| !is_lost && !seen.inside());
            if let (Some(own), Some(hop)) = (passing.as_mut(), &hop)
                && let Some(start) = self.sharp.as_ref().or(self.prior.as_ref())
            {
                own.go_on(traits, || hop.enters(&ground.fence, &start.fix, fix, seen.edge_m));
                if seen.against(law.rules.outside_probability)
                    && let Some((at, traits)) = passing.take().and_then(|own| own.ends(fix))
                {
                    let place = Place { rep, fence: fences.name(fence), index: fence };
                    events.push(place.cross(&at, traits));
                }
            }
            let Some(ground) = fences.ground_known(fence) else { return false };
            watch.step(fix, &seen, leg, ground, &law.rules, &mut passages);
            watch.settle();
            if !passages.is_empty() {
                tell(rep, fence, &mut passages, fences, law, events);
            }
            let watched =
                sight.is_none() || own.passing.is_some() || !watch.is_idle(&seen, &law.rules);
            if watched {
                let settled = quiet.zip(watch.is_settled_until(&law.rules));
                quiet = settled.map(|(quiet, until)| quiet.inside(0.0 - seen.edge_m, until));
            } else {
                self.around.mind(fence, seen.edge_m);
            }
            watched
        });
        in_order(events, told);
        if let Some(quiet) = quiet {
            self.around.keep_quiet(quiet);
        }
    }

    /// Goes on to a fix that tells. At least so many metres are gone from the one before; absent where
    /// no fence is watched, and none is near enough for anything to be looked at.
    #[inline(never)]
    fn go(&mut self, fix: &Fix, sight: &Sight) -> Option<f64> {
        let prior = self.prior.as_ref().map(|prior| prior.fix.degrees());
        let moved_m = self.around.go(fix.degrees(), prior);
        let may_pass = !self.watches.is_empty()
            || self.sharp.is_some()
            || !self.around.is_clear(math::max(sight.reach_m, moved_m + 1.0));
        may_pass.then_some(moved_m)
    }

    /// The same with nothing behind.
    pub(super) fn caught_up(&self, fences: &Fences, law: &Law) -> Cow<'_, Self> {
        if self.watches.iter().all(|own| !own.behind) {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        own.catch_up(fences, law);
        Cow::Owned(own)
    }

    fn catch_up(&mut self, fences: &Fences, law: &Law) {
        for own in &mut self.watches {
            own.catch_up(self.prior.as_ref(), fences, law);
        }
    }

    /// Begins to watch what is within reach, and finds what was passed through.
    fn look_around(
        &mut self,
        rep: &str,
        fix: &Fix,
        (own_traits, leg, reach_m, moved_m): (u8, Option<Leg>, f64, f64),
        fences: &mut Fences,
        law: &Law,
        events: &mut Vec<FenceEvent>,
    ) -> Option<Hop> {
        let (lat, lon) = (fix.lat.get(), fix.lon.get());
        let hop = self.hop(fix, leg, moved_m, law);
        // A fence that the way leads through is within its length.
        let way_m = hop.as_ref().map_or(0.0, |hop| hop.bound_m) + 1.0;
        self.around.know(lat, lon, math::max(reach_m, way_m), fences);
        let outside = law.rules.outside_probability;
        let start = self
            .sharp
            .as_ref()
            .or(self.prior.as_ref())
            .filter(|own| leg == Some(Leg::Covered) && !self.silent && law.is_sharp(&own.fix));
        let told = events.len();
        let from = self.sharp.as_ref().map(|own| own.fix.degrees());
        self.around.each_due(reach_m, way_m, from, |fence| {
            let place = match self.watches.binary_search_by_key(&fence, |own| own.fence) {
                // Out of the question for as long as it is watched.
                Ok(_) => return f64::INFINITY,
                Err(place) => place,
            };
            let Some(ground) = fences.ground(fence, law) else { return f64::INFINITY };
            let edge = edge_m(&ground.fence, lat, lon);
            let passing = |start: &Told| {
                let traits = traits(&start.fix, start.conflicting) | own_traits;
                Passing { since: start.fix.t.millis(), at: None, traits }
            };
            let was_outside = |start: &&Told| see(ground, &start.fix, 0, law).against(outside);
            let seen = (edge <= reach_m).then(|| see(ground, fix, 0, law));
            // Nothing needs to be remembered of a fix that speaks against presence but the fix.
            let Some(seen) = seen.filter(|seen| !seen.against(outside)) else {
                if let (Some(start), Some(hop)) = (start, &hop) {
                    let mut passing = passing(start);
                    passing.go_on(0, || hop.enters(&ground.fence, &start.fix, fix, edge));
                    if let Some((at, traits)) = passing.ends(fix)
                        && was_outside(&start)
                    {
                        let place = Place { rep, fence: fences.name(fence), index: fence };
                        events.push(place.cross(&at, traits));
                    }
                }
                return edge;
            };
            // Who is inside does not pass through. Where the way leads in, if it does, is asked with all
            // who may be passing.
            let may_pass = !seen.inside() && (hop.is_some() || !law.is_sharp(fix));
            let passing = start.filter(|_| may_pass).filter(was_outside).map(passing);
            let watch = match &self.prior {
                Some(prior) => {
                    let seen = see(ground, &prior.fix, 0, law);
                    Watch::after(&seen, self.silent, ground, &law.rules)
                }
                None => Watch::default(),
            };
            self.watches.insert(place, Watched::new(fence, watch, passing));
            f64::INFINITY
        });
        // They were looked at in any order.
        if let Some(crosses) = events.get_mut(told..) {
            math::sort_by(crosses, |a, b| a.fence_index.cmp(&b.fence_index));
        }
        hop
    }

    /// The way from the last sharp fix, if it says anything about what lies between. `moved_m` is at
    /// least how far it is from the fix before.
    fn hop(&self, fix: &Fix, leg: Option<Leg>, moved_m: f64, law: &Law) -> Option<Hop> {
        let from = &self.start()?.fix;
        if self.silent || leg == Some(Leg::Gap) || !law.is_sharp(from) || !law.is_sharp(fix) {
            return None;
        }
        let (start_ms, millis) = (from.t.millis(), fix.t.since(from.t));
        let most_m = law.rules.max_speed_mps * millis as f64 / 1000.0;
        if self.sharp.is_none() && moved_m <= most_m {
            return Some(Hop { bound_m: moved_m, start_ms, millis });
        }
        let metres = distance(&from.position(), &fix.position());
        (metres <= most_m).then_some(Hop { bound_m: metres, start_ms, millis })
    }

    /// The clock moved on to `t`, and nothing came.
    pub(super) fn wait(
        &mut self,
        rep: &str,
        t: i64,
        fences: &mut Fences,
        law: &Law,
        events: &mut Vec<FenceEvent>,
    ) {
        self.catch_up(fences, law);
        self.around.be_alert();
        let told = events.len();
        let mut passages = Vec::new();
        for Watched { fence, watch, .. } in &mut self.watches {
            let Some(ground) = fences.ground(*fence, law) else { continue };
            watch.wait(t, law.policy.gap.millis(), ground, &law.rules, &mut passages);
            tell(rep, *fence, &mut passages, fences, law, events);
        }
        in_order(events, told);
    }

    /// No fix comes any more.
    pub(super) fn finish(
        mut self,
        rep: &str,
        fences: &mut Fences,
        law: &Law,
        events: &mut Vec<FenceEvent>,
    ) {
        self.catch_up(fences, law);
        let told = events.len();
        let mut passages = Vec::new();
        for Watched { fence, watch, .. } in &mut self.watches {
            let Some(ground) = fences.ground(*fence, law) else { continue };
            watch.finish(ground, &law.rules, &mut passages);
            tell(rep, *fence, &mut passages, fences, law, events);
        }
        in_order(events, told);
    }
}

/// What one fix leads to is told by time, then fence, then as it happened.
fn in_order(events: &mut [FenceEvent], told: usize) {
    if let Some(new) = events.get_mut(told..)
        && new.len() > 1
    {
        math::sort_by(new, |a, b| (a.t, &a.fence).cmp(&(b.t, &b.fence)));
    }
}

fn tell(
    rep: &str,
    fence: u32,
    passages: &mut Vec<Passage>,
    fences: &Fences,
    law: &Law,
    events: &mut Vec<FenceEvent>,
) {
    for passage in passages.drain(..) {
        let place = Place { rep, fence: fences.name(fence), index: fence };
        match passage {
            Passage::Enter { enter, first, traits } => {
                events.push(place.enter(&enter, first, traits));
            }
            Passage::Dwell { t, enter, first, traits } => {
                let dwell_ms = law.policy.dwell.millis();
                events.push(place.dwell(t, dwell_ms, &enter, first, traits));
            }
            Passage::Over(stay) if stay.confirmed => events.push(place.exit(&stay)),
            Passage::Over(_) => {}
        }
    }
}
