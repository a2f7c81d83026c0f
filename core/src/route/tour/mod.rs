//! The engine: one idea a file.
//!
//! - `engine`: the caller's stops as a problem, and its tours as the caller's
//! - `exact`: few stops, for certain
//! - `problem`, `costs`, `matrix`: what is searched
//! - `tree`, `around`: neighbours of points
//! - `greedy`: a first tour
//! - `cycle`: the tour as an array
//! - `improve`: exchanges of two and three steps
//! - `search`: kicks, for as long as the search is let

mod around;
mod costs;
mod cycle;
mod engine;
mod exact;
mod greedy;
mod improve;
mod matrix;
mod node;
mod problem;
mod random;
mod search;
mod tree;

pub(super) use engine::Engine;
pub(super) use exact::Ends;
