//! What the tests need on a machine that has only rustup, Node and Python: installed once, told
//! by stamps, never asked for again.

use std::path::{Path, PathBuf};

use fieldbeat::math::StableHash;

use crate::command::Command;
use crate::{Result, place};

/// Names under which Chromium and its kin are installed.
const CHROMIUMS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

const CHROMIUM_OF_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The oldest Python that the wheel is for.
const PYTHON: (u32, u32) = (3, 11);

/// The oldest Node that the tests run on.
const NODE: u32 = 20;

/// Adds components of the Rust toolchain that are missing.
pub(crate) fn rust_components() -> Result<Vec<Command>> {
    let mut missing = Vec::new();
    for (tool, component) in [("rustfmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        let there = Command::new(tool).args(["--version"]).quietly();
        if !there.is_ok_and(|finished| finished.success) {
            missing.push(Command::new("rustup").args(["component", "add", component]));
        }
    }
    Ok(missing)
}

/// The command that adds the browser's target, where it is missing.
pub(crate) fn missing_wasm_target() -> Result<Option<Command>> {
    let root = Command::new("rustc").args(["--print", "sysroot"]).quietly()?;
    let target = Path::new(root.output.trim()).join("lib/rustlib/wasm32-unknown-unknown");
    let add = Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]);
    Ok((!target.is_dir()).then_some(add))
}

/// Adds the browser's target, where it is missing.
pub(crate) fn wasm_target() -> Result<()> {
    missing_wasm_target()?.map_or(Ok(()), |command| command.run())
}

/// The Python of the tests' own environment.
pub(crate) fn python() -> PathBuf {
    let (folder, name) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python") };
    place::inside(".venv").join(folder).join(name)
}

/// What makes .venv what tests/requirements.txt says; nothing where it is already.
pub(crate) fn python_environment() -> Result<Vec<Command>> {
    let requirements = place::inside("tests/requirements.txt");
    let stamp = Stamp::new(".venv/fieldbeat-stamp", &[&requirements])?;
    if stamp.holds() && python().is_file() {
        return Ok(Vec::new());
    }
    let found = find_python()?;
    let mut commands = Vec::new();
    if !Command::new(&found).args(["-c", "import ensurepip"]).quietly()?.success && root_of_debian()
    {
        commands.push(Command::new("apt-get").args(["update"]));
        commands.push(apt_install("python3-venv"));
    }
    let python = place::shown(&python());
    commands.push(Command::new(found).args(["-m", "venv", "--clear", ".venv"]));
    commands.push(
        Command::new(python)
            .args(["-m", "pip", "install", "--requirement", "tests/requirements.txt"])
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
    );
    Ok(commands)
}

pub(crate) fn python_environment_is_ready() -> Result<()> {
    Stamp::new(".venv/fieldbeat-stamp", &[&place::inside("tests/requirements.txt")])?.write()
}

/// The Python of the peers' environment, made what benches/peers/requirements.txt says.
pub(crate) fn peers_python() -> Result<String> {
    let (folder, name) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python") };
    let python = place::inside("target/peers").join(folder).join(name);
    if !python.is_file() {
        Command::new(find_python()?).args(["-m", "venv", "target/peers"]).run()?;
    }
    let python = place::shown(&python);
    let requirements = ["--requirement", "benches/peers/requirements.txt"];
    Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(requirements).run()?;
    Ok(python)
}

fn find_python() -> Result<String> {
    let (major, minor) = PYTHON;
    for name in ["python3", "python3.13", "python3.12", "python3.11", "python"] {
        let check = format!("import sys; sys.exit(sys.version_info < ({major}, {minor}))");
        let there = Command::new(name).args(["-c", &check]).quietly();
        if there.is_ok_and(|finished| finished.success) {
            return Ok(name.to_owned());
        }
    }
    Err(format!("no Python {major}.{minor} or later: install it, or test with --only").into())
}

/// What makes tests/node_modules what the lock file says; nothing where it is already.
pub(crate) fn node_modules() -> Result<Option<Command>> {
    let version = Command::new("node").args(["--version"]).quietly();
    let version = version.map(|finished| finished.output).unwrap_or_default();
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|v| v.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        return Err(format!("no Node {NODE} or later: install it, or test with --only").into());
    }
    let install = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .args(["ci", "--no-audit", "--no-fund"])
        .folder(&place::inside("tests"));
    Ok((!node_stamp()?.holds()).then_some(install))
}

pub(crate) fn node_modules_are_ready() -> Result<()> {
    node_stamp()?.write()
}

fn node_stamp() -> Result<Stamp> {
    let (package, lock) =
        (place::inside("tests/package.json"), place::inside("tests/package-lock.json"));
    Stamp::new("tests/node_modules/.fieldbeat-stamp", &[&package, &lock])
}

/// Chromium, where there is one: `FIELDBEAT_CHROMIUM`, or on the path.
pub(crate) fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::var_os("FIELDBEAT_CHROMIUM").map(PathBuf::from);
    let on_path = CHROMIUMS.iter().flat_map(|name| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).collect::<Vec<_>>()
    });
    named.into_iter().chain(on_path).chain([PathBuf::from(CHROMIUM_OF_MAC)]).find(|p| p.is_file())
}

/// The commands that install Chromium; none where this is not ours to do.
pub(crate) fn install_chromium() -> Option<[Command; 2]> {
    root_of_debian().then(|| [Command::new("apt-get").args(["update"]), apt_install("chromium")])
}

fn apt_install(package: &str) -> Command {
    Command::new("apt-get")
        .args(["install", "-y", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive")
}

/// Whether this is Debian (or a child of its) and we may install.
fn root_of_debian() -> bool {
    let root = Command::new("id").args(["-u"]).quietly().is_ok_and(|id| id.output.trim() == "0");
    root && Path::new("/etc/debian_version").is_file()
}

/// Says that a folder was made from files as they are now.
struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    fn new(file: &str, inputs: &[&Path]) -> Result<Self> {
        let mut hash = StableHash::new();
        for input in inputs {
            let bytes = std::fs::read(input)
                .map_err(|error| format!("{}: {error}", place::shown(input)))?;
            hash = hash.bytes(&bytes);
        }
        Ok(Self { file: place::inside(file), hash: hash.hex() })
    }

    fn holds(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|text| text == self.hash)
    }

    fn write(&self) -> Result<()> {
        Ok(std::fs::write(&self.file, &self.hash)?)
    }
}
