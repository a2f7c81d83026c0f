//! What time does with cases.

use std::sync::Arc;

use super::case::Case;
use super::engine::{Pipeline, failed_case, told};
use super::report::{Due, Ticked};
use super::run::Run;
use crate::Result;
use crate::budget::Budget;
use crate::time::Instant;

impl Pipeline {
    /// What a tick would do with a case, and the timers of its stage with why they wait or do not.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn due(&self, record: &Case, now: Instant) -> Result<Due> {
        let mut case = self.adopt(record)?.bare();
        let mut run = Run::new(&self.machine, &mut case, now);
        let timers = self.machine.waiting(run.stage()?, run.case, run.record()?);
        run.settle(now)?;
        let moves = run.trail.steps.moves(&self.machine, &run.case.id);
        Ok(Due { fired: run.trail.fired, moves, timers })
    }

    /// The first instant at which time changes the case, if nothing happens before: a timer fires, or a
    /// condition that reads `now` lets an automatic move be made or a pause begin or end. A host that
    /// keeps it ticks nothing else.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn next_due(&self, record: &Case) -> Result<Option<Instant>> {
        self.machine.first_due(&*self.adopt(record)?)
    }

    /// Lets time do all that is due at or before now, each at its own instant; the cases that changed.
    ///
    /// Of a case that nothing is due of only `next_due` is looked at. O(1) for it, so that a host that
    /// keeps `next_due` and asks for what is due pays for that alone.
    ///
    /// # Errors
    /// `cancelled`. A case that cannot be looked at is listed, and the others are ticked.
    pub fn tick(&self, records: &[Case], now: Instant, budget: &mut Budget<'_>) -> Result<Ticked> {
        let (cases, moves, fired, commands) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut ticked = Ticked { cases, moves, fired, commands, failed: Vec::new() };
        for (index, record) in records.iter().enumerate() {
            budget.spend(1)?;
            let is_own = record.policy_hash == self.machine.hash;
            if is_own && record.next_due.is_none_or(|due| due > now) {
                continue;
            }
            if let Err(error) = self.tick_one(record, now, &mut ticked) {
                ticked.failed.push(failed_case(index, record, told(&error)));
            }
        }
        Ok(ticked)
    }

    fn tick_one(&self, record: &Case, now: Instant, ticked: &mut Ticked) -> Result<()> {
        let is_new = !self.is_own(record)?;
        let mut case = record.clone();
        if is_new {
            self.begin(&mut case)?;
        }
        self.machine.rewrite(&mut case);
        let origin = case.origin.0.is_none().then(|| Arc::new(case.bare()));
        let stepped_at = case.stepped_at;
        let mut run = Run::new(&self.machine, &mut case, now);
        let next_due = run.settle(now)?;
        let trail = run.trail;
        let is_same = trail.fired.is_empty() && case.stepped_at == stepped_at;
        if is_same && !case.halted && !is_new {
            return Ok(());
        }
        case.origin.0 = case.origin.0.or(origin);
        case.next_due = next_due;
        ticked.moves.extend(trail.steps.moves(&self.machine, &case.id));
        ticked.cases.push(case);
        ticked.fired.extend(trail.fired);
        ticked.commands.extend(trail.commands);
        Ok(())
    }
}
