//! The anomalies of a track on its own, without plans and sites.

use super::anomaly::flags;
use super::companion::{Visited, stops};
use super::digest::path_digest;
use super::jumps::jumps;
use super::policy::{AnomalyPolicy, History, VisitPolicy, check_anomalies};
use super::report::AnomalyReport;
use super::usable::{Clock, usable};
use crate::Result;
use crate::budget::Budget;
use crate::geofence::Track;
use crate::math::hash_value;
use crate::shape::{Reader, Shaped};

/// What is odd about a rep's day: every flag with its time, its fixes and the facts that show it.
///
/// The flags are those of [`verify_plan`](super::verify_plan), by the same code. What lies in a
/// [`VisitPolicy`] beside `anomalies` has its defaults; with others the report of `verify_plan`
/// tells. No sites are known here: for `companion_track` the places where the rep stood still
/// count, five minutes within 100 m.
///
/// A clock that was ahead all day is set right first (`clock_offset_ms`) and accuses nobody. The
/// order of `track` and repeated fixes never change a byte. An anomaly reads as a
/// [`Reason`](crate::Reason): [`reason_text`](crate::reason_text) puts it into words.
///
/// | code | what shows it |
/// | --- | --- |
/// | `mock_location` | fixes that the device itself calls simulated |
/// | `speed_impossible` | a leg above `max_speed_mps` even after both accuracies are taken off twice; `max_flight_speed_mps` over legs, or runs of fast legs, longer than `flight_leg_m` |
/// | `teleport` | such a leg away and one of the next 64 back, to within `teleport_return_share` of the shorter, by other places or not: the fewest fixes away first, and each leg once. Two legs that may each be the work of one fix show none, unless just one fix was away: of a receiver that wakes and says where it was last, or of the track's first or last fix |
/// | `frozen_coordinates` | `frozen_fixes` in `frozen_places` to 1e-7 degrees over `frozen_span`, their accuracy constant too; a note where networks measured, or no accuracy is known |
/// | `accuracy_constant` | one accuracy in `accuracy_constant_fixes` or more, all of the day's, though the phone moved |
/// | `clock_ahead` | fixes further ahead of their receipt than `clock_ahead` |
/// | `clock_back` | the device's count goes on while its clock goes back by more than `clock_ahead` |
/// | `zero_island` | fixes at latitude 0, longitude 0 |
/// | `conflicting_fix` | several places at one instant, farther apart than their accuracies |
/// | `replayed_track` | the places of an earlier day: its `path_digest` is in `history` |
/// | `companion_track` | another rep of `history` within joint accuracy, at the same time or both before and after, for more than `companion_span` and at `companion_sites` places |
///
/// Takes time linear in the fixes, the companions' included. `budget` hears of the progress and
/// may stop it.
///
/// # Errors
/// Problems of the policy, where it was built in Rust; and `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::visit::AnomalyPolicy;
/// use fieldbeat::{Fix, Track, anomalies};
///
/// let start: fieldbeat::Instant = "2026-11-20T09:00:00Z".parse()?;
/// let at = |i: i64, lat| Fix::new(start.plus(i * 30_000), lat, 37.6173, 8.0 + (i % 3) as f64);
/// // Half a minute 20 km away, and back.
/// let track = Track::new(vec![at(0, 55.75)?, at(1, 55.93)?, at(2, 55.75)?]);
///
/// let report = anomalies(&track, &AnomalyPolicy::default(), None, &mut Budget::unlimited())?;
/// let codes: Vec<&str> = report.anomalies.iter().map(|flag| flag.code.as_str()).collect();
/// assert_eq!(codes, ["speed_impossible", "speed_impossible", "teleport"]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn anomalies(
    track: &Track,
    policy: &AnomalyPolicy,
    history: Option<&History>,
    budget: &mut Budget<'_>,
) -> Result<AnomalyReport> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| check_anomalies(policy, at)));
    at.finish(Some(()))?;
    let rules = VisitPolicy { anomalies: policy.clone(), ..VisitPolicy::default() };
    let usable = usable(track, Clock::set_right(track), &rules, budget)?;
    let companions = history.map_or(&[][..], |history| &history.companions);
    let mut stopped: Vec<Visited> = Vec::new();
    if !companions.is_empty() {
        stopped = stops(&usable.fixes, &rules, budget)?;
    }
    for companion in companions {
        budget.spend((usable.fixes.len() + companion.track.fixes().len()) as u64 + 1)?;
    }
    let found = flags(jumps(&usable, &rules).found, &usable, &rules, history, &stopped);
    Ok(AnomalyReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        path_digest: path_digest(&usable.fixes),
        first: usable.fixes.first().map(|fix| fix.t),
        last: usable.fixes.last().map(|fix| fix.t),
        digest: usable.digest,
        clock_offset_ms: usable.clock_offset_ms,
        anomalies: found.into_iter().map(|found| found.anomaly).collect(),
        fixes: usable.counts,
        warnings: Vec::new(),
    })
}
