//! Geodesics made without the inverse problem: chosen on the auxiliary sphere, where both ends
//! are known, and integrated numerically (Karney 2013, eqs. 7 and 8; no series).
//!
//! The sample in geodesics.csv is committed, so that every runtime can be held against it.

use std::fmt::Write;

const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
const B: f64 = A * (1.0 - F);
const EP2: f64 = F * (2.0 - F) / ((1.0 - F) * (1.0 - F));

/// One shortest line: its ends in degrees (the first at longitude `lon1`) and its length.
pub(crate) struct Geodesic {
    pub lat1: f64,
    pub lon1: f64,
    pub lat2: f64,
    pub lon2: f64,
    pub metres: f64,
}

/// The geodesic that crosses the equator at azimuth `alpha0`, from arc `sigma1` to `sigma2`
/// (radians from there); `None` where another line between its ends is shorter.
fn geodesic(alpha0: f64, sigma1: f64, sigma2: f64, lon1: f64) -> Option<Geodesic> {
    let k2 = EP2 * alpha0.cos().powi(2);
    let stretch = |sigma: f64| (1.0 + k2 * sigma.sin().powi(2)).sqrt();
    let metres = B * integral(stretch, sigma1, sigma2);
    let lag = |sigma: f64| (2.0 - F) / (1.0 + (1.0 - F) * stretch(sigma));
    // Spherical longitude, continuous through any number of turns.
    let omega = |sigma: f64| {
        let folded = (alpha0.sin() * sigma.sin()).atan2(sigma.cos());
        folded + std::f64::consts::TAU * ((sigma - folded) / std::f64::consts::TAU).round()
    };
    let turn = omega(sigma2) - omega(sigma1) - F * alpha0.sin() * integral(lag, sigma1, sigma2);
    // Shortest: not more than half around, and before the first conjugate point.
    let j = integral(|sigma| k2 * sigma.sin().powi(2) / stretch(sigma), sigma1, sigma2);
    let reduced = stretch(sigma2) * sigma1.cos() * sigma2.sin()
        - stretch(sigma1) * sigma1.sin() * sigma2.cos()
        - sigma1.cos() * sigma2.cos() * j;
    let latitude = |sigma: f64| {
        let (x, y) = (alpha0.sin(), alpha0.cos() * sigma.cos());
        (alpha0.cos() * sigma.sin()).atan2((1.0 - F) * x.hypot(y)).to_degrees()
    };
    (turn <= std::f64::consts::PI && reduced >= 0.0).then(|| Geodesic {
        lat1: latitude(sigma1),
        lon1,
        lat2: latitude(sigma2),
        lon2: lon1 + turn.to_degrees(),
        metres,
    })
}

/// Gauss-Legendre with 5 points on 64 pieces: to the last digits for these smooth functions.
fn integral(f: impl Fn(f64) -> f64, start: f64, end: f64) -> f64 {
    const NODES: [(f64, f64); 5] = [
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    const PIECES: u32 = 64;
    let half = (end - start) / f64::from(2 * PIECES);
    (0..PIECES)
        .flat_map(|piece| {
            let middle = start + half * f64::from(2 * piece + 1);
            NODES.map(|(node, weight)| weight * f(middle + half * node))
        })
        .sum::<f64>()
        * half
}

/// Numbers in [0, 1): van der Corput in base `base`, so that no generator is needed.
fn spread(mut index: u32, base: u32) -> f64 {
    let (mut value, mut digit) = (0.0, 1.0);
    while index > 0 {
        digit /= f64::from(base);
        value += digit * f64::from(index % base);
        index /= base;
    }
    value
}

/// 250 shortest lines: from centimetres to antipodes, along meridians and the equator.
pub(crate) fn sample() -> Vec<Geodesic> {
    use std::f64::consts::{FRAC_PI_2, PI};
    let mut lines = Vec::new();
    for index in 1_u32.. {
        let alpha0 = match index % 10 {
            0 => 0.0,
            // The equator's own azimuth has neither start nor end of its arc: nearly it.
            1 => FRAC_PI_2 - 1e-6,
            _ => FRAC_PI_2 * spread(index, 2),
        };
        let sigma1 = PI * (2.0 * spread(index, 3) - 1.0);
        let arc = match index % 4 {
            // Nearly antipodal: within the astroid, around it, and short of it.
            0 => PI * (1.0 - 0.006 * spread(index, 5)),
            1 => PI * spread(index, 5),
            // From 6 cm to 600 km, evenly by size.
            _ => 1e-8 * 1e7_f64.powf(spread(index, 5)),
        };
        lines.extend(geodesic(alpha0, sigma1, sigma1 + arc, 360.0 * spread(index, 7) - 180.0));
        if lines.len() == 250 {
            break;
        }
    }
    lines
}

/// The sample as it stands in geodesics.csv.
pub(crate) fn csv() -> String {
    let mut text = String::from("lat1,lon1,lat2,lon2,metres\n");
    for line in sample() {
        let Geodesic { lat1, lon1, lat2, lon2, metres } = line;
        writeln!(text, "{lat1},{lon1},{lat2},{lon2},{metres:.9}").unwrap();
    }
    text
}
