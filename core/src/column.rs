//! Many values of one type: what numpy, Arrow and typed arrays hand over and are given back.

#[cfg(feature = "rule")]
mod equals;
#[cfg(feature = "segment")]
mod interner;
mod names;
mod shaped;
mod text_list;

#[cfg(feature = "segment")]
pub use interner::Interner;
pub(crate) use names::Names;
#[cfg(feature = "tracker")]
pub(crate) use shaped::note_numbers;
pub use shaped::{Instants, Sparse, Texts};
pub use text_list::TextList;

use std::ops::Deref;
use std::sync::Arc;

use crate::shape::Value;
use crate::time::Instant;

/// Cells of one type in a row, owned by whoever has them: a `Vec`, or an array of the host.
///
/// Copies are cheap: the cells are shared, and never change.
///
/// # Example
/// ```
/// use fieldbeat::column::Buffer;
/// let lat = Buffer::from(vec![55.75, 55.76]);
/// assert_eq!(lat[1], 55.76);
/// ```
#[derive(Clone)]
pub struct Buffer<T>(Arc<dyn Owner<T>>);

/// Who has the cells.
trait Owner<T>: Send + Sync {
    fn cells(&self) -> &[T];

    /// The cells for good, where they can be had without copying.
    fn take(&mut self) -> Option<Vec<T>>;
}

impl<T: Send + Sync> Owner<T> for Vec<T> {
    fn cells(&self) -> &[T] {
        self
    }

    fn take(&mut self) -> Option<Vec<T>> {
        Some(std::mem::take(self))
    }
}

/// An array of the host, which keeps it.
struct Lent<O>(O);

impl<T, O: AsRef<[T]> + Send + Sync> Owner<T> for Lent<O> {
    fn cells(&self) -> &[T] {
        self.0.as_ref()
    }

    fn take(&mut self) -> Option<Vec<T>> {
        None
    }
}

impl<T> Buffer<T> {
    /// The cells of `owner`, where they lie.
    pub fn of(owner: impl AsRef<[T]> + Send + Sync + 'static) -> Self {
        Self(Arc::new(Lent(owner)))
    }

    /// The cells alone, for a host to keep: without copying, where nobody else has them.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::column::Buffer;
    /// let cells = vec![1_u32, 2, 3];
    /// let place = cells.as_ptr();
    /// let (one, other) = (Buffer::from(cells.clone()), Buffer::from(cells));
    /// let shared = one.clone();
    /// assert_eq!(one.into_vec(), *shared);
    /// assert_eq!(other.into_vec().as_ptr(), place);
    /// ```
    #[must_use]
    pub fn into_vec(mut self) -> Vec<T>
    where
        T: Clone,
    {
        let taken = Arc::get_mut(&mut self.0).and_then(Owner::take);
        taken.unwrap_or_else(|| self.to_vec())
    }
}

impl<T: Send + Sync + 'static> From<Vec<T>> for Buffer<T> {
    fn from(cells: Vec<T>) -> Self {
        Self(Arc::new(cells))
    }
}

impl<T: Send + Sync + 'static> FromIterator<T> for Buffer<T> {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        cells.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T> Deref for Buffer<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.cells()
    }
}

impl<T: PartialEq> PartialEq for Buffer<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> std::fmt::Debug for Buffer<T> {
    /// How many cells there are: they may be places, which no message shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{} cells]", self.len())
    }
}

/// One column: values of one type and, where some are absent, a mask.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    cells: Cells,
    /// `true` where the value is absent; empty where none can be.
    nulls: Vec<bool>,
}

/// The values of a column. A masked cell holds any value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Floating-point numbers.
    F64(Buffer<f64>),
    /// Whole numbers.
    I64(Buffer<i64>),
    /// Whole numbers from 0 on: places in a list, counts.
    U32(Buffer<u32>),
    /// Bytes: flags (0 no, 1 yes, 2 unknown), or what only this library reads.
    U8(Buffer<u8>),
    /// Instants as milliseconds since 1970-01-01 UTC.
    Millis(Buffer<i64>),
    /// Booleans.
    Bool(Vec<bool>),
    /// Text, dictionary-encoded: `names[codes[i]]`.
    Text {
        /// Index into `names`, one a row.
        codes: Buffer<u32>,
        /// The distinct texts: who counts rows together goes by their numbers.
        names: TextList,
    },
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::F64(cells) => cells.len(),
            Self::I64(cells) | Self::Millis(cells) => cells.len(),
            Self::U32(cells) => cells.len(),
            Self::U8(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Text { codes, .. } => codes.len(),
        }
    }

    /// What the cells are, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::F64(_) => "numbers",
            Self::I64(_) | Self::U32(_) | Self::U8(_) => "whole numbers",
            Self::Millis(_) => "instants",
            Self::Bool(_) => "booleans",
            Self::Text { .. } => "texts",
        }
    }

    /// Whether they are numbers of any kind.
    #[must_use]
    pub fn are_numbers(&self) -> bool {
        matches!(self, Self::F64(_)) || self.are_whole()
    }

    /// Whether they are whole numbers.
    #[must_use]
    pub fn are_whole(&self) -> bool {
        matches!(self, Self::I64(_) | Self::U32(_) | Self::U8(_))
    }
}

impl From<Vec<f64>> for Column {
    fn from(cells: Vec<f64>) -> Self {
        Self::new(Cells::F64(cells.into()))
    }
}

impl Column {
    /// A column without absent values.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::column::{Cells, Column};
    /// let lat = Column::new(Cells::F64(vec![55.75, 55.76].into()));
    /// assert_eq!(lat.len(), 2);
    /// assert_eq!(lat.f64(1), Some(55.76));
    /// ```
    #[must_use]
    pub fn new(cells: Cells) -> Self {
        Self { cells, nulls: Vec::new() }
    }

    /// A column where `nulls[i]` says that cell `i` is absent.
    ///
    /// `None` when the mask is neither empty nor as long as the cells.
    #[must_use]
    pub fn with_nulls(cells: Cells, nulls: Vec<bool>) -> Option<Self> {
        (nulls.is_empty() || nulls.len() == cells.len()).then_some(Self { cells, nulls })
    }

    /// A column of texts by their number in `names`, one a row.
    #[must_use]
    pub fn texts(codes: Vec<u32>, names: Vec<String>) -> Self {
        Self::new(Cells::Text { codes: codes.into(), names: names.into() })
    }

    /// A column of texts by their number in `names`, where the host wrote both: below 0 a row is
    /// absent, and a name may stand twice. `None` where a number has no name.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::column::Column;
    /// use fieldbeat::shape::Value;
    ///
    /// let kinds = ["call", "demo", "call"].map(str::to_owned).to_vec();
    /// let column = Column::coded(&[0, 2, -1], kinds.clone()).unwrap();
    /// assert_eq!(column.value(1), Value::Text("call".to_owned()));
    /// assert_eq!(column.value(2), Value::Null);
    /// assert_eq!(Column::coded(&[3], kinds), None);
    /// ```
    #[cfg(feature = "rule")]
    #[must_use]
    pub fn coded(numbers: &[i64], names: impl Into<TextList>) -> Option<Self> {
        let nulls: Vec<bool> = if numbers.iter().any(|number| *number < 0) {
            numbers.iter().map(|number| *number < 0).collect()
        } else {
            Vec::new()
        };
        let code = |number: &i64| u32::try_from((*number).max(0)).ok();
        let codes: Vec<u32> = numbers.iter().map(code).collect::<Option<_>>()?;
        Self::of_places(&codes.into(), nulls, names.into())
    }

    /// The same of places, which are shared where no name stands twice.
    #[cfg(feature = "rule")]
    pub(crate) fn of_places(
        places: &Buffer<u32>,
        nulls: Vec<bool>,
        names: TextList,
    ) -> Option<Self> {
        let has_name = |(row, place): (usize, &u32)| {
            (*place as usize) < names.len() || nulls.get(row).copied().unwrap_or(false)
        };
        if !places.iter().enumerate().all(has_name) {
            return None;
        }
        let codes = match equals::first_of_equals(&names) {
            None => places.clone(),
            Some(first) => {
                let code = |place: &u32| first.get(*place as usize).copied().unwrap_or(0);
                places.iter().map(code).collect()
            }
        };
        Self::with_nulls(Cells::Text { codes, names }, nulls)
    }

    /// The cells alone, where no row can be absent.
    ///
    /// # Errors
    /// The column as it was, where it has a mask.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::column::{Cells, Column};
    /// let gaps = Column::with_nulls(Cells::Bool(vec![true, false]), vec![false, true]).unwrap();
    /// assert!(gaps.into_cells().is_err());
    /// assert!(Column::from(vec![1.0]).into_cells().is_ok());
    /// ```
    pub fn into_cells(self) -> Result<Cells, Self> {
        if self.nulls.is_empty() { Ok(self.cells) } else { Err(self) }
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells, whatever the mask says.
    #[must_use]
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Which rows are absent: none of them, if this is empty.
    #[must_use]
    pub fn nulls(&self) -> &[bool] {
        &self.nulls
    }

    /// Whether row `index` is absent (or beyond the end).
    #[must_use]
    pub fn is_null(&self, index: usize) -> bool {
        index >= self.len() || self.nulls.get(index).copied().unwrap_or(false)
    }

    /// Row `index` as a number, if it is one.
    #[must_use]
    pub fn f64(&self, index: usize) -> Option<f64> {
        if self.is_null(index) {
            return None;
        }
        match &self.cells {
            Cells::F64(cells) => cells.get(index).copied(),
            Cells::I64(cells) => cells.get(index).map(|&i| i as f64),
            Cells::U32(cells) => cells.get(index).map(|&i| f64::from(i)),
            Cells::U8(cells) => cells.get(index).map(|&i| f64::from(i)),
            _ => None,
        }
    }

    /// Row `index` as a value of its own.
    #[must_use]
    pub fn value(&self, index: usize) -> Value {
        if self.is_null(index) {
            return Value::Null;
        }
        match &self.cells {
            Cells::F64(cells) => cells.get(index).map(|&x| Value::Float(x)),
            Cells::I64(cells) => cells.get(index).map(|&i| Value::Int(i)),
            Cells::U32(cells) => cells.get(index).map(|&i| Value::Int(i64::from(i))),
            Cells::U8(cells) => cells.get(index).map(|&i| Value::Int(i64::from(i))),
            Cells::Millis(cells) => cells
                .get(index)
                .map(|&ms| Instant::from_millis(ms).map_or(Value::Int(ms), Value::Instant)),
            Cells::Bool(cells) => cells.get(index).map(|&b| Value::Bool(b)),
            Cells::Text { codes, names } => codes
                .get(index)
                .and_then(|&code| names.get(code as usize))
                .map(|name| Value::Text(name.to_owned())),
        }
        .unwrap_or(Value::Null)
    }

    /// Row `index` as JSON has it: instants in columns are milliseconds there.
    #[must_use]
    pub fn plain(&self, index: usize) -> Value {
        match self.value(index) {
            Value::Instant(t) => Value::Int(t.millis()),
            value => value,
        }
    }
}
