//! Instants, exact spans, dates and zones as data.
//!
//! Times are whole milliseconds since 1970-01-01 UTC. No clock is read anywhere: `now` is an
//! argument. A local day is [start of its date, start of the next), in 23, 24 or 25 hours.
//!
//! # Example
//! ```
//! use fieldbeat::time::{Instant, Span};
//!
//! let t: Instant = "2026-11-20T17:50:00+03:00".parse()?;
//! assert_eq!(t.to_string(), "2026-11-20T14:50:00.000Z");
//! let span: Span = "20m".parse()?;
//! assert_eq!(span.millis(), 1_200_000);
//! # Ok::<(), fieldbeat::Problem>(())
//! ```

#[cfg(feature = "hours")]
mod calendar;
#[cfg(feature = "hours")]
mod calendar_policy;
#[cfg(feature = "hours")]
mod calendar_span;
mod date;
mod instant;
mod names;
#[cfg(feature = "hours")]
mod period;
mod rfc3339;
mod span;
#[cfg(feature = "hours")]
mod work_calendar;
mod zone;

#[cfg(feature = "hours")]
pub use calendar::Calendar;
#[cfg(feature = "hours")]
pub use calendar_policy::{
    CalendarDays, CalendarLayer, CalendarPolicy, ClockTime, Hours, MAX_CALENDAR_DAYS, WeekHours,
    Weekday,
};
#[cfg(feature = "hours")]
pub use calendar_span::CalendarSpan;
pub use date::Date;
#[cfg(feature = "segment")]
pub(crate) use date::{FIRST_DAY_NUMBER, LAST_DAY_NUMBER};
pub use instant::Instant;
#[cfg(feature = "kpi")]
pub(crate) use names::KnownZones;
pub(crate) use names::NamedZones;
#[cfg(feature = "hours")]
pub use period::{Period, PeriodKind, period, period_of};
pub use span::{SPAN_PATTERN, Span};
#[cfg(feature = "hours")]
pub use work_calendar::WorkCalendar;
#[cfg(feature = "hours")]
pub use zone::zone_table;
pub use zone::{Zone, ZoneTable};
