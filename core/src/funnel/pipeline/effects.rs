//! What the host is told to do when a case enters a stage, or a timer fires.

use super::case::OpenTask;
use super::compile::Stage;
use super::fields::{Fields, Known, is_computed};
use super::judge::facts;
use super::names::unique;
use super::notation::normal;
use super::policy::{Effects, NotifyPolicy, TaskPolicy};
use super::report::{Command, CommandKind};
use super::run::Run;
use super::timers::stay;
use crate::Facts;
use crate::math::hash_value;
use crate::rule::{FieldType, NOW};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;

/// Compiled effects.
#[derive(Debug)]
pub(super) struct Effect {
    pub(super) path: String,
    pub(super) tasks: Vec<TaskPolicy>,
    pub(super) set: Vec<(String, SetTo)>,
    pub(super) notify: Vec<NotifyPolicy>,
}

/// What a field is set to.
#[derive(Clone, Debug)]
pub(super) enum SetTo {
    Value(Value),
    /// The instant of the step.
    Now,
    /// Its local date.
    Today,
    /// What another field of the same type holds.
    Field(String),
}

pub(super) fn compile(effects: &Effects, known: &Known, at: &mut Reader) -> Effect {
    at.within("tasks", |at| unique(effects.tasks.iter().map(|task| task.id.as_str()), "id", at));
    at.within("notify", |at| unique(effects.notify.iter().map(|note| note.id.as_str()), "id", at));
    let mut set = Vec::new();
    at.within("set", |at| settings(effects.set.entries(), "", known, &mut set, at));
    Effect { path: at.path(), tasks: effects.tasks.clone(), set, notify: effects.notify.clone() }
}

/// The settings of an object; fields with dotted paths may lie in objects within.
fn settings(
    entries: &[(String, Value)],
    within: &str,
    known: &Known,
    set: &mut Vec<(String, SetTo)>,
    at: &mut Reader,
) {
    for (key, value) in entries {
        let path = if within.is_empty() { key.clone() } else { format!("{within}.{key}") };
        at.within(key.clone(), |at| {
            if is_computed(&path) {
                at.problem::<()>("reserved_field", "the pipeline sets this itself");
            } else if known.kind(&path).is_some() {
                set.extend(setting(&path, value, known, at).map(|to| (path.clone(), to)));
            } else if let Value::Map(inner) = value {
                settings(inner, &path, known, set, at);
            } else {
                known.unknown(&path, at);
            }
        });
    }
}

fn setting(path: &str, value: &Value, known: &Known, at: &mut Reader) -> Option<SetTo> {
    let field = known.field(path)?;
    let kind = &field.kind;
    let Value::Map(_) = value else { return normal(field, value, at).map(SetTo::Value) };
    let entries = at.object(value, &["field"])?;
    let other = at.required::<String>(entries, "field")?;
    at.within("field", |at| match (other.as_str(), kind.name()) {
        (NOW, FieldType::Instant) => Some(SetTo::Now),
        (NOW, FieldType::Date) => Some(SetTo::Today),
        (other, of) => match known.kind(other) {
            Some(kind) if kind.name() == of => Some(SetTo::Field(other.to_owned())),
            Some(kind) => {
                let message = format!("type \"{}\" does not go into type \"{of}\"", kind.name());
                at.problem("wrong_type", message)
            }
            None if other == NOW => {
                at.problem("wrong_type", format!("an instant does not go into type \"{of}\""))
            }
            None => at.problem("unknown_field", format!("unknown field \"{other}\"")),
        },
    })
}

impl Stage {
    /// Whether anything is done on entry.
    #[inline]
    pub(super) fn does_something(&self) -> bool {
        self.enter.is_some() || !self.handover.is_empty()
    }

    /// Whether nothing follows from an entry: not at once, and not later.
    #[inline]
    pub(super) fn is_quiet(&self) -> bool {
        self.is_timeless() && !self.goes_on && self.pause.is_none() && !self.does_something()
    }
}

impl<'m> Run<'m, '_> {
    /// What is done on entry.
    pub(super) fn enter(&mut self, stage: &'m Stage, at: Instant) {
        if let Some(effect) = &stage.enter {
            self.effect(effect, at, "enter");
        }
        for place in &stage.handover {
            let Some(handover) = self.machine.policy.handover.get(*place) else { continue };
            let mut fields = Fields::default();
            for field in &handover.carry {
                if let Some(value) = self.case.fields.get(field) {
                    fields.put(field, value.clone());
                }
            }
            let details = facts()
                .with("pipeline", handover.pipeline.clone())
                .with("stage", handover.stage.clone())
                .with("fields", fields);
            let rule = format!("$.policy.handover[{place}]");
            self.command(CommandKind::OpenCase, "handover", &handover.pipeline, at, rule, details);
        }
    }

    pub(super) fn effect(&mut self, effect: &Effect, at: Instant, cause: &str) {
        for (index, task) in effect.tasks.iter().enumerate() {
            if let Some(open) = self.case.tasks.iter_mut().find(|open| open.id == task.id) {
                // Not created again; whoever requires it waits for this one.
                open.required |= task.required;
                self.forget_case();
                continue;
            }
            let due_at = task.due.and_then(|due| self.machine.calendar.add(at, due).ok());
            let details = facts()
                .with("task", task.id.clone())
                .with("title", task.title.clone())
                .with("due_at", due_at)
                .with("required", task.required)
                .with("assignee", task.assignee.clone());
            let rule = format!("{}.tasks[{index}]", effect.path);
            let key = self.command(CommandKind::CreateTask, cause, &task.id, at, rule, details);
            self.case.tasks.push(OpenTask { id: task.id.clone(), key, required: task.required });
            self.forget_case();
        }
        for (field, to) in &effect.set {
            let value = match to {
                SetTo::Value(value) => value.clone(),
                SetTo::Now => at.to_value(),
                SetTo::Today => self.machine.calendar.policy().zone.day_of(at).to_value(),
                SetTo::Field(other) => self.case.fields.get(other).cloned().unwrap_or(Value::Null),
            };
            if self.changes(field, &value) {
                self.void_votes(&[field]);
            }
            self.fields_mut().put(field, value.clone());
            let details = facts().with("field", field.clone()).with("value", value);
            let rule = format!("{}.set.{field}", effect.path);
            self.command(CommandKind::SetField, cause, field, at, rule, details);
        }
        for (index, note) in effect.notify.iter().enumerate() {
            let details = facts()
                .with("notify", note.id.clone())
                .with("recipient", note.recipient.clone())
                .with("text", note.text.clone());
            let rule = format!("{}.notify[{index}]", effect.path);
            self.command(CommandKind::Notify, cause, &note.id, at, rule, details);
        }
    }

    fn command(
        &mut self,
        kind: CommandKind,
        cause: &str,
        name: &str,
        at: Instant,
        rule: String,
        details: Facts,
    ) -> String {
        // What is told of a task or a message follows from the rules and the instant.
        let key = stay(self.case).text(kind.as_str()).text(cause).text(name);
        let mut key = key.int(at.millis());
        if matches!(kind, CommandKind::SetField | CommandKind::OpenCase) {
            // They tell what the case holds: with other fields it is another command.
            key = key.text(&hash_value(&details.to_value()));
        }
        let key = key.hex();
        let (case_id, command) = (self.case.id.clone(), key.clone());
        self.trail.commands.push(Command { kind, key: command, case_id, at, rule, details });
        key
    }
}
