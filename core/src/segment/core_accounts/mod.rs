//! Core accounts: the static and the dynamic core of each scope, and segments that recalculate
//! themselves.
//!
//! - `policy`, `compile`: all numbers, checked once
//! - `rows`, `intake`, `ids`, `late`: what goes in, waits to be counted, may be corrected, and is late
//! - `days`, `history`, `client`, `numbers`: what is known of a client, and how it is found
//! - `ranking`, `order`, `features`: where it stands on a day
//! - `evaluate`, `table`, `watch`: which segment that makes, what flipped, and when it may flip
//! - `scope`, `purchases`, `queue`, `settled`, `slate`, `night`, `log`, `digits`, `slim`: all clients of
//!   a scope, day by day, and in little room
//! - `laws`: by which policy, where it changes
//! - `segmenter`, `changes`, `told`: the front door, what an advance brought, and what comes out
//! - `bulk`: the same in columns
//! - `compare`: two policies over the same purchases
//! - `snapshot`, `kept`, `plain`, `merge`: the state as bytes, and several that become one

mod bulk;
mod changes;
mod client;
mod compare;
mod compile;
mod days;
mod digits;
mod evaluate;
mod features;
mod history;
mod ids;
mod intake;
mod kept;
mod late;
mod laws;
mod log;
mod merge;
mod night;
mod numbers;
mod order;
mod plain;
mod policy;
mod purchases;
mod queue;
mod ranking;
pub(crate) mod reasons;
mod report;
mod rows;
mod scope;
mod segmenter;
mod settled;
mod slate;
mod slim;
mod snapshot;
mod table;
mod told;
mod watch;

pub use compare::compare;
pub use features::CoreFeatures;
pub use policy::{DynamicCorePolicy, ScopeZone, SegmentPolicy, SegmentRule, StaticCorePolicy};
pub use report::{
    Assignment, AssignmentColumns, Ingested, Migration, MoveCause, MoveColumns, SegmentComparison,
    SegmentDifference, SegmentMove, SegmentMoves,
};
pub use rows::{ClientScope, SegmentPin, Transaction, TransactionRows};
pub use segmenter::Segmenter;
