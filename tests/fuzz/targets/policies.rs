//! Any text as a policy: it is refused with problems, each with a path, or it says itself again.
#![no_main]

use fieldbeat::{PresencePolicy, Shaped, VisitPolicy};
use libfuzzer_sys::fuzz_target;

fn read<P: Shaped + PartialEq + std::fmt::Debug>(text: &str) {
    match P::from_json(text) {
        Ok(policy) => {
            let written = policy.to_json().expect("a policy is plain data");
            assert_eq!(P::from_json(&written).expect("what was written can be read"), policy);
        }
        Err(error) => {
            assert!(!error.problems().is_empty());
            assert!(error.problems().iter().all(|problem| problem.path.starts_with('$')));
        }
    }
}

fuzz_target!(|text: &str| {
    read::<PresencePolicy>(text);
    read::<VisitPolicy>(text);
});
