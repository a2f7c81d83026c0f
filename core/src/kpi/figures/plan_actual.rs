//! Plan, potential, actual and difference, by any dimensions.

use super::label::{Label, add, amount, arrival, day, label};
use super::report::{PlanActual, PlanActualReport};
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::reasons;
use crate::kpi::spelling::{warn_of_absent, warn_of_keys};
use crate::kpi::target::{TargetPeriod, dates_of};
use crate::math::exact::{Amount, percent};
use crate::math::sort_by_key;
use crate::reason::Facts;
use crate::shape::Reader;
use crate::time::{Calendar, Date, Instant, Period, PeriodKind, Zone};
use crate::{Reason, Result};

/// Plan, potential and actual of rows, summed by the dimensions `by`, and in all.
///
/// A row has any of `plan`, `potential` and `actual`; what no row of a group has is absent, not zero.
/// Where `period` is a kind, groups are also by the period of each row, so that figures start anew
/// with every month and history stays; where it is a name, only rows of that period count. A row is of the
/// period that holds its `day`, or without one the local date of its `t` by the company's clock.
///
/// # Errors
/// `wrong_type`, `too_precise`, `too_large` of values; `missing_now`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::plan_actual;
/// use fieldbeat::shape::Shaped;
/// use fieldbeat::{Calendar, CalendarPolicy, Facts};
///
/// let row = r#"{"company": "Acme", "plan": 500000, "potential": 800000, "actual": 430000}"#;
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let rows = [Facts::from_json(row)?];
/// let budget = &mut Budget::unlimited();
/// let report = plan_actual(&rows, &["company".to_owned()], None, &calendar, None, budget)?;
///
/// let acme = &report.groups[0];
/// assert_eq!(acme.difference, Some("-70000".parse()?));
/// assert_eq!(acme.plan_percent, Some("86".parse()?));
/// assert_eq!(acme.potential_percent, Some("53.75".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plan_actual(
    rows: &[Facts],
    by: &[String],
    period: Option<&TargetPeriod>,
    calendar: &Calendar,
    now: Option<Instant>,
    budget: &mut Budget<'_>,
) -> Result<PlanActualReport> {
    let split = Split::new(period, calendar, now)?;
    let mut at = Reader::new();
    let read = at.within("rows", |at| {
        let read = rows.iter().enumerate();
        let zone = &calendar.policy().zone;
        read.map(|(index, row)| at.within(index, |at| Row::read(row, by, zone, at)))
            .collect::<Vec<_>>()
    });
    at.within("by", |at| warn_of_absent(rows, by, at));
    let known = ["plan", "potential", "actual", "t", "arrival", "day"].map(str::to_owned);
    let known = [&known[..], by].concat();
    at.within("rows", |at| warn_of_keys(rows.iter().map(|row| row.0.as_slice()), &known, at));
    let ((), warnings) = at.finish(Some(()))?;

    let mut places = Lookup::default();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut totals = Sums::default();
    let mut left_out = 0;
    for row in read.into_iter().flatten() {
        budget.spend(1)?;
        let Some(period) = split.period(row.day) else {
            left_out += 1;
            continue;
        };
        totals.add(&row)?;
        let start = period.as_ref().map(|period| period.start);
        let place = *places.entry((start, row.key.clone())).or_insert_with(|| {
            groups.push(Group { period, key: row.key.clone(), sums: Sums::default() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.sums.add(&row)?;
        }
    }
    let start = |group: &Group<'_>| group.period.as_ref().map(|period| period.start);
    sort_by_key(&mut groups, |group| (start(group), group.key.clone()));
    let told = groups.into_iter().map(|group| {
        let named = by.iter().zip(&group.key);
        let key = named.map(|(name, label)| (name.clone().into(), label.value())).collect();
        group.sums.told(Facts(key), group.period)
    });
    Ok(PlanActualReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        groups: told.collect::<Result<_>>()?,
        totals: totals.told(Facts::default(), split.whole())?,
        left_out,
        warnings,
    })
}

/// By which periods rows are split.
enum Split<'a> {
    /// None.
    Whole,
    /// Each by its own.
    Kind(PeriodKind, &'a Calendar),
    /// Only those of one, with its first date and its last.
    One(Period, (Date, Date)),
}

impl<'a> Split<'a> {
    fn new(
        period: Option<&TargetPeriod>,
        calendar: &'a Calendar,
        now: Option<Instant>,
    ) -> Result<Self> {
        Ok(match period {
            None => Self::Whole,
            Some(TargetPeriod::Current(kind)) => Self::Kind(*kind, calendar),
            Some(TargetPeriod::Named(name)) => {
                let period = calendar.period(name, now)?;
                let dates = dates_of(&period, calendar);
                Self::One(period, dates)
            }
        })
    }

    /// The period of a row; `None` where it is not meant.
    fn period(&self, day: Option<Date>) -> Option<Option<Period>> {
        match self {
            Self::Whole => Some(None),
            Self::Kind(kind, calendar) => {
                let (start, _) = calendar.policy().zone.day(day?);
                Some(Some(calendar.period_of(start, *kind)))
            }
            Self::One(period, (first, last)) => {
                day.filter(|day| (first..=last).contains(&day)).map(|_| Some(period.clone()))
            }
        }
    }

    fn whole(self) -> Option<Period> {
        match self {
            Self::One(period, _) => Some(period),
            _ => None,
        }
    }
}

/// A row that was read.
struct Row<'a> {
    key: Vec<Label<'a>>,
    /// The local date that counts for it.
    day: Option<Date>,
    plan: Option<Amount>,
    potential: Option<Amount>,
    actual: Option<Amount>,
}

impl<'a> Row<'a> {
    fn read(row: &'a Facts, by: &[String], zone: &Zone, at: &mut Reader) -> Option<Self> {
        let (t, day) = (arrival(row, at), day(row, at));
        let key: Vec<_> = by.iter().map(|key| label(row, key, at)).collect();
        Some(Self {
            day: day.or_else(|| t.map(|t| zone.day_of(t))),
            plan: amount(row, "plan", at),
            potential: amount(row, "potential", at),
            actual: amount(row, "actual", at),
            key: key.into_iter().collect::<Option<_>>()?,
        })
    }
}

struct Group<'a> {
    period: Option<Period>,
    key: Vec<Label<'a>>,
    sums: Sums,
}

/// What some rows come to.
#[derive(Default)]
struct Sums {
    plan: Option<Amount>,
    potential: Option<Amount>,
    actual: Option<Amount>,
    rows: i64,
}

impl Sums {
    fn add(&mut self, row: &Row<'_>) -> Result<()> {
        add(&mut self.plan, row.plan)?;
        add(&mut self.potential, row.potential)?;
        add(&mut self.actual, row.actual)?;
        self.rows += 1;
        Ok(())
    }

    fn told(self, key: Facts, period: Option<Period>) -> Result<PlanActual> {
        let share = |whole: Option<Amount>| match self.actual.zip(whole) {
            Some((actual, whole)) => percent(actual, whole),
            None => Ok(None),
        };
        let (plan_percent, potential_percent) = (share(self.plan)?, share(self.potential)?);
        let difference = self.actual.zip(self.plan).map(|(actual, plan)| actual.minus(plan));
        let lacks = |sum: Option<Amount>| sum.is_none_or(|sum| sum == Amount::ZERO);
        let reasons = [
            (lacks(self.plan), reasons::NO_PLAN),
            (lacks(self.potential), reasons::NO_POTENTIAL),
            (self.actual.is_none(), reasons::NO_ACTUAL),
        ];
        let decimal = |sum: Option<Amount>| sum.map(Amount::decimal).transpose();
        Ok(PlanActual {
            key,
            period,
            plan: decimal(self.plan)?,
            potential: decimal(self.potential)?,
            actual: decimal(self.actual)?,
            difference: decimal(difference.transpose()?)?,
            plan_percent,
            potential_percent,
            rows: self.rows,
            reasons: reasons
                .into_iter()
                .filter(|(holds, _)| *holds)
                .map(|(_, code)| Reason::new(code))
                .collect(),
        })
    }
}
