//! When a receiver stood still, however its fixes wandered.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `legs` lie between them"
)]

use super::policy::VisitPolicy;
use super::site_position::median_position;
use super::stops::{Ranges, next_stop};
use crate::Position;
use crate::geo::distance;
use crate::geofence::Fix;
use crate::geofence::sight::Leg;

/// A place begins and ends with a fix that agrees with it: with what leads there and away, driving
/// begins and ends.
const AGREES_SIGMAS: f64 = 2.0;
/// Between them a fix so far off is somewhere else: of a million that are not, four are.
const APART_SIGMAS: f64 = 5.0;
/// So many times a place is found anew with what belongs to it.
const ROUNDS: u32 = 8;

/// Times at one place, in which nobody drives, known sites or not: from a stop on, for as long as no
/// fix is certainly farther than `stop_radius_m` from the median.
///
/// Where an error fades over a minute, eight hours have hundreds of errors, and some are as far apart
/// as a walk. One leg cannot tell the two apart, but the place can: an error comes back to it. Linear in
/// the fixes, but for the medians.
pub(super) fn still(fixes: &[Fix], legs: &[Leg], policy: &VisitPolicy) -> Ranges {
    let nowhere = Ranges::union(Vec::new());
    let radius_m = |fix: &Fix| {
        policy.presence.accuracy_of(fix).unwrap_or(policy.presence.max_accuracy_m.get())
    };
    let per_sigma = policy.presence.accuracy_per_sigma();
    let mut still = Vec::new();
    let mut from = 0;
    while let Some((mut first, mut last)) = next_stop(from, fixes, legs, &nowhere, policy) {
        let mut place = median(&fixes[first..=last]);
        for _ in 0..ROUNDS {
            let may_be_there = |fix: &Fix| {
                distance(&place, &fix.position()) - radius_m(fix) <= policy.stop_radius_m.get()
            };
            let before = (first, last);
            while first > from && legs[first - 1] != Leg::Gap && may_be_there(&fixes[first - 1]) {
                first -= 1;
            }
            while last + 1 < fixes.len() && legs[last] != Leg::Gap && may_be_there(&fixes[last + 1])
            {
                last += 1;
            }
            if (first, last) == before {
                break;
            }
            place = median(&fixes[first..=last]);
        }
        let during = &fixes[first..=last];
        let off_sigmas = |fix: &Fix| distance(&place, &fix.position()) * per_sigma / radius_m(fix);
        let agrees = |fix: &Fix| off_sigmas(fix) <= AGREES_SIGMAS;
        if let (Some(start), Some(end)) =
            (during.iter().position(&agrees), during.iter().rposition(&agrees))
        {
            let runs = during[start..=end].split(|fix| off_sigmas(fix) > APART_SIGMAS);
            let ends = |run: &[Fix]| Some((run.first()?.t.millis(), run.last()?.t.millis()));
            still.extend(runs.filter_map(ends));
        }
        from = last + 1;
    }
    Ranges::union(still)
}

/// The median of a stop, which has fixes.
fn median(fixes: &[Fix]) -> Position {
    let places: Vec<Position> = fixes.iter().map(Fix::position).collect();
    let all: Vec<&Position> = places.iter().collect();
    median_position(&places[0], &all).unwrap_or_else(|| places[0].clone())
}
