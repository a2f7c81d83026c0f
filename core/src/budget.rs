//! How long an operation may go on, and who may stop it.

use crate::{Error, ErrorKind, Result};

/// Work is counted; a caller may listen to its progress and may stop it.
///
/// Iteration budgets are exact and reproducible. Nothing here reads a clock: a caller in a hurry
/// looks at its own in [`Budget::on_progress`].
///
/// # Example
/// ```
/// use fieldbeat::budget::{Budget, Continue};
///
/// let mut seen = 0;
/// let mut budget = Budget::on_progress(100, |done| {
///     seen = done;
///     if done < 250 { Continue::Yes } else { Continue::No }
/// });
/// let stopped = (0..1000).try_for_each(|_| budget.spend(1));
/// assert!(stopped.is_err());
/// drop(budget);
/// assert_eq!(seen, 300);
/// ```
pub struct Budget<'c> {
    done: u64,
    every: u64,
    next: u64,
    listener: Option<Box<dyn FnMut(u64) -> Continue + 'c>>,
    clock: Option<Box<dyn FnMut() -> f64 + 'c>>,
    /// What the clock said when the arguments began to be read.
    begun_ms: Option<f64>,
}

/// What the listener says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continue {
    /// Go on.
    Yes,
    /// Stop: the operation fails with `cancelled`, or a search returns the best so far.
    No,
}

impl<'c> Budget<'c> {
    /// No limit and nobody listening.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            done: 0,
            every: u64::MAX,
            next: u64::MAX,
            listener: None,
            clock: None,
            begun_ms: None,
        }
    }

    /// Calls `progress` with the units of work done, about every `every` units.
    pub fn on_progress(every: u64, progress: impl FnMut(u64) -> Continue + 'c) -> Self {
        let every = every.max(1);
        Self {
            done: 0,
            every,
            next: every,
            listener: Some(Box::new(progress)),
            clock: None,
            begun_ms: None,
        }
    }

    /// With a clock that tells milliseconds from any moment on, for searches in a hurry.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::budget::Budget;
    ///
    /// let start = std::time::Instant::now();
    /// let clock = move || start.elapsed().as_secs_f64() * 1e3;
    /// assert!(Budget::unlimited().with_clock(clock).now_ms()? >= 0.0);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    #[must_use]
    pub fn with_clock(mut self, clock: impl FnMut() -> f64 + 'c) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// What the clock says.
    ///
    /// # Errors
    /// `no_clock`.
    pub fn now_ms(&mut self) -> Result<f64> {
        match &mut self.clock {
            Some(clock) => Ok(clock()),
            None => {
                let message = "a budget of time needs a clock";
                Err(Error::one(ErrorKind::Input, "no_clock", "$.budget.time_ms", message))
            }
        }
    }

    /// Whether anybody listens, and may stop the work.
    #[cfg(feature = "tracker")]
    pub(crate) fn may_stop(&self) -> bool {
        self.listener.is_some()
    }

    /// The work begins: to read its arguments counts.
    pub(crate) fn begin(&mut self) {
        self.begun_ms = self.clock.as_mut().map(|clock| clock());
    }

    /// When the work began; now, if it has not.
    #[cfg(feature = "route")]
    pub(crate) fn begun_ms(&mut self) -> Result<f64> {
        match self.begun_ms {
            Some(begun) => Ok(begun),
            None => self.now_ms(),
        }
    }

    /// Units of work so far.
    #[cfg(all(feature = "rayon", feature = "visit"))]
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Counts `units` of work.
    ///
    /// # Errors
    /// `cancelled`, when the listener says so.
    pub fn spend(&mut self, units: u64) -> Result<()> {
        self.done = self.done.saturating_add(units);
        if self.done < self.next {
            return Ok(());
        }
        self.next = self.done.saturating_add(self.every);
        match self.listener.as_mut().map_or(Continue::Yes, |listener| listener(self.done)) {
            Continue::Yes => Ok(()),
            Continue::No => Err(Error::cancelled()),
        }
    }
}
