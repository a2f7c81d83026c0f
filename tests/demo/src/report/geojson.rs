//! The planned way, excursions from it, the track, trips, fences with their verdicts, stays and
//! anomalies, for any map.

use std::io;

use fieldbeat::{Instant, Shaped};
use serde_json::{Value, json};

use super::map::{Leg, runs};
use super::outline::{Place, rings};
use super::why;
use crate::day::VerifiedDay;

/// Off the planned way; `page.css` has the same.
const OFF: &str = "#f2700d";

/// A `FeatureCollection`; colours are those of the page (simplestyle 1.1).
pub(super) fn layers(day: &VerifiedDay) -> io::Result<String> {
    let mut features = Vec::new();
    if let Some(way) = &day.way {
        let places = way.path.positions().iter().map(Place::of);
        features.push(json!({
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": places.map(position).collect::<Vec<_>>(),
            },
            "properties": {
                "kind": "planned_path",
                "sites": way.stops,
                "corridor_m": way.corridor_m(),
                "coverage_share": way.report.coverage_share.map(|share| share.get()),
                "time_off_ms": way.report.time_off_ms,
                "distance_off_m": way.report.distance_off_m,
                "stroke": "#0f766e",
                "stroke-width": 1,
            },
        }));
    }
    if let Some(order) = &day.order
        && let Some(line) = &order.tour.line
    {
        features.push(json!({
            "type": "Feature",
            "geometry": serde_json::to_value(line.to_value())?,
            "properties": {
                "kind": "shortest_order",
                "length_m": order.tour.length,
                "planned_m": order.planned_m,
                "stroke": "#475569",
                "stroke-width": 1,
            },
        }));
    }
    excursions(day, &mut features);
    for run in runs(day, (Instant::MIN, Instant::MAX), Leg::is_seen) {
        let run: Vec<Value> = run.into_iter().map(position).collect();
        features.push(json!({
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": run},
            "properties": {"kind": "track", "stroke": "#2f6690", "stroke-width": 2},
        }));
    }
    trips(day, &mut features);
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
    stays(day, &mut features);
    anomalies(day, &mut features);
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

/// What was driven off the planned way, and between which moments.
fn excursions(day: &VerifiedDay, features: &mut Vec<Value>) {
    for excursion in day.way.iter().flat_map(|way| &way.report.excursions) {
        features.push(json!({
            "type": "Feature",
            "geometry": lines(day, (excursion.start, excursion.end), Leg::is_believed),
            "properties": {
                "kind": "excursion",
                "start": excursion.start.to_string(),
                "end": excursion.end.to_string(),
                "duration_ms": excursion.duration_ms,
                "distance_m": excursion.distance_m,
                "worst_distance_m": excursion.worst.distance_m,
                "returned": excursion.returned,
                "stroke": OFF,
                "stroke-width": 4,
            },
        }));
    }
}

fn trips(day: &VerifiedDay, features: &mut Vec<Value>) {
    for trip in &day.trips.trips {
        features.push(json!({
            "type": "Feature",
            "geometry": lines(day, (trip.start, trip.end), Leg::is_seen),
            "properties": {
                "kind": "trip",
                "start": trip.start.to_string(),
                "end": trip.end.to_string(),
                "duration_ms": trip.duration_ms,
                "distance_m": trip.distance_m,
                "raw_m": trip.mileage.raw_m,
                "cleaned_m": trip.mileage.cleaned_m,
                "bridged_m": trip.mileage.bridged_m,
                "start_sites": trip.start_sites,
                "end_sites": trip.end_sites,
                "stroke": "#2f6690",
                "stroke-width": 2,
            },
        }));
    }
}

/// All stays that the fixes show; those at unknown places have the letter of the page.
fn stays(day: &VerifiedDay, features: &mut Vec<Value>) {
    let stays = &day.stays;
    let times = stays.t_start.0.iter().zip(stays.t_end.0.iter());
    let medians = stays.median_lat.iter().zip(stays.median_lon.iter());
    for ((start, end), (lat, lon)) in times.zip(medians) {
        let at =
            |ms: i64| Instant::MIN.plus(ms - Instant::MIN.millis() - day.trips.clock_offset_ms);
        let (start, end) = (at(*start), at(*end));
        let is_this = |place: &&crate::places::Place| place.stays.contains(&(start, end));
        let place = day.places.iter().find(is_this);
        features.push(json!({
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": position(Place { lat: *lat, lon: *lon }),
            },
            "properties": {
                "kind": "stay",
                "start": start.to_string(),
                "end": end.to_string(),
                "duration_ms": end.since(start),
                "unknown_place": place.map(|place| place.letter.to_string()),
            },
        }));
    }
}

/// Where the phone was when the track became odd, in the words of the page.
fn anomalies(day: &VerifiedDay, features: &mut Vec<Value>) {
    for anomaly in &day.anomalies.anomalies {
        let during = |fix: &&fieldbeat::Fix| {
            let t = day.time_of(fix);
            anomaly.start <= t && t <= anomaly.end
        };
        let Some(fix) = day.track.fixes().iter().find(during) else { continue };
        features.push(json!({
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": position(Place::of(&fix.position())),
            },
            "properties": {
                "kind": "anomaly",
                "code": anomaly.code,
                "text": super::odd::text(day, anomaly),
                "effect": anomaly.effect.as_str(),
                "start": anomaly.start.to_string(),
                "end": anomaly.end.to_string(),
                "marker-color": super::html::colour(fieldbeat::visit::Status::Suspect),
            },
        }));
    }
}

/// The track between two moments, as far as it is told.
fn lines(day: &VerifiedDay, during: (Instant, Instant), told: fn(Leg) -> bool) -> Value {
    let line = |run: Vec<Place>| run.into_iter().map(position).collect::<Vec<_>>();
    let lines: Vec<_> = runs(day, during, told).into_iter().map(line).collect();
    json!({"type": "MultiLineString", "coordinates": lines})
}

/// To a centimetre.
fn position(place: Place) -> Value {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    json!([round(place.lon), round(place.lat)])
}
