//! What `presence` answers.

use crate::Reason;
use crate::shape::{Share, Warning, codes, record};

codes! {
    /// Three answers: unknown is not no.
    pub enum PresenceState {
        /// Inside the fence.
        Inside = "inside",
        /// Outside the fence.
        Outside = "outside",
        /// The fix does not tell.
        Uncertain = "uncertain",
    }
}

record! {
    /// Whether one fix was inside one fence.
    pub struct Presence: data {
        /// The answer.
        pub state: PresenceState,
        /// Probability that the true position is inside the fence widened by its tolerance;
        /// absent under `margin` and where the accuracy is unknown.
        pub probability: Option<Share>,
        /// Metres from the reported position to the fence's own edge, negative inside.
        pub distance_m: f64,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

#[cfg(feature = "tracker")]
codes! {
    /// How much a stay rests on measurement.
    pub enum Confidence {
        /// On its end points, or with a gap at an end.
        Low = "low",
        /// Measured throughout.
        High = "high",
    }
}
