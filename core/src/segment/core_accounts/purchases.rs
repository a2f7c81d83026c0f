//! What the members of a scope bought on which day: what enters a window on the day after, and leaves
//! it when the window has passed.

use std::collections::BTreeMap;

use super::compile::Law;

/// Sums of days, a list of members each: a night reads three of them from end to end, and looks into
/// no history.
#[derive(Clone, Debug, Default)]
pub(super) struct Purchases {
    days: BTreeMap<i32, Day>,
}

/// A member may be there several times; its sums add up.
#[derive(Clone, Debug, Default)]
pub(super) struct Day {
    members: Vec<u32>,
    sums: Vec<i64>,
}

impl Day {
    /// Members, and what they bought.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, i64)> {
        self.members.iter().copied().zip(self.sums.iter().copied())
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
            own.members.shrink_to_fit();
            own.sums.shrink_to_fit();
        }
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
        while let Some(first) = self.days.first_entry().filter(|it| *it.key() < day - law.base_days)
        {
            first.remove();
        }
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        let lists = self.days.values().map(|own| {
            own.members.capacity() * size_of::<u32>() + own.sums.capacity() * size_of::<i64>()
        });
        lists.sum::<usize>() + self.days.len() * size_of::<(i32, Day)>()
    }
}
