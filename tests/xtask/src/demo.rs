//! `cargo xtask demo`: the main job.

use crate::Result;
use crate::command::Command;

/// The tests' profile: what is compiled for one is there for the other, and the core is optimised
/// in both.
pub(crate) fn demo(args: &[&str]) -> Result<()> {
    Command::cargo().args(["run", "--package", "demo", "--"]).args(args).run()
}
