//! When a rep may be looked at.

use super::policy::{Interval, VisitPolicy};
use super::stops::Ranges;
use crate::geofence::Fix;

/// The hours on duty, if the policy has any; else it is always duty.
pub(super) struct Duty(Option<Ranges>);

impl Duty {
    /// Hours that touch or overlap are one: nobody goes off duty between two shifts without a
    /// pause.
    pub(super) fn of(policy: &VisitPolicy) -> Self {
        let millis = |time: &Interval| (time.start.millis(), time.end.millis());
        let hours = policy.observe.as_ref();
        Self(hours.map(|times| Ranges::union(times.iter().map(millis).collect())))
    }

    /// Whether a fix is of hours on duty.
    pub(super) fn observes(&self, fix: &Fix) -> bool {
        self.0.as_ref().is_none_or(|hours| hours.has(fix.t.millis()))
    }

    /// Whether there are hours off duty between two fixes on duty.
    pub(super) fn pauses(&self, a: &Fix, b: &Fix) -> bool {
        self.0.as_ref().is_some_and(|hours| !hours.cover(a.t.millis(), b.t.millis()))
    }
}
