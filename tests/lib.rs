//! Shared test support of fieldbeat: development data, vectors, the simulator.

pub mod development;
pub mod simulator;
