//! The index against every fence by itself.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests compute their references by other means than the core, and stop at surprises"
)]

mod answers;
mod bytes;
mod inputs;
mod world;
