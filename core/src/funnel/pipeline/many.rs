//! Many events of many cases at once.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::apply::Walk;
use super::case::Case;
use super::engine::{Pipeline, told};
use super::listed::{CaseEvents, Source};
use super::name::{Name, is_same};
use super::report::{Command, Failed, Firing, MovedBy, Outcome, Overruled};
use super::trail::Trail;
use crate::budget::Budget;
use crate::column::{Buffer, Instants, Texts};
use crate::shape::{Reader, Warning, record};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

record! {
    /// An event of a list that changed nothing, and why.
    pub struct FailedEvent: data {
        /// Its place in the list.
        pub index: i64,
        /// The case.
        pub case_id: Name,
        /// All conditions that are not met; with paths from the event and its case.
        pub failed: Vec<Failed>,
    }
}

record! {
    /// Moves of many cases in columns, case by case.
    pub struct CaseMoves: data {
        /// The case, by its place in `cases`.
        pub index: Buffer<u32>,
        /// The stage that it left.
        pub source: Texts,
        /// The stage that it entered.
        pub target: Texts,
        /// When: of a timer when it was planned.
        pub at: Instants,
        /// What moved it: `event`, `auto`, `timer`, `reject`.
        pub by: Texts,
    }
}

record! {
    /// What many events made of many cases.
    pub struct AppliedMany: data {
        /// What became of each event, in their order: `moved`, `recorded`, `refused`, `repeated`.
        pub outcomes: Texts,
        /// The cases, in their order, after all of their events: to be stored.
        pub cases: Vec<Case>,
        /// The refused events.
        pub failed: Vec<FailedEvent>,
        /// The moves, case by case.
        pub moves: CaseMoves,
        /// The timers that fired, case by case.
        pub fired: Vec<Firing>,
        /// What the host is told to do, case by case.
        pub commands: Vec<Command>,
        /// Commands of earlier answers that would not have been.
        pub withdrawn: Vec<Command>,
        /// Events that would have been refused, had others been known.
        pub overruled: Vec<Overruled>,
        /// Keys that look misspelled.
        pub warnings: Vec<Warning>,
    }
}

impl Pipeline {
    /// What many events make of many cases: the same as [`Self::apply`] of one after the other, the
    /// events of each case in the order of the list, but each case is made up once, at the end.
    ///
    /// A command that a later event of the list withdraws is in both lists: `withdrawn` comes last, and
    /// names only what is not in force in the end.
    ///
    /// O(cases + events), besides what each event takes.
    ///
    /// # Errors
    /// `duplicate_id` of cases, `unknown_case` of an event, with paths; `cancelled`. An event on which
    /// [`Self::apply`] fails is refused with its problems.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::funnel::{CaseEvents, NewCase, Pipeline, PipelinePolicy};
    /// use fieldbeat::Shaped;
    ///
    /// let pipeline = Pipeline::new(&PipelinePolicy::from_json(r#"{
    ///     "name": "leads", "version": "1",
    ///     "stages": [{"id": "new"}, {"id": "done", "kind": "won"}],
    ///     "transitions": [{"source": ["new"], "target": "done"}]
    /// }"#)?)?;
    /// let now = "2026-11-20T10:00:00Z".parse()?;
    /// let open = |id: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     let lead = NewCase::from_json(&format!(r#"{{"id": "{id}"}}"#))?;
    ///     Ok(pipeline.open(&lead, now)?.case_after.unwrap())
    /// };
    /// let events = CaseEvents::from_json(
    ///     r#"{"case_id": ["b", "b"], "id": ["e1", "e2"], "target": ["done", "new"]}"#,
    /// )?;
    /// let cases = vec![open("a")?, open("b")?];
    /// let many = pipeline.apply_many(cases, events, now, &mut Budget::unlimited())?;
    /// assert_eq!((many.outcomes.get(0), many.outcomes.get(1)), (Some("moved"), Some("refused")));
    /// assert_eq!((&*many.cases[0].stage, &*many.cases[1].stage), ("new", "done"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply_many(
        &self,
        mut records: Vec<Case>,
        events: CaseEvents,
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<AppliedMany> {
        records.iter_mut().for_each(|case| self.machine.rewrite(case));
        let (rows, source) = located(&records, events)?;
        let mut cases: Vec<&mut Case> = records.iter_mut().collect();
        let many = self.apply_to_rows(&mut cases, source, &rows, now, budget)?;
        Ok(AppliedMany { cases: records, ..many })
    }

    /// The same of cases whose values are in their one notation, where they are, and of the places of
    /// the cases among them, one an event.
    pub(in crate::funnel) fn apply_to_rows(
        &self,
        cases: &mut [&mut Case],
        events: Source,
        rows: &[u32],
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<AppliedMany> {
        let (first, order) = by_case(cases.len(), rows);
        let outcomes = vec![Outcome::Refused as u32; rows.len()];
        let mut steps = Steps::with_room(rows.len());
        let many = AppliedMany {
            outcomes: texts(outcomes, Outcome::ALL.iter().map(|outcome| outcome.as_str())),
            cases: Vec::new(),
            failed: Vec::new(),
            moves: Steps::default().told(self),
            fired: Vec::new(),
            commands: Vec::new(),
            withdrawn: Vec::new(),
            overruled: Vec::new(),
            warnings: Vec::new(),
        };
        let mut work = Work { events, now, many };
        let mut trail = Trail::default();
        for (place, case) in cases.iter_mut().enumerate() {
            let range = first.get(place).zip(first.get(place + 1));
            let of_case = range.and_then(|(start, end)| order.get(*start as usize..*end as usize));
            let of_case = of_case.unwrap_or_default();
            if of_case.is_empty() {
                continue;
            }
            budget.spend(of_case.len() as u64)?;
            trail = self.apply_to_one(case, of_case, &mut work, trail);
            steps.take(place, &mut trail);
            work.many.take(&mut trail);
        }
        Ok(AppliedMany { moves: steps.told(self), ..work.many })
    }

    /// The events of one case; what happened on its way is added to an empty trail.
    fn apply_to_one<'p>(
        &'p self,
        case: &mut Case,
        of_case: &[u32],
        Work { events, now, many }: &mut Work,
        trail: Trail<'p>,
    ) -> Trail<'p> {
        let refuse = |many: &mut AppliedMany, case: &Case, index: u32, failed| {
            let (index, case_id) = (i64::from(index), case.id.clone());
            many.failed.push(FailedEvent { index, case_id, failed });
        };
        let given = match self.take_over(case) {
            Ok(given) => given,
            Err(error) => {
                of_case.iter().for_each(|index| refuse(many, case, *index, told(&error)));
                return trail;
            }
        };
        let mut walk = Walk::new(&self.machine, case, given, *now);
        walk.run.trail = trail;
        walk.expect(of_case.len());
        let mut withdrawn: Vec<Command> = Vec::new();
        for index in of_case.iter().copied() {
            let mut event = events.take(index as usize);
            let told_before = walk.run.trail.commands.len();
            let taken = match walk.take(&mut event) {
                Ok(taken) => taken,
                Err(error) => {
                    refuse(many, walk.run.case, index, told(&error));
                    continue;
                }
            };
            if let Some(outcome) = many.outcomes.codes.get_mut(index as usize) {
                *outcome = taken.outcome as u32;
            }
            if !taken.failed.is_empty() {
                refuse(many, walk.run.case, index, taken.failed);
            }
            // What comes again is in force again.
            let anew = walk.run.trail.commands.get(told_before..).unwrap_or_default();
            if !anew.is_empty() {
                withdrawn.retain(|command| !anew.iter().any(|one| one.key == command.key));
            }
            if !taken.withdrawn.is_empty() {
                withdrawn.extend(taken.withdrawn);
            }
        }
        many.withdrawn.append(&mut withdrawn);
        walk.finish();
        walk.run.trail
    }
}

/// What many events are being made of.
struct Work {
    events: Source,
    now: Instant,
    many: AppliedMany,
}

impl AppliedMany {
    /// Takes over what happened on the way of one case, besides its moves.
    fn take(&mut self, trail: &mut Trail<'_>) {
        self.fired.append(&mut trail.fired);
        self.commands.append(&mut trail.commands);
        self.overruled.append(&mut trail.overruled);
    }
}

fn texts<'n>(codes: Vec<u32>, names: impl Iterator<Item = &'n str>) -> Texts {
    Texts { codes, names: names.map(str::to_owned).collect() }
}

/// Moves in columns, their stages by their places.
#[derive(Default)]
struct Steps {
    index: Vec<u32>,
    source: Vec<u32>,
    target: Vec<u32>,
    at: Vec<i64>,
    by: Vec<u32>,
}

impl Steps {
    fn with_room(moves: usize) -> Self {
        Self {
            index: Vec::with_capacity(moves),
            source: Vec::with_capacity(moves),
            target: Vec::with_capacity(moves),
            at: Vec::with_capacity(moves),
            by: Vec::with_capacity(moves),
        }
    }

    /// Takes over the moves of the case at a place.
    fn take(&mut self, index: usize, trail: &mut Trail<'_>) {
        for step in trail.steps.drain() {
            self.index.push(index as u32);
            self.source.push(step.source as u32);
            self.target.push(step.target as u32);
            self.at.push(step.at.millis());
            self.by.push(step.by as u32);
        }
    }

    fn told(self, pipeline: &Pipeline) -> CaseMoves {
        let stages = || pipeline.stage_names().map(Name::as_str);
        CaseMoves {
            index: self.index.into(),
            source: texts(self.source, stages()),
            target: texts(self.target, stages()),
            at: Instants(self.at.into()),
            by: texts(self.by, MovedBy::ALL.iter().map(|by| by.as_str())),
        }
    }
}

/// The place of each event's case, and the events.
fn located(records: &[Case], events: CaseEvents) -> Result<(Vec<u32>, Source)> {
    check_count("events", events.len())?;
    check_count("records", records.len())?;
    let mut at = Reader::new();
    let mut known: HashMap<&str, u32, FxBuildHasher> =
        HashMap::with_capacity_and_hasher(records.len(), FxBuildHasher);
    // One behind the other, as cases are not.
    let names: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    for (place, record) in records.iter().enumerate() {
        if known.insert(&record.id, place as u32).is_some() {
            at.within("records", |at| {
                at.within(place, |at| {
                    at.within("id", |at| {
                        at.problem::<()>("duplicate_id", format!("\"{}\" comes twice", record.id));
                    });
                });
            });
        }
    }
    let mut last = 0_u32;
    let mut find = |case_id: &str| {
        // Events mostly come case by case, or for every case in turn.
        let is_of =
            |place: u32| names.get(place as usize).is_some_and(|name| is_same(name, case_id));
        let next = if last as usize + 1 < names.len() { last + 1 } else { 0 };
        let found = [last, next].into_iter().find(|place| is_of(*place));
        let found = found.or_else(|| known.get(case_id).copied());
        last = found.unwrap_or(last);
        found
    };
    let located = events.located(&mut find, &mut at);
    at.finish(Some(located)).map(|(located, _)| located)
}

/// Places are counted in 32 bits.
pub(in crate::funnel) fn check_count(what: &str, count: usize) -> Result<()> {
    if u32::try_from(count).is_ok() {
        return Ok(());
    }
    let message = format!("more than {} {what}", u32::MAX);
    Err(Error::one(ErrorKind::Limit, "too_many_values", format!("$.{what}"), message))
}

/// The events by the rows of their cases, in their order: where those of each case begin, and their
/// places.
fn by_case(cases: usize, rows: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; cases + 1];
    for row in rows {
        if let Some(count) = first.get_mut(*row as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for count in &mut first {
        sum += *count;
        *count = sum;
    }
    let mut next = first.clone();
    let mut order = vec![0; rows.len()];
    for (index, row) in rows.iter().enumerate() {
        if let Some(next) = next.get_mut(*row as usize) {
            if let Some(slot) = order.get_mut(*next as usize) {
                *slot = index as u32;
            }
            *next += 1;
        }
    }
    (first, order)
}
