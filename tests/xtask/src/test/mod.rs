//! `cargo xtask test`: sets up what is missing, runs every stage that can run, and ends with one
//! table and one line.

mod counts;
mod plan;
mod table;
mod watch;

use std::process::ExitCode;
use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::Result;
use counts::Counts;
use watch::Watch;

/// Where a stage's work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    Core,
    Python,
    Node,
    Wasm,
}

impl FromStr for Runtime {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "core" => Ok(Self::Core),
            "python" => Ok(Self::Python),
            "node" => Ok(Self::Node),
            "wasm" => Ok(Self::Wasm),
            other => Err(format!("--only {other}: expected core, python, node or wasm")),
        }
    }
}

/// One thing that passes or fails.
struct Stage {
    name: &'static str,
    /// The runtimes that it is for; it runs when any of them is asked for.
    runtimes: &'static [Runtime],
    /// Stages without which it cannot run.
    needs: &'static [&'static str],
    run: fn(&mut Watch) -> Ended,
}

/// How a stage ended.
enum Ended {
    Passed(Counts),
    /// What stands in the way, for the person at the machine.
    Skipped(String),
    Failed(Failure),
}

/// What a person needs to see a failure again.
struct Failure {
    counts: Counts,
    /// What failed: a command as a shell reads it, or a sentence.
    what: String,
    output: String,
}

/// A stage with how it ended.
struct Finished {
    name: &'static str,
    runtimes: &'static [Runtime],
    ended: Ended,
    time: Duration,
}

impl Finished {
    fn counts(&self) -> Counts {
        match &self.ended {
            Ended::Passed(counts) => *counts,
            Ended::Skipped(_) => Counts { skipped: 1, ..Counts::default() },
            Ended::Failed(failure) => failure.counts,
        }
    }
}

/// Runs the stages of `only`, or all.
pub(crate) fn test(only: Option<Runtime>) -> Result<ExitCode> {
    let wanted = |stage: &Stage| only.is_none_or(|only| stage.runtimes.contains(&only));
    let stages: Vec<Stage> = plan::stages(only).into_iter().filter(wanted).collect();
    let total = stages.len();
    let mut finished: Vec<Finished> = Vec::with_capacity(total);
    for (index, stage) in stages.into_iter().enumerate() {
        let blocker = finished.iter().find(|earlier| {
            stage.needs.contains(&earlier.name) && !matches!(earlier.ended, Ended::Passed(_))
        });
        let begun = Instant::now();
        let mut watch = Watch::new(stage.name, index + 1, total);
        let ended = match blocker {
            Some(blocker) => Ended::Skipped(format!("needs \"{}\"", blocker.name)),
            None => (stage.run)(&mut watch),
        };
        let Stage { name, runtimes, .. } = stage;
        let ended = Finished { name, runtimes, ended, time: begun.elapsed() };
        watch.ended(&ended);
        finished.push(ended);
    }
    print!("\n{}", table::table(&finished));
    let total = finished.iter().map(Finished::counts).sum::<Counts>();
    println!("\n{total}");
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
