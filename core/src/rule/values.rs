//! What values make of a test: ranges, and sets.

use super::field::{Cell, Kind};
use super::program::{Cut, Order, Range, Set, Test};
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
        Some(Cell::Whole(_)) => range(ends, as_whole).map(Test::Whole),
        Some(Cell::Number(_)) => range(ends, as_number).map(Test::Number),
        Some(Cell::Decimal(_)) => {
            range(ends, |cell| as_decimal(cell).map(|value| Cut(value, 0))).map(Test::Decimal)
        }
        _ => None,
    }
}

/// Values in an order in which each has a next one.
pub(super) trait Line: Copy + PartialOrd {
    const FIRST: Self;
    const LAST: Self;
    /// The one before; the first and the last are ends that no condition names.
    fn before(self) -> Self;
    /// The one after.
    fn after(self) -> Self;
}

impl Line for i64 {
    const FIRST: Self = Self::MIN;
    const LAST: Self = Self::MAX;
    fn before(self) -> Self {
        self.saturating_sub(1)
    }
    fn after(self) -> Self {
        self.saturating_add(1)
    }
}

impl Line for f64 {
    const FIRST: Self = Self::NEG_INFINITY;
    const LAST: Self = Self::INFINITY;
    fn before(self) -> Self {
        self.next_down()
    }
    fn after(self) -> Self {
        self.next_up()
    }
}

impl Line for Cut {
    const FIRST: Self = Self(Decimal::MIN, 0);
    const LAST: Self = Self(Decimal::MAX, 0);
    fn before(self) -> Self {
        Self(self.0, -1)
    }
    fn after(self) -> Self {
        Self(self.0, 1)
    }
}

fn range<T: Line>(ends: &[(Order, Cell)], value: fn(&Cell) -> Option<T>) -> Option<Range<T>> {
    let mut range = Range { low: T::FIRST, high: T::LAST, outside: false };
    for (order, cell) in ends {
        let value = value(cell)?;
        match order {
            Order::Eq | Order::Ne => {
                (range.low, range.high) = (value, value);
                range.outside = *order == Order::Ne;
            }
            Order::Le => range.high = value,
            Order::Ge => range.low = value,
            Order::Lt => range.high = value.before(),
            Order::Gt => range.low = value.after(),
        }
    }
    Some(range)
}

/// The set of all these values, of the type that the field has.
pub(super) fn in_set(kind: &Kind, cells: Vec<Cell>, outside: bool) -> Test {
    match kind {
        Kind::Number => {
            let bits = |cell| as_number(cell).map(|value| value.to_bits() as i64);
            Test::NumberIn(wholes(cells.iter().filter_map(bits).collect(), outside))
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
        _ => Test::WholeIn(wholes(cells.iter().filter_map(as_whole).collect(), outside)),
    }
}

fn wholes(mut values: Vec<i64>, outside: bool) -> Set<i64> {
    crate::math::sort(&mut values);
    Set { values, outside }
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
