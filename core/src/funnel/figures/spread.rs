//! Lengths of time and what is told of them.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: digits are below the number of buckets, places below the number of items"
)]

use super::report::TimeFigures;

/// Lengths of time: those that are over, and those that last so far.
#[derive(Default)]
pub(super) struct Spread {
    pub(super) over: Vec<i64>,
    pub(super) open: Vec<i64>,
}

impl Spread {
    pub(super) fn add(&mut self, length: i64, is_over: bool) {
        if is_over { self.over.push(length) } else { self.open.push(length) }
    }

    /// O(items): sorting is by digits.
    pub(super) fn figures(&mut self, spare: &mut Vec<i64>) -> TimeFigures {
        sort(&mut self.over, spare);
        sort(&mut self.open, spare);
        let over = &self.over[..];
        TimeFigures {
            count: over.len() as i64,
            mean_ms: mean(over),
            median_ms: quantile(over, 1, 2),
            p90_ms: quantile(over, 9, 10),
            open: self.open.len() as i64,
            open_mean_ms: mean(&self.open),
            km_median_ms: survival_median(over, &self.open),
        }
    }
}

/// A share; `None` of nothing.
pub(super) fn share(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// A sum of so many, each.
pub(super) fn mean_of(sum: i128, count: i64) -> Option<f64> {
    (count != 0).then(|| sum as f64 / count as f64)
}

fn mean(items: &[i64]) -> Option<f64> {
    mean_of(items.iter().map(|item| i128::from(*item)).sum(), items.len() as i64)
}

/// The quantile `numerator / denominator` of sorted items, interpolated between neighbours: type 7 of
/// Hyndman and Fan (1996), as in R, numpy and pandas. Exact but for one rounding.
fn quantile(sorted: &[i64], numerator: usize, denominator: usize) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    // The place is whole + part / denominator, in a way that no count overflows.
    let (tens, ones) = (last / denominator, last % denominator);
    let place = tens * numerator + ones * numerator / denominator;
    let part = (ones * numerator % denominator) as i128;
    let low = i128::from(sorted[place]);
    let high = i128::from(*sorted.get(place + 1).unwrap_or(&sorted[place]));
    let denominator = denominator as i128;
    Some((low * denominator + (high - low) * part) as f64 / denominator as f64)
}

/// The median by the product-limit estimate (Kaplan and Meier 1958): the first length at which no more
/// than half survive. What is over at a length was at risk with what is open at the same length.
/// `None` where more than half survive every length.
///
/// Between two lengths of open items the product telescopes: without open ones it is a plain ratio,
/// and 1/2 is met exactly.
fn survival_median(over: &[i64], open: &[i64]) -> Option<i64> {
    let mut at_risk = over.len() + open.len();
    // Who survived up to the last open item, and how many were at risk then.
    let (mut survived, mut from) = (1.0, at_risk);
    let mut open = open.iter().peekable();
    for equals in over.chunk_by(|a, b| a == b) {
        let length = equals[0];
        let risk_before = at_risk;
        while open.next_if(|open| **open < length).is_some() {
            at_risk -= 1;
        }
        if at_risk != risk_before {
            survived *= risk_before as f64 / from as f64;
            from = at_risk;
        }
        at_risk -= equals.len();
        if survived * at_risk as f64 / from as f64 <= 0.5 {
            return Some(length);
        }
    }
    None
}

/// Below this std is as quick.
const FEW: usize = 1 << 10;
/// The counts of a digit fit into the fastest memory of common processors.
const MAX_DIGIT: u32 = 12;

/// Sorts numbers that are not negative: by their digits from the last to the first that any of them
/// has.
fn sort(items: &mut Vec<i64>, spare: &mut Vec<i64>) {
    if items.len() < FEW {
        items.sort_unstable();
        return;
    }
    let most = items.iter().copied().max().unwrap_or(0);
    let bits = u64::BITS - most.unsigned_abs().leading_zeros();
    spare.clear();
    spare.resize(items.len(), 0);
    // As few digits as can be, all of one size.
    let size = bits.div_ceil(bits.div_ceil(MAX_DIGIT).max(1)).max(1);
    let mask = (1_usize << size) - 1;
    let mut places = vec![0_u32; mask + 1];
    for shift in (0..bits).step_by(size as usize) {
        let digit = |item: i64| (item >> shift) as usize & mask;
        places.fill(0);
        for item in items.iter() {
            places[digit(*item)] += 1;
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for item in items.iter() {
            let place = &mut places[digit(*item)];
            spare[*place as usize] = *item;
            *place += 1;
        }
        std::mem::swap(items, spare);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_sort_as_std_does(
            mut items in prop::collection::vec(
                prop_oneof![0_i64..9, 0_i64..100_000, 0..i64::MAX], 0..3000,
            ),
        ) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items, &mut Vec::new());
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn without_open_ones_the_median_of_survival_is_the_lower_median(
            mut over in prop::collection::vec(0_i64..50, 1..200),
        ) {
            over.sort_unstable();
            prop_assert_eq!(survival_median(&over, &[]), Some(over[(over.len() - 1) / 2]));
        }
    }

    /// Freireich et al. (1963), the group with 6-MP: weeks of remission, an example of most textbooks on
    /// survival, with the median 23.
    #[test]
    fn remissions_of_the_leukemia_trial_have_the_published_median() {
        let over = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        assert_eq!(survival_median(&over, &open), Some(23));
        assert_eq!(survival_median(&over[..3], &open), None);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[], 1, 2), None);
        assert_eq!(quantile(&[7], 9, 10), Some(7.0));
        assert_eq!(quantile(&[1, 2], 1, 2), Some(1.5));
        assert_eq!(quantile(&[0, 10, 20, 30], 9, 10), Some(27.0));
    }
}
