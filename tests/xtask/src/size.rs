//! `cargo xtask size`: what a user downloads.

use std::io::Write as _;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::command::Command;
use crate::{Result, place, setup, wasm_stage};

/// What a browser module may weigh, in bytes after gzip. A page that needs one part loads that part
/// alone; the module with everything is for those who need more than one.
const LIMITS: [(&str, &str, usize); 7] = [
    ("WASM, everything", "web", 840 * 1024),
    ("WASM, geofence only", "geofence", 60 * 1024),
    ("WASM, visit", "visit", 278 * 1024),
    ("WASM, kpi", "kpi", 270 * 1024),
    ("WASM, funnel", "funnel", 282 * 1024),
    ("WASM, segment", "segment", 264 * 1024),
    ("WASM, route", "route", 119 * 1024),
];

/// What conditions may add to a module that has visits and calendars, in bytes after gzip. What finds
/// those that are never or always met is of the feature `lint`, which these modules have not.
const CONDITIONS: usize = 40 * 1024;

/// What a module is, where it lies, and how large it may be after gzip.
#[derive(Clone)]
struct Module {
    what: &'static str,
    file: std::path::PathBuf,
    limit: Option<usize>,
}

/// Builds everything as it is released, and holds it against its limits.
pub(crate) fn size() -> Result<()> {
    setup::wasm_target()?;
    wasm_stage::build()?;
    let extensions = ["--package", "fieldbeat-python", "--package", "fieldbeat-node"];
    Command::cargo().args(["build", "--release"]).args(extensions).run()?;
    let mut modules = wasm_modules();
    let release = place::target().join("release");
    for (what, name) in [("Python extension", "_native"), ("Node addon", "fieldbeat_node")] {
        modules.push(Module { what, file: release.join(library(name)), limit: None });
    }
    let text = report(&modules)?;
    print!("{text}{}", conditions()?);
    Ok(())
}

/// What conditions add to a module: the one that has them less the one that has not.
pub(crate) fn conditions() -> Result<String> {
    setup::wasm_target()?;
    wasm_stage::build_parts()?;
    let part = |name: &str| measure(&wasm_stage::parts().join(name).join("fieldbeat_bg.wasm"));
    let added = |base: &str, with: &str| -> Result<(usize, usize)> {
        let ((base, packed_base), (with, packed)) = (part(base)?, part(with)?);
        Ok((with.saturating_sub(base), packed.saturating_sub(packed_base)))
    };
    // Alone they bring decimals, columns and JSON, which a module of more has.
    let (plain, alone) = added("calendar", "rule")?;
    let text = row("conditions, alone", plain, alone, None);
    let (plain, packed) = added("visit_calendar", "visit_rule")?;
    let text = text + &row("conditions, to visits", plain, packed, Some(CONDITIONS));
    if packed > CONDITIONS { Err(format!("{text}too large").into()) } else { Ok(text) }
}

fn row(what: &str, plain: usize, packed: usize, limit: Option<usize>) -> String {
    let limit = limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string());
    format!("{what:<22} {plain:>11} {packed:>11} {limit:>11}\n")
}

/// Holds the browser modules, which are built, against their limits.
pub(crate) fn wasm_sizes() -> Result<String> {
    report(&wasm_modules())
}

fn wasm_modules() -> Vec<Module> {
    let mut modules = LIMITS
        .map(|(what, folder, limit)| {
            let file = place::inside(&format!("bindings-wasm/pkg/{folder}/fieldbeat_bg.wasm"));
            Module { what, file, limit: Some(limit) }
        })
        .to_vec();
    let file = place::inside("bindings-wasm/pkg/single/fieldbeat.js");
    modules.push(Module { what: "WASM in one file", file, limit: None });
    modules
}

/// The file that cargo makes of a cdylib.
pub(crate) fn library(name: &str) -> String {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    format!("{DLL_PREFIX}{name}{DLL_SUFFIX}")
}

fn report(modules: &[Module]) -> Result<String> {
    let mut text = format!("{:<22} {:>11} {:>11} {:>11}\n", "module", "bytes", "gzip", "limit");
    let mut beyond = Vec::new();
    for Module { what, file, limit } in modules {
        let (plain, packed) = measure(file)?;
        text.push_str(&row(what, plain, packed, *limit));
        if limit.is_some_and(|limit| packed > limit) {
            beyond.push(*what);
        }
    }
    if beyond.is_empty() {
        Ok(text)
    } else {
        Err(format!("{text}too large: {}", beyond.join(", ")).into())
    }
}

fn measure(file: &Path) -> Result<(usize, usize)> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", place::shown(file)))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok((bytes.len(), encoder.finish()?.len()))
}
