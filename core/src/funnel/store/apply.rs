//! Events of many cases that are held.

use super::super::pipeline::{AppliedMany, Case, CaseEvents, check_count};
use super::case_store::CaseStore;
use super::report::StoreApplied;
use crate::Result;
use crate::budget::Budget;
use crate::shape::Reader;
use crate::time::Instant;

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
        events: CaseEvents,
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<StoreApplied> {
        check_count("events", events.len())?;
        let mut at = Reader::new();
        let located = events.located(&mut |case_id| self.places.get(case_id).copied(), &mut at);
        let ((slots, events), _) = at.finish(Some(located))?;
        budget.spend(slots.len() as u64)?;
        let (index, mut taken) = self.take_out(slots);
        let mut cases: Vec<&mut Case> = taken.iter_mut().map(|taken| &mut *taken.case).collect();
        // It fails for a budget, and there is none. Whatever a case cannot bear refuses the event.
        let mut budget = Budget::unlimited();
        let many = self.pipeline.apply_to_rows(&mut cases, events, &index, now, &mut budget);
        let told = self.told(taken.iter().map(|taken| &*taken.case));
        for Taken { slot, case, due } in taken {
            self.lay(slot, case, due);
        }
        let many = many?;
        let AppliedMany { outcomes, failed, moves, fired, commands, .. } = many;
        let AppliedMany { withdrawn, overruled, warnings, .. } = many;
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

    /// Takes the cases of these slots out, each once, in the order of their first ones; the place among
    /// them of each.
    fn take_out(&mut self, mut slots: Vec<u32>) -> (Vec<u32>, Vec<Taken>) {
        let mut taken = Vec::new();
        for slot in &mut slots {
            let Some(place) = self.slots.get_mut(*slot as usize) else { continue };
            if let Some(case) = place.case.take() {
                place.row = taken.len() as u32;
                taken.push(Taken { slot: *slot, due: case.next_due, case });
            }
            *slot = place.row;
        }
        (slots, taken)
    }
}

/// A case that events are at.
struct Taken {
    /// Its slot.
    slot: u32,
    /// When it was due before.
    due: Option<Instant>,
    case: Box<Case>,
}
