//! A condition over columns: test by test, a block of rows at a time.

use super::answer::Answer;
use super::columns::{Columns, Typed, Values};
use super::field::{Cell, Slot};
use super::program::{Bound, Leaf, Moment, Node, Order, Range, Test};
use crate::Result;
use crate::budget::Budget;
use crate::column::Buffer;
use crate::math::Decimal;
use crate::time::CalendarSpan;

/// Rows at a time: their answers stay in the nearest cache.
const BLOCK: usize = 4096;

/// What a program says of every row: 0 no, 1 yes, 2 unknown. O(rows x leaves).
pub(crate) fn answers(
    program: &Node,
    columns: &Columns<'_>,
    moment: Moment<'_>,
    budget: &mut Budget<'_>,
) -> Result<Buffer<u8>> {
    let bound = Bind { columns, moment }.node(program);
    let mut answers = vec![0; columns.rows];
    for (block, out) in answers.chunks_mut(BLOCK).enumerate() {
        budget.spend(out.len() as u64)?;
        bound.answer(block * BLOCK, out);
        for answer in out {
            // From the order no, unknown, yes.
            *answer = match *answer {
                NO => 0,
                YES => 1,
                _ => 2,
            };
        }
    }
    Ok(answers.into())
}

const NO: u8 = Answer::No as u8;
const UNKNOWN: u8 = Answer::Unknown as u8;
const YES: u8 = Answer::Yes as u8;

fn byte(yes: bool) -> u8 {
    u8::from(yes) * YES
}

/// A program with the columns that its tests look at.
enum Plan<'c> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// Whole numbers in a range, or outside of it.
    Whole {
        values: &'c [i64],
        missing: &'c [bool],
        low: i64,
        high: i64,
        outside: bool,
    },
    Number {
        values: &'c [f64],
        missing: &'c [bool],
        range: Range<f64>,
    },
    /// The answer of every distinct value.
    Named {
        codes: &'c [u32],
        missing: &'c [bool],
        answers: Vec<u8>,
    },
    /// Two columns of whole numbers.
    Pair {
        a: &'c Values<'c>,
        b: &'c Values<'c>,
        one: &'c [i64],
        other: &'c [i64],
        order: Order,
    },
    /// Everything else: a row at a time.
    Rows {
        leaf: &'c Leaf,
        columns: &'c Columns<'c>,
        moment: Moment<'c>,
    },
}

struct Bind<'c> {
    columns: &'c Columns<'c>,
    moment: Moment<'c>,
}

impl<'c> Bind<'c> {
    fn node(&self, node: &'c Node) -> Plan<'c> {
        match node {
            Node::All(parts) => Plan::All(parts.iter().map(|part| self.node(part)).collect()),
            Node::Any(parts) => Plan::Any(parts.iter().map(|part| self.node(part)).collect()),
            Node::Not(part) => Plan::Not(Box::new(self.node(part))),
            Node::Leaf(leaf) => self.leaf(leaf).unwrap_or(Plan::Rows {
                leaf,
                columns: self.columns,
                moment: self.moment,
            }),
        }
    }

    /// A test in a faster form, where it has one.
    fn leaf(&self, leaf: &'c Leaf) -> Option<Plan<'c>> {
        let field = self.columns.field(leaf.slot)?;
        let missing = &*field.missing;
        match (&field.cells, &leaf.test) {
            (Typed::Named(codes, names), test)
                if !matches!(test, Test::Against { .. } | Test::Null { .. }) =>
            {
                let answer = |cell: &Cell| leaf.decide(cell, &Cell::Missing, self.moment) as u8;
                Some(Plan::Named { codes, missing, answers: names.iter().map(answer).collect() })
            }
            (Typed::Whole(values), Test::Whole(range)) => {
                Some(whole(values, missing, range.clone()))
            }
            (
                Typed::Whole(values),
                Test::Within { span: CalendarSpan::Exact(ms), is_date: false },
            ) => {
                // now < t <= now + span ahead, now - span < t <= now behind.
                let now = self.moment.now?.millis();
                let (low, high) = if *ms > 0 { (now, now + ms) } else { (now + ms, now) };
                let (low, high) = (Bound::Excluded(low), Bound::Included(high));
                Some(whole(values, missing, Range { low, high, outside: false }))
            }
            (Typed::Whole(values), Test::Against { other: Slot::NOW, order }) => {
                let now = self.moment.now?.millis();
                Some(whole(values, missing, against(*order, now)))
            }
            (Typed::Whole(one), Test::Against { other, order }) => {
                let b = self.columns.field(*other)?;
                let Typed::Whole(other) = &b.cells else { return None };
                Some(Plan::Pair { a: field, b, one, other, order: *order })
            }
            (Typed::Number(values), Test::Number(range)) => {
                Some(Plan::Number { values, missing, range: range.clone() })
            }
            (Typed::Units(values, scale), Test::Decimal(range)) => {
                Some(whole(values, missing, in_units(range, *scale)?))
            }
            _ => None,
        }
    }
}

fn whole<'c>(values: &'c [i64], missing: &'c [bool], range: Range<i64>) -> Plan<'c> {
    // An empty range may not be written with ends beyond the last number.
    let low = match range.low {
        Bound::None => i64::MIN,
        Bound::Included(low) => low,
        Bound::Excluded(low) => low.saturating_add(1),
    };
    let high = match range.high {
        Bound::None => i64::MAX,
        Bound::Included(high) => high,
        Bound::Excluded(high) => high.saturating_sub(1),
    };
    Plan::Whole { values, missing, low, high, outside: range.outside }
}

fn against(order: Order, value: i64) -> Range<i64> {
    let (low, high) = match order {
        Order::Eq | Order::Ne => (Bound::Included(value), Bound::Included(value)),
        Order::Lt => (Bound::None, Bound::Excluded(value)),
        Order::Le => (Bound::None, Bound::Included(value)),
        Order::Gt => (Bound::Excluded(value), Bound::None),
        Order::Ge => (Bound::Included(value), Bound::None),
    };
    Range { low, high, outside: order == Order::Ne }
}

/// A range of decimals as one of whole numbers of their last place; `None` beyond 64 bits.
fn in_units(range: &Range<Decimal>, scale: u32) -> Option<Range<i64>> {
    // What lies between two units belongs above the lower and below the upper one.
    let low = match range.low {
        Bound::None => Bound::None,
        Bound::Included(low) => {
            let (units, exact) = low.units_below(scale)?;
            if exact { Bound::Included(units) } else { Bound::Excluded(units) }
        }
        Bound::Excluded(low) => Bound::Excluded(low.units_below(scale)?.0),
    };
    let high = match range.high {
        Bound::None => Bound::None,
        Bound::Included(high) => Bound::Included(high.units_below(scale)?.0),
        Bound::Excluded(high) => {
            let (units, exact) = high.units_below(scale)?;
            if exact { Bound::Excluded(units) } else { Bound::Included(units) }
        }
    };
    Some(Range { low, high, outside: range.outside })
}

impl Plan<'_> {
    /// The answers of the rows from `start` on, as many as `out` has.
    fn answer(&self, start: usize, out: &mut [u8]) {
        match self {
            Self::All(parts) => {
                out.fill(YES);
                for part in parts {
                    fold(part, start, out, |a, b| if a < b { a } else { b });
                }
            }
            Self::Any(parts) => {
                out.fill(NO);
                for part in parts {
                    fold(part, start, out, |a, b| if a > b { a } else { b });
                }
            }
            Self::Not(part) => {
                part.answer(start, out);
                for answer in out {
                    *answer = YES - *answer;
                }
            }
            Self::Whole { values, missing, low, high, outside } => {
                for (answer, value) in out.iter_mut().zip(values.iter().skip(start)) {
                    *answer = byte(((low <= value) & (value <= high)) != *outside);
                }
                mask(missing, start, out);
            }
            Self::Number { values, missing, range } => {
                for (answer, value) in out.iter_mut().zip(values.iter().skip(start)) {
                    *answer = if value.is_nan() { UNKNOWN } else { byte(range.holds(value)) };
                }
                mask(missing, start, out);
            }
            Self::Named { codes, missing, answers } => {
                for (answer, code) in out.iter_mut().zip(codes.iter().skip(start)) {
                    *answer = answers.get(*code as usize).copied().unwrap_or(UNKNOWN);
                }
                mask(missing, start, out);
            }
            Self::Pair { a, b, one, other, order } => {
                let pairs = one.iter().zip(other.iter()).skip(start);
                for (answer, (one, other)) in out.iter_mut().zip(pairs) {
                    *answer = byte(order.holds(one.cmp(other)));
                }
                mask(&a.missing, start, out);
                mask(&b.missing, start, out);
            }
            Self::Rows { leaf, columns, moment } => {
                for (answer, row) in out.iter_mut().zip(start..) {
                    let cell = match (leaf.slot, moment.now) {
                        (Slot::NOW, Some(now)) => Cell::Whole(now.millis()),
                        (slot, _) => columns.cell(slot, row),
                    };
                    let other = match (leaf.other(), moment.now) {
                        (Some(Slot::NOW), Some(now)) => Cell::Whole(now.millis()),
                        (Some(slot), _) => columns.cell(slot, row),
                        (None, _) => Cell::Missing,
                    };
                    *answer = leaf.decide(&cell, &other, *moment) as u8;
                }
            }
        }
    }
}

fn fold(part: &Plan<'_>, start: usize, out: &mut [u8], join: impl Fn(u8, u8) -> u8) {
    let mut answers = [0; BLOCK];
    let Some(answers) = answers.get_mut(..out.len()) else { return };
    part.answer(start, answers);
    for (answer, part) in out.iter_mut().zip(answers) {
        *answer = join(*answer, *part);
    }
}

/// Unknown, where a value is missing.
fn mask(missing: &[bool], start: usize, out: &mut [u8]) {
    for (answer, missing) in out.iter_mut().zip(missing.iter().skip(start)) {
        if *missing {
            *answer = UNKNOWN;
        }
    }
}
