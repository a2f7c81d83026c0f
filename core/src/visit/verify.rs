//! The verdicts on a rep's day.
//!
//! The day in stages, a file each: usable fixes, legs between them, stays at every site (the
//! fence state machine), anomalies, stays to plans, time in shared buildings, verdicts, totals.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index was made by enumerating the slice it indexes"
)]

use super::anomaly::{Found, flags};
use super::assign::{Assignment, Planned, SiteStay, assign};
use super::bearing::{Near, named};
use super::companion::Visited;
use super::compile::{Compiled, visit_ms};
use super::digest::path_digest;
use super::jumps::jumps;
use super::legs::legs;
use super::policy::{History, PlannedVisit, Sampling, Site, SlotRule, Status, VisitPolicy};
use super::reasons;
use super::report::{OffPlanVisit, VisitReport, VisitVerdict};
use super::shared::{Claimant, divide};
use super::stops::{Ranges, totals, unknown_stops};
use super::usable::{Clock, Usable, usable};
use super::verdict::{Case, moment};
use crate::budget::Budget;
use crate::geofence::machine::{Machine, Rules, Sight};
use crate::geofence::sight::Leg;
use crate::geofence::sure::Sure;
use crate::geofence::{Fix, Track};
use crate::math;
use crate::{Reason, Result};

/// The verdicts on a rep's day: was each planned visit real, when, and for how long.
///
/// Every verdict carries its reasons and its evidence; the report carries the version of the
/// engine, the hash of the policy and the digest of the track, so that it can be made again. The
/// order of `track` and `sites` and repeated fixes never change a byte of it.
///
/// # Rejected
/// Only where no unseen part of the window has room for the visit, with the way there and back; the
/// window's ends before the first fix and after the last count. One presumption stands against
/// them: a rep who was seen to *pass by* in the window, on a track that goes *from door to door*,
/// did not go out once more. Such a track begins within 500 m of where it ends, more than 1 km from
/// the site, and stops as the rep comes back (no rest of `stop_span` at its end); `passed_by` then
/// tells the unseen time as `unseen_ms`. With `observe` it is not made: then the hours on duty are
/// known, and what of them nobody saw may hide a visit. A phone that falls silent anywhere else, or
/// at rest, leaves the visit `unproven`. Hours off duty hide nothing, at the ends of a window or in
/// its middle, unless they begin or end with the rep at the site, or the window has no others: then
/// the reason names `$.policy.observe`.
///
/// # The clock
/// How far the device's clock was ahead all day is taken off every time before anything else: the
/// smallest `received - t`. Each upload (fixes received within a second) tells its own smallest;
/// the smallest of these counts that, to the minute, at least half as many uploads share as any
/// other, and three fixes or more. A verdict `verified` or `partial` that would be another one
/// without the correction, however small, is `suspect` with `clock_ahead`.
///
/// Takes time in the number of fixes times the number of sites. `budget` hears of the progress
/// and may stop it.
///
/// # Errors
/// `too_many_visits` beyond [`MAX_PLAN`](super::MAX_PLAN). All of: `duplicate_id` (plan, sites),
/// `unknown_site`, `mixed_reps`, problems of fences; and `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::visit::Status;
/// use fieldbeat::{Fix, PlannedVisit, Site, Track, VisitPolicy, verify_plan};
///
/// let site = Site::from_json(r#"{
///     "id": "clinic",
///     "fence": {"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}
/// }"#)?;
/// let planned = PlannedVisit::from_json(r#"{
///     "id": "v1", "site": "clinic",
///     "slot": {"start": "2026-11-20T09:00:00+03:00", "end": "2026-11-20T10:00:00+03:00"}
/// }"#)?;
/// // A fix every 30 s for ten minutes in the middle of the clinic.
/// let start: fieldbeat::Instant = "2026-11-20T09:05:00+03:00".parse()?;
/// let fixes = (0..=20)
///     .map(|i| Fix::new(start.plus(i * 30_000), 55.7558 + i as f64 * 1e-6, 37.6173, 10.0))
///     .collect::<Result<_, fieldbeat::Problem>>()?;
///
/// let report = verify_plan(
///     &[planned],
///     &Track::new(fixes),
///     &[site],
///     &VisitPolicy::default(),
///     None,
///     &mut Budget::unlimited(),
/// )?;
/// assert_eq!(report.visits[0].status, Status::Verified);
/// assert_eq!(report.visits[0].time_on_site_ms, 600_000);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn verify_plan(
    plan: &[PlannedVisit],
    track: &Track,
    sites: &[Site],
    policy: &VisitPolicy,
    history: Option<&History>,
    budget: &mut Budget<'_>,
) -> Result<VisitReport> {
    Compiled::new(plan, sites, policy)?.verify(track, history, budget)
}

/// A verdict that only the correction of the clock makes is suspect.
fn suspect_the_clock(visit: &mut VisitVerdict, told: &VisitVerdict, offset_ms: i64) {
    let counts = matches!(visit.computed_status, Status::Verified | Status::Partial);
    if counts && told.computed_status != visit.computed_status {
        visit.computed_status = Status::Suspect;
        if visit.r#override.is_none() {
            visit.status = Status::Suspect;
        }
        let reason = Reason::new(reasons::CLOCK_AHEAD)
            .by("$.policy.anomalies.clock_ahead")
            .fact("clock_offset_ms", offset_ms);
        visit.reasons.push(reason);
    }
}

impl Compiled<'_> {
    /// The verdicts on a rep's day.
    pub(super) fn verify(
        &self,
        track: &Track,
        history: Option<&History>,
        budget: &mut Budget<'_>,
    ) -> Result<VisitReport> {
        let policy = self.policy;
        let clock = Clock::set_right(track);
        let mut report = self.judge(&usable(track, clock, policy, budget)?, history, budget)?;
        let offset_ms = report.clock_offset_ms;
        if offset_ms > 0 {
            let as_told = usable(track, Clock::AS_TOLD, policy, budget)?;
            let other = self.judge(&as_told, history, budget)?;
            for (visit, told) in report.visits.iter_mut().zip(&other.visits) {
                suspect_the_clock(visit, told, offset_ms);
            }
        }
        Ok(report)
    }

    /// All verdicts over the usable fixes of a day.
    fn judge(
        &self,
        usable: &Usable,
        history: Option<&History>,
        budget: &mut Budget<'_>,
    ) -> Result<VisitReport> {
        let fixes = &usable.fixes;
        let legs = legs(fixes, self.policy);
        let jumps = jumps(usable, self.policy);
        let sight = Sight { fixes, doubtful: &jumps.doubtful };
        let (stays, passing): (Vec<_>, Vec<_>) =
            self.stays(sight, &legs, budget)?.into_iter().partition(|at| self.is_a_visit(at));
        let visited: Vec<Visited> = stays.iter().map(|at| Visited::of(at.site, &at.stay)).collect();
        let anomalies = flags(jumps.found, usable, self.policy, history, &visited);
        let day = Day { sight, legs: &legs, stays, passing, anomalies };
        let (visits, off_plan) = self.verdicts(&day, budget)?;
        let on_site = day.on_site();
        let unknown_stops = unknown_stops(fixes, &legs, &on_site, self.policy);
        Ok(VisitReport {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: self.policy_hash.clone(),
            rep: self.plans.iter().find_map(|planned| planned.visit.rep.clone()),
            digest: usable.digest.clone(),
            path_digest: path_digest(fixes),
            first: fixes.first().map(|fix| fix.t),
            last: fixes.last().map(|fix| fix.t),
            clock_offset_ms: usable.clock_offset_ms,
            visits,
            off_plan,
            totals: totals(fixes, &legs, &on_site, &unknown_stops),
            unknown_stops,
            anomalies: day.anomalies.into_iter().map(|found| found.anomaly).collect(),
            fixes: usable.counts.clone(),
            warnings: Vec::new(),
        })
    }

    /// Stays at all sites, by site, then time.
    pub(super) fn stays(
        &self,
        sight: Sight<'_>,
        legs: &[Leg],
        budget: &mut Budget<'_>,
    ) -> Result<Vec<SiteStay>> {
        let rules = self.rules();
        let mut stays = Vec::new();
        for (site, fence) in self.fences.iter().enumerate() {
            budget.spend(sight.fixes.len() as u64 + 1)?;
            let seen = sight.through(fence);
            let machine = Machine { fence, fixes: sight.fixes, seen: &seen, legs, rules: &rules };
            stays.extend(machine.stays().into_iter().map(|stay| SiteStay { site, stay }));
        }
        Ok(stays)
    }

    /// Whether a stay is long enough for a plan of its site, or to be told where nobody planned it.
    fn is_a_visit(&self, at: &SiteStay) -> bool {
        let mut planned = self.plans.iter().filter(|planned| planned.site == at.site);
        is_stay(at, self.policy) || planned.any(|planned| at.may_last(planned.visit_ms))
    }

    fn rules(&self) -> Rules {
        let policy = self.policy;
        Rules {
            enter: policy.enter.clone(),
            exit: policy.exit.clone(),
            grace_ms: policy.grace.millis(),
            dwell_ms: None,
            marks_bound: policy.sampling == Sampling::CheckIn,
            sure: Sure::of(&policy.presence),
            inside_sigmas: policy.presence.inside_sigmas(),
            outside_probability: policy.presence.outside_probability.get(),
            max_speed_mps: policy.anomalies.max_speed_mps.get(),
        }
    }

    fn verdicts(
        &self,
        day: &Day<'_>,
        budget: &mut Budget<'_>,
    ) -> Result<(Vec<VisitVerdict>, Vec<OffPlanVisit>)> {
        let assignment = assign(&self.plans, &day.stays);
        let unplanned = day.stays_nobody_has(&assignment);
        let mut claimants = self.claimants(day, &assignment, &unplanned);
        divide(&mut claimants, &self.fences, day.sight.fixes, budget)?;
        let (planned, free) = claimants.split_at(self.plans.len());
        let mut visits = Vec::with_capacity(planned.len());
        for (index, claimant) in planned.iter().enumerate() {
            budget.spend(day.sight.fixes.len() as u64 + 1)?;
            visits.push(self.verdict(day, &assignment, index, claimant));
        }
        Ok((visits, self.off_plan(day, &unplanned, free)))
    }

    /// First one claimant a plan, then one a stay that no plan has.
    fn claimants<'c>(
        &'c self,
        day: &Day<'_>,
        assignment: &Assignment,
        unplanned: &[&SiteStay],
    ) -> Vec<Claimant<'c>> {
        let clips = self.policy.slot_rule == SlotRule::Presence;
        let mut claimants = Vec::with_capacity(self.plans.len() + unplanned.len());
        for (planned, share) in self.plans.iter().zip(&assignment.shares) {
            let inside =
                share.map_or_else(Vec::new, |share| share.of(&day.stays[share.stay].stay.inside));
            let inside = if clips {
                inside.into_iter().filter_map(|range| planned.window.clip(range)).collect()
            } else {
                inside
            };
            claimants.push(Claimant::new(planned.site, Some(planned), inside));
        }
        let free = unplanned.iter().map(|at| Claimant::new(at.site, None, at.stay.inside.clone()));
        claimants.extend(free);
        claimants
    }

    fn verdict(
        &self,
        day: &Day<'_>,
        assignment: &Assignment,
        index: usize,
        claimant: &Claimant<'_>,
    ) -> VisitVerdict {
        let planned = &self.plans[index];
        let share = assignment.shares[index];
        let mut shared_with: Vec<String> =
            claimant.shared_with.iter().map(|&site| self.sites[site].id.clone()).collect();
        math::sort(&mut shared_with);
        let holder = assignment.used_by[index].map(|holder| &self.plans[holder]);
        Case {
            planned,
            fixes: day.sight.fixes,
            seen: &day.sight.through(&self.fences[planned.site]),
            legs: day.legs,
            doubtful: day.sight.doubtful,
            policy: self.policy,
            anomalies: &day.anomalies,
            stay: share.map(|share| (&day.stays[share.stay].stay, share)),
            time_on_site_ms: match share {
                Some(_) => claimant.credited_ms,
                None => day.passing_ms(planned),
            },
            shared_with,
            closer: self.closer(claimant, day.sight.fixes),
            used_by: holder.map(|holder| holder.visit.id.as_str()),
            staff: self.sites[planned.site].staff,
        }
        .verdict()
    }

    /// A site in the same building that was not planned and is nearer to the fixes.
    fn closer(&self, claimant: &Claimant<'_>, fixes: &[Fix]) -> Option<String> {
        let (start, end) = (claimant.inside.first()?.0, claimant.inside.last()?.1);
        let during: Vec<&Fix> =
            fixes.iter().filter(|fix| start <= fix.t.millis() && fix.t.millis() <= end).collect();
        let mean_m = |site: usize| {
            let sum: f64 = during.iter().map(|fix| self.fences[site].observe(fix).distance_m).sum();
            sum / during.len().max(1) as f64
        };
        let own_m = mean_m(claimant.site);
        claimant
            .shared_with
            .iter()
            .copied()
            .filter(|&site| !self.is_planned(site))
            .map(|site| (mean_m(site), &self.sites[site].id))
            .filter(|(metres, _)| *metres < own_m)
            .min_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| x.cmp(y)))
            .map(|(_, id)| id.clone())
    }

    fn is_planned(&self, site: usize) -> bool {
        self.plans.iter().any(|planned| planned.site == site)
    }

    /// Stays of the length of a visit that nobody planned, by time.
    fn off_plan(
        &self,
        day: &Day<'_>,
        stays: &[&SiteStay],
        claimants: &[Claimant<'_>],
    ) -> Vec<OffPlanVisit> {
        let need_ms = (self.policy.min_dwell.millis() - self.policy.dwell_grace.millis()).max(1);
        let margin = self.policy.anomaly_window.millis();
        let mut visits: Vec<OffPlanVisit> = Vec::new();
        for (at, claimant) in stays.iter().zip(claimants) {
            // By its own time where nobody planned any of it: several shops of one building each get
            // a part.
            let shared_with_a_plan = claimant.shared_with.iter().any(|&site| self.is_planned(site));
            let counted_ms =
                if shared_with_a_plan { claimant.credited_ms } else { at.stay.on_site_ms() };
            if counted_ms < need_ms {
                continue;
            }
            let (arrival, departure) = (moment(&at.stay.enter), moment(&at.stay.exit));
            let mut reasons = Vec::new();
            if !claimant.shared_with.is_empty() {
                reasons.push(Reason::new(reasons::SHARED_BUILDING));
            }
            let seen = day.sight.through(&self.fences[at.site]);
            let near = Near { arrival: arrival.t, departure: departure.t, seen: &seen, margin };
            reasons.extend(named(&near.bearing(&day.anomalies)));
            visits.push(OffPlanVisit {
                site: self.sites[at.site].id.clone(),
                arrival,
                departure,
                time_on_site_ms: claimant.credited_ms,
                reasons,
            });
        }
        math::sort_by(&mut visits, |a, b| (a.arrival.t, &a.site).cmp(&(b.arrival.t, &b.site)));
        visits
    }
}

/// What a rep's day came to, before the plans are looked at.
struct Day<'d> {
    sight: Sight<'d>,
    legs: &'d [Leg],
    stays: Vec<SiteStay>,
    /// Times inside that are no stays.
    passing: Vec<SiteStay>,
    anomalies: Vec<Found>,
}

impl Day<'_> {
    /// All time at known sites.
    fn on_site(&self) -> Ranges {
        let all = self.stays.iter().chain(&self.passing);
        Ranges::union(all.flat_map(|at| at.stay.inside.iter().copied()).collect())
    }

    /// Time inside, in the window, of the times that the rep passed by.
    fn passing_ms(&self, planned: &Planned<'_>) -> i64 {
        let at_the_site = self.stays.iter().chain(&self.passing);
        at_the_site
            .filter(|at| at.site == planned.site && !at.may_last(planned.visit_ms))
            .flat_map(|at| &at.stay.inside)
            .filter_map(|&range| planned.window.clip(range))
            .map(|(start, end)| end - start)
            .sum()
    }

    fn stays_nobody_has(&self, assignment: &Assignment) -> Vec<&SiteStay> {
        let mut free = vec![true; self.stays.len()];
        for share in assignment.shares.iter().flatten() {
            free[share.stay] = false;
        }
        self.stays.iter().zip(free).filter(|(_, free)| *free).map(|(at, _)| at).collect()
    }
}

/// Whether the rep was there for long enough to be more than passing by, as far as anyone knows.
pub(super) fn is_stay(at: &SiteStay, policy: &VisitPolicy) -> bool {
    let need_ms = policy.min_dwell.millis() - policy.dwell_grace.millis();
    at.may_last(visit_ms(need_ms, policy))
}
