//! The two functions of the native module.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog;
use fieldbeat::shape::{Value, outcome};
use napi::Task;
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

/// The arguments of an operation, or why they were not read to the end.
pub struct Arguments(pub(crate) fieldbeat::Result<Value>);

/// What an operation came to: `{ answer }` or `{ error: { kind, message, problems } }`.
pub struct Outcome(pub(crate) Value);

/// Runs the operation called `name` on an object of arguments.
#[napi]
pub fn call(name: String, arguments: Arguments) -> Outcome {
    run(&name, arguments, &mut Budget::unlimited())
}

fn run(name: &str, arguments: Arguments, budget: &mut Budget<'_>) -> Outcome {
    Outcome(outcome(arguments.0.and_then(|read| catalog::call(name, &read, budget))))
}

/// The same on the thread pool. The arguments are read before it returns.
#[napi]
pub fn call_async(
    name: String,
    arguments: Arguments,
    cancellation: &Cancellation,
) -> AsyncTask<PooledCall> {
    let cancelled = Arc::clone(&cancellation.0);
    AsyncTask::new(PooledCall { name, arguments: Some(arguments), cancelled })
}

/// A flag that stops a call from another thread.
#[napi]
#[derive(Default)]
pub struct Cancellation(Arc<AtomicBool>);

#[napi]
impl Cancellation {
    /// A flag that is down.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the call at the next unit of work.
    #[napi]
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A call on its way through the thread pool.
pub struct PooledCall {
    name: String,
    /// Taken by `compute`, so that they are freed on the pool too.
    arguments: Option<Arguments>,
    cancelled: Arc<AtomicBool>,
}

impl Task for PooledCall {
    type Output = Outcome;
    type JsValue = Outcome;

    fn compute(&mut self) -> napi::Result<Outcome> {
        /// Units of work between two looks at the flag: far below a millisecond.
        const LOOK_EVERY: u64 = 64;
        let cancelled = &self.cancelled;
        let go_on = || if cancelled.load(Ordering::Relaxed) { Continue::No } else { Continue::Yes };
        let arguments = match self.arguments.take() {
            Some(arguments) if go_on() == Continue::Yes => arguments,
            _ => Arguments(Err(fieldbeat::Error::cancelled())),
        };
        Ok(run(&self.name, arguments, &mut Budget::on_progress(LOOK_EVERY, |_| go_on())))
    }

    fn resolve(&mut self, _: napi::Env, answered: Outcome) -> napi::Result<Outcome> {
        // Nobody waits for it then: an engine would be held for ever.
        let is_cancelled = self.cancelled.load(Ordering::Relaxed);
        Ok(if is_cancelled {
            Outcome(outcome(Err(fieldbeat::Error::cancelled())))
        } else {
            answered
        })
    }
}
