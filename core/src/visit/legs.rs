//! How the time between two fixes is known.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes"
)]

use super::duty::Duty;
use super::policy::{Sampling, VisitPolicy};
use crate::geo::distance;
use crate::geofence::sight::Leg;
use crate::geofence::{Fix, Mark};

/// The legs of a track: `legs[i]` lies between fix `i` and fix `i + 1`.
pub(super) fn legs(fixes: &[Fix], policy: &VisitPolicy) -> Vec<Leg> {
    let mut legs: Vec<Leg> = fixes.windows(2).map(|pair| leg(&pair[0], &pair[1], policy)).collect();
    if policy.sampling == Sampling::CheckIn {
        bound_by_marks(fixes, policy, &mut legs);
    }
    cut_off_duty(fixes, &Duty::of(policy), &mut legs);
    legs
}

fn leg(a: &Fix, b: &Fix, policy: &VisitPolicy) -> Leg {
    let silence_ms = b.t.since(a.t);
    if silence_ms <= policy.gap.millis() {
        Leg::Covered
    } else if policy.sampling == Sampling::MotionGated
        && silence_ms <= policy.motion_gap.millis()
        && agree(a, b, policy)
    {
        Leg::Endpoints
    } else {
        Leg::Gap
    }
}

/// Whether two fixes are of one place: within their joint 2 sigma.
fn agree(a: &Fix, b: &Fix, policy: &VisitPolicy) -> bool {
    let radius = |fix: &Fix| policy.presence.accuracy_of(fix);
    let (Some(a_m), Some(b_m)) = (radius(a), radius(b)) else {
        return false;
    };
    let joint = (a_m * a_m + b_m * b_m).sqrt() / policy.presence.accuracy_per_sigma();
    distance(&a.position(), &b.position()) <= 2.0 * joint
}

/// A leg over hours off duty is a gap, whatever the ends say: nobody may know.
fn cut_off_duty(fixes: &[Fix], duty: &Duty, legs: &mut [Leg]) {
    for (pair, leg) in fixes.windows(2).zip(legs) {
        if duty.pauses(&pair[0], &pair[1]) {
            *leg = Leg::Gap;
        }
    }
}

/// From a check-in to its check-out the rep was there, however silent the phone. From a check-out to
/// the check-in that comes next at the place nobody says so, however short it is.
fn bound_by_marks(fixes: &[Fix], policy: &VisitPolicy, legs: &mut [Leg]) {
    let mut checked_in = None;
    for (index, fix) in fixes.iter().enumerate() {
        match (fix.mark, checked_in) {
            (Some(Mark::In), _) => {
                checked_in = Some(index);
                if let Some(before) = index.checked_sub(1)
                    && fixes[before].mark == Some(Mark::Out)
                    && agree(&fixes[before], fix, policy)
                {
                    legs[before] = Leg::Gap;
                }
            }
            (Some(Mark::Out), Some(from)) => {
                for leg in &mut legs[from..index] {
                    if *leg == Leg::Gap {
                        *leg = Leg::Endpoints;
                    }
                }
                checked_in = None;
            }
            _ => {}
        }
    }
}
