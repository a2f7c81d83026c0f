//! The two functions of the native module.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog;
use fieldbeat::shape::{Value, outcome};
use napi::bindgen_prelude::{AsyncTask, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Status, Task};
use napi_derive::napi;

/// The arguments of an operation, or why they were not read to the end.
pub struct Arguments(pub(crate) fieldbeat::Result<Value>);

/// What an operation came to: `{ answer }` or `{ error: { kind, message, problems } }`.
pub struct Outcome(pub(crate) Value);

/// Called with the units of work done; answers whether to go on.
pub type Progress<'f> = Function<'f, f64, bool>;

/// The same from another thread, which does not wait for it.
pub type DistantProgress = ThreadsafeFunction<f64, (), f64, Status, false>;

/// Units of work between two looks at the clock or a flag: far below a millisecond.
const LOOK_EVERY: u64 = 64;

/// A listener is called no more often.
const PROGRESS_EVERY: Duration = Duration::from_millis(50);

/// Runs the operation called `name` on an object of arguments.
///
/// # Errors
/// What `progress` throws.
#[napi]
pub fn call(
    name: String,
    arguments: Arguments,
    progress: Option<Progress<'_>>,
) -> napi::Result<Outcome> {
    let mut thrown = None;
    // The clock is not looked at for calls that nobody listens to: many take less than a look.
    let mut told = progress.is_some().then(Instant::now);
    let mut listen = |done: u64| {
        let is_due = told.is_some_and(|told| told.elapsed() >= PROGRESS_EVERY);
        let Some(progress) = progress.filter(|_| is_due) else { return Continue::Yes };
        told = Some(Instant::now());
        match progress.call(done as f64) {
            Ok(true) => Continue::Yes,
            Ok(false) => Continue::No,
            Err(error) => {
                thrown = Some(error);
                Continue::No
            }
        }
    };
    // Nothing else can stop it: an engine need not keep what it was.
    let budget = match progress {
        Some(_) => Budget::on_progress(LOOK_EVERY, &mut listen),
        None => Budget::unlimited(),
    };
    let outcome = run(&name, arguments, budget);
    thrown.map_or(Ok(outcome), Err)
}

fn run(name: &str, arguments: Arguments, budget: Budget<'_>) -> Outcome {
    let start = Instant::now();
    let mut budget = budget.with_clock(move || start.elapsed().as_secs_f64() * 1e3);
    Outcome(outcome(arguments.0.and_then(|read| catalog::call(name, &read, &mut budget))))
}

/// The same on the thread pool. The arguments are read before it returns. A call that `is_awaited` may
/// have an answer though it was stopped: a search has its best so far, an engine what it had taken in.
#[napi]
pub fn call_async(
    name: String,
    arguments: Arguments,
    cancellation: &Cancellation,
    progress: Option<DistantProgress>,
    is_awaited: bool,
) -> AsyncTask<PooledCall> {
    let cancelled = Arc::clone(&cancellation.0);
    let arguments = Some(arguments);
    AsyncTask::new(PooledCall { name, arguments, cancelled, progress, is_awaited })
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
    progress: Option<DistantProgress>,
    is_awaited: bool,
}

impl Task for PooledCall {
    type Output = Outcome;
    type JsValue = Outcome;

    fn compute(&mut self) -> napi::Result<Outcome> {
        let cancelled = &self.cancelled;
        let go_on = || if cancelled.load(Ordering::Relaxed) { Continue::No } else { Continue::Yes };
        let arguments = match self.arguments.take() {
            Some(arguments) if go_on() == Continue::Yes => arguments,
            _ => Arguments(Err(fieldbeat::Error::cancelled())),
        };
        let progress = self.progress.take();
        let mut told = Instant::now();
        let listen = |done: u64| {
            if let Some(progress) = &progress
                && told.elapsed() >= PROGRESS_EVERY
            {
                told = Instant::now();
                progress.call(done as f64, ThreadsafeFunctionCallMode::NonBlocking);
            }
            go_on()
        };
        Ok(run(&self.name, arguments, Budget::on_progress(LOOK_EVERY, listen)))
    }

    fn resolve(&mut self, _: napi::Env, answered: Outcome) -> napi::Result<Outcome> {
        // Nobody waits for it then: an engine would be held for ever.
        let is_cancelled = !self.is_awaited && self.cancelled.load(Ordering::Relaxed);
        Ok(if is_cancelled {
            Outcome(outcome(Err(fieldbeat::Error::cancelled())))
        } else {
            answered
        })
    }
}
