//! Whether a track is a whole day: from the door and back to it.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `seen` is parallel to \
              them"
)]

use super::verdict::Case;
use crate::geo::distance;
use crate::geofence::{Fix, PresenceState};

/// Trackers that start and stop with the engine do so a street or two from the door.
const AT_THE_DOOR_M: f64 = 500.0;
/// Who lives or works nearer to a site than this is there and back before a tracker starts.
const AWAY_M: f64 = 1000.0;

impl Case<'_> {
    /// Whether the track goes from door to door: it begins where it ends, far from the site, and
    /// stops as the rep comes back. A phone that dies does so anywhere, or while it rests.
    ///
    /// Where the policy says when the rep is on duty, nobody has to guess: then it does not.
    pub(super) fn goes_from_door_to_door(&self) -> bool {
        if self.policy.observe.is_some() {
            return false;
        }
        let firm = |index: &usize| self.doubtful.binary_search(index).is_err();
        let (Some(first), Some(last)) =
            ((0..self.fixes.len()).find(firm), (0..self.fixes.len()).rfind(firm))
        else {
            return false;
        };
        let elsewhere = |index: usize| {
            self.seen[index].state == PresenceState::Outside && self.seen[index].edge_m > AWAY_M
        };
        let door = &self.fixes[last];
        let near_m = self.policy.stop_radius_m.get();
        // The last fix that was still on the way.
        let coming =
            (first..last).rev().filter(firm).find(|&i| metres(&self.fixes[i], door) > near_m);
        let comes_back =
            coming.is_some_and(|i| door.t.since(self.fixes[i].t) < self.policy.stop_span.millis());
        comes_back
            && elsewhere(first)
            && elsewhere(last)
            && metres(&self.fixes[first], door) <= AT_THE_DOOR_M
    }
}

fn metres(a: &Fix, b: &Fix) -> f64 {
    distance(&a.position(), &b.position())
}
