//! What an event would do with a case, and with a vote.

use std::borrow::Cow;

use super::case::{Event, EventKind, Vote};
use super::compile::Transition;
use super::judge::{Judged, facts, failed, with};
use super::name::Name;
use super::report::{Failed, Possible};
use super::run::Run;
use crate::Result;
use crate::funnel::reasons;
use crate::rule::Record;
use crate::shape::{Shaped, Value};

/// What an event would do.
pub(super) enum Verdict<'m> {
    Moves(&'m Transition),
    Rejects(usize, &'m Name),
    Votes,
    Refused(Vec<Failed>),
}

impl<'m> Run<'m, '_> {
    /// What an event would do here.
    pub(super) fn verdict(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Verdict<'m>> {
        if let Some(unknown) = self.unknown_target(event) {
            return Ok(Verdict::Refused(vec![unknown]));
        }
        if matches!(event.kind, EventKind::Approve | EventKind::Reject) {
            return self.verdict_on_vote(event, brought);
        }
        let mut all = Vec::new();
        let record = self.seen(event, brought)?;
        for transition in self.ways(event) {
            let (case, at) = (&*self.case, event.at());
            let judged = self.machine.judge(transition, case, event, brought, &record, at);
            if judged.answer() == Possible::Allowed {
                return Ok(Verdict::Moves(transition));
            }
            all.extend(judged.failed);
        }
        if all.is_empty() {
            all.push(self.no_transition(event));
        }
        Ok(Verdict::Refused(all))
    }

    /// A target that is none of the stages.
    fn unknown_target(&self, event: &Event) -> Option<Failed> {
        let target = event.target.as_ref()?;
        let stages = || self.machine.stages.iter().map(|stage| &stage.id);
        if stages().any(|stage| stage == target) {
            return None;
        }
        let known: Vec<String> = stages().map(Name::to_string).collect();
        let told = facts().with("target", target.clone()).with("expected", known);
        Some(failed(reasons::UNKNOWN_STAGE, "$.event.target", target.to_value(), None, told))
    }

    pub(super) fn no_transition(&self, event: &Event) -> Failed {
        let told = facts().with("stage", self.case.stage.clone());
        let value = event.on.clone().or(event.target.clone()).to_value();
        failed(reasons::NO_TRANSITION, "$.stage", value, None, told)
    }

    /// The moves that an event can make, with what stands in the way of each.
    pub(super) fn judged(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Vec<(&'m Transition, Judged)>> {
        let at = event.at();
        let record = self.seen(event, brought)?;
        let mut judged = Vec::new();
        let mut voted = None;
        if event.kind == EventKind::Approve {
            let mut case = self.case.bare();
            Run::new(self.machine, &mut case, self.now).vote(event, true);
            voted = Some(case);
        }
        let case = voted.as_ref().unwrap_or(self.case);
        for transition in self.ways(event) {
            let found = self.machine.judge(transition, case, event, brought, &record, at);
            judged.push((transition, found));
        }
        Ok(judged)
    }

    /// What conditions see when the event has brought its fields; nothing where none of them looks.
    fn seen(&self, event: &Event, brought: &[(String, Value)]) -> Result<Cow<'_, Record>> {
        if !self.ways(event).any(|transition| transition.looks) {
            return Ok(Cow::Owned(Record(Vec::new())));
        }
        match brought {
            [] => self.record(),
            _ => {
                let fields = with(&self.case.fields, brought);
                self.machine.record(self.case, &fields).map(Cow::Owned)
            }
        }
    }

    fn ways(&self, event: &Event) -> impl Iterator<Item = &'m Transition> {
        self.exits().filter(|transition| self.fits(transition, event))
    }

    fn fits(&self, transition: &Transition, event: &Event) -> bool {
        let is_wanted = event.target.as_ref().is_none_or(|wanted| {
            let target = self.machine.stages.get(transition.target);
            target.is_some_and(|stage| stage.id == *wanted)
        });
        match event.kind {
            EventKind::Approve | EventKind::Reject => {
                is_wanted && transition.auto && transition.approvals.is_some()
            }
            // Without a name it has to say where.
            _ => {
                is_wanted
                    && !transition.auto
                    && transition.on == event.on
                    && (event.on.is_some() || event.target.is_some())
            }
        }
    }

    fn verdict_on_vote(&self, event: &Event, brought: &[(String, Value)]) -> Result<Verdict<'m>> {
        let target = |transition: &Transition| {
            self.machine.stages.get(transition.target).map(|stage| stage.id.as_str())
        };
        let up_for_vote: Vec<&'m Transition> = self
            .exits()
            .filter(|transition| transition.approvals.is_some())
            .filter(|transition| {
                event.target.is_none() || event.target.as_deref() == target(transition)
            })
            .collect();
        let told = facts().with("stage", self.case.stage.clone());
        if up_for_vote.is_empty() {
            let failed = failed(reasons::NO_APPROVAL, "$.stage", Value::Null, None, told);
            return Ok(Verdict::Refused(vec![failed]));
        }
        let Some(actor) = &event.actor else {
            let path = "$.event.actor";
            let failed = failed(reasons::ACTOR_REQUIRED, path, Value::Null, None, facts());
            return Ok(Verdict::Refused(vec![failed]));
        };
        let mut refused = Vec::new();
        let approvals = || up_for_vote.iter().filter_map(|t| t.approvals.as_ref());
        let roles: Vec<String> =
            approvals().flat_map(|a| a.need.iter().map(|need| need.role.clone())).collect();
        if !actor.roles.iter().any(|role| roles.contains(role)) {
            let told = facts().with("expected", roles);
            let (path, own) = ("$.event.actor.roles", actor.roles.to_value());
            refused.push(failed(reasons::ROLE_REQUIRED, path, own, None, told));
        }
        if approvals().any(|a| a.not_author) && self.case.author.as_ref() == Some(&actor.id) {
            let (path, own) = ("$.event.actor.id", actor.id.to_value());
            refused.push(failed(reasons::AUTHOR_VOTES, path, own, None, facts()));
        }
        let approves = event.kind == EventKind::Approve;
        let is_same = |vote: &Vote| {
            vote.actor.id == actor.id && vote.approves == approves && vote.target == event.target
        };
        if self.case.votes.iter().any(is_same) {
            let told = facts().with("actor", actor.id.clone());
            refused.push(failed(reasons::VOTED, "$.votes", actor.id.to_value(), None, told));
        }
        for (field, value) in brought {
            let told = facts().with("field", field.clone());
            let path = format!("$.event.fields.{field}");
            refused.push(failed(reasons::FIELD_NOT_ACCEPTED, path, value.clone(), None, told));
        }
        if !refused.is_empty() {
            return Ok(Verdict::Refused(refused));
        }
        if !approves {
            let rejected = up_for_vote.iter().find_map(|transition| transition.reject.as_ref());
            return Ok(
                rejected.map_or(Verdict::Votes, |(stage, path)| Verdict::Rejects(*stage, path))
            );
        }
        let judged = self.judged(event, brought)?;
        let done = judged.iter().find(|(_, judged)| judged.answer() == Possible::Allowed);
        Ok(done.map_or(Verdict::Votes, |(transition, _)| Verdict::Moves(transition)))
    }
}
