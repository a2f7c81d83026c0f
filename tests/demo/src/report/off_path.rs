//! The planned way: how much of it was driven, and when the rep was off it.

use std::fmt::Write as _;

use fieldbeat::Instant;
use fieldbeat::visit::Excursion;

use super::html::{escape, glued};
use super::odd::sentence;
use crate::day::VerifiedDay;
use crate::way::Way;

/// The section; nothing where no way was planned.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let Some(way) = &day.way else { return };
    let words = day.words;
    let _ = write!(
        body,
        "<section><h2>{}</h2><p class=\"hint\">{}</p><dl class=\"figures\">",
        words.say("Planned path", "Маршрут по плану"),
        escape(&hint(day, way)),
    );
    for (name, figure) in figures(day, way) {
        let _ = write!(body, "<div><dt>{name}</dt><dd>{figure}</dd></div>");
    }
    body.push_str("</dl>");
    if way.report.excursions.is_empty() {
        let never = words.say("Never off the path for long.", "Долгих уходов с маршрута нет.");
        let _ = write!(body, "<p class=\"none\">{never}</p>");
    }
    body.push_str("<ol class=\"steps\">");
    for excursion in &way.report.excursions {
        row(day, excursion, body);
    }
    body.push_str("</ol>");
    for (name, legs) in [
        (words.say("Not driven", "Не пройдено"), &way.report.skipped_legs),
        (
            words.say("May have been driven unseen", "Могло быть пройдено незаметно"),
            &way.report.unproven_legs,
        ),
    ] {
        let names: Vec<String> = legs.iter().filter_map(|leg| leg_name(day, way, *leg)).collect();
        if !names.is_empty() {
            let names = escape(&names.join("; "));
            let _ = write!(body, "<p class=\"legs\"><strong>{name}:</strong> {names}</p>");
        }
    }
    body.push_str("</section>");
}

/// Which path that is.
fn hint(day: &VerifiedDay, way: &Way) -> String {
    let words = day.words;
    let corridor = words.metres(way.corridor_m());
    let wide = words.say("to either side still count as on it", "в каждую сторону ещё на нём");
    let what = match way.stops {
        Some(_) => words.say(
            "Straight lines from site to site, in the order of the planned slots;",
            "Прямые от точки к точке в порядке плановых окон;",
        ),
        None => words.say("The path that was given;", "Заданный путь;"),
    };
    let clock = day.clock();
    let during = way.during.map_or(String::new(), |(start, end)| {
        let ahead_ms = day.report.clock_offset_ms;
        format!(
            " {} {}–{}.",
            words.say(
                "Looked at between the first visit and the last,",
                "Рассмотрено время от первого визита до последнего,"
            ),
            clock.minute(start.plus(-ahead_ms)),
            clock.minute(end.plus(-ahead_ms)),
        )
    });
    format!("{what} {corridor} {wide}.{during}")
}

/// What a manager asks first.
fn figures(day: &VerifiedDay, way: &Way) -> Vec<(&'static str, String)> {
    let (words, report) = (day.words, &way.report);
    let unknown = || words.say("unknown", "неизвестно").to_owned();
    let mut figures = vec![
        (words.say("Length", "Длина"), words.metres(report.path_m)),
        (
            words.say("Driven of it", "Пройдено"),
            report.coverage_share.map_or_else(unknown, |share| percent(share.get())),
        ),
        (words.say("On the path", "На маршруте"), words.duration(report.time_on_ms)),
        (words.say("Off the path", "Вне маршрута"), words.duration(report.time_off_ms)),
        (words.say("Unknown", "Неизвестно"), words.duration(report.unknown_ms)),
        (words.say("Driven off it", "Пробег вне его"), words.metres(report.distance_off_m)),
    ];
    if let Some(ratio) = report.detour_ratio {
        let name = words.say("Driven per km of path", "Пробег на км маршрута");
        figures.push((name, format!("{ratio:.2} {}", words.say("km", "км"))));
    }
    figures
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// In a line, for the summary and the terminal.
pub(super) fn headline(day: &VerifiedDay) -> Option<String> {
    let (words, report) = (day.words, &day.way.as_ref()?.report);
    let mut parts = Vec::new();
    if let Some(share) = report.coverage_share {
        parts.push(format!("{} {}", percent(share.get()), words.say("driven", "пройдено")));
    }
    let farthest = report.excursions.iter().map(|off| off.worst.distance_m);
    parts.push(match farthest.reduce(fieldbeat::math::max) {
        Some(metres) => format!(
            "{} {}, {} {}",
            words.say("off it for", "вне него"),
            words.duration(report.time_off_ms),
            words.say("by up to", "в стороне до"),
            words.metres(metres),
        ),
        None => words.say("never off it for long", "долгих уходов нет").to_owned(),
    });
    Some(parts.join(", "))
}

/// One excursion.
fn row(day: &VerifiedDay, excursion: &Excursion, body: &mut String) {
    let (words, clock) = (day.words, day.clock());
    let mut text = format!(
        "{} {} {} {}",
        words.say("up to", "до"),
        words.metres(excursion.worst.distance_m),
        words.say("away at", "в стороне в"),
        clock.minute(excursion.worst.t),
    );
    if excursion.unknown_ms > 0 {
        text += &format!(
            "; {} {}",
            words.duration(excursion.unknown_ms),
            words.say("of it unknown", "из них неизвестно")
        );
    }
    if !excursion.returned {
        text += words.say("; not seen to return", "; возвращение не зафиксировано");
    }
    let met = met(day, excursion.start, excursion.end);
    if !met.is_empty() {
        text += &format!("; {} {}", words.say("meanwhile:", "за это время:"), met.join(", "));
    }
    let _ = write!(
        body,
        "<li class=\"off\"><time>{}–{}</time><i></i><div><strong>{}</strong><small>{}</small></div>\
         <b>{}<small>{}</small></b></li>",
        clock.minute(excursion.start),
        clock.minute(excursion.end),
        words.say("Off the path", "Вне маршрута"),
        glued(&sentence(&text)),
        words.metres(excursion.distance_m),
        words.duration(excursion.duration_ms),
    );
}

/// The sites at which the rep was in the meantime, and stops elsewhere.
fn met(day: &VerifiedDay, start: Instant, end: Instant) -> Vec<String> {
    let words = day.words;
    let mut met: Vec<(Instant, String)> = Vec::new();
    let during = |from: Instant, to: Instant| from < end && start < to;
    for visit in &day.report.visits {
        if let (Some(arrival), Some(departure)) = (&visit.arrival, &visit.departure)
            && during(arrival.t, departure.t)
        {
            met.push((arrival.t, day.site_name(&visit.site).to_owned()));
        }
    }
    for visit in &day.report.off_plan {
        if during(visit.arrival.t, visit.departure.t) {
            let not_planned = words.say("not planned", "вне плана");
            let name = day.site_name(&visit.site);
            met.push((visit.arrival.t, format!("{name} ({not_planned})")));
        }
    }
    for stop in &day.report.unknown_stops {
        if during(stop.start, stop.end) {
            let name = words.say("stop at an unknown place", "стоянка в неизвестном месте");
            let letter =
                day.letter(stop.start, stop.end).map_or(String::new(), |a| format!(" {a}"));
            let duration = words.duration(stop.duration_ms);
            met.push((stop.start, format!("{name}{letter} ({duration})")));
        }
    }
    met.sort();
    met.into_iter().map(|(_, name)| name).collect()
}

/// `Clinic 3 → Pharmacy 7`; of a given path the leg's number.
fn leg_name(day: &VerifiedDay, way: &Way, leg: u32) -> Option<String> {
    let leg = leg as usize;
    match &way.stops {
        Some(stops) => {
            let (from, to) = (stops.get(leg)?, stops.get(leg + 1)?);
            Some(format!("{} → {}", day.site_name(from), day.site_name(to)))
        }
        None => Some(format!("{} {}", day.words.say("leg", "участок"), leg + 1)),
    }
}
