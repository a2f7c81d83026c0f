//! A day computed again, with fixes that had come too late: what it replaces.

use super::{EventKind, FenceEvent};
use crate::math;
use crate::time::Instant;

/// A visit, or a crossing, by its events.
struct Visit<'a> {
    start: Instant,
    end: Instant,
    events: Vec<&'a FenceEvent>,
}

/// Marks in `events` what each replaces of `earlier`.
///
/// A tracker never takes an event back. Fixes that come too late are given back instead; a caller
/// who cares pushes the whole day again, late fixes and all, through a fresh tracker, and hands
/// both lists in. Where a visit of the new list overlaps one of the old, of the same rep and
/// fence, each of its events lists in `supersedes` the ids of the old visit's events of its kind,
/// unless the id is the same: then it is the same event, told better. Crossings replace crossings
/// whose bounds overlap theirs. Both lists are as a tracker gave them, or sorted by rep (stably).
///
/// Old events that no new one lists or repeats have become untrue: the visit was none.
/// O(n log n) and the number of overlaps.
///
/// # Example
/// ```
/// use fieldbeat::geofence::{FenceEvent, supersede};
///
/// let event = |id: &str, t: &str| FenceEvent::from_json(&format!(
///     r#"{{"id": "{id}", "rep": "r", "fence": "shop", "fence_index": 0, "kind": "enter",
///         "t": "{t}", "t_min": "{t}", "t_max": "{t}", "confidence": "high",
///         "supersedes": [], "reasons": []}}"#
/// ));
/// let earlier = [event("a", "2026-11-20T09:05:00Z")?];
/// let mut again = [event("b", "2026-11-20T09:00:00Z")?];
/// supersede(&mut again, &earlier);
/// assert_eq!(again[0].supersedes, ["a"]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn supersede(events: &mut [FenceEvent], earlier: &[FenceEvent]) {
    let old = visits(earlier);
    let mut replaced: Vec<(String, Vec<String>)> = Vec::new();
    for (place, new) in visits(events) {
        let Ok(same) = old.binary_search_by(|(other, _)| other.cmp(&place)) else { continue };
        let old = old.get(same).map(|(_, visits)| visits.as_slice()).unwrap_or_default();
        for visit in new {
            let overlapping: Vec<&FenceEvent> = old
                .iter()
                .filter(|other| visit.start <= other.end && other.start <= visit.end)
                .flat_map(|other| other.events.iter().copied())
                .collect();
            for event in visit.events {
                let ids = overlapping
                    .iter()
                    .filter(|other| other.kind == event.kind && other.id != event.id)
                    .map(|other| other.id.clone());
                replaced.push((event.id.clone(), ids.collect()));
            }
        }
    }
    math::sort(&mut replaced);
    for event in events {
        let found = replaced.binary_search_by(|(id, _)| id.cmp(&event.id));
        if let Some((_, ids)) = found.ok().and_then(|place| replaced.get_mut(place)) {
            event.supersedes = std::mem::take(ids);
        }
    }
}

/// The visits of each rep and fence, by both. Events of one rep and fence come in order, whatever
/// lies between them.
fn visits(events: &[FenceEvent]) -> Vec<((&str, &str), Vec<Visit<'_>>)> {
    let mut sorted: Vec<&FenceEvent> = events.iter().collect();
    math::sort_by(&mut sorted, |a, b| (&a.rep, &a.fence).cmp(&(&b.rep, &b.fence)));
    let mut visits: Vec<((&str, &str), Vec<Visit<'_>>)> = Vec::new();
    for event in sorted {
        let place = (event.rep.as_str(), event.fence.as_str());
        if visits.last().is_none_or(|(last, _)| *last != place) {
            visits.push((place, Vec::new()));
        }
        let Some((_, here)) = visits.last_mut() else { continue };
        let cross = event.kind == EventKind::Cross;
        // A list may begin within a visit.
        let goes_on = here
            .last_mut()
            .filter(|last| !cross && event.kind != EventKind::Enter && last.end == Instant::MAX);
        match goes_on {
            Some(visit) => visit.events.push(event),
            None => here.push(Visit {
                start: event.t_min,
                end: if cross { event.t_max } else { Instant::MAX },
                events: vec![event],
            }),
        }
        if let (EventKind::Exit, Some(visit)) = (event.kind, here.last_mut()) {
            visit.end = event.t_max;
        }
    }
    visits
}
