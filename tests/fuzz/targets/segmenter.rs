//! Any bytes as the state of a segmenter's snapshot, with the head and the checksum of a true one:
//! they are refused, or the segmenter goes on.
#![no_main]

use std::sync::OnceLock;

use fieldbeat::Instant;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::math::StableHash;
use fieldbeat::segment::{SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;
use libfuzzer_sys::fuzz_target;

const HASH: usize = 32;
const HEADER: usize = 8 + 4 + HASH;

/// The head of every snapshot under the policy.
fn head() -> &'static (SegmentPolicy, Vec<u8>) {
    static HEAD: OnceLock<(SegmentPolicy, Vec<u8>)> = OnceLock::new();
    HEAD.get_or_init(|| {
        let policy = r#"{"base_days": 40, "moving_days": 10, "activity_months": 3,
            "static_core": {"enter_months": 2, "leave_months": 1},
            "segments": [{"name": "big", "when": {"field": "base_revenue", "ge": 500}}]}"#;
        let policy = SegmentPolicy::from_json(policy).expect("a policy");
        let own = Segmenter::new(&policy).expect("a policy that compiles");
        (policy, own.snapshot()[..HEADER].to_vec())
    })
}

fuzz_target!(|state: &[u8]| {
    let (policy, head) = head();
    let mut bytes = [head, state].concat();
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    match Segmenter::restore(&bytes, policy) {
        Ok(mut own) => {
            let bought = r#"[{"client": "a", "t": "2026-01-02T09:00:00Z", "amount": 5, "id": "x"},
                {"client": "b", "t": "2026-01-03T09:00:00Z", "amount": -5}]"#;
            let bought = Value::from_json(bought).expect("transactions");
            own.ingest(&bought, &[], &[]).ok();
            // A table of one's own is asked every day: of two thousand years not all are waited for.
            let mut budget = Budget::on_progress(2_000, |_| Continue::No);
            own.advance("2026-02-20T09:00:00Z".parse().expect("an instant"), &mut budget).ok();
            drop(own.moves(Instant::MIN, Instant::MAX));
            drop(own.assignments());
            drop(own.snapshot());
        }
        Err(error) => assert!(error.problems().iter().all(|p| &*p.code == "corrupt_snapshot")),
    }
});
