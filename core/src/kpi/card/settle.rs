//! From what each visit is worth to what is paid: limits, rounding, totals.

use std::collections::BTreeMap;

use super::compile::{Card, policy_hash};
use super::limits::{self, Line};
use super::policy::{Limit, RoundingMode};
use super::report::{CardTerms, ScoreReport, ScoreTotal};
use crate::kpi::Lookup;
use crate::kpi::reasons;
use crate::kpi::roster::Scope;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::StableHash;
use crate::math::exact::Fine;
use crate::rule::{Cell, Slot};
use crate::shape::{Shaped, Value};
use crate::time::{Calendar, Date, Instant, PeriodKind, Zone, period_of};
use crate::{Error, ErrorKind, Reason, Result};

/// Settles rows that no limit has touched yet. O(n log n).
///
/// The order in which they come changes nothing.
pub(super) fn settle(
    mut scores: Vec<Score>,
    mut supersedes: Vec<String>,
    mut cards: Vec<CardTerms>,
) -> Result<ScoreReport> {
    crate::math::sort_by(&mut cards, |a, b| a.card.cmp(&b.card));
    crate::math::sort(&mut supersedes);
    supersedes.dedup();
    scores.retain(|score| supersedes.binary_search(&score.id).is_err());
    crate::math::sort_by_number(
        &mut scores,
        |score| score.t.millis(),
        |_, _| std::cmp::Ordering::Equal,
    );
    crate::math::sort_by(&mut scores, |a, b| order(a).cmp(&order(b)));
    check_unique(&scores)?;
    limit(&mut scores, &cards)?;
    for score in &mut scores {
        if let Some(terms) = cards.iter().find(|terms| Some(&terms.card) == score.card.as_ref()) {
            round(score, terms.scale, terms.rounding)?;
        }
    }
    let hash = cards
        .iter()
        .fold(StableHash::new(), |hash, terms| hash.text(&terms.card).text(&terms.policy_hash));
    Ok(ScoreReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash.hex(),
        totals: totals(scores.iter().filter_map(row))?,
        notices: possible_joints(&scores),
        cards,
        scores,
        supersedes,
    })
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
        |limit, line| scores.get(line.place).map_or(0, |score| key(limit, score)),
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
        score.steps.push(ScoreStep {
            kind: StepKind::Limit,
            rule_id: terms.limits.get(index).map(|limit| name(limit, index)),
            path: Some(format!("{}.limits[{index}]", terms.path)),
            before: line.points.decimal()?,
            delta: left.minus(line.points)?.decimal()?,
            after: left.decimal()?,
            facts: crate::Facts::default(),
        });
    }
    Ok(())
}

/// What a limit is called.
pub(super) fn name(limit: &Limit, index: usize) -> String {
    limit.id.clone().unwrap_or_else(|| format!("limits.{index}"))
}

fn key(limit: &Limit, score: &Score) -> u128 {
    let mut hash = StableHash::new();
    for key in &limit.key {
        let own = match key.as_str() {
            "rep" => Some(&score.rep),
            "site" => score.site.as_ref(),
            "team" => score.team.as_ref(),
            "territory" => score.territory.as_ref(),
            _ => {
                let value = score.keys.0.iter().find(|(name, _)| name == key);
                hash = match value.map(|(_, value)| value).filter(|value| **value != Value::Null) {
                    Some(value) => hash.text(key).text(&crate::math::hash_value(value)),
                    None => alone(hash.text(key), score),
                };
                continue;
            }
        };
        hash = match own {
            Some(own) => hash.text(key).text(own),
            None => alone(hash.text(key), score),
        };
    }
    hash.value()
}

/// What is missing has nothing in common with what else is.
fn alone(hash: StableHash, score: &Score) -> StableHash {
    hash.int(0).text(&score.id).text(&score.rep)
}

/// The value of a field of the schema, by which lines are counted together; none where it is missing.
pub(super) fn own_key(card: &Card, key: &str, cell: impl Fn(Slot) -> Cell) -> Option<String> {
    let slot = card.key_slots.iter().find(|(name, _)| name == key).map(|(_, slot)| *slot);
    let value =
        slot.and_then(|slot| Some(card.scope.fields.get(slot.index())?.kind.write(&cell(slot))));
    value.filter(|value| *value != Value::Null).map(|value| crate::math::hash_value(&value))
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
            facts: crate::Facts::default(),
        });
    }
    Ok(())
}

/// Takes back what was done to rows together: they are again what each is worth alone.
pub(super) fn unsettle(score: &mut Score) -> Result<()> {
    if score.status != ScoreStatus::Scored {
        return Ok(());
    }
    let is_joint = |step: &ScoreStep| matches!(step.kind, StepKind::Limit | StepKind::Rounding);
    while score.steps.last().is_some_and(is_joint) {
        if let Some(step) = score.steps.pop() {
            score.points = Some(Fine::of(step.before)?.decimal()?);
        }
    }
    Ok(())
}

/// What of a row its totals take.
pub(super) struct Row<'s> {
    pub(super) rep: &'s str,
    pub(super) team: Option<&'s str>,
    pub(super) day: Date,
    pub(super) status: ScoreStatus,
    pub(super) points: Fine,
}

fn row(score: &Score) -> Option<Row<'_>> {
    let points = score.points.and_then(|points| Fine::of(points).ok()).unwrap_or_default();
    let (rep, team) = (score.rep.as_str(), score.team.as_deref());
    Some(Row { rep, team, day: score.day?, status: score.status, points })
}

/// Points by rep and by team, day, week and month. O(n log n).
pub(super) fn totals<'s>(rows: impl Iterator<Item = Row<'s>>) -> Result<Vec<ScoreTotal>> {
    #[derive(Default)]
    struct Sum {
        points: Fine,
        scored: u32,
        not_eligible: u32,
        undetermined: u32,
    }
    // By day first: its weeks and months follow.
    let mut days: BTreeMap<(Scope, &str, Date), Sum> = BTreeMap::new();
    for row in rows {
        let team = row.team.map(|team| (Scope::Team, team));
        for (scope, of) in std::iter::once((Scope::Rep, row.rep)).chain(team) {
            let sum = days.entry((scope, of, row.day)).or_default();
            match row.status {
                ScoreStatus::Scored => {
                    sum.scored += 1;
                    sum.points = sum.points.plus(row.points)?;
                }
                ScoreStatus::NotEligible => sum.not_eligible += 1,
                ScoreStatus::Undetermined => sum.undetermined += 1,
            }
        }
    }
    let mut sums: BTreeMap<(Scope, &str, PeriodKind, String), Sum> = BTreeMap::new();
    let utc = Zone::utc();
    for ((scope, of, day), own) in days {
        // The names of periods depend on the date alone.
        let noon = Instant::held(day.day_number() * 86_400_000 + 43_200_000);
        for kind in [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month] {
            let name = period_of(noon, kind, &utc).name;
            let sum = sums.entry((scope, of, kind, name)).or_default();
            sum.points = sum.points.plus(own.points)?;
            sum.scored += own.scored;
            sum.not_eligible += own.not_eligible;
            sum.undetermined += own.undetermined;
        }
    }
    let total = |((scope, of, kind, period), sum): ((Scope, &str, PeriodKind, String), Sum)| {
        Ok(ScoreTotal {
            scope,
            of: of.to_owned(),
            kind,
            period,
            points: sum.points.decimal()?,
            scored: sum.scored,
            not_eligible: sum.not_eligible,
            undetermined: sum.undetermined,
        })
    };
    sums.into_iter().map(total).collect()
}

/// Visits of two reps alone to one site that overlap by half of the shorter one.
fn possible_joints(scores: &[Score]) -> Vec<Reason> {
    let mut rows_of: Lookup<&str, u32> = Lookup::default();
    for score in scores {
        *rows_of.entry(score.id.as_str()).or_default() += 1;
    }
    let mut by_site: BTreeMap<&str, Vec<(&Score, Instant)>> = BTreeMap::new();
    for score in scores {
        if let (Some(site), Some(left), Some(1)) =
            (&score.site, score.left, rows_of.get(score.id.as_str()))
        {
            by_site.entry(site).or_default().push((score, left));
        }
    }
    let mut notices = Vec::new();
    for (site, visits) in by_site {
        // Those that are still there when the next one comes.
        let mut there: Vec<(&Score, Instant)> = Vec::new();
        for (score, left) in visits {
            there.retain(|(_, until)| *until > score.t);
            for (other, until) in &there {
                let common = left.min(*until).since(score.t);
                let shorter = left.since(score.t).min(until.since(other.t));
                if other.rep != score.rep && common > 0 && common * 2 >= shorter {
                    // One is enough to look at.
                    let notice = Reason::new(reasons::POSSIBLE_JOINT)
                        .fact("site", site.to_owned())
                        .fact("visit", other.id.clone())
                        .fact("other", score.id.clone())
                        .fact("overlap_ms", common);
                    notices.push(notice);
                    break;
                }
            }
            there.push((score, left));
        }
    }
    notices
}

/// Points that are not what their steps say were changed by somebody else.
fn check_sum(score: &Score, path: String) -> Result<()> {
    let mut sum = Fine::ZERO;
    for step in &score.steps {
        sum = sum.plus(Fine::of(step.delta)?)?;
    }
    let points = score.points.map(Fine::of).transpose()?;
    if score.status == ScoreStatus::Scored && points != Some(sum) {
        let message = "the deltas of the steps do not sum to the points";
        return Err(Error::one(ErrorKind::Input, "steps_differ", path, message));
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

/// One report of several, over parts of the visits.
///
/// # Errors
/// `different_cards`, where parts were scored by cards of one name and version with other rules;
/// `duplicate_id`, where a visit is in several parts.
pub(super) fn merge(parts: &[ScoreReport]) -> Result<ScoreReport> {
    let mut cards: Vec<CardTerms> = Vec::new();
    let (mut scores, mut supersedes) = (Vec::new(), Vec::new());
    let mut part_of: Lookup<&str, usize> = Lookup::default();
    for (index, part) in parts.iter().enumerate() {
        for terms in &part.cards {
            match cards.iter().find(|known| known.card == terms.card) {
                None => cards.push(terms.clone()),
                Some(known) if known.to_value() == terms.to_value() => {}
                Some(_) => {
                    let message = format!("\"{}\" has other rules in an earlier part", terms.card);
                    let path = format!("$.parts[{index}].cards");
                    return Err(Error::one(ErrorKind::Input, "different_cards", path, message));
                }
            }
        }
        for (row, score) in part.scores.iter().enumerate() {
            let path = format!("$.parts[{index}].scores[{row}]");
            if *part_of.entry(&score.id).or_insert(index) != index {
                let message = format!("the visit \"{}\" is in an earlier part", score.id);
                return Err(Error::one(ErrorKind::Input, "duplicate_id", path, message));
            }
            check_sum(score, path)?;
            let mut score = score.clone();
            unsettle(&mut score)?;
            scores.push(score);
        }
        supersedes.extend(part.supersedes.iter().cloned());
    }
    settle(scores, supersedes, cards)
}
