//! The clients of one scope, day by day: only those are looked at who can change.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `members`, and its client is one of `clients`; \
              both lists only grow"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::client::Client;
use super::compile::{Law, Threshold};
use super::days::{Today, day_from, start_of};
use super::evaluate::{Change, Flip, Standing, bought};
use super::features::{Facts, View, revenues};
use super::ranking::{NameOf, Position, Ranking};
use super::report::MoveCause;
use crate::Result;
use crate::budget::Budget;
use crate::time::{Instant, Zone};

/// No day.
pub(super) const NEVER: i32 = i32::MAX;

/// A scope: a manager, a branch, a company.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) name: Arc<str>,
    /// Its number among the scopes.
    number: u32,
    /// The last day that was evaluated.
    pub(super) day: i32,
    /// Days from this one on are to be evaluated again, for something came late.
    pub(super) stale: Option<i32>,
    pub(super) members: Vec<Member>,
    base: Ranking,
    moving: Ranking,
    /// Members by the day on which they are to be looked at; those count whose own `due` it is.
    queue: BinaryHeap<Reverse<(i32, u32)>>,
}

/// A client in a scope.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) client: u32,
    /// Whether it is of the scope, and has bought before.
    is_present: bool,
    /// Net revenue, as it stands in the rankings.
    base: i64,
    moving: i64,
    standing: Standing,
    row: Option<u16>,
    segment: u16,
    pinned: Option<u16>,
    /// The next day on which anything may change.
    due: i32,
    /// What changed, in the order of days.
    pub(super) log: Vec<Entry>,
}

/// A day on which a client changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) day: i32,
    pub(super) at: Instant,
    pub(super) segment: u16,
    pub(super) row: Option<u16>,
    pub(super) pinned: Option<u16>,
    pub(super) standing: Standing,
    /// Whether it came into the scope.
    pub(super) is_new: bool,
    pub(super) flip: Flip,
    pub(super) cause: MoveCause,
    pub(super) before: Option<Facts>,
    pub(super) after: Facts,
}

/// What a member is on a day.
struct Now {
    member: u32,
    is_present: bool,
    base: i64,
    moving: i64,
}

impl Member {
    fn new(client: u32) -> Self {
        Self {
            client,
            is_present: false,
            base: 0,
            moving: 0,
            standing: Standing::default(),
            row: None,
            segment: 0,
            pinned: None,
            due: NEVER,
            log: Vec::new(),
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
            base: Ranking::default(),
            moving: Ranking::default(),
            queue: BinaryHeap::new(),
        }
    }

    /// A new member; its number.
    pub(super) fn admit(&mut self, client: u32) -> u32 {
        self.members.push(Member::new(client));
        self.members.len() as u32 - 1
    }

    /// Something about a member is another from the evaluation of `day` on; whether that is past.
    pub(super) fn touch(&mut self, member: u32, day: i32) -> bool {
        if day <= self.day {
            self.stale = Some(self.stale.map_or(day, |stale| stale.min(day)));
            return true;
        }
        let own = &mut self.members[member as usize];
        if day < own.due {
            own.due = day;
            self.queue.push(Reverse((day, member)));
        }
        false
    }

    /// The next day on which anything may change.
    pub(super) fn next_due(&self) -> Option<i32> {
        let due = self.queue.peek().map(|Reverse((day, _))| *day);
        self.stale.into_iter().chain(due).min()
    }

    /// Evaluates all days up to `to`; those that are stale again.
    pub(super) fn advance(
        &mut self,
        to: i32,
        law: &Law,
        clients: &[Client],
        touched: &mut i64,
        budget: &mut Budget<'_>,
    ) -> Result<()> {
        if let Some(stale) = self.stale {
            self.rewind(stale - 1);
            self.open(law, clients);
            self.stale = None;
        }
        while let Some(day) = self.next_due().filter(|day| *day <= to) {
            let looked_at = self.step(day, law, clients);
            *touched += looked_at as i64;
            budget.spend(looked_at as u64 + 1)?;
            self.day = day;
            self.forget_stale_dues();
        }
        self.day = self.day.max(to);
        Ok(())
    }

    /// Forgets all that was found after `day`.
    pub(super) fn rewind(&mut self, day: i32) {
        self.day = day;
        for member in &mut self.members {
            let kept = member.log.partition_point(|entry| entry.day <= day);
            member.log.truncate(kept);
        }
    }

    /// Finds everything anew that follows from what clients are and from the logs, as it is once the
    /// scope's day is evaluated. O(n log n).
    pub(super) fn open(&mut self, law: &Law, clients: &[Client]) {
        let zone = law.zone(&self.name);
        let today = Today::new(self.day, zone, law.months);
        let number = self.number;
        for member in &mut self.members {
            let client = &clients[member.client as usize];
            let log = std::mem::take(&mut member.log);
            *member = Member::new(member.client);
            if let Some(last) = log.last().filter(|_| is_present(client, number, &today)) {
                (member.base, member.moving) = revenues(law, &client.history, self.day);
                member.is_present = true;
                member.standing = last.standing;
                (member.row, member.segment, member.pinned) = (last.row, last.segment, last.pinned);
            }
            member.log = log;
        }
        let name = |member: u32| &*clients[self.members[member as usize].client as usize].name;
        let of = |revenue: fn(&Member) -> i64| {
            self.members.iter().zip(0..).map(|(member, number)| (revenue(member), number)).collect()
        };
        self.base = Ranking::new(of(|member| member.base), &name);
        self.moving = Ranking::new(of(|member| member.moving), &name);
        self.queue.clear();
        for member in 0..self.members.len() as u32 {
            self.await_next(member, law, clients, &today, zone);
        }
    }

    /// Dues that a member no longer has, at the head of the queue.
    fn forget_stale_dues(&mut self) {
        while let Some(Reverse((day, member))) = self.queue.peek()
            && self.members[*member as usize].due != *day
        {
            self.queue.pop();
        }
    }

    /// The members that are due, each once.
    fn take_due(&mut self, day: i32) -> Vec<u32> {
        let mut due = Vec::new();
        while let Some(Reverse((own, member))) = self.queue.peek().copied()
            && own <= day
        {
            self.queue.pop();
            let known = &mut self.members[member as usize].due;
            if *known == own {
                *known = NEVER;
                due.push(member);
            }
        }
        due
    }

    /// Evaluates one day; how many clients were looked at.
    fn step(&mut self, day: i32, law: &Law, clients: &[Client]) -> usize {
        let zone = law.zone(&self.name);
        let today = Today::new(day, zone, law.months);
        let mut now: Vec<Now> = Vec::new();
        for member in self.take_due(day) {
            let client = &clients[self.members[member as usize].client as usize];
            let is_present = is_present(client, self.number, &today);
            let (base, moving) =
                if is_present { revenues(law, &client.history, day) } else { (0, 0) };
            now.push(Now { member, is_present, base, moving });
        }
        let name = |member: u32| &*clients[self.members[member as usize].client as usize].name;
        let base = self.ranked(&now, &self.base, |own| own.base, |now| now.base, &name);
        let moving = self.ranked(&now, &self.moving, |own| own.moving, |now| now.moving, &name);
        let (st, dy) = (&law.static_core, &law.dynamic_core);
        let shifts = [
            (&base, &self.base, [st.enter_share, st.leave_share]),
            (&moving, &self.moving, [dy.enter_share, dy.leave_share]),
        ];
        let mut others: Vec<u32> = Vec::new();
        for (after, before, shares) in shifts {
            let Some(after) = after else { continue };
            let shifted = |share: Threshold| after.shifted(before, share, &name);
            others.extend(shares.into_iter().flat_map(shifted));
        }
        if !others.is_empty() {
            let mut is_known = vec![false; self.members.len()];
            for own in &now {
                is_known[own.member as usize] = true;
            }
            for member in others {
                if !std::mem::replace(&mut is_known[member as usize], true) {
                    let own = &self.members[member as usize];
                    now.push(Now {
                        member,
                        is_present: own.is_present,
                        base: own.base,
                        moving: own.moving,
                    });
                }
            }
        }
        let before = (
            base.map(|base| std::mem::replace(&mut self.base, base)),
            moving.map(|moving| std::mem::replace(&mut self.moving, moving)),
        );
        let yesterday = Today::new(day - 1, zone, law.months);
        for own in &now {
            self.evaluate(
                own,
                (before.0.as_ref(), before.1.as_ref()),
                law,
                clients,
                [&yesterday, &today],
            );
            self.await_next(own.member, law, clients, &today, zone);
        }
        now.len()
    }

    /// A ranking with the changes of a day, if it has any.
    fn ranked(
        &self,
        now: &[Now],
        before: &Ranking,
        was: fn(&Member) -> i64,
        is: fn(&Now) -> i64,
        name: NameOf<'_>,
    ) -> Option<Ranking> {
        let changes = now.iter().filter(|now| was(&self.members[now.member as usize]) != is(now));
        let revenues: Vec<(i64, u32)> = changes.map(|now| (is(now), now.member)).collect();
        if revenues.is_empty() {
            return None;
        }
        let mut is_changed = vec![false; self.members.len()];
        for (_, member) in &revenues {
            is_changed[*member as usize] = true;
        }
        Some(before.updated(&is_changed, revenues, name))
    }

    fn evaluate(
        &mut self,
        now: &Now,
        before: (Option<&Ranking>, Option<&Ranking>),
        law: &Law,
        clients: &[Client],
        [yesterday, today]: [&Today; 2],
    ) {
        let own = &self.members[now.member as usize];
        let client = &clients[own.client as usize];
        let name = |member: u32| &*clients[self.members[member as usize].client as usize].name;
        let (was_present, stood) = (own.is_present, own.standing);
        let mut next = Member {
            is_present: now.is_present,
            base: now.base,
            moving: now.moving,
            ..Member::new(own.client)
        };
        let mut entry = None;
        if now.is_present {
            let positions = (
                self.base.position(now.base, now.member, &name),
                self.moving.position(now.moving, now.member, &name),
            );
            let view = View::new(&client.history, (now.base, now.moving), positions, today);
            let stood = if was_present { stood } else { Standing::default() };
            next.standing = law.stand(stood, &view, today.day);
            next.pinned = client.pin_at(today.at).and_then(|pin| pin.segment);
            (next.row, next.segment) = law.segment_of(next.standing, &view, today.at);
            if let Some(segment) = next.pinned {
                next.segment = segment;
            }
            let is_same = was_present
                && (next.standing, next.row, next.segment, next.pinned)
                    == (own.standing, own.row, own.segment, own.pinned);
            if !is_same {
                let sum = client.history.on(today.day - 1);
                let (flip, cause, known) = if was_present {
                    let positions = (
                        before.0.unwrap_or(&self.base).position(own.base, now.member, &name),
                        before.1.unwrap_or(&self.moving).position(own.moving, now.member, &name),
                    );
                    let then =
                        View::new(&client.history, (own.base, own.moving), positions, yesterday);
                    let change = Change {
                        law,
                        before: (&then, stood, own.row),
                        after: (&view, next.standing, next.row),
                        pinned: (own.pinned, next.pinned),
                        bought: sum,
                        now: today.at,
                    };
                    let (flip, cause) = change.why();
                    (flip, cause, Some(then.facts(law, stood)))
                } else {
                    (Flip::First, bought(sum.unwrap_or(0)), None)
                };
                entry = Some(Entry {
                    day: today.day,
                    at: today.at,
                    segment: next.segment,
                    row: next.row,
                    pinned: next.pinned,
                    standing: next.standing,
                    is_new: !was_present,
                    flip,
                    cause,
                    before: known,
                    after: view.facts(law, next.standing),
                });
            }
        }
        let own = &mut self.members[now.member as usize];
        next.log = std::mem::take(&mut own.log);
        next.log.extend(entry);
        *own = next;
    }

    /// When a member is to be looked at again, if the revenue of others shifts no threshold over it.
    fn await_next(
        &mut self,
        member: u32,
        law: &Law,
        clients: &[Client],
        today: &Today,
        zone: &Zone,
    ) {
        let own = &self.members[member as usize];
        let client = &clients[own.client as usize];
        // Nobody is looked at before it has bought.
        let Some(first) = client.history.first() else { return };
        let turn = client.turns_after(today.at).map(|turn| day_from(turn, zone).max(first + 1));
        // A transaction counts from the day after it on.
        let bought = client.history.next(today.day).map(|day| day + 1);
        let mut dues = [turn, bought, None, None, None, None, None, None];
        if own.is_present {
            let leaves =
                |window: i32| client.history.next(today.day - window).map(|day| day + window + 1);
            [dues[2], dues[3]] = [leaves(law.base_days), leaves(law.moving_days)];
            let view = self.view(member, clients, today);
            dues[4] = law.dwell_end(own.standing, &view, today.day);
            dues[5] = law.time_alone(own.standing, &view, today);
            dues[6] = law.months_run_out(own.standing, &view, today);
            // Conditions of one's own may depend on anything.
            dues[7] = law.table.as_ref().map(|_| today.day + 1);
        }
        let due = dues.into_iter().flatten().filter(|due| *due > today.day).min();
        if let Some(due) = due {
            self.members[member as usize].due = due;
            self.queue.push(Reverse((due, member)));
        }
    }

    fn view(&self, member: u32, clients: &[Client], today: &Today) -> View {
        let own = &self.members[member as usize];
        let name = |member: u32| &*clients[self.members[member as usize].client as usize].name;
        let positions = self.positions(own, member, &name);
        let history = &clients[own.client as usize].history;
        View::new(history, (own.base, own.moving), positions, today)
    }

    fn positions(&self, own: &Member, member: u32, name: NameOf<'_>) -> (Position, Position) {
        (self.base.position(own.base, member, name), self.moving.position(own.moving, member, name))
    }

    /// A member on the last day that was evaluated, if it is there.
    pub(super) fn stands(
        &self,
        member: u32,
        law: &Law,
        clients: &[Client],
    ) -> Option<(View, Standing, Option<u16>, u16)> {
        let own = self.members.get(member as usize).filter(|own| own.is_present)?;
        let today = Today::new(self.day, law.zone(&self.name), law.months);
        let view = self.view(member, clients, &today);
        Some((view, own.standing, own.row, own.segment))
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        let logs = self.members.iter().map(|own| own.log.capacity() * size_of::<Entry>());
        size_of::<Self>()
            + self.name.len()
            + self.members.capacity() * size_of::<Member>()
            + logs.sum::<usize>()
            + self.base.bytes()
            + self.moving.bytes()
            + self.queue.capacity() * size_of::<Reverse<(i32, u32)>>()
    }

    /// The first instant of a day here.
    pub(super) fn start_of(&self, day: i32, law: &Law) -> Instant {
        start_of(day, law.zone(&self.name))
    }
}

/// Whether a client is of a scope on a day, and has bought before it.
fn is_present(client: &Client, scope: u32, today: &Today) -> bool {
    client.history.first().is_some_and(|first| first < today.day)
        && client.scope_at(today.at) == scope
}
