//! A first tour: the cheapest steps first, as long as they make paths (Bentley 1992).
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every node is in `paths`, whose ends name nodes; runs lie within the steps"
)]

use std::ops::Range;

use super::costs::Costs;
use super::node::{Node, nodes};
use super::problem::Problem;
use crate::math;

/// Paths that grow together.
#[derive(Clone, Debug)]
struct Paths {
    /// Up to two neighbours a node.
    beside: Vec<[Option<Node>; 2]>,
    /// Of the end of a path, the other end.
    ends: Vec<Node>,
    /// How many paths there are.
    count: usize,
}

impl Paths {
    fn new(len: usize) -> Self {
        Self { beside: vec![[None; 2]; len], ends: nodes(len).collect(), count: len }
    }

    fn is_end(&self, node: Node) -> bool {
        self.beside[node.at()][1].is_none()
    }

    /// Joins two paths at their ends, unless that would close a ring.
    fn join(&mut self, a: Node, b: Node) -> bool {
        if !self.is_end(a) || !self.is_end(b) || self.ends[a.at()] == b {
            return false;
        }
        let (end_a, end_b) = (self.ends[a.at()], self.ends[b.at()]);
        for (node, other) in [(a, b), (b, a)] {
            let beside = &mut self.beside[node.at()];
            beside[usize::from(beside[0].is_some())] = Some(other);
        }
        (self.ends[end_a.at()], self.ends[end_b.at()]) = (end_b, end_a);
        self.count -= 1;
        true
    }

    /// The ends of all paths, one end a path, in the order of the nodes.
    fn firsts(&self) -> Vec<Node> {
        let first = |node: &Node| self.is_end(*node) && *node <= self.ends[node.at()];
        nodes(self.ends.len()).filter(first).collect()
    }

    /// The one path that is left, from end to end.
    fn walk(&self) -> Vec<Node> {
        let mut walk = Vec::with_capacity(self.ends.len());
        let mut next = nodes(self.ends.len()).find(|node| self.is_end(*node));
        while let Some(node) = next {
            let before = walk.last().copied();
            walk.push(node);
            // A path goes on to the neighbour that it did not come from.
            next = match self.beside[node.at()] {
                [Some(a), b] if before == Some(a) => b,
                [a, _] => a,
            };
            if next == before {
                break;
            }
        }
        walk
    }
}

/// A step and what it costs.
type Step = (f64, Node, Node);

/// A tour of the cheapest steps between neighbours, what remains joined end to end.
///
/// It is made some way at a time: of many stops it takes longer than a short search may overrun.
#[derive(Clone, Debug)]
pub(super) struct Greedy {
    paths: Paths,
    steps: Vec<Step>,
    part: Part,
}

/// What is to be done.
#[derive(Clone, Debug)]
enum Part {
    /// To gather the steps of this node and those behind it, in sorted runs.
    Gather(u32, Runs),
    /// To join paths by what is left of the runs, the cheapest first.
    Cheapest(Runs),
    /// To join paths that lie near each other, of which there were so many before.
    Near(usize),
    /// To join all to the one that ends here, the others by an end of each.
    Few(Node, Vec<Node>),
}

/// Parts of the steps, each of them sorted and none empty. They are a heap by their first steps
/// once all are there: to sort all steps at once takes longer than a short search may overrun.
type Runs = Vec<Range<usize>>;

/// A run is this long, or a little longer.
const RUN: usize = 1 << 14;

impl Greedy {
    /// Nothing but the links.
    pub(super) fn new<C: Costs>(problem: &Problem<C>) -> Self {
        let mut paths = Paths::new(problem.len());
        for (a, b) in problem.links() {
            paths.join(a, b);
        }
        Self { paths, steps: Vec::new(), part: Part::Gather(0, Vec::new()) }
    }

    /// Goes on by so many nodes, steps or paths, or by what cannot be parted; answers the tour once
    /// it is there.
    pub(super) fn go_on<C: Costs>(
        &mut self,
        problem: &Problem<C>,
        count: u32,
    ) -> Option<Vec<Node>> {
        let Self { paths, steps, part } = self;
        match part {
            Part::Gather(from, runs) => {
                let all = problem.len() as u32;
                let to = from.saturating_add(count).min(all);
                for a in (*from..to).map(Node) {
                    let once = |(b, _): &&(Node, f64)| {
                        a < *b || !problem.near(*b).iter().any(|near| near.0 == a)
                    };
                    let near = problem.near(a).iter().filter(once);
                    steps.extend(near.map(|&(b, cost)| (cost, a, b)));
                }
                *from = to;
                let sorted = runs.last().map_or(0, |run| run.end);
                if steps.len() - sorted >= RUN || (to == all && steps.len() > sorted) {
                    sort(&mut steps[sorted..]);
                    runs.push(sorted..steps.len());
                }
                if to == all {
                    (0..runs.len()).rev().for_each(|place| sink(runs, steps, place));
                    *part = Part::Cheapest(std::mem::take(runs));
                }
            }
            Part::Cheapest(runs) => {
                for _ in 0..count {
                    let Some(run) = runs.first_mut() else { break };
                    let (_, a, b) = steps[run.start];
                    paths.join(a, b);
                    run.start += 1;
                    if run.start == run.end {
                        runs.swap_remove(0);
                    }
                    sink(runs, steps, 0);
                }
                if runs.is_empty() {
                    *steps = Vec::new();
                    *part = Part::Near(usize::MAX);
                }
            }
            Part::Near(before) if paths.count > FEW && paths.count < *before => {
                *before = paths.count;
                join_near(problem, paths);
            }
            Part::Near(_) => {
                let mut firsts = paths.firsts();
                let Some(start) = firsts.pop() else { return Some(Vec::new()) };
                *part = Part::Few(paths.ends[start.at()], firsts);
            }
            Part::Few(end, firsts) => {
                for _ in 0..count {
                    if firsts.is_empty() {
                        return Some(paths.walk());
                    }
                    *end = join_nearest(problem, paths, *end, firsts);
                }
            }
        }
        None
    }
}

fn sort(steps: &mut [Step]) {
    // Costs are not negative: their bits are in the order of the numbers.
    math::sort_by_number(steps, |step| step.0.to_bits() as i64, |a, b| (a.1, a.2).cmp(&(b.1, b.2)));
}

/// Lets a run sink to its place in the heap.
fn sink(runs: &mut Runs, steps: &[Step], mut place: usize) {
    let first = |run: &Range<usize>| {
        let (cost, a, b) = steps[run.start];
        (cost.to_bits() as i64, a, b)
    };
    loop {
        let below = 2 * place + 1..runs.len().min(2 * place + 3);
        let Some(least) = below.min_by_key(|below| first(&runs[*below])) else { return };
        if first(&runs[place]) <= first(&runs[least]) {
            return;
        }
        runs.swap(place, least);
        place = least;
    }
}

fn join_all(paths: &mut Paths, steps: &[Step]) {
    for (_, a, b) in steps {
        paths.join(*a, *b);
    }
}

/// Paths at most so many are joined by looking at all of them.
const FEW: usize = 1_500;

/// Joins paths in the order of their nodes, which lie near each other.
fn join_near<C: Costs>(problem: &Problem<C>, paths: &mut Paths) {
    let firsts = paths.firsts();
    let mut ends: Vec<Node> =
        firsts.iter().flat_map(|first| [*first, paths.ends[first.at()]]).collect();
    math::sort_by_number(&mut ends, |node| i64::from(node.0), Node::cmp);
    ends.dedup();
    let mut steps = Vec::new();
    for (place, a) in ends.iter().enumerate() {
        for b in ends[place + 1..].iter().take(8) {
            if paths.ends[a.at()] != *b {
                steps.push((problem.cost(*a, *b), *a, *b));
            }
        }
    }
    sort(&mut steps);
    join_all(paths, &steps);
}

/// Joins the path that ends at `end` to the nearest of the others; where it ends then.
fn join_nearest<C: Costs>(
    problem: &Problem<C>,
    paths: &mut Paths,
    end: Node,
    firsts: &mut Vec<Node>,
) -> Node {
    let mut best = (f64::INFINITY, 0, end);
    for (place, first) in firsts.iter().enumerate() {
        for node in [*first, paths.ends[first.at()]] {
            let cost = problem.cost(end, node);
            if cost < best.0 {
                best = (cost, place, node);
            }
        }
    }
    let (_, place, node) = best;
    let first = firsts.swap_remove(place);
    // All costs infinite: any path will do.
    let node = if best.0.is_finite() { node } else { first };
    let other = paths.ends[node.at()];
    paths.join(end, node);
    other
}

#[cfg(test)]
mod tests {
    use super::super::costs::Points;
    use super::*;

    #[test]
    fn is_made_some_way_at_a_time_and_is_the_same_tour_whatever_the_ways() {
        // Scattered by two steps that have nothing in common with the sides of the square.
        let at = |i: u32| [f64::from(i * 7_919 % 10_007), f64::from(i * 104_729 % 9_973), 0.0];
        let mut problem = Problem::new(Points::new((0..3_000).map(at).collect(), 0.0), None);
        while !problem.has_neighbours() {
            problem.find_neighbours();
        }
        let made = |count: u32| {
            let mut greedy = Greedy::new(&problem);
            let mut looks = 0_u32;
            loop {
                looks += 1;
                if let Some(tour) = greedy.go_on(&problem, count) {
                    return (looks, tour);
                }
            }
        };
        let ((few, at_once), (many, tour)) = (made(u32::MAX), made(64));
        assert!(few <= 5, "{few}");
        // All nodes, more steps than nodes, and paths.
        assert!(many > 2 * 3_000 / 64, "{many}");
        assert_eq!(tour, at_once);
        let mut sorted = tour;
        sorted.sort();
        assert!(sorted.into_iter().eq(nodes(3_000)));
    }
}
