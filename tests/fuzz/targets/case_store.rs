//! Any bytes as the cases of a store's snapshot, with the head and the checksum of a true one: they are
//! refused, or the store goes on.
#![no_main]

use std::sync::{Arc, OnceLock};

use fieldbeat::budget::Budget;
use fieldbeat::funnel::{CaseEvents, CaseStore, Pipeline, PipelinePolicy};
use fieldbeat::math::StableHash;
use fieldbeat::shape::Shaped;
use libfuzzer_sys::fuzz_target;

const HASH: usize = 32;
const HEADER: usize = 8 + 4 + HASH;

/// The rules, and the head of every snapshot under them.
fn head() -> &'static (Arc<Pipeline>, Vec<u8>) {
    static HEAD: OnceLock<(Arc<Pipeline>, Vec<u8>)> = OnceLock::new();
    HEAD.get_or_init(|| {
        let policy = r#"{"name": "p", "version": "1", "schema": {"x": "int", "date": "instant"},
            "stages": [
                {"id": "a", "norm": "2bd", "pause_when": {"field": "x", "eq": 2}, "timers": [
                    {"id": "t", "offset": "5bd", "go": "b"},
                    {"id": "q", "anchor": "last_activity", "offset": "1d", "emit": {"set": {"x": 1}}}]},
                {"id": "b", "on_enter": {"tasks": [{"id": "call"}]}}, {"id": "z", "kind": "won"}],
            "transitions": [
                {"source": ["a"], "target": "b", "auto": true,
                    "guard": {"field": "date", "le": {"field": "now"}}},
                {"source": ["a", "b"], "target": "z", "approvals": {"need": [{"role": "head"}]}}]}"#;
        let policy = PipelinePolicy::from_json(policy).expect("a policy");
        let pipeline = Arc::new(Pipeline::new(&policy).expect("a policy that compiles"));
        let head = CaseStore::new(Arc::clone(&pipeline)).snapshot()[..HEADER].to_vec();
        (pipeline, head)
    })
}

fuzz_target!(|state: &[u8]| {
    let (pipeline, head) = head();
    let mut bytes = [head, state].concat();
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    let mut store = match CaseStore::restore(&bytes, Arc::clone(pipeline)) {
        Ok(store) => store,
        Err(error) => {
            assert!(error.problems().iter().all(|p| &*p.code == "corrupt_snapshot"));
            return;
        }
    };
    let now = "2026-11-20T09:00:00Z".parse().expect("an instant");
    let events = CaseEvents::from_json(
        r#"{"case_id": ["k", "k", "k"], "id": ["1", "2", "3"], "kind": ["update", "approve", "move"],
            "target": [null, null, "z"], "x": [2, null, null], "actor": ["ann", "ann", "ann"],
            "role": ["head", "head", "head"],
            "at": ["2026-11-19T09:00:00Z", "2026-11-18T09:00:00Z", "2026-11-20T09:00:00Z"]}"#,
    );
    let known: CaseEvents = Vec::from(events.expect("events"))
        .into_iter()
        .filter(|event| store.get(&event.case_id).is_some())
        .collect();
    store.apply_many(known, now, &mut Budget::unlimited()).expect("cases that are held");
    store.tick(now, &mut Budget::unlimited()).expect("no limit");
    drop(store.stages());
    for id in ["k", "l"] {
        if let Some(case) = store.get(id) {
            pipeline.clock(case, now).ok();
            pipeline.can(case, now, None, None).ok();
        }
    }
    let again = store.snapshot();
    let restored = CaseStore::restore(&again, Arc::clone(pipeline)).expect("its own snapshot");
    assert_eq!(restored.snapshot(), again);
});
