//! Legs that nothing travels, and jumps there and back.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes"
)]

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
    ///
    /// Over a gap nobody knows the speed: one fix after it (or before it) that is far from both
    /// its neighbours, which are close to each other, with one impossible leg, is not believed,
    /// and is no teleport: a receiver that wakes may first say where it was, or guess.
    pub(super) fn impossible_legs(&self, conflicts: &[Fix]) -> Jumps {
        let mut jumps = Jumps { found: Vec::new(), doubtful: Vec::new() };
        // The leg out of a teleport that has not returned yet.
        let mut away: Option<Leg> = None;
        let mut flights = self.flights().into_iter().peekable();
        for end in 1..self.fixes.len() {
            while flights.next_if(|&(_, landed)| landed < end).is_some() {}
            let flying = flights.peek().is_some_and(|&(start, _)| start < end);
            let Some(leg) = self.leg(end - 1, end, flying) else { continue };
            if leg.impossible {
                let effect = self.degrade.speed_impossible;
                let flag =
                    self.found(reasons::SPEED_IMPOSSIBLE, (end - 1, end), effect, Bears::Here);
                jumps.found.push(
                    flag.fact("distance_m", whole(leg.metres)).fact("speed_mps", whole(leg.mps)),
                );
            }
            match away.take() {
                Some(out) if self.goes_and_returns(&out, &leg) => {
                    // The fixes that were away: between two legs there is at least one.
                    let run = (out.end, leg.start);
                    jumps.doubtful.extend(out.end..=leg.start);
                    if out.impossible && leg.impossible {
                        let reach = self.reach(run, conflicts);
                        jumps.found.push(
                            self.found(reasons::TELEPORT, run, self.degrade.teleport, reach)
                                .fact("distance_m", whole(math::min(out.metres, leg.metres))),
                        );
                    }
                }
                out if leg.impossible || out.is_none_or(|out| !out.impossible) => away = Some(leg),
                out => away = out,
            }
            // Nobody knows from where a track jumped that begins, or ends, with a jump.
            if leg.impossible && leg.start == 0 {
                jumps.doubtful.insert(0, 0);
            } else if leg.impossible && leg.end + 1 == self.fixes.len() {
                jumps.doubtful.push(leg.end);
            }
        }
        jumps
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

    /// Whether one leg leads away and the other back, and one at least is impossible.
    fn goes_and_returns(&self, out: &Leg, back: &Leg) -> bool {
        let known = out.impossible && back.impossible;
        let beside_a_gap = (out.impossible || back.impossible) && back.start == out.end;
        (known || beside_a_gap)
            && self.returns(out.start, back.end, math::min(out.metres, back.metres))
    }

    /// Which stays a jump bears on, by whether other fixes of the same instants contradict it.
    fn reach(&self, (first, last): (usize, usize), conflicts: &[Fix]) -> Bears {
        let contradicted = |fix: &Fix| conflicts.binary_search_by_key(&fix.t, |c| c.t).is_ok();
        if self.fixes[first..=last].iter().all(contradicted) { Bears::There } else { Bears::Here }
    }

    /// Whether fix `end` is back where fix `from` was, measured by the shorter leg.
    fn returns(&self, from: usize, end: usize, shorter_m: f64) -> bool {
        let back = distance(&self.fixes[from].position(), &self.fixes[end].position());
        shorter_m > self.policy.teleport_leg_m.get()
            && back < self.policy.teleport_return_share.get() * shorter_m
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
