//! One fix, one fence, three answers.

use super::{Fence, Fix, Presence, PresencePolicy, PresenceState};

/// Whether `fix` was inside `fence`.
#[must_use]
pub fn presence(fence: &Fence, fix: &Fix, policy: &PresencePolicy) -> Presence {
    let _ = (fence, fix, policy);
    Presence {
        state: PresenceState::Uncertain,
        probability: None,
        distance_m: 0.0,
        reasons: Vec::new(),
    }
}
