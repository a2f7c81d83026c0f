//! A condition as steps, each of which tells where to go on: how one record is asked.
//!
//! A tree is walked in jumps that depend on its form and on every answer. Steps are taken one after
//! the other, most of them by two comparisons, and what a step asks for lies within it.

use super::field::{Cell, Record, Slot};
use super::program::{Leaf, Moment, Near, Node, Range, Test};

/// The steps of a condition.
#[derive(Debug)]
pub(super) struct Steps {
    steps: Vec<Step>,
    first: u32,
}

/// A test, and where to go on if it is not met, and if it is.
#[derive(Debug)]
struct Step {
    slot: Slot,
    outside: bool,
    next: [u32; 2],
    test: Quick,
}

/// What is asked most often, in a few words of memory.
#[derive(Debug)]
enum Quick {
    Whole(i64, i64),
    Number(f64, f64),
    Near(Near),
    Text(String),
    /// Everything else.
    Leaf(Box<Leaf>),
}

/// Places beyond all steps: the answer.
const NO: u32 = u32::MAX - 1;
const YES: u32 = u32::MAX;

impl Steps {
    pub(super) fn of(program: &Node) -> Self {
        let mut steps = Vec::new();
        let first = place(program, [NO, YES], &mut steps);
        Self { steps, first }
    }

    /// Whether a record meets the condition; `None` where a step is unknown: steps know two values, and
    /// it is for the tree to say what three make.
    pub(super) fn answer(&self, record: &Record, moment: Moment<'_>) -> Option<bool> {
        let mut at = self.first;
        while let Some(step) = self.steps.get(at as usize) {
            let is_met = match step.holds(record.cell(step.slot)) {
                Some(is_met) => is_met,
                None => step.ask(record, moment)?,
            };
            let [no, yes] = step.next;
            at = if is_met { yes } else { no };
        }
        Some(at == YES)
    }
}

/// Adds the steps of a node, from behind: where to go on after them is known. Answers the first one.
fn place(node: &Node, [no, yes]: [u32; 2], steps: &mut Vec<Step>) -> u32 {
    match node {
        Node::All(parts) => parts.iter().rev().fold(yes, |yes, part| place(part, [no, yes], steps)),
        Node::Any(parts) => parts.iter().rev().fold(no, |no, part| place(part, [no, yes], steps)),
        Node::Not(part) => place(part, [yes, no], steps),
        Node::Leaf(leaf) => {
            steps.push(Step::of(leaf, [no, yes]));
            steps.len() as u32 - 1
        }
    }
}

impl Step {
    fn of(leaf: &Leaf, next: [u32; 2]) -> Self {
        let (test, outside) = match &leaf.test {
            // No record holds it.
            _ if leaf.slot == Slot::NOW => (None, false),
            Test::Whole(Range { low, high, outside }) => {
                (Some(Quick::Whole(*low, *high)), *outside)
            }
            Test::Number(Range { low, high, outside }) => {
                (Some(Quick::Number(*low, *high)), *outside)
            }
            Test::WholeIn(set) => (set.near().map(Quick::Near), set.outside),
            Test::TextIn(set) => match set.values.as_slice() {
                [only] => (Some(Quick::Text(only.clone())), set.outside),
                _ => (None, false),
            },
            _ => (None, false),
        };
        let test = test.unwrap_or_else(|| Quick::Leaf(Box::new(leaf.clone())));
        Self { slot: leaf.slot, outside, next, test }
    }

    #[inline]
    fn holds(&self, cell: &Cell) -> Option<bool> {
        let is_in = match (&self.test, cell) {
            (Quick::Whole(low, high), Cell::Whole(value)) => (low <= value) & (value <= high),
            (Quick::Number(low, high), Cell::Number(value)) => (low <= value) & (value <= high),
            (Quick::Near(near), Cell::Whole(value)) => near.has(*value),
            (Quick::Text(only), Cell::Text(value)) => only == value,
            _ => return None,
        };
        Some(is_in != self.outside)
    }

    /// Out of line: what is asked seldom shall not slow the rest down.
    #[inline(never)]
    fn ask(&self, record: &Record, moment: Moment<'_>) -> Option<bool> {
        match &self.test {
            Quick::Leaf(leaf) => leaf.answer(record, moment).known(),
            _ => None,
        }
    }
}
