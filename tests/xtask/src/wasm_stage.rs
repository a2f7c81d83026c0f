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

#[cfg(feature = "wasm")]
pub(crate) fn build() -> Result<()> {
    crate::wasm::build()
}

#[cfg(not(feature = "wasm"))]
pub(crate) fn build() -> Result<()> {
    crate::setup::wasm_target()?;
    command().run()
}
