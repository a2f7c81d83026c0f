//! What comes in: refusals with all their paths, limits, and what an index tells of itself.

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::geofence::{FenceIndex, Fences, IndexPolicy, MAX_FENCES, RepFixes};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{Error, ErrorKind, Fence, Position, StayFixes, StayPolicy, Track, stay_points};

fn circle(lat: f64, lon: f64, radius_m: f64) -> Fence {
    let text = format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius_m}}}"#);
    Fence::from_json(&text).unwrap()
}

fn index(fences: &[Fence]) -> FenceIndex {
    FenceIndex::new(fences, &IndexPolicy::default(), &mut Budget::unlimited()).unwrap()
}

fn problems(error: &Error) -> Vec<(String, String)> {
    error.problems().iter().map(|p| (p.code.to_string(), p.path.clone())).collect()
}

fn listed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}

#[test]
fn all_problems_of_fences_and_policy_come_at_once() {
    let good = circle(1.0, 2.0, 3.0);
    let empty = Fence { center: None, radius_m: None, ..good.clone() };
    let half = Fence { radius_m: None, ..good.clone() };
    let policy = IndexPolicy { version: 2, ..IndexPolicy::default() };
    let refused = FenceIndex::new(&[good, empty, half], &policy, &mut Budget::unlimited());
    let expected = [
        ("unknown_value", "$.policy.version"),
        ("missing_key", "$.fences[1]"),
        ("missing_key", "$.fences[2].radius_m"),
    ];
    assert_eq!(problems(&refused.unwrap_err()), listed(&expected));
}

#[test]
fn points_that_are_none_are_listed_and_nothing_is_answered() {
    let index = index(&[circle(1.0, 2.0, 3.0)]);
    let mut budget = Budget::unlimited();
    let lat = [1.0, f64::NAN, 91.0, 1.0];
    let lon = [2.0, 2.0, 2.0, f64::INFINITY];
    let error = index.containing_many(&lat, &lon, &mut budget).unwrap_err();
    let expected =
        [("not_finite", "$.lat[1]"), ("out_of_range", "$.lat[2]"), ("not_finite", "$.lon[3]")];
    assert_eq!(problems(&error), listed(&expected));

    let error = index.containing_many(&lat, &lon[..3], &mut budget).unwrap_err();
    let expected =
        [("lengths_differ", "$.lon"), ("not_finite", "$.lat[1]"), ("out_of_range", "$.lat[2]")];
    assert_eq!(problems(&error), listed(&expected));

    let error = index.containing_many(&[f64::NAN; 5000], &[0.0; 5000], &mut budget).unwrap_err();
    assert_eq!(error.problems().len(), 1001);

    let error = index.containing(-90.5, f64::NAN).unwrap_err();
    assert_eq!(problems(&error), listed(&[("out_of_range", "$.lat"), ("not_finite", "$.lon")]));
    assert!(index.nearest(f64::INFINITY, 0.0, 1).is_err());
    let mut found = Vec::new();
    index.near(f64::NAN, 0.0, 1e9, &mut found);
    index.near(1.0, 2.0, f64::NAN, &mut found);
    assert_eq!(found, [0]);
}

#[test]
fn a_number_is_refused_in_the_same_words_alone_in_a_record_and_in_a_column() {
    let index = index(&[]);
    for (lat, lon) in [(f64::NAN, f64::INFINITY), (90.5, f64::NAN), (-91.0, -f64::INFINITY)] {
        let words = |error: Error| -> Vec<(String, String)> {
            let told = |p: &fieldbeat::Problem| (p.code.to_string(), p.message.clone());
            error.problems().iter().map(told).collect()
        };
        let place = |lat: Value, lon: Value| {
            Value::Map(vec![("lat".to_owned(), lat), ("lon".to_owned(), lon)])
        };
        let record = Position::from_value(&place(Value::Float(lat), Value::Float(lon)));
        let record = words(record.unwrap_err());
        assert_eq!(record.len(), 2);
        assert_eq!(words(index.containing(lat, lon).unwrap_err()), record);
        let many = index.containing_many(&[lat], &[lon], &mut Budget::unlimited());
        assert_eq!(words(many.unwrap_err()), record);

        let column = |x: f64| Value::Column(vec![x].into());
        let with = |key: &str, cell: Value, columns: &Value| {
            let Value::Map(entries) = columns.clone() else { unreachable!() };
            Value::Map([entries, vec![(key.to_owned(), cell)]].concat())
        };
        let places = place(column(lat), column(lon));
        let circles = with("radius_m", column(9.0), &places);
        assert_eq!(words(Fences::from_value(&circles).unwrap_err()), record);
        let track = with("t", Value::List(vec![Value::Int(0)]), &places);
        assert_eq!(words(Track::from_value(&track).unwrap_err()), record);
        let fixes = StayFixes::from_value(&track).unwrap();
        let stays = stay_points(&fixes, &StayPolicy::default(), &mut Budget::unlimited());
        assert_eq!(words(stays.unwrap_err()), record);
    }
}

#[test]
fn lengths_that_differ_hide_no_bad_cell() {
    let circles = r#"{"lat": [1, 91], "lon": [1], "radius_m": [5, 5, -1]}"#;
    let expected = [
        ("lengths_differ", "$.lon"),
        ("lengths_differ", "$.radius_m"),
        ("out_of_range", "$.lat[1]"),
        ("out_of_range", "$.radius_m[2]"),
    ];
    assert_eq!(problems(&Fences::from_json(circles).unwrap_err()), listed(&expected));

    let track = r#"{"rep": ["a"], "t": [0, "noon"], "lat": [1, 91, 1], "lon": [1, 1],
        "mock": [3], "mark": "in"}"#;
    let expected = [
        ("wrong_type", "$.mark"),
        ("lengths_differ", "$.lat"),
        ("lengths_differ", "$.mock"),
        ("lengths_differ", "$.rep"),
        ("wrong_type", "$.mock[0]"),
        ("invalid_time", "$.t[1]"),
        ("out_of_range", "$.lat[1]"),
    ];
    assert_eq!(problems(&RepFixes::from_json(track).unwrap_err()), listed(&expected));
    // A column that is absent has no cells to be wrong.
    let error = Track::from_json(r#"{"lat": [1, 91], "lon": [1]}"#).unwrap_err();
    let expected = [("missing_key", "$.t"), ("out_of_range", "$.lat[1]")];
    assert_eq!(problems(&error), listed(&expected));

    let stays = r#"{"t": [0, 9e15], "lat": [91], "lon": [1, 1]}"#;
    let stays = StayFixes::from_json(stays);
    assert_eq!(problems(&stays.unwrap_err()), listed(&[("out_of_range", "$.t[1]")]));
    let stays = StayFixes::from_json(r#"{"t": [0, 1], "lat": [91], "lon": [1, 1]}"#).unwrap();
    let error = stay_points(&stays, &StayPolicy::default(), &mut Budget::unlimited());
    let expected = [("lengths_differ", "$.columns.lat"), ("out_of_range", "$.columns.lat[0]")];
    assert_eq!(problems(&error.unwrap_err()), listed(&expected));
}

#[test]
fn one_fence_is_no_list_of_fences() {
    for one in [
        r#"{"center": {"lat": 1, "lon": 2}, "radius_m": 3}"#,
        r#"{"id": "clinic", "geometry": {"type": "Polygon", "coordinates": []}}"#,
    ] {
        let error = Fences::from_json(one).unwrap_err();
        assert_eq!(problems(&error), listed(&[("wrong_type", "$")]));
        assert!(error.to_string().contains("expected a list of fences, or columns, got one fence"));
    }
}

#[test]
fn no_fences_hold_nothing() {
    let index = index(&[]);
    assert!(index.is_empty());
    assert_eq!(index.containing(0.0, 0.0).unwrap(), []);
    assert_eq!(index.nearest(0.0, 0.0, 3).unwrap(), []);
    assert_eq!(FenceIndex::from_bytes(&index.to_bytes()).unwrap().len(), 0);
    assert_eq!((index.id(0), index.fence(0)), (None, None));
}

#[test]
fn too_many_fences_are_a_limit() {
    let fences = vec![circle(1.0, 2.0, 3.0); MAX_FENCES as usize + 1];
    let refused = FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited());
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(problems(&error), listed(&[("too_many_fences", "$.fences")]));
}

#[test]
fn building_and_asking_can_be_cancelled() {
    let fences = vec![circle(1.0, 2.0, 3.0); 100];
    let mut hurry = Budget::on_progress(10, |_| Continue::No);
    let refused = FenceIndex::new(&fences, &IndexPolicy::default(), &mut hurry);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Cancelled);
    let points = vec![1.0; 10_000];
    let mut hurry = Budget::on_progress(10, |_| Continue::No);
    let refused = index(&fences).containing_many(&points, &points, &mut hurry);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Cancelled);
}

#[test]
fn debug_output_tells_no_place() {
    let shown = format!("{:?}", index(&[circle(55.5, 37.5, 3.0)]));
    assert_eq!(shown, "FenceIndex { len: 1, .. }");
}

#[test]
fn an_index_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let index = index(&[circle(55.5, 37.5, 30.0)]);
    shared(&index);
    let found = std::thread::scope(|scope| {
        let ask = || index.containing(55.5, 37.5).unwrap().len();
        [scope.spawn(ask), scope.spawn(ask)].map(|thread| thread.join().unwrap())
    });
    assert_eq!(found, [1, 1]);
}

#[test]
fn a_circle_costs_at_most_160_bytes() {
    let place = |i: u32| (50.0 + f64::from(i / 100) * 0.05, 30.0 + f64::from(i % 100) * 0.1);
    let fences: Vec<Fence> =
        (0..10_000).map(place).map(|(lat, lon)| circle(lat, lon, 150.0)).collect();
    assert!(index(&fences).memory_bytes() <= 160 * 10_000);
}

#[test]
fn a_polygon_of_100_vertices_costs_at_most_4_kilobytes() {
    let polygon = |i: u32| {
        let (lat, lon) = (50.0 + f64::from(i / 10) * 0.05, 30.0 + f64::from(i % 10) * 0.1);
        let corner = |corner: u32| {
            let angle = f64::from(corner) * std::f64::consts::TAU / 100.0;
            // Of three shapes: round, wavy, jagged.
            let arm = 0.005 * (1.0 + 0.1 * f64::from(i % 3) * f64::from(corner % 3));
            format!("[{},{}]", lon + arm * angle.cos(), lat + arm * angle.sin())
        };
        let ring: Vec<String> = (0..=100).map(|n| corner(n % 100)).collect();
        let ring = ring.join(",");
        let text = format!(r#"{{"geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}"#);
        Fence::from_json(&text).unwrap()
    };
    let fences: Vec<Fence> = (0..100).map(polygon).collect();
    assert!(index(&fences).memory_bytes() <= 4096 * 100);
}
