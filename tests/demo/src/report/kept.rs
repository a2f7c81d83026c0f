//! What is kept of the day, and for how long; that verdicts outlive what they were made of.

use std::fmt::Write as _;

use fieldbeat::visit::{Detail, Erasable, VisitVerdict};
use fieldbeat::{coarsen, reason_text, redact};

use super::html::{escape, glued};
use super::odd::sentence;
use crate::day::VerifiedDay;

/// A copy of the track for those who need not know more, such as a map of regions.
const CELL_M: f64 = 1000.0;
const BUCKET_S: f64 = 900.0;

/// The section.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    if day.kept.erase.is_empty() {
        return;
    }
    let words = day.words;
    let _ = write!(
        body,
        "<section><h2>{}</h2><table class=\"ruled\"><thead><tr><th>{}</th><th>{}</th>\
         <th>{}</th><th>{}</th></tr></thead><tbody>",
        words.say("What is kept, and for how long", "Что хранится и сколько"),
        words.say("What", "Что"),
        words.say("Erased on", "Удаляется"),
        words.say("Why", "Почему"),
        words.say("By", "Чем"),
    );
    for item in &day.kept.erase {
        let due = item.due.map_or("?".to_owned(), |due| day.clock().date(due));
        let why: Vec<String> =
            item.reasons.iter().map(|reason| reason_text(reason, words.language)).collect();
        let by = match item.redact_to {
            Some(level) => format!("redact: {}", level.as_str()),
            None => words.say("the storage of the track", "хранилище трека").to_owned(),
        };
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            what(day, item.what),
            glued(&due),
            escape(&sentence(&why.join("; "))),
            escape(&by),
        );
    }
    body.push_str("</tbody></table>");
    let visits = &day.report.visits;
    let kept = redact(&day.report, Detail::Verdict).visits;
    let stay = visits.iter().zip(&kept).filter(|(a, b)| same(a, b)).count();
    let _ = write!(
        body,
        "<p class=\"hint\">{}: {stay} / {}. {}</p>",
        words.say(
            "Verdicts that stay as they are when all of that is gone",
            "Вердикты, которые не меняются, когда всё это удалено"
        ),
        visits.len(),
        coarse(day),
    );
    body.push_str("</section>");
}

fn what(day: &VerifiedDay, what: Erasable) -> &'static str {
    let words = day.words;
    match what {
        Erasable::Track => words.say("The fixes of the track", "Точки трека"),
        Erasable::Positions => words.say("Places in the report", "Координаты в отчёте"),
        Erasable::Evidence => words.say("Evidence in the report", "Доказательства в отчёте"),
        _ => what.as_str(),
    }
}

/// Whether all that counts of a verdict is the same: statuses, times, the codes of its reasons.
fn same(a: &VisitVerdict, b: &VisitVerdict) -> bool {
    let codes = |visit: &VisitVerdict| -> Vec<String> {
        visit.reasons.iter().map(|reason| reason.code.clone()).collect()
    };
    (a.status, a.computed_status, a.time_on_site_ms)
        == (b.status, b.computed_status, b.time_on_site_ms)
        && (&a.arrival, &a.departure) == (&b.arrival, &b.departure)
        && codes(a) == codes(b)
}

/// What is left of the track for those who need not know more.
fn coarse(day: &VerifiedDay) -> String {
    let (Ok(metres), Ok(seconds)) = (CELL_M.try_into(), BUCKET_S.try_into()) else {
        return String::new();
    };
    let left = coarsen(&day.track, metres, seconds).fixes().len();
    let words = day.words;
    glued(&format!(
        "{} {} / {}; {}",
        words.say(
            "Of a coarse copy for others (cells of 1 km, quarters of an hour), fixes left:",
            "В огрублённой копии для других (клетки 1 км, четверти часа) осталось точек:"
        ),
        left,
        day.track.fixes().len(),
        words.say("the report was made before it.", "отчёт сделан до неё."),
    ))
}
