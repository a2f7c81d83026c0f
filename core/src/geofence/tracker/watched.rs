//! One fence that a rep is near, and fixes that it need not take.

use super::super::Fix;
use super::super::machine::{Crossing, Watch};
use super::super::sight::Leg;
use super::fences::{Fences, Law, edge_m, see};
use super::scene::Told;
use crate::snapshot::{Bytes, Stored, Writer, stored};

/// A fence that is watched for a rep.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) fence: u32,
    pub(super) watch: Watch,
    /// Whether it has not taken the rep's last fixes: all told and followed each other without a
    /// gap, and to the watch the last of them stands for all.
    pub(super) behind: bool,
    /// Whether the rep may be passing through.
    pub(super) passing: Option<Passing>,
}

/// Fixes near a fence of which none tells, after one that spoke against presence.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    /// Time of the one that did.
    pub(super) since: i64,
    /// When the way over them first led into the fence, if it did.
    pub(super) at: Option<i64>,
    /// What these fixes have about them.
    pub(super) traits: u8,
}

impl Passing {
    /// Takes another fix that does not tell, or none: `enters` finds where the way to it leads in.
    pub(super) fn go_on(&mut self, traits: u8, enters: impl FnOnce() -> Option<i64>) {
        self.traits |= traits;
        self.at = self.at.or_else(enters);
    }

    /// The rep is elsewhere at `fix`: where it first came in, if it did, and what is known of that.
    pub(super) fn ends(self, fix: &Fix) -> Option<(Crossing, u8)> {
        let bounds = (self.since, fix.t.millis());
        self.at.map(|at| (Crossing::within(at, bounds), self.traits))
    }
}

stored!(Passing { since: i64, at: Option<i64>, traits: u8 });

impl Stored for Watched {
    const LEAST: usize = u32::LEAST + Watch::LEAST + 1;

    /// What is behind is caught up with before.
    fn store(&self, to: &mut Writer) {
        self.fence.store(to);
        self.watch.store(to);
        self.passing.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let (fence, watch) = (u32::load(from)?, Watch::load(from)?);
        Some(Self { fence, watch, behind: false, passing: Option::load(from)? })
    }
}

impl Watched {
    pub(super) fn new(fence: u32, watch: Watch, passing: Option<Passing>) -> Self {
        Self { fence, watch, behind: false, passing }
    }

    /// Takes `prior`, the rep's last fix, if it has not.
    pub(super) fn catch_up(&mut self, prior: Option<&Told>, fences: &Fences, law: &Law) {
        if !std::mem::take(&mut self.behind) {
            return;
        }
        let (Some(prior), Some(ground)) = (prior, fences.ground_known(self.fence)) else { return };
        let seen = see(ground, &prior.fix, 0, law);
        // What it leads to would have been asked for.
        let (leg, mut passages) = (Some(Leg::Covered), Vec::new());
        self.watch.step(&prior.fix, &seen, leg, ground, &law.rules, &mut passages);
        self.watch.settle();
    }

    /// Whether the rep has left, and a fix only shows that it is still away: then it may be behind.
    /// How far away, and until when such fixes only show that.
    pub(super) fn away(
        &self,
        fix: &Fix,
        reach_m: f64,
        fences: &Fences,
        law: &Law,
    ) -> Option<(f64, i64)> {
        let until = self.watch.waits_until(&law.rules).filter(|until| fix.t.millis() < *until)?;
        let fence = &fences.ground_known(self.fence)?.fence;
        let edge_m = edge_m(fence, fix.lat.get(), fix.lon.get());
        (edge_m > reach_m).then_some((edge_m, until))
    }
}
