//! What happened on the way of a case.

use super::compile::Machine;
use super::name::Name;
use super::report::{Command, Firing, Move, MovedBy, Overruled};
use crate::time::Instant;

/// A move, its stages by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step<'m> {
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) at: Instant,
    pub(super) by: MovedBy,
    pub(super) rule: &'m Name,
}

/// Moves in their order. Most events make one: it needs no room elsewhere.
#[derive(Debug, Default)]
pub(super) struct Steps<'m> {
    first: Option<Step<'m>>,
    more: Vec<Step<'m>>,
}

impl<'m> Steps<'m> {
    pub(super) fn push(&mut self, step: Step<'m>) {
        match self.first {
            None => self.first = Some(step),
            Some(_) => self.more.push(step),
        }
    }

    /// All of them; none is left, but the room for more.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Step<'m>> {
        self.first.take().into_iter().chain(self.more.drain(..))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Step<'m>> {
        self.first.iter().chain(&self.more)
    }

    pub(super) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    fn truncate(&mut self, length: usize) {
        self.more.truncate(length.saturating_sub(1));
        if length == 0 {
            self.first = None;
        }
    }

    fn append(&mut self, other: Self) {
        other.first.into_iter().chain(other.more).for_each(|step| self.push(step));
    }

    /// Without those of another list.
    fn less(&mut self, others: &Self) {
        let steps = std::mem::take(self);
        let all = steps.first.into_iter().chain(steps.more);
        all.filter(|step| others.iter().all(|other| other != step))
            .for_each(|step| self.push(step));
    }
}

/// What happened on the way.
#[derive(Debug, Default)]
pub(super) struct Trail<'m> {
    pub(super) steps: Steps<'m>,
    pub(super) fired: Vec<Firing>,
    pub(super) commands: Vec<Command>,
    pub(super) overruled: Vec<Overruled>,
}

impl Steps<'_> {
    /// The moves of a case as they are told.
    pub(super) fn moves(&self, machine: &Machine, case_id: &Name) -> Vec<Move> {
        let told = |step: &Step<'_>| Move {
            case_id: case_id.clone(),
            source: machine.name_of(step.source),
            target: machine.name_of(step.target),
            at: step.at,
            by: step.by,
            rule: step.rule.clone(),
        };
        self.iter().map(told).collect()
    }
}

impl Trail<'_> {
    pub(super) fn append(&mut self, mut other: Self) {
        self.steps.append(other.steps);
        self.fired.append(&mut other.fired);
        self.commands.append(&mut other.commands);
        self.overruled.append(&mut other.overruled);
    }

    /// How long it is, to be cut there again.
    pub(super) fn mark(&self) -> [usize; 4] {
        [self.steps.len(), self.fired.len(), self.commands.len(), self.overruled.len()]
    }

    pub(super) fn cut(&mut self, [steps, fired, commands, overruled]: [usize; 4]) {
        self.steps.truncate(steps);
        self.fired.truncate(fired);
        self.commands.truncate(commands);
        self.overruled.truncate(overruled);
    }

    /// Without what the case had come to before; answers the commands that are no more.
    pub(super) fn less(&mut self, old: &Self) -> Vec<Command> {
        let withdrawn = without(&old.commands, &self.commands);
        self.commands = without(&self.commands, &old.commands);
        self.steps.less(&old.steps);
        self.fired.retain(|fired| !old.fired.iter().any(|known| known.key == fired.key));
        self.overruled.retain(|event| !old.overruled.iter().any(|known| known.id == event.id));
        withdrawn
    }

    /// With what another one has besides, the commands in the order of their keys.
    pub(super) fn merge(&mut self, other: Self) {
        let more = without(&other.commands, &self.commands);
        self.commands.extend(more);
        crate::math::sort_by(&mut self.commands, |a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        self.steps.append(other.steps);
        self.fired.extend(other.fired);
    }
}

/// The commands of a list that are not in another one.
fn without(commands: &[Command], others: &[Command]) -> Vec<Command> {
    let is_new = |command: &&Command| !others.iter().any(|other| other.key == command.key);
    commands.iter().filter(is_new).cloned().collect()
}
