//! Chance with a seed: the same days on every machine.

use fieldbeat::math;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Seeded chance. Everything is drawn from 53 bits of one generator, so nothing depends on a
/// library's ways of drawing.
pub struct Dice(Pcg64Mcg);

impl Dice {
    /// The chance of one seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// A number in [0, 1).
    fn unit(&mut self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 / STEPS
    }

    /// A number in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A length of time in whole milliseconds.
    pub fn minutes(&mut self, low: f64, high: f64) -> i64 {
        (self.between(low, high) * 60_000.0) as i64
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let index = (self.unit() * (others.len() + 1) as f64) as usize;
        index.checked_sub(1).and_then(|index| others.get(index)).copied().unwrap_or(first)
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        // 1 - unit is never 0.
        let radius = (-2.0 * math::ln(1.0 - self.unit())).sqrt();
        radius * math::cos(self.between(0.0, std::f64::consts::TAU))
    }
}
