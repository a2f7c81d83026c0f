//! A page for people: one file, no scripts, nothing loaded from elsewhere.

use std::fmt::Write as _;

use fieldbeat::visit::Status;

use super::{
    board, counts, evidence, kept, map, odd, off_path, order, planned, points, refused, segments,
    steps, table, timeline, why,
};
use crate::day::VerifiedDay;

const STYLE: &str = include_str!("page.css");

/// Colour of a status, readable as text on white; `page.css` has the same.
pub(super) fn colour(status: Status) -> &'static str {
    match status {
        Status::Verified => "#16794a",
        Status::Partial => "#a15c00",
        Status::Suspect => "#6d35c4",
        Status::Rejected => "#bb2d1f",
        _ => "#5b6472",
    }
}

/// A sign beside the colour, for those who cannot tell the colours apart.
pub(super) fn sign(status: Status) -> &'static str {
    match status {
        Status::Verified => "✓",
        Status::Partial => "◐",
        Status::Suspect => "!",
        Status::Rejected => "✕",
        _ => "?",
    }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text whose figures stay on one line with their units.
pub(super) fn glued(text: &str) -> String {
    let mut glued = String::new();
    for letter in escape(text).chars() {
        // `1 h 05 min` is one figure.
        let hours = glued.ends_with("\u{a0}h") || glued.ends_with("\u{a0}ч");
        let follows = glued.ends_with(|last: char| last.is_ascii_digit()) || hours;
        glued.push(if letter == ' ' && follows { '\u{a0}' } else { letter });
    }
    glued
}

/// The page.
pub(super) fn page(day: &VerifiedDay) -> String {
    let words = day.words;
    let heading = words.say("Verified visits", "Проверка визитов");
    let title = escape(&table::title(day));
    let mut body = String::new();
    let _ = write!(
        body,
        "<header><p class=\"brand\">fieldbeat</p><h1>{heading}</h1><p class=\"day\">{title}</p>\
         </header>"
    );
    notices(day, &mut body);
    body.push_str("<div class=\"top\">");
    summary(day, &mut body);
    let _ = write!(
        body,
        "<section class=\"day-map\" aria-label=\"{0}\"><h2>{0}</h2>{1}{2}{3}</section></div>",
        words.say("Map", "Карта"),
        map::of_day(day),
        legend(day),
        listed(&standing(day)),
    );
    let timeline = timeline::of_day(day);
    if !timeline.is_empty() {
        let name = words.say("The day", "День");
        let hint = words.say(
            "Outlined: the planned slot. Filled: time on site.",
            "Контур: плановое окно. Заливка: время на месте.",
        );
        let _ = write!(
            body,
            "<section><h2>{name}</h2><p class=\"hint\">{hint}</p>{timeline}</section>"
        );
    }
    visits(day, &mut body);
    points::section(day, &mut body);
    board::section(day, &mut body);
    segments::section(day, &mut body);
    off_path::section(day, &mut body);
    order::section(day, &mut body);
    odd::section(day, &mut body);
    steps::section(day, &mut body);
    kept::section(day, &mut body);
    footer(day, &mut body);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"fieldbeat {}\">\n\
         <title>{heading}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
        words.code(),
        escape(&day.report.engine),
    )
}

/// What the reader must know about the input.
fn notices(day: &VerifiedDay, body: &mut String) {
    let warnings = day.report.warnings.iter().map(|w| format!("{}: {}", w.path, w.message));
    let all: Vec<String> = day.notices.iter().cloned().chain(warnings).collect();
    if all.is_empty() {
        return;
    }
    body.push_str("<ul class=\"notices\">");
    for notice in all {
        let _ = write!(body, "<li>{}</li>", escape(&notice));
    }
    body.push_str("</ul>");
}

/// How many of each status, and where the time went.
fn summary(day: &VerifiedDay, body: &mut String) {
    let words = day.words;
    let name = words.say("Summary", "Итог");
    let _ = write!(
        body,
        "<section class=\"summary\" aria-label=\"{name}\"><h2>{name}</h2><ul class=\"counts\">"
    );
    for (status, count) in counts(day) {
        let _ = write!(
            body,
            "<li class=\"{}{}\"><strong>{count}</strong><span>{} {}</span><small>{}</small></li>",
            status.as_str(),
            if count == 0 { " none" } else { "" },
            sign(status),
            words.status(status),
            words.meaning(status),
        );
    }
    body.push_str("</ul>");
    let totals = &day.report.totals;
    let parts = [
        ("on-site", words.say("on site", "на точках"), totals.on_site_ms),
        ("travel", words.say("travel", "в пути"), totals.travel_ms),
        ("idle", words.say("stopped elsewhere", "стоянки в других местах"), totals.idle_ms),
        ("unknown", words.say("unknown", "неизвестно"), totals.unknown_ms),
    ];
    let sum: i64 = parts.iter().map(|part| part.2).sum();
    if sum > 0 {
        let _ = write!(body, "<div class=\"totals\" aria-hidden=\"true\">");
        for (class, _, ms) in parts {
            let share = 100.0 * ms as f64 / sum as f64;
            let _ = write!(body, "<span class=\"{class}\" style=\"width:{share:.2}%\"></span>");
        }
        body.push_str("</div>");
    }
    body.push_str("<dl class=\"times\">");
    for (class, name, ms) in parts {
        let _ = write!(
            body,
            "<div><dt><i class=\"{class}\"></i>{name}</dt><dd>{}</dd></div>",
            words.duration(ms)
        );
    }
    let _ = write!(body, "</dl>{}</section>", listed(&headlines(day)));
}

/// Facts in a line each, under their names.
fn listed(lines: &[(&str, String)]) -> String {
    let mut list = String::from("<dl class=\"headlines\">");
    for (name, fact) in lines {
        let _ = write!(list, "<div><dt>{name}</dt><dd>{}</dd></div>", glued(fact));
    }
    list + "</dl>"
}

/// What the sections below say of the way, each in a line.
fn headlines(day: &VerifiedDay) -> Vec<(&'static str, String)> {
    let words = day.words;
    let lines = [
        (words.say("Driven", "Пробег"), Some(steps::headline(day))),
        (words.say("Planned path", "Маршрут по плану"), off_path::headline(day)),
        (words.say("Shortest order", "Кратчайший порядок"), order::headline(day)),
        (words.say("Odd in the track", "Странности трека"), odd::headline(day)),
        (words.say("At unknown places", "В неизвестных местах"), steps::places_headline(day)),
        (words.say("Business trip", "Командировка"), steps::business_headline(day)),
    ];
    lines.into_iter().filter_map(|(name, line)| Some((name, line?))).collect()
}

/// The same of what comes of the visits: points, cases, clients.
fn standing(day: &VerifiedDay) -> Vec<(&'static str, String)> {
    let words = day.words;
    let lines = [
        (words.say("Points", "Баллы"), points::headline(day)),
        (words.say("Moves on the board", "Переходы на доске"), Some(refused::headline(day))),
        (words.say("Stalled", "Зависли"), board::stalled_headline(day)),
        (words.say("Core accounts", "Ядро клиентов"), segments::headline(day)),
        (words.say("Must be visited", "Нужно посетить"), segments::cadence_headline(day)),
    ];
    lines.into_iter().filter_map(|(name, line)| Some((name, line?))).collect()
}

fn legend(day: &VerifiedDay) -> String {
    let words = day.words;
    let mut list = String::from("<ul class=\"legend\">");
    let lines = [
        ("fine", words.say("accurate to 20 m", "точность до 20 м")),
        ("fair", words.say("to 50 m", "до 50 м")),
        ("coarse", words.say("to 100 m", "до 100 м")),
        ("poor", words.say("worse or unknown", "хуже или неизвестна")),
        ("gap", words.say("no signal", "нет сигнала")),
        ("odd", words.say("simulated, frozen or jumping", "подмена, заморозка или скачок")),
    ];
    for (class, name) in lines {
        let _ = write!(
            list,
            "<li><svg viewBox=\"0 0 26 8\" aria-hidden=\"true\">\
             <path class=\"leg {class}\" d=\"M1 4H25\"/></svg>{name}</li>"
        );
    }
    if day.way.is_some() {
        let _ = write!(
            list,
            "<li><svg viewBox=\"0 0 26 12\" aria-hidden=\"true\">\
             <path class=\"corridor\" stroke-width=\"12\" d=\"M0 6H26\"/>\
             <path class=\"way\" d=\"M0 6H26\"/></svg>{}</li>\
             <li><svg viewBox=\"0 0 26 12\" aria-hidden=\"true\">\
             <path class=\"off\" d=\"M2 6H24\"/></svg>{}</li>",
            words.say("planned path, corridor", "маршрут и его коридор"),
            words.say("off the path", "вне маршрута"),
        );
    }
    if !day.places.is_empty() {
        let stay = words.say("stay at an unknown place", "стоянка в неизвестном месте");
        let _ = write!(
            list,
            "<li><svg class=\"tall\" viewBox=\"-13 -10 26 20\" aria-hidden=\"true\"><g class=\"stop\">\
             <rect x=\"-9\" y=\"-9\" width=\"18\" height=\"18\" rx=\"3\"/><text>A</text></g></svg>{stay}</li>"
        );
    }
    list.push_str("</ul>");
    list
}

/// The table, each visit with its evidence.
fn visits(day: &VerifiedDay, body: &mut String) {
    let words = day.words;
    let columns = [
        words.say("Site", "Точка"),
        words.say("Planned", "План"),
        words.say("Arrived", "Пришёл"),
        words.say("Left", "Ушёл"),
        words.say("On site", "На месте"),
        words.say("Status", "Статус"),
        words.say("Why", "Почему"),
    ];
    let _ = write!(body, "<section><h2>{}</h2><table><thead><tr>", words.say("Visits", "Визиты"));
    for column in columns {
        let _ = write!(body, "<th scope=\"col\">{column}</th>");
    }
    body.push_str("</tr></thead><tbody>");
    let [_, planned_at, arrived, left, on_site, status, reason] = columns;
    for (index, visit) in day.report.visits.iter().enumerate() {
        let moment = |moment: &Option<fieldbeat::visit::Moment>| {
            moment.as_ref().map_or("–".to_owned(), |moment| day.clock().minute(moment.t))
        };
        let (code, number) = (visit.status.as_str(), index + 1);
        let _ = write!(
            body,
            "<tr id=\"visit-{number}\"><th scope=\"row\"><em class=\"{code}\">{number}</em>{}</th>\
             <td data-label=\"{planned_at}\">{}</td><td data-label=\"{arrived}\">{}</td>\
             <td data-label=\"{left}\">{}</td><td data-label=\"{on_site}\">{}</td>\
             <td data-label=\"{status}\" class=\"lead\"><span class=\"status {code}\">{} {}</span></td>\
             <td data-label=\"{reason}\" class=\"why\">{}</td></tr>\
             <tr class=\"more\"><td colspan=\"7\">{}</td></tr>",
            escape(day.site_name(&visit.site)),
            planned(day, visit),
            moment(&visit.arrival),
            moment(&visit.departure),
            words.duration(visit.time_on_site_ms),
            sign(visit.status),
            words.status(visit.status),
            escape(&why(day, visit)),
            evidence::of_visit(day, visit),
        );
    }
    body.push_str("</tbody></table></section>");
}

/// By what the report can be checked.
fn footer(day: &VerifiedDay, body: &mut String) {
    let words = day.words;
    let report = &day.report;
    let facts = [
        (words.say("Engine", "Движок"), format!("fieldbeat {}", report.engine)),
        (words.say("Rules", "Правила"), report.policy_hash.clone()),
        (words.say("Track digest", "Отпечаток трека"), report.digest.clone()),
        (
            words.say("Fixes used", "Использовано точек"),
            format!(
                "{} ({} {})",
                report.fixes.used,
                report.fixes.off_duty + report.fixes.clock_ahead + report.fixes.zero_island,
                words.say("not used", "не использовано")
            ),
        ),
    ];
    body.push_str("<footer><dl>");
    for (name, fact) in facts {
        let _ = write!(body, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(&fact));
    }
    let _ = write!(
        body,
        "</dl><p>{}</p></footer>",
        words.say(
            "This page holds a person's whereabouts: keep and erase it accordingly.",
            "Страница содержит сведения о перемещениях человека: храните и удаляйте её соответственно.",
        )
    );
}
