//! One planned visit, one verdict: anomalies, on site, gaps, elsewhere, in this order.

use super::anomaly::Found;
use super::assign::{Planned, Share};
use super::bearing::{Near, named};
use super::duty::Duty;
use super::policy::{Degrade, Detail, SlotRule, Status, VisitPolicy};
use super::privacy::EVIDENCE_FACT;
use super::reasons;
use super::report::{Anomaly, Moment, VisitVerdict};
use super::window::{Fit, Window};
use crate::Reason;
use crate::geofence::machine::{Crossing, Stay, length_ms};
use crate::geofence::sight::{Leg, Seen};
use crate::geofence::{Confidence, Fix};
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
    /// How many people can be met at the site.
    pub(super) staff: Option<u32>,
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
        reasons.extend(self.claim_exceeds(computed_status));
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
            position: ends.as_ref().and_then(|_| self.position()),
            reasons,
            evidence: (self.policy.detail != Detail::Verdict).then(|| self.evidence()),
        }
    }

    /// On site: verified or partial, unless an anomaly, a gap or the policy says otherwise;
    /// `None` where the rep was inside for too short a time to be a visit at all.
    fn on_site(&self, ends: &Ends) -> Option<Judgement> {
        let policy = self.policy;
        let unseen_ms = length_ms(&ends.unseen);
        let full = self.time_on_site_ms >= self.planned.need_ms;
        let could_be_full = self.time_on_site_ms + unseen_ms >= self.planned.need_ms;
        let fit = self.fit(ends);
        // With the presence rule all of the time may lie outside the window.
        let elsewhen = ends.inside.is_empty();
        // By the time inside, whatever the window and the others of a building leave of it.
        let passed_by = ends.unclipped_ms < self.planned.visit_ms;
        if !full && (passed_by || (elsewhen && fit == Fit::In)) {
            return None;
        }
        let mut reasons = Vec::new();
        if !full && !elsewhen {
            reasons.push(self.dwell_too_short());
        }
        reasons.extend(misfit(fit));
        let full_in_slot = full && fit == Fit::In;
        let mut status = if full_in_slot { Status::Verified } else { Status::Partial };
        // A gap: nobody knows whether it was as short as it looks, or as long.
        let bridged = ends.bridged_share();
        if (!full && could_be_full) || (full_in_slot && bridged > policy.max_bridged_share.get()) {
            status = Status::Unproven;
            let off_duty = !full && !self.could_be_full_on_duty(ends);
            let path = if off_duty { "$.policy.observe" } else { "$.policy.max_bridged_share" };
            reasons.push(
                Reason::new(reasons::TRACK_GAP)
                    .by(path)
                    .fact("gap_ms", unseen_ms.max(length_ms(&ends.bridged))),
            );
        }
        if ends.endpoints_only() {
            reasons.push(Reason::new(reasons::ENDPOINTS_ONLY).by("$.policy.sampling"));
        }
        if ends.confidence < policy.min_confidence {
            status = Status::Unproven;
            if !ends.endpoints_only() {
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
        let bearing = self.bearing(ends);
        // Verified or partial but for it; a stay that a gap cuts short is neither.
        let would_count = full || !could_be_full;
        if would_count && bearing.iter().any(|found| found.effect == Degrade::Suspect) {
            status = Status::Suspect;
        }
        reasons.extend(named(&bearing));
        Some(Judgement { status, reasons })
    }

    /// Whether the stay may have been long enough without hours off duty, in which nobody may look.
    fn could_be_full_on_duty(&self, ends: &Ends) -> bool {
        let duty = Duty::of(self.policy);
        let on_duty_ms: i64 =
            ends.unseen.iter().map(|&(start, end)| duty.within_ms(start, end)).sum();
        self.time_on_site_ms + on_duty_ms >= self.planned.need_ms
    }

    /// Not on site: rejected, unless the visit could hide where nobody looked.
    fn elsewhere(&self) -> Judgement {
        let inside_ms = self.time_on_site_ms;
        let anywhere = self.hiding_place(false);
        let was_inside = inside_ms > 0 || self.inside_in_window();
        let may_have_stayed = was_inside && self.may_have_stayed(anywhere.as_ref());
        let passed_by = was_inside && !may_have_stayed;
        // The extra plan of a stay is rejected (one instant, one plan); and who passes by on a round
        // that goes from door to door did not go out once more.
        let day_is_known =
            (was_inside && self.used_by.is_some()) || (passed_by && self.goes_from_door_to_door());
        let presumed = anywhere.as_ref().filter(|_| day_is_known).map(|at| at.ms);
        let hidden = if presumed.is_some() { self.hiding_place(true) } else { anywhere };
        let mut reasons = Vec::new();
        let status = if hidden.is_some() { Status::Unproven } else { Status::Rejected };
        reasons.extend(hidden.map(|hidden| self.blind_spot(&hidden)));
        if let Some(plan_id) = self.used_by {
            reasons.push(Reason::new(reasons::STAY_USED_BY).fact("plan_id", plan_id.to_owned()));
        } else if passed_by {
            let reason = Reason::new(reasons::PASSED_BY)
                .by("$.policy.passed_by")
                .fact("time_on_site_ms", inside_ms);
            reasons.push(match presumed.filter(|_| status == Status::Rejected) {
                Some(unseen_ms) => reason.fact("unseen_ms", unseen_ms),
                None => reason,
            });
        } else if may_have_stayed && status == Status::Rejected {
            // However long it was, no gap is long enough.
            reasons.push(self.dwell_too_short());
        } else if status == Status::Rejected {
            let reason = Reason::new(reasons::NEVER_INSIDE);
            let told = (self.policy.detail != Detail::Verdict)
                .then(|| self.nearest_m(self.window_range()))
                .flatten();
            reasons.push(match told {
                Some(nearest_m) => reason.fact(EVIDENCE_FACT, nearest_m),
                None => reason,
            });
        }
        Judgement { status, reasons }
    }

    fn dwell_too_short(&self) -> Reason {
        Reason::new(reasons::DWELL_TOO_SHORT)
            .by("$.policy.min_dwell")
            .fact("time_on_site_ms", self.time_on_site_ms)
            .fact("min_dwell_ms", self.planned.min_dwell_ms)
    }

    fn fit(&self, ends: &Ends) -> Fit {
        let (arrival, departure) = (ends.arrival.t.millis(), ends.departure.t.millis());
        self.planned.window.fit(arrival, departure, self.policy.slot_rule)
    }

    /// Anomalies that bear on the stay.
    fn bearing(&self, ends: &Ends) -> Vec<&Anomaly> {
        let (arrival, departure) = (ends.arrival.t, ends.departure.t);
        let margin = self.policy.anomaly_window.millis();
        Near { arrival, departure, seen: self.seen, margin }.bearing(self.anomalies)
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

    /// Notes on how many people the rep says to have met: more than there are, or more than the
    /// time allows.
    fn claim_exceeds(&self, status: Status) -> Vec<Reason> {
        let visit = self.planned.visit;
        let mut notes = Vec::new();
        let claim = visit.claimed.as_ref().filter(|claim| claim.done);
        let Some(people_met) = claim.and_then(|claim| claim.people_met) else { return notes };
        if let Some(staff) = self.staff.filter(|&staff| people_met > staff) {
            notes.push(
                Reason::new(reasons::CLAIMED_EXCEEDS_SITE)
                    .fact("people_met", people_met)
                    .fact("staff", staff),
            );
        }
        // Where a gap may hide more of the stay, nobody knows how short it was.
        let seen = matches!(status, Status::Verified | Status::Partial | Status::Suspect);
        if let Some(each) = visit.min_dwell_per_person.filter(|_| seen)
            && self.time_on_site_ms < each.millis().saturating_mul(i64::from(people_met))
        {
            notes.push(
                Reason::new(reasons::MINUTES_PER_PERSON_LOW)
                    .fact("people_met", people_met)
                    .fact("time_on_site_ms", self.time_on_site_ms)
                    .fact("min_dwell_per_person_ms", each.millis()),
            );
        }
        notes
    }

    pub(super) fn ends(&self) -> Option<Ends> {
        let (stay, share) = self.stay.as_ref()?;
        let clips = self.policy.slot_rule == SlotRule::Presence;
        Some(Ends::new(stay, share, &self.planned.window, clips))
    }
}

/// The part of a stay that a plan got: its ends, and how its time is known.
pub(super) struct Ends {
    pub(super) arrival: Moment,
    pub(super) departure: Moment,
    confidence: Confidence,
    /// Times inside, clipped to the slot where the policy says so; and of them:
    inside: Vec<(i64, i64)>,
    bridged: Vec<(i64, i64)>,
    endpoints: Vec<(i64, i64)>,
    /// Gaps, in which it may have been longer.
    unseen: Vec<(i64, i64)>,
    /// Time inside before it was clipped or shared.
    unclipped_ms: i64,
}

impl Ends {
    fn new(stay: &Stay, share: &Share, window: &Window, clips: bool) -> Self {
        let enter = if share.from == i64::MIN { stay.enter } else { Crossing::at(share.from) };
        let exit = if share.until == i64::MAX { stay.exit } else { Crossing::at(share.until) };
        let mut unseen = stay.unseen.clone();
        if enter.open && window.open < enter.t {
            unseen.push((window.open, enter.t));
        }
        if exit.open && exit.t < window.close {
            unseen.push((exit.t, window.close));
        }
        let clip = |ranges: &[(i64, i64)]| -> Vec<(i64, i64)> {
            let ranges = share.of(ranges);
            let within = |range: (i64, i64)| if clips { window.clip(range) } else { Some(range) };
            ranges.into_iter().filter_map(within).collect()
        };
        let endpoints = clip(&stay.endpoints);
        let low = !endpoints.is_empty() || enter.hidden || exit.hidden;
        Self {
            arrival: moment(&enter),
            departure: moment(&exit),
            confidence: if low { Confidence::Low } else { Confidence::High },
            inside: clip(&stay.inside),
            bridged: clip(&stay.bridged),
            endpoints,
            unseen: clip(&unseen),
            unclipped_ms: length_ms(&share.of(&stay.inside)),
        }
    }

    /// Whether some of the time is known by its end points only.
    fn endpoints_only(&self) -> bool {
        !self.endpoints.is_empty()
    }

    /// Share of the time inside that no fix shows.
    pub(super) fn bridged_share(&self) -> f64 {
        let inside_ms = length_ms(&self.inside);
        if inside_ms > 0 { length_ms(&self.bridged) as f64 / inside_ms as f64 } else { 0.0 }
    }
}

/// Why a stay is out of its slot, if it is.
fn misfit(fit: Fit) -> Option<Reason> {
    match fit {
        Fit::In => None,
        Fit::Before(by_ms) => Some(Reason::new(reasons::BEFORE_SLOT).fact("by_ms", by_ms)),
        Fit::After(by_ms) => Some(Reason::new(reasons::AFTER_SLOT).fact("by_ms", by_ms)),
    }
}

pub(super) fn moment(crossing: &Crossing) -> Moment {
    Moment {
        t: Instant::held(crossing.t),
        t_min: Instant::held(crossing.t_min),
        t_max: Instant::held(crossing.t_max),
    }
}
