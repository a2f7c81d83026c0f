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
    /// Makes room.
    pub(super) fn expect(&mut self, over: i64, open: i64) {
        self.over.reserve_exact(over as usize);
        self.open.reserve_exact(open as usize);
    }

    #[inline(always)]
    pub(super) fn add(&mut self, length: i64, is_over: bool) {
        if is_over { self.over.push(length) } else { self.open.push(length) }
    }

    /// O(items): few of them are put in order.
    pub(super) fn figures(&mut self, spare: &mut Vec<i64>) -> TimeFigures {
        let (count, open) = (self.over.len(), self.open.len());
        let open_mean_ms = mean(&self.open);
        let mean_ms = mean(&self.over);
        let half = (count + open).div_ceil(2).min(count).saturating_sub(1);
        let (median, p90) = (Place::of(count, 1, 2), Place::of(count, 9, 10));
        let mut ranks = Ranks::new(&mut self.over);
        let asked = [median, p90].into_iter().flatten().flat_map(|place| [place.low, place.high]);
        ranks.pick(asked.chain((count > 0).then_some(half)), spare);
        TimeFigures {
            count: count as i64,
            mean_ms,
            median_ms: median.map(|place| place.value(|rank| ranks.at(rank))),
            p90_ms: p90.map(|place| place.value(|rank| ranks.at(rank))),
            open: open as i64,
            open_mean_ms,
            km_median_ms: survival_median(&mut ranks, &mut self.open),
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

/// Where the quantile `numerator / denominator` of so many items lies, interpolated between neighbours:
/// type 7 of Hyndman and Fan (1996), as in R, numpy and pandas. Exact but for one rounding.
#[derive(Clone, Copy)]
struct Place {
    low: usize,
    high: usize,
    part: i64,
    denominator: i64,
}

impl Place {
    fn of(count: usize, numerator: usize, denominator: usize) -> Option<Self> {
        let last = count.checked_sub(1)?;
        // The place is whole + part / denominator, in a way that no count overflows.
        let (tens, ones) = (last / denominator, last % denominator);
        let low = tens * numerator + ones * numerator / denominator;
        let part = (ones * numerator % denominator) as i64;
        Some(Self { low, high: last.min(low + 1), part, denominator: denominator as i64 })
    }

    fn value(self, at: impl Fn(usize) -> i64) -> f64 {
        let [low, high] = [self.low, self.high].map(|rank| i128::from(at(rank)));
        let part = (high - low) * i128::from(self.part);
        (low * i128::from(self.denominator) + part) as f64 / self.denominator as f64
    }
}

/// The median by the product-limit estimate (Kaplan and Meier 1958): the first length at which no more
/// than half survive. What is over at a length was at risk with what is open at the same length.
/// `None` where more than half survive every length. The rank at which half of all are over is picked.
///
/// No more survive than if nothing open had gone before: the median lies not beyond the length at which
/// half of all are over, and is that one where nothing open is shorter.
fn survival_median(ranks: &mut Ranks<'_>, open: &mut Vec<i64>) -> Option<i64> {
    let (count, all) = (ranks.items.len(), ranks.items.len() + open.len());
    let half = all.div_ceil(2);
    let end = half.min(count).checked_sub(1)?;
    let until = ranks.at(end);
    let mut spare = Vec::new();
    let is_whole = half > count;
    open.retain(|open| *open < until);
    let Some(first) = open.iter().copied().min() else { return (!is_whole).then_some(until) };
    sort(open, &mut spare);
    let from = ranks.before(first);
    ranks.pick(from..=end, &mut spare);
    let median = half_survive(ranks.between(from, end), open, all, all - from);
    // Rounding carries it beyond at most.
    median.or((!is_whole).then_some(until))
}

/// The first of these lengths in order at which no more than half of `all` survive, of whom so many are
/// at risk before.
///
/// Between two lengths of open items the product telescopes: without open ones it is a plain ratio,
/// and 1/2 is met exactly.
fn half_survive(over: &[i64], open: &[i64], all: usize, mut at_risk: usize) -> Option<i64> {
    // Who survived up to the last open item, and how many were at risk then.
    let (mut survived, mut from) = (1.0, all);
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

/// Items by their ranks, of which few are asked for: counted by their size, so that only those about as
/// large as one that is asked for are put in order.
struct Ranks<'i> {
    items: &'i mut Vec<i64>,
    /// By size, the rank of the first item; at last how many there are. Nothing where all are in order.
    starts: Vec<usize>,
    /// By size, how many smaller ones were not picked.
    passed: Vec<usize>,
    /// Those that were, in order.
    picked: Vec<i64>,
}

/// Sizes differ by at least a thirty-second.
const SIZE_BITS: u32 = 5;
/// Of the largest number and one more.
const SIZES: usize = (64 - SIZE_BITS as usize) << SIZE_BITS;

/// How large a number is that is not negative: its first bits, and how many follow. In the order of numbers.
fn size(item: i64) -> usize {
    let bits = u64::BITS - (item as u64 | 1).leading_zeros();
    let more = bits.saturating_sub(SIZE_BITS + 1);
    ((more as usize) << SIZE_BITS) + (item >> more) as usize
}

impl<'i> Ranks<'i> {
    fn new(items: &'i mut Vec<i64>) -> Self {
        let mut starts = Vec::new();
        if items.len() < FEW {
            items.sort_unstable();
        } else {
            starts = vec![0; SIZES + 1];
            for item in items.iter() {
                starts[size(*item) + 1] += 1;
            }
            let mut sum = 0;
            for start in &mut starts {
                sum += *start;
                *start = sum;
            }
        }
        Self { items, starts, passed: Vec::new(), picked: Vec::new() }
    }

    /// How many items there are of smaller sizes: none of them is as large as this one.
    fn before(&self, item: i64) -> usize {
        if self.starts.is_empty() {
            return self.items.partition_point(|other| *other < item);
        }
        self.starts[size(item)]
    }

    fn size_at(&self, rank: usize) -> usize {
        self.starts.partition_point(|start| *start <= rank) - 1
    }

    /// Puts in order what is about as large as the items of these ranks.
    fn pick(&mut self, ranks: impl Iterator<Item = usize>, spare: &mut Vec<i64>) {
        if self.starts.is_empty() {
            return;
        }
        let mut is_asked = vec![false; SIZES];
        for rank in ranks {
            is_asked[self.size_at(rank)] = true;
        }
        self.passed.clear();
        let mut passed = 0;
        for (size, is_asked) in is_asked.iter().enumerate() {
            self.passed.push(passed);
            passed += if *is_asked { 0 } else { self.starts[size + 1] - self.starts[size] };
        }
        self.picked.clear();
        // A place more, into which goes what is not kept.
        self.picked.resize(self.items.len() - passed + 1, 0);
        let mut place = 0;
        for item in self.items.iter() {
            self.picked[place] = *item;
            place += usize::from(is_asked[size(*item)]);
        }
        self.picked.truncate(place);
        sort(&mut self.picked, spare);
    }

    /// The item of a rank that was picked.
    fn at(&self, rank: usize) -> i64 {
        if self.starts.is_empty() {
            return self.items[rank];
        }
        self.picked[rank - self.passed[self.size_at(rank)]]
    }

    /// Those of all ranks from one that was picked to another, as were all between.
    fn between(&self, first: usize, last: usize) -> &[i64] {
        if self.starts.is_empty() {
            return &self.items[first..=last];
        }
        let passed = self.passed[self.size_at(first)];
        &self.picked[first - passed..=last - passed]
    }
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
        fn what_is_picked_is_what_order_tells(
            mut over in prop::collection::vec(
                prop_oneof![0_i64..40, 900_i64..1_000, 0..86_400_000_i64, 0..1_i64 << 48], 0..1600,
            ),
            mut open in prop::collection::vec(prop_oneof![0_i64..1_000, 0..86_400_000_i64], 0..50),
            far in 0_usize..2000,
        ) {
            open.resize(open.len() + far, 1 << 49);
            let mut spread = Spread { over: over.clone(), open: open.clone() };
            let told = spread.figures(&mut Vec::new());
            over.sort_unstable();
            open.sort_unstable();
            let all = over.len() + open.len();
            prop_assert_eq!(told.km_median_ms, half_survive(&over, &open, all, all));
            prop_assert_eq!(told.median_ms, quantile(&over, 1, 2));
            prop_assert_eq!(told.p90_ms, quantile(&over, 9, 10));
        }

        #[test]
        fn without_open_ones_the_median_of_survival_is_the_lower_median(
            mut over in prop::collection::vec(0_i64..50, 1..200),
        ) {
            over.sort_unstable();
            let median = Some(over[(over.len() - 1) / 2]);
            prop_assert_eq!(half_survive(&over, &[], over.len(), over.len()), median);
        }
    }

    /// Of sorted items.
    fn quantile(sorted: &[i64], numerator: usize, denominator: usize) -> Option<f64> {
        Some(Place::of(sorted.len(), numerator, denominator)?.value(|rank| sorted[rank]))
    }

    /// Freireich et al. (1963), the group with 6-MP: weeks of remission, an example of most textbooks on
    /// survival, with the median 23.
    #[test]
    fn remissions_of_the_leukemia_trial_have_the_published_median() {
        let over = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let all = over.len() + open.len();
        assert_eq!(half_survive(&over, &open, all, all), Some(23));
        assert_eq!(half_survive(&over[..3], &open, 15, 15), None);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[], 1, 2), None);
        assert_eq!(quantile(&[7], 9, 10), Some(7.0));
        assert_eq!(quantile(&[1, 2], 1, 2), Some(1.5));
        assert_eq!(quantile(&[0, 10, 20, 30], 9, 10), Some(27.0));
    }
}
