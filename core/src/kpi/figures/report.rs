//! What comes out of many rows.

use crate::Reason;
use crate::kpi::roster::Scope;
use crate::kpi::score::StepKind;
use crate::math::Decimal;
use crate::reason::Facts;
use crate::shape::{Value, Warning, record};
use crate::time::Period;

record! {
    /// Plan, potential and actual, by groups and in all.
    pub struct PlanActualReport: data {
        /// Version of the engine.
        pub engine: String,
        /// In the order of their keys.
        pub groups: Vec<PlanActual>,
        /// All groups together.
        pub totals: PlanActual,
        /// Rows that are in no group: of another period, or of none.
        pub left_out: i64,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Plan, potential and actual of some rows.
    pub struct PlanActual: data {
        /// Which rows: the value of each dimension.
        pub key: Facts,
        /// Of which period; absent where all of time is meant.
        pub period: Option<Period>,
        /// The plan; absent where no row has one.
        pub plan: Option<Decimal>,
        /// The potential; absent where no row has one.
        pub potential: Option<Decimal>,
        /// The actual; absent where no row has one.
        pub actual: Option<Decimal>,
        /// The actual minus the plan.
        pub difference: Option<Decimal>,
        /// The actual in percent of the plan.
        pub plan_percent: Option<Decimal>,
        /// The actual in percent of the potential.
        pub potential_percent: Option<Decimal>,
        /// How many rows.
        pub rows: i64,
        /// Why something is absent.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// Who stands where.
    pub struct Leaderboard: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the options with all their defaults.
        pub policy_hash: String,
        /// Whether reps, teams or territories are ranked.
        pub scope: Scope,
        /// Of which period.
        pub period: Period,
        /// The period before, with which movement is told.
        pub last_period: Period,
        /// How many are ranked, shown or not.
        pub ranked: i64,
        /// Those who are shown, by rank, and those of one rank by name.
        pub standings: Vec<Standing>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Where one stands.
    pub struct Standing: data {
        /// 1 is the best; of equals each has the same, and the next ranks are left out: 1, 2, 2, 4.
        pub rank: i64,
        /// How many have this rank.
        pub sharing: i64,
        /// Who.
        pub whose: String,
        /// Points.
        pub points: Decimal,
        /// The rank in the period before; absent for those who had no rows then.
        pub last_rank: Option<i64>,
        /// How many ranks higher than then; below 0, lower.
        pub movement: Option<i64>,
        /// Visits with points.
        pub visits: i64,
        /// Working days that are over, on which the rep was there; of a team, those of all reps who are of
        /// it by the roster or by a row of the period.
        pub days: i64,
        /// Points per working day.
        pub points_per_day: Option<Decimal>,
        /// Points per rule; they sum to the points.
        pub rules: Vec<RulePoints>,
        /// Rows whose points are not known, in no total.
        pub undetermined: i64,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// What one rule gave.
    pub struct RulePoints: data {
        /// At which stage; absent for points without steps.
        pub kind: Option<StepKind>,
        /// The rule, by the name that the card gives it.
        pub rule_id: Option<String>,
        /// Points.
        pub points: Decimal,
    }
}

record! {
    /// Counts, shares, sums and conversion of rows.
    pub struct Statistics: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the options with all their defaults.
        pub policy_hash: String,
        /// Of which period; absent where all of time is meant.
        pub period: Option<Period>,
        /// How many rows.
        pub rows: i64,
        /// Rows without a time, where a period is asked for: they are not counted.
        pub undated: i64,
        /// By each key that was asked for.
        pub counts: Vec<Counts>,
        /// The sum sold; absent where no row has one.
        pub amount: Option<Decimal>,
        /// What of it is earned; absent where no row tells.
        pub margin: Option<Decimal>,
        /// The margin in percent of the sum, of those rows that have both.
        pub margin_percent: Option<Decimal>,
        /// Clients by kind, where clients were passed.
        pub clients: Option<Vec<ClientCounts>>,
        /// Tasks that are overdue by owner, where tasks were passed.
        pub overdue: Option<Vec<OverdueTasks>>,
        /// From visits to orders, where orders were passed.
        pub conversion: Option<Conversion>,
        /// Why something is absent.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Rows by the values of one key.
    pub struct Counts: data {
        /// The key.
        pub by: String,
        /// In the order of the values; what no row tells comes first.
        pub values: Vec<CountedValue>,
    }
}

record! {
    /// How many rows have a value.
    pub struct CountedValue: data {
        /// The value: a text, a whole number or a boolean; absent where rows have none.
        pub value: Value,
        /// How many.
        pub count: i64,
        /// Their share in percent, to a tenth: shares sum to exactly 100.
        pub share_percent: Decimal,
    }
}

record! {
    /// Clients of one kind.
    pub struct ClientCounts: data {
        /// The kind; absent for clients of none, and for sites that are no client of the list.
        pub kind: Option<String>,
        /// Clients that were new in the period; absent without one.
        pub new: Option<i64>,
        /// Clients with at least one row.
        pub handled: i64,
    }
}

record! {
    /// Tasks of one owner that are overdue.
    pub struct OverdueTasks: data {
        /// Whose; absent for tasks of nobody.
        pub owner: Option<String>,
        /// How many.
        pub count: i64,
        /// For how long the oldest has been.
        pub longest_ms: i64,
    }
}

record! {
    /// From visits to orders. An order goes to the latest visit to its site in whose window it lies, of any
    /// period, and counts in that of the visit alone.
    pub struct Conversion: data {
        /// Visits whose window has ended.
        pub visits: i64,
        /// Of these, visits with an order.
        pub with_order: i64,
        /// Their share in percent; absent where no window has ended.
        pub rate_percent: Option<Decimal>,
        /// Visits whose window is open, which are not in the rate.
        pub open: i64,
        /// Of these, visits that have an order already.
        pub open_with_order: i64,
        /// Which order goes to which of the visits that are counted, in the order of the orders'
        /// identifiers.
        pub orders: Vec<AttributedOrder>,
        /// Orders that go to no visit at all.
        pub unattributed: i64,
        /// The sum of the orders that go to visits; absent where none has one.
        pub amount: Option<Decimal>,
    }
}

record! {
    /// An order, and the visit that it goes to.
    pub struct AttributedOrder: data {
        /// Identifier of the order.
        pub order: String,
        /// Identifier of the visit; absent where its row has none.
        pub visit: Option<String>,
    }
}
