//! What it costs to go from one node to another.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: a node is below the number of nodes")]

use super::around::around;
use super::node::Node;
use super::tree::Tree;

/// Costs between nodes, the same both ways.
pub(in crate::route) trait Costs {
    /// How many nodes there are.
    fn len(&self) -> usize;

    /// From `a` to `b`; never negative, never NaN.
    fn cost(&self, a: Node, b: Node) -> f64;

    /// Adds the nodes that are worth a step from `node` to `found`, nearest first, with its costs.
    fn neighbours(&self, node: Node, found: &mut Vec<(Node, f64)>);
}

/// Points in space: of a plane, or on the earth, where a chord is lengthened to its arc.
#[derive(Clone, Debug)]
pub(in crate::route) struct Points {
    pub(super) at: Vec<[f64; 3]>,
    /// 1 / (24 R²): an arc is `c (1 + c² / 24 R² + 3 c⁴ / 640 R⁴ + ...)` of its chord `c`; 0 in a plane.
    bend: f64,
    pub(super) tree: Tree,
}

impl Points {
    /// Of points that lie in their [`super::tree::tree_order`].
    pub(super) fn new(at: Vec<[f64; 3]>, bend: f64) -> Self {
        Self { tree: Tree::new(&at), at, bend }
    }

    #[inline]
    pub(super) fn distance2(&self, a: Node, b: Node) -> f64 {
        let ([ax, ay, az], [bx, by, bz]) = (self.at[a.at()], self.at[b.at()]);
        let (x, y, z) = (ax - bx, ay - by, az - bz);
        x * x + y * y + z * z
    }

    /// The directions east and north at a node, of whatever length.
    pub(super) fn axes(&self, node: Node) -> [[f64; 3]; 2] {
        let [x, y, z] = self.at[node.at()];
        // At a pole, where there is no east, any will do, as in a plane.
        if self.bend == 0.0 || (x == 0.0 && y == 0.0) {
            return [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
        }
        [[-y, x, 0.0], [-x * z, -y * z, x * x + y * y]]
    }

    /// How far `to` lies from `from` along an axis, in lengths of it.
    pub(super) fn along(&self, [x, y, z]: [f64; 3], from: Node, to: Node) -> f64 {
        let ([fx, fy, fz], [tx, ty, tz]) = (self.at[from.at()], self.at[to.at()]);
        x * (tx - fx) + y * (ty - fy) + z * (tz - fz)
    }
}

impl Costs for Points {
    fn len(&self) -> usize {
        self.at.len()
    }

    #[inline]
    fn cost(&self, a: Node, b: Node) -> f64 {
        let chord2 = self.distance2(a, b);
        if self.bend == 0.0 {
            return chord2.sqrt();
        }
        let bent = self.bend * chord2;
        // 3/640 is 2.7 times the square of 1/24.
        chord2.sqrt() * (1.0 + bent * (1.0 + 2.7 * bent))
    }
    fn neighbours(&self, node: Node, found: &mut Vec<(Node, f64)>) {
        around(self, node, found);
    }
}
