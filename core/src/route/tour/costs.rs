//! What it costs to go from one node to another.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: a node is below the number of nodes")]

use super::node::Node;

/// Costs between nodes, the same both ways.
pub(in crate::route) trait Costs {
    /// How many nodes there are.
    fn len(&self) -> usize;

    /// From `a` to `b`; never negative, never NaN.
    fn cost(&self, a: Node, b: Node) -> f64;
}

/// Points in space: of a plane, or on the earth, where a chord is lengthened to its arc.
#[derive(Clone, Debug)]
pub(in crate::route) struct Points {
    pub(super) at: Vec<[f64; 3]>,
    /// 1 / (24 R²): an arc is `c (1 + c² / 24 R² + 3 c⁴ / 640 R⁴ + ...)` of its chord `c`; 0 in a plane.
    pub(super) bend: f64,
}

impl Points {
    #[inline]
    pub(super) fn distance2(&self, a: Node, b: Node) -> f64 {
        let ([ax, ay, az], [bx, by, bz]) = (self.at[a.at()], self.at[b.at()]);
        let (x, y, z) = (ax - bx, ay - by, az - bz);
        x * x + y * y + z * z
    }
}

impl Costs for Points {
    fn len(&self) -> usize {
        self.at.len()
    }

    #[inline]
    fn cost(&self, a: Node, b: Node) -> f64 {
        let chord2 = self.distance2(a, b);
        let bent = self.bend * chord2;
        // 3/640 is 2.7 times the square of 1/24.
        chord2.sqrt() * (1.0 + bent * (1.0 + 2.7 * bent))
    }
}
