//! Who matters now: segments of clients by what they buy.

pub(crate) mod core_accounts;
#[allow(dead_code, reason = "its readers are on their way")]
mod transactions;

pub(crate) use core_accounts::check_segment_policy;
pub use core_accounts::{
    Assignment, ClientScope, CoreFeatures, DynamicCorePolicy, Ingested, Migration, MoveCause,
    ScopeZone, SegmentComparison, SegmentDifference, SegmentMove, SegmentMoves, SegmentPin,
    SegmentPolicy, SegmentRule, Segmenter, StaticCorePolicy, Transaction, TransactionRows, compare,
};
