//! What `stay_points` answers.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a run holds at least one fix, and indices of fixes"
)]

use super::search::{Path, Run};
use crate::column::{Buffer, Instants, Sparse, Texts};
use crate::geo::wrap_longitude;
use crate::shape::{Warning, record};

record! {
    /// Stays as columns of equal length, by rep, then time; and what was odd about the input.
    pub struct StayPoints: data {
        /// Who; absent where the fixes have no `rep`.
        pub rep: Option<Texts>,
        /// First fix.
        pub t_start: Instants,
        /// Last fix; with `anchored`, where that is known, the first fix elsewhere.
        pub t_end: Instants,
        /// From `t_start` to `t_end`.
        pub duration_ms: Buffer<i64>,
        /// Mean latitude of the fixes.
        pub lat: Buffer<f64>,
        /// Mean longitude of the fixes, the shorter way round.
        pub lon: Buffer<f64>,
        /// Median latitude, which a few wild fixes do not move.
        pub median_lat: Buffer<f64>,
        /// Median longitude.
        pub median_lon: Buffer<f64>,
        /// Number of fixes.
        pub fixes: Buffer<u32>,
        /// Whether nobody saw the end: the track ended there, or fell silent for longer than `gap`.
        pub open: Sparse<bool>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

/// The columns while they grow.
#[derive(Default)]
pub(super) struct Found {
    reps: Vec<u32>,
    t_start: Vec<i64>,
    t_end: Vec<i64>,
    duration_ms: Vec<i64>,
    lat: Vec<f64>,
    lon: Vec<f64>,
    median_lat: Vec<f64>,
    median_lon: Vec<f64>,
    fixes: Vec<u32>,
    open: Vec<Option<bool>>,
    /// Where medians are sought.
    sorted: Vec<f64>,
}

impl Found {
    /// Adds a stay of the rep whose number is `rep`.
    pub(super) fn add(&mut self, rep: u32, path: &Path<'_>, run: &Run) {
        let (start, end) = (path.t[run.fixes.start], path.t[run.end]);
        self.reps.push(rep);
        self.t_start.push(start);
        self.t_end.push(end);
        self.duration_ms.push(end - start);
        let (mean, median) = self.middle(&path.lat[run.fixes.clone()], |lat| lat);
        self.lat.push(mean + 0.0);
        self.median_lat.push(median + 0.0);
        let (mean, median) = self.middle(&path.lon[run.fixes.clone()], wrap_longitude);
        self.lon.push(wrap_longitude(mean));
        self.median_lon.push(wrap_longitude(median));
        // A call has fewer than 2^32 rows.
        self.fixes.push(run.fixes.len() as u32);
        self.open.push(Some(run.open));
    }

    /// Mean and median of degrees, as offsets from the first; `wrap` takes off whole turns.
    fn middle(&mut self, degrees: &[f64], wrap: fn(f64) -> f64) -> (f64, f64) {
        let first = wrap(degrees[0]);
        self.sorted.clear();
        self.sorted.extend(degrees.iter().map(|x| wrap(wrap(*x) - first)));
        let mean = self.sorted.iter().sum::<f64>() / self.sorted.len() as f64;
        let middle = self.sorted.len() / 2;
        let (below, median, _) = self.sorted.select_nth_unstable_by(middle, f64::total_cmp);
        let median = *median;
        let median = if degrees.len().is_multiple_of(2) {
            let lower = below.iter().fold(f64::NEG_INFINITY, |most, x| crate::math::max(most, *x));
            f64::midpoint(lower, median)
        } else {
            median
        };
        (first + mean, first + median)
    }

    /// The columns; `names` are those of the reps.
    pub(super) fn columns(self, names: Option<Vec<String>>) -> StayPoints {
        StayPoints {
            rep: names.map(|names| Texts { codes: self.reps, names }),
            t_start: Instants(self.t_start.into()),
            t_end: Instants(self.t_end.into()),
            duration_ms: self.duration_ms.into(),
            lat: self.lat.into(),
            lon: self.lon.into(),
            median_lat: self.median_lat.into(),
            median_lon: self.median_lon.into(),
            fixes: self.fixes.into(),
            open: Sparse(self.open),
            warnings: Vec::new(),
        }
    }
}
