//! The reorder buffer of one rep: fixes wait until no earlier one is awaited.

use std::collections::VecDeque;

use super::super::track::{absorb, by_rank};
use super::super::{Fix, FixSource};
use super::TrackerPolicy;
use crate::time::Instant;

/// One for fixes without a source, and one for each source.
pub(super) const SOURCES: usize = 4;
/// Before any instant: no fix came.
pub(super) const NEVER: i64 = i64::MIN;

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
    /// Time of the newest fix of each source, or [`NEVER`].
    pub(super) newest: [i64; SOURCES],
    pub(super) watermark: i64,
}

/// More fixes wait than the policy allows.
#[derive(Debug)]
pub(super) struct Overflow;

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            pending: VecDeque::new(),
            counts: [0; SOURCES],
            newest: [NEVER; SOURCES],
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
        let place = match self.pending.back() {
            Some(last) if last.t >= fix.t => {
                match self.pending.binary_search_by(|own| by_rank(own, &fix)) {
                    Ok(_) => return Ok(()),
                    Err(place) => Some(place),
                }
            }
            _ => None,
        };
        let (t, source) = (fix.t.millis(), source_index(&fix));
        let mut newest = self.newest;
        let mut watermark = self.watermark;
        if let Some(own) = newest.get_mut(source)
            && *own < t
        {
            *own = t;
            watermark = watermark.max(watermark_of(newest, policy));
        }
        let Some(count) = self.counts.get_mut(source) else { return Ok(()) };
        if *count >= policy.max_pending {
            let stays = |own: &&Fix| own.t.millis() >= watermark && source_index(own) == source;
            if self.pending.iter().filter(stays).count() as u64 >= u64::from(policy.max_pending) {
                return Err(Overflow);
            }
        }
        *count += 1;
        (self.newest, self.watermark) = (newest, watermark);
        match place {
            None => self.pending.push_back(fix),
            Some(place) => self.pending.insert(place, fix),
        }
        Ok(())
    }

    /// The next fix before the watermark, if there is one; it may stand for several of one instant,
    /// and whether some of them contradict each other. It stays where it is until it is
    /// [dropped](Self::drop_due).
    pub(super) fn due(&mut self) -> Option<(&Fix, bool)> {
        let t = self.pending.front()?.t;
        if t.millis() >= self.watermark {
            return None;
        }
        let conflicting = self.pending.get(1).is_some_and(|next| next.t == t) && self.merge(t);
        Some((self.pending.front()?, conflicting))
    }

    /// Ends the wait of the fix that is due.
    pub(super) fn drop_due(&mut self) {
        self.pop();
    }

    /// Makes one of all fixes of an instant that are due; whether some contradict each other.
    #[cold]
    fn merge(&mut self, t: Instant) -> bool {
        let Some(mut kept) = self.pop() else { return false };
        let mut conflicting = false;
        while self.pending.front().is_some_and(|next| next.t == t) {
            let Some(other) = self.pop() else { break };
            conflicting |= absorb(&mut kept, other);
        }
        if let Some(count) = self.counts.get_mut(source_index(&kept)) {
            *count += 1;
        }
        self.pending.push_front(kept);
        conflicting
    }

    fn pop(&mut self) -> Option<Fix> {
        let fix = self.pending.pop_front()?;
        if let Some(count) = self.counts.get_mut(source_index(&fix)) {
            *count = count.saturating_sub(1);
        }
        Some(fix)
    }
}

/// A source that has been silent for longer than `gap` is left out; [`NEVER`] is of none.
fn watermark_of(newest: [i64; SOURCES], policy: &TrackerPolicy) -> i64 {
    let (mut first, mut last) = (i64::MAX, NEVER);
    for t in newest {
        first = first.min(if t == NEVER { i64::MAX } else { t });
        last = last.max(t);
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
