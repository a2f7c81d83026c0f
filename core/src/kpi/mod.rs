//! What a visit is worth, and how a rep stands.

mod score;

pub use score::{Score, ScoreStatus, ScoreStep, StepKind};
