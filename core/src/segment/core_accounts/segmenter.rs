//! Segments that recalculate themselves.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: numbers of clients and scopes count lists that only grow, and a row's \
              client is one of the names that were read with it"
)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::client::{Client, Decision, Stint};
use super::compile::Law;
use super::days::{LAST_DAY, day_at, day_from, start_of};
use super::ids::Ids;
use super::intake::Batch;
use super::late::Foreseen;
use super::laws::Laws;
use super::numbers::Numbers;
use super::policy::SegmentPolicy;
use super::report::{Ingested, SegmentMoves};
use super::rows::{ClientScope, Rows, SegmentPin, check_name};
use super::scope::Scope;
use super::slate::Slate;
use super::slim::append;
use super::told::Told;
use crate::Result;
use crate::budget::Budget;
use crate::segment::columns::in_byte_order;
use crate::shape::{Reader, Value, Warning};
use crate::time::Instant;

/// Before all days.
pub(super) const DAWN: i32 = -719_200;

/// Who matters now, by scope, day by day: the static and the dynamic core, and what follows from
/// them. A development of the growth-share matrix (Henderson, BCG 1970).
///
/// **Definition.** A client is looked at once at the start of each local day of its scope's zone, from
/// the day after its first transaction on, on whole days before it, in the order of days; at first it
/// is in no segment. [`advance`](Self::advance) does all days up to now, however it is called. Who was of
/// another scope in between, however shortly, begins its stay anew.
///
/// **Law.** Whatever came in what order, late and corrected too, everything is as if all had been
/// computed from the beginning; a snapshot goes on as if nothing had happened. But only those clients
/// are looked at who can have changed: who bought, from whom a day fell out of a window, whom others
/// pushed over a threshold, whose stay ended, who is no longer new.
///
/// Money is exact: whole ten-thousandths in 64 bits, ratios compared as fractions. All transactions
/// of a segmenter together, returns counted positive, are at most 9.2 * 10^14.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{SegmentPolicy, Segmenter};
/// use fieldbeat::shape::Value;
///
/// let mut segmenter = Segmenter::new(&SegmentPolicy::default())?;
/// let bought = Value::from_json(
///     r#"[{"client": "alfa", "t": "2026-11-02T10:00:00Z", "amount": 900},
///         {"client": "beta", "t": "2026-11-03T10:00:00Z", "amount": 100}]"#,
/// )?;
/// segmenter.ingest(&bought, &[], &[])?;
/// let now = "2026-11-05T12:00:00Z".parse()?;
/// let told = segmenter.advance(now, &mut Budget::unlimited())?;
/// let told: Vec<_> = told.moves.iter().map(|it| (&*it.client, &*it.to_segment)).collect();
/// // Nothing stands above alfa, and beta has nine tenths above it.
/// assert_eq!(told, [("alfa", "rising"), ("beta", "periphery")]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub struct Segmenter {
    pub(super) laws: Laws,
    pub(super) clients: Vec<Client>,
    pub(super) client_numbers: Numbers,
    /// The first is that of clients without a scope.
    pub(super) scopes: Vec<Scope>,
    pub(super) scope_names: HashMap<Arc<str>, u32, FxBuildHasher>,
    /// Transactions that may be corrected; those that wait too.
    pub(super) known: Ids,
    /// What came in since the last advance. Nothing but the next one looks at it.
    pub(super) waiting: Batch,
    /// Of which scopes clients will be once it is counted.
    pub(super) foreseen: Foreseen,
    /// When what waits is due.
    pub(super) waiting_due: Option<Instant>,
    /// Up to when all was evaluated.
    pub(super) now: Option<Instant>,
    /// The sum of all amounts, whatever their sign; of those that wait too.
    pub(super) weight: i64,
    /// How many transactions there are, with those that wait.
    pub(super) rows: u32,
    /// What nights write on.
    slate: Slate,
}

impl Segmenter {
    /// A segmenter that knows nobody.
    ///
    /// # Errors
    /// All problems of the policy, those of its conditions too.
    pub fn new(policy: &SegmentPolicy) -> Result<Self> {
        Ok(Self::under(Laws::new(Law::first(policy, "policy")?)))
    }

    pub(super) fn under(laws: Laws) -> Self {
        let mut own = Self {
            laws,
            clients: Vec::new(),
            client_numbers: Numbers::default(),
            scopes: Vec::new(),
            scope_names: HashMap::default(),
            known: Ids::default(),
            waiting: Batch::default(),
            foreseen: Foreseen::default(),
            waiting_due: None,
            now: None,
            weight: 0,
            rows: 0,
            slate: Slate::default(),
        };
        own.scope("");
        own
    }

    /// The policy, the last one where it was changed.
    #[must_use]
    pub fn policy(&self) -> &SegmentPolicy {
        &self.laws.current.policy
    }

    /// What in the policy is legal and probably not meant: conditions that are never or always true.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.laws.current.warnings
    }

    /// How many clients it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.clients.len()
    }

    /// Whether it knows nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clients.is_empty()
    }

    /// Up to when it has advanced.
    #[must_use]
    pub fn now(&self) -> Option<Instant> {
        self.now
    }

    /// Takes in transactions, scopes and pins. All of it waits for the next [`advance`](Self::advance):
    /// until then every answer is as the last one told it.
    ///
    /// `transactions` is a list of records `{client, t, amount, scope?, id?}`, or an object of columns
    /// `client`, `t`, `amount` and perhaps `id`, `scope`, `scale`: with a scale, amounts are whole
    /// numbers of 10^-scale.
    ///
    /// The **scope** of a row is that of its client from the row's own time on, until a later row or
    /// one of `scopes` says otherwise: an older row overrides no newer one, whatever came first. Of what
    /// is said of the same instant, `scopes` hold, the last given; else of rows the last scope by name.
    ///
    /// A **correction** is a transaction with an `id` that came before, in this call or an earlier one:
    /// it takes the place of that one, whatever its client, time, amount and scope; of the same client
    /// without a scope, it keeps that of the one before. With the amount 0 it takes it back, though the
    /// day stays known. A transaction without an id, or with another, is one
    /// more. What is late or corrected changes the past: the next `advance` evaluates again from that
    /// day, and reports moves that have become untrue as withdrawn.
    ///
    /// The local day of a transaction is told by the zone of the scope of its client at that time,
    /// whenever that becomes known. In whatever order things come, the state is the same; of the same
    /// transaction, scope or pin the last one counts. O(rows log rows), and for each row the days of its
    /// client after it.
    ///
    /// # Errors
    /// Those of columns and records, with paths under `$.transactions`; `unknown_value` of a segment and
    /// `end_before_start` of a pin; the limits `too_large` and `too_many_rows`. Then nothing has
    /// changed.
    pub fn ingest(
        &mut self,
        transactions: &Value,
        scopes: &[ClientScope],
        pins: &[SegmentPin],
    ) -> Result<Ingested> {
        let mut at = Reader::new();
        let rows = at.within("transactions", |at| {
            let rows = Rows::read(transactions, at)?;
            self.check_limits(&rows, at);
            Some(rows)
        });
        at.within("scopes", |at| {
            for (index, own) in scopes.iter().enumerate() {
                at.within(index, |at| check_name("client", &own.client, at));
            }
        });
        let decisions = at.within("pins", |at| self.decisions(pins, at));
        let (rows, warnings) = at.finish(rows)?;
        let mut batch = Batch::default();
        for own in scopes {
            let scope = self.scope(&own.scope);
            let at = own.at.unwrap_or(Instant::MIN);
            batch.scopes.push((self.client(&own.client), Stint { at, scope, rows: 0 }));
        }
        for (pin, decision) in pins.iter().zip(decisions) {
            batch.pins.push((self.client(&pin.client), decision));
        }
        let mut ingested =
            Ingested { transactions: rows.t.len() as i64, corrected: 0, late: 0, warnings };
        self.take(&rows, batch, &mut ingested);
        Ok(ingested)
    }

    /// Nothing that is admitted can overflow later.
    fn check_limits(&self, rows: &Rows<'_>, at: &mut Reader) {
        let sum: i128 = rows.amount.iter().map(|amount| i128::from(amount.unsigned_abs())).sum();
        if sum + i128::from(self.weight) > i128::from(i64::MAX) {
            let message = "all amounts together are at most 9.2 * 10^14";
            at.limit::<()>("too_large", message);
        }
        if rows.t.len() as u64 + u64::from(self.rows) > u64::from(u32::MAX) {
            at.limit::<()>("too_many_rows", "at most 2^32 - 1 transactions");
        }
    }

    fn decisions(&self, pins: &[SegmentPin], at: &mut Reader) -> Vec<Decision> {
        let mut decisions = Vec::with_capacity(pins.len());
        for (index, pin) in pins.iter().enumerate() {
            at.within(index, |at| {
                check_name("client", &pin.client, at);
                let segment = pin.segment.as_ref().map(|name| {
                    let law = &self.laws.current;
                    law.segment(name).or_else(|| {
                        let known: Vec<&str> = law.own_names().collect();
                        at.within("segment", |at| at.unknown_code(name, &known))
                    })
                });
                // The midnight of the last `advance` was told without it.
                let next = self.now.map_or(Instant::MIN, |now| now.plus(1));
                let from = pin.at.unwrap_or(next);
                if pin.until.is_some_and(|until| until < from) {
                    at.within("until", |at| {
                        at.problem::<()>("end_before_start", "the pin ends before it begins")
                    });
                }
                decisions.push(Decision {
                    at: from,
                    segment: segment.flatten(),
                    until: pin.until,
                    by: pin.by.clone(),
                });
            });
        }
        decisions
    }

    /// The number of a client, who may be new.
    pub(super) fn client(&mut self, name: &str) -> u32 {
        if let Some(known) = self.known_client(name) {
            return known;
        }
        let clients = &self.clients;
        let number =
            self.client_numbers.add(hash_of(name), |own| hash_of(&clients[own as usize].name));
        append(&mut self.clients, Client::new(name));
        number
    }

    /// The number of a client, if it is known.
    pub(super) fn known_client(&self, name: &str) -> Option<u32> {
        let is_it = |number: u32| *self.clients[number as usize].name == *name;
        self.client_numbers.find(hash_of(name), is_it)
    }

    /// Looks where these clients may lie, as `look_ahead` does: many that are looked for at once come
    /// from memory at the same time.
    pub(super) fn look_for(&self, names: &[Cow<'_, str>]) {
        let look = |name: &Cow<'_, str>| {
            let known = self.clients.get(self.client_numbers.first(hash_of(name))? as usize)?;
            known.name.bytes().next_back()
        };
        std::hint::black_box(names.iter().filter_map(look).fold(0, u8::wrapping_add));
    }

    /// The number of a scope, which may be new.
    pub(super) fn scope(&mut self, name: &str) -> u32 {
        if let Some(known) = self.scope_names.get(name) {
            return *known;
        }
        let (name, number) = (Arc::<str>::from(name), self.scopes.len() as u32);
        // Nobody was in it on the days that are over.
        let day = self.now.map_or(DAWN, |now| day_at(now, self.laws.zone(&name)));
        self.scopes.push(Scope::new(Arc::clone(&name), number, day));
        self.scope_names.insert(name, number);
        number
    }

    /// Whether nothing that a client buys makes it a member of another scope.
    pub(super) fn is_settled(&self, client: u32) -> bool {
        let own = &self.clients[client as usize];
        own.stints.is_empty() && own.places.iter().any(|(scope, _)| *scope == 0)
    }

    /// Makes a client a member of every scope that it is ever of.
    pub(super) fn place(&mut self, client: u32) {
        if self.is_settled(client) {
            return;
        }
        let own = &self.clients[client as usize];
        let mut scopes: Vec<u32> = own.stints.iter().map(|stint| stint.scope).collect();
        // Before the first stint only who has bought by then.
        let zone = self.laws.zone("");
        let is_there = |first: Instant| {
            let Some(bought) = own.history.first() else { return false };
            // The last day there; an earlier one, if it was there at all, is looked at then.
            let day = day_at(first, zone);
            let day = if start_of(day, zone) < first { day } else { day - 1 };
            bought < day && own.has_bought(day, start_of(day, zone))
        };
        if own.stints.first().is_none_or(|first| is_there(first.at)) {
            scopes.push(0);
        }
        scopes.sort_unstable();
        scopes.dedup();
        for scope in scopes {
            self.place_in(client, scope);
        }
    }

    /// The number of a client in a scope, of which it becomes a member.
    pub(super) fn place_in(&mut self, client: u32, scope: u32) -> u32 {
        let own = &mut self.clients[client as usize];
        let known = own.places.iter().find(|(known, _)| *known == scope);
        if let Some((_, member)) = known {
            return *member;
        }
        let number = scope;
        let scope = &mut self.scopes[scope as usize];
        let member = scope.admit(client);
        own.places.push((number, member));
        // It takes its history along.
        for (day, sum) in own.history.from(i32::MIN) {
            scope.purchases.add(day, member, sum);
        }
        member
    }

    /// A client is another from `t` on.
    pub(super) fn touch_from(&mut self, client: u32, t: Instant) {
        let own = &self.clients[client as usize];
        // Nobody is looked at who has bought nothing.
        let Some(first) = own.history.first() else { return };
        for (scope, member) in own.places.iter() {
            let scope = &mut self.scopes[*scope as usize];
            let day = day_from(t, self.laws.zone(&scope.name)).max(first + 1);
            scope.touch(*member, day);
        }
    }

    /// Counts what came in, and evaluates all local days that have begun at `now`, and what came late
    /// again; answers the moves.
    ///
    /// An earlier `now` than before evaluates no new day. O(k log n) for k clients that are looked at
    /// among n of a scope, and O(n) for each day on which revenue changes: the scope's clients with
    /// revenue are merged anew and copied, some 16 bytes each, for each of the two windows in which it did.
    /// What is late costs O(n log n) for its scope, whose purchases in the base window are laid out
    /// again, and the days from it on.
    ///
    /// # Errors
    /// `cancelled`. Then nothing has changed: what came in still waits.
    pub fn advance(&mut self, now: Instant, budget: &mut Budget<'_>) -> Result<SegmentMoves> {
        let now = self.now.map_or(now, |before| before.max(now));
        let mut waiting = std::mem::take(&mut self.waiting);
        self.foreseen = Foreseen::default();
        waiting.settle();
        let saved = self.saved(&waiting);
        self.count(&waiting);
        let before = self.checkpoint(saved);
        let mut touched = 0;
        for number in 0..self.scopes.len() {
            let scope = &mut self.scopes[number];
            let to = day_at(now, self.laws.zone(&scope.name));
            let done =
                scope.advance(to, &self.laws, &self.clients, &mut self.slate, &mut touched, budget);
            if let Err(cancelled) = done {
                self.back_to(before, &waiting);
                self.waiting = waiting;
                return Err(cancelled);
            }
        }
        self.now = Some(now);
        self.waiting_due = None;
        let (moves, withdrawn) = self.changes(&before);
        Ok(SegmentMoves {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: self.laws.current.hash.clone(),
            moves: self.told(moves),
            withdrawn: self.told(withdrawn),
            touched,
        })
    }

    /// The next instant at which any client may move, if nothing comes in; `None` where none ever will.
    /// It is past where something came late. O(scopes).
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        let due = |scope: &Scope| {
            let day = scope.next_due(&self.laws).filter(|day| *day <= LAST_DAY)?;
            Some(scope.start_of(day, &self.laws))
        };
        self.scopes.iter().filter_map(due).chain(self.waiting_due).min()
    }

    /// Bytes that it holds in memory, about: what an allocator adds is not counted.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let clients: usize = self.clients.iter().map(Client::bytes).sum();
        size_of::<Self>()
            + clients
            + self.clients.capacity() * size_of::<Client>()
            + self.client_numbers.bytes()
            + self.scope_names.capacity() * (size_of::<(Arc<str>, u32)>() + 1)
            + self.known.bytes()
            + self.waiting.bytes()
            + self.foreseen.bytes()
            + self.slate.bytes()
            + self.scopes.iter().map(Scope::bytes).sum::<usize>()
    }

    /// Moves of many clients, by time, scope and client.
    pub(super) fn ordered(&self, moves: &mut [Told]) {
        in_byte_order(moves, |told| &self.clients[told.client as usize].name);
        // Equals keep that order.
        let scope = |told: &Told| &self.scopes[told.scope as usize].name;
        let tie = |a: &Told, b: &Told| scope(a).cmp(scope(b));
        crate::math::sort_by_number(moves, |told| told.at.millis(), tie);
    }
}

/// A quick hash that strangers could make collide: names are the company's own. Multiplied, for where it
/// has but 32 bits (Knuth 1973, 6.4).
fn hash_of(name: &str) -> u64 {
    FxBuildHasher.hash_one(name).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segmenter")
            .field("clients", &self.clients.len())
            .field("scopes", &self.scopes.len())
            .finish_non_exhaustive()
    }
}
