//! When an answer becomes another, if nothing but time passes.

use super::field::{Cell, Record, Slot};
use super::program::{Bound, Moment, Node, Test, window};
use crate::time::Instant;

/// The first instant after `moment.now` at which the program answers otherwise.
pub(crate) fn next_change(program: &Node, record: &Record, moment: Moment<'_>) -> Option<Instant> {
    let now = moment.now?;
    let mut edges = Vec::new();
    collect(program, record, moment, &mut edges);
    edges.retain(|edge| *edge > now.millis());
    crate::math::sort(&mut edges);
    edges.dedup();
    let answer = program.answer(record, moment);
    edges
        .into_iter()
        .filter_map(Instant::from_millis)
        .find(|edge| program.answer(record, Moment { now: Some(*edge), ..moment }) != answer)
}

/// The instants at which a leaf may change, in milliseconds.
fn collect(node: &Node, record: &Record, moment: Moment<'_>, edges: &mut Vec<i64>) {
    let leaf = match node {
        Node::All(parts) | Node::Any(parts) => {
            return parts.iter().for_each(|part| collect(part, record, moment, edges));
        }
        Node::Not(part) => return collect(part, record, moment, edges),
        Node::Leaf(leaf) => leaf,
    };
    // A comparison with an instant changes at it, or a millisecond later.
    let mut at = |t: i64| edges.extend([t, t.saturating_add(1)]);
    match (&leaf.test, record.cell(leaf.slot)) {
        (Test::Within { span, is_date }, Cell::Whole(value)) => {
            let (start, end) = window(*value, *span, *is_date, moment.calendar);
            edges.extend([start, end]);
        }
        (Test::Against { other: Slot::NOW, .. }, Cell::Whole(value)) => at(*value),
        (Test::Against { other, .. }, _) if leaf.slot == Slot::NOW => {
            if let Cell::Whole(value) = record.cell(*other) {
                at(*value);
            }
        }
        (Test::Whole(range), _) if leaf.slot == Slot::NOW => {
            for bound in [range.low, range.high] {
                if let Bound::Included(t) | Bound::Excluded(t) = bound {
                    at(t);
                }
            }
        }
        (Test::WholeIn(set), _) if leaf.slot == Slot::NOW => set.values.iter().for_each(|t| at(*t)),
        (Test::Items { program, .. }, Cell::Items(items)) => {
            items.iter().for_each(|item| collect(program, item, moment, edges));
        }
        _ => {}
    }
}
