//! What a record looks like, as data: the source of JSON Schema and of the hosts' types.

use super::Value;

/// The shape of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number in a range.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A finite number in a range.
    Number {
        /// Smallest, itself allowed.
        min: Option<f64>,
        /// Lower bound, itself not allowed.
        above: Option<f64>,
        /// Largest, itself allowed.
        max: Option<f64>,
    },
    /// An exact decimal.
    Decimal,
    /// Text.
    Text,
    /// A moment: RFC 3339 with offset.
    Instant,
    /// A date: `2026-11-20`.
    Date,
    /// A span: `90s`, `20m`, `4h`.
    Span,
    /// One of a set of codes.
    Choice(Choice),
    /// A list.
    List(Box<Shape>),
    /// Possibly absent.
    Optional(Box<Shape>),
    /// Facts by name: numbers, texts, booleans, instants.
    Facts,
    /// Values of one shape by names that the caller chooses.
    Dict(Box<Shape>),
    /// A record.
    Record(RecordShape),
    /// Any of several shapes, under a name of its own.
    Either {
        /// Name of the type in the hosts' languages.
        name: &'static str,
        /// What it is.
        doc: &'static str,
        /// The alternatives.
        shapes: Vec<Shape>,
    },
    /// A column of numbers, texts, booleans or instants.
    Column(Box<Shape>),
    /// Bytes that only this library reads.
    Bytes,
    /// An engine of this class.
    Object(&'static str),
}

/// A set of codes.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Name of the type.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The codes, each with its meaning.
    pub codes: &'static [(&'static str, &'static str)],
}

/// The shape of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordShape {
    /// Name of the type.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Whether it is (part of) a policy: other keys are then errors.
    pub policy: bool,
    /// Whether an answer leaves out the keys that say nothing.
    pub sparse: bool,
    /// The keys, in order.
    pub fields: fn() -> Vec<Field>,
}

/// One key of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it means, with its unit.
    pub doc: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// The value that an absent key stands for.
    pub default: Option<Value>,
}

/// The JSON Schema (draft 2020-12) of a shape, with the records that it uses under `$defs`.
///
/// # Example
/// ```
/// use fieldbeat::PresencePolicy;
/// use fieldbeat::shape::{Shaped, json_schema};
///
/// let schema = json_schema(&PresencePolicy::shape());
/// assert_eq!(schema.get("$ref").and_then(|r| match r {
///     fieldbeat::shape::Value::Text(text) => Some(text.as_str()),
///     _ => None,
/// }), Some("#/$defs/PresencePolicy"));
/// ```
#[must_use]
pub fn json_schema(shape: &Shape) -> Value {
    let mut definitions = Vec::new();
    let root = schema_of(shape, &mut definitions);
    definitions.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut entries = vec![text("$schema", "https://json-schema.org/draft/2020-12/schema")];
    if let Value::Map(root) = root {
        entries.extend(root);
    }
    entries.push(("$defs".to_owned(), Value::Map(definitions)));
    Value::Map(entries)
}

type Definitions = Vec<(String, Value)>;

fn schema_of(shape: &Shape, definitions: &mut Definitions) -> Value {
    match shape {
        Shape::Any => Value::Map(Vec::new()),
        Shape::Bool => typed("boolean"),
        Shape::Integer { min, max } => Value::Map(vec![
            text("type", "integer"),
            ("minimum".to_owned(), Value::Int(*min)),
            ("maximum".to_owned(), Value::Int(*max)),
        ]),
        Shape::Number { min, above, max } => {
            let bounds = [("minimum", min), ("exclusiveMinimum", above), ("maximum", max)];
            let bounds = bounds
                .into_iter()
                .filter_map(|(key, bound)| bound.map(|b| (key.to_owned(), Value::Float(b))));
            Value::Map(std::iter::once(text("type", "number")).chain(bounds).collect())
        }
        Shape::Decimal => typed("number"),
        Shape::Text | Shape::Bytes => typed("string"),
        Shape::Instant => formatted("date-time"),
        Shape::Date => formatted("date"),
        Shape::Span => {
            Value::Map(vec![text("type", "string"), text("pattern", crate::time::SPAN_PATTERN)])
        }
        Shape::Choice(choice) => define(choice.name, definitions, |_| {
            let codes = choice.codes.iter().map(|(code, _)| Value::Text((*code).to_owned()));
            Value::Map(vec![
                text("description", &prose(choice.doc)),
                ("enum".to_owned(), Value::List(codes.collect())),
            ])
        }),
        Shape::List(item) | Shape::Column(item) => Value::Map(vec![
            text("type", "array"),
            ("items".to_owned(), schema_of(item, definitions)),
        ]),
        Shape::Optional(inner) => either(vec![schema_of(inner, definitions), typed("null")]),
        Shape::Facts | Shape::Object(_) => typed("object"),
        Shape::Dict(item) => Value::Map(vec![
            text("type", "object"),
            ("additionalProperties".to_owned(), schema_of(item, definitions)),
        ]),
        Shape::Record(record) => {
            define(record.name, definitions, |definitions| record_schema(record, definitions))
        }
        Shape::Either { name, doc, shapes } => define(name, definitions, |definitions| {
            let shapes = shapes.iter().map(|shape| schema_of(shape, definitions)).collect();
            let Value::Map(mut entries) = either(shapes) else { return Value::Null };
            entries.insert(0, text("description", &prose(doc)));
            Value::Map(entries)
        }),
    }
}

fn record_schema(record: &RecordShape, definitions: &mut Definitions) -> Value {
    let mut properties = Vec::new();
    let mut required = Vec::new();
    for field in (record.fields)() {
        let mut schema = schema_of(&field.shape, definitions);
        let is_optional = matches!(field.shape, Shape::Optional(_) | Shape::Any);
        let is_required = field.default.is_none() && !is_optional;
        if let Value::Map(entries) = &mut schema {
            entries.insert(0, text("description", &prose(field.doc)));
            entries.extend(field.default.map(|default| ("default".to_owned(), plain(default))));
        }
        if is_required {
            required.push(Value::Text(field.key.to_owned()));
        }
        properties.push((field.key.to_owned(), schema));
    }
    Value::Map(vec![
        text("description", &prose(record.doc)),
        text("type", "object"),
        ("properties".to_owned(), Value::Map(properties)),
        ("required".to_owned(), Value::List(required)),
        ("additionalProperties".to_owned(), Value::Bool(!record.policy)),
    ])
}

/// A default as JSON has it: a schema is the same in a file and in a host that knows decimals.
fn plain(default: Value) -> Value {
    match default {
        Value::Decimal(decimal) => Value::Float(decimal.to_f64()),
        Value::List(items) => Value::List(items.into_iter().map(plain).collect()),
        Value::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        other => other,
    }
}

/// A reference to a definition, which is made at its first use.
fn define(
    name: &str,
    definitions: &mut Definitions,
    make: impl FnOnce(&mut Definitions) -> Value,
) -> Value {
    if !definitions.iter().any(|(known, _)| known == name) {
        definitions.push((name.to_owned(), Value::Null));
        let schema = make(definitions);
        if let Some(slot) = definitions.iter_mut().find(|(known, _)| known == name) {
            slot.1 = schema;
        }
    }
    Value::Map(vec![text("$ref", &format!("#/$defs/{name}"))])
}

fn either(shapes: Vec<Value>) -> Value {
    Value::Map(vec![("anyOf".to_owned(), Value::List(shapes))])
}

fn typed(name: &str) -> Value {
    Value::Map(vec![text("type", name)])
}

fn formatted(format: &str) -> Value {
    Value::Map(vec![text("type", "string"), text("format", format)])
}

fn text(key: &str, value: &str) -> (String, Value) {
    (key.to_owned(), Value::Text(value.to_owned()))
}

/// The text of a doc comment as one paragraph a blank line apart.
#[must_use]
pub(crate) fn prose(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join(" ")).collect::<Vec<_>>().join("\n\n")
}
