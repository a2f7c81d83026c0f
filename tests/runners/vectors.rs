//! Replays tests/vectors in the core. The other runtimes replay the same files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use fieldbeat::catalog;
use fieldbeat::shape::Value;
use fieldbeat_tests::simulator::Dice;
use fieldbeat_tests::vector::{Outcome, Suite, Vector, files};
use fieldbeat_tests::{project, random};

fn suites() -> Vec<Suite> {
    let files = files(&project().join("tests/vectors")).unwrap_or_else(|fault| panic!("{fault}"));
    files.iter().map(|file| Suite::read(file).unwrap_or_else(|fault| panic!("{fault}"))).collect()
}

/// Fails with one paragraph a vector for which `problem` finds something.
fn for_every_vector(problem: impl Fn(&Suite, &Vector) -> Option<String>) {
    let mut failed = Vec::new();
    for suite in suites() {
        let file = suite.path.file_name().unwrap().to_string_lossy().into_owned();
        for vector in &suite.vectors {
            let problem = problem(&suite, vector);
            failed.extend(problem.map(|text| format!("{file}: {}\n    {text}", vector.name)));
        }
    }
    assert!(failed.is_empty(), "{} vectors fail:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_vector_gives_the_bytes_that_were_recorded() {
    for_every_vector(|suite, vector| {
        let Some(recorded) = &vector.recorded else {
            return Some("nothing recorded yet: run cargo xtask vectors".to_owned());
        };
        let outcome = suite.run(vector);
        (!outcome.agrees(recorded).unwrap()).then(|| {
            format!(
                "recorded {}\n    got      {}",
                recorded.bytes().unwrap(),
                outcome.bytes().unwrap()
            )
        })
    });
}

#[test]
fn every_expectation_written_by_hand_holds() {
    for_every_vector(|suite, vector| {
        let found = vector.disappointments(&suite.run(vector)).unwrap();
        (!found.is_empty()).then(|| found.join("\n    "))
    });
}

#[test]
fn every_file_calls_an_operation_that_exists() {
    for suite in suites() {
        assert!(
            catalog::operations()
                .iter()
                .any(|operation| { operation.class.unwrap_or(operation.name) == suite.operation }),
            "{}: no operation is called {}",
            suite.path.display(),
            suite.operation,
        );
    }
}

/// Any permutation of the fixes, with any of them repeated, is the same track.
#[test]
fn the_order_and_the_repetition_of_fixes_never_matter() {
    let mut dice = Dice::new(random::SEED);
    for index in 0..200 {
        let input = random::input(&mut dice, false);
        let before = Outcome::of("verify_plan", &input).bytes().unwrap();
        let after = Outcome::of("verify_plan", &shuffled(input, &mut dice)).bytes().unwrap();
        assert_eq!(before, after, "random day {index}");
    }
}

fn shuffled(input: Value, dice: &mut Dice) -> Value {
    let Value::Map(mut entries) = input else { panic!("arguments are a map") };
    for (key, value) in &mut entries {
        if let (true, Value::List(fixes)) = (key == "track", value) {
            let repeated: Vec<Value> =
                fixes.iter().filter(|_| dice.happens(0.2)).cloned().collect();
            fixes.extend(repeated);
            // Sorting by drawn keys is a fair shuffle.
            let mut keyed: Vec<(f64, Value)> =
                fixes.drain(..).map(|fix| (dice.between(0.0, 1.0), fix)).collect();
            keyed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            fixes.extend(keyed.into_iter().map(|(_, fix)| fix));
        }
    }
    Value::Map(entries)
}
