//! Targets: what is to be reached in a period, and how far it is.

mod compile;
mod days;
mod measured;
mod payout;
mod policy;
mod progress;
mod report;

pub(super) use measured::{Measured, measured};
pub(super) use policy::kind_of;
pub use policy::{
    AdjustmentUse, Carry, Measure, Prorate, Spread, Target, TargetPeriod, Tier, TierKind, Tiers,
};
pub(super) use progress::dates_of;
pub use progress::progress;
pub use report::{Progress, ProgressReport};
