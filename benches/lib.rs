//! Criterion benches of fieldbeat.
