//! Segments, held against what was written apart from them.
//!
//! - `reference`: the definition of core accounts, word by word
//! - `segmenter`: its sentences
//! - `law`: the engine is the definition, whatever comes
//! - `snapshots`: state as bytes, bytes that are none, and what version 1 wrote
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod law;
mod reference;
mod segmenter;
mod snapshots;
