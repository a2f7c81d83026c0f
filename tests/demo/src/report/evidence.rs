//! The evidence of a verdict: what was measured, and a map of the fixes about the site.

use std::fmt::Write as _;

use fieldbeat::visit::{Confidence, VisitVerdict};

use super::html::escape;
use super::map;
use crate::day::VerifiedDay;

/// What a verdict rests on, folded away.
pub(super) fn of_visit(day: &VerifiedDay, visit: &VisitVerdict) -> String {
    let (words, clock) = (day.words, day.clock());
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(punctuality) = &visit.punctuality {
        let by = match punctuality.by_ms {
            0 => String::new(),
            ms => format!(", {}", words.duration(ms)),
        };
        let kind = words.punctuality(punctuality.kind);
        facts.push((words.say("Punctuality", "Пунктуальность"), format!("{kind}{by}")));
    }
    for (name, moment) in [
        (words.say("Arrival between", "Приход между"), &visit.arrival),
        (words.say("Departure between", "Уход между"), &visit.departure),
    ] {
        if let Some(moment) = moment {
            let bounds = format!("{} – {}", clock.second(moment.t_min), clock.second(moment.t_max));
            facts.push((name, bounds));
        }
    }
    if let Some(confidence) = visit.confidence {
        let text = match confidence {
            Confidence::High => words.say("measured throughout", "измерено на всём протяжении"),
            _ => words.say("rests on few fixes", "опирается на немногие точки"),
        };
        facts.push((words.say("Confidence", "Надёжность"), text.to_owned()));
    }
    if let Some(evidence) = &visit.evidence {
        facts.push((
            words.say("Fixes inside / near", "Точек внутри / рядом"),
            format!("{} / {}", evidence.fixes_inside, evidence.fixes_near),
        ));
        if let Some(m) = evidence.median_accuracy_m {
            facts.push((words.say("Median accuracy", "Медиана точности"), words.metres(m)));
        }
        if let Some(m) = evidence.nearest_m {
            let text = match m < 0.0 {
                true => format!(
                    "{} {}",
                    words.metres(-m),
                    words.say("inside the edge", "внутри границы")
                ),
                false => {
                    format!("{} {}", words.metres(m), words.say("from the edge", "от границы"))
                }
            };
            facts.push((words.say("Nearest fix", "Ближайшая точка"), text));
        }
        facts.push((
            words.say("Longest silence", "Дольше всего без сигнала"),
            words.duration(evidence.longest_gap_ms),
        ));
        facts.push((
            words.say("Time without usable fixes", "Доля без пригодных точек"),
            format!("{:.0} %", 100.0 * evidence.bridged_share.get()),
        ));
        facts.push((
            words.say("Device tells simulated positions", "Устройство различает подмену"),
            if evidence.mock_checked {
                words.say("yes", "да")
            } else {
                words.say("no", "нет")
            }
            .to_owned(),
        ));
    }
    if visit.computed_status != visit.status {
        let computed = words.status(visit.computed_status).to_owned();
        facts.push((words.say("Computed status", "Расчётный статус"), computed));
    }
    let mut text = format!(
        "<details><summary>{}</summary><div class=\"evidence\">",
        words.say("Evidence", "Доказательства")
    );
    if let Some(near) = map::of_visit(day, visit) {
        text.push_str(&near);
    }
    text.push_str("<dl>");
    for (name, fact) in facts {
        let _ = write!(text, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(&fact));
    }
    text.push_str("</dl></div></details>");
    text
}
