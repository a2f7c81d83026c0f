//! What of a fence lies in a rectangle: nothing, part of its boundary, or all of the rectangle in
//! it. Where that is in doubt, it is part of the boundary.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: items refer to members, parts and edges that their own layer holds"
)]

use super::super::Metric;
use super::super::compile::{Area, Ruler};
use super::fences::{Circle, Fences, Form};
use super::grid::Frame;
use super::plan::POLAR_LATITUDE;
use crate::geo::{Outline, Position, distance};
use crate::math;

/// Rectangles are taken as this share of themselves larger on every side: points are rounded into
/// cells.
pub(super) const RIM: f64 = 1e-3;
/// At least so many metres are a degree of a meridian...
const LEAST_METRES: f64 = 110_570.0;
/// ...and at most so many; also of a parallel, times the cosine of its latitude.
pub(super) const MOST_METRES: f64 = 111_700.0;
/// Metres that rounding may take from a distance.
const ROUNDING_M: f64 = 1e-3;

/// A circle by its quick test.
#[derive(Clone, Copy, Debug)]
pub(super) enum Round {
    /// Half axes in degrees. Where the sum of squares of a point's degrees over them differs from
    /// 1 by more than `doubt`, the frame at the centre says the same.
    Ellipse { lat: f64, lon: f64, doubt: f64 },
    /// Measured by the geodesic.
    Geodesic,
}

impl Round {
    pub(super) fn of(circle: &Circle) -> Self {
        let radius_m = circle.radius_m;
        match Area::circle(&circle.center(), radius_m, Metric::Ellipsoidal) {
            Area::Circle { ruler: Ruler::Frame(frame), .. } => {
                let (lat, lon) = frame.degrees(radius_m, radius_m);
                // Up to 1.02 radii away the frame's scales change by this share. Farther north or
                // south a point is outside by its latitude alone.
                let change = 1.0 - frame.least_share(1.02 * lat);
                Self::Ellipse { lat, lon, doubt: 2.2 * change + 2e-6 }
            }
            _ => Self::Geodesic,
        }
    }

    /// Degrees of latitude and longitude from the centre within which the circle lies.
    pub(super) fn half_degrees(&self, circle: &Circle) -> (f64, f64) {
        match self {
            Self::Ellipse { lat, lon, doubt } => ((1.0 + doubt) * lat, (1.0 + doubt) * lon),
            Self::Geodesic => {
                let lat = circle.radius_m / LEAST_METRES;
                let farthest = circle.lat.abs() + lat;
                if farthest > POLAR_LATITUDE {
                    return (lat, 180.0);
                }
                (lat, 1.01 * lat / math::cos(farthest.to_radians()))
            }
        }
    }
}

/// Rows from, columns from, rows, columns; in cells of the layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rect {
    pub south: f64,
    pub west: f64,
    pub height: f64,
    pub width: f64,
}

impl Rect {
    /// The point at shares of height and width.
    pub(super) fn at(&self, (u, v): (f64, f64)) -> Place {
        (self.south + u * self.height, self.west + v * self.width)
    }

    fn rim(&self) -> (Place, Place) {
        (self.at((-RIM, -RIM)), self.at((1.0 + RIM, 1.0 + RIM)))
    }
}

/// Rows and columns from the corner of the layer.
pub(super) type Place = (f64, f64);

/// A fence of a layer.
pub(super) struct Member {
    pub fence: u32,
    pub form: MemberForm,
}

pub(super) enum MemberForm {
    /// Centre and half axes in rows and columns.
    Ellipse {
        center: Place,
        half: Place,
        doubt: f64,
    },
    Geodesic(Circle),
    Polygon,
}

/// A fence in a rectangle that it touches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Index of the [`Member`].
    pub member: u32,
    pub what: What,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// The rectangle lies in the fence.
    Whole,
    /// Only the fence itself can tell.
    Exact,
    /// Part of a circle.
    Part,
    /// Part of a polygon: the index of a [`Clip`].
    Edges(u32),
}

/// The edges of a polygon that touch a rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clip {
    pub first: u32,
    pub end: u32,
    /// A point of the rectangle that is near no edge, and whether it is inside.
    pub seed: Place,
    pub inside: bool,
}

impl Clip {
    pub(super) fn count(&self) -> u32 {
        self.end - self.first
    }
}

/// Two ends, in rows and columns.
pub(super) type Segment = (Place, Place);

/// A layer's fences, and the parts of them at hand.
pub(super) struct Cover<'f> {
    pub frame: Frame,
    pub fences: &'f Fences,
    pub members: Vec<Member>,
    pub clips: Vec<Clip>,
    pub edges: Vec<Segment>,
}

impl<'f> Cover<'f> {
    pub(super) fn new(frame: Frame, fences: &'f Fences, members: &[u32]) -> Self {
        let member = |&fence: &u32| {
            let form = match fences.form(fence)? {
                Form::Polygon(_) => MemberForm::Polygon,
                Form::Circle(circle) => match Round::of(circle) {
                    Round::Geodesic => MemberForm::Geodesic(*circle),
                    Round::Ellipse { lat, lon, doubt } => MemberForm::Ellipse {
                        center: frame.place(circle.lat, circle.lon),
                        half: (lat * frame.rows_per_degree, lon * frame.columns_per_degree),
                        doubt,
                    },
                },
            };
            Some(Member { fence, form })
        };
        let members = members.iter().filter_map(member).collect();
        Self { frame, fences, members, clips: Vec::new(), edges: Vec::new() }
    }

    pub(super) fn outline(&self, member: u32) -> Option<&'f Outline> {
        match self.fences.form(self.members[member as usize].fence)? {
            Form::Polygon(outline) => Some(outline),
            Form::Circle(_) => None,
        }
    }

    /// What of an item, known in a rectangle around it, is in `rect`.
    pub(super) fn narrow(&mut self, item: &Item, rect: &Rect) -> Option<Item> {
        let what = match item.what {
            What::Whole | What::Exact => item.what,
            What::Part => self.circle_in(item.member, rect)?,
            What::Edges(clip) => self.edges_in(clip, rect)?,
        };
        Some(Item { what, ..*item })
    }

    /// What of a circle is in `rect`.
    pub(super) fn circle_in(&self, member: u32, rect: &Rect) -> Option<What> {
        match &self.members[member as usize].form {
            MemberForm::Polygon => None,
            MemberForm::Ellipse { center, half, doubt } => {
                let center = (center.0, self.nearest_turn(center.1, rect));
                let (low, high) = rect.rim();
                let axis = |low: f64, high: f64, center: f64, half: f64| {
                    let (below, above) = (low - center, center - high);
                    let nearest = math::max(0.0, math::max(below, above));
                    let farthest = -math::min(below, above);
                    (nearest / half, farthest / half)
                };
                let (u, v) =
                    (axis(low.0, high.0, center.0, half.0), axis(low.1, high.1, center.1, half.1));
                if u.0 * u.0 + v.0 * v.0 > 1.0 + doubt {
                    return None;
                }
                let whole = u.1 * u.1 + v.1 * v.1 < 1.0 - doubt;
                Some(if whole { What::Whole } else { What::Part })
            }
            MemberForm::Geodesic(circle) => {
                let to_center = self.metres(circle, rect.at((0.5, 0.5)));
                let reach = self.half_diagonal_m(rect) + ROUNDING_M;
                if to_center > circle.radius_m + reach {
                    return None;
                }
                let whole = to_center + reach < circle.radius_m;
                Some(if whole { What::Whole } else { What::Part })
            }
        }
    }

    /// From where to where edges run that are in `rect`, and circles reach.
    pub(super) fn span(&self, items: &[Item], rect: &Rect) -> Segment {
        let (start, end) = rect.rim();
        let (mut low, mut high) = (end, start);
        let mut reach = |from: Place, to: Place| {
            low = (math::min(low.0, from.0), math::min(low.1, from.1));
            high = (math::max(high.0, to.0), math::max(high.1, to.1));
        };
        for item in items {
            match (item.what, &self.members[item.member as usize].form) {
                (What::Edges(clip), _) => {
                    let clip = &self.clips[clip as usize];
                    for (a, b) in &self.edges[clip.first as usize..clip.end as usize] {
                        reach(*a, *a);
                        reach(*b, *b);
                    }
                }
                (What::Part, MemberForm::Ellipse { center: (u, v), half, doubt }) => {
                    let v = self.nearest_turn(*v, rect);
                    let half = ((1.0 + doubt) * half.0, (1.0 + doubt) * half.1);
                    reach((u - half.0, v - half.1), (u + half.0, v + half.1));
                }
                _ => reach(start, end),
            }
        }
        (low, high)
    }

    /// Columns to a centre the shorter way round.
    pub(super) fn nearest_turn(&self, column: f64, rect: &Rect) -> f64 {
        let turn = self.frame.turn();
        let ahead = rect.west + rect.width / 2.0 - column;
        if ahead > turn / 2.0 {
            column + turn
        } else if ahead < -turn / 2.0 {
            column - turn
        } else {
            column
        }
    }

    fn metres(&self, circle: &Circle, place: Place) -> f64 {
        let (lat, lon) = self.frame.degrees(place);
        distance(&circle.center(), &Position::known(lat, lon))
    }

    /// At least the metres from the middle of `rect` to any point of it and its rim: the length of
    /// the line that is straight in degrees.
    fn half_diagonal_m(&self, rect: &Rect) -> f64 {
        let ((south, west), (north, east)) = rect.rim();
        let (south, north) =
            (self.frame.degrees((south, west)).0, self.frame.degrees((north, east)).0);
        let least = if south > 0.0 {
            south
        } else if north < 0.0 {
            -north
        } else {
            0.0
        };
        let lat = (0.5 + RIM) * rect.height / self.frame.rows_per_degree;
        let lon = (0.5 + RIM) * rect.width / self.frame.columns_per_degree;
        let lon = lon * math::cos(least.to_radians());
        MOST_METRES * (lat * lat + lon * lon).sqrt()
    }

    /// What of the polygon of a clip is in `rect`.
    fn edges_in(&mut self, clip: u32, rect: &Rect) -> Option<What> {
        let clip = self.clips[clip as usize];
        let first = self.edges.len() as u32;
        for edge in clip.first..clip.end {
            let edge = self.edges[edge as usize];
            if touches(&edge, rect) {
                self.edges.push(edge);
            }
        }
        let end = self.edges.len() as u32;
        let own = &self.edges[first as usize..];
        let all = &self.edges[clip.first as usize..clip.end as usize];
        // A point that is near no edge, and to which a path leads that passes near no vertex.
        let seed = POINTS.iter().map(|share| rect.at(*share)).find_map(|place| {
            let inside = clip.inside ^ crosses(all, clip.seed, place, rect)?;
            (!is_near(own, place, rect)).then_some((place, inside))
        });
        let Some((seed, inside)) = seed else { return Some(What::Exact) };
        if first == end {
            return inside.then_some(What::Whole);
        }
        self.clips.push(Clip { first, end, seed, inside });
        Some(What::Edges(self.clips.len() as u32 - 1))
    }

    /// The same for the edges from `first` on of an outline, by asking the outline itself.
    pub(super) fn located(&mut self, outline: &Outline, first: u32, rect: &Rect) -> Option<What> {
        let own = &self.edges[first as usize..];
        let seed = POINTS.iter().map(|share| rect.at(*share)).find(|at| !is_near(own, *at, rect));
        let Some(seed) = seed else { return Some(What::Exact) };
        let (lat, lon) = self.frame.degrees(seed);
        let inside = outline.locate(lat, lon).inside;
        if own.is_empty() {
            return inside.then_some(What::Whole);
        }
        self.clips.push(Clip { first, end: self.edges.len() as u32, seed, inside });
        Some(What::Edges(self.clips.len() as u32 - 1))
    }
}

/// Where in a rectangle a point without edges is looked for.
const POINTS: [(f64, f64); 8] = [
    (0.5, 0.5),
    (0.271, 0.618),
    (0.733, 0.354),
    (0.618, 0.853),
    (0.147, 0.229),
    (0.853, 0.707),
    (0.391, 0.077),
    (0.929, 0.141),
];
/// Points are that share of a rectangle away from edges, at least.
const CLEAR: f64 = 1e-3;

/// Whether the segment touches the rectangle or its rim; true when in doubt.
pub(super) fn touches(edge: &Segment, rect: &Rect) -> bool {
    let (low, high) = rect.rim();
    let (a, b) = edge;
    if math::max(a.0, b.0) < low.0
        || math::min(a.0, b.0) > high.0
        || math::max(a.1, b.1) < low.1
        || math::min(a.1, b.1) > high.1
    {
        return false;
    }
    // All corners on one side of its line. The rim is a thousand times wider than rounding.
    let (run_u, run_v) = (b.0 - a.0, b.1 - a.1);
    let side = |u: f64, v: f64| (v - a.1) * run_u - (u - a.0) * run_v;
    let sides =
        [side(low.0, low.1), side(low.0, high.1), side(high.0, low.1), side(high.0, high.1)];
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

/// Whether a point lies within [`CLEAR`] of an edge.
fn is_near(edges: &[Segment], (u, v): Place, rect: &Rect) -> bool {
    let (clear_u, clear_v) = (CLEAR * rect.height, CLEAR * rect.width);
    edges.iter().any(|(a, b)| {
        if math::min(a.0, b.0) - u > clear_u
            || u - math::max(a.0, b.0) > clear_u
            || math::min(a.1, b.1) - v > clear_v
            || v - math::max(a.1, b.1) > clear_v
        {
            return false;
        }
        let scaled = |end: &Place| ((end.0 - u) / clear_u, (end.1 - v) / clear_v);
        crate::geo::segment_distance2((0.0, 0.0), (scaled(a), scaled(b))) < 1.0
    })
}

/// Whether an odd number of edges is crossed on the way from `from` to `to`, first along the
/// column, then along the row; nothing, when the way passes too near to the end of an edge.
fn crosses(edges: &[Segment], from: Place, to: Place, rect: &Rect) -> Option<bool> {
    let corner = (to.0, from.1);
    if is_near(edges, corner, rect) {
        return None;
    }
    let mut odd = false;
    for &(a, b) in edges {
        if (a.1 < from.1) != (b.1 < from.1) {
            let at = a.0 + (from.1 - a.1) / (b.1 - a.1) * (b.0 - a.0);
            odd ^= (at < from.0) != (at < corner.0);
        }
        if (a.0 < to.0) != (b.0 < to.0) {
            let at = a.1 + (to.0 - a.0) / (b.0 - a.0) * (b.1 - a.1);
            odd ^= (at < corner.1) != (at < to.1);
        }
    }
    Some(odd)
}
