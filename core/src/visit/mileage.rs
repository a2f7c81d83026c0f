//! How far somebody went: what was driven, less what only the receiver did.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: windows of two have two, and the index of the first leg is a partition \
              point of the legs"
)]

use super::duty::Duty;
use super::jumps::impossible;
use super::legs::legs;
use super::policy::VisitPolicy;
use super::still::still;
use super::stops::Ranges;
use crate::geo::distance;
use crate::geofence::Fix;
use crate::geofence::sight::Leg;

/// Metres over the legs of a track, by time.
pub(super) struct Mileage(Vec<Driven>);

struct Driven {
    start: i64,
    end: i64,
    metres: f64,
    /// Whether it is a straight line over a gap.
    bridged: bool,
}

/// Metres of some time.
#[derive(Clone, Copy, Default)]
pub(super) struct Metres {
    /// Over legs that are known.
    pub(super) known: f64,
    /// In straight lines over gaps on duty.
    pub(super) bridged: f64,
}

impl Mileage {
    /// Every leg as it came.
    pub(super) fn raw(fixes: &[Fix], policy: &VisitPolicy) -> Self {
        Self::over(fixes, policy, |_, _, metres| metres)
    }

    /// Without what nobody drove: fixes that jumped away and back, or are too poor to tell
    /// (`max_accuracy_m`); legs that nothing travels; legs at a place where the rep stood still; and,
    /// during stays, legs shorter than twice the joint sigma of their ends.
    pub(super) fn cleaned(
        fixes: &[Fix],
        doubtful: &[usize],
        stays: &Ranges,
        policy: &VisitPolicy,
    ) -> Self {
        let max_m = policy.presence.max_accuracy_m.get();
        let tells = |(index, fix): &(usize, &Fix)| {
            doubtful.binary_search(index).is_err()
                && fix.accuracy_m.radius().is_none_or(|radius_m| radius_m <= max_m)
        };
        let kept: Vec<Fix> =
            fixes.iter().enumerate().filter(tells).map(|(_, fix)| fix.clone()).collect();
        let still = still(&kept, &legs(&kept, policy), policy);
        Self::over(&kept, policy, |a, b, metres| {
            let (start, end) = (a.t.millis(), b.t.millis());
            let wanders = still.cover(start, end)
                || (stays.cover(start, end) && metres < 2.0 * joint_sigma_m(a, b, policy));
            if wanders || impossible(a, b, policy) { 0.0 } else { metres }
        })
    }

    fn over(fixes: &[Fix], policy: &VisitPolicy, counts: impl Fn(&Fix, &Fix, f64) -> f64) -> Self {
        let duty = Duty::of(policy);
        let driven = |(pair, leg): (&[Fix], Leg)| {
            let (a, b) = (&pair[0], &pair[1]);
            let metres = counts(a, b, distance(&a.position(), &b.position()));
            // Where anybody goes off duty is nobody's business.
            let metres = if duty.pauses(a, b) { 0.0 } else { metres };
            let (start, end) = (a.t.millis(), b.t.millis());
            Driven { start, end, metres, bridged: leg == Leg::Gap }
        };
        Self(fixes.windows(2).zip(legs(fixes, policy)).map(driven).collect())
    }

    /// The metres from `start` to `end`; of a leg that lies there in part, the part by time.
    pub(super) fn between(&self, start: i64, end: i64) -> Metres {
        let mut sum = Metres::default();
        let first = self.0.partition_point(|leg| leg.end <= start);
        for leg in self.0[first..].iter().take_while(|leg| leg.start < end) {
            let inside_ms = leg.end.min(end) - leg.start.max(start);
            let metres = leg.metres * (inside_ms as f64 / (leg.end - leg.start) as f64);
            if leg.bridged {
                sum.bridged += metres;
            } else {
                sum.known += metres;
            }
        }
        sum
    }
}

/// One standard deviation of the way between two fixes; those without accuracy may be as far off
/// as `max_accuracy_m`.
fn joint_sigma_m(a: &Fix, b: &Fix, policy: &VisitPolicy) -> f64 {
    let presence = &policy.presence;
    let radius_m = |fix| presence.accuracy_of(fix).unwrap_or(presence.max_accuracy_m.get());
    let (a_m, b_m) = (radius_m(a), radius_m(b));
    (a_m * a_m + b_m * b_m).sqrt() / presence.accuracy_per_sigma()
}
