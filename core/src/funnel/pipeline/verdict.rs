//! What an event would do with a case, and with a vote.

use std::borrow::Cow;

use super::case::{Actor, Case, Event, EventKind, Vote};
use super::compile::{Machine, Transition};
use super::judge::{Judged, facts, failed, with};
use super::name::Name;
use super::policy::ApprovalPolicy;
use super::report::{Failed, Possible};
use super::run::Run;
use crate::Result;
use crate::funnel::reasons;
use crate::rule::{Answer, Cell, Node, Record};
use crate::shape::{Shaped, Value, did_you_mean};
use crate::time::Instant;

/// What an event would do.
pub(super) enum Verdict<'m> {
    Moves(&'m Transition),
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
        match self.plain_way(event)? {
            Some(way) => Ok(Verdict::Moves(way)),
            None => self.careful_verdict(event, brought),
        }
    }

    /// The same of an event that has no plain way.
    pub(super) fn careful_verdict(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Verdict<'m>> {
        if let Some(unknown) = self.unknown_target(event) {
            return Ok(Verdict::Refused(vec![unknown]));
        }
        let mut all = self.ballot(event, brought);
        let may_act = all.is_empty();
        if event.kind == EventKind::Approve {
            if !may_act {
                return Ok(Verdict::Refused(all));
            }
            let judged = self.judged(event, brought)?;
            let done = judged.iter().find(|(_, judged)| judged.answer() == Possible::Allowed);
            return Ok(done.map_or(Verdict::Votes, |(transition, _)| Verdict::Moves(transition)));
        }
        let is_reject = event.kind == EventKind::Reject;
        if !is_reject && may_act && self.fitting(event).next().is_none() {
            return Ok(Verdict::Refused(vec![self.no_transition(event)]));
        }
        let record = self.seen(event, brought)?;
        let mut ways = self.ways(event, &record).peekable();
        if is_reject && ways.peek().is_none() {
            all.extend(brought.iter().map(not_accepted));
            return Ok(if all.is_empty() { Verdict::Votes } else { Verdict::Refused(all) });
        }
        for transition in ways {
            let (case, at) = (&*self.case, event.at());
            let judged = self.machine.judge(transition, case, event, brought, &record, at);
            if may_act && judged.answer() == Possible::Allowed {
                return Ok(Verdict::Moves(transition));
            }
            all.extend(judged.failed);
        }
        Ok(Verdict::Refused(all))
    }

    /// The only move that an event which brings nothing is about, where nothing stands in its way and
    /// that takes no more than a look: so it is with most events, and whatever else there is to be told
    /// is found out where it is not so.
    #[inline]
    pub(super) fn plain_way(&self, event: &Event) -> Result<Option<&'m Transition>> {
        let Some(way) = self.only_way(event) else { return Ok(None) };
        Ok(self.is_open(way, event)?.then_some(way))
    }

    /// The move that an event which brings nothing is about, if it is the only one, and a plain one.
    #[inline]
    fn only_way(&self, event: &Event) -> Option<&'m Transition> {
        if event.kind != EventKind::Move || !event.fields.is_empty() {
            return None;
        }
        let mut ways = self.fitting(event);
        let (Some(way), None) = (ways.next(), ways.next()) else { return None };
        way.is_plain().then_some(way)
    }

    /// Whether nothing stands in the way of a plain move.
    #[inline]
    pub(super) fn is_open(&self, way: &Transition, event: &Event) -> Result<bool> {
        Ok(!way.looks || self.machine.is_met(way, self.record()?, event.at()))
    }

    /// The move that an event makes at once if it is open: where time does nothing before it, and nothing
    /// follows from it. Nothing else is to be asked then, nor to be undone.
    #[inline]
    pub(super) fn lone_way(&self, event: &Event) -> Option<&'m Transition> {
        if !self.stage().ok()?.is_timeless() {
            return None;
        }
        let way = self.only_way(event)?;
        self.machine.stages.get(way.target)?.is_quiet().then_some(way)
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

    /// That there is no such move; or which event makes it.
    pub(super) fn no_transition(&self, event: &Event) -> Failed {
        let path = "$.event.on";
        let all = || self.machine.transitions.iter();
        if let Some(on) = event.on.as_ref()
            && all().all(|way| way.on.as_ref() != Some(on))
            && all().any(|way| way.on.is_some())
        {
            let (on, known) = (on.as_str(), named_events(all()));
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let meant = did_you_mean(on, &names).map(str::to_owned);
            let told = facts().with("on", on.to_owned()).with("expected", known);
            let value = on.to_owned().to_value();
            let mut failed = failed(reasons::UNKNOWN_EVENT, path, value, None, told);
            if let Some(meant) = meant {
                failed.message.push_str(&format!(": did you mean \"{meant}\"?"));
            }
            return failed;
        }
        let told = facts().with("stage", self.case.stage.clone());
        if let Some(target) = &event.target {
            let expected = named_events(self.exits().filter(|way| self.leads_to(way, target)));
            if !expected.is_empty() {
                let told = told.with("target", target.clone()).with("expected", expected);
                return failed(reasons::WRONG_EVENT, path, event.on.to_value(), None, told);
            }
        }
        let value = event.on.clone().or(event.target.clone()).to_value();
        failed(reasons::NO_TRANSITION, "$.stage", value, None, told)
    }

    /// The moves that an event can make, with what stands in the way of each; none of a vote that nobody
    /// may cast so.
    pub(super) fn judged(
        &self,
        event: &Event,
        brought: &[(String, Value)],
    ) -> Result<Vec<(&'m Transition, Judged)>> {
        let mut judged = Vec::new();
        if !self.ballot(event, brought).is_empty() {
            return Ok(judged);
        }
        let at = event.at();
        let record = self.seen(event, brought)?;
        let mut voted = None;
        if event.kind == EventKind::Approve {
            let mut case = self.case.bare();
            Run::new(self.machine, &mut case, self.now).vote(event, true);
            voted = Some(case);
        }
        let case = voted.as_ref().unwrap_or(self.case);
        for transition in self.ways(event, &record) {
            let found = self.machine.judge(transition, case, event, brought, &record, at);
            judged.push((transition, found));
        }
        Ok(judged)
    }

    /// What conditions see when the event has brought its fields; nothing where none of them looks.
    fn seen(&self, event: &Event, brought: &[(String, Value)]) -> Result<Cow<'_, Record>> {
        let looks =
            |way: &Transition| way.looks || way.reject.as_ref().is_some_and(|own| own.looks);
        if !self.fitting(event).any(looks) {
            return Ok(Cow::Owned(Record(Vec::new())));
        }
        match brought {
            [] => self.record().map(Cow::Borrowed),
            _ => {
                let fields = with(&self.case.fields, brought);
                self.machine.record(self.case, &fields).map(Cow::Owned)
            }
        }
    }

    /// The moves that an event can make. A vote against makes those of its own: of rules that ask the
    /// voter, and that are in force or may be.
    fn ways<'a>(
        &'a self,
        event: &'a Event,
        record: &'a Record,
    ) -> impl Iterator<Item = &'m Transition> + 'a {
        let now = self.machine.moment(event.at());
        self.fitting(event).filter_map(move |way| {
            if event.kind != EventKind::Reject {
                return Some(way);
            }
            let is_out = |guard: &Node| guard.answer(record, now) == Answer::No;
            way.reject.as_deref().filter(|_| !way.guard.as_ref().is_some_and(is_out))
        })
    }

    /// The moves that an event is about.
    fn fitting<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = &'m Transition> + 'a {
        self.exits().filter(|transition| self.fits(transition, event))
    }

    #[inline]
    fn fits(&self, transition: &Transition, event: &Event) -> bool {
        if event.target.as_ref().is_some_and(|wanted| !self.leads_to(transition, wanted)) {
            return false;
        }
        match event.kind {
            EventKind::Approve => transition.auto && transition.approvals.is_some(),
            EventKind::Reject => {
                let asks = |approvals: &ApprovalPolicy| match &event.actor {
                    Some(actor) => {
                        approvals.need.iter().any(|need| actor.roles.contains(&need.role))
                    }
                    // That somebody has to be named is told.
                    None => true,
                };
                transition.approvals.as_ref().is_some_and(asks)
            }
            // Without a name it has to say where.
            _ => {
                !transition.auto
                    && transition.on == event.on
                    && (event.on.is_some() || event.target.is_some())
            }
        }
    }

    #[inline]
    fn leads_to(&self, transition: &Transition, stage: &Name) -> bool {
        self.machine.stages.get(transition.target).is_some_and(|target| target.id == *stage)
    }

    /// Puts a vote in the place of the one that its actor cast before.
    pub(super) fn vote(&mut self, event: &Event, approves: bool) {
        let Some(actor) = &event.actor else { return };
        self.case.votes.retain(|vote| vote.actor.id != actor.id || vote.target != event.target);
        let (actor, target, at) = (Actor::clone(actor), event.target.clone(), event.at());
        self.case.votes.push(Vote { actor, approves, target, at });
    }

    /// Why a vote may not be cast; of anything else nothing.
    fn ballot(&self, event: &Event, brought: &[(String, Value)]) -> Vec<Failed> {
        let approves = match event.kind {
            EventKind::Approve => true,
            EventKind::Reject => false,
            EventKind::Move | EventKind::Update => return Vec::new(),
        };
        let wanted = |way: &&Transition| {
            event.target.as_ref().is_none_or(|target| self.leads_to(way, target))
        };
        let asked: Vec<_> =
            self.exits().filter(wanted).filter_map(|way| way.approvals.as_ref()).collect();
        if asked.is_empty() {
            let told = facts().with("stage", self.case.stage.clone());
            return vec![failed(reasons::NO_APPROVAL, "$.stage", Value::Null, None, told)];
        }
        let mut refused = Vec::new();
        match event.actor.as_ref().filter(|actor| !actor.id.is_empty()) {
            None => {
                let path = "$.event.actor";
                refused.push(failed(reasons::ACTOR_REQUIRED, path, Value::Null, None, facts()));
            }
            Some(actor) => {
                let needed = asked.iter().flat_map(|asked| &asked.need);
                let roles: Vec<String> = needed.map(|need| need.role.clone()).collect();
                if !actor.roles.iter().any(|role| roles.contains(role)) {
                    let told = facts().with("expected", roles);
                    let (path, own) = ("$.event.actor.roles", actor.roles.to_value());
                    refused.push(failed(reasons::ROLE_REQUIRED, path, own, None, told));
                }
                let own = || actor.id.to_value();
                if asked.iter().any(|asked| asked.not_author) {
                    match self.case.author.as_deref().unwrap_or_default() {
                        "" => {
                            let code = reasons::AUTHOR_UNKNOWN;
                            refused.push(failed(code, "$.author", Value::Null, None, facts()));
                        }
                        author if author == actor.id => {
                            let path = "$.event.actor.id";
                            refused.push(failed(reasons::AUTHOR_VOTES, path, own(), None, facts()));
                        }
                        _ => {}
                    }
                }
                let is_same = |vote: &Vote| {
                    vote.actor.id == actor.id
                        && vote.approves == approves
                        && vote.target == event.target
                };
                if self.case.votes.iter().any(is_same) {
                    let told = facts().with("actor", actor.id.clone());
                    refused.push(failed(reasons::VOTED, "$.votes", own(), None, told));
                }
            }
        }
        // A vote against may move the case, and brings what its stage requires.
        if approves {
            refused.extend(brought.iter().map(not_accepted));
        }
        refused
    }
}

impl Transition {
    /// Whether fields of the case are all that it asks for.
    #[inline]
    fn is_plain(&self) -> bool {
        self.roles.is_empty()
            && self.approvals.is_none()
            && self.reject.is_none()
            && !self.asks_reason
    }
}

impl Machine {
    /// Whether what a move asks of fields is met.
    fn is_met(&self, way: &Transition, record: &Record, at: Instant) -> bool {
        self.has_required(way, record)
            && way
                .guard
                .as_ref()
                .is_none_or(|guard| guard.answer(record, self.moment(at)) == Answer::Yes)
    }

    fn has_required(&self, way: &Transition, record: &Record) -> bool {
        let of_stage = self.stages.get(way.target).map(|stage| &stage.require);
        let mut required = way.require.iter().chain(of_stage.into_iter().flatten());
        required.all(|required| *record.cell(required.slot) != Cell::Missing)
    }

    /// Whether nothing but its guard may stand in the way of a move that is made by itself.
    pub(super) fn is_free(&self, way: &Transition, case: &Case, record: &Record) -> bool {
        self.has_required(way, record) && self.missing_approvals(way, case).is_empty()
    }

    /// Whether anybody has to be told from the author of a case.
    pub(super) fn asks_author(&self) -> bool {
        let mut approvals = self.transitions.iter().filter_map(|way| way.approvals.as_ref());
        approvals.any(|approvals| approvals.not_author)
    }
}

/// A field that a vote may not bring.
fn not_accepted((field, value): &(String, Value)) -> Failed {
    let told = facts().with("field", field.clone());
    let path = format!("$.event.fields.{field}");
    failed(reasons::FIELD_NOT_ACCEPTED, path, value.clone(), None, told)
}

/// The events that moves wait for, each once.
fn named_events<'m>(ways: impl Iterator<Item = &'m Transition>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for on in ways.filter_map(|way| way.on.as_deref()) {
        if !names.iter().any(|known| known == on) {
            names.push(on.to_owned());
        }
    }
    names
}
