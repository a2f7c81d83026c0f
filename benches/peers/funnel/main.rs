//! Sales along six stages with two guards, from Rust: `peer_moves CASES ROUNDS`, one line of JSON out.
//!
//! One by one, and all events of all cases at once: those in the order in which they would come, every
//! case its first event, then every case its second.
#![allow(clippy::unwrap_used, reason = "a bench")]

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{Case, CaseEvent, Event, NewCase, Pipeline, PipelinePolicy};
use fieldbeat_benches::timing::{best, busy};

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

/// Calls that are timed together: the system counts a thread's time by ticks of up to 4 ms.
const TOGETHER: usize = 20;

/// All events of all cases in one call: where the cases end, and the seconds. What is given away is
/// made before, as the peers' models are.
fn at_once(
    pipeline: &Pipeline,
    opened: &[Case],
    events: &[Event],
    now: Instant,
    rounds: usize,
) -> (Vec<usize>, f64) {
    let of_case =
        |event: &Event, case: &Case| CaseEvent { case_id: case.id.clone(), event: event.clone() };
    let made = || {
        let list =
            events.iter().flat_map(|event| opened.iter().map(move |case| of_case(event, case)));
        (opened.to_vec(), list.collect::<Vec<CaseEvent>>())
    };
    let started = std::time::Instant::now();
    let (mut least, mut finals) = (f64::INFINITY, Vec::new());
    for _ in 0..rounds {
        let given: Vec<_> = (0..TOGETHER).map(|_| made()).collect();
        let start = busy(started);
        for (cases, list) in given {
            let many = pipeline.apply_many(cases, list, now, &mut Budget::unlimited()).unwrap();
            let stages = &pipeline.policy().stages;
            let place = |case: &Case| stages.iter().position(|stage| case.stage == stage.id);
            finals = many.cases.iter().map(|case| place(case).unwrap()).collect();
        }
        least = fieldbeat::math::min(least, (busy(started) - start) / TOGETHER as f64);
    }
    (finals, least)
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
            let place = |case: Case| stages.iter().position(|stage| case.stage == stage.id);
            let run = || opened.iter().map(|case| place(walk(case)).unwrap()).collect::<Vec<_>>();
            best(rounds, run)
        };
        let (finals, kept) = moved(false);
        let (same, given) = moved(true);
        assert_eq!(finals, same);
        let (same, many) = at_once(&pipeline, &opened, &events, now, rounds);
        assert_eq!(finals, same);
        let ns = |seconds: f64| seconds * 1e9 / (cases * 5) as f64;
        let (kept, given, many) = (ns(kept), ns(given), ns(many));
        told.push(format!(
            r#""{name}": {{"apply_ns": {kept:.0}, "advance_ns": {given:.0}, "apply_many_ns": {many:.0},
                "finals": {finals:?}}}"#
        ));
    }
    println!("{{{}}}", told.join(", "));
}
