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
pub(super) const LAST: u32 = 1 << 24;
pub(super) const KIND: u32 = 0b11 << 22;
/// Five f32 follow: centre, scales that make the radius 1, and the width of doubt.
pub(super) const CIRCLE: u32 = 0b00 << 22;
/// The head of a circle and these.
pub(super) const CIRCLE_WORDS: usize = 6;
/// The cell lies in the fence.
pub(super) const WHOLE: u32 = 0b01 << 22;
/// Only the fence itself can tell.
pub(super) const EXACT: u32 = 0b10 << 22;
/// So many vertices follow, a word each: of chains of edges, until one begins a chain.
pub(super) const EDGES: u32 = 0b11 << 22;
/// In the head of edges: whether the eastern side of the cell is inside.
pub(super) const EAST_INSIDE: u32 = SIGN;
/// In the head of edges: where the count of vertices stands, and how large it may be.
pub(super) const COUNT_SHIFT: u32 = 25;
pub(super) const MAX_VERTICES: u32 = 63;
/// In a vertex: no edge leads to it. North and east take 15 bits each.
pub(super) const BEGINS: u32 = 1 << 15;
const ORDINATE: u32 = BEGINS - 1;
/// Where a number of either kind has its sign.
const SIGN: u32 = 1 << 31;
/// Edges are held against a point so many at a time.
pub(super) const BLOCK: usize = 4;

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
#[inline(always)]
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
            _ => (in_polygon(rest, point), 1 + vertices(head) as usize),
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
            _ => 1 + vertices(head) as usize,
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
    #[inline(always)]
    pub(super) fn inside(self) -> Option<bool> {
        (self.square.abs() > self.doubt).then_some(self.square < 0.0)
    }

    #[inline(always)]
    pub(super) fn is_inside(self) -> bool {
        self.square < -self.doubt
    }

    #[inline(always)]
    pub(super) fn may_be_inside(self) -> bool {
        self.square <= self.doubt
    }
}

#[inline(always)]
pub(super) fn beyond_circle(words: &[u32], point: Point) -> Beyond {
    let words = &words[..CIRCLE_WORDS];
    let number = |i: usize| f32::from_bits(words[i]);
    let (y, x) = ((point.u - number(1)) * number(3), (point.v - number(2)) * number(4));
    Beyond { square: x * x + y * y - 1.0, doubt: number(5) }
}

fn vertices(head: u32) -> u32 {
    (head >> COUNT_SHIFT) & MAX_VERTICES
}

/// Whether a point is in the polygon of an item: even-odd along a ray to the east.
#[inline(always)]
pub(super) fn in_polygon(words: &[u32], point: Point) -> Option<bool> {
    let on_lattice = |x: f32| x * STEPS as f32 + MARGIN as f32;
    let at = (on_lattice(point.u), on_lattice(point.v));
    let edges = vertices(words[0]).saturating_sub(1);
    let (mut crossed, mut near) = (words[0] & EAST_INSIDE, 0);
    let mut first = 0;
    while let Some((block, _)) = words[1 + first as usize..].split_first_chunk() {
        let (own_crossed, own_near) = held_against(block, edges.wrapping_sub(first), at);
        (crossed, near) = (crossed ^ own_crossed, near | own_near);
        first += BLOCK as u32;
        if first >= edges {
            break;
        }
    }
    (near & SIGN == 0).then_some(crossed & SIGN != 0)
}

/// Of the first of `edges` edges, whether a ray to the east crosses an odd number, and whether the
/// point is near one: in the [`SIGN`] of each.
///
/// Everything is in signs, and the same for each edge, so that the compiler takes all of a block
/// at once.
#[inline(always)]
fn held_against(vertices: &[u32; BLOCK + 1], edges: u32, (u, v): (f32, f32)) -> (u32, u32) {
    let (mut crossed, mut near) = ([0; BLOCK], [0; BLOCK]);
    for n in 0..BLOCK {
        let (from, to) = (vertices[n], vertices[n + 1]);
        let place = |word: u32| ((word & ORDINATE) as i32 as f32, (word >> 16) as i32 as f32);
        let ((from_u, from_v), (to_u, to_v)) = (place(from), place(to));
        let (run_u, run_v) = (to_u - from_u, to_v - from_v);
        let (after_from, after_to) = (u - from_u, u - to_u);
        let side = (v - from_v) * run_u - after_from * run_v;
        // Where a chain begins or all end there is no edge.
        let none = to << 16 | !(n as u32).wrapping_sub(edges);
        // North of one end and not of the other, and west of it: left of it on the way north, and
        // right of it on the way south.
        let passed = after_from.to_bits() ^ after_to.to_bits();
        crossed[n] = passed & (side.to_bits() ^ run_u.to_bits()) & !none;
        let below = (after_from + DOUBT).to_bits() & (after_to + DOUBT).to_bits();
        let above = (DOUBT - after_from).to_bits() & (DOUBT - after_to).to_bits();
        let beside = (DOUBT * (run_u.abs() + run_v.abs()) - side.abs()).to_bits();
        near[n] = !(below | above | beside | none);
    }
    (crossed.iter().fold(0, |all, one| all ^ one), near.iter().fold(0, |all, one| all | one))
}
