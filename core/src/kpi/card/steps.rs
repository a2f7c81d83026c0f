//! The steps of many rows.

use crate::Result;
use crate::column::{Buffer, Texts};
use crate::kpi::score::StepKind;
use crate::math::exact::Fine;

/// One step of one row.
#[derive(Clone, Copy)]
struct Step {
    row: u32,
    /// Place among all rules.
    rule: u32,
    kind: StepKind,
    delta: Fine,
}

/// The steps of many rows.
#[derive(Default)]
pub(super) struct Steps {
    /// Of each row alone, row by row.
    own: Vec<Step>,
    /// What limits and rounding do to rows, in that order.
    later: Vec<Step>,
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
    /// A step of a row that is not before the last one.
    pub(super) fn push(&mut self, row: usize, rule: usize, kind: StepKind, delta: Fine) {
        self.own.push(Step { row: row as u32, rule: rule as u32, kind, delta });
    }

    /// What is done to a row when all rows are known.
    pub(super) fn push_later(&mut self, row: usize, rule: usize, kind: StepKind, delta: Fine) {
        self.later.push(Step { row: row as u32, rule: rule as u32, kind, delta });
    }

    /// In the order of the rows, and of one row as they came.
    fn in_order(&self) -> impl Iterator<Item = &Step> {
        let (mut own, mut later) = (self.own.iter().peekable(), self.later.iter().peekable());
        std::iter::from_fn(move || match (own.peek(), later.peek()) {
            (Some(one), Some(other)) if other.row < one.row => later.next(),
            (Some(_), _) => own.next(),
            (None, _) => later.next(),
        })
    }

    pub(super) fn columns(mut self, rules: Vec<String>) -> Result<StepColumns> {
        let same = |_: &Step, _: &Step| std::cmp::Ordering::Equal;
        crate::math::sort_by_number(&mut self.later, |step| step.row.into(), same);
        let count = self.own.len() + self.later.len();
        let (mut row, mut kind) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut rule = Vec::with_capacity(count);
        for step in self.in_order() {
            row.push(step.row);
            kind.push(step.kind as u32);
            rule.push(step.rule);
        }
        let kinds = StepKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let (scale, units) = self.units();
        let delta = match &units {
            // Two numbers that an f64 holds have the f64 that is nearest to their quotient.
            Some(units)
                if scale == 6 && units.iter().all(|units| units.unsigned_abs() < 1 << 53) =>
            {
                units.iter().map(|units| *units as f64 / 1e6).collect()
            }
            _ => self.in_order().map(|step| step.delta.to_f64()).collect::<Result<_>>()?,
        };
        Ok(StepColumns {
            row: row.into(),
            kind: Texts { codes: kind, names: kinds },
            rule: Texts { codes: rule, names: rules },
            delta,
            scale,
            units,
        })
    }

    /// All deltas exactly, as whole numbers of so many digits after the point; none where one is more
    /// than JavaScript's numbers hold.
    fn units(&self) -> (u32, Option<Buffer<i64>>) {
        const LARGEST: u64 = (1 << 53) - 1;
        // The digits that are too few for a step are found at it; what is too large only grows.
        let mut digits = 6;
        let mut units = Vec::with_capacity(self.own.len() + self.later.len());
        let mut steps = self.in_order();
        while let Some(step) = steps.next() {
            match step.delta.whole(digits) {
                Some(whole) if whole.unsigned_abs() <= LARGEST => units.push(whole),
                None if digits < 18 => {
                    digits += 1;
                    units.clear();
                    steps = self.in_order();
                }
                _ => return (digits, None),
            }
        }
        (digits, Some(units.into()))
    }
}
