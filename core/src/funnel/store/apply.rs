//! Events of many cases that are held.

use super::super::pipeline::{AppliedMany, CaseEvent};
use super::case_store::CaseStore;
use super::report::StoreApplied;
use crate::budget::Budget;
use crate::shape::Reader;
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

impl CaseStore {
    /// What many events make of the cases that are held: what [`Pipeline::apply_many`] makes of them,
    /// and so what [`Pipeline::apply`] does of one event after the other, those of each case in the order
    /// of the list. A refused event changes nothing.
    ///
    /// O(events + cases that they are of), besides what each event takes. Whether to go on is asked
    /// before the first event: what has begun is done.
    ///
    /// # Errors
    /// `unknown_case` of an event, all of them with their paths; `cancelled`. Then nothing has changed.
    ///
    /// [`Pipeline::apply`]: crate::funnel::Pipeline::apply
    /// [`Pipeline::apply_many`]: crate::funnel::Pipeline::apply_many
    pub fn apply_many(
        &mut self,
        events: Vec<CaseEvent>,
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<StoreApplied> {
        let slots = self.slots_of(&events)?;
        budget.spend(events.len() as u64)?;
        let mut records = Vec::new();
        let mut index = Vec::with_capacity(slots.len());
        // The slots of `records`, and when each was due.
        let mut taken = Vec::new();
        for slot in slots {
            let Some(place) = self.slots.get_mut(slot as usize) else { continue };
            if let Some(case) = place.case.take() {
                place.row = records.len() as u32;
                taken.push((slot, case.next_due));
                records.push(*case);
            }
            index.push(place.row);
        }
        // It fails for a budget, and there is none. Whatever a case cannot bear refuses the event.
        let mut budget = Budget::unlimited();
        let many = self.pipeline.apply_to_rows(records, events, &index, now, &mut budget)?;
        let AppliedMany { outcomes, cases, failed, moves, fired, commands, .. } = many;
        let AppliedMany { withdrawn, overruled, warnings, .. } = many;
        let told = self.told(cases.iter());
        for (case, (slot, before)) in cases.into_iter().zip(taken) {
            self.lay(slot, case, before);
        }
        Ok(StoreApplied {
            outcomes,
            index: index.into(),
            cases: told,
            failed,
            moves,
            fired,
            commands,
            withdrawn,
            overruled,
            warnings,
        })
    }

    /// The slot of each event's case.
    fn slots_of(&self, events: &[CaseEvent]) -> Result<Vec<u32>> {
        if events.len() as u64 > u64::from(u32::MAX) {
            let message = format!("more than {} events", u32::MAX);
            return Err(Error::one(ErrorKind::Limit, "too_many_values", "$.events", message));
        }
        let mut at = Reader::new();
        let mut slots = Vec::with_capacity(events.len());
        for (index, event) in events.iter().enumerate() {
            match self.places.get(&event.case_id) {
                Some(slot) => slots.push(*slot),
                None => at.within("events", |at| {
                    at.within(index, |at| {
                        at.within("case_id", |at| {
                            let message = format!("no case is called \"{}\"", event.case_id);
                            at.problem::<()>("unknown_case", message);
                        });
                    });
                }),
            }
        }
        at.finish(Some(slots)).map(|(slots, _)| slots)
    }
}
