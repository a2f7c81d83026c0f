//! The stages, in the order in which they run: cheap and telling first.

use std::path::Path;

use super::counts::{self, Counts};
use super::watch::Watch;
use super::{Ended, Failure, Runtime, Stage};
use crate::command::Command;
use crate::{place, setup, size, stubs, vectors, wasm_stage};

use Runtime::{Core, Node, Python, Wasm};

/// The stages of a whole run, or those of one runtime.
pub(super) fn stages(only: Option<Runtime>) -> Vec<Stage> {
    let whole = only.is_none();
    let stage = |name, runtimes, needs, run| Stage { name, runtimes, needs, run };
    vec![
        stage("toolchain", &[Core], &[], toolchain),
        stage("format", &[Core], &[], |w| {
            check(w, [Command::cargo().args(["fmt", "--all", "--check"])])
        }),
        stage("lint", &[Core], &["toolchain"], if whole { lint_all } else { lint_rust }),
        stage("lint, core alone", &[Core], &["toolchain"], lint_core_alone),
        stage("Rust tests", &[Core], &[], rust_tests),
        stage("Rust tests, threads", &[Core], &[], rust_tests_on_threads),
        stage("documentation", &[Core], &[], documentation),
        stage("oldest Rust", &[Core], &[], oldest_rust),
        stage("features", &[Core], &[], features),
        stage("generated files", &[Core], &[], generated_files),
        stage("random vectors", &[Python, Node, Wasm], &[], random_vectors),
        stage("Python environment", &[Python], &[], python_environment),
        stage("node modules", &[Node, Wasm], &[], node_modules),
        stage(
            "build extensions",
            &[Python, Node],
            &[],
            match only {
                Some(Python) => build_python,
                Some(Node) => build_node,
                _ => build_both,
            },
        ),
        stage("pytest", &[Python], &["Python environment", "build extensions"], pytest),
        stage("Python types, lint", &[Python], &["Python environment"], python_types),
        stage("node tests", &[Node], &["node modules", "build extensions"], node_tests),
        stage("TypeScript types", &[Node], &["node modules"], typescript_types),
        stage("build wasm", &[Wasm], &["node modules"], build_wasm),
        stage("wasm sizes", &[Wasm], &["build wasm"], wasm_sizes),
        stage("Chromium", &[Wasm], &[], chromium),
        stage("browser tests", &[Wasm], &["node modules", "build wasm", "Chromium"], browser_tests),
    ]
}

/// A stage of commands that all have to succeed: one check.
fn check(watch: &mut Watch, commands: impl IntoIterator<Item = Command>) -> Ended {
    for command in commands {
        if let Err(failure) = watch.run(&command) {
            return Ended::Failed(failure);
        }
    }
    Ended::Passed(Counts::ONE_PASSED)
}

/// A stage that only prepares: it counts when it fails.
fn prepare(watch: &mut Watch, commands: impl IntoIterator<Item = Command>) -> Ended {
    match check(watch, commands) {
        Ended::Passed(_) => Ended::Passed(Counts::default()),
        other => other,
    }
}

/// A stage whose command counts its own tests.
fn tests(watch: &mut Watch, command: &Command, count: fn(&str) -> Option<Counts>) -> Ended {
    match watch.run(command) {
        Ok(output) => match count(&output) {
            Some(counts) if counts.failed == 0 => Ended::Passed(counts),
            Some(counts) => Ended::Failed(Failure { counts, what: command.to_string(), output }),
            None => failed(format!("{command}\n    ran no test"), output),
        },
        Err(failure) => {
            // A runner that dies before its summary has failed once at least.
            let mut counts = count(&failure.output).unwrap_or_default();
            counts.failed = counts.failed.max(1);
            Ended::Failed(Failure { counts, ..failure })
        }
    }
}

/// A stage in xtask itself.
fn own(what: &str, result: crate::Result<Counts>) -> Ended {
    match result {
        Ok(counts) => Ended::Passed(counts),
        Err(error) => failed(what.to_owned(), error.to_string()),
    }
}

fn failed(what: String, output: String) -> Ended {
    Ended::Failed(Failure { counts: Counts::ONE_FAILED, what, output })
}

fn toolchain(watch: &mut Watch) -> Ended {
    match setup::rust_components() {
        Ok(commands) => prepare(watch, commands),
        Err(error) => failed("rustfmt and clippy".to_owned(), error.to_string()),
    }
}

/// Every crate, the linker of the browser module too.
fn lint_all(watch: &mut Watch) -> Ended {
    let all = ["--workspace", "--all-targets", "--features", "xtask/wasm"];
    check(watch, [clippy(&all)])
}

fn lint_rust(watch: &mut Watch) -> Ended {
    check(watch, [clippy(&["--all-targets"])])
}

/// The workspace unifies features: only alone does the core show that each of its builds stands.
fn lint_core_alone(watch: &mut Watch) -> Ended {
    let builds = [
        &[][..],
        &["--features", "geofence"],
        &["--features", "tracker"],
        &["--features", "route"],
        &["--features", "visit"],
        &["--features", "calendar"],
        &["--features", "rule"],
        &["--features", "kpi"],
        &["--features", "funnel"],
        &["--features", "segment"],
    ];
    let core = ["--package", "fieldbeat", "--no-default-features"];
    check(watch, builds.map(|features| clippy(&[&core, features].concat())))
}

fn clippy(args: &[&str]) -> Command {
    Command::cargo().args(["clippy"]).args(args).args(["--", "-D", "warnings"])
}

/// What random cases are drawn by: the same ones every time, unless others are asked for.
fn seed() -> String {
    std::env::var("FIELDBEAT_SEED").unwrap_or_else(|_| "1".to_owned())
}

fn rust_tests(watch: &mut Watch) -> Ended {
    // With --show-output a test that found no data to run on is heard.
    let command = Command::cargo()
        .args(["test", "--no-fail-fast", "--", "--show-output"])
        .env("PROPTEST_RNG_SEED", seed());
    tests(watch, &command, counts::of_cargo)
}

/// What has another path with threads, which are off by default.
fn rust_tests_on_threads(watch: &mut Watch) -> Ended {
    let core = ["--package", "fieldbeat", "--features", "rayon", "--lib", "threads"];
    tests(watch, &Command::cargo().args(["test"]).args(core), counts::of_cargo)
}

fn documentation(watch: &mut Watch) -> Ended {
    let command = Command::cargo()
        .args(["doc", "--no-deps", "--package", "fieldbeat", "--features", "tzdb"])
        .env("RUSTDOCFLAGS", "-D warnings");
    check(watch, [command])
}

/// The core compiles with the oldest Rust that it promises.
fn oldest_rust(watch: &mut Watch) -> Ended {
    let version = env!("CARGO_PKG_RUST_VERSION");
    let installed = Command::new("rustup").args(["run", version, "rustc", "--version"]).quietly();
    if !installed.is_ok_and(|finished| finished.success) {
        let install = Command::new("rustup").args(["toolchain", "install", version]);
        if watch.run(&install.args(["--profile", "minimal"])).is_err() {
            return Ended::Skipped(format!("Rust {version} cannot be installed here"));
        }
    }
    let core = ["check", "--package", "fieldbeat", "--features", "tzdb"];
    check(watch, [Command::new("rustup").args(["run", version, "cargo"]).args(core)])
}

/// Features that would change how numbers are read or written.
const BANNED: [(&str, &str); 3] = [
    ("serde_json", "arbitrary_precision"),
    ("serde_json", "preserve_order"),
    ("rust_decimal", "serde"),
];

fn features(watch: &mut Watch) -> Ended {
    let tree =
        Command::cargo().args(["tree", "--workspace", "--edges", "features", "--prefix", "none"]);
    let output = match watch.run(&tree) {
        Ok(output) => output,
        Err(failure) => return Ended::Failed(failure),
    };
    let banned = |line: &&str| {
        BANNED
            .iter()
            .any(|(package, feature)| line.starts_with(&format!("{package} feature \"{feature}")))
    };
    let mut found: Vec<&str> = output.lines().filter(banned).collect();
    found.dedup();
    if found.is_empty() {
        Ended::Passed(Counts::ONE_PASSED)
    } else {
        failed(tree.to_string(), format!("these change numbers or orders:\n{}", found.join("\n")))
    }
}

fn generated_files(_: &mut Watch) -> Ended {
    let both = stubs::check().and_then(|()| vectors::check());
    own(
        "cargo xtask stubs --check && cargo xtask vectors --check",
        both.map(|()| Counts::ONE_PASSED),
    )
}

fn random_vectors(_: &mut Watch) -> Ended {
    own("cargo xtask vectors --random", vectors::random().map(|()| Counts::default()))
}

fn python_environment(watch: &mut Watch) -> Ended {
    let commands = match setup::python_environment() {
        Ok(commands) => commands,
        Err(error) => return failed("set up .venv".to_owned(), error.to_string()),
    };
    match prepare(watch, commands) {
        Ended::Passed(counts) => {
            own("stamp .venv", setup::python_environment_is_ready().map(|()| counts))
        }
        other => other,
    }
}

fn node_modules(watch: &mut Watch) -> Ended {
    let command = match setup::node_modules() {
        Ok(command) => command,
        Err(error) => return failed("set up tests/node_modules".to_owned(), error.to_string()),
    };
    match prepare(watch, command) {
        Ended::Passed(counts) => {
            own("stamp tests/node_modules", setup::node_modules_are_ready().map(|()| counts))
        }
        other => other,
    }
}

const PYTHON_CRATE: (&str, &str, &str) = (
    "fieldbeat-python",
    "_native",
    if cfg!(windows) {
        "bindings-python/python/fieldbeat/_native.pyd"
    } else {
        "bindings-python/python/fieldbeat/_native.abi3.so"
    },
);
const NODE_CRATE: (&str, &str, &str) =
    ("fieldbeat-node", "fieldbeat_node", "bindings-node/fieldbeat.node");

fn build_both(watch: &mut Watch) -> Ended {
    build_extensions(watch, &[PYTHON_CRATE, NODE_CRATE])
}

fn build_python(watch: &mut Watch) -> Ended {
    build_extensions(watch, &[PYTHON_CRATE])
}

fn build_node(watch: &mut Watch) -> Ended {
    build_extensions(watch, &[NODE_CRATE])
}

/// One cargo run for both: what they share is compiled once.
fn build_extensions(watch: &mut Watch, crates: &[(&str, &str, &str)]) -> Ended {
    let packages = crates.iter().flat_map(|(package, ..)| ["--package", *package]);
    match prepare(watch, [Command::cargo().args(["build"]).args(packages)]) {
        Ended::Passed(counts) => {
            let copied = crates
                .iter()
                .try_for_each(|(_, library, to)| copy_library(library, &place::inside(to)));
            own("copy the extensions to where their packages load them", copied.map(|()| counts))
        }
        other => other,
    }
}

/// Copied aside and renamed: a process that has the old file loaded keeps it whole.
fn copy_library(library: &str, to: &Path) -> crate::Result<()> {
    let from = place::target().join("debug").join(size::library(library));
    let aside = to.with_extension("new");
    std::fs::copy(&from, &aside).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(std::fs::rename(aside, to)?)
}

fn pytest(watch: &mut Watch) -> Ended {
    let command = Command::new(place::shown(&setup::python()))
        .args(["-m", "pytest", "--quiet", "-c", "bindings-python/pyproject.toml"])
        .args(["bindings-python/tests", "tests/runners"])
        .args([format!("--hypothesis-seed={}", seed())])
        .env("FIELDBEAT_RANDOM_VECTORS", "1");
    tests(watch, &command, counts::of_pytest)
}

fn python_types(watch: &mut Watch) -> Ended {
    let tool = |name| Command::new(place::shown(&setup::python())).args(["-m", name]);
    let types = tool("mypy").args([
        "--config-file",
        "bindings-python/pyproject.toml",
        "bindings-python/python",
    ]);
    let lint =
        tool("ruff").args(["check", "--quiet", "--config", "bindings-python/pyproject.toml"]);
    let format = tool("ruff").args([
        "format",
        "--check",
        "--quiet",
        "--config",
        "bindings-python/pyproject.toml",
    ]);
    let code = ["bindings-python", "tests/runners"];
    check(watch, [types, lint.args(code), format.args(code)])
}

fn node_tests(watch: &mut Watch) -> Ended {
    let files = match test_files(&place::inside("tests/runners")) {
        Ok(files) => files,
        Err(error) => {
            return failed("look for *.test.mjs in tests/runners".to_owned(), error.to_string());
        }
    };
    let command = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .args(files)
        .env("FIELDBEAT_SEED", seed())
        .env("FIELDBEAT_RANDOM_VECTORS", "1");
    tests(watch, &command, counts::of_node)
}

/// The tests of Node under `folder`: what `node --test` makes of a folder differs by version.
fn test_files(folder: &Path) -> crate::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(test_files(&path)?);
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(place::shown(&path));
        }
    }
    files.sort();
    Ok(files)
}

fn typescript_types(watch: &mut Watch) -> Ended {
    let command =
        Command::new("node").args(["tests/node_modules/typescript/bin/tsc", "--project", "tests"]);
    check(watch, [command])
}

fn build_wasm(watch: &mut Watch) -> Ended {
    let target = match setup::missing_wasm_target() {
        Ok(target) => target,
        Err(error) => return failed("rustc --print sysroot".to_owned(), error.to_string()),
    };
    prepare(watch, target.into_iter().chain([wasm_stage::command()]))
}

fn wasm_sizes(_: &mut Watch) -> Ended {
    let shown = size::wasm_sizes().map(|sizes| {
        print!("{sizes}");
        Counts::ONE_PASSED
    });
    own("cargo xtask size", shown)
}

fn chromium(watch: &mut Watch) -> Ended {
    if setup::chromium().is_some() {
        return Ended::Passed(Counts::default());
    }
    match setup::install_chromium() {
        Some(commands) => match prepare(watch, commands) {
            Ended::Passed(_) if setup::chromium().is_none() => {
                failed("apt-get install chromium".to_owned(), "no chromium afterwards".to_owned())
            }
            other => other,
        },
        None => Ended::Skipped(
            "install Chromium or Chrome, or name it in FIELDBEAT_CHROMIUM".to_owned(),
        ),
    }
}

fn browser_tests(watch: &mut Watch) -> Ended {
    let chromium = setup::chromium().unwrap_or_default().display().to_string();
    let command = Command::new("node")
        .args(["tests/runners/browser.mjs"])
        .env("FIELDBEAT_CHROMIUM", chromium)
        .env("FIELDBEAT_RANDOM_VECTORS", "1");
    tests(watch, &command, counts::of_browser)
}
