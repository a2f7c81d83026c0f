//! Costs from a table, the same both ways or not.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: the table is square, with a row for each stop"
)]

use super::costs::Costs;
use super::node::{Node, nodes};
use super::tree::Nearest;

/// So many neighbours of a stop are looked at.
const NEAREST: usize = 10;

/// Costs between stops.
///
/// Where they differ by the way that is gone, each stop is two nodes, one to leave from (its number)
/// and one to come in at (its number and the number of stops more), linked (Jonker and Volgenant
/// 1983). Steps lead from the one kind to the other.
#[derive(Clone, Debug)]
pub(in crate::route) struct Matrix {
    pub(super) table: Vec<f64>,
    pub(super) size: usize,
    pub(super) doubled: bool,
    /// More than any tour costs.
    pub(super) never: f64,
}

impl Matrix {
    /// The node at which a tour comes in at a stop.
    pub(super) fn entrance(&self, stop: usize) -> Node {
        Node((if self.doubled { stop + self.size } else { stop }) as u32)
    }
}

impl Costs for Matrix {
    fn len(&self) -> usize {
        if self.doubled { 2 * self.size } else { self.size }
    }

    #[inline]
    fn cost(&self, a: Node, b: Node) -> f64 {
        let (a, b) = (a.at(), b.at());
        if !self.doubled {
            return self.table[a * self.size + b];
        }
        let (from, to) = if a < self.size { (a, b) } else { (b, a) };
        if from >= self.size || to < self.size {
            return self.never;
        }
        let to = to - self.size;
        // From where a tour comes in at a stop to where it leaves.
        if from == to { 0.0 } else { self.table[from * self.size + to] }
    }

    fn neighbours(&self, node: Node, found: &mut Vec<(Node, f64)>) {
        let mut nearest = Nearest::new(NEAREST);
        for other in nodes(self.len()).filter(|other| *other != node) {
            let cost = self.cost(node, other);
            let is_mate = self.doubled && node.at() % self.size == other.at() % self.size;
            if cost < self.never && !is_mate {
                nearest.insert(cost, other);
            }
        }
        found.extend(nearest.found().iter().map(|&(cost, other)| (other, cost)));
    }
}
