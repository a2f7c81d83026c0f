//! The engine: one idea a file.
//!
//! - `engine`: the caller's stops as a problem, and its tours as the caller's
//! - `exact`: few stops, for certain
//! - `problem`, `costs`, `matrix`: what is searched
//! - `tree`, `around`: neighbours of points
//! - `curve`, `greedy`, `nearest`: first tours
//! - `cycle`: the tour as an array
//! - `improve`, `dirty`: chains of exchanges, and where to look for them
//! - `ascent`: neighbours that a short tour is likely to go to
//! - `kick`: a change that no exchange undoes
//! - `search`: kicks, for as long as the search is let
//! - `state`: how far it has come, as bytes
//!
//! # Beside its specification
//!
//! The specification names a design that measurements of others point to. Line by
//! line, with % above the best known at 1 s where nothing else is said:
//!
//! - *Metric, up to 12 stops*: as specified; few stops are solved by the metric that was asked
//!   for.
//! - *Neighbours*: 5 nearest and 2 on each side where 8 to 10 nearest were named: where stops
//!   come in clusters no exchange would join two of them better. usa13509 came to half the gap.
//! - *Alpha-nearness*: always, as soon as no exchange between neighbours helps, where it was to
//!   wait for a budget of 50 times the neighbours' time. 5 neighbours by alpha instead of 10 by
//!   length, with kicks of several scales, brought seven instances of 532 to 3,038 stops from
//!   0.24 to 0.10.
//! - *Start*: greedy steps for any number of stops. The curve is not for more than 100,000 stops
//!   but what any search has until then; Hilbert's took 78 ms of 100,000 and is 38 % too long.
//! - *Improvement*: a link of a chain is an exchange of three steps, so the basis move is always
//!   that of three, or-opt is among them, and a chain of 10 links exchanges up to 30 steps where
//!   25 of one each were named. All neighbours are looked at for each link, not 5, 3 and 1. That
//!   was measured as a whole, the depth not by itself.
//! - *Kicks*: ways of at most 25, 50, 100 or 200 stops, for with any single scale the search is
//!   stuck sooner. One in sixteen was to be global: none is, for one costs work in proportion to
//!   the number of stops. Whether a few would pay was not measured.
//! - *Acceptance*: as specified. For a restart the search goes back to the best tour, after
//!   50,000 reversals without a better one.
//! - *The tour*: an array whatever its length, no two-level list: of 100,000 stops to reverse
//!   parts of it took 14 % of the time, and the gap is a sixth of what is wanted.
//! - *Looks at the clock*: every 32 kicks; before, every 64 nodes, steps or paths. What is done
//!   without one: few stops solved for certain, the curve, the tree of points and its sorting, the
//!   first pass through a table, a round of the ascent, and laying out the answer.
//! - *Tables*: neighbours by selection, of all stops before the first tour; two nodes a stop
//!   where ways differ by direction, as specified.
//! - *Costs*: floating point by the same additions, products and roots on every platform.

mod around;
mod ascent;
mod costs;
mod curve;
mod cycle;
mod dirty;
mod engine;
mod exact;
mod greedy;
mod improve;
mod kick;
mod matrix;
mod nearest;
mod node;
mod problem;
mod random;
mod search;
mod state;
mod tree;

pub(super) use engine::Engine;
pub(super) use exact::Ends;
pub(super) use matrix::{Table, is_cost};
