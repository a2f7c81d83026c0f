//! What visits were worth, together.

use super::policy::{Limit, RoundingMode};
use super::replaced::ReplacedVisit;
use crate::Reason;
use crate::column::{Buffer, Sparse, Texts};
use crate::kpi::roster::Scope;
use crate::kpi::score::Score;
use crate::math::Decimal;
use crate::shape::{Warning, record};
use crate::time::{CalendarPolicy, Instant, PeriodKind};

record! {
    /// What of a card is applied to the visits of many together: parts are merged by it.
    pub struct CardTerms: data {
        /// Name and version of the card.
        pub card: String,
        /// Where it stands in what the score card was made of.
        pub path: String,
        /// Hash of all of its rules.
        pub policy_hash: String,
        /// Digits after the point.
        pub scale: u32,
        /// How points are rounded to them.
        pub rounding: RoundingMode,
        /// By what spans are counted.
        pub calendar: CalendarPolicy,
        /// The limits.
        pub limits: Vec<Limit>,
    }
}

record! {
    /// The points of a rep or a team in a period.
    pub struct ScoreTotal: data {
        /// Whose: of a rep or a team.
        pub scope: Scope,
        /// Which one.
        pub of: String,
        /// The kind of period: day, week, month.
        pub kind: PeriodKind,
        /// The period, by local dates of arrival.
        pub period: String,
        /// The points.
        pub points: Decimal,
        /// How many visits have points.
        pub scored: u32,
        /// How many do not count.
        pub not_eligible: u32,
        /// Of how many nobody knows what they are worth; they are in no points.
        pub undetermined: u32,
    }
}

record! {
    /// What visits were worth, in columns: a row each in the order of the input, and their steps.
    pub struct ScoreColumns: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the cards: of one its own, of several that of theirs, in whatever order.
        pub policy_hash: String,
        /// Digits after the point of points: they are whole numbers of their last digit, 3800 is 38.00.
        pub scale: u32,
        /// The local date of the arrival, by the clock that the card names.
        pub day: Texts,
        /// Whether a visit has points: `scored`, `not_eligible`, `undetermined`.
        pub status: Texts,
        /// The points, times 10^scale; absent where nobody knows them.
        pub points_units: Sparse<i64>,
        /// What those that do not count would have been worth, times 10^scale.
        pub worth_units: Sparse<i64>,
        /// Of each step, the row; steps are in the order of rows, and within one of the stages.
        pub step_row: Buffer<u32>,
        /// At which stage: `table`, `modifier`, `limit`, `rounding`.
        pub step_kind: Texts,
        /// The rule, by the name that the card gives it.
        pub step_rule: Texts,
        /// What it gave or took: the nearest number to the exact decimal, which `step_units` hold.
        pub step_delta: Buffer<f64>,
        /// Digits after the point of `step_units`: 6, or as many as a step has.
        pub step_scale: u32,
        /// What each step gave or took, exactly, times 10^step_scale: those of a row sum to its points.
        /// Absent as a whole where one is beyond 2^53.
        pub step_units: Option<Buffer<i64>>,
        /// By rep and by team, day, week and month.
        pub totals: Vec<ScoreTotal>,
    }
}

record! {
    /// What visits were worth, with all limits, whatever order they came in.
    pub struct ScoreReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the cards: of one its own, of several that of theirs, in whatever order.
        pub policy_hash: String,
        /// As of when, where a card depends on it.
        pub now: Option<Instant>,
        /// The versions of the card.
        pub cards: Vec<CardTerms>,
        /// A row a visit and rep, in the order of local day, arrival, id and rep.
        pub scores: Vec<Score>,
        /// By rep and by team, day, week and month.
        pub totals: Vec<ScoreTotal>,
        /// Visits that others replace; they are in no row.
        pub replaced: Vec<ReplacedVisit>,
        /// What someone should look at: `possible_joint`.
        pub notices: Vec<Reason>,
        /// Keys that look misspelled, each at the first visit that has it; of parts, as those told them.
        /// Nothing else depends on the order of the visits.
        pub warnings: Vec<Warning> = Vec::new(),
    }
}
