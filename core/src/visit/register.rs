//! A visit made on the spot: at which site?
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index was made by enumerating the slice it indexes"
)]

use super::compile::fences_by_id;
use super::evidence::coarse;
use super::policy::Site;
use super::reasons;
use super::report::{Candidate, NearestSite, Outcome, Registration};
use crate::geofence::reasons::{
    ACCURACY_ASSUMED, ACCURACY_INVALID, ACCURACY_MISSING, ACCURACY_POOR,
};
use crate::geofence::{Fix, Presence, PresencePolicy, PresenceState, check_presence};
use crate::math::{self, hash_value};
use crate::shape::{Reader, Shaped, Share};
use crate::{Reason, Result};

/// The sites at which a rep may be who registers a visit on the spot, by likelihood.
///
/// A candidate is a site inside whose fence the fix is, or may be: `presence` does not say
/// outside, and the fix's accuracy (where there is none: `max_accuracy_m`) reaches the fence.
/// Nobody is picked in silence: two sites of one building are both candidates.
///
/// `likelihood` is the probability of presence as a share of the sum over the candidates: how
/// likely each is if the rep is at one of them, and none was likelier before. Where there is no
/// probability (model `margin`, no accuracy), inside counts 1 and uncertain a half. Candidates come
/// by likelihood, then distance, then id; the likelihoods sum to 1.
///
/// Linear in the sites and the vertices of their fences.
///
/// # Errors
/// All of: `duplicate_id` (sites), problems of fences and of the policy.
///
/// # Example
/// ```
/// use fieldbeat::visit::Outcome;
/// use fieldbeat::{Fix, PresencePolicy, Site, register_visit};
///
/// let shop = |id: &str, lon: f64| {
///     Site::from_json(&format!(
///         r#"{{"id": "{id}", "fence": {{"center": {{"lat": 55.75, "lon": {lon}}}, "radius_m": 60}}}}"#
///     ))
/// };
/// let sites = [shop("bakery", 37.6)?, shop("pharmacy", 37.6005)?, shop("far", 37.7)?];
/// let fix = Fix::new("2026-11-20T09:00:00Z".parse()?, 55.75, 37.6001, 10.0)?;
///
/// let found = register_visit(&fix, &sites, &PresencePolicy::default())?;
/// assert_eq!(found.outcome, Outcome::Several);
/// let ids: Vec<&str> = found.candidates.iter().map(|one| one.site.as_str()).collect();
/// assert_eq!(ids, ["bakery", "pharmacy"]);
/// assert_eq!(found.reasons[0].code, "several_sites");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn register_visit(fix: &Fix, sites: &[Site], policy: &PresencePolicy) -> Result<Registration> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| check_presence(policy, at)));
    let (by_id, fences) = fences_by_id(sites, policy, &mut at);
    let (fences, _) = at.finish(fences)?;
    let mut seen: Vec<(&str, Presence, f64)> = Vec::with_capacity(sites.len());
    for ((id, _), fence) in by_id.iter().zip(&fences) {
        let presence = fence.presence(fix);
        let beyond_m = presence.distance_m - fence.tolerance_m();
        seen.push((id, presence, beyond_m));
    }
    let nearest = (0..seen.len()).reduce(|a, b| if seen[b].2 < seen[a].2 { b } else { a });
    let mut reasons: Vec<Reason> = Vec::new();
    if fix.mock == Some(true) {
        reasons.push(Reason::new(reasons::MOCK_LOCATION));
    }
    let lost = fix.is_zero_island();
    if lost {
        reasons.push(Reason::new(reasons::ZERO_ISLAND));
    }
    // What the accuracy has to do with it is the same for all sites; the nearest tells.
    let accuracy: Vec<Reason> = nearest
        .iter()
        .flat_map(|&nearest| &seen[nearest].1.reasons)
        .filter(|reason| ABOUT_ACCURACY.contains(&&*reason.code))
        .map(|reason| {
            let mut about = reason.clone();
            about.facts.0.retain(|(name, _)| name.ends_with("accuracy_m"));
            about
        })
        .collect();
    let reach_m = reach(fix, policy);
    let within = |(_, presence, beyond_m): &&(&str, Presence, f64)| {
        !lost && presence.state != PresenceState::Outside && *beyond_m <= reach_m
    };
    let near: Vec<&(&str, Presence, f64)> = seen.iter().filter(within).collect();
    let candidates = by_likelihood(&near);
    let outcome = match candidates.len() {
        0 => Outcome::None,
        _ if near.iter().all(|(_, presence, _)| presence.state != PresenceState::Inside) => {
            Outcome::Uncertain
        }
        1 => Outcome::One,
        _ => Outcome::Several,
    };
    let nearest = nearest.filter(|_| candidates.is_empty() && !lost).map(|nearest| NearestSite {
        site: seen[nearest].0.to_owned(),
        distance_m: coarse(seen[nearest].1.distance_m),
    });
    if let Some(nearest) = &nearest {
        reasons.push(
            Reason::new(reasons::NO_SITE_IN_REACH)
                .fact("site", nearest.site.clone())
                .fact("distance_m", nearest.distance_m),
        );
    } else if sites.is_empty() {
        reasons.push(Reason::new(reasons::NO_SITES));
    }
    if candidates.len() > 1 {
        let ids: Vec<String> = candidates.iter().map(|one| one.site.clone()).collect();
        reasons.push(Reason::new(reasons::SEVERAL_SITES).fact("sites", ids));
    }
    if outcome == Outcome::Uncertain && accuracy.is_empty() {
        reasons.push(Reason::new(reasons::AT_THE_EDGE));
    }
    reasons.extend(accuracy);
    Ok(Registration {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        t: fix.t,
        outcome,
        candidates,
        nearest,
        reasons,
        warnings: Vec::new(),
    })
}

/// Reasons of presence that say something about the fix, not about a fence.
const ABOUT_ACCURACY: [&str; 4] =
    [ACCURACY_POOR, ACCURACY_MISSING, ACCURACY_INVALID, ACCURACY_ASSUMED];

/// Metres from the reported position within which the rep may well be.
fn reach(fix: &Fix, policy: &PresencePolicy) -> f64 {
    policy.accuracy_of(fix).unwrap_or(policy.max_accuracy_m.get())
}

/// The candidates with their likelihoods, in order.
fn by_likelihood(near: &[&(&str, Presence, f64)]) -> Vec<Candidate> {
    let weight = |presence: &Presence| match (presence.probability, presence.state) {
        (Some(probability), _) => probability.get(),
        (None, PresenceState::Inside) => 1.0,
        (None, _) => 0.5,
    };
    let sum: f64 = near.iter().map(|(_, presence, _)| weight(presence)).sum();
    let mut candidates: Vec<Candidate> = near
        .iter()
        .map(|(id, presence, _)| {
            // A fix too poor to favour any site favours none.
            let share =
                if sum > 0.0 { weight(presence) / sum } else { 1.0 / near.len().max(1) as f64 };
            let distance_m = coarse(presence.distance_m);
            let mut reasons = presence.reasons.clone();
            let facts = reasons.iter_mut().flat_map(|reason| &mut reason.facts.0);
            for (_, told) in facts.filter(|(name, _)| &**name == "distance_m") {
                *told = distance_m.to_value();
            }
            Candidate {
                site: (*id).to_owned(),
                state: presence.state,
                likelihood: Share::known(math::min(share, 1.0)),
                probability: presence.probability,
                distance_m,
                reasons,
            }
        })
        .collect();
    math::sort_by(&mut candidates, |a, b| {
        let by_likelihood = b.likelihood.get().total_cmp(&a.likelihood.get());
        by_likelihood
            .then_with(|| a.distance_m.total_cmp(&b.distance_m))
            .then_with(|| a.site.cmp(&b.site))
    });
    candidates
}
