//! Conditions that can be neither met nor missed, alone or together, found before anyone asks them.

use super::field::{Kind, Scope, Slot};
use super::program::{Cut, Leaf, Node, Test};
#[cfg(feature = "lint")]
use super::program::{Order, Quantifier, Range};
use super::values::Line as _;
use crate::math::Decimal;
#[cfg(feature = "lint")]
use crate::shape::Reader;

/// A test, and whether it is to be missed.
type Asked<'n> = (&'n Leaf, bool);

/// Notes what is odd about a node whose parts have been looked at.
#[cfg(feature = "lint")]
pub(super) fn node(node: &Node, scope: &Scope, at: &mut Reader) {
    match node {
        Node::All(parts) => all(parts, scope, at),
        Node::Any(parts) => any(parts, scope, at),
        Node::Leaf(_) => leaf(node, scope, at),
        Node::Not(_) => {}
    }
}

/// Notes parts of an `all` that exclude each other.
#[cfg(feature = "lint")]
fn all(parts: &[Node], scope: &Scope, at: &mut Reader) {
    let leaves = flat(parts, false);
    let nearby = Nearby::of(&leaves);
    for (slot, regions) in nearby.by_field(&leaves) {
        let met = regions.into_iter().fold(nearby.domain(kind(slot, scope)), Region::and);
        if met.0.is_empty() {
            never(at, &format!("no \"{}\" meets all of these", name(slot, scope)));
        }
    }
    for (slot, asked) in presence(&leaves) {
        if asked.is_null && (asked.not_null || asked.value) {
            never(at, &format!("\"{}\" is not both missing and there", name(slot, scope)));
        }
    }
}

/// Notes parts of an `any` of which one is always true.
#[cfg(feature = "lint")]
fn any(parts: &[Node], scope: &Scope, at: &mut Reader) {
    if parts.is_empty() {
        never(at, "there is no part that could be true");
    }
    let leaves = flat(parts, true);
    let nearby = Nearby::of(&leaves);
    for (slot, regions) in nearby.by_field(&leaves) {
        let domain = nearby.domain(kind(slot, scope));
        // What none of them holds: all that lies outside of each.
        let missed = regions.into_iter().fold(domain, |left, region| left.and(region.outside()));
        if missed.0.is_empty() {
            let message = format!("every \"{}\" meets one of these", name(slot, scope));
            at.warning("always_true", message);
        }
    }
    for (slot, asked) in presence(&leaves) {
        if asked.is_null && asked.not_null {
            let message = format!("\"{}\" is either missing or there", name(slot, scope));
            at.warning("always_true", message);
        }
    }
}

/// Whether parts ask that a field is there, with `value` where they hold it against something.
#[derive(Default)]
struct Presence {
    is_null: bool,
    not_null: bool,
    value: bool,
}

fn presence(leaves: &[Asked<'_>]) -> Vec<(Slot, Presence)> {
    let mut fields: Vec<(Slot, Presence)> = Vec::new();
    for (leaf, negated) in leaves {
        if !fields.iter().any(|(known, _)| *known == leaf.slot) {
            fields.push((leaf.slot, Presence::default()));
        }
        let own = fields.iter_mut().find(|(known, _)| *known == leaf.slot);
        let Some((_, asked)) = own else { continue };
        match leaf.test {
            Test::Null { outside } if outside == *negated => asked.is_null = true,
            Test::Null { .. } => asked.not_null = true,
            _ => asked.value = true,
        }
    }
    fields
}

/// The leaf under any number of `not`, and whether that number is odd.
#[cfg(feature = "lint")]
fn negated(node: &Node, is: bool) -> Option<Asked<'_>> {
    match node {
        Node::Not(part) => negated(part, !is),
        Node::Leaf(leaf) => Some((leaf, is)),
        Node::All(_) | Node::Any(_) => None,
    }
}

/// Notes a single test that no value meets, or every one.
#[cfg(feature = "lint")]
fn leaf(node: &Node, scope: &Scope, at: &mut Reader) {
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
    let Some(asked) = negated(node, false) else { return };
    let nearby = Nearby::of(&[asked]);
    let Some((slot, region)) = nearby.region(asked) else { return };
    let domain = nearby.domain(kind(slot, scope));
    if domain.clone().and(region.clone()).0.is_empty() {
        never(at, &format!("no \"{}\" meets this", name(slot, scope)));
    } else if domain.and(region.outside()).0.is_empty() {
        at.warning("always_true", format!("every \"{}\" meets this", name(slot, scope)));
    }
}

/// Notes counts that none is among, or all are: a count is 0 at least.
#[cfg(feature = "lint")]
fn count(range: &Range<i64>, at: &mut Reader) {
    let counts = Region(vec![(0, i64::MAX)]);
    let region = Region::of(range.low, range.high, range.outside);
    if counts.clone().and(region.clone()).0.is_empty() {
        never(at, "no count meets this");
    } else if counts.and(region.outside()).0.is_empty() {
        at.warning("always_true", "every count meets this");
    }
}

#[cfg(feature = "lint")]
fn never(at: &mut Reader, message: &str) {
    at.warning("never_true", message);
}

#[cfg(feature = "lint")]
fn name(slot: Slot, scope: &Scope) -> &str {
    scope.fields.get(slot.index()).map_or(super::schema::NOW, |field| &field.path)
}

fn kind(slot: Slot, scope: &Scope) -> &Kind {
    scope.fields.get(slot.index()).map_or(&Kind::Instant, |field| &field.kind)
}

/// The parts that are no `all` or `any`. An `all` within an `all` asks for all of its parts too, and so
/// does a `not` of an `any` for the opposites.
#[cfg(feature = "lint")]
fn flat(parts: &[Node], any: bool) -> Vec<Asked<'_>> {
    let mut leaves = Vec::new();
    parts.iter().for_each(|part| flatten(part, false, any, &mut leaves));
    leaves
}

#[cfg(any(feature = "lint", feature = "funnel"))]
fn flatten<'n>(node: &'n Node, negated: bool, any: bool, leaves: &mut Vec<Asked<'n>>) {
    let mut all_of = |parts: &'n [Node], is_any: bool| {
        if is_any == any {
            parts.iter().for_each(|part| flatten(part, negated, any, leaves));
        }
    };
    match node {
        Node::All(parts) => all_of(parts, negated),
        Node::Any(parts) => all_of(parts, !negated),
        Node::Not(part) => flatten(part, !negated, any, leaves),
        Node::Leaf(leaf) => leaves.push((leaf, negated)),
    }
}

/// Whether records meet several conditions at once.
#[cfg(feature = "funnel")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meeting {
    /// None does.
    Never,
    /// Nobody knows.
    Perhaps,
    /// Some record does.
    Sometimes,
}

/// Conditions that can be met in more ways are not looked through.
#[cfg(feature = "funnel")]
const MAX_WAYS: usize = 64;

/// Whether some record meets all of these conditions, which were compiled over one scope.
#[cfg(feature = "funnel")]
pub(crate) fn meeting(conditions: &[&Node], scope: &Scope) -> Meeting {
    // What every way asks for may be contradictory by itself, however many ways there are.
    let mut shared = Vec::new();
    conditions.iter().for_each(|node| flatten(node, false, false, &mut shared));
    if way_meets(&shared, scope) == Meeting::Never {
        return Meeting::Never;
    }
    let parts = conditions.iter().map(|node| ways(node, false));
    let Some(ways) = both(parts) else { return Meeting::Perhaps };
    ways.iter().map(|way| way_meets(way, scope)).max().unwrap_or(Meeting::Never)
}

/// The ways in which a condition can be met, or missed: in each all of some tests.
#[cfg(feature = "funnel")]
fn ways(node: &Node, negated: bool) -> Option<Vec<Vec<Asked<'_>>>> {
    let (parts, is_any) = match node {
        Node::Leaf(leaf) => return Some(vec![vec![(leaf, negated)]]),
        Node::Not(part) => return ways(part, !negated),
        Node::All(parts) => (parts, negated),
        Node::Any(parts) => (parts, !negated),
    };
    let mut parts = parts.iter().map(|part| ways(part, negated));
    if !is_any {
        return both(parts);
    }
    let any = parts.try_fold(Vec::new(), |mut any, part| {
        any.extend(part?);
        Some(any)
    });
    any.filter(|ways| ways.len() <= MAX_WAYS)
}

/// All of several parts, each in one of its ways.
#[cfg(feature = "funnel")]
fn both<'n>(
    mut parts: impl Iterator<Item = Option<Vec<Vec<Asked<'n>>>>>,
) -> Option<Vec<Vec<Asked<'n>>>> {
    parts.try_fold(vec![Vec::new()], |known, part| {
        let part = part?;
        let pairs = known.iter().flat_map(|one| part.iter().map(move |other| (one, other)));
        let ways: Vec<Vec<Asked<'n>>> =
            pairs.take(MAX_WAYS + 1).map(|(one, other)| [one.as_slice(), other].concat()).collect();
        (ways.len() <= MAX_WAYS).then_some(ways)
    })
}

#[cfg(feature = "funnel")]
fn way_meets(way: &[Asked<'_>], scope: &Scope) -> Meeting {
    let is_torn = |(_, asked): &(Slot, Presence)| asked.is_null && (asked.not_null || asked.value);
    if presence(way).iter().any(is_torn) {
        return Meeting::Never;
    }
    let nearby = Nearby::of(way);
    let met = |(slot, regions): (Slot, Vec<Region>)| {
        regions.into_iter().fold(nearby.domain(kind(slot, scope)), Region::and)
    };
    if nearby.regions(way).into_iter().map(met).any(|region| region.0.is_empty()) {
        return Meeting::Never;
    }
    let is_known = |asked: &Asked<'_>| {
        matches!(asked.0.test, Test::Null { .. }) || nearby.region(*asked).is_some()
    };
    if way.iter().all(is_known) { Meeting::Sometimes } else { Meeting::Perhaps }
}

/// All texts and decimals of some leaves, in order: each is known by its place among them.
#[derive(Default)]
struct Nearby<'n> {
    texts: Vec<&'n str>,
    decimals: Vec<Decimal>,
}

impl<'n> Nearby<'n> {
    fn of(leaves: &[Asked<'n>]) -> Self {
        let mut own = Self::default();
        for (leaf, _) in leaves {
            match &leaf.test {
                Test::TextIn(set) => own.texts.extend(set.values.iter().map(String::as_str)),
                Test::Decimal(range) => own.decimals.extend([range.low.0, range.high.0]),
                Test::DecimalIn(set) => own.decimals.extend(&set.values),
                _ => {}
            }
        }
        crate::math::sort(&mut own.texts);
        crate::math::sort(&mut own.decimals);
        own
    }

    /// The values that leaves ask for, by field; of fields that two leaves at least look at.
    #[cfg(feature = "lint")]
    fn by_field(&self, leaves: &[Asked<'_>]) -> Vec<(Slot, Vec<Region>)> {
        let mut fields = self.regions(leaves);
        fields.retain(|(_, regions)| regions.len() > 1);
        fields
    }

    /// The values that leaves ask for, by field.
    fn regions(&self, leaves: &[Asked<'_>]) -> Vec<(Slot, Vec<Region>)> {
        let mut fields: Vec<(Slot, Vec<Region>)> = Vec::new();
        for (slot, region) in leaves.iter().filter_map(|asked| self.region(*asked)) {
            match fields.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, regions)) => regions.push(region),
                None => fields.push((slot, vec![region])),
            }
        }
        fields
    }

    /// The field that a test asks about, and the values that meet it. None where that depends on more.
    fn region(&self, (leaf, negated): Asked<'_>) -> Option<(Slot, Region)> {
        let region = match &leaf.test {
            Test::Whole(range) => Region::of(range.low, range.high, range.outside),
            Test::Number(range) => Region::of(number(range.low), number(range.high), range.outside),
            Test::Decimal(range) => {
                Region::of(self.decimal(range.low), self.decimal(range.high), range.outside)
            }
            Test::WholeIn(set) => Region::points(set.values.clone(), set.outside),
            Test::NumberIn(set) => {
                let number = |bits: &i64| number(f64::from_bits(*bits as u64));
                Region::points(set.values.iter().map(number).collect(), set.outside)
            }
            Test::DecimalIn(set) => {
                let place = |value: &Decimal| self.decimal(Cut(*value, 0));
                Region::points(set.values.iter().map(place).collect(), set.outside)
            }
            Test::TextIn(set) => {
                let place =
                    |text: &String| self.texts.partition_point(|known| known < &&**text) as i64;
                Region::points(set.values.iter().map(place).collect(), set.outside)
            }
            _ => return None,
        };
        Some((leaf.slot, if negated { region.outside() } else { region }))
    }

    /// All values that a field can have.
    fn domain(&self, kind: &Kind) -> Region {
        let (low, high) = match kind {
            Kind::Bool => (0, 1),
            Kind::Enum(values) => (0, values.len() as i64 - 1),
            Kind::Number => (number(f64::NEG_INFINITY), number(f64::INFINITY)),
            Kind::Decimal { .. } => (self.decimal(Cut::FIRST), self.decimal(Cut::LAST)),
            _ => (i64::MIN, i64::MAX),
        };
        Region::of(low, high, false)
    }

    /// Three places for each decimal: just below it, its own, and just above it. What lies between two
    /// is above the one and below the other, and both of these are the same place.
    fn decimal(&self, cut: Cut) -> i64 {
        let below = self.decimals.partition_point(|known| *known < cut.0);
        let place = below as i64 * 2;
        let is_known = self.decimals.get(below) == Some(&cut.0);
        if is_known { place + 1 + i64::from(cut.1) } else { place }
    }
}

/// The place of a number among all that there are.
fn number(x: f64) -> i64 {
    let from_zero = x.abs().to_bits() as i64;
    if x < 0.0 { -from_zero } else { from_zero }
}

/// Whole numbers on a line: ranges in order, with both of their ends.
#[derive(Clone, Debug, PartialEq)]
struct Region(Vec<(i64, i64)>);

impl Region {
    fn of(low: i64, high: i64, outside: bool) -> Self {
        let region = Self(if low <= high { vec![(low, high)] } else { Vec::new() });
        if outside { region.outside() } else { region }
    }

    fn points(mut places: Vec<i64>, outside: bool) -> Self {
        crate::math::sort(&mut places);
        let region = Self(places.into_iter().map(|place| (place, place)).collect());
        if outside { region.outside() } else { region }
    }

    /// What both hold: O(ranges), as each is in order.
    fn and(self, other: Self) -> Self {
        let mut common = Vec::new();
        let (mut ours, mut theirs) =
            (self.0.into_iter().peekable(), other.0.into_iter().peekable());
        while let (Some((low, high)), Some((other_low, other_high))) = (ours.peek(), theirs.peek())
        {
            let (low, end) = (*low.max(other_low), *high.min(other_high));
            if low <= end {
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
        let mut next = Some(i64::MIN);
        for (low, high) in self.0 {
            if let Some(first) = next
                && first < low
            {
                gaps.push((first, low - 1));
            }
            next = high.checked_add(1);
        }
        gaps.extend(next.map(|first| (first, i64::MAX)));
        Self(gaps)
    }
}
