//! What a visit is worth, and how a rep stands.

mod card;
mod close;
mod exact;
mod figures;
pub(crate) mod reasons;
mod roster;
mod rows;
mod score;
mod target;

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

pub use card::{
    Bands, CardKeys, CardTerms, DecayStep, HitPolicy, Keep, Limit, LimitKind, LimitPeriod,
    Modifier, ModifierKind, OnUnknown, Participant, PeriodZone, RoundingMode, ScoreCard,
    ScoreCardPolicy, ScoreColumns, ScoreReport, ScoreRow, ScoreTable, ScoreTotal, SplitBy,
    SplitPolicy, merge_scores,
};
pub use close::{
    Adjustment, ChangedVisit, ClosePolicy, ClosedLine, ClosedRep, ClosedVisit, PeriodSnapshot,
    Reconciliation, close_period, reconcile,
};
pub use figures::{
    AttributedOrder, Beside, Client, ClientCounts, Conversion, CountedValue, Counts, Leaderboard,
    LeaderboardOptions, Order, OverdueTasks, PlanActual, PlanActualReport, RulePoints, Show,
    Standing, Statistics, StatisticsOptions, Task, leaderboard, plan_actual, statistics,
};
pub use roster::{Absence, AbsenceKind, Rep, Scope, WorkCalendar};
pub use score::{Score, ScoreStatus, ScoreStep, StepKind};
pub use target::{
    AdjustmentUse, Carry, Measure, Progress, ProgressReport, Prorate, Spread, Target, TargetPeriod,
    Tier, TierKind, Tiers, progress,
};

/// What is found by a key; its order is nobody's business.
type Lookup<K, V> = HashMap<K, V, FxBuildHasher>;
