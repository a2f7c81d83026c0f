//! Sales along six stages with two guards, from Rust: `peer_moves CASES ROUNDS`, one line of JSON out.
//!
//! One by one, and all events of all cases at once: those in the order in which they would come, every
//! case its first event, then every case its second.
#![allow(clippy::unwrap_used, reason = "a bench")]

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{Case, CaseEvent, Event, NewCase, Pipeline, PipelinePolicy};
use fieldbeat_benches::timing::busy;

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

/// Runs of a round.
const RUNS: usize = 20;

/// What a run made of all that was given to it, and the seconds of the quickest one. What is given is
/// made before, as the peers' models are, and what comes out is dropped after, as theirs are.
fn timed<G, T>(rounds: usize, made: impl Fn() -> G, run: impl Fn(G) -> T) -> (T, f64) {
    let started = std::time::Instant::now();
    // The system notes what a thread took when it is asked to let others on: by itself in 4 ms only.
    let spent = || {
        std::thread::yield_now();
        busy(started)
    };
    let (mut least, mut last) = (f64::INFINITY, None);
    for _ in 0..rounds * RUNS {
        let given = made();
        let start = spent();
        let ended = run(given);
        least = fieldbeat::math::min(least, spent() - start);
        last = Some(ended);
    }
    (last.unwrap(), least)
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
    let place = |case: &Case| stages.iter().position(|stage| case.stage == stage.id).unwrap();
    let finals = |cases: Vec<Case>| cases.iter().map(place).collect::<Vec<_>>();
    let mut told = Vec::new();
    for (name, is_mixed) in [("passing", false), ("mixed", true)] {
        let opened = sales(&pipeline, cases, is_mixed, now);
        // Every case its events, one after the other.
        let each = || opened.iter().map(|case| (case.clone(), events.clone())).collect::<Vec<_>>();
        let (ended, kept) = timed(rounds, each, |given| {
            let step =
                |case: Case, event: &Event| pipeline.apply(&case, event, now).unwrap().case_after;
            given.into_iter().map(|(case, events)| events.iter().fold(case, step)).collect()
        });
        let ended = finals(ended);
        let (same, given) = timed(rounds, each, |given| {
            let step = |case, event| pipeline.advance(case, event, now).unwrap().case_after;
            given.into_iter().map(|(case, events)| events.into_iter().fold(case, step)).collect()
        });
        assert_eq!(ended, finals(same));
        let (same, in_place) = timed(rounds, each, |given| {
            let walked = given.into_iter().map(|(mut case, events)| {
                for event in events {
                    pipeline.advance_in_place(&mut case, event, now).unwrap();
                }
                case
            });
            walked.collect()
        });
        assert_eq!(ended, finals(same));
        // Every case its first event, then every case its second.
        let of_case = |event: &Event, case: &Case| CaseEvent {
            case_id: case.id.clone(),
            event: event.clone(),
        };
        let listed = || {
            let of_all = |event| opened.iter().map(move |case| of_case(event, case));
            (opened.clone(), events.iter().flat_map(of_all).collect())
        };
        let (many, at_once) = timed(rounds, listed, |(cases, list)| {
            pipeline.apply_many(cases, list, now, &mut Budget::unlimited()).unwrap()
        });
        assert_eq!(ended, finals(many.cases));
        let ns = |seconds: f64| seconds * 1e9 / (cases * 5) as f64;
        let (kept, given, in_place, many) = (ns(kept), ns(given), ns(in_place), ns(at_once));
        told.push(format!(
            r#""{name}": {{"apply_ns": {kept:.0}, "advance_ns": {given:.0},
                "in_place_ns": {in_place:.0}, "apply_many_ns": {many:.0}, "finals": {ended:?}}}"#
        ));
    }
    println!("{{{}}}", told.join(", "));
}
