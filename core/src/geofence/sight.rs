//! Fixes as a fence sees them, and how the time between them is known.

use super::sure::Sure;
use super::{CompiledFence, Fix, Mark, Observation, PresenceState};
use crate::snapshot::{Bytes, Stored, Writer, stored};

/// How the time between a fix and the next is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leg {
    /// The fixes are close enough in time.
    Covered,
    /// Silence that the tracker's way of sampling explains: a stay, known by its ends.
    Endpoints,
    /// A gap.
    Gap,
}

/// One fix as the fence sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) t: i64,
    pub(crate) state: PresenceState,
    pub(crate) probability: Option<f64>,
    /// Metres to the edge of the fence widened by its tolerance, negative inside.
    pub(crate) edge_m: f64,
    /// One standard deviation of the position, in metres; absent where it is too poor to tell.
    pub(crate) sigma_m: Option<f64>,
    /// A press of a button, at this fix.
    pub(crate) mark: Option<Mark>,
    /// What a stay remembers of it: any bits of the caller's.
    pub(crate) traits: u8,
}

stored!(Seen {
    t: i64,
    state: PresenceState,
    probability: Option<f64>,
    edge_m: f64,
    sigma_m: Option<f64>,
    mark: Option<Mark>,
    traits: u8,
});

/// A code is its place in the declared order.
impl Stored for Leg {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        (*self as u8).store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        [Self::Covered, Self::Endpoints, Self::Gap].get(usize::from(u8::load(from)?)).copied()
    }
}

impl Seen {
    /// How a fence sees a fix, as far as the machine decides by it.
    pub(crate) fn at_a_glance(fence: &CompiledFence, fix: &Fix, sure: &Sure) -> Self {
        Self::of(fence.glance(fix, sure), fence, fix)
    }

    /// How a fence sees a fix that it observed.
    pub(super) fn of(observed: Observation, fence: &CompiledFence, fix: &Fix) -> Self {
        let Observation { state, probability, distance_m } = observed;
        Self {
            t: fix.t.millis(),
            state,
            probability,
            edge_m: distance_m - fence.tolerance_m(),
            sigma_m: fence.sigma_m(fix),
            mark: fix.mark,
            traits: 0,
        }
    }

    pub(crate) fn inside(&self) -> bool {
        self.state == PresenceState::Inside
    }

    /// Whether the fix speaks against presence: outside, or too poor to tell but unlikely inside.
    pub(crate) fn against(&self, outside_probability: f64) -> bool {
        match self.state {
            PresenceState::Inside => false,
            PresenceState::Outside => true,
            PresenceState::Uncertain => self.probability.is_some_and(|p| p <= outside_probability),
        }
    }
}
