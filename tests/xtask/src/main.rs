//! `cargo xtask`: the commands of people who work on fieldbeat.

mod bench;
mod command;
mod demo;
mod fuzz;
mod peers;
mod place;
mod setup;
mod size;
mod stubs;
mod test;
mod vectors;
mod wasm_stage;

#[cfg(feature = "wasm")]
mod panics;
#[cfg(feature = "wasm")]
mod wasm;

use std::process::ExitCode;

/// What a command may fail with: text for a person.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
cargo xtask COMMAND

  demo [ARGS]                            verify a rep's day: the main job, Rust only
  test [--only core|python|node|wasm]    set up what is missing, then run every test
  stubs [--check]                        write (or check) the types of Python and TypeScript
  vectors [--check | --random]           record (or check) the answers in tests/vectors
  wasm                                   build the browser module
  size                                   sizes of the built modules, held against their limits
  size rule                              the same, what conditions add only
  bench [ARGS]                           Criterion benches
  peers                                  measure other libraries beside ours, in all runtimes
  peers geofence                         the same, fences and stays only
  peers rule                             the same, conditions only
  peers kpi                              the same, points of visits only
  peers funnel                           the same, logs of stages and moves only
  peers segment                          the same, RFM and ABC of many transactions only
  peers route [--quick] [ARGS]           the same, tours only: without --quick for hours
  fuzz [SECONDS]                         every fuzz target, 60 s each unless said otherwise
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    let done = |result: Result<()>| result.map(|()| ExitCode::SUCCESS);
    match words {
        ["demo", rest @ ..] => done(demo::demo(rest)),
        ["test"] => test::test(None),
        ["test", "--only", runtime] => test::test(Some(runtime.parse()?)),
        ["stubs"] => done(stubs::write()),
        ["stubs", "--check"] => done(stubs::check()),
        ["vectors"] => done(vectors::record()),
        ["vectors", "--check"] => done(vectors::check()),
        ["vectors", "--random"] => done(vectors::random()),
        ["wasm"] => done(wasm_stage::build()),
        ["wasm", "parts"] => done(wasm_stage::build_parts()),
        ["size", "rule"] => done(size::conditions().map(|text| print!("{text}"))),
        ["size"] => done(size::size()),
        ["bench", rest @ ..] => done(bench::bench(rest)),
        ["peers"] => done(peers::peers()),
        ["peers", "geofence"] => done(peers::peers_geofence()),
        ["peers", "rule"] => done(peers::peers_rule()),
        ["peers", "kpi"] => done(peers::peers_kpi()),
        ["peers", "funnel"] => done(peers::peers_funnel()),
        ["peers", "segment"] => done(peers::peers_segment()),
        ["peers", "route", rest @ ..] => done(peers::peers_route(rest)),
        ["fuzz"] => done(fuzz::fuzz("60")),
        ["fuzz", seconds] => done(fuzz::fuzz(seconds)),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("unknown command: {}\n\n{HELP}", other.join(" ")).into()),
    }
}
