//! Fixes as a fence sees them, and how the time between them is known.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: `doubtful` holds indices of the fixes")]

use super::{CompiledFence, Fix, Observation, PresenceState};

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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) t: i64,
    pub(crate) state: PresenceState,
    pub(crate) probability: Option<f64>,
    /// Metres to the edge of the fence widened by its tolerance, negative inside.
    pub(crate) edge_m: f64,
    /// One standard deviation of the position, in metres; absent where it is too poor to tell.
    pub(crate) sigma_m: Option<f64>,
}

impl Seen {
    pub(crate) fn inside(&self) -> bool {
        self.state == PresenceState::Inside
    }

    /// Whether the fix speaks against presence: outside, or too poor to tell but unlikely inside.
    pub(super) fn against(&self, outside_probability: f64) -> bool {
        match self.state {
            PresenceState::Inside => false,
            PresenceState::Outside => true,
            PresenceState::Uncertain => self.probability.is_some_and(|p| p <= outside_probability),
        }
    }
}

/// Fixes to look at through fences.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'f> {
    pub(crate) fixes: &'f [Fix],
    /// Indices, in order, of fixes that jumped away and back: where they are not, the rep may
    /// have been all the same.
    pub(crate) doubtful: &'f [usize],
}

impl Sight<'_> {
    /// How a fence sees the fixes.
    pub(crate) fn through(&self, fence: &CompiledFence) -> Vec<Seen> {
        let tolerance_m = fence.tolerance_m();
        let sees = |fix: &Fix| {
            let Observation { state, probability, distance_m } = fence.observe(fix);
            Seen {
                t: fix.t.millis(),
                state,
                probability,
                edge_m: distance_m - tolerance_m,
                sigma_m: fence.sigma_m(fix),
            }
        };
        let mut seen: Vec<Seen> = self.fixes.iter().map(sees).collect();
        for &index in self.doubtful {
            let doubtful = &mut seen[index];
            if doubtful.state == PresenceState::Outside {
                doubtful.state = PresenceState::Uncertain;
                doubtful.probability = None;
                doubtful.sigma_m = None;
            }
        }
        seen
    }
}
