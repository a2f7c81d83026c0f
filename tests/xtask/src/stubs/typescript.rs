//! The JavaScript facade and its TypeScript declarations, written from the catalog.
//!
//! Both packages have the same operations and types; Node has besides an `...Async` form of what
//! can take long, and is written in CommonJS with an ES module in front.

mod declarations;

use fieldbeat::catalog::{Operation, operations, policies, schema};
use fieldbeat_tests::pretty::pretty;

use super::Generated;
use crate::Result;
use declarations::Declarations;

/// Operations whose work grows with a track, and which a server must not wait for.
const LONG: [&str; 2] = ["verify_plan", "anomalies"];

/// The errors are written once, for the browser; Node gets a copy.
const ERRORS_JS: &str = include_str!("../../../../bindings-wasm/errors.js");
const ERRORS_TS: &str = include_str!("../../../../bindings-wasm/errors.d.ts");

const MARK: &str =
    "// Written by `cargo xtask stubs`: change the catalog of the core, not this file.\n";
const ERRORS_MARK: &str =
    "// Written by `cargo xtask stubs`: change it in bindings-wasm, not in this file.\n";

pub(crate) fn files() -> Result<Vec<Generated>> {
    let operations: Vec<Operation> =
        operations().into_iter().filter(|operation| operation.class.is_none()).collect();
    let node: Vec<Function> = operations
        .iter()
        .flat_map(|operation| {
            let long = LONG.contains(&operation.name);
            [Some(Function::of(operation, false)), long.then(|| Function::of(operation, true))]
        })
        .flatten()
        .collect();
    let browser: Vec<Function> =
        operations.iter().map(|operation| Function::of(operation, false)).collect();
    let file = |path, text| Generated { path, text };
    Ok(vec![
        file("bindings-wasm/operations.js", module(&browser)),
        file("bindings-wasm/schemas.js", schemas()?),
        file("bindings-wasm/operations.d.ts", declarations(&operations, &browser)),
        file("bindings-node/operations.js", common_js(&node)),
        file("bindings-node/operations.d.ts", declarations(&operations, &node)),
        file("bindings-node/errors.js", as_common_js(ERRORS_JS)),
        file("bindings-node/errors.d.ts", format!("{ERRORS_MARK}{ERRORS_TS}")),
        file("bindings-node/index.mjs", front_module(&node)),
        file("tests/runners/signatures.json", signatures(&operations)),
    ])
}

/// One function of the facade.
struct Function {
    /// Name in the catalog.
    operation: &'static str,
    /// Name in JavaScript.
    name: String,
    /// Its parameters with whether they may be left out.
    parameters: Vec<(&'static str, bool)>,
    is_async: bool,
}

impl Function {
    fn of(operation: &Operation, is_async: bool) -> Self {
        let fields = ((operation.arguments)().fields)();
        let suffix = if is_async { "Async" } else { "" };
        Self {
            operation: operation.name,
            name: camel_case(operation.name) + suffix,
            parameters: fields
                .iter()
                .map(|field| (field.key, declarations::may_be_absent(field)))
                .collect(),
            is_async,
        }
    }

    /// `verifyPlan(plan, track)`: the head of its definition.
    fn head(&self) -> String {
        let mut names: Vec<&str> = self.parameters.iter().map(|(name, _)| *name).collect();
        if self.is_async {
            names.push("options");
        }
        format!("{}({})", self.name, names.join(", "))
    }

    /// `call('verify_plan', { plan, track })`: its body.
    fn body(&self) -> String {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| *name).collect();
        let arguments =
            if names.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", names.join(", ")) };
        let operation = self.operation;
        if self.is_async {
            format!("callAsync('{operation}', {arguments}, options)")
        } else {
            format!("call('{operation}', {arguments})")
        }
    }
}

/// The browser's facade. Its module has no schemas, which are mostly prose and would make up a
/// fifth of it: it only says which kinds there are.
fn module(functions: &[Function]) -> String {
    let mut text = format!(
        "{MARK}import {{ call }} from './door.js';\nimport {{ schemas }} from './schemas.js';\n"
    );
    for function in functions {
        let (head, body) = (function.head(), function.body());
        let lines = if function.operation == "schema" {
            format!("  {body};\n  return schemas[kind]();\n")
        } else {
            format!("  return {body};\n")
        };
        text += &format!("\nexport function {head} {{\n{lines}}}\n");
    }
    text
}

/// The schemas of all kinds, made anew by every call: an answer is the caller's to change.
fn schemas() -> Result<String> {
    let mut text = format!("{MARK}export const schemas = {{\n");
    for kind in policies() {
        let schema = pretty(&schema(kind)?)?;
        text += &format!("  {kind}: () => ({}),\n", schema.trim_end().replace('\n', "\n  "));
    }
    Ok(text + "};\n")
}

fn common_js(functions: &[Function]) -> String {
    let mut text =
        format!("{MARK}'use strict';\n\nconst {{ call, callAsync }} = require('./door.js');\n");
    for function in functions {
        let (name, head, body) = (&function.name, function.head(), function.body());
        text += &format!("\nexports.{name} = function {head} {{\n  return {body};\n}};\n");
    }
    text
}

/// The ES module in front of Node's CommonJS: one set of classes, whichever way it is loaded.
fn front_module(functions: &[Function]) -> String {
    let exports: Vec<&str> = functions
        .iter()
        .map(|function| function.name.as_str())
        .chain(class_names(ERRORS_JS))
        .collect();
    format!(
        "{MARK}import fieldbeat from './index.js';\n\nexport const {{\n  {},\n}} = fieldbeat;\n",
        exports.join(",\n  ")
    )
}

/// An ES module without imports, as CommonJS.
fn as_common_js(module: &str) -> String {
    let functions = exported(module, "export function ").map(|name| name.trim_end_matches('('));
    let names: Vec<&str> = class_names(module).chain(functions).collect();
    let body = module.replace("export class ", "class ").replace("export function ", "function ");
    format!("{ERRORS_MARK}'use strict';\n\n{body}\nmodule.exports = {{ {} }};\n", names.join(", "))
}

fn class_names(module: &str) -> impl Iterator<Item = &str> {
    exported(module, "export class ")
}

/// The names after `keyword` at the start of a line.
fn exported<'m>(module: &'m str, keyword: &'m str) -> impl Iterator<Item = &'m str> {
    module
        .lines()
        .filter_map(move |line| line.strip_prefix(keyword))
        .filter_map(|rest| rest.split([' ', '(']).next())
}

fn declarations(operations: &[Operation], functions: &[Function]) -> String {
    let mut declarations = Declarations::of(operations);
    let mut text = MARK.to_owned();
    for function in functions {
        let operation = operations.iter().find(|operation| operation.name == function.operation);
        if let Some(operation) = operation {
            text.push('\n');
            text += &declarations.function(operation, &function.name, function.is_async);
        }
    }
    if functions.iter().any(|function| function.is_async) {
        text += "\n/** How a call on the thread pool may be stopped. */\n\
                 export interface AsyncOptions {\n  \
                 /** Rejects the promise with `AbortError` once it is aborted. */\n  \
                 readonly signal?: AbortSignal | null;\n}\n";
    }
    text + &declarations.types()
}

/// The order of arguments, for test runners that have them by name.
fn signatures(operations: &[Operation]) -> String {
    let entries: Vec<String> = operations
        .iter()
        .map(|operation| {
            let function = Function::of(operation, false);
            let names: Vec<String> =
                function.parameters.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let (name, names) = (function.name, names.join(", "));
            format!(
                "  \"{}\": {{ \"name\": \"{name}\", \"arguments\": [{names}] }}",
                operation.name
            )
        })
        .collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

/// `verify_plan` -> `verifyPlan`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}
