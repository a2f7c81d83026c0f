//! `cargo xtask peers`: release builds of all doors against other libraries. Never part of the tests.

use std::path::{Path, PathBuf};

use crate::command::Command;
use crate::{Result, place, setup, wasm_stage};

/// Points of a workload.
const POINTS: &str = "1000000";

/// Everything, tours for minutes only.
pub(crate) fn peers() -> Result<()> {
    let python = built()?;
    geofence(&python)?;
    rule()?;
    kpi(&python)?;
    funnel(&python)?;
    segment(&python)?;
    route(&python, &["--quick"])
}

/// Only fences and stays.
pub(crate) fn peers_geofence() -> Result<()> {
    geofence(&built()?)
}

/// Only conditions: beside datalogic-rs and cel, and over the cases of JsonLogic that the former
/// carries; and beside json-logic-js.
pub(crate) fn peers_rule() -> Result<()> {
    built()?;
    rule()
}

/// Only tours; `arguments` are those of the script.
pub(crate) fn peers_route(arguments: &[&str]) -> Result<()> {
    route(&built()?, arguments)
}

/// Builds for Python and Node, and installs the peers; answers their Python.
fn built() -> Result<String> {
    let python = setup::peers_python()?;
    let run = |args: &[&str]| Command::new(&python).args(args);
    let manifest = "bindings-python/Cargo.toml";
    let wheel = ["-m", "maturin", "build", "--release", "--manifest-path", manifest];
    let install = ["-m", "pip", "install", "--force-reinstall", "--no-deps", "--no-index"];
    run(&wheel).args(["--out", "target/wheels"]).run()?;
    run(&install).args(["--find-links", "target/wheels", "fieldbeat"]).run()?;

    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let modules = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]);
    modules.folder(&place::inside("benches/peers")).run()?;
    Command::new("node").args(["bindings-node/build.mjs"]).run()?;
    Ok(python)
}

fn geofence(python: &str) -> Result<()> {
    // wasm-opt is one of the tests' modules.
    if let Some(install) = setup::node_modules()? {
        install.run()?;
        setup::node_modules_are_ready()?;
    }
    wasm_stage::build()?;

    let benches = ["run", "--release", "--package", "fieldbeat-benches", "--bin", "peer_geofence"];
    let benches = Command::cargo().args(benches);
    let workloads = place::shown(&place::target().join("peers-workloads"));
    benches.clone().args(["--", "--points", POINTS, "--write", &workloads]).run()?;
    benches.run()?;
    let script = |name: &str| format!("benches/peers/geofence/{name}");
    Command::new(python).args([&script("python.py"), &workloads]).run()?;
    Command::new("node").args([&script("node.mjs"), &workloads]).run()?;
    Command::new(python).args([&script("stays.py")]).run()
}

/// Only points of visits.
pub(crate) fn peers_kpi() -> Result<()> {
    kpi(&built()?)
}

fn kpi(python: &str) -> Result<()> {
    Command::new(python).args(["benches/peers/kpi/python.py"]).run()
}

/// Only logs of stages, and moves of cases.
pub(crate) fn peers_funnel() -> Result<()> {
    funnel(&built()?)
}

fn funnel(python: &str) -> Result<()> {
    Command::new(python).args(["benches/peers/funnel/python.py"]).run()?;
    let bin = ["build", "--release", "--package", "fieldbeat-benches", "--bin", "peer_moves"];
    Command::cargo().args(bin).run()?;
    Command::new(python).args(["benches/peers/funnel/moves.py"]).run()?;
    Command::new(python).args(["benches/peers/funnel/statecharts.py"]).run()?;
    Command::new("node").args(["benches/peers/funnel/moves.mjs"]).run()
}

/// Only segments.
pub(crate) fn peers_segment() -> Result<()> {
    segment(&built()?)
}

fn segment(python: &str) -> Result<()> {
    let bin = ["build", "--release", "--package", "fieldbeat-benches", "--bin", "peer_segment"];
    Command::cargo().args(bin).run()?;
    for rows in ["1000000", "10000000"] {
        let script = ["benches/peers/segment/python.py", "--rows", rows];
        Command::new(python).args(script).run()?;
    }
    Ok(())
}

fn rule() -> Result<()> {
    let bin = ["run", "--release", "--package", "fieldbeat-benches", "--bin", "peer_rule"];
    let bin = Command::cargo().args(bin).args(["--features", "peer_rule"]);
    bin.run()?;
    let suite = datalogic()?.join("tests/suites");
    bin.args(["--", "--suite", &place::shown(&suite)]).run()?;
    Command::new("node").args(["benches/peers/rule/node.mjs"]).run()
}

/// Where cargo has the sources of datalogic-rs.
fn datalogic() -> Result<PathBuf> {
    let output = std::process::Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--features", "fieldbeat-benches/peer_rule"])
        .current_dir(place::inside(""))
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata.get("packages").and_then(|packages| packages.as_array());
    let text =
        |package: &serde_json::Value, key: &str| package.get(key)?.as_str().map(PathBuf::from);
    let is_it = |package: &&serde_json::Value| text(package, "name") == Some("datalogic-rs".into());
    let found = packages.into_iter().flatten().find(is_it);
    let manifest = found.and_then(|package| text(package, "manifest_path"));
    let folder = manifest.and_then(|manifest| manifest.parent().map(Path::to_path_buf));
    folder.ok_or_else(|| "datalogic-rs is not there".into())
}

fn route(python: &str, arguments: &[&str]) -> Result<()> {
    Command::new(python).args(["benches/peers/route/python.py"]).args(arguments).run()
}
