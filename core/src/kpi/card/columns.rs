//! What every card reads of many visits, column by column.

use std::borrow::Cow;

use super::compile::Card;
use super::policy::PeriodZone;
use crate::column::{Buffer, Instants};
use crate::kpi::Lookup;
use crate::kpi::names::Names;
use crate::math::sort_by;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Date, Instant, Zone};
use crate::{Error, ErrorKind, Result};

const DAY_MS: i64 = 86_400_000;

/// What every card reads of many visits.
pub(super) struct Visits<'c> {
    pub(super) t: Buffer<i64>,
    pub(super) day: Dates,
    id: Option<Names<'c>>,
    pub(super) rep: Names<'c>,
    pub(super) site: Option<Names<'c>>,
    pub(super) team: Option<Names<'c>>,
    pub(super) territory: Option<Names<'c>>,
}

impl<'c> Visits<'c> {
    /// `cards` are the versions, by the first arrival for which they hold; what they read here is the same.
    pub(super) fn read(cards: &[Card], columns: &'c Value, at: &mut Reader) -> Option<Self> {
        let card = cards.first()?;
        let keys = &card.policy.keys;
        let t = match columns.get(&keys.t) {
            Some(value) => at.within(keys.t.clone(), |at| Instants::read(value, at)),
            None => absent(&keys.t, at),
        };
        let rows = t.as_ref().map_or(0, |t| t.0.len());
        let names = |key: &str, at: &mut Reader| match columns.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(value) => at.within(key.to_owned(), |at| {
                let names = Names::read(value, at)?;
                let len = names.len();
                if t.is_some() && len != rows {
                    return at.problem(
                        "length_mismatch",
                        format!("{len} rows where \"{}\" has {rows}", keys.t),
                    );
                }
                if [&keys.id, &keys.rep].iter().any(|own| *own == key) {
                    names.check_filled(at);
                }
                Some(Some(names))
            }),
        };
        for key in [&keys.reps, &keys.supersedes] {
            if columns.get(key).is_some_and(|column| *column != Value::Null) {
                let message = format!("\"{key}\" is for score_all: no column holds it");
                at.within(key.clone(), |at| at.problem::<()>("unsupported_column", message));
            }
        }
        let id = names(&keys.id, at);
        let rep = match names(&keys.rep, at) {
            Some(None) => absent(&keys.rep, at),
            Some(Some(rep)) if (0..rep.len()).any(|row| rep.code(row).is_none()) => {
                at.within(keys.rep.clone(), |at| at.problem("missing_value", "a visit has no rep"))
            }
            other => other.flatten(),
        };
        let site = names(&keys.site, at);
        let team = names(&keys.team, at);
        let territory = names(&keys.territory, at);
        let zone_key = match card.policy.period_zone {
            PeriodZone::Rep => Some(&keys.rep_zone),
            PeriodZone::Site => Some(&keys.site_zone),
            PeriodZone::Card => None,
        };
        let zones = match zone_key {
            Some(key) => zones(key, names(key, at)?, at),
            None => Some(None),
        };
        let t = t?.0;
        let day = days(cards, &t, zones?.as_ref());
        Some(Self { t, day, id: id?, rep: rep?, site: site?, team: team?, territory: territory? })
    }

    fn id(&self, row: usize) -> Cow<'_, str> {
        match self.id.as_ref().and_then(|id| id.get(row)) {
            Some(id) => id.into(),
            None => row.to_string().into(),
        }
    }

    /// No visit is paid twice.
    ///
    /// # Errors
    /// `duplicate_id`, in the column under `key`.
    pub(super) fn check_ids(&self, key: &str) -> Result<()> {
        let Some(id) = &self.id else { return Ok(()) };
        let mut seen = vec![false; id.distinct()];
        for row in 0..self.t.len() {
            let known = id.code(row).and_then(|code| seen.get_mut(code as usize));
            if known.is_some_and(|seen| std::mem::replace(seen, true)) {
                let message = format!("the visit \"{}\" comes twice", self.id(row));
                let path = format!("$.columns.{key}[{row}]");
                return Err(Error::one(ErrorKind::Input, "duplicate_id", path, message));
            }
        }
        Ok(())
    }

    /// Rows, which come one after another, in the order of (day, arrival, id).
    pub(super) fn sorted(&self, rows: &[u32]) -> Vec<u32> {
        let midnights: Vec<i64> =
            self.day.distinct.iter().map(|day| day.day_number() * DAY_MS).collect();
        // Both in one number: an arrival is less than three days from the midnight of its date in UTC.
        let number = |row: &u32| {
            let (t, day) = (self.t.get(*row as usize), self.day.codes.get(*row as usize));
            let midnight = day.and_then(|day| midnights.get(*day as usize)).copied().unwrap_or(0);
            midnight * 6 + (t.copied().unwrap_or(0) - midnight + 3 * DAY_MS)
        };
        let mut order = by_number(rows.iter().map(|row| (number(row), *row)).collect());
        // Often the rows are in the order of their names, and equals are in theirs then.
        let id = |row: &u32| self.id(*row as usize);
        let is_in_order = self.id.is_none() || rows.is_sorted_by(|a, b| id(a) <= id(b));
        if !is_in_order {
            for equals in order.chunk_by_mut(|a, b| a.0 == b.0) {
                sort_by(equals, |a, b| id(&a.1).cmp(&id(&b.1)));
            }
        }
        order.into_iter().map(|(_, row)| row).collect()
    }
}

/// Sorts rows by a number, of equals the first first: digit by digit from the last one on (Knuth 1998,
/// 5.2.5). Numbers of a year differ in five digits of eight bits. O(rows).
#[expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a digit is below 256, and those that stand before it are fewer than rows"
)]
fn by_number(mut rows: Vec<(i64, u32)>) -> Vec<(i64, u32)> {
    let least = rows.iter().map(|row| row.0).min().unwrap_or(0);
    let most = rows.iter().map(|row| row.0.abs_diff(least)).max().unwrap_or(0);
    let mut sorted = vec![(0, 0); rows.len()];
    let mut shift = 0;
    while shift < u64::BITS && most >> shift > 0 {
        let digit = |row: &(i64, u32)| (row.0.abs_diff(least) >> shift) as usize & 255;
        let mut places = [0_usize; 256];
        for row in &rows {
            places[digit(row)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for row in &rows {
            let place = &mut places[digit(row)];
            sorted[*place] = *row;
            *place += 1;
        }
        std::mem::swap(&mut rows, &mut sorted);
        shift += 8;
    }
    rows
}

/// The local dates of rows, each distinct one once.
#[derive(Default)]
pub(super) struct Dates {
    /// Place in `distinct`, one a row.
    pub(super) codes: Vec<u32>,
    pub(super) distinct: Vec<Date>,
}

impl Dates {
    pub(super) fn get(&self, row: usize) -> Option<Date> {
        self.distinct.get(*self.codes.get(row)? as usize).copied()
    }
}

fn absent<T>(key: &str, at: &mut Reader) -> Option<T> {
    let message = format!("the column \"{key}\" is required");
    at.within(key.to_owned(), |at| at.problem("missing_key", message))
}

/// The zones of rows that name one: by the place of its name, read once.
struct Zones<'c> {
    names: Names<'c>,
    zones: Vec<Option<Zone>>,
}

/// Each zone is read once, and what is none is told of the first row that has it.
fn zones<'c>(key: &str, names: Option<Names<'c>>, at: &mut Reader) -> Option<Option<Zones<'c>>> {
    let Some(names) = names else { return Some(None) };
    let problems = at.problem_count();
    let read = |name: &str, at: &mut Reader| Zone::read(&Value::Text(name.to_owned()), at);
    let zones = at.within(key.to_owned(), |at| names.each(read, at));
    (at.problem_count() == problems).then_some(Some(Zones { names, zones }))
}

/// The local dates of arrivals: by the zone that the row names, else by that of the card that holds for it.
fn days(cards: &[Card], t: &[i64], zones: Option<&Zones<'_>>) -> Dates {
    let of = |card: &Card| card.calendar.policy().zone.clone();
    let first = cards.first().map_or(Zone::utc(), of);
    let own: Vec<(&Card, Zone)> = cards.iter().map(|card| (card, of(card))).collect();
    let is_one = own.iter().all(|(_, zone)| *zone == first);
    let own = |t: Instant| {
        let held = own.iter().rev().filter(|_| !is_one).find(|(card, _)| card.holds_at(t));
        held.map_or(&first, |(_, zone)| zone)
    };
    let zone = |row: usize| {
        let zones = zones?;
        zones.zones.get(zones.names.code(row)? as usize)?.as_ref()
    };
    let (mut known, mut dates) = (Lookup::<Date, u32>::default(), Dates::default());
    dates.codes.reserve_exact(t.len());
    for (row, t) in t.iter().enumerate() {
        let t = Instant::held(*t);
        let day = zone(row).unwrap_or_else(|| own(t)).day_of(t);
        dates.codes.push(*known.entry(day).or_insert_with(|| {
            dates.distinct.push(day);
            dates.distinct.len() as u32 - 1
        }));
    }
    dates
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_in_the_order_of_their_numbers_and_equals_in_theirs(
            rows in prop::collection::vec((any::<i64>(), any::<u32>()), 0..60),
            range in prop::sample::select(vec![1_i64, 3, 300, 1 << 40, i64::MAX]),
        ) {
            let rows: Vec<(i64, u32)> =
                rows.into_iter().map(|(number, row)| (number / 2 % range, row)).collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| row.0);
            prop_assert_eq!(by_number(rows), expected);
        }
    }
}
