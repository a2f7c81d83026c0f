//! Many texts, held as one.

use std::sync::Arc;

/// Texts in an order, held as one text and where each of them ends: hundreds of thousands of names cost
/// no allocation each.
///
/// Copies are cheap: the texts are shared, and never change.
///
/// # Example
/// ```
/// use fieldbeat::column::TextList;
///
/// let kinds = TextList::from(vec!["call".to_owned(), "demo".to_owned()]);
/// assert_eq!((kinds.len(), kinds.get(1), kinds.get(2)), (2, Some("demo"), None));
/// assert_eq!(kinds, TextList::split("call,demo".to_owned(), b','));
/// ```
#[derive(Clone, Default)]
pub struct TextList(Arc<Joined>);

impl TextList {
    /// The texts between marks, of which there is one less. The mark is of ASCII, or it is found nowhere.
    #[must_use]
    pub fn split(text: String, mark: u8) -> Self {
        let mut ends = Vec::new();
        for (place, byte) in text.bytes().enumerate() {
            if byte == mark && mark.is_ascii() {
                ends.push(place);
            }
        }
        ends.push(text.len());
        Self(Arc::new(Joined { text, ends, gap: 1 }))
    }

    /// These texts.
    pub(crate) fn of(texts: &[String]) -> Self {
        let mut joined = Joined::default();
        joined.text.reserve_exact(texts.iter().map(String::len).sum());
        joined.ends.reserve_exact(texts.len());
        texts.iter().for_each(|text| joined.push(text));
        joined.into()
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text at a place.
    #[must_use]
    #[inline]
    pub fn get(&self, place: usize) -> Option<&str> {
        self.0.get(place)
    }

    /// All of them in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        let Joined { text, ends, gap } = &*self.0;
        let mut start = 0;
        ends.iter().map(move |end| {
            let own = text.get(start..*end).unwrap_or_default();
            start = end + gap;
            own
        })
    }

    /// Each as a text of its own.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

impl From<Joined> for TextList {
    fn from(texts: Joined) -> Self {
        Self(Arc::new(texts))
    }
}

impl From<Vec<String>> for TextList {
    fn from(texts: Vec<String>) -> Self {
        Self::of(&texts)
    }
}

impl PartialEq for TextList {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for TextList {
    /// How many texts there are: they may be names, which no message shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{} texts]", self.len())
    }
}

/// Texts one behind the other.
#[derive(Debug, Default)]
pub(super) struct Joined {
    text: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// How many bytes lie between two.
    gap: usize,
}

impl Joined {
    /// Only where nothing lies between two.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let start = match place.checked_sub(1) {
            Some(before) => self.ends.get(before)? + self.gap,
            None => 0,
        };
        self.text.get(start..*self.ends.get(place)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_those_that_were_given_however_they_are_held(
            texts in prop::collection::vec("[ab,я\\x00]{0,4}", 1..20),
        ) {
            let list = TextList::from(texts.clone());
            prop_assert_eq!(list.to_vec(), texts.clone());
            for place in 0..=texts.len() {
                prop_assert_eq!(list.get(place), texts.get(place).map(String::as_str));
            }
            let joined = texts.join(",");
            let split = TextList::split(joined.clone(), b',');
            prop_assert_eq!(split.iter().collect::<Vec<_>>(), joined.split(',').collect::<Vec<_>>());
            prop_assert_eq!(split == list, !texts.iter().any(|text| text.contains(',')));
        }
    }
}
