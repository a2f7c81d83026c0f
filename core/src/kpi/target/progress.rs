//! How far everybody is with every target.

use std::cell::Cell;

use super::compile::Compiled;
use super::days::{Days, days};
use super::measured::{Measured, measured};
use super::payout::payout;
use super::policy::{AdjustmentUse, Carry, Measure, Prorate, Target, TargetPeriod};
use super::report::{Progress, ProgressReport};
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::close::Adjustment;
use crate::kpi::reasons;
use crate::kpi::roster::{Member, Rep, Roster, Scope};
use crate::kpi::rows::{Groups, Row, rows, warn_of_teams};
use crate::kpi::score::Score;
use crate::math::exact::{Amount, Fine, percent, times};
use crate::math::{hash_value, under};
use crate::shape::{Reader, Shaped, Warning};
use crate::time::{Calendar, Date, Instant, Period};
use crate::{Reason, Result};

/// How far every rep, team or territory is with every target, as of `now`.
///
/// Only rows up to `now` count, each on the local date of its arrival in the rep's zone. The plan falls
/// on the days on which the rep is there; a day is over when its last working instant is, so today
/// is left until then. All ratios are exact before they are rounded, half up.
///
/// `reps` says who is of which team, works by which calendar, and is away; of others the company's
/// calendar holds, and the team that their latest row names. Rows that name another team than the roster
/// count for it, with the warning `teams_differ`. `adjustments` are those that [`reconcile`](crate::kpi::reconcile) answered; the
/// warning `adjustment_unused` tells of those that no progress shows.
///
/// # Errors
/// All problems of the targets, the reps and the rows: `duplicate_id`, `steps_differ`,
/// `too_precise`, `too_large`, `out_of_range` and others, each with its path; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::{Score, Target, progress};
/// use fieldbeat::{Calendar, CalendarPolicy};
///
/// let policy = r#"{"days": [{"first": "2026-11-04"}]}"#;
/// let calendar = Calendar::new(&CalendarPolicy::from_json(policy)?)?;
/// let scored = [Score::new("1", "anna", "2026-11-10T10:00:00Z".parse()?, "38")?];
/// let now = "2026-11-13T18:00:00Z".parse()?;
/// let targets = [Target::new("100".parse()?)];
/// let budget = &mut Budget::unlimited();
/// let report = progress(&targets, &scored, &calendar, now, &[], &[], budget)?;
///
/// let anna = &report.progress[0];
/// assert_eq!(anna.plan_to_date, "45".parse()?);
/// assert_eq!(anna.gap, "-7".parse()?);
/// assert_eq!(anna.forecast, Some("84.44".parse()?));
/// assert_eq!(anna.needed_per_day, Some("5.64".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn progress(
    targets: &[Target],
    scored: &[Score],
    calendar: &Calendar,
    now: Instant,
    reps: &[Rep],
    adjustments: &[Adjustment],
    budget: &mut Budget<'_>,
) -> Result<ProgressReport> {
    let mut at = Reader::new();
    let compiled = Compiled::all(targets, &mut at);
    let roster = Roster::new(calendar, reps, scored, now, &mut at);
    let rows = rows(scored, &roster, &mut at, budget)?;
    let posted = posted(adjustments, &roster, &mut at);
    at.finish(Some(()))?;

    let mut dates = Vec::new();
    for row in &rows {
        under(&mut dates, row.date, || ());
    }
    let mut known = Known { rows, dates, posted, roster, now, groups: [None, None, None] };
    let mut all = Vec::new();
    for (index, compiled) in (0..).zip(&compiled) {
        for whose in known.whose(compiled.target) {
            let progress = known.progress(index, compiled, whose)?;
            budget.spend(1 + progress.counted.unsigned_abs())?;
            all.push(progress);
        }
    }
    let mut warnings = known.unused(adjustments);
    for scope in Scope::ALL {
        if targets.iter().any(|target| target.scope == *scope) {
            warnings.extend(warn_of_teams(&known.rows, *scope, &known.roster));
        }
    }
    Ok(ProgressReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&targets.to_vec().to_value()),
        progress: all,
        warnings,
    })
}

/// Points that were posted, by whom and in which period, and whether any progress shows them.
type Posted<'a> = Lookup<(Scope, &'a str, &'a str), (Fine, Cell<bool>)>;

fn posted<'a>(adjustments: &'a [Adjustment], roster: &Roster<'a>, at: &mut Reader) -> Posted<'a> {
    let mut posted = Posted::default();
    at.within("adjustments", |at| {
        for (index, adjustment) in adjustments.iter().enumerate() {
            at.within(index, |at| {
                at.within("points", |at| {
                    let Some(points) = Fine::read(adjustment.points, at) else { return };
                    let member = roster.member(&adjustment.rep);
                    for scope in Scope::ALL {
                        let whose = match scope {
                            Scope::Rep => Some(adjustment.rep.as_str()),
                            _ => member.and_then(|member| member.of(*scope)),
                        };
                        let Some(whose) = whose else { continue };
                        let entry = posted.entry((*scope, whose, &adjustment.period));
                        let (sum, _) = entry.or_default();
                        match sum.plus(points) {
                            Ok(more) => *sum = more,
                            Err(_) => {
                                at.limit::<()>("too_large", "the sum has more than 28 digits");
                            }
                        }
                    }
                });
            });
        }
    });
    posted
}

/// Everything that targets are held against.
struct Known<'a> {
    rows: Vec<Row<'a>>,
    /// On which there are rows, in order.
    dates: Vec<(Date, ())>,
    posted: Posted<'a>,
    roster: Roster<'a>,
    now: Instant,
    /// Rows by rep, team and territory, once somebody asks.
    groups: [Option<Groups<'a>>; 3],
}

impl<'a> Known<'a> {
    fn groups(&mut self, scope: Scope) -> Option<&Groups<'a>> {
        let groups = self.groups.get_mut(scope as usize)?;
        Some(groups.get_or_insert_with(|| Groups::new(&self.rows, scope, self.now, &self.roster)))
    }

    /// Whom a target is of, by name.
    fn whose(&mut self, target: &'a Target) -> Vec<&'a str> {
        if let Some(whose) = &target.whose {
            return vec![whose];
        }
        let with_rows = self.groups(target.scope).into_iter().flat_map(Groups::names).collect();
        self.roster.names(target.scope, with_rows)
    }

    fn measured(&mut self, target: &Target, whose: &str, dates: (Date, Date)) -> Result<Measured> {
        let rows = self.groups(target.scope).map_or(&[][..], |groups| groups.of(whose, dates));
        measured(rows, target.measure)
    }

    /// What was posted in a period.
    fn adjusted(&self, target: &Target, whose: &str, period: &Period) -> Result<Amount> {
        let posted = self.posted.get(&(target.scope, whose, period.name.as_str()));
        match posted.filter(|_| target.measure == Measure::Points) {
            Some((points, is_shown)) => {
                is_shown.set(true);
                points.amount()
            }
            None => Ok(Amount::ZERO),
        }
    }

    /// What was posted and no progress shows: for whom no target of points is, or in another period.
    fn unused(&self, adjustments: &[Adjustment]) -> Vec<Warning> {
        let mut told = Lookup::default();
        let mut warnings = Vec::new();
        for (index, Adjustment { rep, period, .. }) in adjustments.iter().enumerate() {
            let member = self.roster.member(rep);
            let is_shown = Scope::ALL.iter().any(|scope| {
                let whose = match scope {
                    Scope::Rep => Some(rep.as_str()),
                    _ => member.and_then(|member| member.of(*scope)),
                };
                let posted = whose.and_then(|whose| self.posted.get(&(*scope, whose, period)));
                posted.is_some_and(|(_, is_shown)| is_shown.get())
            });
            if !is_shown && told.insert((rep, period), ()).is_none() {
                warnings.push(Warning {
                    code: "adjustment_unused".to_owned(),
                    path: format!("$.adjustments[{index}]"),
                    message: format!(
                        "what was posted for \"{rep}\" in {period} is in no progress on points"
                    ),
                });
            }
        }
        warnings
    }

    fn progress(&mut self, index: u32, compiled: &Compiled<'a>, whose: &str) -> Result<Progress> {
        let target = compiled.target;
        let is_rep = target.scope == Scope::Rep;
        let calendar = match self.roster.member(whose).filter(|_| is_rep) {
            Some(member) => member.calendar,
            None => self.roster.company(),
        };
        let period = match &target.period {
            TargetPeriod::Current(kind) => calendar.period_of(self.now, *kind),
            TargetPeriod::Named(name) => calendar.period(name, Some(self.now))?,
        };
        let dates = dates_of(&period, calendar);
        let reached = self.measured(target, whose, dates)?;
        let mut why = Why { path: format!("$.targets[{index}]"), reasons: Vec::new() };

        let days = self.days(compiled, whose, dates);
        let prorated = self.prorated(compiled, whose, days)?;
        if prorated != compiled.value {
            let share = self.member(compiled, whose).map_or(Amount::count(1), Member::share);
            let reason = Reason::new(reasons::PLAN_PRORATED)
                .fact("plan", target.value)
                .fact("prorated_plan", prorated.decimal()?)
                .fact("plan_days", days.plan.days)
                .fact("all_days", days.all.days)
                .fact("share", share.decimal()?);
            why.add("prorate", reason);
        }
        let carried = self.carried(compiled, whose, &period, calendar, &mut why)?;
        let goal = prorated.plus(carried.unwrap_or_default())?.max(Amount::ZERO);
        // What the period before did of all of this plan, and more, was reached before it began: the
        // actual is held against the plan on top of that.
        let surplus = match carried {
            Some(carried) if goal == Amount::ZERO && prorated > Amount::ZERO => {
                Some(Amount::ZERO.minus(carried)?)
            }
            _ => None,
        };
        let (before, whole) = surplus.map_or((Amount::ZERO, goal), |before| (before, prorated));

        let adjusted = self.adjusted(target, whose, &period)?;
        let mut actual = reached.actual;
        if adjusted != Amount::ZERO {
            let counts = target.adjustments == AdjustmentUse::Attainment;
            actual = if counts { actual.plus(adjusted)? } else { actual };
            let code = if counts { reasons::ADJUSTED } else { reasons::ADJUSTED_APART };
            why.add("adjustments", Reason::new(code).fact("adjusted", adjusted.decimal()?));
        }
        if reached.undetermined > 0 {
            let reason = Reason::new(reasons::UNDETERMINED_LEFT_OUT);
            why.reasons.push(reason.fact("rows", reached.undetermined));
        }

        let scale = compiled.fine_scale();
        let is_over = self.now >= period.end;
        let (own, elapsed) = (days.own, days.elapsed);
        let plan_to_date = match own.weight {
            0 if is_over => goal,
            0 => Amount::ZERO,
            own => {
                let done = times(goal.units(), elapsed.weight.into())?;
                Amount::rounded(done, times(own.into(), Amount::ONE)?, scale)?
            }
        };
        if days.all.days == 0 {
            why.add("spread", Reason::new(reasons::NO_WORKING_DAYS));
        }
        let forecast = match elapsed {
            _ if is_over => Some(actual),
            _ if elapsed.days < i64::from(target.forecast_min_days) || elapsed.weight == 0 => {
                let reason = Reason::new(reasons::TOO_EARLY)
                    .fact("elapsed_days", elapsed.days)
                    .fact("forecast_min_days", target.forecast_min_days);
                why.add("forecast_min_days", reason);
                None
            }
            _ => {
                let all = times(actual.units(), own.weight.into())?;
                let until_now = times(elapsed.weight.into(), Amount::ONE)?;
                Some(Amount::rounded(all, until_now, scale)?)
            }
        };
        let left = goal.minus(actual)?.max(Amount::ZERO);
        let days_left = own.days - elapsed.days;
        let needed_per_day = match days_left {
            0 if left > Amount::ZERO => {
                why.reasons.push(Reason::new(reasons::NO_DAYS_LEFT));
                None
            }
            _ if left == Amount::ZERO => Some(Amount::ZERO),
            days => Some(Amount::rounded(left.units(), Amount::count(days).units(), scale)?),
        };
        let paid = match &target.tiers {
            Some(tiers) if whole > Amount::ZERO => {
                Some(payout(tiers.kind, &compiled.tiers, actual, before, whole, scale)?)
            }
            _ => None,
        };
        match surplus {
            Some(surplus) => {
                let reason = Reason::new(reasons::MET_BY_CARRY).fact("surplus", surplus.decimal()?);
                why.add("carry", reason.fact("prorated_plan", prorated.decimal()?));
            }
            None if goal == Amount::ZERO => why.add("value", Reason::new(reasons::NO_PLAN)),
            None => {}
        }
        let tier = paid.as_ref().and_then(|paid| paid.tier);
        let steps = target.tiers.as_ref().map(|tiers| tiers.steps.as_slice());
        Ok(Progress {
            target: index,
            target_id: target.id.clone(),
            scope: target.scope,
            whose: whose.to_owned(),
            measure: target.measure,
            period,
            plan: compiled.value.decimal()?,
            prorated_plan: prorated.decimal()?,
            carried: carried.map(Amount::decimal).transpose()?,
            goal: goal.decimal()?,
            plan_to_date: plan_to_date.decimal()?,
            actual: actual.decimal()?,
            gap: actual.minus(plan_to_date)?.decimal()?,
            left: left.decimal()?,
            attainment_percent: percent(actual.plus(before)?, whole)?,
            pace_percent: percent(actual, plan_to_date)?,
            forecast: forecast.map(Amount::decimal).transpose()?,
            needed_per_day: needed_per_day.map(Amount::decimal).transpose()?,
            all_days: days.all.days,
            plan_days: days.plan.days,
            own_days: own.days,
            elapsed_days: elapsed.days,
            days_left,
            tier: tier.and_then(|tier| steps?.get(tier)).cloned(),
            payout_factor: paid.as_ref().map(|paid| paid.factor),
            payable: paid.map(|paid| paid.payable.decimal()).transpose()?,
            adjusted: adjusted.decimal()?,
            counted: reached.counted,
            undetermined: reached.undetermined,
            reasons: why.reasons,
        })
    }

    /// The rep whose days count: plans of teams and territories go by the company's.
    fn member(&self, compiled: &Compiled<'_>, whose: &str) -> Option<&Member<'a>> {
        self.roster.member(whose).filter(|_| compiled.target.scope == Scope::Rep)
    }

    fn days(&self, compiled: &Compiled<'_>, whose: &str, dates: (Date, Date)) -> Days {
        days(compiled, self.member(compiled, whose), &self.roster, dates, self.now)
    }

    /// The plan by own days and share of a job.
    fn prorated(&self, compiled: &Compiled<'_>, whose: &str, days: Days) -> Result<Amount> {
        let member = self.member(compiled, whose);
        let share = member.filter(|_| compiled.prorates(Prorate::PartTime)).map(Member::share);
        let share = share.unwrap_or(Amount::count(1));
        // Without any working day there is nothing to prorate by.
        let (plan, all) = match days.all.weight {
            0 => (1, 1),
            all => (days.plan.weight, all),
        };
        let own = times(times(compiled.value.units(), plan.into())?, share.units())?;
        Amount::rounded(own, times(times(all.into(), Amount::ONE)?, Amount::ONE)?, compiled.scale)
    }

    /// What the period before left to do.
    fn carried(
        &mut self,
        compiled: &Compiled<'a>,
        whose: &str,
        period: &Period,
        calendar: &Calendar,
        why: &mut Why,
    ) -> Result<Option<Amount>> {
        let target = compiled.target;
        if target.carry == Carry::None {
            return Ok(None);
        }
        let before = calendar.period_before(period, target.period.kind());
        let dates = dates_of(&before, calendar);
        // Before the first period of all there is none.
        let is_first = before.start >= period.start;
        let rows_from = self.dates.partition_point(|(date, ())| *date < dates.0);
        if is_first || self.dates.get(rows_from).is_none_or(|(date, ())| *date > dates.1) {
            let reason = Reason::new(reasons::CARRY_UNKNOWN).fact("from_period", before.name);
            why.add("carry", reason);
            return Ok(None);
        }
        let prorated = self.prorated(compiled, whose, self.days(compiled, whose, dates))?;
        let mut actual = self.measured(target, whose, dates)?.actual;
        if target.adjustments == AdjustmentUse::Attainment {
            actual = actual.plus(self.adjusted(target, whose, &before)?)?;
        }
        let missing = prorated.minus(actual)?;
        let missing = Amount::rounded(missing.units(), Amount::ONE, compiled.scale)?;
        let carried = match target.carry {
            Carry::Both => missing,
            _ => missing.max(Amount::ZERO),
        };
        if carried != Amount::ZERO {
            let reason = Reason::new(reasons::CARRIED_OVER)
                .fact("carried", carried.decimal()?)
                .fact("from_period", before.name);
            why.add("carry", reason);
        }
        Ok(Some(carried))
    }
}

/// Reasons, with the parts of the target that decided.
struct Why {
    path: String,
    reasons: Vec<Reason>,
}

impl Why {
    fn add(&mut self, key: &str, reason: Reason) {
        self.reasons.push(reason.by(&format!("{}.{key}", self.path)));
    }
}

/// The first date of a period and the last: behind the last of all there is none to end before.
pub(crate) fn dates_of(period: &Period, calendar: &Calendar) -> (Date, Date) {
    let zone = &calendar.policy().zone;
    (zone.day_of(period.start), zone.day_of(period.end.plus(-1)))
}
