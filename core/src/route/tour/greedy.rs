//! A first tour: the cheapest steps first, as long as they make paths (Bentley 1992).
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every node is in `paths`, whose ends name nodes"
)]

use super::costs::Costs;
use super::node::{Node, nodes};
use super::problem::Problem;
use crate::math;

/// Paths that grow together.
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

/// A tour of the cheapest steps between neighbours, what remains joined end to end.
pub(super) fn greedy<C: Costs>(problem: &Problem<C>) -> Vec<Node> {
    let mut paths = Paths::new(problem.len());
    for (a, b) in problem.links() {
        paths.join(a, b);
    }
    let mut steps: Vec<(f64, Node, Node)> = Vec::new();
    for a in nodes(problem.len()) {
        let once =
            |(b, _): &&(Node, f64)| a < *b || !problem.near(*b).iter().any(|near| near.0 == a);
        steps.extend(problem.near(a).iter().filter(once).map(|&(b, cost)| (cost, a, b)));
    }
    join_cheapest(&mut paths, &mut steps);
    join_rest(problem, &mut paths);
    paths.walk()
}

fn join_cheapest(paths: &mut Paths, steps: &mut [(f64, Node, Node)]) {
    // Costs are not negative: their bits are in the order of the numbers.
    math::sort_by_number(steps, |step| step.0.to_bits() as i64, |a, b| (a.1, a.2).cmp(&(b.1, b.2)));
    for (_, a, b) in steps {
        paths.join(*a, *b);
    }
}

/// Paths at most so many are joined by looking at all of them.
const FEW: usize = 1_500;

/// Joins what no two neighbours join: among few paths each end to the nearest; of many, paths in
/// the order of their nodes, which lie near each other.
fn join_rest<C: Costs>(problem: &Problem<C>, paths: &mut Paths) {
    let mut before = usize::MAX;
    while paths.count > FEW && paths.count < before {
        before = paths.count;
        let firsts = paths.firsts();
        let ends: Vec<Node> =
            firsts.iter().flat_map(|first| [*first, paths.ends[first.at()]]).collect();
        let mut sorted = ends.clone();
        math::sort_by_number(&mut sorted, |node| i64::from(node.0), Node::cmp);
        sorted.dedup();
        let mut steps = Vec::new();
        for (place, a) in sorted.iter().enumerate() {
            for b in sorted[place + 1..].iter().take(8) {
                if paths.ends[a.at()] != *b {
                    steps.push((problem.cost(*a, *b), *a, *b));
                }
            }
        }
        join_cheapest(paths, &mut steps);
    }
    let mut firsts = paths.firsts();
    let Some(start) = firsts.pop() else { return };
    let mut end = paths.ends[start.at()];
    while !firsts.is_empty() {
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
        end = other;
    }
}
