//! From a condition as data to a program: all problems at once, each with its path.

use super::field::{Cell, Field, Kind, Scope, Slot};
use super::lint;
use super::policy::{ConditionNode, ConditionPolicy};
use super::program::{Bound, Leaf, Node, Order, Quantifier, Range, Set, Test};
use super::schema::{NOW, Schema};
use crate::math::Decimal;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Calendar, CalendarSpan};

/// A condition nested deeper than this is not compiled: `too_deep`.
pub const MAX_DEPTH: usize = 32;
/// A condition of more nodes is not compiled: `too_many_nodes`.
pub const MAX_NODES: usize = 4096;
/// A condition of more values to compare with is not compiled: `too_many_values`.
pub const MAX_LITERALS: usize = 10_000;

/// How a leaf is written, for those who explain its answer.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// JSON path of the leaf.
    pub(crate) path: String,
    /// Dotted path of its field.
    pub(crate) field: String,
    pub(crate) operator: &'static str,
    /// What the field is held against.
    pub(crate) expected: Value,
}

/// Compiles conditions over one kind of record, which then is read once for all of them.
#[derive(Debug, Default)]
pub(crate) struct Compiler<'p> {
    calendar: Option<&'p Calendar>,
    /// The fields that the conditions so far read.
    pub(crate) scope: Scope,
    /// By the number that each leaf has.
    pub(crate) notes: Vec<Note>,
    /// Whether an answer depends on `now`.
    pub(crate) needs_now: bool,
    nodes: usize,
    literals: usize,
}

/// The comparisons, with the range that each makes of one value.
pub(super) type Comparison = (&'static str, fn(&ConditionNode) -> Option<&Value>, Order);

pub(super) const COMPARISONS: [Comparison; 6] = [
    ("eq", |node| node.eq.as_ref(), Order::Eq),
    ("ne", |node| node.ne.as_ref(), Order::Ne),
    ("lt", |node| node.lt.as_ref(), Order::Lt),
    ("le", |node| node.le.as_ref(), Order::Le),
    ("gt", |node| node.gt.as_ref(), Order::Gt),
    ("ge", |node| node.ge.as_ref(), Order::Ge),
];

impl<'p> Compiler<'p> {
    pub(crate) fn new(calendar: Option<&'p Calendar>) -> Self {
        Self { calendar, ..Self::default() }
    }

    /// Compiles one condition; `None` after at least one problem.
    pub(crate) fn compile(
        &mut self,
        policy: &ConditionPolicy,
        schema: &Schema,
        at: &mut Reader,
    ) -> Option<Node> {
        (self.nodes, self.literals) = (0, 0);
        let problems = at.problem_count();
        let node = at.policy(|at| self.node(policy, schema, 1, at));
        if self.nodes > MAX_NODES {
            at.limit::<()>("too_many_nodes", format!("more than {MAX_NODES} nodes"));
        }
        if self.literals > MAX_LITERALS {
            at.limit::<()>("too_many_values", format!("more than {MAX_LITERALS} values"));
        }
        node.filter(|_| at.problem_count() == problems)
    }

    /// The place of a field that is read without a condition, such as the base of a sum.
    pub(crate) fn slot(&mut self, path: &str, schema: &Schema, at: &mut Reader) -> Option<Slot> {
        if path == NOW {
            return Some(Slot::NOW);
        }
        if let Some(known) = self.scope.fields.iter().position(|field| field.path == path) {
            return Some(Slot(known as u32));
        }
        let policy = schema.require(path, at)?;
        let field = Field {
            path: path.to_owned(),
            kind: Kind::of(policy),
            empty_is_missing: policy.empty_is_missing,
        };
        self.scope.fields.push(field);
        Some(Slot(self.scope.fields.len() as u32 - 1))
    }

    pub(crate) fn kind(&self, slot: Slot) -> &Kind {
        match self.scope.fields.get(slot.index()) {
            Some(field) => &field.kind,
            // Only `now` is in no scope.
            None => &Kind::Instant,
        }
    }

    fn node(
        &mut self,
        policy: &ConditionPolicy,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Node> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return at.limit("too_deep", format!("more than {MAX_DEPTH} levels"));
        }
        let node = &*policy.0;
        let forms = [node.all.is_some(), node.any.is_some(), node.not.is_some()];
        let is_leaf = node.field.is_some() || operator_names(node).next().is_some();
        match forms.iter().filter(|is| **is).count() + usize::from(is_leaf) {
            0 => return at.problem("empty", "expected \"all\", \"any\", \"not\" or \"field\""),
            1 => {}
            _ => {
                let message = "expected one of \"all\", \"any\", \"not\" and \"field\"";
                return at.problem("ambiguous", message);
            }
        }
        if let Some(part) = &node.not {
            let part = at.within("not", |at| self.node(part, schema, depth + 1, at))?;
            return Some(Node::Not(Box::new(part)));
        }
        if let Some(parts) = &node.all {
            let parts = at.within("all", |at| self.parts(parts, schema, depth, at))?;
            lint::all(&parts, &self.scope, at);
            return Some(Node::All(parts));
        }
        if let Some(parts) = &node.any {
            let parts = at.within("any", |at| self.parts(parts, schema, depth, at))?;
            lint::any(&parts, &self.scope, at);
            return Some(Node::Any(parts));
        }
        let leaf = self.leaf(node, schema, depth, at)?;
        let leaf = Node::Leaf(leaf);
        lint::leaf(&leaf, &self.scope, at);
        Some(leaf)
    }

    fn parts(
        &mut self,
        parts: &[ConditionPolicy],
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Vec<Node>> {
        let mut nodes = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            nodes.extend(at.within(index, |at| self.node(part, schema, depth + 1, at)));
        }
        (nodes.len() == parts.len()).then_some(nodes)
    }

    fn leaf(
        &mut self,
        node: &ConditionNode,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Leaf> {
        let Some(path) = &node.field else {
            return at.within("field", |at| at.problem("missing_key", "\"field\" is required"));
        };
        let operators: Vec<&'static str> = operator_names(node).collect();
        // What stands with `count_of` compares the count.
        let count = node.count_of.is_some() && operators.len() == 2;
        let operator = match operators.as_slice() {
            [one] => *one,
            [_, _] if count => "count_of",
            [] => return at.problem("missing_operator", "expected an operator beside \"field\""),
            many => {
                let message = format!("expected one operator, got: {}", many.join(", "));
                return at.problem("ambiguous", message);
            }
        };
        let slot = at.within("field", |at| self.slot(path, schema, at));
        let slot = slot?;
        let test = self.test(slot, operator, node, schema, depth, at)?;
        self.needs_now |= slot == Slot::NOW
            || matches!(test, Test::Within { .. } | Test::Against { other: Slot::NOW, .. });
        let written = ConditionPolicy(Box::new(node.clone())).to_value();
        let expected = match &test {
            // The condition on the records has leaves of its own.
            Test::Items { of: Quantifier::Count(_), .. } => operators
                .iter()
                .find(|name| **name != "count_of")
                .and_then(|name| written.get(name)),
            Test::Items { .. } | Test::Null { .. } => None,
            _ => written.get(operator),
        };
        let expected = expected.cloned().unwrap_or(Value::Null);
        self.notes.push(Note { path: at.path(), field: path.clone(), operator, expected });
        Some(Leaf { slot, test, note: self.notes.len() as u32 - 1 })
    }

    fn test(
        &mut self,
        slot: Slot,
        operator: &'static str,
        node: &ConditionNode,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Test> {
        match operator {
            "is_null" | "not_null" => {
                let flag = if operator == "is_null" { node.is_null } else { node.not_null };
                if flag == Some(true) {
                    return Some(Test::Null { outside: operator == "not_null" });
                }
                at.within(operator, |at| at.problem("out_of_range", "expected true"))
            }
            "any_of" => self.items(
                slot,
                "any_of",
                node.any_of.as_ref()?,
                Quantifier::Any,
                schema,
                depth,
                at,
            ),
            "all_of" => {
                if let Some(field) = self.scope.fields.get(slot.index())
                    && matches!(field.kind, Kind::List(_))
                    && !field.empty_is_missing
                {
                    let message =
                        "true for an empty list; say \"empty_is_missing\" in the schema, or count";
                    at.within("all_of", |at| at.warning("all_of_empty", message));
                }
                self.items(
                    slot,
                    "all_of",
                    node.all_of.as_ref()?,
                    Quantifier::All,
                    schema,
                    depth,
                    at,
                )
            }
            "count_of" => {
                let range = self.count_range(node, at);
                let program = node.count_of.as_ref()?;
                let of = Quantifier::Count(range.clone().unwrap_or(Range {
                    low: Bound::None,
                    high: Bound::None,
                    outside: false,
                }));
                let test = self.items(slot, "count_of", program, of, schema, depth, at);
                range.and(test)
            }
            "within" => {
                let text = node.within.as_ref()?;
                at.within("within", |at| self.within(slot, text, at))
            }
            "contains" | "starts_with" => {
                if !matches!(self.kind(slot), Kind::Text) {
                    return self.wrong_operator(operator, slot, at);
                }
                self.literals += 1;
                Some(match (&node.contains, &node.starts_with) {
                    (Some(part), _) => Test::Contains(part.clone()),
                    (_, Some(part)) => Test::StartsWith(part.clone()),
                    _ => return None,
                })
            }
            "in" | "not_in" => {
                let values = if operator == "in" { &node.r#in } else { &node.not_in };
                let values = values.as_ref()?;
                if matches!(self.kind(slot), Kind::List(_)) {
                    return self.wrong_operator(operator, slot, at);
                }
                let cells = at.within(operator, |at| self.cells(slot, values, at))?;
                Some(in_set(self.kind(slot), cells, operator == "not_in"))
            }
            "between" | "range" => {
                let values = if operator == "between" { &node.between } else { &node.range };
                let values = values.as_ref()?;
                if !is_ordered(self.kind(slot)) {
                    return self.wrong_operator(operator, slot, at);
                }
                at.within(operator, |at| {
                    if values.len() != 2 {
                        return at.problem("wrong_length", "expected two values");
                    }
                    let cells = self.cells(slot, values, at)?;
                    let high = if operator == "range" { Order::Lt } else { Order::Le };
                    let [low, top] = <[Cell; 2]>::try_from(cells).ok()?;
                    ranged(&[(Order::Ge, low), (high, top)])
                })
            }
            _ => {
                let (name, value, order) = COMPARISONS
                    .iter()
                    .find(|(name, ..)| *name == operator)
                    .and_then(|(name, get, order)| Some((*name, get(node)?, *order)))?;
                self.comparison(slot, name, value, order, schema, at)
            }
        }
    }

    /// A comparison with a value, or with another field.
    fn comparison(
        &mut self,
        slot: Slot,
        name: &'static str,
        value: &Value,
        order: Order,
        schema: &Schema,
        at: &mut Reader,
    ) -> Option<Test> {
        let by_equality = matches!(order, Order::Eq | Order::Ne);
        let kind = self.kind(slot);
        if matches!(kind, Kind::List(_)) || !(by_equality || is_ordered(kind)) {
            return self.wrong_operator(name, slot, at);
        }
        at.within(name, |at| {
            if let Value::Map(_) = value {
                return self.against(slot, value, order, schema, at);
            }
            self.literals += 1;
            let cell = self.kind(slot).read(value, at)?;
            match cell {
                Cell::Text(text) => {
                    Some(Test::TextIn(Set { values: vec![text], outside: order == Order::Ne }))
                }
                cell => ranged(&[(order, cell)]),
            }
        })
    }

    fn against(
        &mut self,
        slot: Slot,
        value: &Value,
        order: Order,
        schema: &Schema,
        at: &mut Reader,
    ) -> Option<Test> {
        let entries = at.object(value, &["field"])?;
        let path = at.required::<String>(entries, "field")?;
        at.within("field", |at| {
            let other = self.slot(&path, schema, at)?;
            if can_compare(self.kind(slot), self.kind(other)) {
                return Some(Test::Against { other, order });
            }
            let (one, two) = (self.kind(slot).name(), self.kind(other).name());
            at.problem("wrong_type", format!("type \"{one}\" does not compare with type \"{two}\""))
        })
    }

    /// Every value of a list, read as the field's.
    fn cells(&mut self, slot: Slot, values: &[Value], at: &mut Reader) -> Option<Vec<Cell>> {
        self.literals += values.len();
        let kind = self.kind(slot);
        let mut cells = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            cells.extend(at.within(index, |at| kind.read(value, at)));
        }
        (cells.len() == values.len()).then_some(cells)
    }

    fn within(&self, slot: Slot, text: &str, at: &mut Reader) -> Option<Test> {
        let is_date = matches!(self.kind(slot), Kind::Date);
        if !(is_date || matches!(self.kind(slot), Kind::Instant)) || slot == Slot::NOW {
            return self.wrong_operator("within", slot, at);
        }
        let span = CalendarSpan::read(&Value::Text(text.to_owned()), at)?;
        let is_exact = matches!(span, CalendarSpan::Exact(_));
        if self.calendar.is_none() && (is_date || !is_exact) {
            let message = if is_exact {
                "when a date begins depends on the zone: pass a calendar"
            } else {
                "how long this is depends on the calendar: pass one"
            };
            return at.problem("calendar_required", message);
        }
        Some(Test::Within { span, is_date })
    }

    /// The counts that `count_of` is compared with.
    fn count_range(&mut self, node: &ConditionNode, at: &mut Reader) -> Option<Range<i64>> {
        let given =
            COMPARISONS.iter().filter_map(|(name, get, order)| Some((*name, get(node)?, *order)));
        let mut ends = Vec::new();
        for (name, value, order) in given {
            let count = at.within(name, |at| at.integer(value, 0, i64::from(u32::MAX)))?;
            ends.push((order, Cell::Whole(count)));
        }
        for (name, values, high) in
            [("between", &node.between, Order::Le), ("range", &node.range, Order::Lt)]
        {
            let Some(values) = values else { continue };
            let counts = at.within(name, |at| {
                if values.len() != 2 {
                    return at.problem("wrong_length", "expected two values");
                }
                Vec::<u32>::read(&Value::List(values.clone()), at)
            })?;
            let cells = counts.iter().map(|count| Cell::Whole((*count).into()));
            ends.extend([Order::Ge, high].into_iter().zip(cells));
        }
        self.literals += ends.len();
        match ranged(&ends) {
            Some(Test::Whole(range)) if !ends.is_empty() => Some(range),
            _ => at.problem(
                "missing_operator",
                "expected a comparison beside \"count_of\", such as \"ge\"",
            ),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one node with all that it stands in")]
    fn items(
        &mut self,
        slot: Slot,
        name: &'static str,
        part: &ConditionPolicy,
        of: Quantifier,
        schema: &Schema,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Test> {
        let field = self.scope.fields.get_mut(slot.index());
        let Some(Field { kind: Kind::List(items), path, .. }) = field else {
            return self.wrong_operator(name, slot, at);
        };
        let fields = schema.field(path).and_then(|field| field.items.as_ref())?;
        // The condition on the records is compiled in their scope.
        let inner = std::mem::take(items);
        let outer = std::mem::replace(&mut self.scope, inner);
        let program = at.within(name, |at| self.node(part, fields, depth + 1, at));
        let inner = std::mem::replace(&mut self.scope, outer);
        if let Some(Field { kind: Kind::List(items), .. }) = self.scope.fields.get_mut(slot.index())
        {
            *items = inner;
        }
        Some(Test::Items { of, program: Box::new(program?) })
    }

    fn wrong_operator<T>(&self, operator: &str, slot: Slot, at: &mut Reader) -> Option<T> {
        let kind = self.kind(slot).name();
        at.problem("wrong_operator", format!("\"{operator}\" is not asked of type \"{kind}\""))
    }
}

/// The operators that a node has.
pub(super) fn operator_names(node: &ConditionNode) -> impl Iterator<Item = &'static str> {
    let others = [
        ("in", node.r#in.is_some()),
        ("not_in", node.not_in.is_some()),
        ("between", node.between.is_some()),
        ("range", node.range.is_some()),
        ("is_null", node.is_null.is_some()),
        ("not_null", node.not_null.is_some()),
        ("contains", node.contains.is_some()),
        ("starts_with", node.starts_with.is_some()),
        ("any_of", node.any_of.is_some()),
        ("all_of", node.all_of.is_some()),
        ("count_of", node.count_of.is_some()),
        ("within", node.within.is_some()),
    ];
    let compared = COMPARISONS.map(|(name, get, _)| (name, get(node).is_some()));
    compared.into_iter().chain(others).filter(|(_, is)| *is).map(|(name, _)| name)
}

/// Whether less and more are asked of a type. Texts have no order that all languages share.
fn is_ordered(kind: &Kind) -> bool {
    !matches!(kind, Kind::Bool | Kind::Text | Kind::Enum(_) | Kind::List(_))
}

fn can_compare(a: &Kind, b: &Kind) -> bool {
    let is_number = |kind: &Kind| matches!(kind, Kind::Int | Kind::Number | Kind::Decimal { .. });
    match (a, b) {
        (Kind::List(_), _) | (_, Kind::List(_)) => false,
        // Their places tell which values are equal only where the values are the same.
        (Kind::Enum(a), Kind::Enum(b)) => a == b,
        (a, b) => a.name() == b.name() || (is_number(a) && is_number(b)),
    }
}

/// The test of all these comparisons together.
fn ranged(ends: &[(Order, Cell)]) -> Option<Test> {
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
fn in_set(kind: &Kind, cells: Vec<Cell>, outside: bool) -> Test {
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
