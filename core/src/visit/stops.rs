//! Where the time went: stops at no known site, and the sums of the day.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index comes from a range over the fixes, and `legs` lie between them"
)]

use super::policy::{Detail, VisitPolicy};
use super::report::{Totals, UnknownStop};
use crate::geo::distance;
use crate::geofence::Fix;
use crate::geofence::sight::Leg;
use crate::math;
use crate::time::Instant;

/// Half-open ranges of milliseconds, in order and apart.
pub(super) struct Ranges(Vec<(i64, i64)>);

impl Ranges {
    /// The union of any ranges.
    pub(super) fn union(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(start, end)| start < end);
        math::sort(&mut ranges);
        let mut apart: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match apart.last_mut() {
                Some((_, last)) if start <= *last => *last = (*last).max(end),
                _ => apart.push((start, end)),
            }
        }
        Self(apart)
    }

    pub(super) fn total_ms(&self) -> i64 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    /// Whether all the time from `start` to `end` is in one of them.
    pub(super) fn cover(&self, start: i64, end: i64) -> bool {
        let next = self.0.partition_point(|(first, _)| *first <= start);
        next > 0 && end <= self.0[next - 1].1
    }

    /// How much of the time from `start` to `end` is in one of them.
    pub(super) fn within_ms(&self, start: i64, end: i64) -> i64 {
        let from = self.0.partition_point(|(_, last)| *last <= start);
        let parts = self.0[from..].iter().take_while(|(first, _)| *first < end);
        parts.map(|(first, last)| end.min(*last) - start.max(*first)).sum()
    }

    /// Whether the instant `t` is in one of them.
    pub(super) fn has(&self, t: i64) -> bool {
        let next = self.0.partition_point(|(start, _)| *start <= t);
        next > 0 && t < self.0[next - 1].1
    }
}

/// Stops at no known site.
pub(super) fn unknown_stops(
    fixes: &[Fix],
    legs: &[Leg],
    on_site: &Ranges,
    policy: &VisitPolicy,
) -> Vec<UnknownStop> {
    let mut stops = Vec::new();
    let mut from = 0;
    while let Some((first, last)) = next_stop(from, fixes, legs, on_site, policy) {
        let (start, end) = (&fixes[first], &fixes[last]);
        stops.push(UnknownStop {
            start: start.t,
            end: end.t,
            duration_ms: end.t.since(start.t),
            position: (policy.detail == Detail::Track).then(|| start.position()),
        });
        from = last + 1;
    }
    stops
}

/// The first and the last fix of the next stop: a run of fixes within the stop radius of its first.
///
/// Fixes at known sites and gaps end a run. All of them take time linear in the fixes: where a run
/// turns out too short, the next begins with its last fix.
pub(super) fn next_stop(
    from: usize,
    fixes: &[Fix],
    legs: &[Leg],
    on_site: &Ranges,
    policy: &VisitPolicy,
) -> Option<(usize, usize)> {
    let radius_m = policy.stop_radius_m.get();
    let mut start = from;
    while start < fixes.len() {
        if on_site.has(fixes[start].t.millis()) {
            start += 1;
            continue;
        }
        let anchor = fixes[start].position();
        let mut end = start;
        while end + 1 < fixes.len()
            && legs[end] != Leg::Gap
            && !on_site.has(fixes[end + 1].t.millis())
            && distance(&anchor, &fixes[end + 1].position()) <= radius_m
        {
            end += 1;
        }
        if fixes[end].t.since(fixes[start].t) >= policy.stop_span.millis() && end > start {
            return Some((start, end));
        }
        // The anchor jumps: a run that ends too soon is no stop from any of its fixes but the last.
        start = end.max(start + 1);
    }
    None
}

/// The parts of the time between the first and the last fix, which sum exactly.
pub(super) fn totals(
    fixes: &[Fix],
    legs: &[Leg],
    on_site: &Ranges,
    stops: &[UnknownStop],
) -> Totals {
    let range = |start: Instant, end: Instant| (start.millis(), end.millis());
    let gaps: Vec<(i64, i64)> = fixes
        .windows(2)
        .zip(legs)
        .filter(|(_, leg)| **leg == Leg::Gap)
        .map(|(pair, _)| range(pair[0].t, pair[1].t))
        .collect();
    let idle: Vec<(i64, i64)> = stops.iter().map(|stop| range(stop.start, stop.end)).collect();
    // Each part is what it adds to those before it.
    let mut taken = on_site.0.clone();
    let on_site_ms = on_site.total_ms();
    taken.extend(gaps);
    let known_or_gap_ms = Ranges::union(taken.clone()).total_ms();
    taken.extend(idle);
    let not_travel_ms = Ranges::union(taken).total_ms();
    let all_ms = match (fixes.first(), fixes.last()) {
        (Some(first), Some(last)) => last.t.since(first.t),
        _ => 0,
    };
    Totals {
        on_site_ms,
        unknown_ms: known_or_gap_ms - on_site_ms,
        idle_ms: not_travel_ms - known_or_gap_ms,
        travel_ms: all_ms - not_travel_ms,
    }
}
