//! The rooms of the core stand on floors, and a module imports only from floors below its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fieldbeat_tests::project;

/// From the ground up. Modules of the ground floor may import each other.
const FLOORS: &[&[&str]] = &[
    &["error", "shape", "math", "column", "budget", "reason", "snapshot"],
    &["geo", "time"],
    &["rule", "geofence"],
    &["visit", "route", "kpi", "funnel", "segment"],
    &["interop", "catalog"],
];

/// What may look up all the same, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "shape",
        "time",
        "the tree knows instants, so that hosts keep theirs; a reader the zones it was told",
    ),
    ("column", "time", "a cell of a column may be an instant"),
    ("snapshot", "time", "times in a state are read as times, so that none is out of range"),
];

/// What the root of the crate re-exports, and from where.
const ROOT: &[(&str, &[&str])] = &[
    ("error", &["Error", "ErrorKind", "Problem", "Result"]),
    ("reason", &["Facts", "Reason"]),
    ("geo", &["Position", "distance"]),
    ("shape", &["Shaped"]),
    ("column", &["Column"]),
    ("catalog", &["version"]),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Every `.rs` file under `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The modules that a source names after `crate::`, outside comments.
fn imports(source: &str) -> BTreeSet<String> {
    let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code = code.collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let listed = match after.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => after,
        };
        let single = !after.starts_with('{');
        for item in listed.split(',').take(if single { 1 } else { usize::MAX }) {
            let name: String =
                item.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            names.extend((!name.is_empty()).then_some(name));
        }
    }
    names
}

/// The module in which a name at the root of the crate lives.
fn home(name: &str) -> Option<&str> {
    let exported = ROOT.iter().find(|(_, names)| names.contains(&name)).map(|(home, _)| *home);
    exported.or_else(|| floor(name).map(|_| name))
}

#[test]
fn a_module_imports_only_from_floors_below_its_own() {
    let folder = project().join("core/src");
    let mut broken = Vec::new();
    let mut used = BTreeSet::new();
    for path in sources(&folder) {
        let inside = path.strip_prefix(&folder).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let Some(own) = floor(&module) else {
            panic!("{module} stands on no floor: add it to FLOORS");
        };
        for name in imports(&std::fs::read_to_string(&path).unwrap()) {
            let Some(home) = home(&name) else {
                broken.push(format!("{}: crate::{name} has no home", inside.display()));
                continue;
            };
            let below = floor(home).unwrap();
            if home == module || below < own || (below == 0 && own == 0) {
                continue;
            }
            match EXCEPTIONS.iter().find(|(who, whom, _)| (*who, *whom) == (module.as_str(), home))
            {
                Some(exception) => {
                    used.insert(exception);
                }
                None => broken.push(format!(
                    "{}: {module} (floor {own}) imports from {home} (floor {below})",
                    inside.display()
                )),
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let idle: Vec<_> = EXCEPTIONS.iter().filter(|e| !used.contains(e)).collect();
    assert!(idle.is_empty(), "exceptions that nothing needs any more: {idle:?}");
}

#[test]
fn imports_are_found_in_lists_and_paths() {
    let source = "use crate::{Error, time::Instant};\nlet x = crate::geo::wrap(1.0); // crate::no";
    let found = imports(source);
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["Error", "geo", "time"]);
}
