//! Columns as keys of records: read from what hosts hand over, and written for them.

use super::{Buffer, Cells, Column, TextList};
use crate::shape::{Reader, Shape, Shaped, Value};
use crate::time::Instant;

/// A column of numbers, finite or not: whoever reads them says which row is wrong.
impl Shaped for Buffer<f64> {
    fn shape() -> Shape {
        Shape::Column(Box::new(f64::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Column(column) if column.nulls.is_empty() => match &column.cells {
                Cells::F64(cells) => Some(cells.clone()),
                cells if cells.are_whole() => {
                    Some((0..column.len()).filter_map(|row| column.f64(row)).collect())
                }
                cells => {
                    at.problem("wrong_type", format!("expected numbers, got {}", cells.kind()))
                }
            },
            Value::Column(_) | Value::List(_) => Vec::<Row<f64>>::read(value, at)
                .map(|rows| rows.into_iter().map(|row| row.0).collect()),
            other => at.mismatch("a column of numbers", other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Column(Column::new(Cells::F64(self.clone())))
    }
}

/// Notes which numbers of the column under `key` are no `T`, each with its row, in the words in
/// which one alone is refused.
#[cfg(feature = "tracker")]
#[cold]
pub(crate) fn note_numbers<T: Shaped>(key: &'static str, numbers: &[f64], at: &mut Reader) {
    at.within(key, |at| {
        for (row, number) in numbers.iter().enumerate() {
            at.within(row, |at| T::read(&Value::Float(*number), at));
        }
    });
}

/// A number of a list that stands for a column: NaN and infinities are told by who reads it.
struct Row<T>(T);

impl Shaped for Row<f64> {
    fn shape() -> Shape {
        f64::shape()
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.number(value).map(Self)
    }
    fn to_value(&self) -> Value {
        Value::Float(self.0)
    }
}

impl Shaped for Buffer<u32> {
    fn shape() -> Shape {
        Shape::Column(Box::new(u32::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Column(Column { cells: Cells::U32(cells), nulls }) if nulls.is_empty() => {
                Some(cells.clone())
            }
            value => Vec::<u32>::read(value, at).map(Self::from),
        }
    }

    fn to_value(&self) -> Value {
        Value::Column(Column::new(Cells::U32(self.clone())))
    }
}

/// A column of instants, as milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct Instants(pub Buffer<i64>);

impl Shaped for Instants {
    fn shape() -> Shape {
        Shape::Column(Box::new(Instant::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Column(column) = value else {
            return Vec::<Instant>::read(value, at)
                .map(|rows| Self(rows.into_iter().map(Instant::millis).collect()));
        };
        if let Cells::Millis(cells) | Cells::I64(cells) = &column.cells
            && column.nulls.is_empty()
            && cells.iter().all(|ms| Instant::from_millis(*ms).is_some())
        {
            return Some(Self(cells.clone()));
        }
        // JavaScript has no whole numbers, and most of its times are.
        if let Cells::F64(cells) = &column.cells
            && column.nulls.is_empty()
            && cells.iter().all(|ms| ms.abs() < 1e15 && ms.trunc() == *ms)
            && cells.iter().all(|ms| Instant::from_millis(*ms as i64).is_some())
        {
            return Some(Self(cells.iter().map(|ms| *ms as i64).collect()));
        }
        let mut rows = Vec::with_capacity(column.len());
        for row in 0..column.len() {
            let t = at.within(row, |at| Instant::read(&column.value(row), at));
            rows.extend(t.map(Instant::millis));
        }
        (rows.len() == column.len()).then(|| Self(rows.into()))
    }

    fn to_value(&self) -> Value {
        Value::Column(Column::new(Cells::Millis(self.0.clone())))
    }
}

impl Shaped for Buffer<i64> {
    fn shape() -> Shape {
        Shape::Column(Box::new(i64::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Column(Column { cells: Cells::I64(cells), nulls }) if nulls.is_empty() => {
                Some(cells.clone())
            }
            value => Vec::<i64>::read(value, at).map(Self::from),
        }
    }

    fn to_value(&self) -> Value {
        Value::Column(Column::new(Cells::I64(self.clone())))
    }
}

/// A column of `T` in which values may be absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse<T>(pub Vec<Option<T>>);

impl Shaped for Sparse<i64> {
    fn shape() -> Shape {
        Shape::Column(Box::new(Option::<i64>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        Shaped::read(value, at).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::Column(sparse(self.0.iter().copied(), Cells::I64))
    }
}

impl Shaped for Sparse<Instant> {
    fn shape() -> Shape {
        Shape::Column(Box::new(Option::<Instant>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        Shaped::read(value, at).map(Self)
    }

    fn to_value(&self) -> Value {
        let cells = self.0.iter().map(|cell| cell.map(Instant::millis));
        Value::Column(sparse(cells, Cells::Millis))
    }
}

impl Shaped for Sparse<f64> {
    fn shape() -> Shape {
        Shape::Column(Box::new(Option::<f64>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        Shaped::read(value, at).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::Column(sparse(self.0.iter().copied(), Cells::F64))
    }
}

impl Shaped for Sparse<bool> {
    fn shape() -> Shape {
        Shape::Column(Box::new(Option::<bool>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        if let Value::Column(Column { cells: Cells::U8(flags), nulls }) = value
            && nulls.is_empty()
            && flags.iter().all(|flag| *flag <= 2)
        {
            return Some(Self(
                flags.iter().map(|flag| (*flag < 2).then_some(*flag == 1)).collect(),
            ));
        }
        Shaped::read(value, at).map(Self)
    }

    /// Three values in a byte, as three-valued columns are everywhere: 0, 1, and 2 for unknown.
    fn to_value(&self) -> Value {
        let flags = self.0.iter().map(|cell| cell.map_or(2, u8::from));
        Value::Column(Column::new(Cells::U8(flags.collect())))
    }
}

fn sparse<T: Default + Send + Sync + 'static>(
    cells: impl Iterator<Item = Option<T>> + Clone,
    kind: fn(Buffer<T>) -> Cells,
) -> Column {
    // Also where all are present: what a host gets does not depend on the data.
    let nulls = cells.clone().map(|cell| cell.is_none()).collect();
    let cells: Vec<T> = cells.map(Option::unwrap_or_default).collect();
    Column { cells: kind(cells.into()), nulls }
}

/// A column of texts, each distinct one held once.
#[derive(Clone, Debug, PartialEq)]
pub struct Texts {
    /// Place in `names`, one a row.
    pub codes: Vec<u32>,
    /// The distinct texts.
    pub names: Vec<String>,
}

impl Texts {
    /// The text of row `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let code = *self.codes.get(index)?;
        self.names.get(usize::try_from(code).ok()?).map(String::as_str)
    }
}

impl<'t> FromIterator<&'t str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'t str>>(rows: I) -> Self {
        numbered(rows)
    }
}

#[cfg(feature = "segment")]
fn numbered<'t>(rows: impl IntoIterator<Item = &'t str>) -> Texts {
    let mut known = super::Interner::default();
    let codes = rows.into_iter().map(|row| known.code(row)).collect();
    Texts { codes, names: known.into_texts() }
}

#[cfg(not(feature = "segment"))]
fn numbered<'t>(rows: impl IntoIterator<Item = &'t str>) -> Texts {
    let mut known = super::Names::default();
    let (mut codes, mut names) = (Vec::new(), Vec::new());
    for row in rows {
        let (code, is_new) = known.code(row);
        names.extend(is_new.then(|| row.to_owned()));
        codes.push(code);
    }
    Texts { codes, names }
}

impl Shaped for Texts {
    fn shape() -> Shape {
        Shape::Column(Box::new(String::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        if let Value::Column(Column { cells: Cells::Text { codes, names }, nulls }) = value
            && nulls.is_empty()
        {
            return Some(Self { codes: codes.to_vec(), names: names.to_vec() });
        }
        let rows = Vec::<String>::read(value, at)?;
        Some(rows.iter().map(String::as_str).collect())
    }

    fn to_value(&self) -> Value {
        let (codes, names) = (self.codes.clone().into(), TextList::of(&self.names));
        Value::Column(Column::new(Cells::Text { codes, names }))
    }
}
