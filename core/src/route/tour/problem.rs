//! What is searched: nodes, their costs, their neighbours, and links that no tour may break.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: every node has its neighbours and mate")]

use super::costs::Costs;
use super::node::Node;

/// A node without a mate.
const NONE: Node = Node(u32::MAX);

/// A symmetric problem, whatever the caller's was.
///
/// - An open tour is a closed one through a hub to which every stop is near; a fixed end is linked
///   to the hub (Jonker and Volgenant 1983 for the idea of such nodes).
/// - An asymmetric problem has two linked nodes a stop, one to come in at and one to leave from.
#[derive(Clone, Debug)]
pub(super) struct Problem<C> {
    pub(super) costs: C,
    /// The node through which an open tour is closed.
    pub(super) hub: Option<Node>,
    /// For each node the one that it is linked to: the tour goes from one to the other.
    mates: Vec<[Node; 2]>,
    /// Whether anybody is linked.
    has_links: bool,
    /// The neighbours of each node, nearest first.
    pub(super) near: Vec<(Node, f64)>,
    /// Where those of each node begin.
    pub(super) starts: Vec<u32>,
}

impl<C: Costs> Problem<C> {
    /// A problem with nobody linked, and no neighbours yet.
    pub(super) fn new(costs: C, hub: Option<Node>) -> Self {
        let nodes = costs.len() + usize::from(hub.is_some());
        Self {
            costs,
            hub,
            mates: vec![[NONE; 2]; nodes],
            has_links: false,
            near: Vec::new(),
            starts: vec![0],
        }
    }

    /// Whether the neighbours of all nodes are there.
    pub(super) fn has_neighbours(&self) -> bool {
        self.starts.len() > self.len()
    }

    /// Finds the neighbours of the next node that has none yet.
    pub(super) fn find_neighbours(&mut self) {
        let node = Node(self.starts.len() as u32 - 1);
        if self.hub != Some(node) {
            self.near.extend(self.hub.map(|hub| (hub, 0.0)));
            self.costs.neighbours(node, &mut self.near);
        }
        self.starts.push(self.near.len() as u32);
    }

    /// Other neighbours for each node, nearest first.
    pub(super) fn set_neighbours(&mut self, near: &[Vec<(Node, f64)>]) {
        self.near = near.concat();
        self.starts = vec![0];
        self.starts.extend(near.iter().scan(0, |end, near| {
            *end += near.len() as u32;
            Some(*end)
        }));
    }

    /// Links two nodes: at most two links a node, and never a ring.
    pub(super) fn link(&mut self, a: Node, b: Node) {
        self.has_links = true;
        for (a, b) in [(a, b), (b, a)] {
            let mates = &mut self.mates[a.at()];
            mates[usize::from(mates[0] != NONE)] = b;
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.mates.len()
    }

    /// All links, each once.
    pub(super) fn links(&self) -> impl Iterator<Item = (Node, Node)> {
        let of = |(node, mates): (u32, &[Node; 2])| mates.map(|mate| (Node(node), mate));
        (0..).zip(&self.mates).flat_map(of).filter(|(a, b)| *b != NONE && a < b)
    }

    /// Whether the step from `a` to `b` must stay.
    #[inline]
    pub(super) fn is_linked(&self, a: Node, b: Node) -> bool {
        if !self.has_links {
            return false;
        }
        let mates = self.mates[a.at()];
        mates[0] == b || mates[1] == b
    }

    /// What it costs to go from `a` to `b`; nothing to and from the hub.
    #[inline]
    pub(super) fn cost(&self, a: Node, b: Node) -> f64 {
        if self.hub.is_some() && (self.hub == Some(a) || self.hub == Some(b)) {
            return 0.0;
        }
        self.costs.cost(a, b)
    }

    /// The nodes near `node` with their costs, nearest first.
    #[inline]
    pub(super) fn near(&self, node: Node) -> &[(Node, f64)] {
        &self.near[self.starts[node.at()] as usize..self.starts[node.at() + 1] as usize]
    }
}
