//! What the verified visits are worth, and how the rep stands with the targets.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{ScoreCardPolicy, ScoreReport, progress};
use fieldbeat::rule::{FieldType, Schema};
use fieldbeat::shape::Value;
use fieldbeat::visit::VisitVerdict;
use fieldbeat::{
    Calendar, CalendarPolicy, Instant, Position, Result, Shaped, VisitPolicy, VisitReport,
    distance, kpi,
};

use crate::day::as_of;
use crate::input::{Input, Rules, Targets};
use crate::report::middle;

/// Whose points they are, where the plan has no reps.
const SOLE_REP: &str = "rep";

/// A field of cards that the demo works out: kilometres from the base, as far as both are known.
const DISTANCE: &str = "distance_km";

/// What the day is worth.
pub(crate) struct Points {
    /// As of when: the last that is known of the day.
    pub(crate) now: Instant,
    pub(crate) card: ScoreCardPolicy,
    pub(crate) scores: ScoreReport,
    /// Absent without targets.
    pub(crate) progress: Option<kpi::ProgressReport>,
}

impl Points {
    /// A verdict is a record of a score card; what else the card reads stands beside the plan.
    pub(crate) fn of(
        rules: &Rules,
        input: &Input,
        report: &VisitReport,
        policy: &VisitPolicy,
        base: Option<&Position>,
    ) -> Result<Self> {
        let targets = rules.targets.as_ref();
        let usual = || CalendarPolicy { zone: policy.zone.clone(), ..CalendarPolicy::default() };
        let calendar = targets.and_then(|targets| targets.calendar.clone());
        let calendar = Calendar::new(&calendar.unwrap_or_else(usual))?;
        let record = |verdict: &VisitVerdict| {
            let Value::Map(mut record) = verdict.to_value() else { return Value::Null };
            // What a verdict does not know, others may.
            record.retain(|(_, value)| *value != Value::Null);
            if verdict.rep.is_none() {
                record.push(("rep".to_owned(), Value::Text(SOLE_REP.to_owned())));
            }
            record.push(("rep_zone".to_owned(), policy.zone.to_value()));
            // Nobody came: the visit is of the day for which it was planned.
            if let (None, Some(t)) = (&verdict.arrival, planned_at(input, verdict, &calendar)) {
                record.push(("t".to_owned(), t.to_value()));
            }
            add_fields(&mut record, &rules.policy.schema, input, verdict, base);
            Value::Map(record)
        };
        let records: Vec<Value> = report.visits.iter().map(record).collect();
        let now = as_of(input, report);
        let scores = rules.card.score_all(&records, Some(now), &mut Budget::unlimited())?;
        let progress =
            targets.map(|targets| stand(targets, &scores, &calendar, now)).transpose()?;
        Ok(Self { now, card: rules.policy.clone(), scores, progress })
    }
}

fn stand(
    known: &Targets,
    scores: &ScoreReport,
    calendar: &Calendar,
    now: Instant,
) -> Result<kpi::ProgressReport> {
    let scored = [known.scored.as_slice(), &scores.scores].concat();
    progress(&known.targets, &scored, calendar, now, &known.reps, &[], &mut Budget::unlimited())
}

/// When a visit was to begin.
fn planned_at(input: &Input, verdict: &VisitVerdict, calendar: &Calendar) -> Option<Instant> {
    let planned = input.plan.iter().find(|planned| planned.id == verdict.plan_id)?;
    let slot = planned.slot.as_ref().map(|slot| slot.start);
    let day = || calendar.period(&planned.date?.to_string(), None).ok().map(|day| day.start);
    slot.or_else(day)
}

/// Adds what a card reads and a verdict does not have: from the row of the plan, else of the site.
fn add_fields(
    record: &mut Vec<(String, Value)>,
    schema: &Schema,
    input: &Input,
    verdict: &VisitVerdict,
    base: Option<&Position>,
) {
    let row = input.plan.iter().position(|planned| planned.id == verdict.plan_id);
    let row = row.and_then(|row| input.told.get(row));
    let site = input.sites.iter().find(|site| site.id == verdict.site);
    for (name, field) in &schema.0 {
        if record.iter().any(|(known, _)| known == name) {
            continue;
        }
        let of_site = || site.and_then(|site| site.attributes.get(name));
        let told = row.and_then(|row| row.get(name)).or_else(of_site);
        let value = match (told, base, site.and_then(middle)) {
            (Some(told), ..) => typed(told, field.r#type),
            (None, Some(base), Some(site)) if name == DISTANCE => {
                Value::Float((distance(base, &site) / 100.0).round() / 10.0)
            }
            _ => continue,
        };
        record.push((name.clone(), value));
    }
}

/// Cells are text; what is no number where one belongs stays text, and the card says so.
fn typed(told: &Value, kind: FieldType) -> Value {
    let Value::Text(cell) = told else { return told.clone() };
    let read = match kind {
        FieldType::Int => cell.parse().ok().map(Value::Int),
        FieldType::Number => cell.parse().ok().map(Value::Float),
        FieldType::Bool => match cell.to_ascii_lowercase().as_str() {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    read.unwrap_or_else(|| told.clone())
}
