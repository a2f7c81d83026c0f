//! Tracks that no moving person's phone writes: flags with evidence, never silent drops.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes"
)]

use super::digest::{path_digest, place};
use super::policy::{AnomalyPolicy, Companion, Degrade, DegradePolicy, History, VisitPolicy};
use super::reasons;
use super::report::Anomaly;
use super::usable::Usable;
use crate::Facts;
use crate::geo::distance;
use crate::geofence::machine::Stay;
use crate::geofence::{Accuracy, Fix, FixSource};
use crate::math;
use crate::shape::Shaped;
use crate::time::Instant;

/// An anomaly, and which stays near it in time it bears on.
pub(super) struct Found {
    pub(super) anomaly: Anomaly,
    pub(super) bears: Bears,
}

/// Which stays an anomaly bears on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bears {
    /// All: it says something about the phone.
    Anywhere,
    /// Those that it interrupts, and those at its place.
    Here,
    /// Those at its place only: another fix of the same instant says where the rep really was.
    There,
}

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

/// All anomalies of a day, by start, then code.
pub(super) fn anomalies(
    jumps: Vec<Found>,
    usable: &Usable,
    policy: &VisitPolicy,
    history: Option<&History>,
    visited: &[Visited],
) -> Vec<Found> {
    let found = Finder::new(usable, policy);
    let degrade = &policy.degrade;
    let mut all = found.mock_locations();
    all.extend(jumps);
    all.extend(found.frozen());
    all.extend(found.constant_accuracy());
    all.extend(found.clock_set_back());
    let apart_ms = policy.anomaly_window.millis();
    let mut note =
        |fixes: &[Fix], code, effect| all.extend(clusters(fixes, apart_ms, code, effect));
    note(&usable.from_the_future, reasons::CLOCK_AHEAD, degrade.clock_ahead);
    note(&usable.from_zero_island, reasons::ZERO_ISLAND, degrade.zero_island);
    note(&usable.conflicts, reasons::CONFLICTING_FIX, degrade.conflicting_fix);
    if let Some(history) = history {
        all.extend(found.replayed(&history.path_digests));
        all.extend(
            history.companions.iter().filter_map(|companion| found.companion(companion, visited)),
        );
    }
    all.sort_by(|Found { anomaly: a, .. }, Found { anomaly: b, .. }| {
        (a.start, &a.code, a.end).cmp(&(b.start, &b.code, b.end))
    });
    all
}

/// Fixes put aside, those near each other in time as one anomaly.
fn clusters(fixes: &[Fix], apart_ms: i64, code: &str, effect: Degrade) -> Vec<Found> {
    fixes
        .chunk_by(|a, b| b.t.since(a.t) <= apart_ms)
        .filter_map(|cluster| {
            let (first, last) = (cluster.first()?, cluster.last()?);
            let anomaly = anomaly(code, first.t, last.t, cluster.len(), effect);
            Some(Found { anomaly, bears: Bears::Here })
        })
        .collect()
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

/// Time at a known site.
pub(super) struct Visited {
    pub(super) site: usize,
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Visited {
    pub(super) fn of(site: usize, stay: &Stay) -> Self {
        Self { site, start: stay.enter.t, end: stay.exit.t }
    }
}

struct Finder<'a> {
    fixes: &'a [Fix],
    policy: &'a AnomalyPolicy,
    degrade: &'a DegradePolicy,
    /// Metres by which a fix without accuracy may be off.
    blind_m: f64,
    /// Silence longer than this is a gap.
    gap_ms: i64,
}

impl<'a> Finder<'a> {
    fn new(usable: &'a Usable, policy: &'a VisitPolicy) -> Self {
        Self {
            fixes: &usable.fixes,
            policy: &policy.anomalies,
            degrade: &policy.degrade,
            blind_m: policy.presence.max_accuracy_m.get(),
            gap_ms: policy.gap.millis(),
        }
    }

    /// Runs of fixes that the device itself calls simulated.
    fn mock_locations(&self) -> Vec<Found> {
        self.runs(|fix| fix.mock == Some(true))
            .into_iter()
            .map(|run| {
                self.found(reasons::MOCK_LOCATION, run, self.degrade.mock_location, Bears::Anywhere)
            })
            .collect()
    }

    /// Legs faster than anything travels; with a leg back, a teleport.
    ///
    /// Over a gap nobody knows the speed: one fix after it (or before it) that is far from both
    /// its neighbours, which are close to each other, is a teleport if its other leg is.
    fn impossible_legs(&self, conflicts: &[Fix]) -> Jumps {
        let mut jumps = Jumps { found: Vec::new(), doubtful: Vec::new() };
        // The leg out of a teleport that has not returned yet.
        let mut away: Option<Leg> = None;
        for end in 1..self.fixes.len() {
            let Some(leg) = self.leg(end - 1, end) else { continue };
            if leg.impossible {
                let effect = self.degrade.speed_impossible;
                let flag =
                    self.found(reasons::SPEED_IMPOSSIBLE, (end - 1, end), effect, Bears::Here);
                jumps.found.push(
                    flag.fact("distance_m", whole(leg.metres)).fact("speed_mps", whole(leg.mps)),
                );
            }
            match away.take() {
                Some(out) if self.is_teleport(&out, &leg) => {
                    // The fixes that were away: between two legs there is at least one.
                    let run = (out.end, leg.start);
                    jumps.doubtful.extend(out.end..=leg.start);
                    let reach = self.reach(run, conflicts);
                    jumps.found.push(
                        self.found(reasons::TELEPORT, run, self.degrade.teleport, reach)
                            .fact("distance_m", whole(math::min(out.metres, leg.metres))),
                    );
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

    /// The leg between two fixes, if it is impossible or silent.
    fn leg(&self, start: usize, end: usize) -> Option<Leg> {
        let (a, b) = (&self.fixes[start], &self.fixes[end]);
        if let Some((metres, mps)) = self.impossible(a, b) {
            return Some(Leg { start, end, metres, mps, impossible: true });
        }
        (b.t.since(a.t) > self.gap_ms).then(|| {
            let metres = distance(&a.position(), &b.position());
            Leg { start, end, metres, mps: 0.0, impossible: false }
        })
    }

    /// Whether one leg leads away and the other back.
    fn is_teleport(&self, out: &Leg, back: &Leg) -> bool {
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
        // No trigonometry for the many legs that are slow even as the crow's square flies.
        const METRES_A_DEGREE: f64 = 111_700.0;
        let (dlat, dlon) = (b.lat.get() - a.lat.get(), b.lon.get() - a.lon.get());
        let at_most = METRES_A_DEGREE * (dlat * dlat + dlon * dlon).sqrt();
        if at_most <= self.policy.max_speed_mps.get() * seconds {
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

    fn radius(&self, fix: &Fix) -> f64 {
        match fix.accuracy_m {
            Accuracy::Radius(m) => m,
            Accuracy::Missing | Accuracy::Invalid => self.blind_m,
        }
    }

    /// Coordinates that stay the same to the last digit while satellites would wander.
    fn frozen(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut window = Window::default();
        let mut start = 0;
        let mut end = 0;
        // The window slides: each fix enters it once and leaves it once.
        while start < self.fixes.len() {
            while end < self.fixes.len()
                && self.fixes[end].accuracy_m == self.fixes[start].accuracy_m
                && window.admits(&self.fixes[end], self.policy.frozen_places)
            {
                window.enter(&self.fixes[end]);
                end += 1;
            }
            let span_ms = self.fixes[end - 1].t.since(self.fixes[start].t);
            let long = end - start >= self.policy.frozen_fixes as usize
                && span_ms >= self.policy.frozen_span.millis();
            if long {
                found.push(self.frozen_run(start, end - 1, span_ms));
                window = Window::default();
                start = end;
            } else {
                window.leave(&self.fixes[start]);
                start += 1;
            }
        }
        found
    }

    fn frozen_run(&self, first: usize, last: usize, span_ms: i64) -> Found {
        // Networks and fused providers repeat themselves indoors: no proof of anything.
        let run = &self.fixes[first..=last];
        let settling =
            |fix: &&Fix| matches!(fix.source, Some(FixSource::Network | FixSource::Fused));
        let settled = 2 * run.iter().filter(settling).count() >= run.len();
        let effect = if settled { Degrade::Note } else { self.degrade.frozen_coordinates };
        self.found(reasons::FROZEN_COORDINATES, (first, last), effect, Bears::Here)
            .fact("span_ms", span_ms)
    }

    /// An accuracy that never changes all day.
    fn constant_accuracy(&self) -> Option<Found> {
        let first = self.fixes.first()?;
        let constant = first.accuracy_m.radius().is_some()
            && self.fixes.len() >= self.policy.accuracy_constant_fixes as usize
            && self.fixes.iter().all(|fix| fix.accuracy_m == first.accuracy_m);
        constant.then(|| {
            let run = (0, self.fixes.len() - 1);
            let effect = self.degrade.accuracy_constant;
            self.found(reasons::ACCURACY_CONSTANT, run, effect, Bears::Anywhere)
                .fact("accuracy_m", first.accuracy_m)
        })
    }

    /// Fixes whose count goes on while their clock goes back.
    fn clock_set_back(&self) -> Vec<Found> {
        let step_ms = self.policy.clock_ahead.millis();
        let mut counted: Vec<(i64, usize)> = (0..self.fixes.len())
            .filter_map(|index| self.fixes[index].seq.map(|seq| (seq, index)))
            .collect();
        counted.sort_unstable();
        let back = |pair: &&[(i64, usize)]| {
            self.fixes[pair[0].1].t.since(self.fixes[pair[1].1].t) > step_ms
        };
        counted
            .windows(2)
            .filter(back)
            .map(|pair| {
                let run = (pair[1].1, pair[0].1);
                self.found(reasons::CLOCK_BACK, run, self.degrade.clock_back, Bears::Anywhere)
            })
            .collect()
    }

    /// The places of an earlier day, in their order.
    fn replayed(&self, earlier: &[String]) -> Option<Found> {
        let digest = path_digest(self.fixes)?;
        earlier.contains(&digest).then(|| {
            let run = (0, self.fixes.len() - 1);
            self.found(reasons::REPLAYED_TRACK, run, self.degrade.replayed_track, Bears::Anywhere)
                .fact("path_digest", digest)
        })
    }

    /// Another rep within joint accuracy for hours, at several sites: two phones in one pocket.
    fn companion(&self, companion: &Companion, visited: &[Visited]) -> Option<Found> {
        let mut others = companion.track.fixes().iter().peekable();
        let mut latest: Option<&Fix> = None;
        let close = self.runs(|fix| {
            while let Some(other) = others.next_if(|other| other.t <= fix.t) {
                latest = Some(other);
            }
            // The other's fix nearest in time.
            let nearest = match (latest, others.peek().copied()) {
                (Some(a), Some(b)) if b.t.since(fix.t) < fix.t.since(a.t) => Some(b),
                (a, b) => a.or(b),
            };
            nearest.is_some_and(|other| self.together(fix, other))
        });
        let ranges: Vec<(i64, i64)> = close
            .iter()
            .map(|&(first, last)| (self.fixes[first].t.millis(), self.fixes[last].t.millis()))
            .collect();
        let together_ms: i64 = ranges.iter().map(|(start, end)| end - start).sum();
        let mut sites: Vec<usize> = visited
            .iter()
            .filter(|visit| {
                ranges.iter().any(|&(start, end)| visit.start < end && start < visit.end)
            })
            .map(|visit| visit.site)
            .collect();
        sites.sort_unstable();
        sites.dedup();
        let enough = together_ms > self.policy.companion_span.millis()
            && sites.len() >= self.policy.companion_sites as usize;
        let run = (close.first()?.0, close.last()?.1);
        enough.then(|| {
            self.found(reasons::COMPANION_TRACK, run, self.degrade.companion_track, Bears::Anywhere)
                .fact("rep", companion.rep.clone())
                .fact("together_ms", together_ms)
        })
    }

    /// Whether two reps' fixes are of one time and one place.
    fn together(&self, a: &Fix, b: &Fix) -> bool {
        const SAME_TIME_MS: i64 = 60_000;
        b.t.since(a.t).abs() <= SAME_TIME_MS && self.joint(a, b)
    }

    /// Whether two fixes are within their joint accuracy.
    fn joint(&self, a: &Fix, b: &Fix) -> bool {
        distance(&a.position(), &b.position()) <= self.radius(a) + self.radius(b)
    }

    /// Maximal runs of fixes for which `holds`, as first and last index.
    fn runs(&self, mut holds: impl FnMut(&Fix) -> bool) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (index, fix) in self.fixes.iter().enumerate() {
            if !holds(fix) {
                continue;
            }
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == index => *last = index,
                _ => runs.push((index, index)),
            }
        }
        runs
    }

    fn found(
        &self,
        code: &str,
        (first, last): (usize, usize),
        effect: Degrade,
        bears: Bears,
    ) -> Found {
        let (start, end) = (self.fixes[first].t, self.fixes[last].t);
        Found { anomaly: anomaly(code, start, end, last + 1 - first, effect), bears }
    }
}

impl Found {
    fn fact(mut self, name: &'static str, value: impl Shaped) -> Self {
        self.anomaly.facts = self.anomaly.facts.with(name, value);
        self
    }
}

fn anomaly(code: &str, start: Instant, end: Instant, fixes: usize, effect: Degrade) -> Anomaly {
    Anomaly {
        code: code.to_owned(),
        start,
        end,
        fixes: u32::try_from(fixes).unwrap_or(u32::MAX),
        effect,
        facts: Facts::default(),
    }
}

/// The places among some fixes, with how many fixes each has.
#[derive(Default)]
struct Window(Vec<((i64, i64), usize)>);

impl Window {
    fn admits(&self, fix: &Fix, places: u32) -> bool {
        self.0.len() < places as usize || self.0.iter().any(|(known, _)| *known == place(fix))
    }

    fn enter(&mut self, fix: &Fix) {
        let here = place(fix);
        match self.0.iter_mut().find(|(known, _)| *known == here) {
            Some((_, fixes)) => *fixes += 1,
            None => self.0.push((here, 1)),
        }
    }

    fn leave(&mut self, fix: &Fix) {
        let here = place(fix);
        if let Some((_, fixes)) = self.0.iter_mut().find(|(known, _)| *known == here) {
            *fixes -= 1;
        }
        self.0.retain(|(_, fixes)| *fixes > 0);
    }
}

/// Metres and speeds as whole numbers: nobody argues about the rest.
fn whole(x: f64) -> i64 {
    x.round() as i64
}
