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
use super::grid::{CIRCLE, EDGES, GRID, LEAF, Layer, TAG, WHOLE};
use super::leaf::{FENCE, Point, beyond_circle, in_polygon};

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
    #[inline(always)]
    fn add(&mut self, place: u8, wanted: bool) {
        self.places[self.count & (BATCH - 1)] = place;
        self.count += usize::from(wanted);
    }

    fn iter(&self) -> impl Iterator<Item = u8> {
        self.places.iter().take(self.count).copied()
    }

    /// Keeps the places that are wanted, in their order.
    #[inline(always)]
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
    let count = lat.len().min(BATCH);
    let (mut slots, mut us, mut vs) = ([0_u32; BATCH], [0.0_f64; BATCH], [0.0_f64; BATCH]);
    let frame = layer.frame;
    let places = slots.iter_mut().zip(us.iter_mut().zip(&mut vs));
    for ((slot, (u, v)), (lat, lon)) in places.zip(lat.iter().zip(lon)) {
        (*slot, (*u, *v)) = frame.cell(*lat, *lon);
    }
    let mut grids = List::new();
    for (i, slot) in slots.iter_mut().enumerate().take(count) {
        *slot = layer.slots[*slot as usize];
        grids.add(i as u8, *slot & TAG == GRID);
    }
    while grids.count > 0 {
        grids.retain(|i| {
            (slots[i], (us[i], vs[i])) = layer.descend(slots[i], (us[i], vs[i]));
            slots[i] & TAG == GRID
        });
    }
    let point = |i: usize| Point { u: us[i] as f32, v: vs[i] as f32 };
    // Those in no fence, or beside the only circle in their cell.
    let mut left = List::new();
    let mut inside = [false; BATCH];
    for i in 0..count {
        let slot = slots[i];
        let is_circle = slot & TAG == CIRCLE;
        let word = if is_circle { slot & !TAG } else { 0 };
        let beyond = beyond_circle(&layer.words[word as usize..], point(i));
        inside[i] = beyond.is_inside();
        left.add(i as u8, (slot != 0) & (!is_circle | beyond.may_be_inside()));
    }
    // Those outside of the only polygon in their cell.
    let mut edges = List::new();
    for i in left.iter() {
        edges.add(i, slots[usize::from(i)] & TAG == EDGES);
    }
    let mut outside = [false; BATCH];
    for i in edges.iter().map(usize::from) {
        let found = in_polygon(&layer.words[(slots[i] & !TAG) as usize..], point(i));
        (inside[i], outside[i]) = (found == Some(true), found == Some(false));
    }
    left.retain(|i| !outside[i]);
    for i in left.iter() {
        let (i, index) = (usize::from(i), first + u32::from(i));
        let slot = slots[i];
        let (head, is_known) = match slot & TAG {
            WHOLE => (slot, true),
            LEAF => (0, false),
            _ => (layer.words[(slot & !TAG) as usize], inside[i]),
        };
        if is_known {
            pairs.fence_index.push(head & FENCE);
            pairs.point_index.push(index);
            continue;
        }
        let exact = |fence| within(fence, lat[i], lon[i]);
        layer.find_in(slot, point(i), exact, &mut pairs.fence_index);
        pairs.point_index.resize(pairs.fence_index.len(), index);
    }
}
