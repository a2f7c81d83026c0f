//! The methods of `Tracker`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use std::sync::Arc;

use super::fence_index::Built;
use super::macros::operations;
use super::turns::{Turn, Turns};
use crate::Result;
use crate::geofence::{Fix, Pushed, RepFixes, SmallFence, Tracker, TrackerPolicy};
use crate::shape::{Bytes, Engine, Shared, record};
use crate::time::Instant;

/// A tracker that threads may share: one call at a time.
pub struct Held(Turns<Tracker>);

impl Held {
    fn lock(&self) -> Result<Turn<'_, Tracker>> {
        self.0.lock()
    }
}

impl Engine for Held {
    fn class() -> &'static str {
        "Tracker"
    }

    fn summary(&self) -> String {
        match self.0.idle() {
            Some(tracker) => {
                format!("Tracker({} fences, {} reps)", tracker.index().len(), tracker.len())
            }
            None => "Tracker(at work)".to_owned(),
        }
    }
}

impl From<Tracker> for Shared<Held> {
    fn from(tracker: Tracker) -> Self {
        Held(Turns::new(tracker)).into()
    }
}

record! {
    /// Arguments of `Tracker`.
    pub struct NewArguments: data {
        /// The fences.
        pub index: Shared<Built>,
        /// How fixes become events.
        pub policy: TrackerPolicy = TrackerPolicy::default(),
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The tracker.
        pub this: Shared<Held>,
    }
}

record! {
    /// Arguments of `push`.
    pub struct PushArguments: data {
        /// The tracker.
        pub this: Shared<Held>,
        /// Whose fix it is.
        pub rep: String,
        /// The fix.
        pub fix: Fix,
        /// When it came, where the caller has a clock: a fix far ahead of it is put aside.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `push_many`.
    pub struct PushManyArguments: data {
        /// The tracker.
        pub this: Shared<Held>,
        /// Fixes of any reps, in the order in which they came.
        pub fixes: RepFixes,
        /// When they came, where the caller has a clock.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `advance`.
    pub struct AdvanceArguments: data {
        /// The tracker.
        pub this: Shared<Held>,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `forget`.
    pub struct ForgetArguments: data {
        /// The tracker.
        pub this: Shared<Held>,
        /// Whom.
        pub rep: String,
    }
}

record! {
    /// Arguments of `restore`.
    pub struct RestoreArguments: data {
        /// What `snapshot` answered.
        pub bytes: Bytes,
        /// The same fences.
        pub index: Shared<Built>,
        /// The same policy.
        pub policy: TrackerPolicy = TrackerPolicy::default(),
    }
}

operations! {
    #![cfg(feature = "tracker")]
    [Tracker]

    /// A stream of fixes into events: who entered, stayed at, left or crossed which fence.
    ///
    /// Fixes may come in any order within the policy's `lateness`, and any number of times: the
    /// events are the same. They are final, and those of `verify_plan`.
    new(args: NewArguments, warnings, budget) -> Shared<Held> {
        Tracker::new(Arc::clone(&args.index.index), &args.policy)?.into()
    }

    /// Takes one fix of a rep; answers what is now certain, and whether the fix was put aside.
    push(args: PushArguments, warnings, budget) -> Pushed {
        let mut pushed = args.this.lock()?.push(&args.rep, args.fix, args.now)?;
        pushed.warnings = warnings;
        pushed
    }

    /// Takes many fixes as `push` would, one after the other; where one fails, none was taken.
    @long push_many(args: PushManyArguments, warnings, budget) -> Pushed {
        let mut pushed = args.this.lock()?.push_columns(&args.fixes, args.now, budget)?;
        pushed.warnings = warnings;
        pushed
    }

    /// Moves the watermark on by the clock, for reps whose phones went silent. Confirms nothing.
    advance(args: AdvanceArguments, warnings, budget) -> Pushed {
        args.this.lock()?.advance(args.now)?
    }

    /// The end of the data: every visit ends with its last fix, and all reps are forgotten.
    finish(args: Alone, warnings, budget) -> Pushed {
        args.this.lock()?.finish()?
    }

    /// Drops all that is known of a rep, positions too; answers whether the rep was known.
    forget(args: ForgetArguments, warnings, budget) -> bool {
        args.this.lock()?.forget(&args.rep)
    }

    /// Fences in which honest reps could never be seen, with a radius that would do.
    lint(args: Alone, warnings, budget) -> Vec<SmallFence> {
        args.this.lock()?.lint()
    }

    /// Bytes that it holds in memory, about, without the index.
    @property
    memory_bytes(args: Alone, warnings, budget) -> i64 {
        args.this.lock()?.memory_bytes().try_into().unwrap_or(i64::MAX)
    }

    /// The state as bytes, without the fences and the policy.
    snapshot(args: Alone, warnings, budget) -> Bytes {
        args.this.lock()?.snapshot().into()
    }

    /// The tracker of a snapshot, with the same fences and policy: it goes on as if nothing had
    /// happened.
    restore(args: RestoreArguments, warnings, budget) -> Shared<Held> {
        Tracker::restore(&args.bytes.0, Arc::clone(&args.index.index), &args.policy)?.into()
    }
}
