//! Every reason code of the library, with its texts.

use crate::reason::{Reason, ReasonTexts};
use crate::shape::{Value, codes};

codes! {
    /// A language of reason texts.
    pub enum Language {
        /// English.
        En = "en",
        /// Russian.
        Ru = "ru",
    }
}

/// All reason codes, with their texts.
#[must_use]
pub fn all_reasons() -> Vec<ReasonTexts> {
    let groups: &[&[ReasonTexts]] = &[
        #[cfg(feature = "geofence")]
        crate::geofence::reasons::ALL,
        #[cfg(feature = "tracker")]
        crate::geofence::reasons::stream::ALL,
        #[cfg(feature = "visit")]
        crate::visit::reasons::ALL,
        #[cfg(feature = "kpi")]
        crate::kpi::reasons::ALL,
        #[cfg(feature = "funnel")]
        crate::funnel::reasons::ALL,
        #[cfg(feature = "funnel")]
        crate::funnel::audit_reasons::ALL,
        #[cfg(feature = "segment")]
        crate::segment::reasons::ALL,
        #[cfg(feature = "segment")]
        crate::segment::core_accounts::reasons::ALL,
    ];
    groups.concat()
}

/// A reason in words, for a person.
///
/// An unknown code is its own text.
///
/// # Example
/// ```
/// use fieldbeat::{Reason, catalog::Language, reason_text};
///
/// let reason = Reason::new("accuracy_poor").fact("accuracy_m", 240.0);
/// assert_eq!(reason_text(&reason, Language::En), "accuracy of 240 m is too poor to tell");
/// ```
#[must_use]
pub fn reason_text(reason: &Reason, language: Language) -> String {
    let Some(texts) = all_reasons().into_iter().find(|texts| texts.code == reason.code) else {
        return reason.code.clone();
    };
    let mut rest = match language {
        Language::En => texts.en,
        Language::Ru => texts.ru,
    };
    let mut text = String::new();
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, hole)| Some((before, hole.split_once('}')?)))
    {
        text.push_str(before);
        match reason.facts.0.iter().find(|(known, _)| known == name) {
            Some((name, value)) => {
                let words = in_words(name, value, language);
                // An operator that is held against nothing leaves its hole empty.
                if name == "expected" && words.is_empty() && after.is_empty() {
                    text.truncate(text.trim_end().len());
                }
                text.push_str(&words);
                // "is partial, expected: verified": equality takes no word, and no blank after it.
                if name == "operator" && words.is_empty() {
                    rest = after.strip_prefix(' ').unwrap_or(after);
                    continue;
                }
            }
            // A reason without the fact: the hole shows what is missing.
            None => text.extend(["{", name, "}"]),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A fact for a person, by the unit in its name.
fn in_words(name: &str, value: &Value, language: Language) -> String {
    let russian = language == Language::Ru;
    match value {
        Value::Int(ms) if name.ends_with("_ms") => duration(*ms, russian),
        // JavaScript has one kind of number: a whole one may come as a float.
        Value::Float(ms) if name.ends_with("_ms") => duration(ms.round() as i64, russian),
        Value::Int(_) | Value::Float(_) if name.ends_with("_m") => {
            let metres = match value {
                Value::Int(i) => *i as f64,
                Value::Float(x) => *x,
                _ => 0.0,
            };
            // Whole metres: a person does not argue about centimetres.
            format!("{} {}", metres.round() as i64, if russian { "м" } else { "m" })
        }
        #[cfg(feature = "kpi")]
        Value::Text(operator) if name == "operator" => {
            let plain = operator.strip_prefix("not ").unwrap_or(operator);
            let words = crate::rule::operator_words(plain);
            let words = words.map_or(plain, |(en, ru)| if russian { ru } else { en });
            match (plain == operator, russian) {
                (true, _) => words.to_owned(),
                (false, false) => format!("not {words}"),
                (false, true) => format!("не {words}"),
            }
        }
        #[cfg(feature = "segment")]
        Value::Null if name == "by" => if russian { "не указано" } else { "someone" }.to_owned(),
        #[cfg(feature = "kpi")]
        Value::Null if name == "value" => if russian { "не указано" } else { "missing" }.to_owned(),
        Value::Text(text) => text.clone(),
        Value::Int(i) => i.to_string(),
        // No fact in the texts about fences is a number without a unit, and their module is small.
        #[cfg(any(feature = "visit", feature = "kpi", feature = "funnel", feature = "segment"))]
        Value::Float(x) => crate::math::plain_text(*x),
        #[cfg(any(feature = "visit", feature = "kpi", feature = "funnel", feature = "segment"))]
        Value::Decimal(d) => d.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Instant(t) => t.to_string(),
        Value::List(items) => {
            let words: Vec<String> =
                items.iter().map(|item| in_words(name, item, language)).collect();
            words.join(", ")
        }
        _ => String::new(),
    }
}

/// `1 h 05 min`, `3 min 20 s`, `12 s`.
fn duration(ms: i64, russian: bool) -> String {
    let (h, min, s) = if russian { ("ч", "мин", "с") } else { ("h", "min", "s") };
    let seconds = ms.unsigned_abs() / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, rest) => format!("{rest} {s}"),
        (0, minutes, 0) => format!("{minutes} {min}"),
        (0, minutes, rest) => format!("{minutes} {min} {rest} {s}"),
        (hours, minutes, _) => format!("{hours} {h} {minutes:02} {min}"),
    }
}

#[cfg(all(test, feature = "geofence"))]
mod tests {
    #[test]
    fn every_fact_in_the_texts_about_fences_has_a_unit() {
        let texts = crate::geofence::reasons::ALL.iter();
        #[cfg(feature = "tracker")]
        let texts = texts.chain(crate::geofence::reasons::stream::ALL);
        for text in texts.flat_map(|texts| [texts.en, texts.ru]) {
            for hole in text.split('{').skip(1) {
                let (name, _) = hole.split_once('}').unwrap();
                assert!(name.ends_with("_m") || name.ends_with("_ms"), "{name}: {text}");
            }
        }
    }
}
