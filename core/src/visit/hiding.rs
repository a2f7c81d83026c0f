//! Where a visit could hide: the time in the window that no fix tells of.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `seen` and `legs` are \
              parallel to them"
)]

use super::duty::Duty;
use super::evidence::{median, tenth};
use super::reasons;
use super::verdict::Case;
use crate::Reason;
use crate::geofence::sight::Leg;
use crate::geofence::{self, Fix, PresenceState};
use crate::math;

/// The longest time in the window in which the visit could lie unseen.
pub(super) struct Hidden {
    pub(super) ms: i64,
    /// Whether it is long enough only by hours off duty.
    off_duty: bool,
    /// The fixes that tell on either side; absent beyond the track.
    before: Option<usize>,
    after: Option<usize>,
}

impl Case<'_> {
    /// Where the visit could hide in the window unseen, if it could.
    ///
    /// Between two fixes that tell where the rep was, what is left of the time after the way
    /// there and the way back is too short for `min_dwell`, or the visit may lie in it. The ends of
    /// the window beyond the track count too, unless `within_the_track`: then only there where the
    /// track begins or ends at the site itself.
    ///
    /// Hours off duty, in which nobody may look, hide nothing; unless the window has no others, or
    /// they begin or end with the rep at the site.
    pub(super) fn hiding_place(&self, within_the_track: bool) -> Option<Hidden> {
        let duty = Duty::of(self.policy);
        let (open, close) = self.window_range();
        let on_duty_ms = duty.within_ms(open, close);
        let window_ms = if on_duty_ms > 0 { on_duty_ms } else { close - open };
        let way_ms = |index: usize| {
            let metres = math::max(0.0, self.seen[index].edge_m);
            (metres / self.policy.max_travel_speed_mps.get() * 1000.0) as i64
        };
        let at_the_site = |index: usize| self.used_by.is_none() && self.surely_inside(index);
        // What no fixes could confirm is no visit that they miss. A window too short for the visit
        // that nobody watched at all hides it all the same.
        let enter = &self.policy.enter;
        let confirm_ms = enter.min_span.millis().min(enter.or_after.millis());
        let need_ms = self.planned.need_ms.max(confirm_ms).min(window_ms).max(1);
        let mut longest: Option<Hidden> = None;
        for (before, after) in self.silences() {
            let beyond_the_track = match (before, after) {
                (None, Some(k)) | (Some(k), None) => !self.surely_inside(k),
                _ => false,
            };
            if self.is_watched(before, after) || (beyond_the_track && within_the_track) {
                continue;
            }
            let reach = |i: usize| self.seen[i].t.saturating_add(way_ms(i));
            let leave = |i: usize| self.seen[i].t.saturating_sub(way_ms(i));
            let earliest = before.map_or(open, |i| open.max(reach(i)));
            let latest = after.map_or(close, |i| close.min(leave(i)));
            let whole_ms = latest.saturating_sub(earliest);
            if whole_ms < need_ms {
                continue;
            }
            let watched_ms = duty.within_ms(earliest, latest);
            let counts_whole = on_duty_ms == 0 || before.into_iter().chain(after).any(at_the_site);
            let ms = if counts_whole { whole_ms } else { watched_ms };
            if ms >= need_ms && longest.as_ref().is_none_or(|known| known.ms < ms) {
                longest = Some(Hidden { ms, off_duty: watched_ms < need_ms, before, after });
            }
        }
        longest
    }

    /// Pairs of fixes in a row that tell, with `None` beyond the track.
    fn silences(&self) -> impl Iterator<Item = (Option<usize>, Option<usize>)> {
        let tells: Vec<usize> = (0..self.seen.len())
            .filter(|&index| self.seen[index].state != PresenceState::Uncertain)
            .collect();
        let befores: Vec<_> =
            std::iter::once(None).chain(tells.iter().copied().map(Some)).collect();
        befores.into_iter().zip(tells.into_iter().map(Some).chain(std::iter::once(None)))
    }

    /// Whether a fix is inside that jumped nowhere.
    fn surely_inside(&self, index: usize) -> bool {
        self.seen[index].inside() && self.doubtful.binary_search(&index).is_err()
    }

    /// Whether the rep was inside in the window with nobody watching just before or after: then
    /// nobody knows that they only passed by. A jump to the site is no such stay, but beside a gap
    /// nobody knows that it was one.
    pub(super) fn may_have_stayed(&self, hidden: Option<&Hidden>) -> bool {
        let (open, close) = self.window_range();
        let hides = |index: usize| {
            hidden.is_some_and(|at| at.before == Some(index) || at.after == Some(index))
        };
        let last = self.seen.len().saturating_sub(1);
        let gap_after = |index: usize| self.legs.get(index) == Some(&Leg::Gap);
        self.seen.iter().enumerate().any(|(index, seen)| {
            let ends = index == 0 || index == last || hides(index);
            (open..close).contains(&seen.t)
                && seen.inside()
                && (gap_after(index)
                    || index.checked_sub(1).is_some_and(gap_after)
                    || (ends && self.surely_inside(index)))
        })
    }

    /// Whether nothing can hide between two telling fixes: the tracker's way of sampling explains
    /// the silence, or they are of one stay, which another plan has.
    fn is_watched(&self, before: Option<usize>, after: Option<usize>) -> bool {
        let (Some(before), Some(after)) = (before, after) else { return false };
        let stay = self.seen[before].inside() && self.seen[after].inside();
        match self.legs[before] {
            _ if after > before + 1 => false,
            Leg::Endpoints => true,
            Leg::Covered => stay,
            Leg::Gap => false,
        }
    }

    /// What hid the visit: no fixes at all, or fixes that do not tell.
    pub(super) fn blind_spot(&self, hidden: &Hidden) -> Reason {
        let gap_ms = hidden.ms;
        let first = hidden.before.map_or(0, |index| index + 1);
        let last = hidden.after.unwrap_or(self.fixes.len());
        let (open, close) = self.window_range();
        let in_window = |fix: &&Fix| (open..close).contains(&fix.t.millis());
        let blurred: Vec<&Fix> = self.fixes[first..last].iter().filter(in_window).collect();
        let any_in_window = self.fixes.iter().any(|fix| in_window(&fix));
        let max_m = self.policy.presence.max_accuracy_m.get();
        if blurred.is_empty() {
            let code = if any_in_window { reasons::TRACK_GAP } else { reasons::NO_TRACK };
            let path = if hidden.off_duty { "$.policy.observe" } else { "$.policy.gap" };
            return Reason::new(code).by(path).fact("gap_ms", gap_ms);
        }
        let jumped = self.doubtful.partition_point(|&index| index < first);
        if let Some(&index) = self.doubtful.get(jumped).filter(|&&index| index < last) {
            let (code, path) = if self.teleports(index) {
                (reasons::TELEPORT, "$.policy.degrade.teleport")
            } else {
                (reasons::SPEED_IMPOSSIBLE, "$.policy.degrade.speed_impossible")
            };
            return Reason::new(code).by(path).fact("gap_ms", gap_ms);
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

    /// Whether a fix that is not believed jumped there and back; else one way is a gap.
    fn teleports(&self, index: usize) -> bool {
        let t = self.fixes[index].t;
        self.anomalies.iter().map(|found| &found.anomaly).any(|anomaly| {
            anomaly.code == reasons::TELEPORT && anomaly.start <= t && t <= anomaly.end
        })
    }
}
