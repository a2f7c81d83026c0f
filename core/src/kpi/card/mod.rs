//! Score cards: what a visit is worth.

mod bands;
mod columns;
mod compile;
mod joints;
mod keys;
mod limits;
mod many;
mod merge;
mod modifiers;
mod policy;
mod reach;
mod replaced;
mod report;
mod scorecard;
mod settle;
mod split;
mod steps;
mod totals;
mod visit;
mod work;
mod worth;

pub use merge::merge_scores;
pub use policy::{
    Bands, CardKeys, DecayStep, HitPolicy, Keep, Limit, LimitKind, LimitPeriod, Modifier,
    ModifierKind, OnUnknown, PeriodZone, RoundingMode, ScoreCardPolicy, ScoreRow, ScoreTable,
    SplitBy, SplitPolicy,
};
pub use replaced::ReplacedVisit;
pub use report::{CardTerms, ScoreColumns, ScoreReport, ScoreTotal};
pub use scorecard::ScoreCard;
pub use visit::{MAX_REPS, Participant};

use crate::math::exact::Fine;
use crate::rule::Cell;

/// Notes all that is wrong with the versions of a card beyond their shape, or odd.
pub(crate) fn check_cards(
    policy: &[ScoreCardPolicy],
    is_list: bool,
    at: &mut crate::shape::Reader,
) {
    scorecard::compile(policy, is_list, at);
}

/// A number that is counted; measures to their sixth digit after the point. None where it is missing.
fn fine_of(cell: &Cell) -> crate::Result<Option<Fine>> {
    /// Millionths beyond this are no exact f64 any more.
    const LARGEST: f64 = 9.0e15;
    let fine = match cell {
        Cell::Whole(value) => Some(Fine::of_units(i128::from(*value) * Fine::ONE)),
        Cell::Number(value) if value.abs() <= LARGEST / 1e6 => {
            let millionths = (value * 1e6 + 0.5).floor() as i64;
            Some(Fine::of_units(i128::from(millionths) * (Fine::ONE / 1_000_000)))
        }
        // Beyond, only whole ones are told apart.
        Cell::Number(value) if value.abs() <= LARGEST => {
            Some(Fine::of_units((value + 0.5).floor() as i128 * Fine::ONE))
        }
        Cell::Decimal(value) => value.units(18).map(Fine::of_units),
        Cell::Number(_) => None,
        _ => return Ok(None),
    };
    let message = "a number that is counted has at most 15 digits before the point and 18 after it";
    let error = || crate::Error::one(crate::ErrorKind::Limit, "too_large", "$", message);
    fine.map(Some).ok_or_else(error)
}

/// An error of something that lies at `place`.
fn within(error: &crate::Error, place: &str) -> crate::Error {
    let problem = |problem: &crate::Problem| crate::Problem {
        path: problem.path.replacen('$', place, 1),
        ..problem.clone()
    };
    crate::Error::new(error.kind(), error.problems().iter().map(problem).collect())
}
