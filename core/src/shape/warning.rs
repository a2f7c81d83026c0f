//! What is said beside an answer.

use super::record;

record! {
    /// Something legal and probably not meant.
    pub struct Warning: data {
        /// Stable code.
        pub code: String,
        /// JSON path into what was passed.
        pub path: String,
        /// English text.
        pub message: String,
    }
}
