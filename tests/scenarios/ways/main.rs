//! Where reps drove: the laws of `deviation`, and its answers against references of their own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod deviation;
