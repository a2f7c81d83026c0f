//! What the machine needs of a policy and of a fence.

use super::super::sure::Sure;
use super::super::{CompiledFence, not_negative};
use crate::math;
use crate::shape::{Reader, record};
use crate::time::Span;

record! {
    /// How many fixes, over what time, confirm that a fence was entered.
    pub struct EnterPolicy: policy check check_enter {
        /// So many inside fixes in a row confirm it ...
        pub fixes: u32 = 2,
        /// ... if the last is so long after the first;
        pub min_span: Span = Span::seconds(10),
        /// or any inside fix so long after the first.
        pub or_after: Span = Span::seconds(30),
    }
}

record! {
    /// How many fixes, over what time, confirm that a fence was left.
    pub struct ExitPolicy: policy check check_exit {
        /// So many fixes outside the exit fence in a row confirm it ...
        pub fixes: u32 = 2,
        /// ... if the last is so long after the first;
        pub min_span: Span = Span::seconds(10),
        /// or any such fix so long after the first.
        pub or_after: Span = Span::seconds(60),
    }
}

pub(crate) fn check_enter(policy: &EnterPolicy, at: &mut Reader) {
    check_confirmation(policy.fixes, policy.min_span, policy.or_after, at);
}

pub(crate) fn check_exit(policy: &ExitPolicy, at: &mut Reader) {
    check_confirmation(policy.fixes, policy.min_span, policy.or_after, at);
}

fn check_confirmation(fixes: u32, min_span: Span, or_after: Span, at: &mut Reader) {
    if fixes == 0 {
        at.within("fixes", |at| at.problem::<()>("out_of_range", "must be at least 1"));
    }
    not_negative(&[("min_span", min_span), ("or_after", or_after)], at);
}

/// What the machine needs of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) enter: EnterPolicy,
    pub(crate) exit: ExitPolicy,
    pub(crate) grace_ms: i64,
    /// So much time on site is a dwell, where anybody wants to hear of it.
    pub(crate) dwell_ms: Option<i64>,
    /// Whether check-in and check-out bound a stay to the millisecond.
    pub(crate) marks_bound: bool,
    /// Which probabilities decide anything.
    pub(crate) sure: Sure,
    /// So many standard deviations inside a straight edge a fix is inside by the policy.
    pub(crate) inside_sigmas: f64,
    /// Up to this probability a fix speaks against presence.
    pub(crate) outside_probability: f64,
    /// A single fix that implies a higher speed does not confirm an exit.
    pub(crate) max_speed_mps: f64,
}

/// A fence, as the machine holds fixes against it.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) fence: CompiledFence,
    /// The fence by which an exit is judged: wider by max(30 m, 0.2 r).
    pub(super) exit_fence: CompiledFence,
    curvature: f64,
    inside_sigmas: f64,
}

impl Ground {
    /// `inside_sigmas` as in [`Rules`].
    pub(crate) fn new(fence: CompiledFence, inside_sigmas: f64) -> Self {
        let exit_fence = fence.widened(math::max(30.0, 0.2 * fence.radius_m()));
        Self { exit_fence, curvature: fence.curvature(), inside_sigmas, fence }
    }

    /// Metres beyond the edge at which a fix of this accuracy would just be inside; absent where
    /// the fix is too poor to tell.
    pub(super) fn beyond_m(&self, edge_m: f64, sigma_m: Option<f64>) -> Option<f64> {
        if self.inside_sigmas == 0.0 {
            return sigma_m.map(|_| edge_m);
        }
        // Near a round edge less of a round Gaussian is inside than near a straight one: to first
        // order as if the edge were sigma² / 2r nearer.
        sigma_m
            .map(|sigma| edge_m + self.inside_sigmas * sigma + 0.5 * self.curvature * sigma * sigma)
    }
}
