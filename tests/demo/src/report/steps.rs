//! The day step by step: trips with their distances, visits, stops elsewhere; and the mileage.

use std::fmt::Write as _;

use fieldbeat::visit::{Detail, Trip};
use fieldbeat::{Instant, reason_text};

use super::html::{escape, glued, sign};
use super::odd::sentence;
use crate::day::VerifiedDay;
use crate::places::Place;

/// What the rep did for a while.
struct Step {
    start: Instant,
    end: Instant,
    class: &'static str,
    what: String,
    /// What is to be known about it.
    note: String,
    /// The figure that counts, and a lesser one.
    figures: (String, String),
}

impl Step {
    fn row(&self, day: &VerifiedDay) -> String {
        let clock = day.clock();
        let lesser = match self.figures.1.as_str() {
            "" => String::new(),
            text => format!("<small>{text}</small>"),
        };
        let note = match self.note.as_str() {
            "" => String::new(),
            note => format!("<small>{}</small>", glued(&sentence(note))),
        };
        format!(
            "<li class=\"{}\"><time>{}–{}</time><i></i><div><strong>{}</strong>{note}</div>\
             <b>{}{lesser}</b></li>",
            self.class,
            clock.minute(self.start),
            clock.minute(self.end),
            escape(&self.what),
            self.figures.0,
        )
    }
}

/// The section.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let steps = steps(day);
    if steps.is_empty() {
        return;
    }
    let words = day.words;
    let name = words.say("Trips and stops", "Поездки и стоянки");
    let _ = write!(body, "<section><h2>{name}</h2><dl class=\"figures\">");
    for (name, figure) in figures(day) {
        let _ = write!(body, "<div><dt>{name}</dt><dd>{figure}</dd></div>");
    }
    let (verdict, why) = business(day);
    let _ = write!(
        body,
        "<div><dt>{}</dt><dd>{verdict}<small>{}</small></dd></div>",
        words.say("Business trip", "Командировка"),
        glued(&why),
    );
    body.push_str("</dl><ol class=\"steps\">");
    body.extend(steps.iter().map(|step| step.row(day)));
    body.push_str("</ol>");
    places(day, body);
    body.push_str("</section>");
}

/// Trips, visits and stops in the order of the day.
fn steps(day: &VerifiedDay) -> Vec<Step> {
    let words = day.words;
    let mut steps: Vec<Step> = day.trips.trips.iter().map(|trip| of_trip(day, trip)).collect();
    for visit in &day.report.visits {
        if let (Some(arrival), Some(departure)) = (&visit.arrival, &visit.departure) {
            let status = format!("{} {}", sign(visit.status), words.status(visit.status));
            steps.push(Step {
                start: arrival.t,
                end: departure.t,
                class: visit.status.as_str(),
                what: day.site_name(&visit.site).to_owned(),
                note: String::new(),
                figures: (words.duration(visit.time_on_site_ms), status),
            });
        }
    }
    for visit in &day.report.off_plan {
        let not_planned = words.say("not planned", "вне плана");
        steps.push(Step {
            start: visit.arrival.t,
            end: visit.departure.t,
            class: "off-plan",
            what: day.site_name(&visit.site).to_owned(),
            note: String::new(),
            figures: (words.duration(visit.time_on_site_ms), format!("+ {not_planned}")),
        });
    }
    for stop in &day.report.unknown_stops {
        let place = words.say("Stop at an unknown place", "Стоянка в неизвестном месте");
        let what = match day.letter(stop.start, stop.end) {
            _ if day.is_at_base(stop.start) => words.say("At the base", "На базе").to_owned(),
            Some(letter) => format!("{place} {letter}"),
            None => place.to_owned(),
        };
        steps.push(Step {
            start: stop.start,
            end: stop.end,
            class: "elsewhere",
            what,
            note: String::new(),
            figures: (words.duration(stop.duration_ms), String::new()),
        });
    }
    steps.sort_by_key(|step| (step.start, step.end));
    steps
}

fn of_trip(day: &VerifiedDay, trip: &Trip) -> Step {
    let words = day.words;
    let names: Vec<&str> = trip.end_sites.iter().map(|id| day.site_name(id)).collect();
    let what = match names.as_slice() {
        [] if day.is_at_base(trip.end) => {
            words.say("Trip to the base", "Поездка на базу").to_owned()
        }
        [] => {
            let stop = day.report.unknown_stops.iter().find(|stop| stop.start == trip.end);
            match stop.map(|stop| day.letter(stop.start, stop.end)) {
                Some(Some(letter)) => {
                    format!("{} {letter}", words.say("Trip to unknown place", "Поездка: место"))
                }
                _ => words.say("Trip", "Поездка").to_owned(),
            }
        }
        names => format!("{} {}", words.say("Trip to", "Поездка:"), names.join(", ")),
    };
    let mut notes = Vec::new();
    if trip.mileage.bridged_m > 0.0 {
        notes.push(format!(
            "{} {} {} {}",
            words.metres(trip.mileage.bridged_m),
            words.say("of it in a straight line over", "из них по прямой за"),
            words.duration(trip.bridged_ms),
            words.say("without signal", "без сигнала"),
        ));
    }
    let odd = trip.reasons.iter().filter(|reason| reason.code != "track_gap");
    notes.extend(odd.map(|reason| reason_text(reason, words.language)));
    Step {
        start: trip.start,
        end: trip.end,
        class: "trip",
        what,
        note: notes.join("; "),
        figures: (words.metres(trip.distance_m), words.duration(trip.duration_ms)),
    }
}

/// How far, and how that is known.
fn figures(day: &VerifiedDay) -> Vec<(&'static str, String)> {
    let (words, mileage) = (day.words, &day.trips.mileage);
    vec![
        (words.say("Driven", "Пробег"), words.metres(mileage.cleaned_m + mileage.bridged_m)),
        (words.say("Measured", "Измерено"), words.metres(mileage.cleaned_m)),
        (
            words.say("Without signal, straight", "Без сигнала, по прямой"),
            words.metres(mileage.bridged_m),
        ),
        (
            words.say("Raw, with jumps and drift", "Сырой, со скачками и дрожанием"),
            words.metres(mileage.raw_m),
        ),
        (words.say("Trips", "Поездок"), day.trips.trips.len().to_string()),
    ]
}

/// Whether it was a business trip, and why.
fn business(day: &VerifiedDay) -> (&'static str, String) {
    let (words, report) = (day.words, &day.trips);
    let verdict = match report.business_trip {
        Some(true) => words.say("yes", "да"),
        Some(false) => words.say("no", "нет"),
        None => words.say("unknown", "неизвестно"),
    };
    let mut why: Vec<String> =
        report.reasons.iter().map(|reason| reason_text(reason, words.language)).collect();
    if let (Some(false), Some(metres)) = (report.business_trip, report.farthest_from_base_m) {
        let from = words.say("never farther from the base than", "от базы не дальше");
        why = vec![format!("{from} {}", words.metres(metres))];
    }
    (verdict, why.join("; "))
}

/// The mileage in a line, for the summary and the terminal.
pub(super) fn headline(day: &VerifiedDay) -> String {
    let (words, mileage) = (day.words, &day.trips.mileage);
    let trips =
        words.count(day.trips.trips.len(), ["trip", "trips"], ["поездку", "поездки", "поездок"]);
    let driven = words.metres(mileage.cleaned_m + mileage.bridged_m);
    let bridged = if mileage.bridged_m > 0.0 {
        let over = words.say("of it without signal", "из них без сигнала");
        format!(", {} {over}", words.metres(mileage.bridged_m))
    } else {
        String::new()
    };
    format!("{driven} {} {trips}{bridged}", words.say("in", "за"))
}

/// Stays at unknown places, in a line.
pub(super) fn places_headline(day: &VerifiedDay) -> Option<String> {
    let all_ms: i64 = day.places.iter().map(Place::duration_ms).sum();
    let stays: usize = day.places.iter().map(|place| place.stays.len()).sum();
    let words = day.words;
    let count = words.count(stays, ["stay", "stays"], ["стоянка", "стоянки", "стоянок"]);
    let letters: Vec<String> = day.places.iter().map(|place| place.letter.to_string()).collect();
    (stays > 0).then(|| format!("{count} ({}), {}", letters.join(", "), words.duration(all_ms)))
}

/// The places by their letters: where, when and how long.
fn places(day: &VerifiedDay, body: &mut String) {
    if day.places.is_empty() {
        return;
    }
    let (words, clock) = (day.words, day.clock());
    let name = words.say("Stays at unknown places", "Стоянки в неизвестных местах");
    let _ = write!(body, "<h3>{name}</h3><ul class=\"places\">");
    for place in &day.places {
        let times: Vec<String> = place
            .stays
            .iter()
            .map(|(start, end)| format!("{}–{}", clock.minute(*start), clock.minute(*end)))
            .collect();
        let position = match day.policy.detail {
            Detail::Track => {
                format!("{:.5}, {:.5}", place.position.lat.get(), place.position.lon.get())
            }
            _ => String::new(),
        };
        let _ = write!(
            body,
            "<li><em>{}</em><div>{}<small>{position}</small></div><b>{}</b></li>",
            place.letter,
            times.join(", "),
            words.duration(place.duration_ms()),
        );
    }
    body.push_str("</ul>");
}

/// Whether it was a business trip, in a line.
pub(super) fn business_headline(day: &VerifiedDay) -> Option<String> {
    day.trips.business_trip?;
    let (verdict, why) = business(day);
    Some(if why.is_empty() { verdict.to_owned() } else { format!("{verdict}, {why}") })
}
