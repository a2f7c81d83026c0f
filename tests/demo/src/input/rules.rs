//! What visits are worth and what is to be reached, in JSON.

use fieldbeat::kpi::{Rep, Score, ScoreCard, ScoreCardPolicy, Target};
use fieldbeat::shape::{Reader, Value};
use fieldbeat::{CalendarPolicy, Shaped};

use super::json::{self, part};
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
        let targets = targets.map(|source| json::read(source, Targets::read)).transpose()?;
        let compiled = Value::from_json(&card.text)
            .and_then(|value| ScoreCardPolicy::from_value(&value))
            .and_then(|policy| Ok((ScoreCard::new(std::slice::from_ref(&policy))?, policy)));
        let (card, policy) = compiled
            .map_err(|error| BadRow { place: card.name.clone(), message: error.to_string() })?;
        Ok(Self { policy, card, targets })
    }
}

impl Targets {
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        json::only(value, &["targets", "calendar", "scored", "reps"], at);
        let targets = match value.get("targets") {
            Some(_) => part(value, "targets", at),
            None => at.within("targets", |at| at.problem("missing_key", "\"targets\" is required")),
        };
        let calendar = part(value, "calendar", at);
        let scored: Option<Option<_>> = part(value, "scored", at);
        let reps: Option<Option<_>> = part(value, "reps", at);
        Some(Self {
            targets: targets?,
            calendar: calendar?,
            scored: scored?.unwrap_or_default(),
            reps: reps?.unwrap_or_default(),
        })
    }
}
