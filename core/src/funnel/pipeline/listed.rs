//! Events of many cases, as hosts hand them over: a list, or columns.

use super::case::Event;
use super::event_columns::EventColumns;
use super::name::Name;
use crate::shape::{Reader, Shape, Shaped, Value, record};

record! {
    /// An event of one of many cases.
    pub struct CaseEvent: data {
        /// The case.
        pub case_id: Name,
        /// What happened.
        pub event: Event,
    }
}

/// Events of many cases, those of one case in the order in which they come: a list, or columns, of which
/// an event is made up only once it is its turn.
#[derive(Clone, Debug)]
pub struct CaseEvents(Form);

#[derive(Clone, Debug)]
enum Form {
    List(Vec<CaseEvent>),
    Columns(Box<EventColumns>),
}

/// The same events, in whatever form.
impl PartialEq for CaseEvents {
    fn eq(&self, other: &Self) -> bool {
        Vec::from(self.clone()) == Vec::from(other.clone())
    }
}

impl From<Vec<CaseEvent>> for CaseEvents {
    fn from(events: Vec<CaseEvent>) -> Self {
        Self(Form::List(events))
    }
}

impl FromIterator<CaseEvent> for CaseEvents {
    fn from_iter<I: IntoIterator<Item = CaseEvent>>(events: I) -> Self {
        Vec::from_iter(events).into()
    }
}

impl From<CaseEvents> for Vec<CaseEvent> {
    fn from(events: CaseEvents) -> Self {
        match events.0 {
            Form::List(events) => events,
            Form::Columns(columns) => columns.events().collect(),
        }
    }
}

impl Shaped for CaseEvents {
    fn shape() -> Shape {
        Shape::Either {
            name: "CaseEvents",
            doc: "Events of many cases, those of one case in the order in which they come: a list, or \
                  columns of equal length: `case_id`, `id` and perhaps `at`, `seq`, `kind`, `on`, \
                  `target`, `reason`, `actor` (who), `role` (in which role); every other one is a \
                  field that the events bring, and so is `fields.X`, for an X that has the name of one \
                  of these. An empty cell says nothing.",
            shapes: vec![Vec::<CaseEvent>::shape(), Shape::Facts],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(entries) => {
                EventColumns::read(value, entries, at).map(|own| Self(Form::Columns(own.into())))
            }
            Value::List(_) => Vec::<CaseEvent>::read(value, at).map(Self::from),
            other => at.mismatch("a list of events, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        Vec::from(self.clone()).to_value()
    }
}

/// Finds the place of a case by its name.
pub(in crate::funnel) type Find<'f> = dyn FnMut(&str) -> Option<u32> + 'f;

impl CaseEvents {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::List(events) => events.len(),
            Form::Columns(columns) => columns.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the case of each event, and the events; those of cases that nobody knows are noted.
    pub(in crate::funnel) fn located(
        self,
        find: &mut Find<'_>,
        at: &mut Reader,
    ) -> (Vec<u32>, Source) {
        let events = match self.0 {
            Form::List(events) => events,
            Form::Columns(columns) => {
                return (columns.places(find, at), Source::Columns(columns));
            }
        };
        let mut places = Vec::with_capacity(events.len());
        let one = |(index, CaseEvent { case_id, event }): (usize, CaseEvent)| {
            match find(&case_id) {
                Some(place) => places.push(place),
                None => unknown_case(index, &case_id, at),
            }
            Some(event)
        };
        let events = events.into_iter().enumerate().map(one).collect();
        (places, Source::List(events))
    }
}

#[cold]
pub(super) fn unknown_case(index: usize, case_id: &str, at: &mut Reader) {
    at.within("events", |at| {
        at.within(index, |at| {
            at.within("case_id", |at| {
                at.problem::<()>("unknown_case", format!("no case is called \"{case_id}\""));
            });
        });
    });
}

/// Events without the names of their cases, from where each is to be taken once.
pub(in crate::funnel) enum Source {
    List(Vec<Option<Event>>),
    Columns(Box<EventColumns>),
}

impl Source {
    #[inline]
    pub(super) fn take(&mut self, index: usize) -> Option<Event> {
        match self {
            Self::List(events) => events.get_mut(index)?.take(),
            Self::Columns(columns) => columns.event(index),
        }
    }
}
