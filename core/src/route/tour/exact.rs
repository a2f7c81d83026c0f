//! The shortest tour of few stops (Held and Karp 1962; Bellman 1962).
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: there is a row for each set of stops, with a cell for each of FEW stops"
)]

use crate::math;

/// At most so many stops: time and memory double with each. A multiple of [`LANES`].
pub(in crate::route) const FEW: usize = 12;

/// How the tour begins and ends.
#[derive(Clone, Copy, Debug)]
pub(in crate::route) struct Ends {
    pub(in crate::route) closed: bool,
    pub(in crate::route) start: Option<usize>,
    pub(in crate::route) end: Option<usize>,
}

/// The shortest tour of `n` stops, 1 to [`FEW`]; `cost` of a step need not be the same both ways.
///
/// O(n² 2ⁿ). Of several shortest tours the one whose stops, from the last, come first in the input.
pub(in crate::route) fn shortest(
    n: usize,
    ends: Ends,
    cost: impl Fn(usize, usize) -> f64,
) -> Vec<u32> {
    let start = if ends.closed { Some(ends.start.unwrap_or(0)) } else { ends.start };
    // Where the first stop is known, sets are of the others: half as many.
    let others: Vec<usize> = (0..n).filter(|stop| start != Some(*stop)).collect();
    let mut into = [[f64::INFINITY; FEW]; FEW];
    for (to, stop) in others.iter().enumerate() {
        for (from, before) in others.iter().enumerate() {
            into[to][from] = cost(*before, *stop);
        }
    }
    let sets = 1_usize << others.len();
    // The least cost of a path through a set that ends with a stop of it; infinite for others.
    let mut least = vec![[f64::INFINITY; FEW]; sets];
    for set in 1..sets {
        for last in within(set) {
            let before = set & !(1 << last);
            least[set][last] = match start {
                Some(start) if before == 0 => cost(start, others[last]),
                None if before == 0 => 0.0,
                _ => cheapest(&least[before], &into[last]),
            };
        }
    }
    let mut set = sets - 1;
    let back = |last: usize| match start {
        Some(start) if ends.closed => cost(others[last], start),
        _ => 0.0,
    };
    let is_end = |last: &usize| ends.closed || ends.end.is_none_or(|end| end == others[*last]);
    let total = |last: &usize| least[set][*last] + back(*last);
    let mut last = within(set).filter(is_end).min_by(|a, b| total(a).total_cmp(&total(b)));
    let mut order = Vec::with_capacity(n);
    while let Some(at) = last {
        order.push(others[at] as u32);
        let so_far = least[set][at];
        set &= !(1 << at);
        let leads = |from: &usize| least[set][*from] + into[at][*from] <= so_far;
        last = within(set).find(leads);
    }
    order.extend(start.map(|start| start as u32));
    order.reverse();
    order
}

/// The stops of a set.
fn within(set: usize) -> impl Iterator<Item = usize> {
    (0..FEW).filter(move |stop| set >> stop & 1 == 1)
}

/// So many sums are compared side by side.
const LANES: usize = 4;

/// The least cost of a path and the step behind it.
fn cheapest(paths: &[f64; FEW], steps: &[f64; FEW]) -> f64 {
    let mut least = [f64::INFINITY; LANES];
    for (paths, steps) in paths.chunks_exact(LANES).zip(steps.chunks_exact(LANES)) {
        for lane in 0..LANES {
            least[lane] = math::min(least[lane], paths[lane] + steps[lane]);
        }
    }
    least.into_iter().fold(f64::INFINITY, math::min)
}
