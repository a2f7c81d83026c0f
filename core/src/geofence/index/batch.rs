//! Many points at a time, step by step rather than point by point.
//!
//! Each step does the same simple thing to every point that is left, without a branch that depends
//! on it: the processor fetches cells and fences for many points at once, and never guesses wrong
//! about one. Branches come when few are left.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places in a batch are below BATCH, and of slots and words see `grid`"
)]

use super::Pairs;
use super::grid::{CIRCLE, EDGES, GRID, Layer, TAG, WHOLE};
use super::leaf::{FENCE, Point, beyond_circle, in_polygon};
use super::search::wrapped;

/// Points at a time: their scratch stays in the nearest cache.
pub(super) const BATCH: usize = 256;

/// Places in a batch.
struct List {
    places: [u8; BATCH],
    count: usize,
}

impl List {
    fn new() -> Self {
        Self { places: [0; BATCH], count: 0 }
    }

    /// Adds a place if it is wanted, without a branch.
    #[inline]
    fn add(&mut self, place: u8, wanted: bool) {
        self.places[self.count & (BATCH - 1)] = place;
        self.count += usize::from(wanted);
    }

    fn iter(&self) -> impl Iterator<Item = u8> {
        self.places.iter().take(self.count).copied()
    }

    /// Keeps the places that are wanted, in their order.
    #[inline]
    fn retain(&mut self, mut wanted: impl FnMut(usize) -> bool) {
        let mut kept = 0;
        for n in 0..self.count.min(BATCH) {
            let place = self.places[n];
            self.places[kept & (BATCH - 1)] = place;
            kept += usize::from(wanted(usize::from(place)));
        }
        self.count = kept;
    }
}

/// Adds the pairs of up to [`BATCH`] points; `within` decides where a cell cannot.
pub(super) fn find(
    layer: &Layer,
    within: impl Fn(u32, f64, f64) -> bool,
    (first, lat, lon): (u32, &[f64], &[f64]),
    pairs: &mut Pairs,
) {
    let mut slots = [0_u32; BATCH];
    let mut places = [(0.0_f64, 0.0_f64); BATCH];
    let (mut left, mut grids) = (List::new(), List::new());
    for (i, (lat, lon)) in lat.iter().zip(lon).enumerate().take(BATCH) {
        (slots[i], places[i]) = layer.root(*lat, wrapped(*lon));
        left.add(i as u8, slots[i] != 0);
        grids.add(i as u8, slots[i] & TAG == GRID);
    }
    while grids.count > 0 {
        grids.retain(|i| {
            (slots[i], places[i]) = layer.descend(slots[i], places[i]);
            slots[i] & TAG == GRID
        });
    }
    // Those in no fence, or beside the only circle in their cell.
    left.retain(|i| {
        let slot = slots[i];
        let is_circle = slot & TAG == CIRCLE;
        let word = if is_circle { slot & !TAG } else { 0 };
        let beyond = beyond_circle(&layer.words[word as usize..], point(places[i]));
        (slot != 0) & (!is_circle | beyond.may_be_inside())
    });
    // Those outside of the only polygon in their cell.
    let mut edges = List::new();
    for i in left.iter() {
        edges.add(i, slots[usize::from(i)] & TAG == EDGES);
    }
    let mut inside = [None; BATCH];
    for i in edges.iter().map(usize::from) {
        inside[i] = in_polygon(&layer.words[(slots[i] & !TAG) as usize..], point(places[i]));
    }
    left.retain(|i| inside[i] != Some(false));
    for i in left.iter() {
        let (i, index) = (usize::from(i), first + u32::from(i));
        let slot = slots[i];
        let word = (slot & !TAG) as usize;
        let (head, is_known) = match slot & TAG {
            WHOLE => (slot, true),
            CIRCLE => {
                let beyond = beyond_circle(&layer.words[word..], point(places[i]));
                (layer.words[word], beyond.is_inside())
            }
            _ => (layer.words[word], inside[i] == Some(true)),
        };
        if is_known {
            pairs.fence_index.push(head & FENCE);
            pairs.point_index.push(index);
            continue;
        }
        let exact = |fence| within(fence, lat[i], wrapped(lon[i]));
        layer.find_in(slot, point(places[i]), exact, &mut pairs.fence_index);
        pairs.point_index.resize(pairs.fence_index.len(), index);
    }
}

#[inline]
fn point((u, v): (f64, f64)) -> Point {
    Point { u: u as f32, v: v as f32 }
}
