//! One fence that a rep is near, and fixes that it need not take.

use super::super::Fix;
use super::super::machine::Watch;
use super::super::sight::Leg;
use super::fences::{Fences, Law, edge_m, see};
use super::scene::Told;
use crate::snapshot::{Bytes, Stored, Writer};

/// A fence that is watched for a rep.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) fence: u32,
    pub(super) watch: Watch,
    /// Whether it has not taken the rep's last fixes: all told and followed each other without a
    /// gap, and to the watch the last of them stands for all.
    pub(super) behind: bool,
}

impl Stored for Watched {
    const LEAST: usize = u32::LEAST + Watch::LEAST;

    /// What is behind is caught up with before.
    fn store(&self, to: &mut Writer) {
        self.fence.store(to);
        self.watch.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self { fence: u32::load(from)?, watch: Watch::load(from)?, behind: false })
    }
}

impl Watched {
    pub(super) fn new(fence: u32, watch: Watch) -> Self {
        Self { fence, watch, behind: false }
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
