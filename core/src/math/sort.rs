//! Sorting where the module shall be small.
//!
//! std's sorts are the fastest there are, and each type that is sorted takes 5 KB of WebAssembly.
//! The one for short lists takes 500 bytes once and 300 for a type; it takes twice as long for a
//! thousand items and seven times for a million. What may be that long, a track, has a number to
//! sort by: std sorts the numbers, of one type whatever the items are.

#![cfg_attr(not(feature = "visit"), allow(dead_code, reason = "fences alone sort little"))]

use std::cmp::Ordering;

/// Sorts as `slice::sort` does: equals keep their order. O(n log n).
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts as `slice::sort_by_key` does.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts as `slice::sort_by` does. Of an order that contradicts itself comes some order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b) != Ordering::Greater) {
        return;
    }
    let order = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b) == Ordering::Less,
        _ => false,
    });
    rearrange(items, order);
}

/// Sorts long lists by a number, and equals by `tie`, with as good as the speed of std.
pub(crate) fn sort_by_number<T>(
    items: &mut [T],
    number: impl Fn(&T) -> i64,
    tie: impl Fn(&T, &T) -> Ordering,
) {
    let mut numbers: Vec<(i64, usize)> =
        items.iter().enumerate().map(|(place, item)| (number(item), place)).collect();
    numbers.sort_unstable();
    rearrange(items, numbers.into_iter().map(|(_, place)| place).collect());
    for equals in items.chunk_by_mut(|a, b| number(a) == number(b)) {
        sort_by(equals, &tie);
    }
}

/// Where lists are shorter, bytes are more than comparisons.
#[cfg(any(feature = "segment", test))]
const MANY: usize = 512;

/// Sorts by the numbers, each with a place; equals keep their order. One byte after the other, from the
/// lowest on (Knuth 1973, The Art of Computer Programming 3, 5.2.5): O(n) for each in which the numbers
/// differ. Of amounts those are four or five, and three times as quick as comparing.
#[cfg(any(feature = "segment", test))]
#[expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a byte is below 256, and places count items"
)]
pub(crate) fn sort_numbers(items: &mut Vec<(i64, usize)>) {
    if items.len() < MANY {
        sort_by_key(items, |item| item.0);
        return;
    }
    let first = items[0].0;
    let differ = items.iter().fold(0, |differ, item| differ | (item.0 ^ first));
    let mut sorted = vec![(0, 0); items.len()];
    for shift in (0..i64::BITS).step_by(8).filter(|shift| differ >> shift & 0xff != 0) {
        // Without the sign negative numbers come first.
        let byte = |item: &(i64, usize)| ((item.0 ^ i64::MIN) >> shift & 0xff) as usize;
        let mut places = [0; 257];
        items.iter().for_each(|item| places[byte(item) + 1] += 1);
        (1..256).for_each(|byte| places[byte] += places[byte - 1]);
        for item in items.iter() {
            let place = &mut places[byte(item)];
            sorted[*place] = *item;
            *place += 1;
        }
        std::mem::swap(items, &mut sorted);
    }
}

/// What stands under `key` in a short list in the order of its keys; `new` if nothing did.
#[expect(clippy::indexing_slicing, reason = "INVARIANT: it was there, or has just been put there")]
pub(crate) fn under<K: Ord, V>(list: &mut Vec<(K, V)>, key: K, new: impl FnOnce() -> V) -> &mut V {
    let place = list.partition_point(|(other, _)| *other < key);
    if list.get(place).is_none_or(|(other, _)| *other != key) {
        list.insert(place, (key, new()));
    }
    &mut list[place].1
}

/// Puts the item that stands at `order[i]` at place `i`.
fn rearrange<T>(items: &mut [T], mut order: Vec<usize>) {
    // Every cycle of the permutation is walked once; a place that is done holds itself.
    for start in 0..items.len() {
        let mut to = start;
        while let Some(place) = order.get_mut(to) {
            let from = std::mem::replace(place, to);
            if from == start || from == to {
                break;
            }
            items.swap(to, from);
            to = from;
        }
    }
}

/// Which item comes first, second ...: a merge sort from the bottom up, not generic.
fn order(len: usize, is_less: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut run = 1;
    while run < len {
        let mut merged = Vec::with_capacity(len);
        for runs in order.chunks(2 * run) {
            let (mut left, mut right) = runs.split_at(run.min(runs.len()));
            while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
                // Equals keep their order: only a lesser one overtakes.
                if is_less(*b, *a) {
                    merged.push(*b);
                    right = after_b;
                } else {
                    merged.push(*a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_come_out_as_std_sorts_them(
            mut items in prop::collection::vec((0_u8..20, any::<u32>()), 0..200),
        ) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(&items, &expected);
            expected.sort();
            sort(&mut items);
            prop_assert_eq!(&items, &expected);
        }

        #[test]
        fn numbers_too(
            like in any::<i64>(),
            differ in any::<[bool; 8]>(),
            numbers in prop::collection::vec(any::<i64>(), 0..2 * MANY),
        ) {
            // The numbers of a list differ in some bytes alone: others are skipped.
            let mask = i64::from_ne_bytes(differ.map(|differs| if differs { 0xff } else { 0 }));
            let number = |own: i64| like & !mask | own & mask;
            let mut items: Vec<(i64, usize)> = numbers.into_iter().map(number).zip(0..).collect();
            let mut expected = items.clone();
            expected.sort();
            sort_numbers(&mut items);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn long_lists_too(mut items in prop::collection::vec((-9_i64..9, any::<u8>()), 0..200)) {
            let mut expected = items.clone();
            expected.sort();
            sort_by_number(&mut items, |item| item.0, |a, b| a.1.cmp(&b.1));
            prop_assert_eq!(items, expected);
        }
    }
}
