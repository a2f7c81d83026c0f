//! A calendar as an argument: one that was made, or the policy of one.

use std::sync::Arc;

use super::{Calendar, CalendarPolicy};
use crate::shape::{Engine, Reader, Shape, Shaped, Shared, Value};

/// A calendar, or the policy of one.
#[derive(Clone, Debug)]
pub struct WorkCalendar(Arc<Calendar>);

impl WorkCalendar {
    /// Monday to Friday in UTC, weeks from Monday and years from January on.
    #[cfg(any(feature = "kpi", feature = "funnel"))]
    pub(crate) fn utc() -> crate::Result<Self> {
        Calendar::new(&CalendarPolicy::default()).map(Self::from)
    }
}

impl From<Calendar> for WorkCalendar {
    fn from(calendar: Calendar) -> Self {
        Self(Arc::new(calendar))
    }
}

impl AsRef<Calendar> for WorkCalendar {
    fn as_ref(&self) -> &Calendar {
        &self.0
    }
}

impl PartialEq for WorkCalendar {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Engine for Calendar {
    fn class() -> &'static str {
        "Calendar"
    }

    fn summary(&self) -> String {
        format!("Calendar({})", self.policy().zone.name())
    }
}

impl Shaped for WorkCalendar {
    fn shape() -> Shape {
        Shape::Either {
            name: "WorkCalendar",
            doc: "A calendar, or the policy of one.",
            shapes: vec![CalendarPolicy::shape(), Shape::Object(Calendar::class())],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        if let Value::Object(_) = value {
            return Shared::<Calendar>::read(value, at).map(|calendar| Self(calendar.0));
        }
        let told = at.problem_count();
        let policy = CalendarPolicy::read(value, at)?;
        match Calendar::new(&policy) {
            Ok(calendar) => Some(calendar.into()),
            // What breaks a rule between keys is read all the same, and its problems are told.
            Err(_) if at.problem_count() > told => None,
            Err(error) => at.problem("invalid_calendar", error.to_string()),
        }
    }

    fn to_value(&self) -> Value {
        self.0.policy().to_value()
    }
}
