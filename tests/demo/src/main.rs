//! demo of fieldbeat.

fn main() {}
