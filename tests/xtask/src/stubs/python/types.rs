//! The data as types: a `TypedDict` a record, a `Literal` a set of codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use fieldbeat::catalog::Operation;
use fieldbeat::shape::{Choice, Field, RecordShape, Shape, Shaped, Value};

use super::prose::{bullet, docstring, plain, wrapped};
use super::{MARK, all_of, imports, uses};

/// Which way data go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    In,
    Out,
}

/// A named type, as it is passed or as it is answered.
#[derive(Clone)]
enum Named {
    Choice(Choice),
    Record(RecordShape),
    Either { doc: &'static str, shapes: Vec<Shape> },
}

/// All named types of the operations.
pub(super) struct Types {
    /// In the order of their definitions: what a type uses stands before it.
    order: Vec<(&'static str, Way)>,
    named: BTreeMap<(&'static str, Way), Named>,
    /// Names that mean one thing as an answer and another as an argument.
    split: BTreeSet<&'static str>,
}

impl Types {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let (order, named, split) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        let mut types = Self { order, named, split };
        for operation in operations {
            for field in ((operation.arguments)().fields)() {
                types.collect(&field.shape, Way::In);
            }
            types.collect(&(operation.answer)(), Way::Out);
        }
        // Splitting one type changes those that name it: until nothing changes.
        loop {
            let differs = |name: &&&'static str| {
                let sides = [Way::In, Way::Out].map(|way| types.definition(name, way));
                matches!(&sides, [Some(passed), Some(answered)] if passed != answered)
            };
            let split: BTreeSet<_> =
                types.order.iter().map(|(name, _)| name).filter(differs).copied().collect();
            // A split type's two definitions differ by their first line, so none rejoins.
            if split == types.split {
                return types;
            }
            types.split = split;
        }
    }

    fn collect(&mut self, shape: &Shape, way: Way) {
        let (name, named) = match shape {
            Shape::List(inner)
            | Shape::Optional(inner)
            | Shape::Column(inner)
            | Shape::Dict(inner) => {
                return self.collect(inner, way);
            }
            Shape::Choice(choice) => (choice.name, Named::Choice(*choice)),
            Shape::Record(record) => (record.name, Named::Record(*record)),
            Shape::Either { name, doc, shapes } => {
                (*name, Named::Either { doc, shapes: shapes.clone() })
            }
            _ => return,
        };
        if self.named.insert((name, way), named.clone()).is_some() {
            return;
        }
        match &named {
            Named::Choice(_) => {}
            Named::Record(record) => {
                for field in (record.fields)() {
                    self.collect(&field.shape, way);
                }
            }
            Named::Either { shapes, .. } => shapes.iter().for_each(|s| self.collect(s, way)),
        }
        self.order.push((name, way));
    }

    /// The name of a type in Python.
    fn name(&self, name: &str, way: Way) -> String {
        match way {
            Way::In if self.split.contains(name) => format!("{name}Input"),
            _ => name.to_owned(),
        }
    }

    /// The annotation of a value.
    pub(super) fn annotation(&self, shape: &Shape, way: Way) -> String {
        let passed = way == Way::In;
        match shape {
            Shape::Any => "Any".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Integer { .. } => "int".to_owned(),
            Shape::Number { .. } => "float".to_owned(),
            Shape::Decimal => if passed { "DecimalInput" } else { "Decimal" }.to_owned(),
            Shape::Text => "str".to_owned(),
            Shape::Instant => if passed { "InstantInput" } else { "datetime" }.to_owned(),
            Shape::Date => if passed { "DateInput" } else { "str" }.to_owned(),
            Shape::Span => if passed { "SpanInput" } else { "str" }.to_owned(),
            Shape::Facts => if passed { "Mapping[str, Any]" } else { "dict[str, Any]" }.to_owned(),
            Shape::Dict(item) => {
                let of = self.annotation(item, way);
                match (&**item, passed) {
                    (Shape::Column(_), true) => format!("Mapping[str, {of}] | Table"),
                    (_, true) => format!("Mapping[str, {of}]"),
                    (_, false) => format!("dict[str, {of}]"),
                }
            }
            Shape::List(item) => {
                format!(
                    "{}[{}]",
                    if passed { "Sequence" } else { "list" },
                    self.annotation(item, way)
                )
            }
            Shape::Optional(inner) => match self.annotation(inner, way) {
                any if any == "Any" => any,
                inner => format!("{inner} | None"),
            },
            // An answer may be passed again, though its keys are never absent.
            Shape::Record(RecordShape { name, .. }) | Shape::Either { name, .. }
                if passed && self.split.contains(name) =>
            {
                format!("{name} | {name}Input")
            }
            Shape::Choice(Choice { name, .. })
            | Shape::Record(RecordShape { name, .. })
            | Shape::Either { name, .. } => (*name).to_owned(),
            Shape::Column(item) => {
                let name = if passed { "ColumnInput" } else { "Column" };
                format!("{name}[{}]", self.annotation(item, way))
            }
            Shape::Bytes => {
                if passed { "bytes | bytearray | memoryview" } else { "bytes" }.to_owned()
            }
            Shape::Object(class) => (*class).to_owned(),
        }
    }

    /// The definition of a type, if it is used that way.
    fn definition(&self, name: &'static str, way: Way) -> Option<String> {
        let title = self.name(name, way);
        Some(match self.named.get(&(name, way))? {
            Named::Choice(choice) => {
                let codes = match choice.codes {
                    [(code, _)] => format!("\"{code}\""),
                    many => {
                        let lines = many.iter().map(|(code, _)| format!("    \"{code}\",\n"));
                        format!("\n{}", lines.collect::<String>())
                    }
                };
                let meanings: String = choice
                    .codes
                    .iter()
                    .map(|(code, doc)| bullet(&format!("`{code}`: {}", plain(doc))))
                    .collect();
                let doc = format!("{}\n\n{}", wrapped(&plain(choice.doc), 0), meanings.trim_end());
                format!("{title}: TypeAlias = Literal[{codes}]\n{}", docstring(&doc, 0))
            }
            Named::Either { doc, shapes } => {
                let mut union: Vec<_> =
                    shapes.iter().map(|shape| self.annotation(shape, way)).collect();
                if shapes.iter().any(is_table) || is_rows_or_columns(shapes) {
                    union.push("Table".to_owned());
                }
                let doc = wrapped(&plain(doc), 0);
                let (head, union) = (format!("{title}: TypeAlias = "), union.join(" | "));
                let union = match head.len() + union.len() {
                    0..=WIDTH => union,
                    _ => format!("(\n    {union}\n)"),
                };
                format!("{head}{union}\n{}", docstring(&doc, 0))
            }
            Named::Record(record) => {
                let fields = (record.fields)();
                if fields.iter().any(|field| KEYWORDS.contains(&field.key)) {
                    return Some(self.by_call(&title, record, way));
                }
                let doc = wrapped(&plain(record.doc), 4);
                let mut text = format!("class {title}(TypedDict):\n{}", docstring(&doc, 4));
                for field in fields {
                    let annotation = self.key_annotation(record, &field, way);
                    let doc = wrapped(&field_doc(&field, way), 4);
                    let _ = write!(text, "\n    {}: {annotation}\n", field.key);
                    text.push_str(&docstring(&doc, 4));
                }
                text
            }
        })
    }

    fn key_annotation(&self, record: &RecordShape, field: &Field, way: Way) -> String {
        let annotation = self.annotation(&field.shape, way);
        match way {
            _ if record.sparse => format!("NotRequired[{annotation}]"),
            Way::In if may_be_absent(field) => format!("NotRequired[{annotation}]"),
            _ => annotation,
        }
    }

    /// A record of which a key is a keyword: no class can have it.
    fn by_call(&self, title: &str, record: &RecordShape, way: Way) -> String {
        let mut text = format!("{title} = TypedDict(\n    \"{title}\",\n    {{\n");
        let mut doc = wrapped(&plain(record.doc), 0) + "\n\n";
        for field in (record.fields)() {
            let annotation = self.key_annotation(record, &field, way);
            let _ = writeln!(text, "        \"{}\": \"{annotation}\",", field.key);
            doc.push_str(&bullet(&format!("`{}`: {}", field.key, field_doc(&field, way))));
        }
        let doc = docstring(doc.trim_end(), 0);
        // After a name the first line would be too long.
        let doc = doc.trim_start().replacen("\"\"\"", "\"\"\"\\\n", 1);
        format!("{text}    }},\n)\n{title}.__doc__ = {doc}")
    }

    /// Names of all types, sorted.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let own = self.order.iter().map(|(name, way)| self.name(name, *way));
        let body = self.definitions();
        own.chain(aliases(&body).map(|(name, ..)| (*name).to_owned())).collect()
    }

    /// All definitions, in an order in which each finds what it uses: unions last, which Python
    /// evaluates, while the fields of records are only annotated.
    fn definitions(&self) -> String {
        let mut body = String::new();
        let mut written = BTreeSet::new();
        let is_union =
            |key: &(&'static str, Way)| matches!(self.named.get(key), Some(Named::Either { .. }));
        let (unions, others): (Vec<_>, Vec<_>) = self.order.iter().copied().partition(is_union);
        for (name, way) in others.into_iter().chain(unions) {
            if let Some(definition) = self.definition(name, way)
                && written.insert(self.name(name, way))
            {
                let _ = write!(body, "\n\n{definition}");
            }
        }
        body
    }

    /// The classes that types name.
    fn classes(&self) -> BTreeSet<&'static str> {
        let unions = self.named.values().filter_map(|named| match named {
            Named::Either { shapes, .. } => Some(shapes),
            _ => None,
        });
        unions.flatten().filter_map(class).collect()
    }

    /// Their imports. The module of the classes imports that of types, which therefore knows them at
    /// run time by what they are made of.
    fn imported_classes(&self) -> String {
        let classes = self.classes();
        if classes.is_empty() {
            return String::new();
        }
        let names = classes.iter().copied().collect::<Vec<_>>().join(", ");
        let plain = classes
            .iter()
            .map(|class| format!("    from fieldbeat._engine import Engine as {class}\n"));
        format!(
            "\nif TYPE_CHECKING:\n    from fieldbeat._operations import {names}\nelse:\n{}",
            plain.collect::<String>()
        )
    }

    /// The module of types.
    pub(super) fn module(&self) -> String {
        let body = self.definitions();
        let mut code = String::new();
        for (name, meaning, doc) in aliases(&body) {
            let _ = write!(code, "\n{name}: TypeAlias = {meaning}\n\"\"\"{doc}\"\"\"\n");
        }
        code.push_str(&body);
        let classes = if self.classes().is_empty() { "" } else { "TYPE_CHECKING" };
        code.push_str(classes);
        let imports = imports(&code);
        code.truncate(code.len() - classes.len());
        format!(
            "{MARK}\"\"\"The data that operations take and answer, as types.\"\"\"\n\n\
             from __future__ import annotations\n\n{imports}{}\n{}{code}",
            self.imported_classes(),
            all_of(&self.names())
        )
    }
}

/// Those of the [`ALIASES`] that `body` names.
fn aliases(
    body: &str,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    ALIASES.iter().filter(move |(name, ..)| uses(body, name))
}

/// The longest line.
const WIDTH: usize = 100;

/// Words of Python that no attribute can be called, as far as keys are.
const KEYWORDS: &[&str] = &["in", "not"];

/// What an input may be besides its plain form.
const ALIASES: &[(&str, &str, &str)] = &[
    (
        "InstantInput",
        "datetime | str | int | float",
        "A datetime with a zone, RFC 3339 with an offset, or milliseconds since 1970-01-01 UTC.",
    ),
    ("DateInput", "date | str", "A date, such as `2026-11-20`."),
    ("SpanInput", "timedelta | str", "An exact span: `90s`, `20m`, `4h`; a timedelta of seconds."),
    ("DecimalInput", "Decimal | str | int | float", "An exact decimal."),
];

pub(super) fn may_be_absent(field: &Field) -> bool {
    field.default.is_some() || matches!(field.shape, Shape::Optional(_) | Shape::Any)
}

/// The class of an engine.
fn class(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Object(class) => Some(class),
        _ => None,
    }
}

/// Whether this is a record that columns suffice for, which an Arrow table is too.
fn is_table(shape: &Shape) -> bool {
    let is_column = |shape: &Shape| match shape {
        Shape::Column(_) => true,
        Shape::Optional(inner) => matches!(**inner, Shape::Column(_)),
        _ => false,
    };
    let Shape::Record(record) = shape else { return false };
    let fields = (record.fields)();
    let suffices =
        |field: &Field| is_column(&field.shape) || matches!(field.shape, Shape::Optional(_));
    fields.iter().any(|field| is_column(&field.shape)) && fields.iter().all(suffices)
}

/// Whether rows may come as columns under any names.
fn is_rows_or_columns(shapes: &[Shape]) -> bool {
    let of_records = |shape: &Shape| matches!(shape, Shape::List(_));
    shapes.iter().any(of_records) && shapes.iter().any(|shape| matches!(shape, Shape::Facts))
}

/// The doc of a key, with its default where that is one word.
pub(super) fn field_doc(field: &Field, way: Way) -> String {
    let doc = plain(field.doc);
    let default = field.default.as_ref().filter(|value| {
        way == Way::In && !matches!(value, Value::Null | Value::Map(_) | Value::List(_))
    });
    match default.and_then(|value| value.to_json().ok()) {
        Some(json) => format!("{doc} Default: `{json}`."),
        None => doc,
    }
}
