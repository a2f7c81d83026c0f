//! The outlines of fences, and metres on a small map.

use fieldbeat::math;
use fieldbeat::shape::Value;
use fieldbeat::visit::Site;
use fieldbeat::{Fence, Position, Shaped};

/// A place in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) lat: f64,
    pub(super) lon: f64,
}

impl Place {
    pub(super) fn of(position: &Position) -> Self {
        Self { lat: position.lat.get(), lon: position.lon.get() }
    }
}

/// The middle of a site.
pub(crate) fn middle(site: &Site) -> Option<Position> {
    let ring: Vec<Place> = rings(&site.fence).into_iter().flatten().collect();
    let count = ring.len() as f64;
    let mean = |of: fn(&Place) -> f64| ring.iter().map(of).sum::<f64>() / count;
    Position::new(mean(|p| p.lat), mean(|p| p.lon)).ok()
}

/// Metres of one degree around a latitude: good enough to draw by, never to judge by.
#[derive(Clone, Copy)]
pub(super) struct Degree {
    pub(super) north_m: f64,
    pub(super) east_m: f64,
}

impl Degree {
    pub(super) fn at(lat: f64) -> Self {
        // The usual series of WGS84, to the metre.
        let angle = lat * std::f64::consts::PI / 180.0;
        Self {
            north_m: 111_132.95 - 559.82 * math::cos(2.0 * angle),
            east_m: 111_412.84 * math::cos(angle) - 93.5 * math::cos(3.0 * angle),
        }
    }
}

/// The rings of a fence: a circle becomes a polygon of 64 corners.
pub(super) fn rings(fence: &Fence) -> Vec<Vec<Place>> {
    if let (Some(center), Some(radius)) = (&fence.center, fence.radius_m) {
        return vec![circle(Place { lat: center.lat.get(), lon: center.lon.get() }, radius.get())];
    }
    let Some(geometry) = &fence.geometry else { return Vec::new() };
    let geometry = geometry.to_value();
    let coordinates = geometry.get("coordinates").cloned().unwrap_or(Value::Null);
    let mut rings = Vec::new();
    gather(&coordinates, &mut rings);
    rings
}

/// A ring is a list of positions; polygons are lists of rings, and multipolygons lists of those.
fn gather(coordinates: &Value, rings: &mut Vec<Vec<Place>>) {
    let Value::List(items) = coordinates else { return };
    let places: Vec<Place> = items.iter().filter_map(place).collect();
    if !places.is_empty() {
        rings.push(places);
    } else {
        items.iter().for_each(|item| gather(item, rings));
    }
}

fn place(value: &Value) -> Option<Place> {
    let number = |value: &Value| match value {
        Value::Float(x) => Some(*x),
        Value::Int(i) => Some(*i as f64),
        _ => None,
    };
    match value {
        Value::List(items) => match items.as_slice() {
            [lon, lat, ..] => Some(Place { lat: number(lat)?, lon: number(lon)? }),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn circle(center: Place, radius_m: f64) -> Vec<Place> {
    const CORNERS: u32 = 64;
    let degree = Degree::at(center.lat);
    let corner = |index: u32| {
        let angle = f64::from(index) / f64::from(CORNERS) * std::f64::consts::TAU;
        Place {
            lat: center.lat + radius_m * math::sin(angle) / degree.north_m,
            lon: center.lon + radius_m * math::cos(angle) / degree.east_m,
        }
    };
    // Closed: the last corner is the first.
    (0..CORNERS).chain([0]).map(corner).collect()
}
