//! What values make of a test: ranges, and sets.

use super::field::{Cell, Kind};
use super::program::{Bound, Order, Range, Set, Test};
use crate::math::Decimal;

/// Whether less and more are asked of a type. Texts have no order that all languages share.
pub(super) fn is_ordered(kind: &Kind) -> bool {
    !matches!(kind, Kind::Bool | Kind::Text | Kind::Enum(_) | Kind::List(_))
}

pub(super) fn can_compare(a: &Kind, b: &Kind) -> bool {
    let is_number = |kind: &Kind| matches!(kind, Kind::Int | Kind::Number | Kind::Decimal { .. });
    match (a, b) {
        (Kind::List(_), _) | (_, Kind::List(_)) => false,
        // Their places tell which values are equal only where the values are the same.
        (Kind::Enum(a), Kind::Enum(b)) => a == b,
        (a, b) => a.name() == b.name() || (is_number(a) && is_number(b)),
    }
}

/// The test of all these comparisons together.
pub(super) fn ranged(ends: &[(Order, Cell)]) -> Option<Test> {
    match ends.first().map(|(_, cell)| cell) {
        Some(Cell::Whole(_)) => {
            let range = range(ends, as_whole)?;
            // Among whole numbers there is always a next one.
            let low = match range.low {
                Bound::Excluded(low) => Bound::Included(low.saturating_add(1)),
                low => low,
            };
            let high = match range.high {
                Bound::Excluded(high) => Bound::Included(high.saturating_sub(1)),
                high => high,
            };
            Some(Test::Whole(Range { low, high, ..range }))
        }
        Some(Cell::Number(_)) => range(ends, as_number).map(Test::Number),
        Some(Cell::Decimal(_)) => range(ends, as_decimal).map(Test::Decimal),
        _ => None,
    }
}

fn range<T: Copy>(ends: &[(Order, Cell)], value: fn(&Cell) -> Option<T>) -> Option<Range<T>> {
    let mut range = Range { low: Bound::None, high: Bound::None, outside: false };
    for (order, cell) in ends {
        let value = value(cell)?;
        match order {
            Order::Eq | Order::Ne => {
                (range.low, range.high) = (Bound::Included(value), Bound::Included(value));
                range.outside = *order == Order::Ne;
            }
            Order::Lt => range.high = Bound::Excluded(value),
            Order::Le => range.high = Bound::Included(value),
            Order::Gt => range.low = Bound::Excluded(value),
            Order::Ge => range.low = Bound::Included(value),
        }
    }
    Some(range)
}

/// The set of all these values, of the type that the field has.
pub(super) fn in_set(kind: &Kind, cells: Vec<Cell>, outside: bool) -> Test {
    match kind {
        Kind::Number => {
            let mut values: Vec<f64> = cells.iter().filter_map(as_number).collect();
            crate::math::sort_by(&mut values, f64::total_cmp);
            Test::NumberIn(Set { values, outside })
        }
        Kind::Decimal { .. } => {
            let mut values: Vec<Decimal> = cells.iter().filter_map(as_decimal).collect();
            crate::math::sort(&mut values);
            Test::DecimalIn(Set { values, outside })
        }
        Kind::Text => {
            let text = |cell| if let Cell::Text(text) = cell { Some(text) } else { None };
            let mut values: Vec<String> = cells.into_iter().filter_map(text).collect();
            crate::math::sort(&mut values);
            Test::TextIn(Set { values, outside })
        }
        _ => {
            let mut values: Vec<i64> = cells.iter().filter_map(as_whole).collect();
            crate::math::sort(&mut values);
            Test::WholeIn(Set { values, outside })
        }
    }
}

fn as_whole(cell: &Cell) -> Option<i64> {
    if let Cell::Whole(value) = cell { Some(*value) } else { None }
}

fn as_number(cell: &Cell) -> Option<f64> {
    if let Cell::Number(value) = cell { Some(*value) } else { None }
}

fn as_decimal(cell: &Cell) -> Option<Decimal> {
    if let Cell::Decimal(value) = cell { Some(*value) } else { None }
}
