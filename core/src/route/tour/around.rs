//! The neighbours of points on all sides.
//!
//! Where points come in clusters, the nearest of a point are all in its own, and no exchange would
//! ever join two clusters better. So besides the nearest there are the nearest in each quadrant
//! (Johnson and McGeoch 1997).
#![expect(clippy::indexing_slicing, reason = "INVARIANT: there are four quadrants")]

use super::costs::{Costs as _, Points};
use super::node::Node;
use super::tree::Nearest;

/// The nearest, wherever they lie.
const NEAREST: usize = 5;
/// The nearest of each quadrant.
const EACH_SIDE: usize = 2;
/// Looked for among so many.
const AMONG: usize = 20;

/// Adds the neighbours of `node` to `found`, nearest first, with the costs of the steps to them.
pub(super) fn around(points: &Points, node: Node, found: &mut Vec<(Node, f64)>) {
    let mut nearest = Nearest::new(AMONG);
    points.tree.nearest(points, node, &mut nearest);
    let axes = points.axes(node);
    let mut sides = [0; 4];
    for (rank, &(_, other)) in nearest.found().iter().enumerate() {
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
        if rank < NEAREST || sides[side] <= EACH_SIDE {
            found.push((other, points.cost(node, other)));
        }
    }
}
