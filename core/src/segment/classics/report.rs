//! What clients are: columns with a row a client, and all that they were told by.

use super::policy::{Quadrant, RfmCuts};
use crate::Reason;
use crate::column::{Buffer, Sparse, Texts};
use crate::math::Decimal;
use crate::shape::{Warning, record};
use crate::time::Date;

record! {
    /// How many clients of a scope have each score, from 1 on.
    pub struct RfmBins: data {
        /// The scope, where there are scopes.
        pub scope: Option<String>,
        /// How many clients are scored.
        pub clients: u32,
        /// Whether their cuts were given, and not taken from themselves.
        pub are_given: bool,
        /// By recency.
        pub recency: Vec<u32>,
        /// By frequency.
        pub frequency: Vec<u32>,
        /// By money.
        pub monetary: Vec<u32>,
    }
}

record! {
    /// Clients with a purchase in the window, by recency, frequency and money: a row each.
    pub struct RfmReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy.
        pub policy_hash: String,
        /// The first day that counts, where there is a window.
        pub start: Option<Date>,
        /// The date of `now`: the first day that does not count.
        pub end: Date,
        /// Rows of that day and later, which are in no figure.
        pub rows_later: u32,
        /// Clients without a purchase in the window: they have no row.
        pub without_purchase: u32,
        /// Digits after the point of money: it is whole numbers of their last digit.
        pub scale: u32,
        /// The cuts of every scope in which somebody bought, to be passed on when scores shall stay put;
        /// a scope that has none yet gets its own then. Those that were given for other scopes follow.
        pub cuts: Vec<RfmCuts>,
        /// How many clients of each scope have each score.
        pub bins: Vec<RfmBins>,
        /// The clients, in byte order.
        pub client: Texts,
        /// Their scopes, where there are scopes.
        pub scope: Option<Texts>,
        /// Days from the last purchase to `end`, at least 1: a client bought within the last n days
        /// if this is n at most.
        pub recency_days: Buffer<u32>,
        /// Days with a purchase.
        pub frequency_days: Buffer<u32>,
        /// All amounts of the window, returns too, times 10^scale.
        pub monetary_units: Buffer<i64>,
        /// From 1; the highest is the latest.
        pub recency_score: Buffer<u32>,
        /// From 1; the highest is the most.
        pub frequency_score: Buffer<u32>,
        /// From 1; the highest is the most.
        pub monetary_score: Buffer<u32>,
        /// By the policy's table, where it has one.
        pub segment: Option<Texts>,
        /// Days with a purchase after the first such day: *frequency* of models of lifetime value
        /// (Fader, Hardie and Lee, 2005) and of the package lifetimes.
        pub repeat_days: Buffer<u32>,
        /// Days from the first purchase to the last: their *recency*.
        pub span_days: Buffer<u32>,
        /// Days from the first purchase to the last day that counts, the one before `end`: their *T*.
        pub age_days: Buffer<u32>,
        /// What someone should look at: `bin_empty`.
        pub notices: Vec<Reason>,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A class of a scope.
    pub struct AbcClass: data {
        /// The scope, where there are scopes.
        pub scope: Option<String>,
        /// `A`, `B` or `C`.
        pub abc: String,
        /// How many clients are of it.
        pub clients: u32,
        /// Their revenue; of those that have none too.
        pub revenue: Decimal,
        /// Percent of the scope's positive revenue, half up to four digits; none where that is 0.
        pub revenue_percent: Option<Decimal>,
    }
}

record! {
    /// Clients with a row in the window, by their share of revenue: a row each.
    pub struct AbcReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy.
        pub policy_hash: String,
        /// The first day that counts, where there is a window.
        pub start: Option<Date>,
        /// The date of `now`: the first day that does not count.
        pub end: Date,
        /// Rows of that day and later, which are in no figure.
        pub rows_later: u32,
        /// Digits after the point of money: it is whole numbers of their last digit.
        pub scale: u32,
        /// A, B and C of every scope.
        pub classes: Vec<AbcClass>,
        /// The clients, in byte order.
        pub client: Texts,
        /// Their scopes, where there are scopes.
        pub scope: Option<Texts>,
        /// All amounts of the window, returns too, times 10^scale.
        pub revenue_units: Buffer<i64>,
        /// Place within the scope, from 1: by revenue, and among equals by client.
        pub rank: Buffer<u32>,
        /// Positive revenue of those before it in the scope, times 10^scale: it decides the class.
        pub before_units: Buffer<i64>,
        /// `A`, `B` or `C`.
        pub abc: Texts,
        /// What someone should look at: `no_revenue`.
        pub notices: Vec<Reason>,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A pair of an ABC and an XYZ class of a scope.
    pub struct XyzCell: data {
        /// The scope, where there are scopes.
        pub scope: Option<String>,
        /// From `AX` to `CZ`.
        pub cell: String,
        /// How many clients are of it.
        pub clients: u32,
        /// Their revenue.
        pub revenue: Decimal,
    }
}

record! {
    /// Clients with a row in the periods, by how steadily they buy: a row each.
    pub struct XyzReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy.
        pub policy_hash: String,
        /// The first day of the first period.
        pub start: Date,
        /// The first day after the last period: that which holds `now` does not count.
        pub end: Date,
        /// Rows of that day and later, which are in no figure.
        pub rows_later: u32,
        /// Digits after the point of money: it is whole numbers of their last digit.
        pub scale: u32,
        /// How many clients are of each of the nine pairs of classes, scope by scope.
        pub cells: Vec<XyzCell>,
        /// The clients, in byte order.
        pub client: Texts,
        /// Their scopes, where there are scopes.
        pub scope: Option<Texts>,
        /// All amounts of the periods, returns too, times 10^scale.
        pub revenue_units: Buffer<i64>,
        /// How many periods count: those from the first purchase on, without revenue too.
        pub periods: Buffer<u32>,
        /// The coefficient of variation of their sums: the population's standard deviation in
        /// percent of the mean (Pearson, 1896). None where the mean is not positive.
        pub variation_percent: Sparse<f64>,
        /// `A`, `B` or `C`, by revenue of the periods, as `abc` has it.
        pub abc: Texts,
        /// `X`, `Y` or `Z`.
        pub xyz: Texts,
        /// Where both together stand in the Boston matrix: `star`, `cow`, `question`, `dog`.
        pub quadrant: Texts,
        /// What someone should look at: `no_revenue`, `few_periods`.
        pub notices: Vec<Reason>,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A quadrant of a scope.
    pub struct BcgCount: data {
        /// The scope, where there are scopes.
        pub scope: Option<String>,
        /// Which one.
        pub quadrant: Quadrant,
        /// How many clients are in it.
        pub clients: u32,
        /// Their revenue.
        pub revenue: Decimal,
    }
}

record! {
    /// Clients with a row in either window, by share and growth: a row each.
    pub struct BcgReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy.
        pub policy_hash: String,
        /// The first day of the window before.
        pub start_before: Date,
        /// The first day that counts.
        pub start: Date,
        /// The date of `now`: the first day that does not count.
        pub end: Date,
        /// Rows of that day and later, which are in no figure.
        pub rows_later: u32,
        /// Digits after the point of money: it is whole numbers of their last digit.
        pub scale: u32,
        /// How many clients are in each quadrant, scope by scope.
        pub quadrants: Vec<BcgCount>,
        /// The clients, in byte order.
        pub client: Texts,
        /// Their scopes, where there are scopes.
        pub scope: Option<Texts>,
        /// All amounts of the window, returns too, times 10^scale.
        pub revenue_units: Buffer<i64>,
        /// The same of the window before.
        pub revenue_before_units: Buffer<i64>,
        /// Percent of the revenue of the scope's largest client; 0 without revenue.
        pub share_percent: Buffer<f64>,
        /// By how much revenue grew, in percent of the window before; none where that had none.
        pub growth_percent: Sparse<f64>,
        /// `star`, `cow`, `question` or `dog`.
        pub quadrant: Texts,
        /// What someone should look at: `no_revenue`, `grew_from_nothing`.
        pub notices: Vec<Reason>,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A stage of life.
    pub struct StageCount: data {
        /// Which one.
        pub stage: String,
        /// How many clients are in it.
        pub clients: u32,
    }
}

record! {
    /// Clients by the stage of their life: a row each.
    pub struct LifeCycleReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy.
        pub policy_hash: String,
        /// The date of `now`: the first day that does not count.
        pub end: Date,
        /// Rows of that day and later, which are in no figure.
        pub rows_later: u32,
        /// How many clients are in each stage.
        pub stages: Vec<StageCount>,
        /// The clients, in byte order; prospects too.
        pub client: Texts,
        /// Days with a purchase.
        pub purchase_days: Buffer<u32>,
        /// Days from the last purchase to `end`, at least 1; none without a purchase.
        pub since_days: Sparse<i64>,
        /// The mean gap between days with a purchase, no shorter than the policy's; none before a
        /// second one.
        pub gap_days: Sparse<f64>,
        /// `potential`, `new`, `active`, `sleeping` or `lost`.
        pub stage: Texts,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}
