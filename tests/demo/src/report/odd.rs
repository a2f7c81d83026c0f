//! What is odd about the track: each kind once, in words, with its times and what shows it.

use std::fmt::Write as _;

use fieldbeat::shape::Value;
use fieldbeat::visit::{Anomaly, Degrade, Status, VisitVerdict};
use fieldbeat::{Reason, reason_text};

use super::html::{escape, glued};
use crate::day::VerifiedDay;

/// So many times of one kind are listed; a track that jumps all day would fill pages.
const LISTED: usize = 6;

/// The anomalies of one code, as in the day.
pub(super) struct Kind<'d> {
    pub(super) text: String,
    pub(super) bears: bool,
    pub(super) times: Vec<&'d Anomaly>,
}

/// The kinds of anomalies, those that make visits suspect first.
pub(super) fn kinds(day: &VerifiedDay) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for anomaly in &day.anomalies.anomalies {
        let text = text(day, anomaly);
        match kinds.iter_mut().find(|kind| kind.text == text) {
            Some(kind) => kind.times.push(anomaly),
            None => {
                let bears = anomaly.effect == Degrade::Suspect;
                kinds.push(Kind { text, bears, times: vec![anomaly] });
            }
        }
    }
    kinds.sort_by_key(|kind| !kind.bears);
    kinds
}

/// In a line, for the summary: how much of it bears on visits, and when.
pub(super) fn headline(day: &VerifiedDay) -> Option<String> {
    let signs: Vec<Kind<'_>> = kinds(day).into_iter().filter(|kind| kind.bears).collect();
    let times = || signs.iter().flat_map(|kind| &kind.times);
    let start = times().map(|anomaly| anomaly.start).min()?;
    let end = times().map(|anomaly| anomaly.end).max()?;
    let count = day.words.count(
        signs.len(),
        ["sign of manipulated data", "signs of manipulated data"],
        ["признак подмены данных", "признака подмены данных", "признаков подмены данных"],
    );
    Some(format!("{count}, {}–{}", day.clock().minute(start), day.clock().minute(end)))
}

/// An anomaly in the words of its reason.
pub(super) fn text(day: &VerifiedDay, anomaly: &Anomaly) -> String {
    let reason = Reason { code: anomaly.code.clone(), path: None, facts: anomaly.facts.clone() };
    reason_text(&reason, day.words.language)
}

/// The section.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let words = day.words;
    let _ = write!(
        body,
        "<section><h2>{}</h2>",
        words.say("What is odd about the track", "Странности трека")
    );
    let kinds = kinds(day);
    if kinds.is_empty() {
        let nothing = words.say(
            "Nothing: no jumps, no simulated or frozen coordinates, no wrong clock.",
            "Ничего: нет скачков, подмены, застывших координат и сбитых часов.",
        );
        let _ = write!(body, "<p class=\"none\">{nothing}</p></section>");
        return;
    }
    body.push_str("<ul class=\"odd\">");
    for kind in &kinds {
        let names = suspects(day, kind);
        let (class, effect) = match (kind.bears, names.is_empty()) {
            (true, true) => (
                "suspect",
                words.say("no visit rests on it", "ни один визит на этом не держится").to_owned(),
            ),
            (true, false) => {
                let by = words.say("suspect because of it:", "под подозрением из-за этого:");
                ("suspect", format!("{by} {}", escape(&names.join(", "))))
            }
            (false, _) => {
                let note = words.say("noted, changes no verdict", "на вердикты не влияет");
                ("note", note.to_owned())
            }
        };
        let _ = write!(
            body,
            "<li class=\"{class}\"><em>!</em><div><strong>{}</strong><small>{effect}</small><ul>",
            escape(&sentence(&kind.text)),
        );
        for anomaly in kind.times.iter().take(LISTED) {
            let _ = write!(body, "<li>{}</li>", glued(&evidence(day, anomaly)));
        }
        if kind.times.len() > LISTED {
            let more = kind.times.len() - LISTED;
            let _ = write!(body, "<li>{} {more}</li>", words.say("and more:", "и ещё:"));
        }
        body.push_str("</ul></div></li>");
    }
    body.push_str("</ul></section>");
}

/// The visits that such an anomaly made suspect.
fn suspects<'d>(day: &'d VerifiedDay, kind: &Kind<'_>) -> Vec<&'d str> {
    let code = kind.times.first().map_or("", |anomaly| anomaly.code.as_str());
    let blamed = |visit: &&VisitVerdict| {
        visit.computed_status == Status::Suspect
            && visit.reasons.iter().any(|reason| reason.code == code)
    };
    let visits = day.report.visits.iter().filter(blamed);
    visits.map(|visit| day.site_name(&visit.site)).collect()
}

/// `11:38–12:01, 46 fixes, 22 min 30 s`.
fn evidence(day: &VerifiedDay, anomaly: &Anomaly) -> String {
    let (words, clock) = (day.words, day.clock());
    let (start, end) = (clock.second(anomaly.start), clock.second(anomaly.end));
    let when = if start == end { start } else { format!("{start}–{end}") };
    let fixes = words.count(anomaly.fixes as usize, ["fix", "fixes"], ["точка", "точки", "точек"]);
    let mut parts = vec![when, fixes];
    for (name, value) in &anomaly.facts.0 {
        let number = match value {
            Value::Int(whole) => *whole as f64,
            Value::Float(number) => *number,
            _ => continue,
        };
        parts.push(match &**name {
            "accuracy_m" => format!("{} {}", words.say("always", "всегда"), words.metres(number)),
            "speed_mps" => format!("{:.0} {}", 3.6 * number, words.say("km/h", "км/ч")),
            name if name.ends_with("_m") => words.metres(number),
            name if name.ends_with("_ms") => words.duration(number as i64),
            _ => continue,
        });
    }
    parts.join(", ")
}

/// With a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
