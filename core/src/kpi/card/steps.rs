//! The steps of many rows, kept as the columns that are answered.

use crate::Result;
use crate::column::{Buffer, Texts};
use crate::kpi::score::StepKind;
use crate::math::exact::Fine;

/// The largest whole number that JavaScript's numbers hold with all below it.
const LARGEST: u64 = (1 << 53) - 1;

/// What is no whole number of millionths up to [`LARGEST`] has its place in a list of its own: this
/// much and its place stands for it.
const APART: i64 = 1 << 62;

/// The steps of many rows.
#[derive(Default)]
pub(super) struct Steps {
    /// Of each row alone, row by row: the row, the rule by its place among all, and what it gave.
    row: Vec<u32>,
    rule: Vec<u32>,
    delta: Vec<i64>,
    apart: Vec<Fine>,
    /// What limits and rounding do to rows, in that order.
    later: Vec<Later>,
    /// At which stage each rule is.
    kinds: Vec<StepKind>,
}

/// A step behind those of its row.
#[derive(Clone, Copy, Default)]
struct Later {
    row: u32,
    rule: u32,
    delta: i64,
}

/// The same, column by column.
pub(super) struct StepColumns {
    pub(super) row: Buffer<u32>,
    pub(super) kind: Texts,
    pub(super) rule: Texts,
    pub(super) delta: Buffer<f64>,
    pub(super) scale: u32,
    pub(super) units: Option<Buffer<i64>>,
}

impl Steps {
    /// Room for so many steps of rows alone.
    pub(super) fn with_room(steps: usize) -> Self {
        Self {
            row: Vec::with_capacity(steps),
            rule: Vec::with_capacity(steps),
            delta: Vec::with_capacity(steps),
            ..Self::default()
        }
    }

    /// A step of a row that is not before the last one.
    pub(super) fn push(&mut self, row: usize, rule: usize, kind: StepKind, delta: Fine) {
        let delta = self.note(rule, kind, delta);
        self.row.push(row as u32);
        self.rule.push(rule as u32);
        self.delta.push(delta);
    }

    /// What is done to a row when all rows are known.
    pub(super) fn push_later(&mut self, row: usize, rule: usize, kind: StepKind, delta: Fine) {
        let delta = self.note(rule, kind, delta);
        self.later.push(Later { row: row as u32, rule: rule as u32, delta });
    }

    fn note(&mut self, rule: usize, kind: StepKind, delta: Fine) -> i64 {
        match self.kinds.get_mut(rule) {
            Some(known) => *known = kind,
            None => self.kinds.resize(rule + 1, kind),
        }
        match delta.millionths() {
            Some(millionths) if millionths.unsigned_abs() <= LARGEST => millionths,
            _ => {
                self.apart.push(delta);
                APART + self.apart.len() as i64 - 1
            }
        }
    }

    /// The later steps row by row, those of a row in the order in which they were taken.
    fn later_by_row(&mut self) -> Vec<Later> {
        let later = std::mem::take(&mut self.later);
        let rows = later.iter().map(|step| step.row as usize + 1).max().unwrap_or(0);
        // Rows are numbered from 0 on: how many steps stand before those of a row is counted.
        let mut before = vec![0_usize; rows];
        for step in &later {
            if let Some(steps) = before.get_mut(step.row as usize) {
                *steps += 1;
            }
        }
        let mut all = 0;
        for steps in &mut before {
            all += std::mem::replace(steps, all);
        }
        let mut sorted = vec![Later::default(); later.len()];
        for step in &later {
            let Some(steps) = before.get_mut(step.row as usize) else { continue };
            if let Some(own) = sorted.get_mut(*steps) {
                *own = *step;
            }
            *steps += 1;
        }
        sorted
    }

    /// Puts the later steps behind those of their rows: from the last on, in place.
    fn merge(&mut self) {
        let later = self.later_by_row();
        let mut own = self.row.len();
        let all = own + later.len();
        self.row.resize(all, 0);
        self.rule.resize(all, 0);
        self.delta.resize(all, 0);
        for (before, step) in later.iter().enumerate().rev() {
            // Whose row is not after this one's stands before it, with the later ones of earlier rows.
            let start = self.row.get(..own).map_or(0, |rows| {
                own - rows.iter().rev().take_while(|row| **row > step.row).count()
            });
            let place = start + before;
            self.row.copy_within(start..own, place + 1);
            self.rule.copy_within(start..own, place + 1);
            self.delta.copy_within(start..own, place + 1);
            let cells = self.row.get_mut(place).zip(self.rule.get_mut(place));
            if let Some(((row, rule), delta)) = cells.zip(self.delta.get_mut(place)) {
                (*row, *rule, *delta) = (step.row, step.rule, step.delta);
            }
            own = start;
        }
    }

    pub(super) fn columns(mut self, rules: Vec<String>) -> Result<StepColumns> {
        self.merge();
        let kinds = &self.kinds;
        let kind = |rule: &u32| kinds.get(*rule as usize).map_or(0, |kind| *kind as u32);
        let kind = self.rule.iter().map(kind).collect();
        let (delta, scale, units) = if self.apart.is_empty() {
            // Two numbers that an f64 holds have the f64 that is nearest to their quotient.
            let delta = self.delta.iter().map(|millionths| *millionths as f64 / 1e6).collect();
            (delta, 6, Some(self.delta.into()))
        } else {
            let (scale, units) = self.units();
            (self.exact().map(Fine::to_f64).collect::<Result<_>>()?, scale, units)
        };
        let kinds = StepKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        Ok(StepColumns {
            row: self.row.into(),
            kind: Texts { codes: kind, names: kinds },
            rule: Texts { codes: self.rule, names: rules },
            delta,
            scale,
            units,
        })
    }

    fn exact(&self) -> impl Iterator<Item = Fine> {
        self.delta.iter().map(|delta| {
            let apart = delta.checked_sub(APART).and_then(|place| usize::try_from(place).ok());
            let apart = apart.and_then(|place| self.apart.get(place)).copied();
            apart.unwrap_or_else(|| Fine::of_millionths(*delta))
        })
    }

    /// All deltas exactly, as whole numbers of so many digits after the point; none where one is more
    /// than JavaScript's numbers hold.
    fn units(&self) -> (u32, Option<Buffer<i64>>) {
        // The digits that are too few for a step are found at it; what is too large only grows.
        let mut digits = 6;
        let mut units = Vec::with_capacity(self.delta.len());
        let mut steps = self.exact();
        while let Some(step) = steps.next() {
            match step.whole(digits) {
                Some(whole) if whole.unsigned_abs() <= LARGEST => units.push(whole),
                None if digits < 18 => {
                    digits += 1;
                    units.clear();
                    steps = self.exact();
                }
                _ => return (digits, None),
            }
        }
        (digits, Some(units.into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::math::exact::Fine;

    proptest! {
        #[test]
        fn later_steps_come_behind_those_of_their_rows_and_all_are_exact(
            mut own in prop::collection::vec((0_usize..12, 0_usize..5, any::<i32>()), 0..30),
            later in prop::collection::vec((0_usize..12, 5_usize..8, any::<i32>()), 0..12),
            unit in prop::sample::select(vec![1_i128, 1_000, 1_000_000_000_000, Fine::ONE]),
        ) {
            own.sort_by_key(|(row, ..)| *row);
            let fine = |units: i32| Fine::of_units(i128::from(units) * unit);
            let mut steps = Steps::with_room(own.len());
            for (row, rule, units) in &own {
                steps.push(*row, *rule, StepKind::Table, fine(*units));
            }
            for (row, rule, units) in &later {
                steps.push_later(*row, *rule, StepKind::Limit, fine(*units));
            }
            let answer = steps.columns(Vec::new()).unwrap();
            let mut due: Vec<_> = own.into_iter().chain(later).collect();
            due.sort_by_key(|(row, ..)| *row);
            prop_assert_eq!(answer.row.len(), due.len());
            for (place, (row, rule, units)) in due.into_iter().enumerate() {
                prop_assert_eq!((answer.row[place], answer.rule.codes[place]), (row as u32, rule as u32));
                let kind = if rule < 5 { StepKind::Table } else { StepKind::Limit };
                prop_assert_eq!(answer.kind.codes[place], kind as u32);
                prop_assert_eq!(answer.delta[place], fine(units).to_f64().unwrap());
                if let Some(exact) = &answer.units {
                    let unit = Fine::ONE / 10_i128.pow(answer.scale);
                    prop_assert_eq!(i128::from(exact[place]) * unit, fine(units).units());
                }
            }
        }
    }
}
