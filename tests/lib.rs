//! Shared test support of fieldbeat: vectors, the simulator.

pub mod simulator;
