//! What a visit is worth, and how a rep stands.
//!
//! Rows of points, [`Score`], come from a score card or from a system of one's own. [`progress`] holds
//! them against [`Target`]s; [`close_period`] keeps what was paid, and [`reconcile`] tells what changed
//! since; [`leaderboard`] ranks. [`plan_actual`] and [`statistics`] sum up rows of any system.
//!
//! People are paid by this: sums are exact, ratios are rounded once, half up, the order of the rows
//! never matters, and what nobody knows is in no total. A visit is of the local date on which it
//! began in its rep's zone.
//!
//! # Example
//! ```
//! use fieldbeat::budget::Budget;
//! use fieldbeat::kpi::{Score, Target, progress};
//! use fieldbeat::{Calendar, CalendarPolicy};
//!
//! let calendar = Calendar::new(&CalendarPolicy::default())?;
//! let scored = [Score::new("visit-1", "anna", "2026-11-10T10:00:00Z".parse()?, "30")?];
//! let now = "2026-11-13T18:00:00Z".parse()?;
//! let targets = [Target::new("90".parse()?)];
//! let budget = &mut Budget::unlimited();
//! let report = progress(&targets, &scored, &calendar, now, &[], &[], budget)?;
//! assert_eq!(report.progress[0].attainment_percent, Some("33.3333".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//! Amounts have at most six digits after the point, steps of a score eighteen, and are 10^15 at
//! most; sums and ratios fit 28 digits. More is `too_precise` or `too_large`.

mod card;
mod close;
mod figures;
mod names;
pub(crate) mod reasons;
mod roster;
mod rows;
mod score;
mod scored;
mod spelling;
mod target;

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

pub(crate) use card::check_cards;
pub use card::{
    Bands, CardKeys, CardTerms, DecayStep, HitPolicy, Keep, Limit, LimitKind, LimitPeriod,
    MAX_REPS, Modifier, ModifierKind, OnUnknown, Participant, PeriodZone, ReplacedVisit,
    RoundingMode, ScoreCard, ScoreCardPolicy, ScoreColumns, ScoreReport, ScoreRow, ScoreTable,
    ScoreTotal, SplitBy, SplitPolicy, merge_scores,
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
pub use roster::{Absence, AbsenceKind, Rep, Scope};
pub use score::{Score, ScoreStatus, ScoreStep, StepKind};
pub(crate) use scored::from_columns;
pub use target::{
    AdjustmentUse, Carry, Measure, Progress, ProgressReport, Prorate, Spread, Target, TargetPeriod,
    Tier, TierKind, Tiers, progress,
};

/// What is found by a key; its order is nobody's business.
type Lookup<K, V> = HashMap<K, V, FxBuildHasher>;
