//! Targets, closed periods and figures hold what their specification says, for any rows in any order.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod brute_force;
mod cards;
mod carried;
mod conversion;
mod drawn;
mod ends;
mod figures;
mod hostile;
mod joint;
mod oracle;
mod order;
mod periods;
mod rows;
mod stored;
mod teams;
mod told;
mod zones;
