//! What a log of stages tells.

use super::super::pipeline::{NormClock, StageKind};
use crate::Reason;
use crate::shape::{Value, Warning, record};
use crate::time::{CalendarSpan, Period};

record! {
    /// What a log of stages tells. Shares are absent where there is nothing to take a share of.
    pub struct FunnelReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the options with all their defaults.
        pub policy_hash: String,
        /// Rows up to `now`: a row is the entry of a case into a stage.
        pub entries: i64,
        /// Rows after `now`, which are left out.
        pub after_now: i64,
        /// Distinct cases.
        pub cases: i64,
        /// Cases whose last stage is neither won nor lost: they are still there, and nobody knows for
        /// how long yet.
        pub open: i64,
        /// Cases whose last stage is won.
        pub won: i64,
        /// Cases whose last stage is lost.
        pub lost: i64,
        /// From the first entry of a case to its last one, if that is won or lost; of others so far.
        pub cycle: TimeFigures,
        /// The same while people work; absent without a calendar.
        pub cycle_working: Option<TimeFigures>,
        /// How many moves were made: two entries of one case behind one another.
        pub moves: i64,
        /// Moves that the pipeline forbids; absent where neither moves nor an order are declared.
        pub forbidden: Option<i64>,
        /// Their share of all moves.
        pub forbidden_share: Option<f64>,
        /// Every stage, as declared, then others by name.
        pub stages: Vec<StageFigures>,
        /// Every pair of stages between which moves were made, in the order of the stages.
        pub pairs: Vec<FunnelMove>,
        /// How many different sequences of stages there are.
        pub variant_count: i64,
        /// The most frequent of them; of equals the first in the order of the stages.
        pub variants: Vec<FunnelVariant>,
        /// Cases that began and ended by period, without gaps.
        pub throughput: Vec<FunnelThroughput>,
        /// Cases by what tells them apart: a column after the other, cohorts last.
        pub groups: Vec<FunnelGroup>,
        /// Why something is absent.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Cases that share the value of a column, or the period in which they began. What is told of them
    /// is what a report of their rows alone would tell.
    pub struct FunnelGroup: data {
        /// The column, or `cohort`.
        pub by: String,
        /// Its value: a text, a whole number or a boolean, or the name of a period; absent where the
        /// first row of a case has none.
        pub value: Value,
        /// As in the whole report, and so are the following.
        pub entries: i64,
        /// Distinct cases.
        pub cases: i64,
        /// Cases that have not ended.
        pub open: i64,
        /// Cases that were won.
        pub won: i64,
        /// Cases that were lost.
        pub lost: i64,
        /// From the first entry to the end.
        pub cycle: TimeFigures,
        /// The same while people work.
        pub cycle_working: Option<TimeFigures>,
        /// How many moves were made.
        pub moves: i64,
        /// Moves that the pipeline forbids.
        pub forbidden: Option<i64>,
        /// Their share of all moves.
        pub forbidden_share: Option<f64>,
        /// Every stage of the whole report.
        pub stages: Vec<StageFigures>,
        /// Every pair of stages between which moves were made.
        pub pairs: Vec<FunnelMove>,
        /// How many different sequences of stages there are.
        pub variant_count: i64,
        /// The most frequent of them.
        pub variants: Vec<FunnelVariant>,
        /// Cases that began and ended by period, from the first entry of the group on.
        pub throughput: Vec<FunnelThroughput>,
    }
}

record! {
    /// What is told of one stage.
    pub struct StageFigures: data {
        /// The stage.
        pub stage: String,
        /// What it is; absent where it is not declared.
        pub kind: Option<StageKind>,
        /// How often it was entered.
        pub entries: i64,
        /// How many cases ever reached it.
        pub cases: i64,
        /// Their share of all cases.
        pub reached_share: Option<f64>,
        /// The next stage that is declared open or won; absent behind the last, of a won or lost
        /// stage, and where the order is not declared.
        pub next: Option<String>,
        /// Cases that entered the next stage at any time after they first entered this one.
        pub next_cases: Option<i64>,
        /// Their share of the cases that reached this stage.
        pub next_share: Option<f64>,
        /// Rework: entries of cases that had been there before.
        pub reentries: i64,
        /// Cases with such entries.
        pub rework_cases: i64,
        /// Their share of the cases that reached this stage.
        pub rework_share: Option<f64>,
        /// Entries that were left again.
        pub left: i64,
        /// Entries that ended a case: the stage is won or lost.
        pub ended: i64,
        /// Entries that are neither: the case is there at `now`.
        pub open: i64,
        /// Time in the stage by the clock.
        pub wall: TimeFigures,
        /// The same while people work; absent without a calendar.
        pub working: Option<TimeFigures>,
        /// Actual time against the norm; absent for a stage without one, and of one that is not open.
        pub norm: Option<NormFigures>,
    }
}

record! {
    /// Lengths of time. Those that are over, and those that are not yet, are told apart.
    pub struct TimeFigures: data {
        /// How many are over.
        pub count: i64,
        /// The mean of those that are over.
        pub mean_ms: Option<f64>,
        /// Their median: the middle one, or the mean of the two in the middle.
        pub median_ms: Option<f64>,
        /// Their ninth decile, interpolated between neighbours (Hyndman and Fan 1996, type 7).
        pub p90_ms: Option<f64>,
        /// How many are not over at `now`.
        pub open: i64,
        /// The mean of their lengths so far.
        pub open_mean_ms: Option<f64>,
        /// The median of all, of which those that are not over are known to last at least so far
        /// (Kaplan and Meier 1958): the first length at which no more than half survive. Absent
        /// where so many are never over.
        pub km_median_ms: Option<i64>,
    }
}

record! {
    /// Actual time against a norm: of stays, or of all stays of a case in the stage together.
    pub struct NormFigures: data {
        /// The norm.
        pub norm: CalendarSpan,
        /// By which clock both are counted: working time of a norm in working days or hours.
        pub clock: NormClock,
        /// How many are over.
        pub count: i64,
        /// Of these, how many took longer than their norm.
        pub late: i64,
        /// Their share.
        pub late_share: Option<f64>,
        /// The mean norm of those that are over: five working days are not always so many hours.
        pub norm_mean_ms: Option<f64>,
        /// The mean of what they took.
        pub actual_mean_ms: Option<f64>,
        /// By how much that is more, in percent of the norm.
        pub deviation_percent: Option<f64>,
        /// How many are not over at `now`.
        pub open: i64,
        /// Of these, how many have taken longer than their norm already.
        pub open_late: i64,
    }
}

record! {
    /// Moves from one stage to another.
    pub struct FunnelMove: data {
        /// The stage that was left.
        pub source: String,
        /// The stage that was entered.
        pub target: String,
        /// How many.
        pub count: i64,
        /// Whether the pipeline forbids them; absent where neither moves nor an order are declared.
        pub forbidden: Option<bool>,
    }
}

record! {
    /// Cases with the same sequence of stages so far.
    pub struct FunnelVariant: data {
        /// The stages.
        pub stages: Vec<String>,
        /// How many cases.
        pub cases: i64,
        /// Their share of all cases.
        pub share: Option<f64>,
    }
}

record! {
    /// Cases that began and ended in a period.
    pub struct FunnelThroughput: data {
        /// The period.
        pub period: Period,
        /// Cases whose first entry lies in it.
        pub started: i64,
        /// Cases whose last entry lies in it, into a won stage; absent where no stage is declared won
        /// or lost.
        pub won: Option<i64>,
        /// Cases whose last entry lies in it, into a lost stage.
        pub lost: Option<i64>,
    }
}
