//! Where reps drove: the laws of `deviation` and `trips`, and their answers against references made by others.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod deviation;
mod trips;
