//! Stage rules, held against what was written apart from them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod agree;
mod audits;
mod cases;
mod clock;
mod columns;
mod late;
mod laws;
mod lint;
mod many;
mod mended;
mod notation;
mod once;
mod oracle;
mod possible;
mod practice;
mod ready;
mod report;
mod store;
mod timing;
mod votes;
mod wakes;
