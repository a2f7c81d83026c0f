//! Days, weeks, months, quarters and years by their names.

use super::calendar_policy::Weekday;
use super::{Date, Instant, Zone};
use crate::shape::{codes, record};
use crate::{Error, ErrorKind, Result};

codes! {
    /// A kind of period.
    pub enum PeriodKind {
        /// A date.
        Day = "day",
        /// Seven dates, of an ISO week from Monday on.
        Week = "week",
        /// A month.
        Month = "month",
        /// Three months.
        Quarter = "quarter",
        /// Twelve months.
        Year = "year",
    }
}

record! {
    /// A half-open range of time: [start, end).
    pub struct Period: data {
        /// Its name: `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`; a week that begins on
        /// another day than Monday is `2026-11-15/P1W`.
        pub name: String,
        /// Its first instant.
        pub start: Instant,
        /// The first instant after it.
        pub end: Instant,
    }
}

/// With what weeks and years begin.
#[derive(Clone, Copy)]
pub(super) struct Starts {
    pub(super) week: Weekday,
    /// A month, 1 to 12.
    pub(super) month: u32,
}

const ISO: Starts = Starts { week: Weekday::Monday, month: 1 };

/// The period called `name`: `2026-11-13`, `2026-W47` (ISO 8601), `2026-11`, `2026-Q4`, `2026`; or
/// `today`, `yesterday`, and `this_week`, `last_week`, `this_month`, `last_month`, `this_quarter`,
/// `last_quarter`, `this_year`, `last_year`, as of `now`.
///
/// # Errors
/// `invalid_period`; `missing_now`, where the name depends on it; `out_of_range`, where there is none
/// before that of `now`.
///
/// # Example
/// ```
/// use fieldbeat::time::{Zone, period};
///
/// let week = period("2026-W47", &Zone::utc(), None)?;
/// assert_eq!(week.start.to_string(), "2026-11-16T00:00:00.000Z");
/// let before = period("last_month", &Zone::utc(), Some("2026-01-05T12:00:00Z".parse()?))?;
/// assert_eq!(before.name, "2025-12");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn period(name: &str, zone: &Zone, now: Option<Instant>) -> Result<Period> {
    named(name, zone, now, ISO)
}

/// The period of a kind that holds `t`.
///
/// # Example
/// ```
/// use fieldbeat::time::{PeriodKind, Zone, period_of};
///
/// let quarter = period_of("2026-11-20T12:00:00Z".parse()?, PeriodKind::Quarter, &Zone::utc());
/// assert_eq!(quarter.name, "2026-Q4");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[must_use]
pub fn period_of(t: Instant, kind: PeriodKind, zone: &Zone) -> Period {
    holding(zone.day_of(t), kind, zone, ISO)
}

pub(super) fn named(
    name: &str,
    zone: &Zone,
    now: Option<Instant>,
    starts: Starts,
) -> Result<Period> {
    if let Some((kind, back)) = relative(name) {
        let Some(now) = now else {
            let message = format!("\"{name}\" depends on \"now\"");
            return Err(Error::one(ErrorKind::Input, "missing_now", "$.now", message));
        };
        let this = holding(zone.day_of(now), kind, zone, starts);
        if !back {
            return Ok(this);
        }
        let (first, _) = dates(zone.day_of(this.start), kind, starts);
        let before = first.plus_days(-1);
        if before == first {
            let message = format!("{} is the first of all", this.name);
            return Err(Error::one(ErrorKind::Input, "out_of_range", "$.name", message));
        }
        return Ok(holding(before, kind, zone, starts));
    }
    absolute(name, zone, starts).ok_or_else(|| {
        let message = "expected 2026-11-13, 2026-W47, 2026-11, 2026-Q4, 2026, today, yesterday, or \
                       this_ or last_ and week, month, quarter or year";
        Error::one(ErrorKind::Input, "invalid_period", "$.name", message)
    })
}

/// The kind of a relative period, and whether it is the one before this.
fn relative(name: &str) -> Option<(PeriodKind, bool)> {
    match name {
        "today" => return Some((PeriodKind::Day, false)),
        "yesterday" => return Some((PeriodKind::Day, true)),
        _ => {}
    }
    let (back, kind) = match name.strip_prefix("last_") {
        Some(kind) => (true, kind),
        None => (false, name.strip_prefix("this_")?),
    };
    let kinds = PeriodKind::ALL.iter().filter(|kind| **kind != PeriodKind::Day);
    kinds.copied().find(|known| known.as_str() == kind).map(|kind| (kind, back))
}

fn absolute(name: &str, zone: &Zone, starts: Starts) -> Option<Period> {
    if let Ok(date) = name.parse() {
        return Some(holding(date, PeriodKind::Day, zone, starts));
    }
    if let Some(first) = name.strip_suffix("/P1W") {
        let first: Date = first.parse().ok()?;
        // With the first date begins what is left of its week.
        let whole = (first, first.plus_days(6));
        let week = dates(first, PeriodKind::Week, starts);
        let (first, last) = if first == Date::FIRST { week } else { whole };
        return Some(of_dates(name.to_owned(), first, last, zone));
    }
    let digits = |text: &str, count: usize| {
        let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| plain)
    };
    // Some months on from the first of a year; what began before the first date began with it.
    let months = |year: u32, since: u32, count: i64, kind: PeriodKind| {
        let month = i64::from(year) * 12 + i64::from(starts.month - 1 + since);
        let is_cut =
            month < Date::FIRST.month_number() && month + count > Date::FIRST.month_number();
        let first = Date::in_month(month, 1).or(is_cut.then_some(Date::FIRST))?;
        Some(holding(first, kind, zone, starts))
    };
    let Some((of, part)) = name.split_once('-') else {
        return months(digits(name, 4)?, 0, 12, PeriodKind::Year);
    };
    let year = digits(of, 4)?;
    if let Some(quarter) = part.strip_prefix('Q') {
        let quarter = digits(quarter, 1).filter(|quarter| (1..=4).contains(quarter))?;
        return months(year, (quarter - 1) * 3, 3, PeriodKind::Quarter);
    }
    let year = i32::try_from(year).ok()?;
    if let Some(week) = part.strip_prefix('W') {
        let first = Date::of_iso_week(year, digits(week, 2)?)?;
        return Some(of_dates(name.to_owned(), first, first.plus_days(6), zone));
    }
    let first = Date::new(year, digits(part, 2)?, 1)?;
    Some(holding(first, PeriodKind::Month, zone, starts))
}

/// The seven dates before the week called `name`, which begins with `first`; nothing of other periods,
/// nor before the first date of all.
#[cfg(feature = "kpi")]
pub(super) fn week_before(name: &str, first: Date, zone: &Zone) -> Option<Period> {
    let (begin, last) = (first.plus_days(-7), first.plus_days(-1));
    if last == first {
        return None;
    }
    let name = if name.ends_with("/P1W") {
        format!("{begin}/P1W")
    } else if name.contains("-W") {
        let (year, week, _) = begin.iso_week();
        format!("{year:04}-W{week:02}")
    } else {
        return None;
    };
    Some(of_dates(name, begin, last, zone))
}

/// The period of a kind that holds `date`.
pub(super) fn holding(date: Date, kind: PeriodKind, zone: &Zone, starts: Starts) -> Period {
    let (first, last) = dates(date, kind, starts);
    let (year, month, _) = date.parts();
    // A year is called by the one in which it begins.
    let begun = if month < starts.month { year - 1 } else { year };
    let name = match kind {
        PeriodKind::Day => first.to_string(),
        PeriodKind::Week if starts.week == Weekday::Monday => {
            let (year, week, _) = date.iso_week();
            format!("{year:04}-W{week:02}")
        }
        PeriodKind::Week => format!("{first}/P1W"),
        PeriodKind::Month => format!("{year:04}-{month:02}"),
        PeriodKind::Quarter => {
            let months = (month + 12 - starts.month) % 12;
            format!("{begun:04}-Q{}", months / 3 + 1)
        }
        PeriodKind::Year => format!("{begun:04}"),
    };
    of_dates(name, first, last, zone)
}

/// The first date of the period that holds `date`, and the last: before the first of all there is none,
/// and behind the last.
fn dates(date: Date, kind: PeriodKind, starts: Starts) -> (Date, Date) {
    let (_, month, _) = date.parts();
    let months = |since: u32, count: i64| {
        let month = date.month_number() - i64::from(since);
        let next = Date::in_month(month + count, 1);
        let last = next.map_or(Date::LAST, |next| next.plus_days(-1));
        (Date::in_month(month, 1).unwrap_or(Date::FIRST), last)
    };
    let since_start = (month + 12 - starts.month) % 12;
    match kind {
        PeriodKind::Day => (date, date),
        PeriodKind::Week => {
            let (_, _, weekday) = date.iso_week();
            let since = i64::from((weekday + 7 - starts.week as u32) % 7);
            (date.plus_days(-since), date.plus_days(6 - since))
        }
        PeriodKind::Month => months(0, 1),
        PeriodKind::Quarter => months(since_start % 3, 3),
        PeriodKind::Year => months(since_start, 12),
    }
}

fn of_dates(name: String, first: Date, last: Date, zone: &Zone) -> Period {
    Period { name, start: zone.day(first).0, end: zone.day(last).1 }
}
