//! The methods of `Condition`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::column::Buffer;
use crate::rule::{Condition, ConditionPolicy, Explanation, Schema};
use crate::shape::{Engine, Reader, Shape, Shaped, Shared, Value, Warning, record};
use crate::time::{Calendar, Instant};

impl Engine for Condition {
    fn class() -> &'static str {
        "Condition"
    }

    fn summary(&self) -> String {
        format!("Condition({})", self.policy().to_json().unwrap_or_default())
    }
}

/// A record of the caller's own making: its schema says what it may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyRecord(pub Value);

impl Shaped for AnyRecord {
    fn shape() -> Shape {
        Shape::Facts
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(_) => Some(Self(value.clone())),
            other => at.mismatch("an object", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// Columns of the caller's own making, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyColumns(pub Value);

impl Shaped for AnyColumns {
    fn shape() -> Shape {
        Shape::Dict(Box::new(Shape::Column(Box::new(Shape::Any))))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(_) => Some(Self(value.clone())),
            other => at.mismatch("columns by name", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// A flag a row, of three values in a byte: 0 no, 1 yes, 2 unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Flags(Buffer<u8>);

impl Shaped for Flags {
    fn shape() -> Shape {
        Shape::Column(Box::new(Option::<bool>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let flags = crate::column::Sparse::<bool>::read(value, at)?;
        Some(Self(flags.0.iter().map(|flag| flag.map_or(2, u8::from)).collect()))
    }

    fn to_value(&self) -> Value {
        Value::Column(crate::Column::new(crate::column::Cells::U8(self.0.clone())))
    }
}

/// What else is wrong with a condition of which a key is, or of whose schema.
fn check_rest(arguments: &Value, at: &mut Reader) {
    let mut alone = Reader::new();
    let schema = arguments.get("schema").and_then(|schema| Schema::read(schema, &mut alone));
    let calendar = arguments.get("calendar");
    let calendar = calendar.and_then(|calendar| Shaped::read(calendar, &mut alone));
    let calendar: Option<Shared<Calendar>> = calendar.flatten();
    // Of what could not be read nobody can say that it is missing.
    if let (Some(schema), 0) = (schema, alone.problem_count()) {
        super::rest_of(arguments, "json", at, |json, at| {
            crate::rule::check_condition(json, &schema, calendar.as_deref().map(AsRef::as_ref), at);
        });
    }
}

record! {
    /// Arguments of `Condition`.
    pub struct NewArguments: data else check_rest {
        /// The condition.
        pub json: ConditionPolicy,
        /// The fields that records may have, by dotted path.
        pub schema: Schema,
        /// When people work: what `within` counts days by.
        pub calendar: Option<Shared<Calendar>>,
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The condition.
        pub this: Shared<Condition>,
    }
}

record! {
    /// Arguments of `matches` and `explain`.
    pub struct RecordArguments: data {
        /// The condition.
        pub this: Shared<Condition>,
        /// A record; keys that the condition does not read may hold anything.
        pub record: AnyRecord,
        /// The present, where the condition depends on it.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `matches_many`.
    pub struct ColumnsArguments: data {
        /// The condition.
        pub this: Shared<Condition>,
        /// Columns by dotted path, equally long; a field without one is missing everywhere.
        pub columns: AnyColumns,
        /// The present, where the condition depends on it.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `next_change`.
    pub struct NextChangeArguments: data {
        /// The condition.
        pub this: Shared<Condition>,
        /// A record.
        pub record: AnyRecord,
        /// The present.
        pub now: Instant,
    }
}

operations! {
    #![cfg(feature = "rule")]
    [Condition]

    /// A typed condition over records: compiled once with all problems, then asked.
    ///
    /// Answers have three values: a missing field is unknown, not zero and not no.
    new(args: NewArguments, warnings, budget) -> Shared<Condition> {
        Condition::new(&args.json, &args.schema, args.calendar.as_deref())?.into()
    }

    /// Whether a record meets the condition; nothing, where what is missing could decide.
    matches(args: RecordArguments, warnings, budget) -> Option<bool> {
        args.this.matches(&args.record.0, args.now)?
    }

    /// Whether each of many records meets it: 0 no, 1 yes, 2 unknown.
    ///
    /// An array of integers (numpy, pandas, Arrow, typed) for a `decimal` is in units of its `scale`: 150 is
    /// 1.50 with a scale of 2. A list holds the numbers themselves, and so does an array of floats, which
    /// must be decimals of at most 4 digits after the point. NaN is missing.
    @long matches_many(args: ColumnsArguments, warnings, budget) -> Flags {
        Flags(args.this.matches_many(&args.columns.0, args.now, budget)?)
    }

    /// Why a record meets the condition or not: every leaf with its value.
    explain(args: RecordArguments, warnings, budget) -> Explanation {
        args.this.explain(&args.record.0, args.now)?
    }

    /// The first instant after `now` at which the answer is another, if nothing but time passes.
    next_change(args: NextChangeArguments, warnings, budget) -> Option<Instant> {
        args.this.next_change(&args.record.0, args.now)?
    }

    /// Dotted paths of the fields that it reads; those of records in lists behind `[]`.
    fields(args: Alone, warnings, budget) -> Vec<String> {
        args.this.fields()
    }

    /// The condition that it was made of.
    @property
    json(args: Alone, warnings, budget) -> ConditionPolicy {
        args.this.policy().clone()
    }

    /// The fields that records may have.
    @property
    schema(args: Alone, warnings, budget) -> Schema {
        args.this.schema().clone()
    }

    /// What is legal and probably not meant: `never_true`, `always_true`, `all_of_empty`.
    @property
    warnings(args: Alone, warnings, budget) -> Vec<Warning> {
        args.this.warnings().to_vec()
    }
}
