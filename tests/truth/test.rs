//! `sim_days` holds its bars, and says so where it has nothing to score.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::path::Path;
use std::process::{Command, Output};

use fieldbeat_tests::development;

fn sim_days() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sim_days"))
}

fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn simulated_days_hold_the_bars() {
    let output = sim_days().args(["--simulated", "60"]).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let (ours, naive) = (told(&output), "any fix inside the radius during the slot");
    assert!(ours.starts_with("verify_plan") && ours.contains(naive), "{ours}");
}

#[test]
fn development_days_hold_the_bars() {
    let Some(plan) = development::file("geo/sim_days_dev/plan.csv") else { return };
    let data = plan.ancestors().nth(3).unwrap();
    let output = sim_days().env("FIELDBEAT_DATA", data).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn without_days_nothing_is_scored_and_nothing_passes() {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no data");
    let absent = sim_days().env("FIELDBEAT_DATA", nowhere).output().unwrap();
    let unreadable = sim_days().args(["--simulated", "some"]).output().unwrap();
    let misspelled = sim_days().arg("--simulate").output().unwrap();
    for output in [absent, unreadable, misspelled] {
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).starts_with("NOT SCORED: "), "{}", told(&output));
    }
}
