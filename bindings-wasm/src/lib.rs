//! The browser's door to fieldbeat: convert, call, convert.
//!
//! The module has one function, `call`, and two for the engines that outlive a call; the operations
//! and classes with their names and types are generated JavaScript in front of it. Errors of the core come back as values, for that JavaScript to
//! throw; what a getter or a proxy of the caller throws passes through unchanged.

mod columns;
#[cfg(feature = "engines")]
pub mod engines;
mod host;
mod reader;
mod writer;

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog;
use fieldbeat::shape::outcome;
use wasm_bindgen::prelude::*;

/// Runs the operation called `name` on an object of arguments: `{ answer }` or
/// `{ error: { kind, message, problems } }`.
///
/// `progress` is called with the units of work done, and answers whether to go on.
///
/// # Errors
/// What `progress` and the caller's own getters or proxies throw.
#[wasm_bindgen]
pub fn call(
    name: &str,
    arguments: &JsValue,
    progress: Option<js_sys::Function>,
) -> Result<JsValue, JsValue> {
    let read = reader::read(arguments)?;
    let mut thrown = None;
    let mut budget = listening(progress.as_ref(), &mut thrown).with_clock(now);
    let outcome = outcome(read.and_then(|read| catalog::call(name, &read, &mut budget)));
    drop(budget);
    match thrown {
        Some(error) => Err(error),
        None => writer::write(&outcome),
    }
}

/// Tells `progress` what is done, some twenty times a second.
fn listening<'p>(
    progress: Option<&'p js_sys::Function>,
    thrown: &'p mut Option<JsValue>,
) -> Budget<'p> {
    /// Units of work between two looks at the clock.
    const LOOK_EVERY: u64 = 64;
    const PROGRESS_EVERY_MS: f64 = 50.0;
    let Some(progress) = progress else { return Budget::unlimited() };
    let mut told = now();
    Budget::on_progress(LOOK_EVERY, move |done| {
        if now() - told < PROGRESS_EVERY_MS {
            return Continue::Yes;
        }
        told = now();
        match progress.call1(&JsValue::UNDEFINED, &JsValue::from_f64(done as f64)) {
            Ok(go_on) if go_on.is_truthy() => Continue::Yes,
            Ok(_) => Continue::No,
            Err(error) => {
                *thrown = Some(error);
                Continue::No
            }
        }
    })
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page was opened.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}
