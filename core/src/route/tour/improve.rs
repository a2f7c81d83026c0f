//! Better tours by chains of exchanges.
//!
//! The tour is cut between a node and the next, and becomes a path from that next node. A link of
//! a chain adds a step from the path's start, removes one, adds and removes a second, and so makes
//! a path with another start; once the path closes to a shorter tour, it is that. If no link does,
//! the one that leaves most to spend is made, and the chain goes on from there, as long as what was
//! removed costs more than what was added (Lin and Kernighan 1973). A link is any sequential
//! exchange of three steps (Helsgaun 2000, with three instead of five; 2009 for links of links);
//! segment insertion and or-opt (Or 1976) are among them.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: a chain has at most DEEPEST links")]

use super::costs::Costs;
use super::cycle::Cycle;
use super::dirty::Dirty;
use super::node::Node;
use super::problem::Problem;

/// A chain has at most so many links.
const DEEPEST: usize = 10;

/// A link: the nodes as they come. The step from the first on goes, the second joins the third, the
/// step to the fourth goes, which joins the fifth; the step to the sixth, the new start, goes.
#[derive(Clone, Copy, Debug)]
struct Link {
    nodes: [Node; 6],
    kind: Kind,
}

/// How the ways between the removed steps are put together again.
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

/// Improves the tour around `node` as long as that goes; how much shorter it is.
///
/// What was changed becomes dirty; a gain of `least` or less is none.
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
        while let Some(gain) = shorten(problem, cycle, node, least, dirty) {
            gained += gain;
        }
    }
    gained
}

/// Makes the chain from the step that goes on from `end`, if that shortens the tour.
fn shorten<C: Costs>(
    problem: &Problem<C>,
    cycle: &mut Cycle,
    end: Node,
    least: f64,
    dirty: &mut Dirty,
) -> Option<f64> {
    let start = cycle.next(end);
    if problem.is_linked(end, start) {
        return None;
    }
    let mark = cycle.mark();
    let mut links = [Link { nodes: [end; 6], kind: Kind::Two }; DEEPEST];
    let (mut start, mut open) = (start, problem.cost(end, start));
    for len in 0..DEEPEST {
        let best = Best::links(problem, cycle, [end, start], open, least, &links[..len]);
        let last = len + 1 == DEEPEST;
        let Some(link) = best.closing.or(best.widest.filter(|_| !last)) else { break };
        link.make(cycle);
        links[len] = link;
        if best.closing.is_some() {
            links[..=len].iter().flat_map(|link| link.nodes).for_each(|node| dirty.push(node));
            return Some(best.gain);
        }
        (start, open) = (link.nodes[5], best.open);
    }
    cycle.undo(mark);
    None
}

/// The best links of those looked at.
struct Best {
    /// The one that closes to the shortest tour, and how much shorter that is.
    closing: Option<Link>,
    gain: f64,
    /// The one that leaves most to spend, and that.
    widest: Option<Link>,
    open: f64,
}

impl Best {
    /// Looks at all links of the path from `start` to `end`, with `first` to spend.
    fn links<C: Costs>(
        problem: &Problem<C>,
        cycle: &Cycle,
        [one, two]: [Node; 2],
        first: f64,
        least: f64,
        chain: &[Link],
    ) -> Self {
        let mut best = Self { closing: None, gain: least, widest: None, open: least };
        let stays =
            |a: Node, b: Node| problem.is_linked(a, b) || chain.iter().any(|link| link.adds(a, b));
        let mut see = |open: f64, nodes: [Node; 6], kind: Kind| {
            // Costs are not negative: what is not open enough cannot close.
            let gain = if open > best.gain { open - problem.cost(nodes[5], one) } else { 0.0 };
            // Few are better than the best, and to ask whether a step stays is dear.
            let [.., five, six] = nodes;
            let breaks = || five != six && stays(five, six);
            if (open <= best.open && gain <= best.gain) || breaks() {
                return;
            }
            if gain > best.gain {
                best.gain = gain;
                best.closing = Some(Link { nodes, kind });
            }
            if open > best.open {
                best.open = open;
                best.widest = Some(Link { nodes, kind });
            }
        };
        for &(three, added) in problem.near(two) {
            let open = first - added;
            if open <= least {
                break;
            }
            if three == one {
                continue;
            }
            let third = cycle.steps(two, three);
            // The way turns: the step before the third node goes.
            let four = cycle.prev(three);
            if four != two && !stays(three, four) {
                let open = open + problem.cost(three, four);
                see(open, [one, two, three, four, four, four], Kind::Two);
                for &(five, added) in problem.near(four) {
                    let open = open - added;
                    if open <= least {
                        break;
                    }
                    if five == three || five == one {
                        continue;
                    }
                    let (six, kind) = if cycle.steps(two, five) > third {
                        (cycle.prev(five), Kind::Forward)
                    } else {
                        (cycle.next(five), Kind::Back)
                    };
                    if six != four {
                        let open = open + problem.cost(five, six);
                        see(open, [one, two, three, four, five, six], kind);
                    }
                }
            }
            // The way closes to a ring, and opens elsewhere: the step behind the third node goes.
            let four = cycle.next(three);
            if stays(three, four) {
                continue;
            }
            let open = open + problem.cost(three, four);
            for &(five, added) in problem.near(four) {
                let open = open - added;
                if open <= least {
                    break;
                }
                if cycle.steps(two, five) >= third {
                    continue;
                }
                for (six, kind) in [(cycle.next(five), Kind::Swap), (cycle.prev(five), Kind::Twins)]
                {
                    let is_one = five == two && matches!(kind, Kind::Twins);
                    if !is_one {
                        let open = open + problem.cost(five, six);
                        see(open, [one, two, three, four, five, six], kind);
                    }
                }
            }
        }
        best
    }
}

impl Link {
    /// Whether it adds the step between two nodes; a step that was added stays.
    fn adds(&self, a: Node, b: Node) -> bool {
        let [_, two, three, four, five, _] = self.nodes;
        [[two, three], [three, two], [four, five], [five, four]].contains(&[a, b])
    }

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
            Kind::Swap => {
                // All of it turns, and then each of both ways back.
                cycle.reverse(two, three);
                cycle.reverse(three, six);
                cycle.reverse(five, two);
            }
            Kind::Twins => {
                cycle.reverse(two, six);
                cycle.reverse(five, three);
            }
        }
    }
}
