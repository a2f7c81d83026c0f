//! Periods that are closed: what was paid stays, and what changes later is posted apart.

mod policy;
mod report;
mod snapshot;
mod sums;

pub use policy::ClosePolicy;
pub use report::{
    Adjustment, ChangedVisit, ClosedLine, ClosedRep, ClosedVisit, PeriodSnapshot, Reconciliation,
};
pub use snapshot::{close_period, reconcile};
