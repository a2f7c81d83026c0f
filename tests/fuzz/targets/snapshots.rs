//! Any bytes as the reps of a tracker's snapshot, with the head and the checksum of a true one: they
//! are refused, or the tracker goes on.
#![no_main]

use std::sync::{Arc, OnceLock};

use fieldbeat::budget::Budget;
use fieldbeat::math::StableHash;
use fieldbeat::{Fence, FenceIndex, Fix, IndexPolicy, Tracker, TrackerPolicy};
use libfuzzer_sys::fuzz_target;

/// The fences, and the snapshot of a tracker that knows nobody.
fn empty() -> &'static (Arc<FenceIndex>, Vec<u8>) {
    static EMPTY: OnceLock<(Arc<FenceIndex>, Vec<u8>)> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let shop = r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}"#;
        let shop = Fence::from_json(shop).expect("a fence");
        let index = FenceIndex::new(&[shop], &IndexPolicy::default(), &mut Budget::unlimited());
        let index = Arc::new(index.expect("one fence"));
        let tracker = Tracker::new(Arc::clone(&index), &TrackerPolicy::default());
        let snapshot = tracker.expect("the defaults").snapshot();
        (index, snapshot)
    })
}

fuzz_target!(|reps: &[u8]| {
    /// The count of reps, then the checksum.
    const COUNT: usize = 4;
    const CHECKSUM: usize = 32;
    let (index, snapshot) = empty();
    let mut bytes = snapshot[..snapshot.len() - CHECKSUM - COUNT].to_vec();
    bytes.extend_from_slice(reps);
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    match Tracker::restore(&bytes, Arc::clone(index), &TrackerPolicy::default()) {
        Ok(mut tracker) => {
            let t = "2026-11-20T09:00:00Z".parse().expect("an instant");
            let fix = Fix::new(t, 55.7558, 37.6173, 10.0).expect("a fix");
            tracker.push("anna", fix, None).ok();
            tracker.advance(t).expect("it cannot fail");
            tracker.finish().expect("it cannot fail");
        }
        Err(error) => assert!(error.problems().iter().all(|p| &*p.code == "corrupt_snapshot")),
    }
});
