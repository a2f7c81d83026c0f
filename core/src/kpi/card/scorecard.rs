//! A score card in all its versions, and what it says of visits.

use super::compile::{Card, policy_hash};
use super::policy::ScoreCardPolicy;
use super::replaced::{self, ReplacedVisit};
use super::report::ScoreReport;
use super::split;
use super::visit::{Visit, arrival};
use super::work::{Basis, Source, Step, Unknown, Work};
use super::{fine_of, settle};
use crate::budget::Budget;
use crate::kpi::reasons;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::exact::Fine;
use crate::math::hash_value;
use crate::rule::{Answer, Cell, Moment, Record, Slot, explanation, needs_now};
use crate::shape::{Reader, Shaped, Value, Warning};
use crate::time::Instant;
use crate::{Error, Facts, Problem, Reason, Result};

/// What visits are worth, by rules that are data.
///
/// # Example
/// ```
/// use fieldbeat::kpi::{ScoreCard, ScoreCardPolicy};
/// use fieldbeat::shape::Value;
///
/// let policy = ScoreCardPolicy::from_json(r#"{
///     "name": "visits", "version": "1",
///     "schema": {"doctors_met": "int", "kind": "string"},
///     "tables": [{"id": "visit", "rows": [{"id": "demo", "when": {"field": "kind", "eq": "demo"}, "points": 10}]}],
///     "modifiers": [{"id": "doctors", "kind": "per_unit", "field": "doctors_met", "rate": 2, "cap": 16}]
/// }"#)?;
/// let card = ScoreCard::new(&[policy])?;
/// let visit = Value::from_json(
///     r#"{"id": "v1", "rep": "anna", "t": "2026-11-13T10:00:00Z", "kind": "demo", "doctors_met": 6}"#,
/// )?;
/// let score = card.score(&visit, None)?;
/// assert_eq!(score.points, Some("22".parse()?));
/// let deltas: Vec<String> = score.steps.iter().map(|step| step.delta.to_string()).collect();
/// assert_eq!(deltas, ["10", "12"]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Debug)]
pub struct ScoreCard {
    /// The versions, by the first arrival for which they hold.
    pub(super) cards: Vec<Card>,
    policies: Vec<ScoreCardPolicy>,
    warnings: Vec<Warning>,
    policy_hash: String,
}

impl ScoreCard {
    /// Compiles the versions of a card.
    ///
    /// # Errors
    /// All problems at once, each with its path under `$.policy`: those of conditions (see
    /// [`Condition`](crate::rule::Condition)); `overlap` of bands where one row may be met, `hole`
    /// between bands without a `default`; `misplaced_key` and `missing_key` of modifiers and limits;
    /// `duplicate_id`; `too_precise`, `out_of_range`.
    pub fn new(policy: &[ScoreCardPolicy]) -> Result<Self> {
        let mut at = Reader::new();
        let cards = at.within("policy", |at| at.policy(|at| compile(policy, at)));
        let (mut cards, warnings) = at.finish(cards)?;
        crate::math::sort_by_key(&mut cards, |card| card.policy.valid_from);
        let policy_hash = hash_value(&Value::List(
            cards.iter().map(|card| Value::Text(policy_hash(&card.policy))).collect(),
        ));
        Ok(Self { cards, policies: policy.to_vec(), warnings, policy_hash })
    }

    /// What it was made of.
    #[must_use]
    pub fn policy(&self) -> &[ScoreCardPolicy] {
        &self.policies
    }

    /// What is legal and probably not meant: `never_true`, `always_true`.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The hash of all rules.
    #[must_use]
    pub fn policy_hash(&self) -> &str {
        &self.policy_hash
    }

    /// What one visit is worth on its own, without limits, which need history: see
    /// [`Self::score_all`]. A joint visit is not shared here.
    ///
    /// # Errors
    /// Values that are not of their field's type, missing `id`, `t` or `rep`, with paths under
    /// `$.visit`; `missing_key` at `$.now`, where the card depends on it.
    pub fn score(&self, visit: &Value, now: Option<Instant>) -> Result<Score> {
        self.check_now(now)?;
        let mut at = Reader::new();
        let read = at.within("visit", |at| self.read(visit, at));
        let ((card, visit), _) = at.finish(read)?;
        let mut work = Work::default();
        let Some(card) = card else { return Ok(without_card(&visit)) };
        let mut score = worth(card, &visit, now, &mut work)?;
        settle::round(&mut score, card.policy.scale, card.policy.rounding)?;
        Ok(score)
    }

    /// What visits are worth together: joint visits shared, limits applied, totals.
    ///
    /// The order of the visits changes nothing. O(n log n) for n visits, and for each the rules of
    /// the card.
    ///
    /// # Errors
    /// As [`Self::score`], with paths under `$.visits`; `duplicate_id`; `supersedes_cycle` of visits that
    /// replace one another in a circle; `zero_weights` and `several_leads` of a joint visit; `cancelled`.
    pub fn score_all(
        &self,
        visits: &[Value],
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<ScoreReport> {
        self.check_now(now)?;
        let mut at = Reader::new();
        let read = at.within("visits", |at| {
            let mut read = Vec::with_capacity(visits.len());
            for (index, visit) in visits.iter().enumerate() {
                let known = at.within(index, |at| self.read(visit, at));
                read.extend(known.map(|(card, visit)| (index, card, visit)));
            }
            let replaced = self.check_ids(&read, at);
            Some((read, replaced))
        });
        let ((read, replaced), _) = at.finish(read)?;
        let mut work = Work::default();
        let mut scores = Vec::with_capacity(read.len());
        for (index, card, visit) in &read {
            budget.spend(1)?;
            match card {
                None => scores.extend(shared(&without_card(visit), None, visit)?),
                Some(card) => {
                    let rows = worth(card, visit, now, &mut work)
                        .and_then(|score| shared(&score, Some(card), visit));
                    scores.extend(rows.map_err(|error| of_visit(&error, *index))?);
                }
            }
        }
        let now = now.filter(|_| self.cards.iter().any(|card| card.needs_now));
        let cards = self.cards.iter().map(settle::terms).collect();
        settle::settle(scores, replaced, cards, now, budget)
    }

    pub(super) fn check_now(&self, now: Option<Instant>) -> Result<()> {
        if now.is_none() && self.cards.iter().any(|card| card.needs_now) {
            return Err(needs_now());
        }
        Ok(())
    }

    /// The card that holds at a visit's arrival, and the visit as that card sees it.
    fn read<'c>(&'c self, visit: &Value, at: &mut Reader) -> Option<(Option<&'c Card>, Visit)> {
        let first = self.cards.first()?;
        if !matches!(visit, Value::Map(_)) {
            return at.mismatch("an object", visit);
        }
        let t = arrival(first, visit, at);
        let card = t.and_then(|t| self.cards.iter().rev().find(|card| card.holds_at(t)));
        // What else is wrong is found even where the time is not known.
        let any = Instant::MIN;
        let visit = Visit::read(card.unwrap_or(first), visit, t.unwrap_or(any), at)?;
        t.map(|_| (card, visit))
    }

    /// Notes visits that come twice, and those that replace one another in a circle; answers who
    /// replaces whom.
    fn check_ids(
        &self,
        read: &[(usize, Option<&Card>, Visit)],
        at: &mut Reader,
    ) -> Vec<ReplacedVisit> {
        let mut seen = crate::kpi::Lookup::default();
        let mut replaced = Vec::new();
        for (index, _, visit) in read {
            if seen.insert(visit.id.as_str(), *index).is_some() {
                let message = format!("the visit \"{}\" comes twice", visit.id);
                at.within(*index, |at| {
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                });
            }
            let by = |id: &String| ReplacedVisit { id: id.clone(), by: visit.id.clone() };
            replaced.extend(visit.supersedes.iter().map(by));
        }
        for ReplacedVisit { id, by } in replaced::circles(&replaced) {
            let message = format!("\"{by}\" replaces \"{id}\", which replaces it in the end");
            at.within(seen.get(by.as_str()).copied().unwrap_or(0), |at| {
                at.within("supersedes", |at| at.problem::<()>("supersedes_cycle", message));
            });
        }
        replaced
    }
}

/// An error in the points of one visit of many.
fn of_visit(error: &Error, index: usize) -> Error {
    let problem = |problem: &Problem| Problem {
        path: problem.path.replacen('$', &format!("$.visits[{index}]"), 1),
        ..problem.clone()
    };
    Error::new(error.kind(), error.problems().iter().map(problem).collect())
}

fn compile(policy: &[ScoreCardPolicy], at: &mut Reader) -> Option<Vec<Card>> {
    let mut cards = Vec::with_capacity(policy.len());
    let one = policy.len() == 1;
    for (index, version) in policy.iter().enumerate() {
        let card = if one {
            Card::new(version, at)
        } else {
            at.within(index, |at| {
                let is_same = |other: &ScoreCardPolicy| {
                    other.valid_from == version.valid_from || other.version == version.version
                };
                if policy.iter().take(index).any(is_same) {
                    let message = "versions differ by \"version\" and by \"valid_from\"";
                    at.problem::<()>("duplicate_version", message);
                }
                let is_other = |other: &ScoreCardPolicy| {
                    (&other.name, &other.keys, other.period_zone)
                        != (&version.name, &version.keys, version.period_zone)
                };
                if policy.first().is_some_and(is_other) {
                    let message =
                        "versions have one \"name\", \"keys\" and \"period_zone\"; rules may differ";
                    at.problem::<()>("different_cards", message);
                }
                Card::new(version, at)
            })
        };
        cards.extend(card);
    }
    if policy.is_empty() {
        return at.problem("empty", "expected at least one version of the card");
    }
    (cards.len() == policy.len()).then_some(cards)
}

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

fn without_card(visit: &Visit) -> Score {
    Score { reasons: vec![Reason::new(reasons::NO_CARD)], ..blank(visit) }
}

/// What a visit is worth as a whole, before it is shared and limited.
fn worth(card: &Card, visit: &Visit, now: Option<Instant>, work: &mut Work) -> Result<Score> {
    let moment = Moment { now, calendar: Some(&card.calendar) };
    let source = OfRecord { card, record: &visit.record, moment };
    work.run(card, &source, now)?;
    let keys = card.key_slots.iter().fold(Facts::default(), |mut facts, (name, slot)| {
        let field = card.scope.fields.get(slot.index());
        let value = field.map_or(Value::Null, |field| field.kind.write(visit.record.cell(*slot)));
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
fn shared(score: &Score, card: Option<&Card>, visit: &Visit) -> Result<Vec<Score>> {
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

impl PartialEq for ScoreCard {
    fn eq(&self, other: &Self) -> bool {
        self.policies.to_value() == other.policies.to_value()
    }
}
