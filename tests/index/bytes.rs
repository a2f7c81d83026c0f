//! An index that went through bytes, whole or damaged.

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{Boundary, FenceIndex};
use fieldbeat::math::StableHash;
use proptest::prelude::*;

use crate::world::World;

fn code(bytes: &[u8]) -> String {
    FenceIndex::from_bytes(bytes).unwrap_err().problems()[0].code.to_string()
}

/// With the checksum that the content ought to have.
fn signed(content: &[u8]) -> Vec<u8> {
    let digits = StableHash::new().bytes(content).hex();
    let sum = u128::from_str_radix(&digits, 16).unwrap().to_le_bytes();
    [content, &sum].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn bytes_bring_the_same_index_back(seed: u64, half_open: bool) {
        let boundary = if half_open { Boundary::HalfOpen } else { Boundary::Closed };
        let world = World::draw(seed);
        let index = world.index(boundary);
        let bytes = index.to_bytes();
        let again = FenceIndex::from_bytes(&bytes).unwrap();
        prop_assert_eq!(again.to_bytes(), bytes);
        prop_assert_eq!(again.memory_bytes(), index.memory_bytes());
        for (i, fence) in (0..).zip(&world.fences) {
            let restored = again.fence(i);
            prop_assert_eq!(restored.as_ref(), Some(fence));
            prop_assert_eq!(again.id(i), fence.id.as_deref());
        }
        for (lat, lon) in &world.points {
            prop_assert_eq!(again.containing(*lat, *lon), index.containing(*lat, *lon));
        }
    }

    #[test]
    fn damaged_bytes_are_refused(seed: u64, place: prop::sample::Index, bit in 0..8_u32, cut: bool) {
        let mut bytes = World::draw(seed).index(Boundary::Closed).to_bytes();
        let at = place.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1_u8 << bit;
        }
        let expected = match at {
            0..4 => "not_an_index",
            4..8 if cut => "not_an_index",
            4..8 => "version_unsupported",
            _ => "checksum_differs",
        };
        prop_assert_eq!(code(&bytes), expected);
    }

    #[test]
    fn forged_bytes_are_refused_or_an_index(seed: u64, place: prop::sample::Index, flip: u8, cut: bool) {
        let bytes = World::draw(seed).index(Boundary::Closed).to_bytes();
        let mut content = bytes[..bytes.len() - 16].to_vec();
        let at = 8 + place.index(content.len() - 8);
        if cut {
            content.truncate(at);
        } else {
            content[at] ^= flip;
        }
        match FenceIndex::from_bytes(&signed(&content)) {
            Err(error) => prop_assert_eq!(&error.problems()[0].code, "corrupt_index"),
            Ok(index) => {
                let own = index.to_bytes();
                prop_assert_eq!(FenceIndex::from_bytes(&own).unwrap().to_bytes(), own);
                let pairs = index.containing_many(&[55.0, 0.0], &[37.0, 180.0], &mut Budget::unlimited());
                prop_assert!(pairs.is_ok());
            }
        }
    }
}

#[test]
fn a_false_count_sets_no_memory_aside() {
    let mut content = b"FBIX".to_vec();
    for word in [1_u32, 1, 0, 1, u32::MAX, u32::MAX, 2, u32::MAX] {
        content.extend(word.to_le_bytes());
    }
    assert_eq!(code(&signed(&content)), "corrupt_index");
    assert_eq!(code(b""), "not_an_index");
    assert_eq!(code(b"FBIX\x01\x00"), "not_an_index");
    assert_eq!(code(b"FBIX\x02\x00\x00\x00"), "version_unsupported");
    assert_eq!(code(b"FBIX\x01\x00\x00\x00"), "checksum_differs");
}
