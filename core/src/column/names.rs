//! Distinct texts and their numbers.

use std::collections::BTreeMap;

/// Distinct texts, each under the number of those that came before it.
///
/// The one map from texts in the core: each type of map is 3 KB of the browser's module.
#[derive(Debug, Default)]
pub(crate) struct Names<'t> {
    codes: BTreeMap<&'t str, u32>,
}

impl<'t> Names<'t> {
    /// The number of `text`, and whether it is new.
    pub(crate) fn code(&mut self, text: &'t str) -> (u32, bool) {
        // A column has fewer than 2^32 rows.
        let next = self.codes.len() as u32;
        let code = *self.codes.entry(text).or_insert(next);
        (code, code == next)
    }

    /// The number of `text`, if it came before.
    #[cfg(feature = "tracker")]
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// `items`, one a number, with their texts in the order of those.
    #[cfg(feature = "visit")]
    pub(crate) fn sorted<T>(&self, items: Vec<T>) -> Vec<(&'t str, T)> {
        let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
        let item =
            |(text, code): (&&'t str, &u32)| Some((*text, items.get_mut(*code as usize)?.take()?));
        self.codes.iter().filter_map(item).collect()
    }
}
