//! Fences that are too small for the accuracy of phones.

use super::super::FenceIndex;
use super::super::reasons::stream;
use super::fences::{Fences, Law};
use super::{Tracker, TrackerPolicy};
use crate::shape::record;
use crate::{Reason, Result};
use std::sync::Arc;

record! {
    /// A fence that honest reps could never be seen in.
    pub struct SmallFence: data {
        /// The fence's id, or its index as text if it has none.
        pub fence: String,
        /// The fence's index.
        pub fence_index: u32,
        /// The radius in metres, or that of a circle with the polygon's area.
        pub radius_m: f64,
        /// Metres around it that count as inside.
        pub tolerance_m: f64,
        /// The smallest radius in whole metres that would do with this tolerance.
        pub suggested_radius_m: f64,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

/// A fix of accuracy a in the middle of a circle is inside with probability 0.85 from a radius of
/// 1.29 a on: sqrt(-2 ln 0.15) sigma, where sigma is a / 1.51.
const RADIUS_PER_ACCURACY: f64 = 1.3;

/// Fences in which nobody can be seen at the policy's `typical_accuracy_m`: those whose radius and
/// tolerance come to less than 1.3 times as much. By index; O(fences). [`Tracker::lint`] is the same
/// of a tracker.
///
/// # Errors
/// All problems of `policy`.
///
/// # Example
/// ```
/// use std::sync::Arc;
///
/// use fieldbeat::Fence;
/// use fieldbeat::budget::Budget;
/// use fieldbeat::geofence::{FenceIndex, IndexPolicy, TrackerPolicy, lint_fences};
///
/// let kiosk = Fence::from_json(
///     r#"{"id": "kiosk", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 15}"#,
/// )?;
/// let index = FenceIndex::new(&[kiosk], &IndexPolicy::default(), &mut Budget::unlimited())?;
/// let small = lint_fences(&Arc::new(index), &TrackerPolicy::default())?;
/// assert_eq!(small[0].fence, "kiosk");
/// assert_eq!(small[0].suggested_radius_m, 39.0);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn lint_fences(index: &Arc<FenceIndex>, policy: &TrackerPolicy) -> Result<Vec<SmallFence>> {
    let law = Law::new(policy)?;
    Ok(small(&Fences::new(Arc::clone(index), &law), policy))
}

fn small(fences: &Fences, policy: &TrackerPolicy) -> Vec<SmallFence> {
    let index = &fences.index;
    let accuracy_m = policy.typical_accuracy_m.get();
    let least_m = RADIUS_PER_ACCURACY * accuracy_m;
    let mut small = Vec::new();
    for fence_index in 0..index.len() as u32 {
        let Some(compiled) = index.compiled(fence_index, &policy.presence) else { continue };
        let (radius_m, tolerance_m) = (compiled.radius_m(), compiled.tolerance_m());
        if radius_m + tolerance_m >= least_m {
            continue;
        }
        let suggested_radius_m = (least_m - tolerance_m).ceil();
        let why = Reason::new(stream::FENCE_TOO_SMALL)
            .by("$.policy.typical_accuracy_m")
            .fact("radius_m", radius_m)
            .fact("tolerance_m", tolerance_m)
            .fact("accuracy_m", accuracy_m)
            .fact("suggested_radius_m", suggested_radius_m);
        small.push(SmallFence {
            fence: fences.name(fence_index),
            fence_index,
            radius_m,
            tolerance_m,
            suggested_radius_m,
            reasons: vec![why],
        });
    }
    small
}

impl Tracker {
    /// Fences in which honest reps could never be seen, with a radius that would do: as
    /// [`lint_fences`] of its index and its policy.
    ///
    /// # Example
    /// ```
    /// use std::sync::Arc;
    ///
    /// use fieldbeat::Fence;
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::geofence::{FenceIndex, IndexPolicy, Tracker, TrackerPolicy};
    ///
    /// let kiosk = Fence::from_json(
    ///     r#"{"id": "kiosk", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 15}"#,
    /// )?;
    /// let index = FenceIndex::new(&[kiosk], &IndexPolicy::default(), &mut Budget::unlimited())?;
    /// let tracker = Tracker::new(Arc::new(index), &TrackerPolicy::default())?;
    /// assert_eq!(tracker.lint()[0].fence, "kiosk");
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<SmallFence> {
        small(&self.fences, self.policy())
    }
}
