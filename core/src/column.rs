//! Many values of one type: what numpy, Arrow and typed arrays hand over.

use crate::shape::Value;
use crate::time::Instant;

/// One column: values of one type and, where some are absent, a mask.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    cells: Cells,
    /// `true` where the value is absent; empty when none is.
    nulls: Vec<bool>,
}

/// The values of a column. A masked cell holds any value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Floating-point numbers.
    F64(Vec<f64>),
    /// Whole numbers.
    I64(Vec<i64>),
    /// Instants as milliseconds since 1970-01-01 UTC.
    Millis(Vec<i64>),
    /// Booleans.
    Bool(Vec<bool>),
    /// Text, dictionary-encoded: `names[codes[i]]`.
    Text {
        /// Index into `names`, one a row.
        codes: Vec<u32>,
        /// The distinct texts.
        names: Vec<String>,
    },
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::F64(cells) => cells.len(),
            Self::I64(cells) | Self::Millis(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Text { codes, .. } => codes.len(),
        }
    }
}

impl From<Vec<f64>> for Column {
    fn from(cells: Vec<f64>) -> Self {
        Self { cells: Cells::F64(cells), nulls: Vec::new() }
    }
}

impl Column {
    /// A column without absent values.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::column::{Cells, Column};
    /// let lat = Column::new(Cells::F64(vec![55.75, 55.76]));
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
            Cells::Millis(cells) => cells
                .get(index)
                .map(|&ms| Instant::from_millis(ms).map_or(Value::Int(ms), Value::Instant)),
            Cells::Bool(cells) => cells.get(index).map(|&b| Value::Bool(b)),
            Cells::Text { codes, names } => codes
                .get(index)
                .and_then(|&code| names.get(code as usize))
                .map(|name| Value::Text(name.clone())),
        }
        .unwrap_or(Value::Null)
    }
}

impl Cells {
    /// What the cells are, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::F64(_) => "numbers",
            Self::I64(_) => "whole numbers",
            Self::Millis(_) => "instants",
            Self::Bool(_) => "booleans",
            Self::Text { .. } => "texts",
        }
    }
}
