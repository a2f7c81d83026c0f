//! On which side of all thresholds the probability of a round fence is, without computing it.
//!
//! An engine only asks whether a probability is above or below some numbers. Nearly always the
//! distance to the edge tells.

#![cfg_attr(not(feature = "tracker"), allow(dead_code, reason = "one fix at a time is computed"))]

use super::PresencePolicy;
use super::probability::{in_small_circle, normal_quantile};
use crate::math;

/// How many thresholds there are: two of the policy, an even chance, and that of a plain exit.
const THRESHOLDS: usize = 4;
/// Thresholds so many sigma from the edge, or fewer, are told apart more closely.
const STEEPEST: f64 = 3.0;
/// From this probability on presence is likelier than absence.
pub(crate) const LIKELY: f64 = 0.5;
/// Up to this probability of the exit fence one sharp fix may confirm an exit.
pub(crate) const PLAIN_EXIT: f64 = 0.01;

/// The thresholds that decide anything, ascending.
#[derive(Clone, Debug)]
pub(crate) struct Sure {
    thresholds: [Threshold; THRESHOLDS],
    /// The same as probabilities.
    p: [f64; THRESHOLDS],
    /// So many sigma inside all are passed, however round the edge is.
    pub(crate) deep: f64,
    /// A probability below all of them, one between each and the next, one above all.
    between: [f64; THRESHOLDS + 1],
}

/// A probability, by how many sigma inside an edge it is reached.
#[derive(Clone, Copy, Debug)]
struct Threshold {
    /// Just not yet where the edge is straight: a circle holds less than a half-plane.
    straight: f64,
    /// For certain where it is as round as it may be: a circle holds more than one around the fix
    /// that lies in it.
    round: f64,
}

impl Sure {
    pub(crate) fn of(policy: &PresencePolicy) -> Self {
        let mut p =
            [policy.inside_probability.get(), policy.outside_probability.get(), LIKELY, PLAIN_EXIT];
        math::sort_by(&mut p, |a, b| a.total_cmp(b));
        let [first, second, third, fourth] = p;
        let middle = |a: f64, b: f64| 0.5 * (a + b);
        let thresholds = p.map(Threshold::of);
        let deep = |deep: f64, of: &Threshold| math::max(deep, of.round + of.hair());
        Self {
            deep: thresholds.iter().fold(0.0, deep),
            thresholds,
            p,
            between: [
                0.0,
                middle(first, second),
                middle(second, third),
                middle(third, fourth),
                1.0,
            ],
        }
    }

    /// A probability on the same side of every threshold as that of a circle whose edge is
    /// `to_edge` sigma away, positive from inside, and whose radius is `1 / bend` sigma; absent where
    /// it is too near one to tell.
    #[inline]
    pub(crate) fn probability(&self, to_edge: f64, bend: f64) -> Option<f64> {
        if to_edge >= self.deep {
            return Some(1.0);
        }
        let mut above = 0;
        for threshold in &self.thresholds {
            match threshold.is_passed(to_edge, bend) {
                Some(true) => above += 1,
                Some(false) => break,
                None => return self.of_small_circle(to_edge, bend),
            }
        }
        self.between.get(above).copied()
    }

    /// The same for a circle of no more than a few sigma.
    fn of_small_circle(&self, to_edge: f64, bend: f64) -> Option<f64> {
        /// More than two ways of computing a probability differ.
        const APART: f64 = 1e-8;
        let radius = 1.0 / bend;
        let p = in_small_circle(math::max(0.0, radius - to_edge), radius)?;
        if self.p.iter().any(|threshold| (p - threshold).abs() < APART) {
            return None;
        }
        let above = self.p.iter().filter(|threshold| p > **threshold).count();
        self.between.get(above).copied()
    }
}

impl Threshold {
    fn of(p: f64) -> Self {
        // Probabilities are rounded to nine digits.
        const DIGIT: f64 = 2e-9;
        let beyond = math::max(0.0, 1.0 - p - DIGIT);
        Self { straight: normal_quantile(p - DIGIT), round: (-2.0 * math::ln(beyond)).sqrt() }
    }

    /// More than two ways of computing a probability differ.
    fn hair(&self) -> f64 {
        1e-3 * (1.0 + self.straight.abs())
    }

    /// Whether the probability is above it, unless it is too near to tell.
    ///
    /// The distance to the middle of a circle is that of a round Gaussian from a point: Cornish and
    /// Fisher's series (1938) for its quantiles, in powers of sigma / radius, puts the edge where the
    /// threshold is reached at `straight + bend / 2 + straight bend² / 4`, and what follows is of the
    /// order of bend³. Between which multiples of it, the test below holds against the Rice
    /// distribution.
    fn is_passed(&self, to_edge: f64, bend: f64) -> Option<bool> {
        let (straight, hair) = (self.straight, self.hair());
        let (low, high) = if straight.abs() > STEEPEST {
            (straight, self.round)
        } else if bend * (self.round - hair) > 1.0 {
            // In the middle of so small a circle it is not reached either.
            return Some(false);
        } else if bend <= 2.0 && bend * self.round <= 0.7 {
            let middle = straight + bend * (0.5 + 0.25 * bend * straight);
            let most =
                if straight < -0.6 { 1.1 } else { 2.3 } * (0.21 + 0.17 * straight * straight);
            let cube = bend * bend * bend;
            (middle + 0.14 * cube, middle + most * cube)
        } else {
            (straight, self.round)
        };
        if to_edge >= high + hair {
            Some(true)
        } else if to_edge <= low - hair {
            Some(false)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::probability::in_circle;
    use super::*;

    #[test]
    fn what_is_sure_is_on_the_side_of_every_threshold_where_the_probability_is() {
        let policy = |inside: f64, outside: f64| PresencePolicy {
            inside_probability: inside.try_into().unwrap(),
            outside_probability: outside.try_into().unwrap(),
            ..PresencePolicy::default()
        };
        let policies = [
            (0.85, 0.15),
            (0.5, 0.0),
            (1.0, 0.01),
            (0.95, 0.05),
            (0.99, 0.001),
            (0.7, 0.3),
            (0.4, 0.2),
            (0.999_999, 0.999),
            (0.9937, 0.0063),
        ];
        let (mut sure, mut all) = (0, 0);
        for (inside, outside) in policies {
            let told = Sure::of(&policy(inside, outside));
            let bends = (1..50).map(|step| 0.0012 * f64::from(step * step));
            for bend in bends.chain([1e-6, 1e-3, 0.25, 0.26, 4.0, 8.0, 16.0]) {
                let radius = 1.0 / bend;
                for step in -120..=120 {
                    let to_edge = f64::from(step) / 15.0 + 0.007 * f64::from(step % 7);
                    if to_edge > radius {
                        break;
                    }
                    let p = in_circle(radius - to_edge, radius, 1.0);
                    all += 1;
                    let Some(found) = told.probability(to_edge, bend) else { continue };
                    sure += 1;
                    for threshold in [inside, outside, LIKELY, PLAIN_EXIT] {
                        let case = format!("{inside} {outside} {bend} {to_edge}: {found} for {p}");
                        assert_eq!(found >= threshold, p >= threshold, "{case}");
                        assert_eq!(found <= threshold, p <= threshold, "{case}");
                    }
                }
            }
        }
        assert!(sure * 100 > all * 75, "{sure} of {all}");
    }

    #[test]
    fn under_the_usual_policy_hardly_a_fix_must_be_computed() {
        let told = Sure::of(&PresencePolicy::default());
        let near = (-3000..3000).map(|step| f64::from(step) / 1000.0);
        let unsure = near.filter(|to_edge| told.probability(*to_edge, 0.1).is_none()).count();
        assert!(unsure < 60, "{unsure} of 6000");
    }
}
