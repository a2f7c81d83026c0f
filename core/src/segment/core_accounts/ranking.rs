//! The clients of a scope by revenue: who stands above whom, and with how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places are counted within the list, and every number of a member is one"
)]

use std::cmp::Ordering;

use super::compile::Threshold;

/// Clients with revenue above 0, the largest first, equals by the bytes of their names.
///
/// Sorted lists with prefix sums: who stands where is found in O(log n), and a day's changes are
/// merged in by one pass. A tree would change in O(log n) each; a day changes one in a hundred, and
/// a pass over the hundred is quicker than one walk down a tree. Revenue has a list of its own: that is
/// what is searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    revenues: Vec<i64>,
    /// Numbers in the scope.
    members: Vec<u32>,
    /// The revenue of all above each.
    above: Vec<i64>,
    /// The scope's positive revenue.
    total: i64,
}

/// The name of a member, by which equals are ordered.
pub(super) type NameOf<'n> = &'n dyn Fn(u32) -> &'n str;

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
    pub(super) fn new(mut revenues: Vec<(i64, u32)>, name: NameOf<'_>) -> Self {
        revenues.retain(|(revenue, _)| *revenue > 0);
        sort(&mut revenues, name);
        Self::default().with(&[], &revenues, name)
    }

    /// This ranking without those that are `gone`, as they stand here, and with these `revenues`. O(n).
    pub(super) fn updated(
        &self,
        mut gone: Vec<(i64, u32)>,
        mut revenues: Vec<(i64, u32)>,
        name: NameOf<'_>,
    ) -> Self {
        for changes in [&mut gone, &mut revenues] {
            changes.retain(|(revenue, _)| *revenue > 0);
            sort(changes, name);
        }
        self.with(&gone, &revenues, name)
    }

    /// Both lists are in the order of the ranking.
    fn with(&self, gone: &[(i64, u32)], revenues: &[(i64, u32)], name: NameOf<'_>) -> Self {
        let most = (self.members.len() + revenues.len()).saturating_sub(gone.len());
        let mut all = Self {
            revenues: Vec::with_capacity(most),
            members: Vec::with_capacity(most),
            above: Vec::with_capacity(most),
            total: 0,
        };
        let (mut gone, mut new) = (gone.iter().peekable(), revenues.iter().peekable());
        let mut place = 0;
        loop {
            // Down to the next change all stay in their order: most, and no member is looked at.
            let next = gone.peek().into_iter().chain(new.peek()).map(|(revenue, _)| *revenue).max();
            let Some(next) = next else { break };
            let run = self.revenues[place..].iter().take_while(|own| **own > next).count();
            all.put_all(&self.revenues[place..place + run], &self.members[place..place + run]);
            place += run;
            while self.revenues.get(place) == Some(&next) {
                let old = (next, self.members[place]);
                place += 1;
                if gone.next_if_eq(&&old).is_some() {
                    continue;
                }
                while let Some((_, member)) = new.next_if(|new| order(**new, old, name).is_lt()) {
                    all.put_all(&[next], &[*member]);
                }
                all.put_all(&[next], &[old.1]);
            }
            while let Some((_, member)) = new.next_if(|(revenue, _)| *revenue == next) {
                all.put_all(&[next], &[*member]);
            }
            // Nobody goes who does not stand here.
            while gone.next_if(|(revenue, _)| *revenue >= next).is_some() {}
        }
        all.put_all(&self.revenues[place..], &self.members[place..]);
        all
    }

    /// Some more, below all others.
    fn put_all(&mut self, revenues: &[i64], members: &[u32]) {
        self.revenues.extend_from_slice(revenues);
        self.members.extend_from_slice(members);
        let mut total = self.total;
        let above = |revenue: &i64| {
            let above = total;
            total = total.saturating_add(*revenue);
            above
        };
        self.above.extend(revenues.iter().map(above));
        self.total = total;
    }

    /// Where a member with this revenue stands.
    pub(super) fn position(&self, revenue: i64, member: u32, name: NameOf<'_>) -> Position {
        if revenue <= 0 {
            return Position::LAST;
        }
        let (first, after) = self.equals(revenue);
        let members = &self.members[first..after];
        // Equals are few: names are compared of those only.
        let place = first
            + members
                .partition_point(|other| order((revenue, *other), (revenue, member), name).is_lt());
        Position { above: self.above(place), total: self.total }
    }

    /// Where all stand who have a place in an answer, by member; `count` places in all. O(n), and no
    /// name is looked at: for many at once that is much quicker than a search for each.
    pub(super) fn positions(&self, places: &[u32], count: usize) -> Vec<Position> {
        let mut positions = vec![Position::LAST; count];
        for (member, above) in self.members.iter().zip(&self.above) {
            if let Some(own) = positions.get_mut(places[*member as usize] as usize) {
                *own = Position { above: *above, total: self.total };
            }
        }
        positions
    }

    /// How many stand at a share below `share`: they are the first ones, for the revenue above grows
    /// from place to place.
    fn cut(&self, share: Threshold) -> usize {
        let total = self.total;
        self.above.partition_point(|above| Position { above: *above, total }.is_below(share))
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
        name: NameOf<'_>,
    ) -> impl Iterator<Item = u32> {
        let cut = self.cut(share);
        // The last below the share then, where it would stand now.
        let then = match before.cut(share).checked_sub(1) {
            Some(last) => {
                let key = (before.revenues[last], before.members[last]);
                let (first, after) = self.equals(key.0);
                let is_within = |other: &u32| order((key.0, *other), key, name).is_le();
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
        self.above.get(place).copied().unwrap_or(self.total)
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        (self.revenues.capacity() + self.above.capacity()) * size_of::<i64>()
            + self.members.capacity() * size_of::<u32>()
    }
}

fn order(a: (i64, u32), b: (i64, u32), name: NameOf<'_>) -> Ordering {
    let by_name = || if a.1 == b.1 { Ordering::Equal } else { name(a.1).cmp(name(b.1)) };
    b.0.cmp(&a.0).then_with(by_name)
}

fn sort(revenues: &mut Vec<(i64, u32)>, name: NameOf<'_>) {
    // Pairs as `sort_by_number` has them: one more type that is sorted is some kilobytes.
    let mut keys: Vec<(i64, usize)> =
        revenues.iter().map(|(revenue, member)| (-revenue, *member as usize)).collect();
    keys.sort_unstable();
    revenues.clear();
    revenues.extend(keys.into_iter().map(|(key, member)| (-key, member as u32)));
    for equals in revenues.chunk_by_mut(|a, b| a.0 == b.0) {
        crate::math::sort_by(equals, |a, b| order(*a, *b, name));
    }
}
