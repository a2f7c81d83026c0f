//! Distinct texts of millions of rows.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: slots are a power of two and places in them are masked; a slot that is not 0 \
              holds the number of a key, one more, and keys and texts are equally many"
)]

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::TextList;
use super::text_list::Joined;

/// Numbers distinct texts in the order in which they come.
///
/// A table with open addressing. Names are short, mostly: up to sixteen bytes are a key that is its
/// text, so that a row is found without a look at another text. O(1) a row; a stranger could make
/// texts that collide, so that it is O(texts).
///
/// # Example
/// ```
/// use fieldbeat::column::Interner;
///
/// let mut names = Interner::default();
/// assert_eq!(["anna", "boris", "anna"].map(|name| names.code(name)), [0, 1, 0]);
/// assert_eq!(names.into_texts(), ["anna", "boris"]);
/// ```
#[derive(Debug, Default)]
pub struct Interner {
    /// Numbers of texts, one more; 0 where there is none. At most half of them are taken.
    slots: Vec<u32>,
    keys: Vec<Key>,
    texts: Joined,
}

/// A text of at most so many bytes is told by its key.
const SHORT: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    /// The first eight bytes, and the last: they overlap, or meet. Of a longer text its hash instead
    /// of the first.
    head: u64,
    tail: u64,
    len: u64,
}

impl Key {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let len = bytes.len() as u64;
        let key = |head, tail| Self { head, tail, len };
        match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(head), Some(tail)) if bytes.len() <= SHORT => {
                key(u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
            }
            (Some(_), Some(tail)) => {
                let mut hash = FxHasher::default();
                hash.write(bytes);
                key(hash.finish(), u64::from_le_bytes(*tail))
            }
            // Fewer than eight.
            _ => key(bytes.iter().fold(0, |head, byte| head << 8 | u64::from(*byte)), 0),
        }
    }

    /// Where it stands among `slots`, if nothing else does: a folded multiplication, as in wyhash
    /// (Wang 2019); the constants are the first of its secret.
    fn slot(self, slots: usize) -> usize {
        let a = self.head ^ 0x2d35_8dcc_aa6c_78a5;
        let b = self.tail.wrapping_add(self.len) ^ 0x8bb8_4b93_962e_acc9;
        let product = u128::from(a) * u128::from(b);
        ((product >> 64) as u64 ^ product as u64) as usize & (slots - 1)
    }
}

impl Interner {
    /// The number of `text`: of texts that came before, that of then.
    pub fn code(&mut self, text: &str) -> u32 {
        let key = Key::of(text);
        if self.keys.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut slot = key.slot(self.slots.len());
        loop {
            match (self.slots[slot] as usize).checked_sub(1) {
                None => return self.add(slot, key, text),
                Some(code) if self.keys[code] == key && self.is_text(code, text) => {
                    return code as u32;
                }
                Some(_) => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The texts by number.
    #[must_use]
    pub fn into_texts(self) -> Vec<String> {
        self.into_list().to_vec()
    }

    /// The same as they are held.
    #[must_use]
    pub fn into_list(self) -> TextList {
        self.texts.into()
    }

    /// Whether this is the text, once keys are equal.
    fn is_text(&self, code: usize, text: &str) -> bool {
        text.len() <= SHORT || self.texts.get(code) == Some(text)
    }

    // A column has fewer than 2^32 - 1 rows.
    #[inline(never)]
    fn add(&mut self, slot: usize, key: Key, text: &str) -> u32 {
        let code = self.keys.len() as u32;
        self.keys.push(key);
        self.texts.push(text);
        self.slots[slot] = code + 1;
        code
    }

    #[inline(never)]
    fn grow(&mut self) {
        const LEAST: usize = 16;
        let len = (self.slots.len() * 2).max(LEAST);
        self.slots.clear();
        self.slots.resize(len, 0);
        for (number, key) in (1..).zip(&self.keys) {
            let mut slot = key.slot(len);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (len - 1);
            }
            self.slots[slot] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_those_of_a_map(texts in prop::collection::vec("[ab\\x00я]{0,21}", 0..400)) {
            let (mut own, mut known) = (Interner::default(), HashMap::new());
            for text in &texts {
                let next = known.len() as u32;
                prop_assert_eq!(own.code(text), *known.entry(text).or_insert(next));
            }
            for (number, text) in own.into_texts().iter().enumerate() {
                prop_assert_eq!(known[text], number as u32);
            }
        }
    }

    #[test]
    fn texts_that_differ_only_in_the_middle_or_in_length_are_told_apart() {
        let mut own = Interner::default();
        let texts = ["", "\0", "\0\0", "a", "aa", "aaaaaaa", "aaaaaaaa", "aaaaaaaaa"];
        let long = ["aaaaaaaabaaaaaaaa", "aaaaaaaacaaaaaaaa", "aaaaaaaaaaaaaaaa"];
        for (number, text) in texts.into_iter().chain(long).enumerate() {
            assert_eq!(own.code(text), number as u32);
        }
    }
}
