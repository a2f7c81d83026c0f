//! The inverse geodesic problem: how far apart two positions are.
//!
//! C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013): the ellipsoidal
//! triangle is carried over to an auxiliary sphere, where the azimuth at the first point is
//! found by Newton's method; nearly antipodal points start from the root of an astroid. Series
//! are of the sixth order in the flattening, which leaves about 15 nm. Equation and section
//! numbers below are of that paper.

use super::Position;
use super::ellipsoid::{A, B, EP2, F, N, RADIANS, sin_cos};
use crate::math;

const EPSILON: f64 = f64::EPSILON;
/// Square root of [`EPSILON`].
const ROOT_EPSILON: f64 = 1.0 / 67_108_864.0;
/// In place of a zero that would make a direction undefined: the root of the least f64.
const TINY: f64 = 1.491_668_146_240_041_3e-154;
/// Newton's method needs 2 to 4 steps; after these many only bisection goes on.
const NEWTON_STEPS: u32 = 20;
/// Enough to bisect half a turn down to one unit in the last place.
const MAX_STEPS: u32 = NEWTON_STEPS + 63;

/// Metres between two positions along the shortest line on the WGS84 ellipsoid.
///
/// Within 15 nm of the truth for any two positions, antipodes included, and the same bits
/// whichever comes first. Less than 1 µs.
///
/// # Example
/// ```
/// use fieldbeat::{Position, distance};
///
/// let moscow = Position::new(55.7558, 37.6173)?;
/// let kazan = Position::new(55.7961, 49.1064)?;
/// assert_eq!(distance(&moscow, &kazan).round(), 720_166.0);
/// assert_eq!(distance(&moscow, &kazan), distance(&kazan, &moscow));
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[must_use]
pub fn distance(a: &Position, b: &Position) -> f64 {
    let (lat_a, lat_b) = (a.lat.get(), b.lat.get());
    let turn = Turn::between(a.lon.get(), b.lon.get());
    // By symmetry the first point is the one farther from the equator, and south of it.
    let (first, second) = if lat_a.abs() < lat_b.abs() { (lat_b, lat_a) } else { (lat_a, lat_b) };
    let (first, second) = if first > 0.0 { (-first, -second) } else { (first, second) };
    let ends = Ends::new(Reduced::at(first), Reduced::at(second), turn);
    ends.meridional().or_else(|| ends.equatorial()).unwrap_or_else(|| ends.oblique())
}

/// The difference of two longitudes, 0 to 180 degrees.
#[derive(Clone, Copy)]
struct Turn {
    radians: f64,
    sin: f64,
    cos: f64,
    /// What is missing to 180 degrees.
    short_of_half_degrees: f64,
}

impl Turn {
    fn between(from: f64, to: f64) -> Self {
        let difference = to - from;
        // What rounding took from the difference (Knuth's two-sum).
        let back = difference + from;
        let lost = (to - back) - (from - (back - difference));
        let difference = if difference > 180.0 {
            difference - 360.0
        } else if difference < -180.0 {
            difference + 360.0
        } else {
            difference
        };
        let (degrees, lost) =
            if difference < 0.0 { (-difference, -lost) } else { (difference, lost) };
        let short = without_dust(((180.0 - degrees) - lost).abs());
        let (sin, cos) = if degrees > 90.0 {
            let (sin, cos) = sin_cos(short);
            (sin, -cos)
        } else {
            sin_cos(without_dust(degrees + lost))
        };
        let radians = without_dust(degrees + lost) * RADIANS;
        Self { radians, sin, cos, short_of_half_degrees: short }
    }
}

/// Degrees near 0 rounded to multiples of 2^-57, a picometre: the squares of still smaller ones
/// would vanish where they themselves do not.
fn without_dust(degrees: f64) -> f64 {
    const NEAR: f64 = 1.0 / 16.0;
    let size = degrees.abs();
    let rounded = if size < NEAR { NEAR - (NEAR - size) } else { size };
    if degrees < 0.0 { -rounded } else { rounded }
}

/// A point on the auxiliary sphere.
#[derive(Clone, Copy)]
struct Reduced {
    /// Sine and cosine of the reduced latitude.
    sin: f64,
    cos: f64,
    /// sqrt(1 + e'² sin²): how much longer a step is than on a sphere of the polar radius.
    stretch: f64,
}

impl Reduced {
    fn at(lat: f64) -> Self {
        let (s, c) = sin_cos(without_dust(lat));
        let (sin, cos) = unit((1.0 - F) * s, c);
        // Not quite the pole, so that it has directions.
        Self::of(sin, math::max(cos, TINY))
    }

    fn of(sin: f64, cos: f64) -> Self {
        Self { sin, cos, stretch: (1.0 + EP2 * sin * sin).sqrt() }
    }
}

/// Both ends of a geodesic: 1 is southern and at least as far from the equator as 2.
struct Ends {
    one: Reduced,
    two: Reduced,
    turn: Turn,
}

/// A geodesic from 1 to 2 on the auxiliary sphere.
struct Arc {
    /// Sine and cosine of the arc from the equator to 1 and to 2.
    one: (f64, f64),
    two: (f64, f64),
    /// The arc from 1 to 2, in radians.
    length: f64,
    /// Expansion parameter of the series (eq. 16).
    epsilon: f64,
}

/// What a first guess of the azimuth finds.
enum Start {
    /// So short that the guess is the answer: metres.
    Short(f64),
    /// Sine and cosine of the azimuth at 1.
    Azimuth(f64, f64),
}

impl Ends {
    fn new(one: Reduced, two: Reduced, turn: Turn) -> Self {
        // Latitudes equal but for the sign stay so through rounding: what follows relies on it.
        let two = if one.cos < -one.sin {
            if two.cos == one.cos {
                Reduced::of(if two.sin < 0.0 { one.sin } else { -one.sin }, two.cos)
            } else {
                two
            }
        } else if two.sin.abs() == -one.sin {
            Reduced::of(two.sin, one.cos)
        } else {
            two
        };
        Self { one, two, turn }
    }

    /// The length along a meridian, if that is the shortest line.
    fn meridional(&self) -> Option<f64> {
        if self.one.cos > TINY && self.turn.sin != 0.0 {
            return None;
        }
        let one = (self.one.sin, self.turn.cos * self.one.cos);
        let arc = Arc::new(one, (self.two.sin, self.two.cos), N);
        let (length, reduced) = arc.lengths(self);
        // A negative reduced length: the geodesics have met before, and another one is shorter.
        (arc.length < 1.0 || reduced >= 0.0).then_some(length * B)
    }

    /// The length along the equator, if that is the shortest line.
    fn equatorial(&self) -> Option<f64> {
        let on_equator = self.one.sin == 0.0 && self.turn.short_of_half_degrees >= F * 180.0;
        on_equator.then_some(A * self.turn.radians)
    }

    /// Newton's method for the azimuth at 1 (section 4), kept in a bracket and else bisected.
    fn oblique(&self) -> f64 {
        let (mut sin, mut cos) = match self.start() {
            Start::Short(metres) => return metres,
            Start::Azimuth(sin, cos) => (sin, cos),
        };
        let (mut low, mut high) = ((TINY, 1.0), (TINY, -1.0));
        let mut nearly = false;
        let mut bracket_closed = false;
        let mut step = 0;
        loop {
            let (excess, slope, arc) = self.longitude_excess(sin, cos);
            let enough = EPSILON * if nearly { 8.0 } else { 1.0 };
            // A NaN ends the search too.
            let far = excess.abs() >= enough;
            if bracket_closed || !far || step == MAX_STEPS {
                return arc.lengths(self).0 * B;
            }
            if excess > 0.0 && (step > NEWTON_STEPS || cos / sin > high.1 / high.0) {
                high = (sin, cos);
            } else if excess < 0.0 && (step > NEWTON_STEPS || cos / sin < low.1 / low.0) {
                low = (sin, cos);
            }
            step += 1;
            if step < NEWTON_STEPS && slope > 0.0 {
                let change = -excess / slope;
                let (s, c) = (math::sin(change), math::cos(change));
                let turned = sin * c + cos * s;
                if turned > 0.0 && change.abs() < std::f64::consts::PI {
                    (sin, cos) = unit(turned, cos * c - sin * s);
                    nearly = excess.abs() <= 16.0 * EPSILON;
                    continue;
                }
            }
            (sin, cos) = unit((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
            nearly = false;
            let width = |end: (f64, f64)| (end.0 - sin).abs() + (end.1 - cos).abs();
            bracket_closed = width(low) < EPSILON || width(high) < EPSILON;
        }
    }

    /// The azimuth as on a sphere; near the antipode as the astroid has it (sections 4 and 5).
    fn start(&self) -> Start {
        let (one, two) = (self.one, self.two);
        let sin_apart = two.sin * one.cos - two.cos * one.sin;
        let cos_apart = two.cos * one.cos + two.sin * one.sin;
        let sin_sum = two.sin * one.cos + two.cos * one.sin;
        let near = cos_apart >= 0.0 && sin_apart < 0.5 && two.cos * self.turn.radians < 0.5;
        // Near points: the sphere that fits at their mean latitude (eq. 48).
        let sin_mean2 = (one.sin + two.sin) * (one.sin + two.sin);
        let cos_mean2 = (one.cos + two.cos) * (one.cos + two.cos);
        let mean_stretch = (1.0 + EP2 * sin_mean2 / (sin_mean2 + cos_mean2)).sqrt();
        let (sin_turn, cos_turn) = if near {
            let turn = self.turn.radians / ((1.0 - F) * mean_stretch);
            (math::sin(turn), math::cos(turn))
        } else {
            (self.turn.sin, self.turn.cos)
        };
        let mut sin = two.cos * sin_turn;
        let beyond = two.cos * one.sin * sin_turn * sin_turn;
        let mut cos = if cos_turn >= 0.0 {
            sin_apart + beyond / (1.0 + cos_turn)
        } else {
            sin_sum - beyond / (1.0 - cos_turn)
        };
        let sin_arc = (sin * sin + cos * cos).sqrt();
        let cos_arc = one.sin * two.sin + one.cos * two.cos * cos_turn;
        if near && sin_arc < SHORT_ARC {
            return Start::Short(math::atan2(sin_arc, cos_arc) * B * mean_stretch);
        }
        let spherical_will_do =
            cos_arc >= 0.0 || sin_arc >= 6.0 * N * std::f64::consts::PI * one.cos * one.cos;
        if !spherical_will_do {
            (sin, cos) = self.astroid_start(sin_sum);
        }
        if sin > 0.0 {
            let (sin, cos) = unit(sin, cos);
            Start::Azimuth(sin, cos)
        } else {
            Start::Azimuth(1.0, 0.0)
        }
    }

    /// The azimuth for nearly antipodal points (section 5); not yet normalised.
    fn astroid_start(&self, sin_sum: f64) -> (f64, f64) {
        let (one, two) = (self.one, self.two);
        let beyond_half = math::atan2(-self.turn.sin, -self.turn.cos);
        let epsilon = expansion_parameter(one.sin * one.sin * EP2);
        let lon_scale = F * one.cos * a3(epsilon) * std::f64::consts::PI;
        let (x, y) = (beyond_half / lon_scale, sin_sum / (lon_scale * one.cos));
        if y > -200.0 * EPSILON && x > -1.0 - 1000.0 * ROOT_EPSILON {
            let sin = math::min(1.0, -x);
            return (sin, -(1.0 - sin * sin).sqrt());
        }
        let root = astroid(x, y);
        let turn = lon_scale * (-x * root / (1.0 + root));
        let (sin_turn, cos_turn) = (math::sin(turn), -math::cos(turn));
        let beyond = two.cos * one.sin * sin_turn * sin_turn;
        (two.cos * sin_turn, sin_sum - beyond / (1.0 - cos_turn))
    }

    /// How much farther in longitude than 2 the geodesic that leaves 1 at an azimuth crosses the
    /// latitude of 2; the derivative of that; and the geodesic (eqs. 5 to 12, 44 to 46).
    fn longitude_excess(&self, sin_azimuth: f64, cos_azimuth: f64) -> (f64, f64, Arc) {
        let (one, two) = (self.one, self.two);
        // On the equator due east has no slope; lean a little towards the pole.
        let cos_azimuth = if one.sin == 0.0 && cos_azimuth == 0.0 { -TINY } else { cos_azimuth };
        // At the equator.
        let sin_0 = sin_azimuth * one.cos;
        let across = sin_azimuth * one.sin;
        let cos2_0 = cos_azimuth * cos_azimuth + across * across;
        // At 2 (eq. 45): the difference of the squares, from the side that cancels less.
        let cos_azimuth_2 = if two.cos != one.cos || two.sin.abs() != -one.sin {
            let at_one = cos_azimuth * one.cos;
            let change = if one.cos < -one.sin {
                (two.cos - one.cos) * (one.cos + two.cos)
            } else {
                (one.sin - two.sin) * (one.sin + two.sin)
            };
            (at_one * at_one + change).sqrt() / two.cos
        } else {
            cos_azimuth.abs()
        };
        let meridian_one = cos_azimuth * one.cos;
        let meridian_two = cos_azimuth_2 * two.cos;
        let epsilon = expansion_parameter(cos2_0 * EP2);
        let arc = Arc::new(unit(one.sin, meridian_one), unit(two.sin, meridian_two), epsilon);
        let (omega_one, omega_two) = (sin_0 * one.sin, sin_0 * two.sin);
        let sin_omega = math::max(0.0, meridian_one * omega_two - omega_one * meridian_two);
        let cos_omega = meridian_one * meridian_two + omega_one * omega_two;
        let spherical = math::atan2(
            sin_omega * self.turn.cos - cos_omega * self.turn.sin,
            cos_omega * self.turn.cos + sin_omega * self.turn.sin,
        );
        let series = c3(epsilon);
        let wave = sine_series(&series, arc.two) - sine_series(&series, arc.one);
        let excess = spherical - F * a3(epsilon) * sin_0 * (arc.length + wave);
        let slope = if cos_azimuth_2 == 0.0 {
            -2.0 * (1.0 - F) * one.stretch / one.sin
        } else {
            arc.lengths(self).1 * (1.0 - F) / meridian_two
        };
        (excess, slope, arc)
    }
}

impl Arc {
    fn new(one: (f64, f64), two: (f64, f64), epsilon: f64) -> Self {
        let sin = math::max(0.0, one.1 * two.0 - one.0 * two.1);
        let cos = one.1 * two.1 + one.0 * two.0;
        Self { one, two, length: math::atan2(sin, cos), epsilon }
    }

    /// Length and reduced length in units of the polar radius (eqs. 7, 38 to 40).
    fn lengths(&self, ends: &Ends) -> (f64, f64) {
        let (a1, a2) = (a1_less_1(self.epsilon), a2_less_1(self.epsilon));
        let wave =
            |series: &[f64; 6]| sine_series(series, self.two) - sine_series(series, self.one);
        let (b1, b2) = (wave(&c1(self.epsilon)), wave(&c2(self.epsilon)));
        let length = (1.0 + a1) * (self.length + b1);
        let j = (a1 - a2) * self.length + ((1.0 + a1) * b1 - (1.0 + a2) * b2);
        let reduced = ends.two.stretch * (self.one.1 * self.two.0)
            - ends.one.stretch * (self.one.0 * self.two.1)
            - self.one.1 * self.two.1 * j;
        (length, reduced)
    }
}

/// Arcs below this, in radians, are as on a sphere to the last bit: 0.1 sqrt(eps) over
/// sqrt(f (1 - f / 2) / 2) (section 4).
const SHORT_ARC: f64 = 3.642_461_148_878_852_4e-8;

/// The positive root `k` of `k⁴ + 2k³ - (x² + y² - 1)k² - 2y²k - y² = 0` (eq. 55), for `x` and `y`
/// not both inside the astroid's degenerate segment; by Ferrari's way, ordered against
/// cancellation (appendix B).
fn astroid(x: f64, y: f64) -> f64 {
    let (p, q) = (x * x, y * y);
    let r = (p + q - 1.0) / 6.0;
    if q == 0.0 && r <= 0.0 {
        return 0.0;
    }
    let s = p * q / 4.0;
    let (r2, r3) = (r * r, r * r * r);
    let discriminant = s * (s + 2.0 * r3);
    let mut u = r;
    if discriminant >= 0.0 {
        let t3 = s + r3;
        let root = discriminant.sqrt();
        let t = math::cbrt(if t3 < 0.0 { t3 - root } else { t3 + root });
        u += if t == 0.0 { 0.0 } else { t + r2 / t };
    } else {
        let angle = math::atan2((-discriminant).sqrt(), -(s + r3));
        u += 2.0 * r * math::cos(angle / 3.0);
    }
    let v = (u * u + q).sqrt();
    let uv = if u < 0.0 { q / (v - u) } else { u + v };
    let w = (uv - q) / (2.0 * v);
    uv / ((uv + w * w).sqrt() + w)
}

/// `(s, c)` scaled to length 1.
fn unit(s: f64, c: f64) -> (f64, f64) {
    let length = (s * s + c * c).sqrt();
    (s / length, c / length)
}

/// The ε of the series from k² (eq. 16).
fn expansion_parameter(k2: f64) -> f64 {
    k2 / (2.0 * (1.0 + (1.0 + k2).sqrt()) + k2)
}

/// The sum of `c[l] sin(2 l σ)` from l = 1, by Clenshaw's recurrence.
fn sine_series<const TERMS: usize>(c: &[f64; TERMS], (sin, cos): (f64, f64)) -> f64 {
    let twice_cos = 2.0 * (cos - sin) * (cos + sin);
    let (mut next, mut after) = (0.0, 0.0);
    for term in c.iter().rev() {
        (next, after) = (term + twice_cos * next - after, next);
    }
    2.0 * sin * cos * next
}

/// A1 - 1 (eq. 17).
fn a1_less_1(e: f64) -> f64 {
    let e2 = e * e;
    (e + e2 * (64.0 + e2 * (4.0 + e2)) / 256.0) / (1.0 - e)
}

/// Coefficients C1 (eq. 18).
fn c1(e: f64) -> [f64; 6] {
    let e2 = e * e;
    let (e3, e4) = (e * e2, e2 * e2);
    [
        e * (-16.0 + e2 * (6.0 - e2)) / 32.0,
        e2 * (-128.0 + e2 * (64.0 - 9.0 * e2)) / 2048.0,
        e3 * (-16.0 + 9.0 * e2) / 768.0,
        e4 * (-5.0 + 3.0 * e2) / 512.0,
        -7.0 * e4 * e / 1280.0,
        -7.0 * e4 * e2 / 2048.0,
    ]
}

/// A2 - 1 (eq. 42).
fn a2_less_1(e: f64) -> f64 {
    let e2 = e * e;
    (-e - e2 * (192.0 + e2 * (28.0 + 11.0 * e2)) / 256.0) / (1.0 + e)
}

/// Coefficients C2 (eq. 43).
fn c2(e: f64) -> [f64; 6] {
    let e2 = e * e;
    let (e3, e4) = (e * e2, e2 * e2);
    [
        e * (16.0 + e2 * (2.0 + e2)) / 32.0,
        e2 * (384.0 + e2 * (64.0 + 35.0 * e2)) / 2048.0,
        e3 * (80.0 + 15.0 * e2) / 768.0,
        e4 * (35.0 + 7.0 * e2) / 512.0,
        63.0 * e4 * e / 1280.0,
        77.0 * e4 * e2 / 2048.0,
    ]
}

/// A3 (eq. 24).
fn a3(e: f64) -> f64 {
    const C: [f64; 5] = [
        (1.0 - N) / 2.0,
        (2.0 + N - 3.0 * N * N) / 8.0,
        (1.0 + 3.0 * N + N * N) / 16.0,
        (3.0 + 2.0 * N) / 64.0,
        3.0 / 128.0,
    ];
    1.0 - e * C.iter().rev().fold(0.0, |sum, c| c + e * sum)
}

/// Coefficients C3 (eq. 25).
fn c3(e: f64) -> [f64; 5] {
    const N2: f64 = N * N;
    let (e2, e3, e4) = (e * e, e * e * e, e * e * e * e);
    [
        e * ((1.0 - N) / 4.0
            + e * ((1.0 - N2) / 8.0
                + e * ((3.0 + 3.0 * N - N2) / 64.0
                    + e * ((5.0 + 2.0 * N) / 128.0 + e * 3.0 / 128.0)))),
        e2 * ((2.0 - 3.0 * N + N2) / 32.0
            + e * ((3.0 - 2.0 * N - 3.0 * N2) / 64.0 + e * ((3.0 + N) / 128.0 + e * 5.0 / 256.0))),
        e3 * ((5.0 - 9.0 * N + 5.0 * N2) / 192.0
            + e * ((9.0 - 10.0 * N) / 384.0 + e * 7.0 / 512.0)),
        e4 * ((7.0 - 14.0 * N) / 512.0 + e * 7.0 / 512.0),
        e4 * e * 21.0 / 2560.0,
    ]
}
