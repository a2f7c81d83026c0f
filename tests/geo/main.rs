//! Distances, frames, polygons and presence, against references of their own.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests compute their references by other means than the core, and stop at surprises"
)]

mod borrowed_names;
mod by_quadrature;
mod frames;
mod geodesics;
mod geometries;
mod globe;
mod polygons;
mod presence;
