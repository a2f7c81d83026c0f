//! Conditions from JsonLogic, as query builders write it.

use super::compile::MAX_DEPTH;
use super::exchange::{
    NullSemantics, all, any, checked, field, finished, is_missing, is_number, is_there, known,
    leaf, map, not, number, unsupported,
};
use super::field::Kind;
use super::policy::ConditionPolicy;
use super::program::Order;
use super::schema::{FieldPolicy, Schema};
use crate::Result;
use crate::math::Decimal;
use crate::shape::{Reader, Value};

/// A condition that says what JsonLogic says: the part of it that query builders write.
///
/// That is `and`, `or`, `!`, `!!`, `true` and `false`; `==`, `===`, `!=`, `!==`, `<`, `<=`, `>` and
/// `>=` between `{"var": path}` and a value or another `var`; `<` and `<=` of three; comparisons with
/// `null`; `in` a list of values, or of a text in a field; and `startsWith`, which react-querybuilder
/// adds. The schema gives values their types: `"5"` is 5 where `==` or `<` holds it against a number.
/// Times compare as such, not as texts.
///
/// With [`NullSemantics::Strict`] an operator is taken as our own: what is missing is unknown. With
/// [`NullSemantics::Jsonlogic`] the condition is true of just the records of which JsonLogic is truthy
/// and false of all others: a missing number is less than 1, `!` asks whether a value is empty or 0.
/// Fields whose values JsonLogic would see otherwise (instants, spans, those with `empty_is_missing`)
/// are refused then.
///
/// # Errors
/// `unsupported_construct` of what lies outside; what [`Condition::new`](super::Condition::new)
/// refuses; with paths under `$.logic`.
///
/// # Example
/// ```
/// use fieldbeat::rule::{NullSemantics, Schema, from_jsonlogic};
/// use fieldbeat::shape::{Shaped, Value};
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
/// let logic = Value::from_json(r#"{"and": [{">=": [{"var": "doctors_met"}, "5"]}]}"#)?;
/// let condition = from_jsonlogic(&logic, &schema, NullSemantics::Strict)?;
/// assert_eq!(condition.to_json()?, r#"{"all":[{"field":"doctors_met","ge":5}]}"#);
///
/// let sum = Value::from_json(r#"{"<": [{"+": [1, {"var": "doctors_met"}]}, 5]}"#)?;
/// let error = from_jsonlogic(&sum, &schema, NullSemantics::Strict).unwrap_err();
/// assert_eq!(error.problems()[0].code, "unsupported_construct");
/// assert_eq!(error.problems()[0].path, r#"$.logic["<"][0]["+"]"#);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn from_jsonlogic(
    logic: &Value,
    schema: &Schema,
    null_semantics: NullSemantics,
) -> Result<ConditionPolicy> {
    let import = Import { schema, keeps_nulls: null_semantics == NullSemantics::Jsonlogic };
    let mut at = Reader::new();
    let node = at.within("logic", |at| at.policy(|at| import.condition(logic, 1, at)));
    finished(node, "logic", at, schema)
}

struct Import<'s> {
    schema: &'s Schema,
    /// Whether conditions have two values, as JsonLogic's nulls give them.
    keeps_nulls: bool,
}

/// One side of a comparison.
enum Operand<'v> {
    Field(&'v str, Kind),
    Literal(&'v Value),
}

/// The arguments of an operator: a list of them, or one without a list.
struct Arguments<'v> {
    values: &'v [Value],
    is_list: bool,
}

impl<'v> Arguments<'v> {
    fn of(value: &'v Value) -> Self {
        match value {
            Value::List(values) => Self { values, is_list: true },
            one => Self { values: std::slice::from_ref(one), is_list: false },
        }
    }

    fn each<T>(
        &self,
        at: &mut Reader,
        mut read: impl FnMut(&'v Value, &mut Reader) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut all = Vec::with_capacity(self.values.len());
        for (index, value) in self.values.iter().enumerate() {
            all.extend(if self.is_list {
                at.within(index, |at| read(value, at))
            } else {
                read(value, at)
            });
        }
        (all.len() == self.values.len()).then_some(all)
    }

    fn two(&self, at: &mut Reader) -> Option<[&'v Value; 2]> {
        match self.values {
            [a, b] => Some([a, b]),
            _ => unsupported("expected two arguments", at),
        }
    }
}

impl Import<'_> {
    fn condition(&self, logic: &Value, depth: usize, at: &mut Reader) -> Option<Value> {
        if depth > MAX_DEPTH {
            return at.limit("too_deep", format!("more than {MAX_DEPTH} levels"));
        }
        match logic {
            Value::Bool(true) => Some(all(Vec::new())),
            Value::Bool(false) => Some(any(Vec::new())),
            Value::Map(entries) => match entries.as_slice() {
                [(operator, value)] => at.within(operator.clone(), |at| {
                    self.operator(operator, &Arguments::of(value), depth, at)
                }),
                _ => unsupported("expected an object of one operator", at),
            },
            _ => unsupported("expected an operator, \"true\" or \"false\"", at),
        }
    }

    fn operator(
        &self,
        name: &str,
        arguments: &Arguments<'_>,
        depth: usize,
        at: &mut Reader,
    ) -> Option<Value> {
        match name {
            "and" | "or" => {
                if arguments.values.is_empty() || !arguments.is_list {
                    return unsupported("expected a list of parts", at);
                }
                let parts = arguments.each(at, |part, at| self.condition(part, depth + 1, at))?;
                Some(if name == "and" { all(parts) } else { any(parts) })
            }
            "!" | "!!" => {
                let mut parts =
                    arguments.each(at, |part, at| self.condition(part, depth + 1, at))?;
                match (parts.pop(), parts.is_empty()) {
                    (Some(part), true) => Some(if name == "!" { not(part) } else { part }),
                    _ => unsupported("expected one argument", at),
                }
            }
            "var" => {
                let (path, field) = self.field(arguments, at)?;
                self.truthy(path, field, at)
            }
            "==" | "===" => self.equality(arguments, Order::Eq, name == "===", at),
            "!=" | "!==" => self.equality(arguments, Order::Ne, name == "!==", at),
            "<" => self.chain(arguments, Order::Lt, at),
            "<=" => self.chain(arguments, Order::Le, at),
            ">" => self.inequality(arguments, Order::Gt, at),
            ">=" => self.inequality(arguments, Order::Ge, at),
            "in" => self.contained(arguments, at),
            "startsWith" => {
                let [text, part] = arguments.two(at)?;
                match (self.operand(text, at)?, part) {
                    (Operand::Field(path, Kind::Text), Value::Text(_)) => {
                        Some(self.two_valued(path, leaf(path, "starts_with", part.clone()), false))
                    }
                    _ => unsupported("expected a field of texts and a text", at),
                }
            }
            other => unsupported(format!("the operator \"{other}\" has no counterpart"), at),
        }
    }

    /// The path of a `var`, and its field.
    fn field<'v>(
        &self,
        arguments: &Arguments<'v>,
        at: &mut Reader,
    ) -> Option<(&'v str, &FieldPolicy)> {
        let [Value::Text(path)] = arguments.values else {
            return unsupported("expected the path of a field, without a default", at);
        };
        let field = known(path, self.schema, at)?;
        if self.keeps_nulls && field.empty_is_missing {
            return unsupported("JsonLogic does not see that what is empty is missing", at);
        }
        Some((path, field))
    }

    fn operand<'v>(&self, value: &'v Value, at: &mut Reader) -> Option<Operand<'v>> {
        match value {
            Value::Map(entries) => match entries.as_slice() {
                [(name, path)] if name == "var" => at.within("var", |at| {
                    let (path, field) = self.field(&Arguments::of(path), at)?;
                    Some(Operand::Field(path, Kind::of(field)))
                }),
                [(name, _)] => {
                    at.within(name.clone(), |at| unsupported("expected a value or a \"var\"", at))
                }
                _ => unsupported("expected a value or a \"var\"", at),
            },
            literal => Some(Operand::Literal(literal)),
        }
    }

    fn operands<'v>(&self, arguments: &Arguments<'v>, at: &mut Reader) -> Option<Vec<Operand<'v>>> {
        arguments.each(at, |value, at| self.operand(value, at))
    }

    /// What JsonLogic makes of a value that stands where a condition should.
    fn truthy(&self, path: &str, policy: &FieldPolicy, at: &mut Reader) -> Option<Value> {
        let kind = Kind::of(policy);
        let test = match &kind {
            Kind::Bool => leaf(path, "eq", Value::Bool(true)),
            _ if !self.keeps_nulls => {
                return unsupported("only a \"bool\" is a condition by itself: compare it", at);
            }
            Kind::Int | Kind::Number | Kind::Decimal { .. } => leaf(path, "ne", Value::Int(0)),
            Kind::Text => leaf(path, "ne", Value::Text(String::new())),
            Kind::Enum(values) if values.iter().any(String::is_empty) => {
                leaf(path, "ne", Value::Text(String::new()))
            }
            Kind::Enum(_) | Kind::Date => return Some(is_there(path)),
            Kind::List(_) => map(vec![
                ("field", Value::Text(path.to_owned())),
                ("count_of", all(Vec::new())),
                ("ge", Value::Int(1)),
            ]),
            Kind::Instant | Kind::Span => return self.other_value(at),
        };
        Some(self.two_valued(path, test, false))
    }

    fn other_value<T>(&self, at: &mut Reader) -> Option<T> {
        unsupported("times are no times in JsonLogic: take strict nulls", at)
    }

    /// The test, and besides the answer that it has where the field is missing.
    fn two_valued(&self, path: &str, test: Value, if_missing: bool) -> Value {
        match (self.keeps_nulls, if_missing) {
            (false, _) => test,
            (true, true) => any(vec![is_missing(path), test]),
            (true, false) => all(vec![is_there(path), test]),
        }
    }

    fn equality(
        &self,
        arguments: &Arguments<'_>,
        order: Order,
        is_strict: bool,
        at: &mut Reader,
    ) -> Option<Value> {
        arguments.two(at)?;
        let operands = self.operands(arguments, at)?;
        let [a, b] = operands.as_slice() else { return None };
        self.compared(a, b, order, is_strict, at)
    }

    fn inequality(
        &self,
        arguments: &Arguments<'_>,
        order: Order,
        at: &mut Reader,
    ) -> Option<Value> {
        self.equality(arguments, order, false, at)
    }

    /// `<` and `<=`, of two or of three.
    fn chain(&self, arguments: &Arguments<'_>, order: Order, at: &mut Reader) -> Option<Value> {
        if arguments.values.len() != 3 {
            return self.inequality(arguments, order, at);
        }
        let operands = self.operands(arguments, at)?;
        let [a, b, c] = operands.as_slice() else { return None };
        let (low, high) =
            (self.compared(a, b, order, false, at), self.compared(b, c, order, false, at));
        let (low, high) = (low?, high?);
        if let (Operand::Field(path, _), false, Order::Le) = (b, self.keeps_nulls, order)
            && let (Some(low), Some(high)) = (low.get("ge"), high.get("le"))
            && ![low, high].iter().any(|end| matches!(end, Value::Map(_)))
        {
            return Some(leaf(path, "between", Value::List(vec![low.clone(), high.clone()])));
        }
        Some(all(vec![low, high]))
    }

    fn compared(
        &self,
        a: &Operand<'_>,
        b: &Operand<'_>,
        order: Order,
        is_strict: bool,
        at: &mut Reader,
    ) -> Option<Value> {
        match (a, b) {
            (Operand::Field(path, kind), Operand::Literal(value)) => {
                self.with_value(path, kind, value, order, is_strict, at)
            }
            (Operand::Literal(value), Operand::Field(path, kind)) => {
                self.with_value(path, kind, value, turned(order), is_strict, at)
            }
            (Operand::Field(a, kind), Operand::Field(b, other)) => {
                self.with_field((a, kind), (b, other), order, at)
            }
            _ => unsupported("no field is compared", at),
        }
    }

    fn with_value(
        &self,
        path: &str,
        kind: &Kind,
        value: &Value,
        order: Order,
        is_strict: bool,
        at: &mut Reader,
    ) -> Option<Value> {
        match (value, order) {
            (Value::Null, Order::Eq) => return Some(is_missing(path)),
            (Value::Null, Order::Ne) => return Some(is_there(path)),
            (Value::Null, _) => return unsupported("nothing is less or more than null", at),
            _ => {}
        }
        if self.keeps_nulls && matches!(kind, Kind::Instant | Kind::Span) {
            return self.other_value(at);
        }
        let literal = match (value, kind) {
            (Value::Text(text), kind) if is_number(kind) && !is_strict => {
                let read = number(text);
                read.or_else(|| at.problem("wrong_type", "expected a number"))?
            }
            (Value::Int(flag @ (0 | 1)), Kind::Bool) if !is_strict => Value::Bool(*flag == 1),
            // A text is no number where types must agree.
            (Value::Text(_), kind) if is_number(kind) => {
                return at.problem("wrong_type", "a number is no text: take \"==\"");
            }
            (other, _) => other.clone(),
        };
        // Missing is null, which is 0 among numbers and nothing beside texts.
        let if_missing = match order {
            Order::Eq => false,
            Order::Ne => true,
            order => match &literal {
                Value::Int(i) => order.holds(0.cmp(i)),
                Value::Float(x) => 0.0_f64.partial_cmp(x).is_some_and(|than| order.holds(than)),
                Value::Decimal(d) => order.holds(Decimal::ZERO.cmp(d)),
                _ => false,
            },
        };
        let test = checked(leaf(path, order.name(), literal), self.schema, at)?;
        Some(self.two_valued(path, test, if_missing))
    }

    fn with_field(
        &self,
        (a, kind): (&str, &Kind),
        (b, other): (&str, &Kind),
        order: Order,
        at: &mut Reader,
    ) -> Option<Value> {
        let test = checked(leaf(a, order.name(), field(b)), self.schema, at)?;
        if !self.keeps_nulls {
            return Some(test);
        }
        if [kind, other].iter().any(|kind| matches!(kind, Kind::Instant | Kind::Span)) {
            return self.other_value(at);
        }
        let mut cases = vec![all(vec![is_there(a), is_there(b), test])];
        if order.holds(std::cmp::Ordering::Equal) {
            cases.push(all(vec![is_missing(a), is_missing(b)]));
        }
        // One of them missing: null is 0 among numbers, and equal to nothing else.
        if order == Order::Ne {
            cases.push(all(vec![is_missing(a), is_there(b)]));
            cases.push(all(vec![is_there(a), is_missing(b)]));
        } else if order != Order::Eq && is_number(kind) {
            let zero = |path, order: Order| leaf(path, order.name(), Value::Int(0));
            cases.push(all(vec![is_missing(a), is_there(b), zero(b, turned(order))]));
            cases.push(all(vec![is_there(a), is_missing(b), zero(a, order)]));
        }
        Some(any(cases))
    }

    /// A field in a list of values, or a text in a field.
    fn contained(&self, arguments: &Arguments<'_>, at: &mut Reader) -> Option<Value> {
        let [part, whole] = arguments.two(at)?;
        let operands =
            (at.within(0, |at| self.operand(part, at)), at.within(1, |at| self.operand(whole, at)));
        match (operands.0?, operands.1?) {
            (Operand::Field(path, kind), Operand::Literal(Value::List(values))) => {
                if self.keeps_nulls && matches!(kind, Kind::Instant | Kind::Span) {
                    return self.other_value(at);
                }
                let is_null = |value: &&Value| **value == Value::Null;
                let with_null = values.iter().any(|value| is_null(&value));
                if with_null && !self.keeps_nulls {
                    return unsupported("null is no value of a list: take \"== null\"", at);
                }
                let values: Vec<Value> =
                    values.iter().filter(|value| !is_null(value)).cloned().collect();
                // Here JsonLogic asks that types agree.
                if values.iter().any(|value| matches!(value, Value::Text(_))) && is_number(&kind) {
                    return at.problem("wrong_type", "a text is none of these numbers");
                }
                let test = checked(leaf(path, "in", Value::List(values)), self.schema, at)?;
                Some(self.two_valued(path, test, with_null))
            }
            (Operand::Literal(Value::Text(text)), Operand::Field(path, Kind::Text)) => {
                if text.is_empty() {
                    return unsupported("an empty text is in every text but an empty one", at);
                }
                let test = leaf(path, "contains", Value::Text(text.clone()));
                Some(self.two_valued(path, test, false))
            }
            _ => unsupported("expected a field in a list of values, or a text in a field", at),
        }
    }
}

/// The order in which the sides are swapped.
fn turned(order: Order) -> Order {
    match order {
        Order::Lt => Order::Gt,
        Order::Le => Order::Ge,
        Order::Gt => Order::Lt,
        Order::Ge => Order::Le,
        equal => equal,
    }
}
