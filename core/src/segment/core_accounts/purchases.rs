//! What the members of a scope bought on which day: what enters a window on the day after, and leaves
//! it when the window has passed.

use std::collections::BTreeMap;

use super::compile::Law;
use super::digits::{Digits, put, put_signed};
use crate::math::sort_numbers;

/// Sums of days, a list of members each: a night reads three of them from end to end, and looks into
/// no history.
#[derive(Clone, Debug, Default)]
pub(super) struct Purchases {
    /// A tree: before the first advance the days of centuries may come in any order.
    days: BTreeMap<i32, Day>,
}

/// A member may be there several times; its sums add up.
#[derive(Clone, Debug, Default)]
pub(super) struct Day {
    /// What was laid down: members in order, each as how much its number is greater, and its sum.
    laid: Vec<u8>,
    /// What came since.
    members: Vec<u32>,
    sums: Vec<i64>,
}

impl Day {
    /// Members, and what they bought.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, i64)> {
        let (mut laid, mut member) = (Digits(&self.laid), 0);
        let laid = std::iter::from_fn(move || {
            if laid.is_over() {
                return None;
            }
            member += laid.number() as u32;
            Some((member, laid.signed()))
        });
        laid.chain(self.members.iter().copied().zip(self.sums.iter().copied()))
    }

    /// Lays down all that came, in less than half the room.
    fn lay_down(&mut self) {
        if self.members.is_empty() {
            return;
        }
        let (members, sums): (Vec<i64>, Vec<i64>) =
            self.iter().map(|(member, sum)| (i64::from(member), sum)).unzip();
        let mut order: Vec<(i64, usize)> = members.into_iter().zip(0..).collect();
        sort_numbers(&mut order);
        let mut laid = Vec::with_capacity(order.len() * 6);
        let mut before = 0;
        for own in order.chunk_by(|a, b| a.0 == b.0) {
            let Some((member, _)) = own.first() else { continue };
            put((member - before) as u64, &mut laid);
            let sums = own.iter().filter_map(|(_, place)| sums.get(*place));
            put_signed(sums.fold(0, |sum: i64, own| sum.saturating_add(*own)), &mut laid);
            before = *member;
        }
        laid.shrink_to_fit();
        *self = Self { laid, ..Self::default() };
    }
}

impl Purchases {
    pub(super) fn add(&mut self, day: i32, member: u32, sum: i64) {
        let own = self.days.entry(day).or_default();
        own.members.push(member);
        own.sums.push(sum);
    }

    /// No more will come of a day, hardly.
    pub(super) fn close(&mut self, day: i32) {
        if let Some(own) = self.days.get_mut(&day) {
            own.lay_down();
        }
    }

    /// The same of all days.
    pub(super) fn close_all(&mut self) {
        self.days.values_mut().for_each(Day::lay_down);
    }

    pub(super) fn on(&self, day: i32) -> Option<&Day> {
        self.days.get(&day)
    }

    /// The first day after `day` on which something enters or leaves a window. A day counts from the
    /// one after it on.
    pub(super) fn next(&self, law: &Law, day: i32) -> Option<i32> {
        let turn = |window: i32| {
            let (first, _) = self.days.range(day - window..).next()?;
            Some(first + window + 1)
        };
        [0, law.moving_days, law.base_days].into_iter().filter_map(turn).min()
    }

    /// Forgets what has left all windows on `day`.
    pub(super) fn forget(&mut self, law: &Law, day: i32) {
        let first = day - law.base_days;
        while let Some(gone) = self.days.first_entry().filter(|own| *own.key() < first) {
            gone.remove();
        }
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        let lists = self.days.values().map(|own| {
            own.laid.capacity()
                + own.members.capacity() * size_of::<u32>()
                + own.sums.capacity() * size_of::<i64>()
        });
        lists.sum::<usize>() + self.days.len() * size_of::<(i32, Day)>()
    }
}
