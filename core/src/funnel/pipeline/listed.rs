//! Events of many cases, as hosts hand them over: a list, or columns.

use super::case::{Event, EventKind};
use super::fields::Fields;
use super::name::Name;
use crate::column::{Buffer, Cells};
use crate::shape::{Reader, Shape, Shaped, Value, record};
use crate::time::Instant;

record! {
    /// An event of one of many cases.
    pub struct CaseEvent: data {
        /// The case.
        pub case_id: Name,
        /// What happened.
        pub event: Event,
    }
}

/// Events of many cases, those of one case in the order in which they come.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseEvents(pub Vec<CaseEvent>);

/// The columns that are no fields.
const KEYS: [&str; 10] =
    ["case_id", "id", "at", "seq", "kind", "on", "target", "reason", "actor", "role"];

/// Before the name of a field, whatever that is.
const FIELD: &str = "fields.";

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
            Value::Map(entries) => columns(value, entries, at).map(Self),
            Value::List(_) => Vec::read(value, at).map(Self),
            other => at.mismatch("a list of events, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

fn columns(value: &Value, entries: &[(String, Value)], at: &mut Reader) -> Option<Vec<CaseEvent>> {
    let column = |key: &'static str, at: &mut Reader| {
        let found = value.get(key).filter(|column| **column != Value::Null)?;
        at.within(key, |at| names(found, at))
    };
    let required = |key: &'static str, at: &mut Reader| {
        if value.get(key).is_none_or(|column| *column == Value::Null) {
            at.within(key, |at| at.problem::<()>("missing_key", "this column is required"));
        }
        column(key, at)
    };
    let problems = at.problem_count();
    let (case_ids, ids) = (required("case_id", at), required("id", at));
    let [on, target, reason, actor, role] =
        ["on", "target", "reason", "actor", "role"].map(|key| column(key, at));
    let kinds = column("kind", at);
    let times = value.get("at").filter(|times| **times != Value::Null);
    let times = times.and_then(|times| at.within("at", |at| instants(times, at)));
    let numbers = value.get("seq").filter(|numbers| **numbers != Value::Null);
    let numbers =
        numbers.and_then(|numbers| at.within("seq", |at| Vec::<Option<i64>>::read(numbers, at)));
    let fields: Vec<(&str, &Value)> = entries
        .iter()
        .filter(|(key, column)| !KEYS.contains(&key.as_str()) && *column != Value::Null)
        .map(|(key, column)| (key.strip_prefix(FIELD).unwrap_or(key), column))
        .collect();
    for (index, (field, _)) in fields.iter().enumerate() {
        if fields.iter().take(index).any(|(other, _)| other == field) {
            let message = format!("the field \"{field}\" comes twice");
            at.within(format!("{FIELD}{field}"), |at| at.problem::<()>("duplicate_key", message));
        }
    }
    let rows = case_ids.as_ref().map_or(0, NameColumn::len);
    for (key, column) in entries {
        let length = match column {
            Value::Column(column) => Some(column.len()),
            Value::List(items) => Some(items.len()),
            _ => None,
        };
        at.within(key.clone(), |at| match length {
            Some(length) if length != rows => {
                let message = format!("{length} rows where \"case_id\" has {rows}");
                at.problem::<()>("length_mismatch", message);
            }
            None if *column != Value::Null => {
                at.mismatch::<()>("a column", column);
            }
            _ => {}
        });
    }
    if at.problem_count() > problems {
        return None;
    }
    let cell = |column: &Option<NameColumn>, row: usize| column.as_ref()?.get(row).cloned();
    let mut events = Vec::with_capacity(rows);
    for row in 0..rows {
        let missing = |key: &'static str, at: &mut Reader| {
            at.within(key, |at| at.within(row, |at| at.problem("missing_value", "expected a name")))
        };
        let case_id = cell(&case_ids, row).or_else(|| missing("case_id", at));
        let id = cell(&ids, row).or_else(|| missing("id", at));
        let kind = cell(&kinds, row).map_or(Some(EventKind::Move), |kind| {
            at.within("kind", |at| at.within(row, |at| EventKind::read(&kind.to_value(), at)))
        });
        let actor = cell(&actor, row).map(|id| super::case::Actor {
            id: id.to_string(),
            roles: cell(&role, row).iter().map(Name::to_string).collect(),
        });
        let mut brought = Fields::default();
        for (field, column) in &fields {
            let value = match column {
                Value::Column(column) => column.value(row),
                Value::List(items) => items.get(row).cloned().unwrap_or(Value::Null),
                _ => Value::Null,
            };
            if value != Value::Null {
                brought.put(field, value);
            }
        }
        let (Some(case_id), Some(id), Some(kind)) = (case_id, id, kind) else { continue };
        let event = Event {
            id,
            at: times.as_ref().and_then(|times| *times.get(row)?),
            seq: numbers.as_ref().and_then(|numbers| *numbers.get(row)?),
            kind,
            actor,
            on: cell(&on, row),
            target: cell(&target, row),
            reason: cell(&reason, row).map(|reason| reason.to_string()),
            fields: brought,
        };
        events.push(CaseEvent { case_id, event });
    }
    (at.problem_count() == problems).then_some(events)
}

/// A column of names, in which cells may be empty; rows of one name share its text.
enum NameColumn {
    /// Places among the distinct names, and which rows have none.
    Coded {
        codes: Buffer<u32>,
        nulls: Vec<bool>,
        names: Vec<Name>,
    },
    Rows(Vec<Option<Name>>),
}

impl NameColumn {
    fn len(&self) -> usize {
        match self {
            Self::Coded { codes, .. } => codes.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    fn get(&self, row: usize) -> Option<&Name> {
        match self {
            Self::Coded { nulls, .. } if nulls.get(row).copied().unwrap_or(false) => None,
            Self::Coded { codes, names, .. } => names.get(*codes.get(row)? as usize),
            Self::Rows(rows) => rows.get(row)?.as_ref(),
        }
    }
}

fn names(value: &Value, at: &mut Reader) -> Option<NameColumn> {
    if let Value::Column(column) = value
        && let Cells::Text { codes, names } = column.cells()
    {
        let names: Vec<Name> = names.iter().map(Name::from).collect();
        let nulls = column.nulls().to_vec();
        return Some(NameColumn::Coded { codes: codes.clone(), nulls, names });
    }
    let rows = Vec::<Option<Name>>::read(value, at)?;
    let mut last: Option<Name> = None;
    let shared = rows.into_iter().map(|row| {
        let row = row?;
        let same = last.as_ref().filter(|last| **last == row).cloned();
        last = Some(same.unwrap_or(row));
        last.clone()
    });
    Some(NameColumn::Rows(shared.collect()))
}

/// A column of instants, in which cells may be empty.
fn instants(value: &Value, at: &mut Reader) -> Option<Vec<Option<Instant>>> {
    if let Value::Column(column) = value
        && let Cells::Millis(cells) = column.cells()
        && column.nulls().is_empty()
        && let Some(read) = cells.iter().map(|ms| Instant::from_millis(*ms).map(Some)).collect()
    {
        return Some(read);
    }
    Vec::read(value, at)
}
