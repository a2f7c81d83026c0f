//! What two policies of segments differ in.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::segment::{ClientScope, SegmentComparison, SegmentPin, SegmentPolicy, TransactionRows};
use crate::shape::record;
use crate::time::Instant;

record! {
    /// Arguments of `compare`.
    pub struct CompareArguments: data {
        /// How clients are divided, once.
        pub policy_a: SegmentPolicy,
        /// And otherwise.
        pub policy_b: SegmentPolicy,
        /// What was bought and given back, in any order.
        pub transactions: TransactionRows,
        /// The present.
        pub now: Instant,
        /// Of which scope clients are, from when on.
        pub scopes: Vec<ClientScope> = Vec::new(),
        /// Segments that somebody decided on: of both policies.
        pub pins: Vec<SegmentPin> = Vec::new(),
    }
}

operations! {
    #![cfg(feature = "segment")]

    /// The clients that two segment policies put into different segments, and why.
    @long compare(args: CompareArguments, warnings, budget) -> SegmentComparison {
        let mut found = crate::segment::compare(
            &args.policy_a,
            &args.policy_b,
            &args.transactions.0,
            &args.scopes,
            &args.pins,
            args.now,
            budget,
        )?;
        // What is odd about a policy was told when it was read, too.
        let others = warnings.into_iter().filter(|it| !found.warnings.contains(it));
        let others: Vec<_> = others.collect();
        found.warnings.extend(others);
        found
    }
}
