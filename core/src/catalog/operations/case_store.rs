//! The methods of `CaseStore`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use std::sync::Arc;

use super::macros::operations;
use super::turns::{Turn, Turns};
use crate::Result;
use crate::funnel::{
    Case, CaseEvents, CaseStages, CaseStore, Name, Pipeline, PutCases, StoreApplied, StoreTicked,
};
use crate::shape::{Bytes, Engine, Shared, record};
use crate::time::Instant;

/// A store that threads may share: one call at a time.
pub struct Held(Turns<CaseStore>);

impl Held {
    fn lock(&self) -> Result<Turn<'_, CaseStore>> {
        self.0.lock()
    }
}

impl Engine for Held {
    fn class() -> &'static str {
        "CaseStore"
    }

    fn summary(&self) -> String {
        match self.0.idle() {
            Some(own) => {
                let policy = own.pipeline().policy();
                format!("CaseStore({} {}, {} cases)", policy.name, policy.version, own.len())
            }
            None => "CaseStore(at work)".to_owned(),
        }
    }
}

impl From<CaseStore> for Shared<Held> {
    fn from(own: CaseStore) -> Self {
        Held(Turns::new(own)).into()
    }
}

record! {
    /// Arguments of `CaseStore`.
    pub struct NewArguments: data {
        /// The pipeline of its cases.
        pub pipeline: Shared<Pipeline>,
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The store.
        pub this: Shared<Held>,
    }
}

record! {
    /// Arguments of `put`.
    pub struct PutArguments: data {
        /// The store.
        pub this: Shared<Held>,
        /// Cases, of which no two have one name.
        pub records: Vec<Case>,
    }
}

record! {
    /// Arguments of `apply_many`.
    pub struct ApplyManyArguments: data {
        /// The store.
        pub this: Shared<Held>,
        /// What happened with its cases.
        pub events: CaseEvents,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `tick`.
    pub struct TickArguments: data {
        /// The store.
        pub this: Shared<Held>,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `get`.
    pub struct GetArguments: data {
        /// The store.
        pub this: Shared<Held>,
        /// Which case.
        pub case_id: String,
    }
}

record! {
    /// Arguments of `remove`.
    pub struct RemoveArguments: data {
        /// The store.
        pub this: Shared<Held>,
        /// Which cases.
        pub case_ids: Vec<Name>,
    }
}

record! {
    /// Arguments of `restore`.
    pub struct RestoreArguments: data {
        /// What `snapshot` answered.
        pub bytes: Bytes,
        /// The same pipeline.
        pub pipeline: Shared<Pipeline>,
    }
}

operations! {
    #![cfg(feature = "funnel")]
    [CaseStore]

    /// Cases of a pipeline that stay between calls: events come in and stages go out, in columns.
    ///
    /// What `apply_many` and `tick` of the pipeline make of cases that are passed in, a store makes of
    /// those that it holds: the same cases, byte by byte.
    new(args: NewArguments, warnings, budget) -> Shared<Held> {
        CaseStore::new(Arc::clone(&args.pipeline)).into()
    }

    /// Takes cases in, in the place of those of the same names; lists those that it cannot hold.
    ///
    /// A case of another version of the rules comes under these, as by `migrate`.
    put(args: PutArguments, warnings, budget) -> PutCases {
        args.this.lock()?.put(args.records)?
    }

    /// What many events make of the cases, as `apply_many` of a pipeline; where they stand then.
    ///
    /// Events of cases that it does not hold fail the call, each with its path, and nothing changes.
    @long apply_many(args: ApplyManyArguments, warnings, budget) -> StoreApplied {
        let ApplyManyArguments { this, events, now } = args;
        let applied = this.lock()?.apply_many(events, now, budget)?;
        StoreApplied { warnings, ..applied }
    }

    /// Lets all timers fire that are due, and looks at no other case; those that changed.
    @long tick(args: TickArguments, warnings, budget) -> StoreTicked {
        args.this.lock()?.tick(args.now, budget)?
    }

    /// The first instant at which a timer of any case fires, if nothing happens before.
    next_due(args: Alone, warnings, budget) -> Option<Instant> {
        args.this.lock()?.next_due()
    }

    /// A case as `apply` answers it; nothing where it holds none of this name.
    get(args: GetArguments, warnings, budget) -> Option<Case> {
        args.this.lock()?.get(&args.case_id).cloned()
    }

    /// In which stage all cases are, since when, and when they are due: by name.
    stages(args: Alone, warnings, budget) -> CaseStages {
        args.this.lock()?.stages()
    }

    /// Drops cases; answers how many of them it held.
    remove(args: RemoveArguments, warnings, budget) -> i64 {
        args.this.lock()?.remove(&args.case_ids)
    }

    /// The state as bytes, without the pipeline.
    snapshot(args: Alone, warnings, budget) -> Bytes {
        args.this.lock()?.snapshot().into()
    }

    /// The store of a snapshot, with the same pipeline: it goes on as if nothing had happened.
    restore(args: RestoreArguments, warnings, budget) -> Shared<Held> {
        CaseStore::restore(&args.bytes.0, Arc::clone(&args.pipeline))?.into()
    }

    /// The number of cases.
    @property
    size(args: Alone, warnings, budget) -> i64 {
        args.this.lock()?.len().try_into().unwrap_or(i64::MAX)
    }

    /// Bytes that it holds in memory, about.
    @property
    memory_bytes(args: Alone, warnings, budget) -> i64 {
        args.this.lock()?.memory_bytes().try_into().unwrap_or(i64::MAX)
    }
}
