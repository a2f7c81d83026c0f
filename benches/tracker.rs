//! What a fix costs a tracker of ten thousand fences, its place in the order included.
//!
//! `cargo bench --bench tracker [-- standing driving working between days]`
//!
//! One by one, by the rep's name; and in columns, a thousand at a time, with reps by code.
//!
//! Where it goes, in instructions a fix (`valgrind --tool=callgrind`, which other work on the machine does
//! not disturb):
//!
//! | | standing | days | working |
//! | --- | ---: | ---: | ---: |
//! | one by one: handing it over, the rep by name, the answer | 190 | 310 | 340 |
//! | or in columns: the rows of each rep, a copy of the fix | 210 | 170 | 220 |
//! | the place in the order | 130 | 150 | 140 |
//! | the release, and whether anything near can have changed | 200 | 260 | 270 |
//! | which fences are near, and how near | 10 | 250 | 470 |
//! | how a fence sees it, and the machine | 30 | 150 | 240 |
//! | events | 10 | 50 | 100 |
//! | in all, one by one | 570 | 1,180 | 1,560 |
//! | in all, in columns | 600 | 1,040 | 1,440 |
//!
//! So 500 to 700 are spent before the first fence is looked at, and one fix in three looks, for a rep who
//! drives by a fence every few hundred metres is never far from all. These also have jumps that a
//! processor guesses wrong: 4.5 and 6.1 a fix, 0.4 standing (`--branch-sim=yes`).
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::collections::BTreeMap;
use std::sync::Arc;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceIndex, IndexPolicy, RepFixes, Tracker, TrackerPolicy};
use fieldbeat::{Fence, Fix, Instant, math};
use fieldbeat_benches::days::Days;
use fieldbeat_benches::timing::best;
use fieldbeat_tests::simulator::Dice;

const LAT: f64 = 55.4;
const LON: f64 = 37.1;
/// Degrees of 600 m: in a town the fences stand as far apart, a hundred by a hundred of them.
const STEP: (f64, f64) = (0.0054, 0.0095);
/// In a country they stand so many times as far apart.
const COUNTRY: f64 = 10.0;
const ACROSS: u32 = 100;
const REPS: usize = 50;
const FIXES: usize = 1_000;
const FENCES: u32 = ACROSS * ACROSS;
/// So many fixes at a time come in columns.
const BATCH: usize = 1_000;
/// The best of so many runs counts.
const REPEATS: usize = 5;

/// Fixes, each with its rep.
type Stream = Vec<(String, Fix)>;

/// What reps do.
struct Work {
    name: &'static str,
    /// Minutes of standing in a fence, and of driving to another, by turns.
    standing: f64,
    driving: f64,
    /// So many times as far as in a town the fences stand apart.
    apart: f64,
}

const WORKS: [Work; 4] = [
    Work { name: "standing", standing: 200.0, driving: 0.0, apart: 1.0 },
    Work { name: "driving", standing: 0.0, driving: 200.0, apart: 1.0 },
    Work { name: "working", standing: 20.0, driving: 10.0, apart: 1.0 },
    Work { name: "between", standing: 0.0, driving: 200.0, apart: COUNTRY },
];

fn fences(apart: f64) -> Vec<Fence> {
    let fence = |i: u32| {
        let (lat, lon) = place(i, apart);
        let radius = 60 + 20 * (i % 6);
        let json = format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius}}}"#);
        Fence::from_json(&json).unwrap()
    };
    (0..FENCES).map(fence).collect()
}

fn place(fence: u32, apart: f64) -> (f64, f64) {
    let (row, column) = (fence / ACROSS, fence % ACROSS);
    (LAT + apart * STEP.0 * f64::from(row), LON + apart * STEP.1 * f64::from(column))
}

/// A rep's day: by turns minutes of standing in a fence and of driving at 15 m/s to another, a fix
/// every ten seconds.
fn day(rep: usize, &Work { standing, driving, apart, .. }: &Work) -> Vec<Fix> {
    let mut dice = Dice::new(rep as u64);
    let mut fixes = Vec::with_capacity(FIXES);
    let mut t: Instant = "2026-11-20T08:00:00Z".parse().unwrap();
    let mut here = place(dice.between(0.0, f64::from(FENCES)) as u32, apart);
    while fixes.len() < FIXES {
        let goal = place(dice.between(0.0, f64::from(FENCES)) as u32, apart);
        let run = ((goal.0 - here.0) * 111_000.0, (goal.1 - here.1) * 63_000.0);
        let metres = (run.0 * run.0 + run.1 * run.1).sqrt() + 1.0;
        let steps = ((driving * 6.0) as usize).min((metres / 150.0) as usize);
        let stays = (standing * 6.0) as usize;
        let start = here;
        for step in 0..steps + stays {
            let share = step.min(steps) as f64 * 150.0 / metres;
            here = (start.0 + share * (goal.0 - start.0), start.1 + share * (goal.1 - start.1));
            if step >= steps {
                // To the door of the nearest fence.
                let near = |x: f64, from: f64, step: f64| from + ((x - from) / step).round() * step;
                here = (near(here.0, LAT, apart * STEP.0), near(here.1, LON, apart * STEP.1));
            }
            let noise = |dice: &mut Dice| 5e-5 * dice.normal();
            let (lat, lon) = (here.0 + noise(&mut dice), here.1 + noise(&mut dice));
            let accuracy_m = dice.pick(6.0, &[9.0, 14.0, 25.0]);
            fixes.push(Fix::new(t, lat, lon, accuracy_m).unwrap());
            t = t.plus(10_000);
        }
    }
    fixes.truncate(FIXES);
    fixes
}

/// Fixes of all reps by turns, so that no rep's state is at hand when the next fix comes.
fn by_turns(days: &[Vec<Fix>]) -> Stream {
    let longest = days.iter().map(Vec::len).max().unwrap_or(0);
    let turn = |i: usize| {
        let of_rep =
            move |(rep, day): (usize, &Vec<Fix>)| Some((format!("rep-{rep}"), day.get(i)?.clone()));
        days.iter().enumerate().filter_map(of_rep)
    };
    (0..longest).flat_map(turn).collect()
}

/// The simulated days of the development data, among the sites that were planned and others beside
/// them, ten thousand in all. Fixes come as they did.
fn simulated() -> Option<(Vec<Fence>, Stream)> {
    let days = Days::read().unwrap()?;
    let fence = |lat: f64, lon: f64, radius: f64| {
        let json = format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius}}}"#);
        Fence::from_json(&json).unwrap()
    };
    let mut fences = Vec::new();
    // Of each rep the sites from south to north and from west to east.
    let mut countries: BTreeMap<&str, [f64; 4]> = BTreeMap::new();
    for own in &days.plan {
        let (lat, lon) = (own.lat, own.lon);
        fences.push(fence(lat, lon, own.radius_m));
        let country = countries.entry(&own.rep).or_insert([lat, lat, lon, lon]);
        let [south, north, west, east] = *country;
        *country = [
            math::min(south, lat),
            math::max(north, lat),
            math::min(west, lon),
            math::max(east, lon),
        ];
    }
    let mut dice = Dice::new(0);
    for [south, north, west, east] in countries.values().cycle() {
        if fences.len() >= FENCES as usize {
            break;
        }
        let (lat, lon) = (dice.between(*south, *north), dice.between(*west, *east));
        fences.push(fence(lat, lon, dice.pick(80.0, &[100.0, 150.0])));
    }
    Some((fences, days.fixes))
}

/// A tracker. Fences are made ready once in its life.
fn tracker(fences: &[Fence]) -> Tracker {
    let index = FenceIndex::new(fences, &IndexPolicy::default(), &mut Budget::unlimited());
    Tracker::new(Arc::new(index.unwrap()), &TrackerPolicy::default()).unwrap()
}

/// What became of every fix, one by one: how many events, and the seconds of a run.
fn run(fences: &[Fence], fixes: &Stream) -> (usize, f64) {
    let mut tracker = tracker(fences);
    best(REPEATS, || {
        let mut told = 0;
        for (rep, fix) in fixes {
            // Handed over as it is.
            told += tracker.push(rep, Fix { ..*fix }, None).unwrap().events.len();
        }
        told + tracker.finish().unwrap().events.len()
    })
}

/// The same, [`BATCH`] of them at a time, in columns that are ready.
fn run_in_columns(fences: &[Fence], fixes: &Stream) -> (usize, f64) {
    let mut tracker = tracker(fences);
    let columns = |rows: &[(String, Fix)]| RepFixes {
        reps: rows.iter().map(|(rep, _)| rep.as_str()).collect(),
        fixes: rows.iter().map(|(_, fix)| fix.clone()).collect(),
    };
    let batches: Vec<RepFixes> = fixes.chunks(BATCH).map(columns).collect();
    best(REPEATS, || {
        let mut told = 0;
        for batch in &batches {
            let pushed = tracker.push_columns(batch, None, &mut Budget::unlimited());
            told += pushed.unwrap().events.len();
        }
        told + tracker.finish().unwrap().events.len()
    })
}

fn main() {
    println!(
        "Nanoseconds of the processor a fix, {REPS} reps, {FENCES} fences, best of {REPEATS}."
    );
    let wanted: Vec<String> = std::env::args().skip(1).filter(|name| name != "--bench").collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|own| own == name);
    let tell = |name: &str, fences: &[Fence], fixes: &Stream| {
        let nanoseconds = |seconds: f64| seconds * 1e9 / fixes.len() as f64;
        let (told, seconds) = run(fences, fixes);
        let one_by_one = nanoseconds(seconds);
        let (told_in_columns, seconds) = run_in_columns(fences, fixes);
        assert_eq!(told, told_in_columns);
        let in_columns = nanoseconds(seconds);
        println!(
            "{name}: {one_by_one:.0} ns, in columns {in_columns:.0} ns, {} fixes, {told} events",
            fixes.len()
        );
    };
    for work in WORKS.iter().filter(|work| is_wanted(work.name)) {
        let days: Vec<Vec<Fix>> = (0..REPS).map(|rep| day(rep, work)).collect();
        tell(work.name, &fences(work.apart), &by_turns(&days));
    }
    if is_wanted("days")
        && let Some((fences, fixes)) = simulated()
    {
        tell("days", &fences, &fixes);
    }
}
