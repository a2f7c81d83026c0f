//! The browser's door to fieldbeat: convert, call, convert.
//!
//! The module has one function, `call`, and two for the engines that outlive a call; the operations
//! and classes with their names and types are generated JavaScript in front of it. Errors of the core come back as values, for that JavaScript to
//! throw; what a getter or a proxy of the caller throws passes through unchanged.

mod columns;
#[cfg(feature = "tracker")]
pub mod engines;
mod host;
mod reader;
mod writer;

use fieldbeat::budget::Budget;
use fieldbeat::catalog;
use fieldbeat::shape::outcome;
use wasm_bindgen::prelude::*;

/// Runs the operation called `name` on an object of arguments: `{ answer }` or
/// `{ error: { kind, message, problems } }`.
///
/// # Errors
/// What the caller's own getters or proxies throw.
#[wasm_bindgen]
pub fn call(name: &str, arguments: &JsValue) -> Result<JsValue, JsValue> {
    let read = reader::read(arguments)?;
    writer::write(&outcome(
        read.and_then(|read| catalog::call(name, &read, &mut Budget::unlimited())),
    ))
}
