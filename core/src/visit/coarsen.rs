//! A track made coarse, for those who need not know more.

use crate::geofence::{Accuracy, Fix, Track};
use crate::math;
use crate::shape::number;
use crate::time::Instant;

number! {
    /// The side of a cell of the grid in metres: 1 to 1,000 km.
    pub struct CellSize(min 1.0, max 1e6)
}

number! {
    /// The length of a bucket of time in seconds: a millisecond to a year of 366 days.
    pub struct BucketSize(min 0.001, max 31_622_400.0)
}

/// The track on a grid of places and in buckets of time.
///
/// The earth is divided into bands of latitude, and each band into cells, from -90 and -180
/// degrees on, no cell less than `metres` high and wide: the same grid for every track. A fix
/// moves to the middle of its cell, its times (`t` and `received`) to the beginning of their
/// buckets, which are counted from 1970. Of the fixes of one bucket the most accurate stays, as in
/// any [`Track`]. What a fix may now be off, half the diagonal of a cell, is added to its accuracy:
/// it stays honest. Latitude 0, longitude 0, which is no place, stays what it is, and no other fix
/// moves there: a cell with that middle has 1e-7 degrees north of it instead.
///
/// Places and times of a coarse track do not change when it is made coarse again. It is another
/// track, of another digest: verify first, then store what is needed. Linear in the fixes.
///
/// # Example
/// ```
/// use fieldbeat::{Fix, Track, coarsen};
///
/// let fix = Fix::new("2026-11-20T09:07:31Z".parse()?, 55.7558, 37.6173, 12.0)?;
/// let coarse = coarsen(&Track::new(vec![fix]), 1000.0.try_into()?, 900.0.try_into()?);
/// let [fix] = coarse.fixes() else { panic!("one fix") };
/// assert_eq!(fix.t, "2026-11-20T09:00:00Z".parse()?);
/// assert!((fix.lat.get() - 55.7558).abs() < 0.005 && fix.lat.get() != 55.7558);
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[must_use]
pub fn coarsen(track: &Track, metres: CellSize, seconds: BucketSize) -> Track {
    let bucket_ms = ((seconds.get() * 1000.0).round() as i64).max(1);
    let floor = |t: Instant| t.plus(-t.millis().rem_euclid(bucket_ms));
    let grid = Grid::new(metres.get());
    let coarse = |fix: &Fix| {
        let mut coarse = Fix { t: floor(fix.t), received: fix.received.map(floor), ..fix.clone() };
        if !fix.is_zero_island() {
            let (lat, lon, off_m) = grid.snap(fix.lat.get(), fix.lon.get());
            if let (Ok(lat), Ok(lon)) = (lat.try_into(), lon.try_into()) {
                (coarse.lat, coarse.lon) = (lat, lon);
            }
            if let Accuracy::Radius(radius) = fix.accuracy_m {
                coarse.accuracy_m = Accuracy::from(radius + off_m);
            }
        }
        coarse
    };
    let one_a_bucket = Track::new(track.fixes().iter().map(coarse).collect());
    // Places of one bucket contradict each other no more.
    Track::new(one_a_bucket.fixes().to_vec())
}

/// Bands of latitude, each of cells.
struct Grid {
    metres: f64,
    bands: f64,
}

/// No degree of the meridian, or of the equator, is shorter than this many metres.
const LEAST_DEGREE_M: f64 = 110_500.0;
/// Nor longer than this many.
const MOST_DEGREE_M: f64 = 111_700.0;

impl Grid {
    fn new(metres: f64) -> Self {
        Self { metres, bands: (180.0 * LEAST_DEGREE_M / metres).floor() }
    }

    /// The middle of the cell of a point, and half the cell's diagonal in metres.
    fn snap(&self, lat: f64, lon: f64) -> (f64, f64, f64) {
        let height = 180.0 / self.bands;
        let band = index((lat + 90.0) / height, self.bands);
        let south = -90.0 + band * height;
        let north = south + height;
        let narrow = math::max(0.0, math::min(parallel(south), parallel(north)));
        let wide = if south < 0.0 && 0.0 < north {
            1.0
        } else {
            math::max(parallel(south), parallel(north))
        };
        let cells = math::max(1.0, (360.0 * LEAST_DEGREE_M * narrow / self.metres).floor());
        let width = 360.0 / cells;
        let cell = index((lon + 180.0) / width, cells);
        let (high_m, wide_m) = (height * MOST_DEGREE_M, width * wide * MOST_DEGREE_M);
        let off_m = (high_m * high_m + wide_m * wide_m).sqrt() / 2.0;
        let middle = |start: f64, size: f64| digits(start + size / 2.0);
        let (lat, lon) = (middle(south, height), middle(-180.0 + cell * width, width));
        // Somewhere is no place that devices name when they know none.
        let lat = if lat == 0.0 && lon == 0.0 { ONE_DIGIT } else { lat };
        (lat, lon, off_m.ceil())
    }
}

/// The whole part of `x`, below `count`.
fn index(x: f64, count: f64) -> f64 {
    math::max(0.0, math::min(x.floor(), count - 1.0))
}

/// The length of the parallel as a share of the equator's.
fn parallel(lat: f64) -> f64 {
    math::cos(lat * std::f64::consts::PI / 180.0)
}

/// The last digit of a place, about a centimetre.
const ONE_DIGIT: f64 = 1e-7;

/// To [`ONE_DIGIT`] degrees.
fn digits(degrees: f64) -> f64 {
    const UNITS: f64 = 1e7;
    (degrees * UNITS).round() / UNITS + 0.0
}
