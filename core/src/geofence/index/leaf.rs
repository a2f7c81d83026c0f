//! What a cell knows of the fences that touch it: enough to answer for nearly every point, and to
//! know for which it cannot.
//!
//! A leaf is a run of words, an item for each fence in ascending order. The head of an item holds
//! the fence, what follows, and whether it is the last.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `build` ends every leaf with an item that says so, and every item whole"
)]

/// The fence in a head: 22 bits.
pub(super) const FENCE: u32 = (1 << 22) - 1;
/// In a head: no item follows.
pub(super) const LAST: u32 = 1 << 29;
pub(super) const KIND: u32 = 0b11 << 30;
/// Five f32 follow: centre, scales that make the radius 1, and the width of doubt.
pub(super) const CIRCLE: u32 = 0b00 << 30;
/// The head of a circle and these.
pub(super) const CIRCLE_WORDS: usize = 6;
/// The cell lies in the fence.
pub(super) const WHOLE: u32 = 0b01 << 30;
/// Only the fence itself can tell.
pub(super) const EXACT: u32 = 0b10 << 30;
/// A count follows, and whether the eastern edge of the cell begins inside; then edges, two words
/// each.
pub(super) const EDGES: u32 = 0b11 << 30;

/// Edges lie on a lattice of this many steps a cell...
pub(super) const STEPS: f64 = 32_000.0;
/// ...which begins this many steps before it.
pub(super) const MARGIN: f64 = 64.0;
/// Points that near an edge, in steps, are left to the fence itself: ends of edges are rounded to
/// half a step, twice.
const DOUBT: f32 = 2.0;

/// Where a point is in its cell, 0 to 1, north and east.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub u: f32,
    pub v: f32,
}

/// Adds the fences of the leaf that hold the point; `exact` decides where the leaf cannot.
#[inline]
pub(super) fn find(
    words: &[u32],
    first: u32,
    point: Point,
    exact: impl Fn(u32) -> bool,
    found: &mut Vec<u32>,
) {
    let mut rest = &words[first as usize..];
    loop {
        let head = rest[0];
        let fence = head & FENCE;
        let (inside, size) = match head & KIND {
            CIRCLE => (beyond_circle(rest, point).inside(), CIRCLE_WORDS),
            WHOLE => (Some(true), 1),
            EXACT => (None, 1),
            _ => (in_polygon(rest, point), 2 + 2 * (rest[1] >> 1) as usize),
        };
        if inside.unwrap_or_else(|| exact(fence)) {
            found.push(fence);
        }
        if head & LAST != 0 {
            return;
        }
        rest = &rest[size..];
    }
}

/// Adds all fences of the leaf.
pub(super) fn fences(words: &[u32], first: u32, found: &mut Vec<u32>) {
    let mut rest = &words[first as usize..];
    loop {
        let head = rest[0];
        found.push(head & FENCE);
        if head & LAST != 0 {
            return;
        }
        let size = match head & KIND {
            CIRCLE => CIRCLE_WORDS,
            WHOLE | EXACT => 1,
            _ => 2 + 2 * (rest[1] >> 1) as usize,
        };
        rest = &rest[size..];
    }
}

/// How far a point is beyond a circle: negative inside, and in doubt near 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beyond {
    square: f32,
    doubt: f32,
}

impl Beyond {
    #[inline]
    pub(super) fn inside(self) -> Option<bool> {
        (self.square.abs() > self.doubt).then_some(self.square < 0.0)
    }

    #[inline]
    pub(super) fn is_inside(self) -> bool {
        self.square < -self.doubt
    }

    #[inline]
    pub(super) fn may_be_inside(self) -> bool {
        self.square <= self.doubt
    }
}

#[inline]
pub(super) fn beyond_circle(words: &[u32], point: Point) -> Beyond {
    let words = &words[..CIRCLE_WORDS];
    let number = |i: usize| f32::from_bits(words[i]);
    let (y, x) = ((point.u - number(1)) * number(3), (point.v - number(2)) * number(4));
    Beyond { square: x * x + y * y - 1.0, doubt: number(5) }
}

/// Whether a point is in the polygon of an item.
#[inline]
pub(super) fn in_polygon(words: &[u32], point: Point) -> Option<bool> {
    let size = 2 + 2 * (words[1] >> 1) as usize;
    in_edges(words[1] & 1 != 0, &words[2..size], point)
}

/// Even-odd along a ray to the east.
#[inline]
pub(super) fn in_edges(mut inside: bool, edges: &[u32], point: Point) -> Option<bool> {
    let on_lattice = |x: f32| x * STEPS as f32 + MARGIN as f32;
    let (u, v) = (on_lattice(point.u), on_lattice(point.v));
    let mut doubt = false;
    for edge in edges.chunks_exact(2) {
        let half = |word: u32| ((word & 0xffff) as f32, (word >> 16) as f32);
        let ((from_u, from_v), (to_u, to_v)) = (half(edge[0]), half(edge[1]));
        let (run_u, run_v) = (to_u - from_u, to_v - from_v);
        let side = (v - from_v) * run_u - (u - from_u) * run_v;
        doubt |= (u > from_u - DOUBT)
            & (u < to_u + DOUBT)
            & (side.abs() <= DOUBT * (run_u + run_v.abs()));
        inside ^= (u >= from_u) & (u < to_u) & (side < 0.0);
    }
    (!doubt).then_some(inside)
}
