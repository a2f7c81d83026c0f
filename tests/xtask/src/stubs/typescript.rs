//! The JavaScript facade and its TypeScript declarations, written from the catalog.
//!
//! Both packages have the same operations and types; Node has besides an `...Async` form of what
//! can take long, and is written in CommonJS with an ES module in front.

mod declarations;
mod function;
mod signatures;

use fieldbeat::catalog::{Operation, operations, policies, schema};
use fieldbeat_tests::pretty::pretty;

use super::Generated;
use crate::Result;
use declarations::Declarations;
use function::{Function, Role, class, classes};

/// The errors and the base of engines are written once, for the browser; Node gets copies.
const ERRORS_JS: &str = include_str!("../../../../bindings-wasm/errors.js");
const ERRORS_TS: &str = include_str!("../../../../bindings-wasm/errors.d.ts");
const ENGINE_JS: &str = include_str!("../../../../bindings-wasm/engine.js");
const ENGINE_TS: &str = include_str!("../../../../bindings-wasm/engine.d.ts");

const MARK: &str =
    "// Written by `cargo xtask stubs`: change the catalog of the core, not this file.\n";
const COPY_MARK: &str =
    "// Written by `cargo xtask stubs`: change it in bindings-wasm, not in this file.\n";

pub(crate) fn files() -> Result<Vec<Generated>> {
    let operations = operations();
    let all = |node| -> Vec<Function<'_>> {
        operations.iter().flat_map(|operation| Function::forms(operation, node)).collect()
    };
    let (browser, node) = (all(false), all(true));
    let file = |path: &'static str, text| Generated { path: path.into(), text };
    Ok(vec![
        file("bindings-wasm/operations.js", module(&browser)),
        file("bindings-wasm/schemas.js", schemas()?),
        file("bindings-wasm/operations.d.ts", declarations(&operations, &browser)),
        file("bindings-wasm/geofence.js", part("geofence", &browser)),
        file("bindings-wasm/geofence.d.ts", part_types("geofence", &browser)),
        file("bindings-wasm/visit.js", part("visit", &browser)),
        file("bindings-wasm/visit.d.ts", part_types("visit", &browser)),
        file("bindings-wasm/route.js", part("route", &browser)),
        file("bindings-wasm/route.d.ts", part_types("route", &browser)),
        file("bindings-wasm/kpi.js", part("kpi", &browser)),
        file("bindings-wasm/kpi.d.ts", part_types("kpi", &browser)),
        file("bindings-wasm/funnel.js", part("funnel", &browser)),
        file("bindings-wasm/funnel.d.ts", part_types("funnel", &browser)),
        file("bindings-wasm/segment.js", part("segment", &browser)),
        file("bindings-wasm/segment.d.ts", part_types("segment", &browser)),
        file("bindings-node/operations.js", common_js(&node)),
        file("bindings-node/operations.d.ts", declarations(&operations, &node)),
        file("bindings-node/errors.js", as_common_js(ERRORS_JS)),
        file("bindings-node/errors.d.ts", format!("{COPY_MARK}{ERRORS_TS}")),
        file("bindings-node/engine.js", as_common_js(ENGINE_JS)),
        file("bindings-node/engine.d.ts", format!("{COPY_MARK}{ENGINE_TS}")),
        file("bindings-node/index.mjs", front_module(&node)),
        file("tests/runners/signatures.json", signatures::signatures(&operations)),
    ])
}

/// The browser's facade. Its module has no schemas, which are mostly prose and would make up a
/// fifth of it: it only says which kinds there are. Nor has it names of zones: `Intl` has.
fn module(functions: &[Function<'_>]) -> String {
    let mut text = format!(
        "{MARK}import {{ call }} from './door.js';\n\
         import {{ Engine, bytesOf, engineOf }} from './engine.js';\n\
         import {{ schemas }} from './schemas.js';\n\
         import {{ zoneTable as tableOfZone }} from './zones.js';\n"
    );
    for function in by_name(functions) {
        let (head, body) = (function.head(), function.body());
        let lines = match function.operation.name {
            "schema" => format!("  {body};\n  return schemas[kind]();\n"),
            "zone_table" => "  return tableOfZone(name, start, end);\n".to_owned(),
            _ => format!("  return {body};\n"),
        };
        text += &format!("\nexport function {head} {{\n{lines}}}\n");
    }
    for (name, members) in classes(functions) {
        text += &format!("\nexport {}\n", class(name, &members));
    }
    text
}

/// What a module with the feature `part` alone can do, by name.
fn part_names<'f>(part: &str, functions: &'f [Function<'_>]) -> Vec<&'f str> {
    // Those of fieldbeat-wasm.
    let features: &[&str] = match part {
        "visit" => &["", "geofence", "tracker", "visit"],
        "geofence" => &["", "geofence"],
        "kpi" => &["", "calendar", "rule", "kpi", "lint"],
        "funnel" => &["", "calendar", "rule", "funnel", "lint"],
        "segment" => &["", "calendar", "rule", "segment", "lint"],
        _ => &["", part],
    };
    let mut names: Vec<&str> = functions
        .iter()
        .filter(|function| features.contains(&function.operation.feature))
        .map(|function| function.operation.class.unwrap_or(&function.name))
        .collect();
    // The methods of a class come one after the other.
    names.dedup();
    names
}

/// The front of such a module.
fn part(part: &str, functions: &[Function<'_>]) -> String {
    let names = part_names(part, functions).join(",\n  ");
    let errors = class_names(ERRORS_JS).collect::<Vec<_>>().join(", ");
    format!(
        "{MARK}import {{ loadedBy }} from './loader.js';\n\
         import load, * as native from './pkg/{part}/fieldbeat.js';\n\n\
         export {{\n  {names},\n}} from './operations.js';\n\
         export {{ {errors} }} from './errors.js';\n\n\
         export const init = loadedBy(load, native);\n"
    )
}

fn part_types(part: &str, functions: &[Function<'_>]) -> String {
    let names = part_names(part, functions).join(",\n  ");
    format!(
        "{MARK}export type * from './operations.js';\n\
         export {{\n  {names},\n}} from './operations.js';\n\
         export * from './errors.js';\n\
         export {{ init }} from './index.js';\n"
    )
}

/// The functions that are no members of a class.
fn by_name<'f, 'o>(functions: &'f [Function<'o>]) -> impl Iterator<Item = &'f Function<'o>> {
    functions.iter().filter(|function| function.role == Role::Function)
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

fn common_js(functions: &[Function<'_>]) -> String {
    let mut text = format!(
        "{MARK}'use strict';\n\nconst {{ call, callAsync, searchAsync }} = require('./door.js');\n\
         const {{ Engine, bytesOf, engineOf }} = require('./engine.js');\n"
    );
    for function in by_name(functions) {
        let (name, head, body) = (&function.name, function.head(), function.body());
        text += &format!("\nexports.{name} = function {head} {{\n  return {body};\n}};\n");
    }
    for (name, members) in classes(functions) {
        text += &format!("\nexports.{name} = {};\n", class(name, &members));
    }
    text
}

/// The ES module in front of Node's CommonJS: one set of classes, whichever way it is loaded.
fn front_module(functions: &[Function<'_>]) -> String {
    let exports: Vec<&str> = by_name(functions)
        .map(|function| function.name.as_str())
        .chain(classes(functions).into_iter().map(|(name, _)| name))
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
    format!("{COPY_MARK}'use strict';\n\n{body}\nmodule.exports = {{ {} }};\n", names.join(", "))
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

fn declarations(operations: &[Operation], functions: &[Function<'_>]) -> String {
    let mut declarations = Declarations::of(operations);
    let mut text = format!("{MARK}import {{ Engine }} from './engine.js';\n");
    for function in by_name(functions) {
        text.push('\n');
        text += &declarations.function(function);
    }
    for (name, members) in classes(functions) {
        text.push('\n');
        text += &declarations.class(name, &members);
    }
    text += "\n/** Who listens to a long call, and may stop it. */\n\
             export interface Control {\n  \
             /**\n   * Called up to twenty times a second with the units of work done, of a search its iterations.\n   * \
             `false` stops the call: a search answers the best so far, others throw `AbortError`.\n   */\n  \
             readonly progress?: ((done: number) => boolean | void) | null;\n}\n";
    if functions.iter().any(|function| function.is_async) {
        text += "\n/** Who listens to a call on the thread pool, and may stop it. */\n\
                 export interface AsyncControl {\n  \
                 /**\n   * Stops the call once it is aborted: a search that has begun answers the best so far,\n   * \
                 others reject with `AbortError`.\n   */\n  \
                 readonly signal?: AbortSignal | null;\n  \
                 /** Called up to twenty times a second with the units of work done. */\n  \
                 readonly progress?: ((done: number) => void) | null;\n}\n";
    }
    text + &declarations.types()
}
