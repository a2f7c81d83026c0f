//! Where scores end: cuts that are given, or quantiles.

use super::policy::RfmCuts;
use crate::math::{Decimal, sort_by_number};
use crate::shape::Reader;

/// More scores than this are not told apart.
pub const MAX_BINS: u32 = 100;

/// Notes cuts that are too many, or not in order.
pub(super) fn check_cuts(cuts: &RfmCuts, at: &mut Reader) {
    fn check<T: PartialOrd>(key: &'static str, cuts: &[T], at: &mut Reader) {
        at.within(key, |at| {
            if cuts.len() >= MAX_BINS as usize {
                at.limit::<()>("too_many_values", format!("expected fewer than {MAX_BINS}"));
            }
            if !cuts.is_sorted() {
                at.problem::<()>("not_sorted", "a cut is less than the one before it");
            }
        });
    }
    check("recency_days", &cuts.recency_days, at);
    check("frequency_days", &cuts.frequency_days, at);
    check("monetary", &cuts.monetary, at);
}

/// Cuts by quantiles: the k-th is the value at rank ceil(k n / bins) of n, counted from 1 (the
/// inverse of the empirical distribution, no. 1 of Hyndman and Fan, 1996). O(n log n).
///
/// Equal values are on one side of every cut. Nobody's values have no cuts.
pub(super) fn quantiles(values: impl Iterator<Item = i64>, bins: u32) -> Vec<i64> {
    let mut values: Vec<i64> = values.collect();
    sort_by_number(&mut values, |value| *value, |_, _| std::cmp::Ordering::Equal);
    let count = values.len() as u64;
    let rank = |k: u32| (u64::from(k) * count).div_ceil(u64::from(bins));
    let at = |rank: u64| values.get(usize::try_from(rank.checked_sub(1)?).ok()?).copied();
    (1..bins).filter_map(|k| at(rank(k))).collect()
}

/// Scores by ascending cuts, 1 where none is below the value.
pub(super) fn score(cuts: &[i64], value: i64) -> u32 {
    1 + cuts.partition_point(|cut| *cut < value) as u32
}

/// The same where less is better: the highest score where no cut is below the value.
pub(super) fn score_reversed(cuts: &[i64], value: i64) -> u32 {
    cuts.len() as u32 + 2 - score(cuts, value)
}

/// Cuts in money as whole 10^-`scale`: those that are finer lie between two amounts, and as far as
/// amounts go the lower one is the same cut.
pub(super) fn in_units(cuts: &[Decimal], scale: u32) -> Vec<i64> {
    let units = |cut: &Decimal| match cut.units_below(scale) {
        Some((units, _)) => units,
        // No amount is that large.
        None if *cut < Decimal::ZERO => i64::MIN,
        None => i64::MAX,
    };
    cuts.iter().map(units).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_is_the_value_at_its_rank() {
        assert_eq!(quantiles((1..=10).rev(), 5), [2, 4, 6, 8]);
        assert_eq!(quantiles([7].into_iter(), 3), [7, 7]);
        assert_eq!(quantiles(std::iter::empty(), 3), [0; 0]);
        assert_eq!((score(&[2, 4], 2), score(&[2, 4], 3), score(&[2, 4], 9)), (1, 2, 3));
        assert_eq!((score_reversed(&[2, 4], 2), score_reversed(&[2, 4], 9)), (3, 1));
    }

    proptest! {
        #[test]
        fn no_bin_of_distinct_values_is_empty(n in 1_i64..200, bins in 2_u32..20) {
            prop_assume!(n >= i64::from(bins));
            let cuts = quantiles(0..n, bins);
            let mut counts = vec![0_i64; bins as usize];
            (0..n).for_each(|value| counts[score(&cuts, value) as usize - 1] += 1);
            let fair = n / i64::from(bins);
            prop_assert!(counts.iter().all(|count| (fair..=fair + 1).contains(count)));
        }

        #[test]
        fn a_finer_cut_parts_the_same_amounts(cut in -30_i64..30, value in -30_i64..30) {
            let (cut, value) = (Decimal::from_units(cut, 2).unwrap(), value);
            let is_below = cut < Decimal::from_units(value, 1).unwrap();
            prop_assert_eq!(score(&in_units(&[cut], 1), value), 1 + u32::from(is_below));
        }
    }
}
