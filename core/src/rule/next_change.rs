//! When an answer becomes another, if nothing but time passes.

use super::answer::Answer;
use super::field::{Cell, Record, Slot};
use super::program::{Leaf, Moment, Node, Quantifier, Test, window};
use crate::time::Instant;

/// The first instant after `moment.now` at which the program answers otherwise.
pub(crate) fn next_change(program: &Node, record: &Record, moment: Moment<'_>) -> Option<Instant> {
    let course = Course::of(program, record, moment.now?, moment);
    course.changes.first().and_then(|(ms, _)| Instant::from_millis(*ms))
}

/// All instants after `moment.now` at which a program answers otherwise, with what it answers from then
/// on, in order.
#[cfg(feature = "funnel")]
pub(crate) fn changes(
    program: &Node,
    record: &Record,
    moment: Moment<'_>,
) -> impl Iterator<Item = (Instant, Answer)> {
    let course = moment.now.map(|now| Course::of(program, record, now, moment));
    let changes = course.map(|course| course.changes).unwrap_or_default();
    changes.into_iter().filter_map(|(ms, answer)| Some((Instant::from_millis(ms)?, answer)))
}

/// What a node answers from `now` on.
///
/// Each instant at which a leaf changes is looked at once on every level, however many records a list
/// has: asking the whole program anew at each of them took the square of that.
struct Course {
    now: Answer,
    /// At which millisecond it becomes another, and which, in order.
    changes: Vec<(i64, Answer)>,
}

impl Course {
    fn of(node: &Node, record: &Record, now: Instant, moment: Moment<'_>) -> Self {
        let all = |nodes: &[Node], of: &Quantifier| {
            let parts = nodes.iter().map(|part| Self::of(part, record, now, moment));
            Self::together(parts.collect(), of)
        };
        match node {
            Node::All(parts) => all(parts, &Quantifier::All),
            Node::Any(parts) => all(parts, &Quantifier::Any),
            Node::Not(part) => {
                let mut course = Self::of(part, record, now, moment);
                course.now = !course.now;
                course.changes.iter_mut().for_each(|(_, answer)| *answer = !*answer);
                course
            }
            Node::Leaf(leaf) => match (&leaf.test, record.cell(leaf.slot)) {
                (Test::Items { of, program }, Cell::Items(items)) => {
                    let items = items.iter().map(|item| Self::of(program, item, now, moment));
                    Self::together(items.collect(), of)
                }
                _ => Self::of_leaf(leaf, record, now, moment),
            },
        }
    }

    fn of_leaf(leaf: &Leaf, record: &Record, now: Instant, moment: Moment<'_>) -> Self {
        let mut edges = edges(leaf, record, moment);
        edges.retain(|edge| *edge > now.millis());
        crate::math::sort(&mut edges);
        let own = leaf.answer(record, moment);
        let mut course = Self { now: own, changes: Vec::new() };
        for edge in edges {
            // No instant is beyond the last one.
            let Some(t) = Instant::from_millis(edge) else { break };
            course.push(edge, leaf.answer(record, Moment { now: Some(t), ..moment }));
        }
        course
    }

    /// Of many, as a quantifier counts them. O(k log k) for k changes.
    fn together(parts: Vec<Self>, of: &Quantifier) -> Self {
        let mut count = [0_i64; 3];
        let mut changes = Vec::new();
        for part in parts {
            add(&mut count, part.now, 1);
            let mut before = part.now;
            for (ms, after) in part.changes {
                changes.push((ms, (before, after)));
                before = after;
            }
        }
        crate::math::sort_by_number(&mut changes, |(ms, _)| *ms, |_, _| std::cmp::Ordering::Equal);
        let mut course = Self { now: of.counted(count), changes: Vec::new() };
        let mut changes = changes.into_iter().peekable();
        while let Some((ms, (before, after))) = changes.next() {
            add(&mut count, before, -1);
            add(&mut count, after, 1);
            // What changes at one instant changes at once.
            if changes.peek().is_none_or(|(next, _)| *next > ms) {
                course.push(ms, of.counted(count));
            }
        }
        course
    }

    fn push(&mut self, ms: i64, answer: Answer) {
        if self.changes.last().map_or(self.now, |(_, last)| *last) != answer {
            self.changes.push((ms, answer));
        }
    }
}

fn add(count: &mut [i64; 3], answer: Answer, one: i64) {
    if let Some(count) = count.get_mut(answer as usize) {
        *count += one;
    }
}

/// The instants at which a leaf may change, in milliseconds.
fn edges(leaf: &Leaf, record: &Record, moment: Moment<'_>) -> Vec<i64> {
    // A comparison with an instant changes at it, or a millisecond later.
    let at = |t: i64| [t, t.saturating_add(1)];
    match (&leaf.test, record.cell(leaf.slot)) {
        (Test::Within { span, is_date }, Cell::Whole(value)) => {
            let (start, end) = window(*value, *span, *is_date, moment.calendar);
            vec![start, end]
        }
        (Test::Against { other: Slot::NOW, .. }, Cell::Whole(value)) => at(*value).to_vec(),
        (Test::Against { other, .. }, _) if leaf.slot == Slot::NOW => match record.cell(*other) {
            Cell::Whole(value) => at(*value).to_vec(),
            _ => Vec::new(),
        },
        (Test::Whole(range), _) if leaf.slot == Slot::NOW => {
            [range.low, range.high].into_iter().flat_map(at).collect()
        }
        (Test::WholeIn(set), _) if leaf.slot == Slot::NOW => {
            set.values.iter().copied().flat_map(at).collect()
        }
        _ => Vec::new(),
    }
}
