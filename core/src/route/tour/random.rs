//! The one source of chance: a PCG (O'Neill 2014) with the caller's seed.

/// PCG-XSH-RR with 64 bits of state.
#[derive(Clone, Debug)]
pub(super) struct Random {
    source: rand_pcg::Pcg32,
    /// How many numbers were drawn.
    drawn: u64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self { source: rand_pcg::Pcg32::new(seed, 0x0a02_bdbf_7bb3_c0a7), drawn: 0 }
    }

    /// A whole number below `limit`, which is above 0; each as likely as the others to 2^-32.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        use rand_pcg::rand_core::Rng as _;
        self.drawn = self.drawn.wrapping_add(1);
        ((u64::from(self.source.next_u32()) * u64::from(limit)) >> 32) as u32
    }

    /// How many numbers were drawn.
    pub(super) fn drawn(&self) -> u64 {
        self.drawn
    }

    /// Goes on as after so many numbers, if none was drawn yet.
    pub(super) fn draw(&mut self, numbers: u64) {
        self.source.advance(numbers);
        self.drawn = numbers;
    }
}
