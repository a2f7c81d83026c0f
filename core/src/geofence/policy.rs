//! What a fence is, and how presence in it is decided.

#[cfg(feature = "tracker")]
use super::probability::normal_quantile;
#[cfg(feature = "tracker")]
use super::{Accuracy, Fix};
use crate::geo::{Geometry, Position};
use crate::math;
use crate::shape::{Meters, Reader, Share, codes, number, record};
#[cfg(feature = "tracker")]
use crate::time::Span;

record! {
    /// An area that counts as being there: a circle (`center` and `radius_m`) or a polygon
    /// (`geometry`).
    pub struct Fence: data check check_fence {
        /// Identifier, where the fence stands on its own.
        pub id: Option<String>,
        /// Centre of the circle.
        pub center: Option<Position>,
        /// Radius of the circle in metres, above 0.
        pub radius_m: Option<Radius>,
        /// GeoJSON Polygon or MultiPolygon.
        pub geometry: Option<Geometry>,
        /// Metres around the fence that count as inside, for imprecise addresses; else the
        /// policy's.
        pub tolerance_m: Option<Meters>,
    }
}

number! {
    /// The radius of a circle in metres: above 0, at most 1,000 km.
    pub struct Radius(above 0.0, max 1e6)
}

pub(super) fn check_fence(fence: &Fence, at: &mut Reader) {
    match (&fence.center, &fence.radius_m, &fence.geometry) {
        (Some(_), Some(_), None) | (None, None, Some(_)) => {}
        (None, None, None) => {
            at.problem::<()>(
                "missing_key",
                "a fence needs \"center\" and \"radius_m\", or \"geometry\"",
            );
        }
        (_, _, Some(_)) => {
            at.problem::<()>("ambiguous_fence", "a fence is a circle or a polygon, not both");
        }
        (Some(_), None, None) => {
            at.within("radius_m", |at| at.problem::<()>("missing_key", "\"radius_m\" is required"));
        }
        (None, Some(_), None) => {
            at.within("center", |at| at.problem::<()>("missing_key", "\"center\" is required"));
        }
    }
}

codes! {
    /// How presence is decided.
    pub enum Model {
        /// By the probability that the true position is inside.
        Probability = "probability",
        /// By the reported position plus or minus its accuracy.
        Margin = "margin",
    }
}

codes! {
    /// How distances are measured.
    pub enum Metric {
        /// On the WGS84 ellipsoid.
        Ellipsoidal = "ellipsoidal",
        /// On a sphere, up to 0.56 % off, for agreement with other systems. Polygons are measured
        /// in the plane that touches the sphere at the fix.
        Haversine = "haversine",
    }
}

codes! {
    /// Whether the boundary itself is inside.
    pub enum Boundary {
        /// It is.
        Closed = "closed",
        /// Half of it is, so that every point is in exactly one of two adjacent polygons; the
        /// edge of a circle, or of a fence widened by a tolerance, is then outside.
        HalfOpen = "half_open",
    }
}

record! {
    /// How one fix is held against one fence.
    pub struct PresencePolicy: policy check check_presence {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// How presence is decided.
        pub model: Model = Model::Probability,
        /// How distances are measured.
        pub metric: Metric = Metric::Ellipsoidal,
        /// Whether the boundary is inside.
        pub boundary: Boundary = Boundary::Closed,
        /// Metres around every fence that count as inside, unless the fence says otherwise.
        pub tolerance_m: Meters = Meters::known(0.0),
        /// Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.
        pub accuracy_percentile: Percentile = Percentile::known(0.68),
        /// Better accuracies than this many metres are not believed.
        pub accuracy_floor_m: Meters = Meters::known(5.0),
        /// Worse accuracies than this many metres prove no presence.
        pub max_accuracy_m: Meters = Meters::known(100.0),
        /// Metres assumed where a fix has no accuracy; without it such a fix is uncertain.
        pub default_accuracy_m: Option<Radius> = None,
        /// From this probability on a fix is inside.
        pub inside_probability: Share = Share::known(0.85),
        /// Up to this probability a fix is outside.
        pub outside_probability: Share = Share::known(0.15),
    }
}

number! {
    /// A share strictly between 0 and 1, at most 0.9999.
    pub struct Percentile(above 0.0, max 0.9999)
}

impl PresencePolicy {
    /// Metres of accuracy for one standard deviation.
    ///
    /// The radius that holds a share p of a round Gaussian (Rayleigh) is sigma sqrt(-2 ln(1 - p)).
    pub(crate) fn accuracy_per_sigma(&self) -> f64 {
        (-2.0 * math::ln(1.0 - self.accuracy_percentile.get())).sqrt()
    }

    /// The accuracy of a fix in metres that counts: given or assumed, and not below the floor.
    #[cfg(feature = "tracker")]
    pub(crate) fn accuracy_of(&self, fix: &Fix) -> Option<f64> {
        let given = match (fix.accuracy_m, self.default_accuracy_m) {
            (Accuracy::Missing, Some(assumed)) => Some(assumed.get()),
            (accuracy, _) => accuracy.radius(),
        }?;
        Some(math::max(given, self.accuracy_floor_m.get()))
    }

    /// So many standard deviations inside a straight edge a fix is just inside; 0 under `margin`.
    #[cfg(feature = "tracker")]
    pub(crate) fn inside_sigmas(&self) -> f64 {
        match self.model {
            Model::Probability => normal_quantile(self.inside_probability.get()),
            Model::Margin => 0.0,
        }
    }
}

pub(crate) fn check_presence(policy: &PresencePolicy, at: &mut Reader) {
    check_version(policy.version, at);
    if policy.outside_probability >= policy.inside_probability {
        at.within("outside_probability", |at| {
            at.problem::<()>("out_of_range", "must be below inside_probability");
        });
    }
    if policy.accuracy_floor_m > policy.max_accuracy_m {
        at.within("accuracy_floor_m", |at| {
            at.problem::<()>("out_of_range", "must not be above max_accuracy_m");
        });
    }
}

/// The versions of defaults that this engine knows: 1.
pub(crate) fn check_version(version: u32, at: &mut Reader) {
    if version != 1 {
        at.within("version", |at| {
            at.problem::<()>("unknown_value", "this engine knows version 1");
        });
    }
}

#[cfg(feature = "tracker")]
number! {
    /// A speed in metres a second, above 0.
    pub struct Speed(above 0.0, max 1e6)
}

#[cfg(feature = "tracker")]
pub(crate) fn not_negative(spans: &[(&'static str, Span)], at: &mut Reader) {
    for (key, span) in spans {
        if span.millis() < 0 {
            at.within(*key, |at| at.problem::<()>("out_of_range", "must not be negative"));
        }
    }
}
