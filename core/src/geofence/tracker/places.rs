//! Where fences are: for each size of fence rows of latitude, in which they stand by longitude.
//!
//! To ask which are near costs little even where the answer is short, which no grid of cells does
//! that a fence may touch several of.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: there are rows up to that of the northernmost"
)]

use crate::geofence::index::Bound;
use crate::math;

/// Degrees of latitude of a row, about a kilometre: few rows are asked, and few fences in them are
/// not meant.
const ROW: f64 = 0.01;
/// Fences that reach up to so many metres are of the smallest size; each next reaches four times as
/// far.
const SMALL_M: f64 = 250.0;
/// At least so many metres are a degree of a meridian, and of a parallel times the cosine of its
/// latitude.
const DEGREE_M: f64 = 110_570.0;
/// By this factor more is asked for than the metres of any measure may be off.
const SLACK: f64 = 1.02;
/// Beyond this latitude all longitudes are near.
const POLAR_LATITUDE: f64 = 89.0;
/// Nearly all the way round is all the way: or rounding leaves out a place where both ends meet, or
/// finds it twice.
const WIDE_LONGITUDE: f64 = 179.0;

/// A fence, and a circle that all lies in that counts as inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) fence: u32,
    pub(super) bound: Bound,
}

/// Fences by where they are.
#[derive(Clone, Debug)]
pub(super) struct Places {
    sizes: Vec<Rows>,
}

/// Fences of about one size.
#[derive(Clone, Debug)]
struct Rows {
    /// None reaches farther from its middle, in metres.
    widest_m: f64,
    south: f64,
    rows_per_degree: f64,
    /// From south to north.
    rows: Vec<Row>,
}

/// Fences from west to east.
#[derive(Clone, Debug, Default)]
struct Row {
    west: f64,
    places: Vec<Place>,
    /// As many steps from the first to the last as there are fences, and where each begins.
    steps: Vec<u32>,
    steps_per_degree: f64,
}

impl Places {
    pub(super) fn of(mut rest: Vec<Place>) -> Self {
        let (mut sizes, mut most_m) = (Vec::new(), SMALL_M);
        while !rest.is_empty() {
            let (larger, own): (Vec<Place>, Vec<Place>) =
                rest.into_iter().partition(|place| place.bound.radius_m > most_m);
            if !own.is_empty() {
                sizes.push(Rows::of(own));
            }
            (rest, most_m) = (larger, 4.0 * most_m);
        }
        Self { sizes }
    }

    /// Bytes behind it.
    pub(super) fn memory_bytes(&self) -> usize {
        let rows = self.sizes.iter().flat_map(|rows| &rows.rows);
        let of_row = |row: &Row| {
            size_of::<Row>()
                + row.places.capacity() * size_of::<Place>()
                + row.steps.capacity() * size_of::<u32>()
        };
        rows.map(of_row).sum()
    }

    /// Every fence of which some part may lie within `reach_m` metres, and perhaps others near; each
    /// once, in no order that means anything.
    pub(super) fn near(&self, lat: f64, lon: f64, reach_m: f64, mut found: impl FnMut(&Place)) {
        for rows in &self.sizes {
            rows.near(lat, lon, reach_m, &mut found);
        }
    }
}

impl Rows {
    fn of(places: Vec<Place>) -> Self {
        let (mut south, mut north, mut widest_m) = (90.0, -90.0, 0.0);
        for Place { bound, .. } in &places {
            (south, north) = (math::min(south, bound.lat), math::max(north, bound.lat));
            widest_m = math::max(widest_m, bound.radius_m);
        }
        // No more rows than fences.
        let rows_per_degree = 1.0 / math::max(ROW, (north - south) / places.len() as f64);
        let mut own = Self { widest_m, south, rows_per_degree, rows: Vec::new() };
        own.rows = vec![Row::default(); own.row(north) + 1];
        for place in places {
            let row = own.row(place.bound.lat);
            own.rows[row].places.push(place);
        }
        own.rows.iter_mut().for_each(Row::sort);
        own
    }

    /// Casts saturate: the first row for all that lies south of it.
    fn row(&self, lat: f64) -> usize {
        ((lat - self.south) * self.rows_per_degree) as usize
    }

    fn near(&self, lat: f64, lon: f64, reach_m: f64, found: &mut impl FnMut(&Place)) {
        let half_lat = ((reach_m + self.widest_m) * SLACK + 1.0) / DEGREE_M;
        let (south, north) = (lat - half_lat, lat + half_lat);
        let farthest = math::max(-south, north);
        if north < self.south {
            return;
        }
        let half_lon = SLACK * half_lat / math::cos(farthest.to_radians());
        let (west, east) = if farthest > POLAR_LATITUDE || half_lon > WIDE_LONGITUDE {
            (-180.0, 180.0)
        } else {
            (lon - half_lon, lon + half_lon)
        };
        // The same places are seen from around the Earth either way.
        let turns: &[f64] =
            if west >= -180.0 && east <= 180.0 { &[0.0] } else { &[0.0, 360.0, -360.0] };
        let until = self.rows.len().min(self.row(north) + 1);
        for row in self.rows.get(self.row(south)..until).unwrap_or_default() {
            for turn in turns {
                let (west, east) = (west + turn, east + turn);
                if west < 180.0 && east > -180.0 {
                    row.from(west)
                        .take_while(|place| place.bound.lon < east)
                        .filter(|place| place.bound.lat >= south && place.bound.lat <= north)
                        .for_each(&mut *found);
                }
            }
        }
    }
}

impl Row {
    fn sort(&mut self) {
        math::sort_by(&mut self.places, |a, b| a.bound.lon.total_cmp(&b.bound.lon));
        self.places.shrink_to_fit();
        let (Some(first), Some(last)) = (self.places.first(), self.places.last()) else { return };
        let degrees = last.bound.lon - first.bound.lon;
        self.west = first.bound.lon;
        self.steps_per_degree = self.places.len() as f64 / math::max(degrees, 1e-9);
        let mut place = 0;
        for step in 0..=self.places.len() {
            while self.places.get(place).is_some_and(|own| self.step(own.bound.lon) < step) {
                place += 1;
            }
            self.steps.push(place as u32);
        }
    }

    /// Casts saturate: the first step for all that lies west of it.
    fn step(&self, lon: f64) -> usize {
        (((lon - self.west) * self.steps_per_degree) as usize).min(self.places.len())
    }

    fn from(&self, lon: f64) -> impl Iterator<Item = &Place> {
        let step = self.step(lon);
        let end = |step: usize| self.steps.get(step).map(|place| *place as usize);
        let first = end(step).unwrap_or(0);
        let here = self.places.get(first..end(step + 1).unwrap_or(self.places.len()));
        let before = here.unwrap_or_default().partition_point(|place| place.bound.lon < lon);
        self.places.get(first + before..).unwrap_or_default().iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn across_a_pole_every_place_is_found_once() {
        let place = |fence: u32| Place {
            fence,
            bound: Bound { lat: 89.99, lon: f64::from(fence) / 10.0 - 180.0, radius_m: 50.0 },
        };
        let places = Places::of((0..3600).map(place).collect());
        for lon in (0..3600).map(|tenth| f64::from(tenth) / 10.0 - 180.0) {
            let mut found = Vec::new();
            places.near(89.99, lon, 3_000.0, |place| found.push(place.fence));
            found.sort_unstable();
            assert!(found.iter().copied().eq(0..3600), "from {lon}");
        }
    }
}
