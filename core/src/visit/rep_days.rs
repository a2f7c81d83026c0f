//! The days of a rep: dates with their planned visits and their fixes, every fix in one of them.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: plans are told by their indices among the compiled ones"
)]

use super::compile::Compiled;
use super::window::Window;
use crate::geofence::Track;
use crate::math;
use crate::time::{Date, Instant};

/// A day of a rep.
pub(super) struct RepDay {
    pub(super) date: Date,
    /// Indices of its planned visits.
    pub(super) plans: Vec<usize>,
    pub(super) track: Track,
}

/// The days on which the rep has one of `plans` or a fix of `track`, by date.
pub(super) fn rep_days(all: &Compiled<'_>, plans: &[usize], track: &Track) -> Vec<RepDay> {
    let dates = dates(all, plans, track);
    let with = |slots: Slots, plans: &[usize]| {
        plans.iter().fold(slots, |slots, &index| slots.and(&all.plans[index].window))
    };
    // What begins on each date or later.
    let mut to_come = vec![Slots::NONE];
    for (_, plans) in dates.iter().rev() {
        let slots = *to_come.last().unwrap_or(&Slots::NONE);
        to_come.push(with(slots, plans));
    }
    let mut days = Vec::with_capacity(dates.len());
    let (mut begun, mut start) = (Slots::NONE, i64::MIN);
    let mut nights = dates.iter().skip(1).map(|(next, _)| all.policy.zone.day(*next).0);
    for (date, plans) in &dates {
        begun = with(begun, plans);
        to_come.pop();
        let end = nights.next().zip(to_come.last()).map_or(i64::MAX, |(midnight, to_come)| {
            boundary(midnight.millis(), &begun, to_come).max(start)
        });
        let track = track.between(start, end);
        if !plans.is_empty() || !track.fixes().is_empty() {
            days.push(RepDay { date: *date, plans: plans.clone(), track });
        }
        start = end;
    }
    days
}

/// The dates of planned visits, with them, and of fixes.
fn dates(all: &Compiled<'_>, plans: &[usize], track: &Track) -> Vec<(Date, Vec<usize>)> {
    let zone = &all.policy.zone;
    let mut dates: Vec<(Date, Vec<usize>)> = Vec::new();
    for &index in plans {
        let visit = all.plans[index].visit;
        let date = visit.slot.as_ref().map(|slot| zone.day_of(slot.start)).or(visit.date);
        if let Some(date) = date {
            math::under(&mut dates, date, Vec::new).push(index);
        }
    }
    let mut end = Instant::MIN;
    for fix in track.fixes() {
        if fix.t >= end {
            let date = zone.day_of(fix.t);
            end = zone.day(date).1;
            math::under(&mut dates, date, Vec::new);
        }
    }
    dates
}

/// How far some slots reach, with their tolerances and without.
#[derive(Clone, Copy)]
struct Slots {
    open: i64,
    start: i64,
    end: i64,
    close: i64,
}

impl Slots {
    const NONE: Self = Self { open: i64::MAX, start: i64::MAX, end: i64::MIN, close: i64::MIN };

    /// These and one more. A visit without a slot may come at any time of its date: it reaches
    /// for no time beyond.
    fn and(self, window: &Window) -> Self {
        if !window.has_slot {
            return self;
        }
        Self {
            open: self.open.min(window.open),
            start: self.start.min(window.start),
            end: self.end.max(window.end),
            close: self.close.max(window.close),
        }
    }
}

/// When the days of the slots that have begun end, and those of the slots to come begin: at
/// midnight, or as near to it as cuts no window. If windows overlap, tolerances yield; if slots do,
/// the next has begun.
fn boundary(midnight: i64, begun: &Slots, to_come: &Slots) -> i64 {
    if begun.close <= to_come.open {
        midnight.clamp(begun.close, to_come.open)
    } else {
        midnight.clamp(begun.end.min(to_come.start), to_come.start)
    }
}
