//! From what each visit is worth to what is paid: limits, rounding, totals.

use std::borrow::Cow;

use super::compile::{Card, hash_of, policy_hash};
use super::joints::possible_joints;
use super::keys;
use super::limits::{self, Line};
use super::policy::{Limit, RoundingMode};
use super::replaced::ReplacedVisit;
use super::report::{CardTerms, ScoreReport, ScoreTotal};
use super::totals::Days;
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::roster::Scope;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::exact::Fine;
use crate::time::{Calendar, Date, Instant};
use crate::{Error, ErrorKind, Facts, Result};

/// Settles rows that no limit has touched yet. O(n log n).
///
/// The order in which they come changes nothing.
pub(super) fn settle(
    mut scores: Vec<Score>,
    mut replaced: Vec<ReplacedVisit>,
    mut cards: Vec<CardTerms>,
    now: Option<Instant>,
    budget: &mut Budget<'_>,
) -> Result<ScoreReport> {
    crate::math::sort_by(&mut cards, |a, b| a.card.cmp(&b.card));
    crate::math::sort_by(&mut replaced, |a, b| (&a.id, &a.by).cmp(&(&b.id, &b.by)));
    replaced.dedup();
    scores.retain(|score| replaced.binary_search_by(|one| one.id.cmp(&score.id)).is_err());
    crate::math::sort_by_number(
        &mut scores,
        |score| score.t.millis(),
        |_, _| std::cmp::Ordering::Equal,
    );
    crate::math::sort_by(&mut scores, |a, b| order(a).cmp(&order(b)));
    check_unique(&scores)?;
    budget.spend(scores.len() as u64)?;
    limit(&mut scores, &cards)?;
    for score in &mut scores {
        if let Some(terms) = cards.iter().find(|terms| Some(&terms.card) == score.card.as_ref()) {
            round(score, terms.scale, terms.rounding)?;
        }
    }
    let hashes = cards.iter().map(|terms| terms.policy_hash.clone()).collect();
    Ok(ScoreReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_of(hashes),
        now,
        totals: totals(&scores)?,
        notices: possible_joints(&scores, budget)?,
        cards,
        scores,
        replaced,
        warnings: Vec::new(),
    })
}

fn totals(scores: &[Score]) -> Result<Vec<ScoreTotal>> {
    let mut days = Days::default();
    let mut visit: Option<&str> = None;
    let mut teams: Vec<&str> = Vec::new();
    for score in scores {
        let Some(day) = score.day else { continue };
        // The rows of a joint visit come one after another; to a team they are one visit.
        if visit.replace(&score.id) != Some(&score.id) {
            teams.clear();
        }
        // What is not known is in no total.
        let is_scored = score.status == ScoreStatus::Scored;
        let points = score.points.filter(|_| is_scored).map(Fine::of).transpose()?;
        let points = points.unwrap_or_default();
        days.add((Scope::Rep, score.rep.as_str(), day), score.status, points)?;
        let Some(team) = score.team.as_deref() else { continue };
        if teams.contains(&team) {
            days.share((Scope::Team, team, day), points)?;
        } else {
            teams.push(team);
            days.add((Scope::Team, team, day), score.status, points)?;
        }
    }
    days.totals(|_, of| Some(of))
}

fn order(score: &Score) -> (Option<Date>, Instant, &str, &str) {
    (score.day, score.t, &score.id, &score.rep)
}

fn check_unique(scores: &[Score]) -> Result<()> {
    let mut seen = Lookup::default();
    for score in scores {
        if seen.insert((score.id.as_str(), score.rep.as_str()), ()).is_some() {
            let message = format!("the visit \"{}\" of \"{}\" comes twice", score.id, score.rep);
            return Err(Error::one(ErrorKind::Input, "duplicate_id", "$", message));
        }
    }
    Ok(())
}

/// Applies the limits of the cards to their rows.
fn limit(scores: &mut [Score], cards: &[CardTerms]) -> Result<()> {
    let calendars =
        cards.iter().map(|terms| Calendar::new(&terms.calendar)).collect::<Result<Vec<_>>>()?;
    let terms: Vec<(&[Limit], &Calendar)> = cards
        .iter()
        .zip(&calendars)
        .map(|(terms, calendar)| (terms.limits.as_slice(), calendar))
        .collect();
    let mut lines = Vec::new();
    let mut visit: u32 = 0;
    let mut before: Option<&str> = None;
    for (place, score) in scores.iter().enumerate() {
        // The rows of a joint visit come one after another.
        visit += u32::from(before.replace(&score.id) != Some(&score.id));
        let card = cards.iter().position(|terms| Some(&terms.card) == score.card.as_ref());
        if score.status == ScoreStatus::Scored
            && let (Some(card), Some(day), Some(points)) = (card, score.day, score.points)
        {
            let points = Fine::of(points)?;
            lines.push(Line { place, card, visit, day, t: score.t, points });
        }
    }
    let mut cuts: Vec<(usize, usize, Line, Fine)> = Vec::new();
    limits::apply_all(
        &terms,
        &mut lines,
        |key| numbers(key, scores),
        |index, line, left| {
            cuts.push((index, line.card, *line, left));
            Ok(())
        },
    )?;
    for (index, card, line, left) in cuts {
        let (Some(terms), Some(score)) = (cards.get(card), scores.get_mut(line.place)) else {
            continue;
        };
        score.points = Some(left.decimal()?);
        let facts = terms.limits.get(index).map(facts).unwrap_or_default();
        score.steps.push(ScoreStep {
            kind: StepKind::Limit,
            rule_id: terms.limits.get(index).map(|limit| name(limit, index)),
            path: Some(format!("{}.limits[{index}]", terms.path)),
            before: line.points.decimal()?,
            delta: left.minus(line.points)?.decimal()?,
            after: left.decimal()?,
            facts,
        });
    }
    Ok(())
}

/// What a limit leaves, in a step that it takes.
fn facts(limit: &Limit) -> Facts {
    let mut facts = Facts::default().with("limit", limit.kind).with("key", limit.key.join(", "));
    if let Some(per) = limit.per {
        facts = facts.with("per", per);
    }
    if let Some(points) = limit.points {
        facts = facts.with("points", points);
    }
    if let Some(count) = limit.count {
        facts = facts.with("count", count);
    }
    if let Some(span) = limit.span {
        facts = facts.with("span", span);
    }
    facts
}

/// What a limit is called.
pub(super) fn name(limit: &Limit, index: usize) -> String {
    limit.id.clone().unwrap_or_else(|| format!("limits.{index}"))
}

/// By row the number of what it has under a key of a limit.
fn numbers(key: &str, scores: &[Score]) -> Vec<u32> {
    let own: Vec<_> = scores.iter().map(|score| under(key, score)).collect();
    limits::numbered(own.iter().map(Option::as_deref))
}

fn under<'s>(key: &str, score: &'s Score) -> Option<Cow<'s, str>> {
    let text = match key {
        "rep" => Some(&score.rep),
        "site" => score.site.as_ref(),
        "team" => score.team.as_ref(),
        "territory" => score.territory.as_ref(),
        _ => {
            let (_, value) = score.keys.0.iter().find(|(name, _)| name == key)?;
            return keys::text(value);
        }
    };
    text.map(|text| text.as_str().into())
}

/// To the digits of the card.
pub(super) fn round(score: &mut Score, scale: u32, rounding: RoundingMode) -> Result<()> {
    let worth = score.worth.map(|worth| worth.round(scale, rounding.rounding()));
    score.worth = worth.map(|worth| Fine::of(worth)?.decimal()).transpose()?;
    let Some(points) = score.points else { return Ok(()) };
    let before = Fine::of(points)?;
    let after = Fine::of(points.round(scale, rounding.rounding()))?;
    if after != before {
        score.points = Some(after.decimal()?);
        score.steps.push(ScoreStep {
            kind: StepKind::Rounding,
            rule_id: None,
            path: None,
            before: before.decimal()?,
            delta: after.minus(before)?.decimal()?,
            after: after.decimal()?,
            facts: Facts::default(),
        });
    }
    Ok(())
}

/// The terms under which a card's rows are settled.
pub(super) fn terms(card: &Card) -> CardTerms {
    CardTerms {
        card: card.title.clone(),
        path: card.root.clone(),
        policy_hash: policy_hash(&card.policy),
        scale: card.policy.scale,
        rounding: card.policy.rounding,
        calendar: card.calendar.policy().clone(),
        limits: card.policy.limits.clone(),
    }
}
