//! The fields of a case: what it may hold, and how values get there.

use std::sync::Arc;

use super::case::Case;
use super::compile::Machine;
use super::notation::{all_fields, normal};
use crate::Result;
use crate::rule::{Cell, Field, FieldPolicy, FieldType, Kind, Record, Schema, Slot};
use crate::shape::{Reader, Shape, Shaped, Value, did_you_mean};

/// The finished tasks, as an update names them.
pub(super) const TASKS_DONE: &str = "tasks.done";
/// Until when nobody wants to hear of a case, and why.
pub(super) const SNOOZE_UNTIL: &str = "snooze.until";
pub(super) const SNOOZE_REASON: &str = "snooze.reason";

/// Fields by key; those with a dotted path lie in objects within. A copy shares them until one of the
/// two changes.
///
/// # Example
/// ```
/// use fieldbeat::funnel::Fields;
/// use fieldbeat::shape::Value;
///
/// let fields = Fields::from(Value::from_json(r#"{"paid": true}"#)?);
/// assert_eq!(fields.value().get("paid"), Some(&Value::Bool(true)));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub(super) Option<Arc<Value>>);

/// No fields are none that somebody laid down.
static NONE: Value = Value::Map(Vec::new());

impl From<Value> for Fields {
    fn from(value: Value) -> Self {
        match value {
            Value::Map(entries) if entries.is_empty() => Self(None),
            value => Self(Some(Arc::new(value))),
        }
    }
}

impl Shaped for Fields {
    fn shape() -> Shape {
        Shape::Facts
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(_) => Some(value.clone().into()),
            other => at.mismatch("an object", other),
        }
    }

    fn to_value(&self) -> Value {
        self.value().clone()
    }
}

impl Fields {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// All of them, as one object.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.0.as_deref().unwrap_or(&NONE)
    }

    /// What stands under a dotted path.
    pub(super) fn get(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self.value(), |value, key| value.get(key))
    }

    /// Puts a value under a dotted path; nothing takes it away.
    pub(super) fn put(&mut self, path: &str, value: Value) {
        let fields = self.0.get_or_insert_with(|| Arc::new(Value::Map(Vec::new())));
        put(Arc::make_mut(fields), path, value);
        if matches!(&**fields, Value::Map(entries) if entries.is_empty()) {
            self.0 = None;
        }
    }

    /// Their number, as given: objects with fields within count as one.
    pub(super) fn entries(&self) -> &[(String, Value)] {
        match self.value() {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }
}

pub(super) fn put(within: &mut Value, path: &str, value: Value) {
    if !matches!(within, Value::Map(_)) {
        *within = Value::Map(Vec::new());
    }
    let Value::Map(entries) = within else { return };
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let place = entries.iter().position(|(known, _)| known == key);
    if rest.is_none() && value == Value::Null {
        if let Some(place) = place {
            entries.remove(place);
        }
        return;
    }
    if place.is_none() {
        // The order of keys is that of their names: it must not tell who came first.
        let before = entries.partition_point(|(known, _)| known.as_str() < key);
        entries.insert(before, (key.to_owned(), Value::Map(Vec::new())));
    }
    let Some((_, place)) = entries.iter_mut().find(|(known, _)| known == key) else { return };
    match rest {
        None => *place = value,
        Some(rest) => put(place, rest, value),
    }
}

/// The fields that a pipeline knows.
#[derive(Debug)]
pub(super) struct Known {
    /// Those of the policy and those that every case has.
    pub(super) schema: Schema,
    fields: Vec<Field>,
}

/// What every case has, set by the pipeline itself or, at the end, by updates.
const BUILT_IN: [(&str, FieldType); 7] = [
    ("stage", FieldType::Enum),
    ("created_at", FieldType::Instant),
    ("entered_at", FieldType::Instant),
    ("last_activity_at", FieldType::Instant),
    ("tasks.required_open", FieldType::Int),
    (SNOOZE_UNTIL, FieldType::Instant),
    (SNOOZE_REASON, FieldType::String),
];

/// Whether the pipeline computes a field, so that nobody sets it.
pub(super) fn is_computed(path: &str) -> bool {
    BUILT_IN.iter().take(5).any(|(known, _)| *known == path)
}

impl Known {
    /// The fields of a policy and the built-in ones; names that are taken are problems.
    pub(super) fn new(schema: &Schema, stages: &[String], at: &mut Reader) -> Self {
        let paths = || schema.0.iter().map(|(path, _)| path.as_str());
        at.within("schema", |at| {
            for path in paths() {
                let within = |outer: &str| {
                    path.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
                };
                let built_in = BUILT_IN.iter().map(|(known, _)| *known).chain([TASKS_DONE]);
                let mut taken = built_in.chain(["tasks", "snooze"]);
                if taken.any(|known| known == path) || within("tasks") || within("snooze") {
                    at.within(path.to_owned(), |at| {
                        at.problem::<()>("reserved_field", "every case has a field of this name")
                    });
                } else if let Some(outer) = paths().find(|outer| within(outer)) {
                    let message = format!("\"{outer}\" is a field itself and holds no others");
                    at.within(path.to_owned(), |at| at.problem::<()>("invalid_field", message));
                }
            }
        });
        let built_in = BUILT_IN.map(|(path, kind)| {
            let values = (kind == FieldType::Enum).then(|| stages.to_vec());
            let field = FieldPolicy {
                r#type: kind,
                values,
                items: None,
                empty_is_missing: false,
                scale: 0,
            };
            (path.to_owned(), field)
        });
        let mut fields = schema.0.clone();
        fields.extend(built_in);
        let schema = Schema(fields);
        Self { fields: all_fields(&schema), schema }
    }

    /// The type of a field.
    pub(super) fn kind(&self, path: &str) -> Option<&Kind> {
        self.field(path).map(|field| &field.kind)
    }

    pub(super) fn field(&self, path: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// Reads fields that somebody brings: their paths with their values, as every host writes them.
    ///
    /// Fields that the pipeline does not know or sets itself are problems, or passed over with a warning.
    pub(super) fn read(
        &self,
        given: &Fields,
        is_strict: bool,
        at: &mut Reader,
    ) -> Vec<(String, Value)> {
        let mut read = Vec::new();
        self.walk(given.entries(), "", is_strict, &mut read, at);
        let says = |value: &Value| match value {
            Value::Text(text) => !text.trim().is_empty(),
            value => *value != Value::Null,
        };
        let has = |field: &str| read.iter().any(|(path, value)| path == field && says(value));
        if is_strict && has(SNOOZE_UNTIL) && !has(SNOOZE_REASON) {
            at.within("snooze", |at| {
                at.problem::<()>("reason_required", "why is nothing to be done until then?")
            });
        }
        read
    }

    fn walk(
        &self,
        entries: &[(String, Value)],
        within: &str,
        is_strict: bool,
        read: &mut Vec<(String, Value)>,
        at: &mut Reader,
    ) {
        for (key, value) in entries {
            let path = if within.is_empty() { key.clone() } else { format!("{within}.{key}") };
            at.within(key.clone(), |at| {
                if path == TASKS_DONE && !is_strict {
                    at.warning("reserved_field", "a new case has no tasks that could be done");
                } else if path == TASKS_DONE {
                    let done = Vec::<String>::read(value, at);
                    read.extend(done.map(|done| (path.clone(), done.to_value())));
                } else if is_computed(&path) {
                    let message = "the pipeline sets this itself";
                    if is_strict {
                        at.problem::<()>("reserved_field", message);
                    } else {
                        at.warning("reserved_field", message);
                    }
                } else if let Some(field) = self.field(&path) {
                    let value = normal(field, value, at);
                    read.extend(value.map(|value| (path.clone(), value)));
                } else if let Value::Map(inner) = value {
                    self.walk(inner, &path, is_strict, read, at);
                } else if is_strict {
                    self.unknown(&path, at);
                } else {
                    at.warning("unknown_field", self.unknown_words(&path));
                }
            });
        }
    }

    /// Notes that there is no field of this path, and which one may be meant.
    pub(super) fn unknown(&self, path: &str, at: &mut Reader) {
        at.problem::<()>("unknown_field", self.unknown_words(path));
    }

    fn unknown_words(&self, path: &str) -> String {
        let known: Vec<&str> = self.schema.0.iter().map(|(path, _)| path.as_str()).collect();
        let hint = did_you_mean(path, &known)
            .map_or_else(String::new, |meant| format!(": did you mean \"{meant}\"?"));
        format!("unknown field \"{path}\"{hint}")
    }
}

impl Machine {
    /// What conditions see of a case with these fields.
    pub(super) fn record(&self, case: &Case, fields: &Fields) -> Result<Record> {
        let mut record = self.read(fields)?;
        self.compute(case, &mut record, &mut |_| ());
        Ok(record)
    }

    /// What conditions read of fields.
    pub(super) fn read(&self, fields: &Fields) -> Result<Record> {
        if let Some(record) = self.read_at_once(fields.value()) {
            return Ok(record);
        }
        let mut at = Reader::new();
        let read =
            at.within("record", |at| at.within("fields", |at| self.scope.read(fields.value(), at)));
        at.finish(read).map(|(record, _)| record)
    }

    /// The same without noting where it is, as there is nothing wrong most often; else nothing.
    fn read_at_once(&self, fields: &Value) -> Option<Record> {
        let mut at = Reader::new();
        let mut cells = Vec::with_capacity(self.scope.fields.len());
        for field in &self.scope.fields {
            let cell = match fields.get(&field.path) {
                Some(value) => field.cell(value, &mut at)?,
                None if !field.path.contains('.') => Cell::Missing,
                // It lies in an object within, or nowhere.
                None => match within(fields, &field.path)? {
                    Some(value) => field.cell(value, &mut at)?,
                    None => Cell::Missing,
                },
            };
            cells.push(cell);
        }
        (at.problem_count() == 0).then_some(Record(cells))
    }

    /// Sets what the case itself has; `changed` hears of what is another than it was.
    pub(super) fn compute(&self, case: &Case, record: &mut Record, changed: &mut dyn FnMut(Slot)) {
        for (slot, path) in &self.computed {
            let value = match path.as_str() {
                "stage" => self.stage(&case.stage).map_or(0, |place| place as i64),
                "created_at" => case.created_at.millis(),
                "entered_at" => case.entered_at.millis(),
                "last_activity_at" => case.last_activity_at.millis(),
                _ => case.required_open(),
            };
            if let Some(cell) = record.0.get_mut(slot.index())
                && *cell != Cell::Whole(value)
            {
                *cell = Cell::Whole(value);
                changed(*slot);
            }
        }
    }
}

/// What lies under a dotted path, if anything does; nothing where a part of it holds no others.
fn within<'v>(mut value: &'v Value, path: &str) -> Option<Option<&'v Value>> {
    for key in path.split('.') {
        match (value, value.get(key)) {
            (_, Some(inner)) => value = inner,
            (Value::Map(_) | Value::Null, None) => return Some(None),
            _ => return None,
        }
    }
    Some(Some(value))
}
