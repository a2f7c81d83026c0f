//! Cases that stay here between calls: events go in and stages come out, in columns, and the cases
//! themselves make no way from and to the host.

mod apply;
mod case_store;
mod kept;
mod report;
mod snapshot;
mod tick;
mod weight;

pub use case_store::CaseStore;
pub use report::{CaseStages, PutCases, StoreApplied, StoreTicked, StuckCase};
