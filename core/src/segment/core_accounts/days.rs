//! Days and months as numbers, and when a day begins.

use crate::time::{Date, FIRST_DAY_NUMBER, Instant, LAST_DAY_NUMBER, Zone};

/// A day on which clients are looked at: whole days before it count.
pub(super) struct Today {
    /// Days since 1970-01-01.
    pub(super) day: i32,
    /// Its first instant.
    pub(super) at: Instant,
    /// Where the months begin over which activity is counted, and at the end the day itself.
    pub(super) months: Vec<i32>,
}

impl Today {
    pub(super) fn new(day: i32, zone: &Zone, months: i32) -> Self {
        Self { day, at: start_of(day, zone), months: months_until(day, months) }
    }

    /// The first day of the month `months` after this one.
    pub(super) fn month_after(&self, months: i32) -> i32 {
        start_of_month(month_of(self.day) + months)
    }
}

/// Where so many months begin, the last of them that of the day; and at the end the day itself.
pub(super) fn months_until(day: i32, months: i32) -> Vec<i32> {
    let this = month_of(day);
    (this - months + 1..=this).map(start_of_month).chain([day]).collect()
}

/// The first and the last day of time.
pub(super) const FIRST_DAY: i32 = FIRST_DAY_NUMBER as i32;
pub(super) const LAST_DAY: i32 = LAST_DAY_NUMBER as i32;

/// The first instant of a day.
pub(super) fn start_of(day: i32, zone: &Zone) -> Instant {
    zone.day(Date::of_day_number(day.into())).0
}

/// The last day that has begun at `t`. Where clocks are put back over midnight, that is the day after
/// the date that they show.
pub(super) fn day_at(t: Instant, zone: &Zone) -> i32 {
    zone.day_of(t).day_number() as i32
}

/// The first day that begins at `t` or later.
pub(super) fn day_from(t: Instant, zone: &Zone) -> i32 {
    let day = day_at(t, zone);
    if start_of(day, zone) < t { day + 1 } else { day }
}

// Hinnant 2013, "chrono-compatible low-level date algorithms", days_from_civil and civil_from_days:
// months are counted from March, so that the odd day stands at the end of the year.
const ERA_DAYS: i32 = 146_097;
const ERA_START: i32 = 719_468;

/// The month of a day, counted from January of the year 0.
fn month_of(day: i32) -> i32 {
    let from_start = day + ERA_START;
    let era = from_start.div_euclid(ERA_DAYS);
    let of_era = from_start.rem_euclid(ERA_DAYS);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    (era * 400 + year) * 12 + from_march + 2
}

/// The first day of such a month.
fn start_of_month(month: i32) -> i32 {
    let from_march = month - 2;
    let (year, month) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5;
    era * ERA_DAYS + year * 365 + year / 4 - year / 100 + of_year - ERA_START
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        for day in (-400_000..400_000).step_by(13) {
            let (year, month, date) = Date::of_day_number(day.into()).parts();
            assert_eq!(month_of(day), year * 12 + month as i32 - 1);
            assert_eq!(start_of_month(month_of(day)), day - date as i32 + 1);
        }
    }
}
