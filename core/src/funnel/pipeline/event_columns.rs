//! Events as columns.

use super::case::{Actor, Event, EventKind};
use super::fields::Fields;
use super::listed::{CaseEvent, Find, unknown_case};
use super::name::Name;
use crate::column::{Buffer, Cells, TextList};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;

/// The columns that are no fields.
const KEYS: [&str; 10] =
    ["case_id", "id", "at", "seq", "kind", "on", "target", "reason", "actor", "role"];

/// Before the name of a field, whatever that is.
const FIELD: &str = "fields.";

/// A column of each thing that events say.
#[derive(Clone, Debug)]
pub(in crate::funnel) struct EventColumns {
    case_ids: NameColumn,
    ids: NameColumn,
    times: Option<Vec<Option<Instant>>>,
    on: Option<NameColumn>,
    target: Option<NameColumn>,
    /// Where there is any such column.
    rare: Option<Rare>,
}

/// Columns that most hosts do not have.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rare {
    numbers: Option<Vec<Option<i64>>>,
    /// All are moves, where this is empty.
    kinds: Vec<EventKind>,
    reason: Option<NameColumn>,
    actor: Option<NameColumn>,
    role: Option<NameColumn>,
    fields: Vec<(String, Value)>,
}

impl EventColumns {
    pub(super) fn read(
        value: &Value,
        entries: &[(String, Value)],
        at: &mut Reader,
    ) -> Option<Self> {
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
        let (case_ids, ids) = (required("case_id", at), required("id", at).map(NameColumn::shared));
        let [on, target] = ["on", "target"].map(|key| column(key, at).map(NameColumn::shared));
        let [reason, actor, role] = ["reason", "actor", "role"].map(|key| column(key, at));
        let kinds = column("kind", at);
        let times = value.get("at").filter(|times| **times != Value::Null);
        let times = times.and_then(|times| at.within("at", |at| instants(times, at)));
        let numbers = value.get("seq").filter(|numbers| **numbers != Value::Null);
        let numbers = numbers
            .and_then(|numbers| at.within("seq", |at| Vec::<Option<i64>>::read(numbers, at)));
        let fields: Vec<(String, Value)> = entries
            .iter()
            .filter(|(key, column)| !KEYS.contains(&key.as_str()) && *column != Value::Null)
            .map(|(key, column)| {
                (key.strip_prefix(FIELD).unwrap_or(key).to_owned(), column.clone())
            })
            .collect();
        for (index, (field, _)) in fields.iter().enumerate() {
            if fields.iter().take(index).any(|(other, _)| other == field) {
                let message = format!("the field \"{field}\" comes twice");
                at.within(format!("{FIELD}{field}"), |at| {
                    at.problem::<()>("duplicate_key", message)
                });
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
        let (Some(case_ids), Some(ids), true) = (case_ids, ids, at.problem_count() == problems)
        else {
            return None;
        };
        let kinds = check_cells(&case_ids, &ids, kinds.as_ref(), at);
        let rare = Rare { numbers, kinds, reason, actor, role, fields };
        let rare = Some(rare).filter(|rare| *rare != Rare::default());
        let own = Self { case_ids, ids, times, on, target, rare };
        (at.problem_count() == problems).then_some(own)
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.case_ids.len()
    }

    /// The place of the case of each event; those of cases that nobody knows are noted. Where the column
    /// is coded, each distinct name that is known is looked for once.
    pub(super) fn places(&self, find: &mut Find<'_>, at: &mut Reader) -> Vec<u32> {
        let mut known: Vec<Option<u32>> = vec![None; self.case_ids.distinct()];
        let mut places = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let code = self.case_ids.code(row).unwrap_or(usize::MAX);
            if let Some(Some(place)) = known.get(code) {
                places.push(*place);
                continue;
            }
            let case_id = self.case_ids.text(row).unwrap_or_default();
            let Some(place) = find(case_id) else {
                unknown_case(row, case_id, at);
                continue;
            };
            if let Some(known) = known.get_mut(code) {
                *known = Some(place);
            }
            places.push(place);
        }
        places
    }

    /// All of them with the names of their cases.
    pub(super) fn events(mut self) -> impl Iterator<Item = CaseEvent> {
        self.case_ids = self.case_ids.shared();
        let rows = 0..self.len();
        let one = move |row| {
            let (case_id, event) = (self.case_ids.name(row)?, self.event(row)?);
            Some(CaseEvent { case_id, event })
        };
        rows.filter_map(one)
    }

    /// The event of a row, which takes its fields along.
    #[inline]
    pub(super) fn event(&mut self, row: usize) -> Option<Event> {
        let cell = |column: &Option<NameColumn>| column.as_ref()?.name(row);
        let event = Event {
            id: self.ids.name(row)?,
            at: self.times.as_ref().and_then(|times| *times.get(row)?),
            seq: None,
            kind: EventKind::Move,
            actor: None,
            on: cell(&self.on),
            target: cell(&self.target),
            reason: None,
            fields: Fields::default(),
        };
        Some(match &mut self.rare {
            None => event,
            Some(rare) => rare.told(event, row),
        })
    }
}

impl Rare {
    /// The event of a row with all that it says.
    fn told(&mut self, event: Event, row: usize) -> Event {
        let text = |column: &Option<NameColumn>| {
            let text = column.as_ref().and_then(|column| column.text(row));
            text.map(str::to_owned)
        };
        let actor = text(&self.actor).map(|id| {
            let roles = text(&self.role).into_iter().collect();
            Box::new(Actor { id, roles })
        });
        Event {
            seq: self.numbers.as_ref().and_then(|numbers| *numbers.get(row)?),
            kind: self.kinds.get(row).copied().unwrap_or(event.kind),
            actor,
            reason: text(&self.reason),
            fields: self.brought(row),
            ..event
        }
    }

    /// The fields that the event of a row brings.
    fn brought(&mut self, row: usize) -> Fields {
        let mut brought = Fields::default();
        for (field, column) in &mut self.fields {
            let value = match column {
                Value::Column(column) => column.value(row),
                Value::List(items) => {
                    let cell = items.get_mut(row);
                    cell.map_or(Value::Null, |cell| std::mem::replace(cell, Value::Null))
                }
                _ => Value::Null,
            };
            if value != Value::Null {
                brought.put(field, value);
            }
        }
        brought
    }
}

/// Notes the rows without a name, and what is no kind; the kinds, where a column tells them.
fn check_cells(
    case_ids: &NameColumn,
    ids: &NameColumn,
    kinds: Option<&NameColumn>,
    at: &mut Reader,
) -> Vec<EventKind> {
    let mut read = Vec::new();
    for row in 0..case_ids.len() {
        for (key, column) in [("case_id", case_ids), ("id", ids)] {
            if !column.has(row) {
                at.within(key, |at| {
                    at.within(row, |at| at.problem::<()>("missing_value", "expected a name"));
                });
            }
        }
        let Some(kinds) = kinds else { continue };
        let kind = kinds.text(row).map_or(Some(EventKind::Move), |kind| {
            let kind = Value::Text(kind.to_owned());
            at.within("kind", |at| at.within(row, |at| EventKind::read(&kind, at)))
        });
        read.extend(kind);
    }
    read
}

/// A column of names, in which cells may be empty. Neighbours of one name share its text, and all rows do
/// where the names are coded and asked for.
#[derive(Clone, Debug, PartialEq)]
enum NameColumn {
    /// Places among the distinct names, and which rows have none.
    Coded {
        codes: Buffer<u32>,
        nulls: Vec<bool>,
        texts: TextList,
        /// The same, where rows are asked for them; else there are none.
        names: Vec<Name>,
    },
    Rows(Vec<Option<Name>>),
}

impl NameColumn {
    /// The same, to be asked for names.
    fn shared(mut self) -> Self {
        if let Self::Coded { texts, names, .. } = &mut self {
            *names = texts.iter().map(Name::from).collect();
        }
        self
    }

    fn len(&self) -> usize {
        match self {
            Self::Coded { codes, .. } => codes.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    /// How many distinct names there are, where they are told.
    fn distinct(&self) -> usize {
        match self {
            Self::Coded { texts, .. } => texts.len(),
            Self::Rows(_) => 0,
        }
    }

    /// The place of the name of a row among the distinct ones, where they are told.
    #[inline]
    fn code(&self, row: usize) -> Option<usize> {
        match self {
            Self::Coded { codes, nulls, .. } if !nulls.get(row).copied().unwrap_or(false) => {
                Some(*codes.get(row)? as usize)
            }
            _ => None,
        }
    }

    /// Whether a row has a name.
    fn has(&self, row: usize) -> bool {
        match self {
            Self::Coded { texts, .. } => self.code(row).is_some_and(|code| code < texts.len()),
            Self::Rows(rows) => rows.get(row).is_some_and(Option::is_some),
        }
    }

    fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Coded { texts, .. } => texts.get(self.code(row)?),
            Self::Rows(rows) => rows.get(row)?.as_deref(),
        }
    }

    #[inline]
    fn name(&self, row: usize) -> Option<Name> {
        match self {
            Self::Coded { names, .. } if !names.is_empty() => names.get(self.code(row)?).cloned(),
            Self::Coded { .. } => self.text(row).map(Name::from),
            Self::Rows(rows) => rows.get(row)?.clone(),
        }
    }
}

fn names(value: &Value, at: &mut Reader) -> Option<NameColumn> {
    if let Value::Column(column) = value
        && let Cells::Text { codes, names } = column.cells()
    {
        let (codes, nulls, texts) = (codes.clone(), column.nulls().to_vec(), names.clone());
        return Some(NameColumn::Coded { codes, nulls, texts, names: Vec::new() });
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
