//! Every leaf of a condition with what it was asked of.

use super::answer::Answer;
use super::blame::{Culprit, blame, opposite};
use super::compile::Note;
use super::field::{Cell, Kind, Record, Scope, Slot};
use super::program::{Moment, Node, Quantifier, Test};
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
    let telling = Telling { notes, moment, only: None, leaves: Vec::new(), missing: Vec::new() };
    telling.told(program, scope, record)
}

/// The same of the leaves alone because of which a condition is not met, or nobody knows whether it is:
/// the operators are what is asked for, under a `not` the opposite of what is written.
#[cfg(feature = "kpi")]
pub(crate) fn blamed(
    program: &Node,
    scope: &Scope,
    notes: &[Note],
    record: &Record,
    moment: Moment<'_>,
) -> Explanation {
    let only = Some(program.answer(record, moment));
    let telling = Telling { notes, moment, only, leaves: Vec::new(), missing: Vec::new() };
    telling.told(program, scope, record)
}

struct Telling<'c> {
    notes: &'c [Note],
    moment: Moment<'c>,
    /// Of leaves that are to blame, whether they are as wanted.
    only: Option<Answer>,
    leaves: Vec<LeafAnswer>,
    missing: Vec<String>,
}

impl Telling<'_> {
    fn told(mut self, program: &Node, scope: &Scope, record: &Record) -> Explanation {
        self.node(program, true, scope, record, "");
        let answer = program.answer(record, self.moment).known();
        Explanation { answer, leaves: self.leaves, missing: self.missing }
    }

    /// `within` stands before the paths of fields: `contacts[2].`.
    fn node(&mut self, node: &Node, wanted: bool, scope: &Scope, record: &Record, within: &str) {
        let only = self.only;
        let is_meant = |is_met| only.is_none_or(|only| only == is_met);
        let mut culprits = Vec::new();
        blame(node, wanted, record, self.moment, &is_meant, &mut culprits);
        for culprit in culprits {
            self.leaf(&culprit, scope, record, within);
        }
    }

    fn leaf(&mut self, culprit: &Culprit<'_>, scope: &Scope, record: &Record, within: &str) {
        let Culprit { leaf, wanted, is_met } = *culprit;
        let Some(note) = self.notes.get(leaf.note as usize) else { return };
        let cell = record.cell(leaf.slot);
        let kind = scope.fields.get(leaf.slot.index()).map(|field| &field.kind);
        let answer = if wanted { is_met } else { !is_met };
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
            (Test::Items { of, program }, Cell::Items(items)) => Some((of, program, items)),
            _ => None,
        };
        if let Some((_, program, items)) = items {
            let met = |item: &&Record| program.answer(item, self.moment) == Answer::Yes;
            value = Value::Int(items.iter().filter(met).count() as i64);
        }
        let as_written = wanted || self.only.is_none();
        self.leaves.push(LeafAnswer {
            path: note.path.clone(),
            field: field.clone(),
            operator: if as_written { note.operator.to_owned() } else { opposite(note.operator) },
            expected: note.expected.clone(),
            against,
            value,
            answer: answer.known(),
        });
        if let (Some((of, program, items)), Some(Kind::List(inner))) = (items, kind) {
            // Of a wrong number of records no single one is to blame.
            if self.only == Some(Answer::No) && matches!(of, Quantifier::Count(_)) {
                return;
            }
            for (index, item) in items.iter().enumerate() {
                self.node(program, wanted, inner, item, &format!("{field}[{index}]."));
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
