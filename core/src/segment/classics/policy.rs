//! What counts, over which days, and where classes end.

use super::cuts::{MAX_BINS, check_cuts};
use super::periods::{MAX_PERIODS, XyzPeriod};
use super::table::check_segments;
use crate::math::Decimal;
use crate::rule::ConditionPolicy;
use crate::segment::transactions::{check_scale, check_version};
use crate::shape::{Reader, codes, record};
use crate::time::Zone;

record! {
    /// One row of a table of segments: a client is of the first whose demands it all meets.
    pub struct RfmSegment: policy {
        /// What the segment is called.
        pub segment: String,
        /// The least and the greatest score by recency, `[4, 5]`.
        pub recency: Option<Vec<u32>> = None,
        /// The same by frequency.
        pub frequency: Option<Vec<u32>> = None,
        /// The same by money.
        pub monetary: Option<Vec<u32>> = None,
        /// A condition over `recency_score`, `frequency_score`, `monetary_score`, `recency_days`,
        /// `frequency_days`, `monetary`, `repeat_days`, `span_days`, `age_days` and `scope`.
        pub when: Option<ConditionPolicy> = None,
    }
}

record! {
    /// How clients are scored by recency, frequency and money.
    pub struct RfmPolicy: policy check check_rfm {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose local dates days are.
        pub zone: Zone = Zone::utc(),
        /// Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
        /// cents. Without it amounts are numbers of at most four digits after the point.
        pub scale: Option<u32> = None,
        /// How many days before `now` count; without it all do.
        pub window_days: Option<u32> = None,
        /// How many scores there are where cuts are by quantiles: 2 to 100.
        pub bins: u32 = 5,
        /// Names for scores; without them nobody is named.
        pub segments: Vec<RfmSegment> = Vec::new(),
        /// The segment of those whom no row of the table fits.
        pub otherwise: String = "other".to_owned(),
    }
}

fn check_rfm(policy: &RfmPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    check_scale(policy.scale, at);
    check_window(policy.window_days, at);
    if !(2..=MAX_BINS).contains(&policy.bins) {
        let message = format!("expected 2 to {MAX_BINS}");
        at.within("bins", |at| at.problem::<()>("out_of_range", message));
    }
    check_segments(&policy.segments, at);
}

/// Notes a window without days.
pub(super) fn check_window(days: Option<u32>, at: &mut Reader) {
    if days == Some(0) {
        at.within("window_days", |at| at.problem::<()>("out_of_range", "expected at least 1"));
    }
}

record! {
    /// Where scores end: a value has one point more than there are cuts below it.
    ///
    /// An answer's `cuts`, passed on, freeze them: what one client buys then shifts nobody else.
    pub struct RfmCuts: policy check check_cuts {
        /// Of which scope they are; without it of every scope that has none of its own.
        pub scope: Option<String> = None,
        /// In days since the last purchase; the fewer, the higher the score.
        pub recency_days: Vec<i64>,
        /// In days with a purchase.
        pub frequency_days: Vec<i64>,
        /// In money.
        pub monetary: Vec<Decimal>,
    }
}

record! {
    /// How clients are classed by their share of revenue.
    pub struct AbcPolicy: policy check check_abc {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose local dates days are.
        pub zone: Zone = Zone::utc(),
        /// Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
        /// cents. Without it amounts are numbers of at most four digits after the point.
        pub scale: Option<u32> = None,
        /// How many days before `now` count; without it all do.
        pub window_days: Option<u32> = None,
        /// A client is of class A if those before it have less of the positive revenue.
        pub a_percent: Decimal = percent(80),
        /// Of class B if they have less than this.
        pub b_percent: Decimal = percent(95),
    }
}

/// A whole number of percent.
pub(super) fn percent(whole: i64) -> Decimal {
    Decimal::from_units(whole, 0).unwrap_or(Decimal::ZERO)
}

fn check_abc(policy: &AbcPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    check_scale(policy.scale, at);
    check_window(policy.window_days, at);
    check_shares(policy.a_percent, policy.b_percent, at);
}

/// Notes percents of classes that are no shares, or not in order.
pub(super) fn check_shares(a: Decimal, b: Decimal, at: &mut Reader) {
    for (key, percent) in [("a_percent", a), ("b_percent", b)] {
        check_percent(key, percent, at);
        if percent > self::percent(100) {
            at.within(key, |at| at.problem::<()>("out_of_range", "expected at most 100"));
        }
    }
    if a > b {
        let message = "class B ends before class A does";
        at.within("b_percent", |at| at.problem::<()>("not_sorted", message));
    }
}

/// Digits after the point that percents may have.
pub(super) const PERCENT_DIGITS: u32 = 4;

/// Notes a percent below 0, or finer than it is compared.
pub(super) fn check_percent(key: &'static str, percent: Decimal, at: &mut Reader) {
    at.within(key, |at| {
        if percent < Decimal::ZERO {
            at.problem::<()>("out_of_range", "expected at least 0");
        }
        if percent.units(PERCENT_DIGITS).is_none() {
            at.problem::<()>("too_precise", "expected at most 4 digits after the point");
        }
    });
}

codes! {
    /// A quadrant of the Boston matrix (Henderson, 1970).
    pub enum Quadrant {
        /// Large and growing.
        Star = "star",
        /// Large and not growing.
        Cow = "cow",
        /// Small and growing.
        Question = "question",
        /// Small and not growing.
        Dog = "dog",
    }
}

record! {
    /// The quadrant of each pair of an ABC and an XYZ class, as users of 1C know it: who buys
    /// steadily is a market that has grown up. That AX is a cow and AZ a star is theirs; the rest
    /// reads A as large, and Y and Z as growing.
    pub struct Quadrants: policy {
        /// Of A and X.
        pub ax: Quadrant = Quadrant::Cow,
        /// Of A and Y.
        pub ay: Quadrant = Quadrant::Star,
        /// Of A and Z.
        pub az: Quadrant = Quadrant::Star,
        /// Of B and X.
        pub bx: Quadrant = Quadrant::Dog,
        /// Of B and Y.
        pub by: Quadrant = Quadrant::Question,
        /// Of B and Z.
        pub bz: Quadrant = Quadrant::Question,
        /// Of C and X.
        pub cx: Quadrant = Quadrant::Dog,
        /// Of C and Y.
        pub cy: Quadrant = Quadrant::Question,
        /// Of C and Z.
        pub cz: Quadrant = Quadrant::Question,
    }
}

record! {
    /// How clients are classed by how steadily they buy.
    pub struct XyzPolicy: policy check check_xyz {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose local dates days are.
        pub zone: Zone = Zone::utc(),
        /// Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
        /// cents. Without it amounts are numbers of at most four digits after the point.
        pub scale: Option<u32> = None,
        /// What revenue is summed by: whole ones of the calendar, weeks from Monday.
        pub period: XyzPeriod = XyzPeriod::Month,
        /// How many of them count, up to the last that is over: 1 to 60.
        pub periods: u32 = 12,
        /// With fewer periods since its first purchase a client is of class Z: 1 to `periods`.
        pub min_periods: u32 = 1,
        /// A client is of class X if its coefficient of variation is less than this.
        pub x_percent: Decimal = percent(10),
        /// Of class Y if it is less than this.
        pub y_percent: Decimal = percent(25),
        /// A client is of class A if those before it have less of the positive revenue.
        pub a_percent: Decimal = percent(80),
        /// Of class B if they have less than this.
        pub b_percent: Decimal = percent(95),
        /// Where in the Boston matrix each pair of classes stands.
        pub quadrants: Quadrants = Quadrants::default(),
    }
}

fn check_xyz(policy: &XyzPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    check_scale(policy.scale, at);
    for (key, periods) in [("periods", policy.periods), ("min_periods", policy.min_periods)] {
        if !(1..=MAX_PERIODS).contains(&periods) {
            let message = format!("expected 1 to {MAX_PERIODS}");
            at.within(key, |at| at.problem::<()>("out_of_range", message));
        }
    }
    if policy.min_periods > policy.periods {
        let message = "nobody has more periods than count";
        at.within("min_periods", |at| at.problem::<()>("out_of_range", message));
    }
    check_percent("x_percent", policy.x_percent, at);
    check_percent("y_percent", policy.y_percent, at);
    if policy.x_percent > policy.y_percent {
        let message = "class Y ends before class X does";
        at.within("y_percent", |at| at.problem::<()>("not_sorted", message));
    }
    check_shares(policy.a_percent, policy.b_percent, at);
}

record! {
    /// What is large, and what grows.
    pub struct BcgPolicy: policy check check_bcg {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose local dates days are.
        pub zone: Zone = Zone::utc(),
        /// Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
        /// cents. Without it amounts are numbers of at most four digits after the point.
        pub scale: Option<u32> = None,
        /// How many days before `now` count; as many before those are what they grew from.
        pub window_days: u32 = 365,
        /// From this percent of the revenue of the scope's largest client on a client is large.
        pub share_percent: Decimal = percent(50),
        /// From this growth on, in percent of the revenue before, it grows.
        pub growth_percent: Decimal = percent(10),
    }
}

fn check_bcg(policy: &BcgPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    check_scale(policy.scale, at);
    check_window(Some(policy.window_days), at);
    check_percent("share_percent", policy.share_percent, at);
    check_percent("growth_percent", policy.growth_percent, at);
}

record! {
    /// When a client is new, active, sleeping or lost.
    pub struct LifeCyclePolicy: policy check check_life_cycle {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whose local dates days are.
        pub zone: Zone = Zone::utc(),
        /// Digits after the point of amounts that are whole numbers, at most 6; without it amounts
        /// are numbers of at most four digits after the point.
        pub scale: Option<u32> = None,
        /// No client's gap counts as shorter.
        pub min_gap_days: u32 = 7,
        /// A client of one purchase is new for so many days.
        pub new_days: u32 = 90,
        /// A client sleeps after more than so many of its gaps.
        pub sleeping_gaps: u32 = 2,
        /// It is lost after more than so many.
        pub lost_gaps: u32 = 4,
        /// And after more than so many days, whatever its gap.
        pub lost_days: u32 = 365,
    }
}

fn check_life_cycle(policy: &LifeCyclePolicy, at: &mut Reader) {
    check_version(policy.version, at);
    check_scale(policy.scale, at);
    if policy.min_gap_days == 0 {
        at.within("min_gap_days", |at| at.problem::<()>("out_of_range", "expected at least 1"));
    }
    if policy.lost_gaps < policy.sleeping_gaps {
        let message = "a client is lost before it sleeps";
        at.within("lost_gaps", |at| at.problem::<()>("not_sorted", message));
    }
    if policy.lost_days < policy.new_days {
        let message = "a client is lost before it ceases to be new";
        at.within("lost_days", |at| at.problem::<()>("not_sorted", message));
    }
}
