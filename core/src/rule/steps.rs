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

    /// Takes the steps that ask little, from the first on. Answers where that ends: the answer, or a step
    /// that takes [more](Self::go_on).
    #[inline]
    pub(super) fn begin(&self, record: &Record) -> Place {
        self.walk(self.first, record)
    }

    /// Whether a record meets the condition, of which the steps before `at` were taken; `None` where a
    /// step is unknown: steps know two values, and it is for the tree to say what three make.
    pub(super) fn go_on(&self, mut at: Place, record: &Record, moment: Moment<'_>) -> Option<bool> {
        while let Some(step) = self.steps.get(at.0 as usize) {
            let is_met = step.ask(record, moment)?;
            at = self.walk(step.next(is_met), record);
        }
        at.answer()
    }

    #[inline]
    fn walk(&self, mut at: u32, record: &Record) -> Place {
        while let Some(step) = self.steps.get(at as usize) {
            let Some(is_met) = step.holds(record.cell(step.slot)) else { break };
            at = step.next(is_met);
        }
        Place(at)
    }
}

/// A step, or the answer.
#[derive(Clone, Copy)]
pub(super) struct Place(u32);

impl Place {
    #[inline]
    pub(super) fn answer(self) -> Option<bool> {
        (self.0 >= NO).then_some(self.0 == YES)
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
    fn next(&self, is_met: bool) -> u32 {
        let [no, yes] = self.next;
        if is_met { yes } else { no }
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

    fn ask(&self, record: &Record, moment: Moment<'_>) -> Option<bool> {
        match &self.test {
            Quick::Leaf(leaf) => leaf.answer(record, moment).known(),
            _ => None,
        }
    }
}
