//! The engines that JavaScript holds, by number: objects of `engine.js`.

use std::cell::RefCell;

use fieldbeat::shape::{Foreign, Held, Object, Value};
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    // Numbers of two copies of this module never meet.
    static HELD: RefCell<Held> = RefCell::new(Held::from(js_sys::Math::random()));
}

pub(crate) fn hold(object: Object) -> f64 {
    HELD.with_borrow_mut(|held| held.hold(object))
}

/// The engine under `number`.
pub(crate) fn engine(number: f64) -> Value {
    HELD.with_borrow(|held| held.get(number).cloned())
        .map_or_else(|| Value::Foreign(Foreign::disposed()), Value::Object)
}

/// Lets go of the engine under `number`.
#[wasm_bindgen]
pub fn release(number: f64) {
    let released = HELD.with_borrow_mut(|held| held.release(number));
    drop(released);
}

/// What the engine under `number` holds, in a few words.
#[wasm_bindgen]
pub fn summary(number: f64) -> Option<String> {
    HELD.with_borrow(|held| held.get(number).map(Object::summary))
}
