//! Where somebody stayed: stays in tracks of any length, of any number of reps.
//!
//! Stays are found from fixes alone; whether one was a visit to a site is for
//! [`verify_plan`](super::verify_plan).

mod fixes;
mod policy;
mod report;
mod search;

pub use fixes::{StayFix, StayFixes};
pub use policy::{StayAlgorithm, StayPolicy};
pub use report::StayPoints;

use fixes::{ByRep, Sorted};
use policy::check_stay_policy;
use report::Found;
use search::Search;

use crate::Result;
use crate::budget::Budget;
use crate::shape::Reader;

/// The stays of every rep: where, from when to when.
///
/// Rows come in any order and are sorted by rep and time; of several fixes of one instant the most
/// accurate counts. A silence longer than `gap` ends a stay, and so does the end of the track:
/// such stays are `open`, because nobody saw their end. Columns are looked at where they lie,
/// without a copy where each rep's rows lie together and in order.
///
/// A few distances a fix are measured, by scales of the latitude rather than trigonometry; the
/// stays are those of the exact distance all the same. At worst, where fixes in hundreds differ by
/// about `distance_m` again and again, the work is in the product of the fixes and those of one
/// `duration`, a thirty-second part of it for one who never moves. Centroids are means and medians
/// of degrees as seen from the first fix, so they hold across the antimeridian, and mean little at
/// the poles.
///
/// Sources: Li, Zheng, Xie, Chen, Liu and Ma (2008), Mining user similarity based on location
/// history; trackintel 1.4 (Martin et al. 2023) for [`StayAlgorithm::Anchored`].
///
/// # Errors
/// Kind `input`: `lengths_differ`, `not_finite`, `out_of_range`, each with its row; kind `policy`;
/// `too_many_rows` beyond 2^32; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::{Shaped, StayFixes, StayPolicy, stay_points};
///
/// // Half an hour at one place, a minute on the way, then elsewhere.
/// let fixes = StayFixes::from_json(
///     r#"{"t": [1795165200000, 1795165800000, 1795166400000, 1795167000000, 1795167060000],
///         "lat": [55.7558, 55.7559, 55.7557, 55.7558, 55.7658],
///         "lon": [37.6173, 37.6174, 37.6173, 37.6172, 37.6173]}"#,
/// )?;
/// let stays = stay_points(&fixes, &StayPolicy::default(), &mut Budget::unlimited())?;
/// assert_eq!(stays.duration_ms[..], [1_800_000]);
/// assert_eq!((stays.fixes[0], stays.open.0[0]), (4, Some(false)));
/// assert!((stays.lat[0] - 55.7558).abs() < 1e-9);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn stay_points(
    columns: &StayFixes,
    policy: &StayPolicy,
    budget: &mut Budget<'_>,
) -> Result<StayPoints> {
    let mut at = Reader::new();
    at.within("columns", |at| columns.check(at));
    at.within("policy", |at| at.policy(|at| check_stay_policy(policy, at)));
    at.finish(Some(()))?;

    let reps = ByRep::new(columns);
    let (mut search, mut sorted, mut stays) =
        (Search::new(policy), Sorted::default(), Found::default());
    for (rep, index) in (0_u32..).zip(0..reps.len()) {
        let path = sorted.path(columns, &reps, index);
        search.run(&path, budget, &mut |run| stays.add(rep, &path, &run))?;
    }
    Ok(stays.columns(reps.names))
}
