//! Targets, checked once, all problems at once.

use super::policy::{Prorate, Spread, Target};
use crate::kpi::roster::Excused;
use crate::math::exact::Amount;
use crate::shape::{Reader, Shaped};
use crate::time::Date;

/// A target that was checked.
pub(super) struct Compiled<'a> {
    pub(super) target: &'a Target,
    pub(super) value: Amount,
    /// Digits of the plan after the point.
    pub(super) scale: u32,
    /// Which absences make the plan smaller.
    pub(super) excused: Excused,
    /// From which attainment on, in percent, which factor holds.
    pub(super) tiers: Vec<(Amount, Amount)>,
}

impl<'a> Compiled<'a> {
    /// All targets; `None` for those with problems.
    pub(super) fn all(targets: &'a [Target], at: &mut Reader) -> Vec<Self> {
        at.within("targets", |at| {
            let compiled = targets.iter().enumerate();
            compiled
                .filter_map(|(index, target)| at.within(index, |at| Self::new(target, at)))
                .collect()
        })
    }

    fn new(target: &'a Target, at: &mut Reader) -> Option<Self> {
        // What was put together in Rust was never checked.
        Target::read(&target.to_value(), at)?;
        let prorates = |why| target.prorate.contains(&why);
        let steps = target.tiers.iter().flat_map(|tiers| &tiers.steps);
        Some(Self {
            target,
            value: Amount::read(target.value, at)?,
            scale: target.scale.unwrap_or(target.measure.scale()),
            excused: Excused {
                vacation: prorates(Prorate::Vacation),
                sick: prorates(Prorate::Sick),
                hire: prorates(Prorate::Hire),
            },
            tiers: steps
                .map(|tier| Amount::read(tier.at_percent, at).zip(Amount::read(tier.factor, at)))
                .collect::<Option<_>>()?,
        })
    }

    pub(super) fn prorates(&self, why: Prorate) -> bool {
        self.target.prorate.contains(&why)
    }

    /// Digits of what is computed from the plan: of visits too, half a visit a day is something.
    pub(super) fn fine_scale(&self) -> u32 {
        self.scale.max(2)
    }

    /// What a date weighs in a period that begins on `first`.
    pub(super) fn weight(&self, date: Date, first: Date) -> i64 {
        if self.target.spread != Spread::Weights {
            return 1;
        }
        let part = match self.target.weights.len() {
            7 => date.iso_week().2,
            // A year of twelve months, or a quarter of three.
            3 | 12 => {
                let ((_, month, _), (_, from, _)) = (date.parts(), first.parts());
                (month + 12 - from) % 12
            }
            _ => 0,
        };
        self.target.weights.get(part as usize).map_or(0, |weight| i64::from(*weight))
    }
}
