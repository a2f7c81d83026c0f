//! Where a visit could hide: the time in the window that no fix tells of.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `seen` and `legs` are \
              parallel to them"
)]

use super::evidence::{median, tenth};
use super::policy::Interval;
use super::reasons;
use super::verdict::Case;
use crate::Reason;
use crate::geofence::sight::Leg;
use crate::geofence::{self, Fix, PresenceState};
use crate::math;

impl Case<'_> {
    /// Why the visit could hide in the window unseen, if it could.
    ///
    /// Between two fixes that tell where the rep was, what is left of the time after the way
    /// there and the way back is too short for `min_dwell`, or the visit may lie in it. The ends of
    /// the window beyond the track count too, unless the rep was seen to pass by: who drives past
    /// a site during the slot did not visit it before the tracker started or after it stopped.
    pub(super) fn hiding_place(&self, passed_by: bool) -> Option<Reason> {
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
            // The end of the window beyond the track, unless the track ends at the site itself.
            let beyond_the_track = match (before, after) {
                (None, Some(k)) | (Some(k), None) => {
                    !self.seen[k].inside() || self.doubtful.contains(&k)
                }
                _ => false,
            };
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
}
