//! What a case remembers: the events that it keeps, where it began, and the names of those before.

use std::sync::Arc;

use super::apply::replay;
use super::case::{Case, Event, MAX_SETTLED};
use super::compile::Machine;
use super::judge::failed;
use super::name::Name;
use super::report::Failed;
use super::run::{Run, instants};
use super::trail::Trail;
use crate::Result;
use crate::funnel::reasons;
use crate::shape::Shaped;
use crate::time::Instant;

impl Case {
    /// What the case was before the first of the events that it keeps; one that keeps none is that
    /// itself.
    pub(super) fn origin(&self) -> Self {
        self.origin.0.as_deref().unwrap_or(self).bare()
    }

    /// Whether it knows an event of this name.
    #[inline]
    pub(super) fn has_seen(&self, id: &Name) -> bool {
        self.log.iter().any(|event| event.id == *id) || self.settled.iter().any(|own| own == id)
    }

    /// Whether it has seen something that comes after an event.
    #[inline]
    pub(super) fn is_late(&self, event: &Event) -> bool {
        let last = self.log.last();
        event.at() < self.stepped_at || last.is_some_and(|last| last.place() > event.place())
    }

    /// What is wrong with the time of an event.
    #[inline]
    pub(super) fn untimely(&self, event: &Event, now: Instant) -> Vec<Failed> {
        let at = event.at();
        let kept_from = self.origin.0.as_ref().map_or(self.stepped_at, |origin| origin.stepped_at);
        if (kept_from..=now).contains(&at) {
            return Vec::new();
        }
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

    /// An event that does not say when it happened is of now, and comes after all that the case has seen
    /// at this instant.
    #[inline]
    pub(super) fn date(&self, event: &mut Event, now: Instant) {
        if event.at.is_none() {
            (event.at, event.seq) = (Some(now), self.next_seq(now));
        }
    }

    /// The number of one more event of an instant; the first has none.
    pub(super) fn next_seq(&self, at: Instant) -> Option<i64> {
        Some(self.last_of(at)?.seq.unwrap_or(0).saturating_add(1))
    }

    /// The name of the last event of an instant.
    pub(super) fn last_name(&self, at: Instant) -> Option<&Name> {
        match self.last_of(at) {
            Some(last) => Some(&last.id),
            None if self.log.is_empty() && self.stepped_at == at => self.settled.last(),
            None => None,
        }
    }

    fn last_of(&self, at: Instant) -> Option<&Event> {
        if self.log.last()?.at() < at {
            return None;
        }
        let end = self.log.partition_point(|known| known.at() <= at);
        self.log.get(..end)?.last().filter(|last| last.at() == at)
    }

    /// From where the way to an event goes: from here or, if it is late, from where the case began.
    pub(super) fn way_to(&self, event: &Event) -> Self {
        if self.is_late(event) { self.origin() } else { self.bare() }
    }

    /// Leads a run from there to just before the event; the events that come after it.
    pub(super) fn lead<'a>(&'a self, run: &mut Run<'_, '_>, event: &Event) -> Result<&'a [Event]> {
        let mut later: &[Event] = &[];
        if self.is_late(event) {
            run.remember(self);
            let place = self.log.partition_point(|known| known.place() < event.place());
            let (earlier, rest) = self.log.split_at_checked(place).unwrap_or((&self.log, &[]));
            replay(run, earlier)?;
            later = rest;
        }
        run.settle(event.at())?;
        Ok(later)
    }

    /// All that happened to the case since its origin, and what it came to.
    pub(super) fn again<'m>(
        &self,
        machine: &'m Machine,
        now: Instant,
    ) -> Result<(Self, Trail<'m>)> {
        let mut case = self.origin();
        let mut run = Run::new(machine, &mut case, now);
        run.remember(self);
        replay(&mut run, &self.log)?;
        run.settle(self.stepped_at)?;
        let trail = run.trail;
        Ok((case, trail))
    }

    /// Keeps an event that comes after all others. After an error the log is as it was.
    #[inline]
    pub(super) fn keep_last(
        &mut self,
        event: &mut Option<Event>,
        machine: &Machine,
        now: Instant,
    ) -> Result<()> {
        let Some(last) = event.take() else { return Ok(()) };
        self.log.push(last);
        if !self.is_long(machine) {
            return Ok(());
        }
        let kept = self.forget(machine, now);
        if kept.is_err() {
            *event = self.log.pop();
        }
        kept
    }

    /// Keeps an event in its place. After an error the log is as it was.
    pub(super) fn keep(
        &mut self,
        event: &mut Option<Event>,
        machine: &Machine,
        now: Instant,
    ) -> Result<()> {
        let Some(event) = event.take() else { return Ok(()) };
        let place = self.log.partition_point(|known| known.place() < event.place());
        self.log.insert(place, event);
        let kept = self.forget(machine, now);
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
    #[inline]
    pub(super) fn forget(&mut self, machine: &Machine, now: Instant) -> Result<()> {
        let keep = machine.policy.keep_events as usize;
        if self.is_long(machine) { self.shorten(keep, machine, now) } else { Ok(()) }
    }

    fn is_long(&self, machine: &Machine) -> bool {
        self.log.len() > 2 * machine.policy.keep_events as usize
    }

    #[cold]
    fn shorten(&mut self, keep: usize, machine: &Machine, now: Instant) -> Result<()> {
        let mut origin = self.origin();
        let first = self.log.len() - keep;
        let earlier = self.log.get(..first).unwrap_or_default();
        replay(&mut Run::new(machine, &mut origin, now), earlier)?;
        let kept = self.log.split_off(first);
        self.settle(kept);
        self.origin.0 = Some(Arc::new(origin));
        Ok(())
    }

    /// Keeps these events only; of those that it kept before the names stay.
    pub(super) fn settle(&mut self, kept: Vec<Event>) {
        let settled = std::mem::replace(&mut self.log, kept);
        self.settled.extend(settled.into_iter().map(|event| event.id));
        let beyond = self.settled.len().saturating_sub(MAX_SETTLED);
        self.settled.drain(..beyond);
    }
}
