//! xtask of fieldbeat.

fn main() {}
