//! The quickest tour there is: along a curve that fills the plane.
//!
//! Two fifths longer than the shortest, where points are scattered (a quarter along the curve of
//! Platzman and Bartholdi 1989, whose idea it is). It is what a search has until it knows more.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: points have three axes")]

use super::node::{Node, nodes};
use super::tree::bounds;
use crate::math;

/// The curve passes through a square of so many cells a side.
const SIDE: u32 = 1 << 16;

/// The points along Hilbert's curve (1891), over the two axes along which they lie the farthest
/// apart.
pub(super) fn curve(at: &[[f64; 3]]) -> Vec<Node> {
    let (low, high) = bounds(at.iter().copied());
    let mut axes = [0, 1, 2];
    let wide = |axis: usize| high[axis] - low[axis];
    math::sort_by(&mut axes, |a, b| wide(*b).total_cmp(&wide(*a)));
    let wide = wide(axes[0]);
    let cell = |point: [f64; 3], axis: usize| {
        if wide > 0.0 { ((point[axis] - low[axis]) / wide * f64::from(SIDE - 1)) as u32 } else { 0 }
    };
    let mut order: Vec<Node> = nodes(at.len()).collect();
    let place = |node: &Node| along([0, 1].map(|axis| cell(at[node.at()], axes[axis])));
    math::sort_by_number(&mut order, |node| i64::from(place(node)), Node::cmp);
    order
}

/// How far along the curve a cell lies.
fn along([mut x, mut y]: [u32; 2]) -> u32 {
    let (mut length, mut half) = (0, SIDE / 2);
    while half > 0 {
        let (right, upper) = (x & half > 0, y & half > 0);
        // The quarters as the curve passes them: 0, 1 above it, 2 to the right of that, 3 below.
        length += half * half * ((3 * u32::from(right)) ^ u32::from(upper));
        // Within a quarter the curve is turned.
        (x, y) = (x & (half - 1), y & (half - 1));
        if !upper {
            if right {
                (x, y) = (half - 1 - x, half - 1 - y);
            }
            (x, y) = (y, x);
        }
        half /= 2;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_from_cell_to_cell() {
        let mut cells: Vec<[u32; 2]> = (0..64).flat_map(|x| (0..64).map(move |y| [x, y])).collect();
        cells.sort_by_key(|cell| along(*cell));
        for pair in cells.windows(2) {
            assert_eq!(pair[0][0].abs_diff(pair[1][0]) + pair[0][1].abs_diff(pair[1][1]), 1);
        }
    }

    #[test]
    fn points_in_one_place_are_in_order() {
        assert_eq!(curve(&[[1.0, 2.0, 3.0]; 4]), nodes(4).collect::<Vec<_>>());
    }
}
