//! Time that the work itself took, whoever else has the machine.

use std::time::Instant;

use fieldbeat::math;

/// Seconds that this thread had a processor, where the system tells: others may run beside.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// What a function returned last, and the seconds that its quickest run took.
///
/// Seconds of the processor, where the system tells.
pub fn best<T>(repeats: usize, mut run: impl FnMut() -> T) -> (T, f64) {
    let mut timed = || {
        let (start, busy) = (Instant::now(), processor_seconds());
        let answer = run();
        let elapsed = start.elapsed().as_secs_f64();
        (answer, processor_seconds().zip(busy).map_or(elapsed, |(end, start)| end - start))
    };
    let (mut answer, mut least) = timed();
    for _ in 1..repeats {
        let (next, seconds) = timed();
        answer = next;
        least = math::min(least, seconds);
    }
    (answer, least)
}
