//! From stay to stay: when, how far, and whether it was a business trip.

mod base;
mod policy;
mod report;

pub use policy::TripPolicy;
pub use report::{Trip, TripMileage, TripReport};

use base::Away;

use super::anomaly::flags;
use super::bearing::named;
use super::companion::Visited;
use super::compile::{Compiled, fences_by_id};
use super::duty::Duty;
use super::evidence::tenth;
use super::jumps::jumps;
use super::legs::legs;
use super::mileage::Mileage;
use super::policy::{Detail, Site, VisitPolicy};
use super::reasons;
use super::report::Anomaly;
use super::stops::{Ranges, totals, unknown_stops};
use super::usable::{Clock, Usable, usable};
use super::verify::is_stay;
use crate::budget::Budget;
use crate::geo::{Position, distance};
use crate::geofence::machine::Sight;
use crate::geofence::sight::Leg;
use crate::geofence::{Fix, Track};
use crate::math;
use crate::math::hash_value;
use crate::shape::{Reader, Shaped};
use crate::time::Instant;
use crate::{Reason, Result};

/// The trips of a track: what lies between stays at `sites`, stops elsewhere, and long gaps.
///
/// Sites and stops are found as by `verify_plan`, and the time of the track is divided as there.
/// A gap ends a trip where it is longer than `max_bridge`, off duty, or begins and ends within
/// `stop_radius_m`; others are bridged by straight lines, whose metres stand apart. What fixes add
/// that jumped away and back, that are worse than `max_accuracy_m`, or that nothing travels between,
/// is not in the cleaned mileage; nor, during stays, legs shorter than twice the joint sigma of their
/// ends; nor, at a site or not, anything at a place: from a stop on, for as long as no fix is certainly
/// farther than `stop_radius_m` from the median, but for fixes more than five sigma off. Eight hours
/// of a still phone, with accuracies of 10 to 30 m, are 25 m so on average.
/// `raw_m` is the sum over all fixes as they came, less its legs over gaps.
///
/// With a `base` it is said whether the rep was on a business trip: certainly farther away than
/// `business_distance_m`, or, if `observe_nights` is set, for a night, 00:00 to 05:00 by the clock of
/// the policy's zone, farther than `night_distance_m`. Where a whole night lies in the track of which
/// nobody knows, or may know, nobody knows of a trip either. A fix without accuracy may be off by
/// `max_accuracy_m`. Simulated fixes prove no distance, but count as driven: see `anomalies` and the
/// reasons of the trips.
///
/// Takes time in the number of fixes times the number of sites. `budget` hears of the progress and
/// may stop it.
///
/// # Errors
/// Problems of the policy and of fences; `duplicate_id` (sites); and `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::visit::TripPolicy;
/// use fieldbeat::{Fix, Track, trips};
///
/// // Ten minutes in one place, ten minutes on the road at 12 m/s, ten minutes in another.
/// let start: fieldbeat::Instant = "2026-11-20T09:00:00Z".parse()?;
/// let fixes = (0..=60)
///     .map(|i: i64| {
///         let metres = (i.clamp(20, 40) - 20) * 360;
///         Fix::new(start.plus(i * 30_000), 55.75 + metres as f64 / 111_343.0, 37.6, 10.0)
///     })
///     .collect::<Result<_, fieldbeat::Problem>>()?;
///
/// let policy = TripPolicy::default();
/// let report = trips(&Track::new(fixes), &policy, &[], None, &mut Budget::unlimited())?;
/// assert_eq!(report.trips.len(), 1);
/// assert_eq!(report.trips[0].distance_m.round(), 7200.0);
/// assert_eq!(report.business_trip, None);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn trips(
    track: &Track,
    policy: &TripPolicy,
    sites: &[Site],
    base: Option<&Position>,
    budget: &mut Budget<'_>,
) -> Result<TripReport> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| policy::check(policy, at)));
    let (by_id, fences) = fences_by_id(sites, &policy.visit.presence, &mut at);
    let (fences, _) = at.finish(fences)?;
    let at_index = |(_, index): (&str, usize)| sites.get(index);
    let compiled = Compiled {
        plans: Vec::new(),
        sites: by_id.into_iter().filter_map(at_index).collect(),
        fences,
        policy: &policy.visit,
        policy_hash: hash_value(&policy.to_value()),
    };
    let clock = Clock::set_right(track);
    let seen = usable(track, clock, &policy.visit, budget)?;
    let mut report = journey(&compiled, &seen, policy, budget)?;
    match base {
        Some(base) => {
            let away = Away { base, policy };
            let certain = without_jumps(&seen, &policy.visit);
            let nights = match &policy.visit.observe {
                Some(_) if policy.observe_nights => {
                    let every_hour = VisitPolicy { observe: None, ..policy.visit.clone() };
                    without_jumps(&usable(track, clock, &every_hour, budget)?, &every_hour)
                }
                _ => certain.clone(),
            };
            away.judge(&certain, &nights, &mut report);
        }
        None => report.reasons.push(Reason::new(reasons::NO_BASE)),
    }
    Ok(report)
}

/// The fixes that did not jump away and back.
fn without_jumps(usable: &Usable, policy: &VisitPolicy) -> Vec<Fix> {
    let doubtful = jumps(usable, policy).doubtful;
    let stays = |(index, _): &(usize, &Fix)| doubtful.binary_search(index).is_err();
    usable.fixes.iter().enumerate().filter(stays).map(|(_, fix)| fix.clone()).collect()
}

/// A time without travel.
struct Pause {
    start: i64,
    end: i64,
    /// Index of the site where it was spent, if it was one.
    site: Option<usize>,
}

/// All of the report but the business trip.
fn journey(
    compiled: &Compiled<'_>,
    usable: &Usable,
    policy: &TripPolicy,
    budget: &mut Budget<'_>,
) -> Result<TripReport> {
    let (fixes, visit) = (&usable.fixes, &policy.visit);
    let legs = legs(fixes, visit);
    let jumps = jumps(usable, visit);
    let sight = Sight { fixes, doubtful: &jumps.doubtful };
    let (stays, passing): (Vec<_>, Vec<_>) =
        compiled.stays(sight, &legs, budget)?.into_iter().partition(|at| is_stay(at, visit));
    let inside = stays.iter().flat_map(|at| at.stay.inside.iter().copied());
    let passed = passing.iter().flat_map(|at| at.stay.inside.iter().copied());
    let on_site = Ranges::union(inside.clone().chain(passed).collect());
    let stops = unknown_stops(fixes, &legs, &on_site, visit);
    let stopped = stops.iter().map(|stop| (stop.start.millis(), stop.end.millis()));
    let on_stays = Ranges::union(inside.collect());

    let mut pauses: Vec<Pause> = stays
        .iter()
        .map(|at| Pause { start: at.stay.enter.t, end: at.stay.exit.t, site: Some(at.site) })
        .chain(stopped.map(|(start, end)| Pause { start, end, site: None }))
        .collect();
    pauses.extend(breaks(fixes, &legs, policy));

    let visited: Vec<Visited> = stays.iter().map(|at| Visited::of(at.site, &at.stay)).collect();
    let raw = Mileage::raw(fixes, visit);
    let cleaned = Mileage::cleaned(fixes, &jumps.doubtful, &on_stays, visit);
    let anomalies = flags(jumps.found, usable, visit, None, &visited);
    let anomalies: Vec<Anomaly> = anomalies.into_iter().map(|found| found.anomaly).collect();
    let journey = Journey { compiled, policy, fixes, legs: &legs, raw, cleaned, anomalies };
    Ok(TripReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: compiled.policy_hash.clone(),
        digest: usable.digest.clone(),
        first: fixes.first().map(|fix| fix.t),
        last: fixes.last().map(|fix| fix.t),
        clock_offset_ms: usable.clock_offset_ms,
        trips: journey.trips(halts(pauses)),
        totals: totals(fixes, &legs, &on_site, &stops),
        mileage: journey.mileage(i64::MIN, i64::MAX),
        business_trip: None,
        farthest_from_base_m: None,
        nights_away: Vec::new(),
        nights_unseen: 0,
        reasons: Vec::new(),
        anomalies: journey.anomalies,
        fixes: usable.counts.clone(),
        warnings: Vec::new(),
    })
}

/// Gaps over which no trip goes on.
fn breaks(fixes: &[Fix], legs: &[Leg], policy: &TripPolicy) -> Vec<Pause> {
    let visit = &policy.visit;
    let duty = Duty::of(visit);
    let silent = fixes.windows(2).zip(legs).filter(|(_, leg)| **leg == Leg::Gap);
    silent
        .filter_map(|(pair, _)| {
            let [a, b] = pair else { return None };
            let ends = b.t.since(a.t) > policy.max_bridge.millis()
                || duty.pauses(a, b)
                || distance(&a.position(), &b.position()) <= visit.stop_radius_m.get();
            ends.then(|| Pause { start: a.t.millis(), end: b.t.millis(), site: None })
        })
        .collect()
}

/// Pauses that overlap.
struct Halt {
    start: i64,
    end: i64,
    /// Sites where it began, and where it ended.
    arrived: Vec<usize>,
    left: Vec<usize>,
}

impl Halt {
    /// No halt, but an end of the track.
    fn none(t: Instant) -> Self {
        Self { start: t.millis(), end: t.millis(), arrived: Vec::new(), left: Vec::new() }
    }

    fn of(pauses: &[Pause]) -> Option<Self> {
        let first = pauses.iter().min_by_key(|pause| pause.start)?;
        let last = pauses.iter().max_by_key(|pause| pause.end)?;
        let sites = |holds: &dyn Fn(&Pause) -> bool| {
            let mut sites: Vec<usize> =
                pauses.iter().filter(|pause| holds(pause)).filter_map(|pause| pause.site).collect();
            math::sort(&mut sites);
            sites.dedup();
            sites
        };
        Some(Self {
            start: first.start,
            end: last.end,
            arrived: sites(&|pause| pause.start < first.end),
            left: sites(&|pause| last.start < pause.end),
        })
    }
}

/// Pauses as halts, in order and apart.
fn halts(mut pauses: Vec<Pause>) -> Vec<Halt> {
    math::sort_by_key(&mut pauses, |pause| (pause.start, pause.end, pause.site));
    let mut until = i64::MIN;
    let mut groups: Vec<Vec<Pause>> = Vec::new();
    for pause in pauses {
        let apart = pause.start > until;
        until = until.max(pause.end);
        match groups.last_mut() {
            Some(group) if !apart => group.push(pause),
            _ => groups.push(vec![pause]),
        }
    }
    groups.iter().filter_map(|group| Halt::of(group)).collect()
}

/// A track, ready to be cut into trips.
struct Journey<'j> {
    compiled: &'j Compiled<'j>,
    policy: &'j TripPolicy,
    fixes: &'j [Fix],
    legs: &'j [Leg],
    raw: Mileage,
    cleaned: Mileage,
    anomalies: Vec<Anomaly>,
}

impl Journey<'_> {
    /// What lies between the halts, if it is long enough and far enough.
    fn trips(&self, halts: Vec<Halt>) -> Vec<Trip> {
        let (Some(first), Some(last)) = (self.fixes.first(), self.fixes.last()) else {
            return Vec::new();
        };
        let mut all = vec![Halt::none(first.t)];
        all.extend(halts);
        all.push(Halt::none(last.t));
        let between = |pair: &[Halt]| match pair {
            [from, to] if from.end < to.start => self.trip(from, to),
            // The track begins or ends with a halt.
            _ => None,
        };
        all.windows(2).filter_map(between).collect()
    }

    fn trip(&self, from: &Halt, to: &Halt) -> Option<Trip> {
        let (start, end) = (Instant::held(from.end), Instant::held(to.start));
        let duration_ms = end.since(start);
        let mileage = self.mileage(from.end, to.start);
        let distance_m = tenth(mileage.cleaned_m + mileage.bridged_m);
        let long = duration_ms >= self.policy.min_duration.millis()
            && distance_m >= self.policy.min_distance_m.get();
        if !long {
            return None;
        }
        let gaps = self.gaps(from.end, to.start);
        let mut reasons = Vec::new();
        if let Some(gap_ms) = gaps.iter().copied().max() {
            let reason = Reason::new(reasons::TRACK_GAP).by("$.policy.visit.gap");
            reasons.push(reason.fact("gap_ms", gap_ms));
        }
        let during = |anomaly: &&Anomaly| anomaly.start <= end && start <= anomaly.end;
        let odd: Vec<&Anomaly> = self.anomalies.iter().filter(during).collect();
        for mut reason in named(&odd) {
            reason.path = reason.path.map(|path| path.replace("$.policy.", "$.policy.visit."));
            reasons.push(reason);
        }
        Some(Trip {
            start,
            end,
            duration_ms,
            distance_m,
            mileage,
            bridged_ms: gaps.iter().sum(),
            start_sites: self.ids(&from.left),
            end_sites: self.ids(&to.arrived),
            // The last fix before the trip and the first after it.
            start_position: self
                .position(self.fixes.partition_point(|fix| fix.t <= start).saturating_sub(1)),
            end_position: self.position(self.fixes.partition_point(|fix| fix.t < end)),
            reasons,
        })
    }

    fn mileage(&self, start: i64, end: i64) -> TripMileage {
        let cleaned = self.cleaned.between(start, end);
        TripMileage {
            raw_m: tenth(self.raw.between(start, end).known),
            cleaned_m: tenth(cleaned.known),
            bridged_m: tenth(cleaned.bridged),
        }
    }

    /// The silences of a trip, as far as they lie in it.
    fn gaps(&self, start: i64, end: i64) -> Vec<i64> {
        let from = self.fixes.partition_point(|fix| fix.t.millis() <= start).saturating_sub(1);
        let legs = self.fixes.windows(2).zip(self.legs).skip(from);
        let silent = |(pair, leg): (&[Fix], &Leg)| match pair {
            [a, b] => Some((a.t.millis(), b.t.millis(), *leg == Leg::Gap)),
            _ => None,
        };
        legs.filter_map(silent)
            .take_while(|(since, ..)| *since < end)
            .filter(|(.., silent)| *silent)
            .map(|(since, until, _)| until.min(end) - since.max(start))
            .collect()
    }

    fn ids(&self, sites: &[usize]) -> Vec<String> {
        let id = |site: &usize| self.compiled.sites.get(*site).map(|site| site.id.clone());
        sites.iter().filter_map(id).collect()
    }

    /// The place of a fix, if places may be told.
    fn position(&self, index: usize) -> Option<Position> {
        let told = self.policy.visit.detail == Detail::Track;
        self.fixes.get(index).filter(|_| told).map(Fix::position)
    }
}
