//! Which moves a pipeline allows.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places of stages are below `stages`, and there is a flag for each pair"
)]

use super::super::pipeline::Permission;
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
        allowed.by_policies(options);
        Some(allowed)
    }

    fn by_policies(&mut self, options: &FunnelOptions) {
        let mut policies = options.policies.clone();
        if options.transitions.is_none() {
            // The order alone is declared: it allows what lies ahead.
            policies.skip = Permission::Allow;
            policies.lost_from_any = true;
        }
        let stages = || options.stages.iter().map(|stage| stage.kind).enumerate();
        for source in stages() {
            for target in stages().filter(|target| policies.allows(source, *target).is_some()) {
                self.allow(source.0, target.0);
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
