//! The engines that JavaScript holds, by number: objects of `engine.js`.
//!
//! Each thread has its own, as it has its own objects: when a worker ends, so do its engines.

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};

use fieldbeat::shape::{Foreign, Held, Object, Value};
use napi_derive::napi;

thread_local! {
    static HELD: RefCell<Held> = RefCell::new(Held::from(random()));
}

/// From 0 to 1: numbers of different threads, and of two copies of this module, never meet.
fn random() -> f64 {
    // std keeps its seed to itself, but for what it hashes to.
    RandomState::new().hash_one(()) as f64 / u64::MAX as f64
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
#[napi]
pub fn release(number: f64) {
    let released = HELD.with_borrow_mut(|held| held.release(number));
    drop(released);
}

/// What the engine under `number` holds, in a few words.
#[napi]
#[must_use]
pub fn summary(number: f64) -> Option<String> {
    HELD.with_borrow(|held| held.get(number).map(Object::summary))
}
