//! What visits are worth and what is to be reached, in JSON.

use fieldbeat::kpi::{Rep, Score, ScoreCard, ScoreCardPolicy, Target};
use fieldbeat::shape::{Reader, Value};
use fieldbeat::{CalendarPolicy, Shaped};

use super::{BadRow, Source};

/// A score card, and targets for its points.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) policy: ScoreCardPolicy,
    /// The same, compiled.
    pub(crate) card: ScoreCard,
    pub(crate) targets: Option<Targets>,
}

/// What `progress` takes besides the scores of the day.
#[derive(Debug)]
pub(crate) struct Targets {
    pub(crate) targets: Vec<Target>,
    /// By which days count; else Monday to Friday.
    pub(crate) calendar: Option<CalendarPolicy>,
    /// The points of other days.
    pub(crate) scored: Vec<Score>,
    pub(crate) reps: Vec<Rep>,
}

impl Rules {
    pub(super) fn read(card: &Source, targets: Option<&Source>) -> Result<Self, BadRow> {
        let text = |source: &Source| Value::from_json(&source.text);
        let fail = |source: &Source, error: fieldbeat::Error| BadRow {
            place: source.name.clone(),
            message: error.to_string(),
        };
        let compiled = text(card)
            .and_then(|value| ScoreCardPolicy::from_value(&value))
            .and_then(|policy| Ok((ScoreCard::new(std::slice::from_ref(&policy))?, policy)));
        let targets = match targets {
            Some(source) => {
                let read = text(source).and_then(|value| Targets::read(&value));
                Some(read.map_err(|error| fail(source, error))?)
            }
            None => None,
        };
        let (card, policy) = compiled.map_err(|error| fail(card, error))?;
        Ok(Self { policy, card, targets })
    }
}

impl Targets {
    fn read(value: &Value) -> fieldbeat::Result<Self> {
        const KEYS: [&str; 4] = ["targets", "calendar", "scored", "reps"];
        let mut at = Reader::new();
        if let Value::Map(entries) = value {
            for (key, _) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())) {
                let message = format!("expected {}", KEYS.join(", "));
                at.within(key.clone(), |at| at.problem::<()>("unknown_key", message));
            }
        }
        let targets = match value.get("targets") {
            Some(_) => part(value, "targets", &mut at),
            None => at.within("targets", |at| at.problem("missing_key", "\"targets\" is required")),
        };
        let calendar = part(value, "calendar", &mut at);
        let scored: Option<Option<_>> = part(value, "scored", &mut at);
        let reps: Option<Option<_>> = part(value, "reps", &mut at);
        let read = || {
            Some(Self {
                targets: targets?,
                calendar: calendar?,
                scored: scored?.unwrap_or_default(),
                reps: reps?.unwrap_or_default(),
            })
        };
        at.finish(read()).map(|(read, _)| read)
    }
}

/// What stands under a key.
fn part<T: Shaped>(value: &Value, key: &'static str, at: &mut Reader) -> Option<T> {
    at.within(key, |at| T::read(value.get(key).unwrap_or(&Value::Null), at))
}
