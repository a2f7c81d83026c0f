//! When the clock of a case stands: while its stage says so.

use super::case::{Case, Paused};
use super::compile::Machine;
use super::run::Run;
use crate::Result;
use crate::time::Instant;

impl Run<'_, '_> {
    /// Lets the clock stand or go, as the stage says.
    #[inline]
    pub(super) fn pause_or_go_on(&mut self, at: Instant) -> Result<()> {
        let pause = self.stage()?.pause.as_ref();
        let is_paused = pause.map_or(Ok(false), |pause| self.is_met(pause, at))?;
        match (is_paused, self.case.paused_since) {
            (true, None) => self.case.paused_since = Some(at),
            (false, Some(_)) => close_pause(self.machine, self.case, at),
            _ => {}
        }
        Ok(())
    }

    /// Ends a pause of other rules where the last thing happened, and asks these whether one begins.
    pub(super) fn pause_anew(&mut self) -> Result<()> {
        let at = self.case.stepped_at;
        close_pause(self.machine, self.case, at);
        self.pause_or_go_on(at)
    }
}

/// Lets a clock go on that stands.
pub(super) fn close_pause(machine: &Machine, case: &mut Case, at: Instant) {
    let Some(since) = case.paused_since.take() else { return };
    let paused = machine.pause(since, at);
    case.paused = case.paused.plus(&paused);
    case.paused_idle = case.paused_idle.plus(&paused);
}

impl Machine {
    /// A pause of [since, at).
    pub(super) fn pause(&self, since: Instant, at: Instant) -> Paused {
        let working_ms = self.calendar.working_time(since, at);
        Paused { elapsed_ms: at.since(since), working_ms }
    }
}
