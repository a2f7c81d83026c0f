//! One thread beside all of them.

#[cfg(feature = "rayon")]
use std::time::{Duration, Instant};

#[cfg(feature = "rayon")]
use fieldbeat::math;

/// By the wall one thread and all are timed in turn, at least so often and for so long.
#[cfg(feature = "rayon")]
const TURNS: usize = 5;
#[cfg(feature = "rayon")]
const AT_LEAST: Duration = Duration::from_secs(10);

/// Runs on one thread, whatever the features.
///
/// # Errors
/// No thread can be had.
#[cfg(not(feature = "rayon"))]
pub fn on_one_thread<T>(run: impl FnOnce() -> T) -> Result<T, Box<dyn std::error::Error>> {
    Ok(run())
}

/// Runs on one thread, whatever the features.
///
/// # Errors
/// No thread can be had.
#[cfg(feature = "rayon")]
pub fn on_one_thread<T: Send>(
    run: impl FnOnce() -> T + Send,
) -> Result<T, Box<dyn std::error::Error>> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(run))
}

/// The best runs of one thread and of all, by the clock on the wall.
#[cfg(feature = "rayon")]
pub struct Gain {
    /// Seconds of one thread.
    pub one: f64,
    /// Seconds of all threads.
    pub all: f64,
    /// How many those are.
    pub threads: usize,
    /// So often both were timed.
    pub runs: usize,
}

/// Times one thread and all of them in turn, so that both meet the same machine.
///
/// # Errors
/// No thread can be had.
#[cfg(feature = "rayon")]
pub fn gain<T>(run: impl Fn() -> T + Sync) -> Result<Gain, Box<dyn std::error::Error>> {
    let threads = rayon::current_num_threads();
    let mut gain = Gain { one: f64::INFINITY, all: f64::INFINITY, threads, runs: 0 };
    let started = Instant::now();
    while gain.runs < TURNS || started.elapsed() < AT_LEAST {
        gain.one = math::min(gain.one, on_one_thread(|| by_the_wall(&run))?);
        gain.all = math::min(gain.all, by_the_wall(&run));
        gain.runs += 1;
    }
    Ok(gain)
}

/// Seconds by the clock on the wall.
#[cfg(feature = "rayon")]
fn by_the_wall<T>(run: impl Fn() -> T) -> f64 {
    let started = Instant::now();
    std::hint::black_box(run());
    started.elapsed().as_secs_f64()
}
