//! Better tours by exchanging two or three steps.
//!
//! From a node the search removes a step, adds one that is cheaper, removes one beside it, and so
//! on, as long as what was removed costs more than what was added (Lin and Kernighan 1973). All
//! sequential exchanges of three steps are looked at before anything moves (Helsgaun 2000, with
//! three steps instead of five); segment insertion and or-opt (Or 1976) are among them.

use super::costs::Costs;
use super::cycle::Cycle;
use super::node::Node;
use super::problem::Problem;

/// An exchange: the nodes as they come, and how much shorter the tour gets.
#[derive(Clone, Copy, Debug)]
struct Exchange {
    gain: f64,
    nodes: [Node; 6],
    kind: Kind,
}

/// How the ways between the removed steps are put together again. With `0..i` the way from the
/// second node to the third, and a bar for one walked backwards:
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Two steps: one way turns.
    Two,
    /// Three steps, the ways before and behind the third node exchanged, the first of them turned.
    Forward,
    /// Three steps, one of them within the way that turned.
    Back,
    /// Three steps: two ways change places.
    Swap,
    /// Three steps: two ways turn where they are.
    Twins,
}

/// Where a search for exchanges stands.
#[derive(Clone, Debug)]
pub(super) struct Dirty {
    queue: std::collections::VecDeque<Node>,
    queued: Vec<bool>,
}

impl Dirty {
    pub(super) fn new(len: usize) -> Self {
        Self { queue: std::collections::VecDeque::new(), queued: vec![false; len] }
    }

    pub(super) fn push(&mut self, node: Node) {
        if let Some(queued) = self.queued.get_mut(node.at())
            && !std::mem::replace(queued, true)
        {
            self.queue.push_back(node);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Node> {
        let node = self.queue.pop_front()?;
        if let Some(queued) = self.queued.get_mut(node.at()) {
            *queued = false;
        }
        Some(node)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

/// Improves the tour around `node` as long as that goes; how much shorter it is.
pub(super) fn improve<C: Costs>(
    problem: &Problem<C>,
    cycle: &mut Cycle,
    node: Node,
    least: f64,
    dirty: &mut Dirty,
) -> f64 {
    let mut gained = 0.0;
    for _ in 0..2 {
        cycle.turn();
        while let Some(exchange) = best_exchange(problem, cycle, node, least) {
            gained += exchange.gain;
            exchange.make(cycle);
            exchange.nodes.iter().for_each(|node| dirty.push(*node));
        }
    }
    gained
}

/// The best exchange that removes the step from `one` on; none that gains `least` or less.
fn best_exchange<C: Costs>(
    problem: &Problem<C>,
    cycle: &Cycle,
    one: Node,
    least: f64,
) -> Option<Exchange> {
    let two = cycle.next(one);
    if problem.is_linked(one, two) {
        return None;
    }
    let mut best: Option<Exchange> = None;
    let mut most = least;
    let first = problem.cost(one, two);
    for &(three, added) in problem.near(two) {
        let open = first - added;
        if open <= least {
            break;
        }
        if three == one {
            continue;
        }
        // The way turns: the step before the third node goes.
        let four = cycle.prev(three);
        if four != two && !problem.is_linked(three, four) {
            let open = open + problem.cost(three, four);
            let gain = open - problem.cost(four, one);
            if gain > most {
                most = gain;
                best = Some(Exchange {
                    gain,
                    nodes: [one, two, three, four, four, four],
                    kind: Kind::Two,
                });
            }
            let third = cycle.steps(two, three);
            for &(five, added) in problem.near(four) {
                let open = open - added;
                if open <= least {
                    break;
                }
                if five == three {
                    continue;
                }
                let (six, kind) = if cycle.steps(two, five) > third {
                    (cycle.prev(five), Kind::Forward)
                } else {
                    (cycle.next(five), Kind::Back)
                };
                if six == four || problem.is_linked(five, six) {
                    continue;
                }
                let gain = open + problem.cost(five, six) - problem.cost(six, one);
                if gain > most {
                    most = gain;
                    best = Some(Exchange { gain, nodes: [one, two, three, four, five, six], kind });
                }
            }
        }
        // The way closes to a ring, and opens elsewhere: the step behind the third node goes.
        let four = cycle.next(three);
        if problem.is_linked(three, four) {
            continue;
        }
        let open = open + problem.cost(three, four);
        let third = cycle.steps(two, three);
        for &(five, added) in problem.near(four) {
            let open = open - added;
            if open <= least {
                break;
            }
            let fifth = cycle.steps(two, five);
            if fifth >= third {
                continue;
            }
            for (six, kind) in [(cycle.next(five), Kind::Swap), (cycle.prev(five), Kind::Twins)] {
                if (five == two && matches!(kind, Kind::Twins)) || problem.is_linked(five, six) {
                    continue;
                }
                let gain = open + problem.cost(five, six) - problem.cost(six, one);
                if gain > most {
                    most = gain;
                    best = Some(Exchange { gain, nodes: [one, two, three, four, five, six], kind });
                }
            }
        }
    }
    best
}

impl Exchange {
    fn make(&self, cycle: &mut Cycle) {
        let [_, two, three, four, five, six] = self.nodes;
        match self.kind {
            Kind::Two => cycle.reverse(two, four),
            Kind::Forward => {
                cycle.reverse(two, six);
                cycle.reverse(four, two);
            }
            Kind::Back => {
                cycle.reverse(two, four);
                cycle.reverse(four, six);
            }
            Kind::Swap => swap_ways(cycle, [two, five], [six, three]),
            Kind::Twins => {
                cycle.reverse(two, six);
                cycle.reverse(five, three);
            }
        }
    }
}

/// Lets two ways, the second right behind the first, change places.
fn swap_ways(cycle: &mut Cycle, first: [Node; 2], second: [Node; 2]) {
    cycle.reverse(first[0], second[1]);
    cycle.reverse(second[1], second[0]);
    cycle.reverse(first[1], first[0]);
}
