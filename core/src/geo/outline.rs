//! A geometry made ready for fixes: on which side of it a point lies, how far from it, and what
//! of it is near.

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

use super::ellipsoid::{B, E2, RADIANS, sin_cos};
use super::frame::{FRAME_LATITUDE, LocalFrame};
use super::geometry::Geometry;
use super::position::wrap_longitude;
use super::ring::{Ring, Vertex, is_at_pole, snapped, whole_turns};
use crate::math;

/// The boundary of a geometry.
///
/// Seen from a point, it is crossed on the way north along the meridian: this needs no plane, so
/// that rings across the antimeridian and around a pole are like any other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outline {
    geometry: Geometry,
    /// What runs along the antimeridian and is no cut.
    seams: Vec<Side>,
    /// Whether the fill holds the north pole, what runs along it apart.
    holds_north: bool,
    south: f64,
    north: f64,
    /// Whether it goes around a pole or comes near one.
    pub(super) polar: bool,
    area_m2: f64,
}

/// An edge from one vertex to the next.
pub(crate) type Side = (Vertex, Vertex);

/// Where a point lies; exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// Inside by the even-odd rule with half of the boundary: of areas that share an edge, every
    /// point of it is in exactly one.
    pub inside: bool,
    /// On an edge or a vertex.
    pub on_boundary: bool,
}

/// What of an outline is within reach of a point, in metres east and north of it.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    /// A point away from all edges.
    pub reference: Plane,
    /// Whether that point is inside.
    pub reference_inside: bool,
    /// Edges within reach, clipped to a little more than that.
    pub edges: Vec<(Plane, Plane)>,
}

/// Metres east and north.
pub(crate) type Plane = (f64, f64);

impl Outline {
    pub(crate) fn new(geometry: &Geometry) -> Self {
        let area_of = |rings: &Vec<Ring>| {
            let mut areas = rings.iter().map(ring_area);
            let shell = areas.next().unwrap_or(0.0);
            math::max(shell - areas.sum::<f64>(), 0.0)
        };
        let mut outline = Self {
            geometry: geometry.clone(),
            seams: Vec::new(),
            holds_north: false,
            south: 90.0,
            north: -90.0,
            polar: false,
            area_m2: geometry.polygons().iter().map(area_of).sum(),
        };
        // Where an odd number of sides along the antimeridian ends: between the first two of these
        // an odd number runs, and so on. An even number is no boundary: the two of a cut cancel out.
        let mut cuts = Vec::new();
        for ring in geometry.rings() {
            outline.polar |= ring.pole().is_some();
            outline.holds_north ^= ring.pole() == Some(90.0);
            for (a, b) in ring.edges() {
                if is_at_pole(&a, &b) {
                    outline.polar = true;
                    let turns = whole_turns(b.lon - a.lon);
                    outline.holds_north ^= a.lat > 0.0 && math::fmod(turns, 720.0) != 0.0;
                } else if is_along_antimeridian(&homed((a, b))) {
                    toggle(&mut cuts, a.lat);
                    toggle(&mut cuts, b.lat);
                }
            }
        }
        for cut in cuts.chunks_exact(2) {
            if let [from, to] = *cut {
                let end = |lat| Vertex { lon: -180.0, lat };
                outline.seams.push((end(from), end(to)));
            }
        }
        let (mut south, mut north) = (90.0, -90.0);
        for (a, b) in outline.edges() {
            south = math::min(south, math::min(a.lat, b.lat));
            north = math::max(north, math::max(a.lat, b.lat));
        }
        outline.polar |= north > FRAME_LATITUDE || south < -FRAME_LATITUDE;
        Self { south, north, ..outline }
    }

    /// What it was made of.
    #[cfg(feature = "tracker")]
    pub(crate) fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// Bytes of memory that it holds.
    #[cfg(feature = "tracker")]
    pub(crate) fn memory_bytes(&self) -> u64 {
        let rings = self.geometry.polygons().iter().map(|rings| size_of_val(rings.as_slice()));
        let vertices = self.geometry.rings().map(|ring| size_of_val(ring.vertices()));
        let parts = rings.sum::<usize>() + vertices.sum::<usize>();
        let own = size_of::<Self>() + size_of_val(self.geometry.polygons());
        (own + parts + size_of_val(self.seams.as_slice())) as u64
    }

    /// The edges in degrees, not more than 180 of longitude each, the western end within
    /// [-180, 180). What runs along a pole or a cut is none.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Side> {
        let sides = self.geometry.rings().flat_map(Ring::edges).map(homed);
        let edges =
            sides.filter(|side| !is_at_pole(&side.0, &side.1) && !is_along_antimeridian(side));
        edges.chain(self.seams.iter().copied())
    }

    /// Square metres on the ellipsoid: of every polygon its first ring less the others.
    pub(crate) fn area_m2(&self) -> f64 {
        self.area_m2
    }

    /// Whether it goes around a pole or reaches beyond 85 degrees of latitude.
    pub(crate) fn is_polar(&self) -> bool {
        self.polar
    }

    /// Where the point at `lat`, `lon` (degrees, wrapped) lies.
    ///
    /// The half of the boundary that is inside is what a point a hair to the east, and a hair of
    /// that to the north, would be in.
    pub(crate) fn locate(&self, lat: f64, lon: f64) -> Location {
        // At a pole all meridians meet: any one will do, if it is the same for all outlines.
        let at_pole = lat.abs() == 90.0;
        let lon = if at_pole { 0.0 } else { snapped(lon) };
        let point = Vertex { lon: if lon < 180.0 { lon } else { -180.0 }, lat };
        let mut location = Location { inside: self.holds_north, on_boundary: false };
        for side in self.edges() {
            let (crossed, on) = crossed_northward(&side, point);
            location.inside ^= crossed;
            location.on_boundary |= on || at_pole && (side.0.lat == lat || side.1.lat == lat);
        }
        if self.polar {
            // Not even at the pole is a point beyond what runs along it.
            let below = Vertex { lat: 0.0, ..point };
            for (a, b) in self.geometry.rings().flat_map(Ring::edges) {
                let along_pole = is_at_pole(&a, &b) && a.lat > 0.0;
                location.inside ^= along_pole && crossed_northward(&homed((a, b)), below).0;
            }
        }
        location
    }

    /// Metres from the origin of `frame` to the nearest point of the boundary.
    ///
    /// Every edge is measured as in a plane without curvature first, and exactly only where that
    /// could make it the nearest.
    pub(crate) fn distance(&self, frame: &LocalFrame) -> f64 {
        let (lat, lon) = frame.degrees_of_origin();
        let farthest = math::max((self.south - lat).abs(), (self.north - lat).abs());
        let least_share = frame.least_share(farthest);
        let mut nearest2 = f64::INFINITY;
        for edge in self.edges_from(lat, lon) {
            let (t, flat2) = frame.flat_nearest(&edge);
            if flat2 * least_share * least_share < nearest2 {
                nearest2 = math::min(nearest2, frame.curved_distance2(&edge, t));
            }
        }
        nearest2.sqrt()
    }

    /// What is within `reach_m` of the origin of `frame`.
    pub(crate) fn surroundings(&self, frame: &LocalFrame, reach_m: f64) -> Surroundings {
        if let Some(surroundings) = self.surroundings_at_pole(frame, reach_m) {
            return surroundings;
        }
        let (lat, lon) = frame.degrees_of_origin();
        // A little more than the reach, for the curvature within it.
        let half_box = frame.degrees(1.01 * reach_m, 1.01 * reach_m);
        let near = self.edges_from(lat, lon).filter_map(|edge| {
            let (from, to) = edge.clipped(half_box)?;
            let ends = (frame.offset(from.0, from.1), frame.offset(to.0, to.1));
            (segment_distance2((0.0, 0.0), ends) <= reach_m * reach_m).then_some(ends)
        });
        let edges: Vec<_> = near.collect();
        let (x, y) = clearing(&edges, reach_m);
        let (dlat, dlon) = frame.degrees(x, y);
        let dlon = if dlon.abs() < 90.0 { dlon } else { 0.0 };
        Surroundings {
            reference: frame.offset(dlat, dlon),
            reference_inside: self.locate(lat + dlat, wrap_longitude(lon + dlon)).inside,
            edges,
        }
    }

    /// The edges in degrees from a point, the shorter way round to their middles.
    pub(super) fn edges_from(&self, lat: f64, lon: f64) -> impl Iterator<Item = Edge> {
        self.edges().map(move |(a, b)| {
            let dlon = a.lon - lon - whole_turns((a.lon + b.lon) / 2.0 - lon);
            Edge { from: (a.lat - lat, dlon), to: (b.lat - lat, dlon + (b.lon - a.lon)) }
        })
    }
}

/// An edge in degrees of latitude and longitude from a point.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    pub from: (f64, f64),
    pub to: (f64, f64),
}

impl Edge {
    /// The point at `t`, 0 to 1.
    pub(crate) fn at(&self, t: f64) -> (f64, f64) {
        let (dlat, dlon) = self.run();
        (self.from.0 + t * dlat, self.from.1 + t * dlon)
    }

    /// Degrees from its first end to its last.
    pub(crate) fn run(&self) -> (f64, f64) {
        (self.to.0 - self.from.0, self.to.1 - self.from.1)
    }

    /// The part within `half_box` of the origin, if any (Liang, Barsky 1984). Ends inside stay as
    /// they are to the last bit, so that neighbours still meet.
    fn clipped(&self, half_box: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
        let (run_lat, run_lon) = self.run();
        let (mut start, mut end) = (0.0, 1.0);
        for (from, run, half) in
            [(self.from.0, run_lat, half_box.0), (self.from.1, run_lon, half_box.1)]
        {
            if run == 0.0 {
                if from.abs() > half {
                    return None;
                }
                continue;
            }
            let (one, two) = ((-half - from) / run, (half - from) / run);
            let (enter, leave) = if one <= two { (one, two) } else { (two, one) };
            start = math::max(start, enter);
            end = math::min(end, leave);
        }
        if start > end {
            return None;
        }
        let from = if start > 0.0 { self.at(start) } else { self.from };
        let to = if end < 1.0 { self.at(end) } else { self.to };
        Some((from, to))
    }
}

/// Of some points within reach the one farthest from all edges: a bent edge and the straight one
/// that stands for it leave it on the same side.
pub(super) fn clearing(edges: &[(Plane, Plane)], reach_m: f64) -> Plane {
    const TRIES: u32 = 16;
    // Points at this angle from each other lie along no line.
    const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;
    let (mut clearest, mut clearance2) = ((0.0, 0.0), -1.0);
    for index in 1..=TRIES {
        let radius = reach_m * f64::from(index) / f64::from(2 * TRIES);
        let angle = GOLDEN_ANGLE * f64::from(index);
        let point = (radius * math::cos(angle), radius * math::sin(angle));
        let distances = edges.iter().map(|edge| segment_distance2(point, *edge));
        let nearest2 = distances.fold(f64::INFINITY, math::min);
        if nearest2 > clearance2 {
            (clearest, clearance2) = (point, nearest2);
        }
    }
    clearest
}

/// Square of the distance of `point` to a straight segment.
pub(crate) fn segment_distance2(point: Plane, (from, to): (Plane, Plane)) -> f64 {
    let (x, y) = (from.0 - point.0, from.1 - point.1);
    let (run_x, run_y) = (to.0 - from.0, to.1 - from.1);
    let t = along((x, y), (run_x, run_y));
    let (x, y) = (x + t * run_x, y + t * run_y);
    x * x + y * y
}

/// Where on the segment from `from`, `run` long, the origin is nearest: 0 to 1.
pub(crate) fn along(from: Plane, run: Plane) -> f64 {
    let length2 = run.0 * run.0 + run.1 * run.1;
    let t = -(from.0 * run.0 + from.1 * run.1) / length2;
    // A segment without length has NaN here, and any of its points will do.
    if t > 0.0 { math::min(t, 1.0) } else { 0.0 }
}

/// A side moved by whole turns until its western end is within [-180, 180); along a pole, where
/// whole turns more mean nothing, the short way.
fn homed((a, mut b): Side) -> Side {
    if is_at_pole(&a, &b) {
        b = b.moved(-whole_turns(b.lon - a.lon));
    }
    let west = math::min(a.lon, b.lon);
    if (-180.0..180.0).contains(&west) {
        return (a, b);
    }
    let home = -360.0 * ((west + 180.0) / 360.0).floor();
    (a.moved(home), b.moved(home))
}

/// Puts a number in ascending order among others, or takes it out where it is one of them.
fn toggle(all: &mut Vec<f64>, x: f64) {
    let at = all.partition_point(|other| *other < x);
    if all.get(at) == Some(&x) {
        all.remove(at);
    } else {
        all.insert(at, x);
    }
}

fn is_along_antimeridian((a, b): &Side) -> bool {
    a.lon == -180.0 && b.lon == -180.0
}

/// Whether a side is crossed on the way north from a point, and whether the point is on it;
/// exact (Shewchuk 1997).
fn crossed_northward((a, b): &Side, mut point: Vertex) -> (bool, bool) {
    let (west, east) = if a.lon <= b.lon { (a, b) } else { (b, a) };
    let coord = |vertex: &Vertex| Coord { x: snapped(vertex.lon), y: vertex.lat };
    let (west, east) = (coord(west), coord(east));
    if point.lon < west.x {
        point.lon += 360.0;
    }
    if point.lon < west.x || point.lon > east.x || (west.y < point.lat && east.y < point.lat) {
        return (false, false);
    }
    let below = west.y > point.lat && east.y > point.lat;
    let orientation = match below {
        true => Orientation::Clockwise,
        false => RobustKernel::orient2d(west, east, coord(&point)),
    };
    let on = orientation == Orientation::Collinear;
    // A hair east of an edge that rises eastward is below it.
    let below = orientation == Orientation::Clockwise || on && east.y > west.y;
    (below && point.lon < east.x, on)
}

/// Square metres inside a ring: under each edge down to the equator, by Simpson's rule on the
/// authalic latitude. Exact for short edges, within 1 % for edges of 10 degrees.
fn ring_area(ring: &Ring) -> f64 {
    let under = |(a, b): Side| {
        let middle = (a.lat + b.lat) / 2.0;
        let mean = (band(a.lat) + 4.0 * band(middle) + band(b.lat)) / 6.0;
        (b.lon - a.lon) * RADIANS * mean
    };
    // A ring around a pole goes there and back along one meridian.
    let there_and_back = ring.pole().map_or(0.0, |pole| ring.turn() * RADIANS * band(pole));
    (ring.edges().map(under).sum::<f64>() - there_and_back).abs()
}

/// Square metres between the equator and a latitude, for each radian of longitude (Snyder 1987,
/// eq. 3-12).
fn band(lat: f64) -> f64 {
    let e = E2.sqrt();
    let s = sin_cos(lat).0;
    let es = e * s;
    B * B / 2.0 * (s / (1.0 - es * es) + math::ln((1.0 + es) / (1.0 - es)) / (2.0 * e))
}
