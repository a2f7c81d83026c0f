//! Moves that the pipeline refused: why, and what is possible instead.

use std::fmt::Write as _;

use fieldbeat::funnel::{Failed, Possible, PossibleMove};
use fieldbeat::{Reason, reason_text};

use super::board::title;
use super::html::{escape, glued, sign};
use super::why;
use crate::board::{Asked, VISITED};
use crate::day::VerifiedDay;

/// In a line: how many moves were made, and how many refused.
pub(super) fn headline(day: &VerifiedDay) -> String {
    let words = day.words;
    let refused = day.board.asked.iter().filter(|asked| asked.is_refused()).count();
    let moved = day.board.asked.len() - refused;
    format!(
        "{moved} {}, {refused} {}",
        words.say("moved on", "прошли дальше"),
        words.say("refused", "отказано")
    )
}

/// Under the board; nothing where nothing was refused.
pub(super) fn subsection(day: &VerifiedDay, body: &mut String) {
    let words = day.words;
    if !day.board.asked.iter().any(Asked::is_refused) {
        return;
    }
    let _ = write!(
        body,
        "<h3>{}</h3><p class=\"hint below\">{} «{}»: {}.</p>",
        words.say("Refused moves", "Отказанные переходы"),
        words.say(
            "After each visit the rep asked for the stage",
            "После каждого визита торговый представитель просил этап"
        ),
        escape(title(day, VISITED)),
        escape(&headline(day)),
    );
    let columns = [
        words.say("Site", "Точка"),
        words.say("Asked", "Запрос"),
        words.say("Verdict", "Вердикт"),
        words.say("Refused because", "Почему отказано"),
        words.say("Possible now", "Что можно"),
    ];
    super::points::head("plain", &columns, body);
    let [_, at, verdict, because, possible] = columns;
    for asked in day.board.asked.iter().filter(|asked| asked.is_refused()) {
        let visits = day.report.visits.iter().enumerate();
        let Some((index, visit)) =
            visits.into_iter().find(|(_, visit)| asked.applied.case_after.id == visit.plan_id)
        else {
            continue;
        };
        let (code, number) = (visit.status.as_str(), index + 1);
        let _ = write!(
            body,
            "<tr><th scope=\"row\"><em class=\"{code}\">{number}</em>{}</th>\
             <td data-label=\"{at}\">{}</td><td data-label=\"{verdict}\"><a href=\"#visit-{number}\" class=\"status {code}\">{} {}</a></td>\
             <td data-label=\"{because}\" class=\"why\">{}<small>{}</small></td>\
             <td data-label=\"{possible}\" class=\"possible\">{}</td></tr>",
            escape(day.site_name(&visit.site)),
            day.clock().minute(asked.at),
            sign(visit.status),
            words.status(visit.status),
            asked
                .applied
                .failed
                .iter()
                .map(|failed| told(day, failed))
                .collect::<Vec<_>>()
                .join("<br>"),
            glued(&why(day, visit)),
            instead(day, &asked.can.targets),
        );
    }
    body.push_str("</tbody></table>");
}

/// A condition that is not met, in words and as a path into the case.
fn told(day: &VerifiedDay, failed: &Failed) -> String {
    let reason = Reason {
        code: failed.code.clone(),
        path: failed.rule.clone(),
        facts: failed.facts.clone(),
    };
    format!(
        "{} <code>{}</code>",
        escape(&reason_text(&reason, day.words.language)),
        escape(&failed.path)
    )
}

/// The stages that are open to the case, with what they ask for.
fn instead(day: &VerifiedDay, targets: &[PossibleMove]) -> String {
    let words = day.words;
    let open = targets.iter().filter(|target| target.answer != Possible::Denied && !target.auto);
    let told = open.map(|target| {
        let stage = title(day, &target.stage);
        let fields: Vec<&str> = target.fields.iter().map(|field| field_name(day, field)).collect();
        match fields.as_slice() {
            [] => escape(stage),
            fields => {
                escape(&format!("{stage} ({} {})", words.say("give", "укажите"), fields.join(", ")))
            }
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "–".to_owned() } else { told.join("<br>") }
}

fn field_name<'f>(day: &VerifiedDay, field: &'f str) -> &'f str {
    match field {
        "reason" => day.words.say("a reason", "причину"),
        "date" => day.words.say("a date", "дату"),
        other => other,
    }
}
