//! A fence index where it is largest and where sizes differ most; prints a table.
//!
//! `index_scale [--points N]`. With the feature `rayon` of this package points are also spread over
//! threads, and the clock on the wall counts.

use std::process::ExitCode;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceIndex, IndexPolicy};
use fieldbeat::math;
use fieldbeat_benches::threads::on_one_thread;
use fieldbeat_benches::timing::best;
use fieldbeat_benches::workload::{Kind, Shape, Workload};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const POINTS: usize = 10_000_000;
/// The best of so many runs counts.
const REPEATS: usize = 3;
/// Corners of a country.
const CORNERS: u32 = 1_000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Fallible<()> {
    let mut points = POINTS;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--points", Some(value)) => points = value.parse()?,
            _ => return Err("index_scale [--points N]".into()),
        }
    }
    println!("{points} points, best of {REPEATS}, one thread.");
    println!("| fences | build, ms | B a fence | pairs | seconds | million points/s |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let draw = |kind, count| Workload::draw(kind, count, points);
    row("1,000 circles", &draw(Kind::Circles, 1_000))?;
    row("1,000,000 circles", &draw(Kind::Circles, 1_000_000))?;
    row("100,000 polygons", &draw(Kind::Polygons, 100_000))?;
    row("10,000 of 5 m", &small(draw(Kind::Circles, 10_000)))?;
    row("10,000 of 5 m, a country", &beside_country(small(draw(Kind::Circles, 10_000))))?;
    row("a country", &beside_country(draw(Kind::Circles, 0)))?;
    row("one of 5 m", &small(draw(Kind::Circles, 1)))?;
    row("one of 5 m, a country", &beside_country(small(draw(Kind::Circles, 1))))
}

/// The same circles of 5 m.
fn small(mut workload: Workload) -> Workload {
    for shape in &mut workload.shapes {
        shape.radius_m = 5.0;
    }
    workload
}

/// A country with a wavy border, in which most points lie.
fn beside_country(mut workload: Workload) -> Workload {
    let corner = |corner: u32| {
        let angle = std::f64::consts::TAU * f64::from(corner) / f64::from(CORNERS);
        let arm = 1.0 + 0.1 * math::sin(7.0 * angle) + 0.02 * math::sin(211.0 * angle);
        [40.0 + 10.0 * arm * math::cos(angle), 55.0 + 5.0 * arm * math::sin(angle)]
    };
    let corners = (0..CORNERS).map(corner).collect();
    workload.shapes.push(Shape { lat: 55.0, lon: 40.0, radius_m: 5e5, corners });
    workload
}

fn row(name: &str, workload: &Workload) -> Fallible<()> {
    let fences = workload.fences()?;
    let policy = IndexPolicy::default();
    let (index, built) = best(1, || FenceIndex::new(&fences, &policy, &mut Budget::unlimited()));
    let index = index?;
    let ask = || index.containing_many(&workload.lat, &workload.lon, &mut Budget::unlimited());
    let (pairs, seconds) = on_one_thread(|| best(REPEATS, ask))?;
    let (pairs, points) = (pairs?.point_index.len(), workload.lat.len() as f64);
    println!(
        "| {name} | {:.1} | {} | {pairs} | {seconds:.3} | {:.1} |",
        built * 1e3,
        index.memory_bytes() / fences.len() as u64,
        points / seconds / 1e6,
    );
    #[cfg(feature = "rayon")]
    {
        let gain = fieldbeat_benches::threads::gain(ask)?;
        let (one, all, ratio) = (gain.one, gain.all, gain.one / gain.all);
        let (threads, runs) = (gain.threads, gain.runs);
        println!(
            "| ... 1 and {threads} threads, best of {runs} | | | | {one:.3}, {all:.3} | {ratio:.2} x |"
        );
    }
    Ok(())
}
