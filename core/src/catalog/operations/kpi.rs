//! Targets, closed periods, and figures of many rows.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::kpi::{
    Adjustment, Beside, ClosePolicy, Leaderboard, LeaderboardOptions, PeriodSnapshot,
    PlanActualReport, ProgressReport, Reconciliation, Rep, Score, ScoreReport, Statistics,
    StatisticsOptions, Target, TargetPeriod,
};
use crate::reason::Facts;
use crate::shape::record;
use crate::time::{Instant, WorkCalendar};

record! {
    /// Arguments of `progress`.
    pub struct ProgressArguments: data {
        /// What is to be reached.
        pub targets: Vec<Target>,
        /// Points of visits, in any order; of the period before too, where something is carried over.
        pub scored: Vec<Score>,
        /// When the company works.
        pub calendar: WorkCalendar,
        /// As of when.
        pub now: Instant,
        /// Teams, territories, calendars of their own, absences.
        pub reps: Vec<Rep> = Vec::new(),
        /// What `reconcile` answered for periods that were closed.
        pub adjustments: Vec<Adjustment> = Vec::new(),
    }
}

record! {
    /// Arguments of `close_period`.
    pub struct ClosePeriodArguments: data {
        /// Such as `2026-10`, `2026-Q3` or `last_month`.
        pub period: String,
        /// Points of visits, in any order; those of other periods are passed over.
        pub scored: Vec<Score>,
        /// When the company works.
        pub calendar: WorkCalendar,
        /// Calendars of their own: a visit is of the period in which it began in the rep's zone.
        pub reps: Vec<Rep> = Vec::new(),
        /// When a period may be closed.
        pub policy: ClosePolicy = ClosePolicy::default(),
        /// The present; without it a period is closed at any time.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `reconcile`.
    pub struct ReconcileArguments: data {
        /// What `close_period` answered.
        pub snapshot: PeriodSnapshot,
        /// Points of visits as they are now, in any order.
        pub scored: Vec<Score>,
        /// When the company works.
        pub calendar: WorkCalendar,
        /// The present: adjustments are posted in the period that holds it.
        pub now: Instant,
        /// Calendars of their own.
        pub reps: Vec<Rep> = Vec::new(),
        /// What was posted for the period before: it is not posted again.
        pub posted: Vec<Adjustment> = Vec::new(),
    }
}

record! {
    /// Arguments of `plan_actual`.
    pub struct PlanActualArguments: data {
        /// Rows with `plan`, `potential` and `actual`, any of them, and with dimensions.
        pub rows: Vec<Facts>,
        /// The dimensions: keys of the rows.
        pub by: Vec<String> = Vec::new(),
        /// By which kind of period rows are split, or of which one they are; by default by none.
        pub period: Option<TargetPeriod>,
        /// Whose zone and weeks; by default of UTC.
        pub calendar: Option<WorkCalendar>,
        /// The present, on which `last_month` depends.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `leaderboard`.
    pub struct LeaderboardArguments: data {
        /// Points of visits, in any order; those of the period before too.
        pub scored: Vec<Score>,
        /// A kind of period, of which that one is meant which holds `now`, or a named one.
        pub period: TargetPeriod,
        /// When the company works.
        pub calendar: WorkCalendar,
        /// As of when.
        pub now: Instant,
        /// Teams, territories, calendars of their own, absences.
        pub reps: Vec<Rep> = Vec::new(),
        /// Who is ranked, and who is shown.
        pub options: LeaderboardOptions = LeaderboardOptions::default(),
    }
}

record! {
    /// Arguments of `statistics`.
    pub struct StatisticsArguments: data {
        /// Rows of any system: points, verdicts, activities.
        pub rows: Vec<Facts>,
        /// When the company works.
        pub calendar: WorkCalendar,
        /// As of when.
        pub now: Instant,
        /// Clients, tasks and orders, any of them.
        pub beside: Beside = Beside::nothing(),
        /// What is counted, and when an order comes of a visit.
        pub options: StatisticsOptions = StatisticsOptions::default(),
    }
}

record! {
    /// Arguments of `merge_scores`.
    pub struct MergeScoresArguments: data {
        /// What `ScoreCard.score_all` answered, each over a part of the visits.
        pub parts: Vec<ScoreReport>,
    }
}

operations! {
    #![cfg(feature = "kpi")]

    /// One report of several, each over a part of the visits: the same bytes as of all at once.
    @long merge_scores(args: MergeScoresArguments, warnings, budget) -> ScoreReport {
        crate::kpi::merge_scores(&args.parts, budget)?
    }


    /// How far every rep, team or territory is with every target: plan to date, forecast, tier.
    progress(args: ProgressArguments, warnings, budget) -> ProgressReport {
        let mut report = crate::kpi::progress(
            &args.targets, &args.scored, args.calendar.as_ref(), args.now, &args.reps,
            &args.adjustments,
        )?;
        report.warnings = warnings;
        report
    }

    /// What every rep had in a period, by rule and by visit, with a hash: to be kept, and paid by.
    close_period(args: ClosePeriodArguments, warnings, budget) -> PeriodSnapshot {
        let mut snapshot = crate::kpi::close_period(
            &args.period, &args.scored, args.calendar.as_ref(), &args.reps, &args.policy, args.now,
        )?;
        snapshot.warnings = warnings;
        snapshot
    }

    /// What is to be paid besides for a period that was closed, or taken back, by rep and rule.
    reconcile(args: ReconcileArguments, warnings, budget) -> Reconciliation {
        let mut answer = crate::kpi::reconcile(
            &args.snapshot, &args.scored, args.calendar.as_ref(), args.now, &args.reps, &args.posted,
        )?;
        answer.warnings = warnings;
        answer
    }

    /// Plan, potential, actual and difference, by any dimensions and by period, with totals.
    plan_actual(args: PlanActualArguments, warnings, budget) -> PlanActualReport {
        let calendar = match args.calendar {
            Some(calendar) => calendar,
            None => WorkCalendar::utc()?,
        };
        let mut report = crate::kpi::plan_actual(
            &args.rows, &args.by, args.period.as_ref(), calendar.as_ref(), args.now,
        )?;
        report.warnings = warnings;
        report
    }

    /// Counts and shares of rows, margin, new and handled clients, overdue tasks, visits that sold.
    statistics(args: StatisticsArguments, warnings, budget) -> Statistics {
        let mut answer = crate::kpi::statistics(
            &args.rows, args.calendar.as_ref(), args.now, &args.beside, &args.options,
        )?;
        answer.warnings = warnings;
        answer
    }

    /// Reps, teams or territories by points: ranks, movement, points per rule and per working day.
    leaderboard(args: LeaderboardArguments, warnings, budget) -> Leaderboard {
        let mut board = crate::kpi::leaderboard(
            &args.scored, &args.period, args.calendar.as_ref(), args.now, &args.reps, &args.options,
        )?;
        board.warnings = warnings;
        board
    }
}
