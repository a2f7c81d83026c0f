//! A search that goes on for as long as it is let: improve, kick, improve, keep or undo.
//!
//! Iterated local search (Johnson 1990; Lourenço, Martin and Stützle 2003) with kicks that stay in
//! one place, so that an iteration looks at as much whatever the number of stops; only what is turned
//! around grows with it. A tour little longer than the best is gone on from (record-to-record
//! travel, Dueck 1993); the journal of the cycle leads back.

use super::ascent::Ascent;
use super::costs::Costs;
use super::cycle::Cycle;
use super::dirty::Dirty;
use super::greedy::Greedy;
use super::improve::improve;
use super::kick::kick;
use super::node::Node;
use super::problem::Problem;
use super::random::Random;

/// A tour longer than the best by at most so many mean steps is gone on from.
pub(super) const SLACK_STEPS: f64 = 0.1;
/// Gains below this share of a mean step are noise.
pub(super) const NOISE_STEPS: f64 = 1e-7;
/// Reversals since the best tour, after which the search goes back to it.
const MAX_JOURNAL: usize = 50_000;

/// What comes before the kicks.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// The neighbours of nodes are looked for.
    Neighbours,
    /// A tour is made of steps between them.
    Greedy(Greedy),
    /// It is improved by such steps.
    Near,
    /// Those that are likely to be in a short tour are looked for.
    Ascent(Ascent),
    /// It is improved by those, now and by the kicks.
    Likely,
}

/// A search of one problem.
#[derive(Clone, Debug)]
pub(in crate::route) struct Search<C> {
    pub(super) problem: Problem<C>,
    pub(super) stage: Stage,
    /// How many looks the first improvement has taken so far.
    pub(super) looks: u64,
    /// Whether the tour to begin with is to be gone on from.
    goes_on: bool,
    pub(super) cycle: Cycle,
    pub(super) dirty: Dirty,
    pub(super) random: Random,
    /// How much longer the tour is than the best.
    pub(super) excess: f64,
    /// The mean step of the first tour.
    pub(super) mean: f64,
    pub(super) slack: f64,
    pub(super) least: f64,
    /// Kicks so far.
    pub(super) kicks: u64,
    /// Kicks since the best tour was found.
    pub(super) kicks_since_best: u64,
}

impl<C: Costs> Search<C> {
    /// From the tour `first` if that is any good, else from the greedy tour.
    pub(super) fn new(problem: Problem<C>, first: Vec<Node>, is_good: bool, seed: u64) -> Self {
        Self {
            problem,
            stage: Stage::Neighbours,
            looks: 0,
            goes_on: is_good,
            dirty: Dirty::new(first.len()),
            cycle: Cycle::new(first),
            random: Random::new(seed),
            excess: 0.0,
            mean: 0.0,
            slack: 0.0,
            least: 0.0,
            kicks: 0,
            kicks_since_best: 0,
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.cycle.len()
    }

    /// Whether there is a tour that is more than some order of the nodes.
    pub(super) fn has_tour(&self) -> bool {
        self.goes_on || !matches!(self.stage, Stage::Neighbours | Stage::Greedy(_))
    }

    /// Whether the first improvement is over: with the likeliest neighbours no chain helps.
    pub(super) fn is_settled(&self) -> bool {
        self.dirty.is_empty() && matches!(self.stage, Stage::Likely)
    }

    /// Goes on with the first improvement, for so many nodes or to the end of a stage.
    pub(super) fn settle(&mut self, nodes: u32) {
        self.looks = self.looks.saturating_add(1);
        if self.dirty.is_empty() {
            return self.prepare(nodes);
        }
        for _ in 0..nodes {
            let Some(node) = self.dirty.pop() else { break };
            improve(&self.problem, &mut self.cycle, node, self.least, &mut self.dirty);
        }
        self.cycle.keep();
    }

    /// Goes on to the next stage, or some way.
    fn prepare(&mut self, nodes: u32) {
        match &mut self.stage {
            Stage::Neighbours => {
                for _ in 0..nodes {
                    if self.problem.has_neighbours() {
                        self.stage = Stage::Greedy(Greedy::new(&self.problem));
                        break;
                    }
                    self.problem.find_neighbours();
                }
            }
            Stage::Greedy(greedy) => {
                if !self.goes_on {
                    let Some(tour) = greedy.go_on(&self.problem, nodes) else { return };
                    self.cycle = Cycle::new(tour);
                }
                self.mean = self.length() / self.cycle.len() as f64;
                (self.slack, self.least) = (SLACK_STEPS * self.mean, NOISE_STEPS * self.mean);
                self.improve_all(Stage::Near);
            }
            Stage::Near => {
                let ascent = Ascent::new(&self.problem, self.cycle.nodes());
                self.stage = Stage::Ascent(ascent);
            }
            Stage::Ascent(ascent) if !ascent.is_over() => ascent.climb(),
            Stage::Ascent(ascent) => {
                self.problem.set_neighbours(&ascent.near());
                self.improve_all(Stage::Likely);
            }
            Stage::Likely => {}
        }
    }

    fn improve_all(&mut self, stage: Stage) {
        self.cycle.nodes().for_each(|node| self.dirty.push(node));
        self.stage = stage;
    }

    /// One iteration.
    pub(super) fn kick(&mut self) {
        self.kicks += 1;
        self.kicks_since_best += 1;
        let Self { problem, cycle, random, dirty, .. } = self;
        let mark = cycle.mark();
        let Some(lost) = kick(problem, cycle, random, dirty) else { return };
        let mut excess = self.excess + lost;
        while let Some(node) = dirty.pop() {
            excess -= improve(problem, cycle, node, self.least, dirty);
        }
        if excess < -self.least {
            cycle.keep();
            self.excess = 0.0;
            self.kicks_since_best = 0;
        } else if excess <= self.slack {
            self.excess = excess;
            if cycle.mark() > MAX_JOURNAL {
                cycle.undo(0);
                self.excess = 0.0;
            }
        } else {
            cycle.undo(mark);
        }
    }

    /// The best tour.
    pub(super) fn best(&self) -> Vec<Node> {
        let mut cycle = self.cycle.clone();
        cycle.undo(0);
        cycle.nodes().collect()
    }

    /// The length of the tour at hand.
    pub(super) fn length(&self) -> f64 {
        self.cycle.nodes().map(|node| self.problem.cost(node, self.cycle.next(node))).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::costs::Points;
    use super::super::matrix::{Matrix, Table};
    use super::super::node::nodes;
    use super::*;

    /// A problem in which all nodes but the hub are neighbours of each.
    fn problem<C: Costs + Clone>(costs: &C, hub: Option<Node>, usable: f64) -> Problem<C> {
        let near = |node: Node| {
            let others = nodes(costs.len()).filter(|other| *other != node);
            let mut near: Vec<(Node, f64)> =
                others.map(|other| (other, costs.cost(node, other))).collect();
            near.retain(|near| near.1 < usable);
            near.sort_by(|a, b| a.1.total_cmp(&b.1));
            hub.map(|hub| (hub, 0.0)).into_iter().chain(near).collect::<Vec<_>>()
        };
        let mut near: Vec<_> = nodes(costs.len()).map(near).collect();
        near.extend(hub.map(|_| Vec::new()));
        let mut problem = Problem::new(costs.clone(), hub);
        problem.set_neighbours(&near);
        problem
    }

    fn points(at: &[[u8; 2]]) -> Points {
        let at = at.iter().map(|[x, y]| [f64::from(*x), f64::from(*y), 0.0]).collect();
        Points::new(at, 0.0)
    }

    fn length<C: Costs>(problem: &Problem<C>, tour: &[Node]) -> f64 {
        let next = tour.iter().cycle().skip(1);
        tour.iter().zip(next).map(|(a, b)| problem.cost(*a, *b)).sum()
    }

    /// Whether all nodes are there, and linked ones side by side.
    fn is_tour<C: Costs>(problem: &Problem<C>, tour: &[Node]) -> bool {
        let mut sorted = tour.to_vec();
        sorted.sort();
        let beside = |a: Node, b: Node| {
            let at = tour.iter().position(|node| *node == a).unwrap();
            tour[(at + 1) % tour.len()] == b || tour[(at + tour.len() - 1) % tour.len()] == b
        };
        sorted.into_iter().eq(nodes(problem.len())) && problem.links().all(|(a, b)| beside(a, b))
    }

    /// The shortest of all ways from stop 0 through the others, as `cost` has them.
    fn shortest(stops: usize, cost: &dyn Fn(&[usize]) -> f64) -> f64 {
        fn go(order: &mut Vec<usize>, stops: usize, cost: &dyn Fn(&[usize]) -> f64) -> f64 {
            if order.len() == stops {
                return cost(order);
            }
            let mut best = f64::INFINITY;
            for next in 0..stops {
                if !order.contains(&next) {
                    order.push(next);
                    best = crate::math::min(best, go(order, stops, cost));
                    order.pop();
                }
            }
            best
        }
        go(&mut vec![0], stops, cost)
    }

    fn search<C: Costs>(problem: Problem<C>) -> Search<C> {
        // Linked nodes side by side.
        let mut first: Vec<Node> = Vec::new();
        for (a, b) in problem.links() {
            // At most two links a node: the second goes to the other side.
            match first.iter().position(|node| [a, b].contains(node)) {
                Some(at) => first.insert(at, if first[at] == a { b } else { a }),
                None => first.extend([a, b]),
            }
        }
        let others: Vec<Node> = nodes(problem.len()).filter(|node| !first.contains(node)).collect();
        first.extend(others);
        Search::new(problem, first, false, 7)
    }

    fn searched<C: Costs>(problem: Problem<C>, kicks: u32) -> (f64, Vec<Node>) {
        let mut search = search(problem);
        while !search.is_settled() {
            search.settle(5);
        }
        (0..kicks).for_each(|_| search.kick());
        let tour = search.best();
        assert!(is_tour(&search.problem, &tour));
        (length(&search.problem, &tour), tour)
    }

    fn some_points(least: usize, most: usize) -> impl Strategy<Value = Vec<[u8; 2]>> {
        prop::collection::vec([0_u8..100, 0_u8..100], least..=most)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn finds_the_shortest_closed_tour(at in some_points(4, 8)) {
            let problem = problem(&points(&at), None, f64::INFINITY);
            let all = shortest(at.len(), &|order| {
                length(&problem, &order.iter().map(|stop| Node(*stop as u32)).collect::<Vec<_>>())
            });
            prop_assert!((searched(problem, 300).0 - all).abs() < 1e-9);
        }

        #[test]
        fn finds_the_shortest_open_tour(at in some_points(4, 7), start: bool, end: bool) {
            let hub = Node(at.len() as u32);
            let mut problem = problem(&points(&at), Some(hub), f64::INFINITY);
            let (first, last) = (Node(0), Node(1));
            if start {
                problem.link(hub, first);
            }
            if end {
                problem.link(hub, last);
            }
            // Of all closed orders, the hub among the stops, those that keep its links.
            let all = shortest(at.len() + 1, &|order| {
                let tour: Vec<Node> = order.iter().map(|stop| Node(*stop as u32)).collect();
                if is_tour(&problem, &tour) { length(&problem, &tour) } else { f64::INFINITY }
            });
            prop_assert!((searched(problem, 300).0 - all).abs() < 1e-9);
        }

        #[test]
        fn finds_the_shortest_tour_that_is_not_the_same_both_ways(
            stops in 3_usize..=7,
            cells in prop::collection::vec(0_u8..100, 49),
        ) {
            let rows = cells.chunks(7).take(stops).map(|row| row[..stops].to_vec());
            let rows: Vec<Vec<f64>> =
                rows.map(|row| row.into_iter().map(f64::from).collect()).collect();
            let matrix = Matrix::new(Table::new(&rows, |_, _| {}), true, false);
            let never = matrix.never;
            let mut problem = problem(&matrix, None, never);
            for stop in 0..stops {
                problem.link(Node(stop as u32), matrix.entrance(stop));
            }
            let way = |from: usize, to: usize| matrix.way(from, to);
            let all = shortest(stops, &|order| {
                (0..stops).map(|at| way(order[at], order[(at + 1) % stops])).sum()
            });
            prop_assert!((searched(problem, 500).0 - all).abs() < 1e-9);
        }

        #[test]
        fn leaves_nothing_that_one_exchange_of_likely_steps_improves(at in some_points(40, 60)) {
            let mut search = search(problem(&points(&at), None, f64::INFINITY));
            while !search.is_settled() {
                search.settle(5);
            }
            (0..20).for_each(|_| search.kick());
            // Only where the tour changed is looked again, but a way that turned allows exchanges
            // of steps that did not change: so all are looked at until none helps.
            let mut best = f64::INFINITY;
            while search.length() < best {
                best = search.length();
                search.improve_all(Stage::Likely);
                search.settle(u32::MAX);
            }
            let (problem, tour) = (&search.problem, search.best());
            let steps = |tour: &[Node]| -> Vec<(Node, Node)> {
                let next = tour.iter().cycle().skip(1);
                tour.iter().zip(next).map(|(a, b)| (*a.min(b), *a.max(b))).collect()
            };
            let old = steps(&tour);
            let knows = |a: Node, b: Node| problem.near(a).iter().any(|near| near.0 == b);
            // Kicked tours are improved by likely steps alone.
            let is_likely = |(a, b): (Node, Node)| {
                old.contains(&(a, b)) || (knows(a, b) && knows(b, a))
            };
            let is_beaten_by = |other: &[Node]| {
                length(problem, other) < best - 1e-4 && steps(other).into_iter().all(is_likely)
            };
            let n = tour.len();
            for from in 0..n {
                let mut turned = tour.clone();
                turned.rotate_left(from);
                let rest = turned.clone();
                for to in 1..n - 1 {
                    turned[..=to].reverse();
                    prop_assert!(!is_beaten_by(&turned));
                    turned[..=to].reverse();
                }
                for segment in 1..=3 {
                    for to in segment + 1..n {
                        let mut moved = rest.clone();
                        moved[..to].rotate_left(segment);
                        prop_assert!(!is_beaten_by(&moved));
                    }
                }
            }
        }

        #[test]
        fn slices_change_nothing(at in some_points(13, 60), slice in 1_u32..9, open: bool) {
            let hub = open.then_some(Node(at.len() as u32));
            let problem = problem(&points(&at), hub, f64::INFINITY);
            let (at_once, mut sliced) =
                (searched(problem.clone(), 100).1, search(problem));
            while !sliced.is_settled() {
                sliced.settle(slice);
                // To look does not touch.
                prop_assert!(is_tour(&sliced.problem, &sliced.best()));
            }
            for _ in 0..100 {
                sliced.kick();
                prop_assert!(is_tour(&sliced.problem, &sliced.best()));
                // What the gains of the exchanges add up to is what the tour comes to.
                let best = length(&sliced.problem, &sliced.best());
                prop_assert!((sliced.length() - sliced.excess - best).abs() < 1e-6);
            }
            prop_assert_eq!(sliced.best(), at_once);
        }

        #[test]
        fn stops_in_one_place_do_not_keep_it_busy(len in 1_usize..30, places in 1_u8..3) {
            let at: Vec<[u8; 2]> = (0..len).map(|at| [at as u8 % places, 0]).collect();
            let (length, _) = searched(problem(&points(&at), None, f64::INFINITY), 50);
            prop_assert!(length <= 2.0);
        }
    }
}
