//! The store: cases by their names, and in the order in which they are due.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::super::pipeline::{Case, Failed, FailedCase, Name, Origin, Pipeline, failed_case, told};
use super::report::{CaseStages, PutCases};
use crate::budget::Budget;
use crate::column::{Instants, Names, Sparse, Texts};
use crate::math::sort_by;
use crate::shape::{MAX_DEPTH, Reader, Value};
use crate::time::Instant;
use crate::{Error, ErrorKind, Facts, Result};

/// Cases of one pipeline, held between calls.
///
/// What [`Pipeline::apply_many`] and [`Pipeline::tick`] make of cases that the host passes in and
/// stores, a store makes of those that it holds: the same cases, byte by byte. It is a copy to work
/// with and no database: [`Self::snapshot`] is to be kept, or the cases that [`Self::get`] answers.
///
/// A case takes its own size and about a hundred bytes. At most 2^32 - 1 cases.
///
/// # Example
/// ```
/// use std::sync::Arc;
///
/// use fieldbeat::budget::Budget;
/// use fieldbeat::funnel::{CaseEvents, CaseStore, NewCase, Pipeline, PipelinePolicy};
/// use fieldbeat::Shaped;
///
/// let pipeline = Arc::new(Pipeline::new(&PipelinePolicy::from_json(r#"{
///     "name": "leads", "version": "1",
///     "stages": [
///         {"id": "new", "timers": [{"id": "old", "offset": "2d", "go": "lost"}]},
///         {"id": "done", "kind": "won"}, {"id": "lost", "kind": "lost"}
///     ],
///     "transitions": [{"source": ["new"], "target": "done"}]
/// }"#)?)?);
/// let now = "2026-11-20T10:00:00Z".parse()?;
/// let open = |id: &str| -> Result<_, Box<dyn std::error::Error>> {
///     let lead = NewCase::from_json(&format!(r#"{{"id": "{id}"}}"#))?;
///     Ok(pipeline.open(&lead, now)?.case_after.unwrap())
/// };
/// let mut store = CaseStore::new(Arc::clone(&pipeline));
/// assert_eq!(store.put(vec![open("a")?, open("b")?])?.added, 2);
///
/// let events = CaseEvents::from_json(r#"{"case_id": ["b"], "id": ["e1"], "target": ["done"]}"#)?;
/// let applied = store.apply_many(events, now, &mut Budget::unlimited())?;
/// assert_eq!((applied.outcomes.get(0), applied.cases.stage.get(0)), (Some("moved"), Some("done")));
///
/// assert_eq!(store.next_due(), Some("2026-11-22T10:00:00Z".parse()?));
/// let ticked = store.tick("2026-11-30T00:00:00Z".parse()?, &mut Budget::unlimited())?;
/// assert_eq!((ticked.moves.len(), &*ticked.moves[0].case_id), (1, "a"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CaseStore {
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) slots: Vec<Slot>,
    /// Slots that hold no case.
    pub(super) free: Vec<u32>,
    pub(super) places: HashMap<Name, u32, FxBuildHasher>,
    /// When the timers of which slots fire.
    pub(super) due: BTreeSet<(Instant, u32)>,
}

/// The place of a case.
#[derive(Debug, Default)]
pub(super) struct Slot {
    /// `None` where there is none, and while an event is at it.
    pub(super) case: Option<Box<Case>>,
    /// While an event is at it, its place among the cases that events are at.
    pub(super) row: u32,
}

impl CaseStore {
    /// An empty store for cases of a pipeline.
    #[must_use]
    pub fn new(pipeline: Arc<Pipeline>) -> Self {
        let (slots, free) = (Vec::new(), Vec::new());
        Self { pipeline, slots, free, places: HashMap::default(), due: BTreeSet::new() }
    }

    /// The pipeline.
    #[must_use]
    pub fn pipeline(&self) -> &Arc<Pipeline> {
        &self.pipeline
    }

    /// How many cases it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Takes cases in, as [`Pipeline::open`] or [`Pipeline::apply`] answered them. One of a name that is
    /// known takes the place of that one. A case of another version of the rules comes under these as by
    /// [`Pipeline::migrate`] without a map.
    ///
    /// The order is of no consequence. O(cases + timers of their stages).
    ///
    /// A case that cannot be taken is listed, and the others are: `other_pipeline`; `unknown_stage`;
    /// fields of a wrong type that a timer looks at; `wrong_type` of fields that are no data.
    ///
    /// # Errors
    /// `duplicate_id` of cases, with their paths; `too_many_values`. Then nothing has changed.
    pub fn put(&mut self, records: Vec<Case>) -> Result<PutCases> {
        check_names(&records)?;
        if records.len() as u64 + self.slots.len() as u64 >= u64::from(u32::MAX) {
            let message = format!("more than {} cases", u32::MAX - 1);
            return Err(Error::one(ErrorKind::Limit, "too_many_values", "$.records", message));
        }
        let (mut added, mut replaced, mut failed): (i64, i64, Vec<FailedCase>) = Default::default();
        for (index, record) in records.into_iter().enumerate() {
            match self.admitted(record) {
                Ok(case) => {
                    let is_new = self.keep(case);
                    *(if is_new { &mut added } else { &mut replaced }) += 1;
                }
                Err(refused) => {
                    let (record, problems) = *refused;
                    failed.push(failed_case(index, &record, problems));
                }
            }
        }
        Ok(PutCases { added, replaced, failed })
    }

    /// A case, if it is held.
    #[must_use]
    pub fn get(&self, case_id: &str) -> Option<&Case> {
        self.case(*self.places.get(case_id)?)
    }

    /// Drops cases; answers how many of them were held.
    pub fn remove(&mut self, case_ids: &[Name]) -> i64 {
        let mut removed = 0;
        for case_id in case_ids {
            let Some(slot) = self.places.remove(case_id) else { continue };
            let held = self.slots.get_mut(slot as usize).and_then(|slot| slot.case.take());
            if let Some(due) = held.and_then(|case| case.next_due) {
                self.due.remove(&(due, slot));
            }
            self.free.push(slot);
            removed += 1;
        }
        removed
    }

    /// Where all cases stand, in the order of their names. O(n log n).
    #[must_use]
    pub fn stages(&self) -> CaseStages {
        self.told(self.in_order().into_iter())
    }

    /// The first instant at which a timer fires, if nothing happens before. O(log n).
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        self.due.first().map(|(due, _)| *due)
    }

    /// All cases, in the order of their names.
    pub(super) fn in_order(&self) -> Vec<&Case> {
        let mut cases: Vec<&Case> =
            self.slots.iter().filter_map(|slot| slot.case.as_deref()).collect();
        sort_by(&mut cases, |a, b| a.id.cmp(&b.id));
        cases
    }

    pub(super) fn case(&self, slot: u32) -> Option<&Case> {
        self.slots.get(slot as usize)?.case.as_deref()
    }

    /// Cases as they are told.
    pub(super) fn told<'a>(&self, cases: impl Iterator<Item = &'a Case> + Clone) -> CaseStages {
        let names: Vec<&Name> = self.pipeline.stage_names().collect();
        let stage = |case: &Case| {
            let place = names.iter().position(|name| **name == case.stage);
            place.unwrap_or(0) as u32
        };
        CaseStages {
            // No two of them have one name.
            case_id: Texts {
                codes: (0_u32..).zip(cases.clone()).map(|(code, _)| code).collect(),
                names: cases.clone().map(|case| case.id.as_str().to_owned()).collect(),
            },
            stage: Texts {
                codes: cases.clone().map(stage).collect(),
                names: names.iter().map(|name| name.to_string()).collect(),
            },
            entered_at: Instants(cases.clone().map(|case| case.entered_at.millis()).collect()),
            next_due: Sparse(cases.map(|case| case.next_due).collect()),
        }
    }

    /// Puts a case into its slot, or a new one; whether it is new.
    pub(super) fn keep(&mut self, case: Case) -> bool {
        if let Some(slot) = self.places.get(&case.id).copied() {
            let before = self.case(slot).and_then(|case| case.next_due);
            self.lay(slot, case.into(), before);
            return false;
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            (self.slots.len() - 1) as u32
        });
        self.places.insert(case.id.clone(), slot);
        self.lay(slot, case.into(), None);
        true
    }

    /// Puts a case into a slot, the one in which was due `before`.
    pub(super) fn lay(&mut self, slot: u32, case: Box<Case>, before: Option<Instant>) {
        if before != case.next_due {
            if let Some(due) = before {
                self.due.remove(&(due, slot));
            }
            self.due.extend(case.next_due.map(|due| (due, slot)));
        }
        if let Some(place) = self.slots.get_mut(slot as usize) {
            place.case = Some(case);
        }
    }

    /// A case as one of this store, or why it cannot be that.
    fn admitted(&self, record: Case) -> std::result::Result<Case, Box<(Case, Vec<Failed>)>> {
        let pipeline = &*self.pipeline;
        let mut case = match pipeline.is_own(&record) {
            Ok(true) => record,
            Ok(false) => match self.migrated(&record) {
                Ok(case) => case,
                Err(error) => return Err(Box::new((record, told(&error)))),
            },
            Err(error) => return Err(Box::new((record, told(&error)))),
        };
        case.next_due = match check_data(&case).and_then(|()| pipeline.next_due(&case)) {
            Ok(due) => due,
            Err(error) => return Err(Box::new((case, told(&error)))),
        };
        pipeline.rewrite(&mut case);
        // Of what it was before nobody looks at what that was before.
        if let Some(mut origin) = case.origin.case().map(Case::bare) {
            pipeline.share_names(&mut origin);
            case.origin = Origin::of(origin);
        }
        pipeline.share_names(&mut case);
        Ok(case)
    }

    /// A case of another version: it has a stage of this one.
    fn migrated(&self, record: &Case) -> Result<Case> {
        self.pipeline.next_due(record)?;
        let mut budget = Budget::unlimited();
        let records = std::slice::from_ref(record);
        let migrated = self.pipeline.migrate(records, &Facts::default(), &mut budget)?;
        Ok(migrated.cases.into_iter().next().unwrap_or_else(|| record.clone()))
    }
}

/// No name comes twice, so that the order of cases is of no consequence.
fn check_names(records: &[Case]) -> Result<()> {
    let mut at = Reader::new();
    let mut known = Names::default();
    for (index, record) in records.iter().enumerate() {
        if !known.code(&record.id).1 {
            at.within("records", |at| {
                at.within(index, |at| {
                    at.within("id", |at| {
                        at.problem::<()>("duplicate_id", format!("\"{}\" comes twice", record.id));
                    });
                });
            });
        }
    }
    at.finish(Some(())).map(|_| ())
}

/// What a host has and bytes do not cannot be held.
fn check_data(case: &Case) -> Result<()> {
    let origin = case.origin.case().into_iter().map(|origin| origin.fields.value());
    let log = case.log.iter().map(|event| event.fields.value());
    if origin.chain(log).chain([case.fields.value()]).all(|fields| is_data(fields, MAX_DEPTH)) {
        return Ok(());
    }
    let message = "expected data: numbers, texts, times, lists and objects of them";
    Err(Error::one(ErrorKind::Input, "wrong_type", "$.record.fields", message))
}

fn is_data(value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        Value::List(items) => items.iter().all(|item| is_data(item, depth)),
        Value::Map(entries) => entries.iter().all(|(_, value)| is_data(value, depth)),
        Value::Object(_) | Value::Foreign(_) => false,
        _ => true,
    }
}
