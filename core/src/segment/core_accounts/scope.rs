//! The clients of one scope, day by day: only those are looked at who can change.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `members`, and its client is one of `clients`; \
              both lists only grow"
)]

use std::sync::Arc;

use super::client::Client;
use super::compile::Law;
use super::days::{Today, start_of};
use super::evaluate::{Flip, Standing};
use super::features::{Facts, Shares, View, revenues};
use super::laws::Laws;
use super::log::Log;
use super::order::{ByName, Order};
use super::purchases::Purchases;
use super::queue::Queue;
use super::ranking::Ranking;
use super::report::MoveCause;
use super::slate::Slate;
use super::slim::{MaybeNumber, append};
use crate::Result;
use crate::budget::Budget;
use crate::time::Instant;

/// No day.
pub(super) const NEVER: i32 = i32::MAX;

/// A scope: a manager, a branch, a company.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) name: Arc<str>,
    /// Its number among the scopes.
    pub(super) number: u32,
    /// The last day that was evaluated.
    pub(super) day: i32,
    /// Days from this one on are to be evaluated again, for something came late.
    pub(super) stale: Option<i32>,
    pub(super) members: Vec<Member>,
    /// Of members with equal revenue.
    pub(super) order: Order,
    /// What changed about them.
    pub(super) log: Log,
    pub(super) base: Ranking,
    pub(super) moving: Ranking,
    /// What members bought, as far as it is still to enter a window or to leave one.
    pub(super) purchases: Purchases,
    /// Members by the day on which they are due for another reason; those count whose own `due` it is.
    pub(super) queue: Queue,
    /// What the days of an advance added to the log, in its order, until that is told.
    pub(super) changed: Vec<Changed>,
}

/// A client in a scope. Many are looked at each night: their logs lie elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) client: u32,
    /// Whether it is of the scope, and has bought before.
    pub(super) is_present: bool,
    /// At most so many months are active.
    pub(super) months: u8,
    /// The day of its first transaction.
    pub(super) first: i32,
    /// Net revenue, as it stands in the rankings.
    pub(super) base: i64,
    pub(super) moving: i64,
    pub(super) standing: Standing,
    pub(super) row: Option<u16>,
    pub(super) segment: u16,
    pub(super) pinned: Option<u16>,
    /// The next day on which anything may change but by what is bought.
    pub(super) due: i32,
}

/// A day on which a client changed. Most of what a segmenter holds is these: what was known of the
/// client follows from its history, which up to that day is the same until the day is evaluated again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) day: i32,
    pub(super) segment: u16,
    pub(super) row: MaybeNumber,
    pub(super) pinned: MaybeNumber,
    pub(super) standing: Standing,
    /// Whether it came into the scope: nothing is known of the day before.
    pub(super) is_new: bool,
    pub(super) flip: Flip,
    pub(super) cause: MoveCause,
    /// Where it stood the day before.
    pub(super) stood: Shares,
    /// Where it stands.
    pub(super) stands: Shares,
}

/// What was known of a member on a day on which it changed, and on the day before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    pub(super) member: u32,
    pub(super) before: Option<Facts>,
    pub(super) after: Facts,
}

impl Member {
    pub(super) fn new(client: u32) -> Self {
        Self {
            client,
            is_present: false,
            months: 0,
            first: 0,
            base: 0,
            moving: 0,
            standing: Standing::default(),
            row: None,
            segment: 0,
            pinned: None,
            due: NEVER,
        }
    }
}

impl Scope {
    pub(super) fn new(name: Arc<str>, number: u32, day: i32) -> Self {
        Self {
            name,
            number,
            day,
            stale: None,
            members: Vec::new(),
            order: Order::default(),
            log: Log::default(),
            base: Ranking::default(),
            moving: Ranking::default(),
            purchases: Purchases::default(),
            queue: Queue::default(),
            changed: Vec::new(),
        }
    }

    /// A new member; its number.
    pub(super) fn admit(&mut self, client: u32) -> u32 {
        append(&mut self.members, Member::new(client));
        self.log.admit()
    }

    /// A member bought something on a day, or never did; whether that day was evaluated already.
    pub(super) fn buy(&mut self, member: u32, day: i32, sum: i64) -> bool {
        let is_late = self.is_late(day + 1);
        // All of them are laid out anew for what is late.
        if !is_late {
            self.purchases.add(day, member, sum);
        }
        is_late
    }

    /// Whether the evaluation of `day` is past, and to be done again.
    fn is_late(&mut self, day: i32) -> bool {
        let is_late = day <= self.day;
        if is_late {
            self.stale = Some(self.stale.map_or(day, |stale| stale.min(day)));
        }
        is_late
    }

    /// Something else about a member is another from the evaluation of `day` on.
    pub(super) fn touch(&mut self, member: u32, day: i32) {
        if !self.is_late(day) {
            self.await_day(member, day);
        }
    }

    /// A member is to be looked at on `day`, if it is not before.
    pub(super) fn await_day(&mut self, member: u32, day: i32) {
        let own = &mut self.members[member as usize];
        if day < own.due {
            own.due = day;
            self.queue.push(day, member);
        }
    }

    /// The next day on which anything may change.
    pub(super) fn next_due(&self, laws: &Laws) -> Option<i32> {
        let zone = laws.zone(&self.name);
        let due = self.queue.next();
        let bought = self.purchases.next(laws.of_day(self.day + 1, zone), self.day);
        let turn = laws.turn_after(self.day, zone);
        let turn = turn.filter(|_| !self.members.is_empty());
        self.stale.into_iter().chain(due).chain(bought).chain(turn).min()
    }

    /// Evaluates all days up to `to`; those that are stale again.
    pub(super) fn advance(
        &mut self,
        to: i32,
        laws: &Laws,
        clients: &[Client],
        slate: &mut Slate,
        touched: &mut i64,
        budget: &mut Budget<'_>,
    ) -> Result<()> {
        if let Some(stale) = self.stale {
            self.rewind(stale - 1);
            self.open(laws, clients);
            self.stale = None;
        }
        while let Some(day) = self.next_due(laws).filter(|day| *day <= to) {
            let own = self.step(day, laws, clients, slate);
            *touched += own as i64;
            budget.spend(own as u64 + 1)?;
            self.day = day;
            self.queue.skip(|member, day| self.members[member as usize].due == day);
        }
        self.day = self.day.max(to);
        Ok(())
    }

    /// Forgets all that was found after `day`.
    pub(super) fn rewind(&mut self, day: i32) {
        self.day = day;
        self.log.rewind(day);
    }

    /// Finds everything anew that follows from what clients are and from the logs, as it is once the
    /// scope's day is evaluated. O(n log n).
    pub(super) fn open(&mut self, laws: &Laws, clients: &[Client]) {
        let zone = laws.zone(&self.name);
        let law = laws.of_day(self.day, zone);
        let today = Today::new(self.day, zone, law.months);
        let number = self.number;
        for (place, member) in (0..).zip(&mut self.members) {
            let client = &clients[member.client as usize];
            *member = Member::new(member.client);
            let last = self.log.of(place).next().filter(|_| is_present(client, number, &today));
            if let Some((last, _)) = last {
                (member.base, member.moving) = revenues(law, &client.history, self.day);
                member.is_present = true;
                member.first = client.history.first().unwrap_or(self.day);
                member.months = client.history.active(&today.months) as u8;
                member.standing = last.standing;
                member.segment = last.segment;
                (member.row, member.pinned) = (last.row.get(), last.pinned.get());
            }
        }
        self.order.admit(&self.members, clients);
        let by_name = self.by_name(clients);
        let of = |revenue: fn(&Member) -> i64| {
            self.members.iter().zip(0..).map(move |(member, number)| (revenue(member), number))
        };
        let base = Ranking::new(of(|member| member.base), by_name);
        let moving = Ranking::new(of(|member| member.moving), by_name);
        (self.base, self.moving) = (base, moving);
        self.lay_out(law, clients);
        self.queue = Queue::default();
        for member in 0..self.members.len() as u32 {
            let is_present = self.members[member as usize].is_present;
            let view = is_present.then(|| self.view(member, clients, &today));
            self.await_next(member, view.as_ref(), law, clients, &today);
        }
    }

    /// Finds what is still to enter a window or to leave one. O(all days of all members).
    pub(super) fn lay_out(&mut self, law: &Law, clients: &[Client]) {
        self.purchases = Purchases::default();
        for (member, own) in (0..).zip(&self.members) {
            for (day, sum) in clients[own.client as usize].history.from(self.day - law.base_days) {
                self.purchases.add(day, member, sum);
            }
        }
        self.purchases.close_all();
    }

    /// The order of members with equal revenue.
    pub(super) fn by_name<'a>(&'a self, clients: &'a [Client]) -> ByName<'a> {
        ByName { order: &self.order, members: &self.members, clients }
    }

    pub(super) fn view(&self, member: u32, clients: &[Client], today: &Today) -> View {
        let own = &self.members[member as usize];
        let positions =
            (self.base.position(own.base, member), self.moving.position(own.moving, member));
        let history = &clients[own.client as usize].history;
        let months = history.active(&today.months);
        View::new(history, (own.base, own.moving), positions, today.day, months)
    }

    /// Whether a member is there on the last day that was evaluated.
    pub(super) fn has(&self, member: u32) -> bool {
        self.members.get(member as usize).is_some_and(|own| own.is_present)
    }

    /// A member on the last day that was evaluated, if it is there.
    pub(super) fn stands(
        &self,
        member: u32,
        laws: &Laws,
        clients: &[Client],
    ) -> Option<(View, Standing, Option<u16>, u16)> {
        let own = self.members.get(member as usize).filter(|own| own.is_present)?;
        let zone = laws.zone(&self.name);
        let today = Today::new(self.day, zone, laws.of_day(self.day, zone).months);
        let view = self.view(member, clients, &today);
        Some((view, own.standing, own.row, own.segment))
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.name.len()
            + self.members.capacity() * size_of::<Member>()
            + self.order.bytes()
            + self.log.bytes()
            + self.base.bytes()
            + self.moving.bytes()
            + self.purchases.bytes()
            + self.queue.bytes()
    }

    /// The first instant of a day here.
    pub(super) fn start_of(&self, day: i32, laws: &Laws) -> Instant {
        start_of(day, laws.zone(&self.name))
    }
}

/// Whether a client is of a scope on a day, and has bought before it.
pub(super) fn is_present(client: &Client, scope: u32, today: &Today) -> bool {
    client.scope_at(today.at) == scope && client.has_bought(today.day, today.at)
}
