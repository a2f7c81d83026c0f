//! GeoJSON in: what is taken, what is mended with a warning, what is refused and where.

use fieldbeat::geo::{Geometry, MAX_RINGS, MAX_VERTICES};
use fieldbeat::shape::{Reader, Value, json_schema};
use fieldbeat::{Error, ErrorKind, Fence, Shaped};

fn problems(error: &Error) -> Vec<(String, String)> {
    error.problems().iter().map(|p| (p.code.to_string(), p.path.clone())).collect()
}

fn refused(geometry: &str) -> Vec<(String, String)> {
    problems(&Geometry::from_json(geometry).unwrap_err())
}

fn polygon(ring: &str) -> String {
    format!(r#"{{"type": "Polygon", "coordinates": [{ring}]}}"#)
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

#[test]
fn all_problems_come_at_once_with_their_paths() {
    let text = r#"{"geometry": {"type": "Polygon", "coordinates": [
        [[37, 55], [38, 95], ["x", 56], 7, [37]],
        [[1, 1], [2, 2], [1, 1]]
    ]}}"#;
    let mut at = Reader::new();
    let read = at.within("fence", |at| Fence::read(&Value::from_json(text).unwrap(), at));
    let found = problems(&at.finish(read).unwrap_err());
    let path = |rest: &str| format!("$.fence.geometry.coordinates{rest}");
    assert_eq!(
        found,
        [
            ("out_of_range".to_owned(), path("[0][1][1]")),
            ("wrong_type".to_owned(), path("[0][2][0]")),
            ("wrong_type".to_owned(), path("[0][3]")),
            ("wrong_type".to_owned(), path("[0][4]")),
            ("too_few_vertices".to_owned(), path("[1]")),
        ]
    );
}

#[test]
fn only_polygons_are_fences() {
    let typed = |kind: &str| refused(&format!(r#"{{"type": "{kind}", "coordinates": []}}"#));
    assert_eq!(typed("Feature"), one("not_a_geometry", "$.type"));
    assert_eq!(typed("FeatureCollection"), one("not_a_geometry", "$.type"));
    assert_eq!(typed("polygon"), one("unknown_value", "$.type"));
    assert_eq!(typed("Point"), one("unknown_value", "$.type"));
    assert_eq!(typed("Polygon"), one("empty_geometry", "$.coordinates"));
    assert_eq!(refused("{}"), one("missing_key", "$.type"));
    assert_eq!(refused("[1]"), one("wrong_type", "$"));
    assert_eq!(refused(r#"{"type": "Polygon"}"#), one("missing_key", "$.coordinates"));
    assert_eq!(
        refused(r#"{"type": "MultiPolygon", "coordinates": [[]]}"#),
        one("empty_geometry", "$.coordinates[0]")
    );
}

#[test]
fn an_open_ring_is_closed_with_a_warning() {
    let mut at = Reader::new();
    let open = Value::from_json(&polygon("[[0,0],[1,0],[1,1]]")).unwrap();
    let read = Geometry::read(&open, &mut at);
    let (geometry, warnings) = at.finish(read).unwrap();
    assert_eq!(warnings.len(), 1);
    assert_eq!((&*warnings[0].code, &*warnings[0].path), ("ring_unclosed", "$.coordinates[0]"));
    assert_eq!(geometry, Geometry::from_json(&polygon("[[0,0],[1,0],[1,1],[0,0]]")).unwrap());
}

#[test]
fn what_goes_out_is_closed_and_has_no_altitudes() {
    let geometry = Geometry::from_json(&polygon("[[0,0,170],[1,0,171],[1,0],[1,1,4]]")).unwrap();
    assert_eq!(
        geometry.to_json().unwrap(),
        r#"{"type":"Polygon","coordinates":[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]]]}"#
    );
}

/// The unwrapped longitudes of the first ring, and the codes of all warnings.
fn unwrapped(geometry: &str) -> (Vec<f64>, Vec<String>) {
    let mut at = Reader::new();
    let read = Geometry::read(&Value::from_json(geometry).unwrap(), &mut at);
    let (geometry, warnings) = at.finish(read).unwrap();
    let vertices = geometry.polygons()[0][0].vertices();
    let codes = warnings.iter().map(|warning| warning.code.to_string()).collect();
    (vertices.iter().map(|vertex| vertex.lon).collect(), codes)
}

#[test]
fn a_ring_that_jumps_is_taken_the_short_way_with_a_warning() {
    let jumps = vec!["antimeridian_unwrapped".to_owned()];
    let across = polygon("[[170,60],[-170,60],[-170,65],[170,65],[170,60]]");
    assert_eq!(unwrapped(&across), (vec![170.0, 190.0, 190.0, 170.0], jumps.clone()));
    let from_the_east = polygon("[[-170,60],[-170,65],[170,65],[170,60],[-170,60]]");
    assert_eq!(unwrapped(&from_the_east), (vec![190.0, 190.0, 170.0, 170.0], jumps.clone()));
    let on_either_side = polygon("[[178,-16],[180,-16],[-180,-17],[-178,-17],[178,-16]]");
    assert_eq!(unwrapped(&on_either_side), (vec![178.0, 180.0, 180.0, 182.0], jumps));
    let beyond = polygon("[[170,60],[190,60],[190,65],[170,65],[170,60]]");
    assert_eq!(unwrapped(&beyond), (vec![170.0, 190.0, 190.0, 170.0], vec![]));
}

#[test]
fn a_ring_that_ends_a_turn_from_its_start_holds_a_pole() {
    let pole = |ring: &str| {
        let geometry = Geometry::from_json(&polygon(ring)).unwrap();
        geometry.polygons()[0][0].pole()
    };
    assert_eq!(pole("[[-120,-70],[0,-70],[120,-70],[-120,-70]]"), Some(-90.0));
    assert_eq!(pole("[[120,-70],[0,-70],[-120,-70],[120,-70]]"), Some(-90.0));
    assert_eq!(pole("[[-180,0],[-60,70],[60,0],[180,0]]"), Some(90.0));
    assert_eq!(pole("[[10,-70],[0,-70],[12,-75],[10,-70]]"), None);
    assert_eq!(
        unwrapped(&polygon("[[-180,70],[-60,70],[60,75],[180,70]]")),
        (vec![-180.0, -60.0, 60.0], vec![]),
        "closed: its end is its start"
    );
}

#[test]
fn a_ring_around_the_globe_in_both_hemispheres_holds_either_pole() {
    let both = polygon("[[-120,-5],[0,5],[120,-5],[-120,-5]]");
    assert_eq!(refused(&both), one("pole_ambiguous", "$.coordinates[0]"));
    let equator = polygon("[[-120,0],[0,0],[120,0],[-120,0]]");
    assert_eq!(refused(&equator), one("pole_ambiguous", "$.coordinates[0]"));
    let twice = polygon("[[0,80],[120,80],[240,80],[360,70],[480,70],[600,70],[720,80]]");
    assert_eq!(refused(&twice), one("pole_ambiguous", "$.coordinates[0]"));
    let said = polygon("[[-180,-5],[0,5],[180,-5],[180,90],[-180,90],[-180,-5]]");
    assert_eq!(unwrapped(&said).1, Vec::<String>::new());
}

#[test]
fn a_ring_given_beyond_180_degrees_is_the_same_ring() {
    let home = Geometry::from_json(&polygon("[[10,0],[11,0],[11,1],[10,0]]")).unwrap();
    let away = Geometry::from_json(&polygon("[[370,0],[371,0],[371,1],[370,0]]")).unwrap();
    assert_eq!(home, away);
}

#[test]
fn too_large_a_geometry_is_a_limit() {
    let ring = format!("[{}]", vec!["[0,0]"; MAX_VERTICES + 1].join(","));
    let error = Geometry::from_json(&polygon(&ring)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(problems(&error), one("too_many_vertices", "$.coordinates"));
    let rings = vec!["[[0,0],[1,0],[1,1],[0,0]]"; MAX_RINGS + 1].join(",");
    assert_eq!(refused(&polygon(&rings)), one("too_many_rings", "$.coordinates"));
}

#[test]
fn geo_types_are_checked_like_geojson() {
    let square = geo::Rect::new((37.0, 55.0), (38.0, 56.0)).to_polygon();
    assert_eq!(Geometry::try_from(&square).unwrap().polygons()[0][0].vertices().len(), 4);
    let both =
        geo::MultiPolygon(vec![square.clone(), geo::Rect::new((1.0, 95.0), (2.0, 96.0)).into()]);
    let error = Geometry::try_from(&both).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.coordinates[1][0][0][1]");
    let nan = geo::Polygon::new(geo::LineString::from(vec![(0.0, f64::NAN); 3]), vec![]);
    assert_eq!(Geometry::try_from(&nan).unwrap_err().problems()[0].code, "not_finite");
}

#[test]
fn the_schema_tells_polygons_from_multipolygons() {
    let schema = serde_json::to_string(&json_schema(&Fence::shape())).unwrap();
    assert!(schema.contains(r##""$ref":"#/$defs/MultiPolygon""##), "{schema}");
}

#[test]
fn a_ring_that_shrank_to_a_cut_is_far_from_everything() {
    let text = r#"{"type": "Polygon", "coordinates": [[[-180, 80], [-180, -71], [180, -4]]]}"#;
    let fence = fieldbeat::Fence {
        id: None,
        center: None,
        radius_m: None,
        geometry: Some(Geometry::from_json(text).unwrap()),
        tolerance_m: None,
    };
    let fence = fieldbeat::geofence::CompiledFence::new(&fence, &Default::default()).unwrap();
    for lat in [-89.0, 0.0, 55.0] {
        assert!(fence.distance_m(lat, 37.6) > 0.0);
        assert!(fence.distance_m(lat, 37.6).is_finite());
    }
}

#[test]
fn a_longitude_of_a_thousand_turns_is_none() {
    let text = r#"{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1e9, 1]]]}"#;
    let error = Geometry::from_json(text).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((&*problem.code, &*problem.path), ("out_of_range", "$.coordinates[0][2][0]"));
}
