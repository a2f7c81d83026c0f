//! Benches of fieldbeat, and what they share.

pub mod timing;
pub mod workload;
