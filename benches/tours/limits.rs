//! By how much a budget of time is overrun, and what many stops take.
//!
//!     cargo run --release -p fieldbeat-benches --bin tour_limits [-- STOPS]
//!     cargo run --release -p fieldbeat-benches --bin tour_limits -- 1000000 5000
//!
//! The first prints, for several numbers of stops or the one that is named, and for several budgets,
//! the median of 20 calls: the time on the wall and of the processor beyond the budget. The second
//! searches once, for so many stops and milliseconds, in a process of its own, and tells the times,
//! the peak of memory, and the gap to 0.7124 sqrt(n A).

use std::error::Error;
use std::time::Instant;

use fieldbeat::budget::Budget;
use fieldbeat::route::{
    Matrix, Tour, TourBudget, TourOptions, order_matrix, order_plane, order_stops,
};
use fieldbeat_benches::timing::busy;
use fieldbeat_tests::simulator::Dice;

type Outcome<T> = Result<T, Box<dyn Error>>;

const CALLS: u32 = 20;
const STOPS: [usize; 8] = [5, 20, 100, 500, 2_000, 10_000, 50_000, 100_000];
/// With 300 ms a search of 100,000 stops is amid its first tour.
const BUDGETS_MS: [f64; 4] = [10.0, 100.0, 300.0, 1_000.0];
/// Tables of more stops are nothing but the time to read them.
const MOST_OF_A_TABLE: usize = 2_000;
const SIDE: f64 = 1e6;
/// Roughly the metres in a degree at the equator, beside which the places lie.
const DEGREE_M: f64 = 111_000.0;

fn main() -> Outcome<()> {
    let arguments: Vec<f64> =
        std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    match arguments[..] {
        [stops, ms] => once(stops as usize, ms),
        [stops] => overruns(&[stops as usize]),
        _ => overruns(&STOPS),
    }
}

fn overruns(stops: &[usize]) -> Outcome<()> {
    println!("  stops  by      budget, ms  over on the wall, ms  of the processor, ms");
    for &stops in stops {
        let (x, y) = points(stops);
        let [lat, lon] =
            [&y, &x].map(|metres| metres.iter().map(|at| at / DEGREE_M).collect::<Vec<_>>());
        let table = (stops <= MOST_OF_A_TABLE).then(|| table(&x, &y));
        for ms in BUDGETS_MS {
            row(stops, "points", ms, |options, budget| order_plane(&x, &y, options, budget))?;
            row(stops, "places", ms, |options, budget| order_stops(&lat, &lon, options, budget))?;
            if let Some(table) = &table {
                row(stops, "table", ms, |options, budget| order_matrix(table, options, budget))?;
            }
        }
    }
    Ok(())
}

fn row(
    stops: usize,
    by: &str,
    ms: f64,
    order: impl Fn(&TourOptions, &mut Budget<'_>) -> fieldbeat::Result<Tour>,
) -> Outcome<()> {
    let (mut wall, mut processor) = (Vec::new(), Vec::new());
    for seed in 0..CALLS {
        let (_, took, worked) = timed(seed, ms, &order)?;
        wall.push(took - ms);
        processor.push(worked - ms);
    }
    let [wall, processor] = [wall, processor].map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    });
    println!("{stops:>7}  {by:<6}  {ms:>10}  {wall:>20.1}  {processor:>20.1}");
    Ok(())
}

fn once(stops: usize, ms: f64) -> Outcome<()> {
    let (x, y) = points(stops);
    let before = peak_mb();
    let (tour, wall, processor) =
        timed(0, ms, |options, budget| order_plane(&x, &y, options, budget))?;
    let expected = 0.7124 * (stops as f64).sqrt() * SIDE;
    println!("{stops} stops in {wall:.0} ms on the wall, {processor:.0} ms of the processor");
    println!("{:.1} % beyond 0.7124 sqrt(n A)", 100.0 * (tour.length / expected - 1.0));
    match (before, peak_mb()) {
        (Some(before), Some(peak)) => println!("peak {peak:.0} MB, {before:.0} before the call"),
        _ => println!("peak of memory: the system does not tell"),
    }
    Ok(())
}

/// The tour, and the milliseconds on the wall and of the processor.
fn timed(
    seed: u32,
    ms: f64,
    order: impl Fn(&TourOptions, &mut Budget<'_>) -> fieldbeat::Result<Tour>,
) -> Outcome<(Tour, f64, f64)> {
    let budget = TourBudget { iterations: None, time_ms: Some(ms.try_into()?) };
    let options = TourOptions { seed, budget: Some(budget), ..Default::default() };
    let start = Instant::now();
    let worked = busy(start);
    let clock = move || start.elapsed().as_secs_f64() * 1e3;
    let tour = order(&options, &mut Budget::unlimited().with_clock(clock))?;
    Ok((tour, clock(), 1e3 * (busy(start) - worked)))
}

fn points(count: usize) -> (Vec<f64>, Vec<f64>) {
    let mut dice = Dice::new(count as u64);
    (0..count).map(|_| (dice.between(0.0, SIDE), dice.between(0.0, SIDE))).unzip()
}

fn table(x: &[f64], y: &[f64]) -> Matrix {
    let leg = |(ax, ay): (&f64, &f64), (bx, by): (&f64, &f64)| {
        ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
    };
    let row = |a: (&f64, &f64)| x.iter().zip(y).map(|b| leg(a, b)).collect();
    Matrix { rows: x.iter().zip(y).map(row).collect() }
}

/// The most memory that this process had, where the system tells.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1e3)
}
