//! How far tours are from the best known, by instance and time.
//!
//! `cargo run --release -p fieldbeat-benches --bin tours [-- MILLISECONDS,... [INSTANCE ...]]`
//!
//! Instances are those of TSPLIB in the development data, and `uniform_N`: N random points in a
//! square, held against 0.7124 sqrt(N A) (Johnson and McGeoch 1996). Mean of three seeds; of large
//! instances one.

mod tsplib;

use std::error::Error;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::time::Instant;

use fieldbeat::budget::Budget;
use fieldbeat::route::{Tour, TourBudget, TourOptions, order_matrix, order_plane};
use fieldbeat_tests::simulator::Dice;
use tsplib::Instance;

/// So many seeds, and one where there are more than so many stops.
const SEEDS: u32 = 3;
const MANY: usize = 50_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let budgets = arguments.next().unwrap_or_else(|| "10,100,1000".to_owned());
    let budgets: Vec<f64> =
        budgets.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| "milliseconds")?;
    let named: Vec<String> = arguments.collect();
    let mut out = stdout().lock();
    write!(out, "{:<14} {:>7}", "instance", "stops")?;
    for ms in &budgets {
        write!(out, " {:>18}", format!("{ms} ms: gap %"))?;
    }
    writeln!(out)?;
    for instance in instances(&named)? {
        write!(out, "{:<14} {:>7}", instance.name, instance.len())?;
        for ms in &budgets {
            let (gap, took) = measure(&instance, *ms)?;
            write!(out, " {:>9} {:>8}", format!("{gap:.3}"), format!("({took:.0})"))?;
            out.flush()?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The mean gap in per cent, and the longest time that a search took, in milliseconds.
fn measure(instance: &Instance, ms: f64) -> Outcome<(f64, f64)> {
    let (mut gaps, mut longest) = (0.0, 0.0_f64);
    let seeds = if instance.len() > MANY { 1 } else { SEEDS };
    for seed in 0..seeds {
        let budget = TourBudget { iterations: None, time_ms: Some(ms.try_into()?) };
        let options = TourOptions { seed, budget: Some(budget), ..Default::default() };
        let start = Instant::now();
        let since = move || start.elapsed().as_secs_f64() * 1e3;
        let tour = order(instance, &options, &mut Budget::unlimited().with_clock(since))?;
        longest = if since() > longest { since() } else { longest };
        gaps += 100.0 * (instance.length(&tour.order) / instance.best_known - 1.0);
    }
    Ok((gaps / f64::from(seeds), longest))
}

fn order(
    instance: &Instance,
    options: &TourOptions,
    budget: &mut Budget<'_>,
) -> fieldbeat::Result<Tour> {
    match (&instance.points, &instance.matrix) {
        (_, Some(matrix)) => order_matrix(matrix, options, budget),
        (Some((x, y)), None) => order_plane(x, y, options, budget),
        (None, None) => order_plane(&[], &[], options, budget),
    }
}

fn instances(named: &[String]) -> Outcome<Vec<Instance>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let folder = std::env::var_os("FIELDBEAT_DATA").map_or_else(|| beside.into(), PathBuf::from);
    let folder = folder.join("routing");
    let mut found = Vec::new();
    for record in csv::Reader::from_path(folder.join("optima.csv"))?.records() {
        let record = record?;
        let (file, best) = (record.get(0).unwrap_or(""), record.get(3).unwrap_or(""));
        let is_tour = file.starts_with("tsp/") || file.starts_with("atsp/");
        let name = file.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
        if is_tour && (named.is_empty() || named.iter().any(|wanted| wanted == name)) {
            let read = Instance::read(&folder.join(file), best.parse()?);
            found.push(read.ok_or_else(|| format!("{file} cannot be read"))?);
        }
    }
    for name in named {
        if let Some(count) = name.strip_prefix("uniform_") {
            found.push(uniform(count.parse()?));
        }
    }
    Ok(found)
}

/// Random points in a square of a million units a side, so that rounding costs nothing.
fn uniform(count: usize) -> Instance {
    const SIDE: f64 = 1e6;
    let mut dice = Dice::new(count as u64);
    let points = (0..count).map(|_| (dice.between(0.0, SIDE), dice.between(0.0, SIDE))).unzip();
    let best = 0.7124 * (count as f64 * SIDE * SIDE).sqrt();
    Instance::in_a_plane(format!("uniform_{count}"), points, best)
}
