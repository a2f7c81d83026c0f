//! The core accounts: who matters, who moved since the month began, and who must be visited.

use std::fmt::Write as _;

use fieldbeat::math::{Decimal, Rounding};
use fieldbeat::reason_text;
use fieldbeat::segment::{MoveCause, SegmentMove};

use super::html::{escape, glued};
use super::points::head;
use crate::day::VerifiedDay;
use crate::segments::{Segments, Sum};

/// The cells of the matrix: rows are the static core and the others, columns the dynamic one.
const MATRIX: [[&[&str]; 2]; 2] =
    [[&["core_growing"], &["core_stable", "core_at_risk"]], [&["rising"], &["periphery"]]];

/// In a line: how many clients are in the core, and how many moved.
pub(super) fn headline(day: &VerifiedDay) -> Option<String> {
    let (segments, words) = (day.segments.as_ref()?, day.words);
    let count = |names: &[&str]| names.iter().map(|name| segments.sum(name).clients).sum::<usize>();
    let core = count(&["core_growing", "core_stable", "core_at_risk"]);
    Some(format!(
        "{core} {} {}, {} {}, {} {}",
        words.say("of", "из"),
        words.count(
            segments.assignments.len(),
            ["client", "clients"],
            ["клиента", "клиентов", "клиентов"]
        ),
        count(&["core_at_risk"]),
        words.say("at risk", "под угрозой"),
        count(&["rising"]),
        words.say("rising", "растут"),
    ))
}

/// In a line: how many clients are visited too seldom.
pub(super) fn cadence_headline(day: &VerifiedDay) -> Option<String> {
    let (segments, words) = (day.segments.as_ref()?, day.words);
    if segments.cadence.is_empty() {
        return None;
    }
    let below = segments.cadence.iter().filter(|client| client.is_below()).count();
    let missing: i64 = segments.cadence.iter().map(|client| client.missing()).sum();
    Some(format!(
        "{}, {} {missing}",
        words.count(below, ["site", "sites"], ["точка", "точки", "точек"]),
        words.say("visits not planned yet:", "визитов ещё не запланировано:"),
    ))
}

/// The section; nothing where nobody says what clients bought.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let Some(segments) = &day.segments else { return };
    let words = day.words;
    let _ = write!(
        body,
        "<section class=\"clients\"><h2>{}</h2><p class=\"hint\">{}</p>",
        words.say("Core accounts", "Ядро клиентов"),
        words.say(
            "Static core: who carries the year. Dynamic core: who carries the last 90 days, and grows.",
            "Статическое ядро держит год, динамическое — последние 90 дней и растёт."
        ),
    );
    matrix(day, segments, body);
    if !segments.strangers.is_empty() {
        let _ = write!(
            body,
            "<p class=\"hint strangers\">{}: {}</p>",
            words.say(
                "In no segment, for they have bought nothing",
                "Ни в одном сегменте, покупок не было"
            ),
            escape(&segments.strangers.join(", ")),
        );
    }
    must_be_visited(day, segments, body);
    migration(day, segments, body);
    moves(day, segments, body);
    body.push_str("</section>");
}

/// What a segment is called; those of one's own are called as they are.
fn name<'d>(day: &VerifiedDay, segment: &'d str) -> &'d str {
    let words = day.words;
    match segment {
        "core_growing" => words.say("core, growing", "ядро, растёт"),
        "core_stable" => words.say("core, stable", "ядро, стабильно"),
        "core_at_risk" => words.say("core, at risk", "ядро, под угрозой"),
        "rising" => words.say("rising", "растущие"),
        "periphery" => words.say("periphery", "периферия"),
        other => other,
    }
}

/// Two by two, with numbers and money.
fn matrix(day: &VerifiedDay, segments: &Segments, body: &mut String) {
    let words = day.words;
    let total = segments.total();
    let _ = write!(
        body,
        "<div class=\"matrix\"><span></span><b>{}</b><b>{}</b>",
        words.say("in the dynamic core", "в динамическом ядре"),
        words.say("not in it", "вне его"),
    );
    let rows =
        [words.say("In the static core", "В статическом ядре"), words.say("Not in it", "Вне его")];
    for (row, cells) in rows.iter().zip(MATRIX) {
        let _ = write!(body, "<b class=\"row\">{row}</b>");
        for cell in cells {
            body.push_str("<div class=\"cell\">");
            for segment in cell {
                kind(day, segment, segments.sum(segment), total, body);
            }
            body.push_str("</div>");
        }
    }
    body.push_str("</div>");
    // Segments of one's own stand in no matrix of two cores.
    let others = segments.migration.segments.iter().map(String::as_str);
    let others: Vec<&str> =
        others.filter(|name| !MATRIX.iter().flatten().any(|cell| cell.contains(name))).collect();
    if !others.is_empty() {
        body.push_str("<div class=\"cell others\">");
        for segment in others {
            kind(day, segment, segments.sum(segment), total, body);
        }
        body.push_str("</div>");
    }
    let _ = write!(
        body,
        "<p class=\"together\">{}: {}, {} {}, {} {}</p>",
        words.say("Together", "Всего"),
        clients(day, total.clients),
        glued(&money(total.base)),
        words.say("in a year", "за год"),
        glued(&money(total.moving)),
        words.say("in 90 days", "за 90 дней"),
    );
}

/// One segment in its cell.
fn kind(day: &VerifiedDay, segment: &str, sum: Sum, total: Sum, body: &mut String) {
    let words = day.words;
    let _ = write!(
        body,
        "<div class=\"kind {}\"><strong>{}</strong> <em>{}</em><small>{} {} ({}), {} {}</small></div>",
        escape(segment),
        escape(name(day, segment)),
        sum.clients,
        glued(&money(sum.base)),
        words.say("in a year", "за год"),
        share(sum.base, total.base),
        glued(&money(sum.moving)),
        words.say("in 90 days", "за 90 дней"),
    );
}

fn clients(day: &VerifiedDay, count: usize) -> String {
    day.words.count(count, ["client", "clients"], ["клиент", "клиента", "клиентов"])
}

/// Whole units, in groups of three figures.
fn money(amount: Decimal) -> String {
    let whole = amount.round(0, Rounding::HalfEven).to_string();
    let (sign, figures) = whole.strip_prefix('-').map_or(("", &*whole), |rest| ("−", rest));
    let mut text = sign.to_owned();
    for (index, figure) in figures.chars().enumerate() {
        if index > 0 && (figures.len() - index) % 3 == 0 {
            text.push('\u{a0}');
        }
        text.push(figure);
    }
    text
}

fn share(part: Decimal, whole: Decimal) -> String {
    match whole > Decimal::ZERO {
        true => format!("{:.0}\u{a0}%", 100.0 * part.to_f64() / whole.to_f64()),
        false => "–".to_owned(),
    }
}

/// Clients with fewer visits in the month than their segment asks for.
fn must_be_visited(day: &VerifiedDay, segments: &Segments, body: &mut String) {
    let words = day.words;
    if segments.cadence.is_empty() {
        return;
    }
    let _ = write!(
        body,
        "<h3>{}</h3><p class=\"hint below\">{} {}: {}.</p>",
        words.say("Must be visited", "Нужно посетить"),
        words.say(
            "Fewer verified visits than the segment asks for in",
            "Подтверждённых визитов меньше, чем нужно по сегменту, за"
        ),
        escape(&segments.month.name),
        escape(&table(day, segments)),
    );
    let columns = [
        words.say("Site", "Точка"),
        words.say("Segment", "Сегмент"),
        words.say("Wanted", "Нужно"),
        words.say("Done", "Сделано"),
        words.say("Planned", "В плане"),
        words.say("Still to plan", "Запланировать"),
    ];
    let below: Vec<_> = segments.cadence.iter().filter(|client| client.is_below()).collect();
    if below.is_empty() {
        let _ = write!(body, "<p class=\"none\">{}</p>", words.say("Nobody.", "Никого."));
        return;
    }
    head("cadence", &columns, body);
    let [_, _, .., still] = columns;
    for client in below {
        let _ = write!(
            body,
            "<tr><th scope=\"row\">{}</th><td data-label=\"{}\">{}</td>",
            escape(day.site_name(&client.client)),
            columns.get(1).unwrap_or(&""),
            escape(name(day, &client.segment)),
        );
        let figures = [client.wanted, client.done, client.planned, client.missing()];
        for (label, figure) in columns.iter().skip(2).zip(figures) {
            let class = if *label == still && figure > 0 { "figure urgent" } else { "figure" };
            let _ = write!(body, "<td data-label=\"{label}\" class=\"{class}\">{figure}</td>");
        }
        body.push_str("</tr>");
    }
    body.push_str("</tbody></table>");
}

/// Visits a month by segment, in a line.
fn table(day: &VerifiedDay, segments: &Segments) -> String {
    let wanted = |segment: &String| {
        let one = segments.cadence.iter().find(|client| client.segment == *segment)?;
        Some(format!("{} – {}", name(day, segment), one.wanted))
    };
    segments.migration.segments.iter().filter_map(wanted).collect::<Vec<_>>().join("; ")
}

/// From where to where: rows sum to what the segments were.
fn migration(day: &VerifiedDay, segments: &Segments, body: &mut String) {
    let words = day.words;
    let migration = &segments.migration;
    let _ = write!(
        body,
        "<h3>{} {}</h3><p class=\"hint below\">{}</p>",
        words.say("From segment to segment since", "Из сегмента в сегмент с"),
        day.clock().day(segments.month.start, words),
        words.say(
            "Rows: where clients were. Columns: where they are.",
            "Строки: где клиенты были. Столбцы: где теперь."
        ),
    );
    let names: Vec<&str> = migration.segments.iter().map(|segment| name(day, segment)).collect();
    let mut columns = vec![words.say("was", "был")];
    columns.extend(&names);
    columns.push(words.say("together", "всего"));
    head("flows", &columns, body);
    let mut row = |title: &str, is_sum: bool, counts: &[i64], sum: i64, stays: Option<usize>| {
        let class = if is_sum { " class=\"sum\"" } else { "" };
        let _ = write!(body, "<tr{class}><th scope=\"row\">{}</th>", escape(title));
        for (index, (label, count)) in names.iter().zip(counts).enumerate() {
            let class = match (stays == Some(index), *count) {
                (_, 0) => "figure nil",
                (true, _) => "figure stays",
                _ if is_sum => "figure",
                _ => "figure moved",
            };
            let _ =
                write!(body, "<td data-label=\"{}\" class=\"{class}\">{count}</td>", escape(label));
        }
        let label = words.say("together", "всего");
        let _ = write!(body, "<td data-label=\"{label}\" class=\"figure\">{sum}</td></tr>");
    };
    let before = names.iter().zip(&migration.counts).zip(&migration.before).enumerate();
    for (index, ((title, counts), sum)) in before {
        row(title, false, counts, *sum, Some(index));
    }
    let arrived = migration.arrived.iter().sum::<i64>();
    row(words.say("new", "новые"), false, &migration.arrived, arrived, None);
    let after = migration.after.iter().sum::<i64>();
    row(words.say("now", "теперь"), true, &migration.after, after, None);
    body.push_str("</tbody></table>");
}

/// Every move with its cause and the condition that flipped.
fn moves(day: &VerifiedDay, segments: &Segments, body: &mut String) {
    let (words, clock) = (day.words, day.clock());
    if segments.moves.is_empty() {
        return;
    }
    let _ = write!(body, "<h3>{}</h3>", words.say("Who moved, and why", "Кто перешёл и почему"));
    let columns = [
        words.say("Client", "Клиент"),
        words.say("On", "Когда"),
        words.say("From", "Откуда"),
        words.say("To", "Куда"),
        words.say("Cause", "Причина"),
    ];
    head("plain", &columns, body);
    let [_, on, from, to, _] = columns;
    for step in &segments.moves {
        let was = step.from_segment.as_deref().map_or("–", |segment| name(day, segment));
        let _ = write!(
            body,
            "<tr><th scope=\"row\">{}</th><td data-label=\"{on}\">{}</td>\
             <td data-label=\"{from}\">{}</td><td data-label=\"{to}\">{}</td>\
             <td class=\"why\">{}<small>{}</small></td></tr>",
            escape(day.site_name(&step.client)),
            glued(&clock.day(step.at, words)),
            escape(was),
            escape(name(day, &step.to_segment)),
            cause(day, step),
            escape(&reason_text(&step.condition, words.language)),
        );
    }
    body.push_str("</tbody></table>");
}

/// Whose doing a move was.
fn cause(day: &VerifiedDay, step: &SegmentMove) -> &'static str {
    let words = day.words;
    match step.cause {
        MoveCause::Purchase => words.say("it bought", "покупка"),
        MoveCause::Return => words.say("it sent goods back", "возврат"),
        MoveCause::Expiry => {
            words.say("earlier purchases left the window", "прежние покупки вышли из окна")
        }
        MoveCause::ThresholdShift => words.say("others bought", "покупали другие"),
        MoveCause::DwellEnd => words.say("its shortest stay is over", "истёк наименьший срок"),
        MoveCause::ScopeChange => words.say("it came from elsewhere", "пришёл из другой группы"),
        MoveCause::Pin => words.say("somebody decided so", "решение человека"),
        other => other.as_str(),
    }
}
