//! Fences of a country and points in it, from one seed by a formula that any language can repeat.
//!
//! Chance is splitmix64 (Steele, Lea, Flood 2014): `state += 0x9E3779B97F4A7C15`, then
//! `z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9`, `z = (z ^ z >> 27) * 0x94D049BB133111EB`,
//! `z ^= z >> 31`, all modulo 2^64; a number in [0, 1) is `(z >> 11) / 2^53`.

use std::io::Write;
use std::path::Path;

use fieldbeat::math;
use fieldbeat::{Fence, Result};

/// The state from which every workload is drawn.
pub const SEED: u64 = 20_261_120;
/// Corners of a polygon.
pub const CORNERS: usize = 100;
/// A country: south, north, west, east in degrees.
const COUNTRY: [f64; 4] = [50.0, 60.0, 30.0, 50.0];
/// Share of the points that are drawn around a fence.
const NEAR: f64 = 0.7;
/// Metres of a degree of latitude, near enough for a draw.
const DEGREE_M: f64 = 111_195.0;

/// What fences are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Circles of 50 to 300 m.
    Circles,
    /// Rings of [`CORNERS`] corners, wavy and a little rough, 100 to 1000 m around.
    Polygons,
    /// The same as jagged stars: every corner 0.7 to 1.3 radii from the centre.
    Stars,
}

/// A fence in numbers.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Centre.
    pub lat: f64,
    /// Centre.
    pub lon: f64,
    /// Radius in metres; of a polygon the middle one.
    pub radius_m: f64,
    /// Corners as longitude and latitude, the first not repeated; none of a circle.
    pub corners: Vec<[f64; 2]>,
}

/// Fences and points.
#[derive(Clone, Debug, Default)]
pub struct Workload {
    /// The fences.
    pub shapes: Vec<Shape>,
    /// Latitudes of the points.
    pub lat: Vec<f64>,
    /// Longitudes of the points.
    pub lon: Vec<f64>,
}

struct Chance(u64);

impl Chance {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        low + (high - low) * ((z >> 11) as f64 / 9_007_199_254_740_992.0)
    }
}

impl Workload {
    /// `fences` fences, then `points` points, 70 % of which lie within two radii of a fence along
    /// either axis.
    #[must_use]
    pub fn draw(kind: Kind, fences: usize, points: usize) -> Self {
        let mut chance = Chance(SEED);
        let [south, north, west, east] = COUNTRY;
        let shapes: Vec<Shape> = (0..fences)
            .map(|_| {
                let (lat, lon) = (chance.between(south, north), chance.between(west, east));
                match kind {
                    Kind::Circles => {
                        let radius_m = chance.between(50.0, 300.0);
                        Shape { lat, lon, radius_m, corners: Vec::new() }
                    }
                    Kind::Polygons | Kind::Stars => {
                        let radius_m = chance.between(100.0, 1000.0);
                        let corners = ring(&mut chance, kind, (lat, lon), radius_m);
                        Shape { lat, lon, radius_m, corners }
                    }
                }
            })
            .collect();
        let mut all = Self { shapes, lat: Vec::new(), lon: Vec::new() };
        for _ in 0..points {
            let which = chance.between(0.0, fences as f64) as usize;
            let (mut lat, mut lon) = (chance.between(south, north), chance.between(west, east));
            if let Some(shape) = all.shapes.get(which)
                && chance.between(0.0, 1.0) < NEAR
            {
                let reach = 2.0 * shape.radius_m / DEGREE_M;
                lat = shape.lat + reach * chance.between(-1.0, 1.0);
                lon = shape.lon + reach * chance.between(-1.0, 1.0) / cos(shape.lat);
            }
            all.lat.push(lat);
            all.lon.push(lon);
        }
        all
    }

    /// The fences as the library takes them.
    ///
    /// # Errors
    /// When a fence is none.
    pub fn fences(&self) -> Result<Vec<Fence>> {
        self.shapes.iter().map(Shape::fence).collect()
    }

    /// Writes raw little-endian f64 into `folder`: `NAME.points` (lat, lon), and `NAME.fences`
    /// (circles: lat, lon, radius in metres; polygons: lon, lat of [`CORNERS`] corners each).
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path, name: &str) -> std::io::Result<()> {
        let points = self.lat.iter().zip(&self.lon).flat_map(|(lat, lon)| [*lat, *lon]);
        write(&folder.join(format!("{name}.points")), points)?;
        let numbers = |shape: &Shape| -> Vec<f64> {
            if shape.corners.is_empty() {
                return vec![shape.lat, shape.lon, shape.radius_m];
            }
            shape.corners.concat()
        };
        write(&folder.join(format!("{name}.fences")), self.shapes.iter().flat_map(numbers))
    }
}

impl Shape {
    fn fence(&self) -> Result<Fence> {
        if self.corners.is_empty() {
            return Fence::from_json(&format!(
                r#"{{"center": {{"lat": {:?}, "lon": {:?}}}, "radius_m": {:?}}}"#,
                self.lat, self.lon, self.radius_m
            ));
        }
        let closed = self.corners.iter().chain(self.corners.first());
        let ring: Vec<String> = closed.map(|[lon, lat]| format!("[{lon:?},{lat:?}]")).collect();
        Fence::from_json(&format!(
            r#"{{"geometry": {{"type": "Polygon", "coordinates": [[{}]]}}}}"#,
            ring.join(",")
        ))
    }
}

/// Corners at even angles. The arm is a radius, times 1 and 3 to 7 waves of a quarter and 3 %
/// of chance; or, of stars, times 0.7 to 1.3.
fn ring(chance: &mut Chance, kind: Kind, (lat, lon): (f64, f64), radius_m: f64) -> Vec<[f64; 2]> {
    let waves = chance.between(3.0, 8.0).floor();
    let phase = chance.between(0.0, std::f64::consts::TAU);
    (0..CORNERS)
        .map(|corner| {
            let angle = std::f64::consts::TAU * corner as f64 / CORNERS as f64;
            let share = match kind {
                Kind::Stars => chance.between(0.7, 1.3),
                _ => {
                    let wave = math::sin(waves * angle + phase);
                    1.0 + 0.25 * wave + chance.between(-0.03, 0.03)
                }
            };
            let arm = radius_m * share / DEGREE_M;
            [lon + arm * math::cos(angle) / cos(lat), lat + arm * math::sin(angle)]
        })
        .collect()
}

fn cos(degrees: f64) -> f64 {
    math::cos(degrees.to_radians())
}

fn write(path: &Path, numbers: impl Iterator<Item = f64>) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()
}
