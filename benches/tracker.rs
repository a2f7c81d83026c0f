//! What a fix costs a tracker of ten thousand fences, its place in the order included.
//!
//! `cargo bench --bench tracker [-- standing driving working between days]`
//!
//! Where it goes, in instructions a fix (`valgrind --tool=callgrind`, which other work on the machine does
//! not disturb); at the pace of who stands, 100 ns are about 1,100 of them:
//!
//! | | standing | days | working |
//! | --- | ---: | ---: | ---: |
//! | the caller's copy of the fix, the answer and its end | 180 | 190 | 210 |
//! | the rep by name, the place in the order | 290 | 290 | 290 |
//! | the release, and whether anything near can have changed | 330 | 350 | 350 |
//! | which fences are near, and how near (of 100 fixes, 3, 33 and 39 ask) | 10 | 250 | 360 |
//! | how a fence sees it; on days 100 of it for probabilities close to a threshold | 10 | 170 | 110 |
//! | the machine, and where the way led through | 20 | 120 | 220 |
//! | events | 10 | 60 | 120 |
//! | in all | 850 | 1,430 | 1,660 |
//!
//! So 800 are spent before the first fence is looked at, and one fix in three looks, for a rep who drives
//! by a fence every few hundred metres is never far from all. These also have jumps that a processor
//! guesses wrong: 4.4 and 4.7 a fix, 0.2 standing (`--branch-sim=yes`).
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::collections::BTreeMap;
use std::sync::Arc;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{FenceIndex, IndexPolicy, Tracker, TrackerPolicy};
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

/// What became of every fix: the events, and the seconds of a run.
fn run(fences: &[Fence], fixes: &[(String, Fix)]) -> (usize, f64) {
    let index = FenceIndex::new(fences, &IndexPolicy::default(), &mut Budget::unlimited());
    // Fences are made ready once in the life of a tracker.
    let mut tracker = Tracker::new(Arc::new(index.unwrap()), &TrackerPolicy::default()).unwrap();
    best(REPEATS, || {
        let mut told = 0;
        for (rep, fix) in fixes {
            told += tracker.push(rep, fix.clone(), None).unwrap().events.len();
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
    let tell = |name: &str, fences: &[Fence], fixes: &[(String, Fix)]| {
        let (told, seconds) = run(fences, fixes);
        let nanoseconds = seconds * 1e9 / fixes.len() as f64;
        println!("{name}: {nanoseconds:.0} ns, {} fixes, {told} events", fixes.len());
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
