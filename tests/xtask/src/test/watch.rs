//! Shows a stage while it runs, and keeps its log.

use std::io::{IsTerminal, Write as _};
use std::time::{Duration, Instant};

use super::counts::Counts;
use super::{Ended, Failure, Finished};
use crate::command::Command;
use crate::place;

/// How many lines of a failed command a person sees; the log has them all.
const TAIL: usize = 80;
/// Before the end, at most so many lines are shown of what failed.
const TELLS: usize = 200;

/// On a terminal the line lives; elsewhere a long stage speaks up now and then.
const BEAT_TERMINAL: Duration = Duration::from_millis(500);
const BEAT_LOG: Duration = Duration::from_secs(30);

/// One stage as it runs.
pub(super) struct Watch {
    title: String,
    log: std::path::PathBuf,
    begun: Instant,
    last_beat: Instant,
    terminal: bool,
}

impl Watch {
    pub(super) fn new(name: &str, index: usize, total: usize) -> Self {
        let now = Instant::now();
        let terminal = std::io::stdout().is_terminal();
        let file = name.replace([' ', ','], "-");
        let log = place::target().join("xtask").join(format!("{index:02}-{file}.log"));
        // A log that cannot be written is missed only when something fails, and told then.
        let _ = std::fs::create_dir_all(log.with_file_name(""));
        let _ = std::fs::remove_file(&log);
        let title = format!("[{index:>2}/{total}] {name}");
        println!("{title} ...");
        Self { title, log, begun: now, last_beat: now, terminal }
    }

    /// Runs `command` and keeps what it says.
    ///
    /// # Errors
    /// The failure, when it fails or cannot start.
    pub(super) fn run(&mut self, command: &Command) -> Result<String, Failure> {
        let patience = if self.terminal { BEAT_TERMINAL } else { BEAT_LOG };
        let mut last = String::new();
        let finished = command.listen(patience, |line| {
            if let Some(line) = line {
                line.clone_into(&mut last);
            }
            self.beat(&last);
        });
        let what = command.to_string();
        let counts = Counts::ONE_FAILED;
        let finished = finished.map_err(|error| {
            let output = error.to_string();
            Failure { counts, what: what.clone(), output }
        })?;
        self.keep(&what, &finished.output);
        if finished.success {
            Ok(finished.output)
        } else {
            Err(Failure { counts, what, output: finished.output })
        }
    }

    fn beat(&mut self, last: &str) {
        let every = if self.terminal { BEAT_TERMINAL } else { BEAT_LOG };
        if self.last_beat.elapsed() < every {
            return;
        }
        self.last_beat = Instant::now();
        let seconds = self.begun.elapsed().as_secs();
        let last: String = last.trim().chars().filter(|c| !c.is_control()).take(70).collect();
        if self.terminal {
            print!("\r\x1b[K       {seconds} s  {last}");
            // A line that is not shown now is shown next time.
            let _ = std::io::stdout().flush();
        } else {
            println!("       {seconds} s  {last}");
        }
    }

    fn keep(&self, what: &str, output: &str) {
        let entry = format!("$ {what}\n{output}\n");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&self.log);
        if let Err(error) = file.and_then(|mut file| file.write_all(entry.as_bytes())) {
            eprintln!("no log: {}: {error}", self.log.display());
        }
    }

    /// Shows how the stage ended.
    pub(super) fn ended(&self, stage: &Finished) {
        let seconds = stage.time.as_secs_f64();
        if self.terminal {
            print!("\r\x1b[K");
        }
        match &stage.ended {
            Ended::Passed(counts) if *counts == Counts::default() => {
                println!("       ok, {seconds:.1} s");
            }
            Ended::Passed(counts) => println!("       ok, {seconds:.1} s, {counts}"),
            Ended::Skipped(why) => println!("{} SKIPPED: {why}", self.title),
            Ended::Failed(failure) => {
                println!("{} FAILED after {seconds:.1} s. This failed:\n", self.title);
                println!("    {}\n", failure.what);
                let lines: Vec<&str> = failure.output.lines().collect();
                for line in told(&lines) {
                    println!("    | {line}");
                }
                if lines.len() > TAIL {
                    println!("    more is in {}", self.log.display());
                }
                println!();
            }
        }
    }
}

/// What a person wants to see of a failure: what cargo says of failed tests, wherever it stands,
/// and the end.
fn told<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let tail = lines.len().saturating_sub(TAIL);
    let mut told = Vec::new();
    let mut failed = false;
    for (place, line) in lines.iter().enumerate() {
        failed |= *line == "failures:";
        if failed && told.len() < TELLS || place >= tail {
            told.push(*line);
        }
        failed &= !line.starts_with("test result:");
    }
    told
}
