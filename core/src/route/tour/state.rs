//! How far a search has come, as bytes.
//!
//! The problem is not among them: it is made of the caller's stops again. Before the first
//! improvement is over the state is how many looks it took, and they are made again; behind it, the
//! tour with the way back to the best, the likely neighbours, and what the kicks go by.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: what is indexed by nodes has an item for each, or is refused"
)]

use super::costs::Costs;
use super::cycle::{Cycle, Reversal};
use super::engine::Engine;
use super::node::Node;
use super::problem::Problem;
use super::search::{NOISE_STEPS, SLACK_STEPS, Search, Stage};
use crate::snapshot::{Bytes, Stored, Writer, stored};

stored!(Reversal { start: u32, len: u32, turned: bool });

impl Stored for Node {
    const LEAST: usize = u32::LEAST;

    fn store(&self, to: &mut Writer) {
        self.0.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        u32::load(from).map(Self)
    }
}

/// Any finite number; costs may be as large as the caller's.
struct Finite(f64);

impl Stored for Finite {
    const LEAST: usize = u64::LEAST;

    fn store(&self, to: &mut Writer) {
        self.0.to_bits().store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let x = f64::from_bits(u64::load(from)?);
        x.is_finite().then_some(Self(x))
    }
}

impl Engine {
    /// Writes how far the search has come.
    pub(in crate::route) fn store(&self, to: &mut Writer) {
        match self {
            Self::Solved(_) => {}
            Self::Points(search, _) => search.store(to),
            Self::Matrix(search, _) => search.store(to),
        }
    }

    /// Comes as far as the search that was written; `looks` at so many nodes each.
    pub(in crate::route) fn load(&mut self, from: &mut Bytes<'_>, looks: u32) -> Option<()> {
        match self {
            Self::Solved(_) => Some(()),
            Self::Points(search, _) => search.load(from, looks),
            Self::Matrix(search, _) => search.load(from, looks),
        }
    }
}

impl<C: Costs> Search<C> {
    fn store(&self, to: &mut Writer) {
        self.is_settled().store(to);
        if !self.is_settled() {
            return self.looks.store(to);
        }
        self.cycle.order.store(to);
        self.cycle.mirrored.store(to);
        self.cycle.journal.store(to);
        self.problem.store_neighbours(to);
        Finite(self.mean).store(to);
        Finite(self.excess).store(to);
        self.kicks.store(to);
        self.kicks_since_best.store(to);
        self.random.drawn().store(to);
    }

    fn load(&mut self, from: &mut Bytes<'_>, looks: u32) -> Option<()> {
        if !bool::load(from)? {
            for _ in 0..u64::load(from)? {
                // That many looks do not bring it to the end.
                if self.is_settled() {
                    return None;
                }
                self.settle(looks);
            }
            return Some(());
        }
        let (order, mirrored) = (<Vec<Node>>::load(from)?, bool::load(from)?);
        let mut cycle = Cycle::new(is_permutation(&order, self.len()).then_some(order)?);
        cycle.mirrored = mirrored;
        let all = self.len() as u32;
        cycle.journal = Vec::load(from)?;
        let fits = |step: &Reversal| step.start < all && step.len <= all;
        if !cycle.journal.iter().all(fits) || !keeps_links(&self.problem, &cycle) {
            return None;
        }
        self.problem.load_neighbours(from)?;
        (self.mean, self.excess) = (Finite::load(from)?.0, Finite::load(from)?.0);
        (self.kicks, self.kicks_since_best) = (u64::load(from)?, u64::load(from)?);
        self.random.draw(u64::load(from)?);
        let (slack, least) = (SLACK_STEPS * self.mean, NOISE_STEPS * self.mean);
        (self.slack, self.least) = (slack, least);
        self.cycle = cycle;
        self.stage = Stage::Likely;
        self.dirty.clear();
        // Gains below the noise of sums would never end: the tour of which the mean step was taken
        // was no shorter than this one, but for what is gone on from.
        let length = self.length() - self.excess;
        let is_sound = self.mean * f64::from(all) >= length * (1.0 - NOISE_STEPS)
            && (-least..=slack).contains(&self.excess)
            && self.kicks_since_best <= self.kicks;
        is_sound.then_some(())
    }
}

fn is_permutation(order: &[Node], len: usize) -> bool {
    let mut seen = vec![false; len];
    let new = |node: &Node| {
        let seen = seen.get_mut(node.at());
        seen.is_some_and(|seen| !std::mem::replace(seen, true))
    };
    order.len() == len && order.iter().all(new)
}

/// Whether linked nodes lie side by side, in the tour at hand and in the best one.
fn keeps_links<C: Costs>(problem: &Problem<C>, cycle: &Cycle) -> bool {
    let mut best = cycle.clone();
    best.undo(0);
    problem
        .links()
        .all(|(a, b)| [cycle, &best].iter().all(|cycle| cycle.next(a) == b || cycle.prev(a) == b))
}

impl<C: Costs> Problem<C> {
    fn store_neighbours(&self, to: &mut Writer) {
        self.starts.store(to);
        (self.near.len() as u32).store(to);
        self.near.iter().for_each(|(node, _)| node.store(to));
    }

    fn load_neighbours(&mut self, from: &mut Bytes<'_>) -> Option<()> {
        let (starts, near) = (<Vec<u32>>::load(from)?, <Vec<Node>>::load(from)?);
        let ends = starts.first() == Some(&0) && starts.last() == Some(&(near.len() as u32));
        let is_list = starts.len() == self.len() + 1 && ends && starts.is_sorted();
        if !is_list || near.iter().any(|node| node.at() >= self.len()) {
            return None;
        }
        let mut costs = Vec::with_capacity(near.len());
        for (node, ends) in (0..).map(Node).zip(starts.windows(2)) {
            let of = &near[ends[0] as usize..ends[1] as usize];
            if of.contains(&node) {
                return None;
            }
            costs.extend(of.iter().map(|other| (*other, self.cost(node, *other))));
        }
        (self.near, self.starts) = (costs, starts);
        Some(())
    }
}
