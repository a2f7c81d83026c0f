//! When people work, as data.

use super::date::DAY_MS;
use super::{Date, Zone};
use crate::Problem;
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};

/// At most so many dates may be named by the layers of a calendar.
pub const MAX_CALENDAR_DAYS: i64 = 40_000;

/// A time of the local clock, `00:00` to `24:00`, with seconds where need be: `18:30:15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(i64);

impl ClockTime {
    /// Milliseconds since midnight.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    pub(super) const fn hour(hour: i64) -> Self {
        Self(hour * 3_600_000)
    }
}

impl std::str::FromStr for ClockTime {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let field = |text: &str, most: i64| {
            let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|number| plain && *number <= most)
        };
        let parts: Vec<&str> = text.split(':').collect();
        let seconds = match parts.as_slice() {
            [hour, minute] => {
                field(hour, 24).zip(field(minute, 59)).map(|(h, m)| h * 3600 + m * 60)
            }
            [hour, minute, second] => field(hour, 24)
                .zip(field(minute, 59))
                .zip(field(second, 59))
                .map(|((h, m), s)| h * 3600 + m * 60 + s),
            _ => None,
        };
        match seconds.map(|seconds| seconds * 1000).filter(|ms| *ms <= DAY_MS) {
            Some(ms) => Ok(Self(ms)),
            None => Err(Problem::new("invalid_clock", "$", "expected a time such as \"09:00\"")),
        }
    }
}

impl std::fmt::Display for ClockTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0 / 1000;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match second {
            0 => write!(f, "{hour:02}:{minute:02}"),
            _ => write!(f, "{hour:02}:{minute:02}:{second:02}"),
        }
    }
}

impl Shaped for ClockTime {
    fn shape() -> Shape {
        Shape::Text
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Text(text) = value else {
            return at.mismatch("a time such as \"09:00\"", value);
        };
        match text.parse() {
            Ok(time) => Some(time),
            Err(Problem { message, .. }) => at.problem("invalid_clock", message),
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

record! {
    /// Working hours within one date, [start, end).
    pub struct Hours: policy check check_hours {
        /// When they begin by the local clock, such as `09:00`.
        pub start: ClockTime = ClockTime::hour(9),
        /// When they end, such as `18:00`; `24:00` is the end of the date.
        pub end: ClockTime = ClockTime::hour(18),
    }
}

fn check_hours(hours: &Hours, at: &mut Reader) {
    if hours.end <= hours.start {
        let message =
            "hours end after they start; a night is two parts, up to 24:00 and from 00:00";
        at.within("end", |at| at.problem::<()>("end_before_start", message));
    }
}

/// Notes parts of a day that are not in order.
fn check_day(hours: &[Hours], at: &mut Reader) {
    for (place, (before, after)) in hours.iter().zip(hours.iter().skip(1)).enumerate() {
        if after.start < before.end {
            let message = "hours of a day come in order and do not overlap";
            at.within(place + 1, |at| at.problem::<()>("overlap", message));
        }
    }
}

record! {
    /// Working hours by day of the week; several parts leave a lunch between them:
    /// `{"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}]}`.
    pub struct WeekHours: policy check check_week {
        /// Of Mondays.
        pub monday: Vec<Hours> = vec![Hours::default()],
        /// Of Tuesdays.
        pub tuesday: Vec<Hours> = vec![Hours::default()],
        /// Of Wednesdays.
        pub wednesday: Vec<Hours> = vec![Hours::default()],
        /// Of Thursdays.
        pub thursday: Vec<Hours> = vec![Hours::default()],
        /// Of Fridays.
        pub friday: Vec<Hours> = vec![Hours::default()],
        /// Of Saturdays.
        pub saturday: Vec<Hours> = Vec::new(),
        /// Of Sundays.
        pub sunday: Vec<Hours> = Vec::new(),
    }
}

impl WeekHours {
    /// From Monday to Sunday.
    pub(super) fn days(&self) -> [(&'static str, &Vec<Hours>); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }
}

fn check_week(week: &WeekHours, at: &mut Reader) {
    for (key, hours) in week.days() {
        at.within(key, |at| check_day(hours, at));
    }
}

record! {
    /// Dates with hours of their own: a holiday, a vacation, a working Saturday.
    pub struct CalendarDays: policy check check_days {
        /// The first date.
        pub first: Date,
        /// The last date, which is one of them; by default the first is the only one.
        pub last: Option<Date> = None,
        /// The hours of each of these dates; none of a day off.
        pub hours: Vec<Hours> = Vec::new(),
        /// What it is, for people.
        pub name: Option<String> = None,
    }
}

fn check_days(days: &CalendarDays, at: &mut Reader) {
    if days.last.is_some_and(|last| last < days.first) {
        at.within("last", |at| at.problem::<()>("end_before_start", "before the first date"));
    }
    at.within("hours", |at| check_day(&days.hours, at));
}

record! {
    /// What a branch or a rep has of its own.
    pub struct CalendarLayer: policy {
        /// Whose it is, for people: `company`, `branch`, `rep`.
        pub name: Option<String> = None,
        /// Its hours, in place of those of the layers before it.
        pub hours: Option<WeekHours> = None,
        /// Its dates, in place of what the layers before it say of them.
        pub days: Vec<CalendarDays> = Vec::new(),
    }
}

codes! {
    /// A day of the week.
    pub enum Weekday {
        /// The first day of an ISO week.
        Monday = "monday",
        /// The day after Monday.
        Tuesday = "tuesday",
        /// The day after Tuesday.
        Wednesday = "wednesday",
        /// The day after Wednesday.
        Thursday = "thursday",
        /// The day after Thursday.
        Friday = "friday",
        /// The day after Friday.
        Saturday = "saturday",
        /// The day after Saturday.
        Sunday = "sunday",
    }
}

record! {
    /// When people work.
    ///
    /// Of a date decides the last layer that names it; of other dates the day of the week, by the last
    /// layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's
    /// vacation holds on a working Saturday.
    pub struct CalendarPolicy: policy check check_calendar {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose clock the hours are of.
        pub zone: Zone = Zone::utc(),
        /// The hours of a week, where no layer has others.
        pub hours: WeekHours = WeekHours::default(),
        /// Dates with hours of their own.
        pub days: Vec<CalendarDays> = Vec::new(),
        /// From the weakest to the strongest: company, branch, rep.
        pub layers: Vec<CalendarLayer> = Vec::new(),
        /// The day on which `this_week` begins.
        pub week_start: Weekday = Weekday::Monday,
        /// The month, 1 to 12, with which years and quarters begin; a year is called by the one in which
        /// it begins.
        pub year_start: u32 = 1,
    }
}

fn check_calendar(policy: &CalendarPolicy, at: &mut Reader) {
    let layers = policy.layers.iter().rev();
    let week = layers.filter_map(|layer| layer.hours.as_ref()).next().unwrap_or(&policy.hours);
    let dates = policy.layers.iter().flat_map(|layer| &layer.days).chain(&policy.days);
    if week.days().iter().all(|(_, hours)| hours.is_empty())
        && dates.clone().all(|dates| dates.hours.is_empty())
    {
        at.warning("no_working_time", "nobody ever works");
    }
    if !(1..=12).contains(&policy.year_start) {
        at.within("year_start", |at| at.problem::<()>("out_of_range", "expected a month, 1 to 12"));
    }
    let count = |days: &CalendarDays| {
        days.last.unwrap_or(days.first).day_number() - days.first.day_number() + 1
    };
    if dates.map(count).sum::<i64>() > MAX_CALENDAR_DAYS {
        let message = format!("more than {MAX_CALENDAR_DAYS} dates are named");
        at.limit::<()>("too_many_days", message);
    }
}
