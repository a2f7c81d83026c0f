//! What changed about the members of a scope.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `last`, and a place is that of a line"
)]

use super::digits::{Digits, put, put_signed};
use super::evaluate::{Flip, Standing};
use super::features::Shares;
use super::report::MoveCause;
use super::scope::Entry;
use super::slim::{MaybeDay, MaybeNumber, append};

/// All changes of a scope in the order of days, so that those after a day are the last ones; each knows
/// the one before it of the same member. One list for all grows without a copy of what a member has.
///
/// Most of what a segmenter holds is these: they are kept as bytes, half as many as an [`Entry`] has.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    lines: Vec<u8>,
    /// How many there are.
    count: usize,
    /// The day from which those of lines are counted.
    start: i32,
    /// Where each member's last line begins, if it has one.
    last: Vec<Place>,
}

/// Where a line begins, one more; 0 for none. Forty bits of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place([u8; 5]);

impl Place {
    fn new(begin: usize) -> Self {
        let [a, b, c, d, e, ..] = (begin as u64 + 1).to_le_bytes();
        Self([a, b, c, d, e])
    }

    fn begin(self) -> Option<usize> {
        let [a, b, c, d, e] = self.0;
        let place = u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]);
        place.checked_sub(1).map(|begin| begin as usize)
    }
}

impl Log {
    /// One more member; its number.
    pub(super) fn admit(&mut self) -> u32 {
        append(&mut self.last, Place::default());
        self.last.len() as u32 - 1
    }

    /// A change, after all others.
    pub(super) fn add(&mut self, member: u32, entry: &Entry) {
        // Of a long list a little is room enough.
        if self.lines.capacity() - self.lines.len() < MOST {
            self.lines.reserve_exact(MOST + self.lines.len() / 32);
        }
        if self.count == 0 {
            self.start = entry.day;
        }
        let last = &mut self.last[member as usize];
        let begin = self.lines.len();
        let back = last.begin().map_or(0, |last| begin - last);
        put_line(entry, self.start, back, &mut self.lines);
        *last = Place::new(begin);
        self.count += 1;
    }

    /// What changed about a member, the latest first; each with what changed before it.
    pub(super) fn of(&self, member: u32) -> impl Iterator<Item = (Entry, Option<Entry>)> {
        let line =
            |place: Place| Some(line(Digits(&self.lines[place.begin()?..]), self.start, place));
        let last = self.last.get(member as usize).copied().unwrap_or_default();
        let mut next = line(last);
        std::iter::from_fn(move || {
            let (own, before) = next.take()?;
            next = line(before);
            Some((own, next.map(|(before, _)| before)))
        })
    }

    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether anything ever changed.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Forgets all changes after `day`. O(members).
    pub(super) fn rewind(&mut self, day: i32) {
        let mut end = self.lines.len();
        for last in &mut self.last {
            while let Some(begin) = last.begin() {
                let (entry, before) = line(Digits(&self.lines[begin..]), self.start, *last);
                if entry.day <= day {
                    break;
                }
                *last = before;
                end = end.min(begin);
                self.count -= 1;
            }
        }
        // Lines stand in the order of days: only in what somebody forged does one that stays lie behind.
        for last in &mut self.last {
            while let Some(begin) = last.begin().filter(|begin| *begin >= end) {
                *last = line(Digits(&self.lines[begin..]), self.start, *last).1;
                self.count -= 1;
            }
        }
        self.lines.truncate(end);
    }

    /// Puts the changes in order that were added one member after the other.
    pub(super) fn settle(&mut self) {
        let mut lines = Vec::with_capacity(self.count);
        for member in 0..self.last.len() as u32 {
            let first = lines.len();
            lines.extend(self.of(member).map(|(entry, _)| (member, entry)));
            lines[first..].reverse();
        }
        let by_member = |a: &(u32, Entry), b: &(u32, Entry)| a.0.cmp(&b.0);
        crate::math::sort_by_number(&mut lines, |(_, entry)| entry.day.into(), by_member);
        self.last.fill(Place::default());
        self.lines.clear();
        self.count = 0;
        lines.iter().for_each(|(member, entry)| self.add(*member, entry));
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.lines.capacity() + self.last.capacity() * size_of::<Place>()
    }
}

/// The cause of a change, and which parts follow.
const CAUSES: u8 = 0b111;
const IS_NEW: u8 = 1 << 3;
const HAS_STOOD: u8 = 1 << 4;
const IN_STATIC: u8 = 1 << 5;
const IN_DYNAMIC: u8 = 1 << 6;
const HAS_ROWS: u8 = 1 << 7;

/// No line has more bytes.
const MOST: usize = 64;

/// Writes a line; `back` bytes before it begins the one before it of the same member.
fn put_line(entry: &Entry, start: i32, back: usize, to: &mut Vec<u8>) {
    let Entry { day, segment, row, pinned, standing, is_new, flip, cause, stood, stands } = *entry;
    let (code, of_row) = flip.coded();
    let is_in = [standing.static_since.get(), standing.dynamic_since.get()];
    let has_rows = row.get().is_some() || pinned.get().is_some() || of_row > 0;
    let has_stood = stood != Shares::default();
    let parts = [
        (is_new, IS_NEW),
        (has_stood, HAS_STOOD),
        (is_in[0].is_some(), IN_STATIC),
        (is_in[1].is_some(), IN_DYNAMIC),
        (has_rows, HAS_ROWS),
    ];
    let flags = parts.into_iter().filter(|(is_there, _)| *is_there);
    to.push(code);
    to.push(flags.fold(cause as u8, |flags, (_, flag)| flags | flag));
    put(back as u64, to);
    let days = |from: i32| i64::from(day) - i64::from(from);
    put_signed(days(start), to);
    put(segment.into(), to);
    is_in.into_iter().flatten().for_each(|since| put_signed(days(since), to));
    for shares in has_stood.then_some(stood).into_iter().chain([stands]) {
        put(shares.base.into(), to);
        put(shares.moving.into(), to);
    }
    if has_rows {
        let one_more = |own: MaybeNumber| own.get().map_or(0, |number| u64::from(number) + 1);
        [one_more(row), one_more(pinned), of_row.into()].into_iter().for_each(|own| put(own, to));
    }
}

/// The line that begins at `place`, and the place of the one before it.
fn line(mut from: Digits<'_>, start: i32, place: Place) -> (Entry, Place) {
    let (code, flags) = (from.byte(), from.byte());
    let has = |flag: u8| flags & flag != 0;
    let back = from.number() as usize;
    let day = (i64::from(start) + from.signed()) as i32;
    let segment = from.number() as u16;
    let mut since = |flag: u8| has(flag).then(|| (i64::from(day) - from.signed()) as i32);
    let (in_static, in_dynamic) = (since(IN_STATIC), since(IN_DYNAMIC));
    let mut shares = || Shares { base: from.number() as u32, moving: from.number() as u32 };
    let stood = if has(HAS_STOOD) { shares() } else { Shares::default() };
    let stands = shares();
    let mut rows = [0; 3];
    if has(HAS_ROWS) {
        rows.fill_with(|| from.number());
    }
    let [row, pinned, of_row] = rows;
    let maybe = |one_more: u64| MaybeNumber::from(one_more.checked_sub(1).map(|it| it as u16));
    let entry = Entry {
        day,
        segment,
        row: maybe(row),
        pinned: maybe(pinned),
        standing: Standing {
            static_since: MaybeDay::from(in_static),
            dynamic_since: MaybeDay::from(in_dynamic),
        },
        is_new: has(IS_NEW),
        // It was written of one.
        flip: Flip::of_code(code, of_row as u16).unwrap_or(Flip::First),
        cause: MoveCause::ALL[usize::from(flags & CAUSES)],
        stood,
        stands,
    };
    let before = place.begin().and_then(|begin| begin.checked_sub(back)).map(Place::new);
    (entry, before.filter(|_| back > 0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn shares()(base in any::<u32>(), moving in 0_u32..=1_000_000) -> Shares {
            Shares { base, moving }
        }
    }

    prop_compose! {
        fn entry()(
            day in any::<i32>(),
            segment in any::<u16>(),
            numbers in any::<[Option<u16>; 2]>(),
            since in any::<[Option<i32>; 2]>(),
            is_new in any::<bool>(),
            flip in (prop_oneof![0_u8..16, 100_u8..102], any::<u16>()),
            cause in 0..MoveCause::ALL.len(),
            stood in prop_oneof![Just(Shares::default()), shares()],
            stands in shares(),
        ) -> Entry {
            let flip = Flip::of_code(flip.0, flip.1).or(Flip::of_code(flip.0, 0));
            Entry {
                day,
                segment,
                row: numbers[0].into(),
                pinned: numbers[1].into(),
                standing: Standing {
                    static_since: since[0].into(),
                    dynamic_since: since[1].into(),
                },
                is_new,
                flip: flip.unwrap(),
                cause: MoveCause::ALL[cause],
                stood,
                stands,
            }
        }
    }

    proptest! {
        #[test]
        fn what_was_added_is_told_again_and_what_is_rewound_is_not(
            mut added in prop::collection::vec((0_u32..4, entry()), 0..40),
            until in any::<i32>(),
        ) {
            let mut log = Log::default();
            (0..4).for_each(|member| assert_eq!(log.admit(), member));
            added.sort_by_key(|(member, _)| *member);
            added.iter().for_each(|(member, entry)| log.add(*member, entry));
            added.sort_by_key(|(_, entry)| entry.day);
            log.settle();
            let of = |log: &Log, member: u32| -> Vec<Entry> {
                let pairs: Vec<_> = log.of(member).collect();
                for (own, next) in pairs.iter().zip(pairs.iter().skip(1)) {
                    assert_eq!(own.1, Some(next.0));
                }
                pairs.into_iter().rev().map(|(entry, _)| entry).collect()
            };
            for is_rewound in [false, true] {
                if is_rewound {
                    added.retain(|(_, entry)| entry.day <= until);
                    log.rewind(until);
                }
                prop_assert_eq!(log.len(), added.len());
                for member in 0..4 {
                    let own = added.iter().filter(|(of, _)| *of == member);
                    let own: Vec<Entry> = own.map(|(_, entry)| *entry).collect();
                    prop_assert_eq!(of(&log, member), own);
                }
            }
        }
    }
}
