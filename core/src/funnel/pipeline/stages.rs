//! Stages and their timers, compiled.

use super::compile::{Anchor, Stage, Timer, What};
use super::effects;
use super::names::{Names, named, unique};
use super::policy::{Late, StageKind, StagePolicy, TimerPolicy};
use crate::rule::Node;
use crate::shape::Reader;

impl Names<'_> {
    pub(super) fn all_stages(&mut self, policies: &[StagePolicy], at: &mut Reader) -> Vec<Stage> {
        at.within("stages", |at| {
            unique(policies.iter().map(|stage| stage.id.as_str()), "id", at);
            let stages = policies.iter().enumerate();
            stages.map(|(index, stage)| at.within(index, |at| self.one_stage(stage, at))).collect()
        })
    }

    fn one_stage(&mut self, stage: &StagePolicy, at: &mut Reader) -> Stage {
        let path = at.path();
        named("id", &stage.id, at);
        if stage.norm.is_some() && stage.kind != StageKind::Open {
            let message = "no norm counts in a stage that is not open";
            at.within("norm", |at| at.warning("ignored_key", message));
        }
        if stage.norm.is_some_and(|norm| norm.length() <= 0) {
            at.within("norm", |at| at.problem::<()>("out_of_range", "expected more than 0"));
        }
        if !stage.reasons.is_empty() && stage.kind != StageKind::Lost {
            let message = "only a lost stage has reasons";
            at.within("reasons", |at| at.problem::<()>("misplaced_key", message));
        }
        at.within("reasons", |at| {
            for (index, reason) in stage.reasons.iter().enumerate() {
                at.within(index, |at| {
                    if reason.trim().is_empty() {
                        at.problem::<()>("empty", "expected a reason");
                    } else if stage.reasons.iter().take(index).any(|known| known == reason) {
                        at.problem::<()>("duplicate_id", format!("\"{reason}\" comes twice"));
                    }
                });
            }
        });
        let pause = self.optional("pause_when", stage.pause_when.as_ref(), at).flatten();
        let require = self.required(&stage.require, at);
        let enter = stage
            .on_enter
            .as_ref()
            .map(|effects| at.within("on_enter", |at| effects::compile(effects, self.known, at)));
        let mut timers = Vec::new();
        at.within("timers", |at| {
            unique(stage.timers.iter().map(|timer| timer.id.as_str()), "id", at);
            for (place, timer) in stage.timers.iter().enumerate() {
                timers.extend(at.within(place, |at| self.timer(timer, at)));
            }
        });
        Stage {
            awaits: pause.as_ref().is_some_and(Node::reads_now),
            id: stage.id.as_str().into(),
            path,
            kind: stage.kind,
            reasons: stage.reasons.clone(),
            pause,
            require,
            enter,
            timers,
            exits: Vec::new(),
            goes_on: false,
            handover: Vec::new(),
        }
    }

    fn timer(&mut self, timer: &TimerPolicy, at: &mut Reader) -> Option<Timer> {
        named("id", &timer.id, at);
        let anchor = at.within("anchor", |at| match timer.anchor.as_str() {
            "entered" => Some(Anchor::Entered),
            "created" => Some(Anchor::Created),
            "last_activity" => Some(Anchor::LastActivity),
            other => match other.strip_prefix("field:") {
                Some(field) => self.time_field(field, at),
                None => at.unknown_code(other, &["entered", "created", "last_activity", "field:"]),
            },
        });
        let when = self.optional("when", timer.when.as_ref(), at);
        let what = match (&timer.go, &timer.emit) {
            (Some(stage), None) => at.within("go", |at| self.stage(stage, at)).map(What::Go),
            (None, Some(effects)) => {
                Some(What::Emit(at.within("emit", |at| effects::compile(effects, self.known, at))))
            }
            (None, None) => at.problem("missing_key", "expected \"go\" or \"emit\""),
            (Some(_), Some(_)) => at.problem("ambiguous", "expected one of \"go\" and \"emit\""),
        };
        let what = what?;
        let late = timer.late.unwrap_or(match what {
            What::Go(_) => Late::Fire,
            What::Emit(_) => Late::Skip,
        });
        Some(Timer {
            id: timer.id.as_str().into(),
            path: at.path().into(),
            anchor: anchor?,
            offset: timer.offset,
            when: when?,
            what,
            skips_late: late == Late::Skip,
            pausable: timer.pausable,
        })
    }
}
