//! A condition over columns: test by test, a block of rows at a time.

use super::answer::Answer;
use super::columns::{Columns, Typed, Values};
use super::field::{Cell, Slot};
use super::program::{Cut, Leaf, Moment, Near, Node, Order, Range, Test};
use super::values::ranged;
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
    Whole {
        values: &'c [i64],
        missing: &'c [bool],
        range: Range<i64>,
    },
    /// Whole numbers of which those that are asked for lie close to each other.
    Near {
        values: &'c [i64],
        missing: &'c [bool],
        near: Near,
        outside: bool,
    },
    Number {
        values: &'c [f64],
        missing: &'c [bool],
        range: Range<f64>,
    },
    /// The answers of no and of yes.
    Flags {
        flags: &'c [bool],
        missing: &'c [bool],
        answers: [u8; 2],
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
        let answer = |cell: &Cell| leaf.decide(cell, &Cell::Missing, self.moment) as u8;
        match (&field.cells, &leaf.test) {
            (Typed::Whole(one), Test::Against { other, order }) if *other != Slot::NOW => {
                let b = self.columns.field(*other)?;
                let Typed::Whole(other) = &b.cells else { return None };
                Some(Plan::Pair { a: field, b, one, other, order: *order })
            }
            (Typed::Whole(values), test) => self.whole(values, missing, test),
            (Typed::Number(values), Test::Number(range)) => {
                Some(Plan::Number { values, missing, range: range.clone() })
            }
            (Typed::Units(values, scale), Test::Decimal(range)) => {
                Some(Plan::Whole { values, missing, range: in_units(range, *scale)? })
            }
            (_, Test::Against { .. } | Test::Null { .. }) => None,
            (Typed::Flags(flags), _) => {
                let answers = [0, 1].map(|flag| answer(&Cell::Whole(flag)));
                Some(Plan::Flags { flags, missing, answers })
            }
            (Typed::Named(codes, names), _) => {
                Some(Plan::Named { codes, missing, answers: names.iter().map(answer).collect() })
            }
            _ => None,
        }
    }

    /// A test of whole numbers.
    fn whole(&self, values: &'c [i64], missing: &'c [bool], test: &Test) -> Option<Plan<'c>> {
        let range = match test {
            Test::Whole(range) => range.clone(),
            Test::WholeIn(set) => {
                let (near, outside) = (set.near()?, set.outside);
                return Some(Plan::Near { values, missing, near, outside });
            }
            Test::Within { span: CalendarSpan::Exact(ms), is_date: false } => {
                // now < t <= now + span ahead, now - span < t <= now behind.
                let now = self.moment.now?.millis();
                let (low, high) = if *ms > 0 { (now, now + ms) } else { (now + ms, now) };
                Range { low: low.saturating_add(1), high, outside: false }
            }
            Test::Against { order, .. } => {
                let now = Cell::Whole(self.moment.now?.millis());
                let Some(Test::Whole(range)) = ranged(&[(*order, now)]) else { return None };
                range
            }
            _ => return None,
        };
        Some(Plan::Whole { values, missing, range })
    }
}

/// A range of decimals as one of whole numbers of their last place; `None` beyond 64 bits.
fn in_units(range: &Range<Cut>, scale: u32) -> Option<Range<i64>> {
    // What lies between two units belongs above the lower and below the upper one.
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    if range.low.0 != Decimal::MIN {
        let (units, is_exact) = range.low.0.units_below(scale)?;
        low = if is_exact && range.low.1 == 0 { units } else { units.checked_add(1)? };
    }
    if range.high.0 != Decimal::MAX {
        let (units, is_exact) = range.high.0.units_below(scale)?;
        high = if is_exact && range.high.1 < 0 { units.checked_sub(1)? } else { units };
    }
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
            Self::Whole { values, missing, range } => {
                each(values, start, out, |value| byte(range.holds(&value)));
                mask(missing, start, out);
            }
            Self::Near { values, missing, near, outside } => {
                each(values, start, out, |value| byte(near.has(value) != *outside));
                mask(missing, start, out);
            }
            Self::Number { values, missing, range } => {
                each(values, start, out, |value| {
                    if value.is_nan() { UNKNOWN } else { byte(range.holds(&value)) }
                });
                mask(missing, start, out);
            }
            Self::Flags { flags, missing, answers: [no, yes] } => {
                each(flags, start, out, |flag| if flag { *yes } else { *no });
                mask(missing, start, out);
            }
            Self::Named { codes, missing, answers } => {
                each(codes, start, out, |code| {
                    answers.get(code as usize).copied().unwrap_or(UNKNOWN)
                });
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

/// The answers of the values from `start` on.
fn each<T: Copy>(values: &[T], start: usize, out: &mut [u8], answer: impl Fn(T) -> u8) {
    for (out, value) in out.iter_mut().zip(values.get(start..).unwrap_or_default()) {
        *out = answer(*value);
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
