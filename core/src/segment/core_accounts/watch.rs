//! When conditions of one's own may be another, though a client does nothing: what they compare with
//! tells.

use super::compile::{Law, Threshold};
use super::days::Today;
use super::features::View;
use super::policy::DIGITS;
use super::table::Field;
use crate::math::{Decimal, Rounding};
use crate::rule::{Node, Slot, Test};

/// What a table looks at that changes by itself, or by what others do.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// A condition that compares fields, or asks for the time, may change on any day.
    is_daily: bool,
    reads_pace: bool,
    reads_months: bool,
    /// What is compared with the days since the first transaction, and since the last.
    known: Vec<i64>,
    quiet: Vec<i64>,
    /// Shares at which a condition over the position may flip.
    pub(super) base_shares: Vec<Threshold>,
    pub(super) moving_shares: Vec<Threshold>,
}

impl Watch {
    /// Adds what a condition looks at; `fields` are those that its slots stand for.
    pub(super) fn add(&mut self, node: &Node, fields: &[Field]) {
        match node {
            Node::All(parts) | Node::Any(parts) => {
                parts.iter().for_each(|part| self.add(part, fields));
            }
            Node::Not(part) => self.add(part, fields),
            Node::Leaf(leaf) => match fields.get(leaf.slot.index()) {
                Some(field) if leaf.slot != Slot::NOW => self.leaf(*field, &leaf.test),
                _ => self.is_daily = true,
            },
        }
    }

    fn leaf(&mut self, field: Field, test: &Test) {
        match test {
            Test::Against { .. } | Test::Within { .. } => self.is_daily = true,
            _ => match field {
                Field::BaseShare => self.base_shares.extend(cuts(test)),
                Field::MovingShare => self.moving_shares.extend(cuts(test)),
                Field::KnownDays => self.known.extend(turns(test)),
                Field::QuietDays => self.quiet.extend(turns(test)),
                Field::Pace => self.reads_pace = true,
                Field::ActiveMonths => self.reads_months = true,
                // These change with the client's own purchases and stays, which are waited for anyway.
                Field::StaticCore
                | Field::DynamicCore
                | Field::IsNew
                | Field::BaseRevenue
                | Field::MovingRevenue => {}
            },
        }
    }

    /// The next day on which a condition may be another, if the client buys nothing and others neither.
    pub(super) fn next(&self, view: &View, law: &Law, today: &Today) -> Option<i32> {
        // The base window still grows, and so does the pace.
        let paces = !view.is_new(law) && view.known < law.base_days;
        if self.is_daily || (self.reads_pace && paces) {
            return Some(today.day + 1);
        }
        let turn = |turns: &[i64], days: i32| {
            let next = turns.iter().filter(|turn| **turn > i64::from(days)).min()?;
            i32::try_from(next - i64::from(days)).ok()?.checked_add(today.day)
        };
        let month = self.reads_months.then(|| today.month_after(1));
        let turns = [turn(&self.known, view.known), turn(&self.quiet, view.quiet), month];
        turns.into_iter().flatten().min()
    }
}

/// The whole numbers at which a test may flip.
fn turns(test: &Test) -> Vec<i64> {
    let literals = match test {
        // The first and the last number of all are ends that nobody gave.
        Test::Whole(range) => [range.low, range.high]
            .into_iter()
            .filter(|end| !matches!(*end, i64::MIN | i64::MAX))
            .collect(),
        Test::WholeIn(set) => set.values.clone(),
        _ => Vec::new(),
    };
    literals.into_iter().flat_map(|own| [own, own.saturating_add(1)]).collect()
}

/// The shares at which a test of a share, rounded down to millionths, may flip: `share < t` is one of
/// those below t, rounded up; `share <= t` of those below the next millionth.
fn cuts(test: &Test) -> Vec<Threshold> {
    let literals: Vec<Decimal> = match test {
        Test::Decimal(range) => vec![range.low.0, range.high.0],
        Test::DecimalIn(set) => set.values.clone(),
        _ => Vec::new(),
    };
    let units = |own: Decimal| own.round(DIGITS, Rounding::Down).units(DIGITS);
    let whole = literals.into_iter().filter_map(|own| i64::try_from(units(own)?).ok());
    // Whether or not it was rounded, one of the two is the threshold.
    whole.flat_map(|own| [own, own.saturating_add(1)].map(Threshold)).collect()
}
