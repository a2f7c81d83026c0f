//! Builds bindings-wasm/pkg: cargo, wasm-bindgen, wasm-opt; and of the whole a single file.
//!
//! `cargo install wasm-bindgen-cli --locked` does not build, so its library is linked here, in
//! exactly the version that the binding is compiled with.

use std::path::Path;

use fieldbeat::math::StableHash;
use wasm_bindgen_cli_support::Bindgen;

use crate::command::Command;
use crate::wasm_stage::parts;
use crate::{Result, panics, place};

/// One folder of bindings-wasm/pkg, or a module that is only weighed.
struct Package {
    folder: &'static str,
    /// What cargo is told besides.
    features: &'static [&'static str],
    /// How it is optimised: "z" is for size, as Cargo.toml says.
    opt_level: &'static str,
    loaded_by: Loader,
}

/// Who fetches the module.
#[derive(Clone, Copy)]
enum Loader {
    /// The generated code, from a URL, bytes or a compiled module.
    Browser,
    /// A bundler that imports WebAssembly as a module.
    Bundler,
}

const PACKAGES: [Package; 8] = [
    Package { folder: "web", features: &[], opt_level: "z", loaded_by: Loader::Browser },
    Package { folder: "bundler", features: &[], opt_level: "z", loaded_by: Loader::Bundler },
    Package {
        folder: "geofence",
        features: &["--no-default-features", "--features", "geofence"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "visit",
        features: &["--no-default-features", "--features", "visit"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "kpi",
        features: &["--no-default-features", "--features", "kpi,lint"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "funnel",
        features: &["--no-default-features", "--features", "funnel,lint"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "segment",
        features: &["--no-default-features", "--features", "segment,lint"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "route",
        features: &["--no-default-features", "--features", "route"],
        // A search is all loops: with "z" it takes 1.9 to 2.9 times as long as in native code, with 3
        // 1.1 to 1.3 times, for 26 KB.
        opt_level: "3",
        loaded_by: Loader::Browser,
    },
];

/// Modules of which nobody is sent one: what the second of two has and the first has not are conditions.
const PARTS: [Package; 4] = [
    Package {
        folder: "calendar",
        features: &["--no-default-features", "--features", "calendar"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "rule",
        features: &["--no-default-features", "--features", "rule"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "visit_calendar",
        features: &["--no-default-features", "--features", "visit,calendar"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
    Package {
        folder: "visit_rule",
        features: &["--no-default-features", "--features", "visit,rule"],
        opt_level: "z",
        loaded_by: Loader::Browser,
    },
];

/// What every browser of the lowest versions in bindings-wasm/README.md has, and nothing more:
/// wasm-opt fails on a module that uses anything else.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What the packages are made of. cargo keeps one set of features of a cdylib, so asking it for
/// two in turn costs a link each time, even where nothing changed.
const SOURCES: [&str; 9] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "bindings-wasm/Cargo.toml",
    "bindings-wasm/src",
    "core",
    "tests/package-lock.json",
    "tests/xtask/src/panics.rs",
    "tests/xtask/src/wasm.rs",
];

/// Builds all packages, unless they are made of the same already; and the single files of them.
pub(crate) fn build() -> Result<()> {
    build_packages(&PACKAGES, &place::inside("bindings-wasm/pkg"), "wasm.stamp")?;
    let script = place::inside("tests/xtask/single.mjs").display().to_string();
    Command::new("node").args([script.as_str()]).run()
}

/// Builds what is only weighed, into the target folder.
pub(crate) fn build_parts() -> Result<()> {
    build_packages(&PARTS, &parts(), "parts.stamp")
}

fn build_packages(packages: &[Package], within: &Path, stamp: &str) -> Result<()> {
    let stamp = place::target().join("xtask").join(stamp);
    let made_of = made_of()?;
    let is_there =
        |package: &Package| within.join(package.folder).join("fieldbeat_bg.wasm").is_file();
    if packages.iter().all(is_there) && std::fs::read_to_string(&stamp).is_ok_and(|t| t == made_of)
    {
        return Ok(());
    }
    packages.iter().try_for_each(|package| build_package(package, &within.join(package.folder)))?;
    std::fs::create_dir_all(stamp.with_file_name(""))?;
    Ok(std::fs::write(stamp, made_of)?)
}

fn made_of() -> Result<String> {
    let compiler = Command::new("rustc").args(["--version", "--verbose"]).quietly()?;
    let mut hash = StableHash::new().text(&compiler.output);
    for source in SOURCES {
        hash = add(hash, &place::inside(source))?;
    }
    Ok(hash.hex())
}

/// Adds a file, or all files of a folder, with their names.
fn add(mut hash: StableHash, path: &Path) -> Result<StableHash> {
    if path.is_file() {
        return Ok(hash.text(&place::shown(path)).bytes(&std::fs::read(path)?));
    }
    let mut paths = std::fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        hash = add(hash, &path)?;
    }
    Ok(hash)
}

fn build_package(package: &Package, folder: &Path) -> Result<()> {
    Command::cargo()
        .args(["build", "--package", "fieldbeat-wasm", "--profile", "wasm"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(package.features)
        .env("CARGO_PROFILE_WASM_OPT_LEVEL", package.opt_level)
        .run()?;
    let compiled = place::target().join("wasm32-unknown-unknown/wasm/fieldbeat_wasm.wasm");
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    bind(&compiled, folder, package.loaded_by)?;
    optimize(&folder.join("fieldbeat_bg.wasm"))
}

/// Writes the module and its JavaScript into `folder`.
fn bind(compiled: &Path, folder: &Path, loader: Loader) -> Result<()> {
    let mut bindgen = Bindgen::new();
    match loader {
        Loader::Browser => bindgen.web(true)?,
        Loader::Bundler => bindgen.bundler(true)?,
    };
    // The package has types of its own; the module stands beside its code.
    let mut bound = bindgen
        .input_path(compiled)
        .out_name("fieldbeat")
        .typescript(false)
        .omit_default_module_path(false)
        .generate_output()?;
    panics::silence(bound.wasm_mut());
    panics::forget_places(bound.wasm_mut());
    bound.emit(folder)?;
    Ok(())
}

/// Makes the module smaller and faster, and takes the names that wasm-bindgen needed.
fn optimize(module: &Path) -> Result<()> {
    let module = module.display().to_string();
    let wasm_opt = place::inside("tests/node_modules/binaryen/bin/wasm-opt").display().to_string();
    Command::new("node")
        .args([wasm_opt.as_str(), "-O3", "--strip-debug", "--strip-producers"])
        // Functions called from one place stay functions: 1 KB less after gzip, and as fast.
        .args(["--one-caller-inline-max-function-size=1"])
        .args(["--strip-target-features"])
        .args(FEATURES)
        .args([module.as_str(), "-o", module.as_str()])
        .run()
}
