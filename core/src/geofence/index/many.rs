//! Many points: batch by batch, through every layer; with threads, where there are any to be had.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: columns of pairs are equally long, and merging moves pairs to where some were"
)]

use super::batch::{self, BATCH};
use super::search::{is_home, is_latitude, refusal, wrapped};
use super::{FenceIndex, Pairs};
use crate::budget::Budget;
use crate::column::note_numbers;
use crate::geo::{Latitude, Longitude};
use crate::shape::Reader;
use crate::{Error, ErrorKind, Result};

impl FenceIndex {
    /// For many points, the fences that hold each: pairs by point, then by fence.
    ///
    /// With the feature `rayon`, more than 16,384 points are spread over the threads of its current
    /// pool. The answer, errors and what the budget counts stay the same, but for progress, which
    /// is told up to 262,144 points ahead.
    ///
    /// # Errors
    /// `lengths_differ`; `not_finite` and `out_of_range` with the paths of all such numbers, such
    /// as `$.lat[7]` (the first thousand); `too_many_points` beyond 2³² - 1; `cancelled`.
    pub fn containing_many(
        &self,
        lat: &[f64],
        lon: &[f64],
        budget: &mut Budget<'_>,
    ) -> Result<Pairs> {
        check_columns(lat, lon)?;
        #[cfg(feature = "rayon")]
        if lat.len() > super::threads::WORTHWHILE {
            return self.on_threads(lat, lon, budget);
        }
        self.on_one_thread(lat, lon, budget)
    }

    pub(super) fn on_one_thread(
        &self,
        lat: &[f64],
        lon: &[f64],
        budget: &mut Budget<'_>,
    ) -> Result<Pairs> {
        let mut search = Search::new(self, 0);
        for (some_lat, some_lon) in lat.chunks(BATCH).zip(lon.chunks(BATCH)) {
            budget.spend(some_lat.len() as u64)?;
            search.batch(some_lat, some_lon).ok_or_else(|| refused(lat, lon))?;
        }
        Ok(search.pairs)
    }
}

/// Batches one after the other.
pub(super) struct Search<'i> {
    index: &'i FenceIndex,
    /// The index of the first point of the next batch.
    next: u32,
    pub pairs: Pairs,
    /// Of a batch, those of one more layer.
    more: Pairs,
    /// Longitudes that had to be wrapped.
    home: [f64; BATCH],
}

impl<'i> Search<'i> {
    /// Of points the first of which has the index `next`.
    pub(super) fn new(index: &'i FenceIndex, next: u32) -> Self {
        let (pairs, more) = (Pairs::default(), Pairs::default());
        Self { index, next, pairs, more, home: [0.0; BATCH] }
    }

    /// Adds the pairs of up to [`BATCH`] points; nothing, when one of them is none.
    pub(super) fn batch(&mut self, lat: &[f64], lon: &[f64]) -> Option<()> {
        let FenceIndex { policy, fences, layers, .. } = self.index;
        let lon = homed(lat, lon, &mut self.home)?;
        let within = |fence, lat, lon| fences.within(fence, lat, lon, policy.boundary);
        let start = self.pairs.point_index.len();
        for (n, layer) in layers.iter().enumerate() {
            let found = if n == 0 { &mut self.pairs } else { &mut self.more };
            batch::find(layer, within, (self.next, lat, lon), found);
            if n > 0 {
                merge(&mut self.pairs, start, &mut self.more);
            }
        }
        self.next += lat.len() as u32;
        Some(())
    }
}

/// Merges `more` into the pairs from `start` on, from behind, so that none is moved twice.
fn merge(pairs: &mut Pairs, start: usize, more: &mut Pairs) {
    let (points, fences) = (&mut pairs.point_index, &mut pairs.fence_index);
    let mut own = points.len();
    points.extend(&more.point_index);
    fences.extend(&more.fence_index);
    let mut to = points.len();
    while let (Some(point), Some(fence)) = (more.point_index.last(), more.fence_index.last()) {
        to -= 1;
        if own > start && (points[own - 1], fences[own - 1]) > (*point, *fence) {
            own -= 1;
            (points[to], fences[to]) = (points[own], fences[own]);
        } else {
            (points[to], fences[to]) = (*point, *fence);
            more.point_index.pop();
            more.fence_index.pop();
        }
    }
}

/// The longitudes of points, wrapped: as they are, or in `home`; nothing, when a point is none.
#[inline(always)]
fn homed<'l>(lat: &[f64], lon: &'l [f64], home: &'l mut [f64; BATCH]) -> Option<&'l [f64]> {
    let both = lat.iter().zip(lon);
    if both.fold(true, |all, (lat, lon)| all & is_latitude(*lat) & is_home(*lon)) {
        return Some(lon);
    }
    if !are_points(lat, lon) {
        return None;
    }
    for (home, lon) in home.iter_mut().zip(lon) {
        *home = wrapped(*lon);
    }
    home.get(..lon.len())
}

pub(super) fn are_points(lat: &[f64], lon: &[f64]) -> bool {
    lat.iter().all(|lat| is_latitude(*lat)) && lon.iter().all(|lon| lon.is_finite())
}

fn check_columns(lat: &[f64], lon: &[f64]) -> Result<()> {
    if lat.len() != lon.len() {
        return Err(refused(lat, lon));
    }
    if u32::try_from(lat.len()).is_err() {
        let message = "at most 4294967295 points at a time";
        return Err(Error::one(ErrorKind::Limit, "too_many_points", "$.lat", message));
    }
    Ok(())
}

/// All that is wrong with columns of different lengths, or of points of which one is none.
#[cold]
pub(super) fn refused(lat: &[f64], lon: &[f64]) -> Error {
    let mut at = Reader::new();
    if lat.len() != lon.len() {
        let message = format!("{} rows, but \"lat\" has {}", lon.len(), lat.len());
        at.within("lon", |at| at.problem::<()>("lengths_differ", message));
    }
    note_numbers::<Latitude>("lat", lat, &mut at);
    note_numbers::<Longitude>("lon", lon, &mut at);
    refusal(at)
}
