//! The clients of a scope by revenue: who stands above whom, and with how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places are counted within the list, and every number of a member is one"
)]

use std::cmp::Ordering;

use super::compile::Threshold;

/// A client with revenue above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) revenue: i64,
    /// Its number in the scope.
    pub(super) member: u32,
    /// The revenue of all above it.
    above: i64,
}

/// Clients with revenue above 0, the largest first, equals by the bytes of their names.
///
/// A sorted list with prefix sums: who stands where is found in O(log n), and a day's changes are
/// merged in by one pass. A tree would change in O(log n) each; a day changes one in a hundred, and
/// a pass over the hundred is quicker than one walk down a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    places: Vec<Place>,
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

impl Ranking {
    /// A ranking of all, in whatever order they come.
    pub(super) fn new(mut revenues: Vec<(i64, u32)>, name: NameOf<'_>) -> Self {
        revenues.retain(|(revenue, _)| *revenue > 0);
        sort(&mut revenues, name);
        Self::default().with(&[], &revenues, name)
    }

    /// This ranking where of the members for whom `is_changed` says so only those stand that are in
    /// `revenues`. O(n).
    pub(super) fn updated(
        &self,
        is_changed: &[bool],
        mut revenues: Vec<(i64, u32)>,
        name: NameOf<'_>,
    ) -> Self {
        revenues.retain(|(revenue, _)| *revenue > 0);
        sort(&mut revenues, name);
        self.with(is_changed, &revenues, name)
    }

    fn with(&self, is_changed: &[bool], revenues: &[(i64, u32)], name: NameOf<'_>) -> Self {
        let mut places = Vec::with_capacity(self.places.len() + revenues.len());
        let mut total = 0;
        let mut put = |revenue: i64, member: u32| {
            places.push(Place { revenue, member, above: total });
            total = i64::saturating_add(total, revenue);
        };
        let mut new = revenues.iter().copied().peekable();
        for old in &self.places {
            if is_changed[old.member as usize] {
                continue;
            }
            let key = (old.revenue, old.member);
            while let Some(next) = new.next_if(|next| order(*next, key, name).is_lt()) {
                put(next.0, next.1);
            }
            put(old.revenue, old.member);
        }
        for next in new {
            put(next.0, next.1);
        }
        Self { places, total }
    }

    /// Where a member with this revenue stands.
    pub(super) fn position(&self, revenue: i64, member: u32, name: NameOf<'_>) -> Position {
        if revenue <= 0 {
            return Position::LAST;
        }
        let place = self.place((revenue, member), name);
        Position { above: self.above(place), total: self.total }
    }

    /// How many stand at a share below `share`: they are the first ones, for the revenue above grows
    /// from place to place.
    fn cut(&self, share: Threshold) -> usize {
        let total = self.total;
        self.places.partition_point(|place| Position { above: place.above, total }.is_below(share))
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
        let then = match before.cut(share).checked_sub(1).map(|last| before.places[last]) {
            Some(last) => {
                let key = (last.revenue, last.member);
                self.places.partition_point(|place| {
                    order((place.revenue, place.member), key, name).is_le()
                })
            }
            None => 0,
        };
        self.places[cut.min(then)..cut.max(then)].iter().map(|place| place.member)
    }

    fn place(&self, key: (i64, u32), name: NameOf<'_>) -> usize {
        self.places.partition_point(|place| order((place.revenue, place.member), key, name).is_lt())
    }

    fn above(&self, place: usize) -> i64 {
        self.places.get(place).map_or(self.total, |place| place.above)
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<Place>()
    }
}

fn order(a: (i64, u32), b: (i64, u32), name: NameOf<'_>) -> Ordering {
    let by_name = || if a.1 == b.1 { Ordering::Equal } else { name(a.1).cmp(name(b.1)) };
    b.0.cmp(&a.0).then_with(by_name)
}

fn sort(revenues: &mut [(i64, u32)], name: NameOf<'_>) {
    crate::math::sort_by_number(revenues, |(revenue, _)| -revenue, |a, b| order(*a, *b, name));
}
