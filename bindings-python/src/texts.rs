//! Columns of texts, each distinct one held once.

use fieldbeat::column::{Cells, Column, Interner};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

/// Texts by number, row by row.
pub(crate) struct Texts {
    known: Interner,
    codes: Vec<u32>,
}

impl Texts {
    pub(crate) fn for_rows(rows: usize) -> Self {
        Self { known: Interner::default(), codes: Vec::with_capacity(rows) }
    }

    /// The number of a text.
    pub(crate) fn code(&mut self, text: &str) -> u32 {
        self.known.code(text)
    }

    /// More rows.
    pub(crate) fn push(&mut self, codes: impl IntoIterator<Item = u32>) {
        self.codes.extend(codes);
    }

    pub(crate) fn cells(self) -> Cells {
        Cells::Text { codes: self.codes.into(), names: self.known.into_texts().into() }
    }
}

/// So many objects that came lately are known by where they lie: a stage is often one object.
const LATELY: usize = 1 << 8;

/// A list of strings, of which some may be `None`, as a column; `None` where there is anything else.
pub(crate) fn of_list(list: &Bound<'_, PyList>) -> Option<Column> {
    let mut texts = Texts::for_rows(list.len());
    let mut nulls = Vec::new();
    // The list keeps them alive: no other object comes to lie there.
    let mut lately = [(0, 0); LATELY];
    for (row, item) in list.iter().enumerate() {
        let place = item.as_ptr().addr();
        let known = lately.get_mut((place >> 4) % LATELY)?;
        if known.0 != place {
            let text = if item.is_none() {
                nulls.resize(row, false);
                nulls.push(true);
                texts.push([0]);
                continue;
            } else {
                item.cast::<PyString>().ok()?
            };
            *known = (place, texts.code(text.to_str().ok()?));
        }
        texts.push([known.1]);
    }
    // Of absent rows alone nobody knows what they would be.
    if nulls.iter().filter(|null| **null).count() == list.len() {
        return None;
    }
    if !nulls.is_empty() {
        nulls.resize(list.len(), false);
    }
    Column::with_nulls(texts.cells(), nulls)
}
