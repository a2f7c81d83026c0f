//! The reorder buffer of one rep: fixes wait until no earlier one is awaited.

use super::super::track::{absorb, by_rank};
use super::super::{Fix, FixSource};
use super::TrackerPolicy;
use crate::time::Instant;

/// One for fixes without a source, and one for each source.
pub(super) const SOURCES: usize = 4;
/// Before any instant: no fix came.
pub(super) const NEVER: i64 = i64::MIN;
/// Where there is no room for another fix, those that wait no longer are cleared away if they are more
/// than one in so many; else there must be more room.
const SPARE: usize = 8;

/// Fixes that wait for their place in the order.
///
/// The watermark is `max(t) - lateness` of the source that is farthest behind: a fix before it is
/// late, and those before it are released. A source that has been silent for longer than `gap`
/// holds nobody up. It never moves back.
#[derive(Debug)]
pub(super) struct Buffer {
    /// In order of rank, no two alike.
    fixes: Vec<Fix>,
    /// So many of them wait no longer, and are cleared away from time to time: nearly every fix is
    /// newer than all before, and then waits and leaves without another being moved.
    gone: usize,
    /// Time of the newest fix of each source, or [`NEVER`].
    pub(super) newest: [i64; SOURCES],
    pub(super) watermark: i64,
}

/// More fixes wait than the policy allows.
#[derive(Debug)]
pub(super) struct Overflow;

impl Clone for Buffer {
    /// Without those that wait no longer.
    fn clone(&self) -> Self {
        Self { fixes: self.pending().to_vec(), gone: 0, ..*self }
    }
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self::of(Vec::new())
    }

    /// Of fixes in order.
    pub(super) fn of(fixes: Vec<Fix>) -> Self {
        Self { fixes, gone: 0, newest: [NEVER; SOURCES], watermark: Instant::MIN.millis() }
    }

    /// The fixes that wait, in order.
    pub(super) fn pending(&self) -> &[Fix] {
        self.fixes.get(self.gone..).unwrap_or_default()
    }

    /// Bytes behind it.
    pub(super) fn memory_bytes(&self) -> usize {
        self.fixes.capacity() * size_of::<Fix>()
    }

    /// By how much a fix is too late, if it is.
    pub(super) fn behind_ms(&self, fix: &Fix) -> Option<i64> {
        let behind_ms = self.watermark - fix.t.millis();
        (behind_ms > 0).then_some(behind_ms)
    }

    /// Takes a fix that is not late and moves the watermark; or changes nothing.
    pub(super) fn admit(&mut self, fix: Fix, policy: &TrackerPolicy) -> Result<(), Overflow> {
        let pending = self.pending();
        let mut place = pending.len();
        if pending.last().is_some_and(|last| last.t >= fix.t) {
            match self.place(&fix) {
                Ok(_) => return Ok(()),
                Err(between) => place = between,
            }
        }
        let (t, source) = (fix.t.millis(), source_index(&fix));
        let Some(newest) = self.newest.get_mut(source) else { return Ok(()) };
        let (before, mut watermark) = (*newest, self.watermark);
        if before < t {
            *newest = t;
            watermark = watermark.max(watermark_of(self.newest, policy));
        }
        let is_full = |waiting: usize| waiting as u64 >= u64::from(policy.max_pending);
        if is_full(self.pending().len()) && is_full(self.staying(source, watermark)) {
            if let Some(newest) = self.newest.get_mut(source) {
                *newest = before;
            }
            return Err(Overflow);
        }
        self.watermark = watermark;
        if self.fixes.len() == self.fixes.capacity() {
            self.clear_away();
        }
        let place = self.gone + place;
        if place < self.fixes.len() {
            self.fixes.insert(place, fix);
        } else {
            self.fixes.push(fix);
        }
        Ok(())
    }

    /// Where a fix that is not the newest belongs, or is already.
    #[cold]
    fn place(&self, fix: &Fix) -> Result<usize, usize> {
        self.pending().binary_search_by(|own| by_rank(own, fix))
    }

    /// How many of a source still wait at a watermark.
    #[cold]
    fn staying(&self, source: usize, watermark: i64) -> usize {
        let stays = |own: &&Fix| own.t.millis() >= watermark && source_index(own) == source;
        self.pending().iter().filter(stays).count()
    }

    /// Makes room, if that is worth it.
    #[cold]
    fn clear_away(&mut self) {
        if self.gone > self.fixes.len() / SPARE {
            self.fixes.drain(..self.gone);
            self.gone = 0;
        }
    }

    /// The next fix before the watermark, if there is one; it may stand for several of one instant,
    /// and whether some of them contradict each other. It stays where it is until it is
    /// [dropped](Self::drop_due).
    pub(super) fn due(&mut self) -> Option<(&Fix, bool)> {
        let mut waiting = self.pending().iter();
        let t = waiting.next()?.t;
        if t.millis() >= self.watermark {
            return None;
        }
        let conflicting = waiting.next().is_some_and(|next| next.t == t) && self.merge(t);
        Some((self.fixes.get(self.gone)?, conflicting))
    }

    /// Ends the wait of the fix that is due.
    pub(super) fn drop_due(&mut self) {
        self.gone += 1;
    }

    /// Makes one of all fixes of an instant that are due; whether some contradict each other.
    #[cold]
    fn merge(&mut self, t: Instant) -> bool {
        let Some(mut kept) = self.pending().first().cloned() else { return false };
        let mut conflicting = false;
        while let Some(other) = self.fixes.get(self.gone + 1).filter(|next| next.t == t) {
            conflicting |= absorb(&mut kept, other.clone());
            self.gone += 1;
        }
        if let Some(last) = self.fixes.get_mut(self.gone) {
            *last = kept;
        }
        conflicting
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

/// None told, then in the order in which they are declared.
pub(super) fn source_index(fix: &Fix) -> usize {
    const _: () = assert!(FixSource::Fused as usize + 1 < SOURCES);
    fix.source.map_or(0, |source| source as usize + 1)
}
