//! Plan, sites and policy: checked together, all problems at once.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index was made by enumerating the slice it indexes"
)]

use super::assign::Planned;
use super::ids::{find_site, index_of};
use super::policy::{PlannedVisit, Site, VisitPolicy, check_planned, check_policy};
use super::window::Window;
use crate::geofence::{CompiledFence, PresencePolicy};
use crate::math::hash_value;
use crate::shape::{Reader, Shaped};
use crate::{Error, ErrorKind, Result};

/// More planned visits than this in one call are no rep's day: a `limit` error.
pub const MAX_PLAN: usize = 1000;

/// Plan, sites and policy, checked and ready.
pub(super) struct Compiled<'a> {
    pub(super) plans: Vec<Planned<'a>>,
    /// By id, so that their order in the input never matters.
    pub(super) sites: Vec<&'a Site>,
    pub(super) fences: Vec<CompiledFence>,
    pub(super) policy: &'a VisitPolicy,
    pub(super) policy_hash: String,
}

impl<'a> Compiled<'a> {
    pub(super) fn new(
        plan: &'a [PlannedVisit],
        sites: &'a [Site],
        policy: &'a VisitPolicy,
    ) -> Result<Self> {
        let mut at = Reader::new();
        if plan.len() > MAX_PLAN {
            let message = format!("at most {MAX_PLAN} planned visits in one call: a rep's day");
            at.within("plan", |at| at.limit::<()>("too_many_visits", message));
        }
        Self::checked(plan, sites, policy, one_rep, at)
    }

    /// The plans of many reps and days, each with its rep.
    pub(super) fn of_many(
        plan: &'a [PlannedVisit],
        sites: &'a [Site],
        policy: &'a VisitPolicy,
    ) -> Result<Self> {
        Self::checked(plan, sites, policy, each_has_a_rep, Reader::new())
    }

    fn checked(
        plan: &'a [PlannedVisit],
        sites: &'a [Site],
        policy: &'a VisitPolicy,
        check_reps: fn(&[PlannedVisit], &mut Reader),
        mut at: Reader,
    ) -> Result<Self> {
        at.within("policy", |at| at.policy(|at| check_policy(policy, at)));
        let (by_id, fences) = fences_by_id(sites, &policy.presence, &mut at);
        let plans = at.within("plan", |at| {
            index_of(plan.iter().map(|planned| &*planned.id).zip(0..).collect(), at);
            check_reps(plan, at);
            for (index, planned) in plan.iter().enumerate() {
                at.within(index, |at| check_planned(planned, at));
            }
            plan.iter()
                .enumerate()
                .map(|(index, planned)| {
                    let find = |at: &mut Reader| find_site(&planned.site, &by_id, at);
                    let site = at.within(index, |at| at.within("site", find))?;
                    Some(Self::planned(planned, site, policy))
                })
                .collect::<Vec<_>>()
        });
        let plans: Option<Vec<_>> = plans.into_iter().collect();
        let ((plans, fences), _) = at.finish(plans.zip(fences))?;
        let policy_hash = hash_value(&policy.to_value());
        let sites = by_id.into_iter().map(|(_, index)| &sites[index]).collect();
        Ok(Self { plans, sites, fences, policy, policy_hash })
    }

    /// Some of the plans with some of the sites, by their indices, which are ascending. The sites
    /// of the plans are among them.
    ///
    /// # Errors
    /// `too_many_visits`.
    pub(super) fn part(&self, plans: &[usize], sites: &[usize]) -> Result<Self> {
        if plans.len() > MAX_PLAN {
            let message = format!("at most {MAX_PLAN} planned visits of one rep and day");
            return Err(Error::one(ErrorKind::Limit, "too_many_visits", "$.plan", message));
        }
        let of_plan = |&index: &usize| {
            let planned = &self.plans[index];
            let site = sites.partition_point(|&site| site < planned.site);
            Self::planned(planned.visit, site, self.policy)
        };
        Ok(Self {
            plans: plans.iter().map(of_plan).collect(),
            sites: sites.iter().map(|&site| self.sites[site]).collect(),
            fences: sites.iter().map(|&site| self.fences[site].clone()).collect(),
            policy: self.policy,
            policy_hash: self.policy_hash.clone(),
        })
    }

    fn planned(visit: &'a PlannedVisit, site: usize, policy: &VisitPolicy) -> Planned<'a> {
        let min_dwell_ms = visit.min_dwell.unwrap_or(policy.min_dwell).millis();
        let need_ms = (min_dwell_ms - policy.dwell_grace.millis()).max(0);
        Planned {
            visit,
            site,
            window: Window::of(visit, policy),
            min_dwell_ms,
            need_ms,
            visit_ms: visit_ms(need_ms, policy),
        }
    }
}

/// Inside for less than this is passing by: less than `passed_by`, unless a visit takes no longer.
pub(super) fn visit_ms(need_ms: i64, policy: &VisitPolicy) -> i64 {
    policy.passed_by.millis().min(need_ms.max(1))
}

/// Ids of sites with their indices, sorted, and the sites' fences in that order.
pub(super) fn fences_by_id<'s>(
    sites: &'s [Site],
    policy: &PresencePolicy,
    at: &mut Reader,
) -> (Vec<(&'s str, usize)>, Option<Vec<CompiledFence>>) {
    at.within("sites", |at| {
        let by_id = index_of(sites.iter().map(|site| &*site.id).zip(0..).collect(), at);
        let compile = |index: usize, at: &mut Reader| {
            let fence = &sites[index].fence;
            at.within(index, |at| {
                at.within("fence", |at| CompiledFence::checked(fence, policy, at))
            })
        };
        // All of them, so that every problem is found.
        let fences: Vec<Option<CompiledFence>> =
            by_id.iter().map(|(_, index)| compile(*index, at)).collect();
        (by_id, fences.into_iter().collect())
    })
}

fn one_rep(plan: &[PlannedVisit], at: &mut Reader) {
    let mut reps = plan.iter().filter_map(|planned| planned.rep.as_deref());
    let Some(first) = reps.next() else { return };
    for (index, planned) in plan.iter().enumerate() {
        if planned.rep.as_deref().is_some_and(|rep| rep != first) {
            at.within(index, |at| {
                at.within("rep", |at| {
                    at.problem::<()>("mixed_reps", "one call verifies the plan of one rep");
                });
            });
        }
    }
}

fn each_has_a_rep(plan: &[PlannedVisit], at: &mut Reader) {
    for (index, _) in plan.iter().enumerate().filter(|(_, planned)| planned.rep.is_none()) {
        at.within(index, |at| {
            at.within("rep", |at| at.problem::<()>("missing_key", "\"rep\" is required"));
        });
    }
}
