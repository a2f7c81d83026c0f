//! Which moves a pipeline allows.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places of stages are below `stages`, and there is a flag for each pair"
)]

use super::super::pipeline::{Backward, Permission, StageKind};
use super::policy::FunnelOptions;

/// A flag for every pair of stages.
pub(super) struct Allowed {
    stages: usize,
    flags: Vec<bool>,
}

impl Allowed {
    /// `ids` are all stages in their order, declared ones first; `None` where nothing is declared.
    pub(super) fn new(options: &FunnelOptions, ids: &[String]) -> Option<Self> {
        if options.stages.is_empty() && options.transitions.is_none() {
            return None;
        }
        let mut allowed = Self { stages: ids.len(), flags: vec![false; ids.len() * ids.len()] };
        // Stages that are declared and those of the log have a place; others are never entered.
        let place = |id: &str| ids.iter().position(|other| other == id);
        for stage in &options.stages {
            let Some(source) = place(&stage.id) else { continue };
            for target in stage.timers.iter().filter_map(|timer| place(timer.go.as_deref()?)) {
                allowed.allow(source, target);
            }
        }
        for transition in options.transitions.iter().flatten() {
            let reject =
                transition.approvals.as_ref().and_then(|needed| needed.any_reject.as_ref());
            let targets = [Some(&transition.target), reject].map(|target| place(target?));
            for source in transition.source.0.iter().filter_map(|source| place(source)) {
                for target in targets.into_iter().flatten() {
                    allowed.allow(source, target);
                }
            }
        }
        allowed.by_order(options);
        Some(allowed)
    }

    fn by_order(&mut self, options: &FunnelOptions) {
        let by_order_alone = options.transitions.is_none();
        let skip = by_order_alone || options.policies.skip == Permission::Allow;
        let backward = options.policies.backward != Backward::Deny;
        let lost = by_order_alone || options.policies.lost_from_any;
        for (source, from) in options.stages.iter().enumerate() {
            for (target, to) in options.stages.iter().enumerate() {
                let is_allowed = match to.kind {
                    StageKind::Lost => lost && !from.kind.is_final(),
                    StageKind::Won => skip && target > source,
                    _ => (skip && target > source) || (backward && target < source),
                };
                if is_allowed {
                    self.allow(source, target);
                }
            }
        }
    }

    fn allow(&mut self, source: usize, target: usize) {
        self.flags[source * self.stages + target] = true;
    }

    pub(super) fn has(&self, source: usize, target: usize) -> bool {
        self.flags[source * self.stages + target]
    }
}
