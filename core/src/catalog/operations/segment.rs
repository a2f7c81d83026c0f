//! Clients by what they bought: RFM, ABC, XYZ, BCG and life cycles.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::condition::AnyColumns;
use super::macros::operations;
use crate::segment::{AbcPolicy, AbcReport, RfmCuts, RfmPolicy, RfmReport};
use crate::shape::record;
use crate::time::Instant;

record! {
    /// Arguments of `rfm`.
    pub struct RfmArguments: data {
        /// Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
        pub columns: AnyColumns,
        /// The present: days before it count.
        pub now: Instant,
        /// The window, the number of scores, names for them.
        pub policy: RfmPolicy = RfmPolicy::default(),
        /// Where scores end: the `cuts` of an earlier answer, or a person's; else quantiles.
        pub cuts: Vec<RfmCuts> = Vec::new(),
    }
}

record! {
    /// Arguments of `abc`.
    pub struct AbcArguments: data {
        /// Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
        pub columns: AnyColumns,
        /// The present: days before it count.
        pub now: Instant,
        /// The window, and where classes end.
        pub policy: AbcPolicy = AbcPolicy::default(),
    }
}

operations! {
    #![cfg(feature = "segment")]

    /// Clients by recency, frequency and money, with scores that stay put while their cuts do.
    @long rfm(args: RfmArguments, warnings, budget) -> RfmReport {
        let (columns, cuts) = (&args.columns.0, &args.cuts);
        let mut report = crate::segment::rfm(columns, args.now, &args.policy, cuts, budget)?;
        report.warnings = warnings;
        report
    }

    /// Clients by the share of revenue that those before them have: A, B and C.
    @long abc(args: AbcArguments, warnings, budget) -> AbcReport {
        let mut report = crate::segment::abc(&args.columns.0, args.now, &args.policy, budget)?;
        report.warnings = warnings;
        report
    }
}
