//! One instant, one plan: stays go to the plans of their site one to one.

use super::policy::PlannedVisit;
use super::window::Window;
use crate::geofence::machine::{Stay, length_ms};
use crate::math;

/// A stay at a known site.
pub(super) struct SiteStay {
    /// Index of the site.
    pub(super) site: usize,
    pub(super) stay: Stay,
}

impl SiteStay {
    /// Whether it is certain that the rep was there, and possible that for so long: what nobody saw
    /// may have been time inside.
    pub(super) fn may_last(&self, ms: i64) -> bool {
        let stay = &self.stay;
        stay.confirmed && stay.on_site_ms() + length_ms(&stay.unseen) >= ms
    }
}

/// A planned visit, as the rules see it.
pub(super) struct Planned<'p> {
    pub(super) visit: &'p PlannedVisit,
    /// Index of the site.
    pub(super) site: usize,
    pub(super) window: Window,
    /// Time on site that is required, and what still passes for it.
    pub(super) min_dwell_ms: i64,
    pub(super) need_ms: i64,
    /// Inside for less than this the rep passed by.
    pub(super) visit_ms: i64,
}

/// What of which stay a plan gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    /// Index of the stay.
    pub(super) stay: usize,
    /// The part of it, if it was cut; else everything.
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Share {
    fn whole(stay: usize) -> Self {
        Self { stay, from: i64::MIN, until: i64::MAX }
    }

    /// What this share has of some times of its stay.
    pub(super) fn of(&self, ranges: &[(i64, i64)]) -> Vec<(i64, i64)> {
        let clip = |&(start, end): &(i64, i64)| (start.max(self.from), end.min(self.until));
        ranges.iter().map(clip).filter(|(start, end)| start < end).collect()
    }
}

/// What a plan gets, by index of the plan; and the plan that used its stay, if one did.
pub(super) struct Assignment {
    pub(super) shares: Vec<Option<Share>>,
    /// For a plan without a stay: the plan that has the one it could have had.
    pub(super) used_by: Vec<Option<usize>>,
}

/// Gives stays to plans: by time in the slot, then |arrival - start|, then id.
///
/// A stay is cut in two only where both parts meet their plan's `min_dwell` and the slots do not
/// overlap.
pub(super) fn assign(plans: &[Planned<'_>], stays: &[SiteStay]) -> Assignment {
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for (plan, planned) in plans.iter().enumerate() {
        let may_be_it = |at: &SiteStay| at.site == planned.site && at.may_last(planned.visit_ms);
        for (index, at) in stays.iter().enumerate().filter(|(_, at)| may_be_it(at)) {
            pairs.push(Pair::new(plan, planned, index, &at.stay));
        }
    }
    math::sort_by_key(&mut pairs, |pair| pair.rank());
    let mut shares: Vec<Option<Share>> = vec![None; plans.len()];
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); stays.len()];
    for pair in &pairs {
        let (Some(share), Some(held)) = (shares.get_mut(pair.plan), holders.get_mut(pair.stay))
        else {
            continue;
        };
        if share.is_none() && held.is_empty() {
            *share = Some(Share::whole(pair.stay));
            held.push(pair.plan);
        }
    }
    let mut assignment = Assignment { shares, used_by: vec![None; plans.len()] };
    for pair in pairs.iter().filter(|pair| pair.in_slot_ms > 0) {
        assignment.cut(pair, plans, stays, &mut holders);
    }
    assignment
}

struct Pair<'p> {
    plan: usize,
    stay: usize,
    in_slot_ms: i64,
    off_start_ms: i64,
    id: &'p str,
}

impl<'p> Pair<'p> {
    fn new(plan: usize, planned: &Planned<'p>, index: usize, stay: &Stay) -> Self {
        let clipped = stay.inside.iter().filter_map(|&range| planned.window.clip(range));
        Self {
            plan,
            stay: index,
            in_slot_ms: clipped.map(|(start, end)| end - start).sum(),
            off_start_ms: (stay.enter.t - planned.window.start).abs(),
            id: &planned.visit.id,
        }
    }

    fn rank(&self) -> (std::cmp::Reverse<i64>, i64, &'p str, usize) {
        (std::cmp::Reverse(self.in_slot_ms), self.off_start_ms, self.id, self.stay)
    }
}

impl Assignment {
    /// Tries to cut the pair's stay for a plan that has none; else notes who has it.
    fn cut(
        &mut self,
        pair: &Pair<'_>,
        plans: &[Planned<'_>],
        stays: &[SiteStay],
        holders: &mut [Vec<usize>],
    ) {
        let (Some(None), Some(at), Some(held)) =
            (self.shares.get(pair.plan), stays.get(pair.stay), holders.get_mut(pair.stay))
        else {
            return;
        };
        for &holder in held.iter() {
            let (Some(Some(share)), Some(mine), Some(theirs)) =
                (self.shares.get(holder).copied(), plans.get(pair.plan), plans.get(holder))
            else {
                continue;
            };
            let first_is_mine = (mine.window.start, mine.window.end, &mine.visit.id)
                < (theirs.window.start, theirs.window.end, &theirs.visit.id);
            let (first, second) = if first_is_mine { (mine, theirs) } else { (theirs, mine) };
            let Some(cut) = cut_between(first, second, &share.of(&at.stay.inside)) else {
                continue;
            };
            let (before, after) = (Share { until: cut, ..share }, Share { from: cut, ..share });
            let (mine, theirs) = if first_is_mine { (before, after) } else { (after, before) };
            if let Some(slot) = self.shares.get_mut(holder) {
                *slot = Some(theirs);
            }
            if let Some(slot) = self.shares.get_mut(pair.plan) {
                *slot = Some(mine);
            }
            held.push(pair.plan);
            return;
        }
        if let (Some(none @ None), Some(&holder)) = (self.used_by.get_mut(pair.plan), held.first())
        {
            *none = Some(holder);
        }
    }
}

/// Where to cut a stay so that both plans have their `min_dwell`: at the second slot's start, or
/// as near to it as that allows. Slots that overlap share no stay: that would pay twice for it.
fn cut_between(first: &Planned<'_>, second: &Planned<'_>, inside: &[(i64, i64)]) -> Option<i64> {
    if second.window.start < first.window.end {
        return None;
    }
    let total: i64 = inside.iter().map(|(start, end)| end - start).sum();
    let earliest = instant_after(inside, first.min_dwell_ms)?;
    let latest = instant_after(inside, total - second.min_dwell_ms)?;
    if earliest > latest {
        return None;
    }
    let cut = second.window.start.clamp(earliest, latest);
    let arrival = inside.first()?.0;
    let first_fits = arrival < first.window.close && first.window.open < cut;
    let second_fits = second.window.open <= cut && cut < second.window.close;
    (first_fits && second_fits).then_some(cut)
}

/// The instant at which `ms` of the time inside are over; `None` if there is less of it.
fn instant_after(inside: &[(i64, i64)], ms: i64) -> Option<i64> {
    let mut left = ms;
    if left < 0 {
        return None;
    }
    for &(start, end) in inside {
        if left <= end - start {
            return Some(start + left);
        }
        left -= end - start;
    }
    None
}
