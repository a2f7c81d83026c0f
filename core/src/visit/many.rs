//! Many reps and days at once: each day is judged as `verify_plan` would, with the sites near it.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index was made by enumerating the slice it indexes"
)]

use super::compile::Compiled;
use super::policy::{Companion, History, PlannedVisit, RepHistory, Site, VisitPolicy};
use super::rep_days::{RepDay, rep_days};
use super::report_many::{Judged, ManyReport};
use crate::Result;
use crate::budget::Budget;
use crate::column::Names;
use crate::geofence::{
    CompiledFence, Fence, FenceIndex, Fix, IndexPolicy, Metric, Model, PresencePolicy, RepFixes,
    Track,
};
use crate::math;
use crate::time::Date;

/// The verdicts on the days of many reps, in columns.
///
/// A day is a local date of the policy's zone that has a planned visit of the rep (by the start of
/// its slot, or its date) or a fix of its own. It is judged exactly as
/// [`verify_plan`](super::verify_plan) judges the plan of that date, the rep's fixes of that day,
/// and all sites: for the full reasons of one visit, call that with the same arguments. The
/// `path_digest`s of a rep's earlier days are the history of the later ones, and so are, of the
/// companions that `histories` names, the fixes of that date and as long as the day goes on.
///
/// **Every fix is of one day**, so that no time is counted twice. Days meet at midnight, but a
/// slot that reaches across it, `early` and `late` included, keeps its fixes: a night shift is of
/// the date on which it begins, until its window closes. Where the windows of two days overlap,
/// `early` and `late` yield, and where their slots do, the next day begins with its first slot.
/// Visits without a slot move nothing. A stay that outlasts its day is cut there: each day has its
/// part, the second, if nothing was planned for it, in `off_plan`.
///
/// An index finds the sites near a track, so that the time grows with the fixes and the sites
/// near them, not with all sites. With the feature `rayon`, reps are spread over the threads of its
/// current pool; progress is then told after every 64 of them.
///
/// # Errors
/// All of: `missing_key` (a visit without `rep`), `too_many_visits` (of one rep and day),
/// `duplicate_id`, `unknown_site`, problems of fences; and `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::geofence::RepFixes;
/// use fieldbeat::{PlannedVisit, Shaped, Site, VisitPolicy, verify_many};
///
/// let site = Site::from_json(r#"{
///     "id": "clinic",
///     "fence": {"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}
/// }"#)?;
/// let planned = PlannedVisit::from_json(
///     r#"{"id": "v1", "rep": "anna", "site": "clinic", "date": "2026-11-20"}"#,
/// )?;
/// let fixes = RepFixes::from_json(
///     r#"{"rep": ["anna", "anna"], "t": ["2026-11-20T09:00:00Z", "2026-11-20T09:09:00Z"],
///         "lat": [55.7558, 55.7558], "lon": [37.6173, 37.6174], "accuracy_m": [10, 12]}"#,
/// )?;
/// let policy = VisitPolicy::default();
/// let report =
///     verify_many(&[planned], &fixes, &[site], &policy, &[], &mut Budget::unlimited())?;
/// assert_eq!(report.visits.status.get(0), Some("verified"));
/// assert_eq!(report.visits.time_on_site_ms[0], 540_000);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn verify_many(
    plan: &[PlannedVisit],
    fixes: &RepFixes,
    sites: &[Site],
    policy: &VisitPolicy,
    histories: &[RepHistory],
    budget: &mut Budget<'_>,
) -> Result<ManyReport> {
    let all = Compiled::of_many(plan, sites, policy)?;
    let work = Work::new(&all, fixes, histories, budget)?;
    #[cfg(feature = "rayon")]
    let judged = work.on_threads(budget)?;
    #[cfg(not(feature = "rayon"))]
    let judged = work.on_one_thread(budget)?;
    Ok(ManyReport::of(all.policy_hash.clone(), &judged))
}

/// All that is to be judged.
pub(super) struct Work<'a> {
    near: Near,
    all: &'a Compiled<'a>,
    /// By name.
    pub(super) reps: Vec<(&'a str, Rep)>,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        all: &'a Compiled<'a>,
        fixes: &'a RepFixes,
        histories: &[RepHistory],
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        Ok(Self { near: Near::new(all, budget)?, all, reps: by_rep(all, fixes, histories) })
    }

    #[cfg(any(test, not(feature = "rayon")))]
    pub(super) fn on_one_thread(&self, budget: &mut Budget<'_>) -> Result<Vec<Judged<'a>>> {
        let mut judged = Vec::new();
        for (name, rep) in &self.reps {
            judged.extend(self.days(name, rep, budget)?);
        }
        Ok(judged)
    }

    /// The days of a rep.
    pub(super) fn days(
        &self,
        name: &'a str,
        rep: &Rep,
        budget: &mut Budget<'_>,
    ) -> Result<Vec<Judged<'a>>> {
        let mut history =
            History { path_digests: rep.path_digests.clone(), companions: Vec::new() };
        let mut judged = Vec::new();
        for RepDay { date, plans, track } in rep_days(self.all, &rep.plans, &rep.track) {
            history.companions = self.companions(rep, date, &track, budget)?;
            let day = self.near.day(self.all, &plans, track.fixes(), budget)?;
            let mut report = day.verify(&track, Some(&history), budget)?;
            history.path_digests.extend(report.path_digest.clone());
            // Columns have no place for it, and there may be a million.
            report.visits.iter_mut().for_each(|visit| visit.evidence = None);
            judged.push(Judged { rep: name, date, report });
        }
        Ok(judged)
    }

    /// Where a rep's companions were on a date, and as long as the rep's own day goes on.
    fn companions(
        &self,
        rep: &Rep,
        date: Date,
        track: &Track,
        budget: &mut Budget<'_>,
    ) -> Result<Vec<Companion>> {
        let (mut start, mut end) = self.all.policy.zone.day(date);
        if let (Some(first), Some(last)) = (track.fixes().first(), track.fixes().last()) {
            (start, end) = (start.min(first.t), end.max(last.t.plus(1)));
        }
        let mut companions = Vec::with_capacity(rep.companions.len());
        for name in &rep.companions {
            let found = self.reps.binary_search_by(|(known, _)| (*known).cmp(name));
            let Some((name, other)) = found.ok().map(|place| &self.reps[place]) else { continue };
            let track = other.track.between(start.millis(), end.millis());
            budget.spend(track.fixes().len() as u64 + 1)?;
            companions.push(Companion { rep: (*name).to_owned(), track });
        }
        Ok(companions)
    }
}

/// What there is of one rep.
#[derive(Default)]
pub(super) struct Rep {
    /// Indices of the planned visits.
    plans: Vec<usize>,
    track: Track,
    /// Of earlier days.
    path_digests: Vec<String>,
    companions: Vec<String>,
}

/// All reps, by name.
fn by_rep<'a>(
    all: &Compiled<'a>,
    fixes: &'a RepFixes,
    histories: &[RepHistory],
) -> Vec<(&'a str, Rep)> {
    let (mut names, mut reps) = (Names::default(), Vec::<Rep>::new());
    let mut place = |name: &'a str, reps: &mut Vec<Rep>| {
        let (code, is_new) = names.code(name);
        reps.extend(is_new.then(Rep::default));
        code as usize
    };
    for (index, planned) in all.plans.iter().enumerate() {
        let rep = planned.visit.rep.as_deref().unwrap_or_default();
        let rep = place(rep, &mut reps);
        reps[rep].plans.push(index);
    }
    let mut by_code: Vec<Vec<Fix>> = fixes.reps.names.iter().map(|_| Vec::new()).collect();
    for (code, fix) in fixes.reps.codes.iter().zip(&fixes.fixes) {
        if let Some(own) = by_code.get_mut(*code as usize) {
            own.push(fix.clone());
        }
    }
    let mut tracks: Vec<Vec<Fix>> = Vec::new();
    for (name, own) in fixes.reps.names.iter().zip(by_code) {
        if !own.is_empty() {
            let rep = place(name, &mut reps);
            tracks.resize_with(reps.len(), Vec::new);
            tracks[rep].extend(own);
        }
    }
    for (rep, own) in reps.iter_mut().zip(tracks) {
        rep.track = Track::new(own);
    }
    for history in histories {
        if let Some(code) = names.find(&history.rep) {
            let rep = &mut reps[code as usize];
            rep.path_digests.extend_from_slice(&history.path_digests);
            let others = history.companions.iter().filter(|name| **name != history.rep);
            rep.companions.extend(others.cloned());
        }
    }
    for rep in &mut reps {
        math::sort(&mut rep.companions);
        rep.companions.dedup();
    }
    names.sorted(reps)
}

/// The sites by place.
struct Near {
    index: FenceIndex,
    /// No fix farther than this from a fence can be inside it by the policy.
    reach_m: f64,
}

impl Near {
    fn new(all: &Compiled<'_>, budget: &mut Budget<'_>) -> Result<Self> {
        let fences: Vec<Fence> = all.sites.iter().map(|site| site.fence.clone()).collect();
        let index = FenceIndex::new(&fences, &IndexPolicy::default(), budget)?;
        let presence = &all.policy.presence;
        let most = |of: fn(&CompiledFence) -> f64| all.fences.iter().map(of).fold(0.0, math::max);
        let sigma_m = presence.max_accuracy_m.get() / presence.accuracy_per_sigma();
        let reach_m = most(CompiledFence::tolerance_m) + inside_at_most(presence) * sigma_m;
        // The index measures on the ellipsoid.
        let sphere_m = match presence.metric {
            Metric::Ellipsoidal => 0.0,
            Metric::Haversine => SPHERE_IS_OFF * (most(CompiledFence::radius_m) + reach_m),
        };
        Ok(Self { index, reach_m: reach_m + sphere_m + SLACK_M })
    }

    /// The day's plans, with the sites that its fixes or plans may touch.
    fn day<'a>(
        &self,
        all: &Compiled<'a>,
        plans: &[usize],
        fixes: &[Fix],
        budget: &mut Budget<'_>,
    ) -> Result<Compiled<'a>> {
        let mut touched: Vec<usize> = plans.iter().map(|&index| all.plans[index].site).collect();
        let mut found = Vec::new();
        for fix in fixes {
            budget.spend(1)?;
            found.clear();
            self.index.near(fix.lat.get(), fix.lon.get(), self.reach_m, &mut found);
            touched.extend(found.iter().map(|&fence| fence as usize));
        }
        math::sort_by_number(&mut touched, |site| *site as i64, usize::cmp);
        touched.dedup();
        all.part(plans, &touched)
    }
}

/// So many standard deviations at most from a fence, widened by its tolerance, a fix is inside.
///
/// All of the fence is farther from the fix than its edge, where the true position is with
/// probability exp(-z² / 2), z sigma away (Rayleigh): whatever the fence's shape.
fn inside_at_most(presence: &PresencePolicy) -> f64 {
    /// How far off the probability of a polygon may be.
    const ERROR: f64 = 0.05;
    /// Lower ones are 0.
    const LEAST: f64 = 1e-12;
    match presence.model {
        Model::Probability => {
            let least = math::max(presence.inside_probability.get() - ERROR, LEAST);
            (-2.0 * math::ln(least)).sqrt()
        }
        Model::Margin => 0.0,
    }
}

/// Distances on a sphere are off by less than this share.
const SPHERE_IS_OFF: f64 = 0.006;
/// Distances to an ellipsoid's edges differ by less than this between two ways to measure them.
const SLACK_M: f64 = 10.0;
