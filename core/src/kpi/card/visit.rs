//! What every card reads of a visit: who came, when, where.

use super::compile::Card;
use super::policy::{PeriodZone, SplitBy};
use crate::math::Decimal;
use crate::rule::Record;
use crate::shape::{Reader, Shaped, Value, record};
use crate::time::{Date, Instant, Zone};

/// Nobody's share weighs more.
const MAX_WEIGHT: i64 = 1_000_000_000;
/// A joint visit of more reps is not read: `too_many_reps`.
pub const MAX_REPS: usize = 1_000;

/// Digits after the point that the weight of a share may have.
pub(super) const WEIGHT_DIGITS: u32 = 6;

record! {
    /// A rep in a joint visit.
    pub struct Participant: data {
        /// Who.
        pub rep: String,
        /// The weight of the share; 0 or more.
        pub weight: Decimal = Decimal::from_units(1, 0).unwrap_or(Decimal::ZERO),
        /// Whether this one led the visit.
        pub lead: bool = false,
        /// The rep's team, where it is not that of the visit.
        pub team: Option<String>,
    }
}

/// One visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) id: String,
    pub(super) t: Instant,
    pub(super) left: Option<Instant>,
    /// The local date of arrival.
    pub(super) day: Date,
    /// One at least.
    pub(super) reps: Vec<Participant>,
    pub(super) site: Option<String>,
    pub(super) team: Option<String>,
    pub(super) territory: Option<String>,
    pub(super) amount: Option<Decimal>,
    pub(super) margin: Option<Decimal>,
    pub(super) supersedes: Vec<String>,
    pub(super) record: Record,
}

/// The arrival of a visit, by which its card is found; `None` after a problem.
pub(super) fn arrival(card: &Card, value: &Value, at: &mut Reader) -> Option<Instant> {
    let keys = &card.policy.keys;
    if find(value, &keys.t).is_none() && value.get("arrival") == Some(&Value::Null) {
        let message =
            "nobody arrived, so the visit is of no day: leave out verdicts without an arrival";
        return at.within("arrival", |at| at.problem("missing_key", message));
    }
    required(value, &keys.t, &["arrival.t", "arrival"], at)
}

impl Visit {
    /// Reads a visit as a card sees it; all problems are noted.
    pub(super) fn read(card: &Card, value: &Value, t: Instant, at: &mut Reader) -> Option<Self> {
        let keys = &card.policy.keys;
        let problems = at.problem_count();
        let id: Option<String> = required(value, &keys.id, &["plan_id"], at);
        check(value, &keys.id, &["plan_id"], at, |at| {
            if id.as_ref().is_some_and(String::is_empty) {
                at.problem::<()>("empty", "expected a name");
            }
        });
        let departures = ["departure.t", "departure"];
        let left: Option<Instant> = optional(value, &keys.left, &departures, at);
        check(value, &keys.left, &departures, at, |at| {
            if left.is_some_and(|left| left < t) {
                at.problem::<()>("end_before_start", "before the arrival");
            }
        });
        let reps = reps(card, value, at);
        let site = optional(value, &keys.site, &[], at);
        let team = optional(value, &keys.team, &[], at);
        let territory = optional(value, &keys.territory, &[], at);
        let amount = optional(value, &keys.amount, &[], at);
        let margin = optional(value, &keys.margin, &[], at);
        let supersedes: Option<Vec<String>> = optional(value, &keys.supersedes, &[], at);
        if let (Some(id), Some(supersedes)) = (&id, &supersedes)
            && supersedes.contains(id)
        {
            within::<()>(&keys.supersedes, at, |at| {
                at.problem("supersedes_itself", "a visit does not replace itself")
            });
        }
        let zone: Option<Zone> = match card.policy.period_zone {
            PeriodZone::Rep => optional(value, &keys.rep_zone, &[], at),
            PeriodZone::Site => optional(value, &keys.site_zone, &[], at),
            PeriodZone::Card => None,
        };
        let record = card.scope.read(value, at);
        let zone = zone.as_ref().unwrap_or(&card.calendar.policy().zone);
        let day = zone.day_of(t);
        let supersedes = supersedes.unwrap_or_default();
        let (id, reps, record) = (id?, reps?, record?);
        (at.problem_count() == problems).then_some(Self {
            id,
            t,
            left,
            day,
            reps,
            site,
            team,
            territory,
            amount,
            margin,
            supersedes,
            record,
        })
    }
}

fn reps(card: &Card, value: &Value, at: &mut Reader) -> Option<Vec<Participant>> {
    let keys = &card.policy.keys;
    let alone = |rep| {
        let weight = Decimal::from_units(1, 0).unwrap_or(Decimal::ZERO);
        Participant { rep, weight, lead: false, team: None }
    };
    let Some(list) = find(value, &keys.reps) else {
        let rep: String = required(value, &keys.rep, &[], at)?;
        if rep.is_empty() {
            return within(&keys.rep, at, |at| at.problem("empty", "expected a name"));
        }
        return Some(vec![alone(rep)]);
    };
    let by_lead = card.policy.split.by == SplitBy::Lead;
    let most = Decimal::from_units(MAX_WEIGHT, 0).unwrap_or(Decimal::ZERO);
    let reps = within(&keys.reps, at, |at| {
        let mut reps: Vec<Participant> = Vec::new();
        let len = at.list(list, &mut |item, at| {
            let read = match item {
                Value::Text(rep) => Some(alone(rep.clone())),
                other => Participant::read(other, at),
            };
            if let Some(rep) = read {
                if reps.iter().any(|known| known.rep == rep.rep) {
                    at.problem::<()>("duplicate_id", format!("\"{}\" comes twice", rep.rep));
                }
                if rep.rep.is_empty() {
                    at.problem::<()>("empty", "expected a name");
                }
                if by_lead && rep.lead && reps.iter().any(|known| known.lead) {
                    let message = "one rep leads a visit: the share is that of one";
                    at.within("lead", |at| at.problem::<()>("several_leads", message));
                }
                if rep.weight < Decimal::ZERO || rep.weight > most {
                    at.within("weight", |at| {
                        at.problem::<()>("out_of_range", "expected 0 to 10^9")
                    });
                }
                if rep.weight <= most && rep.weight.units(WEIGHT_DIGITS).is_none() {
                    let message =
                        format!("expected at most {WEIGHT_DIGITS} digits after the point");
                    at.within("weight", |at| at.problem::<()>("too_precise", message));
                }
                reps.push(rep);
            }
        })?;
        if len == 0 {
            return at.problem("empty", "expected at least one rep");
        }
        if len > MAX_REPS {
            return at.limit("too_many_reps", format!("more than {MAX_REPS} reps"));
        }
        let is_weighed = card.policy.split.by == SplitBy::Weights && reps.len() > 1;
        if is_weighed && reps.len() == len && reps.iter().all(|rep| rep.weight == Decimal::ZERO) {
            return at.problem("zero_weights", "the weights of a joint visit are all zero");
        }
        if by_lead && len > 1 && reps.len() == len && reps.iter().all(|rep| !rep.lead) {
            let message =
                "nobody is said to lead the visit, and the order of the reps says nothing";
            return at.problem("missing_lead", message);
        }
        (reps.len() == len).then_some(reps)
    })?;
    // Whoever stands beside the others would have nothing of it.
    if let Some(Value::Text(rep)) = find(value, &keys.rep)
        && reps.iter().all(|other| other.rep != *rep)
    {
        let message = format!("\"{rep}\" is not among \"{}\", who share the visit", keys.reps);
        return within(&keys.rep, at, |at| at.problem("ambiguous", message));
    }
    Some(reps)
}

fn required<T: Shaped>(value: &Value, path: &str, others: &[&str], at: &mut Reader) -> Option<T> {
    let problems = at.problem_count();
    let read = optional(value, path, others, at);
    if read.is_none() && at.problem_count() == problems {
        let message = format!("\"{path}\" is required");
        return within(path, at, |at| at.problem("missing_key", message));
    }
    read
}

fn optional<T: Shaped>(value: &Value, path: &str, others: &[&str], at: &mut Reader) -> Option<T> {
    let (path, value) = first(value, path, others)?;
    within(path, at, |at| T::read(value, at))
}

/// Notes what is wrong with a value beyond its type, where it stands.
fn check(
    value: &Value,
    path: &str,
    others: &[&str],
    at: &mut Reader,
    check: impl FnOnce(&mut Reader),
) {
    if let Some((path, _)) = first(value, path, others) {
        within(path, at, |at| {
            check(at);
            Some(())
        });
    }
}

/// The first of some paths under which anything stands, and what.
fn first<'a>(value: &'a Value, path: &'a str, others: &[&'a str]) -> Option<(&'a str, &'a Value)> {
    let mut paths = std::iter::once(&path).chain(others);
    paths.find_map(|path| Some((*path, find(value, path)?)))
}

/// What stands under a dotted path, if anything does.
fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let found =
        value.get(path).or_else(|| path.split('.').try_fold(value, |value, key| value.get(key)));
    found.filter(|value| **value != Value::Null)
}

fn within<T>(
    path: &str,
    at: &mut Reader,
    read: impl FnOnce(&mut Reader) -> Option<T>,
) -> Option<T> {
    match path.split_once('.') {
        Some((key, rest)) => at.within(key.to_owned(), |at| within(rest, at, read)),
        None => at.within(path.to_owned(), read),
    }
}
