//! What the core may take from the `geo` crate: types and the robust kernel.
//!
//! Its measures (haversine, Euclidean length, centroid, geodesic) call the platform's
//! transcendentals, whose bits differ between machines.

use std::path::Path;

const ALLOWED: [&str; 9] = [
    // Our own module, as lib.rs calls it.
    "geo::{Position, distance}",
    "geo::Coord",
    "geo::LineString",
    "geo::MultiPolygon",
    "geo::Polygon",
    "geo::kernels::{Kernel, Orientation, RobustKernel}",
    "geo::Orient",
    "geo::Contains",
    "geo::Intersects",
];

#[test]
fn only_types_and_the_robust_kernel_come_from_geo() {
    let mut forbidden = Vec::new();
    let mut files = 0;
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), &mut |path, text| {
        files += 1;
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for name in names_of_geo(code) {
                if !ALLOWED.iter().any(|allowed| name.starts_with(allowed)) {
                    forbidden.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    });
    assert!(files > 30, "{files} files: is this still the core?");
    assert!(forbidden.is_empty(), "{forbidden:#?}");
}

/// The rest of the line from every `geo::` that is the crate, not our module.
fn names_of_geo(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("geo::").filter_map(|(start, _)| {
        let before = &code[..start];
        let is_path = before.ends_with("::") || before.ends_with(char::is_alphanumeric);
        (!is_path).then(|| &code[start..])
    })
}

#[test]
fn the_search_finds_what_it_forbids() {
    let found: Vec<_> = names_of_geo("use geo::Haversine; crate::geo::distance(a, b)").collect();
    assert_eq!(found, ["geo::Haversine; crate::geo::distance(a, b)"]);
}

fn visit(folder: &Path, see: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, see);
        } else {
            see(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}
