//! The node door to fieldbeat.
