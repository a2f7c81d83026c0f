//! The nodes around which a tour may have become improvable.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: `queued` has an item for each node")]

use std::collections::VecDeque;

use super::node::Node;

/// A queue with each node in it at most once: the "don't look bits" of Bentley (1992), turned.
#[derive(Clone, Debug)]
pub(super) struct Dirty {
    queue: VecDeque<Node>,
    queued: Vec<bool>,
}

impl Dirty {
    /// For so many nodes, none of them in it.
    pub(super) fn new(len: usize) -> Self {
        Self { queue: VecDeque::new(), queued: vec![false; len] }
    }

    pub(super) fn push(&mut self, node: Node) {
        if !std::mem::replace(&mut self.queued[node.at()], true) {
            self.queue.push_back(node);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Node> {
        let node = self.queue.pop_front()?;
        self.queued[node.at()] = false;
        Some(node)
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        while self.pop().is_some() {}
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}
