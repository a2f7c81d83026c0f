//! Two phones in one pocket: another rep's track beside this one all day.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes"
)]

use super::anomaly::{Bears, Finder, Found};
use super::legs::legs;
use super::policy::{Companion, Detail, VisitPolicy};
use super::reasons;
use super::stops::{Ranges, unknown_stops};
use super::usable::clock_offset;
use crate::Result;
use crate::budget::Budget;
use crate::geo::{LocalFrame, distance};
use crate::geofence::Fix;
use crate::geofence::machine::Stay;
use crate::math;

/// Fixes of two phones within this time are of one time.
const SAME_TIME_MS: i64 = 60_000;

/// Time at a site.
pub(super) struct Visited {
    pub(super) site: usize,
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Visited {
    pub(super) fn of(site: usize, stay: &Stay) -> Self {
        Self { site, start: stay.enter.t, end: stay.exit.t }
    }
}

/// More places than these are no rep's day; those beyond count as one.
const MAX_PLACES: usize = 1000;

/// Where the rep stood still, for want of sites: stops within twice the stop radius are of one
/// place.
pub(super) fn stops(
    fixes: &[Fix],
    policy: &VisitPolicy,
    budget: &mut Budget<'_>,
) -> Result<Vec<Visited>> {
    let located = VisitPolicy { detail: Detail::Track, ..policy.clone() };
    let nowhere = Ranges::union(Vec::new());
    let mut places: Vec<LocalFrame> = Vec::new();
    let mut visited = Vec::new();
    for stop in unknown_stops(fixes, &legs(fixes, policy), &nowhere, &located) {
        budget.spend(places.len() as u64 + 1)?;
        let Some(position) = stop.position else { continue };
        let (lat, lon) = (position.lat.get(), position.lon.get());
        let near_m = 2.0 * policy.stop_radius_m.get();
        let known = places.iter().position(|place| place.distance(lat, lon) <= near_m);
        let site = known.unwrap_or(places.len());
        if known.is_none() && places.len() < MAX_PLACES {
            places.push(LocalFrame::new(&position));
        }
        visited.push(Visited { site, start: stop.start.millis(), end: stop.end.millis() });
    }
    Ok(visited)
}

impl Finder<'_> {
    /// Another rep within joint accuracy for hours, at several sites: two phones in one pocket.
    pub(super) fn companion(&self, companion: &Companion, visited: &[Visited]) -> Option<Found> {
        let fast_ms = clock_offset(&companion.track);
        let mut others = companion.track.fixes().iter().peekable();
        let mut latest: Option<&Fix> = None;
        let close = self.runs(|fix| {
            // By the other's clock.
            let now = fix.t.plus(fast_ms);
            while let Some(other) = others.next_if(|other| other.t <= now) {
                latest = Some(other);
            }
            let at_once =
                |other: &Fix| other.t.since(now).abs() <= SAME_TIME_MS && self.together(fix, other);
            match (latest, others.peek().copied()) {
                // Here before and after, without a gap: here all the time, however rare its fixes.
                (Some(a), Some(b)) if b.t.since(a.t) <= self.gap_ms => {
                    let nearest = if b.t.since(now) < now.since(a.t) { b } else { a };
                    at_once(nearest) || (self.together(fix, a) && self.together(fix, b))
                }
                (a, b) => a.is_some_and(at_once) || b.is_some_and(at_once),
            }
        });
        let ranges: Vec<(i64, i64)> = close
            .iter()
            .map(|&(first, last)| (self.fixes[first].t.millis(), self.fixes[last].t.millis()))
            .collect();
        let together_ms: i64 = ranges.iter().map(|(start, end)| end - start).sum();
        let mut sites: Vec<usize> = visited
            .iter()
            .filter(|visit| {
                let next = ranges.partition_point(|(_, end)| *end <= visit.start);
                ranges.get(next).is_some_and(|(start, _)| *start < visit.end)
            })
            .map(|visit| visit.site)
            .collect();
        math::sort(&mut sites);
        sites.dedup();
        let enough = together_ms > self.policy.companion_span.millis()
            && sites.len() >= self.policy.companion_sites as usize;
        let run = (close.first()?.0, close.last()?.1);
        enough.then(|| {
            self.found(reasons::COMPANION_TRACK, run, self.degrade.companion_track, Bears::Anywhere)
                .fact("rep", companion.rep.clone())
                .fact("together_ms", together_ms)
        })
    }

    /// Whether two reps' fixes are of one place: within their joint accuracy, which is too poor to
    /// tell beyond the accuracy that proves presence. Two streets of one town share a cell tower.
    fn together(&self, a: &Fix, b: &Fix) -> bool {
        let (own_m, other_m) = (self.radius(a), self.radius(b));
        own_m <= self.blind_m
            && other_m <= self.blind_m
            && distance(&a.position(), &b.position()) <= own_m + other_m
    }
}
