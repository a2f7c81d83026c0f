//! The clients of a scope by revenue: who stands above whom, and with how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `revenues` and `members` are equally long, `above` counts their blocks, and \
              `is_gone` and `places` have one for every member that has revenue: they are as long as the \
              scope is when it turns, and who joins it later has revenue only from a later turn on"
)]

use std::cmp::Ordering;

use super::compile::Threshold;
use super::order::ByName;
use super::slim::{copy, resize};

/// So many stand in a block.
const BLOCK: usize = 32;

/// Clients with revenue above 0, the largest first, equals by the bytes of their names.
///
/// Sorted lists, and sums up to every block: what stands above whom is found at once, and a day's changes
/// are merged in by one pass. A tree would change in O(log n) each; a day changes one in a hundred, and
/// a pass over the hundred is quicker than one walk down a tree. It leaves behind where each stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranking {
    revenues: Vec<i64>,
    /// Numbers in the scope.
    members: Vec<u32>,
    /// Where each member stands in the lists; of those without revenue it means nothing.
    places: Vec<u32>,
    /// The revenue of all above each block.
    above: Vec<i64>,
    /// The scope's positive revenue.
    total: i64,
}

/// Members with new revenue on a day, and the ranking that they make. The lists are kept from night to
/// night.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// By member; nobody, but while a ranking turns.
    is_gone: Vec<bool>,
    gone: Vec<u32>,
    /// Negative revenue, so that the largest is the first, and members.
    came: Vec<(i64, usize)>,
    /// Whether anything is new.
    is_new: bool,
    /// The ranking of the day, if anything is new.
    ranking: Ranking,
}

impl Turn {
    /// Nobody has new revenue yet, of so many members.
    pub(super) fn begin(&mut self, members: usize) {
        self.is_new = false;
        if self.is_gone.len() < members {
            resize(&mut self.is_gone, members);
        }
    }

    /// A member has new revenue.
    pub(super) fn add(&mut self, member: u32, was: i64, is: i64) {
        if was > 0 {
            self.is_gone[member as usize] = true;
            self.gone.push(member);
        }
        if is > 0 {
            self.came.push((-is, member as usize));
        }
        self.is_new |= was > 0 || is > 0;
    }

    /// Makes the ranking of the day.
    pub(super) fn end(&mut self, before: &Ranking, by_name: ByName<'_>) {
        if !self.is_new {
            return;
        }
        sort(&mut self.came, by_name);
        // Of this scope alone: another one may be much larger.
        let is_gone = &self.is_gone[..by_name.members.len()];
        self.ranking.turn(before, is_gone, &self.came, by_name);
        self.came.clear();
        for member in self.gone.drain(..) {
            self.is_gone[member as usize] = false;
        }
    }

    /// The ranking of the day, if it is another than that of the day before.
    pub(super) fn turned(&self) -> Option<&Ranking> {
        self.is_new.then_some(&self.ranking)
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.is_gone.capacity()
            + self.gone.capacity() * size_of::<u32>()
            + self.came.capacity() * size_of::<(i64, usize)>()
            + self.ranking.bytes()
    }
}

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
    pub(super) fn new(revenues: impl Iterator<Item = (i64, u32)>, by_name: ByName<'_>) -> Self {
        let is_gone = vec![false; by_name.members.len()];
        let with_revenue = revenues.filter(|(revenue, _)| *revenue > 0);
        let mut came: Vec<(i64, usize)> =
            with_revenue.map(|(revenue, member)| (-revenue, member as usize)).collect();
        sort(&mut came, by_name);
        let mut all = Self::default();
        all.turn(&Self::default(), &is_gone, &came, by_name);
        all
    }

    /// Becomes the ranking that `before` turns into when some are gone and others `came`, in their order.
    /// O(n), and no name is looked at but of equals: for many at once that is much quicker than a search
    /// for each.
    fn turn(
        &mut self,
        before: &Self,
        is_gone: &[bool],
        came: &[(i64, usize)],
        by_name: ByName<'_>,
    ) {
        let most = before.members.len() + came.len();
        resize(&mut self.revenues, most);
        resize(&mut self.members, most);
        let mut kept = 0;
        for (revenue, member) in before.revenues.iter().zip(&before.members) {
            // Whoever is gone is written as well, and the next one over it: a guess would often be wrong.
            self.revenues[kept] = *revenue;
            self.members[kept] = *member;
            kept += usize::from(!is_gone[*member as usize]);
        }
        self.merge(kept, came, by_name);
        resize(&mut self.places, is_gone.len());
        for (place, member) in (0..).zip(&self.members) {
            self.places[*member as usize] = place;
        }
        self.sum_up();
    }

    /// Puts those who came between the first `kept`. From below: everybody moves once, to a free place.
    fn merge(&mut self, mut kept: usize, came: &[(i64, usize)], by_name: ByName<'_>) {
        let mut place = kept + came.len();
        self.revenues.truncate(place);
        self.members.truncate(place);
        for (key, member) in came.iter().rev() {
            let (revenue, member) = (-key, *member as u32);
            while let Some(last) = kept.checked_sub(1) {
                let (other, own) = (self.revenues[last], self.members[last]);
                let is_below =
                    other < revenue || (other == revenue && by_name.of(own, member).is_gt());
                if !is_below {
                    break;
                }
                (kept, place) = (last, place - 1);
                self.revenues[place] = other;
                self.members[place] = own;
            }
            place -= 1;
            self.revenues[place] = revenue;
            self.members[place] = member;
        }
    }

    /// Finds the sums of all blocks.
    fn sum_up(&mut self) {
        let mut total = 0_i64;
        resize(&mut self.above, self.revenues.len().div_ceil(BLOCK));
        for (above, block) in self.above.iter_mut().zip(self.revenues.chunks(BLOCK)) {
            *above = total;
            total = block.iter().fold(total, |sum, own| sum.saturating_add(*own));
        }
        self.total = total;
    }

    /// Becomes the same as another.
    pub(super) fn copy(&mut self, other: &Self) {
        copy(&mut self.revenues, &other.revenues);
        copy(&mut self.members, &other.members);
        copy(&mut self.places, &other.places);
        copy(&mut self.above, &other.above);
        self.total = other.total;
    }

    /// Where a member with this revenue stands, which is the one that it has here.
    pub(super) fn position(&self, revenue: i64, member: u32) -> Position {
        if revenue <= 0 {
            return Position::LAST;
        }
        let place = self.places[member as usize] as usize;
        debug_assert_eq!((self.revenues[place], self.members[place]), (revenue, member));
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
            + (self.members.capacity() + self.places.capacity()) * size_of::<u32>()
    }
}

fn order(a: (i64, u32), b: (i64, u32), by_name: ByName<'_>) -> Ordering {
    b.0.cmp(&a.0).then_with(|| if a.1 == b.1 { Ordering::Equal } else { by_name.of(a.1, b.1) })
}

/// Sorts by negative revenue, and equals by name.
fn sort(came: &mut Vec<(i64, usize)>, by_name: ByName<'_>) {
    crate::math::sort_numbers(came);
    for equals in came.chunk_by_mut(|a, b| a.0 == b.0) {
        crate::math::sort_by(equals, |a, b| by_name.of(a.1 as u32, b.1 as u32));
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::super::client::Client;
    use super::super::order::Order;
    use super::super::scope::Member;
    use super::*;

    /// Members with names of which many begin alike, in another order than their numbers.
    struct World {
        order: Order,
        members: Vec<Member>,
        clients: Vec<Client>,
        revenues: Vec<i64>,
    }

    impl World {
        fn new() -> Self {
            let (order, members) = (Order::default(), Vec::new());
            Self { order, members, clients: Vec::new(), revenues: Vec::new() }
        }

        fn admit(&mut self, count: usize) {
            for number in self.members.len() as u32..count as u32 {
                self.members.push(Member::new(number));
                let (group, own) = (number % 3, number.wrapping_mul(0x9e37_79b9));
                self.clients.push(Client::new(&format!("client {group} of many {own}")));
                self.revenues.push(0);
            }
            self.order.admit(&self.members, &self.clients);
        }

        fn by_name(&self) -> ByName<'_> {
            ByName { order: &self.order, members: &self.members, clients: &self.clients }
        }

        /// Where all stand, each found by a pass over those above.
        fn naive(&self) -> Vec<Position> {
            let mut ranked: Vec<u32> = (0..self.members.len() as u32).collect();
            let revenue = |member: u32| self.revenues[member as usize];
            ranked.retain(|member| revenue(*member) > 0);
            let name = |member: u32| self.clients[member as usize].name.clone();
            ranked.sort_by_key(|member| (Reverse(revenue(*member)), name(*member)));
            let total = ranked.iter().map(|member| revenue(*member)).sum();
            let mut positions = vec![Position::LAST; self.members.len()];
            let mut above = 0;
            for member in ranked {
                positions[member as usize] = Position { above, total };
                above += revenue(member);
            }
            positions
        }

        fn positions(&self, ranking: &Ranking) -> Vec<Position> {
            let of = |(member, revenue): (u32, &i64)| ranking.position(*revenue, member);
            (0..).zip(&self.revenues).map(of).collect()
        }
    }

    proptest! {
        #[test]
        fn a_ranking_turns_into_that_of_all_revenues(
            nights in prop::collection::vec(
                (1_usize..300, prop::collection::vec((0_usize..300, -3_i64..40), 0..120)), 1..6,
            ),
            others in 0_usize..600,
            share in 0_i64..=1_000_000,
        ) {
            let share = Threshold(share);
            let mut world = World::new();
            let mut ranking = Ranking::default();
            let mut turn = Turn::default();
            for (count, bought) in nights {
                // Another scope has used the lists.
                turn.begin(others);
                world.admit(count.max(world.members.len()));
                turn.begin(world.members.len());
                let before = world.naive();
                let was = world.revenues.clone();
                for (member, revenue) in bought {
                    let member = member % world.members.len();
                    // Each once a night.
                    if world.revenues[member] == was[member] && was[member] != revenue {
                        turn.add(member as u32, was[member], revenue);
                        world.revenues[member] = revenue;
                    }
                }
                turn.end(&ranking, world.by_name());
                if let Some(turned) = turn.turned() {
                    let crossed: Vec<u32> =
                        turned.shifted(&ranking, share, world.by_name()).collect();
                    for (member, (then, now)) in before.iter().zip(world.naive()).enumerate() {
                        let is_same = was[member] == world.revenues[member];
                        if is_same && then.is_below(share) != now.is_below(share) {
                            prop_assert!(crossed.contains(&(member as u32)));
                        }
                    }
                    ranking.copy(turned);
                }
                let positions = world.naive();
                prop_assert_eq!(world.positions(&ranking), positions.as_slice());
                let below = positions.iter().filter(|own| own.is_below(share));
                prop_assert_eq!(ranking.cut(share), below.count());
                let all = world.revenues.iter().copied().zip(0..);
                let anew = Ranking::new(all, world.by_name());
                prop_assert_eq!(world.positions(&anew), positions);
                prop_assert!(ranking.places.len() <= world.members.len());
            }
        }
    }
}
