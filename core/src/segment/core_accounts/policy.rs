//! How clients are divided into segments: all numbers are here.

use super::table::Table;
use crate::math::Decimal;
use crate::rule::ConditionPolicy;
use crate::segment::transactions::check_version;
use crate::shape::{Reader, record};
use crate::time::Zone;

/// Windows are at most so long: ten years.
const MAX_WINDOW_DAYS: u32 = 3_660;
/// Activity is looked at over at most so many months.
const MAX_MONTHS: u32 = 60;
/// No stay lasts longer.
const MAX_STAY_DAYS: u32 = 3_660;
/// Thresholds have at most so many digits after the point.
pub(super) const DIGITS: u32 = 6;
/// No pace is asked for that is higher.
const MAX_PACE: i64 = 1_000;
/// A table has at most so many rows.
const MAX_ROWS: usize = 200;

/// So many hundredths.
fn hundredths(units: i64) -> Decimal {
    Decimal::from_units(units, 2).unwrap_or(Decimal::ZERO)
}

record! {
    /// Who belongs to the static core: clients that carry the year.
    pub struct StaticCorePolicy: policy check check_static {
        /// Enters with a smaller share of the base window's revenue above it, 0 to 1,
        pub enter_share: Decimal = hundredths(80),
        /// and at least so many active months.
        pub enter_months: u32 = 6,
        /// Leaves from this share above it on,
        pub leave_share: Decimal = hundredths(90),
        /// or with fewer active months, or without revenue in the base window.
        pub leave_months: u32 = 4,
        /// Stays at least so many days, unless there is no revenue.
        pub min_stay_days: u32 = 30,
    }
}

record! {
    /// Who belongs to the dynamic core: clients that carry the quarter, and grow.
    pub struct DynamicCorePolicy: policy check check_dynamic {
        /// Enters with a smaller share of the moving window's revenue above it, 0 to 1,
        pub enter_share: Decimal = hundredths(80),
        /// and at least this pace, or new.
        pub enter_pace: Decimal = hundredths(110),
        /// Leaves from this share above it on,
        pub leave_share: Decimal = hundredths(90),
        /// or below this pace, or without revenue in the moving window.
        pub leave_pace: Decimal = hundredths(90),
        /// Stays at least so many days, unless there is no revenue.
        pub min_stay_days: u32 = 14,
    }
}

record! {
    /// A segment of one's own.
    pub struct SegmentRule: policy {
        /// What it is called.
        pub name: String,
        /// Who belongs to it, by the fields of `CoreFeatures`.
        pub when: ConditionPolicy,
    }
}

record! {
    /// Whose days begin by another clock.
    pub struct ScopeZone: policy {
        /// The scope: a manager, a branch.
        pub scope: String,
        /// Its zone.
        pub zone: Zone,
    }
}

record! {
    /// How clients are divided into core accounts and others, day by day.
    pub struct SegmentPolicy: policy check check_segments {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// By whose clock days begin.
        pub zone: Zone = Zone::utc(),
        /// Scopes that have another zone.
        pub zones: Vec<ScopeZone> = Vec::new(),
        /// The base window, in whole days: what a client is worth.
        pub base_days: u32 = 365,
        /// The moving window, in whole days: what it buys now. At most half of the base window.
        pub moving_days: u32 = 90,
        /// Over so many months, that of the day among them, active ones are counted.
        pub activity_months: u32 = 12,
        /// The static core.
        pub static_core: StaticCorePolicy = StaticCorePolicy::default(),
        /// The dynamic core.
        pub dynamic_core: DynamicCorePolicy = DynamicCorePolicy::default(),
        /// Of the static core alone, below this pace: at risk.
        pub at_risk_pace: Decimal = hundredths(70),
        /// Of the static core alone, below this pace: cooling, a warning.
        pub cooling_pace: Decimal = hundredths(90),
        /// Segments of one's own: the first whose condition is met. Where none is, or it is unknown,
        /// the cores decide.
        pub segments: Vec<SegmentRule> = Vec::new(),
    }
}

fn check_static(policy: &StaticCorePolicy, at: &mut Reader) {
    share("enter_share", policy.enter_share, at);
    share("leave_share", policy.leave_share, at);
    ordered(at, ("leave_share", policy.leave_share), ("enter_share", policy.enter_share));
    if policy.leave_months > policy.enter_months {
        reversed("leave_months", "expected at most enter_months", at);
    }
    up_to("min_stay_days", policy.min_stay_days, 0, MAX_STAY_DAYS, at);
}

fn check_dynamic(policy: &DynamicCorePolicy, at: &mut Reader) {
    share("enter_share", policy.enter_share, at);
    share("leave_share", policy.leave_share, at);
    ordered(at, ("leave_share", policy.leave_share), ("enter_share", policy.enter_share));
    pace("enter_pace", policy.enter_pace, at);
    pace("leave_pace", policy.leave_pace, at);
    if policy.leave_pace > policy.enter_pace {
        reversed("leave_pace", "expected at most enter_pace", at);
    }
    up_to("min_stay_days", policy.min_stay_days, 0, MAX_STAY_DAYS, at);
}

fn check_segments(policy: &SegmentPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    up_to("base_days", policy.base_days, 1, MAX_WINDOW_DAYS, at);
    up_to("moving_days", policy.moving_days, 1, MAX_WINDOW_DAYS, at);
    if u64::from(policy.moving_days) * 2 > u64::from(policy.base_days) {
        let message = "expected at most half of base_days: else every client is new for ever";
        at.within("moving_days", |at| at.problem::<()>("window_too_long", message));
    }
    up_to("activity_months", policy.activity_months, 1, MAX_MONTHS, at);
    if policy.static_core.enter_months > policy.activity_months {
        at.within("static_core", |at| {
            at.within("enter_months", |at| {
                at.problem::<()>("out_of_range", "expected at most activity_months")
            })
        });
    }
    pace("at_risk_pace", policy.at_risk_pace, at);
    pace("cooling_pace", policy.cooling_pace, at);
    ordered(at, ("cooling_pace", policy.cooling_pace), ("at_risk_pace", policy.at_risk_pace));
    at.within("zones", |at| {
        for (index, own) in policy.zones.iter().enumerate() {
            if policy.zones.iter().take(index).any(|earlier| earlier.scope == own.scope) {
                at.within(index, |at| {
                    at.within("scope", |at| at.problem::<()>("duplicate_id", "listed twice"))
                });
            }
        }
    });
    at.within("segments", |at| {
        if policy.segments.len() > MAX_ROWS {
            at.limit::<()>("too_many_rows", format!("expected at most {MAX_ROWS}"));
        }
        for (index, rule) in policy.segments.iter().enumerate() {
            if rule.name.is_empty() {
                at.within(index, |at| {
                    at.within("name", |at| at.problem::<()>("empty", "expected a name"))
                });
            }
        }
        // What is wrong with conditions is told with all the rest.
        Table::new(&policy.segments, vec![0; policy.segments.len()], at);
    });
}

fn share(key: &'static str, value: Decimal, at: &mut Reader) {
    number(key, value, Decimal::ONE, "a share, 0 to 1", at);
}

fn pace(key: &'static str, value: Decimal, at: &mut Reader) {
    let most = Decimal::from_units(MAX_PACE, 0).unwrap_or(Decimal::ONE);
    number(key, value, most, "a pace, 0 to 1,000", at);
}

fn number(key: &'static str, value: Decimal, most: Decimal, what: &str, at: &mut Reader) {
    at.within(key, |at| {
        if value < Decimal::ZERO || value > most {
            at.problem::<()>("out_of_range", format!("expected {what}"));
        } else if value.units(DIGITS).is_none() {
            let message = format!("expected at most {DIGITS} digits after the point");
            at.problem::<()>("too_precise", message);
        }
    });
}

fn ordered(at: &mut Reader, high: (&'static str, Decimal), low: (&'static str, Decimal)) {
    if high.1 < low.1 {
        reversed(high.0, &format!("expected at least {}", low.0), at);
    }
}

/// Who left at once where one entered would go to and fro.
fn reversed(key: &'static str, message: &str, at: &mut Reader) {
    at.within(key, |at| at.problem::<()>("hysteresis_reversed", message));
}

fn up_to(key: &'static str, value: u32, least: u32, most: u32, at: &mut Reader) {
    if !(least..=most).contains(&value) {
        let message = format!("expected {least} to {most}");
        at.within(key, |at| at.problem::<()>("out_of_range", message));
    }
}
