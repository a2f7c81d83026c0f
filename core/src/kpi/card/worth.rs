//! What one visit is worth, in the words of a row: points and steps, or why there are none.

use super::compile::Card;
use super::policy::{SplitBy, SplitPolicy};
use super::visit::{Participant, Visit};
use super::work::{Basis, Source, Step, Unknown, Work};
use super::{fine_of, keys, settle, split, within};
use crate::kpi::reasons;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::Decimal;
use crate::math::exact::Fine;
use crate::rule::{Answer, Cell, Moment, Record, Slot, blamed};
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
        let inside = |error| within(&error, &format!("$.{}", self.card.path(slot)));
        fine_of(self.record.cell(slot)).map_err(inside)
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
        points: Some(Decimal::ZERO),
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

/// The leaves because of which a visit does not count.
fn not_eligible(card: &Card, visit: &Visit, moment: Moment<'_>) -> Vec<Reason> {
    let program = card.eligible.and_then(|condition| card.conditions.get(condition));
    let Some(program) = program else { return Vec::new() };
    let told = blamed(program, &card.scope, &card.notes, &visit.record, moment);
    let at = format!("{}.eligible", card.root);
    let mut reasons = vec![Reason::new(reasons::NOT_ELIGIBLE).by(&at)];
    for leaf in told.leaves {
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
    let told = blamed(program, &card.scope, &card.notes, &visit.record, moment);
    told.missing.into_iter().for_each(|field| miss(field, score));
    score.reasons.push(Reason::new(reasons::UNDETERMINED).by(path).fact("rule", rule.to_owned()));
}

fn miss(field: String, score: &mut Score) {
    if !score.missing.contains(&field) {
        score.missing.push(field);
    }
}

/// A row for each rep. What is shared is rounded first: the shares then sum to the points of the visit.
/// The sum sold and the margin are shared by the same weights: nobody sold them twice.
pub(super) fn shared(score: &Score, card: Option<&Card>, visit: &Visit) -> Result<Vec<Score>> {
    let reps = visit.reps.as_slice();
    let named = |whole: &Score, rep: &Participant| {
        let team = rep.team.clone().or_else(|| whole.team.clone());
        Score { rep: rep.rep.clone(), team, ..whole.clone() }
    };
    if reps.len() < 2 {
        return Ok(reps.iter().map(|rep| named(score, rep)).collect());
    }
    let mut whole = score.clone();
    if let Some(Card { policy, .. }) = card {
        settle::round(&mut whole, policy.scale, policy.rounding)?;
    }
    let equally = SplitPolicy { by: SplitBy::Equal, lead_share: None };
    let (split, scale) = card.map_or((&equally, 0), |card| (&card.policy.split, card.policy.scale));
    let shares = |whole: Option<Decimal>, scale: u32| -> Result<Vec<Option<Decimal>>> {
        let Some(whole) = whole else { return Ok(vec![None; reps.len()]) };
        let shares = split::shares(Fine::of(whole)?, reps, split, scale)?;
        shares.into_iter().map(|share| share.decimal().map(Some)).collect()
    };
    // Money is shared to the hundredth, or to as many digits as it has.
    let money = |sum: Option<Decimal>| {
        let is_whole = |digits: &u32| sum.is_none_or(|sum| sum.units(*digits).is_some());
        shares(sum, (2..18).find(is_whole).unwrap_or(18))
    };
    let [points, worth] = [shares(whole.points, scale)?, shares(whole.worth, scale)?];
    let [amount, margin] = [money(whole.amount)?, money(whole.margin)?];
    let path = card.map(|card| format!("{}.split", card.root));
    let mut rows = Vec::with_capacity(reps.len());
    let all = reps.iter().zip(points).zip(worth).zip(amount).zip(margin);
    for ((((rep, points), worth), amount), margin) in all {
        let mut row = Score { worth, amount, margin, ..named(&whole, rep) };
        if let (ScoreStatus::Scored, Some(share), Some(before)) = (row.status, points, whole.points)
        {
            row.points = Some(share);
            row.steps.push(ScoreStep {
                kind: StepKind::Split,
                rule_id: Some("split".to_owned()),
                path: path.clone(),
                before,
                delta: Fine::of(share)?.minus(Fine::of(before)?)?.decimal()?,
                after: share,
                facts: Facts::default().with("reps", reps.len() as i64),
            });
        }
        rows.push(row);
    }
    Ok(rows)
}
