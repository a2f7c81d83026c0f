//! Score cards over columns: conditions column by column, points row by row.

use super::columns::Visits;
use super::compile::Card;
use super::limits::{self, Line};
use super::policy::Limit;
use super::report::{ScoreColumns, ScoreTotal};
use super::scorecard::ScoreCard;
use super::settle::name;
use super::steps::Steps;
use super::totals::Days;
use super::work::{Source, Step, Work};
use super::{fine_of, within};
use crate::budget::Budget;
use crate::column::{Sparse, Texts};
use crate::kpi::roster::Scope;
use crate::kpi::score::{ScoreStatus, StepKind};
use crate::math::exact::Fine;
use crate::rule::{Answer, Cell, Columns, Moment, Slot, Typed, answers};
use crate::shape::{Reader, Value};
use crate::time::{Calendar, Date, Instant};
use crate::{Error, ErrorKind, Result};

/// A card with what its conditions say of every row.
struct Judged<'c> {
    card: &'c Card,
    columns: Columns<'c>,
    /// By condition: 0 no, 1 yes, 2 unknown, a row each.
    answers: Vec<Vec<u8>>,
    /// The place of its first rule among those of all cards.
    first_rule: usize,
}

struct OfRow<'c> {
    judged: &'c Judged<'c>,
    row: usize,
}

impl Source for OfRow<'_> {
    fn answer(&self, condition: usize) -> Result<Answer> {
        let answer = self.judged.answers.get(condition).and_then(|answers| answers.get(self.row));
        Ok(match answer {
            Some(0) => Answer::No,
            Some(1) => Answer::Yes,
            _ => Answer::Unknown,
        })
    }

    fn number(&self, slot: Slot) -> Result<Option<Fine>> {
        let columns = &self.judged.columns;
        // What is counted are whole numbers, mostly.
        if let Some(values) = columns.field(slot)
            && let Typed::Whole(cells) = &values.cells
        {
            let is_there = !values.is_missing(self.row);
            return Ok(cells.get(self.row).filter(|_| is_there).map(|whole| Fine::count(*whole)));
        }
        let inside = |error| {
            within(&error, &format!("$.columns.{}[{}]", self.judged.card.path(slot), self.row))
        };
        fine_of(&columns.cell(slot, self.row)).map_err(inside)
    }

    fn time(&self, slot: Slot) -> Option<i64> {
        match self.judged.columns.cell(slot, self.row) {
            Cell::Whole(value) => Some(value),
            _ => None,
        }
    }
}

impl ScoreCard {
    /// What [`Self::score_all`] says, of columns: a row each in the order of the input, and the steps
    /// of all of them.
    ///
    /// `columns` holds `t` and `rep` under the keys that the card names, and `id`, `site`, `team`,
    /// `territory`, `rep_zone` or `site_zone` where it has them; without `id` rows are told apart by
    /// their places. Joint visits and `supersedes` are for `score_all`. O(n log n).
    ///
    /// # Errors
    /// As [`Condition::matches_many`](crate::rule::Condition::matches_many), with paths under
    /// `$.columns`; `duplicate_id`; `missing_key`; `cancelled`.
    pub fn score_many(
        &self,
        columns: &Value,
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<ScoreColumns> {
        self.check_now(now)?;
        let read = |at: &mut Reader| at.within("columns", |at| self.read_columns(columns, at));
        let ((visits, read), _) = self.zones.reading(read)?;
        let mut judged = Vec::with_capacity(read.len());
        let mut first_rule = 0;
        for (card, columns) in self.cards.iter().zip(read) {
            let moment = Moment { now, calendar: Some(&card.calendar) };
            let mut answered = Vec::with_capacity(card.conditions.len());
            for program in &card.conditions {
                answered.push(answers(program, &columns, moment, budget)?.into_vec());
            }
            judged.push(Judged { card, columns, answers: answered, first_rule });
            first_rule += card.rules.len();
        }
        Scoring::new(self, &visits, &judged).run(now, budget)
    }

    fn read_columns<'c>(
        &'c self,
        columns: &'c Value,
        at: &mut Reader,
    ) -> Option<(Visits<'c>, Vec<Columns<'c>>)> {
        let mut read = Vec::with_capacity(self.cards.len());
        for card in &self.cards {
            read.extend(Columns::read(&card.scope, columns, at));
        }
        let visits = Visits::read(&self.cards, columns, at);
        let visits = visits?;
        (read.len() == self.cards.len()).then_some((visits, read))
    }
}

/// Rows on their way to points.
struct Scoring<'c> {
    card: &'c ScoreCard,
    visits: &'c Visits<'c>,
    judged: &'c [Judged<'c>],
    status: Vec<ScoreStatus>,
    /// Those of undetermined rows mean nothing.
    points: Vec<Fine>,
    /// What rows that do not count would have been worth, row by row.
    worth: Vec<(usize, Fine)>,
    /// Which version of the card holds for a row.
    version: Vec<Option<u32>>,
    steps: Steps,
    /// The names of all rules, those of limits behind those of cards.
    rules: Vec<String>,
}

impl<'c> Scoring<'c> {
    fn new(card: &'c ScoreCard, visits: &'c Visits<'c>, judged: &'c [Judged<'c>]) -> Self {
        let rows = visits.t.len();
        let rules = judged.iter().flat_map(|judged| judged.card.rules.iter());
        // Most visits take most of the steps that there are.
        let steps =
            judged.iter().map(|judged| judged.card.tables.len() + judged.card.modifiers.len());
        let steps = steps.max().unwrap_or(0);
        Self {
            card,
            visits,
            judged,
            status: vec![ScoreStatus::NotEligible; rows],
            points: vec![Fine::ZERO; rows],
            worth: Vec::new(),
            version: vec![None; rows],
            steps: Steps::with_room(rows.saturating_mul(steps.min(8))),
            rules: rules.map(|rule| rule.id.clone()).collect(),
        }
    }

    fn run(mut self, now: Option<Instant>, budget: &mut Budget<'_>) -> Result<ScoreColumns> {
        let keys = self.judged.first().map(|judged| &judged.card.policy.keys);
        self.visits.check_ids(keys.map_or("id", |keys| &keys.id))?;
        let mut work = Work::default();
        for row in 0..self.visits.t.len() {
            if row % 1024 == 0 {
                budget.spend(1024)?;
            }
            self.row(row, now, &mut work)?;
        }
        self.limit()?;
        self.round()?;
        self.write()
    }

    fn row(&mut self, row: usize, now: Option<Instant>, work: &mut Work) -> Result<()> {
        let t = Instant::held(self.visits.t.get(row).copied().unwrap_or(0));
        let version = self.judged.iter().rposition(|judged| judged.card.holds_at(t));
        let Some((version, judged)) =
            version.and_then(|version| Some((version, self.judged.get(version)?)))
        else {
            return Ok(());
        };
        let source = OfRow { judged, row };
        work.run(judged.card, &source, now)?;
        let eligible =
            judged.card.eligible.map_or(Ok(Answer::Yes), |condition| source.answer(condition))?;
        let (status, points) = match eligible {
            Answer::Yes if work.unknown.is_empty() => {
                for Step { kind, rule, delta, .. } in &work.steps {
                    self.steps.push(row, judged.first_rule + rule, *kind, *delta);
                }
                (ScoreStatus::Scored, work.points)
            }
            Answer::No => {
                self.worth.extend(work.unknown.is_empty().then_some((row, work.points)));
                (ScoreStatus::NotEligible, Fine::ZERO)
            }
            Answer::Yes | Answer::Unknown => (ScoreStatus::Undetermined, Fine::ZERO),
        };
        set(&mut self.status, row, status);
        set(&mut self.points, row, points);
        set(&mut self.version, row, Some(version as u32));
        Ok(())
    }

    fn limit(&mut self) -> Result<()> {
        let (visits, judged) = (self.visits, self.judged);
        let rows = self.status.iter().zip(&self.points).enumerate();
        let counts = |(_, (status, points)): &(usize, (&ScoreStatus, &Fine))| {
            **status == ScoreStatus::Scored && **points > Fine::ZERO
        };
        let rows: Vec<u32> = rows.filter(counts).map(|(row, _)| row as u32).collect();
        let mut lines = Vec::with_capacity(rows.len());
        for visit in visits.sorted(&rows) {
            let place = visit as usize;
            let of_row = self.version.get(place).copied().flatten().zip(self.points.get(place));
            let when = visits.t.get(place).zip(visits.day.get(place));
            if let Some(((card, points), (t, day))) = of_row.zip(when) {
                let (card, t) = (card as usize, Instant::held(*t));
                lines.push(Line { place, card, visit, day, t, points: *points });
            }
        }
        let cards: Vec<(&[Limit], &Calendar)> = judged
            .iter()
            .map(|judged| (judged.card.policy.limits.as_slice(), &judged.card.calendar))
            .collect();
        // The places of the limits' names among all rules, by card.
        let mut first = Vec::with_capacity(cards.len());
        for (limits, _) in &cards {
            first.push(self.rules.len());
            let names = limits.iter().enumerate().map(|(index, limit)| name(limit, index));
            self.rules.extend(names);
        }
        let version = &self.version;
        let numbers = |key: &str| {
            let names = match key {
                "rep" => Some(&visits.rep),
                "site" => visits.site.as_ref(),
                "team" => visits.team.as_ref(),
                "territory" => visits.territory.as_ref(),
                _ => {
                    let own = |(row, version): (usize, &Option<u32>)| {
                        let judged = judged.get((*version)? as usize)?;
                        judged.card.key(key, |slot| judged.columns.cell(slot, row))
                    };
                    let own: Vec<Option<String>> = version.iter().enumerate().map(own).collect();
                    return limits::numbered(own.iter().map(Option::as_deref));
                }
            };
            // Without a column all are missing.
            names.map_or_else(|| (0..version.len() as u32).collect(), |names| names.numbers())
        };
        let (points, steps) = (&mut self.points, &mut self.steps);
        limits::apply_all(&cards, &mut lines, numbers, |index, line, left| {
            let rule = first.get(line.card).copied().unwrap_or(0) + index;
            set(points, line.place, left);
            steps.push_later(line.place, rule, StepKind::Limit, left.minus(line.points)?);
            Ok(())
        })
    }

    fn round(&mut self) -> Result<()> {
        let rule = self.rules.len();
        self.rules.push("rounding".to_owned());
        let policies: Vec<_> = self.judged.iter().map(|judged| &judged.card.policy).collect();
        let round = |version: Option<u32>, points: Fine| -> Result<Fine> {
            let policy = version.and_then(|version| policies.get(version as usize));
            match policy {
                Some(policy) if whole(points, policy.scale).is_none() => {
                    Fine::of(points.decimal()?.round(policy.scale, policy.rounding.rounding()))
                }
                _ => Ok(points),
            }
        };
        for (row, worth) in &mut self.worth {
            *worth = round(self.version.get(*row).copied().flatten(), *worth)?;
        }
        for (row, (points, version)) in self.points.iter_mut().zip(&self.version).enumerate() {
            let rounded = round(*version, *points)?;
            if rounded != *points {
                self.steps.push_later(row, rule, StepKind::Rounding, rounded.minus(*points)?);
                *points = rounded;
            }
        }
        Ok(())
    }

    fn write(self) -> Result<ScoreColumns> {
        let scale = self.judged.iter().map(|judged| judged.card.policy.scale).max().unwrap_or(0);
        let unit = Fine::ONE / 10_i128.pow(scale);
        let units = |points: Fine| match whole(points, scale) {
            Some(units) => Ok(units),
            None => i64::try_from(points.units() / unit).map_err(|_| too_large()),
        };
        let totals = self.totals()?;
        let mut points = Vec::with_capacity(self.points.len());
        for (status, own) in self.status.iter().zip(&self.points) {
            let is_known = *status != ScoreStatus::Undetermined;
            points.push(if is_known { Some(units(*own)?) } else { None });
        }
        let mut worth = vec![None; points.len()];
        for (row, own) in &self.worth {
            set(&mut worth, *row, Some(units(*own)?));
        }
        let statuses = ScoreStatus::ALL.iter().map(|status| status.as_str().to_owned()).collect();
        let steps = self.steps.columns(self.rules)?;
        Ok(ScoreColumns {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: self.card.policy_hash().to_owned(),
            scale,
            day: Texts {
                codes: self.visits.day.codes.clone(),
                names: self.visits.day.distinct.iter().map(Date::to_string).collect(),
            },
            status: Texts {
                codes: self.status.iter().map(|status| *status as u32).collect(),
                names: statuses,
            },
            points_units: Sparse(points),
            worth_units: Sparse(worth),
            step_row: steps.row,
            step_kind: steps.kind,
            step_rule: steps.rule,
            step_delta: steps.delta,
            step_scale: steps.scale,
            step_units: steps.units,
            totals,
        })
    }

    fn totals(&self) -> Result<Vec<ScoreTotal>> {
        let visits = self.visits;
        let mut days = Days::default();
        for (row, (status, points)) in self.status.iter().zip(&self.points).enumerate() {
            let Some(day) = visits.day.get(row) else { continue };
            if let Some(rep) = visits.rep.code(row) {
                days.add((Scope::Rep, rep, day), *status, *points)?;
            }
            if let Some(team) = visits.team.as_ref().and_then(|team| team.code(row)) {
                days.add((Scope::Team, team, day), *status, *points)?;
            }
        }
        days.totals(|scope, code| match scope {
            Scope::Team => visits.team.as_ref()?.name(code),
            _ => visits.rep.name(code),
        })
    }
}

/// How many units of 10^-`scale` these are, where they are a whole number of them.
fn whole(points: Fine, scale: u32) -> Option<i64> {
    // Most cards pay in hundredths: a division by a number that is known beforehand is none.
    if scale == 2 { points.whole(2) } else { points.whole(scale) }
}

fn set<T>(cells: &mut [T], row: usize, value: T) {
    if let Some(cell) = cells.get_mut(row) {
        *cell = value;
    }
}

fn too_large() -> Error {
    Error::one(ErrorKind::Limit, "too_large", "$", "the points are beyond 64 bits")
}
