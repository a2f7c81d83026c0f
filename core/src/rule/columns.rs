//! The columns that a condition reads, each checked once.

use std::borrow::Cow;

use super::field::{Cell, Field, Kind, Scope, Slot};
use crate::column::{Cells, Column, TextList};
use crate::math::Decimal;
use crate::shape::{Reader, Value};

/// Digits after the point that numbers of a `decimal` column may have: more are no decimals but the
/// results of arithmetic.
const NUMBER_SCALE: u32 = 4;

/// The values of many records, field by field.
#[derive(Debug)]
pub(crate) struct Columns<'v> {
    pub(crate) rows: usize,
    fields: Vec<Values<'v>>,
}

/// The values of one field.
#[derive(Debug)]
pub(crate) struct Values<'v> {
    pub(crate) cells: Typed<'v>,
    /// Which rows are missing: none of them, if this is empty.
    pub(crate) missing: Cow<'v, [bool]>,
}

/// Cells as the tests want them.
#[derive(Debug)]
pub(crate) enum Typed<'v> {
    /// No such column: missing everywhere.
    Absent,
    Whole(Cow<'v, [i64]>),
    Flags(&'v [bool]),
    /// NaN is missing.
    Number(Cow<'v, [f64]>),
    /// Decimals as whole numbers of their last place.
    Units(Cow<'v, [i64]>, u32),
    /// By their place among the distinct ones.
    Named(&'v [u32], Vec<Cell>),
    /// Anything, lists too.
    Any(Vec<Cell>),
}

impl<'v> Columns<'v> {
    /// The columns of `scope`, out of an object of columns; `None` after a problem.
    pub(crate) fn read(scope: &Scope, columns: &'v Value, at: &mut Reader) -> Option<Self> {
        let Value::Map(entries) = columns else { return at.mismatch("columns by name", columns) };
        let length = |value: &Value| match value {
            Value::Column(column) => Some(column.len()),
            Value::List(rows) => Some(rows.len()),
            _ => None,
        };
        let rows = entries.iter().find_map(|(_, value)| length(value)).unwrap_or(0);
        let mut fields = Vec::with_capacity(scope.fields.len());
        for field in &scope.fields {
            let Some(value) = columns.get(&field.path) else {
                fields.push(Values { cells: Typed::Absent, missing: Cow::Borrowed(&[]) });
                continue;
            };
            fields.extend(at.within(field.path.clone(), |at| match length(value) {
                Some(len) if len != rows => {
                    let message = format!("{len} rows where another column has {rows}");
                    at.problem("length_mismatch", message)
                }
                Some(_) => field.column(value, at),
                None => at.mismatch("a column", value),
            }));
        }
        (fields.len() == scope.fields.len()).then_some(Self { rows, fields })
    }

    pub(crate) fn field(&self, slot: Slot) -> Option<&Values<'v>> {
        self.fields.get(slot.index())
    }

    /// One value.
    pub(crate) fn cell(&self, slot: Slot, row: usize) -> Cell {
        self.field(slot).map_or(Cell::Missing, |values| values.cell(row))
    }
}

impl Values<'_> {
    pub(crate) fn is_missing(&self, row: usize) -> bool {
        self.missing.get(row).copied().unwrap_or(false)
    }

    fn cell(&self, row: usize) -> Cell {
        if self.is_missing(row) {
            return Cell::Missing;
        }
        let cell = match &self.cells {
            Typed::Absent => None,
            Typed::Whole(values) => values.get(row).map(|value| Cell::Whole(*value)),
            Typed::Flags(flags) => flags.get(row).map(|flag| Cell::Whole((*flag).into())),
            Typed::Number(values) => {
                values.get(row).filter(|x| !x.is_nan()).map(|value| Cell::Number(*value + 0.0))
            }
            Typed::Units(values, scale) => values
                .get(row)
                .and_then(|units| Decimal::from_units(*units, *scale))
                .map(Cell::Decimal),
            Typed::Named(codes, names) => {
                codes.get(row).and_then(|code| names.get(*code as usize)).cloned()
            }
            Typed::Any(cells) => cells.get(row).cloned(),
        };
        cell.unwrap_or(Cell::Missing)
    }
}

impl Field {
    fn column<'v>(&self, value: &'v Value, at: &mut Reader) -> Option<Values<'v>> {
        let Value::Column(column) = value else { return self.row_by_row(value, at) };
        let missing = || Cow::Borrowed(column.nulls());
        let typed = match (&self.kind, column.cells()) {
            (Kind::Int | Kind::Span, Cells::I64(cells)) => Typed::Whole(Cow::Borrowed(cells)),
            (Kind::Instant, Cells::Millis(cells) | Cells::I64(cells)) if !self.empty_is_missing => {
                let is_one = |ms: &i64| crate::time::Instant::from_millis(*ms).is_some();
                if !cells.iter().all(is_one) {
                    return self.row_by_row(value, at);
                }
                Typed::Whole(Cow::Borrowed(cells))
            }
            (Kind::Int | Kind::Span, Cells::U32(cells)) => {
                Typed::Whole(cells.iter().map(|cell| i64::from(*cell)).collect())
            }
            (Kind::Int | Kind::Span, Cells::U8(cells)) => {
                Typed::Whole(cells.iter().map(|cell| i64::from(*cell)).collect())
            }
            // pandas turns whole numbers with gaps into floats.
            (Kind::Int | Kind::Span | Kind::Instant, Cells::F64(cells)) => {
                return self.whole_floats(column, cells, at);
            }
            (Kind::Bool, Cells::Bool(cells)) => Typed::Flags(cells),
            // Flags of three values, as this library answers them: 2 is unknown.
            (Kind::Bool, Cells::U8(flags)) if flags.iter().all(|flag| *flag <= 2) => {
                let unknown = |(row, flag): (usize, &u8)| *flag == 2 || column.is_null(row);
                let missing = flags.iter().enumerate().map(unknown).collect();
                let cells = flags.iter().map(|flag| i64::from(*flag)).collect();
                return Some(Values { cells: Typed::Whole(cells), missing });
            }
            (Kind::Number, Cells::F64(cells)) => {
                self.finite(column, cells, at)?;
                Typed::Number(Cow::Borrowed(cells))
            }
            (Kind::Number, cells) if cells.are_whole() => {
                let number = |row| column.f64(row).unwrap_or(f64::NAN);
                Typed::Number((0..column.len()).map(number).collect())
            }
            (Kind::Decimal { scale }, Cells::I64(cells)) => {
                Typed::Units(Cow::Borrowed(cells), *scale)
            }
            (Kind::Decimal { .. }, Cells::F64(cells)) => {
                return self.units(column, cells, at);
            }
            (
                Kind::Text | Kind::Enum(_) | Kind::Date | Kind::Instant | Kind::Span,
                Cells::Text { codes, names },
            ) => {
                return self.named(column, codes, names, at);
            }
            (Kind::Date, Cells::Millis(_)) => return self.days(column, at),
            _ => return self.row_by_row(value, at),
        };
        Some(Values { cells: typed, missing: missing() })
    }

    /// Whatever it is, as the values of records are read.
    fn row_by_row<'v>(&self, value: &'v Value, at: &mut Reader) -> Option<Values<'v>> {
        let mut cells = Vec::new();
        let len = at.list(value, &mut |row, at| {
            // No number, in columns: numpy and pandas have no other way to say so.
            let is_nan = matches!(row, Value::Float(x) if x.is_nan());
            cells.extend(if is_nan { Some(Cell::Missing) } else { self.cell(row, at) });
        })?;
        let values = Values { cells: Typed::Any(cells), missing: Cow::Borrowed(&[]) };
        match &values.cells {
            Typed::Any(cells) if cells.len() == len => Some(values),
            _ => None,
        }
    }

    fn finite(&self, column: &Column, cells: &[f64], at: &mut Reader) -> Option<()> {
        let problems = at.problem_count();
        for (row, x) in cells.iter().enumerate() {
            if x.is_infinite() && !column.is_null(row) {
                at.within(row, |at| at.problem::<()>("not_finite", "expected a finite number"));
            }
        }
        (at.problem_count() == problems).then_some(())
    }

    fn whole_floats<'v>(
        &self,
        column: &'v Column,
        cells: &[f64],
        at: &mut Reader,
    ) -> Option<Values<'v>> {
        let mut values = Vec::with_capacity(cells.len());
        let mut missing = Vec::with_capacity(cells.len());
        for (row, x) in cells.iter().enumerate() {
            let is_missing = x.is_nan() || column.is_null(row);
            let cell = if is_missing {
                Some(Cell::Missing)
            } else {
                at.within(row, |at| self.cell(&Value::Float(*x), at))
            };
            missing.push(!matches!(cell, Some(Cell::Whole(_))));
            values.extend(cell.map(|cell| if let Cell::Whole(value) = cell { value } else { 0 }));
        }
        (values.len() == cells.len())
            .then(|| Values { cells: Typed::Whole(values.into()), missing: missing.into() })
    }

    /// Numbers as decimals: each must be what its first digits after the point say.
    fn units<'v>(&self, column: &'v Column, cells: &[f64], at: &mut Reader) -> Option<Values<'v>> {
        const UNIT: f64 = 10_000.0;
        // Whole numbers are exact up to here.
        const LARGEST: f64 = 9.0e15;
        let mut values = Vec::with_capacity(cells.len());
        let mut missing = Vec::with_capacity(cells.len());
        for (row, x) in cells.iter().enumerate() {
            let is_missing = x.is_nan() || column.is_null(row);
            let units = (x * UNIT + 0.5).floor();
            missing.push(is_missing);
            if is_missing {
                values.push(0);
            } else if units.abs() <= LARGEST && units / UNIT == *x {
                values.push(units as i64);
            } else {
                let code = if x.is_finite() { "too_precise" } else { "not_finite" };
                let message = format!("expected at most {NUMBER_SCALE} digits after the point");
                at.within(row, |at| at.problem::<()>(code, message));
            }
        }
        (values.len() == cells.len()).then(|| Values {
            cells: Typed::Units(values.into(), NUMBER_SCALE),
            missing: missing.into(),
        })
    }

    /// Texts, each distinct one read once. One that no row has need not be a value.
    fn named<'v>(
        &self,
        column: &'v Column,
        codes: &'v [u32],
        names: &TextList,
        at: &mut Reader,
    ) -> Option<Values<'v>> {
        let mut cells = Vec::with_capacity(names.len());
        let mut bad = vec![false; names.len()];
        for (name, bad) in names.iter().zip(&mut bad) {
            let mut alone = Reader::new();
            let cell = self.cell(&Value::Text(name.to_owned()), &mut alone);
            *bad = cell.is_none();
            cells.push(cell.unwrap_or(Cell::Missing));
        }
        let problems = at.problem_count();
        if bad.contains(&true) {
            for (row, code) in codes.iter().enumerate() {
                let is_bad = bad.get(*code as usize).copied().unwrap_or(false);
                if is_bad && !column.is_null(row) {
                    at.within(row, |at| self.cell(&column.value(row), at));
                }
            }
        }
        (at.problem_count() == problems).then(|| Values {
            cells: Typed::Named(codes, cells),
            missing: Cow::Borrowed(column.nulls()),
        })
    }

    /// Dates that a host gives as their midnights.
    fn days<'v>(&self, column: &'v Column, at: &mut Reader) -> Option<Values<'v>> {
        const DAY_MS: i64 = 86_400_000;
        let mut cells = Vec::with_capacity(column.len());
        for row in 0..column.len() {
            let cell = match column.value(row) {
                Value::Null => Some(Cell::Missing),
                Value::Instant(t) if t.millis() % DAY_MS == 0 => {
                    let cell = Cell::Whole(t.millis() / DAY_MS);
                    Some(if self.is_empty(&cell) { Cell::Missing } else { cell })
                }
                other => at.within(row, |at| at.mismatch("a date", &other)),
            };
            cells.extend(cell);
        }
        (cells.len() == column.len())
            .then_some(Values { cells: Typed::Any(cells), missing: Cow::Borrowed(&[]) })
    }
}
