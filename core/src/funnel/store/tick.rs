//! What time does with cases that are held.

use super::super::pipeline::{Case, FailedCase, Ticked};
use super::case_store::CaseStore;
use super::report::{StoreTicked, StuckCase};
use crate::Result;
use crate::budget::Budget;
use crate::math::sort_by;
use crate::time::Instant;

impl CaseStore {
    /// Lets time do all that it does at or before now, as [`Pipeline::tick`] does.
    ///
    /// Only what is due is looked at: O(d log n) for d cases that are due, besides what their timers do.
    /// A case whose timers cannot fire is listed, stays as it is, and is due again.
    ///
    /// # Errors
    /// `cancelled`: then nothing has changed.
    ///
    /// [`Pipeline::tick`]: crate::funnel::Pipeline::tick
    pub fn tick(&mut self, now: Instant, budget: &mut Budget<'_>) -> Result<StoreTicked> {
        let mut due: Vec<(Instant, u32)> = self.due.range(..=(now, u32::MAX)).copied().collect();
        // Not by slots, which tell who came first.
        sort_by(&mut due, |a, b| {
            let id = |slot: u32| self.case(slot).map(|case| &case.id);
            a.0.cmp(&b.0).then_with(|| id(a.1).cmp(&id(b.1)))
        });
        let take = |(_, slot): &(Instant, u32)| {
            let case = self.slots.get_mut(*slot as usize)?.case.take()?;
            Some(*case)
        };
        let records: Vec<Case> = due.iter().filter_map(take).collect();
        let ticked = self.pipeline.tick(&records, now, budget);
        let Ticked { cases, moves, fired, commands, failed } = match ticked {
            Ok(ticked) => ticked,
            Err(error) => {
                self.lay_back(due, records, Vec::new());
                return Err(error);
            }
        };
        let told = self.told(cases.iter());
        self.lay_back(due, records, cases);
        let failed = failed.into_iter().map(stuck).collect();
        Ok(StoreTicked { cases: told, moves, fired, commands, failed })
    }

    /// Puts cases back into their slots, those that changed as they are now: they are in the same order.
    fn lay_back(&mut self, due: Vec<(Instant, u32)>, records: Vec<Case>, changed: Vec<Case>) {
        let mut changed = changed.into_iter().peekable();
        for (record, (before, slot)) in records.into_iter().zip(due) {
            let case = changed.next_if(|case| case.id == record.id).unwrap_or(record);
            self.lay(slot, case.into(), Some(before));
        }
    }
}

/// What is wrong with a case that no list of the caller's names.
fn stuck(failed: FailedCase) -> StuckCase {
    let FailedCase { index, case_id, mut problems } = failed;
    let of_list = format!("$.records[{index}]");
    for problem in &mut problems {
        if let Some(rest) = problem.path.strip_prefix(&of_list) {
            problem.path = format!("$.record{rest}");
        }
    }
    StuckCase { case_id, problems }
}
