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
pub(super) use matrix::Table;
