//! The way that was to be driven, and what the library says of the one that was.

use fieldbeat::budget::Budget;
use fieldbeat::geo::Path;
use fieldbeat::visit::{PlannedVisit, Status, VisitVerdict};
use fieldbeat::{
    Deviation, DeviationPolicy, Instant, Position, Result, Track, VisitPolicy, VisitReport,
    deviation,
};

use crate::input::Input;
use crate::report::middle;

/// A planned way, and how the day went along it.
pub(crate) struct Way {
    pub(crate) path: Path,
    /// The sites at its positions, where it was made from the plan.
    pub(crate) stops: Option<Vec<String>>,
    /// The time that was looked at: a plan says nothing of the way to its first site and home.
    pub(crate) during: Option<(Instant, Instant)>,
    pub(crate) policy: DeviationPolicy,
    pub(crate) report: Deviation,
}

impl Way {
    /// Along a path that the user gave: the whole track.
    pub(crate) fn given(
        path: Path,
        track: &Track,
        policy: &VisitPolicy,
        corridor_m: Option<f64>,
    ) -> Result<Self> {
        Self::driven(path, None, track, None, policy, corridor_m)
    }

    /// From site to site in the order of the slots, while the rep was about the planned visits;
    /// none where the plan has no two slots at different sites.
    pub(crate) fn planned(
        input: &Input,
        report: &VisitReport,
        track: &Track,
        policy: &VisitPolicy,
        corridor_m: Option<f64>,
    ) -> Result<Option<Self>> {
        let mut planned: Vec<(Instant, Instant, &PlannedVisit)> = input
            .plan
            .iter()
            .filter_map(|visit| visit.slot.as_ref().map(|slot| (slot.start, slot.end, visit)))
            .collect();
        planned.sort_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
        let (mut stops, mut positions): (Vec<String>, Vec<Position>) = (Vec::new(), Vec::new());
        for (.., visit) in planned {
            let site = input.sites.iter().find(|site| site.id == visit.site);
            if stops.last() != Some(&visit.site)
                && let Some(position) = site.and_then(middle)
            {
                stops.push(visit.site.clone());
                positions.push(position);
            }
        }
        // Too long a way is none that anybody planned to drive.
        let Some(path) = (positions.len() > 1).then(|| Path::new(positions).ok()).flatten() else {
            return Ok(None);
        };
        let during = about_the_plan(report);
        Self::driven(path, Some(stops), track, during, policy, corridor_m).map(Some)
    }

    fn driven(
        path: Path,
        stops: Option<Vec<String>>,
        track: &Track,
        during: Option<(Instant, Instant)>,
        policy: &VisitPolicy,
        corridor_m: Option<f64>,
    ) -> Result<Self> {
        let mut policy = DeviationPolicy { visit: policy.clone(), ..DeviationPolicy::default() };
        if let Some(metres) = corridor_m {
            policy.corridor_m = metres.try_into().map_err(fieldbeat::Error::from)?;
        }
        let looked_at = match during {
            Some((start, end)) => {
                let fixes = track.fixes().iter();
                Track::new(fixes.filter(|fix| start <= fix.t && fix.t <= end).cloned().collect())
            }
            None => track.clone(),
        };
        let report = deviation(&looked_at, &path, &policy, &mut Budget::unlimited())?;
        Ok(Self { path, stops, during, policy, report })
    }

    /// Half the width of the corridor.
    pub(crate) fn corridor_m(&self) -> f64 {
        self.policy.corridor_m.get()
    }
}

/// From the first arrival at a planned site to the last departure, by the device's clock; all of
/// the day where fewer than two were seen.
fn about_the_plan(report: &VisitReport) -> Option<(Instant, Instant)> {
    // Where a suspect visit was, nobody knows.
    let real = |visit: &&VisitVerdict| visit.computed_status != Status::Suspect;
    let seen: Vec<(Instant, Instant)> = report
        .visits
        .iter()
        .filter(real)
        .filter_map(|visit| Some((visit.arrival.as_ref()?.t, visit.departure.as_ref()?.t)))
        .collect();
    let ahead_ms = report.clock_offset_ms;
    let first = seen.iter().map(|stay| stay.0).min()?;
    let last = seen.iter().map(|stay| stay.1).max()?;
    (seen.len() > 1).then(|| (first.plus(ahead_ms), last.plus(ahead_ms)))
}
