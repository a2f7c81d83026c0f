//! Every leaf of a condition with what it was asked of.

use super::answer::Answer;
use super::compile::Note;
use super::field::{Cell, Kind, Record, Scope, Slot};
use super::program::{Leaf, Moment, Node, Test};
use super::report::{Explanation, LeafAnswer};
use crate::shape::{Shaped, Value};

/// What a condition says of a record, leaf by leaf. O(leaves), times the records of lists.
pub(crate) fn explanation(
    program: &Node,
    scope: &Scope,
    notes: &[Note],
    record: &Record,
    moment: Moment<'_>,
) -> Explanation {
    let mut telling = Telling { notes, moment, leaves: Vec::new(), missing: Vec::new() };
    telling.node(program, scope, record, "");
    let answer = program.answer(record, moment).known();
    Explanation { answer, leaves: telling.leaves, missing: telling.missing }
}

struct Telling<'c> {
    notes: &'c [Note],
    moment: Moment<'c>,
    leaves: Vec<LeafAnswer>,
    missing: Vec<String>,
}

impl Telling<'_> {
    /// `within` stands before the paths of fields: `contacts[2].`.
    fn node(&mut self, node: &Node, scope: &Scope, record: &Record, within: &str) {
        match node {
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.node(part, scope, record, within);
                }
            }
            Node::Not(part) => self.node(part, scope, record, within),
            Node::Leaf(leaf) => self.leaf(leaf, scope, record, within),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, scope: &Scope, record: &Record, within: &str) {
        let Some(note) = self.notes.get(leaf.note as usize) else { return };
        let cell = record.cell(leaf.slot);
        let kind = scope.fields.get(leaf.slot.index()).map(|field| &field.kind);
        let answer = leaf.answer(record, self.moment);
        let field = format!("{within}{}", note.field);
        let mut value = self.value(leaf.slot, scope, record);
        if answer == Answer::Unknown {
            if *cell == Cell::Missing && leaf.slot != Slot::NOW {
                self.miss(field.clone());
            }
            if let Test::Against { other, .. } = &leaf.test
                && *record.cell(*other) == Cell::Missing
                && let Some(other) = scope.fields.get(other.index())
            {
                self.miss(format!("{within}{}", other.path));
            }
        }
        let against = match &leaf.test {
            Test::Against { other, .. } => self.value(*other, scope, record),
            _ => Value::Null,
        };
        let items = match (&leaf.test, cell) {
            (Test::Items { program, .. }, Cell::Items(items)) => Some((program, items)),
            _ => None,
        };
        if let Some((program, items)) = items {
            let met = |item: &&Record| program.answer(item, self.moment) == Answer::Yes;
            value = Value::Int(items.iter().filter(met).count() as i64);
        }
        self.leaves.push(LeafAnswer {
            path: note.path.clone(),
            field: field.clone(),
            operator: note.operator.to_owned(),
            expected: note.expected.clone(),
            against,
            value,
            answer: answer.known(),
        });
        if let (Some((program, items)), Some(Kind::List(inner))) = (items, kind) {
            for (index, item) in items.iter().enumerate() {
                self.node(program, inner, item, &format!("{field}[{index}]."));
            }
        }
    }

    fn value(&self, slot: Slot, scope: &Scope, record: &Record) -> Value {
        match (slot, self.moment.now) {
            (Slot::NOW, Some(now)) => now.to_value(),
            _ => {
                let kind = scope.fields.get(slot.index()).map(|field| &field.kind);
                kind.map_or(Value::Null, |kind| kind.write(record.cell(slot)))
            }
        }
    }

    fn miss(&mut self, field: String) {
        if !self.missing.contains(&field) {
            self.missing.push(field);
        }
    }
}
