//! `cargo xtask peers`: release builds of all doors against other libraries. Never part of the tests.

use crate::command::Command;
use crate::{Result, place, setup, wasm_stage};

/// Points of a workload.
const POINTS: &str = "1000000";

pub(crate) fn peers() -> Result<()> {
    let cargo = |args: &[&str]| Command::cargo().args(args);
    let benches = ["run", "--release", "--package", "fieldbeat-benches", "--bin", "peer_geofence"];
    let workloads = place::shown(&place::target().join("peers-workloads"));
    let python = setup::peers_python()?;
    let python = |args: &[&str]| Command::new(&python).args(args);
    let scripts = |name: &str| format!("benches/peers/geofence/{name}");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };

    let manifest = "bindings-python/Cargo.toml";
    let wheel = ["-m", "maturin", "build", "--release", "--manifest-path", manifest];
    let install = ["-m", "pip", "install", "--force-reinstall", "--no-deps", "--no-index"];
    python(&wheel).args(["--out", "target/wheels"]).run()?;
    python(&install).args(["--find-links", "target/wheels", "fieldbeat"]).run()?;
    let modules = Command::new(npm).args(["ci", "--no-audit", "--no-fund"]);
    modules.folder(&place::inside("benches/peers")).run()?;
    Command::new("node").args(["bindings-node/build.mjs"]).run()?;
    // wasm-opt is one of the tests' modules.
    if let Some(install) = setup::node_modules()? {
        install.run()?;
        setup::node_modules_are_ready()?;
    }
    wasm_stage::build()?;

    cargo(&benches).args(["--", "--points", POINTS, "--write", &workloads]).run()?;
    cargo(&benches).run()?;
    python(&[&scripts("python.py"), &workloads]).run()?;
    Command::new("node").args([&scripts("node.mjs"), &workloads]).run()?;
    python(&[&scripts("stays.py")]).run()
}
