//! A stream of fixes into events: who entered, stayed at, left or crossed which fence.
//!
//! - `policy`: how
//! - `buffer`: fixes wait for their place in the order
//! - `batch`: many fixes at once
//! - `places`, `around`, `near`, `fences`: where fences are, which are near, and what they are
//! - `hop`: the way from one fix to the next
//! - `scene`, `watched`: one rep, fence by fence, by the machine that `verify_plan` walks over a day
//! - `event`: what comes out
//! - `snapshot`, `bytes`: the state as bytes
//! - `lint`: fences that nobody can be seen in
//! - `supersede`: what a day computed again replaces

mod around;
mod batch;
mod buffer;
pub(super) mod bytes;
mod event;
mod fences;
mod hop;
mod lint;
mod near;
mod places;
mod policy;
mod scene;
mod snapshot;
mod supersede;
// Held against what visits see of a whole track.
#[cfg(test)]
#[cfg(feature = "visit")]
mod tests;
mod watched;

pub use event::{EventKind, FenceEvent, Pushed, SetAside};
pub use lint::{SmallFence, lint_fences};
pub use policy::TrackerPolicy;
pub use supersede::supersede;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::reasons::stream;
use super::{FenceIndex, Fix};
use crate::math;
use crate::time::Instant;
use crate::{Error, ErrorKind, Reason, Result};
use buffer::{Buffer, Overflow};
use fences::{Fences, Law};
use scene::Scene;

/// Turns the fixes of many reps, as they come, into events of fences.
///
/// Fixes of one rep may come in any order within the policy's `lateness`, and any number of times:
/// they wait until their place in the order is certain, so that an event comes about `lateness`
/// after the fix that it rests on. What comes later still is given back as `late`.
/// Each source (`gps`, `network`, `fused`, none told) has its own pace: the one that is farthest
/// behind holds the others up, until it has been silent for longer than `gap`. One that has told
/// nothing yet is not waited for, so its first fix must be within the lateness of the others.
///
/// **Law.** The events of a rep, one answer after the other, are the same bytes whatever the order
/// within the lateness, whatever the repetitions, whether pushed one by one, many at once or as a
/// sorted day; a snapshot restored goes on as if nothing had happened. Reps never influence each
/// other. The lists of many reps together are the same once sorted by rep (stably).
///
/// Events are final. `enter`, `dwell` and `cross` come as soon as they are certain; `exit` once the
/// fixes, or the clock given to [`advance`](Self::advance), show that the rep was not back within
/// the grace. So the exit from one fence may come after the entry to the next.
///
/// # Verdicts
/// Visits are those of [`verify_plan`](crate::verify_plan) with continuous sampling and the same
/// `presence`, `enter`, `exit`, `grace`, `gap` and speed: one machine decides both. Where no site
/// shares a stay with another, has several plans a day, or is clipped by `slot_rule: presence`,
/// - `arrival` and `departure` of a verdict are, with their bounds, one `enter` and its `exit`, whose
///   `time_on_site_ms` is the verdict's; in or out of the slot, early or late follow from these, and
///   `confidence` is low where that of either is;
/// - a site was not visited (`arrival` absent) where no exit tells `passed_by` (60 s, or what makes
///   a visit, if that is less) or more; of a visit planned for a date, the longest such stay is the
///   verdict's, of equals the first;
/// - every exit of `min_dwell` less `dwell_grace` or more is that of a planned visit to the site or of
///   one in `off_plan`, and these are all that are.
///
/// What does not follow: whether a stay that is long enough is `verified`, for `unproven` and
/// `suspect` weigh how much of it was bridged and what else the day shows; and, where there is no
/// stay, whether the visit is `rejected` or `unproven`, for no event tells of silence. `passed_by` is no
/// `cross`: it takes a fix inside, and one that no other confirms is no event at all. And a tracker
/// lacks what needs the whole day: a fix that jumped away and back counts as any other, and the
/// device's clock is believed up to the policy's `clock_ahead`.
///
/// Nor does it follow where the host's clock ran ahead of the fixes. An [`advance`](Self::advance) that
/// passes an exit and its grace before the fix comes that shows the rep back in time ends the visit,
/// and tells another, even where the fix itself is not late; the verdict has one. And fixes that it made
/// late, as any that are given back, are in the verdict and in no event: push them and the day
/// again to a new tracker, and [`supersede`] says which events it replaces.
///
/// A fix costs O(fences near it), and no more than its place in the order while a rep stays deep
/// inside a fence or is far from all; memory is bounded a rep by `max_pending` and the fences around:
/// 11 KB of one who drives between shops 300 m apart ([`memory_bytes`](Self::memory_bytes)), and 45
/// bytes a circle, 220 once a rep was near.
/// Among 10,000 fences and with 50 reps by turns, a fix took one thread of a busy server 0.08 µs
/// where reps stood in a fence or drove between fences 6 km apart (0.05 and 0.06 µs in
/// [columns](Self::push_columns)), 0.15 to 0.19 µs on simulated days of 40 reps with 250 fences each,
/// 0.20 to 0.23 µs on days in a town with one every 600 m, and 0.39 µs where they drove through that
/// town and by one with every other fix (`cargo bench --bench tracker`): less than 0.1 µs wherever
/// fences are out of reach, and more among them.
///
/// # Example
/// ```
/// use std::sync::Arc;
///
/// use fieldbeat::budget::Budget;
/// use fieldbeat::geofence::{EventKind, FenceIndex, IndexPolicy, Tracker, TrackerPolicy};
/// use fieldbeat::{Fence, Fix};
///
/// let shop = Fence::from_json(
///     r#"{"id": "shop", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}"#,
/// )?;
/// let index = FenceIndex::new(&[shop], &IndexPolicy::default(), &mut Budget::unlimited())?;
/// let mut tracker = Tracker::new(Arc::new(index), &TrackerPolicy::default())?;
///
/// let mut events = Vec::new();
/// let start: fieldbeat::Instant = "2026-11-20T09:00:00Z".parse()?;
/// for minute in 0..20 {
///     // From 500 m away to the shop for ten minutes, and on.
///     let lat = if (5..15).contains(&minute) { 55.7558 } else { 55.7603 };
///     let fix = Fix::new(start.plus(minute * 60_000), lat, 37.6173, 10.0)?;
///     events.extend(tracker.push("rep-7", fix, None)?.events);
/// }
/// events.extend(tracker.finish()?.events);
///
/// let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
/// assert_eq!(kinds, [EventKind::Enter, EventKind::Dwell, EventKind::Exit]);
/// assert_eq!(events[0].fence, "shop");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone)]
pub struct Tracker {
    fences: Fences,
    law: Law,
    /// By a quick hash that strangers could make collide: names of reps are the company's own.
    reps: HashMap<Box<str>, Box<Rep>, FxBuildHasher>,
}

/// One rep: fixes that wait, and what the others came to.
#[derive(Clone, Debug)]
struct Rep {
    buffer: Buffer,
    scene: Scene,
}

impl Rep {
    fn new() -> Self {
        Self { buffer: Buffer::new(), scene: Scene::new() }
    }

    /// With what is behind it.
    fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.buffer.memory_bytes() + self.scene.memory_bytes()
    }
}

impl Tracker {
    /// A tracker of the fences of `index` that knows nobody yet. O(fences), and sorts them.
    ///
    /// # Errors
    /// All problems of `policy`; `duplicate_id`, where events would not tell one fence from another.
    pub fn new(index: Arc<FenceIndex>, policy: &TrackerPolicy) -> Result<Self> {
        let law = Law::new(policy)?;
        fences::check_names(&index)?;
        Ok(Self { fences: Fences::new(index, &law), law, reps: HashMap::default() })
    }

    /// The fences.
    #[must_use]
    pub fn index(&self) -> &Arc<FenceIndex> {
        &self.fences.index
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &TrackerPolicy {
        &self.law.policy
    }

    /// How many reps it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reps.len()
    }

    /// Whether it knows nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reps.is_empty()
    }

    /// Bytes that it holds in memory, about, without the index, which others may share; what an
    /// allocator adds is not counted. O(fences + reps).
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        let reps = self.reps.capacity() * (size_of::<(Box<str>, Box<Rep>)>() + 1)
            + self.reps.iter().map(|(name, rep)| name.len() + rep.memory_bytes()).sum::<usize>();
        (size_of::<Self>() + self.fences.memory_bytes() + reps) as u64
    }

    /// Takes one fix of `rep`. `now`, where the caller has a clock, is when it came.
    ///
    /// A fix more than the policy's `clock_ahead` ahead of its `received` or of `now`, and one at
    /// latitude 0, longitude 0, is quarantined: it changes nothing.
    ///
    /// # Errors
    /// `too_many_pending` (a limit), when more than the policy's `max_pending` fixes of the rep and
    /// source would wait. Then nothing has changed.
    pub fn push(&mut self, rep: &str, fix: Fix, now: Option<Instant>) -> Result<Pushed> {
        let mut pushed = Pushed::nothing();
        self.take(rep, fix, now, &mut pushed)
            .map_err(|Overflow| self.too_many_pending("$.fix".to_owned()))?;
        Ok(pushed)
    }

    /// Moves every rep's watermark on by the clock: to `now` less the lateness, for reps whose
    /// phones went silent.
    ///
    /// An exit then comes once the watermark passes it by the grace; one who may be coming in again
    /// is waited for until the silence is a gap. Whoever comes back afterwards begins another
    /// visit. The clock never confirms an entry, nor an exit. Events come by rep.
    ///
    /// # Errors
    /// None today.
    pub fn advance(&mut self, now: Instant) -> Result<Pushed> {
        let mut pushed = Pushed::nothing();
        let watermark = now.plus(-self.law.policy.lateness.millis()).millis();
        let (fences, law) = (&mut self.fences, &self.law);
        for (rep, state) in &mut self.reps {
            if watermark > state.buffer.watermark {
                state.buffer.watermark = watermark;
                state.release(rep, fences, law, &mut pushed.events);
                state.scene.wait(rep, watermark, fences, law, &mut pushed.events);
            }
        }
        math::sort_by(&mut pushed.events, |a, b| a.rep.cmp(&b.rep));
        Ok(pushed)
    }

    /// The end of the data: nothing waits any longer, every visit ends with its last fix, and all
    /// reps are forgotten. Events come by rep.
    ///
    /// # Errors
    /// None today.
    pub fn finish(&mut self) -> Result<Pushed> {
        let mut pushed = Pushed::nothing();
        let (fences, law) = (&mut self.fences, &self.law);
        for (rep, mut state) in self.reps.drain() {
            state.buffer.watermark = i64::MAX;
            state.release(&rep, fences, law, &mut pushed.events);
            state.scene.finish(&rep, fences, law, &mut pushed.events);
        }
        math::sort_by(&mut pushed.events, |a, b| a.rep.cmp(&b.rep));
        Ok(pushed)
    }

    /// Drops all that is known of `rep`, positions too, without a word; whether it was known.
    pub fn forget(&mut self, rep: &str) -> bool {
        self.reps.remove(rep).is_some()
    }

    fn take(
        &mut self,
        rep: &str,
        fix: Fix,
        now: Option<Instant>,
        pushed: &mut Pushed,
    ) -> Result<(), Overflow> {
        if let Some(reason) = self.law.distrust(&fix, now) {
            pushed.quarantined.push(set_aside(rep, fix, reason));
            return Ok(());
        }
        if let Some(state) = self.reps.get_mut(rep) {
            return state.take(rep, fix, &mut self.fences, &self.law, pushed);
        }
        let mut stranger = Box::new(Rep::new());
        stranger.take(rep, fix, &mut self.fences, &self.law, pushed)?;
        self.reps.insert(rep.into(), stranger);
        Ok(())
    }

    #[cold]
    fn too_many_pending(&self, path: String) -> Error {
        let most = self.law.policy.max_pending;
        let message = format!("at most {most} fixes of one rep and source wait for their place");
        Error::one(ErrorKind::Limit, "too_many_pending", path, message)
    }
}

#[cold]
fn late(rep: &str, fix: Fix, behind_ms: i64) -> SetAside {
    let reason = Reason::new(stream::LATE_FIX).by("$.policy.lateness").fact("behind_ms", behind_ms);
    set_aside(rep, fix, reason)
}

fn set_aside(rep: &str, fix: Fix, reason: Reason) -> SetAside {
    SetAside { rep: rep.to_owned(), fix, reasons: vec![reason] }
}

impl Rep {
    /// Takes a fix that can be true; or changes nothing.
    fn take(
        &mut self,
        rep: &str,
        fix: Fix,
        fences: &mut Fences,
        law: &Law,
        pushed: &mut Pushed,
    ) -> Result<(), Overflow> {
        if let Some(behind_ms) = self.buffer.behind_ms(&fix) {
            pushed.late.push(late(rep, fix, behind_ms));
            return Ok(());
        }
        self.buffer.admit(fix, &law.policy)?;
        self.release(rep, fences, law, &mut pushed.events);
        Ok(())
    }

    fn release(&mut self, rep: &str, fences: &mut Fences, law: &Law, events: &mut Vec<FenceEvent>) {
        while let Some((fix, conflicting)) = self.buffer.due() {
            self.scene.take(rep, fix, conflicting, fences, law, events);
            self.buffer.drop_due();
        }
    }
}

impl Law {
    /// Why a fix cannot be true, if it cannot.
    fn distrust(&self, fix: &Fix, now: Option<Instant>) -> Option<Reason> {
        let most_ms = self.policy.clock_ahead.millis();
        let ahead = |of: Instant| fix.t.since(of) > most_ms;
        if fix.received.is_some_and(ahead) || now.is_some_and(ahead) {
            return Some(Reason::new(stream::CLOCK_AHEAD).by("$.policy.clock_ahead"));
        }
        fix.is_zero_island().then(|| Reason::new(stream::ZERO_ISLAND))
    }
}

/// Tells no place.
impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracker")
            .field("fences", &self.fences.index.len())
            .field("reps", &self.reps.len())
            .finish_non_exhaustive()
    }
}
