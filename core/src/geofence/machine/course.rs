//! The time inside a fence, from an inside fix on.

use super::super::sight::{Leg, Seen};
use super::super::sure::LIKELY;
use super::super::tracker::bytes::are_ranges;
use super::crossing::{Approach, Crossing, Departure};
use super::{Ground, Rules};
use crate::snapshot::stored;

/// A visit to a fence: from one crossing to another. What only verdicts weigh is there with them.
#[derive(Clone, Debug)]
pub(crate) struct Stay {
    pub(crate) enter: Crossing,
    pub(crate) exit: Crossing,
    /// Times of the first and of the last inside fix.
    pub(crate) first: i64,
    #[cfg(feature = "visit")]
    pub(super) last: i64,
    /// Time inside, as half-open ranges in order.
    pub(crate) inside: Vec<(i64, i64)>,
    /// Time inside before these, of which nothing but the length was kept.
    pub(super) settled_ms: i64,
    /// Of it, what rests on fixes that do not show presence.
    #[cfg(feature = "visit")]
    pub(crate) bridged: Vec<(i64, i64)>,
    /// Of it, what is known by its end points only.
    #[cfg(feature = "visit")]
    pub(crate) endpoints: Vec<(i64, i64)>,
    /// Gaps between enter and exit, and at the ends: nobody knows.
    #[cfg(feature = "visit")]
    pub(crate) unseen: Vec<(i64, i64)>,
    /// Whether enough fixes confirm that the fence was entered.
    pub(crate) confirmed: bool,
    /// What its inside fixes have about them.
    pub(crate) traits: u8,
}

impl Stay {
    /// Time inside the fence.
    pub(crate) fn on_site_ms(&self) -> i64 {
        self.settled_ms + length_ms(&self.inside)
    }

    /// When the time inside came to `dwell_ms`, if it did.
    pub(super) fn reached(&self, dwell_ms: i64) -> Option<i64> {
        reached(self.settled_ms, self.inside.iter().copied(), dwell_ms)
    }
}

/// The length of ranges that lie apart.
pub(crate) fn length_ms(ranges: &[(i64, i64)]) -> i64 {
    ranges.iter().map(|(start, end)| end - start).sum()
}

/// What is left of times in order without others in order, which lie apart.
#[cfg(feature = "visit")]
pub(super) fn without(times: &[(i64, i64)], others: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut left = Vec::with_capacity(times.len());
    for &(mut start, end) in times {
        let from = others.partition_point(|&(_, last)| last <= start);
        for &(first, last) in others.iter().skip(from).take_while(|&&(first, _)| first < end) {
            if start < first {
                left.push((start, first));
            }
            start = last;
        }
        if start < end {
            left.push((start, end));
        }
    }
    left
}

fn reached(
    mut sum_ms: i64,
    ranges: impl Iterator<Item = (i64, i64)>,
    dwell_ms: i64,
) -> Option<i64> {
    for (start, end) in ranges {
        if sum_ms + (end - start) >= dwell_ms {
            return Some(end.min(start + (dwell_ms - sum_ms).max(0)));
        }
        sum_ms += end - start;
    }
    None
}

/// A stay that goes on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Course {
    pub(super) enter: Crossing,
    pub(super) first: i64,
    /// Time inside so far, up to `start`.
    inside: Vec<(i64, i64)>,
    settled_ms: i64,
    bridged: Vec<(i64, i64)>,
    endpoints: Vec<(i64, i64)>,
    unseen: Vec<(i64, i64)>,
    /// Since when the rep has been inside, as of the last inside fix.
    start: i64,
    /// The last inside fix, and what came since.
    pub(super) departure: Departure,
    /// Legs since the last inside fix that are not plainly inside: if the next inside fix comes
    /// before one that speaks against presence, they are bridged.
    legs: Vec<(Leg, i64, i64)>,
    /// The fix before, and whether it shows presence.
    before: (i64, bool),
    pub(super) traits: u8,
}

stored!(Course {
    enter: Crossing,
    first: i64,
    inside: Vec<(i64, i64)>,
    settled_ms: i64,
    bridged: Vec<(i64, i64)>,
    endpoints: Vec<(i64, i64)>,
    unseen: Vec<(i64, i64)>,
    start: i64,
    departure: Departure,
    legs: Vec<(Leg, i64, i64)>,
    before: (i64, bool),
    traits: u8,
} where |course: &Course| are_ranges(&course.inside));

impl Course {
    /// Begins with an inside fix, with time inside since `start`.
    pub(super) fn begin(enter: Crossing, start: i64, inside: &Seen) -> Self {
        Self {
            enter,
            first: inside.t,
            inside: Vec::new(),
            settled_ms: 0,
            bridged: Vec::new(),
            endpoints: Vec::new(),
            unseen: Vec::new(),
            start,
            departure: Departure::from(inside),
            legs: Vec::new(),
            before: (inside.t, true),
            traits: inside.traits,
        }
    }

    /// Whether a fix speaks against presence since the last inside fix.
    pub(super) fn has_left(&self) -> bool {
        self.departure.is_known()
    }

    /// Takes the next fix. `approach` has travelled the leg, but not looked at the fix.
    pub(super) fn step(
        &mut self,
        seen: &Seen,
        leg: Option<Leg>,
        approach: &Approach,
        ground: &Ground,
        rules: &Rules,
    ) {
        if !self.has_left() {
            self.note(leg, seen);
        }
        if !seen.inside() {
            self.departure.look(seen, leg, ground, rules);
            return;
        }
        if self.has_left() {
            let out = self.departure.absence_begins(ground, rules);
            push(&mut self.inside, self.start, out.credit);
            self.start = approach.absence_ends(seen, ground, rules).credit;
            self.legs.clear();
        } else {
            self.bridge();
        }
        self.departure = Departure::from(seen);
        self.before = (seen.t, true);
        self.traits |= seen.traits;
    }

    /// Remembers the leg to a fix, unless it is plainly inside.
    fn note(&mut self, leg: Option<Leg>, to: &Seen) {
        // A fix that is more likely outside, or too poor to tell, shows no presence.
        let shows =
            to.inside() || (to.sigma_m.is_some() && to.probability.is_none_or(|p| p >= LIKELY));
        let (from, showed) = std::mem::replace(&mut self.before, (to.t, shows));
        let leg = leg.unwrap_or(Leg::Covered);
        if leg == Leg::Covered && showed && shows {
            return;
        }
        match self.legs.last_mut() {
            Some((kind, _, end)) if *kind == leg && leg != Leg::Gap && *end == from => *end = to.t,
            _ => self.legs.push((leg, from, to.t)),
        }
    }

    /// From one inside fix to the next over fixes that do not tell. Gaps are left out.
    fn bridge(&mut self) {
        for (leg, from, to) in std::mem::take(&mut self.legs) {
            match leg {
                Leg::Gap => {
                    push(&mut self.inside, self.start, from);
                    self.unseen.push((from, to));
                    self.start = to;
                }
                Leg::Endpoints => self.endpoints.push((from, to)),
                Leg::Covered => self.bridged.push((from, to)),
            }
        }
    }

    /// Goes on with `tail`, which began when this had left.
    pub(super) fn join(&mut self, tail: Self, ground: &Ground, rules: &Rules) {
        let out = self.departure.absence_begins(ground, rules);
        push(&mut self.inside, self.start, out.credit);
        for (start, end) in tail.inside {
            push(&mut self.inside, start, end);
        }
        self.bridged.extend(tail.bridged);
        self.endpoints.extend(tail.endpoints);
        self.unseen.extend(tail.unseen);
        self.traits |= tail.traits;
        (self.start, self.departure) = (tail.start, tail.departure);
        (self.legs, self.before) = (tail.legs, tail.before);
    }

    /// When the time inside came to `dwell_ms`, if it did by the last inside fix.
    pub(super) fn reached(&self, dwell_ms: i64) -> Option<i64> {
        let open = (self.start, self.departure.inside.t);
        reached(self.settled_ms, self.inside.iter().copied().chain([open]), dwell_ms)
    }

    /// When the time inside will have come to `dwell_ms`, if all fixes until then are inside.
    pub(super) fn reaches(&self, dwell_ms: i64) -> i64 {
        let left_ms = dwell_ms - self.settled_ms - length_ms(&self.inside);
        self.start.saturating_add(left_ms)
    }

    /// Keeps sums where nobody will ask for ranges.
    pub(super) fn settle(&mut self) {
        // The last range may go on.
        if let Some(settled) = self.inside.len().checked_sub(1).filter(|settled| *settled > 0) {
            self.settled_ms +=
                self.inside.drain(..settled).map(|(start, end)| end - start).sum::<i64>();
        }
        self.bridged.clear();
        self.endpoints.clear();
        self.unseen.clear();
        // One gap after another leaves out the same time as one.
        if let [.., (Leg::Gap, _, end), (Leg::Gap, from, to)] = self.legs.as_mut_slice()
            && end == from
        {
            *end = *to;
            self.legs.pop();
        }
    }

    /// Whether the last fix was inside, and nothing is kept that the next could change.
    pub(super) fn is_settled(&self) -> bool {
        !self.has_left() && self.legs.is_empty() && self.before == (self.departure.inside.t, true)
    }

    /// The stay, if it ends with the last inside fix.
    pub(super) fn end(mut self, ground: &Ground, rules: &Rules) -> Stay {
        let (enter, exit) = (self.enter, self.departure.visit_ends(ground, rules));
        push(&mut self.inside, self.start, exit.credit);
        Stay {
            enter,
            exit,
            first: self.first,
            #[cfg(feature = "visit")]
            last: self.departure.inside.t,
            inside: self.inside,
            settled_ms: self.settled_ms,
            #[cfg(feature = "visit")]
            bridged: self.bridged,
            #[cfg(feature = "visit")]
            endpoints: self.endpoints,
            #[cfg(feature = "visit")]
            unseen: with_hidden_ends(self.unseen, &enter, &exit),
            confirmed: false,
            traits: self.traits,
        }
    }
}

/// Gaps between enter and exit, and those that hide when either was.
#[cfg(feature = "visit")]
fn with_hidden_ends(
    mut unseen: Vec<(i64, i64)>,
    enter: &Crossing,
    exit: &Crossing,
) -> Vec<(i64, i64)> {
    if enter.hidden && enter.t_min < enter.credit {
        unseen.insert(0, (enter.t_min, enter.credit));
    }
    if exit.hidden && exit.credit < exit.t_max {
        unseen.push((exit.credit, exit.t_max));
    }
    unseen
}

/// Adds time inside; ranges that touch become one.
fn push(inside: &mut Vec<(i64, i64)>, start: i64, end: i64) {
    match inside.last_mut() {
        Some((_, last)) if *last == start => *last = (*last).max(end),
        _ if end > start => inside.push((start, end)),
        _ => {}
    }
}
