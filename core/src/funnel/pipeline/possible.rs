//! What may be done with a case, before anybody tries.

use super::apply::named;
use super::case::{Actor, Case, Event, EventKind};
use super::engine::Pipeline;
use super::fields::Fields;
use super::name::Name;
use super::report::{Failed, Outcome, Possibilities, Possible, PossibleMove};
use super::run::Run;
use super::verdict::Verdict;
use crate::time::Instant;
use crate::{Facts, Result};

impl Pipeline {
    /// What may be done with a case, before anybody tries. `apply` of an event moves the case if and
    /// only if this, asked of the same event, says `allowed`.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn can(
        &self,
        record: &Case,
        now: Instant,
        actor: Option<&Actor>,
        event: Option<&Event>,
    ) -> Result<Possibilities> {
        let case = self.adopt(record)?;
        if let Some(event) = event {
            named(&event.id, "$.event.id")?;
            let mut event = event.clone();
            case.date(&mut event, now);
            self.machine.known.rewrite(&mut event.fields);
            event.actor = event.actor.or_else(|| actor.cloned().map(Box::new));
            let denied = |failed: Vec<Failed>| {
                let stage = event.target.clone().unwrap_or_else(|| record.stage.clone());
                let stage = Possibilities {
                    stage: record.stage.clone(),
                    targets: vec![denied(stage, failed)],
                };
                Ok(stage)
            };
            if case.has_seen(&event.id) {
                return Ok(Possibilities { stage: record.stage.clone(), targets: Vec::new() });
            }
            let failed = case.untimely(&event, now);
            if !failed.is_empty() {
                return denied(failed);
            }
            let mut here = case.way_to(&event);
            let mut run = Run::new(&self.machine, &mut here, now);
            case.lead(&mut run, &event)?;
            let brought = run.brought(&event)?;
            let mut targets = Vec::new();
            match run.verdict(&event, &brought)? {
                verdict if event.kind == EventKind::Update || matches!(verdict, Verdict::Votes) => {
                    let mut there = run.case.bare();
                    let mut then = Run::new(&self.machine, &mut there, now);
                    let (outcome, failed) = then.step(&event)?;
                    match outcome {
                        Outcome::Refused => return denied(failed),
                        Outcome::Recorded if event.kind != EventKind::Update => {
                            for (transition, judged) in run.judged(&event, &brought)? {
                                targets.push(self.target(transition, judged));
                            }
                        }
                        _ => targets.extend(then.trail.steps.iter().next().map(|step| {
                            PossibleMove {
                                auto: true,
                                answer: Possible::Allowed,
                                rule: Some(step.rule.to_string()),
                                ..self::denied(self.machine.name_of(step.target), Vec::new())
                            }
                        })),
                    }
                }
                verdict => {
                    for (transition, judged) in run.judged(&event, &brought)? {
                        targets.push(self.target(transition, judged));
                    }
                    if let (Verdict::Refused(failed), true) = (verdict, targets.is_empty()) {
                        return denied(failed);
                    }
                }
            }
            return Ok(Possibilities { stage: run.case.stage.clone(), targets });
        }
        let mut here = case.bare();
        let mut run = Run::new(&self.machine, &mut here, now);
        run.settle(now)?;
        let mut targets = Vec::new();
        let template = Event {
            id: Name::default(),
            at: Some(now),
            seq: None,
            kind: EventKind::Move,
            actor: actor.cloned().map(Box::new),
            on: None,
            target: None,
            reason: None,
            fields: Fields::default(),
        };
        let fields = run.record()?;
        for (place, stage) in self.machine.stages.iter().enumerate() {
            let mut ways = run.exits().filter(|transition| transition.target == place).peekable();
            if ways.peek().is_none() && stage.id != run.case.stage {
                let event = Event { target: Some(stage.id.clone()), ..template.clone() };
                targets.push(denied(stage.id.clone(), vec![run.no_transition(&event)]));
            }
            for transition in ways {
                let judged = self.machine.judge(transition, run.case, &template, &[], fields, now);
                targets.push(self.target(transition, judged));
            }
        }
        Ok(Possibilities { stage: run.case.stage.clone(), targets })
    }

    fn target(
        &self,
        transition: &super::compile::Transition,
        judged: super::judge::Judged,
    ) -> PossibleMove {
        PossibleMove {
            stage: self.machine.name_of(transition.target),
            on: transition.on.as_deref().map(str::to_owned),
            auto: transition.auto,
            answer: judged.answer(),
            fields: judged.fields,
            options: judged.options,
            failed: judged.failed,
            rule: Some(transition.path.to_string()),
        }
    }
}

fn denied(stage: Name, failed: Vec<Failed>) -> PossibleMove {
    PossibleMove {
        stage,
        on: None,
        auto: false,
        answer: Possible::Denied,
        fields: Vec::new(),
        options: Facts::default(),
        failed,
        rule: None,
    }
}
