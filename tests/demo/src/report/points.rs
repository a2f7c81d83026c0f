//! What the visits are worth, one score step by step, and how the rep stands with the targets.

use std::fmt::Write as _;

use fieldbeat::kpi::{
    Limit, Modifier, Progress, Score, ScoreCardPolicy, ScoreStatus, ScoreStep, StepKind,
};
use fieldbeat::math::{Decimal, Rounding};
use fieldbeat::reason_text;
use fieldbeat::shape::Value;
use fieldbeat::visit::VisitVerdict;

use super::html::{escape, sign};
use crate::day::VerifiedDay;
use crate::points::Points;

/// In a line: how many points, and for how many visits.
pub(super) fn headline(day: &VerifiedDay) -> Option<String> {
    let (points, words) = (day.points.as_ref()?, day.words);
    let count = |status| points.scores.scores.iter().filter(|s| s.status == status).count();
    let visits = words.count(
        count(ScoreStatus::Scored),
        ["visit", "visits"],
        ["визит", "визита", "визитов"],
    );
    let mut line = format!("{} {} {visits}", total(points), words.say("for", "за"));
    match count(ScoreStatus::Undetermined) {
        0 => {}
        open => {
            let _ = write!(line, ", {open} {}", words.say("undetermined", "не определено"));
        }
    }
    Some(line)
}

/// In a line each: how far the rep is with the targets.
pub(super) fn targets(day: &VerifiedDay) -> Vec<String> {
    let words = day.words;
    let line = |progress: &Progress| {
        let (of, left) = (words.say("of", "из"), words.say("left", "осталось"));
        let reached = format!("{} {of} {}", progress.actual, progress.goal);
        let (target, whose) = (words.say("target", "план на"), whose(progress));
        format!("{target} {}, {whose}: {reached}, {left} {}", name(day, progress), progress.left)
    };
    progress(day).iter().map(line).collect()
}

/// The section; nothing where no card says what visits are worth.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let Some(points) = &day.points else { return };
    let words = day.words;
    let card = points.scores.cards.first().map_or("", |terms| terms.card.as_str());
    let _ = write!(
        body,
        "<section class=\"points\"><h2>{}</h2><p class=\"hint\">{}: {}</p>",
        words.say("Points", "Баллы"),
        words.say("By the score card", "По карте баллов"),
        escape(card),
    );
    scores(day, points, body);
    explained(day, points, body);
    against_targets(day, points, body);
    body.push_str("</section>");
}

/// A row a visit.
fn scores(day: &VerifiedDay, points: &Points, body: &mut String) {
    let words = day.words;
    let columns = [
        words.say("Site", "Точка"),
        words.say("Status", "Статус"),
        words.say("Points", "Баллы"),
        words.say("Why", "Почему"),
    ];
    head("plain", &columns, body);
    let [_, status, worth, why] = columns;
    for (index, visit) in day.report.visits.iter().enumerate() {
        let Some(score) = score_of(points, visit) else { continue };
        let code = visit.status.as_str();
        let _ = write!(
            body,
            "<tr><th scope=\"row\"><em class=\"{code}\">{}</em>{}</th>\
             <td data-label=\"{status}\"><span class=\"status {code}\">{} {}</span></td>\
             <td data-label=\"{worth}\" class=\"figure\">{}</td>\
             <td data-label=\"{why}\" class=\"why\">{}</td></tr>",
            index + 1,
            escape(day.site_name(&visit.site)),
            sign(visit.status),
            words.status(visit.status),
            number(score.points),
            escape(&reasons(day, score)),
        );
    }
    let _ = write!(
        body,
        "<tr class=\"sum\"><th scope=\"row\">{}</th><td></td>\
         <td data-label=\"{worth}\" class=\"figure\">{}</td><td></td></tr></tbody></table>",
        words.say("Together", "Всего"),
        total(points),
    );
}

/// How the points came about, or why there are none.
fn reasons(day: &VerifiedDay, score: &Score) -> String {
    let words = day.words;
    let steps = score.steps.iter().filter(|step| step.delta != Decimal::ZERO);
    let steps = steps.map(|step| format!("{} {}", rule(step), signed(step.delta)));
    let reasons = score.reasons.iter().map(|reason| reason_text(reason, words.language));
    let mut text = match score.status {
        ScoreStatus::Scored => return steps.collect::<Vec<_>>().join(", "),
        _ => reasons.collect::<Vec<_>>().join("; "),
    };
    if !score.missing.is_empty() {
        let _ = write!(text, " ({})", score.missing.join(", "));
    }
    if let Some(worth) = score.worth {
        let would = words.say("would have been worth", "стоил бы");
        let _ = write!(text, "; {would} {worth}");
    }
    text
}

/// One score step by step: that of which there is most to tell.
fn explained(day: &VerifiedDay, points: &Points, body: &mut String) {
    let words = day.words;
    let told = day.report.visits.iter().filter_map(|visit| Some((visit, score_of(points, visit)?)));
    let richest = |best: &(_, &Score), next: &(_, &Score)| best.1.steps.len() < next.1.steps.len();
    // Of equals the first.
    let most = told.reduce(|best, next| if richest(&best, &next) { next } else { best });
    let Some((visit, score)) = most.filter(|(_, score)| !score.steps.is_empty()) else { return };
    let _ = write!(
        body,
        "<h3>{}: {}</h3>",
        words.say("One score step by step", "Один балл по шагам"),
        escape(day.site_name(&visit.site)),
    );
    let columns = [
        words.say("Rule", "Правило"),
        words.say("Before", "До"),
        words.say("Change", "Изменение"),
        words.say("After", "После"),
        words.say("Because", "Потому что"),
    ];
    head("plain", &columns, body);
    let [_, before, change, after, because] = columns;
    for step in &score.steps {
        let _ = write!(
            body,
            "<tr><th scope=\"row\">{}</th><td data-label=\"{before}\" class=\"figure\">{}</td>\
             <td data-label=\"{change}\" class=\"figure\">{}</td>\
             <td data-label=\"{after}\" class=\"figure\">{}</td>\
             <td data-label=\"{because}\" class=\"why\">{}</td></tr>",
            escape(rule(step)),
            step.before,
            signed(step.delta),
            step.after,
            escape(&basis(day, &points.card, step)),
        );
    }
    let _ = write!(
        body,
        "<tr class=\"sum\"><th scope=\"row\">{}</th><td></td><td></td>\
         <td data-label=\"{after}\" class=\"figure\">{}</td><td></td></tr></tbody></table>",
        words.say("Points", "Баллы"),
        number(score.points),
    );
}

/// What a step was decided on, in the words of the card.
fn basis(day: &VerifiedDay, card: &ScoreCardPolicy, step: &ScoreStep) -> String {
    let words = day.words;
    let fact = |name: &str| match step.facts.0.iter().find(|(known, _)| known == name) {
        Some((_, Value::Decimal(number))) => number.to_string(),
        _ => String::new(),
    };
    let is_meant = |id: &Option<String>| id.is_some() && *id == step.rule_id;
    let modifier = card.modifiers.iter().find(|modifier| is_meant(&modifier.id));
    let limit = card.limits.iter().find(|limit| is_meant(&limit.id));
    match (step.kind, modifier, limit) {
        (StepKind::Table, ..) => {
            words.say("the row of the table that is met", "выполненная строка таблицы").to_owned()
        }
        (
            StepKind::Modifier,
            Some(Modifier { field: Some(field), above, rate: Some(rate), cap, .. }),
            _,
        ) => {
            let above = above
                .map_or(String::new(), |above| format!(" {} {above}", words.say("above", "сверх")));
            let most = match cap {
                Some(cap) if step.delta == *cap => {
                    format!(", {} {cap}", words.say("at most", "не больше"))
                }
                _ => String::new(),
            };
            format!("{field} {}{above}: {} × {rate}{most}", fact("value"), fact("counted"))
        }
        (StepKind::Modifier, Some(Modifier { factor: Some(factor), .. }), _) => {
            format!("{} × {factor}", step.before)
        }
        (StepKind::Modifier, ..) => words.say("applies", "действует").to_owned(),
        (StepKind::Split, ..) => words.say("the visit is shared", "визит делится").to_owned(),
        (StepKind::Limit, _, Some(Limit { points: Some(most), per: Some(per), .. })) => {
            let (most_of, per_of) = (words.say("at most", "не больше"), words.say("a", "за"));
            format!("{most_of} {most} {per_of} {}", period(day, per.as_str()))
        }
        (StepKind::Limit, ..) => words.say("a limit holds", "действует ограничение").to_owned(),
        (StepKind::Rounding, ..) => words.say("rounded", "округлено").to_owned(),
        (other, ..) => other.as_str().to_owned(),
    }
}

/// The rep's day, week and month, or whatever the targets are of.
fn against_targets(day: &VerifiedDay, points: &Points, body: &mut String) {
    if progress(day).is_empty() {
        return;
    }
    let words = day.words;
    let _ = write!(
        body,
        "<h3>{}</h3><p class=\"hint below\">{} {}</p>",
        words.say("Against target", "К плану"),
        words.say(
            "A day counts as over when its working hours are; as of",
            "День прошёл, когда прошли его рабочие часы; на"
        ),
        day.clock().minute(points.now),
    );
    let columns = [
        words.say("Target", "План на"),
        words.say("Plan", "План"),
        words.say("Plan to date", "План на сейчас"),
        words.say("Actual", "Факт"),
        words.say("Left", "Осталось"),
        words.say("Needed a day", "Нужно в день"),
        words.say("Reached", "Выполнено"),
    ];
    head("plain", &columns, body);
    for progress in progress(day) {
        let _ = write!(
            body,
            "<tr><th scope=\"row\">{} <small>{}</small></th>",
            escape(name(day, progress)),
            escape(&whose(progress)),
        );
        // Down: what is not reached never reads as 100 %.
        let reached = progress.attainment_percent.map(|percent| percent.round(1, Rounding::Down));
        let figures = [
            progress.goal.to_string(),
            progress.plan_to_date.to_string(),
            progress.actual.to_string(),
            progress.left.to_string(),
            number(progress.needed_per_day),
            reached.map_or("–".to_owned(), |percent| format!("{percent} %")),
        ];
        for (label, figure) in columns.iter().skip(1).zip(figures) {
            let _ = write!(body, "<td data-label=\"{label}\" class=\"figure\">{figure}</td>");
        }
        body.push_str("</tr>");
    }
    body.push_str("</tbody></table>");
}

fn progress(day: &VerifiedDay) -> &[Progress] {
    let report = day.points.as_ref().and_then(|points| points.progress.as_ref());
    report.map_or(&[], |report| &report.progress)
}

/// What a target is called.
fn name<'d>(day: &'d VerifiedDay, progress: &'d Progress) -> &'d str {
    period(day, progress.target_id.as_deref().unwrap_or_else(|| progress.measure.as_str()))
}

/// A kind of period in the reader's language, for "a ..."; other names stay as they are.
fn period<'d>(day: &'d VerifiedDay, name: &'d str) -> &'d str {
    let words = day.words;
    match name {
        "day" => words.say("day", "день"),
        "week" => words.say("week", "неделю"),
        "month" => words.say("month", "месяц"),
        "quarter" => words.say("quarter", "квартал"),
        "year" => words.say("year", "год"),
        other => other,
    }
}

/// `rep-12, 2026-W39`.
fn whose(progress: &Progress) -> String {
    format!("{}, {}", progress.whose, progress.period.name)
}

/// The head of a table with lines between its rows.
pub(super) fn head(class: &str, columns: &[&str], body: &mut String) {
    let _ = write!(body, "<table class=\"ruled {class}\"><thead><tr>");
    for column in columns {
        let _ = write!(body, "<th scope=\"col\">{column}</th>");
    }
    body.push_str("</tr></thead><tbody>");
}

/// The day's own rep has one row a visit.
fn score_of<'p>(points: &'p Points, visit: &VisitVerdict) -> Option<&'p Score> {
    points.scores.scores.iter().find(|score| score.id == visit.plan_id)
}

/// What nobody knows is in no sum.
fn total(points: &Points) -> Decimal {
    let known = points.scores.scores.iter().filter_map(|score| score.points);
    known.fold(Decimal::ZERO, |sum, points| sum.checked_add(points).unwrap_or(sum))
}

fn rule(step: &ScoreStep) -> &str {
    step.rule_id.as_deref().unwrap_or_else(|| step.kind.as_str())
}

fn number(number: Option<Decimal>) -> String {
    number.map_or("–".to_owned(), |number| number.to_string())
}

/// `+8`, `−3`.
fn signed(delta: Decimal) -> String {
    match delta < Decimal::ZERO {
        true => delta.to_string().replacen('-', "−", 1),
        false => format!("+{delta}"),
    }
}
