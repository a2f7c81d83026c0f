//! A whole track at once: what its fences saw, and every stay from its first fix to its last.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `seen` and `legs` are parallel to the fixes, every index comes from a range \
              over them, and `doubtful` holds some of these"
)]

use super::super::sight::{Leg, Seen};
use super::super::{CompiledFence, Fix, Mark, PresenceState};
use super::course::{Course, Stay, without};
use super::crossing::Approach;
use super::{Ground, Passage, Rules, Watch};

/// Fixes to look at through fences.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'f> {
    pub(crate) fixes: &'f [Fix],
    /// Indices, in order, of fixes that jumped away and back: where they are not, the rep may
    /// have been all the same.
    pub(crate) doubtful: &'f [usize],
}

impl Sight<'_> {
    /// How a fence sees all of them.
    pub(crate) fn through(&self, fence: &CompiledFence) -> Vec<Seen> {
        let mut seen: Vec<Seen> =
            self.fixes.iter().map(|fix| Seen::of(fence.observe(fix), fence, fix)).collect();
        for &index in self.doubtful {
            let doubtful = &mut seen[index];
            if doubtful.state == PresenceState::Outside {
                doubtful.state = PresenceState::Uncertain;
                doubtful.probability = None;
                doubtful.sigma_m = None;
            }
        }
        seen
    }
}

/// A whole track, and a fence to hold it against.
pub(crate) struct Machine<'a> {
    pub(crate) fence: &'a CompiledFence,
    pub(crate) fixes: &'a [Fix],
    pub(crate) seen: &'a [Seen],
    /// `legs[i]` lies between fix `i` and fix `i + 1`.
    pub(crate) legs: &'a [Leg],
    pub(crate) rules: &'a Rules,
}

impl Machine<'_> {
    /// All visits, in order; linear in the number of fixes.
    ///
    /// Those that were never confirmed are among them: the rep passed by.
    pub(crate) fn stays(&self) -> Vec<Stay> {
        let ground = Ground::new(self.fence.clone(), self.rules.inside_sigmas);
        let (mut watch, mut passages) = (Watch::default(), Vec::new());
        for index in 0..self.seen.len() {
            let (seen, leg) = (&self.seen[index], self.leg_to(index));
            watch.step(&self.fixes[index], seen, leg, &ground, self.rules, &mut passages);
        }
        watch.finish(&ground, self.rules, &mut passages);
        let stays = passages.into_iter().filter_map(|passage| match passage {
            Passage::Over(stay) => Some(stay),
            Passage::Enter { .. } | Passage::Dwell { .. } => None,
        });
        if self.rules.marks_bound {
            stays.flat_map(|stay| self.bound_by_marks(stay, &ground)).collect()
        } else {
            stays.collect()
        }
    }

    fn leg_to(&self, index: usize) -> Option<Leg> {
        index.checked_sub(1).map(|before| self.legs[before])
    }

    /// What check-ins and check-outs make of a stay. From a check-out to the next check-in is an
    /// absence: it is nobody's time on site, and ends a visit unless it is shorter than the grace.
    fn bound_by_marks(&self, stay: Stay, ground: &Ground) -> Vec<Stay> {
        let place = |t: i64| self.seen.partition_point(|seen| seen.t < t);
        let (from, until) = (place(stay.first), place(stay.last));
        let inside = (from..=until).filter(|&k| self.seen[k].inside());
        let presses: Vec<(usize, Mark)> =
            inside.filter_map(|k| self.seen[k].mark.map(|mark| (k, mark))).collect();
        if presses.is_empty() {
            return vec![stay];
        }
        let breaks = presses.windows(2).filter_map(|pair| match *pair {
            [(out, Mark::Out), (back, Mark::In)] => Some((out, back)),
            _ => None,
        });
        let ends = |&(out, back): &(usize, usize)| (self.seen[out].t, self.seen[back].t);
        let (long, short): (Vec<_>, Vec<_>) = breaks.partition(|pair| {
            let (out, back) = ends(pair);
            back - out >= self.rules.grace_ms
        });
        let short: Vec<(i64, i64)> = short.iter().map(ends).collect();
        let firsts = std::iter::once(from).chain(long.iter().map(|&(_, back)| back));
        let lasts = long.iter().map(|&(out, _)| out).chain(std::iter::once(until));
        let visits = firsts.zip(lasts).map(|range| {
            let mut visit = self.between_marks(range, &presses, ground);
            visit.confirmed = stay.confirmed;
            let Stay { inside, bridged, endpoints, unseen, .. } = &mut visit;
            for times in [inside, bridged, endpoints, unseen] {
                *times = without(times, &short);
            }
            visit
        });
        visits.collect()
    }

    /// The part of a stay from the check-in that it begins with to the check-out that it ends with; up
    /// to its own ends where somebody forgot to press.
    fn between_marks(
        &self,
        (from, until): (usize, usize),
        presses: &[(usize, Mark)],
        ground: &Ground,
    ) -> Stay {
        let begin = presses.partition_point(|&(k, _)| k < from);
        let end = presses.partition_point(|&(k, _)| k <= until);
        let pressed = |place: Option<usize>, mark: Mark| {
            place.and_then(|place| presses.get(place)).filter(|press| press.1 == mark)
        };
        let checked_in = pressed(Some(begin), Mark::In).map(|&(k, _)| k);
        let checked_out = pressed(end.checked_sub(1), Mark::Out).map(|&(k, _)| k);
        let (first, last) = (checked_in.unwrap_or(from), checked_out.unwrap_or(until));
        let mut part = self.measure(first, last, checked_out.is_some(), ground);
        if checked_in.is_some() && checked_out.is_some() {
            part.endpoints.clone_from(&part.inside);
        }
        part
    }

    /// A stay from inside fix `first` to inside fix `last`, whatever lies around them.
    fn measure(&self, first: usize, last: usize, ends_by_mark: bool, ground: &Ground) -> Stay {
        let rules = self.rules;
        let against = |k: &usize| self.seen[*k].against(rules.outside_probability);
        let mut approach = Approach::default();
        // A check-in is an entry, whatever came before it.
        let checks_in = self.seen[first].mark == Some(Mark::In);
        let way_in = if checks_in { first } else { (0..first).rev().find(against).unwrap_or(0) };
        for k in way_in..first {
            approach.travel(self.leg_to(k));
            approach.look(&self.seen[k], ground, rules);
        }
        approach.travel(self.leg_to(first));
        let enter = approach.visit_begins(&self.seen[first], ground, rules);
        let mut course = Course::begin(enter, enter.credit, &self.seen[first]);
        for k in first + 1..self.seen.len() {
            if k > last && (ends_by_mark || course.has_left()) {
                break;
            }
            let leg = self.leg_to(k);
            approach.travel(leg);
            course.step(&self.seen[k], leg, &approach, ground, rules);
            approach.look(&self.seen[k], ground, rules);
        }
        course.end(ground, rules)
    }
}
