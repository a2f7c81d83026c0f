//! A fence and a policy, compiled into what a fix costs little to be held against.

use std::sync::Arc;

#[cfg(feature = "tracker")]
use super::Fix;
use super::policy::{check_fence, check_presence};
use super::probability::{in_circle, in_half_plane, in_outline};
use super::sure::Sure;
use super::{Boundary, Fence, Metric, PresencePolicy};
use crate::geo::{
    FRAME_LATITUDE, LocalFrame, Outline, Position, distance, haversine, wrap_longitude,
};
use crate::math;
use crate::shape::{Meters, Reader};

/// Circles that reach farther than this many metres, or beyond [`FRAME_LATITUDE`], are measured
/// by the geodesic: the frame's error grows with the cube of the distance.
const FRAME_REACH_M: f64 = 5_000.0;
/// Roughly the metres in a degree of latitude.
const DEGREE_M: f64 = 111_000.0;
/// Half a meridian in metres: no place is farther from any other.
const FARTHEST_M: f64 = 20_003_931.0;
/// Farther than this many sigma from every boundary, a fix is inside or outside for certain.
pub(super) const NEAR_SIGMAS: f64 = 3.5;

/// A fence, its tolerance and a policy: checked and prepared once, held against many fixes.
///
/// It never changes, and may be shared between threads. Copies are cheap: polygons and the policy
/// are shared.
///
/// How distances are measured is a property of the fence, so that nothing jumps between one fix
/// and the next. Circles: in the [`LocalFrame`] at the centre, a few nanoseconds a fix; those of
/// more than 5 km, or that reach beyond 85 degrees of latitude, by the geodesic, less than 1 µs.
/// Polygons: in a frame at the fix, O(vertices); those that go around a pole or reach beyond 85
/// degrees, on the globe, in about 0.2 µs a vertex. `metric: haversine` takes a sphere instead of the
/// ellipsoid: circles are then measured by the haversine, polygons in the sphere's frame.
///
/// # Example
/// ```
/// use fieldbeat::geofence::{CompiledFence, PresenceState};
/// use fieldbeat::{Fence, Fix, PresencePolicy};
///
/// let clinic = Fence::from_json(
///     r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 150}"#,
/// )?;
/// let clinic = CompiledFence::new(&clinic, &PresencePolicy::default())?;
/// let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), 55.7567, 37.6173, 20.0).unwrap();
/// let seen = clinic.observe(&fix);
/// assert_eq!(seen.state, PresenceState::Inside);
/// assert!((seen.distance_m + 49.8).abs() < 0.1);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone)]
pub struct CompiledFence {
    area: Area,
    tolerance_m: f64,
    rules: Arc<Rules>,
}

/// Debug output does not tell where a site is.
impl std::fmt::Debug for CompiledFence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CompiledFence(..)")
    }
}

/// What a fence covers, and how distances to its edge are measured.
#[derive(Clone)]
pub(super) enum Area {
    Circle { radius_m: f64, ruler: Ruler },
    Polygon { outline: Arc<Outline>, spherical: bool },
}

/// How the distance to the centre of a circle is measured.
#[derive(Clone)]
pub(super) enum Ruler {
    Frame(LocalFrame),
    Geodesic(Position),
    Haversine { lat: f64, lon: f64 },
}

/// The policy, with what follows from it.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub policy: PresencePolicy,
    /// Metres of accuracy for one sigma.
    accuracy_per_sigma: f64,
}

/// Where a point lies relative to a fence widened by its tolerance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Metres to the fence's own edge, negative inside.
    pub distance_m: f64,
    /// Whether the point is in the widened fence, boundary as the policy says.
    pub within: bool,
}

impl CompiledFence {
    /// Checks `fence` and `policy` and prepares them. O(vertices).
    ///
    /// # Errors
    /// Everything that reading them would report, where they were built in Rust.
    pub fn new(fence: &Fence, policy: &PresencePolicy) -> crate::Result<Self> {
        let mut at = Reader::new();
        at.within("policy", |at| at.policy(|at| check_presence(policy, at)));
        let compiled = at.within("fence", |at| Self::checked(fence, policy, at));
        at.finish(compiled).map(|(compiled, _)| compiled)
    }

    /// The compiled fence under a policy that was checked before; or its problems.
    pub(crate) fn checked(fence: &Fence, policy: &PresencePolicy, at: &mut Reader) -> Option<Self> {
        check_fence(fence, at);
        Some(Self::of(Area::of(fence, policy.metric)?, fence.tolerance_m, &Rules::of(policy)))
    }

    /// An area, the tolerance of its fence, and the rules for both.
    pub(super) fn of(area: Area, tolerance_m: Option<Meters>, rules: &Arc<Rules>) -> Self {
        let tolerance_m = tolerance_m.unwrap_or(rules.policy.tolerance_m).get();
        Self { area, tolerance_m, rules: Arc::clone(rules) }
    }

    /// The same fence with a tolerance larger by `extra_m` metres; a negative or undefined `extra_m`
    /// is 0.
    #[must_use]
    pub fn widened(&self, extra_m: f64) -> Self {
        Self { tolerance_m: self.tolerance_m + math::max(0.0, extra_m), ..self.clone() }
    }

    /// Metres around the fence that count as inside.
    #[must_use]
    pub fn tolerance_m(&self) -> f64 {
        self.tolerance_m
    }

    /// The radius in metres of the circle, or of one with the polygon's area.
    #[must_use]
    pub fn radius_m(&self) -> f64 {
        match &self.area {
            Area::Circle { radius_m, .. } => *radius_m,
            Area::Polygon { outline, .. } => (outline.area_m2() / std::f64::consts::PI).sqrt(),
        }
    }

    /// Metres from a position in degrees to the fence's own edge, negative inside; the tolerance
    /// plays no part.
    ///
    /// Within 2 mm up to 5 km where |latitude| <= 70 degrees, and 10 cm up to 20 km; several
    /// percent at thousands of kilometres, unless the fence is measured by the geodesic. Polygons
    /// around and near poles: within 3 parts in 100,000 of the geodesic, anywhere. A fence without
    /// any edge, the whole world, has its edge half a meridian away.
    #[must_use]
    pub fn distance_m(&self, lat: f64, lon: f64) -> f64 {
        self.standing(lat, wrap_longitude(lon)).distance_m
    }

    /// One over the radius in metres of the widened fence; 0 for polygons, whose edges are straight.
    #[cfg(feature = "tracker")]
    pub(crate) fn curvature(&self) -> f64 {
        match &self.area {
            Area::Circle { radius_m, .. } => 1.0 / (radius_m + self.tolerance_m),
            Area::Polygon { .. } => 0.0,
        }
    }

    /// One standard deviation of a fix in metres; absent where the fix is too poor to tell.
    #[cfg(feature = "tracker")]
    pub(crate) fn sigma_m(&self, fix: &Fix) -> Option<f64> {
        let policy = &self.rules.policy;
        let accuracy_m = policy.accuracy_of(fix)?;
        (accuracy_m <= policy.max_accuracy_m.get()).then(|| self.sigma_of(accuracy_m))
    }

    /// One standard deviation in metres. A fix that may be half a meridian off may be anywhere:
    /// to be farther off says no less.
    fn sigma_of(&self, accuracy_m: f64) -> f64 {
        math::min(accuracy_m / self.rules.accuracy_per_sigma, FARTHEST_M)
    }

    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    pub(super) fn standing(&self, lat: f64, lon: f64) -> Standing {
        self.area.standing(lat, lon, self.tolerance_m, self.rules.policy.boundary)
    }

    /// A probability on the side of every threshold where the fix's is, if that is plain.
    pub(super) fn surely(&self, sure: &Sure, distance_m: f64, accuracy_m: f64) -> Option<f64> {
        let Area::Circle { radius_m, .. } = &self.area else { return None };
        let sigma = self.sigma_of(accuracy_m);
        sure.probability(
            (self.tolerance_m - distance_m) / sigma,
            sigma / (radius_m + self.tolerance_m),
        )
    }

    /// Probability that the true position is in the widened fence.
    pub(super) fn probability(&self, lat: f64, lon: f64, distance_m: f64, accuracy_m: f64) -> f64 {
        let sigma = self.sigma_of(accuracy_m);
        match &self.area {
            Area::Circle { radius_m, .. } => {
                let to_center = math::max(0.0, distance_m + radius_m);
                in_circle(to_center, radius_m + self.tolerance_m, sigma)
            }
            Area::Polygon { outline, spherical } => {
                let to_edge = self.tolerance_m - distance_m;
                let near = NEAR_SIGMAS * sigma;
                if to_edge.abs() >= near {
                    return if to_edge > 0.0 { 1.0 } else { 0.0 };
                }
                let frame = frame_at(lat, lon, *spherical);
                let surroundings = outline.surroundings(&frame, near + self.tolerance_m);
                match surroundings.edges.as_slice() {
                    // One edge alone has no vertex within reach: a vertex has two edges.
                    [_] => in_half_plane(to_edge, sigma),
                    _ => in_outline(&surroundings, self.tolerance_m, sigma),
                }
            }
        }
    }
}

impl Area {
    fn of(fence: &Fence, metric: Metric) -> Option<Self> {
        match &fence.geometry {
            Some(geometry) => Some(Self::polygon(Arc::new(Outline::new(geometry)), metric)),
            None => Some(Self::circle(fence.center.as_ref()?, fence.radius_m?.get(), metric)),
        }
    }

    pub(super) fn polygon(outline: Arc<Outline>, metric: Metric) -> Self {
        Self::Polygon { outline, spherical: metric == Metric::Haversine }
    }

    pub(super) fn circle(center: &Position, radius_m: f64, metric: Metric) -> Self {
        let (lat, lon) = (center.lat.get(), center.lon.get());
        let reaches_far =
            radius_m > FRAME_REACH_M || lat.abs() + radius_m / DEGREE_M > FRAME_LATITUDE;
        let ruler = match metric {
            Metric::Haversine => Ruler::Haversine { lat, lon },
            Metric::Ellipsoidal if reaches_far => Ruler::Geodesic(center.clone()),
            Metric::Ellipsoidal => Ruler::Frame(LocalFrame::new(center)),
        };
        Self::Circle { radius_m, ruler }
    }

    /// Where a point lies relative to the area widened by `tolerance_m`.
    pub(super) fn standing(
        &self,
        lat: f64,
        lon: f64,
        tolerance_m: f64,
        boundary: Boundary,
    ) -> Standing {
        let closed = boundary == Boundary::Closed;
        let (distance_m, own_half) = match self {
            Self::Circle { radius_m, ruler } => (ruler.metres(lat, lon) - radius_m, false),
            Self::Polygon { outline, spherical } => {
                let location = outline.locate(lat, lon);
                let metres = if location.on_boundary {
                    0.0
                } else {
                    to_outline(outline, lat, lon, *spherical)
                };
                let signed = if location.inside { 0.0 - metres } else { metres };
                (signed, location.inside && tolerance_m == 0.0)
            }
        };
        let excess = distance_m - tolerance_m;
        Standing { distance_m, within: excess < 0.0 || (excess == 0.0 && (closed || own_half)) }
    }
}

impl Ruler {
    fn metres(&self, lat: f64, lon: f64) -> f64 {
        match self {
            Self::Frame(frame) => frame.distance(lat, lon),
            Self::Geodesic(center) => distance(center, &Position::known(lat, lon)),
            Self::Haversine { lat: own_lat, lon: own_lon } => {
                haversine((*own_lat, *own_lon), (lat, lon))
            }
        }
    }
}

impl Rules {
    /// Of a policy that was checked before.
    pub(super) fn of(policy: &PresencePolicy) -> Arc<Self> {
        let accuracy_per_sigma = policy.accuracy_per_sigma();
        Arc::new(Self { policy: policy.clone(), accuracy_per_sigma })
    }
}

/// Metres to the boundary of an outline that a point is not on.
fn to_outline(outline: &Outline, lat: f64, lon: f64, spherical: bool) -> f64 {
    if !outline.is_polar() && lat.abs() <= FRAME_LATITUDE {
        let metres = outline.distance(&frame_at(lat, lon, spherical));
        // A ring may have shrunk to a cut.
        return if metres.is_finite() { metres } else { FARTHEST_M };
    }
    match outline.nearest_point(lat, lon) {
        Some(point) if spherical => haversine((lat, lon), point),
        Some((to_lat, to_lon)) => {
            let nearest = Position::known(to_lat, wrap_longitude(to_lon));
            distance(&Position::known(lat, lon), &nearest)
        }
        None => FARTHEST_M,
    }
}

fn frame_at(lat: f64, lon: f64, spherical: bool) -> LocalFrame {
    if spherical { LocalFrame::spherical(lat, lon) } else { LocalFrame::ellipsoidal(lat, lon) }
}
