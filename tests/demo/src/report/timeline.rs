//! The day from left to right: slots, stays, and where the track tells something.

use std::fmt::Write as _;

use fieldbeat::Instant;

use super::html::escape;
use super::map::{Leg, legs};
use super::planned;
use crate::day::VerifiedDay;

const HOUR_MS: i64 = 3_600_000;
/// A day and the night after: what lies further apart is not one day.
const LONGEST_MS: i64 = 36 * HOUR_MS;

/// The stretch of time that is shown.
struct Axis {
    start: Instant,
    end: Instant,
}

impl Axis {
    /// Track and slots together; when they lie too far apart, the slots alone.
    fn of(day: &VerifiedDay) -> Option<Self> {
        let slots = || day.input.plan.iter().filter_map(|planned| planned.slot.as_ref());
        let planned = slots().map(|slot| slot.start).min().zip(slots().map(|slot| slot.end).max());
        let tracked = day.report.first.zip(day.report.last);
        let both = match (planned, tracked) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (one, other) => one.or(other),
        };
        let (start, end) = [both, planned]
            .into_iter()
            .flatten()
            .find(|(start, end)| end.since(*start) <= LONGEST_MS)?;
        // A day without length has nothing from left to right.
        (start < end).then_some(Self { start, end })
    }

    /// Percent of the width.
    fn at(&self, t: Instant) -> f64 {
        let share = t.since(self.start) as f64 / self.end.since(self.start) as f64;
        100.0 * share.clamp(0.0, 1.0)
    }

    /// The style of a bar, if any of it is shown.
    fn bar(&self, start: Instant, end: Instant) -> Option<String> {
        let (left, right) = (self.at(start), self.at(end));
        (right > left).then(|| format!("left:{left:.2}%;width:{:.2}%", right - left))
    }
}

/// The timeline; nothing where there is no time to show.
pub(super) fn of_day(day: &VerifiedDay) -> String {
    let Some(axis) = Axis::of(day) else { return String::new() };
    let (words, clock) = (day.words, day.clock());
    let mut rows = String::new();
    let mut hours = String::new();
    let mut lines = String::new();
    let mut t = clock.next_hour(axis.start);
    let mut index = 0;
    while t <= axis.end {
        let every = if index % 2 == 0 { "" } else { " class=\"odd-hour\"" };
        let at = axis.at(t);
        let _ = write!(hours, "<span{every} style=\"left:{at:.2}%\">{}</span>", clock.minute(t));
        let _ = write!(lines, "<i style=\"left:{at:.2}%\"></i>");
        t = t.plus(HOUR_MS);
        index += 1;
    }
    let _ = write!(
        rows,
        "<li class=\"hours\" aria-hidden=\"true\"><b></b><div>{hours}</div></li>\
         <li><b>{}</b><div>{lines}{}</div></li>",
        words.say("Track", "Трек"),
        coverage(day, &axis)
    );
    rows += &drives(day, &axis, &lines);
    rows += &off_path(day, &axis, &lines);
    for (index, visit) in day.report.visits.iter().enumerate() {
        let mut bars = String::new();
        let slot = day.input.plan.iter().find(|p| p.id == visit.plan_id);
        if let Some(slot) = slot.and_then(|planned| planned.slot.as_ref())
            && let Some(style) = axis.bar(slot.start, slot.end)
        {
            let _ = write!(bars, "<span class=\"slot\" style=\"{style}\"></span>");
        }
        let mut told = words.say("not seen on site", "на месте не зафиксирован").to_owned();
        if let (Some(arrival), Some(departure)) = (&visit.arrival, &visit.departure) {
            told = format!("{}–{}", clock.minute(arrival.t), clock.minute(departure.t));
            if let Some(style) = axis.bar(arrival.t, departure.t) {
                let status = visit.status.as_str();
                let _ = write!(bars, "<span class=\"stay {status}\" style=\"{style}\"></span>");
            }
        }
        let _ = write!(
            rows,
            "<li><b><em class=\"{}\">{}</em>{}</b><div role=\"img\" aria-label=\"{}: {}; {}\">\
             {lines}{bars}</div></li>",
            visit.status.as_str(),
            index + 1,
            escape(day.site_name(&visit.site)),
            words.say("planned", "план"),
            planned(day, visit),
            told,
        );
    }
    for visit in &day.report.off_plan {
        let Some(style) = axis.bar(visit.arrival.t, visit.departure.t) else { continue };
        let _ = write!(
            rows,
            "<li><b><em class=\"off-plan\">+</em>{}</b><div role=\"img\" aria-label=\"{}–{}; {}\">\
             {lines}<span class=\"stay off-plan\" style=\"{style}\"></span></div></li>",
            escape(day.site_name(&visit.site)),
            clock.minute(visit.arrival.t),
            clock.minute(visit.departure.t),
            words.say("not planned", "вне плана"),
        );
    }
    rows += &unknown_places(day, &axis, &lines);
    format!("<ol class=\"timeline\">{rows}</ol>")
}

/// Stays at unknown places, under the letters of the map.
fn unknown_places(day: &VerifiedDay, axis: &Axis, lines: &str) -> String {
    let (words, clock) = (day.words, day.clock());
    let mut rows = String::new();
    for place in &day.places {
        let mut bars = String::new();
        let mut told = Vec::new();
        for (start, end) in &place.stays {
            let Some(style) = axis.bar(*start, *end) else { continue };
            let _ = write!(bars, "<span class=\"stay elsewhere\" style=\"{style}\"></span>");
            told.push(format!("{}–{}", clock.minute(*start), clock.minute(*end)));
        }
        let _ = write!(
            rows,
            "<li><b><em class=\"place\">{}</em>{}</b><div role=\"img\" aria-label=\"{}\">\
             {lines}{bars}</div></li>",
            place.letter,
            words.say("Unknown place", "Неизвестное место"),
            told.join("; "),
        );
    }
    rows
}

/// Trips, with their kilometres where there is room.
fn drives(day: &VerifiedDay, axis: &Axis, lines: &str) -> String {
    const ROOM: f64 = 4.2;
    let (words, clock) = (day.words, day.clock());
    let mut bars = String::new();
    let mut told = Vec::new();
    let mut taken = 0.0;
    for trip in &day.trips.trips {
        let Some(style) = axis.bar(trip.start, trip.end) else { continue };
        let text = format!(
            "{}–{}: {}, {}",
            clock.minute(trip.start),
            clock.minute(trip.end),
            words.metres(trip.distance_m),
            words.duration(trip.duration_ms)
        );
        let _ = write!(bars, "<span class=\"drive\" style=\"{style}\" title=\"{text}\"></span>");
        told.push(text);
        let middle = f64::midpoint(axis.at(trip.start), axis.at(trip.end));
        if middle - taken >= ROOM {
            taken = middle;
            let km = trip.distance_m / 1_000.0;
            let _ = write!(bars, "<small style=\"left:{middle:.2}%\">{km:.1}</small>");
        }
    }
    if told.is_empty() {
        return String::new();
    }
    format!(
        "<li class=\"drives\"><b>{}</b><div role=\"img\" aria-label=\"{}\">{lines}{bars}</div></li>",
        words.say("Trips, km", "Поездки, км"),
        told.join("; "),
    )
}

/// When the rep was off the planned way.
fn off_path(day: &VerifiedDay, axis: &Axis, lines: &str) -> String {
    let Some(way) = &day.way else { return String::new() };
    let (words, clock) = (day.words, day.clock());
    let mut bars = String::new();
    let mut told = Vec::new();
    for off in &way.report.excursions {
        let Some(style) = axis.bar(off.start, off.end) else { continue };
        let text = format!("{}–{}", clock.minute(off.start), clock.minute(off.end));
        let _ = write!(bars, "<span class=\"off\" style=\"{style}\" title=\"{text}\"></span>");
        told.push(text);
    }
    if told.is_empty() {
        return String::new();
    }
    format!(
        "<li><b>{}</b><div role=\"img\" aria-label=\"{}\">{lines}{bars}</div></li>",
        words.say("Off the path", "Вне маршрута"),
        told.join("; "),
    )
}

/// The track as a strip in the colours of the map; gaps stay open.
fn coverage(day: &VerifiedDay, axis: &Axis) -> String {
    let mut runs: Vec<(Leg, Instant, Instant)> = Vec::new();
    for (from, to, leg) in legs(day) {
        match runs.last_mut() {
            Some((kind, _, end)) if *kind == leg && *end == from.t => *end = to.t,
            _ => runs.push((leg, from.t, to.t)),
        }
    }
    let mut strip = String::new();
    for (leg, start, end) in runs {
        if let Some(style) = axis.bar(start, end) {
            let _ =
                write!(strip, "<span class=\"strip {}\" style=\"{style}\"></span>", leg.class());
        }
    }
    strip
}
