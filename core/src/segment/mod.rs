//! Who matters now: segments of clients by what they buy.

#[allow(dead_code, reason = "its readers are on their way")]
mod transactions;
