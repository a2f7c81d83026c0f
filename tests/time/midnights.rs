//! Days that begin without a midnight, and their months, against a clock read minute by minute.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use fieldbeat::time::{
    Calendar, CalendarPolicy, CalendarSpan, Instant, PeriodKind, Zone, period, period_of,
};

const MINUTE: i64 = 60_000;

/// Every zone's dates of 2015 to 2027 whose midnight its clock jumps over.
fn without_midnight() -> Vec<(Tz, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap();
    let mut found = Vec::new();
    for zone in chrono_tz::TZ_VARIANTS {
        for date in first.iter_days().take_while(|date| date.year() < 2028) {
            let midnight = date.and_hms_opt(0, 0, 0).unwrap();
            if zone.from_local_datetime(&midnight).earliest().is_none() {
                found.push((zone, date));
            }
        }
    }
    found
}

/// The same, of zones whose clocks do the same but one: there are many names for each.
fn each_without_midnight() -> Vec<(Tz, NaiveDate)> {
    let mut known = BTreeSet::new();
    let mut found = without_midnight();
    found.retain(|(zone, date)| {
        let noon = zone.from_local_datetime(&date.and_hms_opt(12, 0, 0).unwrap()).unwrap();
        known.insert((*date, noon.timestamp_millis()))
    });
    found
}

/// What a clock shows minute by minute.
struct Clock {
    zone: Tz,
    /// The first minute.
    begin: i64,
    shown: Vec<NaiveDateTime>,
}

impl Clock {
    /// From a day and a half before `first` in UTC to as long after `last`.
    fn new(zone: Tz, first: NaiveDateTime, last: NaiveDateTime) -> Self {
        let ms =
            |t: NaiveDateTime, hours: i64| t.and_utc().timestamp_millis() + hours * 60 * MINUTE;
        let (begin, end) = (ms(first, -36) / MINUTE, ms(last, 36) / MINUTE);
        let shown = |minute: i64| {
            let utc = DateTime::from_timestamp_millis(minute * MINUTE).unwrap();
            utc.with_timezone(&zone).naive_local()
        };
        Self { zone, begin: begin * MINUTE, shown: (begin..end).map(shown).collect() }
    }

    fn at(&self, minute: usize) -> Instant {
        Instant::from_millis(self.begin + minute as i64 * MINUTE).unwrap()
    }

    /// The first minute at which it shows `local` or, where it jumps over that, more.
    fn first_at(&self, local: NaiveDateTime) -> usize {
        // No zone is further from UTC than this.
        let early = (local.and_utc().timestamp_millis() - self.begin) / MINUTE - 30 * 60;
        let early = usize::try_from(early).unwrap_or(0);
        (early..).find(|minute| self.shown[*minute] >= local).unwrap()
    }

    /// The date that has begun last, minute by minute.
    fn dates(&self) -> Vec<NaiveDate> {
        let latest = |latest: &mut NaiveDate, shown: &NaiveDateTime| {
            *latest = shown.date().max(*latest);
            Some(*latest)
        };
        self.shown.iter().scan(NaiveDate::MIN, latest).collect()
    }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_hms_opt(0, 0, 0).unwrap()
}

/// The clock over the month of a date, and the first of that month and of the next.
fn month_of(zone: Tz, date: NaiveDate) -> (Clock, NaiveDate, NaiveDate) {
    let first = date.with_day(1).unwrap();
    let next = first + Months::new(1);
    (Clock::new(zone, midnight(first), midnight(next)), first, next)
}

#[test]
fn there_are_days_without_midnight_all_over_the_world() {
    let found: BTreeSet<_> = without_midnight()
        .into_iter()
        .map(|(zone, date)| (zone.name(), date.to_string()))
        .collect();
    for (zone, date) in [
        ("Africa/Cairo", "2024-04-26"),
        ("America/Asuncion", "2024-10-06"),
        ("America/Havana", "2026-03-08"),
        ("America/Santiago", "2026-09-06"),
        ("America/Sao_Paulo", "2018-11-04"),
        ("Asia/Beirut", "2025-03-30"),
        ("Atlantic/Azores", "2027-03-28"),
    ] {
        let is_found = found.contains(&(zone, date.to_owned()));
        assert!(is_found, "{zone} {date}: {found:?}");
    }
}

#[test]
fn days_and_months_without_midnight_hold_the_minutes_that_their_clock_says() {
    for (zone, date) in each_without_midnight() {
        let (clock, first, next) = month_of(zone, date);
        let (ours, dates) = (Zone::named(zone.name()).unwrap(), clock.dates());
        let begins = |date: NaiveDate| clock.at(clock.first_at(midnight(date)));
        for (name, from, until) in [
            (date.to_string(), date, date.succ_opt().unwrap()),
            (date.pred_opt().unwrap().to_string(), date.pred_opt().unwrap(), date),
            (first.format("%Y-%m").to_string(), first, next),
        ] {
            // The day before the first of a month is not on this clock.
            if from < first - Duration::days(1) {
                continue;
            }
            let found = period(&name, &ours, None).unwrap();
            assert_eq!((found.start, found.end), (begins(from), begins(until)), "{zone} {name}");
        }
        let near = clock.first_at(midnight(date));
        let near = near.saturating_sub(1_500)..near + 1_500;
        for (minute, date) in dates.iter().enumerate().skip(1_440) {
            let t = clock.at(minute);
            if near.contains(&minute) {
                let day = period_of(t, PeriodKind::Day, &ours);
                assert_eq!(day.name, date.to_string(), "{zone} {t}");
                assert!(day.start <= t && t < day.end, "{zone} {t}");
            }
            if near.contains(&minute) || minute % 60 == 0 {
                let month = period_of(t, PeriodKind::Month, &ours);
                assert_eq!(month.name, date.format("%Y-%m").to_string(), "{zone} {t}");
                assert!(month.start <= t && t < month.end, "{zone} {t}");
            }
        }
    }
}

#[test]
fn civil_spans_land_where_the_clock_first_shows_their_end() {
    for (zone, date) in each_without_midnight() {
        let json = format!(r#"{{"zone": "{}"}}"#, zone.name());
        let calendar = Calendar::new(&CalendarPolicy::from_json(&json).unwrap()).unwrap();
        for (span, months, days) in [
            ("1d", 0, 1),
            ("-1d", 0, -1),
            ("1w", 0, 7),
            ("1mo", 1, 0),
            ("-1mo", -1, 0),
            ("1q", 3, 0),
            ("-1y", -12, 0),
        ] {
            // From where the span leads into the hour that is skipped, and to either side of it.
            let moved = |date: NaiveDate, months: i32| match months {
                0.. => date + Months::new(months.unsigned_abs()),
                _ => date - Months::new(months.unsigned_abs()),
            };
            let from = moved(date, -months) - Duration::days(days);
            let start = Clock::new(zone, midnight(from), midnight(from));
            for minutes in [-30, 0, 1, 30, 59, 60, 90] {
                let minute = start.first_at(midnight(from) + Duration::minutes(minutes));
                let shown = start.shown[minute];
                let wanted = moved(shown.date(), months) + Duration::days(days);
                let wanted = wanted.and_time(shown.time());
                let clock = Clock::new(zone, wanted, wanted);
                let due = clock.at(clock.first_at(wanted));
                let t = start.at(minute);
                let by: CalendarSpan = span.parse().unwrap();
                assert_eq!(calendar.add(t, by).unwrap(), due, "{zone} {t} + {span}");
            }
        }
    }
}

#[test]
fn working_time_around_a_missing_midnight_is_what_is_counted_by_the_minute() {
    // Through the night, and at noon.
    const HOURS: [(i64, i64); 4] = [(0, 20), (30, 95), (720, 780), (1_350, 1_440)];
    let clock_time = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let part = |(start, end): &(i64, i64)| {
        format!(r#"{{"start": "{}", "end": "{}"}}"#, clock_time(*start), clock_time(*end))
    };
    let hours = format!("[{}]", HOURS.iter().map(part).collect::<Vec<_>>().join(", "));
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let week = days.map(|day| format!(r#""{day}": {hours}"#)).join(", ");
    for (zone, date) in each_without_midnight() {
        let json = format!(r#"{{"zone": "{}", "hours": {{{week}}}}}"#, zone.name());
        let calendar = Calendar::new(&CalendarPolicy::from_json(&json).unwrap()).unwrap();
        let (clock, first, next) = month_of(zone, date);
        let mut working = vec![false; clock.shown.len()];
        for day in first.iter_days().take_while(|day| *day < next) {
            for (start, end) in HOURS {
                let at = |minutes| clock.first_at(midnight(day) + Duration::minutes(minutes));
                working[at(start)..at(end)].fill(true);
            }
        }
        let (start, end) = (clock.first_at(midnight(first)), clock.first_at(midnight(next)));
        let begin = clock.at(start);
        let near = clock.first_at(midnight(date));
        let near = near.saturating_sub(300)..near + 300;
        let mut worked = 0;
        for (minute, is_working) in working.into_iter().enumerate().take(end).skip(start) {
            let t = clock.at(minute);
            // A time that does not divide the hour: every minute of one is met.
            if near.contains(&minute) || minute % 7 == 0 {
                assert_eq!(calendar.is_working(t), is_working, "{} {t}", clock.zone);
                assert_eq!(calendar.working_time(begin, t), worked * MINUTE, "{} {t}", clock.zone);
            }
            worked += i64::from(is_working);
            // Whole hours of work end where so many minutes were counted.
            if is_working && worked % 60 == 0 {
                let by: CalendarSpan = format!("{}bh", worked / 60).parse().unwrap();
                assert_eq!(calendar.add(begin, by).unwrap(), t.plus(MINUTE), "{} {by}", clock.zone);
            }
        }
        let days = (next - first).num_days();
        assert_eq!(calendar.working_days(begin, clock.at(end)), days, "{zone} {first}");
    }
}
