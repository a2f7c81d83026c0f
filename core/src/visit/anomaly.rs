//! Tracks that no moving person's phone writes: flags with evidence, never silent drops.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes"
)]

use super::companion::Visited;
use super::digest::{TELLING_PLACES, path_digest, place};
use super::policy::{AnomalyPolicy, Degrade, DegradePolicy, History, VisitPolicy};
use super::reasons;
use super::report::Anomaly;
use super::usable::Usable;
use crate::Facts;
use crate::geo::distance;
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

/// All anomalies of a day, by start, then code.
pub(super) fn flags(
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
    math::sort_by(&mut all, |Found { anomaly: a, .. }, Found { anomaly: b, .. }| {
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

/// What looks for anomalies among the usable fixes of a day.
pub(super) struct Finder<'a> {
    pub(super) fixes: &'a [Fix],
    pub(super) policy: &'a AnomalyPolicy,
    pub(super) degrade: &'a DegradePolicy,
    /// Metres by which a fix without accuracy may be off.
    pub(super) blind_m: f64,
    /// Silence longer than this is a gap.
    pub(super) gap_ms: i64,
    /// Nobody drives faster than this on average, in m/s.
    pub(super) drive_mps: f64,
    /// Within this many metres a phone stands still.
    still_m: f64,
}

impl<'a> Finder<'a> {
    pub(super) fn new(usable: &'a Usable, policy: &'a VisitPolicy) -> Self {
        Self::over(&usable.fixes, policy)
    }

    pub(super) fn over(fixes: &'a [Fix], policy: &'a VisitPolicy) -> Self {
        Self {
            fixes,
            policy: &policy.anomalies,
            degrade: &policy.degrade,
            blind_m: policy.presence.max_accuracy_m.get(),
            gap_ms: policy.gap.millis(),
            drive_mps: policy.max_travel_speed_mps.get(),
            still_m: policy.stop_radius_m.get(),
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

    pub(super) fn radius(&self, fix: &Fix) -> f64 {
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
        // Networks and fused providers repeat themselves indoors, and trackers that tell no accuracy
        // may hold their place while they stand still: no proof of anything.
        let run = &self.fixes[first..=last];
        let unknown = self.fixes[first].accuracy_m.radius().is_none();
        let settling =
            |fix: &&Fix| matches!(fix.source, Some(FixSource::Network | FixSource::Fused));
        let settled = 2 * run.iter().filter(settling).count() >= run.len();
        let effect =
            if settled || unknown { Degrade::Note } else { self.degrade.frozen_coordinates };
        self.found(reasons::FROZEN_COORDINATES, (first, last), effect, Bears::Here)
            .fact("span_ms", span_ms)
    }

    /// An accuracy that never changes all day, wherever the phone goes: a parked car sees one sky.
    fn constant_accuracy(&self) -> Option<Found> {
        let first = self.fixes.first()?;
        let here = first.position();
        let constant = first.accuracy_m.radius().is_some()
            && self.fixes.len() >= self.policy.accuracy_constant_fixes as usize
            && self.fixes.iter().all(|fix| fix.accuracy_m == first.accuracy_m)
            && self.fixes.iter().any(|fix| distance(&here, &fix.position()) > self.still_m);
        constant.then(|| {
            let run = (0, self.fixes.len() - 1);
            let effect = self.degrade.accuracy_constant;
            self.found(reasons::ACCURACY_CONSTANT, run, effect, Bears::Anywhere)
                .fact("accuracy_m", first.accuracy_m)
        })
    }

    /// Fixes whose count goes on while their clock goes back.
    ///
    /// A count that began anew, as after a restart of the phone, orders nothing: numbers come
    /// twice, or the receipts tell, or all fixes of lower numbers are later than all of higher
    /// ones and numbers between are missing.
    fn clock_set_back(&self) -> Vec<Found> {
        let step_ms = self.policy.clock_ahead.millis();
        let mut counted: Vec<(i64, usize)> = (0..self.fixes.len())
            .filter_map(|index| self.fixes[index].seq.map(|seq| (seq, index)))
            .collect();
        math::sort(&mut counted);
        if counted.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Vec::new();
        }
        // Fixes are in order of time: their indices say which is later.
        let mut latest_from = 0;
        let mut latest: Vec<usize> = Vec::with_capacity(counted.len());
        for &(_, index) in counted.iter().rev() {
            latest_from = latest_from.max(index);
            latest.push(latest_from);
        }
        latest.reverse();
        let mut found = Vec::new();
        let mut earliest = usize::MAX;
        for (place, pair) in counted.windows(2).enumerate() {
            let ((low, before), (high, after)) = (pair[0], pair[1]);
            earliest = earliest.min(before);
            if self.fixes[before].t.since(self.fixes[after].t) <= step_ms {
                continue;
            }
            let received = (self.fixes[before].received, self.fixes[after].received);
            let anew = match received {
                (Some(a), Some(b)) if a != b => b < a,
                _ => high.saturating_sub(low) > 1 && earliest > latest[place + 1],
            };
            if !anew {
                let effect = self.degrade.clock_back;
                let run = (after, before);
                found.push(self.found(reasons::CLOCK_BACK, run, effect, Bears::Anywhere));
            }
        }
        found
    }

    /// The places of an earlier day, in their order; a phone between two cell towers repeats itself
    /// on any day.
    fn replayed(&self, earlier: &[String]) -> Option<Found> {
        let digest = path_digest(self.fixes)?;
        let mut places = Window::default();
        let few = self.fixes.iter().all(|fix| {
            places.enter(fix);
            (places.0.len() as u32) < TELLING_PLACES
        });
        (!few && earlier.contains(&digest)).then(|| {
            let run = (0, self.fixes.len() - 1);
            self.found(reasons::REPLAYED_TRACK, run, self.degrade.replayed_track, Bears::Anywhere)
                .fact("path_digest", digest)
        })
    }

    /// Maximal runs of fixes for which `holds`, as first and last index.
    pub(super) fn runs(&self, mut holds: impl FnMut(&Fix) -> bool) -> Vec<(usize, usize)> {
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

    pub(super) fn found(
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
    pub(super) fn fact(mut self, name: &'static str, value: impl Shaped) -> Self {
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
