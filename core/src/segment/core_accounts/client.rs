//! What is known of a client: what it bought, of which scope it was when, and who pinned it.

use std::cmp::Ordering;

use super::history::History;
use super::slim::{Pairs, make_room};
use crate::time::Instant;

/// Of which scope a client is, from an instant on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stint {
    pub(super) at: Instant,
    pub(super) scope: u32,
    /// How many transactions say so; none where it was said outright.
    pub(super) rows: u32,
}

/// What somebody decided about a client's segment, from an instant on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decision {
    pub(super) at: Instant,
    /// None: whatever was pinned before no longer is.
    pub(super) segment: Option<u16>,
    pub(super) until: Option<Instant>,
    pub(super) by: Option<String>,
}

/// A transaction whose local day depends on the client's scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dated {
    pub(super) t: i64,
    pub(super) amount: i64,
    /// The day on which it counts.
    pub(super) day: i32,
}

/// A client.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) name: Box<str>,
    pub(super) history: History,
    /// In the order of time, at one instant what rows say by the names of scopes and then what was
    /// said outright: the last holds. Before the first it is of no scope in particular, number 0.
    pub(super) stints: Vec<Stint>,
    /// In which scopes it is or will be, with its number there.
    pub(super) places: Pairs,
    /// What most clients have nothing of.
    rare: Option<Box<Rare>>,
}

#[derive(Clone, Debug, Default)]
struct Rare {
    /// In the order of time.
    decisions: Vec<Decision>,
    /// In the order of time and amount, where scopes have zones of their own.
    dated: Vec<Dated>,
}

impl Client {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            history: History::default(),
            stints: Vec::new(),
            places: Pairs::default(),
            rare: None,
        }
    }

    /// What came in of it: all but its name and its places, which stay.
    pub(super) fn taken_in(&self) -> Self {
        Self {
            name: Box::default(),
            history: self.history.clone(),
            stints: self.stints.clone(),
            places: Pairs::default(),
            rare: self.rare.clone(),
        }
    }

    pub(super) fn decisions(&self) -> &[Decision] {
        self.rare.as_ref().map_or(&[], |rare| &rare.decisions)
    }

    pub(super) fn dated(&self) -> &[Dated] {
        self.rare.as_ref().map_or(&[], |rare| &rare.dated)
    }

    /// Of which scope it is at `t`.
    pub(super) fn scope_at(&self, t: Instant) -> u32 {
        let after = self.stints.partition_point(|stint| stint.at <= t);
        let stint = after.checked_sub(1).and_then(|last| self.stints.get(last));
        stint.map_or(0, |stint| stint.scope)
    }

    /// Whether it has bought before a day of its scope that begins at `at`. Where zones differ, what it
    /// buys later may be of an earlier day elsewhere.
    pub(super) fn has_bought(&self, day: i32, at: Instant) -> bool {
        let Some(first) = self.history.first().filter(|first| *first < day) else { return false };
        let dated = self.dated();
        let mut before = dated.iter().take_while(|own| own.t < at.millis());
        // What came before any scope had a zone of its own is not dated.
        let all_dated = || {
            let of_first = dated.iter().filter(|own| own.day == first).count();
            self.history.first_rows() as usize <= of_first
        };
        before.any(|own| own.day < day) || !all_dated()
    }

    /// Whether it is of a scope all the time after `from` up to `to`.
    pub(super) fn stays(&self, scope: u32, from: Instant, to: Instant) -> bool {
        let after = self.stints.partition_point(|stint| stint.at <= from);
        let mut within = self.stints.iter().skip(after).take_while(|stint| stint.at <= to);
        within.all(|stint| self.scope_at(stint.at) == scope)
    }

    /// The decision that holds at `t`.
    pub(super) fn pin_at(&self, t: Instant) -> Option<&Decision> {
        let decisions = self.decisions();
        let after = decisions.partition_point(|pin| pin.at <= t);
        let last = decisions.get(after.checked_sub(1)?)?;
        (last.segment.is_some() && last.until.is_none_or(|until| t < until)).then_some(last)
    }

    /// The first instant after `t` at which its scope or its pin may be another.
    pub(super) fn turns_after(&self, t: Instant) -> Option<Instant> {
        let (now, after) = (self.scope_at(t), self.stints.partition_point(|stint| stint.at <= t));
        let mut later = self.stints.iter().skip(after);
        let stint = later.find(|stint| stint.scope != now).map(|stint| stint.at);
        let pins = self.decisions().iter().flat_map(|pin| [Some(pin.at), pin.until]).flatten();
        pins.filter(|turn| *turn > t).chain(stint).min()
    }

    /// Puts a stint at its place: one that was said outright takes the place of another such one of
    /// the same instant; of what rows say the rows are counted.
    pub(super) fn join<'n>(&mut self, stint: Stint, name: impl Fn(u32) -> &'n str) {
        match self.place_of(&stint, name) {
            (place, true) => {
                if let Some(known) = self.stints.get_mut(place) {
                    known.scope = stint.scope;
                    known.rows = known.rows.saturating_add(stint.rows);
                }
            }
            (place, false) => {
                make_room(&mut self.stints);
                self.stints.insert(place, stint);
            }
        }
    }

    /// A row that said so was taken back.
    pub(super) fn leave<'n>(&mut self, stint: Stint, name: impl Fn(u32) -> &'n str) {
        if let (place, true) = self.place_of(&stint, name)
            && let Some(known) = self.stints.get_mut(place)
        {
            known.rows = known.rows.saturating_sub(stint.rows);
            if known.rows == 0 {
                self.stints.remove(place);
            }
        }
    }

    /// Where a stint belongs, and whether it is there.
    fn place_of<'n>(&self, stint: &Stint, name: impl Fn(u32) -> &'n str) -> (usize, bool) {
        let order = |known: &Stint| {
            let is_outright = (known.rows == 0).cmp(&(stint.rows == 0));
            known.at.cmp(&stint.at).then(is_outright).then_with(|| {
                let is_same = stint.rows == 0 || known.scope == stint.scope;
                if is_same { Ordering::Equal } else { name(known.scope).cmp(name(stint.scope)) }
            })
        };
        let place = self.stints.partition_point(|known| order(known).is_lt());
        (place, self.stints.get(place).is_some_and(|known| order(known).is_eq()))
    }

    /// Puts a decision at its place; one of the same instant is replaced.
    pub(super) fn decide(&mut self, decision: Decision) {
        let list = &mut self.rare.get_or_insert_default().decisions;
        let place = list.partition_point(|known| known.at < decision.at);
        match list.get_mut(place).filter(|known| known.at == decision.at) {
            Some(known) => *known = decision,
            None => list.insert(place, decision),
        }
    }

    /// Remembers when a transaction was.
    pub(super) fn date(&mut self, own: Dated) {
        let list = &mut self.rare.get_or_insert_default().dated;
        let place = list.partition_point(|known| (known.t, known.amount) < (own.t, own.amount));
        make_room(list);
        list.insert(place, own);
    }

    /// Forgets one such transaction; the day on which it counted.
    pub(super) fn undate(&mut self, t: i64, amount: i64) -> Option<i32> {
        let list = &mut self.rare.as_mut()?.dated;
        let place = list.partition_point(|known| (known.t, known.amount) < (t, amount));
        list.get(place).filter(|known| (known.t, known.amount) == (t, amount))?;
        Some(list.remove(place).day)
    }

    /// Gives its transactions these days; those that had another, and which they have now.
    pub(super) fn redate(&mut self, days: &[i32]) -> Vec<(Dated, i32)> {
        let dated = self.rare.as_mut().map(|rare| rare.dated.iter_mut());
        let redate = |(own, day): (&mut Dated, &i32)| {
            let was = *own;
            own.day = *day;
            (was.day != *day).then_some((was, *day))
        };
        dated.into_iter().flatten().zip(days).filter_map(redate).collect()
    }

    /// Bytes that it holds, its own aside.
    pub(super) fn bytes(&self) -> usize {
        let rare = self.rare.as_ref().map_or(0, |rare| {
            size_of::<Rare>()
                + rare.decisions.capacity() * size_of::<Decision>()
                + rare.dated.capacity() * size_of::<Dated>()
        });
        self.name.len()
            + self.history.bytes()
            + self.stints.capacity() * size_of::<Stint>()
            + self.places.bytes()
            + rare
    }
}
