//! A column of texts, of which some may be missing.

use std::borrow::Cow;

use crate::column::{Cells, TextList, Texts};
use crate::shape::{Reader, Shaped, Value};

/// A column of texts, of which some may be missing.
pub(super) struct Names<'c> {
    codes: Cow<'c, [u32]>,
    names: TextList,
    missing: Cow<'c, [bool]>,
}

impl<'c> Names<'c> {
    pub(super) fn read(value: &'c Value, at: &mut Reader) -> Option<Self> {
        if let Value::Column(column) = value
            && let Cells::Text { codes, names } = column.cells()
        {
            return Some(Self {
                codes: Cow::Borrowed(codes),
                names: names.clone(),
                missing: Cow::Borrowed(column.nulls()),
            });
        }
        let rows = Vec::<Option<String>>::read(value, at)?;
        let missing = rows.iter().map(Option::is_none).collect();
        let Texts { codes, names } = rows.iter().map(|row| row.as_deref().unwrap_or("")).collect();
        Some(Self { codes: codes.into(), names: names.into(), missing })
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }

    /// How many distinct texts there are.
    pub(super) fn distinct(&self) -> usize {
        self.names.len()
    }

    /// The place of a row's text among the distinct ones.
    pub(super) fn code(&self, row: usize) -> Option<u32> {
        let is_missing = self.missing.get(row).copied().unwrap_or(false);
        self.codes.get(row).copied().filter(|_| !is_missing)
    }

    pub(super) fn name(&self, code: u32) -> Option<&str> {
        self.names.get(code as usize)
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        self.name(self.code(row)?)
    }

    /// By row a number, the same for equal texts; what is missing has one of its own.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let own = |row: usize| self.code(row).unwrap_or((self.names.len() + row) as u32);
        (0..self.codes.len()).map(own).collect()
    }

    /// What is read of each distinct text, at the first row that has it; nothing of one that no row has.
    pub(super) fn each<T>(
        &self,
        mut read: impl FnMut(&str, &mut Reader) -> Option<T>,
        at: &mut Reader,
    ) -> Vec<Option<T>> {
        let mut first = vec![None; self.names.len()];
        for row in 0..self.codes.len() {
            let place = self.code(row).and_then(|code| first.get_mut(code as usize));
            if let Some(place) = place {
                place.get_or_insert(row);
            }
        }
        let named = self.names.iter().zip(first);
        named.map(|(name, row)| at.within(row?, |at| read(name, at))).collect()
    }

    /// Notes rows whose text is empty: it names nobody.
    pub(super) fn check_filled(&self, at: &mut Reader) {
        let empty = self.names.iter().position(str::is_empty);
        let Some(empty) = empty else { return };
        for row in 0..self.codes.len() {
            if self.code(row).is_some_and(|code| code as usize == empty) {
                at.within(row, |at| at.problem::<()>("empty", "expected a name"));
            }
        }
    }
}
