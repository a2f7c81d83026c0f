//! Square tables of costs.

use std::borrow::Cow;

use super::tour::{Table, is_cost};
use crate::column::{Cells, Column};
use crate::shape::{Reader, Shape, Shaped, Value};

/// At most so many rows of a table.
pub const MAX_ROWS: usize = 1 << 14;

/// A square table of costs from 0 to 1e150; `null` or infinity where no way leads.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::route::Matrix;
///
/// let minutes = Matrix::from_json("[[0, 10, 25], [12, 0, null], [25, 20, 0]]")?;
/// assert_eq!(minutes.rows[1][2], f64::INFINITY);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The costs from each stop to every stop; the diagonal does not matter.
    pub rows: Vec<Vec<f64>>,
}

/// A cell of a table.
struct Cell(f64);

impl Shaped for Cell {
    fn shape() -> Shape {
        Shape::Optional(Box::new(Shape::Number { min: Some(0.0), above: None, max: None }))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let cost = at.number(value)?;
        if is_cost(cost) {
            return Some(Self(cost));
        }
        let code = if cost.is_nan() { "not_finite" } else { "out_of_range" };
        at.problem(code, "expected a number from 0 to 1e150, or null where no way leads")
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn absent() -> Option<Self> {
        Some(Self(f64::INFINITY))
    }
}

impl Shaped for Matrix {
    fn shape() -> Shape {
        Shape::List(Box::new(Shape::Column(Box::new(Cell::shape()))))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        let len = at.list(value, &mut |row, at| {
            if let Some(cells) = plain_costs(row) {
                return rows.push(cells.into_owned());
            }
            let mut cells = Vec::new();
            let read = at.list(row, &mut |cell, at| {
                let cell = if *cell == Value::Null { Cell::absent() } else { Cell::read(cell, at) };
                cells.extend(cell.map(|cell| cell.0));
            });
            rows.extend((read == Some(cells.len())).then_some(cells));
        })?;
        if rows.len() < len {
            return None;
        }
        let matrix = Self { rows };
        matrix.check(at).then_some(matrix)
    }

    fn to_value(&self) -> Value {
        Value::List(self.rows.iter().map(|row| row_value(row)).collect())
    }
}

/// The same as what is searched. Typed arrays are copied once: of thousands of stops a copy takes
/// longer than a short search may.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CostTable(pub(super) Table);

impl Shaped for CostTable {
    fn shape() -> Shape {
        Matrix::shape()
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        if let Value::List(rows) = value
            && let Some(rows) = rows.iter().map(plain_costs).collect::<Option<Vec<_>>>()
            && rows.len() <= MAX_ROWS
            && rows.iter().all(|row| row.len() == rows.len())
        {
            return Some(Self(Table::new(&rows, |_, _| {})));
        }
        Matrix::read(value, at).map(|matrix| Self(Table::new(&matrix.rows, |_, _| {})))
    }

    fn to_value(&self) -> Value {
        Value::List(self.0.rows().map(row_value).collect())
    }
}

/// The cells of a typed array in which nothing is missing or wrong.
fn plain_costs(row: &Value) -> Option<Cow<'_, [f64]>> {
    /// Up to here a double tells whole numbers apart.
    const EXACT: i64 = 1 << 53;
    let Value::Column(column) = row else { return None };
    if !column.nulls().is_empty() {
        return None;
    }
    match column.cells() {
        Cells::F64(cells) => {
            cells.iter().all(|cost| is_cost(*cost)).then_some(Cow::Borrowed(&**cells))
        }
        Cells::I64(cells) => cells
            .iter()
            .all(|cost| (0..=EXACT).contains(cost))
            .then(|| cells.iter().map(|cost| *cost as f64).collect()),
        Cells::U32(cells) => Some(cells.iter().map(|cost| f64::from(*cost)).collect()),
        _ => None,
    }
}

/// A column that may have no value in a cell, also where it has one in all: what a host gets does
/// not depend on the data.
fn row_value(row: &[f64]) -> Value {
    let nulls = row.iter().map(|cost| !cost.is_finite()).collect();
    let cells = row.iter().map(|cost| if cost.is_finite() { *cost } else { 0.0 });
    let column = Column::with_nulls(Cells::F64(cells.collect()), nulls);
    // There is a flag a cell.
    column.map_or(Value::Null, Value::Column)
}

impl Matrix {
    /// Notes what is wrong; whether nothing is.
    pub(super) fn check(&self, at: &mut Reader) -> bool {
        let (before, size) = (at.problem_count(), self.rows.len());
        if size > MAX_ROWS {
            at.limit::<()>("too_many_stops", format!("at most {MAX_ROWS} rows"));
        }
        for (place, row) in self.rows.iter().enumerate() {
            if row.len() != size {
                let message = format!("{} cells, but there are {size} rows", row.len());
                at.within(place, |at| at.problem::<()>("lengths_differ", message));
            }
        }
        at.problem_count() == before
    }
}
