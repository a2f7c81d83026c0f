//! What an advance changed: the moves that it brought and withdrew, and the way back.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: clients, scopes and members are known by numbers that count their lists"
)]

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::intake::{Batch, Saved};
use super::log::Log;
use super::scope::{Changed, Scope};
use super::segmenter::Segmenter;
use super::told::{Seen, Told};
use crate::time::Instant;

/// What was known before an advance, to tell what it changed and to go back.
pub(super) struct Checkpoint {
    scopes: Vec<ScopeBefore>,
    /// Clients for whom the past changes: from when on, and their moves since.
    old: BTreeMap<u32, (Instant, Vec<Told>)>,
    /// Clients about whom something came in.
    saved: Saved,
}

struct ScopeBefore {
    day: i32,
    /// Its log, where that is about to be rewritten.
    log: Option<Log>,
}

impl Segmenter {
    pub(super) fn checkpoint(&self, saved: Saved) -> Checkpoint {
        let mut from: BTreeMap<u32, Instant> = BTreeMap::new();
        let mut scopes = Vec::with_capacity(self.scopes.len());
        for scope in &self.scopes {
            let log = scope.stale.map(|stale| {
                let start = scope.start_of(stale, &self.laws);
                for member in &scope.members {
                    let own = from.entry(member.client).or_insert(start);
                    *own = start.min(*own);
                }
                scope.log.clone()
            });
            scopes.push(ScopeBefore { day: scope.day, log });
        }
        let old = from.into_iter().map(|(client, from)| {
            let place = saved.binary_search_by_key(&client, |(client, _)| *client).ok();
            let own = place.map_or(&self.clients[client as usize], |place| &saved[place].1);
            (client, (from, self.moves_by(client, own, &|seen| seen.at() >= from)))
        });
        Checkpoint { old: old.collect(), scopes, saved }
    }

    /// Undoes an advance, for which a batch was counted.
    pub(super) fn back_to(&mut self, before: Checkpoint, batch: &Batch) {
        for (scope, before) in self.scopes.iter_mut().zip(&before.scopes) {
            scope.rewind(before.day);
        }
        self.put_back(before.saved, batch);
        for (scope, before) in self.scopes.iter_mut().zip(before.scopes) {
            if let Some(log) = before.log {
                scope.log = log;
            }
            scope.stale = None;
            scope.changed = Vec::new();
            scope.open(&self.laws, &self.clients);
        }
    }

    /// The moves that an advance brought, and those that it withdrew.
    pub(super) fn changes(&mut self, before: &Checkpoint) -> (Vec<Told>, Vec<Told>) {
        let (mut brought, mut withdrawn) = (Vec::new(), Vec::new());
        for (client, (from, old)) in &before.old {
            let new = self.moves_of(*client, &|seen| seen.at() >= *from);
            withdrawn.extend(old.iter().filter(|told| !new.contains(told)).cloned());
            brought.extend(new.into_iter().filter(|told| !old.contains(told)));
        }
        // Of all others only what is later is new.
        let is_later = |seen: &Seen<'_>| {
            let before = before.scopes.get(seen.scope as usize);
            before.is_none_or(|before| seen.entry.day > before.day)
        };
        let mut moved: Vec<u32> = Vec::new();
        for number in 0..self.scopes.len() {
            let mut changed = std::mem::take(&mut self.scopes[number].changed);
            // Those of a member stay in the order of days.
            crate::math::sort_by_number(
                &mut changed,
                |own| own.member.into(),
                |_, _| Ordering::Equal,
            );
            let scope = &self.scopes[number];
            for own in changed.chunk_by(|a, b| a.member == b.member) {
                let Some(first) = own.first() else { continue };
                let client = scope.members[first.member as usize].client;
                if before.old.contains_key(&client) {
                    continue;
                }
                if self.clients[client as usize].places.len() > 1 {
                    moved.push(client);
                } else {
                    self.moves_in(scope, own, &mut brought);
                }
            }
        }
        moved.sort_unstable();
        moved.dedup();
        for client in moved {
            brought.extend(self.moves_of(client, &is_later));
        }
        self.ordered(&mut brought);
        self.ordered(&mut withdrawn);
        (brought, withdrawn)
    }

    /// The moves among the last changes of a member, whose client was never of another scope.
    fn moves_in(&self, scope: &Scope, changed: &[Changed], brought: &mut Vec<Told>) {
        let Some(member) = changed.first().map(|own| own.member) else { return };
        let client = scope.members[member as usize].client;
        let zone = self.laws.zone(&scope.name);
        for (known, (entry, last)) in changed.iter().rev().zip(scope.log.of(member)) {
            let from = last.map(|last| last.segment);
            if from != Some(entry.segment) {
                let seen = Seen { scope: scope.number, zone, entry, last };
                let known = (known.before, known.after);
                let own = &self.clients[client as usize];
                brought.push(Self::tell_known(client, own, from, &seen, known));
            }
        }
    }
}
