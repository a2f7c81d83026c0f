//! What came in. It waits until the next `advance`, so that whatever is asked before is as the last
//! one told it; then it is counted, in whatever order it came.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: clients and scopes are known by numbers that count their lists, which only \
              grow, and a row's client and scope are among the names that were read with it"
)]

use super::client::{Client, Dated, Decision, Stint};
use super::days::{LAST_DAY, day_at, day_from, start_of};
use super::report::Ingested;
use super::rows::Rows;
use super::segmenter::{DAWN, Segmenter};
use crate::math::sort_by_number;
use crate::time::{Instant, Zone};

/// A transaction. In the order of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) t: i64,
    pub(super) client: u32,
    /// The number of the scope that it says the client is of, or `NO_SCOPE`.
    pub(super) scope: u32,
    pub(super) amount: i64,
}

pub(super) const NO_SCOPE: u32 = u32::MAX;

/// So many rows that come before all days are counted together.
const CHUNK: usize = 1 << 16;

/// So many rows and names are looked at before any of them is taken in.
const AHEAD: usize = 64;

impl Row {
    /// What it says about its client.
    pub(super) fn stint(&self) -> Option<Stint> {
        let at = Instant::held(self.t);
        (self.scope != NO_SCOPE).then_some(Stint { at, scope: self.scope, rows: 1 })
    }
}

/// What came in together.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// Clients and of which scope they are, in the order in which it was said.
    pub(super) scopes: Vec<(u32, Stint)>,
    /// Clients and pins, in the same way.
    pub(super) pins: Vec<(u32, Decision)>,
    pub(super) rows: Vec<Row>,
    /// Rows that were corrected, as they were before.
    pub(super) taken: Vec<Row>,
}

impl Batch {
    pub(super) fn append(&mut self, mut other: Self) {
        self.scopes.append(&mut other.scopes);
        self.pins.append(&mut other.pins);
        self.rows.append(&mut other.rows);
        self.taken.append(&mut other.taken);
    }

    /// Forgets rows that were taken back since they came.
    pub(super) fn settle(&mut self) {
        if self.taken.is_empty() {
            return;
        }
        for rows in [&mut self.rows, &mut self.taken] {
            sort_by_number(rows, |row| row.t, Row::cmp);
        }
        // Both lists from one end to the other.
        let mut taken = std::mem::take(&mut self.taken).into_iter().peekable();
        let gone = &mut self.taken;
        self.rows.retain(|row| {
            while let Some(before) = taken.next_if(|taken| taken < row) {
                gone.push(before);
            }
            taken.next_if_eq(row).is_none()
        });
        self.taken.extend(taken);
    }

    /// Whom it is about, each once, of those who are asked for.
    fn clients(&self, is_asked: impl Fn(u32) -> bool) -> Vec<u32> {
        let rows = self.rows.iter().chain(&self.taken).map(|row| row.client);
        let scopes = self.scopes.iter().map(|(client, _)| *client);
        let pins = self.pins.iter().map(|(client, _)| *client);
        let all = rows.chain(scopes).chain(pins);
        let mut clients: Vec<u32> = all.filter(|client| is_asked(*client)).collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }

    pub(super) fn bytes(&self) -> usize {
        self.scopes.capacity() * size_of::<(u32, Stint)>()
            + self.pins.capacity() * size_of::<(u32, Decision)>()
            + (self.rows.capacity() + self.taken.capacity()) * size_of::<Row>()
    }
}

/// What came in of clients before something about them was counted, in the order of their numbers.
pub(super) type Saved = Vec<(u32, Client)>;

impl Segmenter {
    /// Takes in rows that were read, after what came with them.
    pub(super) fn take(&mut self, rows: &Rows<'_>, mut batch: Batch, ingested: &mut Ingested) {
        let mut clients: Vec<u32> = Vec::with_capacity(rows.clients.len());
        for names in rows.clients.chunks(AHEAD) {
            self.look_for(names);
            clients.extend(names.iter().map(|name| self.client(name)));
        }
        let scopes: Vec<u32> = rows.scopes.iter().map(|name| self.scope(name)).collect();
        let mut corrected = Vec::new();
        if self.now.is_some() {
            batch.rows.reserve_exact(rows.t.len());
        }
        for row in 0..rows.t.len() {
            let scope = rows.scope.get(row).and_then(|scope| scopes.get(*scope as usize));
            let scope = scope.copied().unwrap_or(NO_SCOPE);
            let client = clients[rows.client[row] as usize];
            let mut own = Row { client, scope, t: rows.t[row], amount: rows.amount[row] };
            let id = rows.id.get(row).copied().flatten();
            let old = id.and_then(|id| self.known.get(&id).copied());
            if let Some(old) = old.filter(|old| scope == NO_SCOPE && old.client == client) {
                // What it does not say again stays as it was.
                own.scope = old.scope;
            }
            if let Some(id) = id {
                self.known.insert(id, own);
            }
            if let Some(old) = old {
                ingested.corrected += 1;
                self.weight = self.weight.saturating_sub(old.amount.saturating_abs());
                self.rows = self.rows.saturating_sub(1);
                corrected.push((row, old));
                batch.taken.push(old);
            }
            self.weight = self.weight.saturating_add(own.amount.saturating_abs());
            self.rows = self.rows.saturating_add(1);
            batch.rows.push(own);
            // Nothing was told yet: nothing has to wait.
            if self.now.is_none() && batch.rows.len() == CHUNK {
                batch.settle();
                self.count(&std::mem::take(&mut batch));
            }
        }
        let Some(now) = self.now else {
            batch.settle();
            return self.count(&batch);
        };
        let first = self.waiting.rows.len();
        self.wait(batch);
        self.foresee();
        let over = self.over(now);
        let mut corrected = corrected.into_iter().peekable();
        for (place, row) in self.waiting.rows.iter().skip(first).enumerate() {
            let old = corrected.next_if(|(of, _)| *of == place);
            let is_late = |row: &Row| self.is_late(row, now, over);
            let is_late = is_late(row) || old.is_some_and(|(_, old)| is_late(&old));
            ingested.late += i64::from(is_late);
        }
    }

    /// What came in before of all clients that a batch is about; nothing where the batch itself tells
    /// it, which is then taken back.
    pub(super) fn saved(&self, batch: &Batch) -> Saved {
        if self.is_plain(batch) {
            return Saved::new();
        }
        let copy = |client: u32| (client, self.clients[client as usize].taken_in());
        batch.clients(|_| true).into_iter().map(copy).collect()
    }

    /// Whether a batch is purchases alone, of days that nobody has looked at.
    fn is_plain(&self, batch: &Batch) -> bool {
        let Batch { scopes, pins, rows, taken } = batch;
        if self.has_zones() || !(scopes.is_empty() && pins.is_empty() && taken.is_empty()) {
            return false;
        }
        let zone = &self.laws.current.policy.zone;
        let seen = self.scopes.iter().map(|scope| scope.day).max().unwrap_or(DAWN);
        let first = rows.iter().map(|row| row.t).min();
        rows.iter().all(|row| row.scope == NO_SCOPE)
            && first.is_none_or(|first| day_at(Instant::held(first), zone) >= seen)
    }

    /// Clients are again as they were before a batch, but for the places that they have in scopes.
    pub(super) fn put_back(&mut self, saved: Saved, batch: &Batch) {
        if self.is_plain(batch) {
            let zone = &self.laws.current.policy.zone;
            for row in &batch.rows {
                let day = day_at(Instant::held(row.t), zone);
                self.clients[row.client as usize].history.take_back(day, row.amount);
            }
        }
        for (client, mut was) in saved {
            let own = &mut self.clients[client as usize];
            std::mem::swap(&mut was.places, &mut own.places);
            std::mem::swap(&mut was.name, &mut own.name);
            *own = was;
        }
    }

    /// Keeps what came in until the next advance.
    pub(super) fn wait(&mut self, batch: Batch) {
        let due = self.due_of(&batch);
        self.waiting_due = self.waiting_due.into_iter().chain(due).min();
        self.waiting.append(batch);
    }

    /// Takes in what a snapshot kept of what a client bought.
    pub(super) fn remember(
        &mut self,
        client: u32,
        days: impl Iterator<Item = (i32, u32, i64)>,
        dated: impl Iterator<Item = Dated>,
    ) {
        let own = &mut self.clients[client as usize];
        for (day, rows, sum) in days {
            own.history.add(day, rows, sum);
        }
        dated.for_each(|it| own.date(it));
        // Another part may know its scopes.
        if self.has_zones() {
            self.redate(client, &mut Vec::new());
        }
    }

    /// Counts what came in. O(rows), and for each row the days of its client after it.
    pub(super) fn count(&mut self, batch: &Batch) {
        // Clients that are others from an instant on.
        let mut turned: Vec<(u32, Instant)> = Vec::new();
        for (client, stint) in &batch.scopes {
            self.turn(*client, *stint, true, &mut turned);
        }
        let rows = batch.taken.iter().map(|row| (row, false));
        for (row, is_told) in rows.chain(batch.rows.iter().map(|row| (row, true))) {
            if let Some(stint) = row.stint() {
                self.turn(row.client, stint, is_told, &mut turned);
            }
        }
        if self.has_zones() {
            let mut moved: Vec<u32> = turned.iter().map(|(client, _)| *client).collect();
            moved.sort_unstable();
            moved.dedup();
            for client in moved {
                self.redate(client, &mut turned);
            }
        }
        for (client, decision) in &batch.pins {
            let turns = [Some(decision.at), decision.until];
            turned.extend(turns.into_iter().flatten().map(|turn| (*client, turn)));
            self.clients[*client as usize].decide(decision.clone());
        }
        // First what goes: no sum is then ever larger than one that was admitted.
        for row in &batch.taken {
            self.take_back(row, &mut turned);
        }
        self.add(&batch.rows, &mut turned);
        for client in batch.clients(|client| !self.is_settled(client)) {
            self.place(client);
        }
        for (client, turn) in turned {
            self.touch_from(client, turn);
        }
    }

    /// Whether days depend on scopes.
    pub(super) fn has_zones(&self) -> bool {
        !self.laws.current.policy.zones.is_empty()
    }

    /// The local day of a transaction: by the zone of the scope that its client is of at that time.
    pub(super) fn day_in(&self, client: &Client, t: i64) -> i32 {
        let t = Instant::held(t);
        let scope = &self.scopes[client.scope_at(t) as usize];
        day_at(t, self.laws.zone(&scope.name))
    }

    /// A client is of a scope from an instant on, or no longer is.
    fn turn(&mut self, client: u32, stint: Stint, is_told: bool, turned: &mut Vec<(u32, Instant)>) {
        let own = &mut self.clients[client as usize];
        let before = own.scope_at(stint.at);
        let name = |scope: u32| &*self.scopes[scope as usize].name;
        if is_told {
            own.join(stint, name);
        } else {
            own.leave(stint, name);
        }
        if own.scope_at(stint.at) != before {
            turned.push((client, stint.at));
        }
    }

    /// Transactions of a client may be of other days, where it is of another scope.
    fn redate(&mut self, client: u32, turned: &mut Vec<(u32, Instant)>) {
        let own = &self.clients[client as usize];
        let days: Vec<i32> = own.dated().iter().map(|it| self.day_in(own, it.t)).collect();
        for (was, day) in self.clients[client as usize].redate(&days) {
            self.buy(client, was.day, was.amount, false, turned);
            self.buy(client, day, was.amount, true, turned);
        }
    }

    fn take_back(&mut self, row: &Row, turned: &mut Vec<(u32, Instant)>) {
        let dated = self.clients[row.client as usize].undate(row.t, row.amount);
        // It came before any scope had a zone of its own: all had that of this one, which it keeps.
        let by_zone = || day_at(Instant::held(row.t), self.laws.zone(""));
        let day = dated.unwrap_or_else(by_zone);
        self.buy(row.client, day, row.amount, false, turned);
    }

    fn add(&mut self, rows: &[Row], turned: &mut Vec<(u32, Instant)>) {
        if self.has_zones() {
            for row in rows {
                let day = self.day_in(&self.clients[row.client as usize], row.t);
                let dated = Dated { t: row.t, amount: row.amount, day };
                self.clients[row.client as usize].date(dated);
                self.buy(row.client, day, row.amount, true, turned);
            }
            return;
        }
        let t: Vec<i64> = rows.iter().map(|row| row.t).collect();
        let days = self.laws.current.policy.zone.days_of(&t);
        for (rows, days) in rows.chunks(AHEAD).zip(days.chunks(AHEAD)) {
            self.look_ahead(rows);
            for (row, day) in rows.iter().zip(days) {
                self.buy(row.client, *day, row.amount, true, turned);
            }
        }
    }

    /// Looks at what `buy` will ask of each row's client. Clients lie all over memory: many that are
    /// looked at before any is changed are fetched at the same time, not one after the other.
    fn look_ahead(&self, rows: &[Row]) {
        let look = |row: &Row| {
            let own = &self.clients[row.client as usize];
            let total = own.history.total();
            total.wrapping_add(own.places.first().map_or(0, |(_, member)| (*member).into()))
        };
        // Nobody needs the answer, and so it would not be looked for.
        std::hint::black_box(rows.iter().map(look).fold(0, i64::wrapping_add));
    }

    /// A client bought something on a day, or never did; all its scopes are told.
    fn buy(
        &mut self,
        client: u32,
        day: i32,
        amount: i64,
        did: bool,
        turned: &mut Vec<(u32, Instant)>,
    ) {
        let own = &mut self.clients[client as usize];
        let (is_first, sum) = if did {
            (own.history.add(day, 1, amount), amount)
        } else {
            (own.history.take_back(day, amount), amount.saturating_neg())
        };
        // It was not looked at so far, or no longer is.
        if self.now.is_some() && is_first {
            turned.push((client, Instant::MIN));
        }
        for (scope, member) in own.places.iter() {
            self.scopes[*scope as usize].buy(*member, day, sum);
        }
    }

    /// The first instant at which what waits may move anybody, or a sooner one.
    pub(super) fn due_of(&self, batch: &Batch) -> Option<Instant> {
        let policy = &self.laws.current.policy;
        let zones = || std::iter::once(&policy.zone).chain(policy.zones.iter().map(|it| &it.zone));
        let first = |from: &dyn Fn(&Zone) -> i32| zones().map(from).min();
        let rows = batch.rows.iter().chain(&batch.taken).map(|row| row.t).min();
        let bought = rows.and_then(|t| first(&|zone| day_at(Instant::held(t), zone) + 1));
        let turn = |(client, at): (u32, Instant)| {
            // Who has bought nothing is not looked at.
            let bought = self.clients[client as usize].history.first()?;
            Some(first(&|zone| day_from(at, zone))?.max(bought + 1))
        };
        let scopes = batch.scopes.iter().map(|(client, stint)| (*client, stint.at));
        let pins = batch.pins.iter().map(|(client, pin)| (*client, pin.at));
        let rows = batch.rows.iter().chain(&batch.taken);
        let told = rows.filter_map(|row| Some((row.client, row.stint()?.at)));
        let turns = scopes.chain(pins).chain(told).filter_map(turn);
        let day = turns.chain(bought).min().filter(|day| *day <= LAST_DAY)?;
        zones().map(|zone| start_of(day, zone)).min()
    }
}
