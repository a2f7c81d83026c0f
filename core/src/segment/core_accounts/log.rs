//! What changed about the members of a scope.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `last`, and the number of a line, one less, the lines"
)]

use super::scope::Entry;
use super::slim::append;

/// All changes of a scope in the order of days, so that those after a day are the last ones; each knows
/// the one before it of the same member. One list for all grows without a copy of what a member has.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    lines: Vec<Line>,
    /// The number of each member's last line, one more; 0 where it has none.
    last: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Line {
    member: u32,
    /// The number of the line before it, one more.
    before: u32,
    entry: Entry,
}

impl Log {
    /// One more member; its number.
    pub(super) fn admit(&mut self) -> u32 {
        append(&mut self.last, 0);
        self.last.len() as u32 - 1
    }

    /// A change, after all others.
    pub(super) fn add(&mut self, member: u32, entry: Entry) {
        // Most of what a segmenter holds: of a long list a little is room enough.
        if self.lines.len() == self.lines.capacity() {
            self.lines.reserve_exact(1 + self.lines.len() / 32);
        }
        let last = &mut self.last[member as usize];
        self.lines.push(Line { member, before: *last, entry });
        *last = self.lines.len() as u32;
    }

    /// What changed about a member, the latest first; each with what changed before it.
    pub(super) fn of(&self, member: u32) -> impl Iterator<Item = (&Entry, Option<&Entry>)> {
        let line = |number: u32| Some(&self.lines[number.checked_sub(1)? as usize]);
        let mut next = self.last.get(member as usize).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let own = line(next)?;
            next = own.before;
            Some((&own.entry, line(next).map(|before| &before.entry)))
        })
    }

    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether anything ever changed.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Forgets all changes after `day`.
    pub(super) fn rewind(&mut self, day: i32) {
        while let Some(line) = self.lines.pop_if(|line| line.entry.day > day) {
            self.last[line.member as usize] = line.before;
        }
    }

    /// Puts the changes in order that were added one member after the other.
    pub(super) fn settle(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        let by_member = |a: &Line, b: &Line| a.member.cmp(&b.member);
        crate::math::sort_by_number(&mut lines, |line| line.entry.day.into(), by_member);
        self.last.fill(0);
        self.lines.reserve_exact(lines.len());
        lines.into_iter().for_each(|line| self.add(line.member, line.entry));
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.lines.capacity() * size_of::<Line>() + self.last.capacity() * size_of::<u32>()
    }
}
