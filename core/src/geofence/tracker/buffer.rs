//! The reorder buffer of one rep: fixes wait until no earlier one is awaited.

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::super::track::{absorb, by_rank};
use super::super::{Fix, FixSource};
use super::TrackerPolicy;
use crate::time::Instant;

/// One for fixes without a source, and one for each source.
pub(super) const SOURCES: usize = 4;

/// Fixes that wait for their place in the order.
///
/// The watermark is `max(t) - lateness` of the source that is farthest behind: a fix before it is
/// late, and those before it are released. A source that has been silent for longer than `gap`
/// holds nobody up. It never moves back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Buffer {
    /// In order of rank, no two alike.
    pub(super) pending: VecDeque<Fix>,
    /// How many of each source.
    pub(super) counts: [u32; SOURCES],
    /// Time of the newest fix of each source.
    pub(super) newest: [Option<i64>; SOURCES],
    pub(super) watermark: i64,
}

/// More fixes wait than the policy allows.
#[derive(Debug)]
pub(super) struct Overflow;

/// A released fix, which may stand for several of one instant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Released {
    pub(super) fix: Fix,
    /// Whether some of them contradict each other.
    pub(super) conflicting: bool,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            pending: VecDeque::new(),
            counts: [0; SOURCES],
            newest: [None; SOURCES],
            watermark: Instant::MIN.millis(),
        }
    }

    /// By how much a fix is too late, if it is.
    pub(super) fn behind_ms(&self, fix: &Fix) -> Option<i64> {
        let behind_ms = self.watermark - fix.t.millis();
        (behind_ms > 0).then_some(behind_ms)
    }

    /// Takes a fix that is not late and moves the watermark; or changes nothing.
    pub(super) fn admit(&mut self, fix: Fix, policy: &TrackerPolicy) -> Result<(), Overflow> {
        let after = match self.pending.back() {
            Some(last) if last.t >= fix.t => {
                let place = self.pending.partition_point(|own| by_rank(own, &fix).is_lt());
                match self.pending.get(place) {
                    Some(own) if by_rank(own, &fix) == Ordering::Equal => return Ok(()),
                    _ => Some(place),
                }
            }
            _ => None,
        };
        let (t, source) = (fix.t.millis(), source_index(&fix));
        let mut newest = self.newest;
        if let Some(own) = newest.get_mut(source) {
            *own = Some(own.map_or(t, |own| own.max(t)));
        }
        let watermark = self.watermark.max(watermark(&newest, policy));
        let Some(count) = self.counts.get_mut(source) else { return Ok(()) };
        if *count >= policy.max_pending {
            let stays = |own: &&Fix| own.t.millis() >= watermark && source_index(own) == source;
            if self.pending.iter().filter(stays).count() as u64 >= u64::from(policy.max_pending) {
                return Err(Overflow);
            }
        }
        *count += 1;
        (self.newest, self.watermark) = (newest, watermark);
        match after {
            None => self.pending.push_back(fix),
            Some(place) => self.pending.insert(place, fix),
        }
        Ok(())
    }

    /// The next fix before the watermark, if there is one.
    pub(super) fn release(&mut self) -> Option<Released> {
        if self.pending.front()?.t.millis() >= self.watermark {
            return None;
        }
        let mut released = Released { fix: self.pop()?, conflicting: false };
        while self.pending.front().is_some_and(|next| next.t == released.fix.t) {
            let Some(other) = self.pop() else { break };
            released.conflicting |= absorb(&mut released.fix, other);
        }
        Some(released)
    }

    fn pop(&mut self) -> Option<Fix> {
        let fix = self.pending.pop_front()?;
        if let Some(count) = self.counts.get_mut(source_index(&fix)) {
            *count = count.saturating_sub(1);
        }
        Some(fix)
    }
}

fn watermark(newest: &[Option<i64>; SOURCES], policy: &TrackerPolicy) -> i64 {
    let (mut first, mut last) = (i64::MAX, Instant::MIN.millis());
    for t in newest.iter().flatten() {
        (first, last) = (first.min(*t), last.max(*t));
    }
    first.max(last - policy.gap.millis()).min(last) - policy.lateness.millis()
}

pub(super) fn source_index(fix: &Fix) -> usize {
    match fix.source {
        None => 0,
        Some(FixSource::Gps) => 1,
        Some(FixSource::Network) => 2,
        Some(FixSource::Fused) => 3,
    }
}
