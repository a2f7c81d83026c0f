//! From a condition as data to a program: all problems at once, each with its path.

use super::field::{Field, Kind, Scope, Slot};
use super::operators::operator_names;
use super::policy::{ConditionNode, ConditionPolicy};
use super::program::{Leaf, Node, Quantifier, Test};
use super::schema::{NOW, Schema};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Calendar;

/// A condition nested deeper than this is not compiled: `too_deep`.
pub const MAX_DEPTH: usize = 32;
/// A condition of more nodes is not compiled: `too_many_nodes`.
pub const MAX_NODES: usize = 4096;
/// A condition of more values to compare with is not compiled: `too_many_values`.
pub const MAX_LITERALS: usize = 10_000;

/// How a leaf is written, for those who explain its answer.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// JSON path of the leaf.
    pub(crate) path: String,
    /// Dotted path of its field.
    pub(crate) field: String,
    pub(crate) operator: &'static str,
    /// What the field is held against.
    pub(crate) expected: Value,
}

/// Compiles conditions over one kind of record, which then is read once for all of them.
#[derive(Debug, Default)]
pub(crate) struct Compiler<'p> {
    pub(super) calendar: Option<&'p Calendar>,
    /// The fields that the conditions so far read.
    pub(crate) scope: Scope,
    /// By the number that each leaf has.
    pub(crate) notes: Vec<Note>,
    /// Whether an answer depends on `now`.
    pub(crate) needs_now: bool,
    nodes: usize,
    pub(super) literals: usize,
}

impl<'p> Compiler<'p> {
    pub(crate) fn new(calendar: Option<&'p Calendar>) -> Self {
        Self { calendar, ..Self::default() }
    }

    /// Compiles one condition; `None` after at least one problem.
    pub(crate) fn compile(
        &mut self,
        policy: &ConditionPolicy,
        schema: &Schema,
        at: &mut Reader,
    ) -> Option<Node> {
        (self.nodes, self.literals) = (0, 0);
        let problems = at.problem_count();
        let node = at.policy(|at| self.node(policy, schema, 1, at));
        if self.nodes > MAX_NODES {
            at.limit::<()>("too_many_nodes", format!("more than {MAX_NODES} nodes"));
        }
        if self.literals > MAX_LITERALS {
            at.limit::<()>("too_many_values", format!("more than {MAX_LITERALS} values"));
        }
        node.filter(|_| at.problem_count() == problems)
    }

    /// The place of a field that is read without a condition, such as the base of a sum.
    pub(crate) fn slot(&mut self, path: &str, schema: &Schema, at: &mut Reader) -> Option<Slot> {
        if path == NOW {
            return Some(Slot::NOW);
        }
        if let Some(known) = self.scope.fields.iter().position(|field| field.path == path) {
            return Some(Slot(known as u32));
        }
        let policy = schema.require(path, at)?;
        let field = Field {
            path: path.to_owned(),
            kind: Kind::of(policy),
            empty_is_missing: policy.empty_is_missing,
        };
        self.scope.fields.push(field);
        Some(Slot(self.scope.fields.len() as u32 - 1))
    }

    pub(crate) fn kind(&self, slot: Slot) -> &Kind {
        match self.scope.fields.get(slot.index()) {
            Some(field) => &field.kind,
            // Only `now` is in no scope.
            None => &Kind::Instant,
        }
    }

    pub(super) fn node(
        &mut self,
        policy: &ConditionPolicy,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Node> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return at.limit("too_deep", format!("more than {MAX_DEPTH} levels"));
        }
        let node = &*policy.0;
        let forms = [node.all.is_some(), node.any.is_some(), node.not.is_some()];
        let is_leaf = node.field.is_some() || operator_names(node).next().is_some();
        match forms.iter().filter(|is| **is).count() + usize::from(is_leaf) {
            0 => return at.problem("empty", "expected \"all\", \"any\", \"not\" or \"field\""),
            1 => {}
            _ => {
                let message = "expected one of \"all\", \"any\", \"not\" and \"field\"";
                return at.problem("ambiguous", message);
            }
        }
        let node = if let Some(part) = &node.not {
            let part = at.within("not", |at| self.node(part, schema, depth + 1, at))?;
            Node::Not(Box::new(part))
        } else if let Some(parts) = &node.all {
            Node::All(at.within("all", |at| self.parts(parts, schema, depth, at))?)
        } else if let Some(parts) = &node.any {
            Node::Any(at.within("any", |at| self.parts(parts, schema, depth, at))?)
        } else {
            Node::Leaf(self.leaf(node, schema, depth, at)?)
        };
        #[cfg(feature = "lint")]
        super::lint::node(&node, &self.scope, at);
        Some(node)
    }

    fn parts(
        &mut self,
        parts: &[ConditionPolicy],
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Vec<Node>> {
        let mut nodes = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            nodes.extend(at.within(index, |at| self.node(part, schema, depth + 1, at)));
        }
        (nodes.len() == parts.len()).then_some(nodes)
    }

    fn leaf(
        &mut self,
        node: &ConditionNode,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Leaf> {
        let Some(path) = &node.field else {
            return at.within("field", |at| at.problem("missing_key", "\"field\" is required"));
        };
        let operators: Vec<&'static str> = operator_names(node).collect();
        // What stands with `count_of` compares the count.
        let count = node.count_of.is_some() && operators.len() == 2;
        let operator = match operators.as_slice() {
            [one] => *one,
            [_, _] if count => "count_of",
            [] => return at.problem("missing_operator", "expected an operator beside \"field\""),
            many => {
                let message = format!("expected one operator, got: {}", many.join(", "));
                return at.problem("ambiguous", message);
            }
        };
        let slot = at.within("field", |at| self.slot(path, schema, at));
        let slot = slot?;
        let test = self.test(slot, operator, node, schema, depth, at)?;
        self.needs_now |= slot == Slot::NOW
            || matches!(test, Test::Within { .. } | Test::Against { other: Slot::NOW, .. });
        let written = node.to_value();
        let expected = match &test {
            // The condition on the records has leaves of its own.
            Test::Items { of: Quantifier::Count(_), .. } => operators
                .iter()
                .find(|name| **name != "count_of")
                .and_then(|name| written.get(name)),
            Test::Items { .. } | Test::Null { .. } => None,
            _ => written.get(operator),
        };
        let expected = expected.cloned().unwrap_or(Value::Null);
        self.notes.push(Note { path: at.path(), field: path.clone(), operator, expected });
        Some(Leaf { slot, test, note: self.notes.len() as u32 - 1 })
    }
}
