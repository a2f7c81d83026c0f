//! Segments that recalculate themselves, over years of a whole company: `segments_scale [CLIENTS]
//! [PURCHASES A CLIENT AND YEAR] [YEARS] [SCOPES]`, by default 100,000, 20, 2, 1.
//!
//! How many purchases a second: taken in; taken in and evaluated night by night, as they come; and
//! all taken in at once and then every night evaluated, as when a service starts. Those three differ
//! in what they count: only the second is what keeping up costs. Compare builds by turns: on a shared
//! machine the same build differs by half.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::time::Instant as Clock;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::segment::Segmenter;
use fieldbeat::shape::Value;
use fieldbeat_benches::purchases::{columns, night, purchases, segmenter};

fn advance(own: &mut Segmenter, day: i64) -> i64 {
    own.advance(night(day), &mut Budget::unlimited()).unwrap().touched
}

fn main() {
    let arguments: Vec<u32> =
        std::env::args().skip(1).map(|number| number.parse().unwrap()).collect();
    let number = |place: usize, default| arguments.get(place).copied().unwrap_or(default);
    let (clients, a_year, years, scopes) =
        (number(0, 100_000), number(1, 20), number(2, 2), number(3, 1));
    let days = i64::from(years) * 365;
    let count = (clients * a_year * years) as usize;
    let bought = purchases(clients, count, days);
    let nights: Vec<Value> = bought.chunk_by(|a, b| a.1 == b.1).map(columns).collect();
    assert_eq!(nights.len() as i64, days);
    let all = columns(&bought);
    drop(bought);
    println!("{count} purchases of {clients} clients in {days} days and {scopes} scopes");
    let told = |what: &str, seconds: f64| {
        println!("{what}: {seconds:.2} s, {:.2} million a second", count as f64 / seconds / 1e6);
    };

    let mut own = segmenter(clients, scopes);
    let (mut taken, mut evaluated, mut touched) = (0.0, 0.0, 0);
    for (day, bought) in (1..).zip(&nights) {
        let start = Clock::now();
        own.ingest(bought, &[], &[]).unwrap();
        taken += start.elapsed().as_secs_f64();
        let start = Clock::now();
        touched += advance(&mut own, day);
        evaluated += start.elapsed().as_secs_f64();
    }
    println!("  night by night: {taken:.2} s taken in, {evaluated:.2} s evaluated");
    told("night by night", taken + evaluated);
    println!(
        "  {} bytes a client, {:.2} % of clients looked at a day, {} moves, a snapshot of {} bytes",
        own.memory_bytes() / own.len(),
        100.0 * touched as f64 / (own.len() as i64 * days) as f64,
        own.moves(Instant::MIN, Instant::MAX).len(),
        own.snapshot().len(),
    );
    let nightly = own.snapshot();

    let mut own = segmenter(clients, scopes);
    let start = Clock::now();
    own.ingest(&all, &[], &[]).unwrap();
    let taken = start.elapsed().as_secs_f64();
    told("taken in at once", taken);
    advance(&mut own, days);
    told("and every night evaluated", start.elapsed().as_secs_f64());
    assert!(own.snapshot() == nightly, "it matters how purchases come");
}
