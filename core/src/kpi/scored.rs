//! Rows of points in columns.

use super::names::Names;
use super::score::{Score, ScoreStatus, ScoreStep, StepKind};
use crate::Result;
use crate::column::Instants;
use crate::math::Decimal;
use crate::math::exact::Fine;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Date, Instant};

impl Score {
    /// Rows of points that are columns, for all that reads rows: the columns that were scored, and
    /// beside them what [`ScoreCard::score_many`](super::ScoreCard::score_many) says of them.
    ///
    /// Required are `t`, `rep`, and `points`, or `points_units` with their `scale`. Besides are read `id`,
    /// without which rows are told apart by their places, `site`, `team`, `territory`, `left`, `day`,
    /// `status`, `amount`, `margin`, and steps: `step_row`, `step_kind`, `step_rule`, and `step_units` with
    /// their `step_scale`, or `step_delta` without either, which must then be short enough to be exact.
    /// Steps of which `score_many` tells no units are left out. O(rows + steps).
    ///
    /// # Errors
    /// `missing_key`; `length_mismatch`; values that are not of their key's type, each with its row.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::Score;
    /// use fieldbeat::shape::Value;
    ///
    /// let columns = r#"{"t": ["2026-11-13T10:00:00Z"], "rep": ["anna"], "points_units": [750], "scale": 2}"#;
    /// let scored = Score::from_columns(&Value::from_json(columns)?)?;
    /// assert_eq!(scored[0].points, Some("7.5".parse()?));
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn from_columns(columns: &Value) -> Result<Vec<Self>> {
        let mut at = Reader::new();
        let read = from_columns(columns, &mut at);
        at.finish(read).map(|(rows, _)| rows)
    }
}

/// The same where a reader stands; `None` after a problem.
pub(crate) fn from_columns(columns: &Value, at: &mut Reader) -> Option<Vec<Score>> {
    let Value::Map(_) = columns else { return at.mismatch("columns by name", columns) };
    let problems = at.problem_count();
    let t = required(columns, "t", Instants::read, at);
    let rows = t.as_ref().map_or(0, |t| t.0.len());
    let column = Columns { columns, rows };
    let rep = required(columns, "rep", Names::read, at);
    if let Some(rep) = &rep {
        column.check_len("rep", rep.len(), at);
        if (0..rep.len()).any(|row| rep.code(row).is_none()) {
            at.within("rep", |at| at.problem::<()>("missing_value", "a row has no rep"));
        }
    }
    let id = column.names("id", at);
    let [site, team, territory] = ["site", "team", "territory"].map(|key| column.names(key, at));
    let left = column.list::<Instant>("left", at);
    let day = column.of_names::<Date>("day", at);
    let status = column.of_names::<ScoreStatus>("status", at);
    let points = column.points(at);
    let amount = column.list::<Decimal>("amount", at);
    let margin = column.list::<Decimal>("margin", at);
    let steps = column.steps(at);
    if at.problem_count() > problems {
        return None;
    }
    let (t, rep, points, mut steps) = (t?, rep?, points?, steps?);
    let text = |names: &Option<Names<'_>>, row| names.as_ref()?.get(row).map(str::to_owned);
    let cell = |cells: &Option<Vec<Option<Decimal>>>, row: usize| *cells.as_ref()?.get(row)?;
    let row = |(row, ms): (usize, &i64)| Score {
        id: text(&id, row).unwrap_or_else(|| row.to_string()),
        rep: rep.get(row).unwrap_or_default().to_owned(),
        team: text(&team, row),
        territory: text(&territory, row),
        site: text(&site, row),
        t: Instant::held(*ms),
        left: left.as_ref().and_then(|left| *left.get(row)?),
        day: day.as_ref().and_then(|day| *day.get(row)?),
        status: status.as_ref().and_then(|own| *own.get(row)?).unwrap_or(ScoreStatus::Scored),
        points: points.get(row).copied().flatten(),
        worth: None,
        amount: cell(&amount, row),
        margin: cell(&margin, row),
        card: None,
        steps: steps.get_mut(row).map(std::mem::take).unwrap_or_default(),
        reasons: Vec::new(),
        missing: Vec::new(),
        keys: crate::Facts::default(),
        supersedes: Vec::new(),
    };
    Some(t.0.iter().enumerate().map(row).collect())
}

fn required<'v, T>(
    columns: &'v Value,
    key: &'static str,
    read: impl FnOnce(&'v Value, &mut Reader) -> Option<T>,
    at: &mut Reader,
) -> Option<T> {
    at.within(key, |at| match columns.get(key) {
        Some(value) if *value != Value::Null => read(value, at),
        _ => at.problem("missing_key", format!("the column \"{key}\" is required")),
    })
}

/// Columns that may be there, as long as that of times.
struct Columns<'v> {
    columns: &'v Value,
    rows: usize,
}

impl<'v> Columns<'v> {
    fn get(&self, key: &str) -> Option<&'v Value> {
        self.columns.get(key).filter(|value| **value != Value::Null)
    }

    fn check_len(&self, key: &'static str, len: usize, at: &mut Reader) {
        if len != self.rows {
            let message = format!("{len} rows where \"t\" has {}", self.rows);
            at.within(key, |at| at.problem::<()>("length_mismatch", message));
        }
    }

    fn names(&self, key: &'static str, at: &mut Reader) -> Option<Names<'v>> {
        let names = at.within(key, |at| Names::read(self.get(key)?, at))?;
        self.check_len(key, names.len(), at);
        Some(names)
    }

    fn list<T: Shaped>(&self, key: &'static str, at: &mut Reader) -> Option<Vec<Option<T>>> {
        let list = at.within(key, |at| Vec::<Option<T>>::read(self.get(key)?, at))?;
        self.check_len(key, list.len(), at);
        Some(list)
    }

    /// Texts that stand for values, each distinct one read once.
    fn of_names<T: Shaped + Copy>(
        &self,
        key: &'static str,
        at: &mut Reader,
    ) -> Option<Vec<Option<T>>> {
        let names = self.names(key, at)?;
        at.within(key, |at| {
            let values = names.each(|name, at| T::read(&Value::Text(name.to_owned()), at), at);
            let value = |row| *values.get(names.code(row)? as usize)?;
            Some((0..names.len()).map(value).collect())
        })
    }

    fn points(&self, at: &mut Reader) -> Option<Vec<Option<Decimal>>> {
        if self.get("points_units").is_none() {
            return self.list("points", at).or_else(|| {
                let message = "\"points\" or \"points_units\" is required";
                let is_there = self.get("points").is_some();
                if is_there { None } else { at.problem("missing_key", message) }
            });
        }
        let scale = self.digits("scale", 6, at)?;
        let units = self.list::<i64>("points_units", at)?;
        let points = |units: Option<i64>| units.and_then(|units| Decimal::from_units(units, scale));
        Some(units.into_iter().map(points).collect())
    }

    /// Digits after the point.
    fn digits(&self, key: &'static str, most: u32, at: &mut Reader) -> Option<u32> {
        let digits = required(self.columns, key, u32::read, at)?;
        if digits > most {
            let message = format!("expected 0 to {most}");
            return at.within(key, |at| at.problem("out_of_range", message));
        }
        Some(digits)
    }

    /// The steps of each row; none without `step_row`.
    fn steps(&self, at: &mut Reader) -> Option<Vec<Vec<ScoreStep>>> {
        let mut steps: Vec<Vec<ScoreStep>> = (0..self.rows).map(|_| Vec::new()).collect();
        if self.get("step_row").is_none() {
            return Some(steps);
        }
        // Steps beyond 2^53 have no units, and what was rounded sums to nothing.
        if self.get("step_scale").is_some() && self.get("step_units").is_none() {
            return Some(steps);
        }
        let rows = required(self.columns, "step_row", Vec::<u32>::read, at)?;
        let of_steps = Columns { columns: self.columns, rows: rows.len() };
        let kinds = of_steps.of_names::<StepKind>("step_kind", at);
        let rules = of_steps.names("step_rule", at);
        let deltas: Vec<Option<Decimal>> = if self.get("step_units").is_some() {
            let scale = self.digits("step_scale", 18, at)?;
            let units = of_steps.list::<i64>("step_units", at)?;
            let of = |units: Option<i64>| Decimal::from_units(units?, scale);
            units.into_iter().map(of).collect()
        } else {
            of_steps.list::<Decimal>("step_delta", at)?
        };
        for (place, (row, delta)) in rows.iter().zip(deltas).enumerate() {
            let kind = kinds.as_ref().and_then(|kinds| *kinds.get(place)?);
            let (Some(own), Some(kind), Some(delta)) = (steps.get_mut(*row as usize), kind, delta)
            else {
                let message = "expected a step of a row, with \"step_kind\" and \"step_units\"";
                at.within("step_row", |at| {
                    at.within(place, |at| at.problem::<()>("invalid_step", message));
                });
                return None;
            };
            let before = own.last().map_or(Decimal::ZERO, |last| last.after);
            let after = Fine::of(before).and_then(|sum| sum.plus(Fine::of(delta)?)?.decimal());
            // A rounding has a name in columns, where every step must have one.
            let rule = rules.as_ref().and_then(|rules| rules.get(place));
            own.push(ScoreStep {
                kind,
                rule_id: rule.filter(|_| kind != StepKind::Rounding).map(str::to_owned),
                path: None,
                before,
                delta,
                after: after.unwrap_or(Decimal::ZERO),
                facts: crate::Facts::default(),
            });
        }
        Some(steps)
    }
}
