//! The fence state machine: who was inside, from when to when, for how long.
//!
//! States of one rep and one fence: out, entering, in, leaving. Entering is confirmed by inside
//! fixes, leaving by fixes outside a wider exit fence, so that noise at the edge makes no visits.
//! The exit fence only decides when a visit *ends*: time on site counts the fence and its
//! tolerance, from crossing to crossing.
//!
//! There is one machine, [`Watch`], which takes fix after fix. A [`Tracker`](super::Tracker) keeps
//! one for each fence that a rep is near; a [`Machine`] walks one over a whole sorted track.
//!
//! - `rules`: what the machine needs of a policy
//! - `crossing`: when an edge was crossed, from the fixes on either side
//! - `course`: the time inside, from the first inside fix to the last
//! - `watch`: what confirms an entry and an exit, and when a visit is over for good
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `seen` and `legs` are parallel to the fixes, and every index comes from a \
              range over them"
)]

mod course;
mod crossing;
mod rules;
mod watch;

pub(crate) use course::{Stay, length_ms};
pub(crate) use crossing::Crossing;
pub use rules::{EnterPolicy, ExitPolicy};
pub(crate) use rules::{Ground, Rules, check_enter, check_exit};
pub(crate) use watch::{Passage, Watch};

use super::sight::{Leg, Seen};
use super::{CompiledFence, Fix, Mark};
use course::Course;
use crossing::Approach;

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
            Passage::Exit(stay) | Passage::Passed(stay) => Some(stay),
            Passage::Enter { .. } | Passage::Dwell { .. } => None,
        });
        if self.rules.marks_bound {
            stays.map(|stay| self.bound_by_marks(stay, &ground)).collect()
        } else {
            stays.collect()
        }
    }

    fn leg_to(&self, index: usize) -> Option<Leg> {
        index.checked_sub(1).map(|before| self.legs[before])
    }

    /// The part of a stay from its first check-in to its last check-out.
    fn bound_by_marks(&self, stay: Stay, ground: &Ground) -> Stay {
        let place = |t: i64| self.seen.partition_point(|seen| seen.t < t);
        let (from, until) = (place(stay.first), place(stay.last));
        let pressed =
            |mark: Mark| move |&k: &usize| self.seen[k].inside() && self.seen[k].mark == Some(mark);
        let checked_in = (from..=until).find(pressed(Mark::In));
        let checked_out = (from..=until).rev().find(pressed(Mark::Out));
        let (first, last) = (checked_in.unwrap_or(from), checked_out.unwrap_or(until));
        if first > last || (checked_in.is_none() && checked_out.is_none()) {
            return stay;
        }
        let mut part = self.measure(first, last, checked_out.is_some(), ground);
        part.confirmed = stay.confirmed;
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
        for k in (0..first).rev().find(against).unwrap_or(0)..first {
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
