//! What not every run of the tests has: development data, larger than what belongs in the project,
//! and minutes.

use std::io::Write;
use std::path::PathBuf;

/// The file at `path` in the folder of development data: `FIELDBEAT_DATA`, or `../shared/data`
/// beside the project.
///
/// `None` where it is absent, after saying so past the test harness's capture: a test that is
/// skipped is seen to be skipped.
#[must_use]
pub fn file(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FIELDBEAT_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let file = folder.join(path);
    if file.is_file() {
        return Some(file);
    }
    skipped(&format!("no development data at {}", file.display()));
    None
}

/// Whether `FIELDBEAT_SLOW` asks for tests that take minutes; where it does not, that is said.
#[must_use]
pub fn has_minutes() -> bool {
    let asked = std::env::var_os("FIELDBEAT_SLOW").is_some();
    if !asked {
        skipped("slow: set FIELDBEAT_SLOW=1");
    }
    asked
}

fn skipped(why: &str) {
    // A line that cannot be written has no reader.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
