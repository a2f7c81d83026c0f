//! Fences with their verdicts, the track and unknown stops, for any map.

use std::io;

use fieldbeat::Shaped;
use serde_json::{Value, json};

use super::map::{Leg, legs};
use super::outline::{Place, rings};
use super::why;
use crate::VerifiedDay;

/// A `FeatureCollection`; colours are those of the page (simplestyle 1.1).
pub(super) fn layers(day: &VerifiedDay) -> io::Result<String> {
    let mut features = Vec::new();
    for run in runs(day) {
        features.push(json!({
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": run},
            "properties": {"kind": "track", "stroke": "#2f6690", "stroke-width": 2},
        }));
    }
    for visit in &day.report.visits {
        let Some(site) = day.input.sites.iter().find(|site| site.id == visit.site) else {
            continue;
        };
        features.push(json!({
            "type": "Feature",
            "geometry": geometry(&site.fence)?,
            "properties": {
                "kind": "visit",
                "plan_id": visit.plan_id,
                "site": visit.site,
                "name": day.site_name(&visit.site),
                "status": visit.status.as_str(),
                "arrival": visit.arrival.as_ref().map(|m| m.t.to_string()),
                "departure": visit.departure.as_ref().map(|m| m.t.to_string()),
                "time_on_site_ms": visit.time_on_site_ms,
                "why": why(day, visit),
                "fill": super::html::colour(visit.status),
                "stroke": super::html::colour(visit.status),
            },
        }));
    }
    for stop in &day.report.unknown_stops {
        if let Some(position) = &stop.position {
            features.push(json!({
                "type": "Feature",
                "geometry": {
                    "type": "Point",
                    "coordinates": [position.lon.get(), position.lat.get()],
                },
                "properties": {
                    "kind": "unknown_stop",
                    "start": stop.start.to_string(),
                    "end": stop.end.to_string(),
                    "duration_ms": stop.duration_ms,
                },
            }));
        }
    }
    // A feature a line: short, and still readable in a diff.
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    Ok(format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}\n", lines.join(",\n")))
}

/// GeoJSON knows no circles: they become polygons.
fn geometry(fence: &fieldbeat::Fence) -> io::Result<Value> {
    match &fence.geometry {
        Some(geometry) => Ok(serde_json::to_value(geometry.to_value())?),
        None => {
            let ring = |ring: Vec<Place>| ring.into_iter().map(position).collect::<Vec<_>>();
            let rings: Vec<_> = rings(fence).into_iter().map(ring).collect();
            Ok(json!({"type": "Polygon", "coordinates": rings}))
        }
    }
}

/// The track without its gaps: a line cannot claim what nobody saw.
fn runs(day: &VerifiedDay) -> Vec<Vec<Value>> {
    let mut runs: Vec<Vec<Value>> = Vec::new();
    let mut open = false;
    for (from, to, leg) in legs(day) {
        let place =
            |fix: &fieldbeat::Fix| position(Place { lat: fix.lat.get(), lon: fix.lon.get() });
        if leg == Leg::Gap {
            open = false;
            continue;
        }
        if !open {
            runs.push(vec![place(from)]);
            open = true;
        }
        if let Some(run) = runs.last_mut() {
            run.push(place(to));
        }
    }
    runs
}

/// To a centimetre.
fn position(place: Place) -> Value {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    json!([round(place.lon), round(place.lat)])
}
