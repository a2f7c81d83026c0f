//! What of a report is kept for how long: levels of detail, and when which goes.

use super::policy::{Detail, RetentionPolicy, check_retention};
use super::reasons;
use super::report::{Erasable, Erasure, Retention, VisitReport};
use crate::math::hash_value;
use crate::shape::{Reader, Shaped};
use crate::time::Instant;
use crate::{Reason, Result};

/// The fact of a reason that is evidence: `detail: verdict` does not tell it.
pub(super) const EVIDENCE_FACT: &str = "nearest_m";

/// The report with no more detail than `level`.
///
/// `evidence` takes the positions out, `verdict` the evidence too. Nothing else changes: statuses,
/// times, reasons and digests stay to the byte, as does `policy_hash`, the hash of the policy that
/// judged. But for that hash the answer is what [`verify_plan`](super::verify_plan) says when asked
/// for this `detail` from the start. What is already gone does not come back.
///
/// Only reports of [`verify_plan`](super::verify_plan) are kept for so long that they need it. Those
/// of [`trips`](super::trips) and [`deviation`](super::deviation) carry places with `detail: track`
/// alone: ask them for `evidence`, and ask again while there is a track.
///
/// # Example
/// ```
/// use fieldbeat::visit::Detail;
/// use fieldbeat::{Track, VisitPolicy, budget::Budget, redact, verify_plan};
///
/// let mut nobody = Budget::unlimited();
/// let report = verify_plan(&[], &Track::default(), &[], &VisitPolicy::default(), None, &mut nobody)?;
/// let verdicts = redact(&report, Detail::Verdict);
/// assert_eq!(verdicts, redact(&verdicts, Detail::Track));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[must_use]
pub fn redact(report: &VisitReport, level: Detail) -> VisitReport {
    let mut told = report.clone();
    if level < Detail::Track {
        for visit in &mut told.visits {
            visit.position = None;
        }
        for stop in &mut told.unknown_stops {
            stop.position = None;
        }
    }
    if level < Detail::Evidence {
        for visit in &mut told.visits {
            visit.evidence = None;
            for reason in &mut visit.reasons {
                reason.facts.0.retain(|(name, _)| name != EVIDENCE_FACT);
            }
        }
    }
    told
}

/// What of a report, and of the track behind it, is to be erased, and when.
///
/// - `track`, the raw fixes: `track_days` after the last usable fix. Their `digest` stays in the
///   report, so that a copy elsewhere can be proved. Whether they are gone already only the
///   caller's storage knows.
/// - `positions` in a report of `detail: track`: at the same time, by [`redact`] to `evidence`.
/// - `evidence`: `evidence_days` after it, by [`redact`] to `verdict`.
///
/// Reports of [`trips`](super::trips) and [`deviation`](super::deviation) with `detail: track` hold
/// positions as well: store them no longer than the track, or ask them for `detail: evidence`.
///
/// Verdicts are kept: statuses, times and points already given never change. What is due at `now`
/// is `overdue`; where the age is unknown so are both. An erasure that [`redact`] has done is no
/// longer listed.
///
/// # Errors
/// Problems of the policy, where it was built in Rust.
///
/// # Example
/// ```
/// use fieldbeat::visit::{Erasable, RetentionPolicy};
/// use fieldbeat::{Fix, Track, VisitPolicy, budget::Budget, retention, verify_plan};
///
/// let nine: fieldbeat::Instant = "2026-11-20T09:00:00Z".parse()?;
/// let track = Track::new(vec![Fix::new(nine, 55.75, 37.6, 10.0)?]);
/// let mut nobody = Budget::unlimited();
/// let report = verify_plan(&[], &track, &[], &VisitPolicy::default(), None, &mut nobody)?;
///
/// let now = "2027-03-01T00:00:00Z".parse()?;
/// let plan = retention(&report, &RetentionPolicy::default(), now)?;
/// assert_eq!(plan.erase[0].what, Erasable::Track);
/// assert_eq!(plan.erase[0].due, Some("2027-02-18T09:00:00Z".parse()?));
/// assert_eq!(plan.erase[0].overdue, Some(true));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn retention(
    report: &VisitReport,
    policy: &RetentionPolicy,
    now: Instant,
) -> Result<Retention> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| check_retention(policy, at)));
    at.finish(Some(()))?;
    let without_positions = redact(report, Detail::Evidence);
    let track = (policy.track_days, reasons::TRACK_KEPT, "$.policy.track_days");
    let evidence = (policy.evidence_days, reasons::EVIDENCE_KEPT, "$.policy.evidence_days");
    let counts = &report.fixes;
    let fixes = [counts.used, counts.off_duty, counts.clock_ahead, counts.zero_island];
    let kept = [
        (fixes.iter().any(|&fixes| fixes > 0), Erasable::Track, None, track),
        (without_positions != *report, Erasable::Positions, Some(Detail::Evidence), track),
        (
            redact(report, Detail::Verdict) != without_positions,
            Erasable::Evidence,
            Some(Detail::Verdict),
            evidence,
        ),
    ];
    let since = report.last.or_else(|| said(report));
    let erase: Vec<Erasure> = kept
        .into_iter()
        .filter(|(is_there, ..)| *is_there)
        .map(|(_, what, redact_to, (days, code, path))| {
            let due = since.map(|since| since.plus(i64::from(days) * DAY_MS));
            let mut reasons = vec![Reason::new(code).by(path).fact("days", days)];
            if due.is_none() {
                reasons.push(Reason::new(reasons::AGE_UNKNOWN));
            }
            Erasure { what, due, overdue: due.map(|due| due <= now), redact_to, reasons }
        })
        .collect();
    Ok(Retention {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        next_due: erase.iter().filter_map(|item| item.due).filter(|due| now < *due).min(),
        erase,
        warnings: Vec::new(),
    })
}

const DAY_MS: i64 = 86_400_000;

/// The latest instant that a report without fixes tells.
fn said(report: &VisitReport) -> Option<Instant> {
    let claims = report.visits.iter().filter_map(|visit| visit.claimed.as_ref()?.t);
    let decisions = report.visits.iter().filter_map(|visit| Some(visit.r#override.as_ref()?.at));
    claims.chain(decisions).max()
}
