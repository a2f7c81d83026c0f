//! From a visit to points: tables, then modifiers, step by step and exactly.

use super::compile::{Card, Change, Table, What};
use super::policy::HitPolicy;
use crate::Result;
use crate::kpi::score::StepKind;
use crate::math::exact::{Fine, divided_half_up, times};
use crate::math::pow;
use crate::rule::{Answer, Slot};
use crate::time::{CalendarSpan, Date, Instant};

/// A million, of which factors are parts.
const MILLION: i128 = 1_000_000;

/// What is known of one visit.
pub(super) trait Source {
    /// What a condition of the card says of it.
    fn answer(&self, condition: usize) -> Result<Answer>;
    /// A number; `None` where it is missing.
    fn number(&self, slot: Slot) -> Result<Option<Fine>>;
    /// An instant in milliseconds, or a day's number.
    fn time(&self, slot: Slot) -> Option<i64>;
}

/// One step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) kind: StepKind,
    /// The place among the card's rules.
    pub(super) rule: usize,
    pub(super) before: Fine,
    pub(super) delta: Fine,
    pub(super) basis: Basis,
}

/// What a step decided on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Basis {
    /// The rule says it all.
    Rule,
    /// A number, of which so much counted: complete steps, or units.
    Counted { value: Fine, counted: Fine },
    /// A factor in millionths.
    Factor(i128),
}

/// Why nobody knows what a visit is worth.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unknown {
    /// A condition is unknown.
    Condition { rule: usize, condition: usize },
    /// A field is missing.
    Field { rule: usize, slot: Slot },
    /// Several rows of a table are met, of which one only may be.
    Several { rule: usize },
}

/// Works out one visit; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) steps: Vec<Step>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) points: Fine,
}

impl Work {
    /// Tables and modifiers, in order. All that is unknown is found, not the first alone.
    pub(super) fn run(
        &mut self,
        card: &Card,
        source: &impl Source,
        now: Option<Instant>,
    ) -> Result<()> {
        self.steps.clear();
        self.unknown.clear();
        self.points = Fine::ZERO;
        for table in &card.tables {
            self.table(table, source)?;
        }
        for change in &card.modifiers {
            self.modifier(change, card, source, now)?;
        }
        Ok(())
    }

    fn step(&mut self, kind: StepKind, rule: usize, delta: Fine, basis: Basis) -> Result<()> {
        let before = self.points;
        self.points = before.plus(delta)?;
        self.steps.push(Step { kind, rule, before, delta, basis });
        Ok(())
    }

    fn table(&mut self, table: &Table, source: &impl Source) -> Result<()> {
        let unknown_before = self.unknown.len();
        let mut met: Option<(usize, Fine)> = None;
        for row in &table.rows {
            match source.answer(row.condition)? {
                Answer::No => continue,
                Answer::Unknown => {
                    let is_open = match table.hit {
                        // What comes after the row that was met decides nothing.
                        HitPolicy::First | HitPolicy::Unique => met.is_none(),
                        HitPolicy::CollectSum | HitPolicy::CollectMax => true,
                    };
                    if is_open && !table.skips_unknown {
                        let (rule, condition) = (row.rule, row.condition);
                        self.unknown.push(Unknown::Condition { rule, condition });
                    }
                    continue;
                }
                Answer::Yes => {}
            }
            match (table.hit, met) {
                (HitPolicy::First, _) => {
                    met = Some((row.rule, row.points));
                    break;
                }
                (HitPolicy::Unique, Some(_)) => {
                    self.unknown.push(Unknown::Several { rule: table.rule });
                    break;
                }
                (HitPolicy::CollectMax, Some((_, most))) if most >= row.points => {}
                (HitPolicy::CollectSum, _) => {
                    self.step(StepKind::Table, row.rule, row.points, Basis::Rule)?;
                    met = Some((row.rule, Fine::ZERO));
                }
                _ => met = Some((row.rule, row.points)),
            }
        }
        if self.unknown.len() > unknown_before {
            return Ok(());
        }
        match (table.hit, met, table.default) {
            (HitPolicy::CollectSum, Some(_), _) | (_, None, None) => Ok(()),
            (_, Some((rule, points)), _) => self.step(StepKind::Table, rule, points, Basis::Rule),
            (_, None, Some(points)) => self.step(StepKind::Table, table.rule, points, Basis::Rule),
        }
    }

    fn modifier(
        &mut self,
        change: &Change,
        card: &Card,
        source: &impl Source,
        now: Option<Instant>,
    ) -> Result<()> {
        let rule = change.rule;
        if let Some(condition) = change.when {
            match source.answer(condition)? {
                Answer::Yes => {}
                Answer::No => return Ok(()),
                Answer::Unknown => {
                    if !change.skips_unknown {
                        self.unknown.push(Unknown::Condition { rule, condition });
                    }
                    return Ok(());
                }
            }
        }
        let (delta, basis) = match &change.what {
            What::Add(points) => (*points, Basis::Rule),
            What::Multiply(factor) => (self.by_factor(*factor)?, Basis::Factor(*factor)),
            What::PerUnit { slot, above, step, rate, cap } => {
                let Some(value) = source.number(*slot)? else {
                    return self.missing(change, *slot);
                };
                let mut counted = value.minus(above.unwrap_or_default())?;
                if above.is_some() && counted < Fine::ZERO {
                    counted = Fine::ZERO;
                }
                let points = match step {
                    Some(step) => {
                        let (steps, points) = by_steps(counted, *step, *rate);
                        counted = steps.unwrap_or(counted);
                        points
                    }
                    None => scaled(counted.units(), *rate),
                };
                let points = match (points, cap) {
                    (Ok(points), None) => Fine::of_units(points),
                    (Ok(points), Some(cap)) => {
                        Fine::of_units(points.clamp(-cap.units(), cap.units()))
                    }
                    // However many, they are cut to the cap.
                    (Err(_), Some(cap)) => {
                        Fine::of_units(cap.units() * counted.units().signum() * rate.signum())
                    }
                    (Err(error), None) => return Err(error),
                };
                (points, Basis::Counted { value, counted })
            }
            What::Decay { slot, is_date, steps, half_life_ms } => {
                let (Some(value), Some(now)) = (source.time(*slot), now) else {
                    return self.missing(change, *slot);
                };
                let t = if *is_date {
                    card.calendar.policy().zone.day(Date::of_day_number(value)).0
                } else {
                    Instant::held(value)
                };
                let factor = match half_life_ms {
                    Some(half_life) => halved(now.since(t), *half_life),
                    None => by_age(card, t, now, steps),
                };
                (self.by_factor(factor)?, Basis::Factor(factor))
            }
        };
        self.step(StepKind::Modifier, rule, delta, basis)
    }

    fn missing(&mut self, change: &Change, slot: Slot) -> Result<()> {
        if !change.skips_unknown {
            self.unknown.push(Unknown::Field { rule: change.rule, slot });
        }
        Ok(())
    }

    /// What multiplying by a factor adds; to 18 digits after the point, halves away from zero.
    fn by_factor(&self, factor: i128) -> Result<Fine> {
        let millionths = self.points.millionths().zip(i64::try_from(factor).ok());
        let units = match millionths.and_then(|(points, factor)| points.checked_mul(factor)) {
            // Both are whole numbers of millionths, and nothing is rounded.
            Some(units) => i128::from(units) * MILLION,
            None => scaled(self.points.units(), factor)?,
        };
        Fine::of_units(units).minus(self.points)
    }
}

/// How many complete steps there are, if that can be told, and what they give at a rate in millionths.
fn by_steps(counted: Fine, step: Fine, rate: i128) -> (Option<Fine>, Result<i128>) {
    let steps = match counted.millionths().zip(step.millionths()) {
        Some((counted, step)) => counted / step,
        None => {
            let steps = counted.units() / step.units();
            let points = || times(times(steps, rate)?, Fine::ONE / MILLION);
            return (times(steps, Fine::ONE).ok().map(Fine::of_units), points());
        }
    };
    // Nearly always 64 bits are enough, and to multiply 128 with care takes ten times as long.
    let points = i64::try_from(rate).ok().and_then(|rate| steps.checked_mul(rate));
    let points = match points {
        Some(millionths) => Ok(Fine::of_millionths(millionths).units()),
        None => {
            times(i128::from(steps), rate).and_then(|points| times(points, Fine::ONE / MILLION))
        }
    };
    (Some(Fine::of_units(i128::from(steps) * Fine::ONE)), points)
}

fn scaled(units: i128, millionths: i128) -> Result<i128> {
    Ok(divided_half_up(times(units, millionths)?, MILLION))
}

/// 2^(-age / half-life) in millionths, to the nearest.
fn halved(age_ms: i64, half_life_ms: i64) -> i128 {
    if age_ms <= 0 {
        return MILLION;
    }
    let factor = pow(2.0, -(age_ms as f64) / half_life_ms as f64);
    (factor * 1e6 + 0.5).floor() as i128
}

/// The factor of the age that was reached last.
fn by_age(card: &Card, t: Instant, now: Instant, steps: &[(CalendarSpan, i128)]) -> i128 {
    let mut latest: Option<(Instant, i128)> = None;
    for (age, factor) in steps {
        let Ok(reached) = card.calendar.add(t, *age) else { continue };
        if reached <= now && latest.is_none_or(|(other, _)| other <= reached) {
            latest = Some((reached, *factor));
        }
    }
    latest.map_or(MILLION, |(_, factor)| factor)
}
