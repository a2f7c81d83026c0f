//! What the tests of all runtimes share: vectors, the one way to write an answer as bytes,
//! development data, and the simulator of reps' days.

pub mod canonical;
pub mod development;
pub mod pretty;
pub mod random;
pub mod random_funnel;
pub mod random_tours;
pub mod simulator;
pub mod vector;

use std::path::{Path, PathBuf};

/// The folder of the whole project.
#[must_use]
pub fn project() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}
