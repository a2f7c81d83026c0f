//! Figures of many rows: plan and actual, counts and shares, standings.

mod conversion;
mod label;
mod leaderboard;
mod plan_actual;
mod policy;
mod report;
mod statistics;

pub use leaderboard::leaderboard;
pub use plan_actual::plan_actual;
pub use policy::{Beside, Client, LeaderboardOptions, Order, Show, StatisticsOptions, Task};
pub use report::{
    AttributedOrder, ClientCounts, Conversion, CountedValue, Counts, Leaderboard, OverdueTasks,
    PlanActual, PlanActualReport, RulePoints, Standing, Statistics,
};
pub use statistics::statistics;
