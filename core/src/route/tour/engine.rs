//! The caller's stops as a problem of the search, and its tours as the caller's.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: nodes stand for stops, of which there is a list for each"
)]

use std::cmp::Ordering;

use super::costs::{Costs, Points};
use super::curve::curve;
use super::exact::{Ends, FEW, shortest};
use super::matrix::{Matrix, Table};
use super::nearest::nearest;
use super::node::{Node, nodes};
use super::problem::Problem;
use super::search::Search;
use super::tree::tree_order;
use crate::math;

/// A search of any kind.
#[derive(Clone, Debug)]
pub(in crate::route) enum Engine {
    /// Nothing is left to search.
    Solved(Vec<u32>),
    Points(Search<Points>, Seats),
    Matrix(Search<Matrix>, Seats),
}

/// Which stops the nodes stand for.
#[derive(Clone, Debug)]
pub(in crate::route) struct Seats {
    ends: Ends,
    /// The stops of each node, which lie in one place.
    stops: Vec<Vec<u32>>,
    /// Whether a tour is as long as the same the other way only by chance.
    directed: bool,
    /// Whether stops have two nodes each.
    doubled: bool,
}

impl Engine {
    /// Points in space, or of a plane; `bend` as in [`Points`]. Few are solved by their true `leg`s,
    /// the same both ways.
    pub(in crate::route) fn of_points(
        at: &[[f64; 3]],
        bend: f64,
        leg: impl Fn(usize, usize) -> f64,
        ends: Ends,
        initial: Option<&[u32]>,
        seed: u32,
    ) -> Self {
        let groups = together(at, ends);
        let places: Vec<[f64; 3]> = groups.iter().map(|group| at[group[0] as usize]).collect();
        let order = tree_order(&places);
        let points = Points::new(order.iter().map(|&group| places[group as usize]).collect(), bend);
        let seats = Seats {
            ends,
            stops: order.iter().map(|&group| groups[group as usize].clone()).collect(),
            directed: false,
            doubled: false,
        };
        if points.len() <= FEW {
            let stop = |node: usize| seats.stops[node][0] as usize;
            return Self::Solved(seats.solve(|a, b| leg(stop(a.max(b)), stop(a.min(b)))));
        }
        let hub = (!ends.closed).then_some(Node(points.len() as u32));
        let mut problem = Problem::new(points, hub);
        seats.link_ends(&mut problem, hub);
        let (first, is_good) = seats.first(initial, || curve(&problem.costs.at), hub);
        Self::Points(Search::new(problem, first, is_good, u64::from(seed)), seats)
    }

    /// A square table.
    pub(in crate::route) fn of_table(
        table: &Table,
        ends: Ends,
        initial: Option<&[u32]>,
        seed: u32,
    ) -> Self {
        let stops = table.stops();
        let directed = table.is_directed();
        let mut seats = Seats {
            ends,
            stops: (0..stops as u32).map(|stop| vec![stop]).collect(),
            directed,
            doubled: directed && stops > FEW,
        };
        let doubled = seats.doubled;
        // An open tour of a doubled table has a stop more, from and to which all ways are free.
        let matrix = Matrix::new(table.clone(), doubled, doubled && !ends.closed);
        if stops <= FEW {
            return Self::Solved(seats.solve(|a, b| matrix.way(a, b)));
        }
        let hub = (!doubled && !ends.closed).then_some(Node(stops as u32));
        let through = (doubled && !ends.closed).then(|| {
            seats.stops.push(Vec::new());
            Node(stops as u32)
        });
        let mates: Vec<(Node, Node)> = if doubled {
            (0..matrix.size).map(|stop| (Node(stop as u32), matrix.entrance(stop))).collect()
        } else {
            Vec::new()
        };
        let entrance = |stop: usize| matrix.entrance(stop);
        let links = through.map(|through| {
            let start = ends.start.map(|start| (through, entrance(start)));
            let end = ends.end.map(|end| (Node(end as u32), entrance(through.at())));
            [start, end]
        });
        let (first, is_good) = seats.first(initial, || nodes(stops).collect(), hub.or(through));
        let mut problem = Problem::new(matrix, hub);
        mates.into_iter().for_each(|(a, b)| problem.link(a, b));
        links.into_iter().flatten().flatten().for_each(|(a, b)| problem.link(a, b));
        seats.link_ends(&mut problem, hub);
        Self::Matrix(Search::new(problem, first, is_good, u64::from(seed)), seats)
    }

    /// How many nodes are searched.
    pub(in crate::route) fn len(&self) -> usize {
        match self {
            Self::Solved(order) => order.len(),
            Self::Points(search, _) => search.len(),
            Self::Matrix(search, _) => search.len(),
        }
    }

    /// Whether nothing is left to search.
    pub(in crate::route) fn is_solved(&self) -> bool {
        matches!(self, Self::Solved(_))
    }

    /// Whether the first improvement is over.
    pub(in crate::route) fn is_settled(&self) -> bool {
        match self {
            Self::Solved(_) => true,
            Self::Points(search, _) => search.is_settled(),
            Self::Matrix(search, _) => search.is_settled(),
        }
    }

    /// Goes on with the first improvement.
    pub(in crate::route) fn settle(&mut self, nodes: u32) {
        match self {
            Self::Solved(_) => {}
            Self::Points(search, _) => search.settle(nodes),
            Self::Matrix(search, _) => search.settle(nodes),
        }
    }

    /// Does `iterations`.
    pub(in crate::route) fn kick(&mut self, iterations: u32) {
        for _ in 0..iterations {
            match self {
                Self::Solved(_) => {}
                Self::Points(search, _) => search.kick(),
                Self::Matrix(search, _) => search.kick(),
            }
        }
    }

    /// How many iterations were done.
    pub(in crate::route) fn iterations(&self) -> u64 {
        match self {
            Self::Solved(_) => 0,
            Self::Points(search, _) => search.kicks,
            Self::Matrix(search, _) => search.kicks,
        }
    }

    /// How many iterations were done since the best tour was found.
    pub(in crate::route) fn iterations_in_vain(&self) -> u64 {
        match self {
            Self::Solved(_) => 0,
            Self::Points(search, _) => search.kicks_since_best,
            Self::Matrix(search, _) => search.kicks_since_best,
        }
    }

    /// A tour of places as an answer tells it; absent where no search went on from it.
    pub(in crate::route) fn told(&self, order: &[u32]) -> Option<Vec<u32>> {
        let Self::Points(_, seats) = self else { return None };
        Some(seats.expanded(seats.nodes(order, None).into_iter()))
    }

    /// The stops in the order of the best tour.
    pub(in crate::route) fn best(&self) -> Vec<u32> {
        match self {
            Self::Solved(order) => order.clone(),
            Self::Points(search, seats) => seats.stops_of(&search.best()),
            // The order of the input is no tour that anybody wants.
            Self::Matrix(search, seats) if !search.has_tour() => {
                let stops = seats.stops.iter().map(|stops| stops.len() as u32).sum();
                let order = nearest(stops, seats.ends, |a, b| search.problem.costs.way(a, b));
                seats.expanded(order.into_iter().map(Node))
            }
            Self::Matrix(search, seats) => seats.stops_of(&search.best()),
        }
    }
}

/// Stops in one place, which follow each other: a fixed start before the others there, a fixed end
/// behind them, and one that is where the start is by itself.
fn together(at: &[[f64; 3]], ends: Ends) -> Vec<Vec<u32>> {
    // Of two zeros there is but one.
    let bits = |stop: usize| at[stop].map(|axis| (axis + 0.0).to_bits());
    let (start, end) = (ends.start, ends.end.filter(|_| !ends.closed));
    let alone = end.filter(|end| start.is_some_and(|start| bits(start) == bits(*end)));
    let is_alone = |stop: u32| alone == Some(stop as usize);
    let mut stops: Vec<u32> = (0..at.len() as u32).collect();
    math::sort_by_number(
        &mut stops,
        |stop| bits(*stop as usize)[0] as i64,
        |a, b| {
            let rank = |stop: u32| (bits(stop as usize), is_alone(stop), stop);
            rank(*a).cmp(&rank(*b))
        },
    );
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for stop in stops {
        match groups.last_mut() {
            Some(group) if bits(group[0] as usize) == bits(stop as usize) && !is_alone(stop) => {
                group.push(stop);
            }
            _ => groups.push(vec![stop]),
        }
    }
    math::sort_by_number(&mut groups, |group| i64::from(group[0]), |_, _| Ordering::Equal);
    for group in groups.iter_mut().filter(|group| group.len() > 1) {
        let place = |of: Option<usize>| group.iter().position(|stop| Some(*stop as usize) == of);
        match (place(start), place(end)) {
            (Some(start), _) => group[..=start].rotate_right(1),
            (None, Some(end)) => group[end..].rotate_left(1),
            (None, None) => {}
        }
    }
    groups
}

impl Seats {
    fn node_of(&self, stop: usize) -> Option<Node> {
        let holds = |group: &Vec<u32>| group.contains(&(stop as u32));
        self.stops.iter().position(holds).map(|node| Node(node as u32))
    }

    /// Few nodes, by trying all.
    fn solve(&self, cost: impl Fn(usize, usize) -> f64) -> Vec<u32> {
        if self.stops.is_empty() {
            return Vec::new();
        }
        let node = |stop: Option<usize>| stop.and_then(|stop| self.node_of(stop)).map(Node::at);
        let ends = Ends { start: node(self.ends.start), end: node(self.ends.end), ..self.ends };
        let order = shortest(self.stops.len(), ends, cost);
        self.expanded(order.into_iter().map(Node))
    }

    fn link_ends<C: Costs>(&self, problem: &mut Problem<C>, hub: Option<Node>) {
        let Some(hub) = hub else { return };
        for end in [self.ends.start, self.ends.end].into_iter().flatten() {
            if let Some(node) = self.node_of(end) {
                problem.link(hub, node);
            }
        }
    }

    /// The tour to begin with, and whether it is more than some `order` of the nodes.
    fn first(
        &self,
        initial: Option<&[u32]>,
        order: impl FnOnce() -> Vec<Node>,
        hub: Option<Node>,
    ) -> (Vec<Node>, bool) {
        let stops = || order().into_iter().flat_map(|node| self.stops[node.at()].iter().copied());
        let nodes = || self.nodes(&stops().collect::<Vec<_>>(), hub);
        (initial.map_or_else(nodes, |initial| self.nodes(initial, hub)), initial.is_some())
    }

    /// The nodes along a tour of stops, through the hub.
    fn nodes(&self, order: &[u32], hub: Option<Node>) -> Vec<Node> {
        let mut seat = vec![Node(0); self.stops.iter().map(Vec::len).sum()];
        for (node, stops) in (0..).map(Node).zip(&self.stops) {
            stops.iter().for_each(|stop| seat[*stop as usize] = node);
        }
        let mut seen = vec![false; self.stops.len()];
        let mut order: Vec<u32> = order.to_vec();
        // Fixed ends stand at the ends, whatever the order says.
        if !self.ends.closed {
            if let Some(start) = self.ends.start {
                order.retain(|stop| *stop as usize != start);
                order.insert(0, start as u32);
            }
            if let Some(end) = self.ends.end {
                order.retain(|stop| *stop as usize != end);
                order.push(end as u32);
            }
        }
        let first = order.iter().map(|stop| seat[*stop as usize]);
        let walk = first.filter(|node| !std::mem::replace(&mut seen[node.at()], true)).chain(hub);
        if !self.doubled {
            return walk.collect();
        }
        let size = self.stops.len() as u32;
        walk.flat_map(|node| [Node(node.0 + size), node]).collect()
    }

    /// The stops along a tour of nodes.
    fn stops_of(&self, tour: &[Node]) -> Vec<u32> {
        let size = self.stops.len();
        let mut walk = tour.to_vec();
        if self.doubled {
            // The tour goes the way in which it comes in before it leaves.
            let entrance = walk.iter().position(|node| node.at() >= size).unwrap_or(0);
            let next = walk[(entrance + 1) % walk.len()];
            if next.at() + size != walk[entrance].at() {
                walk.reverse();
            }
            walk.retain(|node| node.at() < size);
        }
        // The hub is the only node without stops: there an open tour begins.
        let is_hub = |node: &Node| self.stops.get(node.at()).is_none_or(Vec::is_empty);
        if let Some(hub) = walk.iter().position(is_hub) {
            walk.rotate_left(hub);
            walk.remove(0);
        }
        self.expanded(walk.into_iter())
    }

    /// The stops of nodes along a tour, begun at its start; of the two directions of a tour that
    /// is as long both ways, the one whose second place comes first in the input.
    fn expanded(&self, walk: impl Iterator<Item = Node>) -> Vec<u32> {
        let mut walk: Vec<Node> = walk.collect();
        let first = |node: Option<&Node>| node.and_then(|node| self.stops[node.at()].first());
        let holds = |node: Option<&Node>, stop: usize| {
            node.is_some_and(|node| self.stops[node.at()].contains(&(stop as u32)))
        };
        let Ends { closed, start, end } = self.ends;
        if closed {
            let start = start.unwrap_or(0);
            let place = walk.iter().position(|node| holds(Some(node), start)).unwrap_or(0);
            walk.rotate_left(place);
            if !self.directed && first(walk.get(1)) > first(walk.last()) {
                walk[1..].reverse();
            }
        } else if !self.directed {
            let turned = match (start, end) {
                (Some(start), _) => !holds(walk.first(), start),
                (None, Some(end)) => !holds(walk.last(), end),
                (None, None) => first(walk.first()) > first(walk.last()),
            };
            if turned {
                walk.reverse();
            }
        }
        walk.into_iter().flat_map(|node| self.stops[node.at()].iter().copied()).collect()
    }
}
