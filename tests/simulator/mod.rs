//! A seeded simulator of reps' working days, with the truth about every visit.
//!
//! It makes the truth set that CI always scores, and the demo's sample. One seed gives one day,
//! with the same bits on every machine: nothing but `+ - * /`, `sqrt` and libm is used.
//!
//! - `dice`: chance
//! - `plane`: a flat world of metres; fences in it
//! - `path`: where the rep really was
//! - `phone`: what the phone makes of it: noise correlated in time, silence, tricks, late fixes
//! - `day`: plan, sites, path and phone put together
//! - `truth`: what happened, and which verdicts are right
//! - `score`: verdicts held against the truth

mod day;
mod dice;
mod path;
mod phone;
mod plane;
mod score;
mod truth;

pub use day::Day;
pub use dice::Dice;
pub use score::{Bars, Score};
pub use truth::{Case, TrueVisit};

#[cfg(test)]
mod tests;
