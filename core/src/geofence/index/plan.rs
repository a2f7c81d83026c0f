//! Which fences share a grid, and how fine it is.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: extents are indexed by fence, one for each; the 360 bins by whole degrees"
)]

use super::cover::{MOST_METRES, Round};
use super::fences::{Fences, Form};
use super::grid::Frame;
use crate::geo::wrap_longitude;
use crate::math;

/// At most this many layers: a point is looked up in each.
const MAX_LAYERS: usize = 4;
/// Cells for each fence: with fewer, points meet fences that they are far from, or several in one
/// cell; with more, the grid outgrows the caches, or the circles their 160 bytes.
const CELLS_PER_FENCE: f64 = 2.0;
/// As many as this for each while the grid is small...
const MOST_PER_FENCE: f64 = 8.0;
/// ...which is so many cells: 128 KB.
const SMALL: f64 = 32_768.0;
const MIN_CELLS: f64 = 16.0;
const MAX_CELLS: f64 = 4_194_304.0;
/// A fence that touches more cells than this is better off in a coarser layer...
const LARGE: f64 = 24.0;
/// ...once all fences of a layer touch more than this many cells each on average.
const FEW: f64 = 4.0;
/// No cell is smaller than this many degrees: a metre.
const LEAST_DEGREES: f64 = 1e-5;
/// Degrees around everything, so that rounding leaves nothing out.
const RIM: f64 = 1e-7;
/// Nearer than this to a pole, polygons are left to their own arithmetic, and everything is taken
/// to reach all longitudes.
pub(super) const POLAR_LATITUDE: f64 = 89.0;

/// The degrees that a fence spans; a little more rather than less.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub south: f64,
    pub north: f64,
    /// Wrapped.
    pub west: f64,
    /// Up to 360.
    pub width: f64,
}

impl Extent {
    pub(super) fn of(form: Form<'_>) -> Self {
        match form {
            Form::Circle(circle) => {
                let (half_lat, half_lon) = Round::of(circle).half_degrees(circle);
                Self::around(circle.lat, circle.lon, half_lat, half_lon)
            }
            Form::Polygon(outline) => {
                let start = (f64::INFINITY, f64::NEG_INFINITY);
                let (mut lat, mut lon) = (start, start);
                let widened = |(low, high), x| (math::min(low, x), math::max(high, x));
                for ring in outline.geometry().rings() {
                    for vertex in ring.closed() {
                        lat = widened(lat, vertex.lat);
                        lon = widened(lon, vertex.lon);
                    }
                    lat = ring.pole().map_or(lat, |pole| widened(lat, pole));
                }
                let (middle, half) = ((lon.0 + lon.1) / 2.0, (lon.1 - lon.0) / 2.0);
                Self::around((lat.0 + lat.1) / 2.0, middle, (lat.1 - lat.0) / 2.0, half)
            }
        }
    }

    /// A circle that it lies in.
    fn bound(&self) -> Bound {
        let (half_lat, half_lon) = ((self.north - self.south) / 2.0, self.width / 2.0);
        let (lat, lon) = (self.south + half_lat, wrap_longitude(self.west + half_lon));
        let widest = math::cos(math::max(0.0, lat.abs() - half_lat).to_radians()) * half_lon;
        let radius_m = MOST_METRES * (half_lat * half_lat + widest * widest).sqrt() + 1.0;
        Bound { lat, lon, radius_m }
    }

    fn around(lat: f64, lon: f64, half_lat: f64, half_lon: f64) -> Self {
        let (half_lat, half_lon) = (half_lat + RIM, half_lon + RIM);
        let (south, north) = (math::max(lat - half_lat, -90.0), math::min(lat + half_lat, 90.0));
        if half_lon >= 180.0 || math::max(-south, north) > POLAR_LATITUDE {
            return Self { south, north, west: -180.0, width: 360.0 };
        }
        Self { south, north, west: wrap_longitude(lon - half_lon), width: 2.0 * half_lon }
    }
}

/// A circle in degrees and metres, larger rather than smaller, that a fence lies in.
#[derive(Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) radius_m: f64,
}

impl Bound {
    pub(super) fn of(form: Form<'_>) -> Self {
        match form {
            Form::Circle(circle) => {
                Self { lat: circle.lat, lon: circle.lon, radius_m: circle.radius_m }
            }
            Form::Polygon(_) => Extent::of(form).bound(),
        }
    }
}

/// Debug output does not tell where a site is.
impl std::fmt::Debug for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bound(..)")
    }
}

/// Some fences, ascending, and the grid for them.
pub(super) struct Plan {
    pub frame: Frame,
    pub members: Vec<u32>,
}

/// Puts every fence into a layer whose cells fit its size.
pub(super) fn plan(fences: &Fences) -> Vec<Plan> {
    let extents: Vec<Extent> =
        (0..fences.len()).filter_map(|fence| fences.form(fence)).map(Extent::of).collect();
    let mut plans = Vec::new();
    let mut rest: Vec<u32> = (0..fences.len()).collect();
    while !rest.is_empty() {
        let (plan, larger) = layer(&extents, rest, plans.len() + 1 == MAX_LAYERS);
        plans.push(plan);
        rest = larger;
    }
    plans
}

/// A layer for the smaller of `members`, and the larger ones.
fn layer(extents: &[Extent], mut members: Vec<u32>, is_last: bool) -> (Plan, Vec<u32>) {
    let mut larger = Vec::new();
    let mut cells = cells_for(members.len());
    let mut region = Region::of(extents, &members);
    loop {
        let frame = region.frame(math::min(cells, MAX_CELLS));
        let touched = |fence: &u32| {
            let extent = &extents[*fence as usize];
            let rows = (extent.north - extent.south) * frame.rows_per_degree + 1.0;
            rows * (extent.width * frame.columns_per_degree + 1.0)
        };
        let total: f64 = members.iter().map(touched).sum();
        if total <= FEW * members.len() as f64 || cells <= MIN_CELLS {
            return (Plan { frame, members }, larger);
        }
        let large = members.iter().filter(|fence| touched(fence) > LARGE).count();
        if is_last || !larger.is_empty() || large == 0 || 2 * large > members.len() {
            cells /= 2.0;
            continue;
        }
        (larger, members) = members.iter().partition(|fence| touched(fence) > LARGE);
        cells = cells_for(members.len());
        region = Region::of(extents, &members);
    }
}

fn cells_for(fences: usize) -> f64 {
    let fences = fences as f64;
    let finest = math::min(MOST_PER_FENCE * fences, SMALL);
    math::max(MIN_CELLS, math::max(CELLS_PER_FENCE * fences, finest))
}

/// What some fences span together.
struct Region {
    south: f64,
    north: f64,
    west: f64,
    width: f64,
}

impl Region {
    fn of(extents: &[Extent], members: &[u32]) -> Self {
        let mut all = Self { south: 90.0, north: -90.0, west: -180.0, width: 360.0 };
        let origin = f64::from(Self::after_widest_gap(extents, members));
        let (mut start, mut end) = (360.0, 0.0);
        for member in members {
            let extent = &extents[*member as usize];
            all.south = math::min(all.south, extent.south);
            all.north = math::max(all.north, extent.north);
            let east = extent.west - origin;
            let east = if east < 0.0 { east + 360.0 } else { east };
            start = math::min(start, east);
            end = math::max(end, east + extent.width);
        }
        (all.south, all.north) = (all.south - RIM, all.north + RIM);
        if end - start + 2.0 * RIM < 360.0 {
            all.west = wrap_longitude(origin + start - RIM);
            all.width = end - start + 2.0 * RIM;
        }
        all
    }

    /// The whole degree of longitude with which the widest stretch without fences ends.
    fn after_widest_gap(extents: &[Extent], members: &[u32]) -> i32 {
        // How many fences begin less how many end in each degree, those across the end twice.
        let mut change = [0_i64; 721];
        for member in members {
            let extent = &extents[*member as usize];
            let first = (extent.west + 180.0) as usize;
            change[first.min(360)] += 1;
            change[((extent.west + 180.0 + extent.width) as usize + 1).min(720)] -= 1;
        }
        let mut taken = [false; 360];
        let mut open = 0;
        for (degree, change) in change.iter().enumerate() {
            open += change;
            taken[degree % 360] |= open > 0;
        }
        let (mut run, mut widest, mut end) = (0, 0, 0);
        for degree in 0..720 {
            run = if taken[degree % 360] { 0 } else { run + 1 };
            if run > widest {
                (widest, end) = (run, degree + 1);
            }
        }
        (end % 360) as i32 - 180
    }

    /// About `cells` cells, about as high as wide.
    fn frame(&self, cells: f64) -> Frame {
        let height = self.north - self.south;
        let middle = (self.north + self.south) / 2.0;
        let shrink = math::max(math::cos(middle.to_radians()), 0.1);
        let side = (height * self.width * shrink / cells).sqrt();
        let count = |degrees: f64, side: f64| {
            let most = math::min(cells, degrees / LEAST_DEGREES);
            math::max(1.0, math::min(degrees / side, most)).round()
        };
        let rows = count(height, side);
        let columns = count(self.width, math::max(side / shrink, self.width * rows / cells / 2.0));
        Frame {
            south: self.south,
            west: self.west,
            rows_per_degree: rows / height,
            columns_per_degree: columns / self.width,
            rows: rows as u32,
            columns: columns as u32,
        }
    }
}
