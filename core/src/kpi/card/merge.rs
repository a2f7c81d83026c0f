//! One report of several.

use super::report::{CardTerms, ScoreReport};
use super::settle::settle;
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::math::exact::Fine;
use crate::shape::{Shaped, Warning};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

/// One report of several, each over a part of the visits: the same bytes as of all at once.
///
/// Limits and totals are worked out anew over all rows; parts may be merged again. O(n log n).
///
/// # Errors
/// `different_cards`, where parts were scored by cards of one name and version with other rules (a zone
/// by its name is not the zone as a table: which instants a name stands for may change with tzdata);
/// `different_now`, where the points depend on the present and parts were scored at another one;
/// `duplicate_id`, where a visit is in several parts; `supersedes_cycle`; `steps_differ`; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::{ScoreCard, ScoreCardPolicy, merge_scores};
/// use fieldbeat::shape::Value;
///
/// let policy = ScoreCardPolicy::from_json(r#"{
///     "name": "visits", "version": "1",
///     "tables": [{"rows": [], "default": 10}],
///     "limits": [{"kind": "once", "key": ["site"], "per": "month"}]
/// }"#)?;
/// let card = ScoreCard::new(&[policy])?;
/// let visit = |id: &str| Value::from_json(&format!(
///     r#"{{"id": "{id}", "rep": "anna", "site": "s1", "t": "2026-11-13T10:00:00Z"}}"#
/// ));
/// let budget = &mut Budget::unlimited();
/// let one = card.score_all(&[visit("a")?], None, budget)?;
/// let two = card.score_all(&[visit("b")?], None, budget)?;
/// let both = card.score_all(&[visit("b")?, visit("a")?], None, budget)?;
/// assert_eq!(merge_scores(&[two, one], budget)?, both);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn merge_scores(parts: &[ScoreReport], budget: &mut Budget<'_>) -> Result<ScoreReport> {
    let mut cards: Vec<CardTerms> = Vec::new();
    let (mut scores, mut replaced) = (Vec::new(), Vec::new());
    let mut part_of: Lookup<&str, usize> = Lookup::default();
    let mut now: Option<Instant> = None;
    for (index, part) in parts.iter().enumerate() {
        let other = part.now.filter(|own| now.is_some_and(|now| now != *own));
        if let Some((other, now)) = other.zip(now) {
            let message = format!("scored as of {other}, an earlier part as of {now}");
            let path = format!("$.parts[{index}].now");
            return Err(Error::one(ErrorKind::Input, "different_now", path, message));
        }
        now = now.or(part.now);
        for terms in &part.cards {
            match cards.iter_mut().find(|known| known.card == terms.card) {
                None => cards.push(terms.clone()),
                Some(known) if is_same(known, terms) => {
                    if known.path < terms.path {
                        known.path.clone_from(&terms.path);
                    }
                }
                Some(_) => {
                    let message = format!(
                        "\"{}\" has other rules, or its zone in another form, in an earlier part",
                        terms.card
                    );
                    let path = format!("$.parts[{index}].cards");
                    return Err(Error::one(ErrorKind::Input, "different_cards", path, message));
                }
            }
        }
        budget.spend(part.scores.len() as u64)?;
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
        replaced.extend(part.replaced.iter().cloned());
    }
    if let Some(one) = super::replaced::circles(&replaced).first() {
        let message =
            format!("\"{}\" replaces \"{}\", which replaces it in the end", one.by, one.id);
        return Err(Error::one(ErrorKind::Input, "supersedes_cycle", "$.parts", message));
    }
    let mut report = settle(scores, replaced, cards, now, budget)?;
    report.warnings = parts.iter().flat_map(|part| part.warnings.iter().cloned()).collect();
    let order = |warning: &Warning| {
        let Warning { path, code, message } = warning;
        (path.clone(), code.clone(), message.clone())
    };
    crate::math::sort_by_key(&mut report.warnings, order);
    report.warnings.dedup();
    Ok(report)
}

/// Whether two parts mean the same card. Where it stood in what a score card was made of does not
/// matter: that changes with the next version. Of several places the last one is kept.
fn is_same(known: &CardTerms, other: &CardTerms) -> bool {
    let other = CardTerms { path: known.path.clone(), ..other.clone() };
    known.to_value() == other.to_value()
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

/// Takes back what was done to rows together: they are again what each is worth alone.
fn unsettle(score: &mut Score) -> Result<()> {
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
