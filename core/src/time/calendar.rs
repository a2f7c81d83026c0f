//! Working time: how much of it lies between two instants, and where a span of it ends.

use super::calendar_policy::{CalendarDays, CalendarPolicy, Hours};
use super::date::{DAY_MS, FIRST_DAY_NUMBER, LAST_DAY_NUMBER};
use super::{CalendarSpan, Date, Instant, Period, PeriodKind, Zone};
use crate::shape::{Reader, Shaped};
use crate::{Error, ErrorKind, Result};

/// Of the days since 1970-01-01, the Monday before the first.
const A_MONDAY: i64 = -3;

/// Working hours over all of time.
///
/// Weeks repeat; what differs from them, dates of their own and days on which the clocks change, is
/// listed with running sums. So [`Self::working_time`] and [`Self::add`] take O(log days), whatever lies
/// between.
///
/// # Example
/// ```
/// use fieldbeat::time::{Calendar, CalendarPolicy};
///
/// // Monday to Friday, 9 to 18 in UTC.
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let (friday, monday) = ("2026-11-20T17:50:00Z".parse()?, "2026-11-23T09:25:00Z".parse()?);
/// assert_eq!(calendar.working_time(friday, monday), 35 * 60_000);
/// assert_eq!(calendar.add(friday, "1bd".parse()?)?, "2026-11-23T17:50:00Z".parse()?);
/// assert_eq!(calendar.add(friday, "1bh".parse()?)?, "2026-11-23T09:50:00Z".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Zone,
    policy: CalendarPolicy,
    /// From Monday to Sunday, parts of a day by the local clock: milliseconds since midnight.
    week: [Vec<(i64, i64)>; 7],
    /// What lies before each weekday in a week, and last in all of one.
    before: [Amount; 8],
    /// By day, no two of one.
    special: Vec<SpecialDay>,
}

/// Working time and working dates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Amount {
    ms: i64,
    dates: i64,
}

impl Amount {
    fn of(parts: &[(i64, i64)]) -> Self {
        let ms = parts.iter().map(|(start, end)| end - start).sum();
        Self { ms, dates: i64::from(ms > 0) }
    }

    fn plus(self, other: Self, times: i64) -> Self {
        Self { ms: self.ms + times * other.ms, dates: self.dates + times * other.dates }
    }
}

/// A date that is not as its day of the week.
#[derive(Clone, Debug)]
struct SpecialDay {
    day: i64,
    /// Parts of the day as instants, in order.
    parts: Vec<(i64, i64)>,
    /// By how much this and all earlier ones differ from their weekdays.
    extra: Amount,
}

/// Which end of a time without work is meant.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// Where the work before it ends.
    Closing,
    /// Where the work after it begins.
    Opening,
}

impl Calendar {
    /// The calendar of a policy.
    ///
    /// # Errors
    /// All problems of the policy, with paths: `overlap`, `end_before_start`, `out_of_range`,
    /// `too_many_days`.
    pub fn new(policy: &CalendarPolicy) -> Result<Self> {
        // What was put together in Rust was never checked.
        let mut at = Reader::knowing(&policy.zone);
        let read = CalendarPolicy::read(&policy.to_value(), &mut at);
        let (policy, _) = at.finish(read)?;
        let zone = policy.zone.clone();
        let layers = policy.layers.iter().rev();
        let hours = layers.filter_map(|layer| layer.hours.as_ref()).next().unwrap_or(&policy.hours);
        let week = hours.days().map(|(_, hours)| local(hours));
        let mut before = [Amount::default(); 8];
        let mut sum = Amount::default();
        for (place, parts) in before.iter_mut().skip(1).zip(&week) {
            sum = sum.plus(Amount::of(parts), 1);
            *place = sum;
        }
        let mut calendar = Self { zone, week, before, special: Vec::new(), policy };
        calendar.special = calendar.special_days();
        Ok(calendar)
    }

    /// The rules that it was made of.
    #[must_use]
    pub fn policy(&self) -> &CalendarPolicy {
        &self.policy
    }

    /// Whether people work at `t`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::{Calendar, CalendarPolicy};
    ///
    /// let calendar = Calendar::new(&CalendarPolicy::default())?;
    /// assert!(calendar.is_working("2026-11-20T09:00:00Z".parse()?));
    /// assert!(!calendar.is_working("2026-11-20T18:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_working(&self, t: Instant) -> bool {
        let parts = self.parts(self.day_of(t));
        parts.iter().any(|(start, end)| (*start..*end).contains(&t.millis()))
    }

    /// Milliseconds of work in [a, b); negative where b is earlier. O(log days).
    #[must_use]
    pub fn working_time(&self, a: Instant, b: Instant) -> i64 {
        self.worked(b) - self.worked(a)
    }

    /// The instant that lies `span` after `t`, or before it. O(log days).
    ///
    /// - Exact spans are what they are.
    /// - Days, weeks, months and years keep the local clock: 31 January and `1mo` is 28 February; a
    ///   time that the clocks jump over is the instant of the jump.
    /// - `bd` is the n-th working date after the local date of `t`, by the same clock; `0bd` the date of
    ///   `t` if that is one, else the next. Outside of working hours, lunch is outside, it moves to the
    ///   next opening, or for n < 0 back to the closing before.
    /// - `bh` is where so much work is done: at a closing rather than the opening after it, for n < 0 at
    ///   an opening.
    ///
    /// # Errors
    /// `out_of_range`, beyond the years 1 to 9999; `no_working_time`, where the calendar has not so much.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::{Calendar, CalendarPolicy};
    ///
    /// let calendar = Calendar::new(&CalendarPolicy::default())?;
    /// // Friday at 20:00: Monday at 20:00 is outside, so Tuesday at 9.
    /// let due = calendar.add("2026-11-20T20:00:00Z".parse()?, "1bd".parse()?)?;
    /// assert_eq!(due, "2026-11-24T09:00:00Z".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add(&self, t: Instant, span: CalendarSpan) -> Result<Instant> {
        match span {
            CalendarSpan::Exact(ms) => in_range(t.millis().checked_add(ms)),
            CalendarSpan::Days(days) => {
                let local = days.checked_mul(DAY_MS).and_then(|ms| ms.checked_add(self.local(t)));
                self.at_local(local)
            }
            CalendarSpan::Months(months) => {
                let (date, clock) = self.date_and_clock(t);
                let moved = date.plus_months(months).map(|date| date.local_millis() + clock);
                self.at_local(moved)
            }
            CalendarSpan::WorkingDays(days) => self.add_working_days(t, days),
            CalendarSpan::Working(0) => Ok(t),
            CalendarSpan::Working(ms) => {
                let side = if ms > 0 { Side::Closing } else { Side::Opening };
                self.worked(t).checked_add(ms).and_then(|ms| self.when(ms, side)).ok_or_else(none)
            }
        }
    }

    /// How many working dates begin in a period.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::time::{Calendar, CalendarPolicy};
    ///
    /// let policy = r#"{"days": [{"first": "2026-11-04"}]}"#;
    /// let calendar = Calendar::new(&CalendarPolicy::from_json(policy)?)?;
    /// let november = calendar.period("2026-11", None)?;
    /// assert_eq!(calendar.working_days(november.start, november.end), 20);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn working_days(&self, start: Instant, end: Instant) -> i64 {
        // The first date that begins at or after an instant.
        let first = |t: Instant| {
            let day = self.day_of(t);
            let first = if self.start_of(day) < t.millis() { day + 1 } else { day };
            first.clamp(FIRST_DAY_NUMBER, LAST_DAY_NUMBER + 1)
        };
        self.amount_before(first(end)).dates - self.amount_before(first(start)).dates
    }

    /// The period called `name` in this calendar's zone, with its first day of the week and month of
    /// the year; see [`period`](super::period).
    ///
    /// # Errors
    /// As [`period`](super::period).
    pub fn period(&self, name: &str, now: Option<Instant>) -> Result<Period> {
        super::period::named(name, &self.zone, now, self.starts())
    }

    /// The period of a kind that holds `t`.
    #[must_use]
    pub fn period_of(&self, t: Instant, kind: PeriodKind) -> Period {
        super::period::holding(self.zone.day_of(t), kind, &self.zone, self.starts())
    }

    /// The period before one of a kind, named as that is: a week that is named has the seven dates before
    /// it, whatever day weeks of this calendar begin with. Before the first of all it is that one.
    #[cfg(feature = "kpi")]
    pub(crate) fn period_before(&self, period: &Period, kind: PeriodKind) -> Period {
        let first = self.zone.day_of(period.start);
        let week = super::period::week_before(&period.name, first, &self.zone);
        week.unwrap_or_else(|| self.period_of(period.start.plus(-1), kind))
    }

    /// The parts of all days from that of `first` to that of `last`, in order. O(days).
    #[cfg(feature = "funnel")]
    pub(crate) fn working_parts(
        &self,
        first: Instant,
        last: Instant,
    ) -> impl Iterator<Item = (i64, i64)> {
        (self.day_of(first)..=self.day_of(last)).flat_map(|day| self.parts(day))
    }

    /// From the first millisecond of work in [start, end) to the end of the last, if there is any.
    fn starts(&self) -> super::period::Starts {
        super::period::Starts { week: self.policy.week_start, month: self.policy.year_start }
    }

    fn add_working_days(&self, t: Instant, days: i64) -> Result<Instant> {
        let (date, clock) = self.date_and_clock(t);
        let day = date.day_number();
        // Working dates are numbered from 0 on through all of time.
        let number = match days {
            1.. => self.amount_before(day + 1).dates.checked_add(days - 1),
            _ => self.amount_before(day).dates.checked_add(days),
        };
        let day = number
            .and_then(|number| first_day(|day| self.amount_before(day + 1).dates > number))
            .ok_or_else(none)?;
        let landing = self.at_local(day.checked_mul(DAY_MS).map(|ms| ms + clock))?;
        if self.is_working(landing) {
            return Ok(landing);
        }
        let side = if days < 0 { Side::Closing } else { Side::Opening };
        self.when(self.worked(landing), side).ok_or_else(none)
    }

    /// When so much work is done, counted as [`Self::worked`] does.
    fn when(&self, worked: i64, side: Side) -> Option<Instant> {
        let is_beyond = |ms: i64| match side {
            Side::Closing => ms >= worked,
            Side::Opening => ms > worked,
        };
        let day = first_day(|day| is_beyond(self.amount_before(day + 1).ms))?;
        let mut ms = self.amount_before(day).ms;
        for (start, end) in self.parts(day) {
            if is_beyond(ms + end - start) {
                return Instant::from_millis(start + worked - ms);
            }
            ms += end - start;
        }
        None
    }

    /// Work from a distant beginning to `t`.
    fn worked(&self, t: Instant) -> i64 {
        let day = self.day_of(t);
        let parts = self.parts(day);
        let today = parts.iter().map(|(start, end)| (t.millis().clamp(*start, *end)) - start);
        self.amount_before(day).ms + today.sum::<i64>()
    }

    /// What lies between a distant Monday and the beginning of `day`.
    fn amount_before(&self, day: i64) -> Amount {
        let days = day - A_MONDAY;
        let (weeks, weekday) = (days.div_euclid(7), days.rem_euclid(7));
        let in_week = usize::try_from(weekday).ok().and_then(|weekday| self.before.get(weekday));
        let [.., week] = self.before;
        let regular = in_week.copied().unwrap_or_default().plus(week, weeks);
        let earlier = self.special.partition_point(|special| special.day < day);
        let last = earlier.checked_sub(1).and_then(|index| self.special.get(index));
        last.map_or(regular, |last| regular.plus(last.extra, 1))
    }

    /// The parts of a day as instants.
    fn parts(&self, day: i64) -> Vec<(i64, i64)> {
        match self.special.binary_search_by_key(&day, |special| special.day) {
            Ok(index) => self.special.get(index).map_or_else(Vec::new, |day| day.parts.clone()),
            Err(_) => self.as_instants(day, self.regular(day)),
        }
    }

    /// The hours of a day's weekday.
    fn regular(&self, day: i64) -> &[(i64, i64)] {
        let weekday = usize::try_from((day - A_MONDAY).rem_euclid(7)).unwrap_or(0);
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }

    fn as_instants(&self, day: i64, parts: &[(i64, i64)]) -> Vec<(i64, i64)> {
        let at = |clock: i64| self.zone.first_at(day * DAY_MS + clock).millis();
        parts.iter().map(|(start, end)| (at(*start), at(*end))).filter(|(a, b)| a < b).collect()
    }

    /// Dates of their own and days around changes of the clocks.
    fn special_days(&self) -> Vec<SpecialDay> {
        let layers = self.policy.layers.iter().flat_map(|layer| &layer.days);
        let mut named: Vec<&CalendarDays> = self.policy.days.iter().chain(layers).collect();
        // A later entry for a day is the stronger one.
        named.reverse();
        let mut days: Vec<(i64, usize)> = Vec::new();
        for (place, entry) in named.iter().enumerate() {
            let last = entry.last.unwrap_or(entry.first);
            let all = entry.first.day_number()..=last.day_number();
            days.extend(all.map(|day| (day, place)));
        }
        days.extend(self.zone.days_of_changes().flatten().map(|day| (day, named.len())));
        days.sort_unstable();
        days.dedup_by_key(|(day, _)| *day);
        let mut extra = Amount::default();
        let special = |(day, place): (i64, usize)| {
            let own = named.get(place).map(|entry| local(&entry.hours));
            let parts = self.as_instants(day, own.as_deref().unwrap_or(self.regular(day)));
            extra = extra.plus(Amount::of(&parts), 1).plus(Amount::of(self.regular(day)), -1);
            SpecialDay { day, parts, extra }
        };
        days.into_iter().map(special).collect()
    }

    fn day_of(&self, t: Instant) -> i64 {
        self.zone.day_number_of(t)
    }

    fn start_of(&self, day: i64) -> i64 {
        self.zone.first_at(day * DAY_MS).millis()
    }

    fn local(&self, t: Instant) -> i64 {
        self.zone.local_millis(t)
    }

    fn date_and_clock(&self, t: Instant) -> (Date, i64) {
        (self.zone.date(t), self.local(t).rem_euclid(DAY_MS))
    }

    /// The first instant at which the local clock shows this.
    fn at_local(&self, local: Option<i64>) -> Result<Instant> {
        in_range(local.map(|local| self.zone.first_ms_at(local)))
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.policy == other.policy
    }
}

/// Hours as milliseconds since midnight.
fn local(hours: &[Hours]) -> Vec<(i64, i64)> {
    hours.iter().map(|hours| (hours.start.millis(), hours.end.millis())).collect()
}

/// The first day of all for which `holds`, where it holds for all later ones.
fn first_day(holds: impl Fn(i64) -> bool) -> Option<i64> {
    let day = |t: Instant| t.millis().div_euclid(DAY_MS);
    let (mut from, mut until) = (day(Instant::MIN) - 1, day(Instant::MAX) + 1);
    if !holds(until) || holds(from) {
        return None;
    }
    while until - from > 1 {
        let middle = from + (until - from) / 2;
        if holds(middle) { until = middle } else { from = middle }
    }
    Some(until)
}

fn in_range(ms: Option<i64>) -> Result<Instant> {
    ms.and_then(Instant::from_millis).ok_or_else(|| {
        let message = "the instant is beyond the years 1 to 9999";
        Error::one(ErrorKind::Input, "out_of_range", "$.span", message)
    })
}

fn none() -> Error {
    let message = "the calendar has not so much working time";
    Error::one(ErrorKind::Input, "no_working_time", "$.span", message)
}
