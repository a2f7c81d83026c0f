//! The tour as an array that can be walked both ways, and undone.
//!
//! Reversals swap the shorter side (Bentley 1992), so that what is done near one place costs
//! little. Every reversal is its own inverse, and the journal of them leads back to the best tour.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `order` and `place` are permutations of the nodes, each the other's inverse"
)]

use super::node::{Node, nodes};

/// A closed walk through all nodes.
#[derive(Clone, Debug)]
pub(super) struct Cycle {
    pub(super) order: Vec<Node>,
    place: Vec<u32>,
    /// Whether the walk goes down the array.
    pub(super) mirrored: bool,
    pub(super) journal: Vec<Reversal>,
}

/// `len` nodes from `start` on, around the end, were reversed; and whether the walk turned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reversal {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) turned: bool,
}

impl Cycle {
    /// The walk through `order`, which holds every node once.
    pub(super) fn new(order: Vec<Node>) -> Self {
        let mut place = vec![0; order.len()];
        for (at, node) in (0..).zip(&order) {
            place[node.at()] = at;
        }
        Self { order, place, mirrored: false, journal: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The nodes along the walk.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> {
        nodes(self.len()).map(|at| self.order[at.at()])
    }

    /// The node at `place` of the array, whichever way the walk goes.
    #[inline]
    pub(super) fn node(&self, place: u32) -> Node {
        self.order[place as usize]
    }

    #[inline]
    pub(super) fn next(&self, node: Node) -> Node {
        if self.mirrored { self.below(node) } else { self.above(node) }
    }

    #[inline]
    pub(super) fn prev(&self, node: Node) -> Node {
        if self.mirrored { self.above(node) } else { self.below(node) }
    }

    #[inline]
    fn above(&self, node: Node) -> Node {
        let at = self.place[node.at()] as usize + 1;
        self.order[if at == self.order.len() { 0 } else { at }]
    }

    #[inline]
    fn below(&self, node: Node) -> Node {
        let at = self.place[node.at()] as usize;
        self.order[if at == 0 { self.order.len() } else { at } - 1]
    }

    /// How many steps it is from `from` on to `to`.
    #[inline]
    pub(super) fn steps(&self, from: Node, to: Node) -> u32 {
        let (from, to) = (self.place[from.at()], self.place[to.at()]);
        let (from, to) = if self.mirrored { (to, from) } else { (from, to) };
        if to >= from { to - from } else { to + self.order.len() as u32 - from }
    }

    /// The node `steps` on from `node`; fewer than there are nodes.
    pub(super) fn ahead(&self, node: Node, steps: u32) -> Node {
        let (at, all) = (self.place[node.at()] as usize, self.order.len());
        let at = at + if self.mirrored { all - steps as usize } else { steps as usize };
        self.order[if at >= all { at - all } else { at }]
    }

    /// Walks the other way.
    #[inline]
    pub(super) fn turn(&mut self) {
        self.mirrored = !self.mirrored;
    }

    /// Reverses the way from `from` on to `to`.
    pub(super) fn reverse(&mut self, from: Node, to: Node) {
        let (low, high) = (self.place[from.at()], self.place[to.at()]);
        let (low, high) = if self.mirrored { (high, low) } else { (low, high) };
        let all = self.order.len() as u32;
        let len = if high >= low { high - low + 1 } else { high + all - low + 1 };
        // To reverse the rest and walk the other way is the same.
        let turned = 2 * len > all;
        let reversal = if turned {
            let start = if high + 1 == all { 0 } else { high + 1 };
            Reversal { start, len: all - len, turned }
        } else {
            Reversal { start: low, len, turned }
        };
        self.apply(reversal);
        self.journal.push(reversal);
    }

    fn apply(&mut self, Reversal { start, len, turned }: Reversal) {
        let all = self.order.len();
        let mut low = start as usize;
        let mut high = low + (len as usize).max(1) - 1;
        if high >= all {
            high -= all;
        }
        for _ in 0..len / 2 {
            let (a, b) = (self.order[low], self.order[high]);
            self.order[low] = b;
            self.order[high] = a;
            self.place[b.at()] = low as u32;
            self.place[a.at()] = high as u32;
            low = if low + 1 == all { 0 } else { low + 1 };
            high = if high == 0 { all } else { high } - 1;
        }
        self.mirrored ^= turned;
    }

    /// How many reversals lie behind, to come back to.
    pub(super) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Undoes what came after `mark`.
    pub(super) fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            if let Some(reversal) = self.journal.pop() {
                self.apply(reversal);
            }
        }
    }

    /// Forgets the way back: the walk is kept as it is.
    pub(super) fn keep(&mut self) {
        self.journal.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The walk from node 0, towards the lesser of its neighbours.
    fn canonical(mut walk: Vec<u32>) -> Vec<u32> {
        let zero = walk.iter().position(|node| *node == 0).unwrap_or(0);
        walk.rotate_left(zero);
        if walk.last() < walk.get(1) {
            walk[1..].reverse();
        }
        walk
    }

    proptest! {
        #[test]
        fn reverses_as_a_list_does_and_undoes_it(
            len in 3_u32..40,
            reversals in prop::collection::vec((any::<u32>(), any::<u32>(), any::<bool>()), 1..30),
        ) {
            let mut cycle = Cycle::new(nodes(len as usize).collect());
            let mut list: Vec<u32> = (0..len).collect();
            let before = list.clone();
            for (start, steps, turn) in reversals {
                if turn {
                    cycle.turn();
                    list.reverse();
                }
                let (start, steps) = ((start % len) as usize, (steps % (len - 1)) as usize);
                list.rotate_left(start);
                let (from, to) = (Node(list[0]), Node(list[steps]));
                prop_assert_eq!(cycle.steps(from, to) as usize, steps);
                prop_assert_eq!(cycle.ahead(from, steps as u32), to);
                cycle.reverse(from, to);
                list[..=steps].reverse();
                prop_assert_eq!(
                    canonical(cycle.nodes().map(|node| node.0).collect()),
                    canonical(list.clone())
                );
                // The walk goes the same way as the list.
                let around = (1..len as usize).all(|at| cycle.next(Node(list[at - 1])) == Node(list[at]));
                prop_assert!(around);
            }
            cycle.undo(0);
            prop_assert_eq!(canonical(cycle.nodes().map(|node| node.0).collect()), canonical(before));
        }
    }
}
