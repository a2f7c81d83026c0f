//! Who is to be looked at on which day.

use std::collections::BTreeMap;

use super::slim::append;

/// Members by the day on which they are due.
///
/// A list a day instead of a heap: nothing is asked but who is next due, all of a day at once, and in a
/// list one more costs the same however many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    days: BTreeMap<i32, Vec<u32>>,
}

impl Queue {
    pub(super) fn push(&mut self, day: i32, member: u32) {
        append(self.days.entry(day).or_default(), member);
    }

    /// The next day on which anybody may be due.
    pub(super) fn next(&self) -> Option<i32> {
        self.days.first_key_value().map(|(day, _)| *day)
    }

    /// Those who may be due on a day that is next, or was.
    pub(super) fn take(&mut self, until: i32) -> Option<(i32, Vec<u32>)> {
        let first = self.days.first_entry().filter(|first| *first.key() <= until)?;
        Some(first.remove_entry())
    }

    /// Forgets the next day if `is_due` of nobody.
    pub(super) fn skip(&mut self, is_due: impl Fn(u32, i32) -> bool) {
        while let Some(first) = self.days.first_entry() {
            if first.get().iter().any(|member| is_due(*member, *first.key())) {
                return;
            }
            first.remove();
        }
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        let lists = self.days.values().map(|members| members.capacity() * size_of::<u32>());
        lists.sum::<usize>() + self.days.len() * size_of::<(i32, Vec<u32>)>()
    }
}
