//! Which transactions are late: by the scopes that clients will have, once what waits is counted.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: clients and scopes are known by numbers that count their lists"
)]

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::client::Client;
use super::days::{day_at, start_of};
use super::intake::{Batch, Row};
use super::segmenter::Segmenter;
use crate::time::Instant;

/// Clients of whom something waits that says of which scope they are, with all their stints; and how
/// much of what waits was looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Foreseen {
    clients: HashMap<u32, Client, FxBuildHasher>,
    scopes: usize,
    rows: usize,
    taken: usize,
}

impl Foreseen {
    pub(super) fn bytes(&self) -> usize {
        let own = size_of::<(u32, Client)>() + 1;
        self.clients.capacity() * own + self.clients.values().map(Client::bytes).sum::<usize>()
    }
}

impl Segmenter {
    /// Learns of which scopes clients will be, where their days depend on it.
    pub(super) fn foresee(&mut self) {
        if !self.has_zones() {
            return;
        }
        let mut foreseen = std::mem::take(&mut self.foreseen);
        let Batch { scopes, rows, taken, .. } = &self.waiting;
        let told = |row: &Row| Some((row.client, row.stint()?));
        let outright = scopes.iter().skip(foreseen.scopes).map(|own| (*own, true));
        let rows_told = rows.iter().skip(foreseen.rows).filter_map(told).map(|own| (own, true));
        // Last, for a row that was taken back may wait as well.
        let gone = taken.iter().skip(foreseen.taken).filter_map(told).map(|own| (own, false));
        for ((client, stint), is_told) in outright.chain(rows_told).chain(gone) {
            let own = foreseen.clients.entry(client).or_insert_with(|| {
                let mut own = Client::new("");
                own.stints.clone_from(&self.clients[client as usize].stints);
                own
            });
            let name = |scope: u32| &*self.scopes[scope as usize].name;
            if is_told { own.join(stint, name) } else { own.leave(stint, name) }
        }
        (foreseen.scopes, foreseen.rows, foreseen.taken) = (scopes.len(), rows.len(), taken.len());
        self.foreseen = foreseen;
    }

    /// When the present day began where clients are of no scope in particular: what is before it is late.
    pub(super) fn over(&self, now: Instant) -> Instant {
        let zone = self.laws.zone("");
        start_of(day_at(now, zone), zone)
    }

    /// Whether the day on which a transaction is looked at first is over.
    pub(super) fn is_late(&self, row: &Row, now: Instant, over: Instant) -> bool {
        let t = Instant::held(row.t);
        if !self.has_zones() {
            return t < over;
        }
        let foreseen = self.foreseen.clients.get(&row.client);
        let own = foreseen.unwrap_or(&self.clients[row.client as usize]);
        let zone = self.laws.zone(&self.scopes[own.scope_at(t) as usize].name);
        day_at(t, zone) < day_at(now, zone)
    }
}
