//! What a version wrote is read for as long as its number is: `tests/golden` holds bytes of an
//! index and of a tracker, and what they answered. The files of a version never change.
//!
//! A new version of a format gets files of its own, and its reader keeps to the old ones that were
//! released (version 1 of a tracker never was, and is refused):
//! `FIELDBEAT_WRITE_GOLDEN=1 cargo test -p fieldbeat-tests --test tracker golden` writes files that
//! are missing.

use fieldbeat::budget::Budget;
use fieldbeat::geofence::{Boundary, FenceHit, FenceIndex, IndexPolicy, Tracker, TrackerPolicy};
use fieldbeat::shape::Shaped;
use fieldbeat::{Error, ErrorKind, Fence};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::project;

use super::snapshots::busy;
use super::{LAT, LON, fence, fix, index, shop};

fn golden(name: &str, made: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let file = project().join("tests/golden").join(name);
    if !file.exists() && std::env::var_os("FIELDBEAT_WRITE_GOLDEN").is_some() {
        std::fs::write(&file, made()).unwrap();
    }
    std::fs::read(&file).unwrap()
}

fn golden_index() -> Vec<u8> {
    golden("index.v1.bin", || built().to_bytes())
}

fn golden_tracker() -> Vec<u8> {
    golden("tracker.v2.bin", || busy().tracker.snapshot())
}

/// One fence of every kind.
fn fences() -> Vec<Fence> {
    [
        r#"{"id": "shop", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}"#,
        r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 7000, "tolerance_m": 12.5}"#,
        r#"{"id": "двор", "geometry": {"type": "Polygon", "coordinates": [
            [[37.61, 55.75], [37.63, 55.75], [37.63, 55.76], [37.61, 55.76], [37.61, 55.75]],
            [[37.617, 55.7555], [37.618, 55.7555], [37.6175, 55.756], [37.617, 55.7555]]]}}"#,
        r#"{"id": "cut", "tolerance_m": 0, "geometry": {"type": "MultiPolygon", "coordinates": [
            [[[179, 64], [180, 64], [180, 66], [179, 66], [179, 64]]],
            [[[-180, 64], [-179, 64], [-179, 66], [-180, 66], [-180, 64]]]]}}"#,
    ]
    .map(fence)
    .to_vec()
}

fn built() -> FenceIndex {
    let policy = IndexPolicy { boundary: Boundary::HalfOpen, ..IndexPolicy::default() };
    FenceIndex::new(&fences(), &policy, &mut Budget::unlimited()).unwrap()
}

/// What an index answers around its fences, on their boundaries too.
fn asked(index: &FenceIndex) -> Vec<u8> {
    let middles = [(LAT, LON), (55.75, 37.61), (55.7557, 37.6174), (65.0, 180.0)];
    let steps = (-4..=4).map(|step| f64::from(step) * 2e-4);
    let around = |(lat, lon): (f64, f64)| steps.clone().map(move |step| (lat + step, lon - step));
    let hits: Vec<Vec<FenceHit>> = middles
        .into_iter()
        .flat_map(around)
        .flat_map(|(lat, lon)| [index.containing(lat, lon), index.nearest(lat, lon, 2)])
        .collect::<Result<_, _>>()
        .unwrap();
    canonical(&hits.to_value()).unwrap().into_bytes()
}

/// What a tracker tells when the day goes on.
fn goes_on(mut tracker: Tracker) -> Vec<u8> {
    let mut events = Vec::new();
    for (seconds, north) in [(600, 300.0), (900, 0.0), (960, 0.0), (1_500, 0.0), (1_560, 300.0)] {
        for rep in ["rep", "a", "b", "c", "d", "e", "f", "new"] {
            events.extend(tracker.push(rep, fix(seconds, north), None).unwrap().events);
        }
    }
    events.extend(tracker.finish().unwrap().events);
    assert!(events.len() > 20);
    canonical(&events.to_value()).unwrap().into_bytes()
}

fn restored(bytes: &[u8]) -> fieldbeat::Result<Tracker> {
    Tracker::restore(bytes, index(&[shop()]), &TrackerPolicy::default())
}

#[test]
fn an_index_of_version_1_is_read_and_answers_the_same() {
    let bytes = golden_index();
    let index = FenceIndex::from_bytes(&bytes).unwrap();
    let kept: Vec<Fence> = (0..4).filter_map(|i| index.fence(i)).collect();
    assert_eq!(kept, fences());
    assert!(asked(&index) == golden("index.v1.json", || asked(&built())));
    // Version 1 is what is written still, to the byte: a snapshot knows its index by them.
    assert!(built().to_bytes() == bytes);
}

#[test]
fn a_snapshot_of_version_2_is_read_and_goes_on_the_same() {
    let bytes = golden_tracker();
    let tracker = restored(&bytes).unwrap();
    assert!(tracker.snapshot() == bytes);
    assert!(goes_on(tracker) == golden("tracker.v2.json", || goes_on(busy().tracker)));
    assert!(busy().tracker.snapshot() == bytes);
}

#[test]
fn another_version_and_damage_are_refused_by_name() {
    let told = |error: Error| {
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!(problem.path, "$.bytes");
        (error.kind(), problem.code.to_string(), problem.message.clone())
    };
    let of_index = |bytes: &[u8]| told(FenceIndex::from_bytes(bytes).unwrap_err());
    let of_tracker = |bytes: &[u8]| told(restored(bytes).unwrap_err());
    let refused = |kind, code: &str, message: &str| (kind, code.to_owned(), message.to_owned());

    let bytes = golden_index();
    let other = [&bytes[..4], &2_u32.to_le_bytes(), &bytes[8..]].concat();
    let message = "version 2; this library reads version 1";
    assert_eq!(of_index(&other), refused(ErrorKind::Input, "version_unsupported", message));
    let message = "the bytes are damaged or cut off";
    let damaged = refused(ErrorKind::Input, "checksum_differs", message);
    for place in 8..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[place] ^= 0x10;
        assert_eq!(of_index(&bytes), damaged);
    }

    let bytes = golden_tracker();
    let other = [&bytes[..8], &1_u32.to_le_bytes(), &bytes[12..]].concat();
    let message = "this engine reads version 2";
    assert_eq!(of_tracker(&other), refused(ErrorKind::Input, "version_unsupported", message));
    let message = "the bytes have changed since they were written";
    let damaged = refused(ErrorKind::Input, "checksum_differs", message);
    for place in 12..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[place] ^= 0x10;
        assert_eq!(of_tracker(&bytes), damaged);
    }
    assert_eq!(of_index(&bytes).1, "not_an_index");
    assert_eq!(of_tracker(&golden_index()).1, "not_a_snapshot");
}
