//! Whether a move is possible, and everything that stands in its way.

use super::case::{Actor, Case, Event, Vote};
use super::compile::{Machine, Required, Transition};
use super::fields::Fields;
use super::report::{Failed, Possible};
use crate::funnel::reasons;
use crate::rule::{Cell, Record};
use crate::shape::{Shaped, Value};
use crate::time::Instant;
use crate::{Facts, Reason};

/// What was found about one move.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) failed: Vec<Failed>,
    /// What the event has to bring.
    pub(super) fields: Vec<String>,
    pub(super) options: Facts,
    /// Whether more than that stands in its way.
    pub(super) denied: bool,
}

impl Judged {
    pub(super) fn answer(&self) -> Possible {
        match (self.failed.is_empty(), self.denied) {
            (true, _) => Possible::Allowed,
            (false, false) => Possible::NeedsInput,
            (false, true) => Possible::Denied,
        }
    }

    pub(super) fn deny(&mut self, failed: Failed) {
        self.denied = true;
        self.failed.push(failed);
    }

    /// Notes a field that the event has to bring; whether that is new.
    fn wants(&mut self, field: &str) -> bool {
        let is_new = !self.fields.iter().any(|known| known == field);
        if is_new {
            self.fields.push(field.to_owned());
        }
        is_new
    }
}

/// A condition that is not met; its text is the English one of its code.
pub(super) fn failed(
    code: &'static str,
    path: impl Into<String>,
    value: Value,
    rule: Option<&str>,
    facts: Facts,
) -> Failed {
    let texts = reasons::ALL.iter().find(|texts| texts.code == code);
    let message = told(texts.map_or(code, |texts| texts.en), &facts);
    let (code, path) = (code.to_owned(), path.into());
    Failed { code, path, message, value, rule: rule.map(str::to_owned), facts }
}

/// A text with its facts. What stands in a fact is told as it is, braces too.
fn told(text: &str, facts: &Facts) -> String {
    let mut message = String::with_capacity(2 * text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next_fact(rest) {
        message.push_str(before);
        match facts.0.iter().find(|(known, _)| known == name) {
            Some((_, value)) => in_words(value, &mut message),
            None => message.extend(["{", name, "}"]),
        }
        rest = after;
    }
    message.push_str(rest);
    message
}

/// What is before the first name in braces, the name, and what is after it.
fn next_fact(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn in_words(value: &Value, message: &mut String) {
    match value {
        Value::Text(text) => message.push_str(text),
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                message.push_str(if place == 0 { "" } else { ", " });
                in_words(item, message);
            }
        }
        Value::Bool(is) => message.push_str(if *is { "true" } else { "false" }),
        other => message.push_str(&serde_json::to_string(other).unwrap_or_default()),
    }
}

/// The path of a field within a case.
pub(super) fn field_path(field: &str) -> String {
    ["$.fields.", field].concat()
}

pub(super) fn facts() -> Facts {
    Facts::default()
}

/// A reason of a clock, with the same texts.
pub(super) fn reason(code: &str, facts: Facts) -> Reason {
    Reason { facts, ..Reason::new(code) }
}

impl Machine {
    /// Everything that stands in the way of a transition for an event with these fields; `record` has
    /// them already.
    pub(super) fn judge(
        &self,
        transition: &Transition,
        case: &Case,
        event: &Event,
        brought: &[(String, Value)],
        record: &Record,
        at: Instant,
    ) -> Judged {
        let mut judged = Judged::default();
        self.judge_actor(transition, event.actor.as_deref(), &mut judged);
        for (field, value) in brought {
            if !transition.input.contains(field) {
                let path = format!("$.event.fields.{field}");
                let told = facts().with("field", field.clone());
                let rule = Some(&*transition.path);
                judged.deny(failed(reasons::FIELD_NOT_ACCEPTED, path, value.clone(), rule, told));
            }
        }
        let of_stage = self.stages.get(transition.target).map(|stage| &stage.require);
        for required in transition.require.iter().chain(of_stage.into_iter().flatten()) {
            self.judge_required(required, transition, record, &mut judged);
        }
        if let Some(guard) = &transition.guard {
            self.judge_guard(guard, transition, brought, record, self.moment(at), &mut judged);
        }
        for failed in self.missing_approvals(transition, case) {
            judged.deny(failed);
        }
        // What is made by itself has no event that could name one.
        if transition.asks_reason && (event.why().is_some() || !transition.auto) {
            self.judge_reason(transition, event, &mut judged);
        }
        judged
    }

    fn judge_actor(&self, transition: &Transition, actor: Option<&Actor>, judged: &mut Judged) {
        if transition.roles.is_empty() {
            return;
        }
        let rule = format!("{}.roles", transition.path);
        let told = facts().with("expected", transition.roles.clone());
        match actor {
            None => judged.deny(failed(
                reasons::ACTOR_REQUIRED,
                "$.event.actor",
                Value::Null,
                Some(&rule),
                told,
            )),
            Some(actor) if !actor.roles.iter().any(|role| transition.roles.contains(role)) => {
                let (path, roles) = ("$.event.actor.roles", actor.roles.to_value());
                judged.deny(failed(reasons::ROLE_REQUIRED, path, roles, Some(&rule), told));
            }
            Some(_) => {}
        }
    }

    fn judge_required(
        &self,
        required: &Required,
        transition: &Transition,
        record: &Record,
        judged: &mut Judged,
    ) {
        if *record.cell(required.slot) != Cell::Missing {
            return;
        }
        let told = facts().with("field", required.field.clone());
        let (path, rule) = (field_path(&required.field), Some(&*required.path));
        let failed = failed(reasons::FIELD_REQUIRED, path, Value::Null, rule, told);
        if transition.auto {
            judged.deny(failed);
        } else {
            self.ask(&required.field, judged);
            judged.failed.push(failed);
        }
    }

    /// Asks for a field, with the values that it may have.
    pub(super) fn ask(&self, field: &str, judged: &mut Judged) {
        if judged.wants(field)
            && let Some(crate::rule::Kind::Enum(values)) = self.known.kind(field)
        {
            judged.options.0.push((field.to_owned().into(), values.to_value()));
        }
    }

    fn judge_reason(&self, transition: &Transition, event: &Event, judged: &mut Judged) {
        let target = self.stages.get(transition.target);
        let listed = target.map_or(&[][..], |stage| stage.reasons.as_slice());
        let rule = target.filter(|stage| !stage.reasons.is_empty()).map_or_else(
            || transition.path.clone(),
            |stage| format!("{}.reasons", stage.path).into(),
        );
        let told = facts().with("expected", listed.to_vec());
        match event.why() {
            Some(reason) if listed.is_empty() || listed.contains(reason) => {}
            Some(reason) => {
                let told = told.with("reason", reason.clone());
                let path = "$.event.reason";
                judged.deny(failed(
                    reasons::UNKNOWN_REASON,
                    path,
                    reason.to_value(),
                    Some(&rule),
                    told,
                ));
            }
            None => {
                let path = "$.event.reason";
                judged.wants("reason");
                let code = reasons::REASON_REQUIRED;
                judged.failed.push(failed(code, path, Value::Null, Some(&rule), told));
                if !listed.is_empty() {
                    judged.options.0.push(("reason".into(), listed.to_vec().to_value()));
                }
            }
        }
    }

    /// Roles of which too few have approved.
    pub(super) fn missing_approvals(&self, transition: &Transition, case: &Case) -> Vec<Failed> {
        let Some(approvals) = &transition.approvals else { return Vec::new() };
        let target = self.stages.get(transition.target).map(|stage| stage.id.as_str());
        let is_of_this = |vote: &&Vote| vote.target.is_none() || vote.target.as_deref() == target;
        let votes: Vec<&Vote> = case.votes.iter().filter(is_of_this).collect();
        // Who votes for all moves and for this one too is one person: what they said last counts.
        let is_last = |place: usize, vote: &Vote| {
            !votes.iter().skip(place + 1).any(|later| later.actor.id == vote.actor.id)
        };
        let voters: Vec<&Actor> = votes
            .iter()
            .enumerate()
            .filter(|(place, vote)| vote.approves && is_last(*place, vote))
            .map(|(_, vote)| &vote.actor)
            .collect();
        // Seats of roles, to which people are given as far as can be (Kuhn 1955).
        let seats: Vec<(usize, &str)> = approvals
            .need
            .iter()
            .enumerate()
            .flat_map(|(place, need)| (0..need.count).map(move |_| (place, need.role.as_str())))
            .collect();
        let mut taken: Vec<Option<usize>> = vec![None; seats.len()];
        for voter in 0..voters.len() {
            let mut tried = vec![false; seats.len()];
            seat(voter, &voters, &seats, &mut taken, &mut tried);
        }
        let mut missing = Vec::new();
        for (place, need) in approvals.need.iter().enumerate() {
            let of_role = seats.iter().zip(&taken).filter(|((role, _), _)| *role == place);
            let count = of_role.filter(|(_, taken)| taken.is_some()).count() as i64;
            if count < i64::from(need.count) {
                let rule = format!("{}.approvals.need[{place}]", transition.path);
                let told = facts()
                    .with("role", need.role.clone())
                    .with("count", count)
                    .with("expected", need.count);
                let value = Value::Int(count);
                missing.push(failed(
                    reasons::APPROVALS_MISSING,
                    "$.votes",
                    value,
                    Some(&rule),
                    told,
                ));
            }
        }
        missing
    }
}

/// Gives a voter a seat of one of their roles, whoever has to move for it.
fn seat(
    voter: usize,
    voters: &[&Actor],
    seats: &[(usize, &str)],
    taken: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for (place, (_, role)) in seats.iter().enumerate() {
        let fits = voters.get(voter).is_some_and(|actor| actor.roles.iter().any(|own| own == role));
        let is_new = tried.get(place).is_some_and(|tried| !tried);
        if !fits || !is_new {
            continue;
        }
        if let Some(tried) = tried.get_mut(place) {
            *tried = true;
        }
        let sitting = taken.get(place).copied().flatten();
        if sitting.is_none_or(|other| seat(other, voters, seats, taken, tried)) {
            if let Some(taken) = taken.get_mut(place) {
                *taken = Some(voter);
            }
            return true;
        }
    }
    false
}

/// Fields with those that an event brings.
pub(super) fn with(fields: &Fields, brought: &[(String, Value)]) -> Fields {
    let mut fields = fields.clone();
    for (field, value) in brought {
        fields.put(field, value.clone());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_fact_is_told_as_it_is_braces_too() {
        let told = facts()
            .with("field", "note".to_owned())
            .with("value", "{expected} {".to_owned())
            .with("operator", "in".to_owned())
            .with("expected", vec!["a".to_owned(), "b".to_owned()]);
        let failed = failed(reasons::GUARD_FAILED, "$.fields.note", Value::Null, None, told);
        assert_eq!(failed.message, "note is {expected} {, expected: in a, b");
    }
}
