//! A tracker as bytes, to go on later, elsewhere: behind the hashes of its policy and of its index's
//! bytes the reps by name, each with its fixes that wait, its watermark, and its state at each fence
//! nearby.

use std::sync::Arc;

use super::super::track::by_rank;
use super::super::{Accuracy, FenceIndex, Fix, Reading};
use super::buffer::{Buffer, NEVER, SOURCES};
use super::scene::{Scene, Told};
use super::watched::Watched;
use super::{Rep, Tracker, TrackerPolicy};
use crate::Result;
use crate::math;
use crate::math::hash_value;
use crate::shape::Shaped;
use crate::snapshot::{Bytes, Seal, Stored, Writer, stored};
use crate::time::Instant;

const SEAL: Seal = Seal { magic: b"FBTRACK\0", version: 2, of: "a tracker" };

impl Tracker {
    /// The state as bytes: the same bytes for the same state, on every machine. They hold fixes:
    /// treat them as the positions that they are.
    ///
    /// O(reps + pending fixes). The bytes of the index are hashed as well, once in its life.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let hashes = [policy_hash(&self.law.policy), self.fences.index.hash().to_owned()];
        SEAL.close(&hashes.each_ref().map(String::as_str), |to| {
            let mut reps: Vec<_> = self.reps.iter().collect();
            math::sort_by(&mut reps, |a, b| a.0.cmp(b.0));
            (reps.len() as u32).store(to);
            for (name, rep) in reps {
                name.to_string().store(to);
                rep.buffer.store(to);
                rep.scene.caught_up(&self.fences, &self.law).store(to);
            }
        })
    }

    /// The tracker whose [`snapshot`](Self::snapshot) this is, with the same index and policy.
    ///
    /// # Errors
    /// All problems of `policy`. Of kind `input`, when these bytes are nobody's: `not_a_snapshot`,
    /// `version_unsupported`, `checksum_differs`, `corrupt_snapshot`. Of kind `state`, when they are
    /// another tracker's: `policy_differs`, `index_differs`.
    ///
    /// # Example
    /// ```
    /// use std::sync::Arc;
    ///
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::geofence::{FenceIndex, IndexPolicy, Tracker, TrackerPolicy};
    ///
    /// let index = FenceIndex::new(&[], &IndexPolicy::default(), &mut Budget::unlimited())?;
    /// let (index, policy) = (Arc::new(index), TrackerPolicy::default());
    /// let tracker = Tracker::new(Arc::clone(&index), &policy)?;
    /// let bytes = tracker.snapshot();
    /// assert_eq!(Tracker::restore(&bytes, Arc::clone(&index), &policy)?.snapshot(), bytes);
    ///
    /// let error = Tracker::restore(&bytes[1..], index, &policy).unwrap_err();
    /// assert_eq!(error.problems()[0].code, "not_a_snapshot");
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn restore(bytes: &[u8], index: Arc<FenceIndex>, policy: &TrackerPolicy) -> Result<Self> {
        let mut tracker = Self::new(index, policy)?;
        let policy = policy_hash(policy);
        let index = tracker.fences.index.hash().to_owned();
        let hashes = [
            (policy.as_str(), "policy_differs", "the snapshot was made under another policy"),
            (index.as_str(), "index_differs", "the snapshot was made with another index"),
        ];
        SEAL.open(bytes, "$.bytes", &hashes, |from| tracker.load_reps(from))?;
        Ok(tracker)
    }

    fn load_reps(&mut self, from: &mut Bytes<'_>) -> Option<()> {
        let fences = self.fences.index.len();
        let mut before: Option<String> = None;
        for _ in 0..u32::load(from)? {
            let name = String::load(from)?;
            if before.is_some_and(|before| before >= name) {
                return None;
            }
            let rep = Rep::load(from)?;
            if rep.scene.watches.last().is_some_and(|last| last.fence as usize >= fences) {
                return None;
            }
            self.reps.insert(name.as_str().into(), Box::new(rep));
            before = Some(name);
        }
        Some(())
    }
}

fn policy_hash(policy: &TrackerPolicy) -> String {
    hash_value(&policy.to_value())
}

stored!(Rep { buffer: Buffer, scene: Scene });

impl Stored for Buffer {
    const LEAST: usize = <Vec<Fix>>::LEAST + SOURCES + 8;

    fn store(&self, to: &mut Writer) {
        (self.pending().len() as u32).store(to);
        for fix in self.pending() {
            fix.store(to);
        }
        for newest in &self.newest {
            Some(*newest).filter(|t| *t != NEVER).store(to);
        }
        self.watermark.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let fixes = <Vec<Fix>>::load(from)?;
        let in_order = fixes.is_sorted_by(|a, b| by_rank(a, b).is_lt());
        let first = fixes.first().map(|fix| fix.t.millis());
        let mut own = Self::of(fixes);
        for newest in &mut own.newest {
            *newest = <Option<i64>>::load(from)?.unwrap_or(NEVER);
        }
        own.watermark = i64::load(from)?;
        let waiting = first.is_none_or(|first| first >= own.watermark);
        (in_order && waiting).then_some(own)
    }
}

impl Stored for Scene {
    const LEAST: usize = <Vec<Watched>>::LEAST + 4;

    fn store(&self, to: &mut Writer) {
        self.watches.store(to);
        self.prior.store(to);
        self.sharp.store(to);
        self.silent.store(to);
        self.last.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let watches = <Vec<Watched>>::load(from)?;
        let (prior, sharp) = (Option::load(from)?, Option::load(from)?);
        let (silent, last) = (bool::load(from)?, Option::load(from)?);
        let by_fence = watches.is_sorted_by(|a, b| a.fence < b.fence);
        by_fence.then(|| Self { watches, prior, sharp, silent, last, ..Self::new() })
    }
}

stored!(Told { fix: Fix, conflicting: bool });

impl Stored for Fix {
    const LEAST: usize = 8 + 8 + 8 + 1 + 1 + 1 + 1 + 1 + 1 + 1;

    fn store(&self, to: &mut Writer) {
        self.t.millis().store(to);
        (self.lat.get(), self.lon.get()).store(to);
        let accuracy_m = match self.accuracy_m {
            Accuracy::Missing => None,
            Accuracy::Radius(m) => Some(m),
            // Reads back as invalid.
            Accuracy::Invalid => Some(-1.0),
        };
        accuracy_m.store(to);
        self.mock.store(to);
        self.speed_mps.get().store(to);
        self.received.map(Instant::millis).store(to);
        self.source.store(to);
        self.mark.store(to);
        self.seq.map(i64::cast_unsigned).store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let instant = Instant::from_millis;
        Some(Self {
            t: instant(i64::load(from)?)?,
            lat: f64::load(from)?.try_into().ok()?,
            lon: f64::load(from)?.try_into().ok()?,
            accuracy_m: <Option<f64>>::load(from)?.map_or(Accuracy::Missing, Accuracy::from),
            mock: Option::load(from)?,
            speed_mps: <Option<f64>>::load(from)?.map_or(Reading::default(), Reading::from),
            received: match <Option<i64>>::load(from)? {
                Some(ms) => Some(instant(ms)?),
                None => None,
            },
            source: Option::load(from)?,
            mark: Option::load(from)?,
            seq: <Option<u64>>::load(from)?.map(u64::cast_signed),
        })
    }
}
