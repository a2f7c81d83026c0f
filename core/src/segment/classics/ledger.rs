//! Transactions up to a day: what clients bought, when and for how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of clients, and a day that was counted \
              has a place: `Transactions` and `shelves` make them so"
)]

use std::ops::Range;

use crate::budget::Budget;
use crate::column::{Buffer, Texts};
use crate::segment::ids::check_distinct;
use crate::segment::transactions::Transactions;
use crate::shape::{Reader, Value, Warning};
use crate::time::{Date, Instant, Zone};
use crate::{Error, ErrorKind, Result};

/// Rows between two looks at the budget.
const BLOCK: usize = 1 << 16;

/// What one client bought.
#[derive(Clone, Copy)]
pub(super) struct Bought {
    /// Distinct days with a purchase.
    pub(super) days: u32,
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Bought {
    pub(super) const NOTHING: Self = Self { days: 0, first: i32::MIN, last: i32::MIN };

    /// Days from the first purchase to the last.
    pub(super) fn span(&self) -> u32 {
        self.last.abs_diff(self.first)
    }
}

/// Transactions, and the local date at which they are looked at.
pub(super) struct Ledger<'v> {
    pub(super) rows: Transactions<'v>,
    /// The date of `now`: the first day that does not count.
    pub(super) today: i32,
    /// By client; of the only scope where there is no column of them.
    pub(super) scope_of: Vec<u32>,
    /// Columns that look misspelled.
    pub(super) warnings: Vec<Warning>,
}

impl<'v> Ledger<'v> {
    /// Reads `columns` with paths under `$.columns`; `check` notes what is wrong besides.
    pub(super) fn read(
        columns: &'v Value,
        now: Instant,
        (zone, scale): (&Zone, Option<u32>),
        check: impl FnOnce(&mut Reader),
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        let mut at = Reader::new();
        check(&mut at);
        let rows = at.within("columns", |at| {
            let rows = Transactions::read(columns, scale, Some(zone), at)?;
            check_distinct(&rows.id, at);
            Some(rows)
        });
        let (rows, warnings) = at.finish(rows)?;
        budget.spend(rows.len() as u64)?;
        // Days of instants fit by far.
        let today = zone.day_of(now).day_number() as i32;
        let scope_of = match rows.scopes.len() {
            0 => vec![0; rows.clients.len()],
            _ => rows.scope_of_clients(today),
        };
        Ok(Self { rows, today, scope_of, warnings })
    }

    /// The days of a window before today; all of them without one.
    pub(super) fn window(&self, days: Option<u32>) -> Range<i32> {
        let start = days.map_or(i32::MIN, |days| {
            i32::try_from(i64::from(self.today) - i64::from(days)).unwrap_or(i32::MIN)
        });
        start..self.today
    }

    /// How many rows are of the end of a window or later.
    pub(super) fn rows_later(&self, end: i32) -> u32 {
        self.rows.day.iter().filter(|day| **day >= end).count() as u32
    }

    /// The names of scopes, or one that has none.
    pub(super) fn scopes(&self) -> Vec<Option<String>> {
        match self.rows.scopes.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some((*name).to_owned())).collect(),
        }
    }

    /// The names of these clients.
    pub(super) fn names(&self, clients: &[u32]) -> Texts {
        let name = |client: &u32| self.rows.clients[*client as usize].to_owned();
        Texts {
            codes: (0..clients.len() as u32).collect(),
            names: clients.iter().map(name).collect(),
        }
    }

    /// Their scopes, where there are scopes.
    pub(super) fn scopes_of(&self, clients: &[u32]) -> Option<Texts> {
        let scope = |client: &u32| self.scope_of[*client as usize];
        (!self.rows.scopes.is_empty()).then(|| Texts {
            codes: clients.iter().map(scope).collect(),
            names: self.rows.scopes.iter().map(|name| (*name).to_owned()).collect(),
        })
    }

    /// The sum of each client's amounts of these days, and whether it has a row there. O(n).
    pub(super) fn money(
        &self,
        days: &Range<i32>,
        budget: &mut Budget<'_>,
    ) -> Result<(Vec<i64>, Vec<bool>)> {
        let rows = &self.rows;
        let mut sums = vec![0_i64; rows.clients.len()];
        let mut is_there = vec![false; rows.clients.len()];
        let mut is_over = false;
        for block in blocks(rows.len()) {
            budget.spend(block.len() as u64)?;
            let of_rows = rows.client[block.clone()].iter().zip(&rows.day[block.clone()]);
            for ((client, day), amount) in of_rows.zip(&rows.amount[block]) {
                if days.contains(day) {
                    let sum = &mut sums[*client as usize];
                    let (next, over) = sum.overflowing_add(*amount);
                    *sum = next;
                    is_over |= over;
                    is_there[*client as usize] = true;
                }
            }
        }
        // What left 64 bits on the way may have come back.
        Ok((if is_over { self.wide_money(days)? } else { sums }, is_there))
    }

    /// The same sums in twice as many bits, which take twice the time.
    fn wide_money(&self, days: &Range<i32>) -> Result<Vec<i64>> {
        let rows = &self.rows;
        let mut sums = vec![0_i128; rows.clients.len()];
        for ((client, day), amount) in rows.client.iter().zip(&rows.day).zip(rows.amount.iter()) {
            if days.contains(day) {
                sums[*client as usize] += i128::from(*amount);
            }
        }
        sums.into_iter().map(|sum| i64::try_from(sum).map_err(|_| too_large())).collect()
    }

    /// What each client bought on these days. O(n + days).
    ///
    /// Purchases are laid out day by day, so that a client's days come one after the other and are
    /// distinct where they differ from the one before: no set of days per client.
    pub(super) fn bought(&self, days: &Range<i32>, budget: &mut Budget<'_>) -> Result<Vec<Bought>> {
        let rows = &self.rows;
        let mut bought = vec![Bought::NOTHING; rows.clients.len()];
        let counts = |day: &i32, amount: &i64| *amount > 0 && days.contains(day);
        // Days with a row, as far as they are in the window: no day beyond them takes a place.
        let Some(first) = rows.day.iter().min().map(|day| *day.max(&days.start)) else {
            return Ok(bought);
        };
        let last = rows.day.iter().max().map_or(first, |day| *day.min(&(days.end - 1)));
        if first > last {
            return Ok(bought);
        }
        // Where each day's clients begin.
        let mut begins = vec![0_u32; (last - first) as usize + 2];
        for (day, amount) in rows.day.iter().zip(rows.amount.iter()) {
            if counts(day, amount) {
                begins[(day - first) as usize + 1] += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = begins.clone();
        let mut clients = vec![0_u32; sum as usize];
        for block in blocks(rows.len()) {
            budget.spend(block.len() as u64)?;
            let of_rows = rows.client[block.clone()].iter().zip(&rows.day[block.clone()]);
            for ((client, day), amount) in of_rows.zip(&rows.amount[block]) {
                if counts(day, amount) {
                    let place = &mut next[(day - first) as usize];
                    clients[*place as usize] = *client;
                    *place += 1;
                }
            }
        }
        for (day, ends) in (first..).zip(begins.windows(2)) {
            let [begin, end] = ends else { continue };
            let of_day = &clients[*begin as usize..*end as usize];
            budget.spend(of_day.len() as u64)?;
            for client in of_day {
                let bought = &mut bought[*client as usize];
                if bought.last != day {
                    bought.first = if bought.days == 0 { day } else { bought.first };
                    bought.days += 1;
                    bought.last = day;
                }
            }
        }
        Ok(bought)
    }
}

/// The places of rows, block by block.
fn blocks(rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..rows).step_by(BLOCK).map(move |start| start..rows.min(start + BLOCK))
}

/// A day as a date.
pub(super) fn date(day: i32) -> Date {
    Date::of_day_number(i64::from(day))
}

/// The first day of a window that has one.
pub(super) fn start(days: &Range<i32>) -> Option<Date> {
    (days.start > i32::MIN).then(|| date(days.start))
}

/// Clients by scope, in the order of their numbers.
pub(super) fn by_scope(clients: &[u32], scope_of: &[u32], scopes: usize) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); scopes];
    for client in clients {
        groups[scope_of[*client as usize] as usize].push(*client);
    }
    groups
}

/// The values of these clients.
pub(super) fn of<T: Copy + Send + Sync + 'static>(clients: &[u32], values: &[T]) -> Buffer<T> {
    clients.iter().map(|client| values[*client as usize]).collect()
}

pub(super) fn too_large() -> Error {
    Error::one(ErrorKind::Limit, "too_large", "$.columns.amount", "a sum has more than 18 digits")
}
