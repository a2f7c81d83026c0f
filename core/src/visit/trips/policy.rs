//! What is a trip, and what is a business trip.

use crate::geofence::not_negative;
use crate::shape::{Meters, Reader, Share, record};
use crate::time::Span;
use crate::visit::VisitPolicy;
use crate::visit::policy::check_policy;

record! {
    /// What is a trip, and what is a business trip.
    pub struct TripPolicy: policy check check_trips {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// A shorter way than this many metres is no trip.
        pub min_distance_m: Meters = Meters::known(200.0),
        /// Nor is one that takes less time.
        pub min_duration: Span = Span::seconds(180),
        /// A gap longer than this ends a trip; shorter ones are bridged by a straight line.
        pub max_bridge: Span = Span::minutes(240),
        /// Farther from the base than this many metres is a business trip.
        pub business_distance_m: Meters = Meters::known(100_000.0),
        /// A night farther from the base than this many metres is one too.
        pub night_distance_m: Meters = Meters::known(50_000.0),
        /// The night begins at local midnight and takes this long by the local clock.
        pub night: Span = Span::minutes(300),
        /// A night is spent where at least this share of it was.
        pub min_night_share: Share = Share::known(0.5),
        /// Whether nights are looked at, even those outside `visit.observe`; else no night makes
        /// a business trip, and a track with a night in it leaves it open, unless its distance
        /// decides.
        pub observe_nights: bool = false,
        /// How fixes are read and stays are found: as by `verify_plan`.
        pub visit: VisitPolicy = VisitPolicy::default(),
    }
}

/// Checks a policy that was built in Rust as one that was read is checked.
pub(super) fn check(policy: &TripPolicy, at: &mut Reader) {
    check_trips(policy, at);
    at.within("visit", |at| check_policy(&policy.visit, at));
}

fn check_trips(policy: &TripPolicy, at: &mut Reader) {
    crate::geofence::check_version(policy.version, at);
    not_negative(&[("min_duration", policy.min_duration), ("max_bridge", policy.max_bridge)], at);
    const DAY_MS: i64 = 86_400_000;
    if !(1..DAY_MS).contains(&policy.night.millis()) {
        at.within("night", |at| at.problem::<()>("out_of_range", "expected less than a day"));
    }
}
