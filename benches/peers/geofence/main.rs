//! The fence index against geo with geo-index and geo with rstar: the same fences and points, one
//! thread each; prints a table, and fails where the answers differ.
//!
//! The peers' R-trees hold bounding boxes in degrees. What they find is tested for circles by the
//! formula of our own frames, without trigonometry and without wrapping (nothing here is near the
//! antimeridian): quicker and more exact than the haversine that geo has, and so that the pairs
//! must be the same to the last one. Polygons are tested by geo's `Intersects`, which like ours
//! counts the boundary as inside; as they are, and by either of the two structures that geo prepares
//! for many points. The quickest of all these is what we are held against.
//!
//! `peer_geofence [--points N] [--write FOLDER]`: the latter writes all workloads and how many pairs
//! each has, for peers in other languages, and measures nothing.

mod peers;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceIndex, IndexPolicy, Pairs};
use fieldbeat_benches::timing::best;
use fieldbeat_benches::workload::{Kind, Workload};

use peers::Prepared;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Kind, fences, and how many times quicker than the best peer we want to be.
const RUNS: [(Kind, usize, f64); 7] = [
    (Kind::Circles, 1_000, 8.0),
    (Kind::Circles, 10_000, 7.0),
    (Kind::Circles, 100_000, 5.0),
    (Kind::Circles, 1_000_000, 1.0),
    (Kind::Polygons, 1_000, 4.0),
    (Kind::Polygons, 10_000, 4.0),
    (Kind::Stars, 10_000, 1.0),
];
const POINTS: usize = 2_000_000;
/// Peers in other languages have spheres (0.4 % off at most, here) and rings of 64 corners (0.06 %)
/// for circles: points within this share of the radius of an edge are not written.
const EDGE: f64 = 0.006;
/// The best of so many runs counts.
const REPEATS: usize = 5;

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
    let mut folder = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or("an argument needs a value")?;
        match argument.as_str() {
            "--points" => points = value.parse()?,
            "--write" => folder = Some(PathBuf::from(value)),
            other => return Err(format!("{other}? --points N, --write FOLDER").into()),
        }
    }
    if let Some(folder) = folder {
        return write(&folder, points);
    }
    println!(
        "Million points a second on one thread, {points} points, best of {REPEATS}; build in ms."
    );
    println!(
        "| fences | pairs | fieldbeat | ratio | wanted | build | B a fence | peers, quickest first, build |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    for (kind, count, wanted) in RUNS {
        row(kind, count, points, wanted)?;
    }
    Ok(())
}

fn index_of(workload: &Workload) -> Fallible<FenceIndex> {
    let fences = workload.fences()?;
    Ok(FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited())?)
}

fn row(kind: Kind, count: usize, points: usize, wanted: f64) -> Fallible<()> {
    let workload = Workload::draw(kind, count, points);
    let fences = workload.fences()?;
    let policy = IndexPolicy::default();
    let (index, built) = best(2, || FenceIndex::new(&fences, &policy, &mut Budget::unlimited()));
    let index = index?;
    let ask = || index.containing_many(&workload.lat, &workload.lon, &mut Budget::unlimited());
    let (own, own_time) = best(REPEATS, ask);
    let own = own?;
    // Circles need no preparing.
    let ways: &[Prepared] = match kind {
        Kind::Circles => &[Prepared::Not],
        _ => &[Prepared::Not, Prepared::Monotone, Prepared::IntervalTree],
    };
    let mut peers = Vec::new();
    for &prepared in ways {
        let (packed, built) = best(2, || peers::Packed::new(&workload, prepared));
        let (theirs, time) = best(REPEATS, || packed.pairs(&workload));
        agree(&own, theirs)?;
        peers.push((format!("geo-index, {prepared:?}"), time, built));
        let (tree, built) = best(2, || peers::Tree::new(&workload, prepared));
        let (theirs, time) = best(REPEATS, || tree.pairs(&workload));
        agree(&own, theirs)?;
        peers.push((format!("rstar, {prepared:?}"), time, built));
    }
    peers.sort_by(|a, b| a.1.total_cmp(&b.1));
    let rate = |seconds: f64| points as f64 / seconds / 1e6;
    let Some((_, quickest, _)) = peers.first() else { return Err("no peers".into()) };
    let rates: Vec<String> = peers
        .iter()
        .map(|(name, time, built)| format!("{:.2} {name}, {:.1} ms", rate(*time), built * 1e3))
        .collect();
    println!(
        "| {count} {kind:?} | {} | {:.1} | {:.1} | {wanted} | {:.1} | {} | {} |",
        own.point_index.len(),
        rate(own_time),
        quickest / own_time,
        built * 1e3,
        index.memory_bytes() / count as u64,
        rates.join("; "),
    );
    Ok(())
}

fn agree(own: &Pairs, mut theirs: Vec<(u32, u32)>) -> Fallible<()> {
    theirs.sort_unstable();
    let own = own.point_index.iter().copied().zip(own.fence_index.iter().copied());
    if own.eq(theirs.iter().copied()) { Ok(()) } else { Err("the answers differ".into()) }
}

/// Leaves out the points within [`EDGE`] radii of a circle's edge.
fn leave_edges_out(workload: &mut Workload) -> Fallible<()> {
    let pairs = |scale: f64| -> Fallible<Vec<(u32, u32)>> {
        let mut scaled = Workload { shapes: workload.shapes.clone(), ..Workload::default() };
        for shape in &mut scaled.shapes {
            shape.radius_m *= scale;
        }
        let found = index_of(&scaled)?.containing_many(
            &workload.lat,
            &workload.lon,
            &mut Budget::unlimited(),
        )?;
        Ok(found.point_index.into_iter().zip(found.fence_index).collect())
    };
    let (inner, outer) = (pairs(1.0 - EDGE)?, pairs(1.0 + EDGE)?);
    let at_edge: BTreeSet<u32> = outer
        .into_iter()
        .filter(|pair| inner.binary_search(pair).is_err())
        .map(|(point, _)| point)
        .collect();
    let kept = |column: &[f64]| -> Vec<f64> {
        let rows = (0..).zip(column).filter(|(point, _)| !at_edge.contains(point));
        rows.map(|(_, cell)| *cell).collect()
    };
    (workload.lat, workload.lon) = (kept(&workload.lat), kept(&workload.lon));
    Ok(())
}

/// Files for peers in other languages.
fn write(folder: &std::path::Path, points: usize) -> Fallible<()> {
    std::fs::create_dir_all(folder)?;
    let mut counts = String::new();
    for (kind, count, _) in RUNS {
        let mut workload = Workload::draw(kind, count, points);
        if kind == Kind::Circles {
            leave_edges_out(&mut workload)?;
        }
        let name = format!("{kind:?}_{count}").to_lowercase();
        workload.write(folder, &name)?;
        let pairs = index_of(&workload)?.containing_many(
            &workload.lat,
            &workload.lon,
            &mut Budget::unlimited(),
        )?;
        counts.push_str(&format!("{name} {}\n", pairs.point_index.len()));
    }
    std::fs::write(folder.join("pairs.txt"), counts)?;
    Ok(())
}
