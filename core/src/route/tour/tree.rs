//! A tree over points: neighbours of each, and an order in which near points lie together.
//!
//! A k-d tree (Bentley 1975) without nodes of its own: each range of the points is split at its
//! middle along its widest side.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: ranges lie within the points, as does what they hold"
)]

use super::costs::Points;
use super::node::Node;

/// A range of at most so many points is not split.
const LEAF: usize = 8;

/// The order of the tree: `order[i]` is the point that becomes node `i`.
pub(super) fn tree_order(at: &[[f64; 3]]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..at.len() as u32).collect();
    let mut ranges = vec![&mut order[..]];
    while let Some(range) = ranges.pop() {
        if range.len() <= LEAF {
            continue;
        }
        let axis = widest(range.iter().map(|&point| at[point as usize]));
        let middle = range.len() / 2;
        range.select_nth_unstable_by(middle, |&a, &b| {
            at[a as usize][axis].total_cmp(&at[b as usize][axis]).then(a.cmp(&b))
        });
        let (low, high) = range.split_at_mut(middle);
        ranges.push(high);
        ranges.push(low);
    }
    order
}

fn widest(points: impl Iterator<Item = [f64; 3]>) -> usize {
    let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for point in points {
        for axis in 0..3 {
            low[axis] = crate::math::min(low[axis], point[axis]);
            high[axis] = crate::math::max(high[axis], point[axis]);
        }
    }
    let wide = |axis: usize| high[axis] - low[axis];
    (1..3).fold(0, |widest, axis| if wide(axis) > wide(widest) { axis } else { widest })
}

/// Points in the order of the tree, to be asked for neighbours.
#[derive(Debug)]
pub(super) struct Tree<'p> {
    points: &'p Points,
    /// The splits, as a heap: axis and place.
    splits: Vec<(u8, f64)>,
}

impl<'p> Tree<'p> {
    /// Of points that lie in their [`tree_order`].
    pub(super) fn new(points: &'p Points) -> Self {
        let mut tree = Self { points, splits: Vec::new() };
        tree.split(1, 0, points.at.len());
        tree
    }

    fn split(&mut self, heap: usize, from: usize, to: usize) {
        if to - from <= LEAF {
            return;
        }
        let range = &self.points.at[from..to];
        let axis = widest(range.iter().copied());
        let middle = from + range.len() / 2;
        if self.splits.len() <= heap {
            self.splits.resize(heap + 1, (0, 0.0));
        }
        // The order within the upper half is that of its own splits: its least may lie anywhere.
        let upper = self.points.at[middle..to].iter();
        let least = upper.fold(f64::INFINITY, |least, at| crate::math::min(least, at[axis]));
        self.splits[heap] = (axis as u8, least);
        self.split(2 * heap, from, middle);
        self.split(2 * heap + 1, middle, to);
    }

    /// The `k` nearest of a node, with the squares of their distances, nearest first.
    pub(super) fn nearest(&self, node: Node, k: usize, found: &mut Vec<(f64, Node)>) {
        found.clear();
        self.search(1, 0, self.points.at.len(), node, k, found);
    }

    fn search(
        &self,
        heap: usize,
        from: usize,
        to: usize,
        node: Node,
        k: usize,
        found: &mut Vec<(f64, Node)>,
    ) {
        if to - from <= LEAF {
            for other in (from as u32..to as u32).map(Node).filter(|other| *other != node) {
                insert(found, (self.points.distance2(node, other), other), k);
            }
            return;
        }
        let (axis, split) = self.splits[heap];
        let middle = from + (to - from) / 2;
        let beyond = self.points.at[node.at()][usize::from(axis)] - split;
        let (low, high) = ((2 * heap, from, middle), (2 * heap + 1, middle, to));
        let (near, far) = if beyond < 0.0 { (low, high) } else { (high, low) };
        self.search(near.0, near.1, near.2, node, k, found);
        if found.len() < k || found.last().is_some_and(|worst| beyond * beyond < worst.0) {
            self.search(far.0, far.1, far.2, node, k, found);
        }
    }
}

/// Keeps the `k` least, in order.
pub(super) fn insert(found: &mut Vec<(f64, Node)>, new: (f64, Node), k: usize) {
    if found.len() == k {
        match found.last() {
            Some(worst) if new.0 < worst.0 => {
                found.pop();
            }
            _ => return,
        }
    }
    let place = found.iter().rposition(|other| other.0 <= new.0).map_or(0, |at| at + 1);
    found.insert(place, new);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::node::nodes;
    use super::*;

    proptest! {
        #[test]
        fn finds_the_nearest(
            at in prop::collection::vec([0_i8..20, 0_i8..20, 0_i8..3], 2..80),
            k in 1_usize..12,
        ) {
            let at: Vec<[f64; 3]> = at.into_iter().map(|at| at.map(f64::from)).collect();
            let order = tree_order(&at);
            let points = Points { at: order.iter().map(|i| at[*i as usize]).collect(), bend: 0.0 };
            let tree = Tree::new(&points);
            let mut found = Vec::new();
            for node in nodes(at.len()) {
                tree.nearest(node, k, &mut found);
                let others = nodes(at.len()).filter(|other| *other != node);
                let mut all: Vec<f64> = others.map(|other| points.distance2(node, other)).collect();
                all.sort_by(f64::total_cmp);
                all.truncate(k);
                prop_assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), all);
                for &(distance2, other) in &found {
                    prop_assert_eq!(distance2, points.distance2(node, other));
                }
            }
        }
    }
}
