//! Because of which leaves a condition is not as wanted.

use super::answer::Answer;
use super::field::Record;
use super::program::{Leaf, Moment, Node};

/// A leaf that is to blame.
pub(crate) struct Culprit<'n> {
    pub(crate) leaf: &'n Leaf,
    /// What it should say: under a `not` no.
    pub(crate) wanted: bool,
    /// Whether it does: yes, no, or nobody knows.
    pub(crate) is_met: Answer,
}

/// The leaves because of which a condition is not as wanted.
///
/// Parts are looked into where `is_meant` of whether they are as wanted. With `No` alone these are the
/// leaves that decide: not those of an `any` that is met, nor what a `not` wants and has.
pub(crate) fn blame<'n>(
    node: &'n Node,
    wanted: bool,
    record: &Record,
    moment: Moment<'_>,
    is_meant: &dyn Fn(Answer) -> bool,
    culprits: &mut Vec<Culprit<'n>>,
) {
    let answer = node.answer(record, moment);
    let is_met = if wanted { answer } else { !answer };
    if !is_meant(is_met) {
        return;
    }
    match node {
        Node::All(parts) | Node::Any(parts) => {
            for part in parts {
                blame(part, wanted, record, moment, is_meant, culprits);
            }
        }
        Node::Not(part) => blame(part, !wanted, record, moment, is_meant, culprits),
        Node::Leaf(leaf) => culprits.push(Culprit { leaf, wanted, is_met }),
    }
}

/// What is asked for where an operator must not be met.
pub(crate) fn opposite(operator: &str) -> String {
    const PAIRS: [[&str; 2]; 5] =
        [["eq", "ne"], ["lt", "ge"], ["gt", "le"], ["in", "not_in"], ["is_null", "not_null"]];
    let pair = PAIRS.iter().find(|pair| pair.contains(&operator));
    match pair {
        Some([one, other]) => (if *one == operator { other } else { one }).to_string(),
        None => format!("not {operator}"),
    }
}
