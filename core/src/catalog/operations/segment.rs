//! Clients by what they bought: RFM, ABC, XYZ, BCG and life cycles.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::condition::AnyColumns;
use super::macros::operations;
use crate::segment::{
    AbcPolicy, AbcReport, BcgPolicy, BcgReport, LifeCyclePolicy, LifeCycleReport, RfmCuts,
    RfmPolicy, RfmReport, XyzPolicy, XyzReport,
};
use crate::shape::{Warning, record};
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

record! {
    /// Arguments of `xyz`.
    pub struct XyzArguments: data {
        /// Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
        pub columns: AnyColumns,
        /// The present: days before it count.
        pub now: Instant,
        /// The periods, and where classes end.
        pub policy: XyzPolicy = XyzPolicy::default(),
    }
}

record! {
    /// Arguments of `bcg`.
    pub struct BcgArguments: data {
        /// Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
        pub columns: AnyColumns,
        /// The present: days before it count.
        pub now: Instant,
        /// The window, and from where on a client is large or grows.
        pub policy: BcgPolicy = BcgPolicy::default(),
    }
}

record! {
    /// Arguments of `life_cycle`.
    pub struct LifeCycleArguments: data {
        /// Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
        pub columns: AnyColumns,
        /// The present: days before it count.
        pub now: Instant,
        /// When a client is new, sleeps or is lost.
        pub policy: LifeCyclePolicy = LifeCyclePolicy::default(),
        /// Clients that are known from elsewhere: those without a row are potential.
        pub prospects: Vec<String> = Vec::new(),
    }
}

/// What is odd about a policy is told when it is read, and again by the operation that checks it.
#[cfg(feature = "segment")]
fn told_once(mut told: Vec<Warning>, read: Vec<Warning>) -> Vec<Warning> {
    let others: Vec<Warning> = read.into_iter().filter(|own| !told.contains(own)).collect();
    told.extend(others);
    told
}

operations! {
    #![cfg(feature = "segment")]

    /// Clients by recency, frequency and money, with scores that stay put while their cuts do.
    @long rfm(args: RfmArguments, warnings, budget) -> RfmReport {
        let (columns, cuts) = (&args.columns.0, &args.cuts);
        let mut report = crate::segment::rfm(columns, args.now, &args.policy, cuts, budget)?;
        report.warnings = told_once(report.warnings, warnings);
        report
    }

    /// Clients by the share of revenue that those before them have: A, B and C.
    @long abc(args: AbcArguments, warnings, budget) -> AbcReport {
        let mut report = crate::segment::abc(&args.columns.0, args.now, &args.policy, budget)?;
        report.warnings = told_once(report.warnings, warnings);
        report
    }

    /// Clients by how steadily they buy, X, Y and Z, and with ABC the matrix of both.
    @long xyz(args: XyzArguments, warnings, budget) -> XyzReport {
        let mut report = crate::segment::xyz(&args.columns.0, args.now, &args.policy, budget)?;
        report.warnings = told_once(report.warnings, warnings);
        report
    }

    /// Clients by share and growth, the Boston matrix: star, cow, question and dog.
    @long bcg(args: BcgArguments, warnings, budget) -> BcgReport {
        let mut report = crate::segment::bcg(&args.columns.0, args.now, &args.policy, budget)?;
        report.warnings = told_once(report.warnings, warnings);
        report
    }

    /// Clients by the stage of their life, each by its own pace: from potential to lost.
    @long life_cycle(args: LifeCycleArguments, warnings, budget) -> LifeCycleReport {
        let (columns, prospects) = (&args.columns.0, &args.prospects);
        let mut report =
            crate::segment::life_cycle(columns, args.now, &args.policy, prospects, budget)?;
        report.warnings = told_once(report.warnings, warnings);
        report
    }
}
