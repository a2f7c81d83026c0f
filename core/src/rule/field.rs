//! The fields that compiled conditions read, and their values.

use super::schema::{FieldPolicy, FieldType};
use crate::math::Decimal;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Date, Instant, Span};

/// One field that is read.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Dotted, as in the schema.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    pub(crate) empty_is_missing: bool,
}

/// The type of a field, and what its values mean.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Bool,
    Int,
    Number,
    Decimal {
        /// Of whole numbers in columns.
        scale: u32,
    },
    Text,
    Enum(Vec<String>),
    Date,
    Instant,
    Span,
    /// The fields of its records.
    List(Scope),
}

/// The fields that are read of one kind of record, in the order of their first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) fields: Vec<Field>,
}

/// The place of a field in its [`Scope`], and of its value in a [`Record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(pub(crate) u32);

impl Slot {
    /// The instant of the question, which no record holds.
    pub(crate) const NOW: Self = Self(u32::MAX);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Missing,
    /// A boolean, a whole number, the place among an enum's values, a date by its day's number, an
    /// instant or a span in milliseconds.
    Whole(i64),
    Number(f64),
    Decimal(Decimal),
    Text(String),
    Items(Vec<Record>),
}

/// What compiled conditions read of a record: checked once, and then asked as often as one likes.
#[derive(Clone, Debug, PartialEq)]
pub struct Record(pub(crate) Vec<Cell>);

impl Record {
    #[inline]
    pub(crate) fn cell(&self, slot: Slot) -> &Cell {
        self.0.get(slot.index()).unwrap_or(&Cell::Missing)
    }
}

impl Kind {
    /// The kind of a field, none of whose items are read yet.
    pub(crate) fn of(field: &FieldPolicy) -> Self {
        match field.r#type {
            FieldType::Bool => Self::Bool,
            FieldType::Int => Self::Int,
            FieldType::Number => Self::Number,
            FieldType::Decimal => Self::Decimal { scale: field.scale },
            FieldType::String => Self::Text,
            FieldType::Enum => Self::Enum(field.values.clone().unwrap_or_default()),
            FieldType::Date => Self::Date,
            FieldType::Instant => Self::Instant,
            FieldType::Span => Self::Span,
            FieldType::List => Self::List(Scope::default()),
        }
    }

    /// Reads one value, of a record or of a condition.
    pub(crate) fn read(&self, value: &Value, at: &mut Reader) -> Option<Cell> {
        Some(match self {
            Self::Bool => Cell::Whole(bool::read(value, at)?.into()),
            Self::Int => Cell::Whole(i64::read(value, at)?),
            Self::Number => Cell::Number(f64::read(value, at)? + 0.0),
            Self::Decimal { .. } => Cell::Decimal(Decimal::read(value, at)?),
            Self::Text => Cell::Text(String::read(value, at)?),
            Self::Enum(values) => {
                let Value::Text(text) = value else { return at.mismatch("a string", value) };
                match values.iter().position(|known| known == text) {
                    Some(place) => Cell::Whole(place as i64),
                    None => {
                        let values: Vec<&str> = values.iter().map(String::as_str).collect();
                        return at.unknown_code(text, &values);
                    }
                }
            }
            Self::Date => Cell::Whole(Date::read(value, at)?.day_number()),
            Self::Instant => Cell::Whole(Instant::read(value, at)?.millis()),
            Self::Span => match value {
                Value::Text(_) => Cell::Whole(Span::read(value, at)?.millis()),
                Value::Int(_) | Value::Float(_) => Cell::Whole(i64::read(value, at)?),
                other => return at.mismatch("a span such as \"20m\", or milliseconds", other),
            },
            Self::List(scope) => {
                let mut items = Vec::new();
                let len = at.list(value, &mut |item, at| items.extend(scope.read(item, at)))?;
                if items.len() < len {
                    return None;
                }
                Cell::Items(items)
            }
        })
    }

    /// The value of a cell as the caller wrote it; spans in milliseconds, lists by their length.
    pub(crate) fn write(&self, cell: &Cell) -> Value {
        match (self, cell) {
            (_, Cell::Missing) => Value::Null,
            (Self::Bool, Cell::Whole(i)) => Value::Bool(*i != 0),
            (Self::Enum(values), Cell::Whole(place)) => {
                let text = usize::try_from(*place).ok().and_then(|place| values.get(place));
                text.to_owned().map_or(Value::Null, |text| Value::Text(text.clone()))
            }
            (Self::Date, Cell::Whole(day)) => Date::of_day_number(*day).to_value(),
            (Self::Instant, Cell::Whole(ms)) => Instant::held(*ms).to_value(),
            (_, Cell::Whole(i)) => Value::Int(*i),
            (_, Cell::Number(x)) => x.to_value(),
            (_, Cell::Decimal(d)) => d.to_value(),
            (_, Cell::Text(text)) => text.to_value(),
            (_, Cell::Items(items)) => Value::Int(items.len() as i64),
        }
    }

    /// The name of the type.
    pub(crate) fn name(&self) -> FieldType {
        match self {
            Self::Bool => FieldType::Bool,
            Self::Int => FieldType::Int,
            Self::Number => FieldType::Number,
            Self::Decimal { .. } => FieldType::Decimal,
            Self::Text => FieldType::String,
            Self::Enum(_) => FieldType::Enum,
            Self::Date => FieldType::Date,
            Self::Instant => FieldType::Instant,
            Self::Span => FieldType::Span,
            Self::List(_) => FieldType::List,
        }
    }
}

impl Field {
    /// Whether a value stands for nothing in the CRMs that have no null.
    pub(crate) fn is_empty(&self, cell: &Cell) -> bool {
        const ZERO_GUID: &str = "00000000-0000-0000-0000-000000000000";
        // 0001-01-01, as a day's number and in milliseconds.
        const FIRST_DAY: i64 = -719_162;
        self.empty_is_missing
            && match (&self.kind, cell) {
                (_, Cell::Text(text)) => text.is_empty() || text == ZERO_GUID,
                (Kind::Date, Cell::Whole(day)) => *day == FIRST_DAY,
                (Kind::Instant, Cell::Whole(ms)) => ms.div_euclid(86_400_000) == FIRST_DAY,
                (_, Cell::Items(items)) => items.is_empty(),
                _ => false,
            }
    }

    /// Reads the field's value out of a record; `None` after a problem.
    fn read(&self, record: &Value, at: &mut Reader) -> Option<Cell> {
        match record.get(&self.path) {
            Some(value) => at.within(self.path.clone(), |at| self.cell(value, at)),
            None => self.descend(record, &self.path, at),
        }
    }

    fn descend(&self, value: &Value, path: &str, at: &mut Reader) -> Option<Cell> {
        let (key, rest) = match path.split_once('.') {
            Some((key, rest)) => (key, Some(rest)),
            None => (path, None),
        };
        match (value.get(key), rest) {
            (None | Some(Value::Null), _) => Some(Cell::Missing),
            (Some(value), None) => at.within(key.to_owned(), |at| self.cell(value, at)),
            (Some(value @ Value::Map(_)), Some(rest)) => {
                at.within(key.to_owned(), |at| self.descend(value, rest, at))
            }
            (Some(other), Some(_)) => {
                at.within(key.to_owned(), |at| at.mismatch("an object", other))
            }
        }
    }

    /// Reads the field's own value.
    pub(crate) fn cell(&self, value: &Value, at: &mut Reader) -> Option<Cell> {
        // What stands for nothing need not be of the type.
        let is_nothing = |text: &String| match &self.kind {
            Kind::Enum(values) => text.is_empty() && !values.contains(text),
            Kind::Date | Kind::Instant => text.is_empty() || is_first_day(text),
            _ => false,
        };
        match value {
            Value::Null => return Some(Cell::Missing),
            Value::Text(text) if self.empty_is_missing && is_nothing(text) => {
                return Some(Cell::Missing);
            }
            _ => {}
        }
        let cell = self.kind.read(value, at)?;
        Some(if self.is_empty(&cell) { Cell::Missing } else { cell })
    }
}

/// Whether a text is of 0001-01-01, at whatever time of whatever zone, or of none.
fn is_first_day(text: &str) -> bool {
    text.strip_prefix("0001-01-01")
        .is_some_and(|time| time.is_empty() || time.starts_with(['T', ' ']))
}

impl Scope {
    /// The paths of its fields, and of those in its lists.
    pub(crate) fn paths(&self, within: &str, paths: &mut Vec<String>) {
        for field in &self.fields {
            let path = format!("{within}{}", field.path);
            paths.push(path.clone());
            if let Kind::List(items) = &field.kind {
                items.paths(&format!("{path}[]."), paths);
            }
        }
    }

    /// Reads of a record what its conditions look at: O(fields x keys). Other keys are not looked at.
    pub(crate) fn read(&self, value: &Value, at: &mut Reader) -> Option<Record> {
        if !matches!(value, Value::Map(_)) {
            return at.mismatch("an object", value);
        }
        let mut cells = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            cells.extend(field.read(value, at));
        }
        (cells.len() == self.fields.len()).then_some(Record(cells))
    }
}
