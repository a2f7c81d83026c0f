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

    /// More rows as texts; that of an absent one is never looked at.
    pub(crate) fn rows<'t>(&mut self, texts: impl Iterator<Item = Option<&'t str>>) {
        let Self { known, codes } = self;
        codes.extend(texts.map(|text| known.code(text.unwrap_or_default())));
    }

    pub(crate) fn cells(self) -> Cells {
        Cells::Text { codes: self.codes.into(), names: self.known.into_list() }
    }
}

/// So many objects that came lately are known by where they lie: a name is often one object for all of
/// its rows. A table of a megabyte, for the processor's second cache.
const LATELY: u32 = 16;

/// Python's strings row by row, of which some may be `None`.
pub(crate) struct Strings {
    texts: Texts,
    nulls: Vec<bool>,
    /// Whoever holds the rows keeps their objects alive: no other comes to lie where one lay.
    lately: Vec<(usize, u32)>,
}

impl Strings {
    pub(crate) fn for_rows(rows: usize) -> Self {
        let lately = vec![(0, 0); 1 << LATELY.min(rows.max(2).ilog2())];
        Self { texts: Texts::for_rows(rows), nulls: Vec::new(), lately }
    }

    /// One more row; `None` where it is anything else.
    pub(crate) fn push(&mut self, item: &Bound<'_, PyAny>) -> Option<()> {
        let place = item.as_ptr().addr();
        // Fibonacci hashing (Knuth 1973, 6.4): objects lie at like distances.
        let hash = (place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LATELY);
        let slot = hash as usize & (self.lately.len() - 1);
        let known = self.lately.get_mut(slot)?;
        if known.0 != place {
            if item.is_none() {
                self.absent();
                return Some(());
            }
            let text = item.cast::<PyString>().ok()?;
            *known = (place, self.texts.code(text.to_str().ok()?));
        }
        self.texts.codes.push(known.1);
        Some(())
    }

    /// A row without a text.
    pub(crate) fn absent(&mut self) {
        self.nulls.resize(self.texts.codes.len(), false);
        self.nulls.push(true);
        self.texts.codes.push(0);
    }

    /// The column; of absent rows alone nobody knows what they would be.
    pub(crate) fn column(mut self) -> Option<Column> {
        let rows = self.texts.codes.len();
        if self.nulls.iter().filter(|null| **null).count() == rows {
            return None;
        }
        if !self.nulls.is_empty() {
            self.nulls.resize(rows, false);
        }
        Column::with_nulls(self.texts.cells(), self.nulls)
    }

    /// A list of strings, as `tolist` of numpy makes it.
    pub(crate) fn of_list(list: &Bound<'_, PyList>) -> Option<Column> {
        let mut own = Self::for_rows(list.len());
        list.iter().try_for_each(|item| own.push(&item))?;
        own.column()
    }
}
