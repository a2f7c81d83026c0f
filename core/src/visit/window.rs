//! When a planned visit may happen.

use super::policy::{PlannedVisit, SlotRule, VisitPolicy};
use super::report::{Punctuality, PunctualityKind};

/// The times of a planned visit, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The slot itself, or the local date.
    pub(super) start: i64,
    pub(super) end: i64,
    /// From `early` before it ...
    pub(super) open: i64,
    /// ... to `late` after its end.
    pub(super) close: i64,
    /// Whether there is a slot at all.
    pub(super) has_slot: bool,
}

/// How a stay lies to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    In,
    /// Milliseconds before the slot.
    Before(i64),
    /// Milliseconds after the slot.
    After(i64),
}

impl Window {
    pub(super) fn of(planned: &PlannedVisit, policy: &VisitPolicy) -> Self {
        if let Some(slot) = &planned.slot {
            let (start, end) = (slot.start.millis(), slot.end.millis());
            return Self {
                start,
                end,
                open: start - policy.early.millis(),
                close: end + policy.late.millis(),
                has_slot: true,
            };
        }
        // Without a slot or a date there is no planned visit: `check_planned`.
        let (start, end) = planned.date.map_or((0, 0), |date| {
            let (start, end) = policy.zone.day(date);
            (start.millis(), end.millis())
        });
        Self { start, end, open: start, close: end, has_slot: false }
    }

    /// How a stay from `arrival` to `departure` lies to this window.
    ///
    /// A rep already there who is still there when the window opens arrives at its opening.
    pub(super) fn fit(&self, arrival: i64, departure: i64, rule: SlotRule) -> Fit {
        let inside = match rule {
            SlotRule::Arrival => {
                let arrival = if departure > self.open { arrival.max(self.open) } else { arrival };
                self.open <= arrival && arrival < self.close
            }
            SlotRule::Presence => arrival < self.close && self.open < departure,
        };
        if inside {
            Fit::In
        } else if arrival < self.open {
            Fit::Before(self.start - arrival)
        } else {
            Fit::After(arrival - self.end)
        }
    }

    /// The part of a range of time that lies in this window.
    pub(super) fn clip(&self, (start, end): (i64, i64)) -> Option<(i64, i64)> {
        let (start, end) = (start.max(self.open), end.min(self.close));
        (start < end).then_some((start, end))
    }

    /// How an arrival lies to the slot; without a slot nobody is early or late.
    pub(super) fn punctuality(&self, arrival: i64) -> Option<Punctuality> {
        let (kind, by_ms) = if arrival < self.start {
            (PunctualityKind::Early, self.start - arrival)
        } else if arrival > self.end {
            (PunctualityKind::Late, arrival - self.end)
        } else {
            (PunctualityKind::OnTime, 0)
        };
        self.has_slot.then_some(Punctuality { kind, by_ms })
    }
}
