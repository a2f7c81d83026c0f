//! What of a report is kept for how long: levels of detail, and when which goes.

use super::policy::{Detail, RetentionPolicy, check_retention};
use super::reasons;
use super::report::{Erasable, Erasure, FixCounts, Retention, VisitReport};
use super::{Deviation, Trip, TripReport};
use crate::math::hash_value;
use crate::shape::{Reader, Shape, Shaped, Value};
use crate::time::Instant;
use crate::{Position, Reason, Result};

/// The fact of a reason that is evidence: `detail: verdict` does not tell it.
pub(super) const EVIDENCE_FACT: &str = "nearest_m";

/// The report with no more detail than `level`.
///
/// `evidence` takes the positions out, `verdict` the evidence too. Nothing else changes: statuses,
/// times, reasons and digests stay to the byte, as does `policy_hash`, the hash of the policy that
/// judged. But for that hash the answer is what [`verify_plan`](super::verify_plan) says when asked
/// for this `detail` from the start. What is already gone does not come back.
///
/// Reports of [`trips`](super::trips) and [`deviation`](super::deviation) are redacted likewise: below
/// `track` they lose their positions, and below `evidence` nothing more.
///
/// # Example
/// ```
/// use fieldbeat::visit::{Detail, TripPolicy};
/// use fieldbeat::{Track, VisitPolicy, budget::Budget, redact, trips, verify_plan};
///
/// let mut nobody = Budget::unlimited();
/// let report = verify_plan(&[], &Track::default(), &[], &VisitPolicy::default(), None, &mut nobody)?;
/// let verdicts = redact(&report, Detail::Verdict);
/// assert_eq!(verdicts, redact(&verdicts, Detail::Track));
///
/// let way = trips(&Track::default(), &TripPolicy::default(), &[], None, &mut nobody)?;
/// assert_eq!(way, redact(&way, Detail::Verdict));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[must_use]
pub fn redact<R: Report>(report: &R, level: Detail) -> R {
    let mut told = report.clone();
    if level < Detail::Track {
        told.forget_positions();
    }
    if level < Detail::Evidence {
        told.forget_evidence();
    }
    told
}

/// What of a report, and of the track behind it, is to be erased, and when.
///
/// - `track`, the raw fixes: `track_days` after the last usable fix. Their `digest` stays in the
///   report, so that a copy elsewhere can be proved. Whether they are gone already only the
///   caller's storage knows.
/// - `positions` in a report of `detail: track`: at the same time, by [`redact`] to `evidence`.
/// - `evidence` of visits: `evidence_days` after it, by [`redact`] to `verdict`.
///
/// The report is one of [`verify_plan`](super::verify_plan), [`trips`](super::trips) or
/// [`deviation`](super::deviation).
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
pub fn retention<R: Report>(
    report: &R,
    policy: &RetentionPolicy,
    now: Instant,
) -> Result<Retention> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| check_retention(policy, at)));
    at.finish(Some(()))?;
    let mut rest = report.clone();
    let (positions, evidence_told) = (rest.forget_positions(), rest.forget_evidence());
    let track = (policy.track_days, reasons::TRACK_KEPT, "$.policy.track_days");
    let evidence = (policy.evidence_days, reasons::EVIDENCE_KEPT, "$.policy.evidence_days");
    let (counts, last) = report.seen();
    let fixes = [counts.used, counts.off_duty, counts.clock_ahead, counts.zero_island];
    let kept = [
        (fixes.iter().any(|&fixes| fixes > 0), Erasable::Track, None, track),
        (positions, Erasable::Positions, Some(Detail::Evidence), track),
        (evidence_told, Erasable::Evidence, Some(Detail::Verdict), evidence),
    ];
    let since = last.or_else(|| report.said());
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

/// What is told of a track, and may have to be forgotten.
pub trait Report: Clone {
    /// Takes all positions out; whether there were any.
    fn forget_positions(&mut self) -> bool;

    /// Takes out what verdicts rest on, whether there was any; of other reports, nothing.
    fn forget_evidence(&mut self) -> bool {
        false
    }

    /// What became of the fixes, and when the last usable one was.
    fn seen(&self) -> (&FixCounts, Option<Instant>);

    /// The latest instant that it tells where there are no fixes.
    fn said(&self) -> Option<Instant> {
        None
    }
}

impl Report for VisitReport {
    fn forget_positions(&mut self) -> bool {
        let visits = self.visits.iter_mut().map(|visit| &mut visit.position);
        forget(visits.chain(self.unknown_stops.iter_mut().map(|stop| &mut stop.position)))
    }

    fn forget_evidence(&mut self) -> bool {
        let mut any = forget(self.visits.iter_mut().map(|visit| &mut visit.evidence));
        for reason in self.visits.iter_mut().flat_map(|visit| &mut visit.reasons) {
            let facts = &mut reason.facts.0;
            let before = facts.len();
            facts.retain(|(name, _)| name != EVIDENCE_FACT);
            any |= facts.len() < before;
        }
        any
    }

    fn seen(&self) -> (&FixCounts, Option<Instant>) {
        (&self.fixes, self.last)
    }

    fn said(&self) -> Option<Instant> {
        let claims = self.visits.iter().filter_map(|visit| visit.claimed.as_ref()?.t);
        let decisions = self.visits.iter().filter_map(|visit| Some(visit.r#override.as_ref()?.at));
        claims.chain(decisions).max()
    }
}

impl Report for TripReport {
    fn forget_positions(&mut self) -> bool {
        fn ends(trip: &mut Trip) -> [&mut Option<Position>; 2] {
            [&mut trip.start_position, &mut trip.end_position]
        }
        forget(self.trips.iter_mut().flat_map(ends))
    }

    fn seen(&self) -> (&FixCounts, Option<Instant>) {
        (&self.fixes, self.last)
    }
}

impl Report for Deviation {
    fn forget_positions(&mut self) -> bool {
        let worst = self.excursions.iter_mut().map(|excursion| &mut excursion.worst);
        forget(worst.chain(&mut self.worst).map(|farthest| &mut farthest.position))
    }

    fn seen(&self) -> (&FixCounts, Option<Instant>) {
        (&self.fixes, self.last)
    }
}

/// Takes all of these away; whether there were any.
fn forget<'r, T: 'r>(told: impl Iterator<Item = &'r mut Option<T>>) -> bool {
    told.fold(false, |any, told| told.take().is_some() | any)
}

/// A report of visits, of trips or of a deviation, told apart by their keys.
#[derive(Clone, Debug, PartialEq)]
pub enum AnyReport {
    /// With `visits`: of [`verify_plan`](super::verify_plan).
    Visits(VisitReport),
    /// With `trips`: of [`trips`](super::trips).
    Trips(TripReport),
    /// With `excursions`: of [`deviation`](super::deviation).
    Deviation(Deviation),
}

impl Shaped for AnyReport {
    fn shape() -> Shape {
        Shape::Either {
            name: "AnyReport",
            doc: "A report of `verify_plan`, of `trips` or of `deviation`.",
            shapes: vec![VisitReport::shape(), TripReport::shape(), Deviation::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        if value.get("trips").is_some() {
            TripReport::read(value, at).map(Self::Trips)
        } else if value.get("excursions").is_some() {
            Deviation::read(value, at).map(Self::Deviation)
        } else {
            VisitReport::read(value, at).map(Self::Visits)
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Visits(report) => report.to_value(),
            Self::Trips(report) => report.to_value(),
            Self::Deviation(report) => report.to_value(),
        }
    }
}

impl Report for AnyReport {
    fn forget_positions(&mut self) -> bool {
        match self {
            Self::Visits(report) => report.forget_positions(),
            Self::Trips(report) => report.forget_positions(),
            Self::Deviation(report) => report.forget_positions(),
        }
    }

    fn forget_evidence(&mut self) -> bool {
        match self {
            Self::Visits(report) => report.forget_evidence(),
            Self::Trips(_) | Self::Deviation(_) => false,
        }
    }

    fn seen(&self) -> (&FixCounts, Option<Instant>) {
        match self {
            Self::Visits(report) => report.seen(),
            Self::Trips(report) => report.seen(),
            Self::Deviation(report) => report.seen(),
        }
    }

    fn said(&self) -> Option<Instant> {
        match self {
            Self::Visits(report) => report.said(),
            Self::Trips(_) | Self::Deviation(_) => None,
        }
    }
}
