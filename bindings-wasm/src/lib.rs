//! The wasm door to fieldbeat.
