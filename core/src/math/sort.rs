//! Sorting where the list is short and the module shall be small.
//!
//! std's sorts are the fastest there are, and each type that is sorted takes 5 KB of WebAssembly.
//! This one takes 500 bytes once and 300 for a type. It takes twice as long for a thousand items
//! and seven times for a million: what may be that long, a track or the fences of an index, is
//! sorted by std.

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
    let mut order = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b) == Ordering::Less,
        _ => false,
    });
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
    }
}
