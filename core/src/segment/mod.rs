//! Who matters now: segments of clients by what they buy.

pub(crate) mod core_accounts;
#[allow(dead_code, reason = "its readers are on their way")]
mod transactions;

pub use core_accounts::{
    Assignment, ClientScope, CoreFeatures, DynamicCorePolicy, Ingested, Migration, MoveCause,
    ScopeZone, SegmentDifference, SegmentMove, SegmentMoves, SegmentPin, SegmentPolicy,
    SegmentRule, Segmenter, StaticCorePolicy, Transaction, TransactionRows,
};
