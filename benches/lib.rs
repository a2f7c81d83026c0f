//! Benches of fieldbeat, and what they share.

pub mod days;
pub mod purchases;
pub mod threads;
pub mod timing;
pub mod workload;
