//! The clients of a scope by revenue: who stands above whom, and with how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places are counted within the list, and every number of a member is one"
)]

use std::cmp::Ordering;

use super::compile::Threshold;
use super::order::ByName;

/// So many stand in a block.
const BLOCK: usize = 32;

/// Clients with revenue above 0, the largest first, equals by the bytes of their names.
///
/// Sorted lists, and sums up to every block: who stands where is found in O(log n), and a day's changes
/// are merged in by one pass. A tree would change in O(log n) each; a day changes one in a hundred, and
/// a pass over the hundred is quicker than one walk down a tree. Revenue has a list of its own: that is
/// what is searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    revenues: Vec<i64>,
    /// Numbers in the scope.
    members: Vec<u32>,
    /// The revenue of all above each block.
    above: Vec<i64>,
    /// The scope's positive revenue.
    total: i64,
}

/// Where a member stands who is looked at on a day, as far as a pass over all has told.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// Whether its revenue is new.
    pub(super) is_new: bool,
    /// The revenue above it before, and now; `UNKNOWN` where it was not met.
    pub(super) stood: i64,
    pub(super) stands: i64,
}

impl Seen {
    pub(super) const UNKNOWN: Self = Self { is_new: false, stood: UNKNOWN, stands: UNKNOWN };
}

/// No revenue above anybody.
const UNKNOWN: i64 = -1;

/// No place in the list of a day.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Where a client stands: the revenue above it, and all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    pub(super) above: i64,
    pub(super) total: i64,
}

impl Position {
    /// Below all: of those without revenue.
    pub(super) const LAST: Self = Self { above: 1, total: 1 };

    /// Whether the share above is less than `share`, exactly.
    pub(super) fn is_below(self, share: Threshold) -> bool {
        i128::from(self.above) * Threshold::ONE < i128::from(share.0) * i128::from(self.total)
    }

    /// The share above in millionths, rounded down: what is less than a threshold stays so.
    pub(super) fn millionths(self) -> u32 {
        let share = i128::from(self.above) * Threshold::ONE / i128::from(self.total.max(1));
        share.clamp(0, Threshold::ONE) as u32
    }
}

/// Where a share lies: revenue that is higher stands at a smaller share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut(i64);

impl Cut {
    /// Whether this revenue stands at a smaller share; unknown where names decide.
    pub(super) fn is_above(self, revenue: i64) -> Option<bool> {
        match revenue.cmp(&self.0) {
            _ if revenue <= 0 => Some(false),
            Ordering::Greater => Some(true),
            Ordering::Less => Some(false),
            Ordering::Equal => None,
        }
    }
}

impl Ranking {
    /// A ranking of all, in whatever order they come.
    pub(super) fn new(mut revenues: Vec<(i64, u32)>, by_name: ByName<'_>) -> Self {
        revenues.retain(|(revenue, _)| *revenue > 0);
        sort(&mut revenues, by_name);
        let mut all = Self::with_room(revenues.len());
        revenues.into_iter().for_each(|(revenue, member)| all.put(revenue, member));
        all
    }

    fn with_room(count: usize) -> Self {
        Self {
            revenues: Vec::with_capacity(count),
            members: Vec::with_capacity(count),
            above: Vec::with_capacity(count.div_ceil(BLOCK)),
            total: 0,
        }
    }

    /// This ranking with these revenues in place of those that are no longer. Members that are looked
    /// at have a place in `seen`, which learns where they stand. O(n), and no name is looked at but of
    /// equals: for many at once that is much quicker than a search for each.
    pub(super) fn updated(
        &self,
        mut revenues: Vec<(i64, u32)>,
        places: &[u32],
        seen: &mut [Seen],
        by_name: ByName<'_>,
    ) -> Self {
        revenues.retain(|(revenue, _)| *revenue > 0);
        sort(&mut revenues, by_name);
        let mut all = Self::with_room(self.members.len() + revenues.len());
        let mut new = revenues.iter().copied().peekable();
        let mut next = new.peek().map_or(0, |(revenue, _)| *revenue);
        let mut above = 0_i64;
        for (revenue, member) in self.revenues.iter().copied().zip(self.members.iter().copied()) {
            while next >= revenue {
                let is_before =
                    |new: &(i64, u32)| new.0 > revenue || by_name.of(new.1, member).is_lt();
                let Some((_, own)) = new.next_if(is_before) else { break };
                seen[places[own as usize] as usize].stands = all.total;
                all.put(next, own);
                next = new.peek().map_or(0, |(revenue, _)| *revenue);
            }
            let place = places[member as usize];
            if place == NOWHERE {
                all.put(revenue, member);
            } else {
                let own = &mut seen[place as usize];
                own.stood = above;
                if !own.is_new {
                    own.stands = all.total;
                    all.put(revenue, member);
                }
            }
            above = above.saturating_add(revenue);
        }
        for (revenue, own) in new {
            seen[places[own as usize] as usize].stands = all.total;
            all.put(revenue, own);
        }
        all
    }

    /// One more, below all others.
    fn put(&mut self, revenue: i64, member: u32) {
        if self.members.len().is_multiple_of(BLOCK) {
            self.above.push(self.total);
        }
        self.revenues.push(revenue);
        self.members.push(member);
        self.total = self.total.saturating_add(revenue);
    }

    /// Where a member with this revenue stands, if so much stands above it.
    pub(super) fn at(
        &self,
        above: i64,
        revenue: i64,
        member: u32,
        by_name: ByName<'_>,
    ) -> Position {
        if above == UNKNOWN || revenue <= 0 {
            return self.position(revenue, member, by_name);
        }
        Position { above, total: self.total }
    }

    /// Where a member with this revenue stands.
    pub(super) fn position(&self, revenue: i64, member: u32, by_name: ByName<'_>) -> Position {
        if revenue <= 0 {
            return Position::LAST;
        }
        let (first, after) = self.equals(revenue);
        let members = &self.members[first..after];
        // Equals are few: names are compared of those only.
        let place = first
            + members.partition_point(|other| {
                order((revenue, *other), (revenue, member), by_name).is_lt()
            });
        Position { above: self.above(place), total: self.total }
    }

    /// How many stand at a share below `share`: they are the first ones, for the revenue above grows
    /// from place to place.
    fn cut(&self, share: Threshold) -> usize {
        let total = self.total;
        let is_below = |above: i64| Position { above, total }.is_below(share);
        let blocks = self.above.partition_point(|above| is_below(*above));
        let Some(last) = blocks.checked_sub(1) else { return 0 };
        let (first, mut above) = (last * BLOCK, self.above[last]);
        let is_within = |revenue: &&i64| {
            let is_within = is_below(above);
            above = above.saturating_add(**revenue);
            is_within
        };
        first + self.revenues[first..].iter().take(BLOCK).take_while(is_within).count()
    }

    /// Where `share` lies.
    pub(super) fn cut_at(&self, share: Threshold) -> Cut {
        Cut(self.revenues.get(self.cut(share)).copied().unwrap_or(0))
    }

    /// Of whom it may be true here, and false in `before`, or the other way round, that they stand
    /// below `share`, though their own revenue is the same.
    pub(super) fn shifted(
        &self,
        before: &Self,
        share: Threshold,
        by_name: ByName<'_>,
    ) -> impl Iterator<Item = u32> {
        let cut = self.cut(share);
        // The last below the share then, where it would stand now.
        let then = match before.cut(share).checked_sub(1) {
            Some(last) => {
                let key = (before.revenues[last], before.members[last]);
                let (first, after) = self.equals(key.0);
                let is_within = |other: &u32| order((key.0, *other), key, by_name).is_le();
                first + self.members[first..after].partition_point(is_within)
            }
            None => 0,
        };
        self.members[cut.min(then)..cut.max(then)].iter().copied()
    }

    /// From which place to which those with this revenue stand.
    fn equals(&self, revenue: i64) -> (usize, usize) {
        let first = self.revenues.partition_point(|other| *other > revenue);
        let equals = match self.revenues.get(first + 1) {
            Some(next) if *next == revenue => {
                self.revenues[first..].partition_point(|other| *other == revenue)
            }
            _ => usize::from(self.revenues.get(first) == Some(&revenue)),
        };
        (first, first + equals)
    }

    fn above(&self, place: usize) -> i64 {
        let block = place / BLOCK;
        let Some(above) = self.above.get(block) else { return self.total };
        self.revenues[block * BLOCK..place].iter().fold(*above, |sum, own| sum.saturating_add(*own))
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        (self.revenues.capacity() + self.above.capacity()) * size_of::<i64>()
            + self.members.capacity() * size_of::<u32>()
    }
}

fn order(a: (i64, u32), b: (i64, u32), by_name: ByName<'_>) -> Ordering {
    b.0.cmp(&a.0).then_with(|| if a.1 == b.1 { Ordering::Equal } else { by_name.of(a.1, b.1) })
}

fn sort(revenues: &mut Vec<(i64, u32)>, by_name: ByName<'_>) {
    // Pairs as `sort_by_number` has them: one more type that is sorted is some kilobytes.
    let mut keys: Vec<(i64, usize)> =
        revenues.iter().map(|(revenue, member)| (-revenue, *member as usize)).collect();
    keys.sort_unstable();
    revenues.clear();
    revenues.extend(keys.into_iter().map(|(key, member)| (-key, member as u32)));
    for equals in revenues.chunk_by_mut(|a, b| a.0 == b.0) {
        crate::math::sort_by(equals, |a, b| order(*a, *b, by_name));
    }
}
