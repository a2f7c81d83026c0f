//! Sales along six stages with two guards, from Rust: `peer_moves CASES ROUNDS`, one line of JSON out.
#![allow(clippy::unwrap_used, reason = "a bench")]

use fieldbeat::Instant;
use fieldbeat::funnel::{Case, Event, NewCase, Pipeline, PipelinePolicy};
use fieldbeat_benches::timing::best;

const MACHINE: &str = include_str!("machine.json");
const EVENTS: [&str; 5] = ["qualify", "send_offer", "sign", "ship", "close"];

/// Sales that pass both guards, or some of which do not.
fn sales(pipeline: &Pipeline, count: u64, is_mixed: bool, now: Instant) -> Vec<Case> {
    let sale = |index: u64| {
        let amount = if is_mixed { index * 37 % 2000 } else { 1000 };
        let paid = !is_mixed || !index.is_multiple_of(5);
        let fields = format!(r#"{{"amount": {amount}, "paid": {paid}}}"#);
        let sale = NewCase::from_json(&format!(r#"{{"id": "s{index}", "fields": {fields}}}"#));
        pipeline.open(&sale.unwrap(), now).unwrap().case_after.unwrap()
    };
    (0..count).map(sale).collect()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let cases: u64 = arguments.next().map_or(1000, |cases| cases.parse().unwrap());
    let rounds: usize = arguments.next().map_or(3, |rounds| rounds.parse().unwrap());
    let pipeline = Pipeline::new(&PipelinePolicy::from_json(MACHINE).unwrap()).unwrap();
    let now: Instant = "2026-11-20T12:00:00Z".parse().unwrap();
    let events = EVENTS.iter().enumerate().map(|(index, on)| {
        let event = format!(r#"{{"id": "e{index}", "at": "{now}", "on": "{on}"}}"#);
        Event::from_json(&event).unwrap()
    });
    let events: Vec<Event> = events.collect();
    let stages = &pipeline.policy().stages;
    let mut told = Vec::new();
    for (name, is_mixed) in [("passing", false), ("mixed", true)] {
        let opened = sales(&pipeline, cases, is_mixed, now);
        let moved = |is_given: bool| {
            let walk = |case: &Case| {
                events.iter().fold(case.clone(), |case, event| {
                    let applied = if is_given {
                        pipeline.advance(case, event.clone(), now)
                    } else {
                        pipeline.apply(&case, event, now)
                    };
                    applied.unwrap().case_after
                })
            };
            let place = |case: Case| stages.iter().position(|stage| stage.id == case.stage);
            let run = || opened.iter().map(|case| place(walk(case)).unwrap()).collect::<Vec<_>>();
            best(rounds, run)
        };
        let (finals, kept) = moved(false);
        let (same, given) = moved(true);
        assert_eq!(finals, same);
        let ns = |seconds: f64| seconds * 1e9 / (cases * 5) as f64;
        let (kept, given) = (ns(kept), ns(given));
        told.push(format!(
            r#""{name}": {{"apply_ns": {kept:.0}, "advance_ns": {given:.0}, "finals": {finals:?}}}"#
        ));
    }
    println!("{{{}}}", told.join(", "));
}
