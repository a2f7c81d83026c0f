//! What is known of a client: what it bought, of which scope it was when, and who pinned it.

use std::sync::Arc;

use super::history::History;
use super::slim::make_room;
use crate::time::Instant;

/// Of which scope a client is, from an instant on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stint {
    pub(super) at: Instant,
    pub(super) scope: u32,
}

/// What somebody decided about a client's segment, from an instant on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decision {
    pub(super) at: Instant,
    /// None: whatever was pinned before no longer is.
    pub(super) segment: Option<u16>,
    pub(super) until: Option<Instant>,
    pub(super) by: Option<String>,
}

/// A client.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) name: Arc<str>,
    pub(super) history: History,
    /// In the order of time; before the first it is of no scope in particular, number 0.
    pub(super) stints: Vec<Stint>,
    /// In the order of time.
    pub(super) decisions: Vec<Decision>,
    /// In which scopes it is or will be, with its number there.
    pub(super) places: Vec<(u32, u32)>,
}

impl Client {
    pub(super) fn new(name: Arc<str>) -> Self {
        Self {
            name,
            history: History::default(),
            stints: Vec::new(),
            decisions: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Of which scope it is at `t`.
    pub(super) fn scope_at(&self, t: Instant) -> u32 {
        let after = self.stints.partition_point(|stint| stint.at <= t);
        let stint = after.checked_sub(1).and_then(|last| self.stints.get(last));
        stint.map_or(0, |stint| stint.scope)
    }

    /// All scopes that it ever is of.
    pub(super) fn scopes(&self) -> Vec<u32> {
        let is_whole = self.stints.first().is_some_and(|first| first.at == Instant::MIN);
        let mut scopes: Vec<u32> = (!is_whole).then_some(0).into_iter().collect();
        for stint in &self.stints {
            if !scopes.contains(&stint.scope) {
                scopes.push(stint.scope);
            }
        }
        scopes
    }

    /// The decision that holds at `t`.
    pub(super) fn pin_at(&self, t: Instant) -> Option<&Decision> {
        let after = self.decisions.partition_point(|pin| pin.at <= t);
        let last = self.decisions.get(after.checked_sub(1)?)?;
        (last.segment.is_some() && last.until.is_none_or(|until| t < until)).then_some(last)
    }

    /// The first instant after `t` at which its scope or its pin may be another.
    pub(super) fn turns_after(&self, t: Instant) -> Option<Instant> {
        let stints = self.stints.iter().map(|stint| stint.at);
        let pins = self.decisions.iter().flat_map(|pin| [Some(pin.at), pin.until]).flatten();
        stints.chain(pins).filter(|turn| *turn > t).min()
    }

    /// Puts a stint at its place; one of the same instant is replaced.
    pub(super) fn join(&mut self, stint: Stint) {
        put(&mut self.stints, stint, |stint| stint.at);
    }

    /// The same with a decision.
    pub(super) fn decide(&mut self, decision: Decision) {
        put(&mut self.decisions, decision, |decision| decision.at);
    }

    /// Bytes that it holds, its own aside.
    pub(super) fn bytes(&self) -> usize {
        self.name.len()
            + self.history.0.capacity() * size_of::<super::history::Day>()
            + self.stints.capacity() * size_of::<Stint>()
            + self.decisions.capacity() * size_of::<Decision>()
            + self.places.capacity() * size_of::<(u32, u32)>()
    }
}

fn put<T>(list: &mut Vec<T>, item: T, at: impl Fn(&T) -> Instant) {
    let place = list.partition_point(|known| at(known) < at(&item));
    match list.get_mut(place).filter(|known| at(known) == at(&item)) {
        Some(known) => *known = item,
        None => {
            make_room(list);
            list.insert(place, item);
        }
    }
}
