//! One planned visit, one verdict: anomalies, on site, gaps, elsewhere, in this order.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `seen` and `legs` are \
              parallel to them"
)]

use super::anomaly::{Bears, Found};
use super::assign::{Planned, Share};
use super::policy::{Confidence, Degrade, Detail, Interval, SlotRule, Status, VisitPolicy};
use super::reasons;
use super::report::{Anomaly, Evidence, Moment, VisitVerdict};
use super::window::Fit;
use crate::Reason;
use crate::geofence::machine::{Crossing, Leg, Seen, Stay};
use crate::geofence::{self, Fix, PresenceState};
use crate::math;
use crate::shape::Share as Ratio;
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

    /// Why the visit could hide in the window unseen, if it could.
    ///
    /// Between two fixes that tell where the rep was, what is left of the time after the way
    /// there and the way back is too short for `min_dwell`, or the visit may lie in it. The ends of
    /// the window beyond the track count too, unless the rep was seen to pass by: who drives past
    /// a site during the slot did not visit it before the tracker started or after it stopped.
    fn hiding_place(&self, passed_by: bool) -> Option<Reason> {
        let (open, close) = self.watched_window();
        let tells: Vec<usize> = (0..self.seen.len())
            .filter(|&index| self.seen[index].state != PresenceState::Uncertain)
            .collect();
        let way_ms = |index: usize| {
            let metres = math::max(0.0, self.seen[index].edge_m);
            (metres / self.policy.max_travel_speed_mps.get() * 1000.0) as i64
        };
        // A window too short for the visit that nobody watched at all hides it all the same.
        let need_ms = self.planned.need_ms.min(close - open).max(1);
        // Gaps: before the first, between, and after the last telling fix.
        let befores = std::iter::once(None).chain(tells.iter().copied().map(Some));
        let afters = tells.iter().copied().map(Some).chain(std::iter::once(None));
        let mut longest: Option<(i64, Option<usize>, Option<usize>)> = None;
        for (before, after) in befores.zip(afters) {
            let beyond_the_track = before.is_none() || after.is_none();
            if self.is_watched(before, after) || (beyond_the_track && passed_by) {
                continue;
            }
            let reach = |i: usize| self.seen[i].t.saturating_add(way_ms(i));
            let leave = |i: usize| self.seen[i].t.saturating_sub(way_ms(i));
            let earliest = before.map_or(open, |i| open.max(reach(i)));
            let latest = after.map_or(close, |i| close.min(leave(i)));
            let room_ms = latest.saturating_sub(earliest);
            if room_ms >= need_ms && longest.is_none_or(|(ms, ..)| ms < room_ms) {
                longest = Some((room_ms, before, after));
            }
        }
        longest.map(|(gap_ms, before, after)| self.blind_spot(gap_ms, before, after))
    }

    /// Whether the tracker's way of sampling explains the silence between two telling fixes.
    fn is_watched(&self, before: Option<usize>, after: Option<usize>) -> bool {
        match (before, after) {
            (Some(before), Some(after)) => {
                after == before + 1 && self.legs[before] == Leg::Endpoints
            }
            _ => false,
        }
    }

    /// What hid the visit: no fixes at all, or fixes that do not tell.
    fn blind_spot(&self, gap_ms: i64, before: Option<usize>, after: Option<usize>) -> Reason {
        let first = before.map_or(0, |index| index + 1);
        let last = after.unwrap_or(self.fixes.len());
        let (open, close) = self.watched_window();
        let in_window = |fix: &&Fix| (open..close).contains(&fix.t.millis());
        let blurred: Vec<&Fix> = self.fixes[first..last].iter().filter(in_window).collect();
        let any_in_window = self.fixes.iter().any(|fix| in_window(&fix));
        let max_m = self.policy.presence.max_accuracy_m.get();
        if blurred.is_empty() {
            let code = if any_in_window { reasons::TRACK_GAP } else { reasons::NO_TRACK };
            return Reason::new(code).by("$.policy.gap").fact("gap_ms", gap_ms);
        }
        let jumped = self.doubtful.partition_point(|&index| index < first);
        if self.doubtful.get(jumped).is_some_and(|&index| index < last) {
            return Reason::new(reasons::TELEPORT)
                .by("$.policy.degrade.teleport")
                .fact("gap_ms", gap_ms);
        }
        let count = |holds: &dyn Fn(&Fix) -> bool| blurred.iter().filter(|fix| holds(fix)).count();
        let missing = count(&|fix| fix.accuracy_m.radius().is_none());
        let poor = count(&|fix| fix.accuracy_m.radius().is_some_and(|m| m > max_m));
        let mut radii: Vec<f64> =
            blurred.iter().filter_map(|fix| fix.accuracy_m.radius()).collect();
        let code = if missing >= poor && missing > 0 {
            geofence::reasons::ACCURACY_MISSING
        } else if poor > 0 {
            geofence::reasons::ACCURACY_POOR
        } else {
            geofence::reasons::ACCURACY_STRADDLES_BOUNDARY
        };
        let reason =
            Reason::new(code).by("$.policy.presence.max_accuracy_m").fact("gap_ms", gap_ms);
        match median(&mut radii) {
            Some(accuracy_m) => reason.fact("accuracy_m", tenth(accuracy_m)),
            None => reason,
        }
    }

    /// The window, without the hours off duty at its ends, which nobody may look at.
    fn watched_window(&self) -> (i64, i64) {
        let window = self.planned.window;
        let Some(observe) = &self.policy.observe else { return (window.open, window.close) };
        let in_window = |time: &&Interval| {
            time.start.millis() < window.close && window.open < time.end.millis()
        };
        let first = observe.iter().filter(in_window).map(|time| time.start.millis()).min();
        let last = observe.iter().filter(in_window).map(|time| time.end.millis()).max();
        (
            first.map_or(window.open, |start| start.max(window.open)),
            last.map_or(window.close, |end| end.min(window.close)),
        )
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

    fn ends(&self) -> Option<Ends<'_>> {
        let (stay, share) = self.stay.as_ref()?;
        Some(Ends::new(stay, share))
    }

    fn evidence(&self) -> Evidence {
        let range = self.evidence_range();
        let mut longest_gap_ms = 0;
        let mut radii = Vec::new();
        let (mut fixes_inside, mut fixes_near) = (0, 0);
        let within = range.0..=range.1;
        let (mut last, until) = (range.0, range.1);
        for (fix, seen) in self.fixes.iter().zip(self.seen) {
            if !within.contains(&seen.t) {
                continue;
            }
            longest_gap_ms = longest_gap_ms.max(seen.t - last);
            last = seen.t;
            match seen.state {
                PresenceState::Inside => {
                    fixes_inside += 1;
                    radii.extend(fix.accuracy_m.radius());
                }
                PresenceState::Uncertain => fixes_near += 1,
                PresenceState::Outside => {}
            }
        }
        longest_gap_ms = longest_gap_ms.max(until - last);
        let bridged = self.ends().map_or(0.0, |ends| ends.bridged_share());
        Evidence {
            fixes_inside,
            fixes_near,
            median_accuracy_m: median(&mut radii).map(tenth),
            longest_gap_ms,
            nearest_m: self.nearest_m(range),
            bridged_share: Ratio::try_from(bridged).unwrap_or(Ratio::known(1.0)),
            mock_checked: self.mock_checked(),
        }
    }

    fn window_range(&self) -> (i64, i64) {
        (self.planned.window.open, self.planned.window.close)
    }

    /// The stay with its bounds, or the window.
    fn evidence_range(&self) -> (i64, i64) {
        self.ends().map_or(self.window_range(), |ends| {
            (ends.arrival.t_min.millis(), ends.departure.t_max.millis())
        })
    }

    /// The nearest fix to the fence's edge, to a tenth of a metre.
    fn nearest_m(&self, (from, until): (i64, i64)) -> Option<f64> {
        self.seen
            .iter()
            .filter(|seen| from <= seen.t && seen.t <= until)
            .map(|seen| seen.edge_m)
            .reduce(math::min)
            .map(tenth)
    }

    fn inside_in_window(&self) -> bool {
        let (open, close) = self.window_range();
        self.seen.iter().any(|seen| seen.inside() && open <= seen.t && seen.t < close)
    }

    /// Whether the device can tell simulated positions: every fix inside says yes or no.
    fn mock_checked(&self) -> bool {
        let (from, until) = self.evidence_range();
        let mut inside = self
            .fixes
            .iter()
            .zip(self.seen)
            .filter(|(_, seen)| seen.inside() && from <= seen.t && seen.t <= until)
            .peekable();
        inside.peek().is_some() && inside.all(|(fix, _)| fix.mock.is_some())
    }
}

/// The two ends of a stay, or of the part that a plan got.
struct Ends<'s> {
    stay: &'s Stay,
    arrival: Moment,
    departure: Moment,
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
    fn bridged_share(&self) -> f64 {
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

/// The middle one, or the mean of the two in the middle.
fn median(numbers: &mut [f64]) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let upper = numbers.len() / 2;
    match numbers.len() {
        0 => None,
        n if n % 2 == 1 => Some(numbers[upper]),
        _ => Some((numbers[upper - 1] + numbers[upper]) / 2.0),
    }
}

/// Rounded to a tenth: nobody argues about centimetres.
fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
