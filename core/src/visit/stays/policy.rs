//! What a stay is.

use crate::geofence::{Metric, Radius, check_version};
use crate::shape::{Reader, codes, record};
use crate::time::Span;

codes! {
    /// How stays are told from travel.
    pub enum StayAlgorithm {
        /// The definition of Li et al. (2008): from each fix on, those that follow within
        /// `distance_m` of it; if the last comes `duration` after it, all are one stay, else the
        /// next fix is tried.
        Li2008 = "li2008",
        /// What most libraries do (trackintel, scikit-mobility): the first fix beyond `distance_m`
        /// ends a stay and is where the next one is looked for. Misses stays that begin within
        /// what was none, and counts the way to that fix, so that sparse tracks have more of them.
        Anchored = "anchored",
    }
}

record! {
    /// What a stay is.
    pub struct StayPolicy: policy check check_stay_policy {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// How stays are told from travel.
        pub algorithm: StayAlgorithm = StayAlgorithm::Li2008,
        /// Fixes within this many metres of the first belong to one stay; with `anchored`, less
        /// than so many. 200 m and 20 min are those of Li et al. (2008).
        pub distance_m: Radius = Radius::known(200.0),
        /// A stay lasts at least this long: above 0.
        pub duration: Span = Span::minutes(20),
        /// A longer silence than this ends a stay.
        pub gap: Span = Span::minutes(15),
        /// How distances are measured.
        pub metric: Metric = Metric::Ellipsoidal,
    }
}

/// Checks a policy, read or built in Rust.
pub(super) fn check_stay_policy(policy: &StayPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    if policy.duration.millis() <= 0 {
        at.within("duration", |at| at.problem::<()>("out_of_range", "must be above 0"));
    }
    if policy.gap.millis() < 0 {
        at.within("gap", |at| at.problem::<()>("out_of_range", "must not be negative"));
    }
}
