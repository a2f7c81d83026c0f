//! `cargo xtask wasm`: the browser module.
//!
//! wasm-bindgen's linker takes half a minute to compile, so it stands behind the feature `wasm`,
//! and xtask starts itself again with it.

use crate::Result;
use crate::command::Command;

/// The command that builds the browser module.
pub(crate) fn command() -> Command {
    Command::cargo().args(["run", "--package", "xtask", "--features", "wasm"]).args(["--", "wasm"])
}

/// Where modules lie that are only weighed.
pub(crate) fn parts() -> std::path::PathBuf {
    crate::place::target().join("xtask").join("parts")
}

#[cfg(feature = "wasm")]
pub(crate) fn build() -> Result<()> {
    crate::wasm::build()
}

#[cfg(not(feature = "wasm"))]
pub(crate) fn build() -> Result<()> {
    crate::setup::wasm_target()?;
    command().run()
}

/// Builds the modules that are only weighed.
#[cfg(feature = "wasm")]
pub(crate) fn build_parts() -> Result<()> {
    crate::wasm::build_parts()
}

#[cfg(not(feature = "wasm"))]
pub(crate) fn build_parts() -> Result<()> {
    crate::setup::wasm_target()?;
    command().args(["parts"]).run()
}
