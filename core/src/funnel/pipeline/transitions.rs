//! Moves from stage to stage, compiled: the declared ones, and those that the policies allow besides.

use super::compile::{Stage, Transition};
use super::name::Name;
use super::names::{Names, named, unique};
use super::policy::{
    ApprovalPolicy, Backward, MovePolicies, Permission, PipelinePolicy, StageKind, TransitionPolicy,
};
use crate::rule::Node;
use crate::shape::Reader;

impl Names<'_> {
    pub(super) fn all_transitions(
        &mut self,
        policies: &[TransitionPolicy],
        at: &mut Reader,
    ) -> Vec<Transition> {
        let mut transitions = Vec::with_capacity(policies.len());
        at.within("transitions", |at| {
            for (index, policy) in policies.iter().enumerate() {
                transitions.extend(at.within(index, |at| self.transition(policy, at)));
            }
        });
        transitions
    }

    fn transition(&mut self, policy: &TransitionPolicy, at: &mut Reader) -> Option<Transition> {
        let mut source = Vec::new();
        at.within("source", |at| {
            if policy.source.is_empty() {
                at.problem::<()>("empty", "expected at least one stage");
            }
            for (index, id) in policy.source.iter().enumerate() {
                at.within(index, |at| {
                    if policy.source.iter().take(index).any(|known| known == id) {
                        at.problem::<()>("duplicate_id", format!("\"{id}\" comes twice"));
                    }
                    source.extend(self.stage(id, at));
                });
            }
        });
        let target = at.within("target", |at| self.stage(&policy.target, at));
        if policy.auto && policy.on.is_some() {
            at.problem::<()>("ambiguous", "what is made by itself waits for no event");
        }
        if policy.auto && !policy.roles.is_empty() {
            let message = "what is made by itself is made by nobody; see \"approvals\"";
            at.within("roles", |at| at.problem::<()>("misplaced_key", message));
        }
        if policy.auto && !policy.input.is_empty() {
            let message = "what is made by itself has no event to bring fields";
            at.within("input", |at| at.problem::<()>("misplaced_key", message));
        }
        if let Some(on) = &policy.on {
            named("on", on, at);
        }
        let guard = self.optional("guard", policy.guard.as_ref(), at);
        let require = self.required(&policy.require, at);
        at.within("input", |at| self.each_field(&policy.input, at));
        let approvals = policy.approvals.as_ref();
        let reject = approvals
            .and_then(|approvals| at.within("approvals", |at| self.approvals(approvals, at)));
        let guard = guard?;
        Some(Transition {
            path: at.path().into(),
            source,
            target: target?,
            on: policy.on.as_deref().map(Name::from),
            auto: policy.auto,
            awaits: policy.auto && guard.as_ref().is_some_and(Node::reads_now),
            guard,
            require,
            input: policy.input.clone(),
            roles: policy.roles.clone(),
            approvals: policy.approvals.clone(),
            reject,
            message: policy.message.clone(),
            asks_reason: false,
            looks: false,
        })
    }

    /// The move that a vote against makes, if one does.
    fn approvals(
        &mut self,
        approvals: &ApprovalPolicy,
        at: &mut Reader,
    ) -> Option<Box<Transition>> {
        at.within("need", |at| {
            if approvals.need.is_empty() {
                at.problem::<()>("empty", "expected at least one role");
            }
            unique(approvals.need.iter().map(|need| need.role.as_str()), "role", at);
            for (index, need) in approvals.need.iter().enumerate() {
                if !(1..=100).contains(&need.count) {
                    let message = "expected 1 to 100";
                    at.within(index, |at| {
                        at.within("count", |at| at.problem::<()>("out_of_range", message))
                    });
                }
            }
        });
        at.within("reset_on", |at| self.each_field(&approvals.reset_on, at));
        let stage = approvals.any_reject.as_ref()?;
        at.within("any_reject", |at| {
            let (path, target) = (at.path().into(), self.stage(stage, at)?);
            Some(Box::new(Transition { path, target, ..Transition::default() }))
        })
    }
}

impl MovePolicies {
    /// Which of them allows a move between two stages, each by its place and what it is.
    pub(in crate::funnel) fn allows(
        &self,
        (source, from): (usize, StageKind),
        (target, to): (usize, StageKind),
    ) -> Option<&'static str> {
        if from.is_final() || source == target {
            None
        } else if to == StageKind::Lost {
            self.lost_from_any.then_some("lost_from_any")
        } else if target > source {
            (self.skip == Permission::Allow).then_some("skip")
        } else if !to.is_final() {
            (self.backward != Backward::Deny).then_some("backward")
        } else {
            None
        }
    }
}

/// Adds the moves that the policies allow besides the declared ones.
pub(super) fn implicit(
    policy: &PipelinePolicy,
    stages: &[Stage],
    transitions: &mut Vec<Transition>,
) {
    let policies = &policy.policies;
    for (source, from) in stages.iter().enumerate() {
        for (target, to) in stages.iter().enumerate() {
            let key = policies.allows((source, from.kind), (target, to.kind));
            let Some(key) = key else { continue };
            let is_declared = |transition: &Transition| {
                transition.target == target
                    && transition.source.contains(&source)
                    && transition.on.is_none()
                    && !transition.auto
            };
            if !transitions.iter().any(is_declared) {
                transitions.push(Transition {
                    path: format!("$.policy.policies.{key}").into(),
                    source: vec![source],
                    target,
                    asks_reason: key == "backward" && policies.backward == Backward::Reason,
                    ..Transition::default()
                });
            }
        }
    }
}
