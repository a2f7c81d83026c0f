//! A search that goes on for as long as it is let: improve, kick, improve, keep or undo.
//!
//! Iterated local search (Johnson 1990; Lourenço, Martin and Stützle 2003) with kicks that stay in
//! one place (Applegate, Cook and Rohe 2003), so that an iteration costs the same whatever the
//! number of stops. A tour little longer than the best is gone on from (record-to-record travel,
//! Dueck 1993); the journal of the cycle leads back.

use super::costs::Costs;
use super::cycle::Cycle;
use super::greedy::greedy;
use super::improve::{Dirty, improve};
use super::node::Node;
use super::problem::Problem;
use super::random::Random;

/// A kick exchanges two ways of at most so many stops.
const KICKED: u32 = 50;
/// A tour longer than the best by at most so many mean steps is gone on from.
const SLACK_STEPS: f64 = 0.1;
/// Gains below this share of a mean step are noise.
const NOISE_STEPS: f64 = 1e-7;
/// Reversals since the best tour, after which the search goes back to it.
const MAX_JOURNAL: usize = 50_000;

/// A search of one problem.
#[derive(Clone, Debug)]
pub(in crate::route) struct Search<C> {
    problem: Problem<C>,
    cycle: Cycle,
    dirty: Dirty,
    random: Random,
    /// How much longer the tour is than the best.
    excess: f64,
    slack: f64,
    least: f64,
    /// Kicks so far.
    pub(super) kicks: u64,
    /// Kicks since the best tour was found.
    pub(super) kicks_since_best: u64,
}

impl<C: Costs> Search<C> {
    /// From `initial`, else from the greedy tour.
    pub(super) fn new(problem: Problem<C>, initial: Option<Vec<Node>>, seed: u64) -> Self {
        let order = initial.unwrap_or_else(|| greedy(&problem));
        let mut dirty = Dirty::new(order.len());
        order.iter().for_each(|node| dirty.push(*node));
        let cycle = Cycle::new(order);
        let mut search = Self {
            cycle,
            dirty,
            random: Random::new(seed),
            excess: 0.0,
            slack: 0.0,
            least: 0.0,
            kicks: 0,
            kicks_since_best: 0,
            problem,
        };
        let mean = search.length() / search.cycle.len() as f64;
        (search.slack, search.least) = (SLACK_STEPS * mean, NOISE_STEPS * mean);
        search
    }

    /// Whether the first improvement is over: no exchange helps any more.
    pub(super) fn is_settled(&self) -> bool {
        self.dirty.is_empty()
    }

    /// Goes on with the first improvement, for so many nodes.
    pub(super) fn settle(&mut self, nodes: u32) {
        for _ in 0..nodes {
            let Some(node) = self.dirty.pop() else { break };
            improve(&self.problem, &mut self.cycle, node, self.least, &mut self.dirty);
        }
        self.cycle.keep();
    }

    /// One iteration.
    pub(super) fn kick(&mut self) {
        self.kicks += 1;
        self.kicks_since_best += 1;
        let mark = self.cycle.mark();
        let Some(lost) = self.exchange_ways() else { return };
        let mut excess = self.excess + lost;
        while let Some(node) = self.dirty.pop() {
            excess -= improve(&self.problem, &mut self.cycle, node, self.least, &mut self.dirty);
        }
        if excess < -self.least {
            self.cycle.keep();
            self.excess = 0.0;
            self.kicks_since_best = 0;
        } else if excess <= self.slack {
            self.excess = excess;
            if self.cycle.mark() > MAX_JOURNAL {
                self.cycle.undo(0);
                self.excess = 0.0;
            }
        } else {
            self.cycle.undo(mark);
        }
    }

    /// The double bridge (Martin, Otto and Felten 1991), in one place: of three ways, one behind
    /// the other, the first and the last change places. No exchange of three steps undoes that.
    /// How much longer the tour is.
    fn exchange_ways(&mut self) -> Option<f64> {
        let all = self.cycle.len() as u32;
        let most = KICKED.min(all.checked_sub(2)? / 4);
        if most == 0 {
            return None;
        }
        let (problem, cycle) = (&self.problem, &mut self.cycle);
        // The start of the next step that may be taken away.
        let free = |node: Node| {
            if problem.is_linked(node, cycle.next(node)) { cycle.next(node) } else { node }
        };
        let mut below = |most| self.random.below(most);
        let a = free(cycle.node(below(all)));
        let b = free(cycle.ahead(a, 1 + below(most)));
        let c = free(cycle.ahead(b, 1 + below(most)));
        let d = free(cycle.ahead(c, 1 + below(most)));
        let cuts = [a, b, c, d];
        let nexts = cuts.map(|cut| cycle.next(cut));
        let linked = cuts.iter().zip(nexts).any(|(cut, next)| problem.is_linked(*cut, next));
        // On a short tour the last way may have come around to the first.
        let ways = [(a, b), (b, c), (c, d)].map(|(from, to)| cycle.steps(from, to));
        if linked || ways.contains(&0) || ways.iter().sum::<u32>() >= all {
            return None;
        }
        let [after_a, after_b, after_c, after_d] = nexts;
        let removed: f64 = cuts.iter().zip(nexts).map(|(cut, next)| problem.cost(*cut, next)).sum();
        let added = problem.cost(a, after_c)
            + problem.cost(d, after_b)
            + problem.cost(c, after_a)
            + problem.cost(b, after_d);
        cycle.reverse(after_a, d);
        for (from, to) in [(d, after_c), (c, after_b), (b, after_a)] {
            cycle.reverse(from, to);
        }
        cuts.into_iter().chain(nexts).for_each(|node| self.dirty.push(node));
        Some(added - removed)
    }

    /// The best tour.
    pub(super) fn best(&self) -> Vec<Node> {
        let mut cycle = self.cycle.clone();
        cycle.undo(0);
        cycle.nodes().collect()
    }

    /// The length of the tour at hand.
    fn length(&self) -> f64 {
        self.cycle.nodes().map(|node| self.problem.cost(node, self.cycle.next(node))).sum()
    }
}
