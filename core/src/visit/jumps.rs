//! Legs that nothing travels, and jumps there and back.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, or over the jumps"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::anomaly::{Bears, Finder, Found};
use super::policy::VisitPolicy;
use super::reasons;
use super::usable::Usable;
use crate::geo::distance;
use crate::geofence::Fix;
use crate::math;

/// Legs that nothing travels, and the fixes that jumped away and back.
pub(super) struct Jumps {
    pub(super) found: Vec<Found>,
    /// Indices of the fixes that were away, in order.
    pub(super) doubtful: Vec<usize>,
}

/// The jumps of a day, which are looked for before anything else: such fixes prove no absence.
pub(super) fn jumps(usable: &Usable, policy: &VisitPolicy) -> Jumps {
    Finder::new(usable, policy).impossible_legs(&usable.conflicts)
}

/// Whether nothing travels from one fix to the next in the time between them.
pub(super) fn impossible(a: &Fix, b: &Fix, policy: &VisitPolicy) -> bool {
    Finder::over(&[], policy).impossible(a, b).is_some()
}

/// A jump is back within so many jumps, or never: so the search for it is linear.
const MOST_JUMPS: usize = 64;

/// Two fixes in a row, far apart in space for their time, or in time.
#[derive(Clone, Copy)]
struct Leg {
    start: usize,
    end: usize,
    metres: f64,
    mps: f64,
    impossible: bool,
}

impl Finder<'_> {
    /// Legs faster than anything travels; with another one back, a teleport.
    pub(super) fn impossible_legs(&self, conflicts: &[Fix]) -> Jumps {
        let mut jumps = Jumps { found: Vec::new(), doubtful: Vec::new() };
        let legs = self.legs();
        for leg in legs.iter().filter(|leg| leg.impossible) {
            let effect = self.degrade.speed_impossible;
            let run = (leg.start, leg.end);
            jumps.found.push(
                self.found(reasons::SPEED_IMPOSSIBLE, run, effect, Bears::Here)
                    .fact("distance_m", whole(leg.metres))
                    .fact("speed_mps", whole(leg.mps)),
            );
            // Nobody knows from where a track jumped that begins, or ends, with a jump.
            if leg.start == 0 {
                jumps.doubtful.push(0);
            }
            if leg.end + 1 == self.fixes.len() {
                jumps.doubtful.push(leg.end);
            }
        }
        for (out, back) in self.returning(legs) {
            // The fixes that were away: between two legs there is at least one.
            let run = (out.end, back.start);
            jumps.doubtful.extend(out.end..=back.start);
            if out.impossible && back.impossible {
                let reach = self.reach(run, conflicts);
                jumps.found.push(
                    self.found(reasons::TELEPORT, run, self.degrade.teleport, reach)
                        .fact("distance_m", whole(math::min(out.metres, back.metres))),
                );
            }
        }
        math::sort(&mut jumps.doubtful);
        jumps.doubtful.dedup();
        jumps
    }

    /// Legs that lead away, each with the one that leads back; a leg does so once. A single fix
    /// explains itself, whatever jumps there were before: it goes first.
    ///
    /// Over a gap nobody knows the speed: one fix after it (or before it) that is far from both
    /// its neighbours, which are close to each other, with one impossible leg, is not believed,
    /// and is no teleport: a receiver that wakes may first say where it was, or guess.
    fn returning(&self, legs: Vec<Leg>) -> Vec<(Leg, Leg)> {
        let mut pairs = Vec::new();
        let mut jumps: Vec<Leg> = Vec::new();
        let mut before: Option<Leg> = None;
        for leg in legs {
            match before.take() {
                Some(out)
                    if out.end == leg.start
                        && (out.impossible || leg.impossible)
                        && self.returns(&out, &leg) =>
                {
                    pairs.push((out, leg));
                }
                other => {
                    jumps.extend(other.filter(|leg| leg.impossible));
                    before = Some(leg);
                }
            }
        }
        jumps.extend(before.filter(|leg| leg.impossible));
        pairs.extend(self.long_absences(&jumps));
        pairs
    }

    /// Of impossible legs those that lead away with those that lead back, from place to place on
    /// the way or not; the fewest fixes away first.
    fn long_absences(&self, jumps: &[Leg]) -> Vec<(Leg, Leg)> {
        let next = |out: usize, after: usize| {
            let until = jumps.len().min(out + 1 + MOST_JUMPS);
            let back = (after + 1..until).find(|&back| {
                self.returns(&jumps[out], &jumps[back])
                    && !(self.is_of_one_fix(&jumps[out]) && self.is_of_one_fix(&jumps[back]))
            })?;
            Some(Reverse((jumps[back].start - jumps[out].end, out, back)))
        };
        let mut nearest: BinaryHeap<_> =
            (0..jumps.len()).filter_map(|out| next(out, out)).collect();
        let mut used = vec![false; jumps.len()];
        let mut pairs = Vec::new();
        while let Some(Reverse((_, out, back))) = nearest.pop() {
            if used[out] {
                continue;
            }
            if used[back] {
                nearest.extend(next(out, back));
                continue;
            }
            (used[out], used[back]) = (true, true);
            pairs.push((jumps[out], jumps[back]));
        }
        pairs
    }

    /// Whether a leg may be the work of one fix, at either end of it: beyond that fix there is
    /// nothing, or a silence in which the way was driven. A receiver that wakes may first say
    /// where it was last. Two such legs a day apart show no teleport.
    fn is_of_one_fix(&self, leg: &Leg) -> bool {
        let driven_ms = (leg.metres / self.drive_mps * 1000.0) as i64;
        let silent = |a: &Fix, b: &Fix| {
            let silence_ms = b.t.since(a.t);
            silence_ms >= driven_ms || silence_ms > self.gap_ms
        };
        leg.start == 0
            || silent(&self.fixes[leg.start - 1], &self.fixes[leg.start])
            || self.fixes.get(leg.end + 1).is_none_or(|fix| silent(&self.fixes[leg.end], fix))
    }

    /// The legs that are impossible (and no flight) or silent.
    fn legs(&self) -> Vec<Leg> {
        let mut flights = self.flights().into_iter().peekable();
        let mut legs = Vec::new();
        for end in 1..self.fixes.len() {
            while flights.next_if(|&(_, landed)| landed < end).is_some() {}
            let flying = flights.peek().is_some_and(|&(start, _)| start < end);
            legs.extend(self.leg(end - 1, end, flying));
        }
        legs
    }

    /// Runs of legs too fast for the road that lead as far as a flight, none faster than a plane:
    /// a receiver that is on in a plane, or in a train of the fastest kind. As first and last fix.
    fn flights(&self) -> Vec<(usize, usize)> {
        let mut flights = Vec::new();
        let mut start = 0;
        for end in 1..=self.fixes.len() {
            if end < self.fixes.len() && self.flies(&self.fixes[end - 1], &self.fixes[end]) {
                continue;
            }
            let landed = end - 1;
            if landed > start + 1 {
                let (from, to) = (&self.fixes[start], &self.fixes[landed]);
                if distance(&from.position(), &to.position()) > self.policy.flight_leg_m.get() {
                    flights.push((start, landed));
                }
            }
            start = end;
        }
        flights
    }

    /// Whether a leg is as fast as a plane: faster than the road, not faster than planes.
    fn flies(&self, a: &Fix, b: &Fix) -> bool {
        let seconds = b.t.since(a.t) as f64 / 1000.0;
        let metres = self.at_most(a, b);
        if metres <= self.policy.max_speed_mps.get() * seconds {
            return false;
        }
        let metres = distance(&a.position(), &b.position());
        let certain = metres - 2.0 * (self.radius(a) + self.radius(b));
        metres > self.policy.max_speed_mps.get() * seconds
            && certain <= self.policy.max_flight_speed_mps.get() * seconds
    }

    /// Metres between two fixes at most, the crow's square flight: no trigonometry for the many
    /// legs that are slow even so.
    fn at_most(&self, a: &Fix, b: &Fix) -> f64 {
        const METRES_A_DEGREE: f64 = 111_700.0;
        let (dlat, dlon) = (b.lat.get() - a.lat.get(), b.lon.get() - a.lon.get());
        METRES_A_DEGREE * (dlat * dlat + dlon * dlon).sqrt()
    }

    /// The leg between two fixes, if it is impossible (and no flight) or silent.
    fn leg(&self, start: usize, end: usize, flying: bool) -> Option<Leg> {
        let (a, b) = (&self.fixes[start], &self.fixes[end]);
        if let Some((metres, mps)) = self.impossible(a, b).filter(|_| !flying) {
            return Some(Leg { start, end, metres, mps, impossible: true });
        }
        (b.t.since(a.t) > self.gap_ms).then(|| {
            let metres = distance(&a.position(), &b.position());
            Leg { start, end, metres, mps: 0.0, impossible: false }
        })
    }

    /// Which stays a jump bears on, by whether other fixes of the same instants contradict it.
    fn reach(&self, (first, last): (usize, usize), conflicts: &[Fix]) -> Bears {
        let contradicted = |fix: &Fix| conflicts.binary_search_by_key(&fix.t, |c| c.t).is_ok();
        if self.fixes[first..=last].iter().all(contradicted) { Bears::There } else { Bears::Here }
    }

    /// Whether one leg leads away and the other back to where that began, by the shorter leg.
    fn returns(&self, out: &Leg, back: &Leg) -> bool {
        let shorter_m = math::min(out.metres, back.metres);
        let (from, end) = (&self.fixes[out.start], &self.fixes[back.end]);
        shorter_m > self.policy.teleport_leg_m.get()
            && distance(&from.position(), &end.position())
                < self.policy.teleport_return_share.get() * shorter_m
    }

    /// Metres and speed of a leg that nothing travels, with both accuracies taken off twice.
    fn impossible(&self, a: &Fix, b: &Fix) -> Option<(f64, f64)> {
        let seconds = b.t.since(a.t) as f64 / 1000.0;
        if self.at_most(a, b) <= self.policy.max_speed_mps.get() * seconds {
            return None;
        }
        let metres = distance(&a.position(), &b.position());
        let certain = metres - 2.0 * (self.radius(a) + self.radius(b));
        let limit = if metres > self.policy.flight_leg_m.get() {
            self.policy.max_flight_speed_mps.get()
        } else {
            self.policy.max_speed_mps.get()
        };
        (certain > limit * seconds).then(|| (metres, metres / seconds))
    }
}

/// Metres and speeds as whole numbers: nobody argues about the rest.
fn whole(x: f64) -> i64 {
    x.round() as i64
}
