//! How likely the true position is inside, given where a device says it is.
//!
//! The error of a fix is a round Gaussian around the reported position.

use crate::geo::{Plane, Surroundings, segment_distance2};
use crate::math;

/// Beyond this many sigma from the edge of a circle the answer is 0 or 1 to nine digits.
const CERTAIN_SIGMAS: f64 = 7.0;
/// Points of the rule for circles: the error is below 3e-12, all of it by what lies beyond
/// [`CERTAIN_SIGMAS`].
const CHORDS: u32 = 16;
/// Sine and cosine of `(chord + 0.5) · π / 32`: a third of what the rule takes, were they computed.
const ANGLES_OF_CHORDS: [(f64, f64); CHORDS as usize] = [
    (0.049_067_674_327_418_015, 0.998_795_456_205_172_4),
    (0.146_730_474_455_361_75, 0.989_176_509_964_781),
    (0.242_980_179_903_263_87, 0.970_031_253_194_544),
    (0.336_889_853_392_220_05, 0.941_544_065_183_020_8),
    (0.427_555_093_430_282_1, 0.903_989_293_123_443_3),
    (0.514_102_744_193_221_7, 0.857_728_610_000_272_1),
    (0.595_699_304_492_433_4, 0.803_207_531_480_644_9),
    (0.671_558_954_847_018_3, 0.740_951_125_354_959_2),
    (0.740_951_125_354_959_1, 0.671_558_954_847_018_4),
    (0.803_207_531_480_644_8, 0.595_699_304_492_433_5),
    (0.857_728_610_000_272_1, 0.514_102_744_193_221_7),
    (0.903_989_293_123_443_3, 0.427_555_093_430_282_2),
    (0.941_544_065_183_020_8, 0.336_889_853_392_220_05),
    (0.970_031_253_194_544, 0.242_980_179_903_263_98),
    (0.989_176_509_964_781, 0.146_730_474_455_361_75),
    (0.998_795_456_205_172_4, 0.049_067_674_327_418_126),
];

/// Rings of equal probability of the rule for polygons.
const RINGS: u32 = 24;
/// Points on each ring.
const ANGLES: u32 = 32;

/// Standard normal distribution function.
pub(crate) fn normal(z: f64) -> f64 {
    0.5 * math::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The `z` below which a standard normal variable is with probability `p`, by bisection.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    // Beyond 8 sigma an f64 knows no difference; 60 halvings leave less than 1e-17.
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if normal(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Probability that a point `sigma` around one `distance` from the centre of a circle is inside:
/// the Rice distribution, `1 - Q1(distance / sigma, radius / sigma)`.
///
/// Slices the circle into chords across the line to its centre: each holds a normal
/// distribution along it, and falls as the distance grows; so does the sum, whatever the rule.
/// With chords at `y = Y sin θ` the integrand is periodic and the midpoint rule converges
/// geometrically (Trefethen, Weideman 2014).
pub(crate) fn in_circle(distance: f64, radius: f64, sigma: f64) -> f64 {
    let to_edge = (radius - distance) / sigma;
    if to_edge >= CERTAIN_SIGMAS {
        return 1.0;
    }
    if to_edge <= -CERTAIN_SIGMAS {
        return 0.0;
    }
    let b = radius / sigma;
    if distance == 0.0 {
        return rounded(1.0 - math::exp(-0.5 * b * b));
    }
    let widest = math::min(b, CERTAIN_SIGMAS);
    let step = std::f64::consts::FRAC_PI_2 / f64::from(CHORDS);
    let mut sum = 0.0;
    for (sin, cos) in ANGLES_OF_CHORDS {
        let y = widest * sin;
        let half = ((b - y) * (b + y)).sqrt();
        // half - distance / sigma, without the cancellation of two large numbers.
        let ahead = to_edge - y * y / (b + half);
        let behind = ahead - 2.0 * half;
        let along = normal(ahead) - if behind > -CERTAIN_SIGMAS { normal(behind) } else { 0.0 };
        sum += math::exp(-0.5 * y * y) * cos * along;
    }
    // Twice for both sides of the axis.
    let density = 2.0 * widest * step / (2.0 * std::f64::consts::PI).sqrt();
    rounded(sum * density)
}

/// The same where neither is more than a few sigma, within 1e-9 and for a tenth of the work: what lies
/// outside is a mean of Poisson's sums, `Q1(a, b) = Σ e^-x x^j / j! · Σ(k <= j) e^-y y^k / k!` with
/// `x = a² / 2` and `y = b² / 2`, none of whose terms is negative (Marcum 1950). `to_centre` and
/// `radius` are in sigma; absent where they are more.
pub(crate) fn in_small_circle(to_centre: f64, radius: f64) -> Option<f64> {
    const MOST: f64 = 5.0;
    const TERMS: u32 = 60;
    const LEAST: f64 = 1e-11;
    if to_centre > MOST || radius > MOST {
        return None;
    }
    let (x, y) = (0.5 * to_centre * to_centre, 0.5 * radius * radius);
    let (mut of_x, mut of_y, mut sum_x, mut sum_y, mut sum) = (1.0, 1.0, 1.0, 1.0, 1.0);
    for j in (1..TERMS).map(f64::from) {
        let share = 1.0 / j;
        of_x *= x * share;
        of_y *= y * share;
        sum_x += of_x;
        sum_y += of_y;
        sum += of_x * sum_y;
        // From there on terms at least halve.
        if of_x < LEAST * sum_x && j > 2.0 * x {
            break;
        }
    }
    Some(rounded(1.0 - sum * math::exp(-x - y)))
}

/// Probability of the half-plane whose edge is `to_edge` metres away, negative outside.
pub(crate) fn in_half_plane(to_edge: f64, sigma: f64) -> f64 {
    rounded(normal(to_edge / sigma))
}

/// Probability that a point `sigma` around the origin is inside an outline, or within `tolerance`
/// of it; within 0.05.
///
/// A fixed rule of 24 rings of equal probability with 32 points each, every ring turned by
/// a golden share of a step, so that no street of points lies along an edge.
pub(crate) fn in_outline(surroundings: &Surroundings, tolerance: f64, sigma: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let step = 2.0 * std::f64::consts::PI / f64::from(ANGLES);
    let (turn_sin, turn_cos) = (math::sin(step), math::cos(step));
    let mut inside = 0_u32;
    for ring in 0..RINGS {
        let share = (f64::from(ring) + 0.5) / f64::from(RINGS);
        let radius = sigma * (-2.0 * math::ln(1.0 - share)).sqrt();
        let start = math::fmod(f64::from(ring) * GOLDEN, 1.0) * step;
        let (mut x, mut y) = (radius * math::cos(start), radius * math::sin(start));
        for _ in 0..ANGLES {
            inside += u32::from(is_within(surroundings, (x, y), tolerance));
            (x, y) = (x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos);
        }
    }
    rounded(f64::from(inside) / f64::from(RINGS * ANGLES))
}

/// Whether a point is inside the outline or within `tolerance` of it.
fn is_within(surroundings: &Surroundings, point: Plane, tolerance: f64) -> bool {
    let crossings =
        surroundings.edges.iter().filter(|edge| crosses(surroundings.reference, point, edge));
    let inside = surroundings.reference_inside != (crossings.count() % 2 == 1);
    inside
        || (tolerance > 0.0
            && surroundings
                .edges
                .iter()
                .any(|edge| segment_distance2(point, *edge) <= tolerance * tolerance))
}

/// Whether the way from `start` to `end` crosses an edge; an end on the line counts as left of it.
fn crosses(start: Plane, end: Plane, (a, b): &(Plane, Plane)) -> bool {
    let left = |from: Plane, to: Plane, point: Plane| {
        (to.0 - from.0) * (point.1 - from.1) - (to.1 - from.1) * (point.0 - from.0) >= 0.0
    };
    left(start, end, *a) != left(start, end, *b) && left(*a, *b, start) != left(*a, *b, end)
}

/// To nine digits: a probability that should not rise must not rise by its last bit either.
fn rounded(p: f64) -> f64 {
    const DIGITS: f64 = 1e9;
    math::max(0.0, math::min(1.0, (p * DIGITS).round() / DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by tests/geo/rice.py.
    const SCIPY: &str = include_str!("../../../tests/geo/rice.csv");

    #[test]
    fn circles_agree_with_the_rice_distribution_of_scipy() {
        let mut rows = 0;
        for line in SCIPY.lines().skip(1) {
            let numbers: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
            let &[distance, radius, expected] = numbers.as_slice() else { panic!("{line}") };
            for sigma in [1e-3, 1.0, 40.0] {
                let found = in_circle(distance * sigma, radius * sigma, sigma);
                assert!((found - expected).abs() < 1e-9, "{line}: {found} at sigma {sigma}");
            }
            rows += 1;
        }
        assert!(rows > 600, "{rows} rows");
    }

    #[test]
    fn the_angles_of_chords_have_the_sines_and_cosines_of_everywhere() {
        let step = std::f64::consts::FRAC_PI_2 / f64::from(CHORDS);
        for (chord, own) in (0..CHORDS).zip(ANGLES_OF_CHORDS) {
            let angle = (f64::from(chord) + 0.5) * step;
            assert_eq!(own, (math::sin(angle), math::cos(angle)), "chord {chord}");
        }
    }

    #[test]
    fn small_circles_hold_the_same_either_way() {
        for radius in (1..100).map(|step| 0.05 * f64::from(step)) {
            for distance in (0..100).map(|step| 0.05 * f64::from(step)) {
                let (slow, quick) =
                    (in_circle(distance, radius, 1.0), in_small_circle(distance, radius));
                let apart = (slow - quick.unwrap()).abs();
                assert!(apart < 3e-9, "{radius} {distance}: {slow}, {apart} apart");
            }
        }
        assert_eq!(in_small_circle(5.1, 1.0), None);
    }

    #[test]
    fn extreme_ratios_stay_probabilities() {
        let extremes = [0.0, 1e-300, 1e-9, 1.0, 1e9, 1e300];
        for distance in extremes {
            for radius in &extremes[1..] {
                for sigma in &extremes[1..] {
                    let p = in_circle(distance, *radius, *sigma);
                    assert!((0.0..=1.0).contains(&p), "{distance} {radius} {sigma}: {p}");
                }
            }
        }
    }
}
