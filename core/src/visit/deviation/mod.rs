//! Was the planned way driven, and when not?
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `margins` are parallel to the fixes, and `legs` lie between them"
)]

mod coverage;
mod excursions;
mod policy;
mod report;
mod unseen;

pub use policy::{DeviationPolicy, HalfWidth};
pub use report::{Deviation, Excursion, Farthest};

use coverage::Coverage;
use excursions::{Between, Margins, Off, Watch};
use unseen::{Seen, Unseen};

use super::evidence::tenth;
use super::jumps::{impossible, jumps};
use super::legs::legs;
use super::mileage::Mileage;
use super::policy::Detail;
use super::reasons;
use super::stops::Ranges;
use super::usable::{Clock, Usable, usable};
use crate::budget::Budget;
use crate::geo::{LocalFrame, Path, Polyline, distance};
use crate::geofence::sight::Leg;
use crate::geofence::{self, Fix, Track};
use crate::math::{self, hash_value};
use crate::shape::{Reader, Shaped, Share};
use crate::{Reason, Result};

/// A leg between two fixes longer than this many metres tells nothing of the way between them.
const TELLING_LEG_M: f64 = 100_000.0;

/// When and how far a rep was off the planned path, and what of the path was driven.
///
/// A fix is outside the corridor when it is so even by its whole accuracy, and inside likewise;
/// between, and without an accuracy, nobody knows, and what nobody knows is neither on nor off.
/// Nor do simulated fixes tell, and such as jump away and back. Outside for `off_after`, without
/// being inside and without unknown times that could hide a return (`back_after`), is an excursion;
/// it ends with the last moment outside before `back_after` spent inside `back_share` of the
/// corridor, or before a gap, or at the end of the track. Between two fixes distances are
/// interpolated. Distances are to the nearest point of the path in the local
/// frame of the fix: to 10 cm up to 20 km away.
///
/// What was driven is the part of the path within the corridor of the line from fix to fix, in
/// either direction; gaps, fixes whose accuracy is worse than the corridor, and legs over 100 km
/// cover nothing.
///
/// Takes time in the number of fixes times the logarithm of the path's length. `budget` hears of
/// the progress and may stop it.
///
/// # Errors
/// Problems of the policy; and `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::geo::Path;
/// use fieldbeat::visit::DeviationPolicy;
/// use fieldbeat::{Fix, Track, deviation};
///
/// let path = Path::from_json(r#"[{"lat": 55.75, "lon": 37.60}, {"lat": 55.75, "lon": 37.90}]"#)?;
/// // East along the path, a fix a minute; for ten of them a kilometre north of it.
/// let start: fieldbeat::Instant = "2026-11-20T09:00:00Z".parse()?;
/// let fixes = (0..=30)
///     .map(|i| {
///         let lat = if (10..20).contains(&i) { 55.759 } else { 55.75 };
///         Fix::new(start.plus(i * 60_000), lat, 37.60 + i as f64 * 0.01, 10.0)
///     })
///     .collect::<Result<_, fieldbeat::Problem>>()?;
///
/// let policy = DeviationPolicy::default();
/// let report = deviation(&Track::new(fixes), &path, &policy, &mut Budget::unlimited())?;
/// assert_eq!(report.excursions.len(), 1);
/// assert_eq!(report.excursions[0].duration_ms / 60_000, 9);
/// assert_eq!(report.worst.map(|worst| worst.distance_m.round()), Some(1002.0));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn deviation(
    track: &Track,
    path: &Path,
    policy: &DeviationPolicy,
    budget: &mut Budget<'_>,
) -> Result<Deviation> {
    let mut at = Reader::new();
    at.within("policy", |at| at.policy(|at| policy::check(policy, at)));
    at.finish(Some(()))?;
    let usable = usable(track, Clock::set_right(track), &policy.visit, budget)?;
    let line = Polyline::new(path);
    let doubtful = jumps(&usable, &policy.visit).doubtful;
    let margins = margins(&usable.fixes, &doubtful, &line, policy, budget)?;
    let legs = legs(&usable.fixes, &policy.visit);
    let drive = Drive { path, line: &line, policy, usable: &usable, doubtful, margins, legs };
    drive.report(budget)
}

/// What each fix tells of its distance to the path, if anything.
fn margins(
    fixes: &[Fix],
    doubtful: &[usize],
    line: &Polyline,
    policy: &DeviationPolicy,
    budget: &mut Budget<'_>,
) -> Result<Vec<Option<Margins>>> {
    let corridor_m = policy.corridor_m.get();
    let mut near = 0;
    let mut margins = Vec::with_capacity(fixes.len());
    for (index, fix) in fixes.iter().enumerate() {
        budget.spend(1)?;
        let jumped = doubtful.binary_search(&index).is_ok();
        let accuracy_m = policy.visit.presence.accuracy_of(fix);
        let Some(accuracy_m) = accuracy_m.filter(|_| !jumped && fix.mock != Some(true)) else {
            margins.push(None);
            continue;
        };
        let distance_m;
        (near, distance_m) = line.nearest(&LocalFrame::new(&fix.position()), near);
        let inside_m = corridor_m - distance_m - accuracy_m;
        margins.push(Some(Margins {
            t: fix.t.millis(),
            distance_m,
            outside_m: distance_m - accuracy_m - corridor_m,
            inside_m,
            back_m: math::min(inside_m, policy.back_share.get() * corridor_m - distance_m),
        }));
    }
    Ok(margins)
}

/// What was driven, as far as anyone knows.
struct Driven<'d> {
    coverage: Coverage<'d>,
    /// Times during which nobody knows where the rep was.
    unseen: Vec<(Seen, Seen)>,
    /// Whether it is known of any time what was driven.
    any_leg: bool,
}

/// A track beside a path.
struct Drive<'d> {
    path: &'d Path,
    line: &'d Polyline,
    policy: &'d DeviationPolicy,
    usable: &'d Usable,
    doubtful: Vec<usize>,
    margins: Vec<Option<Margins>>,
    legs: Vec<Leg>,
}

impl Drive<'_> {
    fn report(&self, budget: &mut Budget<'_>) -> Result<Deviation> {
        let fixes = &self.usable.fixes;
        let watch = self.watch();
        let mileage = self.mileage();
        let excursions: Vec<Excursion> =
            watch.off.iter().filter_map(|off| self.excursion(off, &mileage)).collect();
        let all_ms = match (fixes.first(), fixes.last()) {
            (Some(first), Some(last)) => last.t.since(first.t),
            _ => 0,
        };
        let time_off_ms = watch.off.iter().map(|off| off.end - off.start - off.unknown_ms).sum();

        let Driven { coverage, unseen, any_leg } = self.driven(budget)?;
        let legs_m = coverage.legs();
        let path_m: f64 = legs_m.iter().map(|(metres, _)| metres).sum();
        let covered_m: f64 = legs_m.iter().map(|(_, driven_m)| driven_m).sum();
        let least = self.policy.min_leg_share.get();
        let not_driven: Vec<bool> =
            legs_m.iter().map(|(metres, driven_m)| *driven_m < least * metres).collect();
        let mut skipped = if any_leg { not_driven.clone() } else { vec![false; not_driven.len()] };
        Unseen {
            path: self.path,
            line: self.line,
            max_speed_mps: self.policy.visit.max_travel_speed_mps.get(),
            corridor_m: self.policy.corridor_m.get(),
        }
        .close(&mut skipped, &legs_m, &unseen, budget)?;
        // A path has at most 100,000 positions.
        let numbers = |holds: &dyn Fn(usize) -> bool| {
            (0..not_driven.len()).filter(|&leg| holds(leg)).map(|leg| leg as u32).collect()
        };
        // No leg, no knowledge: unknown is not 0.
        let share = (any_leg && path_m > 0.0).then(|| math::min(1.0, covered_m / path_m));
        let mut report = Deviation {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: hash_value(&self.policy.to_value()),
            digest: self.usable.digest.clone(),
            first: fixes.first().map(|fix| fix.t),
            last: fixes.last().map(|fix| fix.t),
            clock_offset_ms: self.usable.clock_offset_ms,
            time_on_ms: all_ms - time_off_ms - watch.unknown_ms,
            time_off_ms,
            unknown_ms: watch.unknown_ms,
            distance_off_m: tenth(excursions.iter().map(|excursion| excursion.distance_m).sum()),
            worst: self.worst(i64::MIN, i64::MAX),
            excursions,
            path_m: tenth(path_m),
            coverage_share: share.and_then(|share| Share::try_from(share).ok()),
            detour_ratio: self.detour_ratio(&mileage, coverage.span_m()),
            skipped_legs: numbers(&|leg| skipped[leg]),
            unproven_legs: numbers(&|leg| not_driven[leg] && !skipped[leg]),
            reasons: Vec::new(),
            fixes: self.usable.counts.clone(),
            warnings: Vec::new(),
        };
        report.reasons = self.reasons(&report);
        Ok(report)
    }

    /// The time of the track, held against the corridor.
    fn watch(&self) -> Watch {
        let mut watch = Watch::new(self.policy);
        for (index, (pair, leg)) in self.usable.fixes.windows(2).zip(&self.legs).enumerate() {
            let (start, end) = (pair[0].t.millis(), pair[1].t.millis());
            watch.pass(&match (leg, self.margins[index], self.margins[index + 1]) {
                (Leg::Gap, ..) => Between::Gap(start, end),
                (_, Some(a), Some(b)) => Between::Known(a, b),
                _ => Between::Unknown(start, end),
            });
        }
        watch.end_run(false);
        watch
    }

    /// What was driven, without the wandering of a receiver that stands still.
    fn mileage(&self) -> Mileage {
        let (fixes, visit) = (&self.usable.fixes, &self.policy.visit);
        Mileage::cleaned(fixes, &self.doubtful, &Ranges::union(Vec::new()), visit)
    }

    /// Metres from the first fix that was certainly in the corridor to the last, for each metre of
    /// the path in its stead.
    fn detour_ratio(&self, mileage: &Mileage, span_m: f64) -> Option<f64> {
        let mut inside = self.margins.iter().flatten().filter(|margins| margins.inside_m >= 0.0);
        let first = inside.next()?;
        let last = inside.next_back()?;
        let driven = mileage.between(first.t, last.t);
        let ratio = (driven.known + driven.bridged) / span_m;
        (span_m > 0.0).then(|| (ratio * 1e4).round() / 1e4)
    }

    fn excursion(&self, off: &Off, mileage: &Mileage) -> Option<Excursion> {
        let (start, end) = off.instants();
        Some(Excursion {
            start,
            end,
            duration_ms: off.end - off.start,
            unknown_ms: off.unknown_ms,
            distance_m: tenth(mileage.between(off.start, off.end).known),
            // Between two fixes inside there is no crossing: one outside is always within.
            worst: self.worst(off.start, off.end)?,
            returned: off.returned,
        })
    }

    /// The fix that was certainly farthest from the path, of those from `start` to `end`; of equals
    /// the first.
    fn worst(&self, start: i64, end: i64) -> Option<Farthest> {
        let mut worst: Option<(usize, &Margins)> = None;
        let from = self.usable.fixes.partition_point(|fix| fix.t.millis() < start);
        for (index, margins) in self.margins.iter().enumerate().skip(from) {
            let Some(margins) = margins else { continue };
            if margins.t > end {
                break;
            }
            if worst.is_none_or(|(_, worst)| margins.outside_m > worst.outside_m) {
                worst = Some((index, margins));
            }
        }
        worst.map(|(index, margins)| {
            let fix = &self.usable.fixes[index];
            let shown = self.policy.visit.detail == Detail::Track;
            Farthest {
                t: fix.t,
                distance_m: tenth(margins.distance_m),
                position: shown.then(|| fix.position()),
            }
        })
    }

    fn driven(&self, budget: &mut Budget<'_>) -> Result<Driven<'_>> {
        let (fixes, corridor_m) = (&self.usable.fixes, self.policy.corridor_m.get());
        let mut coverage = Coverage::new(self.line, corridor_m);
        let mut unseen = Vec::new();
        let mut last: Option<usize> = None;
        let mut any_leg = false;
        for (index, fix) in fixes.iter().enumerate() {
            let Some(margins) = self.margins[index] else { continue };
            // The accuracy, from the margin that it was taken off.
            let accuracy_m = margins.distance_m - margins.outside_m - corridor_m;
            if accuracy_m > corridor_m {
                continue;
            }
            if let Some(before) = last.replace(index) {
                let from = &fixes[before];
                let metres = distance(&from.position(), &fix.position());
                let known = index == before + 1
                    && self.legs[before] != Leg::Gap
                    && metres <= TELLING_LEG_M
                    && !impossible(from, fix, &self.policy.visit);
                any_leg |= known;
                if !known {
                    let seen = |fix: &Fix| Seen { t: fix.t.millis(), position: fix.position() };
                    unseen.push((seen(from), seen(fix)));
                } else if margins.distance_m <= corridor_m + 1.1 * metres {
                    coverage.drive(&from.position(), &fix.position(), metres, budget)?;
                }
            }
        }
        Ok(Driven { coverage, unseen, any_leg })
    }

    fn reasons(&self, report: &Deviation) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let farthest = report.excursions.iter().map(|excursion| excursion.worst.distance_m);
        if let Some(distance_m) = farthest.reduce(math::max) {
            reasons.push(
                Reason::new(reasons::OFF_PATH)
                    .by("$.policy.corridor_m")
                    .fact("time_off_ms", report.time_off_ms)
                    .fact("distance_m", distance_m),
            );
        }
        let legs = [
            (reasons::LEGS_SKIPPED, &report.skipped_legs),
            (reasons::LEGS_UNPROVEN, &report.unproven_legs),
        ];
        for (code, legs) in legs {
            if !legs.is_empty() {
                let count = legs.len() as i64;
                let reason = Reason::new(code).by("$.policy.min_leg_share").fact("legs", count);
                reasons.push(reason);
            }
        }
        reasons.extend(self.blind_spots());
        reasons
    }

    /// Why something is not known.
    fn blind_spots(&self) -> Vec<Reason> {
        let fixes = &self.usable.fixes;
        let mut reasons = Vec::new();
        if fixes.is_empty() {
            reasons.push(Reason::new(reasons::NO_TRACK));
        }
        let silence = fixes.windows(2).zip(&self.legs).filter(|(_, leg)| **leg == Leg::Gap);
        if let Some(gap_ms) = silence.map(|(pair, _)| pair[1].t.since(pair[0].t)).max() {
            let reason = Reason::new(reasons::TRACK_GAP).by("$.policy.visit.gap");
            reasons.push(reason.fact("gap_ms", gap_ms));
        }
        let presence = &self.policy.visit.presence;
        let count = |holds: &dyn Fn(&Fix) -> bool| fixes.iter().filter(|fix| holds(fix)).count();
        let counted = [
            (
                geofence::reasons::ACCURACY_MISSING,
                "$.policy.visit.presence.default_accuracy_m",
                count(&|fix| presence.accuracy_of(fix).is_none()),
            ),
            (reasons::MOCK_LOCATION, "$.policy.visit", count(&|fix| fix.mock == Some(true))),
            (reasons::TELEPORT, "$.policy.visit.anomalies", self.doubtful.len()),
        ];
        for (code, path, fixes) in counted {
            if fixes > 0 {
                reasons.push(Reason::new(code).by(path).fact("fixes", fixes as i64));
            }
        }
        reasons
    }
}
