//! The visits on a board: columns of stages, and what each case waits for.

use std::fmt::Write as _;

use fieldbeat::funnel::{ClockStatus, StageKind, StagePolicy};
use fieldbeat::reason_text;

use super::html::{escape, glued};
use super::refused;
use crate::board::{Board, Card};
use crate::day::VerifiedDay;

/// Of stages in which cases end, so many cards say enough.
const SHOWN: usize = 6;

/// In a line: how many cases are where.
pub(super) fn headline(day: &VerifiedDay) -> String {
    let board = &day.board;
    let stages = board.pipeline.policy().stages.iter();
    let count = |stage: &StagePolicy| match board.of_stage(&stage.id).count() {
        0 => None,
        count => Some(format!("{count} {}", title(day, &stage.id).to_lowercase())),
    };
    stages.filter_map(count).collect::<Vec<_>>().join(", ")
}

/// In a line: how many cases stand still.
pub(super) fn stalled_headline(day: &VerifiedDay) -> Option<String> {
    let stalled = day.board.worklist.iter().filter(|item| item.stalled).count();
    let words = day.words;
    (stalled > 0).then(|| {
        let of = words.say("of", "из");
        let open = words.count(
            day.board.worklist.len(),
            ["open case", "open cases"],
            ["открытого", "открытых", "открытых"],
        );
        format!("{stalled} {of} {open}")
    })
}

/// What a stage is called.
pub(super) fn title<'d>(day: &'d VerifiedDay, id: &'d str) -> &'d str {
    let words = day.words;
    let policy = day.board.pipeline.policy();
    let named = policy.stages.iter().find(|stage| stage.id == id);
    let title = named.and_then(|stage| stage.title.as_deref()).unwrap_or(id);
    let russian = match id {
        "draft" => "Черновик",
        "repeat" => "Повтор",
        "in_work" => "В работе",
        "overdue" => "Просрочен",
        "visited" => "Посещён",
        "failed" => "Сорван",
        _ => title,
    };
    if words.code() == "ru" { russian } else { title }
}

/// The section: the board, the moves that were refused, and who waits for an answer.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let (words, board, clock) = (day.words, &day.board, day.clock());
    let _ = write!(
        body,
        "<section class=\"pipeline\"><h2>{}</h2><p class=\"hint\">{} {}. {}</p><ol class=\"board\">",
        words.say("Board of visits", "Доска визитов"),
        words.say("As of", "На"),
        clock.moment(board.now, words),
        words.say(
            "Most overdue first; a bar shows how much of its norm a case has used.",
            "Сначала самые просроченные; полоса показывает, какая часть норматива прошла."
        ),
    );
    for stage in &board.pipeline.policy().stages {
        column(day, stage, body);
    }
    body.push_str("</ol>");
    next(day, body);
    refused::subsection(day, body);
    waiting(day, body);
    body.push_str("</section>");
}

/// A stage with its cards.
fn column(day: &VerifiedDay, stage: &StagePolicy, body: &mut String) {
    let words = day.words;
    let cards: Vec<&Card> = day.board.of_stage(&stage.id).collect();
    let has_ended = matches!(stage.kind, StageKind::Won | StageKind::Lost);
    let shown = if has_ended { SHOWN } else { cards.len() };
    let _ = write!(
        body,
        "<li class=\"stage {}\"><h3>{} <b>{}</b></h3><ul>",
        stage.kind.as_str(),
        escape(title(day, &stage.id)),
        cards.len()
    );
    for card in cards.iter().take(shown) {
        draw(day, card, has_ended, body);
    }
    match cards.len().saturating_sub(shown) {
        0 => {}
        more => {
            let _ = write!(
                body,
                "<li class=\"more-cards\">{} {more}</li>",
                words.say("and earlier:", "и ранее:")
            );
        }
    }
    body.push_str("</ul></li>");
}

/// A case.
fn draw(day: &VerifiedDay, card: &Card, has_ended: bool, body: &mut String) {
    let (words, clock) = (day.words, day.clock());
    let site = card.field("site").unwrap_or_else(|| card.case.id.to_string());
    let stalled = if card.clock.stalled { " stalled" } else { "" };
    let _ = write!(
        body,
        "<li class=\"card{stalled}\"><strong>{}</strong>",
        escape(day.site_name(&site)),
    );
    let mut line = |class: &str, text: &str| {
        let _ = write!(body, "<small class=\"{class}\">{}</small>", glued(text));
    };
    if has_ended {
        line("", &clock.moment(card.case.entered_at, words));
        body.push_str("</li>");
        return;
    }
    let date = card.field("date");
    let date = date.and_then(|date| date.parse().ok()).map(|date| day.policy.zone.day(date).0);
    let planned = date.map(|date| clock.day(date, words));
    let planned = planned.unwrap_or_else(|| words.say("no date", "без даты").to_owned());
    line("", &format!("{} {planned}", words.say("visit:", "визит:")));
    norm(day, card, body);
    let mut line = |class: &str, text: &str| {
        let _ = write!(body, "<small class=\"{class}\">{}</small>", glued(text));
    };
    for reason in &card.clock.reasons {
        let sign = if card.clock.stalled { "! " } else { "" };
        line("reason", &format!("{sign}{}", reason_text(reason, words.language)));
    }
    if let Some((at, stage)) = &card.next {
        let leads = stage.as_deref().map_or("", |stage| title(day, stage));
        line("", &format!("{} → {leads}", clock.moment(*at, words)));
    }
    body.push_str("</li>");
}

/// How long it has been in its stage, against the norm.
fn norm(day: &VerifiedDay, card: &Card, body: &mut String) {
    let words = day.words;
    let clock = &card.clock;
    let Some(norm) = clock.norm_ms.filter(|norm| *norm > 0) else {
        let here = words.say("here for", "здесь");
        let _ = write!(body, "<small>{here} {}</small>", glued(&words.span(clock.elapsed_ms)));
        return;
    };
    let spent = clock.deviation_ms.map_or(0, |deviation| norm.saturating_add(deviation));
    let share = (100.0 * spent as f64 / norm as f64).clamp(0.0, 100.0);
    let class = match clock.status {
        ClockStatus::Over => "over",
        ClockStatus::Warning => "warning",
        _ => "within",
    };
    let _ = write!(
        body,
        "<span class=\"norm {class}\"><i style=\"width:{share:.0}%\"></i></span><small>{} {} {}</small>",
        glued(&words.span(spent)),
        words.say("of", "из"),
        glued(&words.span(norm)),
    );
}

/// What happens next by itself.
fn next(day: &VerifiedDay, body: &mut String) {
    let (words, board) = (day.words, &day.board);
    let times = board.cards.iter().filter_map(|card| card.next.as_ref().map(|next| next.0));
    let Some(first) = times.clone().min() else { return };
    let count = times.filter(|at| *at == first).count();
    let cases =
        words.count(count, ["case moves", "cases move"], ["карточка", "карточки", "карточек"]);
    let _ = write!(
        body,
        "<p class=\"next\"><strong>{}:</strong> {}, {}</p>",
        words.say("Next by itself", "Далее само собой"),
        glued(&day.clock().moment(first, words)),
        glued(&cases),
    );
}

/// Who waits for an answer.
fn waiting(day: &VerifiedDay, body: &mut String) {
    let Board { waiting: Some(report), .. } = &day.board else { return };
    let (words, clock) = (day.words, day.clock());
    let _ = write!(
        body,
        "<h3>{}</h3><p class=\"hint below\">{}</p>",
        words.say("Who waits for an answer", "Кто ждёт ответа"),
        words.say(
            "Working time since the first message without an answer; replies of machines answer nobody.",
            "Рабочее время с первого сообщения без ответа; автоответы не считаются."
        ),
    );
    if report.waiting.is_empty() {
        let _ = write!(body, "<p class=\"none\">{}</p>", words.say("Nobody.", "Никто."));
        return;
    }
    let columns = [
        words.say("Client", "Клиент"),
        words.say("Wrote by", "Откуда"),
        words.say("Since", "С"),
        words.say("Waits", "Ждёт"),
        words.say("Next step at", "Следующий порог"),
    ];
    super::points::head("plain", &columns, body);
    let [_, source, since, waits, next] = columns;
    for request in &report.waiting {
        let change = request.next_change.map_or("–".to_owned(), |at| clock.moment(at, words));
        let _ = write!(
            body,
            "<tr><th scope=\"row\">{}</th><td data-label=\"{source}\">{}</td>\
             <td data-label=\"{since}\">{}</td><td data-label=\"{waits}\">{}</td>\
             <td data-label=\"{next}\">{change}</td></tr>",
            escape(day.site_name(&request.id)),
            escape(request.source.as_deref().unwrap_or("–")),
            clock.moment(request.since, words),
            glued(&words.duration(request.working_ms.unwrap_or(request.wall_ms))),
        );
    }
    body.push_str("</tbody></table>");
}
