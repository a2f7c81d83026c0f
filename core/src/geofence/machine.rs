//! The fence state machine over a sorted track: who was inside, from when to when, for how long.
//!
//! States of one rep and one fence: out, entering, in, leaving. Entering is confirmed by inside
//! fixes, leaving by fixes outside a wider exit fence, so that noise at the edge makes no visits.
//! The exit fence only decides when a visit *ends*: time on site counts the fence and its
//! tolerance, from crossing to crossing.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `seen` and `legs` are parallel to the fixes, and every index comes from a \
              range over them"
)]

use super::sight::{Leg, Seen};
use super::{CompiledFence, Fix, Mark, Observation, PresenceState};
use crate::math;
use crate::shape::{Reader, record};
use crate::time::Span;

record! {
    /// How many fixes, over what time, confirm that a fence was entered.
    pub struct EnterPolicy: policy check check_enter {
        /// So many inside fixes in a row confirm it ...
        pub fixes: u32 = 2,
        /// ... if the last is so long after the first;
        pub min_span: Span = Span::seconds(10),
        /// or any inside fix so long after the first.
        pub or_after: Span = Span::seconds(30),
    }
}

record! {
    /// How many fixes, over what time, confirm that a fence was left.
    pub struct ExitPolicy: policy check check_exit {
        /// So many fixes outside the exit fence in a row confirm it ...
        pub fixes: u32 = 2,
        /// ... if the last is so long after the first;
        pub min_span: Span = Span::seconds(10),
        /// or any such fix so long after the first.
        pub or_after: Span = Span::seconds(60),
    }
}

pub(crate) fn check_enter(policy: &EnterPolicy, at: &mut Reader) {
    check_confirmation(policy.fixes, policy.min_span, policy.or_after, at);
}

pub(crate) fn check_exit(policy: &ExitPolicy, at: &mut Reader) {
    check_confirmation(policy.fixes, policy.min_span, policy.or_after, at);
}

fn check_confirmation(fixes: u32, min_span: Span, or_after: Span, at: &mut Reader) {
    if fixes == 0 {
        at.within("fixes", |at| at.problem::<()>("out_of_range", "must be at least 1"));
    }
    for (key, span) in [("min_span", min_span), ("or_after", or_after)] {
        if span.millis() < 0 {
            at.within(key, |at| at.problem::<()>("out_of_range", "must not be negative"));
        }
    }
}

/// What the machine needs of a policy.
pub(crate) struct Rules<'p> {
    pub(crate) enter: &'p EnterPolicy,
    pub(crate) exit: &'p ExitPolicy,
    pub(crate) grace_ms: i64,
    /// Whether check-in and check-out bound a stay to the millisecond.
    pub(crate) marks_bound: bool,
    /// So many standard deviations inside a straight edge a fix is inside by the policy.
    pub(crate) inside_sigmas: f64,
    /// Up to this probability a fix speaks against presence.
    pub(crate) outside_probability: f64,
    /// A single fix that implies a higher speed does not confirm an exit.
    pub(crate) max_speed_mps: f64,
}

/// When an edge was crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crossing {
    /// The likeliest instant, interpolated between two fixes.
    pub(crate) t: i64,
    /// Bounds: the nearest fixes that tell.
    pub(crate) t_min: i64,
    pub(crate) t_max: i64,
    /// Where the time on site begins or ends: at `t`, unless the crossing lies in a gap.
    credit: i64,
    /// Whether a gap, or an end of the track, hides the crossing.
    pub(crate) hidden: bool,
    /// Whether it is an end of the track: who was inside may have been so for longer.
    pub(crate) open: bool,
}

impl Crossing {
    /// A crossing that is known to the millisecond.
    pub(crate) fn at(t: i64) -> Self {
        Self { t, t_min: t, t_max: t, credit: t, hidden: false, open: false }
    }
}

/// A visit to a fence: from one crossing to another.
#[derive(Clone, Debug)]
pub(crate) struct Stay {
    pub(crate) enter: Crossing,
    pub(crate) exit: Crossing,
    /// Time inside, as half-open ranges in order.
    pub(crate) inside: Vec<(i64, i64)>,
    /// Of it, what rests on fixes that do not show presence.
    pub(crate) bridged: Vec<(i64, i64)>,
    /// Of it, what is known by its end points only.
    pub(crate) endpoints: Vec<(i64, i64)>,
    /// Gaps between enter and exit, and at the ends: nobody knows.
    pub(crate) unseen: Vec<(i64, i64)>,
    /// Whether enough fixes confirm that the fence was entered.
    pub(crate) confirmed: bool,
}

/// From this probability on presence is likelier than absence.
const LIKELY: f64 = 0.5;

impl Stay {
    /// Time inside the fence.
    pub(crate) fn on_site_ms(&self) -> i64 {
        length_ms(&self.inside)
    }
}

/// The length of ranges that lie apart.
pub(crate) fn length_ms(ranges: &[(i64, i64)]) -> i64 {
    ranges.iter().map(|(start, end)| end - start).sum()
}

/// Everything the machine looks at.
pub(crate) struct Machine<'a> {
    pub(crate) fence: &'a CompiledFence,
    pub(crate) fixes: &'a [Fix],
    pub(crate) seen: &'a [Seen],
    /// `legs[i]` lies between fix `i` and fix `i + 1`.
    pub(crate) legs: &'a [Leg],
    pub(crate) rules: &'a Rules<'a>,
}

/// First and last inside fix of a visit, and whether it was confirmed.
struct Run {
    first: usize,
    last: usize,
    confirmed: bool,
}

impl Machine<'_> {
    /// All visits, in order; linear in the number of fixes.
    ///
    /// Those that were never confirmed are among them: the rep passed by.
    pub(crate) fn stays(&self) -> Vec<Stay> {
        let mut visits: Vec<Run> = Vec::new();
        for run in self.runs() {
            match visits.last_mut() {
                Some(visit) if self.is_back_in_time(visit, &run) => visit.last = run.last,
                _ => visits.push(run),
            }
        }
        visits.iter().map(|visit| self.measure(&self.bound_by_marks(visit))).collect()
    }

    /// From the first check-in to the last check-out of a run, where presses bound a stay.
    fn bound_by_marks(&self, run: &Run) -> Run {
        let pressed = |mark: Mark| {
            move |&k: &usize| self.seen[k].inside() && self.fixes[k].mark == Some(mark)
        };
        let (mut first, mut last) = (None, None);
        if self.rules.marks_bound {
            first = (run.first..=run.last).find(pressed(Mark::In));
            last = (run.first..=run.last).rev().find(pressed(Mark::Out));
        }
        let (first, last) = (first.unwrap_or(run.first), last.unwrap_or(run.last));
        if first <= last { Run { first, last, ..*run } } else { Run { ..*run } }
    }

    /// Whether presses bound a run at both ends.
    fn is_bound_by_marks(&self, run: &Run) -> bool {
        self.rules.marks_bound
            && self.fixes[run.first].mark == Some(Mark::In)
            && self.fixes[run.last].mark == Some(Mark::Out)
    }

    /// Whether the rep left for less than the grace: the visit goes on.
    fn is_back_in_time(&self, visit: &Run, run: &Run) -> bool {
        let left = || self.crossing(visit.last, Toward::Future, Bound::Visit).t;
        let back = || self.crossing(run.first, Toward::Past, Bound::Visit).t;
        visit.confirmed && run.confirmed && back() - left() < self.rules.grace_ms
    }

    /// Runs of inside fixes from entering to a confirmed exit.
    fn runs(&self) -> Vec<Run> {
        let exit_fence = self.exit_fence();
        let mut runs: Vec<Run> = Vec::new();
        let mut current: Option<Entered> = None;
        for (index, seen) in self.seen.iter().enumerate() {
            let Some(run) = &mut current else {
                if seen.inside() {
                    let mut run = Entered::new(index);
                    run.confirmed = self.confirms_entry(&run, index);
                    current = Some(run);
                }
                continue;
            };
            if seen.inside() {
                run.last = index;
                run.inside += 1;
                run.leaving = None;
                run.confirmed |= self.confirms_entry(run, index);
            } else if seen.state == PresenceState::Outside
                && (!run.confirmed || self.confirms_exit(&exit_fence, run, index))
            {
                // Before it is confirmed, one outside fix undoes an entry.
                runs.extend(current.take().map(Run::from));
            }
        }
        runs.extend(current.map(Run::from));
        runs
    }

    /// The fence by which an exit is judged: wider by max(30 m, 0.2 r).
    fn exit_fence(&self) -> CompiledFence {
        self.fence.widened(math::max(30.0, 0.2 * self.fence.radius_m()))
    }

    fn confirms_entry(&self, run: &Entered, index: usize) -> bool {
        let since_first = self.seen[index].t - self.seen[run.first].t;
        let enter = self.rules.enter;
        let in_a_row = run.inside >= enter.fixes && since_first >= enter.min_span.millis();
        in_a_row || (run.inside > 1 && since_first >= enter.or_after.millis())
    }

    /// Looks at one outside fix of a confirmed visit.
    fn confirms_exit(&self, exit_fence: &CompiledFence, run: &mut Entered, index: usize) -> bool {
        let seen = exit_fence.observe(&self.fixes[index]);
        match seen.state {
            PresenceState::Uncertain => return false,
            PresenceState::Inside => {
                run.leaving = None;
                return false;
            }
            PresenceState::Outside => {}
        }
        let leaving = run.leaving.get_or_insert(Leaving { first: index, fixes: 0 });
        leaving.fixes += 1;
        let since_first = self.seen[index].t - self.seen[leaving.first].t;
        let exit = self.rules.exit;
        (leaving.fixes >= exit.fixes && since_first >= exit.min_span.millis())
            || (leaving.fixes > 1 && since_first >= exit.or_after.millis())
            || self.is_plain_exit(&seen, index)
    }

    /// One fix suffices when it is sharp, certain, and no jump.
    fn is_plain_exit(&self, seen: &Observation, index: usize) -> bool {
        const SHARP_M: f64 = 20.0;
        const CERTAIN: f64 = 0.01;
        let fix = &self.fixes[index];
        let sharp = fix.accuracy_m.radius().is_some_and(|m| m <= SHARP_M);
        let certain = seen.probability.is_none_or(|p| p <= CERTAIN);
        sharp
            && certain
            && index.checked_sub(1).is_none_or(|before| {
                let leg_ms = self.seen[index].t - self.seen[before].t;
                let metres = math::max(0.0, self.seen[index].edge_m - self.seen[before].edge_m);
                metres * 1000.0 <= self.rules.max_speed_mps * leg_ms as f64
            })
    }

    /// The crossings and the time inside of one run.
    fn measure(&self, run: &Run) -> Stay {
        let enter = self.crossing(run.first, Toward::Past, Bound::Visit);
        let exit = self.crossing(run.last, Toward::Future, Bound::Visit);
        let mut stay = Stay {
            enter,
            exit,
            inside: Vec::new(),
            bridged: Vec::new(),
            endpoints: Vec::new(),
            unseen: Vec::new(),
            confirmed: run.confirmed,
        };
        let mut start = enter.credit;
        let mut here = run.first;
        for next in run.first + 1..=run.last {
            if !self.seen[next].inside() {
                continue;
            }
            let between = here + 1..next;
            if between.clone().any(|k| self.seen[k].against(self.rules.outside_probability)) {
                let (out, back) = (
                    self.crossing(here, Toward::Future, Bound::Absence),
                    self.crossing(next, Toward::Past, Bound::Absence),
                );
                stay.push(start, out.credit);
                start = back.credit;
            } else {
                start = self.bridge(&mut stay, start, here, next);
            }
            here = next;
        }
        stay.push(start, exit.credit);
        if enter.hidden && enter.t_min < enter.credit {
            stay.unseen.insert(0, (enter.t_min, enter.credit));
        }
        if exit.hidden && exit.credit < exit.t_max {
            stay.unseen.push((exit.credit, exit.t_max));
        }
        if self.is_bound_by_marks(run) {
            stay.endpoints = stay.inside.clone();
        }
        stay
    }

    /// From inside fix `here` to inside fix `next` over fixes that do not tell.
    ///
    /// Gaps are left out. Returns where the time that goes on began.
    fn bridge(&self, stay: &mut Stay, mut start: i64, here: usize, next: usize) -> i64 {
        // A fix that is more likely outside, or too poor to tell, shows no presence.
        let shows = |k: usize| {
            let seen = &self.seen[k];
            seen.inside()
                || (seen.sigma_m.is_some() && seen.probability.is_none_or(|p| p >= LIKELY))
        };
        for leg in here..next {
            let (from, to) = (self.seen[leg].t, self.seen[leg + 1].t);
            match self.legs[leg] {
                Leg::Gap => {
                    stay.push(start, from);
                    stay.unseen.push((from, to));
                    start = to;
                }
                Leg::Endpoints => stay.endpoints.push((from, to)),
                Leg::Covered if shows(leg) && shows(leg + 1) => {}
                Leg::Covered => stay.bridged.push((from, to)),
            }
        }
        start
    }

    /// Where the edge was crossed next to the inside fix `at`.
    ///
    /// The way to the next fix that speaks against presence is taken as even; the edge is where a
    /// fix of the accuracy on the way would just be inside by the policy. A visit begins and ends
    /// between fixes that tell; within a visit, fixes near the edge that do not tell still bound
    /// an absence.
    fn crossing(&self, at: usize, toward: Toward, bound: Bound) -> Crossing {
        let inside = &self.seen[at];
        if self.rules.marks_bound && self.fixes[at].mark == Some(toward.mark()) {
            return Crossing::at(inside.t);
        }
        let mut hidden = false;
        // The last fix that looked inside, and the first after it that did not.
        let (mut here, mut there) = (inside, None);
        let mut k = at;
        while let Some(next) = toward.step(k, self.seen.len()) {
            hidden |= self.legs[k.min(next)] == Leg::Gap;
            let seen = &self.seen[next];
            if seen.against(self.rules.outside_probability) {
                let t = self.between(here, there.unwrap_or(seen));
                return Crossing {
                    t,
                    t_min: inside.t.min(seen.t),
                    t_max: inside.t.max(seen.t),
                    credit: if hidden { inside.t } else { t },
                    hidden,
                    open: false,
                };
            }
            if let (Bound::Absence, None, Some(beyond_m)) = (bound, there, self.beyond_m(seen)) {
                if beyond_m > 0.0 { there = Some(seen) } else { here = seen }
            }
            k = next;
        }
        // The track begins or ends inside.
        Crossing { hidden: true, open: true, ..Crossing::at(inside.t) }
    }

    /// Metres beyond the edge at which a fix of this accuracy would just be inside; absent where
    /// the fix is too poor to tell.
    fn beyond_m(&self, seen: &Seen) -> Option<f64> {
        if self.rules.inside_sigmas == 0.0 {
            return seen.sigma_m.map(|_| seen.edge_m);
        }
        // Near a round edge less of a round Gaussian is inside than near a straight one: to first
        // order as if the edge were sigma² / 2r nearer.
        let curvature = self.fence.curvature();
        seen.sigma_m.map(|sigma| {
            seen.edge_m + self.rules.inside_sigmas * sigma + 0.5 * curvature * sigma * sigma
        })
    }

    /// When the edge lay between an inside fix and one against it.
    fn between(&self, inside: &Seen, against: &Seen) -> i64 {
        let (Some(here), Some(there)) = (self.beyond_m(inside), self.beyond_m(against)) else {
            // Poor all the way: the fix inside is all that is known.
            return inside.t;
        };
        let (deep, far) = (math::max(0.0, -here), math::max(0.0, there));
        let share = if deep + far > 0.0 { deep / (deep + far) } else { 0.0 };
        // Times differ by days at most, which an f64 holds exactly.
        inside.t + (share * (against.t - inside.t) as f64).round() as i64
    }
}

impl Stay {
    /// Adds time inside; ranges that touch become one.
    fn push(&mut self, start: i64, end: i64) {
        match self.inside.last_mut() {
            Some((_, last)) if *last == start => *last = (*last).max(end),
            _ if end > start => self.inside.push((start, end)),
            _ => {}
        }
    }
}

/// A visit that goes on.
struct Entered {
    first: usize,
    last: usize,
    /// Inside fixes so far.
    inside: u32,
    confirmed: bool,
    leaving: Option<Leaving>,
}

struct Leaving {
    first: usize,
    fixes: u32,
}

impl Entered {
    fn new(first: usize) -> Self {
        Self { first, last: first, inside: 1, confirmed: false, leaving: None }
    }
}

impl From<Entered> for Run {
    fn from(run: Entered) -> Self {
        Self { first: run.first, last: run.last, confirmed: run.confirmed }
    }
}

/// What a crossing bounds.
#[derive(Clone, Copy)]
enum Bound {
    Visit,
    Absence,
}

#[derive(Clone, Copy)]
enum Toward {
    Past,
    Future,
}

impl Toward {
    /// The press that bounds a stay on this side.
    fn mark(self) -> Mark {
        match self {
            Self::Past => Mark::In,
            Self::Future => Mark::Out,
        }
    }

    fn step(self, k: usize, len: usize) -> Option<usize> {
        match self {
            Self::Past => k.checked_sub(1),
            Self::Future => Some(k + 1).filter(|&next| next < len),
        }
    }
}
