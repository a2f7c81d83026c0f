//! Where things are in the project.

use std::path::PathBuf;

/// The folder of the whole project.
pub(crate) fn project() -> PathBuf {
    fieldbeat_tests::project()
}

/// A path inside the project, written with slashes.
pub(crate) fn inside(path: &str) -> PathBuf {
    path.split('/').fold(project(), |folder, step| folder.join(step))
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| inside("target"), |folder| project().join(folder))
}

/// `path` as a person in the project's folder would write it.
pub(crate) fn shown(path: &std::path::Path) -> String {
    path.strip_prefix(project()).unwrap_or(path).display().to_string()
}
