//! Which legs of the path may have been driven while nobody knows where the rep was.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every leg of a path lies between two of its positions"
)]

use crate::Result;
use crate::budget::Budget;
use crate::geo::{Position, distance};
use crate::math;

/// Where and when somebody was seen.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) t: i64,
    pub(super) position: Position,
}

/// Times during which nobody knows where the rep was, the longest first.
pub(super) struct Unseen {
    stretches: Vec<(Seen, Seen)>,
    max_speed_mps: f64,
    corridor_m: f64,
}

impl Unseen {
    pub(super) fn new(
        mut stretches: Vec<(Seen, Seen)>,
        max_speed_mps: f64,
        corridor_m: f64,
    ) -> Self {
        stretches.sort_by_key(|(from, until)| from.t - until.t);
        Self { stretches, max_speed_mps, corridor_m }
    }

    /// Whether the leg from `start` to `end` may have been driven in one of them: there is time
    /// for the way there, the leg, and the way from there to where the rep was seen next.
    pub(super) fn may_hide(
        &self,
        (start, end): (&Position, &Position),
        leg_m: f64,
        budget: &mut Budget<'_>,
    ) -> Result<bool> {
        // The leg, and the ways to it, may each be cut by the corridor's width.
        let spare_m = 2.0 * self.corridor_m;
        for (from, until) in &self.stretches {
            budget.spend(1)?;
            let reach_m = (until.t - from.t) as f64 / 1000.0 * self.max_speed_mps + spare_m;
            if leg_m > reach_m {
                // Nor in those that are shorter.
                return Ok(false);
            }
            let way = |a: &Position, b: &Position| {
                distance(&from.position, a) + leg_m + distance(b, &until.position)
            };
            if math::min(way(start, end), way(end, start)) <= reach_m {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Sorts the legs that were not driven into those that may have been unseen, and the rest.
pub(super) fn sort_legs(
    not_driven: &[usize],
    positions: &[Position],
    legs_m: &[(f64, f64)],
    unseen: Option<&Unseen>,
    budget: &mut Budget<'_>,
) -> Result<(Vec<u32>, Vec<u32>)> {
    let (mut skipped, mut unproven) = (Vec::new(), Vec::new());
    for &leg in not_driven {
        let hides = match unseen {
            Some(unseen) => {
                let ends = (&positions[leg], &positions[leg + 1]);
                unseen.may_hide(ends, legs_m[leg].0, budget)?
            }
            None => true,
        };
        // A path has at most 100,000 positions.
        let number = leg as u32;
        if hides { unproven.push(number) } else { skipped.push(number) }
    }
    Ok((skipped, unproven))
}
