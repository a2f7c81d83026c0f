//! Engines that threads share: one call at a time.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::{Error, ErrorKind, Result};

/// An engine whose calls come one after the other.
///
/// Other threads wait until the call at work ends. The thread that is at work cannot: what it asks
/// from its own progress callback would wait for itself.
pub(super) struct Turns<E> {
    engine: Mutex<E>,
    at_work: Mutex<Option<ThreadId>>,
}

/// A call at work.
pub(super) struct Turn<'t, E> {
    engine: MutexGuard<'t, E>,
    at_work: &'t Mutex<Option<ThreadId>>,
}

impl<E> Turns<E> {
    pub(super) fn new(engine: E) -> Self {
        Self { engine: Mutex::new(engine), at_work: Mutex::new(None) }
    }

    /// Waits for its turn. A call that panicked left an engine as it was before: every call fails
    /// before it changes anything.
    ///
    /// # Errors
    /// `busy`, from within a call of the same thread.
    pub(super) fn lock(&self) -> Result<Turn<'_, E>> {
        let own = thread::current().id();
        if *worker(&self.at_work) == Some(own) {
            let message = "a call of its own progress callback: the one at work has not ended yet";
            return Err(Error::one(ErrorKind::State, "busy", "$", message));
        }
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        *worker(&self.at_work) = Some(own);
        Ok(Turn { engine, at_work: &self.at_work })
    }

    /// The engine, if no call is at work. Whoever asks may hold what that call is waiting for, such as
    /// an interpreter.
    pub(super) fn idle(&self) -> Option<MutexGuard<'_, E>> {
        self.engine.try_lock().ok()
    }
}

/// Held for a moment only.
fn worker(at_work: &Mutex<Option<ThreadId>>) -> MutexGuard<'_, Option<ThreadId>> {
    at_work.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E> Deref for Turn<'_, E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.engine
    }
}

impl<E> DerefMut for Turn<'_, E> {
    fn deref_mut(&mut self) -> &mut E {
        &mut self.engine
    }
}

impl<E> Drop for Turn<'_, E> {
    fn drop(&mut self) {
        // Before the next one begins.
        *worker(self.at_work) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_at_work_is_told_so_and_others_wait() {
        let own = Turns::new(1);
        let mut turn = own.lock().unwrap();
        let again = own.lock().err().unwrap();
        assert_eq!((again.kind(), &*again.problems()[0].code), (ErrorKind::State, "busy"));
        assert!(own.idle().is_none());
        thread::scope(|threads| {
            let other = threads.spawn(|| *own.lock().unwrap());
            *turn = 2;
            drop(turn);
            assert_eq!(other.join().unwrap(), 2);
        });
        assert_eq!(*own.lock().unwrap(), 2);
    }

    #[test]
    fn a_call_that_panicked_ends_its_turn() {
        let own = Turns::new(1);
        let call = std::panic::AssertUnwindSafe(|| {
            let _turn = own.lock().unwrap();
            panic!("as it should");
        });
        assert!(std::panic::catch_unwind(call).is_err());
        assert_eq!(*own.lock().unwrap(), 1);
    }
}
