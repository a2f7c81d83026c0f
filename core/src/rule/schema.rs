//! What a record may hold: fields by dotted path, each with a type.

use crate::shape::{Reader, Shape, Shaped, Value, codes, did_you_mean, record};

/// A name that every schema has besides its own: the instant at which a condition is asked.
pub const NOW: &str = "now";

codes! {
    /// What the values of a field are.
    pub enum FieldType {
        /// `true` or `false`.
        Bool = "bool",
        /// A whole number.
        Int = "int",
        /// Any number, as the nearest f64: measures such as metres.
        Number = "number",
        /// An exact decimal: money and points.
        Decimal = "decimal",
        /// Text.
        String = "string",
        /// One of a set of texts, listed under `values`.
        Enum = "enum",
        /// A date such as `2026-11-20`.
        Date = "date",
        /// A moment.
        Instant = "instant",
        /// An exact length of time: `20m`, or a whole number of milliseconds.
        Span = "span",
        /// A list of records, whose fields are listed under `items`.
        List = "list",
    }
}

record! {
    /// The type of one field. Where only `type` is given, its name alone will do: `"int"`.
    pub struct FieldPolicy: policy check check_field {
        /// What the values are.
        pub r#type: FieldType,
        /// The values of an `enum`.
        pub values: Option<Vec<String>>,
        /// The fields of the records of a `list`.
        pub items: Option<Schema>,
        /// Whether what stands for nothing in a CRM is missing: an empty text or list, the zero GUID,
        /// the date 0001-01-01; of dates and instants an empty text too, and 0001-01-01 with any time,
        /// without a zone too.
        pub empty_is_missing: bool = false,
        /// Digits after the point that an array of integers has for a `decimal`: with 2, 150 is 1.50. Lists,
        /// rows and arrays of floats hold the numbers themselves, 150. At most 9.
        pub scale: u32 = 0,
    }
}

/// The fields that records may have, by dotted path: `site.status` is the key `status` within
/// `site`, or the column of that name.
///
/// # Example
/// ```
/// use fieldbeat::rule::{FieldType, Schema};
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int", "site.kind": {"type": "enum", "values": ["state", "private"]}}"#)?;
/// assert_eq!(schema.field("doctors_met").map(|field| field.r#type), Some(FieldType::Int));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema(pub Vec<(String, FieldPolicy)>);

impl Schema {
    /// The type of the field at `path`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&FieldPolicy> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, field)| field)
    }

    /// The same, or a problem that says what was meant.
    pub(super) fn require(&self, path: &str, at: &mut Reader) -> Option<&FieldPolicy> {
        self.field(path).or_else(|| {
            let known: Vec<&str> = self.0.iter().map(|(path, _)| path.as_str()).collect();
            let hint = did_you_mean(path, &known).map_or_else(
                || format!("the schema has: {}", known.join(", ")),
                |meant| format!("did you mean \"{meant}\"?"),
            );
            at.problem("unknown_field", format!("unknown field \"{path}\": {hint}"))
        })
    }

    /// Reads a schema from JSON text.
    ///
    /// # Errors
    /// `invalid_json`, or all problems found, each with a path.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        Shaped::from_json(text)
    }
}

/// A field's type by its name, or with more.
struct NamedOrFull(FieldPolicy);

impl Shaped for NamedOrFull {
    fn shape() -> Shape {
        Shape::Either {
            name: "FieldTypeOrPolicy",
            doc: "The type of a field by its name, or with what belongs to it.",
            shapes: vec![FieldType::shape(), FieldPolicy::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Text(_) = value else { return FieldPolicy::read(value, at).map(Self) };
        let field = FieldPolicy {
            r#type: FieldType::read(value, at)?,
            values: None,
            items: None,
            empty_is_missing: false,
            scale: 0,
        };
        check_field(&field, at);
        Some(Self(field))
    }

    fn to_value(&self) -> Value {
        let FieldPolicy { r#type, values, items, empty_is_missing, scale } = &self.0;
        match (values, items, empty_is_missing, scale) {
            (None, None, false, 0) => r#type.to_value(),
            _ => match self.0.to_value() {
                // What is not there says nothing.
                Value::Map(entries) => {
                    let says = |(_, value): &(String, Value)| *value != Value::Null;
                    Value::Map(entries.into_iter().filter(says).collect())
                }
                other => other,
            },
        }
    }
}

impl Shaped for Schema {
    fn shape() -> Shape {
        Shape::Dict(Box::new(NamedOrFull::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Map(entries) = value else { return at.mismatch("fields by path", value) };
        let before = at.problem_count();
        let mut fields: Vec<(String, FieldPolicy)> = Vec::with_capacity(entries.len());
        at.policy(|at| {
            for (path, value) in entries {
                at.within(path.clone(), |at| {
                    check_path(path, at);
                    let field = NamedOrFull::read(value, at);
                    fields.extend(field.map(|field| (path.clone(), field.0)));
                });
            }
            let mut paths: Vec<&str> = fields.iter().map(|(path, _)| path.as_str()).collect();
            crate::math::sort(&mut paths);
            for pair in paths.windows(2) {
                if let [one, next] = pair
                    && one == next
                {
                    at.within((*one).to_owned(), |at| {
                        at.problem::<()>("duplicate_key", "the field occurs twice")
                    });
                }
            }
        });
        (at.problem_count() == before).then_some(Self(fields))
    }

    fn to_value(&self) -> Value {
        let entry = |(path, field): &(String, FieldPolicy)| {
            (path.clone(), NamedOrFull(field.clone()).to_value())
        };
        Value::Map(self.0.iter().map(entry).collect())
    }
}

fn check_path(path: &str, at: &mut Reader) {
    if path == NOW {
        at.problem::<()>("reserved_field", "\"now\" is the instant at which a condition is asked");
    } else if path.split('.').any(str::is_empty) {
        at.problem::<()>("invalid_field", "expected keys with dots between them");
    }
}

fn check_field(field: &FieldPolicy, at: &mut Reader) {
    let kind = field.r#type;
    let belongs = [
        ("values", FieldType::Enum, field.values.is_some()),
        ("items", FieldType::List, field.items.is_some()),
    ];
    for (key, of, is_there) in belongs {
        match (kind == of, is_there) {
            (true, false) => {
                let message = format!("\"{key}\" is required of the type \"{of}\"");
                at.within(key, |at| at.problem::<()>("missing_key", message));
            }
            (false, true) => {
                let message = format!("\"{key}\" belongs to the type \"{of}\" only");
                at.within(key, |at| at.problem::<()>("misplaced_key", message));
            }
            _ => {}
        }
    }
    if field.scale > 9 {
        at.within("scale", |at| at.problem::<()>("out_of_range", "expected 0 to 9"));
    } else if field.scale > 0 && kind != FieldType::Decimal {
        let message = "\"scale\" belongs to the type \"decimal\" only";
        at.within("scale", |at| at.problem::<()>("misplaced_key", message));
    }
    let can_be_empty = matches!(
        kind,
        FieldType::String
            | FieldType::Enum
            | FieldType::Date
            | FieldType::Instant
            | FieldType::List
    );
    if field.empty_is_missing && !can_be_empty {
        at.within("empty_is_missing", |at| {
            at.problem::<()>("misplaced_key", format!("no value of type \"{kind}\" is empty"))
        });
    }
    if let Some(values) = &field.values {
        at.within("values", |at| {
            if values.is_empty() {
                at.problem::<()>("empty", "expected at least one value");
            }
            for (index, value) in values.iter().enumerate() {
                if values.iter().take(index).any(|earlier| earlier == value) {
                    at.within(index, |at| at.problem::<()>("duplicate_value", "listed twice"));
                }
            }
        });
    }
}
