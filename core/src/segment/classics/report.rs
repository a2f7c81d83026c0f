//! What clients are: columns with a row a client, and all that they were told by.

use super::policy::RfmCuts;
use crate::Reason;
use crate::column::{Buffer, Texts};
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
        /// The cuts of every scope, to be passed on when scores shall stay put.
        pub cuts: Vec<RfmCuts>,
        /// How many clients have each score, in the order of `cuts`.
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
        pub class: String,
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
        pub class: Texts,
        /// What someone should look at: `no_revenue`.
        pub notices: Vec<Reason>,
        /// What is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}
