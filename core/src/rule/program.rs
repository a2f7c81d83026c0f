//! A compiled condition, and what it says of one record.

use super::answer::Answer;
use super::field::{Cell, Record, Slot};
use crate::math::Decimal;
use crate::time::{Calendar, CalendarSpan, Date, Instant};

/// A node of a compiled condition.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Leaf(Leaf),
}

/// A test of one field.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) slot: Slot,
    pub(crate) test: Test,
    /// How it is written, in the list of the condition.
    pub(crate) note: u32,
}

/// What is asked of a field. Every comparison with values is a range or a set, or the outside of one;
/// in a set numbers are known by their bits.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Whole(Range<i64>),
    Number(Range<f64>),
    Decimal(Range<Cut>),
    WholeIn(Set<i64>),
    NumberIn(Set<i64>),
    DecimalIn(Set<Decimal>),
    TextIn(Set<String>),
    Contains(String),
    StartsWith(String),
    Null { outside: bool },
    Against { other: Slot, order: Order },
    Within { span: CalendarSpan, is_date: bool },
    Items { of: Quantifier, program: Box<Node> },
}

/// Values from one to another, both of them too, or all others.
///
/// Every value has a next one in its order. So what a condition excludes ends there, an end that it
/// leaves open is the first or the last value of all, and two comparisons hold whatever was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Range<T> {
    pub(crate) low: T,
    pub(crate) high: T,
    pub(crate) outside: bool,
}

impl<T: PartialOrd> Range<T> {
    #[inline]
    pub(crate) fn holds(&self, value: &T) -> bool {
        ((self.low <= *value) & (*value <= self.high)) != self.outside
    }
}

/// A decimal, or what lies just above it (1) or just below it (-1).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Cut(pub(crate) Decimal, pub(crate) i8);

/// Some values, sorted, or all others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set<T> {
    pub(crate) values: Vec<T>,
    pub(crate) outside: bool,
}

impl<T> Set<T> {
    fn holds(&self, order: impl Fn(&T) -> std::cmp::Ordering) -> bool {
        self.values.binary_search_by(order).is_ok() != self.outside
    }
}

impl Set<i64> {
    pub(crate) fn has(&self, value: i64) -> bool {
        if self.values.len() <= 8 {
            // A few are compared sooner than searched, where nobody can guess the way.
            let is_in = self.values.iter().fold(false, |is_in, known| is_in | (*known == value));
            return is_in != self.outside;
        }
        self.holds(|known| known.cmp(&value))
    }

    /// The values in bits, if they lie that close to each other.
    pub(crate) fn near(&self) -> Option<Near> {
        let (low, high) = (*self.values.first()?, *self.values.last()?);
        let is_near = high.checked_sub(low).is_some_and(|last| last < 64);
        let bits = || self.values.iter().fold(0, |bits, value| bits | 1 << (value - low));
        is_near.then(|| Near { low, bits: bits() })
    }
}

/// Whole numbers of which the last is less than 64 from the first: one bit each, from `low` on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    low: i64,
    bits: u64,
}

impl Near {
    #[inline]
    pub(crate) fn has(self, value: i64) -> bool {
        let place = value.wrapping_sub(self.low) as u64;
        (place < 64) & (self.bits >> (place & 63) & 1 == 1)
    }
}

impl Set<Decimal> {
    pub(crate) fn has(&self, value: Decimal) -> bool {
        self.holds(|known| known.cmp(&value))
    }
}

impl Set<String> {
    pub(crate) fn has(&self, value: &str) -> bool {
        match self.values.as_slice() {
            // Most texts differ in length already.
            [only] => (only == value) != self.outside,
            _ => self.holds(|known| known.as_str().cmp(value)),
        }
    }
}

/// How two fields compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Order {
    /// As it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Ge => "ge",
        }
    }

    pub(crate) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Eq => ordering.is_eq(),
            Self::Ne => ordering.is_ne(),
            Self::Lt => ordering.is_lt(),
            Self::Le => ordering.is_le(),
            Self::Gt => ordering.is_gt(),
            Self::Ge => ordering.is_ge(),
        }
    }
}

/// How many records of a list must meet a condition.
#[derive(Clone, Debug)]
pub(crate) enum Quantifier {
    Any,
    All,
    Count(Range<i64>),
}

/// What an answer depends on besides the record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moment<'c> {
    /// The instant of the question; a condition that needs none is asked without.
    pub(crate) now: Option<Instant>,
    pub(crate) calendar: Option<&'c Calendar>,
}

impl Node {
    pub(crate) fn answer(&self, record: &Record, moment: Moment<'_>) -> Answer {
        match self {
            Self::All(parts) => {
                let mut all = Answer::Yes;
                for part in parts {
                    all = all.min(part.answer(record, moment));
                    if all == Answer::No {
                        break;
                    }
                }
                all
            }
            Self::Any(parts) => {
                let mut any = Answer::No;
                for part in parts {
                    any = any.max(part.answer(record, moment));
                    if any == Answer::Yes {
                        break;
                    }
                }
                any
            }
            Self::Not(part) => !part.answer(record, moment),
            Self::Leaf(leaf) => leaf.answer(record, moment),
        }
    }

    /// That a field holds a value of an enum, by its place.
    #[cfg(feature = "funnel")]
    pub(crate) fn is_place(slot: Slot, place: usize) -> Self {
        let place = place as i64;
        let test = Test::Whole(Range { low: place, high: place, outside: false });
        Self::Leaf(Leaf { slot, test, note: u32::MAX })
    }

    /// That a field is there.
    #[cfg(feature = "funnel")]
    pub(crate) fn is_there(slot: Slot) -> Self {
        Self::Leaf(Leaf { slot, test: Test::Null { outside: true }, note: u32::MAX })
    }

    /// Notes the fields that it looks at.
    #[cfg(feature = "funnel")]
    pub(crate) fn slots(&self, slots: &mut Vec<Slot>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.slots(slots)),
            Self::Not(part) => part.slots(slots),
            Self::Leaf(leaf) => slots.extend([leaf.slot].into_iter().chain(leaf.other())),
        }
    }

    /// That its answer is another than yes, where `wanted`, or else than no: for want of fields too.
    #[cfg(feature = "funnel")]
    pub(crate) fn unmet(&self, wanted: bool) -> Self {
        let all = |parts: &[Self]| parts.iter().map(|part| part.unmet(wanted)).collect();
        match (self, wanted) {
            (Self::All(parts), true) | (Self::Any(parts), false) => Self::Any(all(parts)),
            (Self::All(parts), false) | (Self::Any(parts), true) => Self::All(all(parts)),
            (Self::Not(part), _) => part.unmet(!wanted),
            (Self::Leaf(leaf), _) => {
                let own = Self::Leaf(leaf.clone());
                let own = if wanted { Self::Not(Box::new(own)) } else { own };
                if let Test::Null { .. } = leaf.test {
                    return own;
                }
                let fields = [leaf.slot].into_iter().chain(leaf.other());
                let missing = fields.filter(|slot| *slot != Slot::NOW).map(|slot| {
                    let test = Test::Null { outside: false };
                    Self::Leaf(Leaf { slot, test, note: u32::MAX })
                });
                Self::Any([own].into_iter().chain(missing).collect())
            }
        }
    }

    /// Whether its answer depends on `now`.
    #[cfg(feature = "funnel")]
    pub(crate) fn reads_now(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::reads_now),
            Self::Not(part) => part.reads_now(),
            Self::Leaf(leaf) => match &leaf.test {
                Test::Within { .. } | Test::Against { other: Slot::NOW, .. } => true,
                Test::Items { program, .. } => program.reads_now(),
                _ => leaf.slot == Slot::NOW,
            },
        }
    }
}

#[cfg(all(test, feature = "funnel"))]
thread_local! {
    /// How many leaves were asked in this thread.
    pub(crate) static ASKED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

impl Leaf {
    #[inline]
    pub(crate) fn answer(&self, record: &Record, moment: Moment<'_>) -> Answer {
        #[cfg(all(test, feature = "funnel"))]
        ASKED.set(ASKED.get() + 1);
        if self.slot == Slot::NOW || matches!(self.test, Test::Against { .. }) {
            return self.against(record, moment);
        }
        self.decide(record.cell(self.slot), &Cell::Missing, moment)
    }

    /// The answer of a test that looks at `now` or at a second field.
    fn against(&self, record: &Record, moment: Moment<'_>) -> Answer {
        let now = moment.now.map_or(Cell::Missing, |now| Cell::Whole(now.millis()));
        let cell = |slot| if slot == Slot::NOW { &now } else { record.cell(slot) };
        let other = self.other().map_or(&Cell::Missing, cell);
        self.decide(cell(self.slot), other, moment)
    }

    /// The second field that is looked at.
    pub(crate) fn other(&self) -> Option<Slot> {
        match self.test {
            Test::Against { other, .. } => Some(other),
            _ => None,
        }
    }

    /// The answer where the field holds `cell`, and the second field `other`.
    #[inline]
    pub(crate) fn decide(&self, cell: &Cell, other: &Cell, moment: Moment<'_>) -> Answer {
        match (&self.test, cell) {
            (Test::Null { outside }, cell) => ((*cell == Cell::Missing) != *outside).into(),
            (_, Cell::Missing) => Answer::Unknown,
            (Test::Whole(range), Cell::Whole(value)) => range.holds(value).into(),
            (Test::Number(range), Cell::Number(value)) => range.holds(value).into(),
            (Test::Decimal(range), Cell::Decimal(value)) => range.holds(&Cut(*value, 0)).into(),
            (Test::WholeIn(set), Cell::Whole(value)) => set.has(*value).into(),
            (Test::NumberIn(set), Cell::Number(value)) => set.has(value.to_bits() as i64).into(),
            (Test::DecimalIn(set), Cell::Decimal(value)) => set.has(*value).into(),
            (Test::TextIn(set), Cell::Text(value)) => set.has(value).into(),
            (Test::Contains(part), Cell::Text(value)) => value.contains(part.as_str()).into(),
            (Test::StartsWith(part), Cell::Text(value)) => value.starts_with(part.as_str()).into(),
            (Test::Against { order, .. }, cell) => compare(cell, other)
                .map_or(Answer::Unknown, |ordering| order.holds(ordering).into()),
            (Test::Within { span, is_date }, Cell::Whole(value)) => {
                let Some(now) = moment.now else { return Answer::Unknown };
                let (start, end) = window(*value, *span, *is_date, moment.calendar);
                (start <= now.millis() && now.millis() < end).into()
            }
            (Test::Items { of, program }, Cell::Items(items)) => {
                of.answer(items.iter().map(|item| program.answer(item, moment)))
            }
            // A cell is of the type of its field, and so is the test.
            _ => Answer::Unknown,
        }
    }
}

impl Quantifier {
    pub(crate) fn answer(&self, items: impl Iterator<Item = Answer>) -> Answer {
        match self {
            Self::Any => items.max().unwrap_or(Answer::No),
            Self::All => items.min().unwrap_or(Answer::Yes),
            Self::Count(_) => {
                let mut count = [0; 3];
                for item in items {
                    if let Some(count) = count.get_mut(item as usize) {
                        *count += 1;
                    }
                }
                self.counted(count)
            }
        }
    }

    /// The answer of so many that say no, unknown and yes.
    pub(crate) fn counted(&self, [no, unknown, yes]: [i64; 3]) -> Answer {
        match self {
            Self::Any if yes > 0 => Answer::Yes,
            Self::All if no > 0 => Answer::No,
            Self::Any | Self::All if unknown > 0 => Answer::Unknown,
            Self::Any => Answer::No,
            Self::All => Answer::Yes,
            Self::Count(range) => {
                // Unknown only where the unknown ones could flip it. Between its ends, and beyond
                // either, a range says the same of every count.
                let (least, most, first) = (yes, yes + unknown, range.holds(&yes));
                let around = |end: i64| [end.saturating_sub(1), end, end.saturating_add(1)];
                let differs =
                    |count: i64| (least..=most).contains(&count) && range.holds(&count) != first;
                if [range.low, range.high].into_iter().flat_map(around).chain([most]).any(differs) {
                    Answer::Unknown
                } else {
                    first.into()
                }
            }
        }
    }
}

/// How two values compare: numbers of all kinds by what they are.
fn compare(a: &Cell, b: &Cell) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Cell::Whole(a), Cell::Whole(b)) => Some(a.cmp(b)),
        (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
        (Cell::Decimal(a), Cell::Decimal(b)) => Some(a.cmp(b)),
        (Cell::Decimal(a), Cell::Whole(b)) => Some(a.cmp(&Decimal::from_units(*b, 0)?)),
        (Cell::Whole(a), Cell::Decimal(b)) => Some(Decimal::from_units(*a, 0)?.cmp(b)),
        (a, b) => number(a)?.partial_cmp(&number(b)?),
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(i) => Some(*i as f64),
        Cell::Number(x) => Some(*x),
        Cell::Decimal(d) => Some(d.to_f64()),
        _ => None,
    }
}

/// The instants of `now`, [start, end) in milliseconds, at which a time lies within a span.
///
/// The span is counted from the time, not from `now`: so the answer changes at two instants that
/// are known beforehand, in a month of whatever length and over changes of clocks.
pub(crate) fn window(
    value: i64,
    span: CalendarSpan,
    is_date: bool,
    calendar: Option<&Calendar>,
) -> (i64, i64) {
    let t = match (is_date, calendar) {
        (true, Some(calendar)) => calendar.policy().zone.day(Date::of_day_number(value)).0.millis(),
        _ => value,
    };
    let length = span.length();
    if length == 0 {
        return (t, t);
    }
    let back = span.times(-1).unwrap_or(span);
    let moved = match (back, calendar) {
        (CalendarSpan::Exact(ms), _) => t.checked_add(ms),
        (_, Some(calendar)) => {
            calendar.add(Instant::held(t), back).ok().map(crate::time::Instant::millis)
        }
        // Compiled with a calendar, or not at all.
        (_, None) => Some(t),
    };
    if length > 0 { (moved.unwrap_or(i64::MIN), t) } else { (t, moved.unwrap_or(i64::MAX)) }
}
