//! The python door to fieldbeat.
