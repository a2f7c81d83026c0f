//! The operations as functions: a typed door each over the native module.

use std::collections::BTreeSet;
use std::fmt::Write;

use fieldbeat::catalog::{Form, Operation, operations};
use fieldbeat::shape::{Field, Shape};

use super::prose::{WIDTH, docstring, hanging, plain, wrapped};
use super::types::{Types, Way, field_doc, may_be_absent};
use super::{MARK, all_of, imports, uses};

/// One function an operation, one class an engine.
pub(super) fn module(types: &Types) -> String {
    let mut body = String::new();
    for operation in operations().iter().filter(|operation| operation.class.is_none()) {
        let _ = write!(body, "\n\n{}", door(types, operation));
    }
    for name in classes() {
        let _ = write!(body, "\n\n{}", class(types, name));
    }
    let mut used: Vec<_> = types.names().into_iter().filter(|name| uses(&body, name)).collect();
    // As import sorters want them: `Scored` before `ScoreReport`.
    used.sort_by_key(|name| name.to_lowercase());
    let from_types: String = used.iter().map(|name| format!("    {name},\n")).collect();
    format!(
        "{MARK}\"\"\"The operations: typed doors over the native module.\"\"\"\n\n\
         from __future__ import annotations\n\n{}\
         from fieldbeat._types import (\n{from_types})\n\n{}{body}",
        imports(&body),
        all_of(&names())
    )
}

/// What the package exports of the operations: functions and classes.
pub(super) fn names() -> BTreeSet<String> {
    operations()
        .iter()
        .map(|operation| operation.class.unwrap_or(operation.name).to_owned())
        .collect()
}

fn classes() -> BTreeSet<&'static str> {
    operations().iter().filter_map(|operation| operation.class).collect()
}

/// How Python writes one operation.
struct Door<'t> {
    types: &'t Types,
    operation: Operation,
    fields: Vec<Field>,
    answer: Shape,
    /// Columns before its text.
    indent: usize,
}

impl<'t> Door<'t> {
    fn new(types: &'t Types, operation: &Operation) -> Self {
        let fields = ((operation.arguments)().fields)();
        let indent = if operation.class.is_some() { 4 } else { 0 };
        Self { types, operation: *operation, fields, answer: (operation.answer)(), indent }
    }

    /// The arguments, but for the engine that a method is called on and the options.
    fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.key != "this" && !is_options(field))
    }

    /// The options, which are keyword arguments in Python.
    fn options(&self) -> Vec<Field> {
        match self.fields.iter().find(|field| is_options(field)).map(|field| &field.shape) {
            Some(Shape::Record(record)) => (record.fields)(),
            _ => Vec::new(),
        }
    }

    /// Whether it tells of its progress.
    fn is_long(&self) -> bool {
        matches!(self.operation.form, Form::Long | Form::Search)
    }

    /// `name(self, lat: float, ...) -> answer:` in one line or several, `own` arguments first.
    fn head(&self, name: &str, own: &str, returns: &str) -> String {
        let margin = " ".repeat(self.indent);
        let argument = |field: &Field| {
            let annotation = self.types.annotation(&field.shape, Way::In);
            if !may_be_absent(field) {
                format!("{}: {annotation}", field.key)
            } else if annotation.ends_with(" | None") {
                format!("{}: {annotation} = None", field.key)
            } else {
                format!("{}: {annotation} | None = None", field.key)
            }
        };
        let mut arguments: Vec<String> = self.arguments().map(argument).collect();
        let mut by_name: Vec<String> = self.options().iter().map(argument).collect();
        if self.is_long() {
            by_name.push("progress: Callable[[int], object] | None = None".to_owned());
        }
        if !by_name.is_empty() {
            arguments.push("*".to_owned());
            arguments.append(&mut by_name);
        }
        if arguments.is_empty() {
            return format!("{margin}def {name}({own}) -> {returns}:\n");
        }
        let own = if own.is_empty() { String::new() } else { format!("{margin}    {own},\n") };
        let arguments: String =
            arguments.iter().map(|argument| format!("{margin}    {argument},\n")).collect();
        format!("{margin}def {name}(\n{own}{arguments}{margin}) -> {returns}:\n")
    }

    /// `before` + the call + `after`, in one line or several.
    fn call(&self, before: &str, after: &str) -> String {
        let margin = " ".repeat(self.indent + 4);
        let name = self.operation.full_name();
        let entries: Vec<_> = self
            .fields
            .iter()
            .map(|field| match field.key {
                "this" => "\"this\": self".to_owned(),
                key if is_options(field) => {
                    let given = self.options();
                    let given: String = given
                        .iter()
                        .map(|o| format!("{margin}            {0}={0},\n", o.key))
                        .collect();
                    format!("\"{key}\": given(\n{given}{margin}        )")
                }
                key => format!("\"{key}\": {key}"),
            })
            .collect();
        let (listener, last) = if self.is_long() {
            (", progress".to_owned(), format!("{margin}    progress,\n"))
        } else {
            (String::new(), String::new())
        };
        let entries_in_line = entries.join(", ");
        let one_line =
            format!("{margin}{before}call(\"{name}\", {{{entries_in_line}}}{listener}){after}\n");
        if one_line.trim_end().len() <= WIDTH && !entries_in_line.contains('\n') {
            return one_line;
        }
        let entries: String =
            entries.iter().map(|entry| format!("{margin}        {entry},\n")).collect();
        format!(
            "{margin}{before}call(\n{margin}    \"{name}\",\n{margin}    {{\n{entries}{margin}    }},\n{last}{margin}){after}\n"
        )
    }

    fn doc(&self) -> String {
        let margin = self.indent + 4;
        let mut doc = wrapped(&plain(self.operation.doc), margin);
        if self.arguments().next().is_some() {
            doc.push_str("\n\nArgs:");
            let arguments = self
                .arguments()
                .map(|field| format!("{}: {}", field.key, field_doc(field, Way::Out)));
            let options = self.options();
            let options =
                options.iter().map(|field| format!("{}: {}", field.key, field_doc(field, Way::In)));
            let listener = self.is_long().then(|| format!("progress: {}", self.progress_doc()));
            for meaning in arguments.chain(options).chain(listener) {
                let _ = write!(doc, "\n    {}", hanging(&meaning, margin + 4, "        "));
            }
        }
        if let Shape::Record(record) = &self.answer {
            let meaning = plain(record.doc);
            let _ = write!(doc, "\n\nReturns:\n    {}", hanging(&meaning, margin + 4, "    "));
        }
        if self.arguments().next().is_some() {
            doc.push_str(
                "\n\nRaises:\n    InputError: An argument is not what the operation takes; \
                 `problems` lists them all.",
            );
        }
        if self.fields.iter().any(|field| is_policy(&field.shape)) {
            doc.push_str("\n    PolicyError: A policy is not one; `problems` lists them all.");
        }
        if self.may_be_too_much() {
            let meaning = "LimitError: It is more than a documented limit allows.";
            let _ = write!(doc, "\n    {meaning}");
        }
        if let Some(meaning) = state_error(&self.operation.full_name()) {
            let meaning = format!("StateError: {meaning}");
            let _ = write!(doc, "\n    {}", hanging(&meaning, margin + 4, "        "));
        }
        let example = match self.operation.class {
            None => example(self.operation.name),
            // A class has one example.
            Some(class) if self.operation.name == "new" => example(class),
            Some(_) => None,
        };
        if let Some(example) = example {
            doc.push_str("\n\nExamples:");
            for line in example.trim_end().lines() {
                let _ = write!(
                    doc,
                    "\n{}",
                    if line.is_empty() { String::new() } else { format!("    {line}") }
                );
            }
        }
        docstring(&doc, margin)
    }

    fn progress_doc(&self) -> &'static str {
        match self.operation.form {
            Form::Search => {
                "Called up to twenty times a second with the number of iterations done. When it \
                 answers `False`, the search ends with the best so far. What it raises is raised, \
                 as is `KeyboardInterrupt`, with what the search answers so far as `answer`."
            }
            _ => {
                "Called up to twenty times a second with the units of work done. When it answers \
                 `False`, the call fails as cancelled; what it raises is raised."
            }
        }
    }

    /// Whether a limit can be exceeded: by an argument, or by what an engine holds already.
    fn may_be_too_much(&self) -> bool {
        ["Tracker.push", "Segmenter.change_policy"].contains(&self.operation.full_name().as_str())
            || self.arguments().any(|field| is_many(&field.shape))
    }

    /// The argument that is bytes, where an engine is made of them.
    fn is_restored(&self) -> bool {
        self.is_static() && matches!(self.fields.first(), Some(Field { shape: Shape::Bytes, .. }))
    }

    fn is_static(&self) -> bool {
        !self.fields.iter().any(|field| field.key == "this")
    }
}

fn door(types: &Types, operation: &Operation) -> String {
    let door = Door::new(types, operation);
    let returns = types.annotation(&door.answer, Way::Out);
    let head = door.head(operation.name, "", &returns);
    let call = door.call(&format!("result: {returns} = "), "");
    format!("{head}{}{call}    return result\n", door.doc())
}

/// A class over an engine. It keeps of its own making what is needed to make it again.
fn class(types: &Types, name: &str) -> String {
    let doors: Vec<Door<'_>> = operations()
        .iter()
        .filter(|operation| operation.class == Some(name))
        .map(|operation| Door::new(types, operation))
        .collect();
    let restore = doors.iter().find(|door| door.is_restored());
    // An engine that has its arguments as properties, other engines aside, is made again from them.
    let new = doors.iter().find(|door| door.operation.name == "new");
    let arguments: &[Field] = new.map_or(&[], |door| &door.fields);
    let is_asked = |key: &str| {
        let mut doors = doors.iter().map(|door| &door.operation);
        doors.any(|operation| operation.form == Form::Property && operation.name == key)
    };
    let is_again = |field: &&Field| is_engine(&field.shape) || is_asked(field.key);
    let is_made_again = restore.is_none() && arguments.iter().all(|field| is_again(&field));
    let kept: Vec<&str> = match restore {
        Some(door) => {
            let keys = door.fields.iter().skip(1).map(|field| field.key);
            keys.filter(|key| !is_asked(key)).collect()
        }
        None if is_made_again => {
            let engines = arguments.iter().filter(|field| is_engine(&field.shape));
            engines.map(|field| field.key).collect()
        }
        None => Vec::new(),
    };
    // The caller may change a policy afterwards.
    let policies = doors.iter().flat_map(|door| &door.fields).filter(|own| is_policy(&own.shape));
    let policies: Vec<&str> = policies.map(|field| field.key).collect();
    let keeping = |key: &&str| match policies.contains(key) {
        true => format!(", deepcopy({key})"),
        false => format!(", {key}"),
    };
    let keeping: String = kept.iter().map(keeping).collect();
    let mut text = format!("class {name}(Engine):\n");
    for door in &doors {
        let operation = &door.operation;
        if operation.name == "new" {
            // The docstring of the class is one level further out.
            let class_doc = Door { indent: 0, ..Door::new(types, operation) }.doc();
            text.push_str(&class_doc);
            text.push_str("\n    __slots__ = ()\n\n");
            text.push_str(&door.head("__init__", "self", "None"));
            text.push_str(&door.call("engine = ", ""));
            let _ = writeln!(text, "        super().__init__(engine{keeping})");
            continue;
        }
        text.push('\n');
        if door.is_static() {
            text.push_str("    @classmethod\n");
            text.push_str(&door.head(operation.name, "cls", "Self"));
            text.push_str(&door.doc());
            text.push_str(&door.call("engine = ", ""));
            let _ = writeln!(text, "        return cls._of(engine{keeping})");
            continue;
        }
        let returns = types.annotation(&door.answer, Way::Out);
        if operation.form == Form::Property {
            text.push_str("    @property\n");
        }
        text.push_str(&door.head(operation.name, "self", &returns));
        text.push_str(&door.doc());
        text.push_str(&door.call(&format!("result: {returns} = "), ""));
        text.push_str("        return result\n");
    }
    if is_made_again {
        let plain = arguments.iter().filter(|field| !is_engine(&field.shape));
        let mut again: String = plain.map(|field| format!("self.{}, ", field.key)).collect();
        again.push_str(if kept.is_empty() { "" } else { "*self._kept" });
        let again = again.trim_end();
        let _ = write!(
            text,
            "\n    def __reduce__(self) -> tuple[Any, ...]:\n        return type(self), ({again})\n"
        );
    }
    if doors.iter().any(|door| door.operation.name == "size") {
        text.push_str("\n    def __len__(self) -> int:\n        return self.size\n");
    }
    let written = doors.iter().find(|door| matches!(door.answer, Shape::Bytes));
    if let (Some(restore), Some(written)) = (restore, written) {
        // What it can be asked is as it is now, and not as it was when it was made. It comes last.
        let again = restore.fields.iter().skip(1).map(|field| field.key);
        let again = again.filter(|key| is_asked(key)).map(|key| format!(", self.{key}"));
        let kept = if kept.is_empty() { "" } else { ", *self._kept" };
        let again: String = std::iter::once(kept.to_owned()).chain(again).collect();
        let again = if again.is_empty() { ",".to_owned() } else { again };
        let _ = write!(
            text,
            "\n    def __reduce__(self) -> tuple[Any, ...]:\n        \
             return type(self).{}, (self.{}(){again})\n",
            restore.operation.name, written.operation.name
        );
    }
    text
}

/// The example of an operation: a doctest that the package's tests run.
fn example(name: &str) -> Option<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    std::fs::read_to_string(format!("{root}bindings-python/examples/{name}.txt")).ok()
}

/// Whether this argument is written as keyword arguments.
fn is_options(field: &Field) -> bool {
    field.key == "options"
}

/// Whether this is an engine, which stands behind plain arguments.
fn is_engine(shape: &Shape) -> bool {
    match shape {
        Shape::Object(_) => true,
        Shape::Optional(inner) => is_engine(inner),
        _ => false,
    }
}

/// Whether there may be any number of it.
fn is_many(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) | Shape::Column(_) | Shape::Bytes => true,
        Shape::Optional(inner) | Shape::Dict(inner) => is_many(inner),
        Shape::Either { shapes, .. } => shapes.iter().any(is_many),
        Shape::Record(record) => {
            !record.policy && (record.fields)().iter().any(|field| is_many(&field.shape))
        }
        _ => false,
    }
}

/// What an operation refuses in the state in which things are.
fn state_error(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "Tracker.restore" => "The bytes were written with other fences or another policy.",
        "CaseStore.restore" => "The bytes were written with another pipeline.",
        "Segmenter.restore" => "The bytes were written with another policy.",
        "Segmenter.merge" => {
            "Parts were written with another policy, or share a scope that has been evaluated."
        }
        "Segmenter.change_policy" => "A scope that is known has another zone (`zone_differs`).",
        "close_period" => "The period is not over.",
        "reconcile" => "The snapshot is not as it was written.",
        "Pipeline.can" | "Pipeline.apply" | "Pipeline.update" | "Pipeline.due"
        | "Pipeline.next_due" | "Pipeline.clock" | "merge_logs" => {
            "The case is of another pipeline, or in a stage that this one has not."
        }
        _ => return None,
    })
}

fn is_policy(shape: &Shape) -> bool {
    match shape {
        Shape::Record(record) => record.policy,
        Shape::Optional(inner) | Shape::List(inner) => is_policy(inner),
        Shape::Either { shapes, .. } => shapes.iter().any(is_policy),
        _ => false,
    }
}
