//! Zones as data: offsets from UTC by instant.

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

/// A zone: a [`ZoneTable`] or, with feature `tzdb`, a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    table: ZoneTable,
    /// Whether it was given by its name alone.
    named: bool,
}

impl Zone {
    /// Universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { table: ZoneTable { name: "UTC".to_owned(), offsets: vec![vec![0, 0]] }, named: true }
    }

    /// The zone called `name`: `UTC` always, others with feature `tzdb`.
    ///
    /// # Errors
    /// `unknown_zone`.
    pub fn named(name: &str) -> Result<Self, Problem> {
        if name == "UTC" {
            return Ok(Self::utc());
        }
        named_table(name).map(|table| Self { table, named: true })
    }

    /// The name of the zone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.table.name
    }

    /// The first instant of `date` and the first of the next date: never 23:59:59.
    ///
    /// Where the clock skips midnight, the day starts at its first instant; where midnight occurs
    /// twice, at the first.
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
        (self.start_of(date), self.start_of(date.next()))
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
        let mut rows = self.rows();
        let first = rows.next().map_or(0, |(_, offset_ms)| offset_ms);
        let last = rows.take_while(|(utc_ms, _)| *utc_ms <= t.millis()).last();
        last.map_or(first, |(_, offset_ms)| offset_ms) / 1000
    }

    /// What the local clock shows at `t`, in milliseconds from 1970-01-01 00:00 on it.
    #[cfg(feature = "visit")]
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
    #[cfg(feature = "visit")]
    #[must_use]
    pub fn date(&self, t: Instant) -> Date {
        Date::of_local_millis(self.local_millis(t))
    }

    /// The first instant whose local clock shows `date`.
    fn start_of(&self, date: Date) -> Instant {
        self.first_at(date.local_millis())
    }

    /// The first instant whose local clock shows `local` milliseconds from 1970-01-01 00:00 on it;
    /// where the clock jumps over that, the instant of the jump.
    pub(crate) fn first_at(&self, local: i64) -> Instant {
        let mut from = i64::MIN;
        let mut rows = self.rows().peekable();
        // Offsets hold on [from, until): the midnight lies in the first such stretch that ends
        // after it, or, if the clock jumps over it, at that stretch's beginning.
        while let Some((_, offset_ms)) = rows.next() {
            let until = rows.peek().map_or(i64::MAX, |(utc_ms, _)| *utc_ms);
            let midnight = local - offset_ms;
            if midnight < until {
                return Instant::held(midnight.max(from));
            }
            from = until;
        }
        Instant::MAX
    }

    /// `(utc_ms, offset_ms)`, in order.
    fn rows(&self) -> impl Iterator<Item = (i64, i64)> {
        self.table.offsets.iter().filter_map(|row| match row.as_slice() {
            [utc_ms, offset_s] => Some((*utc_ms, offset_s * 1000)),
            _ => None,
        })
    }
}

#[cfg(not(feature = "tzdb"))]
fn named_table(name: &str) -> Result<ZoneTable, Problem> {
    Err(Problem::new(
        "unknown_zone",
        "$",
        format!("\"{name}\": this build knows no zone names but UTC; pass a zone table"),
    ))
}

#[cfg(feature = "tzdb")]
fn named_table(name: &str) -> Result<ZoneTable, Problem> {
    use chrono::{DateTime, Offset, TimeZone};

    let zone: chrono_tz::Tz = name
        .parse()
        .map_err(|_| Problem::new("unknown_zone", "$", format!("no zone is called \"{name}\"")))?;
    let offset_at = |ms: i64| -> i64 {
        let utc = DateTime::from_timestamp_millis(ms).unwrap_or_default().naive_utc();
        i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
    };
    // Transitions of 1970 to 2100, found by halving steps of a week: no zone has ever had two
    // changes within a week that cancel each other.
    const START_MS: i64 = 0;
    const END_MS: i64 = 4_102_444_800_000;
    const STEP_MS: i64 = 7 * 86_400_000;
    let mut offsets = vec![vec![START_MS, offset_at(START_MS)]];
    let mut ms = START_MS;
    while ms < END_MS {
        let next = ms + STEP_MS;
        if offset_at(next) != offset_at(ms) {
            let (mut before, mut after) = (ms, next);
            while after - before > 1000 {
                let middle = before + (after - before) / 2000 * 1000;
                if offset_at(middle) == offset_at(before) {
                    before = middle
                } else {
                    after = middle
                }
            }
            offsets.push(vec![after, offset_at(after)]);
        }
        ms = next;
    }
    Ok(ZoneTable { name: name.to_owned(), offsets })
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
            Value::Text(name) => match Self::named(name) {
                Ok(zone) => Some(zone),
                Err(Problem { message, .. }) => at.problem("unknown_zone", message),
            },
            Value::Map(_) => ZoneTable::read(value, at).map(|table| Self { table, named: false }),
            other => at.mismatch("a zone's name or table", other),
        }
    }

    fn to_value(&self) -> Value {
        if self.named { Value::Text(self.table.name.clone()) } else { self.table.to_value() }
    }
}
