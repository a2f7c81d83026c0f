//! Sequences of stages, counted.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: slots hold places of variants, and there are more slots than variants"
)]

use std::cmp::Ordering;

use super::log::{Entry, Log};

/// Distinct sequences, each with the first case that had it.
pub(super) struct Variants {
    found: Vec<Variant>,
    /// Places in `found` plus 1 by hash, 0 where there is none; a power of two many.
    slots: Vec<u32>,
}

struct Variant {
    hash: u64,
    case: usize,
    cases: i64,
}

/// A multiplier with well mixed bits: the golden ratio in 64 (Knuth 1973, 6.4).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a sequence. It finds variants; that they are equal is looked at.
fn hash(entries: &[Entry]) -> u64 {
    let more = |hash: u64, entry: &Entry| {
        (hash.rotate_left(23) ^ (entry.stage() as u64 + 1)).wrapping_mul(MIX)
    };
    entries.iter().fold(0, more)
}

impl Variants {
    pub(super) fn new() -> Self {
        Self { found: Vec::new(), slots: vec![0; 1 << 8] }
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Every sequence: a case of it, and how many have it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, i64)> {
        self.found.iter().map(|variant| (variant.case, variant.cases))
    }

    /// Counts the sequence of a case.
    pub(super) fn add(&mut self, log: &Log, case: usize) {
        if 2 * self.found.len() >= self.slots.len() {
            self.grow();
        }
        let stages = log.of(case);
        let hash = hash(stages);
        let mut slot = self.first_slot(hash);
        loop {
            let Some(place) = self.slots[slot].checked_sub(1) else {
                self.found.push(Variant { hash, case, cases: 1 });
                self.slots[slot] = self.found.len() as u32;
                return;
            };
            let known = &mut self.found[place as usize];
            if known.hash == hash && is_same(log.of(known.case), stages) {
                known.cases += 1;
                return;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    fn first_slot(&self, hash: u64) -> usize {
        // The upper bits are the better mixed ones.
        (hash >> 32) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![0; 2 * self.slots.len()];
        for place in 0..self.found.len() {
            let mut slot = self.first_slot(self.found[place].hash);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = place as u32 + 1;
        }
    }

    /// The most frequent: a case of each, and how many have it. Of equals that whose stages come
    /// first.
    pub(super) fn most(&self, count: usize, log: &Log) -> Vec<(usize, i64)> {
        let order = |a: &Variant, b: &Variant| {
            let by_stages = || compare(log.of(a.case), log.of(b.case));
            b.cases.cmp(&a.cases).then_with(by_stages)
        };
        let mut most: Vec<&Variant> = Vec::new();
        for variant in &self.found {
            if most.len() < count || most.last().is_some_and(|last| order(variant, last).is_lt()) {
                let place = most.partition_point(|other| order(other, variant).is_lt());
                most.insert(place, variant);
                most.truncate(count);
            }
        }
        most.into_iter().map(|variant| (variant.case, variant.cases)).collect()
    }
}

fn is_same(a: &[Entry], b: &[Entry]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.stage() == b.stage())
}

fn compare(a: &[Entry], b: &[Entry]) -> Ordering {
    a.iter().map(|entry| entry.stage()).cmp(b.iter().map(|entry| entry.stage()))
}
