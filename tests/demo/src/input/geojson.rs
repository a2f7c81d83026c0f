//! GeoJSON: sites (polygons, and points with a radius), and the way to drive (a line).

use fieldbeat::Shaped;
use fieldbeat::geo::Path;
use fieldbeat::shape::Value;
use fieldbeat::visit::Site;

use super::{BadRow, Rows, Source, record};

/// The sites of a `FeatureCollection`.
pub(super) fn sites(source: &Source) -> Rows<Site> {
    let mut rows = Rows::default();
    let collection = match Value::from_json(&source.text) {
        Ok(collection) => collection,
        Err(error) => {
            rows.refuse(source.name.clone(), error.to_string());
            return rows;
        }
    };
    let Some(Value::List(features)) = collection.get("features") else {
        rows.refuse(source.name.clone(), "expected a GeoJSON FeatureCollection");
        return rows;
    };
    for (index, feature) in features.iter().enumerate() {
        let place = format!("{}: features[{index}]", source.name);
        match site(feature) {
            Ok(site) => rows.read(place, &site),
            Err(message) => rows.refuse(place, message),
        }
    }
    rows
}

/// The record of a site; what its values are worth, the library says.
fn site(feature: &Value) -> Result<Value, String> {
    let property =
        |key| feature.get("properties").and_then(|p| p.get(key)).cloned().unwrap_or(Value::Null);
    let id = match property("id") {
        Value::Null => feature.get("id").cloned().unwrap_or(Value::Null),
        id => id,
    };
    let id = match id {
        Value::Int(number) => Value::Text(number.to_string()),
        id => id,
    };
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    let shape = match geometry.get("type") {
        Some(Value::Text(kind)) if kind == "Point" => {
            let Some(Value::List(position)) = geometry.get("coordinates") else {
                return Err("a Point needs coordinates".to_owned());
            };
            let [lon, lat, ..] = position.as_slice() else {
                return Err("a Point needs [lon, lat]".to_owned());
            };
            let center = record(vec![("lat", lat.clone()), ("lon", lon.clone())]);
            vec![("center", center), ("radius_m", property("radius_m"))]
        }
        _ => vec![("geometry", geometry.clone())],
    };
    let fence = record([shape, vec![("tolerance_m", property("tolerance_m"))]].concat());
    let attributes = match feature.get("properties") {
        Some(properties @ Value::Map(_)) => properties.clone(),
        _ => Value::Map(Vec::new()),
    };
    Ok(record(vec![("id", id), ("fence", fence), ("attributes", attributes)]))
}

/// A LineString, alone, as a feature, or as the first feature of a collection that is one.
pub(super) fn path(source: &Source) -> Result<Path, BadRow> {
    let fail = |message: String| BadRow { place: source.name.clone(), message };
    let value = Value::from_json(&source.text).map_err(|error| fail(error.to_string()))?;
    let line = line(&value).ok_or_else(|| fail("expected a GeoJSON LineString".to_owned()))?;
    Path::from_value(line).map_err(|error| fail(error.to_string()))
}

fn line(value: &Value) -> Option<&Value> {
    match value.get("type") {
        Some(Value::Text(kind)) if kind == "LineString" => Some(value),
        Some(Value::Text(kind)) if kind == "Feature" => line(value.get("geometry")?),
        Some(Value::Text(kind)) if kind == "FeatureCollection" => match value.get("features") {
            Some(Value::List(features)) => features.iter().find_map(line),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_and_points_are_sites_and_others_are_named() {
        let text = r#"{"type": "FeatureCollection", "features": [
            {"properties": {"id": "a", "name": "Clinic 3", "radius_m": 80},
             "geometry": {"type": "Point", "coordinates": [49.1, 55.8]}},
            {"id": 7, "properties": {},
             "geometry": {"type": "Polygon", "coordinates":
                [[[49.1, 55.8], [49.2, 55.8], [49.2, 55.9], [49.1, 55.8]]]}},
            {"properties": {"id": "c"},
             "geometry": {"type": "Point", "coordinates": [49.1, 95.8]}}
        ]}"#;
        let rows = sites(&Source::embedded("sites.geojson", text));
        let ids: Vec<_> = rows.good.iter().map(|site| site.id.as_str()).collect();
        assert_eq!(ids, ["a", "7"]);
        let bad = rows.bad[0].to_string();
        assert!(bad.starts_with("sites.geojson: features[2]: "), "{bad}");
        assert!(bad.contains("lat: "), "{bad}");
    }

    #[test]
    fn text_that_is_no_geojson_is_one_problem() {
        for text in ["", "{}", "[1, 2"] {
            assert_eq!(sites(&Source::embedded("s.geojson", text)).bad.len(), 1, "{text}");
        }
    }

    #[test]
    fn a_path_is_a_line_alone_or_in_a_feature_or_in_a_collection() {
        let line = r#"{"type": "LineString", "coordinates": [[49.1, 55.8], [49.2, 55.9]]}"#;
        let feature = format!(r#"{{"type": "Feature", "properties": {{}}, "geometry": {line}}}"#);
        let all = format!(r#"{{"type": "FeatureCollection", "features": [{feature}]}}"#);
        for text in [line, &feature, &all] {
            assert_eq!(path(&Source::embedded("p", text)).unwrap().positions().len(), 2, "{text}");
        }
        for text in ["{}", "[1", r#"{"type": "Point", "coordinates": [49.1, 55.8]}"#] {
            assert!(path(&Source::embedded("p", text)).is_err(), "{text}");
        }
    }
}
