//! What one visit is worth, in the words of a row: points and steps, or why there are none.

use super::compile::Card;
use super::visit::Visit;
use super::work::{Basis, Source, Step, Unknown, Work};
use super::{fine_of, keys, settle, split};
use crate::kpi::reasons;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::exact::Fine;
use crate::rule::{Answer, Cell, Moment, Record, Slot, explanation};
use crate::shape::Value;
use crate::time::Instant;
use crate::{Facts, Reason, Result};

/// What a record holds of the fields of a card.
struct OfRecord<'c> {
    card: &'c Card,
    record: &'c Record,
    moment: Moment<'c>,
}

impl Source for OfRecord<'_> {
    fn answer(&self, condition: usize) -> Result<Answer> {
        let program = self.card.conditions.get(condition);
        Ok(program.map_or(Answer::Unknown, |program| program.answer(self.record, self.moment)))
    }

    fn number(&self, slot: Slot) -> Result<Option<Fine>> {
        fine_of(self.record.cell(slot))
    }

    fn time(&self, slot: Slot) -> Option<i64> {
        match self.record.cell(slot) {
            Cell::Whole(value) => Some(*value),
            _ => None,
        }
    }
}

/// A row of a visit without anything that a card says.
fn blank(visit: &Visit) -> Score {
    Score {
        id: visit.id.clone(),
        rep: visit.reps.first().map(|rep| rep.rep.clone()).unwrap_or_default(),
        team: visit.team.clone(),
        territory: visit.territory.clone(),
        site: visit.site.clone(),
        t: visit.t,
        left: visit.left,
        day: Some(visit.day),
        status: ScoreStatus::NotEligible,
        points: Some(crate::math::Decimal::ZERO),
        worth: None,
        amount: visit.amount,
        margin: visit.margin,
        card: None,
        steps: Vec::new(),
        reasons: Vec::new(),
        missing: Vec::new(),
        keys: Facts::default(),
        supersedes: visit.supersedes.clone(),
    }
}

pub(super) fn without_card(visit: &Visit) -> Score {
    Score { reasons: vec![Reason::new(reasons::NO_CARD)], ..blank(visit) }
}

/// What a visit is worth as a whole, before it is shared and limited.
pub(super) fn worth(
    card: &Card,
    visit: &Visit,
    now: Option<Instant>,
    work: &mut Work,
) -> Result<Score> {
    let moment = Moment { now, calendar: Some(&card.calendar) };
    let source = OfRecord { card, record: &visit.record, moment };
    work.run(card, &source, now)?;
    let keys = card.key_slots.iter().fold(Facts::default(), |mut facts, (name, slot)| {
        let field = card.scope.fields.get(slot.index());
        let value =
            field.map_or(Value::Null, |field| keys::kept(&field.kind, visit.record.cell(*slot)));
        facts.0.push((name.clone().into(), value));
        facts
    });
    let mut score = Score { card: Some(card.title.clone()), keys, ..blank(visit) };
    let eligible = card.eligible.map_or(Ok(Answer::Yes), |condition| source.answer(condition))?;
    match eligible {
        Answer::Yes if work.unknown.is_empty() => {
            score.status = ScoreStatus::Scored;
            score.points = Some(work.points.decimal()?);
            score.steps =
                work.steps.iter().map(|step| written(card, step)).collect::<Result<_>>()?;
        }
        Answer::No => {
            score.reasons = not_eligible(card, visit, moment);
            if work.unknown.is_empty() {
                score.worth = Some(work.points.decimal()?);
            }
            for unknown in &work.unknown {
                tell(card, *unknown, visit, moment, &mut score);
            }
        }
        Answer::Yes | Answer::Unknown => {
            score.status = ScoreStatus::Undetermined;
            score.points = None;
            if eligible == Answer::Unknown {
                let condition = card.eligible.unwrap_or(0);
                let at = format!("{}.eligible", card.root);
                open(card, &at, "eligible", condition, visit, moment, &mut score);
            }
            for unknown in &work.unknown {
                tell(card, *unknown, visit, moment, &mut score);
            }
        }
    }
    Ok(score)
}

fn written(card: &Card, step: &Step) -> Result<ScoreStep> {
    let rule = card.rules.get(step.rule);
    let facts = match step.basis {
        Basis::Rule => Facts::default(),
        Basis::Counted { value, counted } => {
            Facts::default().with("value", value.decimal()?).with("counted", counted.decimal()?)
        }
        Basis::Factor(factor) => {
            Facts::default().with("factor", crate::math::exact::millionths(factor)?)
        }
    };
    Ok(ScoreStep {
        kind: step.kind,
        rule_id: rule.map(|rule| rule.id.clone()),
        path: rule.map(|rule| rule.path.clone()),
        before: step.before.decimal()?,
        delta: step.delta.decimal()?,
        after: step.before.plus(step.delta)?.decimal()?,
        facts,
    })
}

/// The leaves that a visit that does not count fails.
fn not_eligible(card: &Card, visit: &Visit, moment: Moment<'_>) -> Vec<Reason> {
    let program = card.eligible.and_then(|condition| card.conditions.get(condition));
    let Some(program) = program else { return Vec::new() };
    let told = explanation(program, &card.scope, &card.notes, &visit.record, moment);
    let at = format!("{}.eligible", card.root);
    let mut reasons = vec![Reason::new(reasons::NOT_ELIGIBLE).by(&at)];
    for leaf in told.leaves.into_iter().filter(|leaf| leaf.answer == Some(false)) {
        let reason = Reason::new(reasons::CONDITION_NOT_MET)
            .by(&leaf.path)
            .fact("field", leaf.field)
            .fact("operator", leaf.operator)
            .fact("expected", leaf.expected)
            .fact("value", leaf.value);
        reasons.push(reason);
    }
    reasons
}

/// Why nobody knows what a visit is worth.
fn tell(card: &Card, unknown: Unknown, visit: &Visit, moment: Moment<'_>, score: &mut Score) {
    let (Unknown::Condition { rule, .. } | Unknown::Field { rule, .. } | Unknown::Several { rule }) =
        unknown;
    let Some(rule) = card.rules.get(rule) else { return };
    match unknown {
        Unknown::Condition { condition, .. } => {
            open(card, &rule.path, &rule.id, condition, visit, moment, score);
        }
        Unknown::Field { slot, .. } => {
            if let Some(field) = card.scope.fields.get(slot.index()) {
                miss(field.path.clone(), score);
            }
            score.reasons.push(
                Reason::new(reasons::UNDETERMINED).by(&rule.path).fact("rule", rule.id.clone()),
            );
        }
        Unknown::Several { .. } => {
            score.reasons.push(
                Reason::new(reasons::SEVERAL_ROWS).by(&rule.path).fact("rule", rule.id.clone()),
            );
        }
    }
}

fn open(
    card: &Card,
    path: &str,
    rule: &str,
    condition: usize,
    visit: &Visit,
    moment: Moment<'_>,
    score: &mut Score,
) {
    let Some(program) = card.conditions.get(condition) else { return };
    let told = explanation(program, &card.scope, &card.notes, &visit.record, moment);
    told.missing.into_iter().for_each(|field| miss(field, score));
    score.reasons.push(Reason::new(reasons::UNDETERMINED).by(path).fact("rule", rule.to_owned()));
}

fn miss(field: String, score: &mut Score) {
    if !score.missing.contains(&field) {
        score.missing.push(field);
    }
}

/// A row for each rep. What is shared is rounded first: the shares then sum to the points of the visit.
pub(super) fn shared(score: &Score, card: Option<&Card>, visit: &Visit) -> Result<Vec<Score>> {
    let (Some(card), [_, _, ..]) = (card, visit.reps.as_slice()) else {
        let of = |rep: &super::visit::Participant| Score { rep: rep.rep.clone(), ..score.clone() };
        return Ok(visit.reps.iter().map(of).collect());
    };
    let policy = &card.policy;
    let mut whole = score.clone();
    settle::round(&mut whole, policy.scale, policy.rounding)?;
    let shares = |points: Option<crate::math::Decimal>| -> Result<Vec<Option<Fine>>> {
        match points {
            None => Ok(vec![None; visit.reps.len()]),
            Some(points) => {
                let shares =
                    split::shares(Fine::of(points)?, &visit.reps, &policy.split, policy.scale)?;
                Ok(shares.into_iter().map(Some).collect())
            }
        }
    };
    let points = shares(whole.points)?;
    let worth = shares(whole.worth)?;
    let path = format!("{}.split", card.root);
    let mut rows = Vec::with_capacity(visit.reps.len());
    for ((rep, points), worth) in visit.reps.iter().zip(points).zip(worth) {
        let mut row = Score { rep: rep.rep.clone(), ..whole.clone() };
        row.worth = worth.map(Fine::decimal).transpose()?;
        if let (ScoreStatus::Scored, Some(share), Some(before)) = (row.status, points, whole.points)
        {
            let facts = Facts::default().with("reps", visit.reps.len() as i64);
            row.points = Some(share.decimal()?);
            row.steps.push(ScoreStep {
                kind: StepKind::Split,
                rule_id: Some("split".to_owned()),
                path: Some(path.clone()),
                before,
                delta: share.minus(Fine::of(before)?)?.decimal()?,
                after: share.decimal()?,
                facts,
            });
        }
        rows.push(row);
    }
    Ok(rows)
}
