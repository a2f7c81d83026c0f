//! What stage a case is in, what it may do next, and why not.

mod pipeline;
pub(crate) mod reasons;

#[cfg(feature = "lint")]
pub(crate) use pipeline::check_pipeline;
pub use pipeline::*;
