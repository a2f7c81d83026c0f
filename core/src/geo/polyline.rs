//! A path made ready for many fixes: what of it is near a point, without looking at all of it.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a node below `leaves` has two children, and a leaf holds a range of pieces \
              that was cut from them"
)]

use super::outline::Edge;
use super::path::at_most_m;
use super::position::{Position, wrap_longitude};
use super::{LocalFrame, Path, Vertex, distance};
use crate::math;

/// Legs are cut into pieces no longer than this many metres: over such a piece a local frame is
/// exact to centimetres.
const PIECE_M: f64 = 2_000.0;

/// Pieces in a leaf of the tree.
const LEAF: usize = 8;

/// A path cut into short pieces under a tree of boxes.
pub(crate) struct Polyline {
    pieces: Vec<Piece>,
    /// A binary heap: node 1 is the root, the children of `n` are `2 n` and `2 n + 1`.
    boxes: Vec<Extent>,
    /// How many leaves there are, a power of two; leaf `i` is node `leaves + i`.
    leaves: usize,
}

/// A part of a leg, straight in degrees.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    from: Vertex,
    to: Vertex,
    /// The leg that it is of.
    pub(crate) leg: usize,
    /// Its length on the ellipsoid.
    pub(crate) metres: f64,
}

/// The degrees that some pieces span; of none, an interval turned inside out.
#[derive(Clone, Copy)]
struct Extent {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
}

impl Polyline {
    pub(crate) fn new(path: &Path) -> Self {
        let mut pieces = Vec::new();
        for (leg, (from, to)) in path.legs().enumerate() {
            // The path's length is limited, and with it the number of pieces.
            let count = (at_most_m(&from, &to) / PIECE_M).ceil().clamp(1.0, 1e6) as u32;
            let between = |i: u32| {
                let share = f64::from(i) / f64::from(count);
                Vertex {
                    lon: from.lon + share * (to.lon - from.lon),
                    lat: from.lat + share * (to.lat - from.lat),
                }
            };
            let mut start = from;
            for i in 1..=count {
                let end = if i == count { to } else { between(i) };
                let metres = distance(&place(&start), &place(&end));
                pieces.push(Piece { from: start, to: end, leg, metres });
                start = end;
            }
        }
        let leaves = pieces.len().div_ceil(LEAF).next_power_of_two();
        let mut boxes = vec![Extent::NOTHING; 2 * leaves];
        for (leaf, chunk) in pieces.chunks(LEAF).enumerate() {
            for piece in chunk {
                boxes[leaves + leaf].add(&Extent::of(piece));
            }
        }
        for node in (1..leaves).rev() {
            let (left, right) = (boxes[2 * node], boxes[2 * node + 1]);
            boxes[node].add(&left);
            boxes[node].add(&right);
        }
        Self { pieces, boxes, leaves }
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many nodes the tree has; node 0 is none.
    pub(crate) fn nodes(&self) -> usize {
        self.boxes.len()
    }

    /// Marks the leaf of a piece in `done`, and the nodes above it, as far as `is_done` holds of
    /// all pieces below them.
    pub(crate) fn mark(&self, done: &mut [bool], piece: usize, is_done: &dyn Fn(usize) -> bool) {
        let mut node = self.leaves + piece / LEAF;
        let mut all = self.pieces_of(node).all(is_done);
        while all && node > 0 {
            done[node] = true;
            let sibling = self.boxes[node ^ 1];
            // Below a node without extent there is no piece.
            all = done[node ^ 1] || sibling.south > sibling.north;
            node /= 2;
        }
    }

    /// The pieces of a leaf.
    fn pieces_of(&self, leaf: usize) -> std::ops::Range<usize> {
        let first = (leaf - self.leaves) * LEAF;
        first.min(self.pieces.len())..(first + LEAF).min(self.pieces.len())
    }

    /// The piece nearest to the origin of `frame`, and its distance in metres.
    ///
    /// The same as if every piece were measured; `hint` is a piece that may be near.
    pub(crate) fn nearest(&self, frame: &LocalFrame, hint: usize) -> (usize, f64) {
        let hint = hint.min(self.pieces.len() - 1);
        let mut best = (hint, self.distance2(frame, hint));
        self.descend(1, frame, &mut best);
        (best.0, best.1.sqrt())
    }

    fn descend(&self, node: usize, frame: &LocalFrame, best: &mut (usize, f64)) {
        if node >= self.leaves {
            for piece in self.pieces_of(node) {
                let distance2 = self.distance2(frame, piece);
                // Of equals the first, whatever the hint was.
                if distance2 < best.1 || (distance2 == best.1 && piece < best.0) {
                    *best = (piece, distance2);
                }
            }
            return;
        }
        let mut near = (2 * node, self.boxes[2 * node].at_least2(frame));
        let mut far = (2 * node + 1, self.boxes[2 * node + 1].at_least2(frame));
        if far.1 < near.1 {
            std::mem::swap(&mut near, &mut far);
        }
        for (child, at_least2) in [near, far] {
            if at_least2 <= best.1 {
                self.descend(child, frame, best);
            }
        }
    }

    /// Hands `visit` every piece that may be within `reach_m` of the origin of `frame`, except
    /// those below a node of which `done` holds.
    pub(crate) fn within(
        &self,
        frame: &LocalFrame,
        reach_m: f64,
        done: &[bool],
        visit: &mut dyn FnMut(usize),
    ) {
        let mut open = vec![1];
        while let Some(node) = open.pop() {
            if done[node] || self.boxes[node].at_least2(frame) > reach_m * reach_m {
                continue;
            }
            if node >= self.leaves {
                self.pieces_of(node).for_each(&mut *visit);
            } else {
                open.extend([2 * node + 1, 2 * node]);
            }
        }
    }

    /// A piece in degrees from the origin of `frame`, the shorter way round.
    pub(crate) fn edge(&self, frame: &LocalFrame, piece: usize) -> Edge {
        let (lat, lon) = frame.degrees_of_origin();
        let Piece { from, to, .. } = &self.pieces[piece];
        let dlon = wrap_longitude(from.lon - lon);
        Edge { from: (from.lat - lat, dlon), to: (to.lat - lat, dlon + (to.lon - from.lon)) }
    }

    fn distance2(&self, frame: &LocalFrame, piece: usize) -> f64 {
        let edge = self.edge(frame, piece);
        let (t, _) = frame.flat_nearest(&edge);
        frame.curved_distance2(&edge, t)
    }
}

impl Extent {
    const NOTHING: Self = Self {
        south: f64::INFINITY,
        north: f64::NEG_INFINITY,
        west: f64::INFINITY,
        east: f64::NEG_INFINITY,
    };

    fn of(piece: &Piece) -> Self {
        let (a, b) = (&piece.from, &piece.to);
        Self {
            south: math::min(a.lat, b.lat),
            north: math::max(a.lat, b.lat),
            west: math::min(a.lon, b.lon),
            east: math::max(a.lon, b.lon),
        }
    }

    /// Widens this by `other`, moved by whole turns to where the two lie closest.
    fn add(&mut self, other: &Self) {
        if other.south > other.north {
            return;
        }
        let width = other.east - other.west;
        let west = if self.south > self.north {
            other.west
        } else {
            self.west + wrap_longitude(other.west - self.west)
        };
        self.south = math::min(self.south, other.south);
        self.north = math::max(self.north, other.north);
        self.west = math::min(self.west, west);
        self.east = math::max(self.east, west + width);
    }

    /// The square of a distance that no piece in the box is nearer than.
    fn at_least2(&self, frame: &LocalFrame) -> f64 {
        if self.south > self.north {
            return f64::INFINITY;
        }
        // What rounding may take away.
        const SLACK: f64 = 1.0 - 1e-9;
        let (lat, lon) = frame.degrees_of_origin();
        let beyond = |low: f64, high: f64| math::max(0.0, math::max(low, -high));
        let dlat = beyond(self.south - lat, self.north - lat);
        let width = self.east - self.west;
        let west = wrap_longitude(self.west - lon);
        // The box as it lies, and the turns of it on either side.
        let turned = |turn: f64| beyond(west + turn, west + turn + width);
        let dlon = math::min(turned(0.0), math::min(turned(-360.0), turned(360.0)));
        let farthest = math::max((self.south - lat).abs(), (self.north - lat).abs());
        let (x, y) = frame.flat(dlat, dlon);
        let share = frame.least_share(farthest) * SLACK;
        (x * x + y * y) * share * share
    }
}

fn place(vertex: &Vertex) -> Position {
    Position::known(vertex.lat, wrap_longitude(vertex.lon))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pseudo-random numbers in [0, 1), without a crate.
    fn dice(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    #[test]
    fn the_tree_finds_what_a_look_at_every_piece_finds_anywhere_on_earth() {
        for seed in 0..300 {
            let mut random = dice(seed);
            let (lat, lon) = (random() * 178.0 - 89.0, random() * 360.0 - 180.0);
            let step = [0.001, 0.05, 2.0][seed as usize % 3];
            let mut here = (lat, lon);
            let positions = (0..40)
                .map(|_| {
                    here.0 = (here.0 + (random() - 0.4) * step).clamp(-90.0, 90.0);
                    here.1 += (random() - 0.4) * step;
                    Position::new(here.0, here.1).unwrap()
                })
                .collect();
            let line = Polyline::new(&Path::new(positions).unwrap());
            for _ in 0..20 {
                let lat = (lat + (random() - 0.5) * 30.0 * step).clamp(-90.0, 90.0);
                let at = Position::new(lat, lon + (random() - 0.5) * 30.0 * step).unwrap();
                let frame = LocalFrame::new(&at);
                let measured = (0..line.pieces.len()).map(|piece| line.distance2(&frame, piece));
                let least = measured.fold(f64::INFINITY, math::min).sqrt();
                let hint = (random() * line.pieces.len() as f64) as usize;
                assert_eq!(line.nearest(&frame, hint).1, least, "seed {seed}");
            }
        }
    }
}
