//! How far from the base a rep was, and where the nights were spent.

use super::TripPolicy;
use super::report::TripReport;
use crate::Reason;
use crate::geo::{Position, distance};
use crate::geofence::Fix;
use crate::geofence::sight::Leg;
use crate::math;
use crate::time::Date;
use crate::visit::VisitPolicy;
use crate::visit::evidence::coarse;
use crate::visit::legs::legs;
use crate::visit::reasons;

const DAY_MS: i64 = 86_400_000;

/// A rep's days as seen from the base.
pub(super) struct Away<'a> {
    pub(super) base: &'a Position,
    pub(super) policy: &'a TripPolicy,
}

/// One night, of which something is known.
struct Night {
    /// In milliseconds.
    start: i64,
    end: i64,
    /// Known to be spent far from the base.
    far_ms: i64,
    /// Whether the rep was certainly near the base in it.
    near: bool,
}

impl Away<'_> {
    /// Adds what the fixes tell of a business trip; `nights` are those that the nights are asked of.
    pub(super) fn judge(&self, fixes: &[Fix], nights: &[Fix], report: &mut TripReport) {
        let limit_m = self.policy.business_distance_m.get();
        let mut farthest: Option<(f64, f64)> = None;
        for fix in fixes.iter().filter(|fix| fix.mock != Some(true)) {
            let (metres, radius_m) = self.distance(fix);
            if farthest.is_none_or(|(certain_m, _)| metres - radius_m > certain_m) {
                farthest = Some((metres - radius_m, metres));
            }
        }
        report.farthest_from_base_m = farthest.map(|(_, metres)| coarse(metres));
        let unseen_by = if self.policy.observe_nights {
            self.nights(nights, report);
            "$.policy.min_night_share"
        } else {
            report.nights_unseen = self.unseen(fixes, &[], |_| false);
            "$.policy.observe_nights"
        };
        let far = farthest.filter(|(certain_m, _)| *certain_m > limit_m);
        if let Some((_, metres)) = far {
            let reason = Reason::new(reasons::FAR_FROM_BASE).by("$.policy.business_distance_m");
            report.reasons.push(reason.fact("distance_m", coarse(metres)));
        }
        let count = report.nights_away.len() as i64;
        if count > 0 {
            let reason = Reason::new(reasons::NIGHTS_AWAY).by("$.policy.night_distance_m");
            report.reasons.push(reason.fact("nights", count));
        }
        if report.nights_unseen > 0 {
            let reason = Reason::new(reasons::NIGHTS_UNSEEN).by(unseen_by);
            report.reasons.push(reason.fact("nights", report.nights_unseen));
        }
        report.business_trip = match farthest {
            _ if far.is_some() || count > 0 => Some(true),
            Some(_) if report.nights_unseen == 0 => Some(false),
            _ => None,
        };
    }

    /// Metres to a fix, and how many it may be off.
    fn distance(&self, fix: &Fix) -> (f64, f64) {
        let presence = &self.policy.visit.presence;
        let radius_m = presence.accuracy_of(fix).unwrap_or(presence.max_accuracy_m.get());
        (distance(self.base, &fix.position()), radius_m)
    }

    fn nights(&self, fixes: &[Fix], report: &mut TripReport) {
        let limit_m = self.policy.night_distance_m.get();
        let mut nights: Vec<(i64, Night)> = Vec::new();
        // How a fix of a night lies to the base: far, near, or nobody knows.
        let far = |fix: &Fix| match self.distance(fix) {
            _ if fix.mock == Some(true) => None,
            (metres, radius_m) if metres - radius_m > limit_m => Some(true),
            (metres, radius_m) if metres + radius_m <= limit_m => Some(false),
            _ => None,
        };
        for fix in fixes {
            let day = self.day(fix);
            let night = math::under(&mut nights, day, || self.night(day));
            let during = night.start <= fix.t.millis() && fix.t.millis() < night.end;
            night.near |= during && far(fix) == Some(false);
        }
        // Duty does not matter here, only silence.
        let every_hour = VisitPolicy { observe: None, ..self.policy.visit.clone() };
        for (pair, leg) in fixes.windows(2).zip(legs(fixes, &every_hour)) {
            let [a, b] = pair else { continue };
            if leg == Leg::Gap || far(a) != Some(true) || far(b) != Some(true) {
                continue;
            }
            let (one, other) = (self.day(a), self.day(b));
            let days = [Some(one), (other != one).then_some(other)];
            for day in days.into_iter().flatten() {
                // Both fixes have made theirs above.
                let night = math::under(&mut nights, day, || self.night(day));
                let overlap = b.t.millis().min(night.end) - a.t.millis().max(night.start);
                night.far_ms += overlap.max(0);
            }
        }
        let least = self.policy.min_night_share.get();
        let spent_away = |night: &Night| {
            !night.near
                && night.far_ms as f64 >= least * (night.end - night.start) as f64
                && night.far_ms > 0
        };
        let known = |night: &Night| night.near || spent_away(night);
        report.nights_away = nights
            .iter()
            .filter(|(_, night)| spent_away(night))
            .map(|(day, _)| Date::of_local_millis(day * DAY_MS))
            .collect();
        report.nights_unseen = self.unseen(fixes, &nights, known);
    }

    /// How many nights lie wholly between the first and the last fix, of which nobody knows.
    fn unseen(
        &self,
        fixes: &[Fix],
        nights: &[(i64, Night)],
        known: impl Fn(&Night) -> bool,
    ) -> u32 {
        let (Some(first), Some(last)) = (fixes.first(), fixes.last()) else { return 0 };
        let (mut from, mut until) = (self.day(first), self.day(last));
        from += i64::from(self.night(from).start < first.t.millis());
        until -= i64::from(self.night(until).end > last.t.millis());
        let seen = nights
            .iter()
            .filter(|(day, night)| (from..=until).contains(day) && known(night))
            .count();
        u32::try_from(until - from + 1 - seen as i64).unwrap_or(0)
    }

    /// The local date of a fix, as days from 1970-01-01.
    fn day(&self, fix: &Fix) -> i64 {
        self.policy.visit.zone.local_millis(fix.t).div_euclid(DAY_MS)
    }

    fn night(&self, day: i64) -> Night {
        let zone = &self.policy.visit.zone;
        let start = zone.first_at(day * DAY_MS).millis();
        let end = zone.first_at(day * DAY_MS + self.policy.night.millis()).millis();
        Night { start, end, far_ms: 0, near: false }
    }
}
