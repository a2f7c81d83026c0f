//! What a case remembers: the events that it keeps, where it began, and the names of those before.

use super::apply::replay;
use super::case::{Case, Event, MAX_SETTLED, Origin};
use super::compile::Machine;
use super::judge::failed;
use super::name::Name;
use super::report::Failed;
use super::run::{Run, instants};
use crate::Result;
use crate::funnel::reasons;
use crate::shape::Shaped;
use crate::time::Instant;

/// What no move looks at, laid aside while a case is on its way.
#[derive(Debug, Default)]
pub(super) struct Past {
    pub(super) log: Vec<Event>,
    pub(super) origin: Origin,
    pub(super) settled: Vec<Name>,
}

impl Past {
    /// Takes it out of a case.
    pub(super) fn of(case: &mut Case) -> Self {
        Self {
            log: std::mem::take(&mut case.log),
            origin: std::mem::take(&mut case.origin),
            settled: std::mem::take(&mut case.settled),
        }
    }

    /// Puts it back.
    pub(super) fn put(self, case: &mut Case) {
        (case.log, case.origin, case.settled) = (self.log, self.origin, self.settled);
    }

    /// Of a case without it.
    pub(super) fn view<'a>(&'a self, case: &'a Case) -> History<'a> {
        let origin = self.origin.0.as_deref();
        History { case, log: &self.log, origin, settled: &self.settled }
    }

    /// Keeps these events only; of those that it kept before the names stay.
    pub(super) fn settle(&mut self, kept: Vec<Event>) {
        let settled = std::mem::replace(&mut self.log, kept);
        self.settled.extend(settled.into_iter().map(|event| event.id));
        let beyond = self.settled.len().saturating_sub(MAX_SETTLED);
        self.settled.drain(..beyond);
    }

    /// Keeps an event in its place. After an error the log is as it was.
    pub(super) fn keep(
        &mut self,
        event: Event,
        machine: &Machine,
        case: &Case,
        now: Instant,
    ) -> Result<()> {
        let place = self.log.partition_point(|known| known.place() < event.place());
        self.log.insert(place, event);
        let kept = self.forget(machine, case, now);
        if kept.is_err() {
            self.log.remove(place);
        }
        kept
    }

    /// Whether the next event lets the first ones be settled.
    pub(super) fn is_full(&self, machine: &Machine) -> bool {
        self.log.len() >= 2 * machine.policy.keep_events as usize
    }

    /// Settles the first events of a log that has become long. After an error nothing is.
    pub(super) fn forget(&mut self, machine: &Machine, case: &Case, now: Instant) -> Result<()> {
        let keep = machine.policy.keep_events as usize;
        if self.log.len() <= 2 * keep {
            return Ok(());
        }
        let mut run = Run::new(machine, self.view(case).origin(), now);
        let first = self.log.len() - keep;
        replay(&mut run, self.log.get(..first).unwrap_or_default())?;
        let kept = self.log.split_off(first);
        self.settle(kept);
        self.origin = Origin(Some(run.case));
        Ok(())
    }
}

/// A case as it is, with its past.
#[derive(Clone, Copy)]
pub(super) struct History<'a> {
    case: &'a Case,
    log: &'a [Event],
    origin: Option<&'a Case>,
    settled: &'a [Name],
}

impl Case {
    pub(super) fn history(&self) -> History<'_> {
        let origin = self.origin.0.as_deref();
        History { case: self, log: &self.log, origin, settled: &self.settled }
    }
}

impl<'a> History<'a> {
    /// What the case was before the first of the events that it keeps; one that keeps none is that
    /// itself.
    pub(super) fn origin(self) -> Case {
        self.origin.unwrap_or(self.case).bare()
    }

    /// Whether it knows an event of this name.
    pub(super) fn has_seen(self, id: &str) -> bool {
        self.log.iter().any(|event| event.id == *id) || self.settled.iter().any(|name| name == id)
    }

    /// Whether it has seen something that comes after an event.
    pub(super) fn is_late(self, event: &Event) -> bool {
        let last = self.log.last();
        event.at() < self.case.stepped_at || last.is_some_and(|last| last.place() > event.place())
    }

    /// What is wrong with the time of an event.
    pub(super) fn untimely(self, event: &Event, now: Instant) -> Vec<Failed> {
        let at = event.at();
        let kept_from = self.origin.map_or(self.case.stepped_at, |origin| origin.stepped_at);
        let mut found = Vec::new();
        if at > now {
            let told = instants(&[("at", at), ("now", now)]);
            found.push(failed(reasons::IN_FUTURE, "$.event.at", at.to_value(), None, told));
        }
        if at < kept_from {
            let told = instants(&[("at", at), ("kept_from", kept_from)]);
            found.push(failed(reasons::TOO_OLD, "$.event.at", at.to_value(), None, told));
        }
        found
    }

    /// The name of the last event of an instant, if it is the last of all.
    pub(super) fn last_name(self, at: Instant) -> Option<&'a Name> {
        match self.log.last() {
            Some(last) => (last.at() == at).then_some(&last.id),
            None if self.case.stepped_at == at => self.settled.last(),
            None => None,
        }
    }

    /// The case just before an event, and the events that come after it.
    pub(super) fn before<'m>(
        self,
        machine: &'m Machine,
        event: &Event,
        now: Instant,
    ) -> Result<(Run<'m>, &'a [Event])> {
        if !self.is_late(event) {
            let mut run = Run::new(machine, self.case.bare(), now);
            run.settle(event.at())?;
            return Ok((run, &[]));
        }
        let mut run = Run::new(machine, self.origin(), now);
        run.remember(self.case);
        let place = self.log.partition_point(|known| known.place() < event.place());
        let (earlier, later) = self.log.split_at_checked(place).unwrap_or((self.log, &[]));
        replay(&mut run, earlier)?;
        run.settle(event.at())?;
        Ok((run, later))
    }

    /// All that happened to the case since its origin.
    pub(super) fn again<'m>(self, machine: &'m Machine, now: Instant) -> Result<Run<'m>> {
        let mut run = Run::new(machine, self.origin(), now);
        run.remember(self.case);
        replay(&mut run, self.log)?;
        run.settle(self.case.stepped_at)?;
        Ok(run)
    }
}
