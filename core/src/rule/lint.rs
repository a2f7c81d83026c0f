//! Conditions that can be neither met nor missed, found before anyone asks them.

use super::field::{Kind, Scope, Slot};
use super::program::{Bound, Leaf, Node, Order, Quantifier, Range, Set, Test};
use crate::math::Decimal;
use crate::shape::Reader;

/// Notes parts of an `all` that exclude each other.
pub(super) fn all(parts: &[Node], scope: &Scope, at: &mut Reader) {
    for (slot, regions) in by_field(parts, false) {
        let met = regions.into_iter().fold(Region::domain(kind(slot, scope)), Region::and);
        if met.0.is_empty() {
            never(at, &format!("no \"{}\" meets all of these", name(slot, scope)));
        }
    }
    for (slot, asked) in presence(parts, false) {
        if asked.is_null && (asked.not_null || asked.value) {
            never(at, &format!("\"{}\" is not both missing and there", name(slot, scope)));
        }
    }
}

/// Notes parts of an `any` of which one is always true.
pub(super) fn any(parts: &[Node], scope: &Scope, at: &mut Reader) {
    if parts.is_empty() {
        never(at, "there is no part that could be true");
    }
    for (slot, regions) in by_field(parts, true) {
        let domain = Region::domain(kind(slot, scope));
        // What none of them holds: all that lies outside of each.
        let missed = regions.into_iter().fold(domain, |left, region| left.and(region.outside()));
        if missed.0.is_empty() {
            let message = format!("every \"{}\" meets one of these", name(slot, scope));
            at.warning("always_true", message);
        }
    }
    for (slot, asked) in presence(parts, true) {
        if asked.is_null && asked.not_null {
            let message = format!("\"{}\" is either missing or there", name(slot, scope));
            at.warning("always_true", message);
        }
    }
}

/// What parts ask of one field, with `value` where they hold it against something.
#[derive(Default)]
struct Asked {
    is_null: bool,
    not_null: bool,
    value: bool,
}

fn presence(parts: &[Node], any: bool) -> Vec<(Slot, Asked)> {
    let mut leaves = Vec::new();
    flatten(parts, any, &mut leaves);
    let mut fields: Vec<(Slot, Asked)> = Vec::new();
    for (leaf, negated) in leaves.into_iter().filter_map(|node| negated(node, false)) {
        if !fields.iter().any(|(known, _)| *known == leaf.slot) {
            fields.push((leaf.slot, Asked::default()));
        }
        let own = fields.iter_mut().find(|(known, _)| *known == leaf.slot);
        let Some((_, asked)) = own else { continue };
        match leaf.test {
            Test::Null { outside } if outside == negated => asked.is_null = true,
            Test::Null { .. } => asked.not_null = true,
            _ => asked.value = true,
        }
    }
    fields
}

/// The leaf under any number of `not`, and whether that number is odd.
fn negated(node: &Node, is: bool) -> Option<(&Leaf, bool)> {
    match node {
        Node::Not(part) => negated(part, !is),
        Node::Leaf(leaf) => Some((leaf, is)),
        Node::All(_) | Node::Any(_) => None,
    }
}

/// Notes a single test that no value meets, or every one.
pub(super) fn leaf(node: &Node, scope: &Scope, at: &mut Reader) {
    if let Node::Leaf(Leaf { slot, test, .. }) = node {
        match test {
            // That it equals itself, on the other hand, asks whether it is there.
            Test::Against { other, order: Order::Lt | Order::Gt | Order::Ne } if other == slot => {
                never(at, &format!("no \"{}\" differs from itself", name(*slot, scope)));
            }
            Test::Items { of: Quantifier::Count(range), .. } => count(range, at),
            _ => {}
        }
    }
    let Some((slot, region)) = region(node, &[]) else { return };
    let domain = Region::domain(kind(slot, scope));
    if domain.clone().and(region.clone()).0.is_empty() {
        never(at, &format!("no \"{}\" meets this", name(slot, scope)));
    } else if domain.and(region.outside()).0.is_empty() {
        at.warning("always_true", format!("every \"{}\" meets this", name(slot, scope)));
    }
}

/// Notes counts that none is among, or all are: a count is 0 at least.
fn count(range: &Range<i64>, at: &mut Reader) {
    let counts = Region(vec![(Bound::Included(Decimal::ZERO), Bound::None)]);
    let whole = |value: &i64| Decimal::from_units(*value, 0);
    let Some(region) = Region::of(range, whole, true) else { return };
    if counts.clone().and(region.clone()).0.is_empty() {
        never(at, "no count meets this");
    } else if counts.and(region.outside()).0.is_empty() {
        at.warning("always_true", "every count meets this");
    }
}

fn never(at: &mut Reader, message: &str) {
    at.warning("never_true", message);
}

fn name(slot: Slot, scope: &Scope) -> &str {
    scope.fields.get(slot.index()).map_or(super::schema::NOW, |field| &field.path)
}

fn kind(slot: Slot, scope: &Scope) -> &Kind {
    scope.fields.get(slot.index()).map_or(&Kind::Instant, |field| &field.kind)
}

/// The values that the parts ask for, by field; of fields that two parts at least look at.
fn by_field(parts: &[Node], any: bool) -> Vec<(Slot, Vec<Region>)> {
    let mut leaves = Vec::new();
    flatten(parts, any, &mut leaves);
    let mut texts: Vec<&str> = leaves.iter().flat_map(|node| texts(node)).collect();
    crate::math::sort(&mut texts);
    let mut fields: Vec<(Slot, Vec<Region>)> = Vec::new();
    for (slot, region) in leaves.iter().filter_map(|node| region(node, &texts)) {
        match fields.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, regions)) => regions.push(region),
            None => fields.push((slot, vec![region])),
        }
    }
    fields.retain(|(_, regions)| regions.len() > 1);
    fields
}

/// An `all` within an `all` asks for all of its parts too.
fn flatten<'n>(parts: &'n [Node], any: bool, leaves: &mut Vec<&'n Node>) {
    for part in parts {
        match part {
            Node::All(inner) if !any => flatten(inner, any, leaves),
            Node::Any(inner) if any => flatten(inner, any, leaves),
            Node::All(_) | Node::Any(_) => {}
            leaf => leaves.push(leaf),
        }
    }
}

fn texts(node: &Node) -> Vec<&str> {
    match node {
        Node::Not(part) => texts(part),
        Node::Leaf(Leaf { test: Test::TextIn(set), .. }) => {
            set.values.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// The field that a node asks about, and the values that meet it. None where that depends on more.
///
/// A text is known by its place among `texts`, all that are named nearby.
fn region(node: &Node, texts: &[&str]) -> Option<(Slot, Region)> {
    let leaf = match node {
        Node::Not(part) => {
            return region(part, texts).map(|(slot, region)| (slot, region.outside()));
        }
        Node::Leaf(leaf) => leaf,
        _ => return None,
    };
    let whole = |value: i64| Decimal::from_units(value, 0);
    let number = |value: f64| Decimal::from_f64(value).ok();
    let region = match &leaf.test {
        Test::Whole(range) => Region::of(range, |value| whole(*value), true)?,
        Test::Number(range) => Region::of(range, |value| number(*value), false)?,
        Test::Decimal(range) => Region::of(range, |value| Some(*value), false)?,
        Test::WholeIn(set) => Region::in_set(set, |value| whole(*value), true)?,
        Test::NumberIn(set) => Region::in_set(set, |value| number(*value), false)?,
        Test::DecimalIn(set) => Region::in_set(set, |value| Some(*value), false)?,
        Test::TextIn(set) => {
            let place = |text: &String| texts.binary_search(&text.as_str()).unwrap_or(0);
            Region::in_set(set, |text| whole(place(text) as i64), true)?
        }
        _ => return None,
    };
    Some((leaf.slot, region))
}

/// Values on a line: ranges in order that do not touch.
#[derive(Clone, Debug, PartialEq)]
struct Region(Vec<(Bound<Decimal>, Bound<Decimal>)>);

impl Region {
    /// All values that a field can have.
    fn domain(kind: &Kind) -> Self {
        let values = match kind {
            Kind::Bool => 2,
            Kind::Enum(values) => values.len() as i64,
            _ => return Self(vec![(Bound::None, Bound::None)]),
        };
        let end = Decimal::from_units(values, 0).map_or(Bound::None, Bound::Excluded);
        Self(vec![(Bound::Included(Decimal::ZERO), end)])
    }

    /// Among whole numbers a range ends before the next one: what follows then touches it.
    fn of<T>(range: &Range<T>, value: impl Fn(&T) -> Option<Decimal>, whole: bool) -> Option<Self> {
        let bound = |bound: &Bound<T>| {
            Some(match bound {
                Bound::None => Bound::None,
                Bound::Included(end) => Bound::Included(value(end)?),
                Bound::Excluded(end) => Bound::Excluded(value(end)?),
            })
        };
        let low = bound(&range.low)?;
        let high = match bound(&range.high)? {
            Bound::Included(end) if whole => Bound::Excluded(next(end)?),
            high => high,
        };
        let region = Self(if is_empty(low, high) { Vec::new() } else { vec![(low, high)] });
        Some(if range.outside { region.outside() } else { region })
    }

    fn in_set<T>(set: &Set<T>, value: impl Fn(&T) -> Option<Decimal>, whole: bool) -> Option<Self> {
        let mut values = set.values.iter().map(value).collect::<Option<Vec<_>>>()?;
        crate::math::sort(&mut values);
        values.dedup();
        let point = |value: Decimal| {
            let end = if whole { Bound::Excluded(next(value)?) } else { Bound::Included(value) };
            Some((Bound::Included(value), end))
        };
        let points = values.into_iter().map(point).collect::<Option<Vec<_>>>()?;
        Some(if set.outside { Self(points).outside() } else { Self(points) })
    }

    /// What both hold: O(ranges), as each is in order.
    fn and(self, other: Self) -> Self {
        let mut common = Vec::new();
        let (mut ours, mut theirs) =
            (self.0.into_iter().peekable(), other.0.into_iter().peekable());
        while let (Some((low, high)), Some((other_low, other_high))) = (ours.peek(), theirs.peek())
        {
            let (low, end) = (later(*low, *other_low), earlier(*high, *other_high));
            if !is_empty(low, end) {
                common.push((low, end));
            }
            // Nothing more lies in the range that ends first.
            if end == *high {
                ours.next();
            } else {
                theirs.next();
            }
        }
        Self(common)
    }

    fn outside(self) -> Self {
        let mut gaps = Vec::new();
        let mut low = Some(Bound::None);
        for (start, end) in self.0 {
            if let (Some(low), Some(high)) = (low, opposite(start))
                && !is_empty(low, high)
            {
                gaps.push((low, high));
            }
            low = opposite(end);
        }
        gaps.extend(low.map(|low| (low, Bound::None)));
        Self(gaps)
    }
}

fn next(value: Decimal) -> Option<Decimal> {
    value.checked_add(Decimal::from_units(1, 0)?)
}

/// Where the other side begins; nothing lies beyond an open end.
fn opposite(bound: Bound<Decimal>) -> Option<Bound<Decimal>> {
    match bound {
        Bound::None => None,
        Bound::Included(value) => Some(Bound::Excluded(value)),
        Bound::Excluded(value) => Some(Bound::Included(value)),
    }
}

fn is_empty(low: Bound<Decimal>, high: Bound<Decimal>) -> bool {
    match (low, high) {
        (Bound::None, _) | (_, Bound::None) => false,
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (
            Bound::Included(low) | Bound::Excluded(low),
            Bound::Included(high) | Bound::Excluded(high),
        ) => low >= high,
    }
}

fn later(a: Bound<Decimal>, b: Bound<Decimal>) -> Bound<Decimal> {
    pick(a, b, std::cmp::Ordering::Greater)
}

fn earlier(a: Bound<Decimal>, b: Bound<Decimal>) -> Bound<Decimal> {
    pick(a, b, std::cmp::Ordering::Less)
}

/// The bound that leaves less; an excluded one does at the same value.
fn pick(a: Bound<Decimal>, b: Bound<Decimal>, side: std::cmp::Ordering) -> Bound<Decimal> {
    let value = |bound| match bound {
        Bound::None => None,
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
    };
    match (value(a), value(b)) {
        (None, _) => b,
        (_, None) => a,
        (Some(x), Some(y)) if x == y => {
            if matches!(a, Bound::Excluded(_)) {
                a
            } else {
                b
            }
        }
        (Some(x), Some(y)) => {
            if x.cmp(&y) == side {
                a
            } else {
                b
            }
        }
    }
}
