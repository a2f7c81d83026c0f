//! What is known of a client on a day, exactly; and the same as it is kept and told.

use super::compile::{Law, Threshold};
use super::days::{Today, months_until};
use super::evaluate::Standing;
use super::history::History;
use super::ranking::Position;
use crate::math::Decimal;
use crate::math::exact::{Amount, millionths};
use crate::shape::record;
use crate::snapshot::Whole;

/// Amounts are whole ten-thousandths.
pub(super) const PLACES: u32 = 4;

record! {
    /// What decides about a client on a day. Whole days before it count.
    pub struct CoreFeatures: data {
        /// Whether it belongs to the static core.
        pub static_core: bool,
        /// Whether it belongs to the dynamic core.
        pub dynamic_core: bool,
        /// Whether it is known for less than two moving windows: its pace is then unknown.
        pub is_new: bool,
        /// Net revenue in the base window.
        pub base_revenue: Decimal,
        /// Net revenue in the moving window.
        pub moving_revenue: Decimal,
        /// Revenue of the clients above it over the scope's positive revenue, in the base window: 0 to
        /// 1, rounded down to 6 digits; 1 without revenue.
        pub base_share: Decimal,
        /// The same in the moving window.
        pub moving_share: Decimal,
        /// Revenue a day in the moving window over that in the base window, rounded down to 6 digits
        /// and at most 2147.483647; absent of new clients and those without revenue in the base window.
        pub pace: Option<Decimal>,
        /// Months with positive net revenue.
        pub active_months: i64,
        /// Whole days since its first transaction, that day included.
        pub known_days: i64,
        /// Whole days since its last transaction, that day not included.
        pub quiet_days: i64,
    }
}

/// What is known of a client on a day, exactly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct View {
    pub(super) base: i64,
    pub(super) moving: i64,
    pub(super) base_position: Position,
    pub(super) moving_position: Position,
    /// Whole days since the first transaction.
    pub(super) known: i32,
    /// Whole days since the last one.
    pub(super) quiet: i32,
    pub(super) months: u32,
}

/// Net revenue of the two windows that end with a day.
pub(super) fn revenues(law: &Law, history: &History, day: i32) -> (i64, i64) {
    (history.sum(day - law.base_days, day), history.sum(day - law.moving_days, day))
}

/// In how many months a client was active before `day`, where it is known in how many it was before the
/// next one: within a month only that one's count differs.
pub(super) fn active_before(history: &History, day: &Today, (next, active): (&Today, u32)) -> u32 {
    match (day.months.as_slice(), next.months.as_slice()) {
        ([.., own, end], [.., same, next_end])
            if own == same && day.months.len() == next.months.len() =>
        {
            let last = |end: i32| history.active(&[*own, end]);
            active + last(*end) - last(*next_end)
        }
        _ => history.active(&day.months),
    }
}

impl View {
    pub(super) fn new(
        history: &History,
        (base, moving): (i64, i64),
        (base_position, moving_position): (Position, Position),
        day: i32,
        months: u32,
    ) -> Self {
        Self {
            base,
            moving,
            base_position,
            moving_position,
            known: history.first().map_or(0, |first| day - first),
            quiet: history.last_before(day).map_or(0, |last| day - 1 - last),
            months,
        }
    }

    /// Days of the base window on which the client was known.
    fn base_days(&self, law: &Law) -> i32 {
        self.known.min(law.base_days)
    }

    pub(super) fn is_new(&self, law: &Law) -> bool {
        self.base_days(law) < 2 * law.moving_days
    }

    /// Whether revenue a day of the moving window over that of the base window is at least `pace`;
    /// unknown of new clients and those without revenue.
    pub(super) fn paces(&self, law: &Law, pace: Threshold) -> Option<bool> {
        let (now, usual) = self.pace(law)?;
        Some(now * Threshold::ONE >= i128::from(pace.0) * usual)
    }

    /// The pace as a fraction.
    fn pace(&self, law: &Law) -> Option<(i128, i128)> {
        if self.is_new(law) || self.base <= 0 {
            return None;
        }
        let now = i128::from(self.moving) * i128::from(self.base_days(law));
        Some((now, i128::from(self.base) * i128::from(law.moving_days)))
    }

    /// The number of days after which a client that is known for so long has this pace, if nothing
    /// but time passes and it has not yet.
    pub(super) fn paces_when_known(&self, law: &Law, pace: Threshold) -> Option<i32> {
        if self.moving <= 0 || self.paces(law, pace)? {
            return None;
        }
        // moving / W / (base / known) >= pace
        let usual = i128::from(self.base) * i128::from(law.moving_days) * i128::from(pace.0);
        let a_day = i128::from(self.moving) * Threshold::ONE;
        let known = usual / a_day + i128::from(usual % a_day > 0);
        i32::try_from(known).ok().filter(|known| *known <= law.base_days)
    }

    pub(super) fn shares(&self) -> Shares {
        Shares { base: self.base_position.millionths(), moving: self.moving_position.millionths() }
    }

    pub(super) fn facts(&self, law: &Law, standing: Standing) -> Facts {
        self.facts_at(law, standing, self.shares())
    }

    /// The same where the shares are known already.
    pub(super) fn facts_at(&self, law: &Law, standing: Standing, shares: Shares) -> Facts {
        let pace = self.pace(law).map_or(NO_PACE, |(now, usual)| {
            let pace = (now * Threshold::ONE).div_euclid(usual);
            pace.clamp(-i128::from(MAX_PACE), i128::from(MAX_PACE)) as i32
        });
        Facts {
            base: Whole(self.base),
            moving: Whole(self.moving),
            pace,
            base_share: shares.base,
            moving_share: shares.moving,
            known: self.known,
            quiet: self.quiet,
            months: self.months as u8,
            is_new: self.is_new(law),
            in_static: standing.static_since.get().is_some(),
            in_dynamic: standing.dynamic_since.get().is_some(),
        }
    }
}

/// No pace is told that is higher, in millionths: nobody buys two thousand times as fast as usual.
const MAX_PACE: i32 = i32::MAX;
const NO_PACE: i32 = i32::MIN;

/// Where a client stood: the shares above it in millionths. They hang on what others bought, whom nobody
/// asks again; all else follows from the client's own history.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shares {
    pub(super) base: u32,
    pub(super) moving: u32,
}

/// [`CoreFeatures`] as snapshots have them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Facts {
    pub(super) base: Whole,
    pub(super) moving: Whole,
    /// In millionths, or `NO_PACE`.
    pub(super) pace: i32,
    pub(super) base_share: u32,
    pub(super) moving_share: u32,
    pub(super) known: i32,
    pub(super) quiet: i32,
    pub(super) months: u8,
    pub(super) is_new: bool,
    pub(super) in_static: bool,
    pub(super) in_dynamic: bool,
}

/// So many ten-thousandths as a decimal.
pub(super) fn money(units: i64) -> Decimal {
    // Amounts have two digits more, and 128 bits.
    let amount = Amount::of_units(i128::from(units) * 100);
    amount.decimal().unwrap_or(Decimal::ZERO)
}

fn share(units: u32) -> Decimal {
    millionths(units.into()).unwrap_or(Decimal::ZERO)
}

impl Facts {
    /// What was known of a client on a day on which it stood there.
    pub(super) fn on(
        day: i32,
        law: &Law,
        history: &History,
        standing: Standing,
        shares: Shares,
    ) -> Self {
        let nowhere = (Position::LAST, Position::LAST);
        let months = history.active(&months_until(day, law.months));
        let view = View::new(history, revenues(law, history, day), nowhere, day, months);
        view.facts_at(law, standing, shares)
    }

    pub(super) fn pace(&self) -> Option<Decimal> {
        let known = self.pace != NO_PACE;
        known.then(|| millionths(self.pace.into()).unwrap_or(Decimal::ZERO))
    }

    pub(super) fn base_share(&self) -> Decimal {
        share(self.base_share)
    }

    pub(super) fn moving_share(&self) -> Decimal {
        share(self.moving_share)
    }

    pub(super) fn told(&self) -> CoreFeatures {
        CoreFeatures {
            static_core: self.in_static,
            dynamic_core: self.in_dynamic,
            is_new: self.is_new,
            base_revenue: money(self.base.0),
            moving_revenue: money(self.moving.0),
            base_share: self.base_share(),
            moving_share: self.moving_share(),
            pace: self.pace(),
            active_months: self.months.into(),
            known_days: self.known.into(),
            quiet_days: self.quiet.into(),
        }
    }
}
