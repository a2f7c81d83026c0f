//! A change that no single exchange undoes.

use super::costs::Costs;
use super::cycle::Cycle;
use super::dirty::Dirty;
use super::problem::Problem;
use super::random::Random;

/// Ways of at most so many nodes change places, or twice, four, eight times as many: what is stuck
/// on one scale is often free on another.
const LONGEST: u32 = 25;
const SCALES: u32 = 4;

/// The double bridge (Martin, Otto and Felten 1991), in one place (Applegate, Cook and Rohe 2003):
/// of three ways one behind the other the first and the last change places.
///
/// How much longer the tour is; `None` leaves it as it was, where a cut would break a link or the
/// ways do not fit in.
pub(super) fn kick<C: Costs>(
    problem: &Problem<C>,
    cycle: &mut Cycle,
    random: &mut Random,
    dirty: &mut Dirty,
) -> Option<f64> {
    let all = cycle.len() as u32;
    let longest = (LONGEST << random.below(SCALES)).min(all.saturating_sub(1) / 3);
    if longest == 0 {
        return None;
    }
    let mut cut = cycle.node(random.below(all));
    let mut within = 0;
    let cuts = [0, longest, longest, longest].map(|longest| {
        if longest > 0 {
            let way = 1 + random.below(longest);
            cut = cycle.ahead(cut, way);
            within += way;
        }
        // A linked step stays: the next one is cut.
        if problem.is_linked(cut, cycle.next(cut)) {
            cut = cycle.next(cut);
            within += u32::from(longest > 0);
        }
        cut
    });
    let nexts = cuts.map(|cut| cycle.next(cut));
    let steps = || cuts.into_iter().zip(nexts);
    if within >= all || steps().any(|(cut, next)| problem.is_linked(cut, next)) {
        return None;
    }
    let removed: f64 = steps().map(|(cut, next)| problem.cost(cut, next)).sum();
    let ([a, b, c, d], [after_a, after_b, after_c, after_d]) = (cuts, nexts);
    let added = problem.cost(a, after_c)
        + problem.cost(d, after_b)
        + problem.cost(c, after_a)
        + problem.cost(b, after_d);
    // All three ways turn, and then each of them back.
    for (from, to) in [(after_a, d), (d, after_c), (c, after_b), (b, after_a)] {
        cycle.reverse(from, to);
    }
    cuts.into_iter().chain(nexts).for_each(|node| dirty.push(node));
    Some(added - removed)
}
