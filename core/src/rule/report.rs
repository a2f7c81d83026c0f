//! What a condition says besides yes, no and unknown.

use crate::shape::{Value, record};

record! {
    /// One leaf of a condition, with what it was asked of.
    pub struct LeafAnswer: data {
        /// JSON path of the leaf.
        pub path: String,
        /// Dotted path of the field; of a record in a list `contacts[2].role`.
        pub field: String,
        /// The operator: `ge`, `in`, `any_of` ...
        pub operator: String,
        /// What the field is held against.
        pub expected: Value,
        /// Where that is another field, what it holds; else `null`.
        pub against: Value,
        /// What the field holds: `null` where it is missing. Spans in milliseconds; of a list the
        /// number of records that meet the condition.
        pub value: Value,
        /// Yes, no, or `null`: unknown.
        pub answer: Option<bool>,
    }
}

record! {
    /// Why a condition is met, or is not.
    pub struct Explanation: data {
        /// Yes, no, or `null`: unknown.
        pub answer: Option<bool>,
        /// Every leaf, in the order of the condition.
        pub leaves: Vec<LeafAnswer>,
        /// The fields that are missing and without which leaves are unknown, each once.
        pub missing: Vec<String>,
    }
}
