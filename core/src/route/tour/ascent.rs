//! Neighbours that a short tour is likely to go to.
//!
//! A tour is a tree with a step more, so the shortest tree is a bound for it. Tolls at the nodes,
//! which change the lengths of all tours alike, are raised where the tree has too many steps and
//! lowered where it has too few, and the tree comes to resemble a tour (Held and Karp 1970, 1971;
//! steps of that ascent as in Volgenant and Jonker 1982). How much longer the tree is with a given
//! step in it, that step's alpha, then says how likely the step is to be in a short tour (Helsgaun
//! 2000). Only steps between neighbours, and those of a tour, are looked at.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: lists have an item for each node, and `order` names steps"
)]

use std::cmp::Ordering;

use super::costs::Costs;
use super::node::{Node, nodes};
use super::problem::Problem;
use crate::math;

/// The ascent, round by round.
#[derive(Clone, Debug)]
pub(super) struct Ascent {
    /// All steps, each once.
    steps: Vec<(Node, Node, f64)>,
    links: Vec<(Node, Node)>,
    hub: Option<Node>,
    tolls: Vec<f64>,
    /// The tolls of the best bound, and the bound.
    best: (f64, Vec<f64>),
    /// What the tree lacks or has too much, in the round before this.
    before: Vec<i32>,
    order: Vec<(i64, usize)>,
    /// How far tolls move in the first round.
    stride: f64,
    round: u32,
}

/// So many rounds.
const ROUNDS: u32 = 50;
/// In the first, tolls move by this share of a mean step.
const STRIDE_STEPS: f64 = 0.2;
/// So many neighbours of a node are kept.
const LIKELY: usize = 5;

impl Ascent {
    /// Of the neighbours of a problem, and of `tour`.
    pub(super) fn new<C: Costs>(problem: &Problem<C>, tour: impl Iterator<Item = Node>) -> Self {
        let mut steps = Vec::new();
        let mut step = |a: Node, b: Node, cost: f64| {
            let outside = problem.hub.is_some_and(|hub| hub == a || hub == b);
            if !outside && !problem.is_linked(a, b) {
                steps.push((a.min(b), a.max(b), cost));
            }
        };
        let (mut first, mut last) = (None, None);
        let mut length = 0.0;
        for b in tour {
            if let Some(a) = last {
                let cost = problem.cost(a, b);
                length += cost;
                step(a, b, cost);
            }
            first = first.or(Some(b));
            last = Some(b);
        }
        if let (Some(a), Some(b)) = (last, first) {
            step(a, b, problem.cost(a, b));
        }
        for a in nodes(problem.len()) {
            problem.near(a).iter().for_each(|&(b, cost)| step(a, b, cost));
        }
        let pair = |a: Node, b: Node| i64::from(a.0) << 32 | i64::from(b.0);
        math::sort_by_number(&mut steps, |&(a, b, _)| pair(a, b), |_, _| Ordering::Equal);
        steps.dedup_by_key(|&mut (a, b, _)| (a, b));
        let count = problem.len();
        Self {
            order: Vec::with_capacity(steps.len()),
            steps,
            links: problem.links().collect(),
            hub: problem.hub,
            tolls: vec![0.0; count],
            best: (f64::NEG_INFINITY, vec![0.0; count]),
            before: vec![0; count],
            stride: STRIDE_STEPS * length / count as f64,
            round: 0,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.round >= ROUNDS
    }

    /// Grows the shortest tree under the tolls; how much it is too long or short at each node.
    fn tree(&mut self, forest: &mut Forest) -> (f64, Vec<i32>) {
        let tolls = &self.tolls;
        self.order.clear();
        self.order.extend(self.steps.iter().enumerate().map(|(place, &(a, b, cost))| {
            let bits = (cost + tolls[a.at()] + tolls[b.at()]).to_bits() as i64;
            (bits ^ ((bits >> 63) as u64 >> 1) as i64, place)
        }));
        self.order.sort_unstable();
        let mut excess = vec![-2; tolls.len()];
        let mut length = -2.0 * tolls.iter().sum::<f64>();
        if let Some(hub) = self.hub {
            // The hub joins the two nodes with the least tolls.
            excess[hub.at()] = 0;
            let mut least = [(f64::INFINITY, hub); 2];
            for (node, toll) in (0..).map(Node).zip(tolls) {
                if node != hub && *toll < least[1].0 {
                    least[1] = (*toll, node);
                    math::sort_by(&mut least, |a, b| a.0.total_cmp(&b.0));
                }
            }
            for (toll, node) in least {
                length += toll;
                excess[node.at()] += 1;
            }
        }
        let mut missing = tolls.len() - 1 - usize::from(self.hub.is_some());
        for &(a, b) in &self.links {
            if self.hub != Some(a) && self.hub != Some(b) && forest.join(a, b, f64::NEG_INFINITY) {
                length += tolls[a.at()] + tolls[b.at()];
                excess[a.at()] += 1;
                excess[b.at()] += 1;
                missing -= 1;
            }
        }
        for &(_, place) in &self.order {
            let (a, b, cost) = self.steps[place];
            let cost = cost + tolls[a.at()] + tolls[b.at()];
            if forest.join(a, b, cost) {
                length += cost;
                excess[a.at()] += 1;
                excess[b.at()] += 1;
                missing -= 1;
                if missing == 0 {
                    break;
                }
            }
        }
        (length, excess)
    }

    /// One round of the ascent. O(steps log steps).
    pub(super) fn climb(&mut self) {
        let mut forest = Forest::new(self.tolls.len());
        let (length, excess) = self.tree(&mut forest);
        if length > self.best.0 {
            self.best = (length, self.tolls.clone());
        }
        let (m, all) = (f64::from(self.round), f64::from(ROUNDS));
        let stride = self.stride * (1.0 - m / all) * (1.0 - m / all);
        for (node, toll) in self.tolls.iter_mut().enumerate() {
            *toll += stride * (0.7 * f64::from(excess[node]) + 0.3 * f64::from(self.before[node]));
        }
        self.before = excess;
        self.round += 1;
    }

    /// The neighbours of each node with the least alphas, nearest first.
    pub(super) fn near(&mut self) -> Vec<Vec<(Node, f64)>> {
        self.tolls = std::mem::take(&mut self.best.1);
        let mut forest = Forest::new(self.tolls.len());
        self.tree(&mut forest);
        let mut near: Vec<Vec<(f64, f64, Node)>> = vec![Vec::new(); self.tolls.len()];
        for &(a, b, cost) in &self.steps {
            let alpha = cost + self.tolls[a.at()] + self.tolls[b.at()] - forest.highest(a, b);
            near[a.at()].push((alpha, cost, b));
            near[b.at()].push((alpha, cost, a));
        }
        (0..)
            .map(Node)
            .zip(near)
            .map(|(node, mut near)| {
                math::sort_by(&mut near, |a, b| {
                    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
                });
                near.truncate(LIKELY);
                math::sort_by(&mut near, |a, b| a.1.total_cmp(&b.1));
                // Every stop is near the hub, which is not near itself.
                let hub = self.hub.filter(|hub| *hub != node).map(|hub| (hub, 0.0));
                hub.into_iter().chain(near.into_iter().map(|(_, cost, b)| (b, cost))).collect()
            })
            .collect()
    }
}

/// Trees that grow together (Kruskal 1956), remembered by how they did.
///
/// The smaller joins the larger, so that no node is more than log n joins below its root; the
/// joins above a node get dearer on the way up, and the dearest on the tree's path between two
/// nodes is the last before their ways up meet.
#[derive(Debug)]
struct Forest {
    above: Vec<(Node, f64)>,
    sizes: Vec<u32>,
}

impl Forest {
    fn new(len: usize) -> Self {
        let alone = nodes(len).map(|node| (node, f64::INFINITY));
        Self { above: alone.collect(), sizes: vec![1; len] }
    }

    fn root(&self, mut node: Node) -> Node {
        while self.above[node.at()].0 != node {
            node = self.above[node.at()].0;
        }
        node
    }

    /// Joins the trees of two nodes, unless they are one.
    fn join(&mut self, a: Node, b: Node, cost: f64) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        let (small, large) = if self.sizes[a.at()] < self.sizes[b.at()] { (a, b) } else { (b, a) };
        self.above[small.at()] = (large, cost);
        self.sizes[large.at()] += self.sizes[small.at()];
        true
    }

    /// The dearest step between two nodes of a tree.
    fn highest(&self, mut a: Node, mut b: Node) -> f64 {
        let mut highest = f64::NEG_INFINITY;
        while a != b {
            let (from_a, from_b) = (self.above[a.at()], self.above[b.at()]);
            let (to, cost) = if from_a.1 <= from_b.1 { (&mut a, from_a) } else { (&mut b, from_b) };
            if *to == cost.0 {
                break;
            }
            *to = cost.0;
            highest = cost.1;
        }
        highest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::costs::Points;
    use super::*;

    fn all_near(points: &Points) -> Problem<Points> {
        let of = |node: Node| {
            let others = nodes(points.len()).filter(|other| *other != node);
            others.map(|other| (other, points.cost(node, other))).collect::<Vec<_>>()
        };
        let near: Vec<_> = nodes(points.len()).map(of).collect();
        let mut problem = Problem::new(points.clone(), None);
        problem.set_neighbours(&near);
        problem
    }

    proptest! {
        #[test]
        fn the_dearest_step_between_two_nodes_is_what_a_step_of_their_own_would_replace(
            at in prop::collection::vec([0_u8..50, 0_u8..50], 3..15),
        ) {
            let at = at.into_iter().map(|[x, y]| [f64::from(x), f64::from(y), 0.0]).collect();
            let problem = all_near(&Points::new(at, 0.0));
            let mut ascent = Ascent::new(&problem, nodes(problem.len()));
            ascent.climb();
            let mut forest = Forest::new(problem.len());
            let (length, _) = ascent.tree(&mut forest);
            for (a, b, _) in ascent.steps.clone() {
                let highest = forest.highest(a, b);
                // The shortest tree with that step.
                ascent.links = vec![(a, b)];
                let (with, _) = ascent.tree(&mut Forest::new(problem.len()));
                let cost = problem.cost(a, b) + ascent.tolls[a.at()] + ascent.tolls[b.at()];
                // A link has its tolls for its length.
                let alpha = with + problem.cost(a, b) - length;
                prop_assert!((alpha - (cost - highest)).abs() < 1e-9);
            }
        }

        #[test]
        fn no_bound_is_above_a_tour(at in prop::collection::vec([0_u8..50, 0_u8..50], 13..40)) {
            let at = at.into_iter().map(|[x, y]| [f64::from(x), f64::from(y), 0.0]).collect();
            let problem = all_near(&Points::new(at, 0.0));
            let tour: Vec<Node> = nodes(problem.len()).collect();
            let after = tour.iter().cycle().skip(1);
            let length: f64 = tour.iter().zip(after).map(|(a, b)| problem.cost(*a, *b)).sum();
            let mut ascent = Ascent::new(&problem, tour.into_iter());
            while !ascent.is_over() {
                ascent.climb();
            }
            prop_assert!(ascent.best.0 <= length + 1e-9);
            prop_assert!(ascent.near().iter().all(|near| near.len() == LIKELY));
        }
    }
}
