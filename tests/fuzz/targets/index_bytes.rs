//! Any bytes as an index, with the checksum that they ought to have: they are refused, or what they
//! hold can be asked, and written.
#![no_main]

use fieldbeat::FenceIndex;
use fieldbeat::math::StableHash;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    assert!(FenceIndex::from_bytes(content).is_err(), "nobody guesses a checksum");
    let sum = u128::from_str_radix(&StableHash::new().bytes(content).hex(), 16).expect("hex");
    let bytes = [content, &sum.to_le_bytes()].concat();
    match FenceIndex::from_bytes(&bytes) {
        Ok(index) => {
            // An open ring is closed: what is written need not be what was read, but stays so.
            let written = index.to_bytes();
            assert_eq!(FenceIndex::from_bytes(&written).expect("its own").to_bytes(), written);
            for (lat, lon) in [(55.75, 37.62), (-89.9, 179.9), (0.0, -180.0)] {
                index.containing(lat, lon).expect("a position");
                index.nearest(lat, lon, 3).expect("a position");
            }
        }
        Err(error) => {
            let codes = ["not_an_index", "version_unsupported", "checksum_differs", "corrupt_index"];
            assert!(error.problems().iter().all(|problem| codes.contains(&&*problem.code)));
        }
    }
});
