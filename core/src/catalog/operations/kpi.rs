//! Targets, closed periods, and figures of many rows.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::kpi::{
    Adjustment, Beside, ClosePolicy, Leaderboard, LeaderboardOptions, PeriodSnapshot,
    PlanActualReport, ProgressReport, Reconciliation, Rep, Score, ScoreReport, Statistics,
    StatisticsOptions, Target, TargetPeriod, from_columns,
};
use crate::reason::Facts;
use crate::shape::{Reader, Shape, Shaped, Value, Warning, record};
use crate::time::{Instant, WorkCalendar};
use crate::{Error, Problem};

/// Rows of points, or columns of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    rows: Vec<Score>,
    in_columns: bool,
}

impl Shaped for Scored {
    fn shape() -> Shape {
        Shape::Either {
            name: "Scored",
            doc: "Rows of points; or columns: those that were scored, with the answer of `score_many`.",
            shapes: vec![Vec::<Score>::shape(), Shape::Facts],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let in_columns = matches!(value, Value::Map(_));
        let rows = if in_columns { from_columns(value, at) } else { Vec::<Score>::read(value, at) };
        rows.map(|rows| Self { rows, in_columns })
    }

    fn to_value(&self) -> Value {
        self.rows.to_value()
    }
}

impl Scored {
    /// Problems of rows, where those are columns: `$.scored[2].id` is `$.scored.id[2]`.
    fn told<T>(&self, result: crate::Result<T>) -> crate::Result<T> {
        let problem = |problem: &Problem| Problem {
            path: in_columns(&problem.path).unwrap_or_else(|| problem.path.clone()),
            ..problem.clone()
        };
        let placed = |error: &Error| {
            Error::new(error.kind(), error.problems().iter().map(problem).collect())
        };
        result.map_err(|error| if self.in_columns { placed(&error) } else { error })
    }

    /// The same of warnings.
    fn warned(&self, warnings: &mut [Warning]) {
        for warning in warnings.iter_mut().filter(|_| self.in_columns) {
            if let Some(path) = in_columns(&warning.path) {
                warning.path = path;
            }
        }
    }
}

/// Where the value of a row stands in columns.
fn in_columns(path: &str) -> Option<String> {
    let (row, key) = path.strip_prefix("$.scored[")?.split_once("].")?;
    let key = match key.split(['.', '[']).next()? {
        "points" => "points_units",
        "steps" => "step_units",
        key => key,
    };
    Some(format!("$.scored.{key}[{row}]"))
}

record! {
    /// Arguments of `progress`.
    pub struct ProgressArguments: data {
        /// What is to be reached.
        pub targets: Vec<Target>,
        /// Points of visits, in any order; of the period before too, where something is carried over.
        pub scored: Scored,
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
        pub scored: Scored,
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
        pub scored: Scored,
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
        pub scored: Scored,
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
        let mut report = crate::kpi::merge_scores(&args.parts, budget)?;
        report.warnings.splice(0..0, warnings);
        report
    }

    /// How far every rep, team or territory is with every target: plan to date, forecast, tier.
    @long progress(args: ProgressArguments, warnings, budget) -> ProgressReport {
        let mut report = args.scored.told(crate::kpi::progress(
            &args.targets, &args.scored.rows, args.calendar.as_ref(), args.now, &args.reps,
            &args.adjustments, budget,
        ))?;
        args.scored.warned(&mut report.warnings);
        report.warnings.splice(0..0, warnings);
        report
    }

    /// What every rep had in a period, by rule and by visit, with a hash: to be kept, and paid by.
    @long close_period(args: ClosePeriodArguments, warnings, budget) -> PeriodSnapshot {
        let mut snapshot = args.scored.told(crate::kpi::close_period(
            &args.period, &args.scored.rows, args.calendar.as_ref(), &args.reps, &args.policy, args.now,
            budget,
        ))?;
        snapshot.warnings = warnings;
        snapshot
    }

    /// What is to be paid besides for a period that was closed, or taken back, by rep and rule.
    @long reconcile(args: ReconcileArguments, warnings, budget) -> Reconciliation {
        let mut answer = args.scored.told(crate::kpi::reconcile(
            &args.snapshot, &args.scored.rows, args.calendar.as_ref(), args.now, &args.reps, &args.posted,
            budget,
        ))?;
        answer.warnings = warnings;
        answer
    }

    /// Plan, potential, actual and difference, by any dimensions and by period, with totals.
    @long plan_actual(args: PlanActualArguments, warnings, budget) -> PlanActualReport {
        let calendar = match args.calendar {
            Some(calendar) => calendar,
            None => WorkCalendar::utc()?,
        };
        let mut report = crate::kpi::plan_actual(
            &args.rows, &args.by, args.period.as_ref(), calendar.as_ref(), args.now, budget,
        )?;
        report.warnings.splice(0..0, warnings);
        report
    }

    /// Counts and shares of rows, margin, new and handled clients, overdue tasks, visits that sold.
    @long statistics(args: StatisticsArguments, warnings, budget) -> Statistics {
        let mut answer = crate::kpi::statistics(
            &args.rows, args.calendar.as_ref(), args.now, &args.beside, &args.options,
            budget,
        )?;
        answer.warnings.splice(0..0, warnings);
        answer
    }

    /// Reps, teams or territories by points: ranks, movement, points per rule and per working day.
    @long leaderboard(args: LeaderboardArguments, warnings, budget) -> Leaderboard {
        let mut board = args.scored.told(crate::kpi::leaderboard(
            &args.scored.rows, &args.period, args.calendar.as_ref(), args.now, &args.reps, &args.options,
            budget,
        ))?;
        args.scored.warned(&mut board.warnings);
        board.warnings.splice(0..0, warnings);
        board
    }
}
