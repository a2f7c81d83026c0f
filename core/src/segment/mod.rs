//! Who matters now: segments of clients by what they buy.
//!
//! Transactions come in columns: `client`, `t`, `amount` (negative for a return) and, where clients
//! have one, `scope`: the manager, branch or company whose clients are held against each other.
//!
//! # Example
//! ```
//! use fieldbeat::budget::Budget;
//! use fieldbeat::segment::{AbcPolicy, abc};
//! use fieldbeat::shape::Value;
//!
//! let columns = Value::from_json(
//!     r#"{"client": ["north", "south", "north"], "amount": [900, 100, -50.5],
//!         "t": ["2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z", "2026-11-04T10:00:00Z"]}"#,
//! )?;
//! let now = "2026-11-20T09:00:00Z".parse()?;
//! let report = abc(&columns, now, &AbcPolicy::default(), &mut Budget::unlimited())?;
//! assert_eq!((report.client.get(1), report.abc.get(1)), (Some("south"), Some("B")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod classics;
mod columns;
pub(crate) mod core_accounts;
mod ids;
mod transactions;

pub(crate) use classics::reasons;
pub use classics::{
    AbcClass, AbcPolicy, AbcReport, BcgCount, BcgPolicy, BcgReport, LifeCyclePolicy,
    LifeCycleReport, MAX_BINS, MAX_PERIODS, Quadrant, Quadrants, RfmBins, RfmCuts, RfmPolicy,
    RfmReport, RfmSegment, StageCount, XyzCell, XyzPeriod, XyzPolicy, XyzReport, abc, bcg,
    life_cycle, rfm, xyz,
};
pub use core_accounts::{
    Assignment, AssignmentColumns, ClientScope, CoreFeatures, DynamicCorePolicy, Ingested,
    Migration, MoveCause, MoveColumns, ScopeZone, SegmentComparison, SegmentDifference,
    SegmentMove, SegmentMoves, SegmentPin, SegmentPolicy, SegmentRule, Segmenter, StaticCorePolicy,
    Transaction, TransactionRows, compare,
};
