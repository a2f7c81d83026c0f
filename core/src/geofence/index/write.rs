//! Writes the items of a leaf, whose reading is in `leaf`.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: an item is at hand from its head on, and a path has four vertices"
)]

use super::cover::{Place, Rect, Segment};
use super::leaf::{
    BEGINS, BLOCK, CIRCLE, COUNT_SHIFT, EAST_INSIDE, EDGES, EXACT, MARGIN, MAX_VERTICES, Point,
    STEPS, in_polygon,
};
use crate::math;

/// Beyond this, the quick test of a circle is not worth its words.
const TOO_MUCH_DOUBT: f64 = 0.5;
/// East of everything on the lattice, and north of it.
const FAR: u32 = 32_767 | 32_767 << 16;
/// The part of the lattice that edges are clipped to: the cell and half of the rim within which
/// edges are at hand.
const LOW: f64 = MARGIN * 0.75;
const HIGH: f64 = STEPS + MARGIN * 1.25;

/// A circle by its centre, half axes and doubt, in a grid of `grid` rows and columns together.
pub(super) fn circle(
    words: &mut Vec<u32>,
    fence: u32,
    rect: &Rect,
    (center, half, doubt): (Place, Place, f64),
    grid: u32,
) {
    let center = ((center.0 - rect.south) / rect.height, (center.1 - rect.west) / rect.width);
    let scale = (rect.height / half.0, rect.width / half.1);
    // What f32 takes from a place within the cell, and f64 from one within the grid.
    let lost = |center: f64, scale: f64, size: f64| {
        scale * (4e-7 * (1.0 + center.abs()) + 4e-15 * f64::from(grid) / size)
    };
    let doubt =
        doubt + lost(center.0, scale.0, rect.height) + lost(center.1, scale.1, rect.width) + 2e-6;
    if doubt > TOO_MUCH_DOUBT {
        words.push(EXACT | fence);
        return;
    }
    words.push(CIRCLE | fence);
    let numbers = [center.0, center.1, scale.0, scale.1, doubt];
    words.extend(numbers.iter().map(|x| (*x as f32).to_bits()));
}

/// The edges of a polygon, and a place of which it is known whether it is inside.
pub(super) fn edges(
    words: &mut Vec<u32>,
    fence: u32,
    rect: &Rect,
    edges: &[Segment],
    (seed, inside): (Place, bool),
) {
    let share =
        |place: Place| ((place.0 - rect.south) / rect.height, (place.1 - rect.west) / rect.width);
    let on_lattice = |place: Place| {
        let (u, v) = share(place);
        (u * STEPS + MARGIN, v * STEPS + MARGIN)
    };
    let start = words.len();
    words.push(EDGES | fence);
    for &(a, b) in edges {
        let (a, b) = (on_lattice(a), on_lattice(b));
        let Some((from, to)) = clipped(a, b) else { continue };
        // The ring may come from out of sight, or go on there: along the end of the lattice to its
        // far corner, north of everything.
        let beyond = (a.1 > HIGH, b.1 > HIGH);
        let at_end = || a.0 + (HIGH - a.1) / (b.1 - a.1) * (b.0 - a.0);
        let is_seen = beyond.0 != beyond.1 && (LOW..=HIGH).contains(&at_end());
        let path = [FAR, word(from), word(to), FAR];
        let (skipped, end) = (!(is_seen && beyond.0), if is_seen && beyond.1 { 4 } else { 3 });
        lead(words, start + 1, &path[usize::from(skipped)..end]);
    }
    let end = words.len();
    words.extend([0; BLOCK]);
    let count = end - start - 1;
    let (u, v) = share(seed);
    let seed = Point { u: u as f32, v: v as f32 };
    words[start] |= (count as u32) << COUNT_SHIFT;
    let seen = in_polygon(&words[start..], seed).filter(|_| count <= MAX_VERTICES as usize);
    words.truncate(end);
    if let Some(seen) = seen {
        words[start] |= if seen == inside { 0 } else { EAST_INSIDE };
    } else {
        // The seed is near no edge. Should it seem so nevertheless, or should there be very many,
        // the fence itself must tell.
        words.truncate(start);
        words.push(EXACT | fence);
    }
}

/// The part of an edge within [`LOW`] and [`HIGH`] (Liang, Barsky 1984).
fn clipped(a: Place, b: Place) -> Option<Segment> {
    let run = (b.0 - a.0, b.1 - a.1);
    let at = |t: f64| (a.0 + t * run.0, a.1 + t * run.1);
    let (mut start, mut end) = (0.0, 1.0);
    for (from, run) in [(a.0, run.0), (a.1, run.1)] {
        if run == 0.0 {
            if !(LOW..=HIGH).contains(&from) {
                return None;
            }
            continue;
        }
        let (one, two) = ((LOW - from) / run, (HIGH - from) / run);
        start = math::max(start, math::min(one, two));
        end = math::min(end, math::max(one, two));
    }
    if start > end {
        return None;
    }
    Some((if start > 0.0 { at(start) } else { a }, if end < 1.0 { at(end) } else { b }))
}

fn word((u, v): Place) -> u32 {
    // Casts saturate; both are within the lattice but for rounding.
    u32::from(u.round() as u16) | u32::from(v.round() as u16) << 16
}

/// Leads a chain along some vertices, which begin it unless they go on where the last ended;
/// chains begin at `start`.
fn lead(words: &mut Vec<u32>, start: usize, path: &[u32]) {
    let last = words[start..].last();
    let mut last = last.map_or(u32::MAX, |last| last & !BEGINS);
    for (n, vertex) in path.iter().enumerate() {
        if n == 0 && last != *vertex {
            words.push(BEGINS | vertex);
            // An edge that shrinks to a point is written where no other ends there.
            last = u32::MAX;
        } else if last != *vertex {
            words.push(*vertex);
            last = *vertex;
        }
    }
}
