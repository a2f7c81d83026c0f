//! TypeScript types of the catalog's shapes.
//!
//! What goes in and what comes out differ: an instant goes in as a string, a number or a `Date`,
//! and comes out as a string; keys with defaults may be left out, and come out always. A record
//! that goes both ways has two types then, `Claim` and `ClaimInput`.

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat::catalog::Operation;
use fieldbeat::shape::{Choice, Field, RecordShape, Shape, Value};

use super::function::{Function, Role};

/// Which way data go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    In,
    Out,
}

/// Decimals of answers that no rule rounds: where 15 digits do not tell one, it is a string.
const LONG: &[(&str, &str)] = &[
    ("ScoreStep", "before"),
    ("ScoreStep", "delta"),
    ("ScoreStep", "after"),
    ("RulePoints", "points"),
    ("ClosedLine", "points"),
    ("Adjustment", "points"),
];

/// What the catalog takes and answers, as TypeScript.
pub(super) struct Declarations {
    /// Records by name and way.
    records: BTreeMap<(&'static str, Way), RecordShape>,
    /// Named alternatives.
    unions: BTreeMap<&'static str, (&'static str, Vec<Shape>)>,
    choices: BTreeMap<&'static str, Choice>,
    /// Types of columns that are used.
    columns: BTreeSet<&'static str>,
    takes_instants: bool,
}

/// Whether a caller may leave this key out.
pub(super) fn may_be_absent(field: &Field) -> bool {
    field.default.is_some() || matches!(field.shape, Shape::Optional(_) | Shape::Any)
}

impl Declarations {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let mut declarations = Self {
            records: BTreeMap::new(),
            unions: BTreeMap::new(),
            choices: BTreeMap::new(),
            columns: BTreeSet::new(),
            takes_instants: false,
        };
        for operation in operations {
            for field in ((operation.arguments)().fields)() {
                declarations.gather(&field.shape, Way::In);
            }
            declarations.gather(&(operation.answer)(), Way::Out);
        }
        declarations
    }

    /// Notes every named type within `shape`.
    fn gather(&mut self, shape: &Shape, way: Way) {
        match shape {
            Shape::Choice(choice) => {
                self.choices.insert(choice.name, *choice);
            }
            Shape::List(inner) | Shape::Optional(inner) | Shape::Dict(inner) => {
                self.gather(inner, way);
            }
            Shape::Column(inner) if way == Way::In => {
                self.columns.extend(column_type(inner));
                self.gather(inner, way);
            }
            Shape::Column(inner) => self.gather(inner, way),
            Shape::Record(record) if self.records.insert((record.name, way), *record).is_none() => {
                for field in (record.fields)() {
                    self.gather(&field.shape, way);
                }
            }
            Shape::Either { name, doc, shapes } => {
                self.unions.insert(name, (doc, shapes.clone()));
                for shape in shapes {
                    self.gather(shape, way);
                }
            }
            Shape::Instant => self.takes_instants |= way == Way::In,
            _ => {}
        }
    }

    pub(super) fn function(&self, function: &Function<'_>) -> String {
        let answer = self.answer(function);
        self.doc(function, "") + &self.head(function, "export function ", &answer, "") + "\n"
    }

    /// A class with its members.
    pub(super) fn class(&self, name: &str, members: &[&Function<'_>]) -> String {
        let about = members.iter().find(|member| member.role == Role::Constructor);
        let about = about.map_or("", |constructor| constructor.operation.doc.trim());
        let members: Vec<String> = members
            .iter()
            .map(|member| {
                let answer = self.answer(member);
                let head = match member.role {
                    Role::Constructor => self.head(member, "", "", "  "),
                    Role::Property => format!("  get {}(): {answer};", member.name),
                    Role::Static => self.head(member, "static ", &answer, "  "),
                    Role::Method | Role::Function => self.head(member, "", &answer, "  "),
                };
                self.doc(member, "  ") + &head + "\n"
            })
            .collect();
        let members = members.join("\n");
        format!("{}export class {name} extends Engine {{\n{members}}}\n", comment(about, ""))
    }

    fn doc(&self, function: &Function<'_>, indent: &str) -> String {
        let operation = function.operation;
        let arguments = arguments(operation);
        let mut doc = match function.role {
            Role::Constructor => "Builds one.".to_owned(),
            Role::Static if operation.name == "new" => "Builds one.".to_owned(),
            _ => operation.doc.trim().to_owned(),
        };
        if function.is_async {
            doc += "\n\nOn the thread pool; the arguments are read before this returns.";
        }
        if !arguments.is_empty() || function.is_long() {
            doc.push('\n');
        }
        for field in &arguments {
            doc += &format!("\n@param {} - {}", field.key, prose(field.doc));
        }
        if function.is_long() {
            doc += "\n@param control - Who listens, and may stop it.";
        }
        if !arguments.is_empty() {
            doc += "\n@throws {@link FieldbeatError} with all problems of the arguments.";
        }
        comment(&doc, indent)
    }

    fn answer(&self, function: &Function<'_>) -> String {
        let answer = self.type_of(&(function.operation.answer)(), Way::Out);
        if function.is_async { format!("Promise<{answer}>") } else { answer }
    }

    /// `export function presence(fence: Fence, fix: Fix): Presence;`
    fn head(&self, function: &Function<'_>, before: &str, answer: &str, indent: &str) -> String {
        let name = &function.name;
        let mut parameters: Vec<String> = arguments(function.operation)
            .iter()
            .map(|field| {
                // A key without a value is left out, as one of `null` is.
                let may_be_null = field.default.is_some();
                let null = if may_be_null { " | null" } else { "" };
                let mark = if may_be_absent(field) { "?" } else { "" };
                format!("{}{mark}: {}{null}", field.key, self.type_of(&field.shape, Way::In))
            })
            .collect();
        if function.is_async {
            parameters.push("control?: AsyncControl".to_owned());
        } else if function.is_long() {
            parameters.push("control?: Control".to_owned());
        }
        let answer = if answer.is_empty() { String::new() } else { format!(": {answer}") };
        let head = format!("{indent}{before}{name}({}){answer};", parameters.join(", "));
        if head.len() <= 100 {
            return head;
        }
        let lines = parameters.join(&format!(",\n{indent}  "));
        format!("{indent}{before}{name}(\n{indent}  {lines},\n{indent}){answer};")
    }

    /// All types that the functions use.
    pub(super) fn types(&mut self) -> String {
        let mut text = String::new();
        if self.takes_instants {
            text += "\n/** A moment: RFC 3339 with an offset, milliseconds since 1970-01-01 UTC, or a `Date`. */\n\
                     export type InstantInput = string | number | Date;\n";
        }
        for column in &self.columns {
            text += "\n";
            text += column_declaration(column);
        }
        for (name, choice) in &self.choices {
            let codes = choice
                .codes
                .iter()
                .map(|(code, doc)| format!("\n  /** {} */\n  | '{code}'", prose(doc)));
            let doc = comment(choice.doc.trim(), "");
            text += &format!("\n{doc}export type {name} ={};\n", codes.collect::<String>());
        }
        for (name, (doc, shapes)) in &self.unions {
            let shapes: Vec<String> =
                shapes.iter().map(|shape| self.type_of(shape, Way::In)).collect();
            let doc = comment(doc.trim(), "");
            text += &format!("\n{doc}export type {name} = {};\n", shapes.join(" | "));
        }
        for ((_, way), record) in &self.records {
            if !self.is_covered(record, *way) {
                text += "\n";
                text += &self.interface(record, *way);
            }
        }
        text
    }

    /// Whether the type of what comes out serves for what goes in.
    fn is_covered(&self, record: &RecordShape, way: Way) -> bool {
        way == Way::In
            && self.name_of(record, Way::In) == record.name
            && self.records.contains_key(&(record.name, Way::Out))
    }

    /// The name of a record's type.
    fn name_of(&self, record: &RecordShape, way: Way) -> String {
        let both_ways = self.records.contains_key(&(record.name, Way::In))
            && self.records.contains_key(&(record.name, Way::Out));
        if way == Way::In && both_ways && self.differs_by_way(record) {
            format!("{}Input", record.name)
        } else {
            record.name.to_owned()
        }
    }

    fn differs_by_way(&self, record: &RecordShape) -> bool {
        (record.fields)().iter().any(|field| {
            may_be_absent(field)
                || self.type_of(&field.shape, Way::In) != self.type_of(&field.shape, Way::Out)
        })
    }

    fn interface(&self, record: &RecordShape, way: Way) -> String {
        let name = self.name_of(record, way);
        let mut text = comment(record.doc.trim(), "") + &format!("export interface {name} {{\n");
        for field in (record.fields)() {
            let mut doc = field.doc.trim().to_owned();
            if let (Way::In, Some(default)) = (way, &field.default) {
                doc += &default_tag(default);
            }
            text += &comment(&doc, "  ");
            let of = match self.type_of(&field.shape, way) {
                _ if LONG.contains(&(record.name, field.key)) => "number | string".to_owned(),
                of => of,
            };
            let line = match way {
                Way::In if may_be_absent(&field) => format!("  readonly {}?: {of};\n", field.key),
                Way::In => format!("  readonly {}: {of};\n", field.key),
                Way::Out if record.sparse => format!("  {}?: {of};\n", field.key),
                Way::Out => format!("  {}: {of};\n", field.key),
            };
            text += &line;
        }
        text + "}\n"
    }

    fn type_of(&self, shape: &Shape, way: Way) -> String {
        match shape {
            Shape::Any => "unknown".to_owned(),
            Shape::Bool => "boolean".to_owned(),
            Shape::Integer { .. } | Shape::Number { .. } => "number".to_owned(),
            Shape::Decimal if way == Way::In => "number | string".to_owned(),
            Shape::Decimal => "number".to_owned(),
            Shape::Bytes if way == Way::In => "Uint8Array | ArrayBuffer | DataView".to_owned(),
            Shape::Bytes => "Uint8Array".to_owned(),
            Shape::Object(class) => (*class).to_owned(),
            Shape::Text | Shape::Date | Shape::Span => "string".to_owned(),
            Shape::Instant if way == Way::In => "InstantInput".to_owned(),
            Shape::Instant => "string".to_owned(),
            Shape::Choice(choice) => choice.name.to_owned(),
            Shape::Optional(inner) => format!("{} | null", self.type_of(inner, way)),
            Shape::List(inner) => {
                let inner = self.type_of(inner, way);
                let inner = if inner.contains(' ') { format!("({inner})") } else { inner };
                match way {
                    Way::In => format!("readonly {inner}[]"),
                    Way::Out => format!("{inner}[]"),
                }
            }
            Shape::Dict(inner) => {
                let mark = if way == Way::In { "readonly " } else { "" };
                format!("{{ {mark}[name: string]: {} }}", self.type_of(inner, way))
            }
            Shape::Facts if way == Way::In => "{ readonly [name: string]: unknown }".to_owned(),
            Shape::Facts => "{ [name: string]: string | number | boolean | null }".to_owned(),
            Shape::Record(record) => self.name_of(record, way),
            Shape::Either { name, .. } => (*name).to_owned(),
            Shape::Column(inner) if way == Way::In => column_type(inner).map_or_else(
                || format!("readonly ({} | null)[]", self.type_of(inner, way)),
                str::to_owned,
            ),
            Shape::Column(inner) => column_array(inner).map_or_else(
                || {
                    let cell = self.type_of(inner, way);
                    if cell.contains(' ') { format!("({cell})[]") } else { format!("{cell}[]") }
                },
                str::to_owned,
            ),
        }
    }
}

/// What a caller passes.
fn arguments(operation: &Operation) -> Vec<Field> {
    let fields = ((operation.arguments)().fields)();
    fields.into_iter().filter(|field| field.key != "this").collect()
}

/// The typed array that a column of such cells comes out as: none where one may be absent, but for
/// flags, which have a third value for that.
pub(super) fn column_array(cell: &Shape) -> Option<&'static str> {
    match cell {
        Shape::Integer { min: 0, max } if *max == i64::from(u32::MAX) => Some("Uint32Array"),
        Shape::Integer { min: 0, max } if *max <= i64::from(u8::MAX) => Some("Uint8Array"),
        Shape::Integer { .. } | Shape::Number { .. } | Shape::Instant => Some("Float64Array"),
        Shape::Bool => Some("Uint8Array"),
        Shape::Optional(inner) if matches!(**inner, Shape::Bool) => Some("Uint8Array"),
        _ => None,
    }
}

/// The type of a column whose cells a typed array can hold.
fn column_type(cell: &Shape) -> Option<&'static str> {
    match cell {
        Shape::Optional(inner) => column_type(inner),
        Shape::Integer { .. } | Shape::Number { .. } => Some("NumberColumn"),
        Shape::Instant => Some("InstantColumn"),
        Shape::Bool => Some("BooleanColumn"),
        Shape::Any => Some("AnyColumn"),
        _ => None,
    }
}

fn column_declaration(name: &str) -> &'static str {
    match name {
        "InstantColumn" => {
            "/** Moments; in a typed array milliseconds since 1970-01-01 UTC. */\n\
             export type InstantColumn = readonly (InstantInput | null)[] | Float64Array | BigInt64Array;\n"
        }
        "BooleanColumn" => {
            "/** Booleans; in a typed array 0 is false, 1 true, and 2 unknown. */\n\
             export type BooleanColumn = readonly (boolean | null)[] | Uint8Array;\n"
        }
        "AnyColumn" => {
            "/** Values of one kind; `null` where one is missing, in a typed array NaN. Texts may be their \
             places among the distinct ones. */\n\
             export type AnyColumn =\n  \
             | readonly unknown[]\n  \
             | { readonly codes: Uint32Array | Int32Array; readonly names: readonly string[] }\n  \
             | Float64Array\n  | Float32Array\n  | Int32Array\n  | Uint32Array\n  | Int16Array\n  \
             | Uint16Array\n  | Int8Array\n  | Uint8Array\n  | BigInt64Array;\n"
        }
        _ => {
            "/** Numbers; NaN in a typed array is no number, where one may be absent. */\n\
             export type NumberColumn =\n  \
             | readonly (number | null)[]\n  \
             | Float64Array\n  | Float32Array\n  | Int32Array\n  | Uint32Array\n  | Int16Array\n  \
             | Uint16Array\n  | Int8Array\n  | Uint8Array\n  | BigInt64Array;\n"
        }
    }
}

/// A default that fits on the line; a nested policy has its own.
fn default_tag(default: &Value) -> String {
    let text = match default {
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Float(x) => x.to_string(),
        Value::Decimal(d) => d.to_string(),
        Value::Text(text) => format!("'{text}'"),
        Value::Instant(t) => format!("'{t}'"),
        Value::List(_) => "[]".to_owned(),
        _ => return String::new(),
    };
    format!("\n@defaultValue `{text}`")
}

/// A doc comment, its lines as they are, rustdoc's links without their brackets.
fn comment(doc: &str, indent: &str) -> String {
    let doc = doc.replace("[`", "`").replace("`]", "`");
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    match lines.as_slice() {
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines
                .iter()
                .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n")
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// A doc as one paragraph.
fn prose(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
