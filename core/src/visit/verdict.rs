//! One planned visit, one verdict: anomalies, on site, gaps, elsewhere, in this order.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `seen` and `legs` are \
              parallel to them"
)]

use super::anomaly::{Bears, Found};
use super::assign::{Planned, Share};
use super::policy::{Confidence, Degrade, Detail, SlotRule, Status, VisitPolicy};
use super::reasons;
use super::report::{Anomaly, Moment, VisitVerdict};
use super::window::Fit;
use crate::Reason;
use crate::geofence::Fix;
use crate::geofence::machine::{Crossing, Stay};
use crate::geofence::sight::{Leg, Seen};
use crate::time::Instant;

/// What a verdict is made of.
pub(super) struct Case<'a> {
    pub(super) planned: &'a Planned<'a>,
    pub(super) fixes: &'a [Fix],
    /// The fixes as the site's fence sees them.
    pub(super) seen: &'a [Seen],
    pub(super) legs: &'a [Leg],
    /// Indices, in order, of fixes that jumped away and back.
    pub(super) doubtful: &'a [usize],
    pub(super) policy: &'a VisitPolicy,
    pub(super) anomalies: &'a [Found],
    /// The stay that the plan got, and its part of it.
    pub(super) stay: Option<(&'a Stay, Share)>,
    /// The part's time inside the fence, clipped to the slot where the policy says so, and
    /// shared with other sites of the building.
    pub(super) time_on_site_ms: i64,
    /// Other sites that held some of the same time, and whether one of them is closer.
    pub(super) shared_with: Vec<String>,
    pub(super) closer: Option<String>,
    /// The plan that used the stay that this one could have had.
    pub(super) used_by: Option<&'a str>,
}

/// A status in the making, with its reasons.
struct Judgement {
    status: Status,
    reasons: Vec<Reason>,
}

impl Case<'_> {
    /// The verdict.
    pub(super) fn verdict(&self) -> VisitVerdict {
        let ends = self.ends();
        let judged = match &ends {
            Some(ends) => self.on_site(ends),
            None => None,
        };
        let seen_there = judged.is_some();
        let Judgement { status: computed_status, mut reasons } =
            judged.unwrap_or_else(|| self.elsewhere());
        let ends = ends.filter(|_| seen_there);
        reasons.extend(self.claim_contradicts(computed_status));
        let visit = self.planned.visit;
        if let Some(decision) = &visit.r#override {
            reasons.push(
                Reason::new(reasons::OVERRIDDEN)
                    .fact("status", decision.status)
                    .fact("by", decision.by.clone())
                    .fact("reason", decision.reason.clone()),
            );
        }
        VisitVerdict {
            plan_id: visit.id.clone(),
            rep: visit.rep.clone(),
            site: visit.site.clone(),
            status: visit.r#override.as_ref().map_or(computed_status, |o| o.status),
            computed_status,
            in_slot: ends.as_ref().map(|ends| self.fit(ends) == Fit::In),
            arrival: ends.as_ref().map(|ends| ends.arrival.clone()),
            departure: ends.as_ref().map(|ends| ends.departure.clone()),
            time_on_site_ms: self.time_on_site_ms,
            punctuality: ends
                .as_ref()
                .and_then(|ends| self.planned.window.punctuality(ends.arrival.t.millis())),
            confidence: ends.as_ref().map(|ends| ends.confidence),
            claimed: visit.claimed.clone(),
            r#override: visit.r#override.clone(),
            reasons,
            evidence: (self.policy.detail != Detail::Verdict).then(|| self.evidence()),
        }
    }

    /// On site: verified or partial, unless an anomaly, a gap or the policy says otherwise;
    /// `None` where the rep was inside for too short a time to be a visit at all.
    fn on_site(&self, ends: &Ends<'_>) -> Option<Judgement> {
        let policy = self.policy;
        let unseen_ms = ends.stay.unseen_ms;
        let full = self.time_on_site_ms >= self.planned.need_ms;
        let could_be_full = self.time_on_site_ms + unseen_ms >= self.planned.need_ms;
        if self.time_on_site_ms < policy.passed_by.millis() && !full {
            return None;
        }
        let mut reasons = Vec::new();
        if !full {
            reasons.push(
                Reason::new(reasons::DWELL_TOO_SHORT)
                    .by("$.policy.min_dwell")
                    .fact("time_on_site_ms", self.time_on_site_ms)
                    .fact("min_dwell_ms", self.planned.min_dwell_ms),
            );
        }
        let fit = self.fit(ends);
        reasons.extend(match fit {
            Fit::In => None,
            Fit::Before(by_ms) => Some(Reason::new(reasons::BEFORE_SLOT).fact("by_ms", by_ms)),
            Fit::After(by_ms) => Some(Reason::new(reasons::AFTER_SLOT).fact("by_ms", by_ms)),
        });
        let full_in_slot = full && fit == Fit::In;
        let mut status = if full_in_slot { Status::Verified } else { Status::Partial };
        // A gap: nobody knows whether it was as short as it looks, or as long.
        let bridged = ends.bridged_share();
        if (!full && could_be_full) || (full_in_slot && bridged > policy.max_bridged_share.get()) {
            status = Status::Unproven;
            reasons.push(
                Reason::new(reasons::TRACK_GAP)
                    .by("$.policy.max_bridged_share")
                    .fact("gap_ms", unseen_ms.max(ends.stay.bridged_ms)),
            );
        }
        if ends.stay.endpoints_only {
            reasons.push(Reason::new(reasons::ENDPOINTS_ONLY).by("$.policy.sampling"));
        }
        if ends.confidence < policy.min_confidence {
            status = Status::Unproven;
            if !ends.stay.endpoints_only {
                reasons.push(
                    Reason::new(reasons::TRACK_GAP)
                        .by("$.policy.min_confidence")
                        .fact("gap_ms", unseen_ms),
                );
            }
        }
        if policy.require_mock_flag && !self.mock_checked() {
            status = Status::Unproven;
            reasons.push(Reason::new(reasons::MOCK_UNKNOWN).by("$.policy.require_mock_flag"));
        }
        if !self.shared_with.is_empty() {
            reasons.push(
                Reason::new(reasons::SHARED_BUILDING).fact("sites", self.shared_with.clone()),
            );
        }
        if let Some(site) = &self.closer {
            reasons.push(Reason::new(reasons::OTHER_SITE_CLOSER).fact("site", site.clone()));
        }
        let would_count = full || !could_be_full;
        let bearing: Vec<&Anomaly> = self.bearing(ends).collect();
        if would_count && bearing.iter().any(|found| found.effect == Degrade::Suspect) {
            status = Status::Suspect;
        }
        reasons.extend(named(&bearing));
        Some(Judgement { status, reasons })
    }

    /// Not on site: rejected, unless the visit could hide where nobody looked.
    fn elsewhere(&self) -> Judgement {
        let inside_ms = self.time_on_site_ms;
        let passed_by = inside_ms > 0 || self.inside_in_window();
        let hidden = self.hiding_place(passed_by);
        let mut reasons = Vec::new();
        let status = if hidden.is_some() { Status::Unproven } else { Status::Rejected };
        reasons.extend(hidden);
        if let Some(plan_id) = self.used_by {
            reasons.push(Reason::new(reasons::STAY_USED_BY).fact("plan_id", plan_id.to_owned()));
        } else if passed_by {
            reasons.push(
                Reason::new(reasons::PASSED_BY)
                    .by("$.policy.passed_by")
                    .fact("time_on_site_ms", inside_ms),
            );
        } else if status == Status::Rejected {
            let reason = Reason::new(reasons::NEVER_INSIDE);
            let anywhere = (i64::MIN, i64::MAX);
            let nearest_m = self.nearest_m(self.window_range());
            reasons.push(match nearest_m.or_else(|| self.nearest_m(anywhere)) {
                Some(nearest_m) => reason.fact("nearest_m", nearest_m),
                None => reason,
            });
        }
        Judgement { status, reasons }
    }

    fn fit(&self, ends: &Ends<'_>) -> Fit {
        let (arrival, departure) = (ends.arrival.t.millis(), ends.departure.t.millis());
        match (self.policy.slot_rule, self.time_on_site_ms) {
            // All of the time was clipped away.
            (SlotRule::Presence, 0) => self.planned.window.fit(arrival, arrival, SlotRule::Arrival),
            (rule, _) => self.planned.window.fit(arrival, departure, rule),
        }
    }

    /// Anomalies that bear on the stay.
    fn bearing<'c>(&'c self, ends: &'c Ends<'_>) -> impl Iterator<Item = &'c Anomaly> {
        let margin = self.policy.anomaly_window.millis();
        let (arrival, departure) = (ends.arrival.t, ends.departure.t);
        let overlaps = move |found: &Anomaly, margin: i64| {
            found.start <= departure.plus(margin) && arrival.plus(-margin) <= found.end
        };
        self.anomalies
            .iter()
            .filter(move |found| overlaps(&found.anomaly, margin))
            .filter(move |found| match found.bears {
                Bears::Anywhere => true,
                Bears::Here => overlaps(&found.anomaly, 0) || self.is_here(&found.anomaly),
                Bears::There => self.is_here(&found.anomaly),
            })
            .map(|found| &found.anomaly)
    }

    /// Whether some fix of an anomaly was reported at the site.
    fn is_here(&self, found: &Anomaly) -> bool {
        let from = self.seen.partition_point(|seen| seen.t < found.start.millis());
        let until = self.seen.partition_point(|seen| seen.t <= found.end.millis());
        self.seen[from..until].iter().any(|seen| seen.edge_m <= 0.0)
    }

    fn claim_contradicts(&self, status: Status) -> Option<Reason> {
        let claim = self.planned.visit.claimed.as_ref()?;
        match (claim.done, status) {
            (true, Status::Rejected | Status::Unproven) => {
                Some(Reason::new(reasons::CLAIMED_NOT_SEEN))
            }
            (false, Status::Verified | Status::Partial) => {
                Some(Reason::new(reasons::SEEN_NOT_CLAIMED))
            }
            _ => None,
        }
    }

    pub(super) fn ends(&self) -> Option<Ends<'_>> {
        let (stay, share) = self.stay.as_ref()?;
        Some(Ends::new(stay, share))
    }
}

/// The two ends of a stay, or of the part that a plan got.
pub(super) struct Ends<'s> {
    stay: &'s Stay,
    pub(super) arrival: Moment,
    pub(super) departure: Moment,
    confidence: Confidence,
}

impl<'s> Ends<'s> {
    fn new(stay: &'s Stay, share: &Share) -> Self {
        let cut_at = Crossing::at;
        let enter = if share.from == i64::MIN { stay.enter } else { cut_at(share.from) };
        let exit = if share.until == i64::MAX { stay.exit } else { cut_at(share.until) };
        let low = stay.endpoints_only || enter.hidden || exit.hidden;
        Self {
            stay,
            arrival: moment(&enter),
            departure: moment(&exit),
            confidence: if low { Confidence::Low } else { Confidence::High },
        }
    }

    /// Share of the time inside that no usable fix covers.
    pub(super) fn bridged_share(&self) -> f64 {
        let on_site_ms = self.stay.on_site_ms();
        if on_site_ms > 0 { self.stay.bridged_ms as f64 / on_site_ms as f64 } else { 0.0 }
    }
}

pub(super) fn moment(crossing: &Crossing) -> Moment {
    let instant = |ms: i64| Instant::MIN.plus(ms - Instant::MIN.millis());
    Moment {
        t: instant(crossing.t),
        t_min: instant(crossing.t_min),
        t_max: instant(crossing.t_max),
    }
}

/// One reason a kind of anomaly, those that make a visit suspect first.
fn named(bearing: &[&Anomaly]) -> Vec<Reason> {
    let mut kinds: Vec<Vec<&Anomaly>> = Vec::new();
    for &found in bearing {
        let same = |kind: &&mut Vec<&Anomaly>| {
            kind.first()
                .is_some_and(|first| first.code == found.code && first.effect == found.effect)
        };
        match kinds.iter_mut().find(same) {
            Some(kind) => kind.push(found),
            None => kinds.push(vec![found]),
        }
    }
    kinds.sort_by_key(|kind| kind.first().map(|first| first.effect));
    kinds.iter().filter_map(|kind| reason_of(kind)).collect()
}

/// All anomalies of one kind in one reason: the facts of the first, and how far they reach.
fn reason_of(kind: &[&Anomaly]) -> Option<Reason> {
    let (first, last) = (kind.first()?, kind.iter().map(|found| found.end).max()?);
    let fixes = kind.iter().fold(0_u32, |sum, found| sum.saturating_add(found.fixes));
    let mut reason = Reason::new(&first.code)
        .by(&format!("$.policy.degrade.{}", first.code))
        .fact("fixes", fixes)
        .fact("start", first.start)
        .fact("end", last);
    reason.facts.0.extend(first.facts.0.iter().cloned());
    Some(reason)
}
