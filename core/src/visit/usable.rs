//! Which fixes count: the clock set right, times off duty dropped, nonsense put aside.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: an index comes from a range over what it indexes, an upload has a fix, and \
              `windows(2)` gives pairs"
)]

use super::digest::TrackDigest;
use super::duty::Duty;
use super::policy::VisitPolicy;
use super::report::FixCounts;
use crate::Result;
use crate::budget::Budget;
use crate::geofence::{Fix, Track};
use crate::math;

/// The fixes of a day that count, and what became of the rest.
pub(super) struct Usable {
    /// Sorted by time, one an instant, on the corrected clock.
    pub(super) fixes: Vec<Fix>,
    /// What was taken off every time.
    pub(super) clock_offset_ms: i64,
    pub(super) counts: FixCounts,
    /// Digest of what was seen on duty, as it came.
    pub(super) digest: String,
    /// Fixes from the future, on the corrected clock.
    pub(super) from_the_future: Vec<Fix>,
    /// Fixes at latitude 0, longitude 0.
    pub(super) from_zero_island: Vec<Fix>,
    /// Instants at which several places were reported.
    pub(super) conflicts: Vec<Fix>,
}

/// How far the device's clock was ahead all day, in milliseconds; 0 if it was not.
///
/// A receipt cannot come before its fix: the smallest `received - t`, where it is negative, is how
/// far the clock was ahead. One wild time shall not shift a day, so each upload (fixes received
/// within a second) has its own smallest difference, and of those the smallest counts that, to the
/// minute, at least half as many uploads share as any other, of three fixes or more in all. A clock
/// that was wrong for a while only is no constant offset.
pub(super) fn clock_offset(track: &Track) -> i64 {
    const WITHIN_MS: i64 = 60_000;
    const SHARED_BY: usize = 3;
    let uploads = uploads(track);
    let sharing = |from: usize| {
        let (least, _) = uploads[from];
        let until = uploads.partition_point(|&(ms, _)| ms <= least.saturating_add(WITHIN_MS));
        &uploads[from..until]
    };
    let most = (0..uploads.len()).map(|from| sharing(from).len()).max().unwrap_or(0);
    (0..uploads.len())
        .find(|&from| {
            let sharing = sharing(from);
            // Where few uploads share, their fixes are soon counted.
            let fixes = || sharing.iter().take(SHARED_BY).map(|(_, fixes)| fixes).sum::<usize>();
            2 * sharing.len() >= most && fixes() >= SHARED_BY
        })
        .map_or(0, |from| uploads[from].0.saturating_neg().max(0))
}

/// Of every upload the smallest `received - t` in milliseconds and its number of fixes, sorted.
fn uploads(track: &Track) -> Vec<(i64, usize)> {
    const AT_ONCE_MS: i64 = 1000;
    // A difference so much below the next one of its upload is of a wild time.
    const LONE_MS: i64 = 15 * 60_000;
    let difference =
        |fix: &Fix| fix.received.map(|received| (received.millis(), received.since(fix.t)));
    let mut received: Vec<(i64, i64)> = track.fixes().iter().filter_map(difference).collect();
    math::sort(&mut received);
    let mut uploads: Vec<(i64, usize)> = Vec::new();
    let mut rest = received.as_slice();
    while let Some(&(first, _)) = rest.first() {
        let end = rest.partition_point(|&(at, _)| at < first.saturating_add(AT_ONCE_MS));
        let (upload, later) = rest.split_at(end);
        let mut ms: Vec<i64> = upload.iter().map(|&(_, ms)| ms).collect();
        math::sort_by_number(&mut ms, |ms| *ms, i64::cmp);
        let alone = |pair: &&[i64]| pair[1].saturating_sub(pair[0]) > LONE_MS;
        let wild = ms.windows(2).take_while(alone).count();
        uploads.push((if wild + 1 < ms.len() { ms[wild] } else { ms[0] }, upload.len()));
        rest = later;
    }
    math::sort(&mut uploads);
    uploads
}

/// How the times of a track are read.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Taken off every time.
    pub(super) offset_ms: i64,
    /// Whether fixes ahead of their receipt are believed.
    pub(super) trusted: bool,
}

impl Clock {
    /// The clock that was ahead all day set right, if it was.
    pub(super) fn set_right(track: &Track) -> Self {
        Self { offset_ms: clock_offset(track), trusted: false }
    }

    /// What the track says if the clock was right after all.
    pub(super) const AS_TOLD: Self = Self { offset_ms: 0, trusted: true };
}

/// Sorts the fixes of `track` into usable and not.
pub(super) fn usable(
    track: &Track,
    clock: Clock,
    policy: &VisitPolicy,
    budget: &mut Budget<'_>,
) -> Result<Usable> {
    let mut sorted = Usable {
        fixes: Vec::with_capacity(track.fixes().len()),
        clock_offset_ms: clock.offset_ms,
        counts: FixCounts { used: 0, off_duty: 0, clock_ahead: 0, zero_island: 0 },
        digest: String::new(),
        from_the_future: Vec::new(),
        from_zero_island: Vec::new(),
        conflicts: Vec::new(),
    };
    let duty = Duty::of(policy);
    let mut digest = TrackDigest::new();
    let mut conflicts = track.conflicts().iter().copied().peekable();
    for (index, fix) in track.fixes().iter().enumerate() {
        budget.spend(1)?;
        let conflicting = conflicts.next_if_eq(&index).is_some();
        let corrected = Fix { t: fix.t.plus(-clock.offset_ms), ..fix.clone() };
        if !duty.observes(&corrected) {
            sorted.counts.off_duty += 1;
            continue;
        }
        digest.add(fix);
        if !clock.trusted && ahead_ms(&corrected) > policy.anomalies.clock_ahead.millis() {
            sorted.counts.clock_ahead += 1;
            sorted.from_the_future.push(corrected);
        } else if corrected.is_zero_island() {
            sorted.counts.zero_island += 1;
            sorted.from_zero_island.push(corrected);
        } else {
            sorted.counts.used += 1;
            if conflicting {
                sorted.conflicts.push(corrected.clone());
            }
            sorted.fixes.push(corrected);
        }
    }
    sorted.digest = digest.hex();
    Ok(sorted)
}

/// How far a fix is ahead of its receipt.
fn ahead_ms(fix: &Fix) -> i64 {
    fix.received.map_or(0, |received| fix.t.since(received))
}
