//! How far it is.

use super::policy::{Measure, Tier};
use crate::Reason;
use crate::kpi::roster::Scope;
use crate::math::Decimal;
use crate::shape::{Warning, record};
use crate::time::Period;

record! {
    /// How far everybody is with every target.
    pub struct ProgressReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the targets with all their defaults.
        pub policy_hash: String,
        /// In the order of the targets, and of the names of those whom a target is of.
        pub progress: Vec<Progress>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// How far one rep, team or territory is with one target.
    pub struct Progress: data {
        /// The target, counted from 0.
        pub target: u32,
        /// What it is called.
        pub target_id: Option<String>,
        /// Whether a rep, a team or a territory is meant.
        pub scope: Scope,
        /// Which one.
        pub whose: String,
        /// What is counted.
        pub measure: Measure,
        /// In which period.
        pub period: Period,
        /// What the target says.
        pub plan: Decimal,
        /// The plan by own days and share of a job.
        pub prorated_plan: Decimal,
        /// What the period before left to do, below 0 where more was done; absent where nothing is
        /// carried.
        pub carried: Option<Decimal>,
        /// The prorated plan and what was carried: all else is held against it.
        pub goal: Decimal,
        /// What of the goal falls on the days that are over.
        pub plan_to_date: Decimal,
        /// What was reached.
        pub actual: Decimal,
        /// By how much the actual is above the plan to date, or below 0.
        pub gap: Decimal,
        /// What is left to do, 0 or more.
        pub left: Decimal,
        /// The actual in percent of the goal; absent where there is no plan. Where what was carried over
        /// meets all of the plan, that and the actual together, in percent of the prorated plan.
        pub attainment_percent: Option<Decimal>,
        /// The actual in percent of the plan to date.
        pub pace_percent: Option<Decimal>,
        /// Where it ends if it goes on like this.
        pub forecast: Option<Decimal>,
        /// What is needed on each day that is left.
        pub needed_per_day: Option<Decimal>,
        /// Days of the period, by the company's calendar.
        pub all_days: i64,
        /// Of these, days that count for the plan.
        pub plan_days: i64,
        /// Days on which the rep is there.
        pub own_days: i64,
        /// Of these, days that are over.
        pub elapsed_days: i64,
        /// Of these, days that are left, today among them.
        pub days_left: i64,
        /// The tier that was reached.
        pub tier: Option<Tier>,
        /// By what the actual is multiplied for pay; absent without tiers or plan. Only the actual is
        /// paid: what was carried over was, in its own period.
        pub payout_factor: Option<Decimal>,
        /// The actual times the exact factor.
        pub payable: Option<Decimal>,
        /// Adjustments of closed periods, posted in this one.
        pub adjusted: Decimal,
        /// Rows that were counted.
        pub counted: i64,
        /// Rows whose value is not known, in no total.
        pub undetermined: i64,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}
