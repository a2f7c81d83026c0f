//! Visits that look like one joint visit of two reps.

use std::collections::BTreeMap;

use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::reasons;
use crate::kpi::score::Score;
use crate::time::Instant;
use crate::{Reason, Result};

/// Visits of two reps alone to one site that overlap by half of the shorter one.
///
/// O(n m) for n visits, of which m are at one site at once; those looked at are counted in the budget.
pub(super) fn possible_joints(scores: &[Score], budget: &mut Budget<'_>) -> Result<Vec<Reason>> {
    let mut rows_of: Lookup<&str, u32> = Lookup::default();
    for score in scores {
        *rows_of.entry(score.id.as_str()).or_default() += 1;
    }
    let mut by_site: BTreeMap<&str, Vec<(&Score, Instant)>> = BTreeMap::new();
    for score in scores {
        if let (Some(site), Some(left), Some(1)) =
            (&score.site, score.left, rows_of.get(score.id.as_str()))
        {
            by_site.entry(site).or_default().push((score, left));
        }
    }
    let mut notices = Vec::new();
    for (site, mut visits) in by_site {
        // Rows come day by day, and in one zone a day begins earlier than in another.
        crate::math::sort_by(&mut visits, |(a, _), (b, _)| (a.t, &a.id).cmp(&(b.t, &b.id)));
        // Those that are still there when the next one comes.
        let mut there: Vec<(&Score, Instant)> = Vec::new();
        for (score, left) in visits {
            budget.spend(there.len() as u64)?;
            there.retain(|(_, until)| *until > score.t);
            for (other, until) in &there {
                let common = left.min(*until).since(score.t);
                let shorter = left.since(score.t).min(until.since(other.t));
                if other.rep != score.rep && common > 0 && common * 2 >= shorter {
                    // One is enough to look at.
                    let notice = Reason::new(reasons::POSSIBLE_JOINT)
                        .fact("site", site.to_owned())
                        .fact("visit", other.id.clone())
                        .fact("other", score.id.clone())
                        .fact("overlap_ms", common);
                    notices.push(notice);
                    break;
                }
            }
            there.push((score, left));
        }
    }
    Ok(notices)
}
