//! Why a guard is not met, and whether an event could mend that.

use super::compile::{Machine, Transition};
use super::judge::{Judged, facts, failed, field_path};
use crate::funnel::reasons;
use crate::rule::{Answer, Cell, Culprit, Moment, Node, Record, Slot, blame, opposite};
use crate::shape::Value;

impl Machine {
    pub(super) fn judge_guard(
        &self,
        guard: &Node,
        transition: &Transition,
        brought: &[(String, Value)],
        record: &Record,
        moment: Moment<'_>,
        judged: &mut Judged,
    ) {
        if guard.answer(record, moment) == Answer::Yes {
            return;
        }
        let is_missing = |slot: Slot| *record.cell(slot) == Cell::Missing;
        let path = |slot: Slot| self.scope.fields.get(slot.index()).map(|field| &field.path);
        // What the event may bring, and did not bring already.
        let may_come = |slot: Slot| {
            !transition.auto
                && path(slot).is_some_and(|field| {
                    transition.input.contains(field)
                        && (is_missing(slot) || brought.iter().all(|(other, _)| other != field))
                })
        };
        // Whether what is asked of a field may still come out right, once one of them is given.
        let is_open = |given: Option<Slot>, slot: Slot, other: Option<Slot>| {
            let slots = || [Some(slot), other].into_iter().flatten();
            let may_come = |slot: Slot| given != Some(slot) && may_come(slot);
            let is_there = |slot: Slot| given == Some(slot) || !is_missing(slot);
            slots().any(may_come) && slots().all(|slot| may_come(slot) || is_there(slot))
        };
        judged.denied |=
            !can_be(guard, true, record, moment, &|slot, other| is_open(None, slot, other));
        let mut culprits = Vec::new();
        blame(guard, true, record, moment, &|is_met| is_met != Answer::Yes, &mut culprits);
        let before = judged.failed.len();
        for Culprit { leaf, wanted, is_met } in culprits {
            let Some(note) = self.notes.get(leaf.note as usize) else { continue };
            let field = self.scope.fields.get(leaf.slot.index());
            let value = field.map_or(Value::Null, |field| field.kind.write(record.cell(leaf.slot)));
            let operator = if wanted { note.operator.into() } else { opposite(note.operator) };
            let told = facts()
                .with("field", note.field.clone())
                .with("value", value.clone())
                .with("operator", operator)
                .with("expected", note.expected.clone());
            let rule = Some(&*note.path);
            let slots = || [Some(leaf.slot), leaf.other()].into_iter().flatten();
            let mut failed = if is_met == Answer::No {
                failed(reasons::GUARD_FAILED, field_path(&note.field), value, rule, told)
            } else {
                let missing = slots().filter(|slot| is_missing(*slot)).find_map(path);
                let at = field_path(missing.unwrap_or(&note.field));
                failed(reasons::GUARD_UNKNOWN, at, Value::Null, rule, told)
            };
            failed.message = transition.message.clone().unwrap_or(failed.message);
            for field in slots().filter(|slot| may_come(*slot)).filter_map(path) {
                self.ask(field, judged);
            }
            judged.failed.push(failed);
        }
        // Of a list those values are offered that the guard lets pass.
        for (name, offered) in &mut judged.options.0 {
            let place = self.scope.fields.iter().position(|field| field.path == **name);
            let (Some(place), Value::List(values)) = (place, offered) else { continue };
            let (slot, mut given) = (Slot(place as u32), record.clone());
            let mut value = 0;
            values.retain(|_| {
                if let Some(cell) = given.0.get_mut(place) {
                    *cell = Cell::Whole(value);
                }
                value += 1;
                can_be(guard, true, &given, moment, &|one, other| is_open(Some(slot), one, other))
            });
            judged.denied |= values.is_empty();
        }
        if judged.failed.len() == before {
            // Nothing single is to blame: `any` of no parts.
            let path = format!("{}.guard", transition.path);
            judged.deny(failed(
                reasons::GUARD_FAILED,
                "$.fields",
                Value::Null,
                Some(&path),
                facts(),
            ));
        }
    }
}

/// Whether a condition can be as wanted, if what is open about its leaves comes out right.
fn can_be(
    node: &Node,
    wanted: bool,
    record: &Record,
    moment: Moment<'_>,
    is_open: &impl Fn(Slot, Option<Slot>) -> bool,
) -> bool {
    let of = |part: &Node| can_be(part, wanted, record, moment, is_open);
    match (node, wanted) {
        (Node::All(parts), true) | (Node::Any(parts), false) => parts.iter().all(of),
        (Node::All(parts), false) | (Node::Any(parts), true) => parts.iter().any(of),
        (Node::Not(part), _) => can_be(part, !wanted, record, moment, is_open),
        (Node::Leaf(leaf), _) => {
            is_open(leaf.slot, leaf.other()) || node.answer(record, moment) == Answer::from(wanted)
        }
    }
}
