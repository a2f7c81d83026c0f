//! State as bytes, and bytes that are none.

use fieldbeat::ErrorKind;
use fieldbeat::geofence::{Tracker, TrackerPolicy};
use fieldbeat::math::StableHash;
use fieldbeat_tests::simulator::Dice;

use super::{Day, fence, fix, index, sharp, shop};

/// A tracker in the middle of everything: in, leaving, waiting for the grace, coming in again.
pub(super) fn busy() -> Day {
    let mut day = Day::new().walk(&[(0, 300.0), (60, 0.0), (80, 0.0), (130, 300.0), (150, 300.0)]);
    day = day.walk(&[(200, 0.0), (205, 300.0), (230, 0.0), (231, 0.0)]);
    day.push(sharp(240, 90.0, 60.0));
    day.push(fix(420, 300.0));
    for (rep, until) in [("a", 2), ("b", 3), ("c", 5), ("d", 6), ("e", 8), ("f", 9)] {
        let steps = [60, 80, 130, 150, 200, 205, 230, 231, 240];
        for seconds in steps.into_iter().take(until) {
            let north = if matches!(seconds, 130 | 150 | 205) { 300.0 } else { 0.0 };
            day.tracker.push(rep, fix(seconds, north), None).unwrap();
        }
        day.tracker.push(rep, fix(560, 300.0), None).unwrap();
    }
    day
}

fn code(bytes: &[u8]) -> String {
    code_with(bytes, &TrackerPolicy::default())
}

fn code_with(bytes: &[u8], policy: &TrackerPolicy) -> String {
    let error = Tracker::restore(bytes, index(&[shop()]), policy).unwrap_err();
    let code = error.problems()[0].code.to_string();
    // Of a sound snapshot it is only said that it is another's.
    let is_sound = ["policy_differs", "index_differs"].contains(&&*code);
    assert_eq!(error.kind(), if is_sound { ErrorKind::State } else { ErrorKind::Input });
    code
}

/// The bytes with a checksum that fits.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 32);
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    bytes
}

#[test]
fn nights_of_fixes_that_do_not_tell_add_nothing_to_what_is_kept() {
    let length = |fixes: i64| {
        let mut day = Day::at_once().walk(&[(0, 300.0), (60, 0.0), (80, 0.0)]);
        // At the edge, each after a gap.
        (1..=fixes).for_each(|i| drop(day.push(sharp(80 + i * 1000, 100.0, 60.0))));
        day.tracker.snapshot().len()
    };
    assert_eq!(length(2), length(500));
}

/// A vague fix between two sharp ones, of which the way leads through a fence: it is found though all
/// after the first stay where nothing else can happen.
#[test]
fn a_way_past_a_vague_fix_is_the_same_after_a_restart() {
    let small = fence(r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 30}"#);
    let places = index(&[small]);
    let mut crossed = 0;
    for vague in (40..160).step_by(5) {
        for last in (40..160).step_by(5) {
            let walk = [
                sharp(0, -1000.0, 10.0),
                sharp(60, f64::from(vague), 120.0),
                sharp(120, f64::from(last), 10.0),
                sharp(180, 900.0, 10.0),
                sharp(240, 1900.0, 10.0),
            ];
            let told = |restarts: bool| {
                let mut tracker = Tracker::new(places.clone(), &super::at_once()).unwrap();
                let mut events = Vec::new();
                for fix in &walk {
                    if restarts {
                        let bytes = tracker.snapshot();
                        tracker =
                            Tracker::restore(&bytes, places.clone(), &super::at_once()).unwrap();
                    }
                    events.extend(tracker.push("rep", fix.clone(), None).unwrap().events);
                }
                events.extend(tracker.finish().unwrap().events);
                events
            };
            let events = told(false);
            assert_eq!(events, told(true), "{vague} and {last}");
            crossed += events.len();
        }
    }
    assert!(crossed > 500, "{crossed}");
}

#[test]
fn a_restored_tracker_is_the_tracker() {
    let mut day = busy();
    let bytes = day.tracker.snapshot();
    let mut again = Tracker::restore(&bytes, index(&[shop()]), &TrackerPolicy::default()).unwrap();
    assert_eq!(again.snapshot(), bytes);
    assert_eq!(again.len(), 7);
    let (told, told_again) = (day.tracker.finish().unwrap(), again.finish().unwrap());
    assert_eq!(told, told_again);
    assert!(told.events.len() > 5, "{}", told.events.len());
}

#[test]
fn what_is_no_snapshot_of_this_tracker_is_refused_and_says_why() {
    let bytes = busy().tracker.snapshot();
    assert_eq!(code(b""), "not_a_snapshot");
    assert_eq!(code(b"FBTRACK"), "not_a_snapshot");
    assert_eq!(code(b"PK\x03\x04 something else entirely"), "not_a_snapshot");
    assert_eq!(code(&bytes[..40]), "corrupt_snapshot");

    let mut newer = bytes.clone();
    newer[8] = 3;
    assert_eq!(code(&newer), "version_unsupported");

    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    assert_eq!(code(&damaged), "checksum_differs");
    assert_eq!(code(&bytes[..bytes.len() - 1]), "checksum_differs");

    let other = TrackerPolicy::from_json(r#"{"grace": "181s"}"#).unwrap();
    assert_eq!(code_with(&bytes, &other), "policy_differs");

    let moved = r#"{"id": "shop", "center": {"lat": 55.7558, "lon": 37.6174}, "radius_m": 100}"#;
    let error = Tracker::restore(&bytes, index(&[fence(moved)]), &TrackerPolicy::default());
    assert_eq!(error.unwrap_err().problems()[0].code, "index_differs");

    let mut longer = bytes.clone();
    longer.splice(bytes.len() - 32..bytes.len() - 32, [0]);
    assert_eq!(code(&sealed(longer)), "corrupt_snapshot");
}

#[test]
fn no_bytes_break_anything_even_with_a_checksum_that_fits() {
    let bytes = busy().tracker.snapshot();
    let (index, policy) = (index(&[shop()]), TrackerPolicy::default());
    let mut dice = Dice::new(11);
    let (mut refused, mut read) = (0, 0);
    let mut try_out =
        |bytes: Vec<u8>| match Tracker::restore(&sealed(bytes), index.clone(), &policy) {
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Input);
                refused += 1;
            }
            Ok(mut tracker) => {
                // Whatever it was made to believe, it goes on.
                for (seconds, north) in [(600, 0.0), (1_000, 0.0), (1_030, 300.0), (2_000, 300.0)] {
                    for rep in ["rep", "a", "b", "c", "d", "e", "f"] {
                        tracker.push(rep, fix(seconds, north), None).unwrap();
                    }
                }
                let told = tracker.finish().unwrap();
                assert!(told.events.iter().all(|event| event.id.len() == 32));
                read += 1;
            }
        };
    for place in 108..bytes.len() - 32 {
        for value in [0, 1, 0x7f, 0x80, 0xff, bytes[place] ^ 1] {
            let mut other = bytes.clone();
            other[place] = value;
            try_out(other);
        }
    }
    for end in 140..bytes.len() {
        try_out(bytes[..end].to_vec());
    }
    for _ in 0..2_000 {
        let mut other = bytes.clone();
        for _ in 0..dice.between(1.0, 12.0) as usize {
            let place = dice.between(108.0, (bytes.len() - 32) as f64) as usize;
            other[place] = dice.between(0.0, 256.0) as u8;
        }
        try_out(other);
    }
    assert!(refused > 1_000 && read > 1_000, "{refused} refused, {read} read");
}

#[test]
fn a_length_that_the_bytes_do_not_pay_for_allocates_nothing() {
    let mut bytes = Day::new().tracker.snapshot();
    let count = bytes.len() - 36;
    bytes[count..count + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(code(&sealed(bytes)), "corrupt_snapshot");
}
