//! `cargo xtask bench`: Criterion benches.

use crate::Result;
use crate::command::Command;

pub(crate) fn bench(args: &[&str]) -> Result<()> {
    Command::cargo().args(["bench", "--package", "fieldbeat-benches"]).args(args).run()
}
