//! The tracker: a stream of fixes into events.
//!
//! - `events`: when a fence is entered, stayed at, left and crossed, a sentence of the
//!   specification each
//! - `order`: fixes late, twice, ahead of their time, too many
//! - `law`: one list of events, whatever the order
//! - `snapshots`: state as bytes, and bytes that are none
//! - `memory`: what fences and reps weigh
//! - `golden`: what earlier versions wrote
//! - `beside`: what is too small, what replaces what, and that days have the same verdicts
//! - `verdicts`: what of a day's verdicts follows from its events, and the other way
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod beside;
mod events;
mod golden;
mod law;
mod memory;
mod order;
mod snapshots;
mod verdicts;

use std::sync::Arc;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{
    EventKind, FenceEvent, FenceIndex, IndexPolicy, Pushed, Tracker, TrackerPolicy,
};
use fieldbeat::{Fence, Fix, Instant};

const LAT: f64 = 55.7558;
const LON: f64 = 37.6173;
/// Metres of a degree of latitude here.
const DEGREE_M: f64 = 111_340.0;

fn fence(json: &str) -> Fence {
    Fence::from_json(json).unwrap()
}

/// A circle of 100 m.
fn shop() -> Fence {
    fence(r#"{"id": "shop", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}"#)
}

fn index(fences: &[Fence]) -> Arc<FenceIndex> {
    let index = FenceIndex::new(fences, &IndexPolicy::default(), &mut Budget::unlimited());
    Arc::new(index.unwrap())
}

fn tracker(fences: &[Fence], policy: &TrackerPolicy) -> Tracker {
    Tracker::new(index(fences), policy).unwrap()
}

fn at(seconds: i64) -> Instant {
    "2026-11-20T09:00:00Z".parse::<Instant>().unwrap().plus(seconds * 1000)
}

/// A fix `north` metres from the middle of the shop, of an accuracy of 10 m.
fn fix(seconds: i64, north: f64) -> Fix {
    sharp(seconds, north, 10.0)
}

fn sharp(seconds: i64, north: f64, accuracy_m: f64) -> Fix {
    Fix::new(at(seconds), LAT + north / DEGREE_M, LON, accuracy_m).unwrap()
}

/// One rep at the shop, fixes given as seconds and metres north of its middle.
struct Day {
    tracker: Tracker,
    events: Vec<FenceEvent>,
}

impl Day {
    fn new() -> Self {
        Self::under(&TrackerPolicy::default())
    }

    fn under(policy: &TrackerPolicy) -> Self {
        Self { tracker: tracker(&[shop()], policy), events: Vec::new() }
    }

    /// Without waiting for late fixes: only for what else the same instant may bring.
    fn at_once() -> Self {
        Self::under(&at_once())
    }

    fn push(&mut self, fix: Fix) -> Pushed {
        let pushed = self.tracker.push("rep", fix, None).unwrap();
        self.events.extend(pushed.events.iter().cloned());
        pushed
    }

    fn walk(mut self, steps: &[(i64, f64)]) -> Self {
        for &(seconds, north) in steps {
            self.push(fix(seconds, north));
        }
        self
    }

    fn finish(mut self) -> Vec<FenceEvent> {
        self.events.extend(self.tracker.finish().unwrap().events);
        self.events
    }

    fn told(&self) -> Vec<(EventKind, i64)> {
        told(&self.events)
    }
}

fn at_once() -> TrackerPolicy {
    TrackerPolicy::from_json(r#"{"lateness": "0s"}"#).unwrap()
}

/// Kinds with seconds since nine, rounded down.
fn told(events: &[FenceEvent]) -> Vec<(EventKind, i64)> {
    events.iter().map(|event| (event.kind, event.t.since(at(0)).div_euclid(1000))).collect()
}

fn kinds(events: &[FenceEvent]) -> Vec<EventKind> {
    events.iter().map(|event| event.kind).collect()
}

fn codes(event: &FenceEvent) -> Vec<&str> {
    event.reasons.iter().map(|reason| reason.code.as_str()).collect()
}
