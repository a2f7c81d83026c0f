//! What the host is told to do when a case enters a stage, or a timer fires.

use super::fields::{Known, is_computed, normal};
use super::names::unique;
use super::policy::{Effects, NotifyPolicy, TaskPolicy};
use crate::rule::{FieldType, NOW};
use crate::shape::{Reader, Value};

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
    let kind = known.kind(path)?;
    let Value::Map(_) = value else { return normal(kind, value, at).map(SetTo::Value) };
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
