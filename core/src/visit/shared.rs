//! Shared buildings: the time inside several fences at once is divided, and nobody is picked in
//! silence.

use super::assign::Planned;
use crate::Result;
use crate::budget::Budget;
use crate::geofence::{CompiledFence, Fix};
use crate::math;

/// Who claims time on site: a planned visit, or a stay that nobody planned.
pub(super) struct Claimant<'p> {
    /// Index of the site.
    pub(super) site: usize,
    pub(super) planned: Option<&'p Planned<'p>>,
    /// Times inside, in order.
    pub(super) inside: Vec<(i64, i64)>,
    /// What it gets of them.
    pub(super) credited_ms: i64,
    /// Sites whose fences held some of the same time.
    pub(super) shared_with: Vec<usize>,
}

impl<'p> Claimant<'p> {
    pub(super) fn new(
        site: usize,
        planned: Option<&'p Planned<'p>>,
        inside: Vec<(i64, i64)>,
    ) -> Self {
        Self { site, planned, inside, credited_ms: 0, shared_with: Vec::new() }
    }

    fn first(&self) -> i64 {
        self.inside.first().map_or(i64::MAX, |(start, _)| *start)
    }

    fn last(&self) -> i64 {
        self.inside.last().map_or(i64::MIN, |(_, end)| *end)
    }

    /// Whether the instant `start` is inside.
    fn has(&self, start: i64) -> bool {
        let next = self.inside.partition_point(|(from, _)| *from <= start);
        next.checked_sub(1)
            .and_then(|at| self.inside.get(at))
            .is_some_and(|(_, until)| start < *until)
    }

    /// The order in which plans are served at an instant: those whose window holds it first, then
    /// by claim, slot and id.
    fn turn(&self, t: i64) -> (bool, i64, i64, &'p str) {
        self.planned.map_or((true, i64::MAX, i64::MAX, ""), |planned| {
            let claim = planned.visit.claimed.as_ref().and_then(|claim| claim.t);
            let window = planned.window;
            (
                !(window.open <= t && t < window.close),
                claim.map_or(i64::MAX, |t| t.millis()),
                window.start,
                planned.visit.id.as_str(),
            )
        })
    }
}

/// Divides the time of all claimants. The parts sum to the time inside any of them.
///
/// A stretch goes to the planned sites whose fences hold it, if there are any: to each plan in
/// turn up to its `min_dwell`, the rest by weight of presence.
pub(super) fn divide(
    claimants: &mut [Claimant<'_>],
    fences: &[CompiledFence],
    fixes: &[Fix],
    budget: &mut Budget<'_>,
) -> Result<()> {
    let mut edges: Vec<i64> = claimants
        .iter()
        .flat_map(|claimant| claimant.inside.iter().flat_map(|&(start, end)| [start, end]))
        .collect();
    math::sort(&mut edges);
    edges.dedup();
    let mut waiting: Vec<usize> = (0..claimants.len()).collect();
    math::sort_by_key(&mut waiting, |&index| {
        claimants.get(index).map(|c| std::cmp::Reverse(c.first()))
    });
    let mut present: Vec<usize> = Vec::new();
    let mut noted: Vec<usize> = Vec::new();
    for pair in edges.windows(2) {
        let &[start, end] = pair else { continue };
        while let Some(next) =
            waiting.pop_if(|&mut index| claimants.get(index).is_some_and(|c| c.first() <= start))
        {
            present.push(next);
        }
        present.retain(|&index| claimants.get(index).is_some_and(|c| start < c.last()));
        let mut holders: Vec<usize> = present
            .iter()
            .copied()
            .filter(|&index| claimants.get(index).is_some_and(|c| c.has(start)))
            .collect();
        math::sort(&mut holders);
        budget.spend(holders.len() as u64)?;
        match holders.as_slice() {
            [] => {}
            &[only] => credit(claimants, only, end - start),
            several => {
                if several != noted.as_slice() {
                    note_sharing(claimants, several);
                    noted = several.to_vec();
                }
                divide_stretch(claimants, several, (start, end), fences, fixes);
            }
        }
    }
    Ok(())
}

fn credit(claimants: &mut [Claimant<'_>], index: usize, ms: i64) {
    if let Some(claimant) = claimants.get_mut(index) {
        claimant.credited_ms += ms;
    }
}

fn divide_stretch(
    claimants: &mut [Claimant<'_>],
    holders: &[usize],
    (start, end): (i64, i64),
    fences: &[CompiledFence],
    fixes: &[Fix],
) {
    let planned: Vec<usize> = holders
        .iter()
        .copied()
        .filter(|&index| claimants.get(index).is_some_and(|c| c.planned.is_some()))
        .collect();
    let mut takers = if planned.is_empty() { holders.to_vec() } else { planned };
    math::sort_by_key(&mut takers, |&index| claimants.get(index).map(|c| (c.turn(start), c.site)));
    let mut left = end - start;
    for &taker in &takers {
        let Some(claimant) = claimants.get_mut(taker) else { continue };
        let Some(planned) = claimant.planned else { continue };
        let part = (planned.min_dwell_ms - claimant.credited_ms).clamp(0, left);
        claimant.credited_ms += part;
        left -= part;
    }
    let weights: Vec<i64> = takers
        .iter()
        .map(|&taker| {
            let fence = claimants.get(taker).and_then(|c| fences.get(c.site));
            fence.map_or(1, |fence| weight(fence, fixes, start, end))
        })
        .collect();
    for (&taker, part) in takers.iter().zip(by_weight(left, &weights)) {
        credit(claimants, taker, part);
    }
}

fn note_sharing(claimants: &mut [Claimant<'_>], holders: &[usize]) {
    let sites: Vec<usize> =
        holders.iter().filter_map(|&index| claimants.get(index).map(|c| c.site)).collect();
    for &index in holders {
        let Some(claimant) = claimants.get_mut(index) else { continue };
        for &site in sites.iter().filter(|&&site| site != claimant.site) {
            if let Err(place) = claimant.shared_with.binary_search(&site) {
                claimant.shared_with.insert(place, site);
            }
        }
    }
}

/// Mean probability of presence over the fixes of a stretch, in millionths, at least 1.
fn weight(fence: &CompiledFence, fixes: &[Fix], start: i64, end: i64) -> i64 {
    const MILLION: f64 = 1e6;
    let from = fixes.partition_point(|fix| fix.t.millis() < start);
    let until = fixes.partition_point(|fix| fix.t.millis() <= end);
    let (mut sum, mut count) = (0.0, 0.0);
    // A stretch between two fixes takes the fix before it.
    for fix in fixes.get(from.min(until.saturating_sub(1))..until).unwrap_or_default() {
        sum += fence.observe(fix).probability.unwrap_or(0.5);
        count += 1.0;
    }
    if count > 0.0 { ((sum / count * MILLION) as i64).max(1) } else { 1 }
}

/// `total` in parts by weight: whole, summing exactly, by largest remainder, then order.
fn by_weight(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<i128> = weights.iter().map(|&w| i128::from(w) * i128::from(total)).collect();
    let mut parts: Vec<i64> = exact.iter().map(|e| (e / sum) as i64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    math::sort_by_key(&mut order, |&i| (std::cmp::Reverse(exact.get(i).map(|e| e % sum)), i));
    let missing = total - parts.iter().sum::<i64>();
    for &i in order.iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(i) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_by_weight_sum_to_the_whole() {
        assert_eq!(by_weight(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(by_weight(7, &[2, 0, 5]), [2, 0, 5]);
        assert_eq!(by_weight(0, &[3, 4]), [0, 0]);
        assert_eq!(by_weight(5, &[]), [0i64; 0]);
    }
}
