//! Any bytes as the snapshot of a search for tours, with the head and the checksum of a true one: they
//! are refused, or the search goes on.
#![no_main]

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::math::StableHash;
use fieldbeat::{TourBudget, TourSearch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|state: &[u8]| {
    let mut bytes = b"FBTOUR\0\0\x01\0\0\0".to_vec();
    bytes.extend_from_slice(state);
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    match TourSearch::restore(&bytes) {
        Ok(mut search) => {
            assert!(search.snapshot() == bytes, "a state has one form");
            let slice = TourBudget { iterations: Some(50), time_ms: None };
            let mut budget = Budget::on_progress(2_000, |_| Continue::No);
            search.run(&slice, &mut budget).expect("it cannot fail");
            // A table may lack a way.
            let _ = search.best();
        }
        Err(error) => assert!(error.problems().iter().all(|p| &*p.code == "corrupt_snapshot")),
    }
});
