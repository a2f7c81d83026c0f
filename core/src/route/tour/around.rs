//! The neighbours of points on all sides.
//!
//! Where points come in clusters, the nearest of a point are all in its own, and no exchange would
//! ever join two clusters better. So besides the nearest there are the nearest in each quadrant
//! (Johnson and McGeoch 1997).
#![expect(clippy::indexing_slicing, reason = "INVARIANT: there are four quadrants")]

use super::costs::Points;
use super::node::Node;
use super::tree::Tree;

/// The nearest, wherever they lie.
const NEAREST: usize = 5;
/// The nearest of each quadrant.
const EACH_SIDE: usize = 2;
/// Looked for among so many.
const AMONG: usize = 20;

/// Finds the neighbours of one point after the other.
#[derive(Debug)]
pub(super) struct Around<'p> {
    points: &'p Points,
    tree: Tree<'p>,
    found: Vec<(f64, Node)>,
}

impl<'p> Around<'p> {
    /// Of points that lie in their [`super::tree::tree_order`].
    pub(super) fn new(points: &'p Points) -> Self {
        Self { points, tree: Tree::new(points), found: Vec::new() }
    }

    /// The neighbours of `node`, nearest first.
    pub(super) fn of(&mut self, node: Node) -> impl Iterator<Item = Node> {
        self.tree.nearest(node, AMONG, &mut self.found);
        let axes = self.points.axes(node);
        let mut sides = [0; 4];
        let points = self.points;
        self.found.iter().enumerate().filter_map(move |(rank, &(_, other))| {
            let [east, north] = axes.map(|axis| points.along(axis, node, other));
            // Turned by a right angle each quadrant is the next: none has two of its borders.
            let side = if east > 0.0 && north >= 0.0 {
                0
            } else if north > 0.0 {
                1
            } else if east < 0.0 {
                2
            } else {
                3
            };
            sides[side] += 1;
            (rank < NEAREST || sides[side] <= EACH_SIDE).then_some(other)
        })
    }
}
