//! The report: what is declared, the log in order, the figures of all cases and those of each group.

use super::super::pipeline::StageKind;
use super::events::{FunnelEvents, Label, Labels};
use super::groups::Groups;
use super::log::Log;
use super::moves::Allowed;
use super::norms::StageNorm;
use super::periods::Periods;
use super::policy::FunnelOptions;
use super::report::FunnelReport;
use super::tally::Rules;
use super::work_clock::WorkClock;
use crate::budget::Budget;
use crate::funnel::audit_reasons as reasons;
use crate::math::{hash_value, sort, sort_by_key};
use crate::shape::{Reader, Shaped, Value, Warning, did_you_mean};
use crate::time::{Calendar, Instant, Period, WorkCalendar};
use crate::{Error, ErrorKind, Reason, Result};

/// As many stages as a report may have, declared ones and others.
pub const MAX_STAGES: usize = 1000;

/// What a log of stages tells as of `now`: how many cases come how far, how long they stay where, which
/// ways they take, how many end when, what was not allowed, and what took longer than its norm; of
/// all cases, and by columns or cohorts.
///
/// A row is the entry of a case into a stage. Rows come in any order; those of a case are put in the
/// order of their instants, and those of one instant in the order of the stages: declared ones as they
/// are declared, then others by name. So the order of the rows changes nothing. Rows after `now` are
/// left out and counted.
///
/// - **Time in a stage** is that from an entry to the next entry of the case. The last entry of a case
///   into a won or lost stage has none: the case has ended. Any other last entry is *open* (right-
///   censored): its time so far is no time in the stage, is told apart, and counts in `km_median_ms`
///   as what it is, a lower bound.
/// - **Conversion** is of cases: `reached_share`, how many ever entered a stage; `next_share`, how many
///   of these entered the next open or won stage after they first entered this one.
/// - **Rework** is an entry of a case into a stage that it had entered before, from itself too.
/// - **A move** is a pair of entries of a case behind one another. It is forbidden unless a transition,
///   a timer, a rejection or the policies allow it, as in [`Pipeline`]; without `transitions` the
///   policies allow moves to later stages and to lost ones too. They allow none from a stage that is
///   won or lost.
/// - **A norm** is that of an open stage, in the time of its span: working time for working days and
///   hours, else time by the clock. It is what lies between an entry and the deadline that [`clock`]
///   tells then, and late is what took longer. All stays of a case in a stage count together from the
///   first one on, or each for itself, as `norm_counts` says.
/// - **A variant** is the whole sequence of stages of a case so far.
/// - **Throughput** is by the instants of first entries and of last entries into won or lost stages, in
///   the calendar's periods, or those of UTC.
/// - **A group** is told as its cases alone would be: throughput begins with its first entry.
///
/// [`Pipeline`]: crate::funnel::Pipeline
/// [`clock`]: crate::funnel::Pipeline::clock
///
/// All counts and sums are exact; means, quantiles and shares are rounded once, to the nearest number.
/// O(rows), and once more for every column of `by`.
///
/// # Errors
/// `missing_key` of columns of `by`; `unknown_stage` of moves, where stages are declared; `wrong_type` of their values; `out_of_range` and
/// `missing_calendar` of norms; `too_many_stages`, `too_many_groups`, `too_many_periods`; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::budget::Budget;
/// use fieldbeat::funnel::{FunnelEvents, FunnelOptions, funnel_report};
///
/// let events = FunnelEvents::from_json(
///     r#"{"case": ["a", "b", "a"], "stage": ["lead", "lead", "won"],
///         "entered": ["2026-11-02T09:00:00Z", "2026-11-03T09:00:00Z", "2026-11-05T09:00:00Z"]}"#,
/// )?;
/// let options =
///     FunnelOptions::from_json(r#"{"stages": [{"id": "lead"}, {"id": "won", "kind": "won"}]}"#)?;
/// let now = "2026-11-10T09:00:00Z".parse()?;
/// let report = funnel_report(&events, now, None, &options, &mut Budget::unlimited())?;
/// assert_eq!((report.cases, report.won, report.open), (2, 1, 1));
/// assert_eq!(report.stages[0].next_share, Some(0.5));
/// assert_eq!(report.stages[0].wall.mean_ms, Some(3.0 * 86_400_000.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn funnel_report(
    events: &FunnelEvents,
    now: Instant,
    calendar: Option<&Calendar>,
    options: &FunnelOptions,
    budget: &mut Budget<'_>,
) -> Result<FunnelReport> {
    let utc = WorkCalendar::utc()?;
    let periods_of = calendar.unwrap_or(utc.as_ref());
    // What was put together in Rust was never checked.
    let mut at = Reader::new();
    at.within("options", |at| FunnelOptions::read(&options.to_value(), at));
    let norms = StageNorm::all(options, calendar, utc.as_ref(), &mut at);
    let labels = |at: &mut Reader| -> Vec<Labels> {
        options.by.iter().filter_map(|by| events.labels(by, at)).collect()
    };
    let columns = at.within("columns", labels);
    at.finish(Some(()))?;
    let (ids, rank) = order(events, options)?;
    let mut rules = declared(ids, norms, now, options);
    let log = Log::new(events, &rank, now, budget)?;
    let first = log.first;
    rules.clock = calendar.map(|calendar| WorkClock::new(calendar, first, now, log.entries.len()));

    let periods = Periods::between(first, now, options.period, periods_of, "$.options.period")?;
    let mut groups = Groups::new(&log, &rules, &periods, options.variants);
    let every = 0..log.numbers() as u32;
    let every: Vec<u32> = every.filter(|case| !log.of(*case as usize).is_empty()).collect();
    let all = groups.figures("", Value::Null, &every, budget)?;
    for (by, labels) in options.by.iter().zip(&columns) {
        let mut values: Vec<(&Label, u32)> = labels.labels.iter().zip(0..).collect();
        sort_by_key(&mut values, |(label, _)| *label);
        let values = values.into_iter().map(|(label, code)| (label.value(), code)).collect();
        groups.add(by, &log.labels(events, &rank, labels), values, budget)?;
    }
    if let Some(kind) = options.cohort {
        let cohorts = Periods::between(first, now, kind, periods_of, "$.options.cohort")?;
        let begun = |case| log.of(case).first().map(|entry| cohorts.place(entry.at()) as u32);
        let own: Vec<Option<u32>> = (0..log.numbers()).map(begun).collect();
        let name = |period: &Period| Value::Text(period.name.clone());
        let values = cohorts.0.iter().map(name).zip(0..).collect();
        groups.add("cohort", &own, values, budget)?;
    }

    Ok(FunnelReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&options.to_value()),
        entries: all.entries,
        after_now: log.after_now,
        cases: all.cases,
        open: all.open,
        won: all.won,
        lost: all.lost,
        cycle: all.cycle,
        cycle_working: all.cycle_working,
        moves: all.moves,
        forbidden: all.forbidden,
        forbidden_share: all.forbidden_share,
        stages: all.stages,
        pairs: all.pairs,
        variant_count: all.variant_count,
        variants: all.variants,
        throughput: all.throughput,
        groups: groups.told,
        reasons: why(&rules, log.after_now),
        warnings: undeclared(&rules, options),
    })
}

/// All stages in their order, and the place of each stage of the log in it.
fn order(events: &FunnelEvents, options: &FunnelOptions) -> Result<(Vec<String>, Vec<usize>)> {
    let mut ids: Vec<String> = options.stages.iter().map(|stage| stage.id.clone()).collect();
    if ids.len() + events.stage.names.len() > 2 * MAX_STAGES {
        return Err(too_many_stages());
    }
    let mut others: Vec<&String> =
        events.stage.names.iter().filter(|name| !ids.contains(name)).collect();
    if ids.len() + others.len() > MAX_STAGES {
        return Err(too_many_stages());
    }
    sort(&mut others);
    ids.extend(others.into_iter().cloned());
    let place = |name: &String| ids.iter().position(|id| id == name).unwrap_or(0);
    let rank = events.stage.names.iter().map(place).collect();
    Ok((ids, rank))
}

fn too_many_stages() -> Error {
    let message = format!("more than {MAX_STAGES} stages");
    Error::one(ErrorKind::Limit, "too_many_stages", "$.columns.stage", message)
}

/// What is declared of every stage.
fn declared<'c>(
    ids: Vec<String>,
    mut norms: Vec<Option<StageNorm<'c>>>,
    now: Instant,
    options: &FunnelOptions,
) -> Rules<'c> {
    let stages = &options.stages;
    let is_next = |place: &usize| {
        let kind = stages.get(*place).map(|stage| stage.kind);
        matches!(kind, Some(StageKind::Open | StageKind::Won))
    };
    let mut next: Vec<Option<usize>> = stages
        .iter()
        .enumerate()
        .map(
            |(place, stage)| {
                if stage.kind.is_final() { None } else { (place + 1..stages.len()).find(is_next) }
            },
        )
        .collect();
    next.resize(ids.len(), None);
    let before = |stage: usize| {
        let leads =
            |(place, next): (usize, &Option<usize>)| (*next == Some(stage)).then_some(place);
        next.iter().enumerate().filter_map(leads).collect()
    };
    let mut kinds: Vec<_> = stages.iter().map(|stage| Some(stage.kind)).collect();
    kinds.resize(ids.len(), None);
    norms.resize_with(ids.len(), || None);
    Rules {
        before: (0..ids.len()).map(before).collect(),
        kinds,
        has_norms: norms.iter().any(Option::is_some),
        norms,
        allowed: Allowed::new(options, &ids),
        clock: None,
        now: now.millis(),
        next,
        ids,
    }
}

/// Why something is absent.
fn why(rules: &Rules<'_>, after_now: i64) -> Vec<Reason> {
    let mut why = Vec::new();
    if !rules.has_final() {
        why.push(Reason::new(reasons::NO_FINAL_STAGE).by("$.options.stages"));
    }
    if rules.allowed.is_none() {
        why.push(Reason::new(reasons::NO_TRANSITIONS).by("$.options.transitions"));
    }
    if after_now > 0 {
        why.push(Reason::new(reasons::AFTER_NOW).by("$.now").fact("rows", after_now));
    }
    why
}

/// Stages of the log that are not declared, where others are; and those that only moves name.
fn undeclared(rules: &Rules<'_>, options: &FunnelOptions) -> Vec<Warning> {
    let declared = options.stages.len();
    let others = rules.ids.iter().skip(declared).filter(|_| declared > 0);
    let warning = |id: &String| Warning {
        code: "undeclared_stage".to_owned(),
        path: "$.columns.stage".to_owned(),
        message: format!("the stage \"{id}\" is not declared: it counts as one that is not final"),
    };
    others.map(warning).chain(unentered(rules, options)).collect()
}

/// Stages that moves name, where none are declared, and the log has none of them.
fn unentered(rules: &Rules<'_>, options: &FunnelOptions) -> Vec<Warning> {
    let mut at = Reader::new();
    let known: Vec<&str> = rules.ids.iter().map(String::as_str).collect();
    at.within("options", |at| {
        options.each_move(at, &mut |id, at| {
            if !known.contains(&id) {
                let meant = did_you_mean(id, &known);
                let hint =
                    meant.map_or(String::new(), |meant| format!(": did you mean \"{meant}\"?"));
                at.warning("unknown_stage", format!("no case was in a stage \"{id}\"{hint}"));
            }
        });
    });
    at.found().1
}
