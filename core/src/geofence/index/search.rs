//! Answers: which fences hold a point, which are near it, which are nearest.

use super::{FenceHit, FenceIndex};
use crate::geo::{Latitude, Longitude, wrap_longitude};
use crate::math;
use crate::shape::{Reader, Shaped, Value};
use crate::{Error, ErrorKind, Result};

/// At least so many metres are a degree of a meridian, and of a parallel times the cosine of its
/// latitude.
const DEGREE_M: f64 = 110_570.0;
/// Frames and geodesics differ by less than this factor, and grids are searched this much wider.
const SLACK: f64 = 1.02;
/// Beyond this latitude all longitudes are near.
const POLAR_LATITUDE: f64 = 89.0;
/// More than half around the Earth, in metres.
const EVERYWHERE_M: f64 = 2.1e7;

impl FenceIndex {
    /// The fences whose own area holds the position, ascending.
    ///
    /// Tolerances play no part, nor does accuracy; the boundary is as the policy says. The answer
    /// is that of every fence by itself, to the last bit.
    ///
    /// # Errors
    /// `not_finite` and `out_of_range`, at `$.lat` and `$.lon`.
    pub fn containing(&self, lat: f64, lon: f64) -> Result<Vec<FenceHit>> {
        let (lat, lon) = checked(lat, lon)?;
        let mut found = Vec::new();
        self.find(lat, lon, &mut found);
        Ok(found.into_iter().filter_map(|fence| self.hit(fence, lat, lon)).collect())
    }

    /// The `k` fences whose edges are nearest: by metres to the fence's own edge, negative inside,
    /// then by index.
    ///
    /// # Errors
    /// As [`FenceIndex::containing`].
    pub fn nearest(&self, lat: f64, lon: f64, k: u32) -> Result<Vec<FenceHit>> {
        let (lat, lon) = checked(lat, lon)?;
        let wanted = k.min(self.len() as u32) as usize;
        let mut reach_m = self
            .layers
            .first()
            .map_or(EVERYWHERE_M, |layer| DEGREE_M / layer.frame.rows_per_degree);
        let mut hits = if wanted > 0 { self.within_reach(lat, lon, reach_m) } else { Vec::new() };
        // Every fence within reach is among the hits; of the others some may be missing.
        while hits.iter().filter(|(metres, _)| *metres <= reach_m).count() < wanted
            && hits.len() < self.len()
        {
            reach_m *= 4.0;
            hits = self.within_reach(lat, lon, reach_m);
        }
        math::sort_by(&mut hits, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        hits.truncate(wanted);
        let hit = |(distance_m, fence_index): (f64, u32)| FenceHit {
            fence_index,
            id: self.id(fence_index).map(str::to_owned),
            distance_m,
        };
        Ok(hits.into_iter().map(hit).collect())
    }

    /// Fences near a position with their distances, all that are within reach among them.
    fn within_reach(&self, lat: f64, lon: f64, reach_m: f64) -> Vec<(f64, u32)> {
        let mut found = Vec::new();
        if reach_m < EVERYWHERE_M {
            self.near(lat, lon, reach_m, &mut found);
        } else {
            found.extend(0..self.fences.len());
        }
        let measured = |fence: u32| Some((self.fences.distance_m(fence, lat, lon)?, fence));
        found.into_iter().filter_map(measured).collect()
    }

    /// Adds every fence whose own edge is within `reach_m` metres of the position or that holds
    /// it, and perhaps others near; ascending, without repetition.
    ///
    /// For a position that is none, nothing; a reach that is negative or undefined is 0.
    pub fn near(&self, lat: f64, lon: f64, reach_m: f64, found: &mut Vec<u32>) {
        let Ok((lat, lon)) = checked(lat, lon) else { return };
        let start = found.len();
        let half_lat = (math::max(0.0, reach_m) * SLACK + 1.0) / DEGREE_M;
        let (south, north) = (lat - half_lat, lat + half_lat);
        let farthest = math::max(-south, north);
        let half_lon = if farthest > POLAR_LATITUDE {
            180.0
        } else {
            math::min(180.0, SLACK * half_lat / math::cos(farthest.to_radians()))
        };
        let west = wrap_longitude(lon - half_lon);
        for layer in &self.layers {
            layer.near((south, north), (west, west + 2.0 * half_lon), found);
        }
        if let Some(near) = found.get_mut(start..) {
            near.sort_unstable();
        }
        let (mut place, mut before) = (0, None);
        found.retain(|fence| {
            place += 1;
            place <= start || before.replace(*fence) != Some(*fence)
        });
    }

    /// Adds the fences that hold a point, ascending; `lat` is checked and `lon` wrapped.
    #[inline(always)]
    fn find(&self, lat: f64, lon: f64, found: &mut Vec<u32>) {
        let start = found.len();
        for layer in &self.layers {
            layer.find(lat, lon, &self.fences, self.policy.boundary, found);
        }
        if self.layers.len() > 1
            && let Some(own) = found.get_mut(start..)
        {
            own.sort_unstable();
        }
    }

    fn hit(&self, fence_index: u32, lat: f64, lon: f64) -> Option<FenceHit> {
        let distance_m = self.fences.distance_m(fence_index, lat, lon)?;
        Some(FenceHit { fence_index, id: self.id(fence_index).map(str::to_owned), distance_m })
    }
}

fn checked(lat: f64, lon: f64) -> Result<(f64, f64)> {
    if is_latitude(lat) && lon.is_finite() {
        return Ok((lat, wrapped(lon)));
    }
    let mut at = Reader::new();
    at.within("lat", |at| Latitude::read(&Value::Float(lat), at));
    at.within("lon", |at| Longitude::read(&Value::Float(lon), at));
    Err(refusal(at))
}

/// The error of a reader that noted a problem.
pub(super) fn refusal(at: Reader) -> Error {
    match at.finish::<()>(None) {
        Ok(_) => Error::new(ErrorKind::Input, Vec::new()),
        Err(error) => error,
    }
}

pub(super) fn is_latitude(lat: f64) -> bool {
    lat.abs() <= 90.0
}

/// Whether a longitude is wrapped.
#[inline(always)]
pub(super) fn is_home(lon: f64) -> bool {
    (-180.0..180.0).contains(&lon)
}

#[inline(always)]
pub(super) fn wrapped(lon: f64) -> f64 {
    if is_home(lon) { lon } else { wrap_longitude(lon) }
}
