//! The day as a table for the terminal.

use std::fmt::Write as _;

use fieldbeat::Instant;

use super::{board, counts, odd, off_path, order, planned, points, refused, segments, steps, why};
use crate::day::VerifiedDay;

/// The whole answer, line by line.
pub(crate) fn table(day: &VerifiedDay) -> String {
    let words = day.words;
    let mut text = String::new();
    let _ = writeln!(text, "\n{}\n", title(day));
    let head = [
        "#",
        words.say("site", "точка"),
        words.say("planned", "план"),
        words.say("arrived", "пришёл"),
        words.say("left", "ушёл"),
        words.say("on site", "на месте"),
        words.say("status", "статус"),
        words.say("why", "почему"),
    ];
    let moment = |t: Option<Instant>| t.map_or("–".to_owned(), |t| day.clock().minute(t));
    let mut rows = vec![head.map(str::to_owned)];
    for (index, visit) in day.report.visits.iter().enumerate() {
        rows.push([
            (index + 1).to_string(),
            day.site_name(&visit.site).to_owned(),
            planned(day, visit),
            moment(visit.arrival.as_ref().map(|m| m.t)),
            moment(visit.departure.as_ref().map(|m| m.t)),
            words.duration(visit.time_on_site_ms),
            words.status(visit.status).to_owned(),
            why(day, visit),
        ]);
    }
    for visit in &day.report.off_plan {
        rows.push([
            "+".to_owned(),
            day.site_name(&visit.site).to_owned(),
            words.say("not planned", "вне плана").to_owned(),
            moment(Some(visit.arrival.t)),
            moment(Some(visit.departure.t)),
            words.duration(visit.time_on_site_ms),
            "–".to_owned(),
            String::new(),
        ]);
    }
    text.push_str(&aligned(&rows));
    text.push('\n');
    let counts: Vec<String> = counts(day)
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{count} {}", words.status(status)))
        .collect();
    let _ = writeln!(text, "{}", counts.join(", "));
    let totals = &day.report.totals;
    let parts = [
        (words.say("on site", "на точках"), totals.on_site_ms),
        (words.say("travel", "в пути"), totals.travel_ms),
        (words.say("stopped elsewhere", "стоянки"), totals.idle_ms),
        (words.say("unknown", "неизвестно"), totals.unknown_ms),
    ];
    let parts = parts.map(|(name, ms)| format!("{name} {}", words.duration(ms)));
    let _ = writeln!(text, "{}", parts.join(", "));
    let _ = writeln!(text, "{}: {}", words.say("driven", "пробег"), steps::headline(day));
    if let Some(line) = off_path::headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("planned path", "маршрут по плану"));
    }
    if let Some(line) = order::headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("shortest order", "кратчайший порядок"));
    }
    if let Some(line) = steps::places_headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("unknown places", "неизвестные места"));
    }
    if let Some(line) = steps::business_headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("business trip", "командировка"));
    }
    if let Some(line) = points::headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("points", "баллы"));
    }
    for line in points::targets(day) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "{}: {}", words.say("board", "доска"), board::headline(day));
    let _ = writeln!(text, "{}: {}", words.say("moves", "переходы"), refused::headline(day));
    if let Some(line) = board::stalled_headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("stalled", "зависли"));
    }
    if let Some(line) = segments::headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("core accounts", "ядро клиентов"));
    }
    if let Some(line) = segments::cadence_headline(day) {
        let _ = writeln!(text, "{}: {line}", words.say("must be visited", "нужно посетить"));
    }
    for kind in odd::kinds(day) {
        let times = kind.times.iter().map(|anomaly| day.clock().minute(anomaly.start));
        let mut times: Vec<String> = times.take(6).collect();
        times.dedup();
        let _ = writeln!(text, "! {} {}", times.join(", "), kind.text);
    }
    for notice in &day.notices {
        let _ = writeln!(text, "! {notice}");
    }
    text.push('\n');
    text
}

/// Whose day it is.
pub(super) fn title(day: &VerifiedDay) -> String {
    let clock = day.clock();
    let date = match (day.report.first, day.report.last) {
        (Some(first), Some(last)) if clock.date(first) != clock.date(last) => {
            format!("{} – {}", clock.date(first), clock.date(last))
        }
        (Some(first), _) => clock.date(first),
        _ => day.words.say("no usable fix", "нет пригодных точек").to_owned(),
    };
    let rep = day.report.rep.as_deref().map_or(String::new(), |rep| format!("{rep}, "));
    format!("{rep}{date}, {}", day.policy.zone.name())
}

/// Columns as wide as their widest cell, two spaces apart; the last one is wrapped.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    const LAST: usize = 64;
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..N).map(|column| width(column).unwrap_or(0).min(LAST)).collect();
    let indent = widths.iter().rev().skip(1).map(|width| width + 2).sum::<usize>();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        let (last, others) = row.split_last().map_or(("", &[][..]), |(l, o)| (l.as_str(), o));
        for (cell, width) in others.iter().zip(&widths) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        for (index, part) in wrapped(last, LAST).iter().enumerate() {
            if index > 0 {
                line.push('\n');
                line.extend(std::iter::repeat_n(' ', indent));
            }
            line.push_str(part);
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Lines of at most `width` characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                line.push_str(word);
            } else if line.chars().count() + 1 + word.chars().count() <= width {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_between_words() {
        assert_eq!(wrapped("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrapped("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn continued_lines_stand_under_their_column() {
        let rows = [["a".to_owned(), "word ".repeat(20).trim().to_owned()]];
        let text = aligned(&rows);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("a  word") && lines[1].starts_with("   word"));
    }
}
