//! The oracle: a clock on the wall, read minute by minute from chrono-tz.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use fieldbeat::time::Instant;

const MINUTE: i64 = 60_000;
/// Days that are looked at.
const DAYS: i64 = 40;
/// Days before the first date that is asked for.
const MARGIN: i64 = 10;

/// Parts of a day, in minutes since midnight.
type Parts = Vec<(i64, i64)>;
/// Dates from one, so many after it, with their hours.
type Days = Vec<(i64, i64, Parts)>;

#[derive(Debug)]
pub(crate) struct Wall {
    zone: Tz,
    middle: NaiveDate,
    week: Vec<Parts>,
    days: Days,
    layers: Vec<(Option<Vec<Parts>>, Days)>,
    /// The first minute that is looked at.
    begin: i64,
    /// What the wall shows at every minute from `begin` on.
    shown: Vec<NaiveDateTime>,
    /// Of every minute from `begin` on whether it is working time.
    working: Vec<bool>,
    /// The dates on which there is any, each with its first instant.
    dates: Vec<(NaiveDate, bool, i64)>,
}

impl Wall {
    /// Zones, and dates near which their clocks change.
    pub(crate) const MOMENTS: [(&'static str, (i32, u32, u32)); 17] = [
        ("UTC", (2026, 11, 20)),
        ("Europe/Moscow", (2026, 2, 28)),
        ("Europe/Kyiv", (2026, 3, 29)),
        ("Europe/Kyiv", (2026, 10, 25)),
        ("America/Santiago", (2026, 9, 6)),
        ("Africa/Cairo", (2024, 4, 26)),
        ("Atlantic/Azores", (2026, 10, 25)),
        ("Asia/Almaty", (2024, 3, 1)),
        ("Pacific/Apia", (2011, 12, 30)),
        // Forward over midnight ...
        ("America/Sao_Paulo", (2018, 11, 4)),
        ("America/Havana", (2026, 3, 8)),
        ("America/Asuncion", (2024, 10, 6)),
        ("Asia/Beirut", (2025, 3, 30)),
        // ... and back over it.
        ("America/Sao_Paulo", (2019, 2, 17)),
        ("America/Havana", (2026, 11, 1)),
        ("Asia/Beirut", (2025, 10, 26)),
        ("America/St_Johns", (2006, 10, 29)),
    ];

    pub(crate) fn new(
        moment: usize,
        week: Vec<Parts>,
        days: Days,
        layers: Vec<(Option<Vec<Parts>>, Days)>,
    ) -> Self {
        let (zone, (year, month, day)) = Self::MOMENTS[moment];
        let middle = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let first = middle - Duration::days(DAYS / 2);
        let begin = Utc.from_utc_datetime(&first.and_hms_opt(0, 0, 0).unwrap());
        let begin = begin.timestamp_millis() - 2 * 1440 * MINUTE;
        let count = usize::try_from((DAYS + 4) * 1440).unwrap();
        let zone: Tz = zone.parse().unwrap();
        let (working, dates) = (vec![false; count], Vec::new());
        let shows = |minute: i64| {
            let utc = DateTime::from_timestamp_millis(begin + minute * MINUTE).unwrap();
            utc.with_timezone(&zone).naive_local()
        };
        let shown = (0..count as i64).map(shows).collect();
        let mut wall = Self { zone, middle, week, days, layers, begin, shown, working, dates };
        for day in 0..DAYS {
            let date = first + Duration::days(day);
            let mut is_working = false;
            for (start, end) in wall.hours(date) {
                let (from, until) = (wall.first_at(date, start), wall.first_at(date, end));
                for minute in from..until {
                    wall.working[minute] = true;
                    is_working = true;
                }
            }
            let start = wall.first_at(date, 0) as i64;
            wall.dates.push((date, is_working, wall.begin + start * MINUTE));
        }
        wall
    }

    /// The policy as JSON.
    pub(crate) fn json(&self) -> String {
        let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let hours = |parts: &Parts| {
            let part = |(start, end): &(i64, i64)| {
                format!(r#"{{"start": "{}", "end": "{}"}}"#, clock(*start), clock(*end))
            };
            format!("[{}]", parts.iter().map(part).collect::<Vec<_>>().join(", "))
        };
        let week = |week: &Vec<Parts>| {
            let names =
                ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            let days = names
                .iter()
                .zip(week)
                .map(|(name, parts)| format!(r#""{name}": {}"#, hours(parts)));
            format!("{{{}}}", days.collect::<Vec<_>>().join(", "))
        };
        let days = |days: &Days| {
            let entry = |(from, more, parts): &(i64, i64, Parts)| {
                let first = self.middle + Duration::days(*from);
                let last = first + Duration::days(*more);
                format!(r#"{{"first": "{first}", "last": "{last}", "hours": {}}}"#, hours(parts))
            };
            format!("[{}]", days.iter().map(entry).collect::<Vec<_>>().join(", "))
        };
        let layers = self.layers.iter().map(|(own, dates)| {
            let own =
                own.as_ref().map_or(String::new(), |own| format!(r#""hours": {}, "#, week(own)));
            format!(r#"{{{own}"days": {}}}"#, days(dates))
        });
        format!(
            r#"{{"zone": "{}", "hours": {}, "days": {}, "layers": [{}]}}"#,
            self.zone.name(),
            week(&self.week),
            days(&self.days),
            layers.collect::<Vec<_>>().join(", ")
        )
    }

    /// The instant so many minutes into the time that is asked for.
    pub(crate) fn instant(&self, minute: i64) -> Instant {
        Instant::from_millis(self.begin + (MARGIN * 1440 + minute) * MINUTE).unwrap()
    }

    fn minute(&self, t: Instant) -> usize {
        usize::try_from((t.millis() - self.begin) / MINUTE).unwrap()
    }

    /// What the wall shows.
    fn local(&self, minute: usize) -> NaiveDateTime {
        self.shown[minute]
    }

    /// The first minute at which the wall shows this or, if it never does, more.
    fn first_at(&self, date: NaiveDate, clock: i64) -> usize {
        let wanted = date.and_hms_opt(0, 0, 0).unwrap() + Duration::minutes(clock);
        let utc = (wanted.and_utc().timestamp_millis() - self.begin) / MINUTE;
        let from = usize::try_from(utc - 30 * 60).unwrap_or(0);
        (from..).find(|minute| self.local(*minute) >= wanted).unwrap()
    }

    /// The hours of a date: of the last who names it, else of its day of the week.
    fn hours(&self, date: NaiveDate) -> Parts {
        let day = (date - self.middle).num_days();
        let mut week = &self.week;
        let mut named = None;
        for (own, days) in
            std::iter::once((&None, &self.days)).chain(self.layers.iter().map(|(o, d)| (o, d)))
        {
            week = own.as_ref().unwrap_or(week);
            for (from, more, parts) in days {
                if (*from..=from + more).contains(&day) {
                    named = Some(parts);
                }
            }
        }
        named.unwrap_or(&week[date.weekday().num_days_from_monday() as usize]).clone()
    }

    pub(crate) fn is_working(&self, t: Instant) -> bool {
        self.working[self.minute(t)]
    }

    pub(crate) fn working_time(&self, a: Instant, b: Instant) -> i64 {
        let (from, until) = (self.minute(a.min(b)), self.minute(a.max(b)));
        let minutes = self.working[from..until].iter().filter(|working| **working).count() as i64;
        if a <= b { minutes * MINUTE } else { -minutes * MINUTE }
    }

    pub(crate) fn working_days(&self, a: Instant, b: Instant) -> i64 {
        let begins = |(_, works, start): &&(NaiveDate, bool, i64)| {
            *works && (a.millis()..b.millis()).contains(start)
        };
        self.dates.iter().filter(begins).count() as i64
    }

    fn at(&self, minute: usize) -> Option<Instant> {
        Instant::from_millis(self.begin + minute as i64 * MINUTE)
    }

    /// Step by step; `None` where it ends beyond what is looked at.
    pub(crate) fn add_hours(&self, t: Instant, hours: i64) -> Option<Instant> {
        let (mut minute, mut left) = (self.minute(t), hours.abs() * 60);
        while left > 0 {
            if hours > 0 {
                left -= i64::from(*self.working.get(minute).filter(|_| minute < self.last())?);
                minute += 1;
            } else {
                minute = minute.checked_sub(1).filter(|minute| *minute > self.early())?;
                left -= i64::from(self.working[minute]);
            }
        }
        self.at(minute)
    }

    /// So many dates later, the same clock.
    pub(crate) fn add_civil(&self, t: Instant, days: i64) -> Instant {
        let shown = self.local(self.minute(t));
        let clock = shown.signed_duration_since(shown.date().and_hms_opt(0, 0, 0).unwrap());
        let minute = self.first_at(shown.date() + Duration::days(days), clock.num_minutes());
        self.at(minute).unwrap()
    }

    /// The n-th working date, the same clock, and to the nearest opening or closing from there.
    pub(crate) fn add_days(&self, t: Instant, days: i64) -> Option<Instant> {
        let shown = self.local(self.minute(t));
        let here = self.dates.iter().position(|(date, ..)| *date == shown.date()).unwrap();
        let is_working = |(_, day): &(usize, &(NaiveDate, bool, i64))| day.1;
        let dates = || self.dates.iter().enumerate();
        let (_, (date, ..)) = match days {
            1.. => dates().skip(here + 1).filter(is_working).nth(days as usize - 1)?,
            0 => dates().skip(here).find(is_working)?,
            _ => {
                dates().take(here).rev().filter(is_working).nth(days.unsigned_abs() as usize - 1)?
            }
        };
        let clock = shown.signed_duration_since(shown.date().and_hms_opt(0, 0, 0).unwrap());
        let mut minute = self.first_at(*date, clock.num_minutes());
        if self.working[minute] {
            return self.at(minute);
        }
        if days >= 0 {
            while !*self.working.get(minute).filter(|_| minute < self.last())? {
                minute += 1;
            }
        } else {
            while !self.working[minute - 1] {
                minute -= 1;
                if minute <= self.early() {
                    return None;
                }
            }
        }
        self.at(minute)
    }

    /// Beyond these the hours are not known.
    fn last(&self) -> usize {
        self.working.len() - 3 * 1440
    }

    fn early(&self) -> usize {
        3 * 1440
    }
}
