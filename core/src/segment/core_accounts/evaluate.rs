//! One client on one day: who enters a core and leaves it, which segment that makes, and why.

use super::compile::{CORE_AT_RISK, CORE_GROWING, CORE_STABLE, Law, PERIPHERY, RISING, Threshold};
use super::days::Today;
use super::features::{Facts, View};
use super::reasons;
use super::report::MoveCause;
use super::slim::MaybeDay;
use crate::Reason;
use crate::time::Instant;

/// Which cores a client belongs to, and since which day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Standing {
    pub(super) static_since: MaybeDay,
    pub(super) dynamic_since: MaybeDay,
}

/// What flipped, so that a client moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flip {
    /// It is seen in the scope for the first time.
    First,
    BaseShareLow,
    MonthsEnough,
    BaseGone,
    BaseShareHigh,
    MonthsFew,
    MovingShareLow,
    PaceUp,
    New,
    MovingGone,
    MovingShareHigh,
    PaceDown,
    PaceAtRisk,
    PaceRecovered,
    /// This row of the table is the first that is met.
    Row(u16),
    /// This row was, and no other is now.
    NoRow(u16),
    Pinned,
    PinEnded,
}

impl Flip {
    /// Whether it is true of a client on a day; what is no condition over features never is.
    fn holds(self, law: &Law, view: &View) -> bool {
        let (st, dy) = (&law.static_core, &law.dynamic_core);
        let paces = |pace: Threshold, yes: bool| view.paces(law, pace) == Some(yes);
        match self {
            Self::BaseShareLow => view.base_position.is_below(st.enter_share),
            Self::MonthsEnough => view.months >= st.enter_months,
            Self::BaseGone => view.base <= 0,
            Self::BaseShareHigh => !view.base_position.is_below(st.leave_share),
            Self::MonthsFew => view.months < st.leave_months,
            Self::MovingShareLow => view.moving_position.is_below(dy.enter_share),
            Self::PaceUp => paces(dy.enter_pace, true),
            Self::New => view.is_new(law),
            Self::MovingGone => view.moving <= 0,
            Self::MovingShareHigh => !view.moving_position.is_below(dy.leave_share),
            Self::PaceDown => paces(dy.leave_pace, false),
            Self::PaceAtRisk => paces(law.at_risk, false),
            Self::PaceRecovered => !paces(law.at_risk, false),
            Self::First | Self::Row(_) | Self::NoRow(_) | Self::Pinned | Self::PinEnded => false,
        }
    }
}

/// What makes a client leave the static core: no revenue at once, the others after the stay.
const LEAVES_STATIC: [Flip; 3] = [Flip::BaseGone, Flip::BaseShareHigh, Flip::MonthsFew];
/// The same of the dynamic core.
const LEAVES_DYNAMIC: [Flip; 3] = [Flip::MovingGone, Flip::MovingShareHigh, Flip::PaceDown];

impl Law {
    /// Which cores a client belongs to after a day.
    pub(super) fn stand(&self, before: Standing, view: &View, day: i32) -> Standing {
        let holds = |flip: &Flip| flip.holds(self, view);
        let stays = |since: i32, stay: i32, leaves: &[Flip; 3]| {
            let [gone, others @ ..] = leaves;
            let is_over = day - since >= stay;
            let leaves = holds(gone) || (is_over && others.iter().any(holds));
            !leaves
        };
        let static_since = match before.static_since.get() {
            Some(since) => stays(since, self.static_core.min_stay, &LEAVES_STATIC).then_some(since),
            None => {
                let enters = holds(&Flip::BaseShareLow) && holds(&Flip::MonthsEnough);
                (view.base > 0 && enters).then_some(day)
            }
        };
        let dynamic_since = match before.dynamic_since.get() {
            Some(since) => {
                stays(since, self.dynamic_core.min_stay, &LEAVES_DYNAMIC).then_some(since)
            }
            None => {
                let grows = holds(&Flip::PaceUp) || holds(&Flip::New);
                (view.moving > 0 && holds(&Flip::MovingShareLow) && grows).then_some(day)
            }
        };
        Standing { static_since: static_since.into(), dynamic_since: dynamic_since.into() }
    }

    /// Which segment the cores make.
    pub(super) fn core_segment(&self, standing: Standing, view: &View) -> u16 {
        match (standing.static_since.get().is_some(), standing.dynamic_since.get().is_some()) {
            (true, true) => CORE_GROWING,
            (true, false) if view.base <= 0 || Flip::PaceAtRisk.holds(self, view) => CORE_AT_RISK,
            (true, false) => CORE_STABLE,
            (false, true) => RISING,
            (false, false) => PERIPHERY,
        }
    }

    /// The row of the table that decides, if one does, and the segment.
    pub(super) fn segment_of(
        &self,
        standing: Standing,
        view: &View,
        now: Instant,
    ) -> (Option<u16>, u16) {
        let table = self.table.as_ref();
        match table.and_then(|table| table.first(&view.facts(self, standing), now)) {
            Some((row, segment)) => (Some(row), segment),
            None => (None, self.core_segment(standing, view)),
        }
    }

    /// Whether a client of the static core alone buys less, but not so little that it is at risk.
    pub(super) fn is_cooling(&self, standing: Standing, view: &View) -> bool {
        self.core_segment(standing, view) == CORE_STABLE
            && view.paces(self, self.cooling) == Some(false)
    }

    /// The first day after `day` on which a client leaves a core that it would have left already, but
    /// for the stay.
    pub(super) fn dwell_end(&self, standing: Standing, view: &View, day: i32) -> Option<i32> {
        let end = |since: Option<i32>, stay: i32, leaves: &[Flip]| {
            let end = since?.saturating_add(stay);
            (end > day && leaves.iter().any(|flip| flip.holds(self, view))).then_some(end)
        };
        let of_static = end(standing.static_since.get(), self.static_core.min_stay, &LEAVES_STATIC);
        let of_dynamic =
            end(standing.dynamic_since.get(), self.dynamic_core.min_stay, &LEAVES_DYNAMIC);
        of_static.into_iter().chain(of_dynamic).min()
    }
}

impl Law {
    /// The first day after `today` on which a client's pace is another in a way that matters, for it
    /// is known longer.
    pub(super) fn time_alone(&self, standing: Standing, view: &View, today: &Today) -> Option<i32> {
        let first = today.day - view.known;
        if view.is_new(self) {
            return Some(first + 2 * self.moving_days);
        }
        let on = |pace: Threshold| view.paces_when_known(self, pace).map(|known| first + known);
        match (standing.static_since.get().is_some(), standing.dynamic_since.get().is_some()) {
            (_, true) => None,
            (true, false) => {
                [self.at_risk, self.dynamic_core.enter_pace].into_iter().filter_map(on).min()
            }
            (false, false) => on(self.dynamic_core.enter_pace),
        }
    }

    /// The first day on which a client of the static core may have too few active months: one falls
    /// out a month.
    pub(super) fn months_run_out(
        &self,
        standing: Standing,
        view: &View,
        today: &Today,
    ) -> Option<i32> {
        standing.static_since.get()?;
        let spare = view.months.checked_sub(self.static_core.leave_months)?;
        Some(today.month_after(spare as i32 + 1))
    }
}

/// A client on a day, and the day before.
pub(super) struct Change<'a> {
    pub(super) law: &'a Law,
    /// The law of the day before.
    pub(super) law_before: &'a Law,
    /// Whether by that law it would be in another segment.
    pub(super) is_by_policy: bool,
    pub(super) before: (&'a View, Standing, Option<u16>),
    pub(super) after: (&'a View, Standing, Option<u16>),
    /// Whether a pin holds, then and now.
    pub(super) pinned: (Option<u16>, Option<u16>),
    /// The sum of the day before, if there were transactions.
    pub(super) bought: Option<i64>,
    pub(super) now: Instant,
}

impl Change<'_> {
    /// What flipped, and whose doing it was.
    pub(super) fn why(&self) -> (Flip, MoveCause) {
        if self.pinned.0 != self.pinned.1 {
            let flip = if self.pinned.1.is_some() { Flip::Pinned } else { Flip::PinEnded };
            return (flip, MoveCause::Pin);
        }
        let (flip, held) = self.flip();
        let cause = match self.bought {
            _ if self.is_by_policy => MoveCause::Policy,
            _ if held => MoveCause::DwellEnd,
            Some(sum) => bought(sum),
            None if self.is_of_others(flip) => MoveCause::ThresholdShift,
            None => MoveCause::Expiry,
        };
        (flip, cause)
    }

    /// What flipped, and whether it held the day before already: then the stay was over.
    fn flip(&self) -> (Flip, bool) {
        let (view, standing, row) = self.after;
        let (_, stood, had_row) = self.before;
        match (had_row, row) {
            (_, Some(row)) => return (Flip::Row(row), false),
            (Some(row), None) => return (Flip::NoRow(row), false),
            (None, None) => {}
        }
        let new = |flip: &&Flip| !flip.holds(self.law_before, self.before.0);
        let of = |flips: &[Flip]| {
            let now: Vec<Flip> =
                flips.iter().copied().filter(|flip| flip.holds(self.law, view)).collect();
            let flipped = now.iter().find(new).or(now.first()).copied();
            (flipped.unwrap_or(Flip::First), !now.iter().any(|flip| new(&flip)))
        };
        let entered = |flips: &[Flip]| (of(flips).0, false);
        match (stood.static_since.get(), standing.static_since.get()) {
            (Some(_), None) => return of(&LEAVES_STATIC),
            (None, Some(_)) => return entered(&[Flip::BaseShareLow, Flip::MonthsEnough]),
            _ => {}
        }
        match (stood.dynamic_since.get(), standing.dynamic_since.get()) {
            (Some(_), None) => of(&LEAVES_DYNAMIC),
            (None, Some(_)) => entered(&[Flip::MovingShareLow, Flip::PaceUp]),
            _ if Flip::PaceAtRisk.holds(self.law, view) => (Flip::PaceAtRisk, false),
            _ => (Flip::PaceRecovered, false),
        }
    }

    /// Whether it flipped because others bought more or less.
    fn is_of_others(&self, flip: Flip) -> bool {
        let ((before, ..), (after, standing, _)) = (self.before, self.after);
        match flip {
            Flip::BaseShareLow | Flip::BaseShareHigh => before.base == after.base,
            Flip::MovingShareLow | Flip::MovingShareHigh => before.moving == after.moving,
            // Were it so with the shares of the day before too?
            Flip::Row(_) | Flip::NoRow(_) => {
                let own = View {
                    base_position: before.base_position,
                    moving_position: before.moving_position,
                    ..after.clone()
                };
                self.law.segment_of(standing, &own, self.now).0 != self.after.2
            }
            _ => false,
        }
    }
}

/// A client is seen for the first time, or again: by what it bought.
pub(super) fn bought(sum: i64) -> MoveCause {
    if sum < 0 { MoveCause::Return } else { MoveCause::Purchase }
}

/// A flip in words: its code, the part of the policy, the number and the limit.
pub(super) fn told(law: &Law, flip: Flip, after: &Facts) -> Reason {
    let (st, dy) = (&law.static_core, &law.dynamic_core);
    let reason = |code: &str, path: &str| {
        let path = Some(["$.policy.", path].concat());
        // A number and its limit: a list that grows by itself has room for four, and of moves and
        // assignments thousands are told at once.
        let facts = crate::reason::Facts(Vec::with_capacity(2));
        Reason { path, facts, ..Reason::new(code) }
    };
    let base = |code, path, limit: Threshold| {
        reason(code, path).fact("base_share", after.base_share()).fact("limit", limit.decimal())
    };
    let moving = |code, path, limit: Threshold| {
        let reason = reason(code, path).fact("moving_share", after.moving_share());
        reason.fact("limit", limit.decimal())
    };
    let months = |code, path, limit: u32| {
        reason(code, path)
            .fact("active_months", i64::from(after.months))
            .fact("limit", i64::from(limit))
    };
    let pace = |code, path, limit: Threshold| {
        reason(code, path).fact("pace", after.pace()).fact("limit", limit.decimal())
    };
    match flip {
        Flip::First => Reason::new(reasons::FIRST_SEEN),
        Flip::BaseShareLow => {
            base(reasons::BASE_SHARE_LOW, "static_core.enter_share", st.enter_share)
        }
        Flip::BaseShareHigh => {
            base(reasons::BASE_SHARE_HIGH, "static_core.leave_share", st.leave_share)
        }
        Flip::MonthsEnough => {
            months(reasons::MONTHS_ENOUGH, "static_core.enter_months", st.enter_months)
        }
        Flip::MonthsFew => months(reasons::MONTHS_FEW, "static_core.leave_months", st.leave_months),
        Flip::BaseGone => reason(reasons::BASE_GONE, "base_days"),
        Flip::MovingShareLow => {
            moving(reasons::MOVING_SHARE_LOW, "dynamic_core.enter_share", dy.enter_share)
        }
        Flip::MovingShareHigh => {
            moving(reasons::MOVING_SHARE_HIGH, "dynamic_core.leave_share", dy.leave_share)
        }
        Flip::PaceUp => pace(reasons::PACE_UP, "dynamic_core.enter_pace", dy.enter_pace),
        Flip::PaceDown => pace(reasons::PACE_DOWN, "dynamic_core.leave_pace", dy.leave_pace),
        Flip::New => {
            reason(reasons::NEW_CLIENT, "moving_days").fact("known_days", i64::from(after.known))
        }
        Flip::MovingGone => reason(reasons::MOVING_GONE, "moving_days"),
        Flip::PaceAtRisk => pace(reasons::PACE_AT_RISK, "at_risk_pace", law.at_risk),
        Flip::PaceRecovered => pace(reasons::PACE_RECOVERED, "at_risk_pace", law.at_risk),
        Flip::Row(row) => reason(reasons::ROW_MET, &format!("segments[{row}].when")),
        Flip::NoRow(row) => reason(reasons::ROW_NOT_MET, &format!("segments[{row}].when")),
        Flip::Pinned => Reason::new(reasons::PINNED),
        Flip::PinEnded => Reason::new(reasons::PIN_ENDED),
    }
}
