//! From an operator with its values to a test of the field.

use super::compile::Compiler;
use super::field::{Cell, Field, Kind, Slot};
use super::policy::{ConditionNode, ConditionPolicy};
use super::program::{Order, Quantifier, Range, Set, Test};
use super::schema::Schema;
use super::values::{can_compare, in_set, is_ordered, ranged};
use crate::shape::{Reader, Shaped, Value};
use crate::time::CalendarSpan;

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

impl Compiler<'_> {
    pub(super) fn test(
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
                let all = Range { low: i64::MIN, high: i64::MAX, outside: false };
                let of = Quantifier::Count(range.clone().unwrap_or(all));
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
