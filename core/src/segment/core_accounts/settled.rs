//! Who stays where it is, as its figures alone tell: of most who bought, or from whom a day fell out of
//! a window, no more is asked.

use super::compile::{CORE_AT_RISK, Law, Threshold};
use super::features::View;
use super::ranking::{Cut, Position, Ranking};
use super::scope::{Member, NEVER};

/// Where the shares lie at which one enters a core and leaves it, on a day.
pub(super) struct Cuts {
    static_enter: Cut,
    static_leave: Cut,
    dynamic_enter: Cut,
    dynamic_leave: Cut,
}

impl Cuts {
    pub(super) fn new(law: &Law, base: &Ranking, moving: &Ranking) -> Self {
        Self {
            static_enter: base.cut_at(law.static_core.enter_share),
            static_leave: base.cut_at(law.static_core.leave_share),
            dynamic_enter: moving.cut_at(law.dynamic_core.enter_share),
            dynamic_leave: moving.cut_at(law.dynamic_core.leave_share),
        }
    }
}

/// What is new about a member on a day.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) base: i64,
    pub(super) moving: i64,
    /// What it bought the day before.
    pub(super) bought: i64,
}

impl Member {
    /// The member with these figures, if everything else about it is as before; it says yes only where
    /// `Law::stand` and `Law::segment_of` would.
    ///
    /// The day on which it is due stays, or becomes an earlier one: what it waits for is no sooner. Of
    /// its active months it knows the most that they can be: a purchase adds one at most, time none.
    pub(super) fn settled(
        &self,
        figures: &Figures,
        law: &Law,
        cuts: &Cuts,
        day: i32,
    ) -> Option<Self> {
        if !self.is_present || self.pinned.is_some() || law.table.is_some() {
            return None;
        }
        let Figures { base, moving, bought } = *figures;
        let view = View {
            base,
            moving,
            // What is looked at below are the days and sums alone.
            base_position: Position::LAST,
            moving_position: Position::LAST,
            known: day - self.first,
            quiet: 0,
            months: 0,
        };
        let paces = |pace: Threshold| view.paces(law, pace);
        let months = self.months.saturating_add(u8::from(bought > 0));
        let mut due = self.due;
        // Who leaves once the stay is over is due then.
        let mut stays = |leaves: bool, since: i32, stay: i32| {
            if leaves {
                due = due.min(since.saturating_add(stay));
            }
            !leaves || day - since < stay
        };
        let static_since = self.standing.static_since.get();
        let is_still = match static_since {
            Some(since) => {
                let leaves = !cuts.static_leave.is_above(base)?;
                // After a return fewer months may be active.
                base > 0 && bought >= 0 && stays(leaves, since, law.static_core.min_stay)
            }
            None => {
                !cuts.static_enter.is_above(base)?
                    || u32::from(months) < law.static_core.enter_months
            }
        };
        let is_new = view.is_new(law);
        let dynamic_since = self.standing.dynamic_since.get();
        let may_grow = dynamic_since.is_none() && cuts.dynamic_enter.is_above(moving)?;
        let is_still = is_still
            && match dynamic_since {
                Some(since) => {
                    let leaves = !cuts.dynamic_leave.is_above(moving)?
                        || paces(law.dynamic_core.leave_pace) == Some(false);
                    moving > 0 && stays(leaves, since, law.dynamic_core.min_stay)
                }
                None => !may_grow || !(is_new || paces(law.dynamic_core.enter_pace) == Some(true)),
            };
        let is_static_only = static_since.is_some() && dynamic_since.is_none();
        let is_at_risk = is_static_only && paces(law.at_risk) == Some(false);
        if !is_still || is_at_risk != (self.segment == CORE_AT_RISK) {
            return None;
        }
        // A pace grows with the days that the client is known: see `Law::time_alone`.
        if !is_new && view.known < law.base_days {
            let watched = [(is_static_only, law.at_risk), (may_grow, law.dynamic_core.enter_pace)];
            for (_, pace) in watched.into_iter().filter(|(is_watched, _)| *is_watched) {
                let known = view.paces_when_known(law, pace);
                due = due.min(known.map_or(NEVER, |known| self.first + known));
            }
        }
        Some(Self { base, moving, months, due, ..*self })
    }
}
