//! Costs from a table, the same both ways or not.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: the table is square, with a row for each stop"
)]

use std::sync::Arc;

use super::costs::Costs;
use super::node::Node;
use super::tree::Nearest;
use crate::math;

/// So many neighbours of a stop are looked at.
const NEAREST: usize = 10;

/// A square table, row by row; infinite where no way leads.
///
/// It is held once, whoever looks at it: of thousands of stops it is most of the memory, and a copy
/// takes longer than a short search may.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::route) struct Table {
    cells: Arc<Vec<f64>>,
    stops: usize,
    /// The dearest way.
    most: f64,
}

impl Table {
    /// Of rows as long as there are rows; tells of the first cell of each row that is no cost.
    pub(in crate::route) fn new<R: AsRef<[f64]>>(
        rows: &[R],
        mut is_wrong: impl FnMut(usize, usize),
    ) -> Self {
        let mut cells = Vec::with_capacity(rows.len() * rows.len());
        let mut most = 0.0;
        for (place, row) in rows.iter().map(AsRef::as_ref).enumerate() {
            cells.extend_from_slice(row);
            if !row.iter().fold(true, |all, cost| all & is_cost(*cost)) {
                row.iter().position(|cost| !is_cost(*cost)).into_iter().for_each(|cell| {
                    is_wrong(place, cell);
                });
            }
            most = math::max(most, dearest(row));
        }
        Self { cells: Arc::new(cells), stops: rows.len(), most }
    }

    pub(in crate::route) fn stops(&self) -> usize {
        self.stops
    }

    pub(in crate::route) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.stops.max(1))
    }

    pub(in crate::route) fn get(&self, from: usize, to: usize) -> Option<f64> {
        self.cells.get(from * self.stops + to).copied()
    }

    /// More than any tour costs that uses no way that there is not.
    pub(super) fn never(&self) -> f64 {
        math::max(self.most, 1.0) * (self.stops + 1) as f64
    }

    /// Whether ways differ by direction.
    pub(super) fn is_directed(&self) -> bool {
        /// Rows and columns are compared in squares of this side, which fit into a cache.
        const SIDE: usize = 32;
        let squares = || (0..self.stops).step_by(SIDE);
        let differ = |a: usize, left: usize| {
            let right = (left + SIDE).min(a);
            let row = self.cells[a * self.stops..].get(left..right).unwrap_or_default();
            let column = self.cells[left * self.stops + a..].iter().step_by(self.stops);
            row.iter().zip(column).any(|(there, back)| there != back)
        };
        squares().any(|low| {
            let rows = low..(low + SIDE).min(self.stops);
            squares()
                .take_while(|left| *left <= low)
                .any(|left| rows.clone().any(|a| differ(a, left)))
        })
    }

    #[inline]
    fn way(&self, from: usize, to: usize) -> f64 {
        self.cells[from * self.stops + to]
    }
}

/// Whether it is what a way costs, infinite where there is none. Sums of what costs more may be
/// infinite though there are ways.
pub(in crate::route) fn is_cost(cost: f64) -> bool {
    const MOST: f64 = 1e150;
    (0.0..=MOST).contains(&cost) || cost == f64::INFINITY
}

/// The dearest way of a row, of those that there are; four side by side, for a long row.
fn dearest(row: &[f64]) -> f64 {
    let mut most = [0.0; 4];
    for costs in row.chunks(most.len()) {
        for (most, cost) in most.iter_mut().zip(costs) {
            *most = math::max(*most, if cost.is_finite() { *cost } else { 0.0 });
        }
    }
    most.into_iter().fold(0.0, math::max)
}

/// Costs between stops.
///
/// Where they differ by the way that is gone, each stop is two nodes, one to leave from (its number)
/// and one to come in at (its number and the number of stops more), linked (Jonker and Volgenant
/// 1983). Steps lead from the one kind to the other.
#[derive(Clone, Debug)]
pub(in crate::route) struct Matrix {
    table: Table,
    /// The stops of the table; one more where there is a stop from and to which all ways are free.
    pub(super) size: usize,
    pub(super) doubled: bool,
    /// More than any tour costs.
    pub(super) never: f64,
}

impl Matrix {
    /// With one stop more if it is `extended`.
    pub(super) fn new(table: Table, doubled: bool, extended: bool) -> Self {
        let (size, never) = (table.stops + usize::from(extended), table.never());
        Self { table, size, doubled, never }
    }

    /// The node at which a tour comes in at a stop.
    pub(super) fn entrance(&self, stop: usize) -> Node {
        Node((if self.doubled { stop + self.size } else { stop }) as u32)
    }

    /// From a stop to another.
    #[inline]
    pub(super) fn way(&self, from: usize, to: usize) -> f64 {
        if self.size > self.table.stops && from.max(to) == self.table.stops {
            return 0.0;
        }
        math::min(self.table.way(from, to), self.never)
    }
}

impl Costs for Matrix {
    fn len(&self) -> usize {
        if self.doubled { 2 * self.size } else { self.size }
    }

    #[inline]
    fn cost(&self, a: Node, b: Node) -> f64 {
        let (a, b) = (a.at(), b.at());
        if !self.doubled {
            return self.way(a, b);
        }
        let (from, to) = if a < self.size { (a, b) } else { (b, a) };
        if from >= self.size || to < self.size {
            return self.never;
        }
        let to = to - self.size;
        // From where a tour comes in at a stop to where it leaves.
        if from == to { 0.0 } else { self.way(from, to) }
    }

    fn neighbours(&self, node: Node, found: &mut Vec<(Node, f64)>) {
        let mut nearest = Nearest::new(NEAREST);
        let (stop, leaves) = (node.at() % self.size, node.at() < self.size);
        let mut see = |other: usize, cost: f64| {
            if cost < self.never && other != stop {
                let other = if leaves { self.entrance(other) } else { Node(other as u32) };
                nearest.insert(cost, other);
            }
        };
        if leaves && stop < self.table.stops {
            let row = &self.table.cells[stop * self.table.stops..][..self.table.stops];
            row.iter().enumerate().for_each(|(other, cost)| see(other, *cost));
        } else {
            (0..self.table.stops).for_each(|other| see(other, self.way(other, stop)));
        }
        (self.table.stops..self.size).for_each(|other| see(other, 0.0));
        found.extend(nearest.found().iter().map(|&(cost, other)| (other, cost)));
    }
}
