//! The classics: RFM, ABC, XYZ, BCG and life cycles, each over columns of transactions.
//!
//! What holds for all of them:
//!
//! - `now` gives the local date in the zone of the policy. Only whole days before it count: a row of
//!   that date or later is in no figure but `rows_later`. A window of 365 days is that date's 365 days
//!   before, the first included.
//! - A *purchase* is a row of a positive amount. A return, negative, changes money only.
//! - Amounts are summed exactly. Columns of money are whole numbers of 10^-`scale`.
//! - With a column `scope` clients are held against those of their scope. A client is of the scope
//!   of its latest row before that date (at one instant of the last name), and takes its history along.
//! - Rows of answers are in the byte order of clients, which also decides between equals.
//! - Boundaries are half-open, and no class is decided by a float.

mod abc;
mod bcg;
mod cuts;
mod ledger;
mod life_cycle;
mod nearest;
mod periods;
mod policy;
pub(crate) mod reasons;
mod report;
mod rfm;
mod table;
mod xyz;

pub use abc::abc;
pub use bcg::bcg;
pub use cuts::MAX_BINS;
pub use life_cycle::life_cycle;
pub use periods::{MAX_PERIODS, XyzPeriod};
pub use policy::{
    AbcPolicy, BcgPolicy, LifeCyclePolicy, Quadrant, Quadrants, RfmCuts, RfmPolicy, RfmSegment,
    XyzPolicy,
};
pub use report::{
    AbcClass, AbcReport, BcgCount, BcgReport, LifeCycleReport, RfmBins, RfmReport, StageCount,
    XyzCell, XyzReport,
};
pub use rfm::rfm;
pub use xyz::xyz;
