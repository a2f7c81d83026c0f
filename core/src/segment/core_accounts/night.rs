//! One day of a scope: who is due, whom the others push over a threshold, and what becomes of them.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `members`, and its client is one of `clients`; \
              both lists only grow"
)]

use super::client::Client;
use super::compile::{Law, Threshold};
use super::days::{Today, day_from};
use super::evaluate::{Change, Flip, Standing, bought};
use super::features::{Shares, View, active_before, revenues};
use super::laws::Laws;
use super::queue::Queue;
use super::ranking::Ranking;
use super::scope::{Changed, Entry, Member, NEVER, Scope, is_present};
use super::settled::Cuts;
use super::slate::{Now, Slate};
use crate::time::Zone;

/// A day by its law, and by that of the day before.
struct Night<'a> {
    law: &'a Law,
    law_before: &'a Law,
    today: Today,
    yesterday: Today,
    /// All as it would be by the law of the day before, where that is another.
    otherwise: Option<Scope>,
}

impl<'a> Night<'a> {
    fn new(day: i32, zone: &Zone, (law, law_before): (&'a Law, &'a Law)) -> Self {
        Self {
            law,
            law_before,
            today: Today::new(day, zone, law.months),
            yesterday: Today::new(day - 1, zone, law_before.months),
            otherwise: None,
        }
    }
}

impl Entry {
    /// What changed about a member, and why.
    fn new(
        night: &Night<'_>,
        (before, then): (&Member, Option<&View>),
        (after, view): (&Member, &View),
        (stood, stands): (Shares, Shares),
        sum: Option<i64>,
        is_by_policy: bool,
    ) -> Self {
        let Night { law, law_before, ref today, .. } = *night;
        let (flip, cause) = match then {
            Some(then) => Change {
                law,
                law_before,
                is_by_policy,
                before: (then, before.standing, before.row),
                after: (view, after.standing, after.row),
                pinned: (before.pinned, after.pinned),
                bought: sum,
                now: today.at,
            }
            .why(),
            None => {
                let flip = if after.pinned.is_some() { Flip::Pinned } else { Flip::First };
                (flip, bought(sum.unwrap_or(0)))
            }
        };
        Self {
            day: today.day,
            segment: after.segment,
            row: after.row.into(),
            pinned: after.pinned.into(),
            standing: after.standing,
            is_new: then.is_none(),
            flip,
            cause,
            stood,
            stands,
        }
    }
}

impl Scope {
    /// The members that are due, each once.
    fn take_due(&mut self, day: i32) -> Vec<u32> {
        let mut due = Vec::new();
        while let Some((own, members)) = self.queue.take(day) {
            for member in members {
                let known = &mut self.members[member as usize].due;
                if *known == own {
                    *known = NEVER;
                    due.push(member);
                }
            }
        }
        // As they lie in memory.
        due.sort_unstable();
        due
    }

    /// Evaluates one day; how many clients were looked at.
    pub(super) fn step(
        &mut self,
        day: i32,
        laws: &Laws,
        clients: &[Client],
        slate: &mut Slate,
    ) -> usize {
        let zone = laws.zone(&self.name);
        let (law, before) = laws.of_turn(day, zone);
        let Some(before) = before else {
            return self.spend(&Night::new(day, zone, (law, law)), clients, slate);
        };
        let mut otherwise = self.clone();
        otherwise.spend(&Night::new(day, zone, (before, before)), clients, slate);
        self.queue = Queue::default();
        for member in 0..self.members.len() as u32 {
            self.members[member as usize].due = day;
            self.queue.push(day, member);
        }
        let night = Night::new(day, zone, (law, before));
        let touched = self.spend(&Night { otherwise: Some(otherwise), ..night }, clients, slate);
        // Windows may be longer from now on.
        self.day = day;
        self.lay_out(law, clients);
        touched
    }

    fn spend(&mut self, night: &Night<'_>, clients: &[Client], slate: &mut Slate) -> usize {
        let Night { law, ref today, .. } = *night;
        let day = today.day;
        self.order.admit(&self.members, clients);
        self.purchases.close(day - 1);
        slate.wipe(self.members.len());
        self.look_at(law, today, clients, slate);
        slate.compare(&self.members);
        let by_name = self.by_name(clients);
        slate.base.end(&self.base, by_name);
        slate.moving.end(&self.moving, by_name);
        for member in self.shifted(law, clients, slate) {
            let own = &self.members[member as usize];
            slate.of(member, || Now::same(member, own));
        }
        let (base, moving) = self.rankings(slate);
        let cuts = Cuts::new(law, base, moving);
        for own in &slate.now {
            if own.is_due || !self.settle(own, law, &cuts, day) {
                let view = self.evaluate(own, night, slate, clients);
                self.await_next(own.member, view.as_ref(), law, clients, today);
            }
        }
        for (ranking, turn) in [(&mut self.base, &slate.base), (&mut self.moving, &slate.moving)] {
            if let Some(turned) = turn.turned() {
                ranking.copy(turned);
            }
        }
        self.purchases.forget(law, day);
        slate.now.len()
    }

    /// Both rankings as they are on the day of a night.
    fn rankings<'a>(&'a self, slate: &'a Slate) -> (&'a Ranking, &'a Ranking) {
        let (base, moving) = (slate.base.turned(), slate.moving.turned());
        (base.unwrap_or(&self.base), moving.unwrap_or(&self.moving))
    }

    /// Whom others pushed over a share that matters.
    fn shifted(&self, law: &Law, clients: &[Client], slate: &Slate) -> Vec<u32> {
        let by_name = self.by_name(clients);
        let mut members = Vec::new();
        let rankings = [
            (&self.base, slate.base.turned(), &law.base_shares),
            (&self.moving, slate.moving.turned(), &law.moving_shares),
        ];
        for (before, turned, shares) in rankings {
            let Some(turned) = turned else { continue };
            let of = |share: &Threshold| turned.shifted(before, *share, by_name);
            members.extend(shares.iter().flat_map(of));
        }
        members
    }

    /// Who is due, and who has other figures.
    fn look_at(&mut self, law: &Law, today: &Today, clients: &[Client], slate: &mut Slate) {
        let (day, number) = (today.day, self.number);
        let due = |own: &Member, member: u32| {
            let client = &clients[own.client as usize];
            let is_present = is_present(client, number, today);
            let revenues = if is_present { revenues(law, &client.history, day) } else { (0, 0) };
            Now::new(member, is_present, true, revenues)
        };
        for member in self.take_due(day) {
            slate.of(member, || due(&self.members[member as usize], member));
        }
        // What enters both windows, and what leaves each.
        let windows = [
            (day - 1, (1, 1, 1)),
            (day - 1 - law.moving_days, (0, -1, 0)),
            (day - 1 - law.base_days, (-1, 0, 0)),
        ];
        for (then, (to_base, to_moving, is_bought)) in windows {
            for (member, sum) in self.purchases.on(then).iter().flat_map(|it| it.iter()) {
                let own = &self.members[member as usize];
                // Who is elsewhere, or has bought for the first time.
                if !own.is_present && is_bought == 0 {
                    continue;
                }
                let seen = slate.of(member, || {
                    if own.is_present { Now::same(member, own) } else { due(own, member) }
                });
                if !seen.is_due {
                    let own = &mut seen.figures;
                    own.base = own.base.saturating_add(sum.saturating_mul(to_base));
                    own.moving = own.moving.saturating_add(sum.saturating_mul(to_moving));
                    own.bought = own.bought.saturating_add(sum.saturating_mul(is_bought));
                }
            }
        }
    }

    /// Takes in the figures of a member if nothing else about it is new; whether that is so.
    fn settle(&mut self, now: &Now, law: &Law, cuts: &Cuts, day: i32) -> bool {
        let own = &self.members[now.member as usize];
        let Some(next) = own.settled(&now.figures, law, cuts, day) else { return false };
        let is_sooner = next.due < own.due;
        self.members[now.member as usize] = next;
        if is_sooner {
            self.queue.push(next.due, now.member);
        }
        true
    }

    /// What becomes of a member.
    fn evaluate(
        &mut self,
        now: &Now,
        night: &Night<'_>,
        slate: &Slate,
        clients: &[Client],
    ) -> Option<View> {
        let Night { law, ref today, ref yesterday, .. } = *night;
        let own = &self.members[now.member as usize];
        let client = &clients[own.client as usize];
        // Who was elsewhere in between comes back.
        let was_present = own.is_present && client.stays(self.number, yesterday.at, today.at);
        let mut next = Member {
            is_present: now.is_present,
            base: now.figures.base,
            moving: now.figures.moving,
            ..Member::new(own.client)
        };
        let mut view = None;
        let mut entry = None;
        if now.is_present {
            let (base, moving) = self.rankings(slate);
            let revenues = (next.base, next.moving);
            let stands =
                (base.position(next.base, now.member), moving.position(next.moving, now.member));
            let months = client.history.active(&today.months);
            let seen = View::new(&client.history, revenues, stands, today.day, months);
            next.first = today.day - seen.known;
            next.months = seen.months as u8;
            let stood = if was_present { own.standing } else { Standing::default() };
            next.standing = law.stand(stood, &seen, today.day);
            next.pinned = client.pin_at(today.at).and_then(|pin| pin.segment);
            (next.row, next.segment) = law.segment_of(next.standing, &seen, today.at);
            next.segment = next.pinned.unwrap_or(next.segment);
            let told =
                |member: &Member| (member.standing, member.row, member.segment, member.pinned);
            if !was_present || told(&next) != told(own) {
                let then = was_present.then(|| {
                    let stood = (
                        self.base.position(own.base, now.member),
                        self.moving.position(own.moving, now.member),
                    );
                    let months = active_before(&client.history, yesterday, (today, months));
                    let revenues = (own.base, own.moving);
                    View::new(&client.history, revenues, stood, yesterday.day, months)
                });
                let bought = client.history.on(today.day - 1);
                let otherwise = night.otherwise.as_ref().map(|scope| &scope.members);
                let is_by_policy = otherwise
                    .is_some_and(|members| members[now.member as usize].segment != next.segment);
                let stood = then.as_ref().map_or(Shares::default(), View::shares);
                let stands = seen.shares();
                let known = |then: &View| then.facts_at(night.law_before, own.standing, stood);
                self.changed.push(Changed {
                    member: now.member,
                    before: then.as_ref().map(known),
                    after: seen.facts_at(law, next.standing, stands),
                });
                let (was, is) = ((own, then.as_ref()), (&next, &seen));
                entry = Some(Entry::new(night, was, is, (stood, stands), bought, is_by_policy));
            }
            view = Some(seen);
        }
        self.members[now.member as usize] = next;
        if let Some(entry) = entry {
            self.log.add(now.member, &entry);
        }
        view
    }

    /// When a member is to be looked at again, if nothing enters or leaves a window, and the revenue of
    /// others shifts no threshold over it.
    pub(super) fn await_next(
        &mut self,
        member: u32,
        view: Option<&View>,
        law: &Law,
        clients: &[Client],
        today: &Today,
    ) {
        // Of a scope that is known the zone never changes.
        let zone = law.zone(&self.name);
        let own = &self.members[member as usize];
        let client = &clients[own.client as usize];
        // Nobody is looked at before it has bought.
        let Some(first) = client.history.first() else { return };
        let turn = client.turns_after(today.at).map(|turn| day_from(turn, zone).max(first + 1));
        let mut dues = [turn, None, None, None, None];
        if let Some(view) = view {
            dues[1] = law.dwell_end(own.standing, view, today.day);
            dues[2] = law.time_alone(own.standing, view, today);
            dues[3] = law.months_run_out(own.standing, view, today);
            let watch = law.table.as_ref().map(|table| &table.watch);
            dues[4] = watch.and_then(|watch| watch.next(view, law, today));
        }
        let due = dues.into_iter().flatten().filter(|due| *due > today.day).min();
        if let Some(due) = due {
            self.await_day(member, due);
        }
    }
}
