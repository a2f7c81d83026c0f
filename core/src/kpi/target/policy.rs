//! What is to be reached, and what is paid for it.

use crate::kpi::roster::Scope;
use crate::math::Decimal;
use crate::math::exact::Amount;
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};
use crate::time::{Instant, PeriodKind, Zone};

codes! {
    /// What is counted.
    pub enum Measure {
        /// Points.
        Points = "points",
        /// Visits that are scored; a joint visit is one visit of a team.
        Visits = "visits",
        /// Sites with a visit that is scored.
        DistinctSites = "distinct_sites",
        /// The sum sold.
        Sum = "sum",
        /// What of it is earned.
        Margin = "margin",
    }
}

impl Measure {
    /// Digits after the point, unless the target says otherwise.
    pub(super) fn scale(self) -> u32 {
        match self {
            Self::Visits | Self::DistinctSites => 0,
            Self::Points | Self::Sum | Self::Margin => 2,
        }
    }
}

codes! {
    /// Over which days of its period a plan is spread.
    pub enum Spread {
        /// Evenly over working days.
        WorkingDays = "working_days",
        /// Evenly over all days.
        Calendar = "calendar",
        /// Over working days, by `weights`.
        Weights = "weights",
    }
}

codes! {
    /// What makes a plan smaller.
    pub enum Prorate {
        /// Vacations of the roster.
        Vacation = "vacation",
        /// Days before a rep was hired and after they left.
        Hire = "hire",
        /// Sick leaves of the roster.
        Sick = "sick",
        /// The share of a full-time job.
        PartTime = "part_time",
        /// Days by which a rep's own calendar differs from the company's, its layers too.
        Calendar = "calendar",
    }
}

codes! {
    /// What of the period before is carried over, once, after proration.
    pub enum Carry {
        /// Nothing: a new period starts at zero.
        None = "none",
        /// What was missing is added to the plan.
        Deficit = "deficit",
        /// Besides, what was above the plan is taken from it. Where that is all of the plan, the actual
        /// counts on top of it: 30 of a plan of 10 and 2 more are 320 %, of which the 2 are paid.
        Both = "both",
    }
}

codes! {
    /// What the factor of a tier pays.
    pub enum TierKind {
        /// That part of the actual which lies within the tier.
        Marginal = "marginal",
        /// All of the actual.
        Retroactive = "retroactive",
    }
}

codes! {
    /// What adjustments of closed periods count for.
    pub enum AdjustmentUse {
        /// For pay alone: they are shown apart.
        Pay = "pay",
        /// For attainment too.
        Attainment = "attainment",
    }
}

record! {
    /// A factor from an attainment on, up to the next tier: [at_percent, next).
    pub struct Tier: policy {
        /// The lowest attainment, in percent of the plan; the exact fraction is compared.
        pub at_percent: Decimal,
        /// By what the points are multiplied.
        pub factor: Decimal,
        /// What it is called, for people.
        pub name: Option<String> = None,
    }
}

record! {
    /// How what was reached is paid.
    pub struct Tiers: policy check check_tiers {
        /// What a factor pays.
        pub kind: TierKind,
        /// From the lowest on; below the first nothing is paid.
        pub steps: Vec<Tier>,
    }
}

fn check_tiers(tiers: &Tiers, at: &mut Reader) {
    at.within("steps", |at| {
        if tiers.steps.is_empty() {
            at.problem::<()>("empty", "expected at least one tier");
        }
        let mut last = None;
        for (index, tier) in tiers.steps.iter().enumerate() {
            at.within(index, |at| {
                at.within("at_percent", |at| {
                    check_number(tier.at_percent, "a percentage", at);
                    if last.is_some_and(|last| tier.at_percent <= last) {
                        at.problem::<()>("not_sorted", "tiers come from the lowest on");
                    }
                });
                at.within("factor", |at| check_number(tier.factor, "a factor", at));
            });
            last = Some(tier.at_percent);
        }
    });
}

/// Notes what is no number from 0 to a million.
fn check_number(number: Decimal, what: &str, at: &mut Reader) {
    const MOST: i128 = 1_000_000 * Amount::ONE;
    if Amount::read(number, at).is_some_and(|x| !(0..=MOST).contains(&x.units())) {
        at.problem::<()>("out_of_range", format!("expected {what}, 0 to 1,000,000"));
    }
}

/// A kind of period, of which that one is meant which holds `now`, or a period by its name.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetPeriod {
    /// The one that holds `now`.
    Current(PeriodKind),
    /// By its name.
    Named(String),
}

impl TargetPeriod {
    /// What kind of period it is.
    pub(super) fn kind(&self) -> PeriodKind {
        match self {
            Self::Current(kind) => *kind,
            Self::Named(name) => kind_of(name),
        }
    }
}

/// What kind of period has this name: its length tells.
pub(crate) fn kind_of(name: &str) -> PeriodKind {
    match named(name).map_or(0, |(start, end)| end.since(start) / 86_400_000) {
        ..7 => PeriodKind::Day,
        7..28 => PeriodKind::Week,
        28..32 => PeriodKind::Month,
        32..360 => PeriodKind::Quarter,
        _ => PeriodKind::Year,
    }
}

fn named(name: &str) -> Option<(Instant, Instant)> {
    let any = Instant::from_millis(0);
    crate::time::period(name, &Zone::utc(), any).ok().map(|period| (period.start, period.end))
}

impl Shaped for TargetPeriod {
    fn shape() -> Shape {
        Shape::Either {
            name: "TargetPeriod",
            doc: "A kind of period, or the name of one, such as `2026-11`, `2026-W47` or `last_month`.",
            shapes: vec![PeriodKind::shape(), Shape::Text],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Text(name) = value else { return at.mismatch("a kind of period", value) };
        let kind = PeriodKind::ALL.iter().find(|kind| kind.as_str() == name);
        match kind {
            Some(kind) => Some(Self::Current(*kind)),
            None if named(name).is_some() => Some(Self::Named(name.clone())),
            None => at.problem(
                "invalid_period",
                "expected day, week, month, quarter, year, or the name of a period",
            ),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Current(kind) => kind.to_value(),
            Self::Named(name) => name.to_value(),
        }
    }
}

record! {
    /// What a rep, a team or a territory is to reach in a period.
    pub struct Target: policy check check_target {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// What it is called in answers.
        pub id: Option<String> = None,
        /// Whether it is of reps, teams or territories.
        pub scope: Scope = Scope::Rep,
        /// Of which one; by default of each by itself.
        pub whose: Option<String> = None,
        /// What is counted.
        pub measure: Measure = Measure::Points,
        /// In which period: that which holds `now`, or a named one.
        pub period: TargetPeriod = TargetPeriod::Current(PeriodKind::Month),
        /// How much of it, in the whole period.
        pub value: Decimal,
        /// Digits of the prorated plan after the point, 0 to 6; by default 0 for visits and sites, else 2.
        pub scale: Option<u32> = None,
        /// Over which days the plan is spread.
        pub spread: Spread = Spread::WorkingDays,
        /// With `spread: weights`, what a working day weighs: in a year by its twelve months, in a
        /// quarter by its three, in a month or a week by the day of the week from Monday on.
        pub weights: Vec<u32> = Vec::new(),
        /// What makes the plan of a rep smaller; plans of teams and territories stay as they are.
        pub prorate: Vec<Prorate> = Prorate::ALL.to_vec(),
        /// What of the period before is carried over.
        pub carry: Carry = Carry::None,
        /// How what was reached is paid.
        pub tiers: Option<Tiers> = None,
        /// With fewer days over there is no forecast.
        pub forecast_min_days: u32 = 3,
        /// What adjustments of closed periods count for, where points are counted.
        pub adjustments: AdjustmentUse = AdjustmentUse::Pay,
    }
}

pub(super) fn check_target(target: &Target, at: &mut Reader) {
    at.within("value", |at| {
        if Amount::read(target.value, at).is_some_and(|value| value < Amount::ZERO) {
            at.problem::<()>("out_of_range", "expected 0 or more");
        }
    });
    if target.scale.is_some_and(|scale| scale > 6) {
        at.within("scale", |at| at.problem::<()>("out_of_range", "expected 0 to 6"));
    }
    at.within("weights", |at| check_weights(target, at));
}

fn check_weights(target: &Target, at: &mut Reader) {
    const MOST: u32 = 1_000_000;
    if target.spread != Spread::Weights {
        if !target.weights.is_empty() {
            at.problem::<()>("not_spread_by_weights", "only with spread: weights");
        }
        return;
    }
    let parts = match target.period.kind() {
        PeriodKind::Day => 1,
        PeriodKind::Week | PeriodKind::Month => 7,
        PeriodKind::Quarter => 3,
        PeriodKind::Year => 12,
    };
    if target.weights.len() != parts {
        let message = format!("expected {parts} weights, got {}", target.weights.len());
        at.problem::<()>("lengths_differ", message);
    } else if target.weights.iter().all(|weight| *weight == 0) {
        at.problem::<()>("no_weight", "at least one weight is above 0");
    }
    for (index, weight) in target.weights.iter().enumerate() {
        if *weight > MOST {
            at.within(index, |at| at.problem::<()>("out_of_range", "expected at most 1,000,000"));
        }
    }
}

impl Target {
    /// A target of each rep: so many points a month.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::kpi::Target;
    ///
    /// assert_eq!(Target::new("100".parse()?), Target::from_json(r#"{"value": 100}"#)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(value: Decimal) -> Self {
        Self {
            version: 1,
            id: None,
            scope: Scope::Rep,
            whose: None,
            measure: Measure::Points,
            period: TargetPeriod::Current(PeriodKind::Month),
            value,
            scale: None,
            spread: Spread::WorkingDays,
            weights: Vec::new(),
            prorate: Prorate::ALL.to_vec(),
            carry: Carry::None,
            tiers: None,
            forecast_min_days: 3,
            adjustments: AdjustmentUse::Pay,
        }
    }
}
