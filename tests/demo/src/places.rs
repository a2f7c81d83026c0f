//! Where the rep stayed, by the fixes alone; and which of these places nobody knows.

use fieldbeat::budget::Budget;
use fieldbeat::geofence::Radius;
use fieldbeat::{
    Fix, Instant, Position, Result, StayFixes, StayPoints, StayPolicy, Track, VisitPolicy,
    VisitReport, distance, stay_points,
};

use crate::day::AT_BASE_M;

/// A place where the rep stayed, though it is neither a site nor the base.
pub(crate) struct Place {
    /// `A`, `B` ... on the map and in the lists.
    pub(crate) letter: char,
    pub(crate) position: Position,
    /// From when to when.
    pub(crate) stays: Vec<(Instant, Instant)>,
}

impl Place {
    /// How long in all.
    pub(crate) fn duration_ms(&self) -> i64 {
        self.stays.iter().map(|(start, end)| end.since(*start)).sum()
    }
}

/// The stays of the day: as long and as near as what `verify_plan` calls a stop.
pub(crate) fn stays(track: &Track, policy: &VisitPolicy) -> Result<StayPoints> {
    let usual = StayPolicy::default();
    let rules = StayPolicy {
        // Rules for stops may be such as find none; stays need a size and a length.
        distance_m: Radius::try_from(policy.stop_radius_m.get()).unwrap_or(usual.distance_m),
        duration: if policy.stop_span.millis() > 0 { policy.stop_span } else { usual.duration },
        gap: policy.gap,
        ..usual
    };
    let told = |fix: &&Fix| fix.mock != Some(true) && is_on_duty(fix.t, policy);
    let fixes = Track::new(track.fixes().iter().filter(told).cloned().collect());
    stay_points(&StayFixes::from(&fixes), &rules, &mut Budget::unlimited())
}

fn is_on_duty(t: Instant, policy: &VisitPolicy) -> bool {
    policy.observe.as_ref().is_none_or(|hours| hours.include(t))
}

/// The stays at unknown places; those within `stop_radius_m` of each other are at one.
pub(crate) fn unknown(
    stays: &StayPoints,
    report: &VisitReport,
    base: Option<&Position>,
    policy: &VisitPolicy,
) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let times = stays.t_start.0.iter().zip(stays.t_end.0.iter());
    let medians = stays.median_lat.iter().zip(stays.median_lon.iter());
    // By the clock of the other answers: the device's may be wrong all day.
    let at = |ms: i64| Instant::MIN.plus(ms - Instant::MIN.millis() - report.clock_offset_ms);
    for ((start, end), (lat, lon)) in times.zip(medians) {
        let (start, end) = (at(*start), at(*end));
        let Ok(position) = Position::new(*lat, *lon) else { continue };
        let at_base = base.is_some_and(|base| distance(base, &position) <= AT_BASE_M);
        // Mostly at a site is at the site: stays reach a little beyond arrival and departure.
        if at_base || 2 * on_site_ms(report, start, end) >= end.since(start) {
            continue;
        }
        let near =
            |place: &&mut Place| distance(&place.position, &position) <= policy.stop_radius_m.get();
        match places.iter_mut().find(near) {
            Some(place) => place.stays.push((start, end)),
            None => {
                let letter =
                    u32::try_from(places.len()).ok().and_then(|n| char::from_digit(n + 10, 36));
                let letter = letter.map_or('…', |letter| letter.to_ascii_uppercase());
                places.push(Place { letter, position, stays: vec![(start, end)] });
            }
        }
    }
    places
}

/// Time from `start` to `end` at sites, planned or not.
fn on_site_ms(report: &VisitReport, start: Instant, end: Instant) -> i64 {
    let visits = report
        .visits
        .iter()
        .filter_map(|visit| Some((visit.arrival.as_ref()?.t, visit.departure.as_ref()?.t)));
    let others = report.off_plan.iter().map(|visit| (visit.arrival.t, visit.departure.t));
    visits.chain(others).map(|(from, to)| to.min(end).since(from.max(start)).max(0)).sum()
}
