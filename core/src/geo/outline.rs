//! A geometry made ready for fixes: on which side of it a point lies, how far from it, and what
//! of it is near.

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

use super::ellipsoid::{B, E2, RADIANS, sin_cos};
use super::frame::LocalFrame;
use super::geometry::{Geometry, Ring, Vertex};
use crate::math;

/// The boundary of a geometry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outline {
    geometry: Geometry,
    boxes: Vec<Extent>,
    area_m2: f64,
}

/// The degrees that a ring spans.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Extent {
    south: f64,
    north: f64,
    west: f64,
}

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
    /// A point near the origin, on no edge.
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
        let boxes = geometry.rings().map(Extent::of).collect();
        let area_of = |rings: &Vec<Ring>| {
            let mut areas = rings.iter().map(ring_area);
            let shell = areas.next().unwrap_or(0.0);
            math::max(shell - areas.sum::<f64>(), 0.0)
        };
        let area_m2 = geometry.polygons().iter().map(area_of).sum();
        Self { geometry: geometry.clone(), boxes, area_m2 }
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
        (own + parts + size_of_val(self.boxes.as_slice())) as u64
    }

    /// The edges in degrees; along a ring longitudes are continuous, and may leave [-180, 180).
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&Vertex, &Vertex)> {
        self.geometry.rings().flat_map(Ring::edges)
    }

    /// Square metres on the ellipsoid: of every polygon its first ring less the others.
    pub(crate) fn area_m2(&self) -> f64 {
        self.area_m2
    }

    /// Where the point at `lat`, `lon` (degrees, wrapped) lies.
    pub(crate) fn locate(&self, lat: f64, lon: f64) -> Location {
        let mut location = Location { inside: false, on_boundary: false };
        for (ring, extent) in self.geometry.rings().zip(&self.boxes) {
            if lat < extent.south || lat > extent.north {
                continue;
            }
            let point = Vertex { lat, lon: if lon < extent.west { lon + 360.0 } else { lon } };
            for (a, b) in ring.edges() {
                match pass(a, b, &point) {
                    Pass::West => location.inside = !location.inside,
                    Pass::On => location.on_boundary = true,
                    Pass::No => {}
                }
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
        let reach =
            |extent: &Extent| math::max((extent.south - lat).abs(), (extent.north - lat).abs());
        let farthest = self.boxes.iter().map(reach).fold(0.0, math::max);
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
        let (lat, lon) = frame.degrees_of_origin();
        // A little more than the reach, for the curvature within it.
        let half_box = frame.degrees(1.01 * reach_m, 1.01 * reach_m);
        let edges = self.edges_from(lat, lon).filter_map(|edge| {
            let (from, to) = edge.clipped(half_box)?;
            let ends = (frame.offset(from.0, from.1), frame.offset(to.0, to.1));
            (segment_distance2((0.0, 0.0), ends) <= reach_m * reach_m).then_some(ends)
        });
        // A direction that no surveyor chose, lest the reference lie on an edge through the point.
        let step = 1e-3 * reach_m;
        let (dlat, dlon) = frame.degrees(0.841_470_985 * step, 0.540_302_306 * step);
        let dlon = if dlon.abs() < 90.0 { dlon } else { 0.0 };
        let reference_lon = super::position::wrap_longitude(lon + dlon);
        Surroundings {
            reference: frame.offset(dlat, dlon),
            reference_inside: self.locate(lat + dlat, reference_lon).inside,
            edges: edges.collect(),
        }
    }

    /// The edges in degrees from a point, the shorter way round.
    fn edges_from(&self, lat: f64, lon: f64) -> impl Iterator<Item = Edge> {
        self.edges().map(move |(a, b)| {
            let mut dlon = a.lon - lon;
            // Vertices lie within [-180, 540): two turns bring any difference home.
            for _ in 0..2 {
                dlon -= if dlon > 180.0 { 360.0 } else { 0.0 };
            }
            dlon += if dlon < -180.0 { 360.0 } else { 0.0 };
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

enum Pass {
    /// The edge is not passed on the way east.
    No,
    /// The point is west of the edge.
    West,
    /// The point is on the edge.
    On,
}

/// How a point lies to an edge, seen to the east; exact (Shewchuk 1997).
fn pass(a: &Vertex, b: &Vertex, point: &Vertex) -> Pass {
    // A vertex is on both of its edges, and west of neither.
    if point == a || point == b {
        return Pass::On;
    }
    if (a.lat > point.lat) == (b.lat > point.lat) {
        let level = a.lat == point.lat && b.lat == point.lat;
        let between = (a.lon < point.lon) != (b.lon < point.lon);
        return if level && between { Pass::On } else { Pass::No };
    }
    let (south, north) = if a.lat < b.lat { (a, b) } else { (b, a) };
    if point.lon < math::min(a.lon, b.lon) {
        return Pass::West;
    }
    if point.lon > math::max(a.lon, b.lon) {
        return Pass::No;
    }
    let coord = |vertex: &Vertex| Coord { x: vertex.lon, y: vertex.lat };
    match RobustKernel::orient2d(coord(south), coord(north), coord(point)) {
        Orientation::CounterClockwise => Pass::West,
        Orientation::Collinear => Pass::On,
        Orientation::Clockwise => Pass::No,
    }
}

impl Extent {
    fn of(ring: &Ring) -> Self {
        let mut extent =
            Self { south: f64::INFINITY, north: f64::NEG_INFINITY, west: f64::INFINITY };
        for vertex in ring.vertices() {
            extent.south = math::min(extent.south, vertex.lat);
            extent.north = math::max(extent.north, vertex.lat);
            extent.west = math::min(extent.west, vertex.lon);
        }
        extent
    }
}

/// Square metres inside a ring: under each edge down to the equator, by Simpson's rule on the
/// authalic latitude. Exact for short edges, within 1 % for edges of 10 degrees.
fn ring_area(ring: &Ring) -> f64 {
    let under = |(a, b): (&Vertex, &Vertex)| {
        let middle = (a.lat + b.lat) / 2.0;
        let mean = (band(a.lat) + 4.0 * band(middle) + band(b.lat)) / 6.0;
        (b.lon - a.lon) * RADIANS * mean
    };
    ring.edges().map(under).sum::<f64>().abs()
}

/// Square metres between the equator and a latitude, for each radian of longitude (Snyder 1987,
/// eq. 3-12).
fn band(lat: f64) -> f64 {
    let e = E2.sqrt();
    let s = sin_cos(lat).0;
    let es = e * s;
    B * B / 2.0 * (s / (1.0 - es * es) + math::ln((1.0 + es) / (1.0 - es)) / (2.0 * e))
}
