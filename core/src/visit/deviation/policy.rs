//! How far from a path is off it, and for how long.

use crate::geofence::not_negative;
use crate::shape::{Reader, Share, number, record};
use crate::time::Span;
use crate::visit::VisitPolicy;
use crate::visit::policy::check_policy;

number! {
    /// Half the width of a corridor in metres: above 0, at most 1,000 km.
    pub struct HalfWidth(above 0.0, max 1e6)
}

record! {
    /// When a rep is off the planned path.
    pub struct DeviationPolicy: policy check check_deviation {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// So many metres from the path are still on it.
        pub corridor_m: HalfWidth = HalfWidth::known(500.0),
        /// Outside the corridor for this long is an excursion.
        pub off_after: Span = Span::seconds(180),
        /// Back inside for this long ends it ...
        pub back_after: Span = Span::seconds(60),
        /// ... within this share of `corridor_m`.
        pub back_share: Share = Share::known(0.8),
        /// A leg of the path of which a smaller share was driven is skipped.
        pub min_leg_share: Share = Share::known(0.5),
        /// How fixes are read: `presence` (accuracies), `gap`, `sampling`, `anomalies`, `observe`,
        /// stops, and `detail`.
        pub visit: VisitPolicy = VisitPolicy::default(),
    }
}

/// Checks a policy that was built in Rust as one that was read is checked.
pub(super) fn check(policy: &DeviationPolicy, at: &mut Reader) {
    check_deviation(policy, at);
    at.within("visit", |at| check_policy(&policy.visit, at));
}

fn check_deviation(policy: &DeviationPolicy, at: &mut Reader) {
    crate::geofence::check_version(policy.version, at);
    not_negative(&[("off_after", policy.off_after), ("back_after", policy.back_after)], at);
    if policy.back_share.get() == 0.0 {
        at.within("back_share", |at| at.problem::<()>("out_of_range", "must be above 0"));
    }
}
