//! Segments, held against what was written apart from them.
//!
//! - `reference`: the definition of core accounts, word by word
//! - `segmenter`: its sentences
//! - `doors`: the same facts in whatever form they come, and what is refused there
//! - `law`: the engine is the definition, whatever comes
//! - `late`: nothing depends on when it came
//! - `classics`: RFM, ABC, XYZ, BCG, life cycle
//! - `cdnow`: on real purchases, how few clients are looked at, and how few go to and fro
//! - `memory`: what clients take, in one scope or in many
//! - `snapshots`: state as bytes, bytes that are none, and what version 2 wrote
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod cdnow;
mod classics;
mod doors;
mod late;
mod law;
mod memory;
mod reference;
mod segmenter;
mod snapshots;
