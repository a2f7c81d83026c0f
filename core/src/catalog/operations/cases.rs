//! Work on many cases, and copies of one that saw different events.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::funnel::{Applied, Case, Pipeline, WorkItem};
use crate::shape::{Shared, record};
use crate::time::Instant;

record! {
    /// Arguments of `merge_logs`.
    pub struct MergeLogsArguments: data {
        /// A case.
        pub a: Case,
        /// The same case with other events.
        pub b: Case,
        /// Its pipeline.
        pub pipeline: Shared<Pipeline>,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `worklist`.
    pub struct WorklistArguments: data {
        /// Cases, in any order.
        pub cases: Vec<Case>,
        /// The present.
        pub now: Instant,
        /// Their pipeline.
        pub pipeline: Shared<Pipeline>,
    }
}

operations! {
    #![cfg(feature = "funnel")]

    /// One case of two copies that saw different events offline, the same in either order.
    merge_logs(args: MergeLogsArguments, warnings, budget) -> Applied {
        crate::funnel::merge_logs(&args.a, &args.b, &args.pipeline, args.now)?
    }

    /// Open cases, the most overdue first, with why they are stalled.
    worklist(args: WorklistArguments, warnings, budget) -> Vec<WorkItem> {
        crate::funnel::worklist(&args.cases, args.now, &args.pipeline)?
    }
}
