//! Searches as bytes: they go on, and bytes that are none are refused.

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::math::StableHash;
use fieldbeat::route::{TourBudget, TourOptions, TourSearch};
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

use super::{points, table};

const CHECKSUM: usize = 32;

fn slice(iterations: u32) -> TourBudget {
    TourBudget { iterations: Some(iterations), time_ms: None }
}

/// A search of a random kind.
fn search(seed: u64, n: usize) -> TourSearch {
    let mut dice = Dice::new(seed);
    let closed = dice.pick(true, &[false]);
    let end = dice.pick(None, &[Some(n as u32 - 1)]).filter(|_| !closed);
    let initial = dice.pick(false, &[true]).then(|| (0..n as u32).rev().collect());
    let options = TourOptions {
        closed,
        start: dice.pick(None, &[Some(0)]),
        end,
        seed: seed as u32,
        initial,
        ..Default::default()
    };
    let (x, y) = points(seed, n);
    match dice.pick(0, &[1, 2, 3]) {
        0 => TourSearch::plane(&x, &y, &options),
        1 => {
            let (lat, lon): (Vec<f64>, Vec<f64>) =
                x.iter().zip(&y).map(|(x, y)| (50.0 + x / 100.0, 30.0 + y / 200.0)).unzip();
            TourSearch::positions(&lat, &lon, &options)
        }
        kind => TourSearch::matrix(&table(seed, n, kind == 2), &options),
    }
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_restored_search_goes_on_as_if_nothing_had_happened(
        seed: u64, n in 1_usize..120, before in 0_u32..200, looks in 1_u64..6, after in 0_u32..200,
    ) {
        let mut search = search(seed, n);
        // Some are stopped before the first iteration.
        let mut patience = looks;
        let mut budget = Budget::on_progress(1, |_| {
            patience = patience.saturating_sub(1);
            if patience == 0 && seed % 2 == 0 { Continue::No } else { Continue::Yes }
        });
        search.run(&slice(before), &mut budget).unwrap();
        let bytes = search.snapshot();
        let mut restored = TourSearch::restore(&bytes).unwrap();
        prop_assert!(restored.snapshot() == bytes);
        prop_assert_eq!(restored.best().unwrap(), search.best().unwrap());
        for search in [&mut search, &mut restored] {
            search.run(&slice(after), &mut Budget::unlimited()).unwrap();
        }
        prop_assert_eq!(restored.best().unwrap(), search.best().unwrap());
        prop_assert!(restored.snapshot() == search.snapshot());
    }

    #[test]
    fn forged_bytes_are_refused_or_searched_on(
        seed: u64, n in 1_usize..40, settled: bool, places in prop::collection::vec((any::<u32>(), any::<u8>()), 1..4),
    ) {
        let mut search = search(seed, n);
        if settled {
            search.run(&slice(30), &mut Budget::unlimited()).unwrap();
        }
        let mut bytes = search.snapshot();
        bytes.truncate(bytes.len() - CHECKSUM);
        for (place, byte) in places {
            // Behind the magic and the version.
            let place = 12 + place as usize % (bytes.len() - 12);
            bytes[place] = byte;
        }
        let sum = StableHash::new().bytes(&bytes).hex();
        bytes.extend_from_slice(sum.as_bytes());
        match TourSearch::restore(&bytes) {
            Ok(mut search) => {
                search.run(&slice(30), &mut Budget::unlimited()).unwrap();
                // A table may have lost a way.
                let _ = search.best();
            }
            Err(error) => prop_assert_eq!(&*error.problems()[0].code, "corrupt_snapshot"),
        }
    }
}

#[test]
fn damaged_bytes_are_refused() {
    let mut search = search(3, 30);
    search.run(&slice(10), &mut Budget::unlimited()).unwrap();
    let bytes = search.snapshot();
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x40;
        let error = TourSearch::restore(&damaged).unwrap_err();
        let expected = match place {
            0..8 => "not_a_snapshot",
            8..12 => "version_unsupported",
            _ => "checksum_differs",
        };
        assert_eq!(error.problems()[0].code, expected, "at {place}");
    }
    for len in 0..bytes.len() {
        assert!(TourSearch::restore(&bytes[..len]).is_err(), "{len} bytes");
    }
}
