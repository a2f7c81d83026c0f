//! What a verdict rests on, without coordinates.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: the middle of a list that is not empty")]

use super::policy::Detail;
use super::report::Evidence;
use super::site_position::median_position;
use super::verdict::Case;
use crate::Position;
use crate::geofence::PresenceState;
use crate::math;
use crate::shape::Share as Ratio;

impl Case<'_> {
    pub(super) fn evidence(&self) -> Evidence {
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

    pub(super) fn window_range(&self) -> (i64, i64) {
        (self.planned.window.open, self.planned.window.close)
    }

    /// The stay with its bounds, or the window.
    fn evidence_range(&self) -> (i64, i64) {
        self.ends().map_or(self.window_range(), |ends| {
            (ends.arrival.t_min.millis(), ends.departure.t_max.millis())
        })
    }

    /// Where the rep was: the median of the fixes inside.
    pub(super) fn position(&self) -> Option<Position> {
        if self.policy.detail != Detail::Track {
            return None;
        }
        let (from, until) = self.evidence_range();
        let inside: Vec<Position> = self
            .fixes
            .iter()
            .zip(self.seen)
            .filter(|(_, seen)| seen.inside() && from <= seen.t && seen.t <= until)
            .map(|(fix, _)| fix.position())
            .collect();
        median_position(inside.first()?, &inside.iter().collect::<Vec<_>>())
    }

    /// The nearest fix to the fence's edge.
    pub(super) fn nearest_m(&self, (from, until): (i64, i64)) -> Option<f64> {
        self.seen
            .iter()
            .filter(|seen| from <= seen.t && seen.t <= until)
            .map(|seen| seen.edge_m)
            .reduce(math::min)
            .map(coarse)
    }

    pub(super) fn inside_in_window(&self) -> bool {
        let (open, close) = self.window_range();
        self.seen.iter().any(|seen| seen.inside() && open <= seen.t && seen.t < close)
    }

    /// Whether the device can tell simulated positions: every fix inside says yes or no.
    pub(super) fn mock_checked(&self) -> bool {
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

/// The middle one, or the mean of the two in the middle.
pub(super) fn median(numbers: &mut [f64]) -> Option<f64> {
    math::sort_by(numbers, f64::total_cmp);
    let upper = numbers.len() / 2;
    match numbers.len() {
        0 => None,
        n if n % 2 == 1 => Some(numbers[upper]),
        _ => Some((numbers[upper - 1] + numbers[upper]) / 2.0),
    }
}

/// Rounded to a tenth: nobody argues about centimetres.
pub(super) fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// Metres to a tenth near the fence, to two digits beyond 100 m: from the distances to several
/// sites nobody shall find where a rep was.
pub(super) fn coarse(metres: f64) -> f64 {
    let mut unit = 0.1;
    let mut bound = 100.0;
    while metres.abs() >= bound {
        unit = bound / 10.0;
        bound *= 10.0;
    }
    if unit < 1.0 { tenth(metres) } else { (metres / unit).round() * unit }
}
