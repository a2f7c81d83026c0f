//! One fix, one fence, three answers.

use super::compile::CompiledFence;
use super::reasons::{
    ACCURACY_ASSUMED, ACCURACY_INVALID, ACCURACY_MISSING, ACCURACY_POOR,
    ACCURACY_STRADDLES_BOUNDARY, INSIDE_FENCE, OUTSIDE_FENCE,
};
use super::sure::Sure;
use super::{Accuracy, Fence, Fix, Model, Presence, PresencePolicy, PresenceState};
use crate::shape::Share;
use crate::{Reason, math};

/// Fixes too poor to prove presence may still prove absence: from this many times their accuracy
/// away.
const POOR_BUT_FAR: f64 = 5.0;

/// Whether `fix` was inside `fence`.
///
/// For many fixes compile the fence once: [`CompiledFence`]. O(vertices of the fence).
///
/// # Errors
/// As [`CompiledFence::new`].
///
/// # Example
/// ```
/// use fieldbeat::geofence::PresenceState;
/// use fieldbeat::{Fence, Fix, PresencePolicy, presence};
///
/// let fence = Fence::from_json(
///     r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 150}"#,
/// )?;
/// let edge = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), 55.7558, 37.61954, 50.0).unwrap();
/// let answer = presence(&fence, &edge, &PresencePolicy::default())?;
/// assert_eq!(answer.state, PresenceState::Uncertain);
/// assert_eq!(answer.reasons[0].code, "accuracy_straddles_boundary");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn presence(fence: &Fence, fix: &Fix, policy: &PresencePolicy) -> crate::Result<Presence> {
    Ok(CompiledFence::new(fence, policy)?.presence(fix))
}

/// What engines need of a [`Presence`]: no reasons, nothing allocated for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// The answer.
    pub state: PresenceState,
    /// Probability that the true position is inside the fence widened by its tolerance; absent
    /// under `margin` and where the accuracy is unknown.
    pub probability: Option<f64>,
    /// Metres from the reported position to the fence's own edge, negative inside.
    pub distance_m: f64,
}

/// An observation, and what decided it.
struct Verdict {
    seen: Observation,
    cause: &'static str,
    /// The accuracy that counted, in metres.
    accuracy_m: Option<f64>,
    assumed: bool,
}

impl CompiledFence {
    /// Whether `fix` was inside, and why.
    #[must_use]
    pub fn presence(&self, fix: &Fix) -> Presence {
        let verdict = self.judge(fix, None);
        let seen = verdict.seen;
        Presence {
            state: seen.state,
            probability: seen.probability.map(Share::known),
            distance_m: seen.distance_m,
            reasons: self.reasons(&verdict),
            warnings: Vec::new(),
        }
    }

    /// Whether `fix` was inside, without reasons.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::geofence::{CompiledFence, PresenceState};
    /// use fieldbeat::{Fence, Fix, PresencePolicy};
    ///
    /// let yard = Fence::from_json(r#"{"geometry": {"type": "Polygon", "coordinates":
    ///     [[[37.61, 55.75], [37.62, 55.75], [37.62, 55.76], [37.61, 55.76], [37.61, 55.75]]]}}"#)?;
    /// let yard = CompiledFence::new(&yard, &PresencePolicy::default())?;
    /// let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), 55.7551, 37.6148, 20.0).unwrap();
    /// assert_eq!(yard.observe(&fix).state, PresenceState::Inside);
    /// assert_eq!(yard.observe(&fix).probability, Some(1.0));
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    #[must_use]
    pub fn observe(&self, fix: &Fix) -> Observation {
        self.judge(fix, None).seen
    }

    /// As [`observe`](Self::observe), but that of a probability only the side of every threshold is
    /// true: many times cheaper near round edges, and every decision is the same.
    #[cfg(feature = "tracker")]
    pub(crate) fn glance(&self, fix: &Fix, sure: &Sure) -> Observation {
        self.judge(fix, Some(sure)).seen
    }

    fn judge(&self, fix: &Fix, sure: Option<&Sure>) -> Verdict {
        let policy = &self.rules().policy;
        let (lat, lon) = (fix.lat.get(), fix.lon.get());
        let standing = self.standing(lat, lon);
        let distance_m = standing.distance_m;
        let (given, assumed) = match (fix.accuracy_m, &policy.default_accuracy_m) {
            (Accuracy::Radius(metres), _) => (metres, false),
            (Accuracy::Missing, Some(metres)) => (metres.get(), true),
            (without, _) => {
                let cause =
                    if without == Accuracy::Invalid { ACCURACY_INVALID } else { ACCURACY_MISSING };
                let state = PresenceState::Uncertain;
                let seen = Observation { state, probability: None, distance_m };
                return Verdict { seen, cause, accuracy_m: None, assumed: false };
            }
        };
        let accuracy_m = math::max(given, policy.accuracy_floor_m.get());
        let (state, probability) = match policy.model {
            Model::Probability => {
                let surely = sure.and_then(|sure| self.surely(sure, distance_m, accuracy_m));
                let p =
                    surely.unwrap_or_else(|| self.probability(lat, lon, distance_m, accuracy_m));
                let state = if p >= policy.inside_probability.get() {
                    PresenceState::Inside
                } else if p <= policy.outside_probability.get() {
                    PresenceState::Outside
                } else {
                    PresenceState::Uncertain
                };
                (state, Some(p))
            }
            Model::Margin if standing.within => (PresenceState::Inside, None),
            Model::Margin if distance_m - accuracy_m > self.tolerance_m() => {
                (PresenceState::Outside, None)
            }
            Model::Margin => (PresenceState::Uncertain, None),
        };
        let poor = accuracy_m > policy.max_accuracy_m.get();
        let proves_absence =
            state == PresenceState::Outside && distance_m > POOR_BUT_FAR * accuracy_m;
        let (state, cause) = match state {
            _ if poor && !proves_absence => (PresenceState::Uncertain, ACCURACY_POOR),
            PresenceState::Inside => (state, INSIDE_FENCE),
            PresenceState::Outside => (state, OUTSIDE_FENCE),
            PresenceState::Uncertain => (state, ACCURACY_STRADDLES_BOUNDARY),
        };
        let seen = Observation { state, probability, distance_m };
        Verdict { seen, cause, accuracy_m: Some(accuracy_m), assumed }
    }

    fn reasons(&self, verdict: &Verdict) -> Vec<Reason> {
        let policy = &self.rules().policy;
        let margin = policy.model == Model::Margin;
        let mut reason = Reason::new(verdict.cause);
        reason = match verdict.cause {
            ACCURACY_POOR => {
                reason.by("$.policy.max_accuracy_m").fact("max_accuracy_m", policy.max_accuracy_m)
            }
            ACCURACY_MISSING => reason.by("$.policy.default_accuracy_m"),
            INSIDE_FENCE if !margin => reason.by("$.policy.inside_probability"),
            OUTSIDE_FENCE if !margin => reason.by("$.policy.outside_probability"),
            INSIDE_FENCE | OUTSIDE_FENCE | ACCURACY_STRADDLES_BOUNDARY => {
                reason.by("$.policy.model")
            }
            _ => reason,
        };
        if let Some(accuracy_m) = verdict.accuracy_m {
            reason = reason.fact("accuracy_m", accuracy_m);
        }
        reason = reason.fact("distance_m", verdict.seen.distance_m);
        if self.tolerance_m() > 0.0 {
            reason = reason.fact("tolerance_m", self.tolerance_m());
        }
        if let Some(probability) = verdict.seen.probability {
            reason = reason.fact("probability", probability);
        }
        let assumed = verdict.assumed.then(|| {
            Reason::new(ACCURACY_ASSUMED)
                .by("$.policy.default_accuracy_m")
                .fact("accuracy_m", verdict.accuracy_m.unwrap_or(0.0))
        });
        std::iter::once(reason).chain(assumed).collect()
    }
}
