//! `cargo xtask fuzz`: libFuzzer on stable Rust, every target for a bounded time.

use std::fs;

use crate::command::Command;
use crate::{Result, place};

const TARGETS: [&str; 9] = [
    "geojson",
    "policies",
    "index_bytes",
    "snapshots",
    "segmenter",
    "case_store",
    "tour_snapshots",
    "tours",
    "condition",
];

/// What makes LLVM count the edges that a run takes. cargo-fuzz passes the same; only its
/// sanitizers need nightly Rust, and the core forbids `unsafe`.
const COVERAGE: &str = "--cfg fuzzing -C passes=sancov-module \
    -C llvm-args=-sanitizer-coverage-level=4 \
    -C llvm-args=-sanitizer-coverage-inline-8bit-counters \
    -C llvm-args=-sanitizer-coverage-pc-table \
    -C llvm-args=-sanitizer-coverage-trace-compares \
    -C codegen-units=1";

/// Runs every target for `seconds`.
pub(crate) fn fuzz(seconds: &str) -> Result<()> {
    let seconds: u32 = seconds.parse().map_err(|_| format!("{seconds} is no number of seconds"))?;
    let host = host()?;
    let folder = place::target().join("fuzz");
    Command::cargo()
        .args(["build", "--release", "--target", &host])
        .args(["--manifest-path", "tests/fuzz/Cargo.toml"])
        .args(["--target-dir", &folder.to_string_lossy()])
        // With a target named, the flags do not reach build scripts, which are no fuzz targets.
        .env("RUSTFLAGS", COVERAGE)
        .run()?;
    for target in TARGETS {
        println!("\n{target}: {seconds} s");
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        let program = folder.join(&host).join("release").join(target);
        Command::new(program.to_string_lossy())
            .args([&*corpus.to_string_lossy(), &format!("tests/fuzz/seeds/{target}")])
            .args([format!("-max_total_time={seconds}"), "-max_len=4096".to_owned()])
            .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"])
            .args([format!("-artifact_prefix={}/{target}-", folder.display())])
            .run()?;
    }
    Ok(())
}

/// The triple of this machine.
fn host() -> Result<String> {
    let output = std::process::Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say its host".into())
}
