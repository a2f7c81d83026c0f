//! geo-index and rstar over bounding boxes, with an exact test behind.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a peer is written as its users would, and refers to fences that it was given"
)]

use fieldbeat_benches::workload::{Shape, Workload};
use geo::algorithm::indexed::IntervalTreeMultiPolygon;
use geo::{Contains, Intersects, LineString, MonotonicPolygons, MultiPolygon, Polygon};
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};
use rstar::primitives::{GeomWithData, Rectangle};

/// What a bounding box leaves open.
enum Test {
    Circle(Frame),
    Polygon(Polygon<f64>),
    Monotone(MonotonicPolygons<f64>),
    IntervalTree(IntervalTreeMultiPolygon<f64>),
}

/// What geo makes of a polygon before points are held against it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Prepared {
    /// Nothing: all edges are looked at.
    Not,
    /// Parts between an upper and a lower chain, in which edges are found by halving.
    Monotone,
    /// A tree of the latitudes that edges span. What it holds excludes the boundary, on which no
    /// point of a workload lies.
    IntervalTree,
}

/// The mid-latitude formula on the WGS84 ellipsoid, as `fieldbeat::geo::LocalFrame` has it.
struct Frame {
    lat: f64,
    lon: f64,
    east: (f64, f64),
    north: (f64, f64),
    radius_m: f64,
}

impl Test {
    /// The test, and the box: west, south, east, north.
    fn of(shape: &Shape, prepared: Prepared) -> (Self, [f64; 4]) {
        if shape.corners.is_empty() {
            let frame = Frame::of(shape);
            // A millionth more, lest the box be narrower than the circle.
            let reach = 1.000_1 * shape.radius_m;
            let (dlat, dlon) = (reach / frame.north.0, reach / frame.east.0);
            let (lat, lon) = (shape.lat, shape.lon);
            return (Self::Circle(frame), [lon - dlon, lat - dlat, lon + dlon, lat + dlat]);
        }
        let ring: LineString<f64> = shape.corners.iter().copied().collect();
        let mut all = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [west, south, east, north] = &mut all;
        for [lon, lat] in &shape.corners {
            (*west, *south) = (west.min(*lon), south.min(*lat));
            (*east, *north) = (east.max(*lon), north.max(*lat));
        }
        let polygon = Polygon::new(ring, Vec::new());
        let test = match prepared {
            Prepared::Not => Self::Polygon(polygon),
            Prepared::Monotone => Self::Monotone(polygon.into()),
            Prepared::IntervalTree => {
                Self::IntervalTree(IntervalTreeMultiPolygon::new(&MultiPolygon::new(vec![polygon])))
            }
        };
        (test, all)
    }

    fn holds(&self, lat: f64, lon: f64) -> bool {
        match self {
            Self::Circle(frame) => {
                let (dlat, dlon) = (lat - frame.lat, lon - frame.lon);
                let x = (frame.east.0 + frame.east.1 * dlat) * dlon;
                let y = (frame.north.0 + frame.north.1 * dlat) * dlat;
                (x * x + y * y).sqrt() <= frame.radius_m
            }
            Self::Polygon(polygon) => polygon.intersects(&geo::Coord { x: lon, y: lat }),
            Self::Monotone(parts) => parts.intersects(&geo::Coord { x: lon, y: lat }),
            Self::IntervalTree(tree) => tree.contains(&geo::Coord { x: lon, y: lat }),
        }
    }
}

impl Frame {
    fn of(shape: &Shape) -> Self {
        const A: f64 = 6_378_137.0;
        const F: f64 = 1.0 / 298.257_223_563;
        const E2: f64 = F * (2.0 - F);
        const DEGREE: f64 = std::f64::consts::PI / 180.0;
        let (s, c) = shape.lat.to_radians().sin_cos();
        let w2 = 1.0 - E2 * s * s;
        let prime = A / w2.sqrt();
        let meridian = prime * (1.0 - E2) / w2;
        let half = DEGREE * DEGREE / 2.0;
        Self {
            lat: shape.lat,
            lon: shape.lon,
            east: (prime * c * DEGREE, -meridian * s * half),
            north: (meridian * DEGREE, 3.0 * E2 * s * c * meridian / w2 * half),
            radius_m: shape.radius_m,
        }
    }
}

/// geo-index: a packed Hilbert R-tree.
pub(crate) struct Packed {
    tree: RTree<f64>,
    tests: Vec<Test>,
}

impl Packed {
    pub(crate) fn new(workload: &Workload, prepared: Prepared) -> Self {
        let mut builder = RTreeBuilder::<f64>::new(workload.shapes.len() as u32);
        let mut tests = Vec::new();
        for shape in &workload.shapes {
            let (test, [west, south, east, north]) = Test::of(shape, prepared);
            builder.add(west, south, east, north);
            tests.push(test);
        }
        Self { tree: builder.finish::<HilbertSort>(), tests }
    }

    pub(crate) fn pairs(&self, workload: &Workload) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (point, (lat, lon)) in (0..).zip(workload.lat.iter().zip(&workload.lon)) {
            let candidates = self.tree.search(*lon, *lat, *lon, *lat);
            let holds = |fence: &u32| self.tests[*fence as usize].holds(*lat, *lon);
            pairs.extend(candidates.into_iter().filter(holds).map(|fence| (point, fence)));
        }
        pairs
    }
}

/// rstar: an R*-tree, loaded in bulk.
pub(crate) struct Tree {
    tree: rstar::RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    tests: Vec<Test>,
}

impl Tree {
    pub(crate) fn new(workload: &Workload, prepared: Prepared) -> Self {
        let mut boxes = Vec::new();
        let mut tests = Vec::new();
        for (fence, shape) in (0..).zip(&workload.shapes) {
            let (test, [west, south, east, north]) = Test::of(shape, prepared);
            let corners = Rectangle::from_corners([west, south], [east, north]);
            boxes.push(GeomWithData::new(corners, fence));
            tests.push(test);
        }
        Self { tree: rstar::RTree::bulk_load(boxes), tests }
    }

    pub(crate) fn pairs(&self, workload: &Workload) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (point, (lat, lon)) in (0..).zip(workload.lat.iter().zip(&workload.lon)) {
            let candidates = self.tree.locate_all_at_point(&[*lon, *lat]);
            let holds = |fence: &u32| self.tests[*fence as usize].holds(*lat, *lon);
            pairs.extend(
                candidates.map(|found| found.data).filter(holds).map(|fence| (point, fence)),
            );
        }
        pairs
    }
}
