//! `cargo xtask stubs`: the hosts' types and the schemas of policies, written from the catalog.
//!
//! The files are committed, so that a reader of the project and an editor have them;
//! `--check` keeps them fresh.

mod python;
mod typescript;

use std::borrow::Cow;

use fieldbeat::catalog::{policies, schema};
use fieldbeat_tests::pretty::pretty;

use crate::{Result, place};

/// One file that is written from the catalog.
pub(crate) struct Generated {
    /// Path in the project.
    pub(crate) path: Cow<'static, str>,
    /// All of it.
    pub(crate) text: String,
}

fn all() -> Result<Vec<Generated>> {
    let mut files = python::files();
    files.extend(typescript::files()?);
    files.extend(schemas()?);
    Ok(files)
}

/// The JSON Schema of each kind of policy, for editors and for services in other languages.
fn schemas() -> Result<Vec<Generated>> {
    let file = |kind: &&str| {
        let path = Cow::Owned(format!("core/schemas/{kind}.json"));
        Ok(Generated { path, text: pretty(&schema(kind)?)? })
    };
    policies().iter().map(file).collect()
}

/// Writes the files that differ.
pub(crate) fn write() -> Result<()> {
    for Generated { path, text } in stale()? {
        std::fs::write(place::inside(&path), text).map_err(|error| format!("{path}: {error}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

/// Fails when a file differs.
pub(crate) fn check() -> Result<()> {
    let stale: Vec<_> = stale()?.into_iter().map(|file| file.path).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("not what the catalog says: {}\nrun: cargo xtask stubs", stale.join(", ")).into())
}

fn stale() -> Result<Vec<Generated>> {
    let mut stale = Vec::new();
    for file in all()? {
        match std::fs::read_to_string(place::inside(&file.path)) {
            Ok(text) if text == file.text => {}
            Ok(_) => stale.push(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => stale.push(file),
            Err(error) => return Err(format!("{}: {error}", file.path).into()),
        }
    }
    Ok(stale)
}
