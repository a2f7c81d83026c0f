//! tests/operations.toml, the catalog and the crate root name the same operations.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use fieldbeat::shape::Shape;
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
        .filter(|operation| operation.class.is_none())
        .map(|operation| (operation.name.to_owned(), operation.doc.trim().to_owned()))
        .collect();
    assert_eq!(catalog, promised(), "tests/operations.toml and core/src/catalog/operations");
}

/// What `tests/operations.toml` says of the classes under `key`, as `Class.name`.
fn promised_of_classes(keys: &[&str]) -> BTreeSet<String> {
    let text = std::fs::read_to_string(project().join("tests/operations.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let classes = table["class"].as_array().unwrap();
    let of = |class: &toml::Value| {
        let name = class["name"].as_str().unwrap().to_owned();
        let listed = keys.iter().filter_map(|key| class.get(key)?.as_array());
        let names = listed.flatten().map(|method| method.as_str().unwrap().to_owned());
        names.map(move |method| format!("{name}.{method}")).collect::<Vec<_>>()
    };
    classes.iter().flat_map(of).collect()
}

#[test]
fn the_catalog_has_the_promised_methods_and_no_others() {
    let methods = fieldbeat::catalog::operations()
        .into_iter()
        .filter(|operation| operation.name != "new")
        .filter_map(|operation| {
            Some((format!("{}.{}", operation.class?, operation.name), operation))
        })
        .collect::<Vec<_>>();
    let named = |which: &dyn Fn(&fieldbeat::catalog::Operation) -> bool| -> BTreeSet<String> {
        methods.iter().filter(|(_, o)| which(o)).map(|(name, _)| name.clone()).collect()
    };
    let on_one = |operation: &fieldbeat::catalog::Operation| {
        ((operation.arguments)().fields)().iter().any(|field| field.key == "this")
    };
    assert_eq!(
        named(&|o| on_one(o) && o.form != fieldbeat::catalog::Form::Property),
        promised_of_classes(&["methods"])
    );
    assert_eq!(
        named(&|o| o.form == fieldbeat::catalog::Form::Property),
        promised_of_classes(&["properties"])
    );
    assert_eq!(named(&|o| !on_one(o)), promised_of_classes(&["statics"]));
}

#[test]
fn every_operation_stands_flat_at_the_root_of_the_crate() {
    let root = at_the_root![
        abc,
        anomalies,
        bcg,
        close_period,
        coarsen,
        compare,
        deviation,
        digest,
        distance,
        from_jsonlogic,
        from_query_builder,
        funnel_report,
        leaderboard,
        life_cycle,
        lint,
        matrix_from,
        matrix_of,
        merge_logs,
        merge_scores,
        next_step_audit,
        order_matrix,
        order_plane,
        order_stops,
        period,
        period_of,
        plan_actual,
        presence,
        progress,
        reason_text,
        reconcile,
        redact,
        register_visit,
        retention,
        rfm,
        roll_up,
        schema,
        statistics,
        stay_points,
        suggest_site_position,
        supersede,
        to_jsonlogic,
        to_query_builder,
        trips,
        verify_many,
        verify_plan,
        version,
        waiting,
        worklist,
        xyz,
        zone_table
    ];
    let promised: BTreeSet<String> = promised().into_iter().map(|(name, _)| name).collect();
    let classes = at_the_root![
        Calendar, CaseStore, Condition, FenceIndex, Pipeline, ScoreCard, Segmenter, TourSearch,
        Tracker
    ];
    let promised_classes = promised_of_classes(&["statics"]);
    assert!(
        promised_classes.iter().all(|name| classes.iter().any(|class| name.starts_with(class)))
    );
    assert_eq!(root.map(str::to_owned).into_iter().collect::<BTreeSet<_>>(), promised);
}

/// Reserved in Python 3.11, in JavaScript's modules or in Rust 2024.
const RESERVED: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "arguments",
    "case",
    "catch",
    "const",
    "debugger",
    "default",
    "delete",
    "do",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "function",
    "implements",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "typeof",
    "var",
    "void",
    "Self",
    "abstract",
    "become",
    "box",
    "crate",
    "dyn",
    "extern",
    "final",
    "fn",
    "gen",
    "impl",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "self",
    "struct",
    "trait",
    "type",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
];

/// What is called so all the same, and why.
const CALLED_SO: &[&str] = &[
    // RFC 7946 says so.
    "LineString.type",
    "MultiLineString.type",
    // Named before this test was: another name breaks stored answers.
    "ClientCounts.new",
    "VisitVerdict.override",
];

/// Collects the keys of answers under `shape`. Policies are written as their specification says.
fn keys(shape: &Shape, within: &mut Vec<&'static str>, found: &mut BTreeSet<String>) {
    match shape {
        Shape::Optional(of) | Shape::List(of) | Shape::Dict(of) | Shape::Column(of) => {
            keys(of, within, found);
        }
        Shape::Either { shapes, .. } => {
            shapes.iter().for_each(|shape| keys(shape, within, found));
        }
        Shape::Record(record) if !record.policy && !within.contains(&record.name) => {
            within.push(record.name);
            for field in (record.fields)() {
                found.insert(format!("{}.{}", record.name, field.key));
                keys(&field.shape, within, found);
            }
            within.pop();
        }
        _ => {}
    }
}

#[test]
fn no_name_of_an_operation_an_argument_or_an_answer_is_a_reserved_word() {
    let mut names = BTreeSet::new();
    for operation in fieldbeat::catalog::operations() {
        let class = operation.class.unwrap_or_default();
        // `new` is how a class is made, and `this` is the one that a method is called on.
        if operation.name != "new" {
            names.insert(format!("{class}.{}", operation.name));
        }
        for field in ((operation.arguments)().fields)() {
            if field.key != "this" {
                names.insert(format!("{class}.{}({}", operation.name, field.key));
            }
        }
        keys(&(operation.answer)(), &mut Vec::new(), &mut names);
    }
    assert!(names.contains("Applied.case_after") && names.contains("Pipeline.tick(records"));
    let mut reserved = BTreeSet::new();
    for name in &names {
        let word = name.rsplit(['.', '(']).next().unwrap();
        if RESERVED.contains(&word) {
            reserved.insert(name.as_str());
        }
    }
    assert_eq!(reserved, CALLED_SO.iter().copied().collect());
}

#[test]
fn both_readmes_name_every_kind_of_policy() {
    for readme in ["README.md", "bindings-python/README.md"] {
        let text = std::fs::read_to_string(project().join(readme)).unwrap();
        let row = text.lines().find(|line| line.starts_with("| `schema(kind)`")).unwrap();
        for kind in fieldbeat::catalog::policies() {
            assert!(row.contains(&format!("`{kind}`")), "{readme} does not name {kind}");
        }
    }
}
