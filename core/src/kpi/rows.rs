//! The rows of points, checked, and found by whom and on which dates.

use std::cmp::Ordering;

use super::Lookup;
use super::roster::{Roster, Scope};
use super::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::Result;
use crate::budget::Budget;
use crate::math::exact::{Amount, Fine};
use crate::math::{sort_by_number, under};
use crate::shape::{Reader, Warning};
use crate::time::{Date, Instant};

/// One row that was read.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) score: &'a Score,
    /// The local date of arrival.
    pub(super) date: Date,
    /// The place of the rep in the roster.
    pub(super) rep: usize,
    pub(super) points: Option<Amount>,
    pub(super) amount: Option<Amount>,
    pub(super) margin: Option<Amount>,
}

impl<'a> Row<'a> {
    /// Which rep, team or territory it is of.
    pub(super) fn of(&self, scope: Scope, roster: &Roster<'a>) -> Option<&'a str> {
        let own = match scope {
            Scope::Rep => Some(&self.score.rep),
            Scope::Team => self.score.team.as_ref(),
            Scope::Territory => self.score.territory.as_ref(),
        };
        own.map(String::as_str).or_else(|| roster.members().get(self.rep)?.of(scope))
    }

    pub(super) fn is_scored(&self) -> bool {
        self.score.status == ScoreStatus::Scored
    }

    /// The points that count; `None` where nobody knows them.
    pub(super) fn counted(&self) -> Option<Amount> {
        match self.score.status {
            ScoreStatus::Scored => self.points,
            ScoreStatus::NotEligible => Some(Amount::ZERO),
            ScoreStatus::Undetermined => None,
        }
    }
}

/// At which stage, and by which rule; neither for points without steps.
pub(super) type Rule<'a> = (Option<StepKind>, Option<&'a str>);

/// Points by rule, in the order of the rules: there are few.
#[derive(Default)]
pub(super) struct Rules<'a>(pub(super) Vec<(Rule<'a>, Fine)>);

impl<'a> Rules<'a> {
    /// Adds the points of a row, if they count.
    pub(super) fn add(&mut self, row: &Row<'a>) -> Result<()> {
        let Some(points) = row.counted().filter(|_| row.is_scored()) else { return Ok(()) };
        if row.score.steps.is_empty() {
            return self.give((None, None), points.fine()?);
        }
        let mut steps = row.score.steps.iter();
        let rule = |step: &'a ScoreStep| (Some(step.kind), step.rule_id.as_deref());
        steps.try_for_each(|step| self.give(rule(step), Fine::of(step.delta)?))
    }

    fn give(&mut self, rule: Rule<'a>, points: Fine) -> Result<()> {
        let sum = under(&mut self.0, rule, Fine::default);
        *sum = sum.plus(points)?;
        Ok(())
    }
}

/// Reads all rows. One that comes twice would be paid twice: `duplicate_id`. Steps that do not sum to
/// the points explain something else: `steps_differ`.
///
/// # Errors
/// `cancelled`.
pub(super) fn rows<'a>(
    scored: &'a [Score],
    roster: &Roster<'a>,
    at: &mut Reader,
    budget: &mut Budget<'_>,
) -> Result<Vec<Row<'a>>> {
    let mut rows = Vec::with_capacity(scored.len());
    let mut seen = Lookup::with_capacity_and_hasher(scored.len(), Default::default());
    at.within("scored", |at| {
        for (index, score) in scored.iter().enumerate() {
            budget.spend(1)?;
            at.within(index, |at| {
                check_names(score, at);
                if seen.insert((score.id.as_str(), score.rep.as_str()), ()).is_some() {
                    let message = format!("\"{}\" of \"{}\" comes twice", score.id, score.rep);
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                }
                rows.extend(read(score, roster, at));
            });
        }
        Ok(rows)
    })
}

/// Warns of reps who are of another team by their rows than by the roster: their points go by the rows,
/// and what no row tells, adjustments and days without visits, by the roster. Once for each rep.
pub(super) fn warn_of_teams(rows: &[Row<'_>], scope: Scope, roster: &Roster<'_>) -> Vec<Warning> {
    let (key, code, own): (_, _, fn(&Score) -> Option<&String>) = match scope {
        Scope::Rep => return Vec::new(),
        Scope::Team => ("team", "teams_differ", |score| score.team.as_ref()),
        Scope::Territory => ("territory", "territories_differ", |score| score.territory.as_ref()),
    };
    let mut told = Lookup::default();
    let mut warnings = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let listed = roster.members().get(row.rep).and_then(|member| member.by_roster(scope));
        if let Some((own, listed)) = own(row.score).zip(listed)
            && own != listed
            && told.insert(row.rep, ()).is_none()
        {
            warnings.push(Warning {
                code: code.to_owned(),
                path: format!("$.scored[{index}].{key}"),
                message: format!(
                    "\"{}\" is of \"{own}\" here and of \"{listed}\" by the roster: points go by the row",
                    row.score.rep
                ),
            });
        }
    }
    warnings
}

/// Nobody leaves before coming, and what has no name is nobody's.
fn check_names(score: &Score, at: &mut Reader) {
    for (key, name) in [("id", &score.id), ("rep", &score.rep)] {
        if name.is_empty() {
            at.within(key, |at| at.problem::<()>("empty", "expected a name"));
        }
    }
    if score.left.is_some_and(|left| left < score.t) {
        at.within("left", |at| at.problem::<()>("end_before_start", "before the arrival"));
    }
}

fn read<'a>(score: &'a Score, roster: &Roster<'a>, at: &mut Reader) -> Option<Row<'a>> {
    let mut amount = |key: &'static str, decimal: Option<crate::math::Decimal>| {
        decimal.and_then(|decimal| at.within(key, |at| Amount::read(decimal, at)))
    };
    let points = amount("points", score.points);
    let sold = amount("amount", score.amount);
    let margin = amount("margin", score.margin);
    check_steps(score, at);
    let rep = roster.place(&score.rep)?;
    let zone = roster.members().get(rep)?.zone();
    Some(Row {
        score,
        date: score.day.unwrap_or_else(|| zone.day_of(score.t)),
        rep,
        points,
        amount: sold,
        margin,
    })
}

fn check_steps(score: &Score, at: &mut Reader) {
    let Some(points) = score.points.filter(|_| !score.steps.is_empty()) else { return };
    at.within("steps", |at| {
        let mut sum = Some(Fine::ZERO);
        for (index, step) in score.steps.iter().enumerate() {
            let delta = at.within(index, |at| at.within("delta", |at| Fine::read(step.delta, at)));
            sum = sum.zip(delta).and_then(|(sum, delta)| sum.plus(delta).ok());
        }
        let points = points.units(18);
        if sum.is_some_and(|sum| Some(sum.units()) != points) {
            at.problem::<()>("steps_differ", "the deltas of the steps do not sum to the points");
        }
    });
}

/// Rows by rep, team or territory, each in the order of their dates.
pub(super) struct Groups<'a> {
    rows: Lookup<&'a str, Vec<Row<'a>>>,
}

impl<'a> Groups<'a> {
    /// The rows up to `now`.
    pub(super) fn new(rows: &[Row<'a>], scope: Scope, now: Instant, roster: &Roster<'a>) -> Self {
        let mut groups: Lookup<&'a str, Vec<Row<'a>>> = Lookup::default();
        for row in rows.iter().filter(|row| row.score.t <= now) {
            if let Some(name) = row.of(scope, roster) {
                groups.entry(name).or_default().push(*row);
            }
        }
        for group in groups.values_mut() {
            sort_by_number(group, |row| row.date.day_number(), |_, _| Ordering::Equal);
        }
        Self { rows: groups }
    }

    /// The rows of one, from the first date to the last, in no order within a date.
    pub(super) fn of(&self, name: &str, (first, last): (Date, Date)) -> &[Row<'a>] {
        let all = self.rows.get(name).map_or(&[][..], Vec::as_slice);
        let from = all.partition_point(|row| row.date < first);
        let until = all.partition_point(|row| row.date <= last).max(from);
        all.get(from..until).unwrap_or(&[])
    }

    /// Of whom there are rows.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.rows.keys().copied()
    }
}
