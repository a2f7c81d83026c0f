//! Rings: closed lines on the globe, unwrapped where they cross the antimeridian.

use super::position::wrap_longitude;
use crate::math;
use crate::shape::Reader;

/// A closed line: three or more distinct vertices, the first of which is not repeated at the end.
///
/// No edge but one along a pole runs more than 180 degrees of longitude. A ring around a pole
/// ends a whole turn from where it began: its last edge leads to the first vertex, 360 degrees on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    vertices: Vec<Vertex>,
    /// Degrees of longitude from the start to the end: 0, or 360 east or west around a pole.
    turn: f64,
}

/// A corner of a ring, in degrees.
///
/// The longitude is not wrapped: a ring across the antimeridian runs on beyond 180.
#[derive(Clone, Copy, PartialEq)]
pub struct Vertex {
    /// Longitude.
    pub lon: f64,
    /// Latitude, -90 to 90.
    pub lat: f64,
}

/// Debug output does not tell where a site is.
impl std::fmt::Debug for Vertex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vertex(..)")
    }
}

impl Ring {
    /// The corners, in their given order.
    #[must_use]
    pub fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// The pole that the ring goes around, as a latitude.
    #[must_use]
    pub fn pole(&self) -> Option<f64> {
        let north = self.vertices.iter().any(|vertex| vertex.lat > 0.0);
        (self.turn != 0.0).then_some(if north { 90.0 } else { -90.0 })
    }

    /// The corners and the end, which is the start or a turn from it.
    pub(crate) fn closed(&self) -> impl Iterator<Item = Vertex> {
        self.vertices.iter().copied().chain(self.end())
    }

    fn end(&self) -> Option<Vertex> {
        self.vertices.first().map(|start| start.moved(self.turn))
    }

    /// The edges, the closing one included.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Vertex, Vertex)> {
        let next = self.vertices.iter().skip(1).copied().chain(self.end());
        self.vertices.iter().copied().zip(next)
    }

    /// Degrees from the start to the end, east or west.
    pub(super) fn turn(&self) -> f64 {
        self.turn
    }

    /// The ring through `given`, whether or not the last repeats the first.
    pub(super) fn new(mut given: Vec<Vertex>, at: &mut Reader) -> Option<Self> {
        if let (Some(first), Some(last)) = (given.first(), given.last())
            && first.moved(whole_turns(last.lon - first.lon)) != *last
        {
            at.warning("ring_unclosed", "the ring is not closed; its ends were joined");
            given.push(*first);
        }
        let given = parallels_halved(&given);
        let (mut vertices, jumped) = unwrapped(&given);
        if jumped {
            at.warning(
                "antimeridian_unwrapped",
                "the ring jumps by more than 180 degrees of longitude: \
                 it was taken the short way, across the antimeridian",
            );
        }
        let end = vertices.pop();
        let turn = match (vertices.first(), end) {
            (Some(first), Some(end)) => whole_turns(end.lon - first.lon),
            _ => 0.0,
        };
        vertices.dedup();
        let mut ring = Self { vertices, turn };
        if !ring.has_three_distinct_vertices() {
            return at.problem("too_few_vertices", "a ring needs three distinct positions");
        }
        let (south, north) = ring.span(|vertex| vertex.lat);
        if turn.abs() > 360.0 || (turn != 0.0 && (south < 0.0) == (north > 0.0)) {
            return at.problem(
                "pole_ambiguous",
                "the ring goes around the globe, but not within one hemisphere: \
                 lead it from longitude 180 to the pole that it holds, and back from -180",
            );
        }
        // Its western end comes into [-180, 180).
        let (west, _) = ring.span(|vertex| vertex.lon);
        let home = wrap_longitude(west);
        if home != west {
            for vertex in &mut ring.vertices {
                vertex.lon = home + (vertex.lon - west);
            }
        }
        Some(ring)
    }

    fn has_three_distinct_vertices(&self) -> bool {
        let first = self.vertices.first();
        let second = self.vertices.iter().find(|vertex| Some(*vertex) != first);
        self.vertices.iter().any(|vertex| Some(vertex) != first && Some(vertex) != second)
    }

    /// The least and the greatest of a coordinate.
    fn span(&self, coordinate: fn(&Vertex) -> f64) -> (f64, f64) {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        self.vertices
            .iter()
            .map(coordinate)
            .fold(start, |(least, greatest), x| (math::min(least, x), math::max(greatest, x)))
    }
}

impl Vertex {
    /// The same place `degrees`, a number of whole turns, farther east.
    pub(super) fn moved(self, degrees: f64) -> Self {
        Self { lon: self.lon + degrees, lat: self.lat }
    }
}

/// Whether a step stays at a pole, where longitudes mean nothing.
pub(super) fn is_at_pole(a: &Vertex, b: &Vertex) -> bool {
    a.lat == b.lat && a.lat.abs() == 90.0
}

/// Degrees of the whole turns nearest to `degrees`.
pub(super) fn whole_turns(degrees: f64) -> f64 {
    360.0 * (degrees / 360.0).round()
}

/// `lon` to the next multiple of 2^-42 degrees, 25 nm: a turn more or less is then exact, and
/// areas that share a border agree about it on either side of the antimeridian. For |lon| < 512.
pub(super) fn snapped(lon: f64) -> f64 {
    // Above 1024 an f64 is a multiple of 2^-42.
    const ABOVE: f64 = 1_536.0;
    (lon + ABOVE) - ABOVE
}

/// Every step of more than 180 degrees taken the other way round; and whether there was one.
fn unwrapped(given: &[Vertex]) -> (Vec<Vertex>, bool) {
    let jump = |pair: &[Vertex]| match pair {
        [a, b] if (b.lon - a.lon).abs() > 180.0 && !is_at_pole(a, b) => whole_turns(b.lon - a.lon),
        _ => 0.0,
    };
    if given.windows(2).all(|pair| jump(pair) == 0.0) {
        return (given.to_vec(), false);
    }
    let home = |lon: f64| if lon.abs() > 360.0 { wrap_longitude(lon) } else { lon };
    let given: Vec<Vertex> =
        given.iter().map(|at| Vertex { lon: snapped(home(at.lon)), lat: at.lat }).collect();
    let mut turn = 0.0;
    let jumps = std::iter::once(0.0).chain(given.windows(2).map(jump));
    let moved = given.iter().zip(jumps).map(|(vertex, jump)| {
        turn -= jump;
        vertex.moved(turn)
    });
    (moved.collect(), true)
}

/// The closed line `given` with a vertex more halfway along a side that follows a parallel all
/// the way round between two sides along the antimeridian: the world but for its poles. Without,
/// such a side would be no way at all, and its neighbours one and the same.
fn parallels_halved(given: &[Vertex]) -> Vec<Vertex> {
    let steps = given.len().saturating_sub(1);
    let step = |from: usize| {
        let from = from % steps;
        given
            .get(from)
            .zip(given.get(from + 1))
            .map_or((0.0, 0.0), |(a, b)| (b.lon - a.lon, b.lat - a.lat))
    };
    let mut all = Vec::with_capacity(given.len());
    for (index, vertex) in given.iter().enumerate() {
        all.push(*vertex);
        if index < steps {
            let (east, north) = step(index);
            let sides = step(index + steps - 1).0 == 0.0 && step(index + 1).0 == 0.0;
            if east.abs() == 360.0 && north == 0.0 && vertex.lat.abs() < 90.0 && sides {
                all.push(vertex.moved(east / 2.0));
            }
        }
    }
    all
}
