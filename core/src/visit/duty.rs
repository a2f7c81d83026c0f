//! When a rep may be looked at.

use super::policy::{Interval, VisitPolicy};
use super::stops::Ranges;
use crate::geofence::Fix;
use crate::shape::{Reader, Shape, Shaped, Value};
use crate::time::{Calendar, Instant, WorkCalendar};

/// Hours on duty: a list of times, or a calendar whose working hours they are.
///
/// # Example
/// ```
/// use fieldbeat::shape::Shaped;
/// use fieldbeat::visit::DutyHours;
///
/// // Monday to Friday, 9 to 18 in UTC, less an hour of lunch on Fridays.
/// let hours = DutyHours::from_json(r#"{"hours": {"friday": [
///     {"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}
/// ]}}"#)?;
/// assert!(hours.include("2026-11-20T09:00:00Z".parse()?));
/// assert!(!hours.include("2026-11-20T13:30:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum DutyHours {
    /// These times, in any order; times that touch or overlap are one.
    Times(Vec<Interval>),
    /// The working hours of a calendar: by its zone, without its holidays and lunches.
    Calendar(WorkCalendar),
}

impl DutyHours {
    /// Whether `t` is one of them.
    #[must_use]
    pub fn include(&self, t: Instant) -> bool {
        match self {
            Self::Times(times) => times.iter().any(|time| time.start <= t && t < time.end),
            Self::Calendar(calendar) => calendar.as_ref().is_working(t),
        }
    }
}

impl From<Vec<Interval>> for DutyHours {
    fn from(times: Vec<Interval>) -> Self {
        Self::Times(times)
    }
}

impl From<Calendar> for DutyHours {
    fn from(calendar: Calendar) -> Self {
        Self::Calendar(calendar.into())
    }
}

impl Shaped for DutyHours {
    fn shape() -> Shape {
        Shape::Either {
            name: "DutyHours",
            doc: "Hours on duty: a list of times, or a calendar whose working hours they are.",
            shapes: vec![Shape::List(Box::new(Interval::shape())), WorkCalendar::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(_) => Vec::read(value, at).map(Self::Times),
            Value::Map(_) | Value::Object(_) => WorkCalendar::read(value, at).map(Self::Calendar),
            other => at.mismatch("a list of times, or a calendar", other),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Times(times) => times.to_value(),
            Self::Calendar(calendar) => calendar.to_value(),
        }
    }
}

/// The hours on duty, ready to be asked for every fix.
pub(super) enum Duty<'p> {
    /// Nobody says when: it is always duty.
    Always,
    /// Hours that touch or overlap are one: nobody goes off duty between two shifts without a pause.
    Times(Ranges),
    Calendar(&'p Calendar),
}

impl<'p> Duty<'p> {
    pub(super) fn of(policy: &'p VisitPolicy) -> Self {
        let millis = |time: &Interval| (time.start.millis(), time.end.millis());
        match &policy.observe {
            None => Self::Always,
            Some(DutyHours::Times(times)) => {
                Self::Times(Ranges::union(times.iter().map(millis).collect()))
            }
            Some(DutyHours::Calendar(calendar)) => Self::Calendar(calendar.as_ref()),
        }
    }

    /// Whether a fix is of hours on duty.
    pub(super) fn observes(&self, fix: &Fix) -> bool {
        match self {
            Self::Always => true,
            Self::Times(hours) => hours.has(fix.t.millis()),
            Self::Calendar(calendar) => calendar.is_working(fix.t),
        }
    }

    /// Whether there are hours off duty between two fixes on duty.
    pub(super) fn pauses(&self, a: &Fix, b: &Fix) -> bool {
        match self {
            Self::Always => false,
            Self::Times(hours) => !hours.cover(a.t.millis(), b.t.millis()),
            Self::Calendar(calendar) => calendar.working_time(a.t, b.t) < b.t.since(a.t),
        }
    }

    /// How much of the time from `start` to `end` is on duty, in milliseconds.
    pub(super) fn within_ms(&self, start: i64, end: i64) -> i64 {
        match self {
            _ if end <= start => 0,
            Self::Always => end - start,
            Self::Times(hours) => hours.within_ms(start, end),
            Self::Calendar(calendar) => {
                calendar.working_time(Instant::held(start), Instant::held(end))
            }
        }
    }
}
