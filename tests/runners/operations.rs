//! tests/operations.toml, the catalog and the crate root name the same operations.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use fieldbeat_tests::project;

/// Names every operation at the crate's root: one that is missing there does not compile.
macro_rules! at_the_root {
    ($($name:ident),* $(,)?) => {{
        $( #[allow(unused_imports, reason = "that it resolves is the test")]
           use fieldbeat::$name as _; )*
        [$(stringify!($name)),*]
    }};
}

fn promised() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(project().join("tests/operations.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let field = |operation: &toml::Value, key: &str| operation[key].as_str().unwrap().to_owned();
    let operations = table["operation"].as_array().unwrap();
    operations.iter().map(|o| (field(o, "name"), field(o, "doc"))).collect()
}

#[test]
fn the_catalog_has_what_is_promised_and_nothing_else() {
    let catalog: Vec<(String, String)> = fieldbeat::catalog::operations()
        .iter()
        .map(|operation| (operation.name.to_owned(), operation.doc.trim().to_owned()))
        .collect();
    assert_eq!(catalog, promised(), "tests/operations.toml and core/src/catalog/operations.rs");
}

#[test]
fn every_operation_stands_flat_at_the_root_of_the_crate() {
    let root = at_the_root![
        anomalies,
        coarsen,
        deviation,
        digest,
        distance,
        presence,
        reason_text,
        redact,
        register_visit,
        retention,
        schema,
        suggest_site_position,
        trips,
        verify_plan,
        version
    ];
    let promised: BTreeSet<String> = promised().into_iter().map(|(name, _)| name).collect();
    assert_eq!(root.map(str::to_owned).into_iter().collect::<BTreeSet<_>>(), promised);
}
