//! The operations as functions: a typed door each over the native module.

use std::fmt::Write;

use fieldbeat::catalog::{Operation, operations};
use fieldbeat::shape::{Field, Shape};

use super::prose::{WIDTH, docstring, hanging, plain, wrapped};
use super::types::{Types, Way, field_doc, may_be_absent};
use super::{MARK, all_of, imports, uses};

/// One function an operation.
pub(super) fn module(types: &Types) -> String {
    let mut body = String::new();
    for operation in operations() {
        let _ = write!(body, "\n\n{}", door(types, &operation));
    }
    let used: Vec<_> = types.names().into_iter().filter(|name| uses(&body, name)).collect();
    let from_types: String = used.iter().map(|name| format!("    {name},\n")).collect();
    let names = operations().iter().map(|operation| operation.name.to_owned()).collect();
    format!(
        "{MARK}\"\"\"The operations: one typed function each over the native module.\"\"\"\n\n\
         from __future__ import annotations\n\n{}\n\
         from fieldbeat._native import call\n\
         from fieldbeat._types import (\n{from_types})\n\n{}{body}",
        imports(&body).trim_end_matches('\n').to_owned() + "\n",
        all_of(&names)
    )
}

fn door(types: &Types, operation: &Operation) -> String {
    let arguments = (operation.arguments)();
    let fields = (arguments.fields)();
    let answer = (operation.answer)();
    let mut signature = String::new();
    for field in &fields {
        let annotation = types.annotation(&field.shape, Way::In);
        let _ = if !may_be_absent(field) {
            writeln!(signature, "    {}: {annotation},", field.key)
        } else if annotation.ends_with(" | None") {
            writeln!(signature, "    {}: {annotation} = None,", field.key)
        } else {
            writeln!(signature, "    {}: {annotation} | None = None,", field.key)
        };
    }
    if !signature.is_empty() {
        signature.insert(0, '\n');
    }
    let returns = types.annotation(&answer, Way::Out);
    let entries: Vec<_> = fields.iter().map(|field| format!("\"{0}\": {0}", field.key)).collect();
    let name = operation.name;
    let one_line =
        format!("    answer: {returns} = call(\"{name}\", {{{}}})\n", entries.join(", "));
    let call = if one_line.trim_end().len() <= WIDTH {
        one_line
    } else {
        let entries: String =
            entries.iter().map(|entry| format!("            {entry},\n")).collect();
        format!(
            "    answer: {returns} = call(\n        \"{name}\",\n        {{\n{entries}        }},\n    )\n"
        )
    };
    format!(
        "def {name}({signature}) -> {returns}:\n{}{call}    return answer\n",
        docstring(&door_doc(operation, &fields, &answer), 4)
    )
}

fn door_doc(operation: &Operation, fields: &[Field], answer: &Shape) -> String {
    let mut doc = wrapped(&plain(operation.doc), 4);
    if !fields.is_empty() {
        doc.push_str("\n\nArgs:");
        for field in fields {
            let meaning = format!("{}: {}", field.key, field_doc(field, Way::Out));
            let _ = write!(doc, "\n    {}", hanging(&meaning, 8, "        "));
        }
    }
    if let Shape::Record(record) = answer {
        let meaning = plain(record.doc);
        let _ = write!(doc, "\n\nReturns:\n    {}", hanging(&meaning, 8, "    "));
    }
    if !fields.is_empty() {
        doc.push_str(
            "\n\nRaises:\n    InputError: An argument is not what the operation takes; \
             `problems` lists them all.",
        );
    }
    if fields.iter().any(|field| is_policy(&field.shape)) {
        doc.push_str("\n    PolicyError: A policy is not one; `problems` lists them all.");
    }
    if let Some(example) = example(operation.name) {
        doc.push_str("\n\nExamples:");
        for line in example.trim_end().lines() {
            let _ = write!(
                doc,
                "\n{}",
                if line.is_empty() { String::new() } else { format!("    {line}") }
            );
        }
    }
    doc
}

/// The example of an operation: a doctest that the package's tests run.
fn example(name: &str) -> Option<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    std::fs::read_to_string(format!("{root}bindings-python/examples/{name}.txt")).ok()
}

fn is_policy(shape: &Shape) -> bool {
    match shape {
        Shape::Record(record) => record.policy,
        Shape::Optional(inner) => is_policy(inner),
        _ => false,
    }
}
