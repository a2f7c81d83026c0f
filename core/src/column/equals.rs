//! Texts of a list that are equal.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: slots are a power of two and hashes are cut to it; a slot is 0 or one more than \
              the place of a text"
)]

use std::hash::Hasher;

use super::TextList;

/// By text, the place of the first one that equals it; none where no two are equal. O(n).
pub(super) fn first_of_equals(texts: &TextList) -> Option<Vec<u32>> {
    // As databases hand over their keys: none stands twice.
    if texts.iter().is_sorted_by(|a, b| a < b) {
        return None;
    }
    // At most half of the slots are taken. Only places are held: they stay in the caches.
    let mut slots = vec![0_u32; (texts.len() * 2).next_power_of_two()];
    let last = slots.len() - 1;
    let mut first = None::<Vec<u32>>;
    for (place, text) in texts.iter().enumerate() {
        let mut slot = hash(text) & last;
        let own = loop {
            match slots[slot] {
                0 => {
                    slots[slot] = place as u32 + 1;
                    break place as u32;
                }
                taken if texts.get(taken as usize - 1) == Some(text) => break taken - 1,
                _ => slot = (slot + 1) & last,
            }
        };
        match &mut first {
            Some(first) => first.push(own),
            None if own as usize == place => {}
            None => first = Some((0..place as u32).chain([own]).collect()),
        }
    }
    first
}

fn hash(text: &str) -> usize {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_has_the_place_of_the_first_that_equals_it(
            texts in prop::collection::vec("[ab\\x00]{0,5}", 0..60),
        ) {
            let place = |text| texts.iter().position(|other| other == text).unwrap() as u32;
            let due: Vec<u32> = texts.iter().map(place).collect();
            let are_apart = due.iter().enumerate().all(|(place, first)| place as u32 == *first);
            prop_assert_eq!(first_of_equals(&texts.into()), (!are_apart).then_some(due));
        }
    }
}
