//! Time that the work itself took, whoever else has the machine.

use std::time::Instant;

use fieldbeat::math;

/// Seconds of one measurement. The system counts a thread's time by ticks of up to 4 ms: work that is
/// shorter is repeated.
const MEASURED: f64 = 0.2;

/// Seconds that this thread had a processor, where the system tells; else since `started`.
pub fn busy(started: Instant) -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = text.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| started.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// What a function returned last, and the seconds that a run took in the quickest measurement.
///
/// Seconds of the processor, where the system tells.
pub fn best<T>(repeats: usize, mut run: impl FnMut() -> T) -> (T, f64) {
    let started = Instant::now();
    let mut timed = || {
        let start = busy(started);
        let mut runs = 0.0;
        loop {
            let answer = run();
            runs += 1.0;
            let passed = busy(started) - start;
            if passed >= MEASURED {
                return (answer, passed / runs);
            }
        }
    };
    let (mut answer, mut least) = timed();
    for _ in 1..repeats {
        let (next, seconds) = timed();
        answer = next;
        least = math::min(least, seconds);
    }
    (answer, least)
}
