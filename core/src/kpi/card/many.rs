//! Score cards over columns: conditions column by column, points row by row.

use std::cmp::Ordering;

use super::compile::Card;
use super::limits::{self, Line};
use super::policy::{Limit, PeriodZone};
use super::report::{ScoreColumns, ScoreTotal};
use super::scorecard::ScoreCard;
use super::settle::{Row, name, totals};
use super::work::{Source, Step, Work};
use super::{fine_of, settle};
use crate::budget::Budget;
use crate::column::{Buffer, Instants, Sparse, Texts};
use crate::kpi::roster::local_date;
use crate::kpi::score::{ScoreStatus, StepKind};
use crate::math::exact::Fine;
use crate::math::{StableHash, sort_by_number};
use crate::rule::{Answer, Cell, Columns, Moment, Slot, answers};
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Calendar, Date, Instant, Zone};
use crate::{Error, ErrorKind, Result};

/// A column of texts, of which some may be missing.
struct Names {
    texts: Texts,
    missing: Vec<bool>,
}

impl Names {
    fn get(&self, row: usize) -> Option<&str> {
        let is_missing = self.missing.get(row).copied().unwrap_or(false);
        if is_missing { None } else { self.texts.get(row) }
    }
}

/// What every card reads of many visits.
struct Visits {
    t: Buffer<i64>,
    day: Vec<Date>,
    id: Option<Names>,
    rep: Names,
    site: Option<Names>,
    team: Option<Names>,
    territory: Option<Names>,
}

/// A card with what its conditions say of every row.
struct Judged<'c> {
    card: &'c Card,
    columns: Columns<'c>,
    /// By condition: 0 no, 1 yes, 2 unknown, a row each.
    answers: Vec<Buffer<u8>>,
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
        fine_of(&self.judged.columns.cell(slot, self.row))
    }

    fn time(&self, slot: Slot) -> Option<i64> {
        match self.judged.columns.cell(slot, self.row) {
            Cell::Whole(value) => Some(value),
            _ => None,
        }
    }
}

/// The steps of all rows, column by column.
#[derive(Default)]
struct Steps {
    row: Vec<u32>,
    /// Place among all rules.
    rule: Vec<u32>,
    kind: Vec<StepKind>,
    delta: Vec<Fine>,
}

impl Steps {
    fn push(&mut self, row: usize, rule: usize, kind: StepKind, delta: Fine) {
        self.row.push(row as u32);
        self.rule.push(rule as u32);
        self.kind.push(kind);
        self.delta.push(delta);
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
        let mut at = Reader::new();
        let read = at.within("columns", |at| self.read_columns(columns, at));
        let ((visits, read), _) = at.finish(read)?;
        let mut judged = Vec::with_capacity(read.len());
        for (card, columns) in self.cards.iter().zip(read) {
            let moment = Moment { now, calendar: Some(&card.calendar) };
            let mut answered = Vec::with_capacity(card.conditions.len());
            for program in &card.conditions {
                answered.push(answers(program, &columns, moment, budget)?);
            }
            judged.push(Judged { card, columns, answers: answered });
        }
        Scoring::new(self, &visits, &judged).run(now, budget)
    }

    fn read_columns<'c>(
        &'c self,
        columns: &'c Value,
        at: &mut Reader,
    ) -> Option<(Visits, Vec<Columns<'c>>)> {
        let first = self.cards.first()?;
        let mut read = Vec::with_capacity(self.cards.len());
        for card in &self.cards {
            read.extend(Columns::read(&card.scope, columns, at));
        }
        let visits = Visits::read(first, columns, at);
        let visits = visits?;
        (read.len() == self.cards.len()).then_some((visits, read))
    }
}

impl Visits {
    fn read(card: &Card, columns: &Value, at: &mut Reader) -> Option<Self> {
        let keys = &card.policy.keys;
        let t = match columns.get(&keys.t) {
            Some(value) => at.within(keys.t.clone(), |at| Instants::read(value, at)),
            None => absent(&keys.t, at),
        };
        let rows = t.as_ref().map_or(0, |t| t.0.len());
        let names = |key: &str, at: &mut Reader| match columns.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(value) => at.within(key.to_owned(), |at| {
                let names = names(value, at)?;
                let len = names.texts.codes.len();
                if t.is_some() && len != rows {
                    return at.problem(
                        "length_mismatch",
                        format!("{len} rows where \"{}\" has {rows}", keys.t),
                    );
                }
                Some(Some(names))
            }),
        };
        for key in [&keys.reps, &keys.supersedes] {
            if columns.get(key).is_some_and(|column| *column != Value::Null) {
                let message = format!("\"{key}\" is for score_all: no column holds it");
                at.within(key.clone(), |at| at.problem::<()>("unsupported_column", message));
            }
        }
        let id = names(&keys.id, at);
        let rep = match names(&keys.rep, at) {
            Some(None) => absent(&keys.rep, at),
            Some(Some(rep)) if rep.missing.contains(&true) => {
                at.within(keys.rep.clone(), |at| at.problem("missing_value", "a visit has no rep"))
            }
            other => other.flatten(),
        };
        let site = names(&keys.site, at);
        let team = names(&keys.team, at);
        let territory = names(&keys.territory, at);
        let zones = match card.policy.period_zone {
            PeriodZone::Rep => names(&keys.rep_zone, at),
            PeriodZone::Site => names(&keys.site_zone, at),
            PeriodZone::Card => Some(None),
        };
        let day = days(card, &t.as_ref()?.0, zones?.as_ref(), at)?;
        let t = t?.0;
        Some(Self { t, day, id: id?, rep: rep?, site: site?, team: team?, territory: territory? })
    }

    fn id(&self, row: usize) -> std::borrow::Cow<'_, str> {
        match self.id.as_ref().and_then(|id| id.get(row)) {
            Some(id) => id.into(),
            None => row.to_string().into(),
        }
    }

    /// Rows in the order of (day, arrival, id, rep).
    fn order(&self, key: &str) -> Result<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.t.len()).collect();
        let t = |row: &usize| self.t.get(*row).copied().unwrap_or(0);
        let day = |row: &usize| self.day.get(*row).copied();
        sort_by_number(&mut order, t, |_, _| Ordering::Equal);
        sort_by_number(
            &mut order,
            |row| day(row).map_or(0, Date::day_number),
            |a, b| {
                t(a).cmp(&t(b)).then_with(|| match &self.id {
                    Some(_) => self.id(*a).cmp(&self.id(*b)),
                    None => a.cmp(b),
                })
            },
        );
        if let Some(id) = &self.id {
            let mut seen = vec![false; id.texts.names.len()];
            for (row, code) in id.texts.codes.iter().enumerate() {
                let known = seen.get_mut(*code as usize);
                if known.is_some_and(|seen| std::mem::replace(seen, true)) && id.get(row).is_some()
                {
                    let message = format!("the visit \"{}\" comes twice", self.id(row));
                    let path = format!("$.columns.{key}[{row}]");
                    return Err(Error::one(ErrorKind::Input, "duplicate_id", path, message));
                }
            }
        }
        Ok(order)
    }
}

fn absent<T>(key: &str, at: &mut Reader) -> Option<T> {
    let message = format!("the column \"{key}\" is required");
    at.within(key.to_owned(), |at| at.problem("missing_key", message))
}

fn names(value: &Value, at: &mut Reader) -> Option<Names> {
    if let Value::Column(column) = value
        && let crate::column::Cells::Text { codes, names } = column.cells()
    {
        let texts = Texts { codes: codes.clone(), names: names.clone() };
        return Some(Names { texts, missing: column.nulls().to_vec() });
    }
    let rows = Vec::<Option<String>>::read(value, at)?;
    let missing = rows.iter().map(Option::is_none).collect();
    Some(Names { texts: rows.iter().map(|row| row.as_deref().unwrap_or("")).collect(), missing })
}

/// The local dates of arrivals; each zone is read once.
fn days(card: &Card, t: &[i64], zones: Option<&Names>, at: &mut Reader) -> Option<Vec<Date>> {
    let own = &card.calendar.policy().zone;
    let mut others: Vec<Option<Zone>> = Vec::new();
    if let Some(zones) = zones {
        for name in &zones.texts.names {
            // The empty text stands where a row has none.
            let zone = if name.is_empty() {
                None
            } else {
                Some(Zone::read(&Value::Text(name.clone()), at)?)
            };
            others.push(zone);
        }
    }
    let zone = |row: usize| {
        let zones = zones.filter(|zones| zones.get(row).is_some())?;
        let code = *zones.texts.codes.get(row)?;
        others.get(code as usize)?.as_ref()
    };
    let day = |(row, t): (usize, &i64)| local_date(zone(row).unwrap_or(own), Instant::held(*t));
    Some(t.iter().enumerate().map(day).collect())
}

/// Rows on their way to points.
struct Scoring<'c> {
    card: &'c ScoreCard,
    visits: &'c Visits,
    judged: &'c [Judged<'c>],
    status: Vec<ScoreStatus>,
    points: Vec<Option<Fine>>,
    worth: Vec<Option<Fine>>,
    /// Which version of the card holds for a row.
    version: Vec<Option<usize>>,
    steps: Steps,
    /// The names of all rules, those of limits behind those of cards.
    rules: Vec<String>,
}

impl<'c> Scoring<'c> {
    fn new(card: &'c ScoreCard, visits: &'c Visits, judged: &'c [Judged<'c>]) -> Self {
        let rows = visits.t.len();
        let rules = judged.iter().flat_map(|judged| judged.card.rules.iter());
        Self {
            card,
            visits,
            judged,
            status: vec![ScoreStatus::NotEligible; rows],
            points: vec![Some(Fine::ZERO); rows],
            worth: vec![None; rows],
            version: vec![None; rows],
            steps: Steps::default(),
            rules: rules.map(|rule| rule.id.clone()).collect(),
        }
    }

    fn run(mut self, now: Option<Instant>, budget: &mut Budget<'_>) -> Result<ScoreColumns> {
        let mut work = Work::default();
        for row in 0..self.visits.t.len() {
            if row % 1024 == 0 {
                budget.spend(1024)?;
            }
            self.row(row, now, &mut work)?;
        }
        let order = self
            .visits
            .order(self.judged.first().map_or("id", |judged| &judged.card.policy.keys.id))?;
        self.limit(&order)?;
        self.round()?;
        self.write(&order)
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
        let (status, points, worth) = match eligible {
            Answer::Yes if work.unknown.is_empty() => {
                let before = self.judged.iter().take(version).map(|judged| judged.card.rules.len());
                let first: usize = before.sum();
                for Step { kind, rule, delta, .. } in &work.steps {
                    self.steps.push(row, first + rule, *kind, *delta);
                }
                (ScoreStatus::Scored, Some(work.points), None)
            }
            Answer::No => {
                let worth = work.unknown.is_empty().then_some(work.points);
                (ScoreStatus::NotEligible, Some(Fine::ZERO), worth)
            }
            Answer::Yes | Answer::Unknown => (ScoreStatus::Undetermined, None, None),
        };
        set(&mut self.status, row, status);
        set(&mut self.points, row, points);
        set(&mut self.worth, row, worth);
        set(&mut self.version, row, Some(version));
        Ok(())
    }

    fn limit(&mut self, order: &[usize]) -> Result<()> {
        let mut lines = Vec::new();
        for (visit, row) in order.iter().enumerate() {
            let (Some(Some(card)), Some(ScoreStatus::Scored)) =
                (self.version.get(*row), self.status.get(*row))
            else {
                continue;
            };
            let (Some(day), Some(t)) = (self.visits.day.get(*row), self.visits.t.get(*row)) else {
                continue;
            };
            let points = self.points.get(*row).copied().flatten().unwrap_or_default();
            let (card, visit, day, t) = (*card, visit as u32, *day, Instant::held(*t));
            lines.push(Line { place: *row, card, visit, day, t, points });
        }
        let (visits, judged) = (self.visits, self.judged);
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
        let key = |limit: &Limit, line: &Line| {
            let row = line.place;
            let mut hash = StableHash::new();
            for key in &limit.key {
                let own = match key.as_str() {
                    "rep" => visits.rep.get(row).map(str::to_owned),
                    "site" => {
                        visits.site.as_ref().and_then(|names| names.get(row)).map(str::to_owned)
                    }
                    "team" => {
                        visits.team.as_ref().and_then(|names| names.get(row)).map(str::to_owned)
                    }
                    "territory" => visits
                        .territory
                        .as_ref()
                        .and_then(|names| names.get(row))
                        .map(str::to_owned),
                    _ => judged.get(line.card).and_then(|judged| {
                        settle::own_key(judged.card, key, |slot| judged.columns.cell(slot, row))
                    }),
                };
                hash = match own {
                    Some(own) => hash.text(key).text(&own),
                    None => hash.text(key).int(row as i64),
                };
            }
            hash.value()
        };
        let (points, steps) = (&mut self.points, &mut self.steps);
        limits::apply_all(&cards, &mut lines, key, |index, line, left| {
            let rule = first.get(line.card).copied().unwrap_or(0) + index;
            set(points, line.place, Some(left));
            steps.push(line.place, rule, StepKind::Limit, left.minus(line.points)?);
            Ok(())
        })
    }

    fn round(&mut self) -> Result<()> {
        let rule = self.rules.len();
        self.rules.push("rounding".to_owned());
        for (row, version) in self.version.iter().enumerate() {
            let Some(judged) = version.and_then(|version| self.judged.get(version)) else {
                continue;
            };
            let policy = &judged.card.policy;
            let unit = Fine::ONE / 10_i128.pow(policy.scale);
            let round = |points: Fine| -> Result<Fine> {
                if points.units() % unit == 0 {
                    return Ok(points);
                }
                Fine::of(points.decimal()?.round(policy.scale, policy.rounding.rounding()))
            };
            if let Some(worth) = self.worth.get_mut(row) {
                *worth = worth.map(round).transpose()?;
            }
            let Some(Some(points)) = self.points.get_mut(row) else { continue };
            let rounded = round(*points)?;
            if rounded != *points {
                self.steps.push(row, rule, StepKind::Rounding, rounded.minus(*points)?);
                *points = rounded;
            }
        }
        Ok(())
    }

    fn write(self, order: &[usize]) -> Result<ScoreColumns> {
        let scale = self.judged.iter().map(|judged| judged.card.policy.scale).max().unwrap_or(0);
        let unit = Fine::ONE / 10_i128.pow(scale);
        let units = |points: &Option<Fine>| -> Result<Option<i64>> {
            let Some(points) = points else { return Ok(None) };
            i64::try_from(points.units() / unit).map(Some).map_err(|_| too_large())
        };
        let totals = self.totals(order)?;
        let mut places: Vec<usize> = (0..self.steps.row.len()).collect();
        sort_by_number(
            &mut places,
            |place| self.steps.row.get(*place).map_or(0, |row| i64::from(*row)),
            |a, b| a.cmp(b),
        );
        let at = |cells: &[u32]| -> Vec<u32> {
            places.iter().filter_map(|place| cells.get(*place).copied()).collect()
        };
        let kinds = StepKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let kind = |place: &usize| {
            let kind = self.steps.kind.get(*place)?;
            StepKind::ALL.iter().position(|known| known == kind).map(|place| place as u32)
        };
        let delta = |place: &usize| -> Result<f64> {
            let delta = self.steps.delta.get(*place).copied().unwrap_or_default();
            Ok(delta.decimal()?.to_f64())
        };
        let statuses = ScoreStatus::ALL.iter().map(|status| status.as_str().to_owned()).collect();
        let status = |status: &ScoreStatus| {
            ScoreStatus::ALL.iter().position(|known| known == status).unwrap_or(0) as u32
        };
        Ok(ScoreColumns {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: self.card.policy_hash().to_owned(),
            scale,
            status: Texts { codes: self.status.iter().map(status).collect(), names: statuses },
            points_units: Sparse(self.points.iter().map(units).collect::<Result<_>>()?),
            worth_units: Sparse(self.worth.iter().map(units).collect::<Result<_>>()?),
            step_row: at(&self.steps.row).into(),
            step_kind: Texts { codes: places.iter().filter_map(kind).collect(), names: kinds },
            step_rule: Texts { codes: at(&self.steps.rule), names: self.rules.clone() },
            step_delta: places.iter().map(delta).collect::<Result<Vec<f64>>>()?.into(),
            totals,
        })
    }

    fn totals(&self, order: &[usize]) -> Result<Vec<ScoreTotal>> {
        let visits = self.visits;
        totals(order.iter().filter_map(|row| {
            Some(Row {
                rep: visits.rep.get(*row)?,
                team: visits.team.as_ref().and_then(|team| team.get(*row)),
                day: *visits.day.get(*row)?,
                status: *self.status.get(*row)?,
                points: self.points.get(*row).copied().flatten().unwrap_or_default(),
            })
        }))
    }
}

fn set<T>(cells: &mut [T], row: usize, value: T) {
    if let Some(cell) = cells.get_mut(row) {
        *cell = value;
    }
}

fn too_large() -> Error {
    Error::one(ErrorKind::Limit, "too_large", "$", "the points are beyond 64 bits")
}
