//! The methods of `Segmenter`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use super::turns::{Turn, Turns};
use crate::Result;
use crate::segment::{
    Assignment, AssignmentColumns, ClientScope, Ingested, Migration, MoveColumns, SegmentMove,
    SegmentMoves, SegmentPin, SegmentPolicy, Segmenter, TransactionRows,
};
use crate::shape::{Bytes, Engine, Shared, Value, Warning, record};
use crate::time::Instant;

/// A segmenter that threads may share: one call at a time.
pub struct Held(Turns<Segmenter>);

impl Held {
    fn lock(&self) -> Result<Turn<'_, Segmenter>> {
        self.0.lock()
    }
}

impl Engine for Held {
    fn class() -> &'static str {
        "Segmenter"
    }

    fn summary(&self) -> String {
        match self.0.idle() {
            Some(own) => format!("Segmenter({} clients)", own.len()),
            None => "Segmenter(at work)".to_owned(),
        }
    }
}

impl From<Segmenter> for Shared<Held> {
    fn from(own: Segmenter) -> Self {
        Held(Turns::new(own)).into()
    }
}

record! {
    /// Arguments of `Segmenter`.
    pub struct NewArguments: data {
        /// How clients are divided.
        pub policy: SegmentPolicy = SegmentPolicy::default(),
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The segmenter.
        pub this: Shared<Held>,
    }
}

record! {
    /// Arguments of `ingest`.
    pub struct IngestArguments: data {
        /// The segmenter.
        pub this: Shared<Held>,
        /// What was bought and given back, in any order.
        pub transactions: TransactionRows = TransactionRows(Value::List(Vec::new())),
        /// Of which scope clients are, from when on.
        pub scopes: Vec<ClientScope> = Vec::new(),
        /// Segments that somebody decided on.
        pub pins: Vec<SegmentPin> = Vec::new(),
    }
}

record! {
    /// Arguments of `advance`.
    pub struct AdvanceArguments: data {
        /// The segmenter.
        pub this: Shared<Held>,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `change_policy`.
    pub struct ChangePolicyArguments: data {
        /// The segmenter.
        pub this: Shared<Held>,
        /// How clients are divided from now on.
        pub policy: SegmentPolicy,
    }
}

record! {
    /// Arguments of `moves`.
    pub struct MovesArguments: data {
        /// The segmenter.
        pub this: Shared<Held>,
        /// The first instant that counts.
        pub start: Instant,
        /// The first that no longer does.
        pub end: Instant,
    }
}

record! {
    /// Arguments of `migration`.
    pub struct MigrationArguments: data {
        /// The segmenter.
        pub this: Shared<Held>,
        /// The first instant that counts.
        pub start: Instant,
        /// The first that no longer does.
        pub end: Instant,
        /// Whose clients; by default all.
        pub scope: Option<String>,
    }
}

record! {
    /// Arguments of `restore`.
    pub struct RestoreArguments: data {
        /// What `snapshot` answered.
        pub bytes: Bytes,
        /// The same policy, the last one where it was changed.
        pub policy: SegmentPolicy = SegmentPolicy::default(),
    }
}

record! {
    /// Arguments of `merge`.
    pub struct MergeArguments: data {
        /// What `snapshot` answered, of each part.
        pub parts: Vec<Bytes>,
        /// The policy of all of them, the last one where it was changed.
        pub policy: SegmentPolicy = SegmentPolicy::default(),
    }
}

operations! {
    #![cfg(feature = "segment")]
    [Segmenter]

    /// Segments of clients that recalculate themselves: the static and the dynamic core of each scope.
    ///
    /// Every client is looked at at the start of every local day, on whole days before it, but only
    /// those are touched who can have changed.
    new(args: NewArguments, warnings, budget) -> Shared<Held> {
        Segmenter::new(&args.policy)?.into()
    }

    /// Takes in transactions, scopes and pins, which wait for the next `advance`: nothing is told before.
    ///
    /// The `scope` of a row holds from its own time on; an older row overrides no newer one.
    /// A transaction whose `id` came before is a correction: it takes the place of that one, and
    /// without a scope keeps its. Columns are `client`, `t`, `amount` and perhaps `id`, `scope`; with a `scale` amounts are whole numbers
    /// of 10^-scale.
    ingest(args: IngestArguments, warnings, budget) -> Ingested {
        let mut ingested =
            args.this.lock()?.ingest(&args.transactions.0, &args.scopes, &args.pins)?;
        ingested.warnings.extend(warnings);
        ingested
    }

    /// Evaluates all local days that have begun, and what came late again; answers the moves.
    @long advance(args: AdvanceArguments, warnings, budget) -> SegmentMoves {
        args.this.lock()?.advance(args.now, budget)?
    }

    /// Clients are divided otherwise on days that begin after the last `advance`: is it another policy?
    ///
    /// What was is not rewritten. A move on the first day of a policy to where the one before would not
    /// have put the client has the cause `policy`. Scopes that are known keep their zone.
    change_policy(args: ChangePolicyArguments, warnings, budget) -> bool {
        args.this.lock()?.change_policy(&args.policy)?
    }

    /// In which segment every client is, since when and why, as of the last `advance`.
    assignments(args: Alone, warnings, budget) -> Vec<Assignment> {
        args.this.lock()?.assignments()
    }

    /// The same in columns, of many clients much quicker: without reasons, and of features only money.
    assignments_many(args: Alone, warnings, budget) -> AssignmentColumns {
        args.this.lock()?.assignments_many()
    }

    /// The moves of a range of time in columns, without what was known and what flipped.
    moves_many(args: MovesArguments, warnings, budget) -> MoveColumns {
        args.this.lock()?.moves_many(args.start, args.end)
    }

    /// The moves of a range of time, by time, scope and client.
    moves(args: MovesArguments, warnings, budget) -> Vec<SegmentMove> {
        args.this.lock()?.moves(args.start, args.end)
    }

    /// How many clients went from which segment to which in a range of time.
    migration(args: MigrationArguments, warnings, budget) -> Migration {
        args.this.lock()?.migration(args.start, args.end, args.scope.as_deref())?
    }

    /// The next instant at which any client may move, if nothing comes in.
    next_due(args: Alone, warnings, budget) -> Option<Instant> {
        args.this.lock()?.next_due()
    }

    /// The state as bytes, without the policy.
    snapshot(args: Alone, warnings, budget) -> Bytes {
        args.this.lock()?.snapshot().into()
    }

    /// The segmenter of a snapshot, with the same policy: it goes on as if nothing had happened.
    restore(args: RestoreArguments, warnings, budget) -> Shared<Held> {
        Segmenter::restore(&args.bytes.0, &args.policy)?.into()
    }

    /// One segmenter of the snapshots of several: shards by scope, or parts that never advanced.
    merge(args: MergeArguments, warnings, budget) -> Shared<Held> {
        let parts: Vec<&[u8]> = args.parts.iter().map(|part| &*part.0).collect();
        Segmenter::merge(&parts, &args.policy)?.into()
    }

    /// The policy that it was made of, or the last one that it was changed to.
    @property
    policy(args: Alone, warnings, budget) -> SegmentPolicy {
        args.this.lock()?.policy().clone()
    }

    /// What in the policy is legal and probably not meant: `never_true`, `always_true`.
    @property
    warnings(args: Alone, warnings, budget) -> Vec<Warning> {
        args.this.lock()?.warnings().to_vec()
    }

    /// Bytes that it holds in memory, about.
    @property
    memory_bytes(args: Alone, warnings, budget) -> i64 {
        args.this.lock()?.memory_bytes().try_into().unwrap_or(i64::MAX)
    }
}
