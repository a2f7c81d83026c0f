//! A score card in all its versions, and what it says of visits.

use super::compile::{Card, hash_of, policy_hash};
use super::policy::ScoreCardPolicy;
use super::replaced::{self, ReplacedVisit};
use super::report::ScoreReport;
use super::visit::{Visit, arrival};
use super::work::Work;
use super::worth::{shared, without_card, worth};
use super::{settle, within};
use crate::Result;
use crate::budget::Budget;
use crate::kpi::score::Score;
use crate::kpi::spelling::warn_of_keys;
use crate::rule::needs_now;
use crate::shape::{Reader, Shaped, Value, Warning};
use crate::time::{Instant, KnownZones};

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
    /// Whether they came as a list, though it be of one.
    is_list: bool,
    warnings: Vec<Warning>,
    policy_hash: String,
    pub(super) zones: KnownZones,
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
        Self::compiled(policy, policy.len() != 1)
    }

    /// The same; paths have places in a list where `is_list`.
    pub(crate) fn compiled(policy: &[ScoreCardPolicy], is_list: bool) -> Result<Self> {
        let mut at = Reader::new();
        let cards = at.within("policy", |at| at.policy(|at| compile(policy, is_list, at)));
        let (mut cards, warnings) = at.finish(cards)?;
        crate::math::sort_by_key(&mut cards, |card| card.policy.valid_from);
        let policy_hash = hash_of(cards.iter().map(|card| policy_hash(&card.policy)).collect());
        let (policies, zones) = (policy.to_vec(), KnownZones::default());
        Ok(Self { cards, policies, is_list, warnings, policy_hash, zones })
    }

    /// What it was made of.
    #[must_use]
    pub fn policy(&self) -> &[ScoreCardPolicy] {
        &self.policies
    }

    pub(crate) fn is_list(&self) -> bool {
        self.is_list
    }

    /// What is legal and probably not meant: conditions that are `never_true` or `always_true`; rows that
    /// are met only where one before them is, `unreachable` of `first` and `overlap` of `unique`; `hole`,
    /// where rows ask for an enum only and none is for some of its values.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The hash of all rules: of one version its own, of several that of theirs, in whatever order.
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
        let read = |at: &mut Reader| at.within("visit", |at| self.read(visit, at));
        let ((card, visit), _) = self.zones.reading(read)?;
        let mut work = Work::default();
        let Some(card) = card else { return Ok(without_card(&visit)) };
        let (scale, rounding) = (card.policy.scale, card.policy.rounding);
        let rounded = worth(card, &visit, now, &mut work).and_then(|mut score| {
            settle::round(&mut score, scale, rounding)?;
            Ok(score)
        });
        rounded.map_err(|error| within(&error, "$.visit"))
    }

    /// What visits are worth together: joint visits shared, limits applied, totals.
    ///
    /// The order of the visits changes nothing. O(n log n) for n visits, and for each the rules of
    /// the card. The name of a zone is looked up once, in however many visits and calls it stands.
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
        let read = |at: &mut Reader| {
            let mut read = Vec::with_capacity(visits.len());
            for (index, visit) in visits.iter().enumerate() {
                let known = at.within(index, |at| self.read(visit, at));
                read.extend(known.map(|(card, visit)| (index, card, visit)));
            }
            let replaced = self.check_ids(&read, at);
            self.warn_of_keys(visits, at);
            Some((read, replaced))
        };
        let ((read, replaced), warnings) = self.zones.reading(|at| at.within("visits", read))?;
        let mut work = Work::default();
        let mut scores = Vec::with_capacity(read.len());
        for (index, card, visit) in &read {
            budget.spend(1)?;
            let whole = match card {
                None => Ok(without_card(visit)),
                Some(card) => worth(card, visit, now, &mut work),
            };
            let rows = whole.and_then(|score| shared(&score, *card, visit));
            scores.extend(rows.map_err(|error| within(&error, &format!("$.visits[{index}]")))?);
        }
        let now = now.filter(|_| self.cards.iter().any(|card| card.needs_now));
        let cards = self.cards.iter().map(settle::terms).collect();
        let report = settle::settle(scores, replaced, cards, now, budget)?;
        Ok(ScoreReport { warnings, ..report })
    }

    /// Notes keys of visits that no card reads and that look like one that it does. Who writes `amout`
    /// would find nothing sold, in silence.
    fn warn_of_keys(&self, visits: &[Value], at: &mut Reader) {
        let Some(first) = self.cards.first() else { return };
        let Value::Map(keys) = first.policy.keys.to_value() else { return };
        let others = ["plan_id", "arrival", "departure"].map(str::to_owned);
        let own = keys.into_iter().filter_map(|(_, path)| match path {
            Value::Text(path) => Some(path),
            _ => None,
        });
        let read = self
            .cards
            .iter()
            .flat_map(|card| card.policy.schema.0.iter().map(|(name, _)| name.clone()));
        let mut known: Vec<String> = own.chain(others).chain(read).collect();
        // What stands deeper is found by its first key.
        known.extend(
            known
                .clone()
                .iter()
                .filter_map(|path| path.split_once('.'))
                .map(|(key, _)| key.to_owned()),
        );
        warn_of_keys(visits.iter().map(entries), &known, at);
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

fn entries(visit: &Value) -> &[(String, Value)] {
    match visit {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

pub(super) fn compile(
    policy: &[ScoreCardPolicy],
    is_list: bool,
    at: &mut Reader,
) -> Option<Vec<Card>> {
    let mut cards = Vec::with_capacity(policy.len());
    for (index, version) in policy.iter().enumerate() {
        let card = if is_list {
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
        } else {
            Card::new(version, at)
        };
        cards.extend(card);
    }
    if policy.is_empty() {
        return at.problem("empty", "expected at least one version of the card");
    }
    (cards.len() == policy.len()).then_some(cards)
}

impl PartialEq for ScoreCard {
    fn eq(&self, other: &Self) -> bool {
        self.policies.to_value() == other.policies.to_value()
    }
}
