//! Zones as data: offsets from UTC by instant.

use std::sync::Arc;

#[cfg(feature = "hours")]
use super::date::DAY_MS;
#[cfg(feature = "segment")]
use super::date::{FIRST_DAY_NUMBER, LAST_DAY_NUMBER};
use super::names::named_table;
use super::{Date, Instant};
use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value, record};

/// No zone was ever further from UTC than this.
const MAX_OFFSET_S: i64 = 26 * 3600;

record! {
    /// A zone's offsets from UTC, each from an instant on.
    ///
    /// Before the first row the first row's offset holds. In a browser the table is made from
    /// `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.
    pub struct ZoneTable: data check check_table {
        /// Name, such as `Europe/Moscow`; it only names the table.
        pub name: String,
        /// Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.
        pub offsets: Vec<Vec<i64>>,
    }
}

fn check_table(table: &ZoneTable, at: &mut Reader) {
    at.within("offsets", |at| {
        if table.offsets.is_empty() {
            at.problem::<()>("empty", "a zone needs at least one row");
        }
        let mut last = i64::MIN;
        for (index, row) in table.offsets.iter().enumerate() {
            at.within(index, |at| match row.as_slice() {
                [utc_ms, offset_s] => {
                    if index > 0 && *utc_ms <= last {
                        at.problem::<()>("not_sorted", "utc_ms must increase from row to row");
                    }
                    last = *utc_ms;
                    if offset_s.abs() > MAX_OFFSET_S {
                        at.problem::<()>("out_of_range", "offset_s is more than 26 hours");
                    }
                }
                _ => {
                    at.problem::<()>("wrong_type", "expected [utc_ms, offset_s]");
                }
            });
        }
    });
}

/// A zone: a [`ZoneTable`] or, with feature `tzdb`, a name. A copy shares the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    table: Arc<ZoneTable>,
    stretches: Arc<[Stretch]>,
    /// Whether it was given by its name alone.
    named: bool,
}

/// A time during which the clocks of a zone are not put forward or back.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    /// Its first millisecond; the first stretch begins with time.
    from: i64,
    /// By which local clocks are ahead of UTC.
    offset_ms: i64,
    /// The latest local time at which it or one before it ends: it grows from stretch to stretch,
    /// though clocks are put back.
    local_end: i64,
    /// The latest local time that was shown before it.
    #[cfg(feature = "hours")]
    shown_before: i64,
}

#[cfg(feature = "hours")]
impl Stretch {
    /// The number of the last date that has begun at `t`, which lies in this stretch.
    fn day_number(&self, t: i64) -> i64 {
        t.saturating_add(self.offset_ms).max(self.shown_before).div_euclid(DAY_MS)
    }
}

fn stretches(table: &ZoneTable) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut latest = i64::MIN;
    for row in &table.offsets {
        let [utc_ms, offset_s] = row.as_slice() else { continue };
        let from = match stretches.last_mut() {
            Some(before) => {
                latest = latest.max(utc_ms.saturating_add(before.offset_ms));
                before.local_end = latest;
                *utc_ms
            }
            None => i64::MIN,
        };
        stretches.push(Stretch {
            from,
            offset_ms: offset_s * 1000,
            local_end: i64::MAX,
            #[cfg(feature = "hours")]
            shown_before: latest.saturating_sub(1),
        });
    }
    stretches
}

/// The stretch in which `t` lies: there is one of every `t`, since the first begins with time.
fn stretch_at(stretches: &[Stretch], t: i64) -> Option<&Stretch> {
    let after = stretches.partition_point(|stretch| stretch.from <= t);
    after.checked_sub(1).and_then(|index| stretches.get(index))
}

impl Zone {
    /// Universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self::of(ZoneTable { name: "UTC".to_owned(), offsets: vec![vec![0, 0]] }, true)
    }

    fn of(table: ZoneTable, named: bool) -> Self {
        Self { stretches: stretches(&table).into(), table: Arc::new(table), named }
    }

    /// The zone called `name`: `UTC` always, others with feature `tzdb`.
    ///
    /// # Errors
    /// `unknown_zone`.
    pub fn named(name: &str) -> Result<Self, Problem> {
        if name == "UTC" {
            return Ok(Self::utc());
        }
        named_table(name).map(|table| Self::of(table, true))
    }

    /// Whether its name says it all.
    #[cfg(feature = "hours")]
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    #[cfg(all(test, feature = "kpi"))]
    pub(super) fn shares_table(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.table, &other.table)
    }

    /// The name of the zone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.table.name
    }

    /// The first instant of `date` and the first of the next date: never 23:59:59.
    ///
    /// Where the clock skips midnight, the day starts at its first instant; where midnight occurs
    /// twice, at the first. With the first date all of time begins, and with the last it ends.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::{Date, Zone};
    ///
    /// let day: Date = "2026-11-20".parse()?;
    /// let (start, end) = Zone::utc().day(day);
    /// assert_eq!(end.since(start), 24 * 3600 * 1000);
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    #[must_use]
    pub fn day(&self, date: Date) -> (Instant, Instant) {
        let next = date.next();
        // Before the first date comes none, and behind the last.
        let start = if date == Date::FIRST { Instant::MIN } else { self.start_of(date) };
        let end = if next == date { Instant::MAX } else { self.start_of(next) };
        (start, end)
    }

    /// Seconds by which the local clock is ahead of UTC at `t`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::{Instant, Zone};
    ///
    /// assert_eq!(Zone::utc().offset_s(Instant::MIN), 0);
    /// ```
    #[must_use]
    pub fn offset_s(&self, t: Instant) -> i64 {
        stretch_at(&self.stretches, t.millis()).map_or(0, |stretch| stretch.offset_ms) / 1000
    }

    /// What the local clock shows at `t`, in milliseconds from 1970-01-01 00:00 on it.
    #[cfg(feature = "hours")]
    pub(crate) fn local_millis(&self, t: Instant) -> i64 {
        t.millis() + self.offset_s(t) * 1000
    }

    /// The date that the local clock shows at `t`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::Zone;
    ///
    /// let date = Zone::utc().date("2026-11-20T23:59:59Z".parse()?);
    /// assert_eq!(date.to_string(), "2026-11-20");
    /// # Ok::<(), fieldbeat::Problem>(())
    /// ```
    #[cfg(feature = "hours")]
    #[must_use]
    pub fn date(&self, t: Instant) -> Date {
        Date::of_local_millis(self.local_millis(t))
    }

    /// The date in whose day `t` lies: from the first instant of a date to the first of the next.
    ///
    /// Where a clock is put back over midnight, that is not always the date that it shows.
    #[cfg(feature = "hours")]
    pub(crate) fn day_of(&self, t: Instant) -> Date {
        Date::of_day_number(self.day_number_of(t))
    }

    /// The same as a number of days since 1970-01-01, which may be beyond all dates.
    #[cfg(feature = "hours")]
    pub(super) fn day_number_of(&self, t: Instant) -> i64 {
        stretch_at(&self.stretches, t.millis()).map_or(0, |stretch| stretch.day_number(t.millis()))
    }

    /// [`day_of`](Self::day_of) of many `times`, as days since 1970-01-01: for millions of them.
    #[cfg(feature = "segment")]
    pub(crate) fn days_of(&self, times: &[i64]) -> Vec<i32> {
        let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else {
            return Vec::new();
        };
        // A zone has hundreds of stretches, and times a few.
        let after = |t: i64| self.stretches.partition_point(|stretch| stretch.from <= t);
        let within = after(*first).saturating_sub(1)..after(*last);
        let stretches = self.stretches.get(within).unwrap_or_default();
        let held = |day: i64| day.clamp(FIRST_DAY_NUMBER, LAST_DAY_NUMBER) as i32;
        if let [only] = stretches {
            return times.iter().map(|t| held(only.day_number(*t))).collect();
        }
        let day = |t: i64| stretch_at(stretches, t).map_or(0, |stretch| stretch.day_number(t));
        times.iter().map(|t| held(day(*t))).collect()
    }

    /// The first instant whose local clock shows `date`.
    fn start_of(&self, date: Date) -> Instant {
        self.first_at(date.local_millis())
    }

    /// The first instant whose local clock shows `local` milliseconds from 1970-01-01 00:00 on it;
    /// where the clock jumps over that, the instant of the jump.
    pub(crate) fn first_at(&self, local: i64) -> Instant {
        Instant::held(self.first_ms_at(local))
    }

    /// The same, which may be beyond all instants.
    pub(super) fn first_ms_at(&self, local: i64) -> i64 {
        // The local time lies in the first stretch that ends after it, or, if the clock jumps over
        // it, at that stretch's beginning.
        let index = self.stretches.partition_point(|stretch| stretch.local_end <= local);
        match self.stretches.get(index) {
            Some(stretch) => local.saturating_sub(stretch.offset_ms).max(stretch.from),
            None => i64::MAX,
        }
    }

    /// The local dates around every change of the clocks, as numbers of days since 1970-01-01.
    #[cfg(feature = "hours")]
    pub(super) fn days_of_changes(&self) -> impl Iterator<Item = std::ops::RangeInclusive<i64>> {
        self.stretches.windows(2).filter_map(|pair| {
            let [before, after] = pair else { return None };
            let day = |offset_ms: i64| after.from.saturating_add(offset_ms).div_euclid(DAY_MS);
            let (a, b) = (day(before.offset_ms), day(after.offset_ms));
            Some(a.min(b) - 1..=a.max(b) + 1)
        })
    }
}

/// The offsets of the zone called `name` from `start` to `end`: what to send to a build without names.
///
/// # Errors
/// `unknown_zone`; `end_before_start`.
///
/// # Example
/// ```
/// use fieldbeat::time::zone_table;
///
/// let table = zone_table("UTC", "2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?)?;
/// assert_eq!(table.offsets, [[1_767_225_600_000, 0]]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[cfg(feature = "hours")]
pub fn zone_table(name: &str, start: Instant, end: Instant) -> crate::Result<ZoneTable> {
    let mut at = Reader::new();
    let zone = at.within("name", |at| Zone::read(&Value::Text(name.to_owned()), at));
    if end < start {
        at.within("end", |at| at.problem::<()>("end_before_start", "the end is before the start"));
    }
    let (zone, _) = at.finish(zone)?;
    let begins = vec![start.millis(), zone.offset_s(start)];
    let later = zone
        .stretches
        .iter()
        .filter(|stretch| (start.millis() + 1..end.millis()).contains(&stretch.from));
    let later = later.map(|stretch| vec![stretch.from, stretch.offset_ms / 1000]);
    Ok(ZoneTable { name: name.to_owned(), offsets: std::iter::once(begins).chain(later).collect() })
}

impl Shaped for Zone {
    fn shape() -> Shape {
        Shape::Either {
            name: "Zone",
            doc: "A zone: a table of offsets, or a name where names are known.",
            shapes: vec![Shape::Text, ZoneTable::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Text(name) => match at.zones.named(name) {
                Ok(zone) => Some(zone),
                Err(Problem { message, .. }) => at.problem("unknown_zone", message),
            },
            Value::Map(_) => ZoneTable::read(value, at).map(|table| Self::of(table, false)),
            other => at.mismatch("a zone's name or table", other),
        }
    }

    fn to_value(&self) -> Value {
        if self.named { Value::Text(self.table.name.clone()) } else { self.table.to_value() }
    }
}

#[cfg(all(test, feature = "segment"))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{Calendar, CalendarPolicy};

    proptest! {
        #[test]
        fn an_instant_is_of_the_date_whose_day_holds_it(
            changes in prop::collection::vec((1_i64..60, -26_i64..=26), 1..8),
            times in prop::collection::vec(-100_i64..500, 0..40),
        ) {
            const HOUR_MS: i64 = 3_600_000;
            let mut hour = 0;
            let offsets = changes.iter().map(|(hours, offset)| {
                hour += hours;
                vec![hour * HOUR_MS, offset * 3600]
            });
            let zone = Zone::of(ZoneTable { name: "x".to_owned(), offsets: offsets.collect() }, false);
            let times: Vec<i64> = times.iter().map(|quarters| quarters * HOUR_MS / 4).collect();
            let days = zone.days_of(&times);
            prop_assert_eq!(days.len(), times.len());
            for (t, day) in times.iter().zip(days) {
                let t = Instant::held(*t);
                let holds = |day: &i64| {
                    let (start, end) = zone.day(Date::of_day_number(*day));
                    start <= t && t < end
                };
                prop_assert_eq!((-10..20).find(holds), Some(day.into()));
                prop_assert_eq!(zone.day_of(t).day_number(), i64::from(day));
                prop_assert_eq!(zone.days_of(&[t.millis()]), [day]);
            }
        }
    }

    #[test]
    fn a_zone_is_made_once_for_all_who_name_it() {
        let named = |zone: &str, at: &mut Reader| Zone::read(&Value::Text(zone.to_owned()), at);
        let mut at = Reader::new();
        let first = named("UTC", &mut at).unwrap();
        assert!(named("Europe/Nowhere", &mut at).is_none());
        let second = named("UTC", &mut at).unwrap();
        assert!(Arc::ptr_eq(&first.table, &second.table));
        assert!(!Arc::ptr_eq(&first.table, &named("UTC", &mut Reader::new()).unwrap().table));

        let policy = CalendarPolicy { zone: first.clone(), ..CalendarPolicy::default() };
        let calendar = Calendar::new(&policy).unwrap();
        assert!(Arc::ptr_eq(&first.table, &calendar.policy().zone.table));
    }

    #[test]
    fn a_table_called_as_a_zone_is_not_that_zone() {
        let table = ZoneTable { name: "UTC".to_owned(), offsets: vec![vec![0, 3600]] };
        let zone = Zone::read(&table.to_value(), &mut Reader::new()).unwrap();
        let policy = CalendarPolicy { zone: zone.clone(), ..CalendarPolicy::default() };
        assert_eq!(Calendar::new(&policy).unwrap().policy().zone, zone);
        let named = Zone::read(&Value::Text("UTC".to_owned()), &mut Reader::knowing(&zone));
        assert_eq!(named, Some(Zone::utc()));
    }

    #[test]
    fn the_ends_of_time_are_of_the_first_and_the_last_date() {
        for offset in [-26 * 3600, 0, 26 * 3600] {
            let table = ZoneTable { name: "x".to_owned(), offsets: vec![vec![0, offset]] };
            let zone = Zone::of(table, false);
            for t in [Instant::MIN, Instant::MAX] {
                let day = zone.day_of(t).day_number();
                assert_eq!(zone.days_of(&[t.millis()]), [day as i32]);
            }
        }
    }
}
