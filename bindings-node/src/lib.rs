//! The Node door to fieldbeat: convert, call, convert.
//!
//! The native module has one function in two forms, `call` and `callAsync`, and two more for the
//! engines that outlive a call; the operations and classes with their names and types are
//! generated JavaScript in front of it. Errors of the core come back as
//! values, for that JavaScript to throw; what a getter or a proxy of the caller throws passes
//! through unchanged.

pub mod call;
mod columns;
mod elements;
pub mod engines;
mod flat;
mod host;
mod reader;
mod writer;

/// Objects on their way in and out are many small pieces of memory: with glibc's allocator a call that
/// passes thousands of them takes twice as long.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
