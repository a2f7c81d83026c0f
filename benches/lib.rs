//! Criterion benches of fieldbeat, and the workloads that they share with peers.

pub mod workload;
