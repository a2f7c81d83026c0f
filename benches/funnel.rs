//! What a move of a case costs, and a tick of many cases of which few are due.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot be set up has no result")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{Case, CaseEvent, Event, NewCase, Pipeline, PipelinePolicy};

/// Six stages, two guards.
const SALE: &str = include_str!("peers/funnel/machine.json");
const EVENTS: [&str; 5] = ["qualify", "send_offer", "sign", "ship", "close"];
/// A notice a week after the entry, and the end a month after it.
const LEADS: &str = r#"{"name": "leads", "version": "1", "schema": {"company": "string"}, "stages": [
    {"id": "new", "timers": [
        {"id": "notice", "offset": "7d", "emit": {"notify": [{"id": "waits"}]}},
        {"id": "end", "offset": "30d", "go": "lost"}]},
    {"id": "lost", "kind": "lost"}]}"#;
const CASES: usize = 1_000_000;

fn t(text: &str) -> Instant {
    text.parse().unwrap()
}

fn pipeline(text: &str) -> Pipeline {
    Pipeline::new(&PipelinePolicy::from_json(text).unwrap()).unwrap()
}

fn open(pipeline: &Pipeline, record: &str, now: Instant) -> Case {
    pipeline.open(&NewCase::from_json(record).unwrap(), now).unwrap().case_after.unwrap()
}

fn moves(c: &mut Criterion) {
    let sale = pipeline(SALE);
    let now = t("2026-11-20T12:00:00Z");
    let opened = open(&sale, r#"{"id": "s", "fields": {"amount": 1000, "paid": true}}"#, now);
    let events = EVENTS.iter().enumerate().map(|(index, on)| {
        let event = format!(r#"{{"id": "e{index}", "at": "{now}", "on": "{on}"}}"#);
        Event::from_json(&event).unwrap()
    });
    let events: Vec<Event> = events.collect();
    let mut group = c.benchmark_group("pipeline");
    group.throughput(Throughput::Elements(events.len() as u64));
    group.bench_function("apply", |b| {
        b.iter(|| {
            let walk = |case, event| sale.apply(&case, event, now).unwrap().case_after;
            events.iter().fold(black_box(opened.clone()), walk)
        });
    });
    group.bench_function("advance", |b| {
        b.iter(|| {
            let walk =
                |case, event: &Event| sale.advance(case, event.clone(), now).unwrap().case_after;
            events.iter().fold(black_box(opened.clone()), walk)
        });
    });
    // A thousand sales at once, every one its first event, then every one its second.
    let named = |index: usize| Case { id: format!("s{index}").into(), ..opened.clone() };
    let sales: Vec<Case> = (0..1000).map(named).collect();
    let of_all = |event: &Event| {
        let event = event.clone();
        sales.iter().map(move |sale| CaseEvent { case_id: sale.id.clone(), event: event.clone() })
    };
    let list: Vec<CaseEvent> = events.iter().flat_map(of_all).collect();
    group.throughput(Throughput::Elements(list.len() as u64));
    group.bench_function("apply_many", |b| {
        b.iter_batched(
            || (sales.clone(), list.clone()),
            |(sales, list)| {
                sale.apply_many(sales, list.into(), now, &mut Budget::unlimited()).unwrap()
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn ticks(c: &mut Criterion) {
    let leads = pipeline(LEADS);
    let (old, new, now) =
        (t("2026-11-10T12:00:00Z"), t("2026-11-19T12:00:00Z"), t("2026-11-20T12:00:00Z"));
    let lead = |index: usize| {
        let record = format!(r#"{{"id": "l{index}", "fields": {{"company": "c{index}"}}}}"#);
        open(&leads, &record, if index.is_multiple_of(100) { old } else { new })
    };
    let all: Vec<Case> = (0..CASES).map(lead).collect();
    let due: Vec<Case> =
        all.iter().filter(|case| case.next_due.is_some_and(|due| due <= now)).cloned().collect();
    let mut group = c.benchmark_group("pipeline/tick");
    group.sample_size(20);
    for (name, cases) in [("1 % of a million due", &all), ("only the due", &due)] {
        group.throughput(Throughput::Elements(due.len() as u64));
        group.bench_function(name, |b| {
            b.iter_batched(
                Budget::unlimited,
                |mut budget| leads.tick(black_box(cases), now, &mut budget).unwrap(),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, moves, ticks);
criterion_main!(benches);
