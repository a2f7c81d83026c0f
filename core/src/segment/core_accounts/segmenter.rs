//! Segments that recalculate themselves.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: numbers of clients and scopes count lists that only grow, and a row's \
              client is one of the names that were read with it"
)]

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::client::{Client, Decision, Stint};
use super::compile::Law;
use super::days::{day_at, day_from};
use super::laws::Laws;
use super::policy::SegmentPolicy;
use super::report::{Ingested, SegmentMoves};
use super::rows::{ClientScope, Rows, SegmentPin};
use super::scope::Scope;
use super::slim::append;
use super::told::Told;
use crate::Result;
use crate::budget::Budget;
use crate::segment::transactions::in_byte_order;
use crate::shape::{Reader, Value, Warning};
use crate::time::Instant;

/// Before all days.
pub(super) const DAWN: i32 = -719_200;

/// Who matters now, by scope, day by day: the static and the dynamic core, and what follows from
/// them. A development of the growth-share matrix (Henderson, BCG 1970).
///
/// **Definition.** A client is looked at once at the start of each local day of its scope's zone, from
/// the day after its first transaction on, on whole days before it, in the order of days; at first it
/// is in no segment. [`advance`](Self::advance) does all days up to now, however it is called.
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
    /// By a quick hash that strangers could make collide: names are the company's own.
    pub(super) client_names: HashMap<Arc<str>, u32, FxBuildHasher>,
    /// The first is that of clients without a scope.
    pub(super) scopes: Vec<Scope>,
    pub(super) scope_names: HashMap<Arc<str>, u32, FxBuildHasher>,
    /// Transactions that may be corrected, by the hashes of their ids.
    pub(super) known: HashMap<u128, Known, FxBuildHasher>,
    /// Up to when all was evaluated.
    pub(super) now: Option<Instant>,
    /// The sum of all amounts, whatever their sign.
    pub(super) weight: i64,
    /// How many transactions there are.
    pub(super) rows: u32,
}

/// A transaction that may be corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) client: u32,
    pub(super) day: i32,
    pub(super) amount: i64,
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
            client_names: HashMap::default(),
            scopes: Vec::new(),
            scope_names: HashMap::default(),
            known: HashMap::default(),
            now: None,
            weight: 0,
            rows: 0,
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

    /// Takes in transactions, scopes and pins; nothing is evaluated before the next `advance`.
    ///
    /// `transactions` is a list of records `{client, t, amount, id?}`, or an object of columns
    /// `client`, `t`, `amount` and perhaps `id`, `scope`, `scale`: with a scale, amounts are whole
    /// numbers of 10^-scale. Where rows have a scope, that of a client's latest row is as if given in
    /// `scopes`.
    ///
    /// A **correction** is a transaction with an `id` that came before, in this call or an earlier one:
    /// it takes the place of that one, whatever its client, time and amount; with the amount 0 it takes
    /// it back, though the day stays known. A transaction without an id, or with another, is one more.
    /// What is late or corrected changes the past: the next `advance` evaluates again from that day, and
    /// reports moves that have become untrue as withdrawn.
    ///
    /// The local day of a transaction is told by the zone of the scope of its client at that time, as
    /// known when it comes in. Scopes are taken in first, then pins, then transactions, each in order.
    /// O(rows), and for each row the days of its client after it.
    ///
    /// # Errors
    /// Those of columns and records, with paths under `$.transactions`; `unknown_segment`,
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
            let rows = Rows::read(transactions, &self.laws.current.policy.zone, at)?;
            self.check_limits(&rows, at);
            Some(rows)
        });
        let decisions = at.within("pins", |at| self.decisions(pins, at));
        let (rows, warnings) = at.finish(rows)?;
        for own in scopes {
            let client = self.client(&own.client);
            self.join(client, &own.scope, own.at);
        }
        for (name, scope) in rows.clients.iter().zip(&rows.scopes) {
            let client = self.client(name);
            if self.clients[client as usize]
                .stints
                .last()
                .map(|stint| &*self.scopes[stint.scope as usize].name)
                != Some(*scope)
            {
                self.join(client, scope, None);
            }
        }
        for (pin, decision) in pins.iter().zip(decisions) {
            let client = self.client(&pin.client);
            let turns = [Some(decision.at), decision.until];
            self.clients[client as usize].decide(decision);
            for turn in turns.into_iter().flatten() {
                self.touch_from(client, turn);
            }
        }
        let mut ingested =
            Ingested { transactions: rows.t.len() as i64, corrected: 0, late: 0, warnings };
        self.take(&rows, &mut ingested);
        Ok(ingested)
    }

    /// Nothing that is admitted can overflow later.
    fn check_limits(&self, rows: &Rows<'_>, at: &mut Reader) {
        let sum: i128 = rows.amount.iter().map(|amount| i128::from(amount.unsigned_abs())).sum();
        if sum + i128::from(self.weight) > i128::from(i64::MAX) {
            let message = "all amounts together are at most 9.2 * 10^14";
            at.within("amount", |at| at.limit::<()>("too_large", message));
        }
        if rows.t.len() as u64 + u64::from(self.rows) > u64::from(u32::MAX) {
            at.limit::<()>("too_many_rows", "at most 2^32 - 1 transactions");
        }
    }

    fn decisions(&self, pins: &[SegmentPin], at: &mut Reader) -> Vec<Decision> {
        let mut decisions = Vec::with_capacity(pins.len());
        for (index, pin) in pins.iter().enumerate() {
            at.within(index, |at| {
                let segment = pin.segment.as_ref().map(|name| {
                    let law = &self.laws.current;
                    law.segment(name).or_else(|| {
                        let known: Vec<&str> = law.own_names().collect();
                        at.within("segment", |at| at.unknown_code(name, &known))
                    })
                });
                let from = pin.at.or(self.now).unwrap_or(Instant::MIN);
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

    fn take(&mut self, rows: &Rows<'_>, ingested: &mut Ingested) {
        let numbers: Vec<u32> = rows.clients.iter().map(|name| self.client(name)).collect();
        for number in &numbers {
            self.place(*number);
        }
        if !rows.id.is_empty() {
            self.known.reserve(rows.id.iter().flatten().count());
        }
        let has_zones = !self.laws.current.policy.zones.is_empty();
        for row in 0..rows.t.len() {
            let client = numbers[rows.client[row] as usize];
            let amount = rows.amount[row];
            let day = if has_zones {
                let t = Instant::held(rows.t[row]);
                let scope = self.clients[client as usize].scope_at(t);
                let zone = self.laws.zone(&self.scopes[scope as usize].name);
                zone.day_of(t).day_number() as i32
            } else {
                rows.day[row]
            };
            let mut is_late = false;
            if let Some(id) = rows.id.get(row).copied().flatten() {
                let known = Known { client, day, amount };
                if let Some(old) = self.known.insert(id, known) {
                    ingested.corrected += 1;
                    self.clients[old.client as usize].history.take_back(old.day, old.amount);
                    self.weight -= old.amount.saturating_abs();
                    self.rows = self.rows.saturating_sub(1);
                    is_late |= self.buy(old.client, old.day, old.amount.saturating_neg());
                }
            }
            self.clients[client as usize].history.add(day, 1, amount);
            self.weight = self.weight.saturating_add(amount.saturating_abs());
            self.rows = self.rows.saturating_add(1);
            is_late |= self.buy(client, day, amount);
            ingested.late += i64::from(is_late);
        }
    }

    /// The number of a client, who may be new.
    pub(super) fn client(&mut self, name: &str) -> u32 {
        if let Some(known) = self.client_names.get(name) {
            return *known;
        }
        let (name, number) = (Arc::<str>::from(name), self.clients.len() as u32);
        self.client_names.insert(Arc::clone(&name), number);
        append(&mut self.clients, Client::new(name));
        number
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

    /// Makes a client a member of every scope that it is ever of.
    pub(super) fn place(&mut self, client: u32) {
        let own = &self.clients[client as usize];
        if own.stints.is_empty() && !own.places.is_empty() {
            return;
        }
        for scope in own.scopes() {
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
        append(&mut own.places, (number, member));
        // It takes its history along.
        for (day, sum) in own.history.from(i32::MIN) {
            scope.purchases.add(day, member, sum);
        }
        member
    }

    fn join(&mut self, client: u32, scope: &str, at: Option<Instant>) {
        let scope = self.scope(scope);
        let own = &mut self.clients[client as usize];
        let last = if own.stints.is_empty() { None } else { self.now };
        let at = at.or(last).unwrap_or(Instant::MIN);
        own.join(Stint { at, scope });
        self.place(client);
        self.touch_from(client, at);
    }

    /// Tells all scopes of a client what it bought; whether a day is evaluated already.
    fn buy(&mut self, client: u32, day: i32, sum: i64) -> bool {
        let mut is_late = false;
        for (scope, member) in &self.clients[client as usize].places {
            is_late |= self.scopes[*scope as usize].buy(*member, day, sum);
        }
        is_late
    }

    /// A client is another from `t` on.
    fn touch_from(&mut self, client: u32, t: Instant) {
        let own = &self.clients[client as usize];
        // Nobody is looked at who has bought nothing.
        let Some(first) = own.history.first() else { return };
        for (scope, member) in &own.places {
            let scope = &mut self.scopes[*scope as usize];
            let day = day_from(t, self.laws.zone(&scope.name)).max(first + 1);
            scope.touch(*member, day);
        }
    }

    /// Evaluates all local days that have begun at `now`, and what came late again; answers the moves.
    ///
    /// An earlier `now` than before evaluates no new day. O(k log n) for k clients that are looked at
    /// among n of a scope, and O(n) for each day on which revenue changes: one pass over 24 bytes a
    /// client. What is late costs O(n log n) for its scope, whose purchases in the base window are laid
    /// out again, and the days from it on.
    ///
    /// # Errors
    /// `cancelled`. Then nothing has changed.
    pub fn advance(&mut self, now: Instant, budget: &mut Budget<'_>) -> Result<SegmentMoves> {
        let now = self.now.map_or(now, |before| before.max(now));
        let before = self.checkpoint();
        let mut touched = 0;
        for number in 0..self.scopes.len() {
            let scope = &mut self.scopes[number];
            let to = day_at(now, self.laws.zone(&scope.name));
            let done = scope.advance(to, &self.laws, &self.clients, &mut touched, budget);
            if let Err(cancelled) = done {
                self.back_to(before);
                return Err(cancelled);
            }
        }
        self.now = Some(now);
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
        let due =
            |scope: &Scope| scope.next_due(&self.laws).map(|day| scope.start_of(day, &self.laws));
        self.scopes.iter().filter_map(due).min()
    }

    /// Bytes that it holds in memory, about: what an allocator adds is not counted.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let names = self.clients.len() * (2 * size_of::<usize>());
        let clients: usize = self.clients.iter().map(Client::bytes).sum();
        size_of::<Self>()
            + names
            + clients
            + self.clients.capacity() * size_of::<Client>()
            + self.client_names.capacity() * (size_of::<(Arc<str>, u32)>() + 1)
            + self.scope_names.capacity() * (size_of::<(Arc<str>, u32)>() + 1)
            + self.known.capacity() * (size_of::<(u128, Known)>() + 1)
            + self.scopes.iter().map(Scope::bytes).sum::<usize>()
    }

    /// Moves of many clients, by time, scope and client.
    pub(super) fn ordered(&self, moves: &mut [Told]) {
        in_byte_order(moves, |told| &self.clients[told.client as usize].name);
        // Equals keep that order.
        let scope = |told: &Told| &self.scopes[told.scope as usize].name;
        let tie = |a: &Told, b: &Told| scope(a).cmp(scope(b));
        crate::math::sort_by_number(moves, |told| told.entry.at.millis(), tie);
    }
}

impl fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segmenter")
            .field("clients", &self.clients.len())
            .field("scopes", &self.scopes.len())
            .finish_non_exhaustive()
    }
}
