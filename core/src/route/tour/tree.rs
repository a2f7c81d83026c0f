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
    let (low, high) = bounds(points);
    let wide = |axis: usize| high[axis] - low[axis];
    (1..3).fold(0, |widest, axis| if wide(axis) > wide(widest) { axis } else { widest })
}

/// The least and the greatest along each axis.
pub(super) fn bounds(points: impl Iterator<Item = [f64; 3]>) -> ([f64; 3], [f64; 3]) {
    let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for point in points {
        for axis in 0..3 {
            low[axis] = crate::math::min(low[axis], point[axis]);
            high[axis] = crate::math::max(high[axis], point[axis]);
        }
    }
    (low, high)
}

/// Where points that lie in their [`tree_order`] are split, as a heap: axis and place.
#[derive(Clone, Debug)]
pub(super) struct Tree(Vec<(u8, f64)>);

impl Tree {
    pub(super) fn new(at: &[[f64; 3]]) -> Self {
        let mut tree = Self(Vec::new());
        tree.split(1, at);
        tree
    }

    fn split(&mut self, heap: usize, at: &[[f64; 3]]) {
        if at.len() <= LEAF {
            return;
        }
        let axis = widest(at.iter().copied());
        let (low, high) = at.split_at(at.len() / 2);
        if self.0.len() <= heap {
            self.0.resize(heap + 1, (0, 0.0));
        }
        // The order within the upper half is that of its own splits: its least may lie anywhere.
        let least = high.iter().fold(f64::INFINITY, |least, at| crate::math::min(least, at[axis]));
        self.0[heap] = (axis as u8, least);
        self.split(2 * heap, low);
        self.split(2 * heap + 1, high);
    }

    /// Finds the nearest of a node, by the squares of their distances.
    pub(super) fn nearest(&self, points: &Points, node: Node, nearest: &mut Nearest) {
        self.search(points, 1, 0, points.at.len(), node, nearest);
    }

    fn search(
        &self,
        points: &Points,
        heap: usize,
        from: usize,
        to: usize,
        node: Node,
        nearest: &mut Nearest,
    ) {
        if to - from <= LEAF {
            for other in (from as u32..to as u32).map(Node).filter(|other| *other != node) {
                nearest.insert(points.distance2(node, other), other);
            }
            return;
        }
        let (axis, split) = self.0[heap];
        let middle = from + (to - from) / 2;
        let beyond = points.at[node.at()][usize::from(axis)] - split;
        let (low, high) = ((2 * heap, from, middle), (2 * heap + 1, middle, to));
        let (near, far) = if beyond < 0.0 { (low, high) } else { (high, low) };
        self.search(points, near.0, near.1, near.2, node, nearest);
        if beyond * beyond < nearest.worst {
            self.search(points, far.0, far.1, far.2, node, nearest);
        }
    }
}

/// At most so many nearest are kept.
const MOST: usize = 20;

/// The nearest of those that were seen.
#[derive(Debug)]
pub(super) struct Nearest {
    found: [(f64, Node); MOST],
    len: usize,
    wanted: usize,
    /// What is not nearer than this is not kept.
    worst: f64,
}

impl Nearest {
    /// To keep so many, at most [`MOST`].
    pub(super) fn new(wanted: usize) -> Self {
        let none = (f64::INFINITY, Node(0));
        Self { found: [none; MOST], len: 0, wanted: wanted.min(MOST), worst: f64::INFINITY }
    }

    /// Nearest first; of those as near, in the order in which they were seen.
    pub(super) fn found(&self) -> &[(f64, Node)] {
        &self.found[..self.len]
    }

    #[inline]
    pub(super) fn insert(&mut self, distance: f64, node: Node) {
        if distance >= self.worst {
            return;
        }
        let mut place = self.len.min(self.wanted - 1);
        while place > 0 && self.found[place - 1].0 > distance {
            self.found[place] = self.found[place - 1];
            place -= 1;
        }
        self.found[place] = (distance, node);
        if self.len < self.wanted {
            self.len += 1;
        }
        if self.len == self.wanted {
            self.worst = self.found[self.wanted - 1].0;
        }
    }
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
            let points = Points::new(order.iter().map(|i| at[*i as usize]).collect(), 0.0);
            for node in nodes(at.len()) {
                let mut nearest = Nearest::new(k);
                points.tree.nearest(&points, node, &mut nearest);
                let found = nearest.found();
                let others = nodes(at.len()).filter(|other| *other != node);
                let mut all: Vec<f64> = others.map(|other| points.distance2(node, other)).collect();
                all.sort_by(f64::total_cmp);
                all.truncate(k);
                prop_assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), all);
                for &(distance2, other) in found {
                    prop_assert_eq!(distance2, points.distance2(node, other));
                }
            }
        }
    }
}
