//! State as bytes, and bytes that are none; and what version 2 wrote is read for as long as its
//! number is. The files of a version never change: `FIELDBEAT_WRITE_GOLDEN=1 cargo test -p
//! fieldbeat-tests --test segment version` writes those that are missing.

use fieldbeat::budget::Budget;
use fieldbeat::math::StableHash;
use fieldbeat::segment::{ClientScope, SegmentPin, SegmentPolicy, Segmenter};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{ErrorKind, Instant};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::project;
use fieldbeat_tests::simulator::Dice;

const HASH: usize = 32;
const HEADER: usize = 8 + 4 + HASH;

fn at(days: i64) -> Instant {
    "2026-01-01T09:00:00Z".parse::<Instant>().unwrap().plus(days * 86_400_000)
}

fn policy() -> SegmentPolicy {
    SegmentPolicy::from_json(
        r#"{"base_days": 40, "moving_days": 10, "activity_months": 3,
            "static_core": {"enter_months": 1, "leave_months": 1, "min_stay_days": 5},
            "segments": [{"name": "big", "when": {"field": "base_revenue", "ge": 500}}]}"#,
    )
    .unwrap()
}

fn rows(days: std::ops::Range<i64>) -> Value {
    let row = |day: i64| {
        let client = ["a", "b", "в", "d"][usize::try_from(day * day % 4).unwrap()];
        let id =
            if day % 3 == 0 { format!(r#", "id": "bill-{}""#, day % 20) } else { String::new() };
        let (t, amount) = (at(day), day * 37 % 101 - 20);
        format!(r#"{{"client": "{client}", "t": "{t}", "amount": {amount}{id}}}"#)
    };
    Value::from_json(&format!("[{}]", days.map(row).collect::<Vec<_>>().join(","))).unwrap()
}

/// In the middle of everything: three scopes, pins, corrections, and something late.
fn busy() -> Segmenter {
    let mut own = Segmenter::new(&policy()).unwrap();
    let scope = |client: &str, scope: &str, at: Option<Instant>| ClientScope {
        client: client.to_owned(),
        scope: scope.to_owned(),
        at,
    };
    let pin = SegmentPin {
        client: "b".to_owned(),
        segment: Some("big".to_owned()),
        until: Some(at(70)),
        by: Some("head".to_owned()),
        at: Some(at(30)),
    };
    let scopes =
        [scope("a", "anna", None), scope("b", "anna", None), scope("в", "boris", Some(at(20)))];
    own.ingest(&rows(0..60), &scopes, &[pin]).unwrap();
    own.advance(at(50), &mut Budget::unlimited()).unwrap();
    own.ingest(&rows(45..47), &[scope("a", "boris", Some(at(55)))], &[]).unwrap();
    own
}

/// What it tells when time goes on.
fn goes_on(mut own: Segmenter) -> Vec<u8> {
    own.ingest(&rows(60..75), &[], &[]).unwrap();
    let told = own.advance(at(110), &mut Budget::unlimited()).unwrap();
    assert!(told.moves.len() >= 10, "{}", told.moves.len());
    let all = Value::List(vec![
        told.moves.to_value(),
        told.withdrawn.to_value(),
        own.assignments().to_value(),
        own.migration(at(20), at(90), None).unwrap().to_value(),
    ]);
    canonical(&all).unwrap().into_bytes()
}

fn code(bytes: &[u8]) -> String {
    let error = Segmenter::restore(bytes, &policy()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(error.problems()[0].path, "$.bytes");
    error.problems()[0].code.to_string()
}

/// The bytes with a checksum that fits.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - HASH);
    let sum = StableHash::new().bytes(&bytes).hex();
    bytes.extend_from_slice(sum.as_bytes());
    bytes
}

fn golden(name: &str, made: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let file = project().join("tests/golden").join(name);
    if !file.exists() && std::env::var_os("FIELDBEAT_WRITE_GOLDEN").is_some() {
        std::fs::write(&file, made()).unwrap();
    }
    std::fs::read(&file).unwrap()
}

#[test]
fn a_snapshot_of_version_2_is_read_and_goes_on_the_same() {
    let bytes = golden("segmenter.v2.bin", || busy().snapshot());
    let own = Segmenter::restore(&bytes, &policy()).unwrap();
    assert!(own.snapshot() == bytes);
    assert!(goes_on(own) == golden("segmenter.v2.json", || goes_on(busy())));
    assert!(busy().snapshot() == bytes);
}

#[test]
fn what_is_no_snapshot_of_this_segmenter_is_refused_and_says_why() {
    let bytes = busy().snapshot();
    assert_eq!(code(b""), "not_a_snapshot");
    assert_eq!(code(b"FBSEGMT"), "not_a_snapshot");
    assert_eq!(code(&bytes[..HEADER - 3]), "corrupt_snapshot");
    let mut newer = bytes.clone();
    newer[8] = 3;
    assert_eq!(code(&newer), "version_unsupported");
    for place in (HEADER..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        assert_eq!(code(&damaged), "checksum_differs");
    }
    assert_eq!(code(&bytes[..bytes.len() - 1]), "checksum_differs");
    let mut longer = bytes.clone();
    longer.splice(bytes.len() - HASH..bytes.len() - HASH, [0]);
    assert_eq!(code(&sealed(longer)), "corrupt_snapshot");

    let other = SegmentPolicy { base_days: 41, ..policy() };
    let error = Segmenter::restore(&bytes, &other).unwrap_err();
    assert_eq!((error.kind(), &*error.problems()[0].code), (ErrorKind::State, "policy_differs"));
}

#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let fresh = || Segmenter::new(&policy()).unwrap();
    let code = |a: &Segmenter, b: &Segmenter| {
        let parts = [a.snapshot(), b.snapshot()];
        let error = Segmenter::merge(&[&parts[0], &parts[1]], &policy()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert_eq!(error.problems()[0].path, "$.parts[1]");
        error.problems()[0].code.to_string()
    };
    assert_eq!(code(&busy(), &busy()), "shared_client");
    assert_eq!(code(&busy(), &fresh()), "now_differs");
    let with = |rows: &str, scope: &str| {
        let mut own = fresh();
        let scopes =
            ClientScope { client: "a".to_owned(), scope: scope.to_owned(), at: Some(at(3)) };
        own.ingest(&Value::from_json(rows).unwrap(), &[scopes], &[]).unwrap();
        own
    };
    let row = r#"[{"client": "a", "t": "2026-01-01T12:00:00Z", "amount": 1, "id": "x"}]"#;
    assert_eq!(code(&with(row, "anna"), &with(row, "anna")), "duplicate_id");
    assert_eq!(code(&with("[]", "anna"), &with("[]", "boris")), "conflict");
}

#[test]
fn no_bytes_break_anything_even_with_a_checksum_that_fits() {
    let bytes = busy().snapshot();
    let mut dice = Dice::new(11);
    let (mut refused, mut read) = (0, 0);
    let mut try_out = |bytes: Vec<u8>| match Segmenter::restore(&sealed(bytes), &policy()) {
        Err(error) => {
            assert_eq!(error.problems()[0].code, "corrupt_snapshot");
            refused += 1;
        }
        Ok(mut own) => {
            // Whatever it was made to believe, it goes on.
            let days = if own.next_due().is_some_and(|due| due < at(-400)) { -400 } else { 110 };
            own.ingest(&rows(60..75), &[], &[]).ok();
            own.advance(at(days), &mut Budget::unlimited()).unwrap();
            drop(own.moves(Instant::MIN, Instant::MAX));
            drop(own.assignments());
            own.migration(at(20), at(90), Some("anna")).ok();
            drop(own.snapshot());
            read += 1;
        }
    };
    for place in (HEADER..bytes.len() - HASH).step_by(3) {
        for value in [0, 1, 0x7f, 0x80, 0xff, bytes[place] ^ 1] {
            let mut other = bytes.clone();
            other[place] = value;
            try_out(other);
        }
    }
    for end in (HEADER + HASH..bytes.len()).step_by(5) {
        try_out(bytes[..end].to_vec());
    }
    for _ in 0..1_000 {
        let mut other = bytes.clone();
        for _ in 0..dice.between(1.0, 12.0) as usize {
            let place = dice.between(HEADER as f64, (bytes.len() - HASH) as f64) as usize;
            other[place] = dice.between(0.0, 256.0) as u8;
        }
        try_out(other);
    }
    assert!(refused > 500 && read > 500, "{refused} refused, {read} read");
}

/// Another policy, with another segment of one's own.
fn other_policy() -> SegmentPolicy {
    SegmentPolicy::from_json(
        r#"{"base_days": 30, "moving_days": 7, "activity_months": 2,
            "static_core": {"enter_months": 1, "leave_months": 1},
            "segments": [{"name": "late", "when": {"field": "quiet_days", "ge": 9}}]}"#,
    )
    .unwrap()
}

fn changed() -> Segmenter {
    let mut own = busy();
    own.advance(at(60), &mut Budget::unlimited()).unwrap();
    assert!(own.change_policy(&other_policy()).unwrap());
    own.ingest(&rows(58..63), &[], &[]).unwrap();
    own
}

#[test]
fn policies_before_are_in_the_bytes_and_the_last_one_is_asked_for() {
    let bytes = changed().snapshot();
    let own = Segmenter::restore(&bytes, &other_policy()).unwrap();
    assert_eq!(own.policy(), &other_policy());
    assert!(own.snapshot() == bytes);
    assert!(goes_on(own) == goes_on(changed()));
    let error = Segmenter::restore(&bytes, &policy()).unwrap_err();
    assert_eq!(error.problems()[0].code, "policy_differs");
    // Both have the last policy, but not those before.
    let mut fresh = Segmenter::new(&other_policy()).unwrap();
    fresh.advance(at(60), &mut Budget::unlimited()).unwrap();
    let error = Segmenter::merge(&[&fresh.snapshot(), &bytes], &other_policy()).unwrap_err();
    let told = (error.kind(), &*error.problems()[0].code, &*error.problems()[0].path);
    assert_eq!(told, (ErrorKind::State, "policy_differs", "$.parts[1]"));
}

#[test]
fn a_policy_that_is_taken_back_before_any_day_leaves_nothing() {
    let mut own = Segmenter::new(&SegmentPolicy::default()).unwrap();
    own.advance(at(1), &mut Budget::unlimited()).unwrap();
    let bytes = own.snapshot();
    let other = SegmentPolicy { moving_days: 30, ..SegmentPolicy::default() };
    assert!(!own.change_policy(&SegmentPolicy::default()).unwrap());
    assert!(own.change_policy(&other).unwrap());
    assert!(own.change_policy(&SegmentPolicy::default()).unwrap());
    assert!(own.snapshot() == bytes);
}

#[test]
fn a_segment_keeps_its_name_under_a_policy_that_has_it_no_more_but_nobody_is_pinned_to_it() {
    let mut own = changed();
    let pin = |segment: &str| SegmentPin {
        client: "a".to_owned(),
        segment: Some(segment.to_owned()),
        until: None,
        by: None,
        at: Some(at(60)),
    };
    let error = own.ingest(&rows(0..0), &[], &[pin("big")]).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.pins[0].segment");
    own.ingest(&rows(0..0), &[], &[pin("late")]).unwrap();
    own.advance(at(70), &mut Budget::unlimited()).unwrap();
    let segments = own.migration(at(0), at(70), None).unwrap().segments;
    assert_eq!(segments[5..], ["big", "late"]);
    assert!(own.moves(at(0), at(59)).iter().any(|it| it.to_segment == "big"));
    assert!(own.moves(at(60), at(70)).iter().any(|it| it.to_segment == "late"));
}

#[test]
fn too_many_segments_and_other_zones_are_refused_and_change_nothing() {
    let mut own = changed();
    let named = |first: usize, zone: &str| {
        let row = |number| {
            format!(r#"{{"name": "s{number}", "when": {{"field": "quiet_days", "ge": {number}}}}}"#)
        };
        let rows: Vec<String> = (first..first + 200).map(row).collect();
        let json = format!(r#"{{"segments": [{}] {zone}}}"#, rows.join(","));
        SegmentPolicy::from_json(&json).unwrap()
    };
    for first in (0..800).step_by(200) {
        assert!(own.change_policy(&named(first, "")).unwrap());
    }
    let bytes = own.snapshot();
    let error = own.change_policy(&named(800, "")).unwrap_err();
    assert_eq!((error.kind(), &*error.problems()[0].code), (ErrorKind::Limit, "too_many_segments"));
    let zone = r#", "zones": [{"scope": "anna", "zone": {"name": "x", "offsets": [[0, 3600]]}}]"#;
    let error = own.change_policy(&named(0, zone)).unwrap_err();
    assert_eq!((error.kind(), &*error.problems()[0].code), (ErrorKind::State, "zone_differs"));
    assert!(own.snapshot() == bytes);
    // Nobody knows this scope yet.
    assert!(own.change_policy(&named(0, &zone.replace("anna", "elsewhere"))).unwrap());
}

fn moving(days: u32) -> SegmentPolicy {
    SegmentPolicy { moving_days: days, ..SegmentPolicy::default() }
}

#[test]
fn too_many_policies_are_refused_and_change_nothing() {
    let mut own = Segmenter::new(&moving(1)).unwrap();
    for change in 0..100 {
        own.advance(at(change), &mut Budget::unlimited()).unwrap();
        assert!(own.change_policy(&moving(2 + change as u32)).unwrap());
    }
    // No day has been evaluated by the last one: another may take its place.
    assert!(own.change_policy(&moving(1)).unwrap());
    own.advance(at(100), &mut Budget::unlimited()).unwrap();
    let bytes = own.snapshot();
    assert!(Segmenter::restore(&bytes, &moving(1)).unwrap().snapshot() == bytes);
    assert!(!own.change_policy(&moving(1)).unwrap());
    let error = own.change_policy(&moving(2)).unwrap_err();
    let told = (error.kind(), &*error.problems()[0].code, &*error.problems()[0].path);
    assert_eq!(told, (ErrorKind::Limit, "too_many_policies", "$.policy"));
    assert!(own.snapshot() == bytes);
}

#[test]
fn bytes_with_too_many_policies_or_repeats_are_refused() {
    let now = moving(1);
    // Policies before, each a map of one key.
    let forged = |formers: &[i64]| {
        let mut bytes = Segmenter::new(&now).unwrap().snapshot();
        bytes.truncate(bytes.len() - HASH);
        let count = |to: &mut Vec<u8>, len: usize| {
            to.extend_from_slice(&u32::try_from(len).unwrap().to_le_bytes());
        };
        let names = ["core_growing", "core_at_risk", "core_stable", "rising", "periphery"];
        count(&mut bytes, names.len());
        for name in names {
            count(&mut bytes, name.len());
            bytes.extend_from_slice(name.as_bytes());
        }
        count(&mut bytes, formers.len());
        for (until, days) in (0..).zip(formers) {
            bytes.extend_from_slice(&at(until).millis().to_le_bytes());
            bytes.push(8);
            count(&mut bytes, 1);
            count(&mut bytes, "moving_days".len());
            bytes.extend_from_slice(b"moving_days");
            bytes.push(2);
            bytes.extend_from_slice(&days.to_le_bytes());
        }
        bytes.extend_from_slice(&[0; HASH]);
        Segmenter::restore(&sealed(bytes), &now).map(drop).map_err(|error| {
            let problem = &error.problems()[0];
            format!("{} {}", problem.code, problem.path)
        })
    };
    let corrupt = || Err("corrupt_snapshot $.bytes".to_owned());
    assert_eq!(forged(&[2, 3]), Ok(()));
    assert_eq!(forged(&[2, 2]), corrupt());
    assert_eq!(forged(&[2, 1]), corrupt());
    let alternate: Vec<i64> = (0..101).map(|place| 2 + place % 2).collect();
    assert_eq!(forged(&alternate[..100]), Ok(()));
    assert_eq!(forged(&alternate), corrupt());
}

#[test]
fn numbers_of_any_kind_leave_the_same_bytes() {
    let number = |json: &str| Value::from_json(json).unwrap();
    let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
    let equal = [
        [Value::Int(500), Value::Float(500.0), decimal("500"), decimal("500.00")],
        [number("0.4"), Value::Float(0.4), decimal("0.4"), decimal("0.40")],
        [Value::Int(0), Value::Float(-0.0), decimal("-0"), decimal("0.0")],
        [
            Value::Int(100_000_000_000_000_000),
            Value::Float(1e17),
            decimal("100000000000000000"),
            decimal("100000000000000000.0"),
        ],
    ];
    for literals in equal {
        let parts = literals.map(|literal| {
            let mut policy = policy().to_value();
            let Value::Map(entries) = &mut policy else { panic!() };
            let when = Value::Map(vec![
                ("field".to_owned(), Value::Text("base_revenue".to_owned())),
                ("ge".to_owned(), literal.clone()),
            ]);
            let own =
                vec![("name".to_owned(), Value::Text("big".to_owned())), ("when".to_owned(), when)];
            for (key, value) in entries {
                match &**key {
                    "segments" => *value = Value::List(vec![Value::Map(own.clone())]),
                    "at_risk_pace" if !matches!(literal, Value::Int(_)) => {
                        *value = decimal("0.700")
                    }
                    _ => {}
                }
            }
            let mut own = Segmenter::new(&SegmentPolicy::from_value(&policy).unwrap()).unwrap();
            own.advance(at(1), &mut Budget::unlimited()).unwrap();
            assert!(own.change_policy(&other_policy()).unwrap());
            own.snapshot()
        });
        assert!(parts.iter().all(|part| *part == parts[0]));
        let parts = parts.each_ref().map(Vec::as_slice);
        let merged = Segmenter::merge(&parts, &other_policy()).unwrap();
        assert!(merged.snapshot() == parts[0]);
    }
}

#[test]
fn no_bytes_break_the_policies_before() {
    let bytes = changed().snapshot();
    let end = bytes.len() - HASH;
    let mut read = 0;
    let tail = changed().policy().to_json().unwrap().len();
    for place in end - tail - 300..end {
        for value in [0, 1, 0x7f, 0xff, bytes[place] ^ 1] {
            let mut other = bytes.clone();
            other[place] = value;
            match Segmenter::restore(&sealed(other), &other_policy()) {
                Err(error) => assert_eq!(error.problems()[0].code, "corrupt_snapshot"),
                Ok(mut own) => {
                    own.advance(at(110), &mut Budget::unlimited()).unwrap();
                    drop(own.moves(Instant::MIN, Instant::MAX));
                    drop(own.snapshot());
                    read += 1;
                }
            }
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn a_length_that_the_bytes_do_not_pay_for_allocates_nothing() {
    let mut bytes = Segmenter::new(&policy()).unwrap().snapshot();
    // Behind the instant, which is absent.
    bytes[HEADER + 1..HEADER + 5].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(code(&sealed(bytes)), "corrupt_snapshot");
}
