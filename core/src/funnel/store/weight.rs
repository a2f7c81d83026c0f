//! How much memory a store takes, about.

use super::super::pipeline::{Actor, Case, Event, Name};
use super::case_store::{CaseStore, Slot};
use crate::shape::Value;
use crate::time::Instant;

impl CaseStore {
    /// Bytes that it holds in memory, about, without the pipeline. O(n).
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let cases = self.slots.iter().filter_map(|slot| slot.case.as_deref());
        size_of::<Self>()
            + cases.map(|case| size_of::<Case>() + of_case(case)).sum::<usize>()
            + self.slots.capacity() * size_of::<Slot>()
            + self.free.capacity() * size_of::<u32>()
            + self.places.capacity() * (size_of::<(Name, u32)>() + 1)
            + self.due.len() * size_of::<(Instant, u32)>()
    }
}

/// What lies behind the text of a name: the counts of its owners.
const OWNERS: usize = 2 * size_of::<usize>();

/// What a case holds besides itself; not the names that all cases share.
fn of_case(case: &Case) -> usize {
    let origin = case.origin.case();
    OWNERS
        + case.id.len()
        + of_text(case.author.as_ref())
        + of_text(case.reason.as_ref())
        + of_value(case.fields.value())
        + of_list(&case.fired)
        + of_list(&case.tasks)
        + case.tasks.iter().map(|task| task.id.len() + task.key.len()).sum::<usize>()
        + of_list(&case.votes)
        + case.votes.iter().map(|vote| of_actor(&vote.actor)).sum::<usize>()
        + of_list(&case.stays)
        + of_list(&case.log)
        + case.log.iter().map(of_event).sum::<usize>()
        + of_list(&case.settled)
        + case.settled.iter().map(|name| OWNERS + name.len()).sum::<usize>()
        + origin.map_or(0, |origin| size_of::<Case>() + of_case(origin))
}

fn of_event(event: &Event) -> usize {
    let actor = event.actor.as_deref().map_or(0, |actor| size_of::<Actor>() + of_actor(actor));
    OWNERS
        + event.id.len()
        + actor
        + of_text(event.reason.as_ref())
        + of_value(event.fields.value())
}

fn of_actor(actor: &Actor) -> usize {
    actor.id.len() + actor.roles.iter().map(|role| size_of::<String>() + role.len()).sum::<usize>()
}

fn of_text(text: Option<&String>) -> usize {
    text.map_or(0, String::capacity)
}

fn of_list<T>(list: &Vec<T>) -> usize {
    list.capacity() * size_of::<T>()
}

fn of_value(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.capacity(),
        Value::List(items) => of_list(items) + items.iter().map(of_value).sum::<usize>(),
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| key.capacity() + of_value(value);
            of_list(entries) + entries.iter().map(entry).sum::<usize>()
        }
        _ => 0,
    }
}
